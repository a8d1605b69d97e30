/** Who orders, and by what the order is judged: read together, so that a plain order asks once. */
import { accountOf, creditIdOf, type Account } from '../credit/credit.ts';
import {
  asksForOverdue,
  HOUSE_RULES,
  joined,
  nobody,
  overdueOf,
  rulesFor,
  withGrace,
} from '../credit/rules.ts';
import type { Circumstances } from '../credit/rules.ts';
import { creditOf, creditRules, owedBefore, putStanding, standingOf } from '../credit/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById, idByName } from '../customers/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Read, Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { list, read, readEach, readGroups } from '../runtime/table.ts';
import type { Order, PlaceOrder } from './order.ts';

/** The customer as it is now, its credit account, and the circumstances; undefined where there is no such customer, or was one. */
export const buyerOf = async <const R extends readonly Read<unknown>[]>(
  { customer: said, currency }: Pick<PlaceOrder, 'customer' | 'currency'>,
  on: LocalDate,
  deps: Deps,
  /** What else is asked for of the customer, in the same round trip. */
  also: (customerId: string) => R,
) => {
  const { tenant } = deps;
  const id = 'id' in said ? said.id : await read(idByName(tenant, said.source, said.externalId));
  if (id === undefined) return undefined;
  const reads = [
    customerById(tenant, id),
    creditOf(tenant, id, currency),
    creditRules(tenant),
    standingOf(tenant, id),
  ] as const;
  const [named, own, rules, standing, ...more] = await readEach(...reads, ...also(id));
  if (!named) return undefined;
  const customer = await whoIsNow(deps, named);
  // Nobody can be invoiced who has no name any more.
  if (customer.erased) return undefined;
  const aliases = customer.aliases ?? [];
  const creditId = creditIdOf(customer);
  const account = accountOf({ customerId: customer.id, creditId });
  // Who is in a group or was merged is asked about once more; nobody else pays for it.
  const [credit, stands] =
    account === id
      ? [own, standing]
      : await readEach(creditOf(tenant, account, currency), standingOf(tenant, customer.id));
  const [owed, old] = await readGroups(
    aliases.map((alias) => creditOf(tenant, alias, currency)),
    aliases.map((alias) => standingOf(tenant, alias)),
  );
  const around: Circumstances = {
    on,
    rules: rulesFor(rules ?? HOUSE_RULES, customer.segment),
    expiredLimit: (rules ?? HOUSE_RULES).expiredLimit,
    standing: joined(customer.id, stands, old),
    paymentTermsUntil: customer.paymentTermsUntil,
    elsewhereMinor: owedAsAlias(owed, account),
  };
  const overdue = asksForOverdue(around.rules)
    ? await overdueBy(idsOf(customer), currency, on, deps)
    : undefined;
  return { customer, creditId, credit, around: { ...around, overdue }, more };
};

/** What merged records still owe on accounts of their own counts against the limit of who they are now. */
const owedAsAlias = (owed: readonly Account[], account: string): number =>
  owed.filter(({ creditId }) => creditId !== account).reduce((sum, { exposure }) => sum + exposure.minor, 0);

/** So many of the oldest are looked at: a customer with more is held by what they add up to already. */
const MOST_OVERDUE = 100;
const overdueBy = async (ids: readonly string[], currency: string, on: LocalDate, { tenant }: Deps) => {
  const pages = await Promise.all(ids.map((id) => list(owedBefore(tenant, id, on), { limit: MOST_OVERDUE })));
  return overdueOf(
    pages
      .flatMap(({ data }) => data)
      .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
    currency,
  );
};

/** The reasons of a held order do not hold its customer, or who that is now, again until the day given. */
export const grace = async (
  { customerId, holds }: Order,
  said: { until: LocalDate; reason: string },
  today: LocalDate,
  deps: Deps,
): Promise<Write<'table.stale'>[]> => {
  const { tenant, actor, now } = deps;
  const codes = holds.map(({ code }) => code);
  if (codes.length === 0) return [];
  const [customer, own] = await readEach(customerById(tenant, customerId), standingOf(tenant, customerId));
  const id = customer?.mergedInto ?? customerId;
  const standing = (id === customerId ? own : await read(standingOf(tenant, id))) ?? nobody(id);
  return [putStanding(tenant, withGrace(standing, codes, { ...said, by: actor, at: now }, today))];
};
