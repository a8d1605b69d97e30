/**
 * The one table of what is deployed: which function serves which API, event, stream or schedule, what each may touch,
 * and what it means when its work stops. The stacks walk it; test/tidy.test.ts holds functions/ against it.
 */
import { accessApi } from '../shared/access/api.ts';
import { agreementsApi } from '../shared/agreements/api.ts';
import { approvalsApi } from '../shared/approvals/api.ts';
import { auditApi } from '../shared/audit/api.ts';
import { bankApi } from '../shared/bank/api.ts';
import { cashApi } from '../shared/cash/api.ts';
import { correctionsApi } from '../shared/corrections/api.ts';
import { creditApi } from '../shared/credit/api.ts';
import { customersApi } from '../shared/customers/api.ts';
import { depositsApi } from '../shared/deposits/api.ts';
import { documentsApi } from '../shared/documents/api.ts';
import { importsApi } from '../shared/imports/api.ts';
import { invoicesApi } from '../shared/invoices/api.ts';
import { noticesApi } from '../shared/notices/api.ts';
import type { Api } from '../shared/kernel/contract.ts';
import { riskApi } from '../shared/risk/api.ts';
import { operationsApi } from '../shared/operations/api.ts';
import { methodsApi } from '../shared/methods/api.ts';
import { ordersApi } from '../shared/orders/api.ts';
import { paymentsApi } from '../shared/payments/api.ts';
import { predictingApi } from '../shared/predicting/api.ts';
import { privacyApi } from '../shared/privacy/api.ts';
import { slipsApi } from '../shared/slips/api.ts';
import { subscriptionsApi } from '../shared/subscriptions/api.ts';
import { ratesApi } from '../shared/rates/api.ts';
import { collectionApis } from './collections.ts';
import { partnerApis } from './partners.ts';
import { reportApis } from './reports.ts';
import { tasksApi } from '../shared/tasks/api.ts';
import type { Fn } from './uses.ts';
import { commits, moves } from './uses.ts';

export { openRoutes } from './open-routes.ts';
export { mailEvents, schedules, workers } from './work.ts';

/** Every operation of the API, by the slice that owns it; each also may what `api-stack.ts DOOR` says. */
export const apis: Readonly<Record<string, Fn & { readonly api: Api }>> = {
  access: {
    entry: 'functions/api/access.ts',
    api: accessApi,
    uses: { table: [...commits, 'BatchGetItem'], indexes: ['g1'] },
  },
  approvals: {
    entry: 'functions/api/approvals.ts',
    api: approvalsApi,
    uses: {
      table: [...commits, 'BatchGetItem', 'Query'],
      indexes: ['g1', 'g2'],
      secrets: ['linkKey'],
      bucket: ['PutObject agencies'],
    },
  },
  audit: {
    entry: 'functions/api/audit.ts',
    api: auditApi,
    uses: { table: ['GetItem', 'Query', 'BatchGetItem'], indexes: ['g1'] },
  },
  customers: {
    entry: 'functions/api/customers.ts',
    api: customersApi,
    uses: {
      table: [...commits, 'BatchGetItem', 'Query'],
      indexes: ['g1', 'g2'],
      bucket: ['PutObject imports'],
    },
  },
  credit: {
    entry: 'functions/api/credit.ts',
    api: creditApi,
    uses: { table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem'], indexes: ['g2'] },
  },
  risk: {
    entry: 'functions/api/risk.ts',
    api: { ...riskApi, ...predictingApi },
    uses: { table: ['GetItem', 'Query', 'BatchGetItem'], indexes: ['g2', 'g3'] },
  },
  agreements: {
    entry: 'functions/api/agreements.ts',
    api: agreementsApi,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1'] },
  },
  orders: {
    entry: 'functions/api/orders.ts',
    api: ordersApi,
    uses: {
      table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem', 'ConditionCheckItem'],
      indexes: ['g1', 'g2'],
    },
  },
  invoices: {
    entry: 'functions/api/invoices.ts',
    api: { ...invoicesApi, ...noticesApi },
    uses: {
      table: [...commits, 'UpdateItem', 'BatchGetItem'],
      indexes: ['g1', 'g2'],
      secrets: ['linkKey'],
      bucket: ['GetObject invoices'],
    },
  },
  documents: {
    entry: 'functions/api/documents.ts',
    api: documentsApi,
    memory: 1769,
    timeoutSeconds: 29,
    uses: { table: ['GetItem'], bucket: ['PutObject invoices', 'GetObject invoices'] },
  },
  corrections: {
    entry: 'functions/api/corrections.ts',
    api: correctionsApi,
    uses: {
      table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem'],
      indexes: ['g1'],
      secrets: ['linkKey'],
      bucket: ['GetObject invoices'],
    },
  },
  deposits: {
    entry: 'functions/api/deposits.ts',
    api: depositsApi,
    uses: {
      table: [...commits, 'UpdateItem', 'BatchGetItem'],
      indexes: ['g1'],
      secrets: ['linkKey'],
    },
  },
  ...collectionApis,
  imports: {
    entry: 'functions/api/imports.ts',
    api: importsApi,
    memory: 1024,
    uses: {
      table: [...commits, 'BatchGetItem'],
      indexes: ['g1'],
      bucket: ['PutObject imports'],
    },
  },
  payments: {
    entry: 'functions/api/payments.ts',
    api: { ...paymentsApi, ...methodsApi },
    uses: {
      table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2'],
      secrets: ['providers', 'linkKey'],
      publicUrl: true,
    },
  },
  rates: {
    entry: 'functions/api/rates.ts',
    api: ratesApi,
    uses: { table: [...commits, 'Query', 'BatchGetItem'] },
  },
  bank: {
    entry: 'functions/api/bank.ts',
    api: bankApi,
    timeoutSeconds: 29,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1'], bucket: ['PutObject statements'] },
  },
  cash: {
    entry: 'functions/api/cash.ts',
    api: { ...cashApi, ...slipsApi },
    timeoutSeconds: 29,
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], indexes: ['g1', 'g2'] },
  },
  ...reportApis,
  subscriptions: {
    entry: 'functions/api/subscriptions.ts',
    api: subscriptionsApi,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1', 'g2', 'g3'] },
  },
  privacy: {
    entry: 'functions/api/privacy.ts',
    api: privacyApi,
    timeoutSeconds: 29,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1', 'g2', 'g3'] },
  },
  ...partnerApis,
  tasks: {
    entry: 'functions/api/tasks.ts',
    api: tasksApi,
    uses: { table: [...commits, 'BatchGetItem'], indexes: ['g1'] },
  },
  operations: {
    entry: 'functions/api/operations.ts',
    api: operationsApi,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1'] },
  },
};

/** Those whose functions stand in the Finance stack; the others, which partners work with, in the Api stack. */
export const FINANCE: readonly string[] = [
  'approvals',
  'audit',
  'credit',
  'risk',
  'payments',
  'rates',
  'bank',
  'cash',
  ...Object.keys(collectionApis),
  ...Object.keys(reportApis),
  'tasks',
  'operations',
];

export const authorizer: Fn = { entry: 'functions/authorizer.ts', uses: { table: moves, outward: true } };
const announcing = { table: ['Query', 'BatchGetItem'], indexes: ['g1'], bus: true } as const;
/** Invoked by an operator with AWS credentials, never over HTTP. */
export const admin: Readonly<Record<string, Fn>> = {
  'open-tenant': { entry: 'functions/admin/open-tenant.ts', uses: { table: moves } },
  'show-strangers': { entry: 'functions/admin/show-strangers.ts', uses: { table: ['Query'] } },
  'replay-outbox': { entry: 'functions/admin/replay-outbox.ts', timeoutSeconds: 900, uses: announcing },
};
/** Reads the table's stream, lets partners' lines have what they want to hear of, and hands every recorded event to the bus. */
export const outbox: Fn = {
  entry: 'functions/streams/outbox.ts',
  timeoutSeconds: 60,
  uses: { table: ['PutItem', 'Query', 'BatchGetItem'], bus: true },
};
