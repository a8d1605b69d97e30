/** Which invoices a return takes back: of each line what was delivered last first, so that the youngest debt falls. */
import type { CreditedLine, CreditNote } from '../invoices/credit-note.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { compare, subtract } from '../kernel/decimal.ts';
import type { Return } from '../orders/order.ts';

/** An invoice of the order with the credit notes that it has, but for those of this return. */
export interface Invoiced {
  readonly invoice: Pick<Invoice, 'id'>;
  readonly snapshot: Pick<Snapshot, 'lines'>;
  readonly before: readonly Pick<CreditNote, 'lines'>[];
  /** Which line of the order each line of the invoice is: an invoice numbers what was delivered anew. */
  readonly of: readonly string[];
}
export interface Returned {
  readonly parts: readonly { readonly invoiceId: Invoice['id']; readonly lines: CreditedLine[] }[];
  /** Lines of which more came back than is left of their invoices: credited before, or not invoiced. */
  readonly uncovered: readonly { readonly line: string; readonly quantity: string }[];
}

/** `invoices` by rising time of delivery. The same return gives the same parts, however often and however far it came. */
export const returned = ({ lines }: Pick<Return, 'lines'>, invoices: readonly Invoiced[]): Returned => {
  const parts = new Map<Invoice['id'], CreditedLine[]>();
  const uncovered = lines.flatMap(({ line, quantity }) => {
    let wanted = quantity;
    for (const { invoice, snapshot, before, of } of invoices.toReversed()) {
      const own = String(of.indexOf(line) + 1);
      const left = leftOf(own, snapshot, before);
      const taken = compare(left, wanted) < 0 ? left : wanted;
      if (compare(taken, '0') <= 0) continue;
      parts.set(invoice.id, [...(parts.get(invoice.id) ?? []), { line: own, quantity: taken }]);
      wanted = subtract(wanted, taken);
    }
    return compare(wanted, '0') > 0 ? [{ line, quantity: wanted }] : [];
  });
  return { parts: [...parts].map(([invoiceId, own]) => ({ invoiceId, lines: own })), uncovered };
};

const leftOf = (line: string, { lines }: Pick<Snapshot, 'lines'>, before: Invoiced['before']): string =>
  before
    .flatMap((note) => note.lines.filter((credited) => credited.line === line))
    .reduce(
      (left, { quantity }) => (quantity === undefined ? left : subtract(left, quantity)),
      lines.find(({ id }) => id === line)?.quantity ?? '0',
    );
