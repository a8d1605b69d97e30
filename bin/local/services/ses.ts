/**
 * Amazon SES v1: mails are kept in the mailbox of the console, and configuration sets tell what became of
 * them.
 */
import { randomUUID } from 'node:crypto';
import type { Cloud, Service, WireRequest } from '../seam.ts';
import type { Events } from './events.ts';
import type { Kind, Mail } from './ses/feedback.ts';
import { DETAIL_TYPES, feedback } from './ses/feedback.ts';
import type { Outgoing } from './ses/mail.ts';
import { form, mailOf, respond } from './ses/protocol.ts';
import { arrivalOf, receipts, ruleFor, stamped, type ReceiptRule } from './ses/inbox.ts';
import type { S3 } from './s3.ts';
import { providers } from './ses/resources.ts';
import type { MailStore } from './ses/store.ts';
import { openMails } from './ses/store.ts';
import { AwsError } from './wire.ts';

export interface Ses extends Service {
  /** Newest first. */
  mails(): Mail[];
  mail(id: string): Mail | undefined;
  raw(id: string): Promise<Buffer>;
  /** While it holds, mails are sent but not delivered; letting go does not release the held ones. */
  hold(on: boolean): void;
  readonly holding: boolean;
  /** What a person lets happen to a mail; false when its state does not allow it. */
  release(id: string): boolean;
  delay(id: string): boolean;
  bounce(id: string): boolean;
  complain(id: string): boolean;
  /** A mail from outside, as its sender wrote it: the key under which a receipt rule put it; undefined where none takes it. */
  receive(raw: Buffer, query: URLSearchParams): Promise<string | undefined>;
}

const MOST_BYTES = 10_485_760;
const MOST_RECIPIENTS = 50;
const DAY_MS = 86_400_000;
const SIMULATED = /^(bounce|complaint|ooto|success|suppressionlist)(\+[^@]*)?@simulator\.amazonses\.com$/i;

export const ses = (cloud: Cloud): Ses => {
  /** Identity → its default configuration set. */
  const identities = new Map<string, string | undefined>();
  const sets = new Map<string, Set<string>>();
  const rules = new Map<string, ReceiptRule>();
  let opened: MailStore | undefined;
  const store = () => (opened ??= openMails(cloud.stateDir('ses')));
  const arn = (rest: string) => `arn:${cloud.partition}:ses:${cloud.region}:${cloud.accountId}:${rest}`;
  const identityOf = (from: string): string | undefined =>
    [from, from.split('@').at(-1)!].find((each) => identities.has(each.toLowerCase()))?.toLowerCase();
  const setOf = (mail: Outgoing): string | undefined =>
    mail.configurationSet ?? identities.get(identityOf(mail.from) ?? '');

  const tell = (kind: Kind, mail: Mail, recipients: string[]) => {
    if (mail.configurationSet === undefined || !sets.get(mail.configurationSet)?.has(kind.toLowerCase()))
      return;
    const events = cloud.service<Events>('events');
    const place = {
      accountId: cloud.accountId,
      identityArn: arn(`identity/${mail.identity}`),
      nowMs: cloud.clock.now(),
    };
    events.publish(events.defaultBusArn, {
      source: 'aws.ses',
      'detail-type': DETAIL_TYPES[kind],
      resources: [arn(`configuration-set/${mail.configurationSet}`)],
      detail: feedback(kind, mail, recipients, place),
    });
  };
  /** What happens to a mail that is on its way: to each recipient its own fate. */
  const arrive = (mail: Mail) => {
    const fate = (address: string) => SIMULATED.exec(address)?.[1]?.toLowerCase() ?? 'success';
    const those = (...fates: string[]) => mail.recipients.filter((each) => fates.includes(fate(each)));
    const bounced = those('bounce', 'suppressionlist');
    const delivered = mail.recipients.filter((each) => !bounced.includes(each));
    const complained = those('complaint');
    if (bounced.length > 0) tell('Bounce', mail, bounced);
    if (delivered.length > 0) tell('Delivery', mail, delivered);
    if (complained.length > 0) tell('Complaint', mail, complained);
    store().become(mail, bounced.length > 0 ? 'bounced' : complained.length > 0 ? 'complained' : 'delivered');
  };

  const send = (outgoing: Outgoing, caller: string): { MessageId: string } => {
    const { raw, from, source, recipients, subject, headers, tags } = outgoing;
    const identity = identityOf(from);
    if (identity === undefined)
      throw new AwsError(
        'MessageRejected',
        'Email address is not verified. The following identities failed the check in region ' +
          `${cloud.region.toUpperCase()}: ${from || source}`,
      );
    const configurationSet = setOf(outgoing);
    if (configurationSet !== undefined && !sets.has(configurationSet))
      throw new AwsError(
        'ConfigurationSetDoesNotExist',
        `Configuration set <${configurationSet}> does not exist.`,
      );
    if (recipients.length === 0) throw new AwsError('InvalidParameterValue', "Missing required header 'To'.");
    if (recipients.length > MOST_RECIPIENTS)
      throw new AwsError('InvalidParameterValue', 'Recipient count exceeds 50.');
    if (raw.length > MOST_BYTES)
      throw new AwsError(
        'InvalidParameterValue',
        `Message length is more than ${MOST_BYTES} bytes long: '${raw.length}'.`,
      );
    const now = cloud.clock.now();
    const id = `0107${now.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
    const seq = store().all().length;
    const facts = { from, source, identity, recipients, subject, headers, configurationSet, tags, caller };
    const mail: Mail = { id, seq, sentAt: now, size: raw.length, state: 'sent', ...facts };
    store().add(mail, raw);
    proceed(mail);
    return { MessageId: id };
  };
  const proceed = (mail: Mail) => {
    tell('Send', mail, mail.recipients);
    if (store().held()) store().become(mail, 'held');
    else arrive(mail);
  };
  const move = (id: string, from: Mail['state'][], act: (mail: Mail) => void): boolean => {
    const mail = store().get(id);
    if (!mail || !from.includes(mail.state)) return false;
    act(mail);
    return true;
  };

  const actions: Record<string, (request: WireRequest) => Record<string, string | number>> = {
    SendRawEmail: (request) => send(mailOf(request), request.caller),
    SendEmail: (request) => send(mailOf(request), request.caller),
    GetSendQuota: () => {
      const since = cloud.clock.now() - DAY_MS;
      const sent = store()
        .all()
        .filter(({ sentAt }) => sentAt > since);
      const SentLast24Hours = sent.reduce((sum, { recipients }) => sum + recipients.length, 0);
      return { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours };
    },
  };
  const action = (request: WireRequest) => {
    const name = form(request).get('Action') ?? '';
    const run = actions[name];
    if (!run) throw new AwsError('InvalidAction', `The action ${name} is not valid for this web service.`);
    return { name, run };
  };

  return {
    name: 'ses',
    provides: { ...providers(identities, sets), ...receipts(rules) },
    access: (request) => {
      const { name } = action(request);
      if (name === 'GetSendQuota') return [{ action: 'ses:GetSendQuota', resource: '*' }];
      const mail = mailOf(request);
      const context = { 'ses:FromAddress': mail.from, 'ses:Recipients': mail.recipients };
      const set = setOf(mail);
      const identity = identityOf(mail.from) ?? mail.from.split('@').at(-1)!;
      return [`identity/${identity}`, ...(set === undefined ? [] : [`configuration-set/${set}`])].map(
        (rest) => ({
          action: `ses:${name}`,
          resource: arn(rest),
          context,
        }),
      );
    },
    handle: async (request) => respond(form(request).get('Action') ?? '', () => action(request).run(request)),
    mails: () => store().all().reverse(),
    mail: (id) => store().get(id),
    raw: (id) => store().raw(id),
    hold: (on) => store().setHold(on),
    get holding() {
      return store().held();
    },
    release: (id) => move(id, ['held', 'delayed'], arrive),
    delay: (id) =>
      move(id, ['held', 'delayed'], (mail) => {
        tell('DeliveryDelay', mail, mail.recipients);
        store().become(mail, 'delayed');
      }),
    bounce: (id) =>
      move(id, ['held', 'delayed', 'delivered'], (mail) => {
        tell('Bounce', mail, mail.recipients);
        store().become(mail, 'bounced');
      }),
    complain: (id) =>
      move(id, ['delivered'], (mail) => {
        tell('Complaint', mail, mail.recipients);
        store().become(mail, 'complained');
      }),
    receive: async (raw, query) => {
      const arrival = arrivalOf(query, raw);
      const rule = ruleFor(rules.values(), arrival.to);
      if (!rule) return undefined;
      const key = `${rule.prefix}${randomUUID().replaceAll('-', '')}`;
      const mail = stamped(raw, arrival, { region: cloud.region, nowMs: cloud.clock.now() });
      await cloud.service<S3>('s3').put(rule.bucket, key, mail);
      return key;
    },
    busy: () => [],
    start: async () => {
      // Killed between keeping the mail and telling of it: nobody was answered, so it may be told again.
      for (const mail of store().all()) if (mail.state === 'sent') proceed(mail);
    },
    stop: async () => opened?.close(),
  };
};
