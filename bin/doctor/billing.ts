/** What is billed apart from deliveries, and deliveries that wait for each other. */
import type { Books, Order } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';

/** A part of an order that is invoiced apart from its deliveries. */
export interface Bill {
  readonly id: string;
  readonly at: string;
  readonly part?: string;
  readonly exposureMinor: number;
  readonly lines: readonly { readonly line: string; readonly quantity?: string; readonly netMinor: number }[];
}
/** A bill that was taken back with its invoice. */
export interface VoidedBill {
  readonly id: string;
  readonly part?: string;
  readonly invoiceId: string;
  readonly again?: string;
}
/** A delivery that waits to be invoiced with others, or did. */
export interface Unbilled {
  readonly id: string;
  readonly collective: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly closesOn?: string;
  readonly invoiceId?: string;
}
const billed = rule(
  'order.billed',
  'Compare the bills with the plan and the lines: more was billed than was ordered, or a part twice. Credit what is too much.',
);
const unbilled = rule(
  'order.unbilled',
  'Look at the delivery and the invoice that it names: it waits and is found, or is on that invoice or its draft. Issuing its collective again is safe.',
);
const late = rule(
  'order.period_over',
  'Look at the log of bill-by-the-day and at the dead letters of bill-orders; running either again is safe.',
);

/** Two days: a period ends by the clock of its entity, and the job runs four times a day. */
const LATE_MS = 2 * 86_400_000;

export function* billing(books: Books, due: (at: string) => boolean): Generator<Finding> {
  for (const order of books.orders) yield* bills(books.tenant, order);
  yield* waiting(books, due);
}

function* bills(tenant: string, order: Order & { readonly item?: unknown }): Generator<Finding> {
  const { id, bills: all = [], voidedBills: voided = [], plan = [], lines, totals } = order;
  const parts = all.flatMap(({ part }) => (part === undefined ? [] : [part]));
  if (new Set(parts).size !== parts.length || parts.some((part) => !plan.some((one) => one.id === part)))
    yield billed(tenant, `its bills are of ${parts.join(', ')}, its plan has ${plan.length} parts`, id);
  for (const one of voided) {
    const inItsPlace =
      all.find((bill) => bill.id === one.again) ?? voided.find((bill) => bill.id === one.again);
    if (
      all.some((bill) => bill.id === one.id) ||
      (one.again !== undefined && (!inItsPlace || inItsPlace.part !== one.part))
    )
      yield billed(tenant, `bill ${one.id} was made void and is billed as ${one.again ?? 'itself'}`, id);
  }
  for (const line of lines) {
    const taken = sumOf(
      all.flatMap((one) => one.lines.filter((each) => each.line === line.id)),
      ({ netMinor }) => netMinor,
    );
    if (taken > line.netMinor)
      yield billed(tenant, `line ${line.id} is worth ${line.netMinor}, and ${taken} are billed`, id);
  }
  if (sumOf(all, ({ exposureMinor }) => exposureMinor) > totals.grossMinor)
    yield billed(tenant, 'its bills took more of the credit along than it is worth', id);
}

function* waiting(
  { tenant, orders, unbilled: all, invoices, drafts }: Books,
  due: (at: string) => boolean,
): Generator<Finding> {
  const known = new Map(all.map((one) => [one.id, one]));
  for (const { id, billing: policy, fulfilments } of orders)
    if (policy?.on === 'event' || policy?.consolidate !== undefined)
      for (const delivery of fulfilments)
        if (known.get(delivery.id)?.orderId !== id)
          yield unbilled(tenant, 'a delivery of it neither waits nor did', delivery.id, id);
  const documents = new Map([...drafts, ...invoices].map((one) => [one.id, one]));
  for (const { id, invoiceId, orderId, collective, closesOn, item } of all) {
    const waits = invoiceId === undefined;
    const found = misplaced(item, {
      g1: waits ? [`${tenant}#UNBILLED`, `${closesOn ?? 'open'}#${collective}#${id}`] : undefined,
      g2: waits ? [`${tenant}#UNBILLED#${collective}`, id] : undefined,
    });
    for (const index of found) yield unbilled(tenant, `${index} does not say where it is`, id, orderId);
    if (waits && closesOn !== undefined && due(new Date(Date.parse(closesOn) + LATE_MS).toISOString()))
      yield late(tenant, `its period was over on ${closesOn}, and it is not invoiced`, id, orderId);
    if (waits) continue;
    const document = documents.get(invoiceId);
    const on = document && (document.deliveries?.map((one) => one.fulfilmentId) ?? [document.fulfilmentId]);
    if (!on?.includes(id)) yield unbilled(tenant, `it is not on ${invoiceId}`, id, orderId);
  }
}
