/** What the first page shows, and where what is open is paid. */
import { entityOf } from '../access/tenant.ts';
import { waitingOf } from '../addresses/asking.ts';
import { openOf as claimsOpenOf } from '../claims/owing.ts';
import { accountToken } from '../customers/account-link.ts';
import { idsOf } from '../customers/customer.ts';
import { disputeById } from '../disputes/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { tokenOf } from '../invoices/link.ts';
import { overdueDays } from '../invoices/rules.ts';
import { openInvoices } from '../invoices/store.ts';
import { addDays, daysBetween, localDate, type LocalDate } from '../kernel/dates.ts';
import { openParts } from '../kernel/instalments.ts';
import { money, sum, type Currency, type Money } from '../kernel/money.ts';
import { unappliedOf } from '../payments/store.ts';
import { secret } from '../runtime/secrets.ts';
import { all, readAll } from '../runtime/table.ts';
import type { In } from './entering.ts';
import { anyPayable } from './rules.ts';
import { WHENS, type Standing, type StartView } from './start.tsx';
import type { When } from './words.ts';

export const todayOf = ({ entity, deps }: Pick<In, 'entity' | 'deps'>): LocalDate =>
  localDate(deps.now, entity.zone);

export const openOf = async ({ customer, deps }: In): Promise<Invoice[]> =>
  (await Promise.all(idsOf(customer).map((id) => all(openInvoices(deps.tenant, id))))).flat();

export const startOf = async (who: In): Promise<StartView> => {
  const { customer, entities, deps } = who;
  const today = todayOf(who);
  const [open, payments, claims, change] = await Promise.all([
    openOf(who),
    Promise.all(idsOf(customer).map((id) => all(unappliedOf(deps.tenant, id)))),
    claimsOpenOf(deps.tenant, idsOf(customer)),
    waitingOf(customer, deps),
  ]);
  const groups = Map.groupBy([...open, ...claims], (one) => `${one.entity} ${one.open.currency}`);
  const standings = [...groups.values()].map(async (group): Promise<Standing> => {
    const { entity, open: first } = group[0]!;
    const invoices = group.flatMap((one) => ('invoiceId' in one ? [] : [one]));
    const besides = group.flatMap((one) => ('invoiceId' in one ? [one] : []));
    const beside = sum(
      besides.map((one) => one.open),
      first.currency,
    );
    const due = dueOf(invoices, today, beside);
    return {
      seller: entityOf({ entities }, entity)?.name ?? '',
      open: sum(
        WHENS.map((when) => due[when]),
        first.currency,
      ),
      ...(beside.minor > 0 && { beside }),
      due,
      ...(anyPayable(invoices, besides) && { payUrl: await accountOf(who, entity, first.currency) }),
    };
  });
  const free = Map.groupBy(payments.flat(), ({ unapplied }) => unapplied.currency);
  return {
    standings: await Promise.all(standings),
    overdue: open.filter((one) => overdueDays(one, today) > 0).length,
    asked: await askedOf(open, who),
    addresses: change !== undefined,
    credits: [...free].map(([currency, some]) =>
      sum(
        some.map(({ unapplied }) => unapplied),
        currency,
      ),
    ),
  };
};

/** Parts count by their own days, and what is owed beside them because of those that were late is late. */
const dueOf = (invoices: readonly Invoice[], today: LocalDate, beside: Money): Record<When, Money> => {
  const { currency } = beside;
  const minor: Record<When, number> = { late: beside.minor, week: 0, month: 0, later: 0 };
  for (const part of invoices.flatMap((one) => openParts(one)))
    minor[whenOf(daysBetween(today, part.dueOn))] += part.minor;
  const of = (when: When) => money(minor[when], currency);
  return { late: of('late'), week: of('week'), month: of('month'), later: of('later') };
};
const whenOf = (days: number): When =>
  days < 0 ? 'late' : days <= 7 ? 'week' : days <= 30 ? 'month' : 'later';

/** The page where one or several are paid: for today and tomorrow, because the next page has a new link. */
export const accountOf = async (who: In, entity: string, currency: Currency): Promise<string> => {
  const { customer, deps } = who;
  const until = addDays(todayOf(who), 1);
  const of = { tenant: deps.tenant, customerId: customer.id, entity, currency, until };
  return `/account/${accountToken(await secret('linkKey'), of, customer)}`;
};

const MOST_ASKED = 25;
/** Cases in which it is the customer's turn. */
const askedOf = async (open: readonly Invoice[], { deps }: In): Promise<StartView['asked']> => {
  const disputed = open.flatMap((one) =>
    (one.disputes ?? []).flatMap(({ id, state }) => (state === 'OPEN' ? [{ id, invoice: one }] : [])),
  );
  const some = disputed.slice(0, MOST_ASKED);
  const cases = await readAll(some.map(({ id }) => disputeById(deps.tenant, id)));
  const key = await secret('linkKey');
  return cases
    .filter(({ state }) => state === 'INFO_NEEDED')
    .map(({ id }) => some.find((one) => one.id === id)!.invoice)
    .map(({ number, id }) => ({ number, url: `/dispute/${tokenOf(key, deps.tenant, id)}` }));
};
