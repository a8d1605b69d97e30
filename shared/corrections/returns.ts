/** Which invoices a return takes back: of each line what was delivered last first, so that the youngest debt falls. */
import type { CreditedLine, CreditNote } from '../invoices/credit-note.ts';
import { leftOfLines } from '../pricing/parting.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { compare, subtract } from '../kernel/decimal.ts';
import type { Return } from '../orders/order.ts';

/** An invoice of the order with the credit notes that it has, but for those of this return. */
export interface Invoiced {
  readonly invoice: Pick<Invoice, 'id'>;
  readonly snapshot: Pick<Snapshot, 'lines' | 'totals' | 'currency'>;
  readonly before: readonly Pick<CreditNote, 'lines'>[];
  /** Which line of the order each line of the invoice is: an invoice numbers what was delivered anew. Another order’s are none. */
  readonly of: readonly (string | undefined)[];
}
export interface Returned {
  readonly parts: readonly { readonly invoiceId: Invoice['id']; readonly lines: CreditedLine[] }[];
  /** Lines of which more came back than is left of their invoices: credited before, or not invoiced. */
  readonly uncovered: readonly { readonly line: string; readonly quantity: string }[];
}

/** Lines that were billed by amount: what of the returned quantity each is worth, net. */
export type ByAmount = ReadonlyMap<string, number>;

/** `invoices` by rising time of delivery. The same return gives the same parts, however often and however far it came. */
export const returned = (
  { lines }: Pick<Return, 'lines'>,
  invoices: readonly Invoiced[],
  byAmount: ByAmount = new Map(),
): Returned => {
  const parts = new Map<Invoice['id'], CreditedLine[]>();
  const add = (id: Invoice['id'], line: CreditedLine) => parts.set(id, [...(parts.get(id) ?? []), line]);
  const uncovered = lines.flatMap(({ line, quantity }) => {
    const net = byAmount.get(line);
    let wanted = quantity;
    let worth = net ?? 0;
    for (const { id, own, left } of youngest(line, invoices)) {
      if (net !== undefined) {
        const netMinor = Math.min(worth, left.netMinor);
        if (netMinor > 0) add(id, { line: own, netMinor });
        worth -= netMinor;
        continue;
      }
      if (compare(left.quantity, '0') <= 0) continue;
      const taken = compare(left.quantity, wanted) < 0 ? left.quantity : wanted;
      // What is worth nothing (any more) came back all the same: there is nothing to credit.
      if (left.netMinor > 0 && taken !== '0') add(id, { line: own, quantity: taken });
      wanted = subtract(wanted, taken);
    }
    const missing = net === undefined ? compare(wanted, '0') > 0 : worth > 0;
    return missing ? [{ line, quantity: wanted }] : [];
  });
  return { parts: [...parts].map(([invoiceId, own]) => ({ invoiceId, lines: own })), uncovered };
};

/** Where a line of the order is invoiced, the last delivery first. */
function* youngest(line: string, invoices: readonly Invoiced[]) {
  for (const { invoice, snapshot, before, of } of invoices.toReversed())
    for (const at of [...of.keys()].toReversed()) {
      if (of[at] !== line) continue;
      const own = String(at + 1);
      const left = leftOfLines(snapshot, before).find((one) => one.line.id === own);
      if (left) yield { id: invoice.id, own, left };
    }
}
