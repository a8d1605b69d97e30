/** Which receipt a return takes back: by the payment's own references, else the payer's only one of that amount; else a person says it. */
import { inWords } from '../bank/return-reasons.ts';
import type { BankLine } from '../bank/statement.ts';
import { minus, negated, toText, type Money } from '../kernel/money.ts';
import type { Payment } from '../payments/payment.ts';
import { isWhole } from '../payments/bounced.ts';
import type { Match } from './decision.ts';

/** A line that brought money, and what it was kept as. */
export interface Receipt {
  readonly line: BankLine;
  readonly payment: Payment;
}
export type ReturnDecision =
  | { readonly is: 'return'; readonly receipt: Receipt; readonly costs: Money; readonly match: Match }
  | { readonly is: 'exception'; readonly match: Match };

/** Money that left because an earlier line is taken back. */
export const isReturn = ({ amount, reversal }: BankLine): boolean => reversal && amount.minor < 0;

const MAX_RECEIPTS = 10;

/** `near`: receipts of the invoices that the line names, or of who had paid from its account. */
export const returnOf = (line: BankLine, near: readonly Receipt[]): ReturnDecision => {
  const possible = near.filter((receipt) => costsOf(line, receipt) !== undefined);
  const named = possible.filter((receipt) => namesIt(line, receipt.line));
  const [receipt, ...more] =
    named.length > 0 ? named : possible.filter(({ line: paid }) => !contradicts(line, paid));
  const why = line.returned ? ` (${inWords(line.returned)})` : '';
  if (!receipt || more.length > 0) {
    const reason =
      possible.length === 0
        ? `The bank took money back${why}, and no receipt of this amount is near: say which it was.`
        : `The bank took money back${why}, and ${possible.length} receipts may be the one: say which it was.`;
    return {
      is: 'exception',
      match: { tier: 'none', reason, evidence: [], candidates: [], receipts: told(possible) },
    };
  }
  const { line: paid } = receipt;
  const amount = `${toText(paid.amount)} ${paid.amount.currency}`;
  return {
    is: 'return',
    receipt,
    costs: costsOf(line, receipt)!,
    match: {
      tier: 'return',
      reason: `The bank took ${amount} of ${paid.bookedOn} back${why}.`,
      evidence: [
        named.length > 0
          ? `It carries the reference of line ${paid.id}.`
          : `Line ${paid.id} is the only receipt of this amount that is near.`,
      ],
      candidates: [],
      receipts: told(possible.filter((one) => one !== receipt)),
    },
  };
};

/** What a person says: the amounts must fit all the same. */
export const byHand = (
  line: BankLine,
  receipt: Receipt,
  reason: string,
): Extract<ReturnDecision, { is: 'return' }> | undefined => {
  const costs = costsOf(line, receipt);
  const before = line.match ? [`Before: ${line.match.reason}`] : [];
  return (
    costs && {
      is: 'return',
      receipt,
      costs,
      match: { tier: 'return', reason, evidence: before, candidates: [] },
    }
  );
};

const told = (receipts: readonly Receipt[]) =>
  receipts
    .slice(0, MAX_RECEIPTS)
    .map(({ line: { id, amount, bookedOn } }) => ({ lineId: id, amount, bookedOn }));

/**
 * What the bank took for it: nothing, or what it says itself, where the rest is the whole receipt. Undefined: this receipt is not
 * what went back.
 */
const costsOf = (line: BankLine, { line: paid, payment }: Receipt): Money | undefined => {
  const gone = negated(line.amount);
  if (
    !isWhole(payment) ||
    paid.accountIban !== line.accountIban ||
    paid.bookedOn > line.bookedOn ||
    payment.amount.currency !== gone.currency
  )
    return undefined;
  const costs = minus(gone, payment.amount);
  if (costs.minor === 0) return costs;
  const { original } = line.returned ?? {};
  const says = original?.currency === gone.currency && original.minor === payment.amount.minor;
  const charged = line.charges?.currency === gone.currency && line.charges.minor === costs.minor;
  return costs.minor > 0 && (says || charged) ? costs : undefined;
};

/** The payment's end-to-end id, or the bank's reference of the first line as a word of the second. */
const namesIt = (line: BankLine, paid: BankLine): boolean =>
  (line.endToEndId !== undefined && line.endToEndId === paid.endToEndId) ||
  (paid.bankRef !== undefined &&
    paid.bankRef.length >= 6 &&
    [line.bankRef, line.endToEndId, ...line.references, ...line.text.split(/\s+/)].includes(paid.bankRef));
/** Both say an end-to-end id, or an account, and another one. */
const contradicts = (line: BankLine, paid: BankLine): boolean =>
  differs(line.endToEndId, paid.endToEndId) || differs(line.counterparty.iban, paid.counterparty.iban);
const differs = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b;
