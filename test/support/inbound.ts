/** Customers who answer mails of ours, as their mail programs do it. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import PostalMime from 'postal-mime';
import { replyAddress } from '../../shared/dispatch/reply-address.ts';
import type { World } from './world.ts';

export interface Asked {
  readonly to: string;
  /** What an answer refers to first. */
  readonly thread: string;
}
/** Where a mail asks to be answered, and under which thread. */
export const asks = async (world: World, mailId: string): Promise<Asked> => {
  const raw = await fetch(`${world.cloud.urls.console}/control/mails/${mailId}/raw`);
  const { replyTo, references = '' } = await PostalMime.parse(await raw.text());
  return { to: replyTo?.[0]?.address ?? '', thread: references };
};
/** The newest of a mailbox whose subject has these words. */
export const asksIn = async (world: World, subject: string): Promise<Asked> => {
  const [mail] = await world.control<{ id: string }[]>(
    `/control/mails?subject=${encodeURIComponent(subject)}`,
  );
  return asks(world, mail!.id);
};

/** Of the company alone: it says nothing of what is answered. */
export const companysAddress = async ({ cloud }: World): Promise<string> => {
  const { credentials, outputs, urls } = cloud;
  const client = new SecretsManagerClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  const arn = Object.values(outputs).find((one) => one.includes(':secret:') && one.includes('LinkKey'));
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn! }));
  client.destroy();
  return replyAddress(SecretString!, { tenant: 'acme' }, 'reply.quittance.example');
};

export interface Wrote {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly id?: string;
  readonly date?: string;
  readonly headers?: readonly string[];
  readonly files?: readonly { readonly name: string; readonly type: string; readonly text: string }[];
}
export const mime = ({
  from,
  to,
  text,
  id = '<1@customer.example>',
  date,
  headers = [],
  files = [],
}: Wrote): string => {
  const part = (type: string, body: string, more: readonly string[] = []) =>
    ['--part', `Content-Type: ${type}; charset=utf-8`, ...more, '', body].join('\r\n');
  return [
    `From: Buyer <${from}>`,
    `To: <${to}>`,
    'Subject: Re: your invoice',
    `Message-ID: ${id}`,
    ...(date === undefined ? [] : [`Date: ${new Date(date).toUTCString()}`]),
    ...headers,
    'MIME-Version: 1.0',
    ...(files.length === 0
      ? ['Content-Type: text/plain; charset=utf-8', '', text]
      : [
          'Content-Type: multipart/mixed; boundary=part',
          '',
          part('text/plain', text),
          ...files.map(({ name, type, text: body }) =>
            part(type, body, [`Content-Disposition: attachment; filename="${name}"`]),
          ),
          '--part--',
        ]),
    '',
  ].join('\r\n');
};

/** What SES would find is in the query; answers the status. */
export const arrives = async (world: World, raw: string, query = ''): Promise<number> => {
  const answer = await fetch(`${world.cloud.urls.console}/control/inbound-mail${query}`, {
    method: 'POST',
    body: raw,
  });
  await world.settle();
  return answer.status;
};
