/** What is left of a customer's data once they were taken out, and what else follows from an erasure; pure. */
import type { Mail } from '../dispatch/mail.ts';
import type { Customer, CustomerVersion, Duplicate } from '../customers/customer.ts';
import type { Message } from '../intake/intake.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import type { MethodOnFile } from '../methods/method.ts';
import type { Payment } from '../payments/payment.ts';
import { STEPS, type Counts, type Erasure, type Kept } from './erasure.ts';
import { termOf } from './retention.ts';

/** Stands where a field may not be empty. */
export const NOTHING = '-';
export const ERASED_NAME = 'Erased';

/** Only what keeps the books readable: ids, names of partners' systems, the country that decided the tax, the currency. */
export const erasedRecord = (
  { id, version, source, externalId, externalIds, aliases, mergedInto, createdAt, ...said }: Customer,
  erasure: Erasure['id'],
  at: Instant,
): Customer => ({
  id,
  version: version + 1,
  source,
  externalId,
  ...(externalIds && { externalIds }),
  ...(aliases && { aliases }),
  ...(mergedInto !== undefined && { mergedInto }),
  name: ERASED_NAME,
  address: { line1: NOTHING, postalCode: NOTHING, city: NOTHING, country: said.address.country },
  emails: [],
  ibans: [],
  language: 'en',
  currency: said.currency,
  paymentTermsDays: said.paymentTermsDays,
  erased: { erasure, state: 'DONE', at },
  createdAt,
  updatedAt: at,
});

/** Who changed which fields when stays; what they were before and after does not. */
export const erasedVersion = ({ changes, ...version }: CustomerVersion): CustomerVersion => ({
  ...version,
  changes: changes.map(({ field }) => ({ field })),
});
export const isErased = ({ changes }: CustomerVersion): boolean =>
  changes.every((change) => change.before === undefined && change.after === undefined);

/** What a record was found by at any time: its states, made out from its history (oldest first). */
export type State = Pick<Customer, 'name' | 'address' | 'vatId' | 'taxIds' | 'ibans' | 'emails' | 'contacts'>;
export const statesOf = (versions: readonly CustomerVersion[], now: Customer): State[] => {
  const states: State[] = [now];
  let state: Record<string, unknown> = {};
  for (const { changes } of versions) {
    state = { ...state };
    for (const { field, after } of changes) state[field] = after;
    if (state['name'] !== undefined && state['address'] !== undefined)
      states.push({ ibans: [], emails: [], ...state } as unknown as State);
  }
  return states;
};

/** What made two records alike is a tax id or the end of an account. A pair that waits for a person waits no more. */
export const erasedPair = (pair: Duplicate, by: string, at: Instant): Duplicate => ({
  ...pair,
  version: pair.version + 1,
  ...(pair.state === 'OPEN' && { state: 'DISMISSED' as const, by, at }),
  reasons: pair.reasons.map(({ code }) => ({ code, detail: ERASED_NAME })),
});

/** What a mapping made of a customer goes, with the places in it that were wrong; that an order came stays. */
export const erasedMessage = ({ mapped, errors: _, ...message }: Message): Message => {
  const { customer: __, ...rest } = (mapped ?? {}) as Record<string, unknown>;
  return { ...message, version: message.version + 1, mapped: rest };
};

/** That a mail went out and arrived stays; to which addresses goes, and what a service said of them. */
export const namesAddresses = ({ history, failed }: Mail): boolean =>
  failed !== undefined || history.some(({ to, reason }) => to !== undefined || reason !== undefined);
export const erasedMail = ({ failed: _, history, ...mail }: Mail): Mail => ({
  ...mail,
  version: mail.version + 1,
  history: history.map((step) => without(step, 'to', 'reason')),
});

/** The bank's statement is the voucher and says who paid; of what a person took at the counter nothing else does. */
export const copiesPayer = ({ source, payer }: Payment): boolean =>
  source.kind === 'bank_line' && Object.keys(payer).length > 0;

/** What comes after a part: more of the same, the same of the next customer, the next step; undefined at the end. */
export const nextOf = (
  { next, customers }: Pick<Erasure, 'next' | 'customers'>,
  cursor: string | undefined,
): Erasure['next'] | undefined => {
  const { step, at } = next;
  if (cursor !== undefined) return { step, at, cursor };
  // `look` is at all of them together.
  if (step !== 'look' && at + 1 < customers.length) return { step, at: at + 1 };
  const following = STEPS[STEPS.indexOf(step) + 1];
  return following && { step: following, at: 0 };
};

export const NO_COUNTS: Counts = {
  records: 0,
  versions: 0,
  lookups: 0,
  pairs: 0,
  messages: 0,
  payments: 0,
  methods: 0,
  promises: 0,
  contacts: 0,
  received: 0,
  disputes: 0,
  questions: 0,
  drafts: 0,
  mails: 0,
};
export const added = (counts: Counts, more: Partial<Counts>): Counts => {
  const sum = { ...counts };
  for (const [name, by] of Object.entries(more)) sum[name as keyof Counts] += by;
  return sum;
};

/** Invoices of a page, added to what was counted: by the seller's country, with the end of the newest one's term. */
export const keptWith = (
  kept: readonly Kept[],
  issued: readonly { readonly country: string; readonly issuedOn: Invoice['issuedOn'] }[],
  on: LocalDate,
): Kept[] => {
  const byCountry = new Map(kept.map((one) => [one.country, one]));
  for (const { country, issuedOn } of issued) {
    const known = byCountry.get(country) ?? { country, invoices: 0, lastIssuedOn: issuedOn };
    const lastIssuedOn = known.lastIssuedOn > issuedOn ? known.lastIssuedOn : issuedOn;
    byCountry.set(country, {
      country,
      invoices: known.invoices + 1,
      lastIssuedOn,
      ...termOf(country, lastIssuedOn, on),
    });
  }
  return [...byCountry.values()];
};

/** What a payer would know its card or account by. */
export const namesAccount = ({ last4, brand, expires, mandate, state }: MethodOnFile): boolean =>
  state === 'ACTIVE' || [last4, brand, expires, mandate].some((one) => one !== undefined);
export const erasedMethod = (method: MethodOnFile): MethodOnFile => ({
  ...without(method, 'last4', 'brand', 'expires', 'mandate'),
  version: method.version + 1,
  authorisation: {
    ...method.authorisation,
    // Who agreed elsewhere is a name that a partner typed; the words of it are the proof, and have none.
    consent: { ...method.authorisation.consent, by: 'erased' },
  },
});
