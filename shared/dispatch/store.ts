/**
 * Table: MAIL `${t}#MAIL#${id}`/MAIL; the mail of an invoice or a credit note stands in the partition of that document,
 * `${t}#INV#${invoice}`/MAIL, so that it shows where its mail is without a second copy (invoices/store.ts reads it as `Delivery`).
 * In index g2 it stands in its customer's timeline (`${t}#OF#${customer}`/first moment#id), which customers/store.ts reads.
 * TEMPLATE `${t}#TEMPLATE#${purpose}.${language}`/V#${version}: never changed; which one is active stands in the tenant's record.
 * 1. one mail: 1 read. Its key comes back with every SES event as tags, and its id follows from its cause.
 * 2. one version of a template: 1 read · 3. its versions: 1 query
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Mail } from './mail.ts';
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
  saved(
    key(tenant, mail),
    'mail',
    mail,
    `mail ${mail.id}`,
    mail.customerId === undefined
      ? {}
      : {
          g2p: `${tenant}#OF#${mail.customerId}`,
          g2s: `${mail.history[0]?.at ?? mail.at}#${mail.id}`,
        },
  );

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
