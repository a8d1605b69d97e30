/** Takes usage records: each once, for ever, and with it the sum of its day. */
import { localDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, readAll } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { standingOf, type Found } from './billing.ts';
import { inForceOn } from './periods.ts';
import { putOpenUsage, putUsageRecord, usageRecord } from './store.ts';
import type { UsageRecord } from './subscription.ts';
import { stateOn } from './timeline.ts';
import { counted } from './usage.ts';

/** A partner's clock may be ahead of ours by so much. */
const AHEAD_MS = 300_000;

export const recorded = async (id: string, records: readonly UsageRecord[], deps: Deps) => {
  const { tenant, now } = deps;
  const found = await standingOf(id, deps);
  if (!found) return refuse('subscriptions.unknown', `There is no subscription ${id}.`);
  const { subscription, usage } = found;
  if (
    stateOn(subscription, localDate(now, subscription.zone)) === 'ENDED' ||
    subscription.dueOn === undefined
  )
    return refuse('subscriptions.ended', 'The subscription is over.');
  const wrong = records.flatMap((record, at) => faultsOf(record, at, records, found, now));
  if (wrong.length > 0)
    return refuse('subscriptions.usage_invalid', 'Some records cannot be counted; none was.', wrong);
  const known = new Map(
    (await readAll(records.map((record) => usageRecord(tenant, id, record.id)))).map((one) => [one.id, one]),
  );
  const other = records.findIndex(
    (record) => known.has(record.id) && canonical(known.get(record.id)) !== canonical(record),
  );
  if (other >= 0)
    return refuse('subscriptions.usage_conflict', 'A record came before with another content.', [
      { pointer: `/records/${other}/id`, detail: 'is known' },
    ]);
  const fresh = records.filter((record) => !known.has(record.id));
  const answer = { counted: fresh.length, known: records.length - fresh.length };
  const days = counted(
    usage.days,
    fresh.map(({ at, ...record }) => ({ ...record, day: localDate(at, subscription.zone) })),
  );
  const kept = await commit(
    follow(deps, [subscription]),
    { action: 'subscriptions.usage', subject: id, answer },
    fresh.length === 0
      ? []
      : [
          putOpenUsage(tenant, id, { version: usage.version + 1, days }),
          ...fresh.map((record) => putUsageRecord(tenant, id, record)),
        ],
  );
  return kept.ok ? ok(answer) : kept;
};

const faultsOf = (
  { id, meter, at }: UsageRecord,
  index: number,
  records: readonly UsageRecord[],
  { subscription, plans }: Found,
  now: string,
): { pointer: string; detail: string }[] => {
  const day = localDate(at, subscription.zone);
  const say = (field: string, detail: string) => [{ pointer: `/records/${index}/${field}`, detail }];
  if (records.findIndex((one) => one.id === id) !== index) return say('id', 'comes twice');
  if (Date.parse(at) > Date.parse(now) + AHEAD_MS) return say('at', 'must not be in the future');
  if (day < subscription.start) return say('at', `must not be before ${subscription.start}`);
  const meters = plans(inForceOn(subscription.terms, day)).usage.map((one) => one.meter);
  return meters.includes(meter)
    ? []
    : say('meter', meters.length === 0 ? 'the plan has no meters' : `must be one of ${meters.join(', ')}`);
};
