/** Job: every night everything that is watched is held against its lines. A fault of one keeps no other from being looked at. */
import { tenantById } from '../access/store.ts';
import { houseDay } from '../access/tenant.ts';
import type { Account } from '../credit/credit.ts';
import { allAccounts } from '../credit/store.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customerById, customers } from '../customers/store.ts';
import { openInvoices } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { money, type Money } from '../kernel/money.ts';
import { scoreById } from '../risk/store.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import type { Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { each, read, recall } from '../runtime/table.ts';
import { HOUSE_POLICY } from './policy.ts';
import { partsPaidBy, recentDisputes, type Night } from './reading.ts';
import { disputeSpike, limitUse, scoreDrop, termsCreep } from './rules.ts';
import { warningPolicy, warningsOf, watchOf } from './store.ts';
import { tell } from './telling.ts';
import { letGo, turn } from './turning.ts';
import type { ClearedWhy } from './warning.ts';

export const lookOut = async (deps: Deps): Promise<void> => {
  const { tenant, now } = deps;
  const company = (await recall(tenantById(tenant)))!;
  const today = houseDay(company, now);
  const policy = (await read(warningPolicy(tenant))) ?? HOUSE_POLICY;
  let failed = 0;
  const alone = async (look: () => Promise<void>): Promise<void> => {
    try {
      await look();
    } catch (error) {
      failed += 1;
      log.error('warnings.failed', error);
    }
  };
  let disputes: Night['disputes'];
  await alone(async () => {
    disputes = await recentDisputes(policy, today, deps);
  });
  const night: Night = { policy, today, disputes };
  await eachAtOnce(each(customers(tenant)), (one) => alone(() => lookAtCustomer(one, night, deps)));
  await alone(() => letMergedGo(deps));
  await eachAtOnce(each(allAccounts(tenant)), (one) => alone(() => lookAtAccount(one, night, deps)));
  for (const { id, zone } of company.entities)
    await alone(() => lookAtEntity(id, { ...night, today: localDate(now, zone) }, deps));
  await alone(() => tell(night, company.entities[0]!.id, deps));
  if (failed > 0) throw new Error(`${failed} were not looked at for early warnings`);
};

const goneWhy = (customer: Customer | undefined): ClearedWhy | undefined =>
  customer?.erased ? 'erased' : customer?.mergedInto !== undefined ? 'merged' : undefined;

/** Who was merged is in no list of customers: it is found by the warnings that stand of it. */
const letMergedGo = async (deps: Deps): Promise<void> => {
  const { tenant } = deps;
  const ids = new Set<string>();
  for (const state of ['RAISED', 'ACKNOWLEDGED'] as const)
    for await (const { customerId } of each(warningsOf(tenant, state)))
      if (customerId !== undefined) ids.add(customerId);
  for (const id of ids) {
    const gone = goneWhy(await read(customerById(tenant, id)));
    if (gone) await letGo(id, gone, deps);
  }
};

/** What others owe under a name that was merged is looked at under who it is now. */
const lookAtCustomer = async (customer: Customer, night: Night, deps: Deps): Promise<void> => {
  const { id: customerId } = customer;
  const ids: readonly string[] = idsOf(customer);
  const gone = goneWhy(customer);
  if (gone) {
    for (const id of ids) await letGo(id, gone, deps);
    return;
  }
  const { policy, today } = night;
  const [score, parts] = await Promise.all([
    read(scoreById(deps.tenant, customerId)),
    policy.termsCreep ? partsPaidBy(customer, today, deps) : [],
  ]);
  const disputed = night.disputes?.filter((one) => ids.includes(one.customerId));
  await turn(
    {
      subject: customerId,
      about: { customerId },
      score: score?.score,
      judge: (scores) => [
        ...scoreDrop(policy, scores, today),
        ...termsCreep(policy, parts, today),
        ...disputeSpike(
          policy,
          disputed?.map(({ openedOn }) => openedOn),
          today,
        ),
      ],
      open: () => openOf(ids, deps),
    },
    night,
    deps,
  );
};

const openOf = async (ids: readonly string[], { tenant }: Deps): Promise<Money[]> => {
  const sums = new Map<string, number>();
  for (const id of ids)
    for await (const { open } of each(openInvoices(tenant, id)))
      sums.set(open.currency, (sums.get(open.currency) ?? 0) + open.minor);
  return [...sums].map(([currency, minor]) => money(minor, currency));
};

/** A customer's own, or that of a group. Whose account it is is asked only where anything is to be said of it. */
const lookAtAccount = async (account: Account, night: Night, deps: Deps): Promise<void> => {
  const { creditId, currency, exposure } = account;
  const subject = `credit#${creditId}#${currency}`;
  const judged = limitUse(night.policy, account);
  if (!judged.some(({ crossed }) => crossed) && !(await read(watchOf(deps.tenant, subject)))) return;
  const owner = creditId.startsWith('cus_') ? await read(customerById(deps.tenant, creditId)) : undefined;
  const gone = goneWhy(owner);
  const about = { creditId, ...(owner && { customerId: owner.id }) };
  const open = () => Promise.resolve([exposure]);
  await turn({ subject, about, judge: () => (gone ? [] : judged), gone, open }, night, deps);
};

const lookAtEntity = async (entity: string, night: Night, deps: Deps): Promise<void> => {
  const own = night.disputes?.filter((one) => one.entity === entity);
  const days = own?.map(({ openedOn }) => openedOn);
  const judge = () => disputeSpike(night.policy, days, night.today);
  const sums = new Map<string, number>();
  for (const { undecided } of own ?? [])
    if (undecided) sums.set(undecided.currency, (sums.get(undecided.currency) ?? 0) + undecided.minor);
  const open = () => Promise.resolve([...sums].map(([currency, minor]) => money(minor, currency)));
  await turn({ subject: `entity#${entity}`, about: { entity }, judge, open }, night, deps);
};
