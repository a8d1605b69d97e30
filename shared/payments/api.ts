import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Cheque } from './collection.ts';
import { Payment, PaymentId } from './payment.ts';

export const paymentsApi = {
  recordPayment: post('/v1/payments', {
    scope: 'payments:write',
    summary: 'Record a payment at the counter: cash or cheque',
    description:
      'Applied to the named invoices, or to the customer’s open ones, oldest due first. What is left is unapplied. A cheque settles at once, ' +
      'subject to collection: where the bank returns it, the invoices are open again as they were.',
    body: z.strictObject({
      customerId: CustomerId,
      method: z.enum(['cash', 'cheque']),
      amount: PositiveMoney,
      receivedOn: LocalDate.optional().meta({
        description:
          'Today in the entity’s zone, where absent. Earlier days are booked on that day, or, where their month is shut, on the first open one.',
      }),
      cheque: Cheque.optional().meta({ description: 'Of a cheque: by its number a return is found.' }),
      reference: Text(80).optional(),
      allocations: z
        .array(z.strictObject({ invoiceId: InvoiceId, amount: PositiveMoney.optional() }))
        .min(1)
        .max(40)
        .optional(),
    }),
    status: 201,
    output: Payment,
    refusals: {
      'payments.customer_unknown': 422,
      'payments.invoice_unknown': 422,
      'payments.invoice_twice': 422,
      'payments.currency': 422,
      'payments.allocated_too_much': 422,
      'payments.date': 422,
      'payments.no_cheque': 422,
    },
  }),
  reversePayment: post('/v1/payments/{id}/reverse', {
    scope: 'cash:write',
    summary: 'Take back a payment that was recorded at the counter by mistake',
    description:
      'By a new entry, nothing is deleted: its invoices are open again at their old due dates and levels, and nothing of it is owed or in hand. Record ' +
      'it anew as it was. Only before it is on a paying-in slip; from a slip that is not handed in it comes back by cancelling that.',
    params: z.strictObject({ id: PaymentId }),
    body: z.strictObject({ reason: Text(300, 3) }),
    output: Payment,
    refusals: {
      'payments.unknown': 404,
      'payments.not_at_counter': 409,
      'payments.reversed': 409,
      'payments.on_slip': 409,
      'payments.banked': 409,
      'payments.given_back': 409,
      'payments.deposit_used': 409,
    },
  }),
  getPayment: get('/v1/payments/{id}', {
    scope: 'payments:read',
    summary: 'One payment with its allocations',
    params: z.strictObject({ id: PaymentId }),
    output: Payment,
    refusals: { 'payments.unknown': 404 },
  }),
  listPayments: get('/v1/payments', {
    scope: 'payments:read',
    summary: 'Payments, newest first',
    query: Page,
    output: listOf(Payment),
  }),
};
