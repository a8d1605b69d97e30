/** What other rules would have made of lines that were decided: by what was weighed and open then, with the engine's own rules. */
import type { BankLine } from '../bank/statement.ts';
import { dueOn, keptOf } from '../invoices/early.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { minus, money, sum, toText, type Money } from '../kernel/money.ts';
import type { Allocation, Payment } from '../payments/payment.ts';
import { ENOUGH } from './answers.ts';
import type { MatchingRules } from './policy.ts';
import type { Differing, Simulation } from './simulation.ts';
import { lateDiscountOf, mostOf, toleratedOf } from './tolerance.ts';

export interface Past {
  readonly line: BankLine;
  readonly payment: Payment;
  /** Those that the receipt settled. */
  readonly invoices: readonly Invoice[];
}
interface Let {
  readonly kind: NonNullable<Allocation['difference']>['kind'] | 'late_discount';
  readonly amount: Money;
}

/** In the order of their days, because the month's sum of a customer is used up by the earlier ones. */
export const simulated = (past: readonly Past[], rules: MatchingRules): Omit<Simulation, 'complete'> => {
  const used = new Map<string, number>();
  const [was, would]: [Money[], Money[]] = [[], []];
  const automatic = { was: 0, would: 0 };
  const differing: Differing[] = [];
  for (const one of past.toSorted((a, b) => (a.line.bookedOn < b.line.bookedOn ? -1 : 1))) {
    const { line, payment } = one;
    const before = letGo(payment);
    const after = within(used, one, reletGo(one, rules), rules);
    if (before) was.push(before.amount);
    if (after) would.push(after.amount);
    const [did, does] = [isAutomatic(line), wouldBeAutomatic(line, rules)];
    automatic.was += Number(did);
    automatic.would += Number(does);
    if (did !== does || wordsOf(before) !== wordsOf(after))
      differing.push({
        lineId: line.id,
        bookedOn: line.bookedOn,
        amount: line.amount,
        was: `${did ? 'booked by itself' : 'for a person'}${wordsOf(before)}`,
        would: `${does ? 'booked by itself' : 'for a person'}${wordsOf(after)}`,
      });
  }
  const currencies = [...new Set([...was, ...would].map(({ currency }) => currency))].sort();
  const of = (all: readonly Money[], currency: string) =>
    sum(
      all.filter((each) => each.currency === currency),
      currency,
    );
  return {
    lines: past.length,
    automatic,
    letGo: currencies.map((currency) => ({ was: of(was, currency), would: of(would, currency) })),
    differing,
  };
};

const wordsOf = (difference: Let | undefined): string =>
  difference ? `, ${toText(difference.amount)} ${difference.amount.currency} let go: ${difference.kind}` : '';

const letGo = ({ allocations }: Payment): Let | undefined => {
  const late = allocations.find((one) => one.late)?.discount;
  return late
    ? { kind: 'late_discount', amount: late }
    : allocations.find(({ difference }) => difference !== undefined)?.difference;
};

const isAutomatic = ({ state, match }: BankLine): boolean => state === 'MATCHED' && match?.tier !== 'person';

/** Only what was weighed can come out otherwise, and as long as no person has decided. */
const wouldBeAutomatic = (line: BankLine, { margin: asked }: MatchingRules): boolean => {
  const { match } = line;
  const [first] = match?.proposals ?? [];
  if (!first || match?.margin === undefined) return isAutomatic(line);
  return first.points >= ENOUGH && match.margin >= asked;
};

/** One invoice that the line named: what was missing of what it asked for before this money, or the discount that was taken too late. */
const reletGo = ({ line, payment, invoices }: Past, rules: MatchingRules): Let | undefined => {
  const [invoice] = invoices;
  if (!invoice || invoices.length > 1 || invoice.deposit || line.match?.tier !== 'reference')
    return undefined;
  const at = invoice.settlements.findIndex(({ paymentId }) => paymentId === payment.id);
  if (at < 0) return undefined;
  const settlements = invoice.settlements.slice(0, at);
  const settled = settlements.flatMap(({ amount, discount }) => (discount ? [amount, discount] : [amount]));
  const head = { ...invoice, settlements, open: minus(invoice.total, sum(settled, invoice.total.currency)) };
  if (head.open.minor <= 0) return undefined;
  const last = lateDiscountOf(line, head, rules);
  return last === undefined
    ? toleratedOf(line, dueOn(head, line.valueOn), rules)
    : { kind: 'late_discount', amount: keptOf(head, line.amount, last)! };
};

const within = (
  used: Map<string, number>,
  { invoices }: Past,
  difference: Let | undefined,
  { monthlyPerCustomer }: MatchingRules,
): Let | undefined => {
  if (!difference) return undefined;
  const { minor, currency } = difference.amount;
  const key = `${invoices[0]!.customerId} ${currency}`;
  const all = money((used.get(key) ?? 0) + minor, currency);
  if (all.minor > mostOf(monthlyPerCustomer, currency)) return undefined;
  used.set(key, all.minor);
  return difference;
};
