/** Whether what a payer left out is taken as it is: by the company's rules, within both limits of one of them (rules §3.3). */
import type { BankLine } from '../bank/statement.ts';
import { money, portion, type Money } from '../kernel/money.ts';
import { keptOf } from '../invoices/early.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Allocation, Payment } from '../payments/payment.ts';
import { ppm } from '../pricing/discounts.ts';
import type { MatchingRules, Tolerance } from './policy.ts';

type Difference = NonNullable<Allocation['difference']>;

/** `owed`: what the invoice asks for on the day of the money. The first rule that covers the gap gives its reason. */
export const toleratedOf = (
  line: Pick<BankLine, 'amount' | 'charges' | 'counterparty' | 'accountIban'>,
  owed: Money,
  { tolerances, monthlyPerCustomer }: MatchingRules,
): Difference | undefined => {
  const gap = owed.minor - line.amount.minor;
  if (gap <= 0 || owed.currency !== line.amount.currency) return undefined;
  if (gap > mostOf(monthlyPerCustomer, owed.currency)) return undefined;
  const rule = tolerances.find((one) => covers(one, gap, owed) && shows(one, gap, owed, line));
  return rule && { kind: rule.kind, amount: money(gap, owed.currency) };
};

/** A discount that is taken after its last day: that day, where the company's rules grant it all the same. */
export const lateDiscountOf = (
  { valueOn, amount }: Pick<BankLine, 'valueOn' | 'amount'>,
  invoice: Pick<Invoice, 'early' | 'open' | 'total' | 'settlements'>,
  { lateDiscount, monthlyPerCustomer }: MatchingRules,
): LocalDate | undefined => {
  const last = invoice.early?.acceptedUntil;
  if (!lateDiscount || last === undefined || valueOn <= last) return undefined;
  if (valueOn > addDays(last, lateDiscount.days) || amount.currency !== invoice.open.currency)
    return undefined;
  const kept = keptOf(invoice, amount, last);
  const most = Math.min(
    mostOf(lateDiscount.upTo, amount.currency),
    mostOf(monthlyPerCustomer, amount.currency),
  );
  return kept && kept.minor > 0 && kept.minor <= most ? last : undefined;
};

/** What of a receipt counts against the month's sum: differences, and discounts that were taken too late. */
export const letGoOf = ({ allocations }: Pick<Payment, 'allocations'>): Money[] =>
  allocations.flatMap(({ difference, late, discount }) => [
    ...(difference ? [difference.amount] : []),
    ...(late && discount ? [discount] : []),
  ]);

/** Minor units; none in a currency that is not named. */
export const mostOf = (amounts: readonly Money[] | undefined, currency: string): number =>
  amounts?.find((one) => one.currency === currency)?.minor ?? 0;

const covers = ({ upTo, percent }: Tolerance, gap: number, owed: Money): boolean =>
  gap <= mostOf(upTo, owed.currency) && gap <= portion(owed, ppm(percent)).minor;

/** A charge is said by the bank, or comes with money from abroad; tax is withheld by its rate; a rounding is small, and that is all. */
const shows = (
  { kind, percent }: Tolerance,
  gap: number,
  owed: Money,
  { charges, counterparty, accountIban }: Pick<BankLine, 'charges' | 'counterparty' | 'accountIban'>,
): boolean => {
  if (kind === 'withholding') return gap === portion(owed, ppm(percent)).minor;
  if (kind === 'rounding') return true;
  const abroad = counterparty.iban !== undefined && counterparty.iban.slice(0, 2) !== accountIban.slice(0, 2);
  return charges?.minor === gap || abroad;
};
