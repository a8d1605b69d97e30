/** Reads what a case is decided on: its payer, invoices with their claims, what speaks against each at this second, and the agencies. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { standingsOf } from '../claims/charging.ts';
import type { Standing } from '../claims/rules.ts';
import type { Customer } from '../customers/customer.ts';
import { debtsOf } from '../dispatch/debts.ts';
import { stillOwed } from '../dispatch/rules.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';
import { recall } from '../runtime/table.ts';
import { whyKept } from './rules.ts';

export interface Looked {
  readonly seller: Entity;
  readonly today: LocalDate;
  readonly standings: readonly Standing[];
  /** Why an invoice stays here; undefined where it may be handed over. */
  readonly whyOf: (invoice: Invoice) => string | undefined;
}

/** `heads`: of one legal entity and one currency. What speaks against a reminder of one speaks against handing it over. */
export const lookAt = async (
  customer: Customer,
  heads: readonly Invoice[],
  ownCase: string | undefined,
  deps: Deps,
): Promise<Looked> => {
  const { entity, open } = heads[0]!;
  const seller = entityOf((await recall(tenantById(deps.tenant)))!, entity)!;
  const today = localDate(deps.now, seller.zone);
  const invoiceIds = heads.map(({ id }) => id);
  const reminder = { entity, currency: open.currency, on: today, invoiceIds };
  const [{ debts, unapplied }, standings] = await Promise.all([
    debtsOf(deps.tenant, { reminder }, customer, today, heads),
    standingsOf(deps.tenant, heads),
  ]);
  // Whether a reminder of it is due is no matter: the last of them went out.
  const due = debts.map((debt) => ({ ...debt, invoice: { ...debt.invoice, remindOn: today } }));
  const { spared } = stillOwed(due, unapplied, today, deps.now);
  const whyOf = (invoice: Invoice) =>
    whyKept(invoice, ownCase, today) ?? spared.find((one) => one.invoice.id === invoice.id)?.why;
  return { seller, today, standings, whyOf };
};
