/**
 * What SES tells of a mail that went out with a configuration set, in the shapes of its EventBridge events.
 */
import { randomUUID } from 'node:crypto';
import type { Header } from './mail.ts';

export interface Mail {
  id: string;
  /** Order of sending. */
  seq: number;
  sentAt: number;
  from: string;
  source: string;
  identity: string;
  recipients: string[];
  subject: string;
  size: number;
  headers: Header[];
  configurationSet?: string | undefined;
  tags: Record<string, string>;
  caller: string;
  state: MailState;
}
export type MailState = 'sent' | 'held' | 'delayed' | 'delivered' | 'bounced' | 'complained';
export type Kind = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'DeliveryDelay';

export const DETAIL_TYPES: Record<Kind, string> = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
  DeliveryDelay: 'Email Delivery Delayed',
};

export interface Place {
  accountId: string;
  identityArn: string;
  nowMs: number;
}

/** The `detail` of the event: the mail, and what happened to these recipients. */
export const feedback = (
  kind: Kind,
  mail: Mail,
  recipients: string[],
  place: Place,
): Record<string, unknown> => ({
  eventType: kind,
  mail: about(mail, place),
  [`${kind.charAt(0).toLowerCase()}${kind.slice(1)}`]: happened(kind, mail, recipients, place),
});

const happened = (
  kind: Kind,
  mail: Mail,
  recipients: string[],
  { nowMs }: Place,
): Record<string, unknown> => {
  const timestamp = new Date(nowMs).toISOString();
  const suppressed = recipients.some((each) => each.startsWith('suppressionlist'));
  switch (kind) {
    case 'Send':
      return {};
    case 'Delivery':
      return {
        timestamp,
        processingTimeMillis: nowMs - mail.sentAt,
        recipients,
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: 'mta.local.invalid',
      };
    case 'Bounce':
      return {
        feedbackId: `${randomUUID()}-000000`,
        bounceType: 'Permanent',
        bounceSubType: suppressed ? 'Suppressed' : 'General',
        bouncedRecipients: recipients.map((emailAddress) => ({
          emailAddress,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        })),
        timestamp,
        reportingMTA: 'dsn; mta.local.invalid',
      };
    case 'Complaint':
      return {
        feedbackId: `${randomUUID()}-000000`,
        complaintSubType: null,
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        timestamp,
        userAgent: 'Amazon SES Mailbox Simulator',
        complaintFeedbackType: 'abuse',
        arrivalDate: timestamp,
      };
    default: // DeliveryDelay
      return {
        timestamp,
        delayType: 'TransientCommunicationFailure',
        expirationTime: new Date(mail.sentAt + 50_400_000).toISOString(),
        delayedRecipients: recipients.map((emailAddress) => ({
          emailAddress,
          status: '4.4.1',
          diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
        })),
      };
  }
};

const about = (mail: Mail, { accountId, identityArn }: Place): Record<string, unknown> => {
  const list = (name: string) =>
    mail.headers
      .find((header) => header.name.toLowerCase() === name)
      ?.value.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((each) => each.trim());
  const own = Object.entries(mail.tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: new Date(mail.sentAt).toISOString(),
    source: mail.source,
    sourceArn: identityArn,
    sendingAccountId: accountId,
    messageId: mail.id,
    destination: mail.recipients,
    headersTruncated: false,
    headers: mail.headers,
    commonHeaders: {
      from: list('from') ?? [mail.source],
      ...(list('to') && { to: list('to') }),
      ...(list('cc') && { cc: list('cc') }),
      messageId: mail.id,
      subject: mail.subject,
    },
    tags: {
      ...(mail.configurationSet !== undefined && { 'ses:configuration-set': [mail.configurationSet] }),
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [mail.from.split('@').at(-1)],
      'ses:caller-identity': [mail.caller],
      ...Object.fromEntries(own),
    },
  };
};
