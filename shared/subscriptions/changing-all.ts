/**
 * A price for all subscribers of a plan: announced part by part, each subscription in a commit of its own by what changes single ones.
 * A part that is done again finds them done.
 */
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, read, recall, untilFresh } from '../runtime/table.ts';
import { announcedAfter } from './announced.ts';
import { makeChange } from './changing.ts';
import { fitsPrice, wholeOf, type Plans } from './difference.ts';
import { inForceOn } from './periods.ts';
import type { Plan } from './plan.ts';
import { planOn, plansOf } from './plans.ts';
import { MOST_REFUSED, PriceChangeView, type PriceChange } from './price-change.ts';
import {
  planHead,
  planVersion as versionOf,
  priceChange,
  priceChanges,
  putPriceChange,
  subscriptions,
} from './store.ts';
import { PriceChangeGoesOn, type Subscription } from './subscription.ts';
import { changed } from './timeline.ts';
import type { ChangePrices } from './wanted.ts';

type Asked = ChangePrices & { readonly plan: string };
type Counts = PriceChange['counts'];

/** Subscriptions of one invocation. */
const PART = 50;
/** A preview looks at so many, in pages of a hundred. */
const MOST_PREVIEWED = 2_000;

/** One at a time of a plan: the newest must be done before the next begins. */
export const changePrices = (asked: Asked, deps: Deps) =>
  untilFresh(async () => {
    const { tenant, now, actor } = deps;
    const target = await targetOf(asked, deps);
    if (!target.ok) return target;
    const [last] = (await list(priceChanges(tenant, asked.plan), { limit: 1 })).data;
    if (last && isUnderWay(last))
      return refuse('subscriptions.price_change_under_way', `Number ${last.number} is ${last.state}.`);
    const change: PriceChange = {
      plan: asked.plan,
      number: (last?.number ?? 0) + 1,
      version: 1,
      planVersion: target.value.version,
      noticeDays: asked.noticeDays,
      currency: target.value.currency,
      state: 'RUNNING',
      counts: NONE,
      refusals: [],
      part: 0,
      at: now,
      by: actor,
    };
    return begun(change, 'subscriptions.change_prices', deps);
  });

/** Whoever has not got it yet keeps the price; where it has begun it stays. */
export const takeBackPrices = ({ plan, number }: { plan: string; number: number }, deps: Deps) =>
  untilFresh(async () => {
    const before = await read(priceChange(deps.tenant, plan, number));
    if (!before) return refuse('subscriptions.price_change_unknown', `${plan} has no such change of prices.`);
    if (before.state === 'TAKING_BACK' || before.state === 'TAKEN_BACK')
      return refuse('subscriptions.price_change_taken_back', `It is ${before.state}.`);
    const { doneAt: _, cursor: __, ...rest } = before;
    const next = {
      ...rest,
      version: before.version + 1,
      state: 'TAKING_BACK' as const,
      part: before.part + 1,
    };
    return begun(next, 'subscriptions.take_back_prices', deps);
  });

const begun = async (change: PriceChange, action: string, deps: Deps) => {
  const answer = PriceChangeView.parse(change);
  const kept = await commit(deps, { action, subject: nameOf(change), events: [goesOn(change)], answer }, [
    putPriceChange(deps.tenant, change),
  ]);
  return kept.ok ? ok(answer) : kept;
};
const nameOf = ({ plan, number }: PriceChange): string => `${plan}#${number}`;
const goesOn = (change: PriceChange) => {
  const { plan, number, part } = change;
  return announce(PriceChangeGoesOn, nameOf(change), { plan, number, part });
};
const isUnderWay = ({ state }: PriceChange): boolean => state === 'RUNNING' || state === 'TAKING_BACK';
const NONE: Counts = { looked: 0, announced: 0, refused: 0, takenBack: 0, beforeMinor: 0, afterMinor: 0 };

const targetOf = async ({ plan, planVersion }: Asked, deps: Deps) =>
  planOn(
    plan,
    deps.now.slice(0, 10),
    deps,
    planVersion ?? (await read(planHead(deps.tenant, plan)))?.version ?? 0,
  );

/** Worker: the next part, and word of the one after it. A message that comes again finds the change further on. */
export const announcePrices = async (
  { plan, number, part }: { plan: string; number: number; part: number },
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const { tenant, now } = deps;
  const change = (await read(priceChange(tenant, plan, number)))!;
  if (!isUnderWay(change) || change.part !== part) return ok(undefined);
  const page = await list(subscriptions(tenant), { limit: PART, cursor: change.cursor });
  let counts: Counts = { ...change.counts, looked: change.counts.looked + page.data.length };
  const refusals = [...change.refusals];
  for (const one of page.data) {
    if (!one.terms.some((term) => term.plan === plan)) continue;
    const done = await (change.state === 'RUNNING' ? tell : takeBack)(one, change, deps);
    counts = added(counts, done);
    if (done.code !== undefined) refusals.push({ subscriptionId: one.id, code: done.code });
  }
  const { cursor: _, ...rest } = change;
  const more = page.nextCursor !== undefined;
  const next: PriceChange = {
    ...rest,
    version: change.version + 1,
    counts: change.state === 'RUNNING' ? counts : { ...counts, looked: change.counts.looked },
    refusals: refusals.slice(0, MOST_REFUSED),
    part: part + 1,
    ...(more
      ? { cursor: page.nextCursor }
      : { state: change.state === 'RUNNING' ? ('DONE' as const) : ('TAKEN_BACK' as const), doneAt: now }),
  };
  const act = {
    action: 'subscriptions.price_change_part',
    subject: nameOf(change),
    events: more ? [goesOn(next)] : [],
  };
  const kept = await commit(deps, act, [putPriceChange(tenant, next)]);
  // Somebody else did the same part at the same moment: what they counted stands.
  return kept.ok || kept.code === 'table.stale' ? ok(undefined) : kept;
};

type Done = Partial<Omit<Counts, 'looked'>> & { readonly code?: string };
const added = (counts: Counts, { code: _, ...done }: Done): Counts => ({
  ...counts,
  ...Object.fromEntries(
    Object.entries(done).map(([name, more]) => [name, counts[name as keyof Counts] + more]),
  ),
});

/** What is so already, or is over, or has another plan by then, is no news of the change. */
const NO_NEWS: ReadonlySet<string> = new Set([
  'subscriptions.ended',
  'subscriptions.other_plan',
  'subscriptions.nothing_changes',
]);

const tell = async (one: Subscription, change: PriceChange, deps: Deps): Promise<Done> => {
  const { planVersion, noticeDays, number } = change;
  const said = { change: 'price', planVersion, noticeDays } as const;
  const done = await untilFresh(() => makeChange(one.id, said, deps, number));
  if (!done.ok && !NO_NEWS.has(done.code)) return { refused: 1, code: done.code };
  // Whoever died in the middle of a part has announced some of it before.
  const now = done.ok ? done.value : one;
  const term = now.terms.find(({ announced }) => announced?.change === number);
  return term ? worthOf(term, change, await bothPlans(term, deps)) : {};
};

const takeBack = async (one: Subscription, { number }: PriceChange, deps: Deps): Promise<Done> => {
  if (!announcedAfter(one.terms, localDate(deps.now, one.zone), number)) return {};
  const done = await untilFresh(() => makeChange(one.id, { change: 'keep_price' }, deps, number));
  if (done.ok) return { takenBack: 1 };
  // It was over, or taken back by itself, since it was listed.
  return done.code === 'subscriptions.no_price_announced' || NO_NEWS.has(done.code)
    ? {}
    : { refused: 1, code: done.code };
};

const bothPlans = ({ plan, planVersion, announced }: Subscription['terms'][number], { tenant }: Deps) =>
  plansOf(
    [
      { plan, planVersion },
      { plan, planVersion: announced!.instead },
    ],
    tenant,
  );
const worthOf = (
  { plan, planVersion, quantity, announced }: Subscription['terms'][number],
  { currency }: Pick<PriceChange, 'currency'>,
  plans: Plans,
): Done => ({
  announced: 1,
  beforeMinor: wholeOf(plans({ plan, planVersion: announced!.instead }), quantity, currency),
  afterMinor: wholeOf(plans({ plan, planVersion }), quantity, currency),
});

/** The same decision for each, and nothing is kept. */
export const previewPrices = async (asked: Asked, deps: Deps) => {
  const target = await targetOf(asked, deps);
  if (!target.ok) return target;
  let counts = NONE;
  const customers = new Set<string>();
  const days: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(subscriptions(deps.tenant), { limit: 100, cursor });
    counts = { ...counts, looked: counts.looked + page.data.length };
    for (const one of page.data) {
      const would = await wouldGet(one, asked, target.value, deps);
      counts = added(counts, would?.done ?? {});
      if (would?.from === undefined) continue;
      customers.add(`${one.customerId} ${one.entity}`);
      days.push(would.from);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined && counts.looked < MOST_PREVIEWED);
  const { takenBack: _, ...shown } = counts;
  const [from, until] = [days.sort()[0], days.at(-1)];
  return ok({
    planVersion: target.value.version,
    currency: target.value.currency,
    ...shown,
    customers: customers.size,
    ...(from !== undefined && { from, until }),
    complete: cursor === undefined,
  });
};

const wouldGet = async (one: Subscription, { noticeDays }: Asked, target: Plan, { tenant, now }: Deps) => {
  const today = localDate(now, one.zone);
  if (!one.terms.some(({ plan }) => plan === target.plan)) return undefined;
  const { quantity } = inForceOn(one.terms, today);
  if (!fitsPrice(target, quantity)) return { done: { refused: 1 } };
  const period = one.period === undefined ? undefined : { from: one.period };
  const change = { change: 'price', planVersion: target.version, noticeDays } as const;
  const would = changed(one, period, change, { today, target });
  if (!would.ok) return NO_NEWS.has(would.code) ? undefined : { done: { refused: 1 } };
  const { from, subscription } = would.value;
  const term = inForceOn(subscription.terms, from);
  const before = inForceOn(one.terms, today);
  const prior = (await recall(versionOf(tenant, before.plan, before.planVersion)))!;
  const done = {
    announced: 1,
    beforeMinor: wholeOf(prior, before.quantity, target.currency),
    afterMinor: wholeOf(target, term.quantity, target.currency),
  };
  return { done, from };
};
