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
import { Percent } from '../pricing/price.ts';

/** What of a deposit paid which invoice. */
export const Taken = z
  .object({ invoiceId: z.string(), number: z.string(), on: LocalDate, amount: Money })
  .meta({ id: 'DepositTaken' });
export type Taken = Readonly<z.infer<typeof Taken>>;

/** What the head of a request says beside what the head of an invoice says. */
export const Deposit = z
  .object({
    orderId: OrderId,
    taken: z.array(Taken).meta({
      description: 'The invoices that it paid. What was paid of it and not taken is the customer’s, for the order.',
    }),
    closed: z
      .object({ at: Instant, by: z.string(), reason: z.string() })
      .optional()
      .meta({ description: 'Nothing more is asked for; money that comes all the same is unapplied.' }),
  })
  .meta({ id: 'Deposit' });
export type Deposit = Readonly<z.infer<typeof Deposit>>;

/** What was paid of a deposit and no invoice took up yet; zero for what is no deposit. */
export const depositLeft = ({
  deposit,
  settlements,
  total: { currency },
}: {
  readonly deposit?: Deposit | undefined;
  readonly settlements: readonly { readonly amount: Money }[];
  readonly total: Money;
}): Money => {
  const sumOf = (all: typeof settlements) => all.reduce((sum, { amount }) => sum + amount.minor, 0);
  return money(deposit ? sumOf(settlements) - sumOf(deposit.taken) : 0, currency);
};

/** What the document of a request says of the order: which part of which total is asked for. */
export const DepositAsked = z
  .object({ percent: Percent.optional(), of: Money })
  .meta({ id: 'DepositAsked' });

/** What an invoice says of the deposits that it took up (BG-3, BT-113). */
export const DepositSaid = z
  .object({ number: z.string(), issuedOn: LocalDate, minor: z.int() })
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
  fact.extend({ amount: Money, open: Money }),
);
export const DepositClosed = event(
  'deposit.closed',
  'Nothing more is asked for of a deposit; `released` of what had been paid is the customer’s, unapplied.',
  fact.extend({ released: Money, reason: z.string() }),
);
