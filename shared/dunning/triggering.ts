/** What customers did is followed as their policies say: as it is told, and every night. Once for each cause: the mark of it says so. */
import { tenantById } from '../access/store.ts';
import { entityOf, houseDay, type Tenant } from '../access/tenant.ts';
import { accountOf, creditIdOf } from '../credit/credit.ts';
import { creditOf } from '../credit/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { openInvoices, putInvoice } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { timeOf } from '../kernel/ids.ts';
import { ok, type Result } from '../kernel/result.ts';
import { paidBy } from '../payments/store.ts';
import type { Scored } from '../risk/risk.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, list, read, recall, recallOr, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { opening } from '../tasks/opening.ts';
import { NO_POLICIES, type Assigned, type DunningPolicy } from './policy.ts';
import { named, versionsOf } from './reading.ts';
import { inForce, policyFor } from './rules.ts';
import { policyBook, putTriggered, triggeredBy } from './store.ts';
import { DunningTriggered, type Trigger, type TriggerCause } from './trigger.ts';
import {
  followedBy,
  foundAtNight,
  isAsked,
  mayBeAsked,
  triggered,
  whyOf,
  type Happened,
} from './triggers.ts';

/** So many of the oldest open invoices of each name of a customer are looked at, and of the newest payments. */
const MOST = { limit: 100 };

/** Worker: a part of what is overdue came. What was paid in full asks for no read. */
export const followPayment = async (
  {
    paymentId,
    customerId,
    allocations,
  }: {
    readonly paymentId: string;
    readonly customerId?: string | undefined;
    readonly allocations: readonly { invoiceId: string; open: { minor: number } }[];
  },
  deps: Deps,
): Promise<Result<void>> => {
  const parts = allocations.filter(({ open }) => open.minor > 0).map(({ invoiceId }) => invoiceId);
  return customerId === undefined || parts.length === 0
    ? ok(undefined)
    : followed(customerId, [{ cause: 'part_payment', about: paymentId, invoices: parts }], deps);
};
/** Worker: a promise was broken. */
export const followPromise = (
  { promiseId, customerId, invoices }: { promiseId: string; customerId: string; invoices: readonly string[] },
  deps: Deps,
): Promise<Result<void>> =>
  followed(customerId, [{ cause: 'promise_broken', about: promiseId, invoices }], deps);
/** What else ends charges was said by somebody, or is a dispute. */
const FAILED: readonly string[] = ['declined', 'no_method'];
/** Worker: an invoice is charged by itself no more. */
export const followStopped = async (
  { invoiceId, customerId, stop }: { invoiceId: string; customerId: string; stop: string },
  deps: Deps,
): Promise<Result<void>> =>
  FAILED.includes(stop)
    ? followed(customerId, [{ cause: 'autopay_failed', about: invoiceId, invoices: [invoiceId] }], deps)
    : ok(undefined);

/** Every night, for each customer, by what its score was made of: a query where a policy follows who is late for the first time, else nothing. */
export const followAtNight = async (
  customer: Customer,
  { open, account }: Pick<Scored, 'open' | 'account'>,
  deps: Deps,
): Promise<void> => {
  const held = await heldNow(deps);
  const follows = (...causes: TriggerCause[]) =>
    causes.some((cause) => held.some(({ triggers = [] }) => triggers.includes(cause)));
  if (customer.mergedInto !== undefined || !follows('first_late', 'mail_bounced', 'limit_used')) return;
  const { tenant } = deps;
  const today = houseDay((await recall(tenantById(tenant)))!, deps.now);
  if (!open.some((one) => isAsked(one, today))) return;
  const payments = follows('first_late')
    ? await Promise.all(idsOf(customer).map((id) => list(paidBy(tenant, id, '0000-01-01'), MOST)))
    : [];
  const found = foundAtNight({
    customer,
    open,
    today,
    account,
    payments: payments.flatMap(({ data }) => data),
  });
  const done = found.length > 0 ? await followed(customer.id, found, deps) : ok(undefined);
  if (!done.ok) throw new Error(done.detail);
};

const heldNow = async (deps: Deps): Promise<Assigned[]> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  return inForce(await recallOr(policyBook(deps.tenant), NO_POLICIES), houseDay(tenant, deps.now));
};
const openOf = async (customer: Customer, { tenant }: Deps): Promise<Invoice[]> =>
  (await Promise.all(idsOf(customer).map((id) => list(openInvoices(tenant, id), MOST)))).flatMap(
    ({ data }) => data,
  );
const accountNow = (customer: Customer, { tenant }: Deps) =>
  read(
    creditOf(
      tenant,
      accountOf({ customerId: customer.id, creditId: creditIdOf(customer) }),
      customer.currency,
    ),
  );

/** Each in a commit of its own, and none twice. */
const followed = async (customerId: string, all: readonly Happened[], deps: Deps): Promise<Result<void>> => {
  const held = await heldNow(deps);
  if (held.every(({ triggers = [] }) => triggers.length === 0)) return ok(undefined);
  for (const one of all) {
    if (!held.some(({ triggers = [] }) => triggers.includes(one.cause))) continue;
    const done = await untilFresh(async () => {
      const customer = await whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
      if (!customer || customer.erased) return ok(undefined);
      return (await read(triggeredBy(deps.tenant, customer.id, one)))
        ? ok(undefined)
        : keep(customer, one, held, deps);
    });
    if (!done.ok) return done;
  }
  return ok(undefined);
};

interface Followed {
  readonly invoice: Invoice;
  readonly policy: DunningPolicy;
  readonly trigger: Trigger;
}
const keep = async (customer: Customer, happened: Happened, held: readonly Assigned[], deps: Deps) => {
  const own = await invoicesOf(customer, happened, held, deps);
  const [first] = own;
  if (!first) return ok(undefined);
  const after = own.flatMap(({ invoice, policy, trigger }) => triggered(invoice, policy, trigger) ?? []);
  const text = own.find(({ trigger }) => trigger.task !== undefined)?.trigger.task;
  const { cause, about } = happened;
  const { policy, version } = first.policy;
  const task = text === undefined ? undefined : await taskFor(customer, happened, text, deps);
  const fact = {
    customerId: customer.id,
    cause,
    about,
    policy,
    version,
    invoices: after.map(({ id, dunning, reminded }) => ({
      invoiceId: id,
      level: reminded + (dunning?.ahead ?? 0) + 1,
    })),
    ...(text !== undefined && { task: text }),
  };
  return commit(
    follow(
      deps,
      own.map(({ invoice }) => invoice),
    ),
    {
      action: 'dunning.follow',
      subject: customer.id,
      events: [announce(DunningTriggered, customer.id, fact), ...(task?.facts ?? [])],
    },
    [
      putTriggered(deps.tenant, customer.id, happened, { policy, version, at: deps.now }),
      ...after.map((one) => putInvoice(deps.tenant, one)),
      ...(task?.writes ?? []),
    ],
  );
};

/** What is overdue of those that it is about, each under its policy, where that follows it; of charges that failed what will be, too. One commit has room for forty. */
const MOST_HEADS = 40;
const invoicesOf = async (
  customer: Customer,
  happened: Happened,
  held: readonly Assigned[],
  deps: Deps,
): Promise<Followed[]> => {
  const tenant: Tenant = (await recall(tenantById(deps.tenant)))!;
  const overdue = (await openOf(customer, deps)).filter(
    (one) =>
      (happened.invoices?.includes(one.id) ?? true) &&
      (happened.cause === 'autopay_failed'
        ? mayBeAsked(one)
        : isAsked(one, localDate(deps.now, entityOf(tenant, one.entity)!.zone))),
  );
  const under = overdue.flatMap((invoice) => {
    const by = policyFor(invoice, { customer, held });
    return by ? [{ invoice, by }] : [];
  });
  const versions = await versionsOf(
    under.map(({ by }) => by),
    deps,
  );
  const account = happened.cause === 'limit_used' ? await accountNow(customer, deps) : undefined;
  return under
    .flatMap(({ invoice, by }) => {
      const policy = versions.get(named(by))!;
      const trigger = followedBy(policy, happened, account);
      return trigger ? [{ invoice, policy, trigger }] : [];
    })
    .slice(0, MOST_HEADS);
};

const taskFor = async ({ id: customerId }: Customer, happened: Happened, text: string, deps: Deps) => {
  const kind = 'behaviour' as const;
  const { cause, about } = happened;
  const id = idOfCause('tsk', new Date(timeOf(customerId)).toISOString(), kind, customerId, cause, about);
  const why = whyOf(happened, text);
  return opening({ id, kind, customerId, about, why }, deps);
};
