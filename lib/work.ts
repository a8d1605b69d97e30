/** Work that nobody waits for: what each worker reacts to, and what runs by the clock. The rest of the table is wiring.ts. */
import { EntityChanging } from '../shared/access/tenant.ts';
import { StatementReceived, BankLineReceived } from '../shared/bank/statement.ts';
import { CreditNoteRendered, DocumentsRendered } from '../shared/documents/document.ts';
import { MailQueued } from '../shared/dispatch/mail.ts';
import { ExportRequested } from '../shared/exports/export.ts';
import { InvoiceCredited } from '../shared/invoices/credit-note.ts';
import { InvoiceIssued } from '../shared/invoices/invoice.ts';
import {
  OrderAmended,
  OrderConfirmed,
  OrderFulfilled,
  OrderReturned,
  StockAsked,
} from '../shared/orders/order.ts';
import { PaymentReceived, PayoutExpected, ProviderEventKept } from '../shared/payments/payment.ts';
import type { Fn, Worker } from './uses.ts';
import { changes, commits } from './uses.ts';

const applying = {
  table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem', 'ConditionCheckItem'],
  indexes: ['g2'],
} as const;

export const workers: Readonly<Record<string, Worker>> = {
  'keep-stock': {
    entry: 'functions/workers/keep-stock.ts',
    on: [StockAsked],
    timeoutSeconds: 60,
    uses: { table: [...commits], secrets: ['providers'] },
    impact: 'Orders wait for their goods to be reserved, and goods that nobody gets stay reserved.',
  },
  'issue-invoice': {
    entry: 'functions/workers/issue-invoice.ts',
    on: [OrderFulfilled],
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], secrets: ['linkKey'] },
    impact: 'Delivered goods are not invoiced: revenue and cash are late.',
  },
  'credit-returns': {
    entry: 'functions/workers/credit-returns.ts',
    on: [OrderReturned],
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'] },
    impact: 'Returned goods are not credited: customers are asked to pay for what they sent back.',
  },
  'render-document': {
    entry: 'functions/workers/render-document.ts',
    on: [InvoiceIssued, InvoiceCredited],
    memory: 1769,
    timeoutSeconds: 60,
    uses: { table: [...commits], bucket: ['PutObject invoices'], secrets: ['linkKey'], publicUrl: true },
    impact: 'Issued invoices and credit notes have no PDF and no e-invoice, so they are not mailed.',
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
      EntityChanging,
    ],
    timeoutSeconds: 60,
    uses: {
      table: [...commits, 'BatchGetItem', 'Query'],
      indexes: ['g2'],
      bucket: ['GetObject invoices'],
      secrets: ['linkKey'],
      mail: true,
      publicUrl: true,
    },
    impact: 'Customers get no confirmations, invoices, receipts or reminders.',
  },
  'apply-payment': {
    entry: 'functions/workers/apply-payment.ts',
    on: [ProviderEventKept],
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], secrets: ['providers'] },
    impact: 'Payments by link are kept but not applied: customers see a debt that they paid.',
  },
  'read-statement': {
    entry: 'functions/workers/read-statement.ts',
    on: [StatementReceived],
    memory: 1024,
    timeoutSeconds: 300,
    uses: { table: [...commits, 'BatchGetItem'], bucket: ['GetObject statements'] },
    impact: 'Bank statements are kept but their lines are not in the books.',
  },
  'match-cash': {
    entry: 'functions/workers/match-cash.ts',
    on: [BankLineReceived, PayoutExpected],
    timeoutSeconds: 60,
    uses: applying,
    impact: 'Money in the bank is not applied: customers may be reminded of what they paid.',
  },
  'build-export': {
    entry: 'functions/workers/build-export.ts',
    on: [ExportRequested],
    memory: 1024,
    timeoutSeconds: 300,
    uses: { table: [...commits, 'BatchGetItem', 'Query'], bucket: ['PutObject exports'] },
    impact: 'Finance does not get its files.',
  },
};

/** Fed by SES through the account's default bus. */
export const mailEvents: Fn & { readonly impact: string } = {
  entry: 'functions/workers/mail-events.ts',
  uses: { table: [...commits] },
  impact: 'Bounces and deliveries are not shown on invoices; bounced addresses are mailed again.',
};

export const schedules: Readonly<
  Record<string, Fn & { readonly expression: string; readonly impact: string }>
> = {
  'find-overdue': {
    entry: 'functions/schedules/find-overdue.ts',
    expression: 'cron(0 7 * * ? *)',
    timeoutSeconds: 300,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g3'] },
    impact: 'No reminders are queued today.',
  },
  'check-attempts': {
    entry: 'functions/schedules/check-attempts.ts',
    expression: 'rate(6 hours)',
    timeoutSeconds: 120,
    uses: { table: changes, indexes: ['g2'], secrets: ['providers'] },
    impact: 'Payments whose webhook was lost are not noticed.',
  },
  'release-stock': {
    entry: 'functions/schedules/release-stock.ts',
    expression: 'cron(20 */6 * * ? *)',
    timeoutSeconds: 120,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g3'] },
    impact: 'Goods stay reserved for orders whose time ran out.',
  },
  'nightly-exports': {
    entry: 'functions/schedules/nightly-exports.ts',
    expression: 'cron(30 2 * * ? *)',
    uses: { table: [...commits, 'Query'] },
    impact: 'Finance does not get last night’s files.',
  },
  'look-after': {
    entry: 'functions/schedules/look-after.ts',
    expression: 'cron(0 3 * * ? *)',
    timeoutSeconds: 120,
    uses: { table: ['Query', 'BatchGetItem'], indexes: ['g1', 'g2'] },
    impact: 'Nobody is told of money and work that wait for a person, or of damaged entries.',
  },
};
