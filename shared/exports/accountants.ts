/** Builds the files that an accountant's system or an auditor takes in: an archive of DATEV-like stacks, or of SAF-T-like audit files. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { customerById } from '../customers/store.ts';
import { addDays, endOfMonth, localDate, type LocalDate } from '../kernel/dates.ts';
import { isKnown } from '../insights/reading.ts';
import type { Chart } from '../ledger/chart.ts';
import type { Booked } from '../ledger/entry.ts';
import { numberIn } from '../ledger/rules.ts';
import { chartVersion } from '../ledger/store.ts';
import { RATES } from '../pricing/tax/rates.ts';
import { keepAsItComes } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { HELD_BACK_MS } from '../runtime/facts.ts';
import { read, readAll, recall } from '../runtime/table.ts';
import { auditing, type Audited } from './audited.ts';
import { extensionOf, type Export } from './export.ts';
import { cp1252 } from './format/cp1252.ts';
import { MOST_BOOKINGS, stackOf, type Booking } from './format/datev.ts';
import { inParts } from './format/parts.ts';
import { auditFile, type AuditFile, type Party } from './format/saft.ts';
import { zip, type Part } from './format/zip.ts';
import { monthly } from './monthly.ts';
import { bookingsOf, digitsOf } from './paired.ts';
import { entriesOn, progressOf } from './progress.ts';
import { amountsOf, batchCount } from './rules.ts';
import { grouped } from './standing.ts';

interface Counted {
  rows: number;
  readonly totals: Map<string, number>;
}
const add = ({ totals }: Counted, currency: string, minor: number): void => {
  totals.set(currency, (totals.get(currency) ?? 0) + minor);
};

export const forAccountants = async (file: Export, deps: Deps): Promise<Export> => {
  const progress = progressOf(file, deps);
  const batch = batchCount();
  const count: Counted = { rows: 0, totals: new Map() };
  const chart =
    file.chart === undefined ? undefined : await read(chartVersion(deps.tenant, file.entity, file.chart));
  const seen = async (entry: Booked): Promise<void> => {
    batch.add(entry);
    await progress.reached(entry);
  };
  const parts = file.format === 'datev' ? stacks : audits;
  const kept = await keepAsItComes(
    zip(parts(file, { chart, count, seen }, deps)),
    (mark) => `${deps.tenant}/exports/${file.id}-${mark}.${extensionOf(file.format)}`,
    'application/zip',
  );
  const { progress: _, ...done } = progress.file();
  return {
    ...done,
    ...kept,
    version: done.version + 1,
    state: 'READY',
    rows: count.rows,
    controlTotals: amountsOf(count.totals),
    ...(file.batch && { batch: { ...file.batch, ...batch.counted() } }),
  };
};
interface Around {
  readonly chart: Chart | undefined;
  readonly count: Counted;
  readonly seen: (entry: Booked) => Promise<void>;
}

/** A stack for each month, because a booking there says day and month alone; and another for each 99,999 of it. */
async function* stacks(file: Export, { chart, count, seen }: Around, deps: Deps): AsyncGenerator<Part> {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const { currency } = entityOf(tenant, file.entity)!;
  for await (const [month, entries] of monthly(file, seen, deps)) {
    const bookings = inParts(bookingsIn(entries, { chart, count }), MOST_BOOKINGS);
    for (let n = 1; await bookings.more(); n += 1)
      yield {
        name: `EXTF_Buchungsstapel_${month}_${n}.csv`,
        encode: cp1252,
        pieces: stackOf(
          {
            from: `${month}-01`,
            to: endOfMonth(`${month}-01`),
            name: `${file.batch ? `Batch ${file.batch.number}` : 'Journal'} ${month.slice(5)}/${month.slice(0, 4)}`,
            currency,
            at: file.requestedAt,
            consultant: chart?.datev?.consultant,
            client: chart?.datev?.client,
            digits: digitsOf(chart),
          },
          bookings.next(),
        ),
      };
  }
}
async function* bookingsIn(
  entries: AsyncIterable<Booked>,
  { chart, count }: Pick<Around, 'chart' | 'count'>,
): AsyncGenerator<readonly Booking[]> {
  for await (const group of grouped(entries)) {
    const bookings = group.flatMap((entry) => bookingsOf(entry, chart));
    count.rows += bookings.length;
    for (const { currency, minor } of bookings) add(count, currency, minor);
    yield bookings;
  }
}

/** A file for each currency, because amounts of two do not add up. What was known half a minute before it was asked for counts: totals and entries are two looks at the same. */
async function* audits(file: Export, { chart, count, seen }: Around, deps: Deps): AsyncGenerator<Part> {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const seller = entityOf(tenant, file.entity)!;
  const knownAt = new Date(Date.parse(file.requestedAt) - HELD_BACK_MS).toISOString();
  const opened = addDays(tenant.openedAt.slice(0, 10), -1);
  const sums = auditing(file.from);
  for await (const entry of known(entriesOn({ ...file, from: opened }, deps), knownAt)) sums.add(entry);
  for (const [currency, audited] of [...sums.audited()].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const about: AuditFile = {
      ...audited,
      seller,
      currency,
      from: file.from,
      to: file.to,
      on: localDate(file.requestedAt, seller.zone),
      rates: ratesOf(seller.address.country, file.to),
      numberOf: (account) => numberIn(chart, account).number,
    };
    count.rows += audited.entries;
    add(count, currency, audited.debit);
    const own = inCurrency(currency, known(entriesOn(file, deps), knownAt), seen);
    yield { name: `saft-${currency}.xml`, pieces: auditFile(about, partiesOf(audited, deps), grouped(own)) };
  }
}
const ratesOf = (country: string, to: LocalDate) =>
  RATES.filter((rate) => rate.country === country && rate.from <= to);

async function* known(entries: AsyncIterable<Booked>, knownAt: string): AsyncGenerator<Booked> {
  const counts = isKnown({ knownAt });
  for await (const entry of entries) if (counts(entry)) yield entry;
}
async function* inCurrency(
  currency: string,
  entries: AsyncIterable<Booked>,
  seen: Around['seen'],
): AsyncGenerator<Booked> {
  for await (const entry of entries) {
    if (entry.currency !== currency) continue;
    await seen(entry);
    yield entry;
  }
}

const AT_ONCE = 500;
/** As they are called now: who was erased has no name any more. */
async function* partiesOf({ customers }: Audited, { tenant }: Deps): AsyncGenerator<readonly Party[]> {
  const all = [...customers].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const some = all.slice(at, at + AT_ONCE);
    const found = await readAll(some.map(([id]) => customerById(tenant, id)));
    const byId = new Map(found.map((one) => [one.id as string, one]));
    yield some.map(([id, balance]) => {
      const { name = id, address, vatId } = byId.get(id) ?? {};
      return { ...balance, id, name, country: address?.country ?? 'ZZ', vatId };
    });
  }
}
