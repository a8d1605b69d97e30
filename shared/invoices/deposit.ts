/**
 * A deposit: money that a customer is asked for before an order is supplied. It is a liability until an invoice of the order takes it up
 * (capabilities, "Deposits, prepayments, pro-forma"). Its request is a document with a head like an invoice's, and no receivable.
 */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { money, Money } from '../kernel/money.ts';
import { OrderId } from '../orders/order.ts';
import { Percent, TaxGroup } from '../pricing/price.ts';

/** What of a deposit paid which invoice. */
export const Taken = z
  .object({
    invoiceId: z.string(),
    number: z.string(),
    on: LocalDate,
    amount: Money,
    prepayment: z.literal(true).optional().meta({
      description: 'By the invoice of the money itself: what is left of it is left of the deposit.',
    }),
  })
  .meta({ id: 'DepositTaken' });
export type Taken = Readonly<z.infer<typeof Taken>>;

/** What the head of a request says beside what the head of an invoice says. */
export const Deposit = z
  .object({
    orderId: OrderId,
    taken: z.array(Taken).meta({
      description:
        'The invoices that it paid. What was paid of it and not taken is the customer’s, for the order.',
    }),
    closed: z
      .object({ at: Instant, by: z.string(), reason: z.string() })
      .optional()
      .meta({ description: 'Nothing more is asked for; money that comes all the same is unapplied.' }),
  })
  .meta({ id: 'Deposit' });
export type Deposit = Readonly<z.infer<typeof Deposit>>;

/** What of a tax group is in a part of a prepayment. */
const groups = z.array(TaxGroup);
/**
 * An invoice of money that came before the supply, where the law taxes it then (UNTDID 1001: 386). It takes its deposit up, and is itself
 * taken up, its tax with it, by the invoices of the supply.
 */
export const Prepayment = z
  .object({
    depositId: z.string(),
    orderId: OrderId,
    groups,
    taken: z.array(Taken.extend({ groups })),
    credited: groups.meta({ description: 'What credit notes took back of it.' }),
  })
  .meta({ id: 'Prepayment' });
export type Prepayment = Readonly<z.infer<typeof Prepayment>>;

interface Head {
  readonly deposit?: Deposit | undefined;
  readonly prepayment?: Prepayment | undefined;
  readonly settlements: readonly { readonly amount: Money }[];
  readonly total: Money;
}
const sumOf = (all: readonly { readonly amount: Money }[]) =>
  all.reduce((sum, { amount }) => sum + amount.minor, 0);
/** What was paid in advance and no invoice took up yet; zero for what is neither a deposit nor a prepayment. */
export const depositLeft = ({ deposit, prepayment, settlements, total }: Head): Money => {
  const back = prepayment?.credited.reduce((sum, one) => sum + one.baseMinor + one.taxMinor, 0) ?? 0;
  return money(
    prepayment
      ? total.minor - sumOf(prepayment.taken) - back
      : deposit
        ? sumOf(settlements) - sumOf(deposit.taken)
        : 0,
    total.currency,
  );
};

/** What the document of a request says of the order: which part of which total is asked for. */
export const DepositAsked = z.object({ percent: Percent.optional(), of: Money }).meta({ id: 'DepositAsked' });

/** What an invoice says of the deposits that it took up (BG-3, BT-113). */
export const DepositSaid = z
  .object({
    number: z.string(),
    issuedOn: LocalDate,
    minor: z.int(),
    taxMinor: z.int().optional().meta({ description: 'What of it is tax that was invoiced when it came.' }),
  })
  .meta({ id: 'DepositOnInvoice' });

const fact = z.object({
  /** Of the request, which has the form of an invoice’s. */
  depositId: idOf('inv'),
  customerId: CustomerId,
  orderId: OrderId,
  number: z.string(),
});
export const DepositRequested = event(
  'deposit.requested',
  'A customer is asked for a deposit for an order: no invoice, and nothing is owed.',
  fact.extend({ total: Money, dueOn: LocalDate }),
);
export const DepositReceived = event(
  'deposit.received',
  'Money came in for a deposit; `open` is what is still asked for.',
  fact.extend({ paymentId: idOf('pay'), amount: Money, open: Money }),
);
export const DepositClosed = event(
  'deposit.closed',
  'Nothing more is asked for of a deposit; `released` of what had been paid is the customer’s, unapplied.',
  fact.extend({ released: Money, reason: z.string() }),
);
