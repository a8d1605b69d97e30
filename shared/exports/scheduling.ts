/** Schedules of files: said whole, and asked for by the night in which their days are over. */
import { tenantById } from '../access/store.ts';
import { entityOf, type Entity } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, recall, untilFresh } from '../runtime/table.ts';
import { AS_IT_STANDS, ExportRequested, formatsOf, type Export } from './export.ts';
import { newlyMailed } from './mailed.ts';
import { daysOf } from './rules.ts';
import { noSuchFormat, unfitChart } from './fitting.ts';
import { SchedulesAsked, sinceOf, type ReportSchedules } from './schedule.ts';
import { exportById, putExport, putReportSchedules, reportSchedules } from './store.ts';

export const getReportSchedules = async (_: unknown, { tenant }: Deps) =>
  ok((await read(reportSchedules(tenant))) ?? { version: 0, schedules: [] });

export const setReportSchedules = ({ schedules }: Pick<ReportSchedules, 'schedules'>, deps: Deps) =>
  untilFresh(async () => {
    const tenant = (await recall(tenantById(deps.tenant)))!;
    const stranger = schedules.findIndex(({ entity }) => !entityOf(tenant, entity));
    if (stranger >= 0)
      return refuse('exports.entity_unknown', 'There is no such legal entity.', [
        { pointer: `/schedules/${stranger}/entity`, detail: 'is not known' },
      ]);
    const wrong = schedules.findIndex(({ kind, format }) => format && !formatsOf(kind).includes(format));
    if (wrong >= 0) return noSuchFormat(schedules[wrong]!.kind, `/schedules/${wrong}/format`);
    const unfit = await unfitAmong(schedules, deps);
    if (unfit) return unfit;
    const before = await read(reportSchedules(deps.tenant));
    const over = before?.version ?? 0;
    const gained = newlyMailed(before?.schedules ?? [], schedules);
    return gained.length === 0 ? say(schedules, before, deps) : askMailed({ schedules, over, gained }, deps);
  });

const unfitAmong = async (schedules: ReportSchedules['schedules'], deps: Deps) => {
  for (const [at, { entity, format }] of schedules.entries()) {
    const unfit = await unfitChart({ entity, format, pointer: `/schedules/${at}/format` }, deps);
    if (unfit) return unfit;
  }
  return undefined;
};

/** Whoever is named gets the company's figures from then on, by a mail: one person alone sends them to nobody new. */
const askMailed = (
  {
    schedules,
    over,
    gained,
  }: Pick<ReportSchedules, 'schedules'> & { over: number; gained: readonly string[] },
  deps: Deps,
) =>
  ask(
    {
      operation: 'exports.set_schedules',
      subject: SUBJECT,
      scope: 'exports:write',
      summary: `Files by mail to ${gained.slice(0, MOST_NAMED).join(', ')}${gained.length > MOST_NAMED ? ` and ${gained.length - MOST_NAMED} more` : ''}.`,
      input: { schedules, over },
    },
    deps,
  );
const MOST_NAMED = 10;
/** There is one document of them; it has no id. */
const SUBJECT = 'report-schedules';

/** Performs what two persons agreed on, where nobody said the schedules anew meanwhile. */
export const performSchedules = ({ input }: Approval, deps: Deps, ended: Ended) => {
  const { schedules, over } = SchedulesAsked.parse(input);
  return untilFresh(async () => {
    const now = await read(reportSchedules(deps.tenant));
    return (now?.version ?? 0) === over
      ? say(schedules, now, deps, ended)
      : refuse('exports.moved', 'The schedules were said anew since this was asked for.');
  });
};

const say = async (
  schedules: ReportSchedules['schedules'],
  before: ReportSchedules | undefined,
  deps: Deps,
  ended?: Ended,
) => {
  const said: ReportSchedules = {
    version: (before?.version ?? 0) + 1,
    schedules,
    at: deps.now,
    by: deps.requestedBy ?? deps.actor,
    since: sinceOf(schedules, before, deps.now),
  };
  const act = { action: 'exports.set_schedules', subject: SUBJECT, answer: ended?.answer ?? said };
  const kept = await commit(deps, act, [
    putReportSchedules(deps.tenant, said),
    ...(ended ? [ended.write] : []),
  ]);
  return kept.ok ? ok(said) : kept;
};

/** One commit each: the id follows from name and last day, so a second run of the night finds it there. */
export const requestScheduled = async (
  { id: entity, zone }: Entity,
  {
    day,
    isLast,
    chart,
  }: { readonly day: LocalDate; readonly isLast: boolean; readonly chart: Pick<Export, 'chart'> },
  deps: Deps,
): Promise<void> => {
  const said = await recall(reportSchedules(deps.tenant));
  const today = localDate(deps.now, zone);
  for (const { name, kind, format, every, entity: whose, recipients } of said?.schedules ?? []) {
    const since = said?.since?.[name] ?? said?.at;
    // What ended before anybody asked for it is not made up for.
    if (since !== undefined && day < localDate(since, zone)) continue;
    const days = daysOf(every, day);
    // How things stand is said once, for the night that is.
    if (whose !== entity || !days || (AS_IT_STANDS.includes(kind) && !isLast)) continue;
    const id = idOfCause('exp', `${day}T00:00:00Z`, entity, 'schedule', name, day);
    if (await read(exportById(deps.tenant, id))) continue;
    const file: Export = {
      ...chart,
      ...(AS_IT_STANDS.includes(kind) ? { from: today, to: today } : days),
      id,
      version: 1,
      kind,
      format: format ?? formatsOf(kind)[0],
      entity,
      schedule: name,
      ...(recipients && { recipients }),
      state: 'REQUESTED',
      requestedAt: deps.now,
    };
    const events = [announce(ExportRequested, file.id, { exportId: file.id })];
    const kept = await commit(deps, { action: 'exports.scheduled', events }, [putExport(deps.tenant, file)]);
    if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
  }
};
