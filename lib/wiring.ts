/**
 * The one table of what is deployed: which function serves which API, event, stream or schedule, what each may touch,
 * and what it means when its work stops. app-stack.ts walks it; test/tidy.test.ts holds functions/ against it.
 */
import { bankApi } from '../shared/bank/api.ts';
import { StatementReceived, BankLineReceived } from '../shared/bank/statement.ts';
import { cashApi } from '../shared/cash/api.ts';
import { creditApi } from '../shared/credit/api.ts';
import { customersApi } from '../shared/customers/api.ts';
import { DocumentsRendered } from '../shared/documents/document.ts';
import { MailQueued } from '../shared/dispatch/mail.ts';
import { exportsApi } from '../shared/exports/api.ts';
import { ExportRequested } from '../shared/exports/export.ts';
import { insightsApi } from '../shared/insights/api.ts';
import { invoicesApi } from '../shared/invoices/api.ts';
import { InvoiceIssued } from '../shared/invoices/invoice.ts';
import type { Api } from '../shared/kernel/contract.ts';
import { operationsApi } from '../shared/operations/api.ts';
import { ordersApi } from '../shared/orders/api.ts';
import { OrderConfirmed, OrderFulfilled } from '../shared/orders/order.ts';
import { paymentsApi } from '../shared/payments/api.ts';
import { PaymentReceived, PayoutExpected, ProviderEventKept } from '../shared/payments/payment.ts';
import { partnerApis, partnerRoutes, partnerSchedules, partnerWorkers } from './partners.ts';
import type { Fn, Worker } from './uses.ts';

const commits = ['GetItem', 'PutItem'] as const;
const changes = [...commits, 'UpdateItem', 'Query', 'BatchGetItem'] as const;

/** Every operation of the API, by the slice that owns it. */
export const apis: Readonly<Record<string, Fn & { readonly api: Api }>> = {
  customers: {
    entry: 'functions/api/customers.ts',
    api: customersApi,
    uses: { table: [...commits, 'BatchGetItem'], indexes: ['g1'] },
  },
  credit: {
    entry: 'functions/api/credit.ts',
    api: creditApi,
    uses: { table: [...commits, 'UpdateItem', 'Query'] },
  },
  orders: {
    entry: 'functions/api/orders.ts',
    api: ordersApi,
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], indexes: ['g1', 'g2'] },
  },
  invoices: {
    entry: 'functions/api/invoices.ts',
    api: invoicesApi,
    uses: { table: ['GetItem', 'BatchGetItem'], indexes: ['g1', 'g2'], bucket: ['GetObject invoices'] },
  },
  payments: {
    entry: 'functions/api/payments.ts',
    api: paymentsApi,
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], indexes: ['g1', 'g2'] },
  },
  bank: {
    entry: 'functions/api/bank.ts',
    api: bankApi,
    timeoutSeconds: 29,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1'], bucket: ['PutObject statements'] },
  },
  cash: {
    entry: 'functions/api/cash.ts',
    api: cashApi,
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], indexes: ['g2'] },
  },
  insights: {
    entry: 'functions/api/insights.ts',
    api: insightsApi,
    memory: 1024,
    timeoutSeconds: 29,
    uses: { table: ['GetItem', 'Query'] },
  },
  exports: {
    entry: 'functions/api/exports.ts',
    api: exportsApi,
    uses: { table: [...commits, 'BatchGetItem'], indexes: ['g1'], bucket: ['GetObject exports'] },
  },
  ...partnerApis,
  operations: {
    entry: 'functions/api/operations.ts',
    api: operationsApi,
    uses: { table: [...commits, 'BatchGetItem'], indexes: ['g1'] },
  },
};

/** Routes without a key: each authenticates its caller by itself (signature, link secret) or shows nothing secret. */
export const openRoutes: Readonly<Record<string, Fn & { readonly routes: readonly string[] }>> = {
  docs: {
    entry: 'functions/api/docs.ts',
    routes: ['GET /', 'GET /openapi.json', 'GET /docs', 'GET /docs/{file}'],
    uses: {},
  },
  hooks: {
    entry: 'functions/hooks/psp.ts',
    routes: ['POST /hooks/psp/{provider}'],
    uses: { table: ['PutItem', 'Query'], secrets: ['providers'] },
  },
  ...partnerRoutes,
  portal: {
    entry: 'functions/portal/pay.ts',
    routes: [
      'GET /pay/{token}',
      'POST /pay/{token}',
      'GET /pay/{token}/status',
      'GET /pay/{token}/invoice.pdf',
    ],
    uses: {
      table: [...commits, 'Query'],
      secrets: ['providers'],
      bucket: ['GetObject invoices'],
      publicUrl: true,
    },
  },
};

export const authorizer: Fn = { entry: 'functions/authorizer.ts', uses: { table: ['GetItem'] } };
const announcing = { table: ['Query', 'BatchGetItem'], indexes: ['g1'], bus: true } as const;
/** Invoked by an operator with AWS credentials, never over HTTP. */
export const admin: Readonly<Record<string, Fn>> = {
  'open-tenant': { entry: 'functions/admin/open-tenant.ts', uses: { table: [...commits] } },
  'replay-outbox': { entry: 'functions/admin/replay-outbox.ts', timeoutSeconds: 900, uses: announcing },
};
/** Reads the table's stream and hands every recorded event to the bus; once more for partners who want to hear of it. */
export const outbox: Fn = { entry: 'functions/streams/outbox.ts', uses: { table: ['Query'], bus: true } };

const applying = {
  table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem', 'ConditionCheckItem'],
  indexes: ['g2'],
} as const;

export const workers: Readonly<Record<string, Worker>> = {
  'issue-invoice': {
    entry: 'functions/workers/issue-invoice.ts',
    on: [OrderFulfilled],
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], secrets: ['linkKey'] },
    impact: 'Delivered goods are not invoiced: revenue and cash are late.',
  },
  'render-document': {
    entry: 'functions/workers/render-document.ts',
    on: [InvoiceIssued],
    memory: 1769,
    timeoutSeconds: 60,
    uses: { table: [...commits], bucket: ['PutObject invoices'], secrets: ['linkKey'], publicUrl: true },
    impact: 'Issued invoices have no PDF and no e-invoice, so they are not mailed.',
  },
  'send-mail': {
    entry: 'functions/workers/send-mail.ts',
    on: [OrderConfirmed, DocumentsRendered, PaymentReceived, MailQueued],
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
  ...partnerWorkers,
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
  ...partnerSchedules,
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
