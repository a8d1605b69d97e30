/** Words of mails, and mails that nobody wanted: that each version is there which something names, and that a switch is heeded. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';

const active = rule(
  'template.active',
  'Mails of this kind cannot be worded and wait: activate a version that is there, or deactivate the template.',
);
const dense = rule(
  'template.versions',
  'A version is missing, so nobody can say what mails were worded by: look for it in the backup.',
);
const named = rule(
  'template.mail',
  'The mail says that a version worded it which is not there, or is for other mails: look for it in the backup.',
);
const heeded = rule(
  'mail.switched_off',
  'A mail went out that its customer had switched off: look in the log of that moment for what sent it.',
);
const statutory = rule(
  'customer.mails_off',
  'The record switches off what must be told: say its preferences anew, and send what was held back.',
);

/** What may be switched off; all else must be told. */
const COURTESIES: ReadonlySet<string> = new Set(['receipt', 'statement', 'instalment']);
/** Whoever was sending in the moment of the switch may have read the record before it. */
const GRACE_MS = 60_000;

export function* templates({
  tenant,
  wording,
  templates: kept,
  mails,
  customers,
}: Books): Generator<Finding> {
  const isThere = (key: string, version: number) => kept.get(key)?.includes(version) ?? false;
  for (const [key, version] of wording)
    if (!isThere(key, version)) yield active(tenant, `there is no version ${version}`, key);
  for (const [key, versions] of kept)
    if (versions.toSorted((a, b) => a - b).some((version, at) => version !== at + 1))
      yield dense(tenant, `versions ${versions.join(', ')} are not those from 1 on`, key);
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  for (const { id, purpose, template, customerId, history = [] } of mails) {
    if (template) {
      const key = `${template.name}.${template.language}`;
      if (!isThere(key, template.version) || !words(template.name, purpose))
        yield named(tenant, `version ${template.version} of ${key} worded a mail of ${purpose}`, id);
    }
    const record = customerId === undefined ? undefined : byId.get(customerId);
    const now = record?.mergedInto === undefined ? record : byId.get(record.mergedInto);
    const off = now?.mailsOff?.find(({ kind }) => kind === purpose);
    if (
      off &&
      history.some(({ state, at }) => state === 'SENDING' && Date.parse(at) > Date.parse(off.at) + GRACE_MS)
    )
      yield heeded(tenant, `a ${purpose} set out after ${off.at}`, id, now!.id);
  }
  for (const { id, mailsOff = [] } of customers)
    for (const { kind } of mailsOff)
      if (!COURTESIES.has(kind)) yield statutory(tenant, `${kind} is switched off`, id);
}

/** Which templates are for mails of a purpose: several are for one. */
const words = (name: string, purpose: string): boolean =>
  name.replace(/_[123]$/, '') === purpose ||
  (purpose === 'invoice' && (name === 'corrected_invoice' || name === 'debit_note')) ||
  (purpose === 'order_confirmation' && name === 'order_change');
