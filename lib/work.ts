/** Work that nobody waits for: what each worker reacts to, and (jobs.ts) what runs by the clock. The rest of the table is wiring.ts. */
import { ChargebackAccepted, ChargebackChanged, ChargebackOpened } from '../shared/chargebacks/chargeback.ts';
import { EntityChanging } from '../shared/access/tenant.ts';
import { CustomerSaved } from '../shared/customers/customer.ts';
import { CustomerImportGoesOn } from '../shared/customers/customer-import.ts';
import { StatementReceived, BankLineReceived } from '../shared/bank/statement.ts';
import { RemittanceReceived } from '../shared/cash/remittance.ts';
import { CreditNoteRendered, DocumentsRendered } from '../shared/documents/document.ts';
import { MailQueued, MailStatusDue } from '../shared/dispatch/mail.ts';
import { InvoiceImportGoesOn } from '../shared/imports/import.ts';
import { InvoiceCredited } from '../shared/invoices/credit-note.ts';
import { DepositReceived, DepositRequested } from '../shared/invoices/deposit.ts';
import { InvoiceIssued } from '../shared/invoices/invoice.ts';
import {
  OrderAmended,
  OrderBilled,
  OrderConfirmed,
  OrderForgone,
  OrderFulfilled,
  OrderReturned,
  StockAsked,
} from '../shared/orders/order.ts';
import { OrderDepositsLeft } from '../shared/orders/deposited.ts';
import { DeliveriesDue } from '../shared/orders/unbilled.ts';
import { CollectionStopped } from '../shared/methods/collection.ts';
import { MethodEnded, MethodKept } from '../shared/methods/method.ts';
import { AttemptKeeps, AttemptRefused } from '../shared/payments/on-file.ts';
import { PaymentReceived, PayoutExpected, ProviderEventKept } from '../shared/payments/payment.ts';
import { RefundRequested } from '../shared/refunds/refund.ts';
import { PromiseBroken } from '../shared/promises/promise.ts';
import { ErasureGoesOn } from '../shared/privacy/erasure.ts';
import {
  PriceChangeGoesOn,
  SubscriptionCreditDue,
  SubscriptionDue,
} from '../shared/subscriptions/subscription.ts';
import { TaskDone } from '../shared/tasks/task.ts';
import { collectionWorkers } from './collections.ts';
import { partnerWorkers } from './partners.ts';
import { reportWorkers } from './reports.ts';
import type { Fn, Worker } from './uses.ts';
import { changes, commits, moves } from './uses.ts';

const applying = {
  table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem', 'ConditionCheckItem'],
  indexes: ['g2', 'g3'],
} as const;

export const workers: Readonly<Record<string, Worker>> = {
  'keep-stock': {
    entry: 'functions/workers/keep-stock.ts',
    on: [StockAsked],
    timeoutSeconds: 60,
    uses: { table: [...commits], secrets: ['providers'] },
    impact: 'Orders wait for their goods to be reserved, and goods that nobody gets stay reserved.',
  },
  'import-customers': {
    entry: 'functions/workers/import-customers.ts',
    on: [CustomerImportGoesOn],
    memory: 1024,
    timeoutSeconds: 300,
    uses: { table: [...commits, 'BatchGetItem'], bucket: ['GetObject imports'] },
    impact: 'Files of customers are kept, but their rows are not in the books.',
  },
  'find-duplicates': {
    entry: 'functions/workers/find-duplicates.ts',
    on: [CustomerSaved],
    uses: { table: [...commits, 'Query', 'BatchGetItem'] },
    impact: 'Customers that are there twice are not noticed.',
  },
  'score-customer': {
    entry: 'functions/workers/score-customer.ts',
    on: [PaymentReceived, PromiseBroken, CollectionStopped],
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g2', 'g3'] },
    impact:
      'Behaviour scores and the collectors’ worklist do not know the last payments until the night. Reminders do not follow what customers did.',
  },
  'issue-invoice': {
    entry: 'functions/workers/issue-invoice.ts',
    on: [OrderFulfilled],
    uses: {
      table: [...commits, 'UpdateItem', 'BatchGetItem', 'ConditionCheckItem'],
      indexes: ['g2'],
      secrets: ['linkKey'],
    },
    impact: 'Delivered goods are not invoiced: revenue and cash are late.',
  },
  'bill-orders': {
    entry: 'functions/workers/bill-orders.ts',
    on: [OrderBilled, DeliveriesDue, DepositReceived],
    uses: {
      table: [...commits, 'UpdateItem', 'BatchGetItem', 'ConditionCheckItem'],
      indexes: ['g2'],
      secrets: ['linkKey'],
    },
    impact:
      'What is billed in advance, by plans or by periods is not invoiced: revenue and cash are late. The tax of deposits is not, either.',
  },
  'credit-returns': {
    entry: 'functions/workers/credit-returns.ts',
    on: [OrderReturned, OrderForgone, OrderDepositsLeft],
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'] },
    impact:
      'Returned goods are not credited: customers are asked to pay for what they sent back. What is left of deposits is not theirs again.',
  },
  'render-document': {
    entry: 'functions/workers/render-document.ts',
    on: [InvoiceIssued, InvoiceCredited, DepositRequested],
    memory: 1769,
    timeoutSeconds: 60,
    uses: { table: [...commits], bucket: ['PutObject invoices'], secrets: ['linkKey'], publicUrl: true },
    impact:
      'Issued invoices and credit notes have no PDF and no e-invoice, requests for deposits no PDF, so they are not mailed.',
  },
  'import-invoices': {
    entry: 'functions/workers/import-invoices.ts',
    on: [InvoiceImportGoesOn],
    memory: 1769,
    timeoutSeconds: 300,
    uses: {
      table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem'],
      bucket: ['GetObject imports', 'PutObject invoices'],
      secrets: ['linkKey'],
    },
    impact: 'Invoices of another system are kept as files, but nobody is asked for them.',
  },
  'send-mail': {
    entry: 'functions/workers/send-mail.ts',
    on: [
      OrderConfirmed,
      OrderAmended,
      DocumentsRendered,
      CreditNoteRendered,
      PaymentReceived,
      MailQueued,
      MailStatusDue,
      EntityChanging,
      TaskDone,
    ],
    // What may not go out yet comes back later.
    retries: true,
    timeoutSeconds: 60,
    uses: {
      table: changes,
      indexes: ['g2', 'g3'],
      bucket: ['GetObject invoices', 'PutObject invoices'],
      secrets: ['linkKey', 'providers'],
      mail: true,
      publicUrl: true,
    },
    impact: 'Customers get no confirmations, invoices, receipts or reminders.',
  },
  'apply-payment': {
    entry: 'functions/workers/apply-payment.ts',
    on: [
      ProviderEventKept,
      RefundRequested,
      ChargebackAccepted,
      AttemptKeeps,
      AttemptRefused,
      ChargebackOpened,
      ChargebackChanged,
      MethodEnded,
      MethodKept,
    ],
    uses: {
      table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem', 'ConditionCheckItem'],
      indexes: ['g1', 'g2'],
      secrets: ['providers'],
    },
    impact:
      'Payments by link are kept but not applied: customers see a debt that they paid. Refunds by providers wait, and so do charges that are tried again.',
  },
  'read-statement': {
    entry: 'functions/workers/read-statement.ts',
    on: [StatementReceived],
    memory: 1024,
    timeoutSeconds: 300,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem', 'ConditionCheckItem'],
      bucket: ['GetObject statements', 'PutObject statements'],
    },
    impact: 'Bank statements are kept but their lines are not in the books.',
  },
  'match-cash': {
    entry: 'functions/workers/match-cash.ts',
    on: [BankLineReceived, PayoutExpected, RemittanceReceived],
    timeoutSeconds: 60,
    uses: applying,
    impact: 'Money in the bank is not applied: customers may be reminded of what they paid.',
  },
  'apply-unapplied': {
    entry: 'functions/workers/apply-unapplied.ts',
    on: [PaymentReceived, InvoiceIssued, InvoiceCredited],
    timeoutSeconds: 60,
    uses: { table: changes, indexes: ['g2'] },
    impact: 'What customers have with us does not settle what they owe, where a company wants that.',
  },
  'bill-subscriptions': {
    entry: 'functions/workers/bill-subscriptions.ts',
    on: [SubscriptionDue, SubscriptionCreditDue, PriceChangeGoesOn],
    timeoutSeconds: 300,
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], indexes: ['g1', 'g2'] },
    impact:
      'Subscriptions are had and not billed; what was given up is not credited. Prices for all subscribers are announced late.',
  },
  'erase-customers': {
    entry: 'functions/workers/erase-customers.ts',
    on: [ErasureGoesOn],
    // One at a time: a part is a hundred things.
    batch: 1,
    retries: true,
    timeoutSeconds: 60,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2', 'g3'],
      bucket: ['DeleteObject evidence'],
    },
    impact: 'Personal data that two persons said are to be taken out are still there.',
  },
  ...collectionWorkers,
  ...partnerWorkers,
  ...reportWorkers,
};

/** Fed by SES through the account's default bus. */
export const mailEvents: Fn & { readonly impact: string } = {
  entry: 'functions/workers/mail-events.ts',
  uses: { table: [...moves, 'BatchGetItem'] },
  impact: 'Bounces and deliveries are not shown on invoices; bounced addresses are mailed again.',
};

export { schedules } from './jobs.ts';
