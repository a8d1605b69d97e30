/** What the books say of several things together: a payment and what it settled, debts and what is asked of them. */
import type { Entity } from '../access/tenant.ts';
import type { Claim } from '../claims/claim.ts';
import { besideOf } from '../claims/words.ts';
import type { Customer } from '../customers/customer.ts';
import { keysOfName } from '../customers/likeness.ts';
import { askedMinor, clarifiedOf, rejectedOf } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { promisedOf } from '../invoices/promised.ts';
import { overdueDays } from '../invoices/rules.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { money, sum, type Money } from '../kernel/money.ts';
import type { Payment } from '../payments/payment.ts';
import type { Receipt, Reminder } from './mails.tsx';
import type { Level } from './words.ts';

/** What one effect of a payment settled, as its event tells it. */
export interface Settled {
  readonly paymentId: string;
  readonly claimed?: { minor: number; currency: string } | undefined;
  readonly allocations: readonly {
    invoiceId: Invoice['id'];
    number: string;
    amount: { minor: number; currency: string };
    discount?: { minor: number; currency: string } | undefined;
    open: { minor: number; currency: string };
    fromCredit?: true | undefined;
  }[];
}
/** Whom it is said to. */
type Reader = Pick<Customer, 'name' | 'language'>;

export const receiptOf = (
  { amount, paidOn, unapplied }: Payment,
  { allocations, claimed }: Pick<Settled, 'allocations' | 'claimed'>,
  customer: Reader,
  seller: Entity,
): Receipt => ({
  ...(isUsed({ allocations })
    ? {
        amount: sum(
          allocations.map(({ amount: applied }) => applied),
          amount.currency,
        ),
        used: true,
      }
    : { amount }),
  receivedOn: paidOn,
  claimed,
  unapplied,
  seller,
  language: customer.language,
  customerName: customer.name,
  allocations: allocations.map(({ number, amount: applied, discount, open }) => ({
    number,
    amount: applied,
    discount,
    stillOpen: open,
  })),
});

/** Nothing came in: what the customer had with us was used. */
export const isUsed = ({ allocations }: Pick<Settled, 'allocations'>): boolean =>
  allocations.length > 0 && allocations.every(({ fromCredit }) => fromCredit);

/** Whether nobody's money came from an account of the customer, or under its name. */
export const mayBeOf = (
  { payer }: Pick<Payment, 'payer'>,
  { name, ibans, address: { country } }: Pick<Customer, 'name' | 'ibans' | 'address'>,
): boolean => {
  if (payer.iban !== undefined && ibans.includes(payer.iban)) return true;
  const own = keysOfName(name, country);
  return payer.name !== undefined && keysOfName(payer.name, country).some((key) => own.includes(key));
};

/** As firmly as the debt that was asked for most often has it. */
export const levelOf = (owed: readonly Invoice[]): Level =>
  Math.min(3, Math.max(...owed.map((invoice) => invoice.reminded)) + 1) as Level;

export const reminderOf = (
  {
    asked,
    claims,
  }: {
    readonly asked: readonly { readonly invoice: Invoice; readonly payUrl: string }[];
    readonly claims: readonly Claim[];
  },
  level: Level,
  customer: Reader,
  seller: Entity,
  { today, courtesy = false }: { readonly today: LocalDate; readonly courtesy?: boolean },
): Reminder => {
  // Of what is due in parts, those that are overdue, or fall due next; without what is in clarification.
  const due = (invoice: Invoice): Money =>
    money(askedMinor(invoice, courtesy ? addDays(invoice.dueOn, 1) : today), invoice.open.currency);
  const { currency } = asked[0]!.invoice.open;
  const beside = besideOf(claims);
  return {
    level,
    courtesy,
    deposits: asked.some(({ invoice }) => invoice.deposit !== undefined),
    items: asked.map(({ invoice, payUrl }) => ({
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      dueOn: invoice.dueOn,
      open: due(invoice),
      daysOverdue: overdueDays(invoice, today),
      times: invoice.reminded + 1,
      reference: invoice.reference,
      clarified: clarifiedOf(invoice),
      rejected: rejectedOf(invoice),
      promised: promisedOf(invoice, today),
      promisedOn: invoice.promise?.payOn,
      payUrl,
    })),
    total: sum(
      [...asked.map(({ invoice }) => due(invoice)), ...beside.map(({ amount }) => amount)],
      currency,
    ),
    ...(beside.length > 0 && { beside }),
    seller,
    language: customer.language,
    customerName: customer.name,
  };
};
