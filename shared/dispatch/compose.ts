/** Gathers what a mail says from the books at the moment of sending. */
import type { Entity } from '../access/tenant.ts';
import { accountToken } from '../customers/account-link.ts';
import type { Claim } from '../claims/claim.ts';
import type { Customer } from '../customers/customer.ts';
import { heldBy } from '../customers/hold.ts';
import { customerById } from '../customers/store.ts';
import { fileName, MEDIA, type DocumentKind } from '../documents/document.ts';
import type { Fonts } from '../documents/pdf/face.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Documents, Invoice, Snapshot } from '../invoices/invoice.ts';
import { tokenOf } from '../invoices/link.ts';
import { invoiceById } from '../invoices/store.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Envelope, Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import type { Entry } from '../ledger/entry.ts';
import { orderToken } from '../orders/link.ts';
import type { Order } from '../orders/order.ts';
import { orderById } from '../orders/store.ts';
import type { Payment } from '../payments/payment.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { unappliedOf } from '../payments/store.ts';
import { bytesOf } from '../runtime/blobs.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import type { Attachment } from '../runtime/mail.ts';
import { secret } from '../runtime/secrets.ts';
import { all, read, readAll } from '../runtime/table.ts';
import { mayBeOf, receiptOf, reminderOf, type Settled } from './gather.ts';
import type { Mail } from './mail.ts';
import { orderConfirmed, receipt, reminder, type Reminder } from './mails.tsx';
import { creditNoteMail, invoiceMail } from './mails/documents.ts';
import type { Letter } from './mails/letter.ts';
import type { Drawing } from './papers.ts';
import type { Debt } from './rules.ts';
import type { Level } from './words.ts';
import { mailOf } from './store.ts';

/** What goes out, before it is worded and set. */
export interface Written {
  readonly letter: Letter;
  readonly attachments?: readonly Attachment[];
  /** Draws a PDF of the letter as it is worded. */
  readonly paper?: (letter: Letter, fonts: Fonts) => Promise<Drawing>;
}
/** Only here: a mail without a paper never runs what draws. */
const drawer = () => import('./papers.ts');
/** What goes out, with the writes that must be true together with the claim and the debts that it asks for; or why nothing does. */
export type Composed =
  | (Written & {
      steps?: readonly Write<'table.stale'>[];
      /** What it charges, in the books. */
      entry?: Entry | undefined;
      asked?: readonly Invoice[];
      reminder?: Mail['reminder'];
      /** What is told with the claim. */
      events?: readonly Fact[] | undefined;
    })
  | { suppressed: string; marks?: readonly Write<'table.stale'>[] };

export const payUrl = async (tenant: string, invoiceId: string): Promise<string> =>
  `${env('publicUrl')}/pay/${tokenOf(await secret('linkKey'), tenant, invoiceId)}`;

/** The page of all that a customer owes: of a mail of this day, for as long as anybody goes back to it. */
export const accountUrl = async (
  tenant: string,
  customer: Customer,
  of: { entity: string; currency: string; today: LocalDate },
): Promise<string> => {
  const { today, ...what } = of;
  const link = { tenant, customerId: customer.id, ...what, until: addDays(today, ACCOUNT_DAYS) };
  return `${env('publicUrl')}/account/${accountToken(await secret('linkKey'), link, customer)}`;
};
const ACCOUNT_DAYS = 90;

export const fresh = (
  purpose: Mail['purpose'],
  customerId: Customer['id'] | undefined,
  fact: Envelope,
): Mail => ({
  id: idOfCause('mail', fact.time, purpose, fact.id),
  version: 0,
  purpose,
  ...(customerId !== undefined && { customerId }),
  state: 'QUEUED',
  at: fact.time,
  history: [],
});

/** What is known of a mail that its cause may have begun before, and its customer: read together with what it is about. */
export const begun = (deps: Deps, wanted: Mail) =>
  [mailOf(deps.tenant, wanted), customerById(deps.tenant, wanted.customerId!)] as const;

/** The order as it stands, with the link to its page; `changed` where it was confirmed before. */
export const withOrder = async (
  tenant: string,
  order: Order,
  customer: Customer,
  seller: Entity,
  changed: boolean,
): Promise<Written> => {
  const { name, language } = customer;
  const url = `${env('publicUrl')}/order/${orderToken(await secret('linkKey'), tenant, order.id)}`;
  return {
    letter: orderConfirmed(order, name, language, seller, { url, changed }),
    ...(seller.attach?.includes('order_confirmation') && {
      paper: async (_, fonts) => (await drawer()).confirmationPdf(order, { customer, seller }, fonts),
    }),
  };
};

export const withReceipt = (
  payment: Payment,
  settled: Pick<Settled, 'allocations' | 'claimed'>,
  customer: Customer,
  seller: Entity,
): Written => {
  const { method } = payment;
  const facts = receiptOf(payment, settled, customer, seller);
  return {
    letter: receipt(facts),
    ...(seller.attach?.includes('receipt') &&
      !facts.used && {
        paper: async (letter, fonts) =>
          (await drawer()).receiptPdf(letter, facts, { customer, seller, method }, fonts),
      }),
  };
};

export const withInvoice = async (
  tenant: string,
  invoiceId: string,
  snapshot: Snapshot,
  documents: Documents,
): Promise<Written> => ({
  letter: invoiceMail(snapshot, await payUrl(tenant, invoiceId)),
  attachments: await attached(snapshot.number, documents),
});

export const withCreditNote = async (
  note: CreditNote,
  snapshot: Snapshot,
  documents: Documents,
): Promise<Written> => ({
  letter: creditNoteMail(note, snapshot),
  attachments: await attached(snapshot.number, documents),
});

const attached = async (number: string, documents: Documents) => {
  const kept: readonly [DocumentKind, string | undefined][] = [
    ['pdf', documents.pdf],
    ['ubl', documents.ubl],
  ];
  return Promise.all(
    kept.flatMap(([kind, key]) =>
      key === undefined
        ? []
        : [
            bytesOf(key).then((content) => ({
              filename: fileName(number, kind),
              contentType: MEDIA[kind],
              content,
            })),
          ],
    ),
  );
};

/**
 * The debts of a queued reminder as they stand now, with what is under way and what is here and only not applied: to the
 * customer of today, under whichever of its names, and what may be of it and is nobody's yet.
 */
export const debtsOf = async (
  tenant: string,
  { reminder: queued }: Mail,
  customer: Customer,
  today: LocalDate,
): Promise<{ debts: Debt[]; unapplied: Payment[] }> => {
  const { entity, currency, invoiceIds } = queued!;
  const { id, aliases = [], dunningHold } = customer;
  const invoices = await readAll(invoiceIds.map((id) => invoiceById(tenant, id)));
  const debts = invoices.map(async (invoice) => ({
    invoice,
    attempts: await attemptsOn(tenant, invoice.id),
    held: heldBy(invoice.dunningHold, today) ?? heldBy(dunningHold, today),
    courtesy: queued!.courtesy === true,
    ...(invoice.deposit && {
      cancelled: (await read(orderById(tenant, invoice.deposit.orderId)))?.state === 'CANCELLED',
    }),
  }));
  const unapplied = [id, ...aliases].map((one) => all(unappliedOf(tenant, one)));
  // On a bank line that nobody has matched.
  const found = (await all(unappliedOf(tenant, 'nobody'))).filter(
    (payment) => payment.entity === entity && mayBeOf(payment, customer),
  );
  return {
    debts: await Promise.all(debts),
    unapplied: [...(await Promise.all(unapplied)).flat(), ...found].filter(
      (payment) => payment.unapplied.currency === currency,
    ),
  };
};

/** What a reminder says, with its links. */
export const remindedOf = async (
  tenant: string,
  { owed, claims }: { readonly owed: readonly Invoice[]; readonly claims: readonly Claim[] },
  customer: Customer,
  seller: Entity,
  { today, level, courtesy = false }: { today: LocalDate; level: Level; courtesy?: boolean | undefined },
): Promise<Reminder> => {
  const urls = await Promise.all(owed.map(({ id }) => payUrl(tenant, id)));
  const asked = owed.map((invoice, at) => ({ invoice, payUrl: urls[at]! }));
  const [first] = owed;
  return {
    ...reminderOf({ asked, claims }, level, customer, seller, { today, courtesy }),
    // Requests for deposits are paid one by one.
    ...(owed.length > 1 &&
      !first!.deposit && {
        payAllUrl: await accountUrl(tenant, customer, {
          entity: seller.id,
          currency: first!.open.currency,
          today,
        }),
      }),
  };
};

export const withReminder = (
  facts: Reminder,
  between: { readonly customer: Customer; readonly seller: Entity; readonly today: LocalDate },
): Written => {
  const letter = reminder(facts);
  // A note asks for nothing that a clerk would file.
  if (facts.courtesy) return { letter };
  return {
    letter,
    paper: async (worded, fonts) => (await drawer()).reminderPdf(worded, facts, between, fonts),
  };
};
