/** Money that came before, of the same payer and amount, for what nothing is open any more: probably it was paid twice (rules §3.5). */
import type { BankLine } from '../bank/statement.ts';
import { toText } from '../kernel/money.ts';
import type { Payment } from '../payments/payment.ts';
import type { Decision, Facts } from './decision.ts';

/** Whether it is worth looking: a line that names nothing, of one payer, for which nothing that is open fits. */
export const mayRepeat = (
  { line, mentions, broken, payoutNames }: Facts,
  payers: readonly unknown[],
  decision: Decision,
): boolean =>
  decision.is === 'exception' &&
  decision.match.proposals === undefined &&
  payers.length === 1 &&
  !line.reversal &&
  [mentions, broken, payoutNames].every((found) => found.length === 0);

/** The latest receipt that settled something with all of this amount, and did not go back. */
export const repeatedOf = (line: BankLine, earlier: readonly Payment[]): Payment | undefined =>
  earlier.find(
    ({ amount, allocations, unapplied, refunded, disputed, source, paidOn }) =>
      source.id !== line.id &&
      amount.minor === line.amount.minor &&
      amount.currency === line.amount.currency &&
      allocations.length > 0 &&
      unapplied.minor + (refunded?.minor ?? 0) + (disputed?.minor ?? 0) === 0 &&
      paidOn <= line.valueOn,
  );

/** A person looks, and no rule uses the money. */
export const asRepeat = (
  decision: Extract<Decision, { is: 'exception' }>,
  { id, amount, paidOn, allocations, source }: Payment,
): Decision => {
  const { free: _, ...match } = decision.match;
  const numbers = [...new Set(allocations.map(({ number }) => number))].slice(0, 5).join(', ');
  return {
    ...decision,
    match: {
      ...match,
      reason: `Probably paid twice: ${toText(amount)} ${amount.currency} came from this payer on ${paidOn} for ${numbers}.`,
      evidence: [...match.evidence, `Receipt ${id} (${source.kind} ${source.id})`],
      repeats: id,
    },
  };
};
