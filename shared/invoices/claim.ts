/**
 * What was written off is owed all the same (rules §3.8): a claim beside the ledger, which is no asset any more. Money that comes in
 * for it settles nothing that is open; the head remembers how much of it came.
 */
import { least, minus, money, plus, zero, type Money } from '../kernel/money.ts';
import type { Invoice } from './invoice.ts';

type Head = Pick<Invoice, 'open' | 'settlements' | 'recovered'>;

/** What was written off and not recovered. */
export const claimOf = ({ open: { currency }, settlements, recovered = zero(currency) }: Head): Money => {
  const given = settlements.filter(({ method }) => method === 'write_off');
  return minus(
    money(
      given.reduce((all, { amount }) => all + amount.minor, 0),
      currency,
    ),
    recovered,
  );
};

/** What a payer who means the invoice pays with it: what is open, else what was written off. */
export const owedOf = (invoice: Head): Money => (invoice.open.minor > 0 ? invoice.open : claimOf(invoice));

/** Up to the claim. The version is that of whoever puts the head. */
export const recover = (
  invoice: Invoice,
  amount: Money,
): { invoice: Invoice; applied: Money } | undefined => {
  const claim = claimOf(invoice);
  if (claim.minor === 0 || amount.minor <= 0 || amount.currency !== claim.currency) return undefined;
  const applied = least(amount, claim);
  const recovered = invoice.recovered ? plus(invoice.recovered, applied) : applied;
  return { invoice: { ...invoice, recovered }, applied };
};

/** Money that had been a recovery is taken back: the claim is there again. */
export const giveBack = ({ recovered: all, ...invoice }: Invoice, amount: Money): Invoice => {
  const left = minus(all ?? zero(amount.currency), amount);
  if (left.minor < 0) throw new Error(`${amount.minor} of ${invoice.number} was never recovered`);
  return left.minor === 0 ? invoice : { ...invoice, recovered: left };
};
