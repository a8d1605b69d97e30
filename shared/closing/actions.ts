/** Finance looks at a month, shuts it, and later proves that it is what it was. */
import { ask } from '../approvals/asking.ts';
import { GENESIS } from '../audit/chain.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { monthOf, monthsBetween } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { overEverywhere } from '../kernel/period.ts';
import { ok, refuse } from '../kernel/result.ts';
import { PeriodAsked } from '../ledger/period.ts';
import { entry } from '../ledger/rules.ts';
import { periodsOf, putPeriod } from '../ledger/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { all, commit, untilFresh } from '../runtime/table.ts';
import type { closingApi } from './api.ts';
import { differences, digestOf, follows, sealedOf } from './chain.ts';
import type { Verification } from './closing.ts';
import { keepMoved, opened, reopenPeriod, subjectOf, type Opened } from './moving.ts';
import { actsOf } from './reading.ts';
import { lastDayOf, mayClose, softClosed, stateOf, whyNot } from './rules.ts';
import { sealedEntries } from './store.ts';
import { headOf, isLocked, keepTax } from './tax.ts';

const MOST_FAULTS = 100;

export const actions: ActionsOf<typeof closingApi, Deps> = {
  listPeriods: async ({ entity }, deps) => {
    const now = await opened({ entity, month: monthOf(deps.now) }, deps);
    if (!now.ok)
      return now.code === 'closing.entity_unknown' ? refuse(now.code, now.detail) : ok({ entity, data: [] });
    const { first, today } = now.value;
    const months = monthsBetween(first, monthOf(today)).toReversed();
    return ok({ entity, data: months.map((month) => headOf(month, now.value)) });
  },
  getPeriod: async (place, deps) => {
    const found = await opened(place, deps);
    if (!found.ok) return found;
    const { period, shut } = found.value;
    const { version: _, ...shown } = period;
    const closesFrom = new Date(Date.parse(overEverywhere(place.month)) + 3_600_000).toISOString();
    return ok({
      ...shown,
      taxLocked: headOf(place.month, { shut }).taxLocked,
      closesFrom,
    });
  },
  softClosePeriod: ({ reason, ...place }, deps) =>
    untilFresh(async () => {
      const found = await opened(place, deps);
      if (!found.ok) return found;
      const after = softClosed(found.value, found.value.first, { at: deps.now, by: deps.actor }, reason);
      return after.ok ? keepMoved(after.value, { action: 'closing.soft_close' }, deps) : after;
    }),
  checkPeriod: (place, deps) =>
    untilFresh(async () => {
      const found = await opened(place, deps);
      return found.ok ? askFor('check', found.value, deps) : found;
    }),
  closePeriod: (place, deps) =>
    untilFresh(async () => {
      const found = await opened(place, deps);
      if (!found.ok) return found;
      return mayClose(found.value, found.value.first) ?? askFor('close', found.value, deps);
    }),
  reopenPeriod: (asked, deps) => reopenPeriod(asked, deps),
  lockTax: ({ entity, month }, deps) =>
    untilFresh(async () => {
      const found = await opened({ entity, month }, deps);
      if (!found.ok) return found;
      const { shut, first } = found.value;
      const stands = whyNot(month, first, deps.now);
      if (stands) return stands;
      if (headOf(month, { shut }).taxLocked) return refuse('closing.state', `The tax of ${month} is locked.`);
      return keepTax({ entity, month, through: month }, shut, deps);
    }),
  unlockTax: async ({ entity, month, reason }, deps) => {
    const found = await opened({ entity, month }, deps);
    if (!found.ok) return found;
    return (
      isLocked(found.value) ??
      ask(
        {
          operation: 'closing.unlock_tax',
          subject: `${entity} ${month}`,
          scope: 'periods:write',
          summary: `The tax of ${month} and of all after it, which was declared, unlocked for ${entity}: ${reason}.`,
          input: { entity, month, reason },
        },
        deps,
      )
    );
  },
  adjust: ({ on: wanted, currency, memo, lines, ...place }, deps) => {
    const source = newId('adj');
    return untilFresh(async () => {
      const found = await opened(place, deps);
      if (!found.ok) return found;
      const { entity, period, shut, today } = found.value;
      if (stateOf(place.month, shut) === 'CLOSED')
        return refuse('closing.state', `${place.month} is CLOSED.`);
      const last = lastDayOf(place.month) < today ? lastDayOf(place.month) : today;
      const on = wanted ?? last;
      if (monthOf(on) !== place.month || on > last)
        return refuse(
          'closing.adjustment',
          `An adjustment is booked on a day of ${place.month} that has come.`,
          [{ pointer: '/on', detail: `must be a day of ${place.month}, and not after ${last}` }],
        );
      const off = lines.reduce((sum, { minor }) => sum + minor, 0);
      if (off !== 0)
        return refuse('closing.adjustment', `The lines are off by ${off} minor units.`, [
          { pointer: '/lines', detail: 'must add up to 0' },
        ]);
      const booked = entry({
        entity: entity.id,
        on,
        currency,
        kind: 'adjustment',
        source,
        memo,
        lines: [...lines],
      });
      if (!booked)
        return refuse('closing.adjustment', 'Nothing is booked by it.', [
          { pointer: '/lines', detail: 'must have amounts' },
        ]);
      const answer = { source, on, currency, lines: booked.lines };
      // The month moves with it, so that no seal is made of less than there is.
      const kept = await commit(
        deps,
        {
          action: 'closing.adjust',
          subject: `${entity.id} ${place.month}`,
          entry: booked,
          adjusts: true,
          answer,
        },
        [
          putPeriod(deps.tenant, {
            ...period,
            version: period.version + 1,
            adjustments: period.adjustments + 1,
          }),
        ],
      );
      return kept.ok ? ok(answer) : kept;
    });
  },
  verifyLedger: async (place, deps) => {
    const found = await opened(place, deps);
    if (!found.ok) return found;
    const { entity, period, shut, first } = found.value;
    const state = stateOf(place.month, shut);
    const closed = shut.closed === undefined ? [] : monthsBetween(first, shut.closed);
    const seals = await chainFaults(entity.id, closed, deps);
    const acts = await actsOf(entity.id, place.month, deps);
    const now = sealedOf(acts);
    const answer = { month: place.month, state, entries: now.length };
    const seal = period.closed?.seal;
    if (state !== 'CLOSED' || !seal) return ok({ ...answer, intact: seals.length === 0, faults: [], seals });
    const then = (await all(sealedEntries(deps.tenant, entity.id, place.month, seal.seal))).flat();
    const faults = differences(then, now);
    // The list of what was sealed is only a list: whoever wrote to it as well has the seal against him.
    if (faults.length === 0 && digestOf(acts).digest !== seal.digest)
      seals.push({ month: place.month, fault: 'unlisted' });
    return ok({
      ...answer,
      intact: faults.length === 0 && seals.length === 0,
      sealed: then.length,
      faults: faults.slice(0, MOST_FAULTS),
      seals,
    });
  },
};

/** Noted on the month; its event has the worker look. Asked for again it is announced again: the worker before may be dead. */
const askFor = (wanted: 'check' | 'close', { period }: Opened, deps: Deps) => {
  // Who wants it closed is told all that a look would say.
  const what = period.asked?.what === 'close' ? 'close' : wanted;
  const place = { entity: period.entity, month: period.month };
  return keepMoved(
    {
      period: {
        ...period,
        version: period.version + 1,
        asked: { what, at: deps.now, by: deps.actor },
      },
    },
    { action: `closing.ask_${wanted}`, events: [announce(PeriodAsked, subjectOf(place), place)] },
    deps,
  );
};

/** All seals follow from themselves and from the month before. */
const chainFaults = async (
  entity: string,
  months: readonly string[],
  { tenant }: Deps,
): Promise<Verification['seals']> => {
  const periods = await all(periodsOf(tenant, entity));
  let previous = GENESIS;
  return months.flatMap((month): Verification['seals'] => {
    const closed = periods.find((one) => one.month === month)?.closed;
    const before = previous;
    previous = closed?.seal.seal ?? '';
    if (!closed) return [{ month, fault: 'missing' }];
    if (!follows(month, closed.seal, closed.snapshot)) return [{ month, fault: 'changed' }];
    return closed.seal.previous === before ? [] : [{ month, fault: 'torn' }];
  });
};
