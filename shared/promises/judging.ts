/** Looks at promises as their invoices move and every day: which are kept, and which are broken. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { CreditStandingChanged } from '../credit/credit.ts';
import { hear, nobody } from '../credit/rules.ts';
import { putStanding, standingOf } from '../credit/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { toText } from '../kernel/money.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { isSpared } from '../plans/judging.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { opening } from '../tasks/opening.ts';
import type { PaymentPromise } from './promise.ts';
import { judged, missingOf, type Effect } from './rules.ts';
import { openPromises, promiseById, putPromise } from './store.ts';

type Kept = Result<void, 'once.taken' | 'table.stale'>;

/** Worker: money came for these invoices or went back, they were credited or given up, or a plan took them. */
export const regardPromised = async (heads: readonly Invoice[], deps: Deps): Promise<Kept> => {
  for (const id of new Set(heads.flatMap(({ promise }) => promise?.id ?? []))) {
    const kept = await judge(id, deps);
    if (!kept.ok) return kept;
  }
  return ok(undefined);
};

/** Every day, before reminders are looked for. */
export const judgePromises = async (deps: Deps): Promise<void> => {
  for (const { id } of await all(openPromises(deps.tenant))) {
    const done = await judge(id, deps);
    if (!done.ok) throw new Error(done.detail);
  }
};

const judge = (id: string, deps: Deps): Promise<Kept> =>
  untilFresh(async () => {
    const promise = (await read(promiseById(deps.tenant, id)))!;
    const heads = await readAll(promise.items.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
    const { zone } = entityOf((await recall(tenantById(deps.tenant)))!, promise.entity)!;
    const today = localDate(deps.now, zone);
    const missing = missingOf(promise, heads, today);
    const spared = missing !== undefined && (await isSpared(promise, heads, missing, deps));
    const effect = judged(promise, heads, { today, spared });
    return effect ? keep(effect, today, follow(deps, [promise])) : ok(undefined);
  });

const keep = async ({ promise, heads, facts }: Effect, today: string, deps: Deps): Promise<Kept> => {
  const failed = promise.state === 'BROKEN' || promise.state === 'PARTLY_KEPT';
  const follows = [
    ...(failed ? [await taskOf(promise, deps)] : []),
    ...(promise.state === 'BROKEN' ? [await signalOf(promise, today, deps)] : []),
  ];
  return commit(
    deps,
    {
      action: `promises.${promise.state.toLowerCase()}`,
      subject: promise.id,
      events: [...facts, ...follows.flatMap((one) => one.facts)],
    },
    [
      putPromise(deps.tenant, promise),
      ...heads.map((head) => putInvoice(deps.tenant, head)),
      ...follows.flatMap(({ writes }) => writes),
    ],
  );
};

interface Follows {
  readonly writes: readonly Write<'table.stale'>[];
  readonly facts: readonly Fact[];
}
const NOTHING: Follows = { writes: [], facts: [] };

/** Somebody speaks with the payer. */
const taskOf = async (
  { id: about, customerId, at, total, paidMinor, payOn }: PaymentPromise,
  deps: Deps,
): Promise<Follows> => {
  const kind = 'promise' as const;
  const id = idOfCause('tsk', at, kind, about);
  const said = `${toText(total)} ${total.currency} were promised by ${payOn}`;
  const why =
    paidMinor === 0
      ? `${said}, and nothing came: speak with the payer.`
      : `${said}, and only ${toText({ ...total, minor: paidMinor })} came: speak with the payer.`;
  return opening({ id, kind, customerId, about, why }, deps);
};

/** The customer's score and the rules that hold its orders hear of it. */
const signalOf = async (
  { id: reference, customerId }: PaymentPromise,
  on: string,
  { tenant, actor }: Deps,
): Promise<Follows> => {
  const before = (await read(standingOf(tenant, customerId))) ?? nobody(customerId);
  const after = hear(before, { kind: 'broken_promise', reference, on }, actor);
  const told = { customerId, what: 'credit.broken_promise', detail: reference };
  return after
    ? { writes: [putStanding(tenant, after)], facts: [announce(CreditStandingChanged, customerId, told)] }
    : NOTHING;
};
