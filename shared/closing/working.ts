/** Worker: looks a month through as it was asked to, and closes it where nothing blocks; however many entries it has. */
import { GENESIS } from '../audit/chain.ts';
import { keepLeft } from '../figures/keeping.ts';
import { carriedKey, carriedOf } from '../insights/carried.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Entry } from '../ledger/entry.ts';
import { PeriodChecked, PeriodClosed, type Check, type Period } from '../ledger/period.ts';
import { periodOf } from '../ledger/store.ts';
import { keep } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { readEach, untilFresh, write } from '../runtime/table.ts';
import { sealedOf, sealOf } from './chain.ts';
import { checksOf, snapshotOf } from './checklist.ts';
import { keepMoved, opened, revalue, subjectOf, type Opened, type Place } from './moving.ts';
import { actsOf, foundFor, revaluedAt } from './reading.ts';
import { closedWith, lastDayOf, mayClose, monthBefore, type Books } from './rules.ts';
import { putSealed } from './store.ts';

/** Done once for as many messages as ask: what was asked for is off the month in the commit that answers it. */
export const workOn = (place: Place, deps: Deps) => untilFresh(() => workOnce(place, deps));

const workOnce = async (place: Place, deps: Deps) => {
  const found = await opened(place, deps);
  if (!found.ok) return found;
  const { asked } = found.value.period;
  return asked ? lookThrough(found.value, asked, { ...deps, actor: asked.by }) : ok(found.value.period);
};

/**
 * Foreign items first, in a commit of their own: the seal is of all entries that there are. Who dies in between finds them booked. Whoever
 * books an adjustment meanwhile has moved the month, and it is sealed anew.
 */
const lookThrough = async (
  books: Opened,
  asked: NonNullable<Period['asked']>,
  deps: Deps,
): Promise<Result<Period, 'once.taken' | 'table.stale'>> => {
  const { entity, first, period } = books;
  const { month } = period;
  const seen = await foundFor(entity, { ...books, month }, deps);
  const { revalued, missing } = await revaluedAt(entity, month, seen, deps);
  const checks = checksOf(period, seen, missing);
  const looked = answered(period, checks, deps);
  // A month that was opened again since is not closed by who asked before.
  const closes = asked.what === 'close' && !mayClose(books, first) && named(checks, 'blocks').length === 0;
  if (!closes)
    return keepMoved(
      { period: looked },
      { action: 'closing.check', events: [toldOf(period, asked.what, checks)] },
      deps,
    );
  if (period.revalued === undefined) {
    const kept = await revalue(books, revalued, deps);
    return kept.ok ? refuse('table.stale', 'The month was revalued: it is closed by what it is now.') : kept;
  }
  const { after, closed } = await sealed(books, { ...looked, version: period.version }, seen, deps);
  return keepMoved(after, { action: 'closing.close', events: [closed] }, deps);
};

/** What of the month is on the table now, tied to the month before. */
const sealed = async (
  { entity, first, opened: start, shut }: Opened,
  period: Period,
  { positions, entries }: Pick<Awaited<ReturnType<typeof foundFor>>, 'positions' | 'entries'>,
  deps: Deps,
): Promise<{ after: Books; closed: Fact }> => {
  const { month } = period;
  const before = month === first ? undefined : monthBefore(month);
  const [last] = before ? await readEach(periodOf(deps.tenant, entity.id, before)) : [];
  const acts = await actsOf(entity.id, month, deps);
  const snapshot = snapshotOf(
    positions,
    acts.map((act) => act['entry'] as Entry),
  );
  const seal = sealOf(month, last?.closed?.seal.seal ?? GENESIS, acts, snapshot);
  const place = { entity: entity.id, month, seal: seal.seal };
  // Reports go on from here (insights, figures); as with the entries, what another try leaves has another seal in its key.
  const carried = carriedOf(entries, lastDayOf(month));
  await keep(carriedKey(deps.tenant, entity.id, month, seal.seal), carried, 'application/gzip');
  await keepLeft({ entity, month, seal: seal.seal, opened: start }, deps);
  for (const part of putSealed(deps.tenant, place, sealedOf(acts))) await write(part);
  const fact = { ...place, previous: seal.previous, entries: seal.entries };
  return {
    after: closedWith({ period, shut }, first, { at: deps.now, by: deps.actor }, { snapshot, seal }),
    closed: announce(PeriodClosed, subjectOf(period), fact),
  };
};

const answered = (period: Period, checks: Check[], { now: at }: Deps): Period => ({
  ...without(period, 'asked'),
  version: period.version + 1,
  checked: { at, checks },
});
const named = (checks: readonly Check[], verdict: Check['verdict']) =>
  checks.filter((one) => one.verdict === verdict).map(({ check }) => check);
const toldOf = ({ entity, month }: Period, asked: 'check' | 'close', checks: readonly Check[]): Fact =>
  announce(PeriodChecked, subjectOf({ entity, month }), {
    entity,
    month,
    asked,
    blocks: named(checks, 'blocks'),
    warns: named(checks, 'warns'),
  });
