/** What a night changes of one thing that is watched, in one commit: what is remembered of it, warnings that are raised, and those that are cleared. */
import { announce } from '../kernel/events.ts';
import { canonical } from '../kernel/fields.ts';
import type { Money } from '../kernel/money.ts';
import { ok } from '../kernel/result.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, untilFresh, write } from '../runtime/table.ts';
import type { Night } from './reading.ts';
import { scoresWith, turned, type Judged } from './rules.ts';
import { putWarning, putWatch, warningById, warningsAbout, watchOf } from './store.ts';
import {
  isLive,
  WarningCleared,
  WarningRaised,
  type About,
  type ClearedWhy,
  type Warning,
} from './warning.ts';
import type { Watch } from './watch.ts';
import { reasonOf } from './reason.ts';

interface Watched {
  readonly subject: string;
  readonly about: About;
  readonly score?: number | undefined;
  readonly judge: (scores: Watch['scores']) => readonly Judged[];
  /** Asked for only where a warning is raised. */
  readonly open: () => Promise<Money[]>;
  /** Why nothing is judged of it any more. */
  readonly gone?: ClearedWhy | undefined;
}

/** Nothing is written where nothing changed. A second run of the night finds what stands, and raises nothing again. */
export const turn = async (
  { subject, about, score, judge, open, gone }: Watched,
  { policy: { quietDays }, today }: Night,
  deps: Deps,
): Promise<void> => {
  const { tenant } = deps;
  const done = await untilFresh(async () => {
    const before = (await read(watchOf(tenant, subject))) ?? { subject, version: 0, scores: [], live: {} };
    const scores = scoresWith(before.scores, score, today);
    const idFor = ({ line }: Judged) => idOfCause('wrn', `${today}T00:00:00Z`, subject, line);
    const { live, raised, cleared } = turned(before.live, judge(scores), { today, quietDays, idFor });
    if (canonical([before.scores, before.live]) === canonical([scores, live])) return ok(undefined);
    const watch = putWatch(tenant, { ...before, version: before.version + 1, scores, live });
    if (raised.length + cleared.length === 0) return write(watch);
    const amounts = raised.length === 0 ? [] : await open();
    const fresh = raised.map((one) => raisedNow(idFor(one), one, { about, open: amounts, on: today }, deps));
    const known = await readAll(cleared.map(({ id }) => warningById(tenant, id)));
    const ended = known.filter(isLive).map((one) => {
      const { why } = cleared.find(({ id }) => id === one.id)!;
      return clearedNow(one, gone ?? why, deps);
    });
    return commit(
      deps,
      {
        action: 'warnings.turn',
        subject,
        events: [...fresh.map(raisedFact), ...ended.map(clearedFact)],
      },
      [watch, ...[...fresh, ...ended].map((one) => putWarning(tenant, one))],
    );
  });
  if (!done.ok) throw new Error(done.detail);
};

const raisedNow = (
  id: Warning['id'],
  { kind, figure, before, threshold }: Judged,
  { about, open, on }: { about: About; open: Money[]; on: Warning['on'] },
  { now: at }: Deps,
): Warning => ({
  ...about,
  id,
  version: 1,
  kind,
  figure,
  ...(before !== undefined && { before }),
  threshold,
  state: 'RAISED',
  reason: reasonOf({ kind, figure, before, threshold }),
  open,
  on,
  at,
});

/** Of an erased customer nothing stays that somebody typed. */
const clearedNow = ({ acknowledged, ...one }: Warning, why: ClearedWhy, { now: at }: Deps): Warning => ({
  ...one,
  version: one.version + 1,
  ...(acknowledged && {
    acknowledged: why === 'erased' ? { by: acknowledged.by, at: acknowledged.at } : acknowledged,
  }),
  state: 'CLEARED',
  cleared: one.cleared ?? { at, why },
});

const named = ({ id: warningId, kind, customerId, creditId, entity }: Warning) => ({
  warningId,
  kind,
  ...(customerId !== undefined && { customerId }),
  ...(creditId !== undefined && { creditId }),
  ...(entity !== undefined && { entity }),
});
const raisedFact = (one: Warning) => {
  const { figure, before, threshold, reason, open } = one;
  const said = { figure, ...(before !== undefined && { before }), threshold, reason, open };
  return announce(WarningRaised, one.id, { ...named(one), ...said });
};
const clearedFact = (one: Warning) =>
  announce(WarningCleared, one.id, { ...named(one), why: one.cleared!.why });

/** A commit has room for a hundred; what is over is done by the next night. */
const MOST = 90;
/**
 * Of a customer that was erased or merged nothing is watched any more: what stands is cleared, and what is remembered goes. A note may stand
 * where nothing is watched: of an erased one it is looked for every night.
 */
export const letGo = async (customerId: string, why: ClearedWhy, deps: Deps): Promise<void> => {
  const { tenant } = deps;
  const done = await untilFresh(async () => {
    const watch = await read(watchOf(tenant, customerId));
    const isWatched = watch && (watch.scores.length > 0 || Object.keys(watch.live).length > 0);
    if (!isWatched && why !== 'erased') return ok(undefined);
    const left = (await all(warningsAbout(tenant, customerId))).filter(
      (one) => isLive(one) || (why === 'erased' && one.acknowledged?.note !== undefined),
    );
    if (!isWatched && left.length === 0) return ok(undefined);
    const some = left.slice(0, MOST);
    const emptied = some.length === left.length && { scores: [], live: {} };
    const ended = some.map((one) => clearedNow(one, why, deps));
    const events = some.flatMap((one, at) => (isLive(one) ? [clearedFact(ended[at]!)] : []));
    return commit(deps, { action: 'warnings.let_go', subject: customerId, events }, [
      ...(isWatched ? [putWatch(tenant, { ...watch, ...emptied, version: watch.version + 1 })] : []),
      ...ended.map((one) => putWarning(tenant, one)),
    ]);
  });
  if (!done.ok) throw new Error(done.detail);
};
