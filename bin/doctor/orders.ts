/** Orders: what was delivered of them, that each delivery is invoiced once, and the credit that all of it uses. */
import type { Books, Draft, Order } from './books.ts';
import { leftOf } from './deposits.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';

const delivered = rule(
  'order.delivered',
  'Compare the fulfilments with the lines: a delivery was noted on one side only.',
);
const returned = rule(
  'order.returned',
  'Compare the returns with the lines: goods came back that were never delivered, or were noted on one side only.',
);
const source = rule(
  'order.source',
  'An order came in twice, or its uniqueness record is lost: find both and cancel one.',
);
const invoiced = rule(
  'order.invoiced',
  'Look at the dead letters and the log of issue-invoice; moving its messages back is safe.',
);
const parked = rule(
  'invoice.parked',
  'Look at the draft and its acts: what waits has no invoice, and what was issued has one. Checking a waiting draft again notes an invoice that is there.',
);
const exposure = rule(
  'credit.exposure',
  'The nightly rebuild-exposure sets the account to the sum of the books and says by how much: start it by hand, and find out what missed a move.',
);

/** `due`: what must have happened by now, at an instant of a cause. */
export function* orders(books: Books, due: (at: string) => boolean): Generator<Finding> {
  for (const order of books.orders) {
    yield* quantities(books.tenant, order);
    if (books.sources.get(`${order.source}#${order.sourceOrderId}`) !== order.id)
      yield source(books.tenant, `${order.sourceOrderId} of ${order.source} does not lead to it`, order.id);
  }
  if (books.sources.size !== books.orders.length)
    yield source(books.tenant, `${books.sources.size} sources stand for ${books.orders.length} orders`);
  yield* invoices(books, due);
  yield* drafts(books);
  yield* credit(books);
}

function* quantities(tenant: string, order: Order): Generator<Finding> {
  const { id, lines, fulfilments, returns = [], state, exposureMinor } = order;
  for (const line of lines) {
    const parts = fulfilments.flatMap((each) => each.lines.filter((part) => part.line === line.id));
    const sum = parts.reduce((total, { quantity }) => total + scaled(quantity), 0n);
    if (sum !== scaled(line.fulfilled) || sum > most(line, order))
      yield delivered(
        tenant,
        `line ${line.id}: ${line.quantity} ordered, ${line.fulfilled} noted, ${parts.length} deliveries differ`,
        id,
      );
    const back = returns
      .flatMap((each) => each.lines.filter((part) => part.line === line.id))
      .reduce((total, { quantity }) => total + scaled(quantity), 0n);
    if (back !== scaled(line.returned ?? '0') || back > scaled(line.fulfilled))
      yield returned(
        tenant,
        `line ${line.id}: ${line.fulfilled} delivered, ${line.returned ?? '0'} noted as returned`,
        id,
      );
  }
  const whole = lines.every(({ quantity, fulfilled }) => scaled(fulfilled) >= scaled(quantity));
  const final = fulfilments.some((each) => each.final === true);
  const waits = exposureMinor === uncovered(order);
  const fits: Record<string, boolean> = {
    FULFILLED: (whole || final) && (isBilledApart(order) ? waits : exposureMinor === 0),
    PART_FULFILLED: !whole && fulfilments.length > 0 && waits,
    CONFIRMED: fulfilments.length === 0 && waits,
    RESERVING: fulfilments.length === 0 && waits,
    HELD: !whole && exposureMinor === 0,
    CANCELLED: fulfilments.length === 0 && exposureMinor === 0,
  };
  if (fits[state] !== true)
    yield delivered(
      tenant,
      `it is ${state} with ${fulfilments.length} deliveries and ${exposureMinor} of credit`,
      id,
    );
}

/** What is confirmed and neither a delivery nor a bill took along. */
const uncovered = ({ totals, fulfilments, bills = [] }: Order): number =>
  Math.max(0, totals.grossMinor - sumOf([...fulfilments, ...bills], (each) => each.exposureMinor));

/** Ordered, and as much more as the line or the delivery itself says that it may be. */
const most = ({ quantity, overDeliveryPercent }: Order['lines'][number], { fulfilments }: Order): bigint => {
  const percent =
    overDeliveryPercent ?? fulfilments.findLast((each) => each.tolerance !== undefined)?.tolerance ?? '0';
  return scaled(quantity) + (scaled(quantity) * scaled(percent)) / (100n * 10n ** 12n);
};

/** Decimal text as a whole number of 10⁻¹²: more places than a quantity may have. */
const scaled = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(12, '0').slice(0, 12));
};

const isBilledApart = ({ billing }: Order): boolean =>
  ['order', 'milestone', 'schedule'].includes(billing?.on ?? '');
/** What of an order is invoiced: its deliveries, or its bills where it is billed apart from them. */
const invoicedParts = (order: Order): readonly { readonly id: string; readonly at: string }[] =>
  isBilledApart(order) ? (order.bills ?? []) : order.fulfilments;
/** Everything that an invoice or a draft is of. */
const partsOf = ({
  fulfilmentId,
  deliveries,
}: Partial<Pick<Draft, 'fulfilmentId' | 'deliveries'>>): string[] =>
  deliveries?.map((one) => one.fulfilmentId) ?? (fulfilmentId === undefined ? [] : [fulfilmentId]);

/** A delivery is one invoice, beside those that follow it; an invoice is of one delivery. */
function* invoices(
  { tenant, orders: all, invoices: issued, drafts: kept, unbilled: held }: Books,
  due: (at: string) => boolean,
): Generator<Finding> {
  const waiting = new Set([
    ...kept.flatMap(partsOf),
    ...held.flatMap(({ id, invoiceId }) => (invoiceId === undefined ? [id] : [])),
  ]);
  const fulfilments = new Map(
    all.flatMap((order) =>
      invoicedParts(order).map((each) => [each.id, { id: each.id, at: each.at, orderId: order.id }] as const),
    ),
  );
  // What another system issued is of none of our deliveries, nor is what is of money; of what is void they were given back.
  const own = issued.filter(
    ({ external, state, prepayment }) => external === undefined && state !== 'VOID' && !prepayment,
  );
  const of = Map.groupBy(
    own.flatMap((invoice) =>
      (invoice.deliveries ?? [invoice]).map(({ orderId, fulfilmentId = '' }) => ({
        ...invoice,
        orderId,
        fulfilmentId,
      })),
    ),
    ({ fulfilmentId }) => fulfilmentId,
  );
  for (const [id, found] of of) {
    const first = found.filter(({ preceding }) => preceding === undefined);
    if (first.length !== 1)
      yield invoiced(
        tenant,
        `one delivery is invoiced ${first.length} times`,
        ...found.map(({ number }) => number),
      );
    for (const { number, orderId } of found)
      if (fulfilments.get(id)?.orderId !== orderId)
        yield invoiced(
          tenant,
          `the invoice is of a delivery ${id} that order ${orderId} does not have`,
          number,
        );
  }
  for (const { id, at, orderId } of fulfilments.values())
    if (!of.has(id) && !waiting.has(id) && due(at))
      yield invoiced(tenant, `the delivery of ${at} is not invoiced`, id, orderId);
}

/** A delivery waits for a person once, is invoiced or waits, and is found among those that wait as long as it does. */
function* drafts({ tenant, orders: all, invoices: issued, drafts: kept }: Books): Generator<Finding> {
  const orderOf = new Map(
    all.flatMap((order) =>
      [...invoicedParts(order), ...(order.voidedBills ?? [])].map((each) => [each.id, order.id]),
    ),
  );
  const invoiceOf = new Map(issued.map(({ id, number, fulfilmentId }) => [id, { number, fulfilmentId }]));
  for (const { id, state, fulfilmentId, orderId, checks, issued: end, item } of kept) {
    const invoice = invoiceOf.get(id);
    const waits = state === 'PARKED';
    if (orderOf.get(fulfilmentId) !== orderId)
      yield parked(tenant, `it is of a delivery ${fulfilmentId} that order ${orderId} does not have`, id);
    if (waits ? invoice !== undefined || end !== undefined : invoice?.number !== end?.number || !invoice)
      yield parked(
        tenant,
        `it is ${state} as ${end?.number ?? 'nothing'}, and the invoice is ${invoice?.number ?? 'not there'}`,
        id,
      );
    if (invoice && invoice.fulfilmentId !== fulfilmentId)
      yield parked(tenant, `its invoice ${invoice.number} is of another delivery`, id);
    if (checks.length === 0 || waits !== (item['g1p'] === `${tenant}#DRAFTS` && item['g1s'] === id))
      yield parked(tenant, `it is ${state} for ${checks.length} reasons, and is not listed so`, id);
  }
}

/** Rebuilt: confirmed and delivered but not invoiced, plus open invoices, less unapplied receipts and deposits. */
function* credit({
  tenant,
  orders: all,
  invoices: issued,
  payments,
  deposits,
  exposures,
}: Books): Generator<Finding> {
  const done = new Set(issued.filter(({ state }) => state !== 'VOID').flatMap(partsOf));
  const rows = [
    ...all.map(({ customerId, creditId = customerId, currency, exposureMinor, fulfilments, bills = [] }) => ({
      key: `${creditId} ${currency}`,
      minor:
        sumOf(
          [...fulfilments, ...bills].filter(({ id }) => !done.has(id)),
          (each) => each.exposureMinor,
        ) + exposureMinor,
    })),
    ...issued.map(({ customerId, creditId = customerId, open }) => ({
      key: `${creditId} ${open.currency}`,
      minor: open.minor,
    })),
    ...[...deposits, ...issued.filter(({ prepayment }) => prepayment)].map((deposit) => ({
      key: `${deposit.creditId ?? deposit.customerId} ${deposit.total.currency}`,
      minor: 0 - leftOf(deposit),
    })),
    ...payments.flatMap(({ customerId, creditId = customerId, unapplied }) =>
      customerId === undefined
        ? []
        : [{ key: `${creditId} ${unapplied.currency}`, minor: 0 - unapplied.minor }],
    ),
  ];
  for (const { key, one, other } of differing(
    exposures,
    sumsOf(
      rows,
      ({ key: at }) => at,
      ({ minor }) => minor,
    ),
  ))
    yield exposure(tenant, `the account says ${one}, and ${other} is what is owed`, key);
}
