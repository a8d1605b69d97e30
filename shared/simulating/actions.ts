/** A simulation is asked for by a person, run once by a worker, and kept with its picture. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { NO_RULES } from '../claims/late-charge.ts';
import { lateChargeRules } from '../claims/store.ts';
import { HOUSE_RULES } from '../credit/rules.ts';
import { creditRules } from '../credit/store.ts';
import { mailingOf } from '../dispatch/store.ts';
import { mailingFrom } from '../dispatch/waiting.ts';
import { NO_POLICIES } from '../dunning/policy.ts';
import { policyBook, policyVersion } from '../dunning/store.ts';
import { versionsOf } from '../dunning/reading.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, daysBetween, localDate, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { keep } from '../runtime/blobs.ts';
import { newId, sha256, type Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { commit, list, listed, read, recall, recallAll, recallOr } from '../runtime/table.ts';
import type { simulatingApi } from './api.ts';
import { among, booksOf } from './books.ts';
import { calendarOf } from './history.ts';
import { pageOf } from './picture.ts';
import { creditIn, readPast, snapshotsOf } from './reading.ts';
import { assumptionsOf, factsOf, simulateCredit, simulateDiscount, simulateDunning } from './rules.ts';
import { SimulationRequested, type Simulation, type TrialOf } from './simulation.ts';
import { putSimulation, simulationById, simulations } from './store.ts';

const LINK_SECONDS = 900;
/** A year, and a day more where it is a leap year. */
const LONGEST_DAYS = 365;

export const actions: ActionsOf<typeof simulatingApi, Deps> = {
  createSimulation: async ({ entity: wanted, from, to, trial }, deps) => {
    const tenant = (await recall(tenantById(deps.tenant)))!;
    const entity = entityOf(tenant, wanted);
    if (!entity) return strange('/entity');
    const today = localDate(deps.now, entity.zone);
    const range = rangeOf(from, to, today);
    if (!range.ok) return range;
    if (trial.kind === 'dunning') {
      const stranger = trial.draft.entities.findIndex((id) => !entityOf(tenant, id));
      if (stranger >= 0) return strange(`/trial/draft/entities/${stranger}`);
      const books = await booksNow(trial, today, deps);
      if (!books.ok) return books;
    }
    const asked: Simulation = {
      id: newId('sim'),
      version: 1,
      entity: entity.id,
      ...range.value,
      trial,
      state: 'REQUESTED',
      requestedAt: deps.now,
      by: deps.actor,
    };
    const events = [announce(SimulationRequested, asked.id, { simulationId: asked.id })];
    const answer = await viewed(asked);
    const kept = await commit(deps, { action: 'simulating.ask', events, answer }, [
      putSimulation(deps.tenant, asked),
    ]);
    return kept.ok ? ok(answer) : kept;
  },
  getSimulation: async ({ id }, { tenant }) => {
    const found = await read(simulationById(tenant, id));
    return found ? ok(await viewed(found)) : refuse('simulating.unknown', `There is no simulation ${id}.`);
  },
  listSimulations: async (page, { tenant }) => {
    const found = await list(simulations(tenant), page);
    return listed({ ...found, data: await Promise.all(found.data.map(viewed)) });
  },
};

const strange = (pointer: string) =>
  refuse('simulating.entity_unknown', 'There is no such legal entity.', [
    { pointer, detail: 'is not known' },
  ]);

const rangeOf = (
  from: LocalDate | undefined,
  to: LocalDate | undefined,
  today: LocalDate,
): Result<Pick<Simulation, 'from' | 'to'>, 'simulating.range'> => {
  const last = to ?? today;
  const first = from ?? addDays(last, -LONGEST_DAYS);
  const wrong = (pointer: string, detail: string) =>
    refuse('simulating.range', 'A period is of days that have begun, and of a year at most.', [
      { pointer, detail },
    ]);
  if (last > today) return wrong('/to', `must not be after ${today}`);
  if (first > last) return wrong('/from', `must not be after ${last}`);
  return daysBetween(first, last) > LONGEST_DAYS
    ? wrong('/from', `must be within ${LONGEST_DAYS} days of ${last}`)
    : ok({ from: first, to: last });
};

/** Which versions hold in A and in B, as of now. */
const booksNow = async (trial: TrialOf<'dunning'>, today: LocalDate, deps: Deps) => {
  const { policy, version: wanted } = trial;
  const book = (await read(policyBook(deps.tenant))) ?? NO_POLICIES;
  const version =
    wanted === undefined ? undefined : await read(policyVersion(deps.tenant, { policy, version: wanted }));
  if (wanted !== undefined && !version)
    return refuse('simulating.version_unknown', `There is no version ${wanted} of the policy ${policy}.`, [
      { pointer: '/trial/version', detail: 'is not known' },
    ]);
  return booksOf(trial, { book, today, now: deps.now, by: deps.actor, version });
};

/** Lives the period twice. A second delivery finds it ready; one that runs beside it is too late. */
export const runSimulation = async (
  { simulationId }: { simulationId: string },
  deps: Deps,
): Promise<
  Result<
    void,
    'simulating.unknown' | 'dunning.assigned' | 'simulating.version_unknown' | 'once.taken' | 'table.stale'
  >
> => {
  const asked = await read(simulationById(deps.tenant, simulationId));
  if (!asked) return refuse('simulating.unknown', `There is no simulation ${simulationId}.`);
  if (asked.state === 'READY') return ok(undefined);
  const result = await resultOf(asked, deps);
  if (!result.ok) return result;
  const done: Simulation = { ...asked, version: asked.version + 1, state: 'READY', result: result.value };
  const page = pageOf(done);
  const key = `${deps.tenant}/exports/${asked.id}-${sha256(page).slice(0, 12)}.html`;
  await keep(key, page, 'text/html; charset=utf-8');
  const kept = await commit(deps, { action: 'simulating.run' }, [
    putSimulation(deps.tenant, { ...done, key }),
  ]);
  return kept.ok || kept.code === 'table.stale' ? ok(undefined) : kept;
};

const resultOf = async (asked: Simulation, deps: Deps) => {
  const { trial } = asked;
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, asked.entity)!;
  const past = await readPast(asked, entity, deps);
  const about = { facts: factsOf(past, trial.kind), assumptions: assumptionsOf(asked) };
  if (trial.kind === 'credit') {
    const a = (await read(creditRules(deps.tenant))) ?? HOUSE_RULES;
    const credit = await creditIn(past.history.orders, deps);
    const b = { ...trial.draft, version: a.version + 1 };
    return ok({ ...simulateCredit(asked, past, { a, b, credit }), ...about });
  }
  if (trial.kind === 'discount') {
    const snapshots = await snapshotsOf(past.history.invoices, deps);
    return ok({ ...simulateDiscount(asked, past, { trial, snapshots }), ...about });
  }
  const today = localDate(asked.requestedAt, entity.zone);
  const books = await booksNow(trial, today, deps);
  if (!books.ok) return books;
  const { a, b, draft } = books.value;
  const versions = [
    ...(await versionsOf([...a, ...b.filter((one) => one.policy !== trial.policy)], deps)).values(),
  ];
  const { hours } = mailingFrom(await recallAll(mailingOf(deps.tenant), true)).rules;
  const charging = (await recallOr(lateChargeRules(deps.tenant), NO_RULES)).version > 0;
  const ruling = { version: among([...versions, draft]), charging, forwardDays: trial.forwardDays };
  const calendar = calendarOf({ ...asked, now: asked.requestedAt }, { hours, zone: entity.zone });
  const said = simulateDunning(asked, past, {
    a: { ...ruling, held: a },
    b: { ...ruling, held: b },
    calendar,
    reachesToday: asked.to >= today,
  });
  return ok({ ...said, ...about });
};

const viewed = async ({ key, ...one }: Simulation) => ({
  ...one,
  ...(key !== undefined && {
    url: await linkTo(key, `simulation-${one.trial.kind}-${one.to}.html`, LINK_SECONDS),
  }),
});
