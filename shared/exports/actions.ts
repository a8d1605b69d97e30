/** Finance's files: asked for by a person or by the night, built by a worker, opened by an expiring link. */
import { stringify } from 'csv-stringify/sync';
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, daysBetween, localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { timeOf } from '../kernel/ids.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Booked } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { chartOf, chartVersion, entriesBetween } from '../ledger/store.ts';
import { plansOn } from '../plans/reading.ts';
import { keep } from '../runtime/blobs.ts';
import { linkTo } from '../runtime/links.ts';
import { idOfCause, newId, sha256, type Deps } from '../runtime/context.ts';
import { all, commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import type { exportsApi } from './api.ts';
import { batchFor, entriesIn } from './batching.ts';
import { getChart, setChart } from './charting.ts';
import { ExportRequested, NIGHTLY, type Export } from './export.ts';
import { customersIn, debitsOf, tableOf } from './rules.ts';
import { exportById, exportsOf, putExport, putLastBatch } from './store.ts';

const LINK_SECONDS = 900;
/** Each month of a file is a read: ten years, as long as books are kept. */
const LONGEST_DAYS = 3660;

export const actions: ActionsOf<typeof exportsApi, Deps> = {
  createExport: async ({ kind, entity: wanted, from, to }, deps) => {
    const entity = entityOf((await recall(tenantById(deps.tenant)))!, wanted);
    if (!entity)
      return refuse('exports.entity_unknown', 'There is no such legal entity.', [
        { pointer: '/entity', detail: 'is not known' },
      ]);
    const today = localDate(deps.now, entity.zone);
    if (kind === 'journal_batch') {
      if (from !== undefined || to !== undefined)
        return refuse('exports.range', 'A batch has what came since the one before.', [
          { pointer: from === undefined ? '/to' : '/from', detail: 'must be absent' },
        ]);
      const id = newId('exp');
      return untilFresh(() => nextBatch(id, entity, deps));
    }
    const last = to ?? today;
    if (last > lastAskable(today))
      return refuse('exports.range', `The last day is after ${lastAskable(today)}.`, [
        { pointer: '/to', detail: `must not be after ${lastAskable(today)}` },
      ]);
    const first = from ?? addDays(last, -30);
    if (first > last)
      return refuse('exports.range', 'The first day is after the last.', [
        { pointer: '/from', detail: `must not be after ${last}` },
      ]);
    if (daysBetween(first, last) > LONGEST_DAYS)
      return refuse('exports.range', 'A file spans ten years at most.', [
        { pointer: '/from', detail: `must be within ${LONGEST_DAYS} days of ${last}` },
      ]);
    return request(
      {
        id: newId('exp'),
        version: 1,
        kind,
        entity: entity.id,
        from: first,
        to: last,
        state: 'REQUESTED',
        requestedAt: deps.now,
      },
      deps,
    );
  },
  getExport: async ({ id }, { tenant }) => {
    const file = await read(exportById(tenant, id));
    return file ? ok(await viewed(file)) : refuse('exports.unknown', `There is no export ${id}.`);
  },
  getChart,
  setChart,
  listExports: async (page, { tenant }) => {
    const found = await list(exportsOf(tenant), page);
    return listed({ ...found, data: await Promise.all(found.data.map(viewed)) });
  },
};

/** Every night: all kinds for every entity, for the day that ended. The ids follow from the day, so a second run finds them there. */
export const requestNightly = async (deps: Deps): Promise<void> => {
  for (const entity of (await recall(tenantById(deps.tenant)))!.entities) {
    const yesterday = addDays(localDate(deps.now, entity.zone), -1);
    const chart = await chartNow(entity.id, deps);
    const files = NIGHTLY.map((kind): Export => ({
      ...chart,
      id: idOfCause('exp', `${yesterday}T00:00:00Z`, entity.id, kind, yesterday),
      version: 1,
      kind,
      entity: entity.id,
      from: yesterday,
      to: yesterday,
      state: 'REQUESTED',
      requestedAt: deps.now,
    }));
    const kept = await commit(
      deps,
      { action: 'exports.nightly', events: files.map(requested) },
      files.map((file) => putExport(deps.tenant, file)),
    );
    if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
  }
};

/** Its number and its ends are fixed with the request: whoever builds it, and however often, finds the same entries. */
const nextBatch = async (id: Export['id'], { id: entity, zone }: Entity, deps: Deps) => {
  const { batch, last } = await batchFor(entity, deps);
  if (!batch) return refuse('exports.nothing_new', 'Nothing was booked since the batch before.');
  const day = (position: string) => localDate(new Date(timeOf(position)).toISOString(), zone);
  const [from, to] = [day(batch.start), day(batch.end)];
  const made = { id, version: 1, kind: 'journal_batch' as const, entity, from, to, batch };
  return request({ ...made, state: 'REQUESTED', requestedAt: deps.now }, deps, [
    putLastBatch(deps.tenant, entity, last),
  ]);
};

const request = async (asked: Export, deps: Deps, more: readonly Write<'table.stale'>[] = []) => {
  const file = { ...asked, ...(await chartNow(asked.entity, deps)) };
  const answer = await viewed(file);
  const kept = await commit(deps, { action: 'exports.request', events: [requested(file)], answer }, [
    putExport(deps.tenant, file),
    ...more,
  ]);
  return kept.ok ? ok(answer) : kept;
};
/** Whoever builds it again says the same numbers. */
const chartNow = async (entity: string, { tenant }: Deps): Promise<Pick<Export, 'chart'>> => {
  const chart = await read(chartOf(tenant, entity));
  return chart ? { chart: chart.version } : {};
};
const requested = (file: Export) => announce(ExportRequested, file.id, { exportId: file.id });

/** Folds the books into the file. A second delivery makes the same bytes under the same key. */
export const buildExport = async (
  { exportId }: { exportId: string },
  deps: Deps,
): Promise<Result<void, 'exports.unknown' | 'once.taken' | 'table.stale'>> => {
  const file = await read(exportById(deps.tenant, exportId));
  if (!file) return refuse('exports.unknown', `There is no export ${exportId}.`);
  if (file.state === 'READY') return ok(undefined);
  const entries = file.batch ? await entriesIn(file.batch, file.entity, deps) : await entriesOn(file, deps);
  const known = await readAll(customersIn(entries).map((id) => customerById(deps.tenant, id)));
  const chart =
    file.chart === undefined ? undefined : await read(chartVersion(deps.tenant, file.entity, file.chart));
  const names = new Map(known.map(({ id, name }) => [id as string, name]));
  const plans = file.kind === 'open_items' ? await plansOn({ entity: file.entity, day: file.to }, deps) : [];
  const { columns, rows, totals } = tableOf(file.kind, entries, file.to, { names, chart, plans });
  // A cell that a spreadsheet would run as a formula is disarmed; amounts are ours and stay numbers.
  const text = stringify(rows as unknown[][], {
    header: true,
    columns: [...columns],
    escape_formulas: true,
    bom: true,
  });
  const hash = sha256(text);
  const key = `${deps.tenant}/exports/${file.id}-${hash.slice(0, 12)}.csv`;
  await keep(key, text, 'text/csv; charset=utf-8');
  const done = await commit(deps, { action: 'exports.build' }, [
    putExport(deps.tenant, {
      ...file,
      version: file.version + 1,
      state: 'READY',
      rows: rows.length,
      controlTotals: [...totals].map(([currency, minor]) => ({ currency, minor })),
      sha256: hash,
      key,
      ...(file.batch && { batch: { ...file.batch, entries: entries.length, debits: debitsOf(entries) } }),
    }),
  ]);
  return done.ok || done.code === 'table.stale' ? ok(undefined) : done;
};

const entriesOn = async (file: Export, { tenant }: Deps): Promise<Booked[]> => {
  const from =
    file.kind === 'open_items'
      ? addDays((await recall(tenantById(tenant)))!.openedAt.slice(0, 10), -1)
      : file.from;
  const entries: Booked[] = [];
  for (const month of entriesBetween(tenant, from, file.to))
    entries.push(...(await all(month)).filter(({ entity }) => entity === file.entity));
  return entries;
};

const viewed = async ({ key, batch, ...file }: Export) => ({
  ...file,
  ...(batch && { batch: without(batch, 'start', 'end') }),
  ...(key !== undefined && {
    url: await linkTo(key, `${file.kind}-${file.entity}-${file.to}.csv`, LINK_SECONDS),
  }),
});
