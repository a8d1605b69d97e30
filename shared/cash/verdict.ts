/** What is written down when a line was decided: on the line, who said so and why, and the receipt of its money. */
import type { BankLine, LineMatch } from '../bank/statement.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { without } from '../kernel/fields.ts';
import type { Instant } from '../kernel/dates.ts';
import type { Payment } from '../payments/payment.ts';
import type { Received } from '../payments/rules.ts';
import type { Match } from './decision.ts';

/** The line in its new state, with the reason for it. Its receipt stays where none is given. */
export const decided = (
  line: BankLine,
  state: BankLine['state'],
  match: Match,
  { actor: by, now: at }: { readonly actor: string; readonly now: Instant },
  paymentId?: Payment['id'],
): BankLine => ({
  ...without(line, 'parked'),
  version: line.version + 1,
  state,
  match: { ...match, by, at },
  ...(paymentId !== undefined && { paymentId }),
});

/** A person named invoices: those that were suggested and not taken stay on the line as rejected. */
export const matchedByPerson = (line: BankLine, invoiceIds: readonly string[], reason: string): Match => ({
  tier: 'person',
  reason,
  evidence: before(line),
  candidates: (line.match?.candidates ?? []).filter(({ invoiceId }) => !invoiceIds.includes(invoiceId)),
});

/** A match was wrong: what it had paid is suggested again. */
export const takenBack = (line: BankLine, invoices: readonly Invoice[], reason: string): Match => ({
  tier: 'none',
  reason,
  evidence: [...before(line), ...(line.match?.evidence ?? [])],
  candidates: invoices.map(({ id, number, open }) => ({
    invoiceId: id,
    number,
    open,
    reason: 'was matched before',
  })),
});

export const putAside = (line: BankLine, reason: string): Match => ({
  tier: 'person',
  reason,
  evidence: before(line),
  candidates: [],
});

const before = ({ match }: BankLine): string[] => (match ? [`Before: ${match.reason}`] : []);

/** The money of a line as a receipt: paid on its value date, booked on its booking date. */
export const receiptOf = (
  line: BankLine,
  id: Payment['id'],
  customerId: string | undefined,
  receivedAt: Instant,
): Received => ({
  id,
  entity: line.entity,
  method: 'bank_transfer',
  amount: line.amount,
  paidOn: line.valueOn,
  bookedOn: line.bookedOn,
  customerId: customerId as Payment['customerId'],
  payer: line.counterparty,
  source: { kind: 'bank_line', id: line.id },
  reference: line.references[0] ?? line.endToEndId,
  receivedAt,
});

/** A line's suggestions with what is open now; those that were paid in the meantime are none any more. */
export const stillOpen = (line: BankLine, invoices: readonly Invoice[]): BankLine => {
  if (line.match === undefined) return line;
  const candidates: LineMatch['candidates'] = line.match.candidates.flatMap((candidate) => {
    const open = invoices.find(({ id }) => id === candidate.invoiceId)?.open;
    return open && open.minor > 0 ? [{ ...candidate, open }] : [];
  });
  return { ...line, match: { ...line.match, candidates } };
};
