/** What a payer owes of some invoices at this second, and what is here for it or on its way: reminders are decided on by it, and what goes to an agency. */
import type { Customer } from '../customers/customer.ts';
import { heldBy } from '../customers/hold.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { orderById } from '../orders/store.ts';
import { attemptsOn } from '../payments/attempted.ts';
import type { Payment } from '../payments/payment.ts';
import { unappliedOf } from '../payments/store.ts';
import { all, read, readAll } from '../runtime/table.ts';
import { mayBeOf } from './gather.ts';
import type { Mail } from './mail.ts';
import type { Debt } from './rules.ts';

/**
 * The debts of a queued reminder as they stand now, with what is under way and what is here and only not applied: to the
 * customer of today, under whichever of its names, and what may be of it and is nobody's yet. `heads`: of just these invoices, where they were read for the same decision.
 */
export const debtsOf = async (
  tenant: string,
  { reminder: queued }: Pick<Mail, 'reminder'>,
  customer: Customer,
  today: LocalDate,
  heads?: readonly Invoice[],
): Promise<{ debts: Debt[]; unapplied: Payment[] }> => {
  const { entity, currency, invoiceIds } = queued!;
  const { id, aliases = [], dunningHold } = customer;
  const invoices = heads ?? (await readAll(invoiceIds.map((id) => invoiceById(tenant, id))));
  const debtOf = async (invoice: Invoice): Promise<Debt> => ({
    invoice,
    attempts: await attemptsOn(tenant, invoice.id),
    held: heldBy(invoice.dunningHold, today) ?? heldBy(dunningHold, today),
    courtesy: queued!.courtesy === true,
    ...(invoice.deposit && {
      cancelled: (await read(orderById(tenant, invoice.deposit.orderId)))?.state === 'CANCELLED',
    }),
  });
  // All are waited for together: one that fails while nobody waits for it would end the function, and with it what others do in it.
  const [debts, own, nobodys] = await Promise.all([
    Promise.all(invoices.map(debtOf)),
    Promise.all([id, ...aliases].map((one) => all(unappliedOf(tenant, one)))),
    all(unappliedOf(tenant, 'nobody')),
  ]);
  // On a bank line that nobody has matched.
  const found = nobodys.filter((payment) => payment.entity === entity && mayBeOf(payment, customer));
  return {
    debts,
    unapplied: [...own.flat(), ...found].filter((payment) => payment.unapplied.currency === currency),
  };
};
