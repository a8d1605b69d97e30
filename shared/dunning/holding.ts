/** A person keeps reminders from an invoice or from a customer, or lifts that. Said twice it changes nothing. */
import { whoIsNow } from '../customers/alias.ts';
import { CustomerSaved, type Customer } from '../customers/customer.ts';
import type { DunningHold, WantedHold } from '../customers/hold.ts';
import { versionOf } from '../customers/saving.ts';
import { customerById, putCustomer, putVersion } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';

type Wanted = WantedHold | undefined;
interface Held {
  readonly dunningHold?: DunningHold | undefined;
}

const isSame = (before: DunningHold | undefined, wanted: Wanted): boolean =>
  before?.why === wanted?.why &&
  before?.reason === wanted?.reason &&
  before?.until === (wanted?.why === 'held' ? wanted.until : undefined);

const holdOf = (wanted: Wanted, { now, actor }: Deps): Held =>
  wanted ? { dunningHold: { ...wanted, at: now, by: actor } } : {};

export const holdInvoice = (id: Invoice['id'], wanted: Wanted, deps: Deps) =>
  untilFresh(async () => {
    const invoice = await read(invoiceById(deps.tenant, id));
    if (!invoice) return refuse('invoices.unknown', `There is no invoice ${id}.`);
    const { dunningHold: before, version } = invoice;
    if (isSame(before, wanted)) return ok({ hold: before });
    const after = { ...without(invoice, 'dunningHold'), ...holdOf(wanted, deps), version: version + 1 };
    const kept = await commit(follow(deps, [invoice]), { action: actionOf(wanted), subject: id }, [
      putInvoice(deps.tenant, after),
    ]);
    return kept.ok ? ok({ hold: after.dunningHold }) : kept;
  });

export const holdCustomer = (id: Customer['id'], wanted: Wanted, deps: Deps) =>
  untilFresh(async () => {
    const before = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!before) return refuse('customers.unknown', `There is no customer ${id}.`);
    if (before.erased) return refuse('customers.erased', `The personal data of ${before.id} were erased.`);
    if (isSame(before.dunningHold, wanted)) return ok({ hold: before.dunningHold });
    const after: Customer = {
      ...without(before, 'dunningHold'),
      ...holdOf(wanted, deps),
      version: before.version + 1,
      updatedAt: deps.now,
    };
    const { id: customerId, version, dunningHold: hold } = after;
    const events = [announce(CustomerSaved, customerId, { customerId, version })];
    const kept = await commit(deps, { action: actionOf(wanted), subject: customerId, events }, [
      ...putCustomer(deps.tenant, after, before),
      putVersion(deps.tenant, customerId, versionOf(before, after, deps)),
    ]);
    return kept.ok ? ok({ hold }) : kept;
  });

const actionOf = (wanted: Wanted): string => (wanted ? 'dunning.hold' : 'dunning.lift_hold');
