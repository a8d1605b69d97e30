/** A mail as MIME, through SES. Sending is not idempotent at SES: dispatch/actions.ts says how one mail stays one. */
import { SendRawEmailCommand, SESClient, SESServiceException } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { env } from './env.ts';
import { patience } from './patience.ts';

/** Once only: after a time-out or a fault SES may have taken the mail, and it has no key by which it would know it again. */
const client = /* @__PURE__ */ new SESClient({
  maxAttempts: 1,
  requestHandler: /* @__PURE__ */ patience(5),
});

/** A file, or with `cid` a picture that the HTML shows by that name. */
export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly cid?: string;
}

/** What a mail says and in whose name, without whom it goes to. */
export type Content = Omit<Mail, 'to' | 'traces' | 'tags'>;

export interface Mail {
  readonly fromName: string;
  readonly to: readonly string[];
  readonly replyTo?: string;
  /** A message id that answers refer to beside that of the mail itself, which SES gives. */
  readonly thread?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments?: readonly Attachment[];
  /** An https address that switches mails of its kind off: RFC 2369, and at one click of the mail program RFC 8058. */
  readonly unsubscribe?: string;
  /** The trace of the mail, and further ones that lead to it: support finds a mail that a customer forwards. */
  readonly traces: readonly string[];
  /** Come back with every event of this mail; letters, digits, `-` and `_` only. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The message id of SES. */
export const send = async (mail: Mail): Promise<string> => {
  const from = env('mailFrom');
  const raw = await new MailComposer({
    from: { name: mail.fromName, address: from },
    to: [...mail.to],
    ...(mail.replyTo && { replyTo: mail.replyTo }),
    ...(mail.thread !== undefined && { references: mail.thread }),
    subject: mail.subject,
    headers: {
      // RFC 3834: whoever answers by itself does not answer this.
      'Auto-Submitted': 'auto-generated',
      'X-Quittance-Trace': mail.traces.join(', '),
      ...(mail.unsubscribe !== undefined && {
        'List-Unsubscribe': `<${mail.unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    text: mail.text,
    html: mail.html,
    attachments: (mail.attachments ?? []).map((a) => ({
      filename: a.filename,
      contentType: a.contentType,
      content: Buffer.from(a.content),
      ...(a.cid !== undefined && { cid: a.cid, contentDisposition: 'inline' as const }),
    })),
  })
    .compile()
    .build();
  const { MessageId } = await whenNotThrottled(() =>
    client.send(
      new SendRawEmailCommand({
        Source: from,
        Destinations: [...mail.to],
        RawMessage: { Data: raw },
        ConfigurationSetName: env('mailConfiguration'),
        Tags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
      }),
    ),
  );
  return MessageId!;
};

/** A throttled mail was certainly not taken: asked again a few times, for about two seconds in all. */
const whenNotThrottled = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(wasRefused(error) && error instanceof Error && error.name.startsWith('Throttling')) || tries >= 4)
        throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150 * 2 ** tries));
    }
  }
};

/** SES answered and did not take the mail: certain, unlike a time-out or a fault of the service. */
export const wasRefused = (error: unknown): boolean =>
  error instanceof SESServiceException && (error.$metadata.httpStatusCode ?? 500) < 500;
