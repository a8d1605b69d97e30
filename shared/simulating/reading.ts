/** Reads the dated facts of a period: in pages, and of no more than a worker has room for. */
import type { Entity } from '../access/tenant.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { accountOf, type Account, type Standing } from '../credit/credit.ts';
import { creditOf, standingOf } from '../credit/store.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { invoices, snapshotById } from '../invoices/store.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { idFrom } from '../kernel/ids.ts';
import type { Listing } from '../kernel/storage.ts';
import type { Order } from '../orders/order.ts';
import { orders } from '../orders/store.ts';
import type { Payment } from '../payments/payment.ts';
import { receivedBetween } from '../payments/store.ts';
import { promisesFrom } from '../promises/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, readAll } from '../runtime/table.ts';
import { accountKey, type Credit } from './holds.ts';
import type { Read } from './rules.ts';
import type { Simulation } from './simulation.ts';

/** As many of a kind as stay in memory beside two replays of them. */
const MOST = 20_000;
/** An invoice's id is of the delivery, and some are issued long after it. */
const LATE_DAYS = 62;
/** How far back an order of the first day looks for what its customer owes. */
const OLDER_DAYS = 366;
const AT_ONCE = 200;

type Asked = Pick<Simulation, 'from' | 'to' | 'trial'>;

export const readPast = async (asked: Asked, entity: Entity, deps: Deps): Promise<Read> => {
  const { from, to, trial } = asked;
  const ofCredit = trial.kind === 'credit';
  const since = addDays(from, ofCredit ? -OLDER_DAYS : -LATE_DAYS);
  // The credit of a customer is one for all entities.
  const issued = await newest(between(invoices(deps.tenant), 'inv', since, to), (one: Invoice) =>
    ofCredit ? true : one.entity === entity.id && from <= one.issuedOn && one.issuedOn <= to,
  );
  const placed = ofCredit
    ? await newest(between(orders(deps.tenant), 'ord', since, to), (_: Order) => true)
    : { rows: [], complete: true };
  const received = await moneyIn(from, to, deps);
  return {
    history: {
      entity,
      invoices: issued.rows,
      orders: placed.rows,
      customers: await payersOf([...issued.rows, ...placed.rows], deps),
      ...received,
      promises: trial.kind === 'dunning' ? await all(promisesFrom(deps.tenant, firstId('prm', from))) : [],
    },
    payments: received.knownAt.size,
    complete: issued.complete && placed.complete,
  };
};

const firstId = (prefix: string, day: LocalDate): string =>
  idFrom(prefix, Date.parse(`${day}T00:00:00Z`), new Uint8Array(10));
/** Ids begin with their time. */
const between = <T>(listing: Listing<T>, prefix: string, from: LocalDate, to: LocalDate): Listing<T> => ({
  ...listing,
  from: firstId(prefix, from),
  to: firstId(prefix, addDays(to, 2)),
});

const newest = async <T>(
  listing: Listing<T>,
  wanted: (one: T) => boolean,
): Promise<{ rows: T[]; complete: boolean }> => {
  const rows: T[] = [];
  for await (const one of each(listing)) {
    if (!wanted(one)) continue;
    if (rows.length === MOST) return { rows, complete: false };
    rows.push(one);
  }
  return { rows, complete: true };
};

/** Of a receipt only its moment is kept, unless it waits to be used. */
const moneyIn = async (from: LocalDate, to: LocalDate, { tenant }: Deps) => {
  const knownAt = new Map<string, Instant>();
  const unapplied: Payment[] = [];
  for await (const one of each(receivedBetween(tenant, from, to))) {
    knownAt.set(one.id, one.receivedAt);
    if (one.unapplied.minor > 0) unapplied.push(one);
  }
  return { knownAt, unapplied };
};

/** Who they are now, by the customer that each document names. */
const payersOf = async (
  documents: readonly Pick<Invoice, 'customerId'>[],
  deps: Deps,
): Promise<Map<string, Customer>> => {
  const ids = [...new Set(documents.map(({ customerId }) => customerId))];
  const payers = new Map<string, Customer>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const known = await readAll(ids.slice(at, at + AT_ONCE).map((id) => customerById(deps.tenant, id)));
    for (const one of known) payers.set(one.id, await whoIsNow(deps, one));
  }
  return payers;
};

/** What each invoice offered its terms on. */
export const snapshotsOf = async (
  some: readonly Invoice[],
  { tenant }: Deps,
): Promise<Map<string, Snapshot>> => {
  const found = new Map<string, Snapshot>();
  const numbers = new Map(some.map(({ id, number }) => [number, id]));
  for (let at = 0; at < some.length; at += AT_ONCE)
    for (const one of await readAll(some.slice(at, at + AT_ONCE).map(({ id }) => snapshotById(tenant, id))))
      // What the terms are counted on, without the lines.
      found.set(numbers.get(one.number)!, { ...one, lines: [] });
  return found;
};

/** Limits and standings as they are now. */
export const creditIn = async (placed: readonly Order[], { tenant }: Deps): Promise<Credit> => {
  const [accounts, standings] = [new Map<string, Account>(), new Map<string, Standing>()];
  const named = [...new Map(placed.map((one) => [accountKey(one), one])).values()];
  const ids = [...new Set(placed.map(({ customerId }) => customerId))];
  for (let at = 0; at < named.length; at += AT_ONCE) {
    const reads = named.slice(at, at + AT_ONCE).map((one) => creditOf(tenant, accountOf(one), one.currency));
    for (const one of await readAll(reads)) accounts.set(`${one.creditId} ${one.currency}`, one);
  }
  for (let at = 0; at < ids.length; at += AT_ONCE)
    for (const one of await readAll(ids.slice(at, at + AT_ONCE).map((id) => standingOf(tenant, id))))
      standings.set(one.customerId, one);
  return { accounts, standings };
};
