/** Every night: looks at each invariant of each legal entity and of the company, twice where something is wrong, and keeps what was found. */
import { tenantById } from '../access/store.ts';
import { houseDay, type Tenant } from '../access/tenant.ts';
import { faultsIn } from '../audit/chain.ts';
import { actsToldOf } from '../audit/sealing.ts';
import { sealsOf } from '../audit/store.ts';
import type { Instant } from '../kernel/dates.ts';
import { allAccounts } from '../credit/store.ts';
import { announce } from '../kernel/events.ts';
import { checkpoint } from '../risk/store.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { all, commit, each, list, read, recall, untilFresh } from '../runtime/table.ts';
import { evidenceOf } from './gathering.ts';
import { heardUpTo, nightOf, papersOf } from './papers.ts';
import { densityOf } from './numbers.ts';
import {
  INVARIANTS,
  InvariantsViolated,
  type InvariantId,
  type InvariantRun,
  type Outcome,
} from '../ledger/invariant.ts';
import type { Judged, Look } from './evidence.ts';
import { foundAgain, RULES } from './invariants.ts';
import { exposureOf, isUnsealed } from './rules.ts';
import { auditOf, putRun, runOf, runs } from './store.ts';

const MOST_EXAMPLES = 10;

export const proveBooks = async (deps: Deps): Promise<void> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const day = houseDay(tenant, deps.now);
  const last = await heardUpTo(each(runs(deps.tenant)));
  const outcomes = [
    ...(await ofEntities(tenant, last, deps)),
    ...(await ofNumbers(tenant, day, deps)),
    await ofCompany('credit.exposure', exposure, deps),
    await ofCompany('acts.chained', chain, deps),
  ].toSorted((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
  const broken = outcomes.filter(({ state }) => state !== 'HOLDS');
  for (const { id, entity, state, violations } of broken)
    log.warn('invariant.broken', { code: id, entity, state, violations });
  measure('invariantsBroken', broken.length);
  const kept = await untilFresh(async () => {
    const before = await read(runOf(deps.tenant, day));
    const version = (before?.version ?? 0) + 1;
    const run: InvariantRun = { day, version, at: deps.now, broken: broken.length, outcomes };
    const events = broken.length > 0 ? [announce(InvariantsViolated, `day_${day}`, toldOf(run))] : [];
    return commit(deps, { action: 'operations.prove_books', events }, [putRun(deps.tenant, run)]);
  });
  if (!kept.ok) throw new Error(kept.detail);
};
const ORDER = Object.keys(INVARIANTS);

const toldOf = ({ day, outcomes }: InvariantRun) => ({
  day,
  outcomes: outcomes.flatMap(({ id, entity, state, violations, examples: [example] }) =>
    state === 'HOLDS'
      ? []
      : { id, ...(entity !== undefined && { entity }), state, violations, ...(example && { example }) },
  ),
});

type Found = Map<InvariantId, Judged> | undefined;
/** By legal entity; undefined where its books cannot be read. */
const look = async (tenant: Tenant, last: Instant | undefined, deps: Deps): Promise<Map<string, Found>> => {
  const night = nightOf(tenant, last, deps.now);
  const papers = await readable(() => papersOf(night, deps));
  const found = new Map<string, Found>();
  for (const entity of tenant.entities) {
    const evidence = papers && (await readable(() => evidenceOf(entity, papers, night, tenant, deps)));
    found.set(entity.id, evidence && new Map(JUDGED.map((id) => [id, RULES[id]!(evidence)])));
  }
  return found;
};
const JUDGED = Object.keys(RULES) as InvariantId[];

/** What one item of a company makes impossible keeps nobody from hearing the rest. */
const readable = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await ask();
  } catch (error) {
    log.error('invariants.unread', error);
    return undefined;
  }
};

const ofEntities = async (tenant: Tenant, last: Instant | undefined, deps: Deps): Promise<Outcome[]> => {
  const began = instant();
  let found = await look(tenant, last, deps);
  if ([...found.values()].some((one) => isWrong(one))) {
    const again = await look(tenant, last, deps);
    found = new Map([...found].map(([entity, one]) => [entity, both(one, again.get(entity))]));
  }
  return [...found].flatMap(([entity, one]) =>
    JUDGED.map((id) => outcomeOf(id, one?.get(id), { entity, on: deps.now, began })),
  );
};
const isWrong = (found: Found): boolean =>
  found === undefined || [...found.values()].some(({ violations }) => violations.length > 0);
const both = (first: Found, second: Found): Found =>
  first && second ? new Map([...first].map(([id, one]) => [id, foundAgain(one, second.get(id)!)])) : second;

const outcomeOf = (
  id: InvariantId,
  judged: Look | undefined,
  { entity, on, began }: { entity?: string | undefined; on: string; began: string },
): Outcome => ({
  id,
  ...(entity !== undefined && { entity }),
  state: stateOf(judged),
  checked: judged?.checked ?? 0,
  violations: judged?.violations.length ?? 0,
  examples: (judged?.violations ?? []).slice(0, MOST_EXAMPLES).map(({ what, where }) => ({ what, where })),
  on,
  tookMs: Date.parse(instant()) - Date.parse(began),
});

const stateOf = (judged: Look | undefined): Outcome['state'] => {
  if (judged && judged.violations.length > 0) return 'VIOLATED';
  return !judged || judged.unread ? 'UNREAD' : 'HOLDS';
};

/** What the audit of tonight's numbers found of each entity's series. */
const ofNumbers = async (tenant: Tenant, day: string, deps: Deps): Promise<Outcome[]> => {
  const began = instant();
  const audit = await readable(() => read(auditOf(deps.tenant, day)));
  return tenant.entities.map(({ id: entity }) => {
    return outcomeOf('numbers.dense', audit && densityOf(audit, entity), {
      entity,
      on: audit?.at ?? deps.now,
      began,
    });
  });
};

const ofCompany = async (
  id: InvariantId,
  ask: (deps: Deps) => Promise<Look>,
  deps: Deps,
): Promise<Outcome> => {
  const began = instant();
  const found = await readable(() => ask(deps));
  return outcomeOf(id, found, { on: found?.on ?? deps.now, began });
};

const exposure = async ({ tenant, now }: Deps): Promise<Look> => {
  const rebuild = (await read(checkpoint(tenant)))?.rebuild;
  const { data } = await list(allAccounts(tenant), { limit: 1 });
  return exposureOf(rebuild, data.length > 0, now);
};

const chain = async (deps: Deps): Promise<Look> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const seals = await all(sealsOf(deps.tenant));
  const violations = faultsIn(seals).map(({ day, why }) => ({ what: why, where: [day] }));
  // The last one is of yesterday or, before it is sealed, of the day before.
  for (const { day, records, digest } of seals.slice(0, 2))
    if ((await actsToldOf(deps, day)).digest !== digest)
      violations.push({ what: `not the ${records} acts that were sealed`, where: [day] });
  return { checked: seals.length, violations, unread: isUnsealed(seals[0]?.day, tenant.openedAt, deps.now) };
};
