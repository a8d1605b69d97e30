/** A transfer that is no customer's: a provider pays out what it collected, or our own cash and cheques were paid in. */
import { without } from '../kernel/fields.ts';
import { money } from '../kernel/money.ts';
import { onAccount } from './exposure.ts';
import type { Payment } from './payment.ts';
import type { Effect } from './rules.ts';

/** The receipt turns out to be a provider's payout, or a slip of ours: nothing of it is owed any more. Its entry is theirs, so none is made here. */
export const becomePayout = (before: Payment, reference: string): Effect => ({
  payment: {
    ...before,
    version: before.version + 1,
    unapplied: money(0, before.amount.currency),
    payout: reference,
  },
  invoices: [],
  entry: undefined,
  exposures: onAccount(before, 1),
  facts: [],
});

/** It was none: what came in is a receipt again, all of it unapplied. */
export const noPayout = (before: Payment): Effect => {
  const payment = { ...without(before, 'payout'), version: before.version + 1, unapplied: before.amount };
  return { payment, invoices: [], entry: undefined, exposures: onAccount(payment, -1), facts: [] };
};

/**
 * References of payouts that a bank text may carry: Stripe's and the sandbox's ids; GoCardless's reference, which has no form of its own
 * and is looked for only where GoCardless is named.
 */
export const payoutReferences = (text: string): string[] => [
  ...(text.includes('_')
    ? [...text.matchAll(/\bpo_[0-9a-z]{8,40}\b/gi)].map(([found]) => found.toLowerCase())
    : []),
  ...(/\bgocardless\b/i.test(text)
    ? [...text.matchAll(/(?<![-\w])[A-Z0-9]{2,20}-[A-Z0-9]{3,20}(?![-\w])/g)].map(([found]) =>
        found.toLowerCase(),
      )
    : []),
];
