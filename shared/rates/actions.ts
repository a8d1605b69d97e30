import { tenantById } from '../access/store.ts';
import { houseDay } from '../access/tenant.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import type { ratesApi } from './api.ts';
import type { RateDay } from './rate.ts';
import { latestOf, saidBy, type Said } from './rules.ts';
import { putRates, rateDay, rateDays, ratesFor } from './store.ts';

export const actions: ActionsOf<typeof ratesApi, Deps> = {
  setRate: async ({ base, quote, date, rate, source }, deps) => {
    if (base === quote) return refuse('rates.same_currency', 'A currency has no rate to itself.');
    if (date > (await today(deps))) return future(date);
    return untilFresh(async () => {
      const before = await read(rateDay(deps.tenant, base, date));
      const after = taken(before, { base, day: date, rates: { [quote]: rate } }, source, deps);
      const answer = { base, quote, day: date, ...(after ?? before)!.rates[quote]! };
      if (!after) return ok(answer);
      const kept = await commit(deps, { action: 'rates.set' }, putRates(deps.tenant, after));
      return kept.ok ? ok(answer) : kept;
    });
  },
  getRate: async ({ base, quote, date, maxAgeDays }, { tenant }) => {
    const rate = latestOf(await readAll(ratesFor(tenant, base, date, maxAgeDays)), quote);
    return rate
      ? ok(rate)
      : refuse(
          'rates.none',
          `There is no rate of ${base} in ${quote} on ${date} or ${maxAgeDays} days before.`,
        );
  },
  listRates: async ({ base, ...page }, { tenant }) => listed(await list(rateDays(tenant, base), page)),
  importRates: async ({ source, content }, deps) => {
    const said = saidBy(content);
    if (!said.ok) return said;
    const last = said.value.map(({ day }) => day).reduce((a, b) => (a > b ? a : b));
    if (last > (await today(deps))) return future(last);
    const sums = { base: 'EUR', days: said.value.length, changed: 0, rates: 0 };
    for (const { rates } of said.value) sums.rates += Object.keys(rates).length;
    // The key and the answer stand in the last commit: whoever comes again with half of it done does the other half.
    for (let at = 0; at < said.value.length; at += DAYS_AT_ONCE) {
      const isLast = at + DAYS_AT_ONCE >= said.value.length;
      const some = said.value.slice(at, at + DAYS_AT_ONCE);
      const kept = await untilFresh(() =>
        bring(some, source, sums, isLast ? deps : { ...deps, once: undefined }),
      );
      if (!kept.ok) return kept;
      sums.changed += kept.value;
    }
    return ok(sums);
  },
};

const today = async ({ tenant, now }: Deps): Promise<string> =>
  houseDay((await recall(tenantById(tenant)))!, now);
const future = (day: string) => refuse('rates.future', `${day} is in the future: nobody knows its rates.`);

/** Two writes a day, below the hundred of a transaction. */
const DAYS_AT_ONCE = 40;
const bring = async (
  some: readonly Said[],
  source: string,
  sums: { base: string; days: number; changed: number; rates: number },
  deps: Deps,
) => {
  const there = await readAll(some.map(({ day }) => rateDay(deps.tenant, 'EUR', day)));
  const before = new Map(there.map((one) => [one.day, one]));
  const changed = some.flatMap(
    (one) => taken(before.get(one.day), { base: 'EUR', ...one }, source, deps) ?? [],
  );
  const writes: Write<'table.stale'>[] = changed.flatMap((one) => putRates(deps.tenant, one));
  const answer = { ...sums, changed: sums.changed + changed.length };
  if (writes.length === 0 && !deps.once) return ok(0);
  const kept = await commit(deps, { action: 'rates.import', answer }, writes);
  return kept.ok ? ok(changed.length) : kept;
};

/** The day with what is new in it; undefined where nothing is. */
const taken = (
  before: RateDay | undefined,
  { base, day, rates }: Said & { readonly base: string },
  source: string,
  { now, actor }: Deps,
): RateDay | undefined => {
  const version = (before?.version ?? 0) + 1;
  const fresh = Object.entries(rates).filter(([quote, rate]) => {
    const known = before?.rates[quote];
    return known?.rate !== rate || known.source !== source;
  });
  if (fresh.length === 0) return undefined;
  const added = Object.fromEntries(fresh.map(([quote, rate]) => [quote, { rate, source, version }]));
  return { base, day, version, rates: { ...before?.rates, ...added }, at: now, by: actor };
};
