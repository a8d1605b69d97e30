/** Gathers what a mail says from the books at the moment of sending. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { fileName, MEDIA, type DocumentKind } from '../documents/document.ts';
import type { Documents, Invoice, Snapshot } from '../invoices/invoice.ts';
import { tokenOf } from '../invoices/link.ts';
import { overdueDays } from '../invoices/rules.ts';
import { invoiceById } from '../invoices/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { sum } from '../kernel/money.ts';
import type { Payment } from '../payments/payment.ts';
import { attemptsOf, unappliedOf } from '../payments/store.ts';
import { bytesOf } from '../runtime/blobs.ts';
import { env } from '../runtime/env.ts';
import type { Mail as Outgoing } from '../runtime/mail.ts';
import { secret } from '../runtime/secrets.ts';
import { all, readAll } from '../runtime/table.ts';
import type { Mail } from './mail.ts';
import { invoiceMail, receipt, reminder } from './mails.tsx';
import type { Debt } from './rules.ts';

export type Content = Pick<Outgoing, 'subject' | 'text' | 'html' | 'attachments'>;

export const payUrl = async (tenant: string, invoiceId: string): Promise<string> =>
  `${env('publicUrl')}/pay/${tokenOf(await secret('linkKey'), tenant, invoiceId)}`;

export const withInvoice = async (
  tenant: string,
  invoiceId: string,
  snapshot: Snapshot,
  documents: Documents,
): Promise<Content> => {
  const kept: readonly [DocumentKind, string | undefined][] = [
    ['pdf', documents.pdf],
    ['ubl', documents.ubl],
  ];
  const attachments = await Promise.all(
    kept.flatMap(([kind, key]) =>
      key === undefined
        ? []
        : [
            bytesOf(key).then((content) => ({
              filename: fileName(snapshot.number, kind),
              contentType: MEDIA[kind],
              content,
            })),
          ],
    ),
  );
  return { ...invoiceMail(snapshot, await payUrl(tenant, invoiceId)), attachments };
};

/** What one effect of a payment settled, as its event tells it. */
export interface Settled {
  readonly paymentId: string;
  readonly allocations: readonly {
    invoiceId: Invoice['id'];
    number: string;
    amount: { minor: number; currency: string };
    open: { minor: number; currency: string };
  }[];
}
export const receiptOf = (
  { amount, paidOn, unapplied }: Payment,
  { allocations }: Settled,
  customer: Customer,
  seller: Entity,
): Content =>
  receipt({
    amount,
    receivedOn: paidOn,
    unapplied,
    seller,
    language: customer.language,
    customerName: customer.name,
    allocations: allocations.map(({ number, amount: applied, open }) => ({
      number,
      amount: applied,
      stillOpen: open,
    })),
  });

/** The debts of a queued reminder as they stand now, with what is under way and what is here and only not applied. */
export const debtsOf = async (
  tenant: string,
  { customerId, reminder: queued }: Mail,
): Promise<{ debts: Debt[]; unapplied: Payment[] }> => {
  const { currency, invoiceIds } = queued!;
  const invoices = await readAll(invoiceIds.map((id) => invoiceById(tenant, id)));
  const debts = invoices.map(async (invoice) => ({
    invoice,
    attempts: await all(attemptsOf(tenant, invoice.id)),
  }));
  const unapplied = await all(unappliedOf(tenant, customerId!));
  return {
    debts: await Promise.all(debts),
    unapplied: unapplied.filter((payment) => payment.unapplied.currency === currency),
  };
};

export const withReminder = async (
  tenant: string,
  owed: readonly Invoice[],
  customer: Customer,
  seller: Entity,
  today: LocalDate,
): Promise<Content> => {
  const items = await Promise.all(
    owed.map(async (invoice) => ({
      number: invoice.number,
      dueOn: invoice.dueOn,
      open: invoice.open,
      daysOverdue: overdueDays(invoice, today),
      reference: invoice.reference,
      payUrl: await payUrl(tenant, invoice.id),
    })),
  );
  const level = Math.min(3, Math.max(...owed.map((invoice) => invoice.reminded)) + 1) as 1 | 2 | 3;
  return reminder({
    level,
    items,
    total: sum(
      owed.map(({ open }) => open),
      owed[0]!.open.currency,
    ),
    seller,
    language: customer.language,
    customerName: customer.name,
  });
};
