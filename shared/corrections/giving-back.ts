/** Goods that came back, or were billed and will not come, are credited by themselves on the invoices that they are on. */
import { creditNoteById, invoiceById, parkedInvoice, snapshotById } from '../invoices/store.ts';
import { invoiceIdOf } from '../invoices/ids.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { latest } from '../invoices/latest.ts';
import { add } from '../kernel/decimal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { waitingBills } from '../orders/bill.ts';
import { isBilledApart, mayWait } from '../orders/billing.ts';
import type { Order, Return } from '../orders/order.ts';
import { basketOf, billables, isBill, linesOf, quantityOf } from '../orders/parts.ts';
import { orderById, unbilledById } from '../orders/store.ts';
import { share } from '../pricing/models.ts';
import { leftOfLines } from '../pricing/parting.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read, readAll, readGroups, untilFresh } from '../runtime/table.ts';
import { returned, type ByAmount, type Invoiced } from './returns.ts';
import { creditOnce, type Refused } from './take-back.ts';

type Unreturned = Refused | 'corrections.return_not_covered' | 'corrections.invoice_parked';

/**
 * One credit note for each invoice that the goods were on, whose id follows from the return's, so that a message that comes twice
 * finds it there. What no invoice covers waits for a person; what waits to be invoiced is credited when it is.
 */
export const creditReturn = async (
  { orderId, returnId }: { orderId: Order['id']; returnId: Return['id'] },
  deps: Deps,
): Promise<Result<void, Unreturned>> => {
  const order = (await read(orderById(deps.tenant, orderId)))!;
  const made = order.returns!.find(({ id }) => id === returnId)!;
  return giveBack(order, made, 'returned', deps);
};

/** The same for what was billed and will not come; of a cancelled order it is all that is left of its invoices. */
export const creditForgone = async (
  { orderId, forgoneId }: { orderId: Order['id']; forgoneId: Return['id'] },
  deps: Deps,
): Promise<Result<void, Unreturned>> => {
  const order = (await read(orderById(deps.tenant, orderId)))!;
  const made = order.forgone!.find(({ id }) => id === forgoneId)!;
  if (order.state !== 'CANCELLED') return giveBack(order, made, 'not_delivered', deps);
  const issued = await invoicesOf(order, made, deps);
  if (!issued.ok) return issued;
  for (const first of issued.value ?? []) {
    const head = await latest(first, deps);
    const noteId = idOfCause('crn', made.at, made.id, head.id);
    if (head.credits.includes(noteId)) continue;
    const wanted = { reason: 'not_delivered', text: made.reason } as const;
    const done = await untilFresh(() => creditOnce(head.id, wanted, noteId, deps));
    if (!done.ok && done.code !== 'invoices.nothing_left') return done;
  }
  return ok(undefined);
};

const giveBack = async (
  order: Order,
  made: Return,
  reason: 'returned' | 'not_delivered',
  deps: Deps,
): Promise<Result<void, Unreturned>> => {
  const noteOf = (invoiceId: string) => idOfCause('crn', made.at, made.id, invoiceId);
  const found = await invoicesOf(order, made, deps);
  if (!found.ok) return found;
  const issued = found.value;
  if (!issued) return ok(undefined);
  const heads = await Promise.all(issued.map((invoice) => latest(invoice, deps)));
  const [snapshots, originals, notes] = await readGroups(
    heads.map(({ id }) => snapshotById(deps.tenant, id)),
    issued.map(({ id }) => snapshotById(deps.tenant, id)),
    heads.flatMap(({ credits }) => credits.map((id) => creditNoteById(deps.tenant, id))),
  );
  const { parts, uncovered } = returned(
    made,
    heads.map((invoice, at): Invoiced => ({
      invoice,
      snapshot: snapshots[at]!,
      before: notes.filter((note) => note.invoiceId === invoice.id && note.id !== noteOf(invoice.id)),
      of: linesOn(order, issued[at]!, originals[at]!),
    })),
    byAmount(order, made),
  );
  for (const { invoiceId, lines } of parts) {
    if (notes.some(({ id }) => id === noteOf(invoiceId))) continue;
    const wanted = { reason, text: made.reason, lines } as const;
    const done = await untilFresh(() => creditOnce(invoiceId, wanted, noteOf(invoiceId), deps));
    if (!done.ok) return done;
  }
  return uncovered.length === 0
    ? ok(undefined)
    : refuse(
        'corrections.return_not_covered',
        `Of return ${made.id} of order ${order.id} no invoice covers ${uncovered.map(({ line, quantity }) => `${quantity} of line ${line}`).join(', ')}.`,
      );
};

/**
 * The invoices of an order as they were issued, by rising time; undefined while a delivery of it waits for others, or a bill for a word: the return is
 * announced again when it is invoiced.
 */
const invoicesOf = async (
  order: Order,
  { id: returnId }: Return,
  { tenant }: Deps,
): Promise<Result<Invoice[] | undefined, 'corrections.invoice_parked'>> => {
  if (order.state !== 'CANCELLED' && waitingBills(order).length > 0) return ok(undefined);
  const parts = isBilledApart(order) ? (order.bills ?? []) : order.fulfilments;
  const waited = mayWait(order) ? await readAll(parts.map(({ id }) => unbilledById(tenant, id))) : [];
  if (waited.some(({ invoiceId }) => invoiceId === undefined)) return ok(undefined);
  const waitedOn = new Map<string, string>(waited.map(({ id, invoiceId }) => [id, invoiceId!]));
  const ids = [...new Set(parts.map((part) => waitedOn.get(part.id) ?? invoiceIdOf(part)))];
  const issued = await readAll(ids.map((id) => invoiceById(tenant, id)));
  if (issued.length === ids.length) return ok(issued);
  const waits = await readAll(ids.map((id) => parkedInvoice(tenant, id)));
  if (waits.some(({ state }) => state === 'PARKED'))
    return refuse(
      'corrections.invoice_parked',
      `An invoice of order ${order.id} is parked. Issue it, then send return ${returnId} again: it is credited once.`,
    );
  throw new Error(`a part of ${order.id} is not invoiced yet`);
};

/** Which line of the order each line of an invoice is, as it was issued; undefined for those of other orders. */
const linesOn = (order: Order, invoice: Invoice, { lines }: Snapshot): Invoiced['of'] => {
  const partOf = (id: string) => billables(order).find((one) => one.id === id);
  if (!invoice.deliveries) return linesOf(order, partOf(invoice.fulfilmentId!)!);
  const own = invoice.deliveries.map(({ fulfilmentId }) => {
    const part = partOf(fulfilmentId);
    return part && linesOf(order, part)[Symbol.iterator]();
  });
  return lines.map(({ delivery }) => own[delivery!]?.next().value);
};

/** What the returned quantities are worth of lines that were billed by amount; together with earlier returns never off by a cent. */
const byAmount = (order: Order, made: Return): ByAmount => {
  const amounts = new Set(
    billables(order).flatMap((part) =>
      isBill(part) ? part.lines.flatMap(({ line, quantity }) => (quantity === undefined ? [line] : [])) : [],
    ),
  );
  const all = order.returns ?? [];
  const earlier = all
    .slice(
      0,
      all.findIndex(({ id }) => id === made.id),
    )
    .flatMap(({ lines }) => lines);
  return new Map(
    leftOfLines(basketOf(order), [])
      .filter(({ line }) => amounts.has(line.id))
      .map(({ line, worthMinor }) => {
        const before = quantityOf(earlier, line.id);
        const upTo = (quantity: string): number => share(worthMinor, quantity, line.quantity);
        return [line.id, upTo(add(before, quantityOf(made.lines, line.id))) - upTo(before)];
      }),
  );
};
