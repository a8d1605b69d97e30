/** Which invoices a return takes back: of each line what was delivered last first, so that the youngest debt falls. */
import type { CreditedLine, CreditNote } from '../invoices/credit-note.ts';
import { leftOfLines } from '../invoices/crediting.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { compare, subtract } from '../kernel/decimal.ts';
import type { Return } from '../orders/order.ts';

/** An invoice of the order with the credit notes that it has, but for those of this return. */
export interface Invoiced {
  readonly invoice: Pick<Invoice, 'id'>;
  readonly snapshot: Pick<Snapshot, 'lines' | 'totals' | 'currency'>;
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
      const left = leftOfLines(snapshot, before).find((one) => one.line.id === own);
      if (!left || compare(left.quantity, '0') <= 0) continue;
      const taken = compare(left.quantity, wanted) < 0 ? left.quantity : wanted;
      // What is worth nothing (any more) came back all the same: there is nothing to credit.
      if (left.netMinor > 0)
        parts.set(invoice.id, [...(parts.get(invoice.id) ?? []), { line: own, quantity: taken }]);
      wanted = subtract(wanted, taken);
    }
    return compare(wanted, '0') > 0 ? [{ line, quantity: wanted }] : [];
  });
  return { parts: [...parts].map(([invoiceId, own]) => ({ invoiceId, lines: own })), uncovered };
};
