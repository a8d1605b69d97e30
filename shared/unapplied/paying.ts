/** A payer uses what it has with the company: its explicit choice, on the page of an invoice or of the account (rules §3.5). */
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import { underWay } from '../portal/rules.ts';
import type { Deps } from '../runtime/context.ts';
import { readAll, untilFresh } from '../runtime/table.ts';
import { creditsOf, useCredits } from './applying.ts';
import { isOwn, takes, type Credit } from './rules.ts';

export const usableFor = async (invoices: readonly Invoice[], deps: Deps): Promise<number> =>
  (await creditsFor(invoices, deps)).reduce((sum, { payment }) => sum + payment.unapplied.minor, 0);

/** Each of them is read anew: a second click meets what the first one left. */
export const useFor = async (invoices: readonly Invoice[], deps: Deps): Promise<boolean> => {
  const done = await untilFresh(async () => {
    const now = await readAll(invoices.map(({ id }) => invoiceById(deps.tenant, id)));
    return useCredits(await creditsFor(now, deps), now, HOW, deps);
  });
  return done.ok && done.value.length > 0;
};
const HOW = {
  action: 'unapplied.use',
  tier: 'person',
  reason: 'The customer used its credit on the payment page.',
  // Who only opened the page of a provider came back and says otherwise now.
  isPaying: underWay,
} as const;

const creditsFor = async (invoices: readonly Invoice[], deps: Deps): Promise<Credit[]> => {
  const names = [...new Set(invoices.map(({ customerId }) => customerId))];
  const found = await Promise.all(names.map((name) => creditsOf(name, deps)));
  return found
    .flat()
    .filter((credit) => isOwn(credit) && invoices.some((invoice) => takes(credit.payment, invoice)));
};
