import { tenantById } from '../access/store.ts';
import { houseDay } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { within } from '../kernel/limits.ts';
import { minus, money, plus, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, list, listed, read, readGroups, recall, untilFresh } from '../runtime/table.ts';
import type { creditApi } from './api.ts';
import {
  accountOf,
  CreditLimitSet,
  CreditStandingChanged,
  creditIdOf,
  Limit,
  type Account,
  type CreditAccount,
  type CreditRules,
  type Standing,
} from './credit.ts';
import { hear, HOUSE_RULES, joined, nobody } from './rules.ts';
import {
  creditAccounts,
  creditOf,
  creditRules,
  disputedOf,
  putRules,
  putStanding,
  setLimit,
  standingOf,
  toReview,
} from './store.ts';

export const actions: ActionsOf<typeof creditApi, Deps> = {
  setCreditLimit: async ({ id, ...terms }, deps) => {
    const found = await known(id, deps);
    if (!found.ok) return found;
    const { id: customerId, name } = found.value;
    const over = await tooEarly(terms.validUntil, '/validUntil', deps);
    if (over) return over;
    const account = accountOf({ customerId, creditId: creditIdOf(found.value) });
    const { limit } = terms;
    const before = (await read(creditOf(deps.tenant, account, limit.currency)))?.limit;
    // To take credit away is never a risk that two persons must share.
    if (!within(deps.may?.limits, 'creditLimit', limit) && limit.minor > (before?.minor ?? 0))
      return ask(
        {
          operation: 'credit.set_limit',
          subject: customerId,
          scope: 'credit:write',
          summary: `A credit limit of ${toText(limit)} ${limit.currency} for ${name}.`,
          input: terms,
          ...(before && { before: { limit: before } }),
        },
        deps,
      );
    const done = limitOf(deps.tenant, { customerId, account, before, terms });
    const act = { action: 'credit.set_limit', subject: customerId, events: [done.fact] };
    const kept = await commit(deps, act, [done.write]);
    if (!kept.ok) return kept;
    return ok(viewed(customerId, (await read(creditOf(deps.tenant, account, terms.limit.currency)))!));
  },
  getCredit: async ({ id }, deps) => {
    const found = await known(id, deps);
    if (!found.ok) return found;
    const { id: customerId, aliases = [] } = found.value;
    const account = accountOf({ customerId, creditId: creditIdOf(found.value) });
    const accounts = await all(creditAccounts(deps.tenant, account));
    for (const alias of aliases)
      for (const owed of await all(creditAccounts(deps.tenant, alias))) fold(accounts, owed);
    const { standing } = await standingsOf(found.value, deps);
    const disputed = await Promise.all(
      [customerId, ...aliases].map((one) => all(disputedOf(deps.tenant, one))),
    );
    return ok({
      object: 'list',
      data: accounts.map((one) => {
        const minor = disputed
          .flat()
          .reduce((sum, some) => sum + (some.currency === one.currency ? some.minor : 0), 0);
        return {
          ...viewed(customerId, one),
          ...(minor > 0 && { disputed: money(minor, one.currency) }),
        };
      }),
      ...(standing && { standing }),
    });
  },
  setCreditBlock: async ({ id, blocked, reason, until }, deps) => {
    const over = blocked && (await tooEarly(until, '/until', deps));
    if (over) return over;
    return restand(id, deps, `credit.${blocked ? 'block' : 'unblock'}`, reason, ({ block: _, ...rest }) => ({
      ...rest,
      version: rest.version + 1,
      ...(blocked && { block: { reason, by: deps.actor, at: deps.now, ...(until && { until }) } }),
    }));
  },
  tellCreditSignal: async ({ id, ...signal }, deps) => {
    const today = await todayOf(deps);
    if (signal.on > today)
      return refuse('credit.future', 'It is told of when it has happened.', [
        { pointer: '/on', detail: `must not be after ${today}` },
      ]);
    return restand(id, deps, `credit.${signal.kind}`, signal.reference, (standing) =>
      hear(standing, signal, deps.actor),
    );
  },
  getCreditRules: async (_, { tenant }) => ok((await read(creditRules(tenant))) ?? HOUSE_RULES),
  setCreditRules: (said, deps) =>
    untilFresh(async () => {
      const before = await read(creditRules(deps.tenant));
      const rules: CreditRules = {
        ...said,
        version: (before?.version ?? 0) + 1,
        at: deps.now,
        by: deps.actor,
      };
      const kept = await commit(deps, { action: 'credit.set_rules' }, putRules(deps.tenant, rules));
      return kept.ok ? ok(rules) : kept;
    }),
  listCreditReviews: async ({ days, ...page }, deps) => {
    const found = await list(toReview(deps.tenant, addDays(await todayOf(deps), days)), page);
    return listed({ ...found, data: found.data.map(({ moves: _, ...row }) => row) });
  },
};

/** What merged records owe is owed by who they are now; their limits are not added to it. */
const fold = (accounts: Account[], owed: Account): void => {
  const at = accounts.findIndex(({ currency }) => currency === owed.currency);
  const own = accounts[at];
  if (!own) {
    accounts.push({ ...owed, limit: undefined, available: minus(owed.exposure, owed.exposure) });
    return;
  }
  const exposure = plus(own.exposure, owed.exposure);
  const left = own.limit ? Math.max(0, own.limit.minor - exposure.minor) : 0;
  accounts[at] = { ...own, exposure, available: { ...own.available, minor: left } };
};

const viewed = (customerId: Customer['id'], { moves: _, ...account }: Account): CreditAccount => ({
  customerId,
  ...account,
});

const known = async (id: string, deps: Deps): Promise<Result<Customer, 'customers.unknown'>> => {
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
  return customer ? ok(customer) : refuse('customers.unknown', `There is no customer ${id}.`);
};

/** The day of the tenant's first entity: what people mean who set a limit's last day. */
const todayOf = async ({ tenant, now }: Deps): Promise<LocalDate> =>
  houseDay((await recall(tenantById(tenant)))!, now);
const tooEarly = async (day: LocalDate | undefined, pointer: string, deps: Deps) => {
  const today = await todayOf(deps);
  return day !== undefined && day < today
    ? refuse('credit.expired', 'The last day has passed already.', [
        { pointer, detail: `must not be before ${today}` },
      ])
    : undefined;
};

/** What holds for a customer, and what its old records said of it. */
const standingsOf = async ({ id, aliases = [] }: Customer, { tenant }: Deps) => {
  const [[own], old] = await readGroups(
    [standingOf(tenant, id)],
    aliases.map((alias) => standingOf(tenant, alias)),
  );
  return { standing: joined(id, own, old), old };
};

/**
 * Reads, changes and keeps a customer's standing, and says so; a change that is none keeps nothing. A block goes over from an
 * old record with the first change, so that one place has it and lifting it lifts it.
 */
const restand = async (
  id: string,
  deps: Deps,
  what: string,
  detail: string,
  change: (standing: Standing) => Standing | undefined,
) => {
  const found = await known(id, deps);
  if (!found.ok) return found;
  const customerId = found.value.id;
  return untilFresh(async () => {
    const { standing: before = nobody(customerId), old } = await standingsOf(found.value, deps);
    const after = change(before);
    if (!after) return ok(before);
    const events: Fact[] = [announce(CreditStandingChanged, customerId, { customerId, what, detail })];
    const unblocked = old
      .filter(({ block }) => block !== undefined)
      .map(({ block: _, ...rest }) => ({ ...rest, version: rest.version + 1 }));
    const writes = [after, ...unblocked].map((one) => putStanding(deps.tenant, one));
    const kept = await commit(deps, { action: `${what}: ${detail}`, events, answer: after }, writes);
    return kept.ok ? ok(after) : kept;
  });
};

/** The write of a limit, and the fact that it was set: whether one person may or two agreed. */
const limitOf = (
  tenant: string,
  said: {
    readonly customerId: Customer['id'];
    readonly account: CreditAccount['creditId'];
    readonly before: Money | undefined;
    readonly terms: Limit;
  },
) => {
  const { customerId, account, before, terms } = said;
  return {
    write: setLimit(tenant, account, terms),
    fact: announce(CreditLimitSet, account, { customerId, creditId: account, before, ...terms }),
  };
};

/** Performs a limit that two persons agreed on: the limit, its act and the approval's end are one commit. */
export const performLimit = async ({ subject, input }: Approval, deps: Deps, ended: Ended) => {
  const customer = (await whoIsNow(deps, await read(customerById(deps.tenant, subject))))!;
  const terms = Limit.parse(input);
  const account = accountOf({ customerId: customer.id, creditId: creditIdOf(customer) });
  const before = (await read(creditOf(deps.tenant, account, terms.limit.currency)))?.limit;
  const done = limitOf(deps.tenant, { customerId: customer.id, account, before, terms });
  const act = { action: 'credit.set_limit', subject, events: [done.fact], answer: ended.answer };
  return commit(deps, act, [done.write, ended.write]);
};
