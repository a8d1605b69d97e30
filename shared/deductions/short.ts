/** Whether a payment that names its invoice is short by a deduction, by how much, and why (rules §3.3). */
import type { BankLine } from '../bank/statement.ts';
import type { Claim } from '../cash/remittance.ts';
import { disputedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { least, money, type Money } from '../kernel/money.ts';
import type { Payment } from '../payments/payment.ts';
import type { Deduction } from './deduction.ts';
import type { DeductionRules } from './policy.ts';
import { reasonIn } from './words.ts';

/** The money, what brought it, and what its payer said of the invoice. */
export interface Evidence {
  readonly payment: Payment;
  readonly line?: BankLine | undefined;
  readonly claim?: Claim | undefined;
}
export type Short = Pick<Deduction, 'amount' | 'reason' | 'said'>;

const NO_MONEY: readonly string[] = ['credit_note', 'write_off'];
export const isMoney = ({ method }: Pick<Invoice['settlements'][number], 'method'>): boolean =>
  !NO_MONEY.includes(method);

/** Undefined where nothing is missing, where it is a part of what is paid in parts, or where nobody said what the money is for. */
export const shortOf = (head: Invoice, evidence: Evidence, rules: DeductionRules): Short | undefined => {
  const { payment, claim } = evidence;
  const from = inCurrency(rules.least, head.open.currency);
  if (from === undefined || !mayBeShort(head) || !isNamed(head, evidence, rules)) return undefined;
  const after = openAfter(head, payment);
  const left = least(after, head.open);
  // What is left of the payment could pay it.
  if (payment.unapplied.minor >= left.minor) return undefined;
  const kept = claim?.deduction?.amount;
  const amount = kept?.currency === left.currency ? least(kept, left) : left;
  if (amount.minor === 0 || amount.minor < from) return undefined;
  if (kept === undefined && isPart(head, payment, after, rules)) return undefined;
  return { amount, ...reasonOf(amount, head, evidence) };
};

/** What the payment left open: judged by that also when it is heard of again, after more was paid, credited or given up. */
const openAfter = ({ total, settlements }: Invoice, { id }: Payment): Money => {
  const until = settlements.findLastIndex(({ paymentId }) => paymentId === id) + 1;
  const settled = settlements
    .slice(0, until)
    .reduce((sum, { amount, discount }) => sum + amount.minor + (discount?.minor ?? 0), 0);
  return money(total.minor - settled, total.currency);
};

/** What falls due in parts is paid in parts; what its provider has not decided on, or has a case already, is none. What is disputed is known to be missing. */
export const mayBeShort = (head: Invoice): boolean =>
  head.open.minor > 0 &&
  !head.deposit &&
  !head.plan &&
  !head.instalments &&
  !head.deduction &&
  disputedMinor(head) === 0 &&
  !head.chargebacks?.some(({ state }) => state === 'OPEN');

/** By a reference, a remittance or a person; what was found by its amount, or used later, says nothing of what is missing. */
const isNamed = (
  { id }: Invoice,
  { payment, line }: Evidence,
  { pages }: Pick<DeductionRules, 'pages'>,
): boolean => {
  if (!payment.allocations.some(({ invoiceId, fromCredit }) => invoiceId === id && !fromCredit)) return false;
  const { kind } = payment.source;
  if (kind === 'bank_line') return ['reference', 'advice', 'person'].includes(line?.match?.tier ?? 'none');
  return kind === 'counter' || (kind === 'attempt' && pages);
};

/** Money came before it, or less than the rules ask for came with it. */
const isPart = (
  { id, settlements }: Invoice,
  { id: paymentId, allocations }: Payment,
  { minor: open }: Money,
  { mostPercent }: Pick<DeductionRules, 'mostPercent'>,
): boolean => {
  const at = settlements.findIndex((one) => one.paymentId === paymentId);
  if (settlements.slice(0, at).some(isMoney)) return true;
  const paid = allocations
    .filter(({ invoiceId }) => invoiceId === id)
    .reduce((sum, { amount, discount }) => sum + amount.minor + (discount?.minor ?? 0), 0);
  return open * 100 > mostPercent * (open + paid);
};

const reasonOf = (
  { minor }: Money,
  { early }: Pick<Invoice, 'early'>,
  { line, claim }: Evidence,
): Pick<Deduction, 'reason' | 'said'> => {
  if (claim?.deduction) return { reason: reasonIn(claim.deduction.reason) ?? 'other', said: 'payer' };
  const written = line && reasonIn(line.text);
  if (written) return { reason: written, said: 'payer' };
  if (early?.discount.minor === minor) return { reason: 'discount', said: 'amount' };
  if (line?.charges?.minor === minor) return { reason: 'bank_charge', said: 'amount' };
  return { reason: 'unknown', said: 'nobody' };
};

/** Minor units; undefined for a currency that is not named. */
export const inCurrency = (amounts: readonly Money[] | undefined, currency: string): number | undefined =>
  amounts?.find((one) => one.currency === currency)?.minor;

/** What the rules give up of it as it opens; undefined where somebody is asked. */
export const forgivenOf = (
  { amount, reason }: Short,
  { writeOff }: Pick<DeductionRules, 'writeOff'>,
): { amount: Money; monthlyMinor: number } | undefined => {
  const upTo = writeOff?.limits.find((one) => one.reason === reason)?.upTo;
  const monthlyMinor = inCurrency(writeOff?.monthlyPerCustomer, amount.currency);
  if (monthlyMinor === undefined || amount.minor > monthlyMinor) return undefined;
  return amount.minor <= (inCurrency(upTo, amount.currency) ?? 0)
    ? { amount: money(amount.minor, amount.currency), monthlyMinor }
    : undefined;
};
