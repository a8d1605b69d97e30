/** Days that were billed and are not had become a credit note by themselves, once, on the invoice that they stand on. */
import { creditOnce, type Refused } from '../corrections/take-back.ts';
import { invoiceIdOf } from '../invoices/ids.ts';
import { latest } from '../invoices/latest.ts';
import { creditNoteById, invoiceById, parkedInvoice } from '../invoices/store.ts';
import type { Envelope } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
import { orderById } from '../orders/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read, readEach, untilFresh } from '../runtime/table.ts';

interface Due {
  readonly orderId: Order['id'];
  readonly lines: readonly {
    readonly line: string;
    readonly netMinor: number;
    from: string;
    until: string;
  }[];
}

/** The note's id follows from the fact, so that a message which comes twice finds it there. */
export const creditDays = async (
  { orderId, lines }: Due,
  deps: Deps,
  fact: Envelope,
): Promise<Result<void, Refused | 'corrections.invoice_parked'>> => {
  const noteId = idOfCause('crn', fact.time, fact.id);
  const order = (await read(orderById(deps.tenant, orderId)))!;
  const invoiceId = invoiceIdOf(order.fulfilments[0]!);
  return untilFresh(async () => {
    const [note, invoice, waiting] = await readEach(
      creditNoteById(deps.tenant, noteId),
      invoiceById(deps.tenant, invoiceId),
      parkedInvoice(deps.tenant, invoiceId),
    );
    if (note) return ok(undefined);
    if (!invoice && waiting)
      return refuse(
        'corrections.invoice_parked',
        `The invoice of order ${orderId} is parked. Issue it, then send this again: it is credited once.`,
      );
    if (!invoice && order.fulfilments[0]!.voided)
      return refuse(
        'corrections.invoice_parked',
        `The invoice of order ${orderId} was made void. Have it invoiced anew, then send this again: it is credited once.`,
      );
    if (!invoice) throw new Error(`order ${orderId} is not invoiced yet`);
    const done = await creditOnce((await latest(invoice, deps)).id, wantedOf(lines), noteId, deps);
    return done.ok ? ok(undefined) : done;
  });
};

const wantedOf = (lines: Due['lines']) => {
  const sums = new Map<string, number>();
  for (const { line, netMinor } of lines) sums.set(line, (sums.get(line) ?? 0) + netMinor);
  const days = [...new Set(lines.map(({ from, until }) => `${from} – ${until}`))];
  return {
    reason: 'not_delivered' as const,
    text: days.join(', ').slice(0, 300),
    lines: [...sums].map(([line, netMinor]) => ({ line, netMinor })),
  };
};
