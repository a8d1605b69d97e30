/** Reads the books up to the end of a month, and what is to be looked at before it is closed. */
import type { Entity } from '../access/tenant.ts';
import { exceptions, unconfirmed } from '../bank/store.ts';
import { exportsOf } from '../exports/store.ts';
import { fold, type Position } from '../insights/rules.ts';
import { invoiceById, invoices, parkedInvoices } from '../invoices/store.ts';
import { addDays, localDate, type LocalDate } from '../kernel/dates.ts';
import type { Item } from '../kernel/storage.ts';
import type { Month } from '../kernel/period.ts';
import { Entry, type Booked } from '../ledger/entry.ts';
import type { Revalued } from '../ledger/period.ts';
import { actsBookedIn, entriesBetween } from '../ledger/store.ts';
import { audits, runs } from '../operations/store.ts';
import { payments } from '../payments/store.ts';
import { converted } from '../rates/rules.ts';
import { rateHeld } from '../rates/holding.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, list, readAll } from '../runtime/table.ts';
import { driftAgain, driftOf, type Found, type Ledger, type Sub } from './checklist.ts';
import { layersOf, valueLeft } from './revaluation.ts';
import { lastDayOf } from './rules.ts';

/** All entries of the entity up to a day, in the order of the book. `opened`: the first day that the books may have. */
export const bookedUpTo = async (
  { id }: Entity,
  { opened, upTo }: { opened: LocalDate; upTo: LocalDate },
  { tenant }: Deps,
): Promise<Booked[]> => {
  const entries: Booked[] = [];
  for (const month of entriesBetween(tenant, opened, upTo))
    for await (const one of each(month)) if (one.entity === id) entries.push(one);
  return entries;
};

/** The acts with the entity's entries of a month, as they lie in the table. */
export const actsOf = async (entity: string, month: Month, { tenant }: Deps): Promise<Item[]> =>
  (await all(actsBookedIn(tenant, month))).filter(
    (act) => (act['entry'] as Entry | undefined)?.entity === entity,
  );

/** So many drafts, lines, files and months are looked at; more are more than one person can look at, too. */
const MOST = 1_000;
const upTo = async <T>(rows: AsyncGenerator<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const row of rows) {
    found.push(row);
    if (found.length >= MOST) break;
  }
  return found;
};

/** Everything but what the rates say. Drift is of now: it counts where a second look finds the same. */
export const foundFor = async (
  entity: Entity,
  { opened, today, month }: { opened: LocalDate; today: LocalDate; month: Month },
  deps: Deps,
): Promise<Found> => {
  const { tenant } = deps;
  const far = addDays(today, 366);
  const look = async () => {
    const sub = await subLedgers(entity.id, lastDayOf(month), deps);
    const entries = await bookedUpTo(entity, { opened, upTo: far }, deps);
    return { sub, entries, drift: driftOf(sub, fold(entries)) };
  };
  let seen = await look();
  if (seen.drift.length > 0) {
    const again = await look();
    seen = { ...again, drift: driftAgain(seen.drift, again.drift) };
  }
  const entries = seen.entries.filter(({ on }) => on <= lastDayOf(month));
  return {
    positions: fold(entries),
    entries,
    drift: seen.drift,
    sub: seen.sub,
    drafts: (await upTo(each(parkedInvoices(tenant)))).filter(({ entity: own }) => own === entity.id),
    lines: (await upTo(each(exceptions(tenant)))).filter(({ entity: own }) => own === entity.id),
    announced: (await upTo(each(unconfirmed(tenant, lastDayOf(month))))).filter(
      ({ entity: own }) => own === entity.id,
    ),
    files: (await list(exportsOf(tenant), { limit: 100 })).data.filter((file) => file.entity === entity.id),
    numbering: (await list(audits(tenant), { limit: 1 })).data[0],
    night: await nightSince(entity, month, deps),
  };
};

/** The last night, where it looked after the month was over for the entity. */
const nightSince = async ({ zone }: Entity, month: Month, { tenant }: Deps) => {
  const [night] = (await list(runs(tenant), { limit: 1 })).data;
  return night && localDate(night.at, zone) > lastDayOf(month) ? night : undefined;
};

/** Invoices and receipts as they say it themselves. */
const subLedgers = async (entity: string, until: LocalDate, { tenant }: Deps): Promise<Sub> => {
  const sub: Ledger = new Map();
  const waiting: Sub['waiting'][number][] = [];
  const add = (name: string, currency: string, minor: number) =>
    sub.set(`${name} ${currency}`, (sub.get(`${name} ${currency}`) ?? 0) + minor);
  for await (const { entity: own, open } of each(invoices(tenant)))
    if (own === entity) add('receivables', open.currency, open.minor);
  for await (const { entity: own, unapplied, customerId, bookedOn } of each(payments(tenant))) {
    if (own !== entity || unapplied.minor === 0) continue;
    const name = customerId === undefined ? 'unidentified' : 'unapplied';
    add(name, unapplied.currency, 0 - unapplied.minor);
    if (bookedOn <= until) waiting.push({ name, on: bookedOn });
  }
  return { balances: sub, waiting };
};

/** What foreign items gained or lost by the rate of the last day; `missing`: currencies, or values, that nobody has a rate for. */
export const revaluedAt = async (
  { currency: own }: Entity,
  month: Month,
  { entries, positions }: { entries: readonly Booked[]; positions: Map<string, Position> },
  { tenant }: Deps,
): Promise<{ revalued: Revalued[]; missing: string[] }> => {
  const day = lastDayOf(month);
  const missing = new Set<string>();
  const gains = new Map<string, number>();
  const foreign = [...positions].filter(([currency]) => currency !== own);
  for (const [currency, { items }] of foreign) {
    const open = [...Map.groupBy(items.values(), ({ invoiceId }) => invoiceId)]
      .map(([invoiceId, parts]) => ({ invoiceId, minor: parts.reduce((sum, { minor }) => sum + minor, 0) }))
      .filter(({ minor }) => minor !== 0);
    const layers = layersOf(entries.filter((entry) => entry.currency === currency));
    if (open.length === 0 && layers.length === 0) continue;
    const rate = await rateHeld(tenant, own, currency, day);
    if (!rate) {
      missing.add(currency);
      continue;
    }
    let [now, before] = [0, 0];
    const heads = await readAll(open.map(({ invoiceId }) => invoiceById(tenant, invoiceId)));
    for (const { invoiceId, minor } of open) {
      const head = heads.find((one) => one.id === invoiceId);
      // What has no value in the books has nothing to be compared with.
      if (head?.booked?.value.currency !== own) missing.add(`${currency} of ${head?.number ?? invoiceId}`);
      else {
        now += converted(minor, currency, rate);
        before += valueLeft(head.booked.value.minor, minor, head.total);
      }
    }
    for (const { on, minor } of layers) {
      const then = await rateHeld(tenant, own, currency, on);
      if (!then) missing.add(`${currency} on ${on}`);
      else {
        now -= converted(minor, currency, rate);
        before -= converted(minor, currency, then);
      }
    }
    gains.set(currency, now - before);
  }
  const revalued = [...gains].flatMap(([currency, gainMinor]) =>
    gainMinor === 0 ? [] : [{ currency, gainMinor }],
  );
  return { revalued, missing: [...missing].toSorted() };
};
