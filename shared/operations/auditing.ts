/** Reads what the series gave since they were proven last, and keeps the proof: one commit per tenant and night. */
import { tenantById } from '../access/store.ts';
import { houseDay, type Tenant } from '../access/tenant.ts';
import { creditNoteById, invoiceById } from '../invoices/store.ts';
import type { Read } from '../kernel/storage.ts';
import { numberOf } from '../numbering/series.ts';
import { noticeById } from '../notices/store.ts';
import { documentByNumber, seriesByName } from '../numbering/store.ts';
import { mapAtOnce } from '../runtime/at-once.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { all, commit, read, readAll, readEach, recall, untilFresh } from '../runtime/table.ts';
import { ahead, begunAt, judged, seriesOf, walked, type Found, type Noted } from './numbers.ts';
import type { NumberingAudit } from './numbering-audit.ts';
import { auditOf, notes, provenOf, putAudit, putProven } from './store.ts';

/** How many faults there are; a night without new numbers reads the series and their marks alone. */
export const auditNumbers = async (deps: Deps): Promise<number> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const day = houseDay(tenant, deps.now);
  const noted: Noted = new Map((await all(notes(deps.tenant))).map(({ number, fault }) => [number, fault]));
  const given = tenant.entities.flatMap((entity) =>
    seriesOf(entity, tenant.openedAt.slice(0, 10), day).map((series) => ({ series, entity: entity.id })),
  );
  const proofs = await mapAtOnce(given, SERIES_AT_ONCE, ({ series, entity }) =>
    prove(series, { entity, day, noted }, deps),
  );
  const found = proofs.filter((one) => one !== undefined);
  const faults = found.reduce((sum, { audit }) => sum + audit.faults.length, 0);
  for (const { audit } of found)
    for (const { number, fault } of audit.faults)
      log.warn('numbers.fault', { document: number, code: fault });
  const kept = await untilFresh(async () => {
    const before = await read(auditOf(deps.tenant, day));
    const night: NumberingAudit = {
      day,
      version: (before?.version ?? 0) + 1,
      at: deps.now,
      series: merged(
        before,
        found.map(({ audit }) => audit),
      ),
      faults,
    };
    return commit(deps, { action: 'operations.audit_numbers' }, [
      putAudit(deps.tenant, night),
      ...found.flatMap(({ mark, audit }) => (mark ? [putProven(deps.tenant, audit.series, mark)] : [])),
    ]);
  });
  // Two runs at once proved the same: the other's record stands.
  if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
  return faults;
};

/** Mostly they gave few numbers or none, and what is read of them fits into one round trip. */
const SERIES_AT_ONCE = 8;

/** A night looks at numbers for so long, which are a million; what is left follows in the next. The books are looked at after it. */
const MOST_MS = 5 * 60_000;

/** A second run on a day keeps where the first began. */
const merged = (
  before: NumberingAudit | undefined,
  now: NumberingAudit['series'],
): NumberingAudit['series'] =>
  now.map((one) => {
    const first = before?.series.find(({ series }) => series === one.series);
    return first ? { ...one, from: Math.min(first.from, one.from) } : one;
  });

const prove = async (
  series: string,
  { entity, day, noted }: { entity: Tenant['entities'][number]['id']; day: string; noted: Noted },
  { tenant, now }: Deps,
) => {
  const [kept, proven] = await readEach(seriesByName(tenant, series), provenOf(tenant, series));
  if (!kept && !proven) return undefined;
  const next = kept?.next;
  let walk = begunAt(proven);
  for (let more = true; more;) {
    const numbers = ahead(series, next ?? 1, walk);
    walk = walked(walk, numbers, await documentsUnder(numbers, tenant), noted);
    more = numbers.length > 0 && Date.parse(instant()) - Date.parse(now) < MOST_MS;
  }
  const beyond =
    next !== undefined && (await read(documentByNumber(tenant, numberOf(series, next)))) !== undefined;
  return judged({ series, entity, next, proven, walk, beyond }, day);
};

/** Numbers of one round trip, and their documents in the next. */
const AT_ONCE = 100;
const documentsUnder = async (
  numbers: readonly string[],
  tenant: string,
): Promise<Map<string, Found | undefined>> => {
  const documents = new Map<string, Found | undefined>();
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    const some = numbers.slice(at, at + AT_ONCE);
    const owners = await readAll(some.map((number) => named(number, documentByNumber(tenant, number))));
    const heads = await readAll(
      owners.map(({ value: id }): Read<Found & { id: string }> =>
        id.startsWith('lgn_')
          ? noticeById(tenant, id)
          : id.startsWith('crn_')
            ? creditNoteById(tenant, id)
            : invoiceById(tenant, id),
      ),
    );
    const byId = new Map(heads.map((head) => [head.id, head]));
    for (const { name, value: id } of owners) documents.set(name, byId.get(id));
  }
  return documents;
};
const named = <T>(name: string, { key, parse }: Read<T>): Read<{ name: string; value: T }> => ({
  key,
  parse: (item) => ({ name, value: parse(item) }),
});
