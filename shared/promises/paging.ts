/** A payer promises by itself: on the page of an invoice, where the company takes that, or in a mail. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { promisedMinor } from '../invoices/promised.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { read, recall, recallOr, untilFresh } from '../runtime/table.ts';
import { ok } from '../kernel/result.ts';
import { makeOnce } from './making.ts';
import { NO_RULES } from './promise.ts';
import { promiseById, promiseRules } from './store.ts';
import { horizonOf, whyNot } from './terms.ts';

const todayOf = async ({ entity }: Invoice, { tenant, now }: Deps): Promise<LocalDate> =>
  localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);

/** One read that is remembered, and none of a request for a deposit. */
export const promisableUntil = async (invoice: Invoice, deps: Deps): Promise<LocalDate | undefined> => {
  if (invoice.deposit || whyNot([invoice])) return undefined;
  const rules = await recallOr(promiseRules(deps.tenant), NO_RULES);
  const today = await todayOf(invoice, deps);
  return rules.pages && promisedMinor(invoice, today) === 0 ? horizonOf(rules, today) : undefined;
};

/** A second click meets what the first one left. */
export const promiseOn = async ({ id }: Invoice, payOn: LocalDate, deps: Deps): Promise<boolean> => {
  const made = newId('prm');
  const done = await untilFresh(async () => {
    const invoice = (await read(invoiceById(deps.tenant, id)))!;
    if (promisedMinor(invoice, await todayOf(invoice, deps)) > 0) return ok(true);
    if ((await promisableUntil(invoice, deps)) === undefined) return ok(false);
    const customer = (await whoIsNow(deps, await read(customerById(deps.tenant, invoice.customerId))))!;
    const kept = await makeOnce(customer, { invoices: [id], payOn, channel: 'portal' }, made, deps);
    return kept.ok ? ok(true) : kept;
  });
  return done.ok && done.value;
};

/** What a mail promises; the same mail again meets its promise. Undefined where the company takes none such. */
export const promiseBy = async (
  customer: Customer,
  asked: {
    readonly invoices: readonly Invoice[];
    readonly payOn: LocalDate;
    readonly mail: string;
    readonly sentAt: string;
  },
  deps: Deps,
): Promise<string | undefined> => {
  const id = idOfCause('prm', asked.sentAt, asked.mail);
  if (await read(promiseById(deps.tenant, id))) return id;
  const invoices = asked.invoices.map((one) => one.id);
  const kept = await untilFresh(() =>
    makeOnce(customer, { invoices, payOn: asked.payOn, channel: 'mail' }, id, deps),
  );
  return kept.ok ? id : undefined;
};
