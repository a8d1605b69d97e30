/** Job: every night each customer’s books are held against what is remembered of it, and the company learns from what is new. */
import { tenantById } from '../access/store.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import { addDays, localDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import type { Write } from '../kernel/storage.ts';
import { customers } from '../customers/store.ts';
import { paidBy } from '../payments/store.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, read, readAll, recall, write } from '../runtime/table.ts';
import type { Behaviour } from './behaviour.ts';
import { dateOf, dayOf } from './expecting.ts';
import type { Company } from './model.ts';
import { begunWith, newsOf, nightOf, type News } from './night.ts';
import type { MonthQuality, Quality } from './prediction.ts';
import { segmentOf } from './reading.ts';
import { behaviourOf, companyOf, putBehaviour, putCompany, putQuality, qualities } from './store.ts';

/** So far back a customer’s payments are looked through that nothing is remembered of. */
const FIRST_DAYS = 365;

/**
 * What is remembered is written before what was learned from it: a night that was cut short finds the same again, and nothing twice. One
 * write for each customer that something happened to, one for the company, and one for each month that changed.
 */
export const learn = async (deps: Deps): Promise<void> => {
  const { tenant, now } = deps;
  const zone = (await recall(tenantById(tenant)))!.entities[0]!.zone;
  const until = dayOf(localDate(now, zone)) - 1;
  const before = await read(companyOf(tenant));
  if (before && before.through >= until) return;
  const behaviours: Behaviour[] = [];
  const news = new Map<string, News>();
  await eachAtOnce(each(customers(tenant)), async (customer) => {
    if (customer.erased || customer.mergedInto !== undefined) return;
    const { own, heard } = await lookAt(customer, { until, before }, deps);
    behaviours.push(own);
    if (heard.receivables.length + heard.gone.length > 0) news.set(customer.id, heard);
  });
  const night = nightOf(before, behaviours.toSorted(byCustomer), sorted(news), until);
  await eachAtOnce(night.behaviours.values(), (own) => put(putBehaviour(tenant, own)));
  await keepQualities(night.quality, deps);
  await put(putCompany(tenant, night.company));
};

/** Sums of rounded numbers are the same only in the same order. */
const byCustomer = (a: Behaviour, b: Behaviour): number => (a.customerId < b.customerId ? -1 : 1);
const sorted = (news: Map<string, News>): Map<string, News> =>
  new Map([...news].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Whoever was first wrote the same, or takes out what is remembered of a customer: that is no fault. */
const put = async (one: Write<'table.stale'>): Promise<void> => {
  await write(one);
};

/** One read and two queries with their batches for each id of the customer; one batch more where something ended. */
const lookAt = async (
  customer: Customer,
  { until, before }: { until: number; before: Company | undefined },
  { tenant }: Deps,
): Promise<{ own: Behaviour; heard: News }> => {
  const ids = idsOf(customer);
  const kept = await read(behaviourOf(tenant, customer.id));
  const segment = segmentOf(customer);
  const own = begunWith(kept, { customer: customer.id, segment, ids: ids.length }, before);
  const from = own.through === 0 ? addDays(dateOf(until), -FIRST_DAYS) : dateOf(own.through);
  const lists = await Promise.all(
    ids.map((one) => Promise.all([all(openInvoices(tenant, one)), all(paidBy(tenant, one, from))])),
  );
  const open = lists.flatMap(([invoices]) => invoices);
  const isOpen = new Set<string>(open.map(({ id }) => id));
  const paid = lists.flatMap(([, payments]) =>
    payments.flatMap(({ allocations }) => allocations.map(({ invoiceId }) => invoiceId as string)),
  );
  const wanted = new Set([...Object.keys(own.open), ...paid].filter((id) => !isOpen.has(id)));
  const ended: Invoice[] = await readAll([...wanted].toSorted().map((id) => invoiceById(tenant, id)));
  return { own, heard: newsOf(own, { open, ended }, { customer: customer.id, segment, until }) };
};

/** Nothing is replaced by what fewer invoices say: outcomes are remembered only so far back. */
const keepQualities = async (found: ReadonlyMap<string, Quality>, { tenant }: Deps): Promise<void> => {
  const kept = new Map((await all(qualities(tenant))).map((one) => [one.month, one]));
  for (const [month, quality] of found) {
    const before = kept.get(month);
    if (before && before.judged > quality.judged) continue;
    const next: MonthQuality = { ...quality, month, version: (before?.version ?? 0) + 1 };
    if (canonical({ ...before, version: 0 }) !== canonical({ ...next, version: 0 }))
      await put(putQuality(tenant, next));
  }
};
