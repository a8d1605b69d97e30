/**
 * Table: MAIL `${t}#MAIL#${id}`/MAIL; the mail of an invoice or a credit note stands in the partition of that document,
 * `${t}#INV#${invoice}`/MAIL, so that it shows where its mail is without a second copy (invoices/store.ts reads it as `Delivery`).
 * In index g2 it stands in its customer's timeline (`${t}#OF#${customer}`/first moment#id), which customers/store.ts reads; while it
 * waits in g1 `${t}#MAILS_HELD`/id.
 * `${t}#MAILING`: RULES · OVERRIDE · H#${hour}, counts of an hour that are moved in place and go after two days. Versions of the rules
 * stand apart, `${t}#MAILRULES`/V#${version}. MINUTE `${t}#MAILMINUTE#${minute}`/MINUTE: how many mails have it.
 * TEMPLATE `${t}#TEMPLATE#${purpose}.${language}`/V#${version}: never changed; which one is active stands in the tenant's record.
 * 1. one mail: 1 read. Its key comes back with every SES event as tags, and its id follows from its cause.
 * 2. all that says how mails may go: 1 query, remembered for half a minute · 3. what waits, oldest first, or one of it: 1 query + 1 batch
 * 4. one version of a template: 1 read · 5. its versions: 1 query
 */
import type { Instant } from '../kernel/dates.ts';
import { docOf, saved, type Item, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Mail } from './mail.ts';
import { MailRules, Override, type Counts, type MailingRow } from './mailing.ts';
import { Template, wordingKey, type TemplateRef } from './template.ts';

type Named = {
  readonly id: string;
  readonly invoiceId?: string | undefined;
  readonly creditNoteId?: string | undefined;
};
const key = (tenant: string, { id, invoiceId, creditNoteId }: Named) => ({
  pk: creditNoteId
    ? `${tenant}#CRN#${creditNoteId}`
    : invoiceId
      ? `${tenant}#INV#${invoiceId}`
      : `${tenant}#MAIL#${id}`,
  sk: 'MAIL',
});

export const mailOf = (tenant: string, mail: Named): Read<Mail> => ({
  key: key(tenant, mail),
  parse: docOf(Mail),
});
/** What stands in a customer's timeline: its mails, and undefined for everything else. */
export const mailsAmong = (tenant: string, customerId: string): Listing<Mail | undefined> => ({
  index: 'g2',
  partition: `${tenant}#OF#${customerId}`,
  order: 'newest first',
  parse: (item) => (item.kind === 'mail' ? docOf(Mail)(item) : undefined),
});
export const putMail = (tenant: string, mail: Mail): Write<'table.stale'> =>
  saved(key(tenant, mail), 'mail', mail, `mail ${mail.id}`, {
    ...(mail.customerId !== undefined && {
      g2p: `${tenant}#OF#${mail.customerId}`,
      g2s: `${mail.history[0]?.at ?? mail.at}#${mail.id}`,
    }),
    ...(mail.waits && { g1p: `${tenant}#MAILS_HELD`, g1s: mail.id }),
  });

const templates = (tenant: string, of: Pick<TemplateRef, 'name' | 'language'>): string =>
  `${tenant}#TEMPLATE#${wordingKey(of)}`;
export const templateVersion = (tenant: string, of: TemplateRef): Read<Template> => ({
  key: { pk: templates(tenant, of), sk: `V#${String(of.version).padStart(6, '0')}` },
  parse: docOf(Template),
});
export const templateVersions = (
  tenant: string,
  of: Pick<TemplateRef, 'name' | 'language'>,
): Listing<Template> => ({
  partition: templates(tenant, of),
  order: 'newest first',
  parse: docOf(Template),
});
export const putTemplate = (tenant: string, template: Template): Write<'table.stale'> => ({
  put: {
    ...templateVersion(tenant, { ...template, name: template.purpose }).key,
    kind: 'mail-template',
    doc: template,
  },
  if: 'absent',
  clash: 'table.stale',
  about: `version ${template.version} of a template`,
});
/** Those that wait, in the order of their causes; one of them by its id. */
export const heldMails = (tenant: string, id = ''): Listing<Mail> => ({
  index: 'g1',
  partition: `${tenant}#MAILS_HELD`,
  begins: id === '' ? 'mail_' : id,
  parse: docOf(Mail),
});

const mailingKey = (tenant: string, sk: string) => ({ pk: `${tenant}#MAILING`, sk });
export const mailingOf = (tenant: string): Listing<MailingRow> => ({
  partition: `${tenant}#MAILING`,
  parse: (item) =>
    item.kind === 'mail-rules'
      ? { rules: docOf(MailRules)(item) }
      : item.kind === 'mail-override'
        ? { override: docOf(Override)(item) }
        : countsIn(item),
});
const countsIn = (item: Item) => {
  const of = (name: keyof Counts) => Number(item[name] ?? 0);
  return {
    hour: item.sk.slice(2),
    sent: of('sent'),
    bounced: of('bounced'),
    complained: of('complained'),
  };
};
export const mailRules = (tenant: string): Read<MailRules> => ({
  key: mailingKey(tenant, 'RULES'),
  parse: docOf(MailRules),
});
/** Each version is kept beside the one that holds. */
export const putMailRules = (tenant: string, rules: MailRules): Write<'table.stale'>[] => [
  saved(mailingKey(tenant, 'RULES'), 'mail-rules', rules, 'the rules of mails'),
  {
    put: {
      pk: `${tenant}#MAILRULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'mail-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the rules of mails',
  },
];
export const overrideOf = (tenant: string): Read<Override> => ({
  key: mailingKey(tenant, 'OVERRIDE'),
  parse: docOf(Override),
});
export const putOverride = (tenant: string, override: Override): Write<'table.stale'> =>
  saved(mailingKey(tenant, 'OVERRIDE'), 'mail-override', override, 'what was said of the breaker');

const seconds = (at: Instant, hours: number): number => Math.floor(Date.parse(at) / 1000) + hours * 3_600;

/** Adds to what an hour has; `hour` is that of `at`. */
export const countMails = (
  tenant: string,
  { hour, at }: { readonly hour: string; readonly at: Instant },
  add: Partial<Counts>,
): Write<'table.stale'> => ({
  update: mailingKey(tenant, `H#${hour}`),
  set: { kind: 'mail-count', ttl: seconds(at, 48) },
  add: { ...add },
  clash: 'table.stale',
  about: `the mails of ${hour}`,
});
/** One more in a minute, if it has not `share` of them. */
export const takeMinute = (tenant: string, minute: Instant, share: number): Write<'table.stale'> => ({
  update: { pk: `${tenant}#MAILMINUTE#${minute}`, sk: 'MINUTE' },
  set: { kind: 'mail-minute', ttl: seconds(minute, 1) },
  add: { n: 1 },
  if: { n: { is: '<', value: share, orAbsent: true } },
  clash: 'table.stale',
  about: `the minute ${minute}`,
});
