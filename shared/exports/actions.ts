/** Finance's files: asked for by a person or by the night, built by a worker, opened by an expiring link. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, daysBetween, localDate, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { timeOf } from '../kernel/ids.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { lastAskable } from '../ledger/rules.ts';
import { chartOf } from '../ledger/store.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, recall, untilFresh, write } from '../runtime/table.ts';
import type { exportsApi } from './api.ts';
import { batchFor } from './batching.ts';
import { getChart, setChart } from './charting.ts';
import { AS_IT_STANDS, ExportRequested, formatsOf, NIGHTLY, type Export } from './export.ts';
import { askForLake } from './filling.ts';
import { noSuchFormat, unfitChart } from './fitting.ts';
import { getReportSchedules, requestScheduled, setReportSchedules } from './scheduling.ts';
import { exportById, exportsOf, putExport, putLastBatch } from './store.ts';
import { recipientsNow, withdrawLinks } from './telling.ts';
import { viewed } from './viewing.ts';

/** Each month of a file is a read: ten years, as long as books are kept. */
const LONGEST_DAYS = 3660;

export const actions: ActionsOf<typeof exportsApi, Deps> = {
  createExport: async ({ kind, entity: wanted, from, to, recipients, before, ...asked }, deps) => {
    // Whoever may not read files does not have them mailed, either.
    if (recipients && deps.may && !deps.may.scopes.includes('finance:read'))
      return refuse('exports.not_readable', 'Who has a file mailed needs the scope finance:read.', [
        { pointer: '/recipients', detail: 'must be absent' },
      ]);
    const told = recipients && { recipients };
    const format = asked.format ?? formatsOf(kind)[0];
    if (!formatsOf(kind).includes(format)) return noSuchFormat(kind, '/format');
    const entity = entityOf((await recall(tenantById(deps.tenant)))!, wanted);
    if (!entity)
      return refuse('exports.entity_unknown', 'There is no such legal entity.', [
        { pointer: '/entity', detail: 'is not known' },
      ]);
    const unfit = await unfitChart({ entity: entity.id, format, pointer: '/format' }, deps);
    if (unfit) return unfit;
    const today = localDate(deps.now, entity.zone);
    if (kind === 'journal_batch') {
      if (from !== undefined || to !== undefined)
        return refuse('exports.range', 'A batch has what came since the one before.', [
          { pointer: from === undefined ? '/to' : '/from', detail: 'must be absent' },
        ]);
      const id = newId('exp');
      return untilFresh(() => nextBatch({ id, format, ...told }, entity, deps));
    }
    if (AS_IT_STANDS.includes(kind) && (from !== undefined || to !== undefined))
      return refuse('exports.range', 'It says how things stand when it is built.', [
        { pointer: from === undefined ? '/to' : '/from', detail: 'must be absent' },
      ]);
    const last = to ?? today;
    if (last > lastAskable(today))
      return refuse('exports.range', `The last day is after ${lastAskable(today)}.`, [
        { pointer: '/to', detail: `must not be after ${lastAskable(today)}` },
      ]);
    const first = from ?? (AS_IT_STANDS.includes(kind) ? last : addDays(last, -30));
    if (first > last)
      return refuse('exports.range', 'The first day is after the last.', [
        { pointer: '/from', detail: `must not be after ${last}` },
      ]);
    if (daysBetween(first, last) > LONGEST_DAYS)
      return refuse('exports.range', 'A file spans ten years at most.', [
        { pointer: '/from', detail: `must be within ${LONGEST_DAYS} days of ${last}` },
      ]);
    if (before && kind !== 'review_pack')
      return refuse('exports.range', 'Only a review is of two periods.', [
        { pointer: '/before', detail: 'must be absent' },
      ]);
    if (before && (before.from > before.to || before.to > last))
      return refuse('exports.range', 'The days before end after the others, or before they begin.', [
        { pointer: '/before', detail: `must be days in their order, up to ${last}` },
      ]);
    return request(
      {
        id: newId('exp'),
        version: 1,
        kind,
        format,
        entity: entity.id,
        ...told,
        ...(before && { before }),
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
    if (!file) return refuse('exports.unknown', `There is no export ${id}.`);
    return ok(await viewed(file, file.recipients && (await recipientsNow(file, tenant))));
  },
  withdrawLinks,
  getChart,
  setChart,
  getReportSchedules,
  setReportSchedules,
  listExports: async (page, { tenant }) => {
    const found = await list(exportsOf(tenant), page);
    return listed({ ...found, data: await Promise.all(found.data.map((file) => viewed(file))) });
  },
};

/** A night that did not run, and one that a zone's change of its clock jumps over, is made up for by the next. */
const NIGHTS = 3;

/** Every night: its kinds for every entity, for the days that ended, and what schedules ask for. The ids follow from the day, so a second run finds them there. */
export const requestNightly = async (deps: Deps): Promise<void> => {
  const { entities, openedAt } = (await recall(tenantById(deps.tenant)))!;
  for (const entity of entities) {
    const chart = await chartNow(entity.id, deps);
    const today = localDate(deps.now, entity.zone);
    for (let back = NIGHTS; back >= 1; back -= 1) {
      const day = addDays(today, -back);
      if (day < localDate(openedAt, entity.zone)) continue;
      await requestKinds(entity.id, { day, chart }, deps);
      await requestScheduled(entity, { day, isLast: back === 1, chart }, deps);
    }
  }
  await askForLake(deps);
};

const requestKinds = async (
  entity: string,
  { day, chart }: { readonly day: LocalDate; readonly chart: Pick<Export, 'chart'> },
  deps: Deps,
): Promise<void> => {
  const ids = NIGHTLY.map((kind) => idOfCause('exp', `${day}T00:00:00Z`, entity, kind, day));
  if (await read(exportById(deps.tenant, ids[0]!))) return;
  const files = NIGHTLY.map((kind, at): Export => ({
    ...chart,
    id: ids[at]!,
    version: 1,
    kind,
    format: 'csv',
    entity,
    from: day,
    to: day,
    state: 'REQUESTED',
    requestedAt: deps.now,
  }));
  const kept = await commit(
    deps,
    { action: 'exports.nightly', events: files.map(requested) },
    files.map((file) => putExport(deps.tenant, file)),
  );
  if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
};

/** Its number and its ends are fixed with the request: whoever builds it, and however often, finds the same entries. */
const nextBatch = async (
  asked: Pick<Export, 'id' | 'format' | 'recipients'>,
  { id: entity, zone }: Entity,
  deps: Deps,
) => {
  const { batch, last, hasMore } = await batchFor(entity, deps);
  if (!batch) {
    // Another who looks as far remembers the same.
    await write(putLastBatch(deps.tenant, entity, last));
    return refuse(
      'exports.nothing_new',
      hasMore
        ? `Nothing was booked up to ${momentOf(last.looked!)}: ask again for what came after it.`
        : 'Nothing was booked since the batch before.',
    );
  }
  const day = (position: string) => localDate(momentOf(position), zone);
  const [from, to] = [day(batch.start), day(batch.end)];
  const made = { ...asked, version: 1, kind: 'journal_batch' as const, entity, from, to, batch };
  return request({ ...made, state: 'REQUESTED', requestedAt: deps.now }, deps, [
    putLastBatch(deps.tenant, entity, last),
  ]);
};

const momentOf = (position: string) => new Date(timeOf(position)).toISOString();

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
