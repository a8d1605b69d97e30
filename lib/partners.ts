/** The part of the wiring that connects partners both ways: what comes in, what goes out, and syncs. */
import { intakeApi } from '../shared/intake/api.ts';
import { IntakeKept } from '../shared/intake/intake.ts';
import type { Api } from '../shared/kernel/contract.ts';
import { syncApi } from '../shared/sync/api.ts';
import { webhooksApi } from '../shared/webhooks/api.ts';
import { EndpointDisabled, ReplayRequested, WebhookDue } from '../shared/webhooks/webhook.ts';
import { commits, type Fn, type Worker } from './uses.ts';

export const partnerApis: Readonly<Record<string, Fn & { readonly api: Api }>> = {
  intake: {
    entry: 'functions/api/intake.ts',
    api: intakeApi,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2'],
      secrets: ['sealKey'],
    },
  },
  webhooks: {
    entry: 'functions/api/webhooks.ts',
    api: webhooksApi,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2'],
      secrets: ['sealKey'],
      outward: true,
    },
  },
  sync: {
    entry: 'functions/api/sync.ts',
    api: syncApi,
    uses: { table: [...commits, 'BatchGetItem'], indexes: ['g1', 'g2'] },
  },
};

export const partnerRoutes: Readonly<Record<string, Fn & { readonly routes: readonly string[] }>> = {
  'order-hooks': {
    entry: 'functions/hooks/orders.ts',
    routes: ['POST /hooks/orders/{source}'],
    uses: { table: [...commits], secrets: ['sealKey'] },
  },
};

export const partnerWorkers: Readonly<Record<string, Worker>> = {
  'work-intake': {
    entry: 'functions/workers/work-intake.ts',
    on: [IntakeKept],
    timeoutSeconds: 60,
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], indexes: ['g3'] },
    impact: 'Orders and deliveries that partners sent are kept but not in the books.',
  },
  'send-webhooks': {
    entry: 'functions/workers/send-webhooks.ts',
    on: [WebhookDue, ReplayRequested, EndpointDisabled],
    // One at a time: three slow answers are what a minute holds.
    batch: 1,
    retries: true,
    timeoutSeconds: 60,
    uses: {
      table: [...commits, 'BatchGetItem'],
      indexes: ['g1'],
      secrets: ['sealKey'],
      mail: true,
      outward: true,
    },
    impact: 'Partners do not hear of what happens: their systems are behind.',
  },
};

export const partnerSchedules: Readonly<
  Record<string, Fn & { readonly expression: string; readonly impact: string }>
> = {
  'retry-intake': {
    entry: 'functions/schedules/retry-intake.ts',
    expression: 'rate(6 hours)',
    timeoutSeconds: 120,
    uses: { table: ['PutItem', 'Query', 'BatchGetItem'], indexes: ['g3'] },
    impact: 'Deliveries that came before their orders are not tried again.',
  },
};
