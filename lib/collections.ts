/** The part of the wiring that money is collected and given up by: what is agreed on with payers, and what they say against it; `wiring.ts` has it among its tables. */
import { agenciesApi } from '../shared/agencies/api.ts';
import { chargebacksApi } from '../shared/chargebacks/api.ts';
import { claimsApi } from '../shared/claims/api.ts';
import { collectingApi } from '../shared/collecting/api.ts';
import { deductionsApi } from '../shared/deductions/api.ts';
import { disputesApi } from '../shared/disputes/api.ts';
import { dunningApi } from '../shared/dunning/api.ts';
import { inboundApi } from '../shared/inbound/api.ts';
import { plansApi } from '../shared/plans/api.ts';
import { promisesApi } from '../shared/promises/api.ts';
import { questionsApi } from '../shared/questions/api.ts';
import { refundsApi } from '../shared/refunds/api.ts';
import { repliesApi } from '../shared/replies/api.ts';
import { unappliedApi } from '../shared/unapplied/api.ts';
import { writeoffsApi } from '../shared/writeoffs/api.ts';
import type { Api } from '../shared/kernel/contract.ts';
import { PaymentReceived } from '../shared/payments/payment.ts';
import { InvoiceReopened } from '../shared/invoices/invoice.ts';
import { InvoiceCredited } from '../shared/invoices/credit-note.ts';
import { InvoiceVoided } from '../shared/corrections/correction.ts';
import { InvoiceWrittenOff, WriteOffReversed } from '../shared/writeoffs/writeoff.ts';
import { PlanAgreed } from '../shared/plans/plan.ts';
import { ClaimChanged } from '../shared/claims/claim.ts';
import { DisputeOpened, DisputeRejected, DisputeWithdrawn } from '../shared/disputes/events.ts';
import { DunningEscalated } from '../shared/dunning/policy.ts';
import { PromiseMade, PromiseBroken } from '../shared/promises/promise.ts';
import { MailAssigned } from '../shared/inbound/received.ts';
import { changes, commits, type Fn, type Worker } from './uses.ts';

export const collectionApis: Readonly<Record<string, Fn & { readonly api: Api }>> = {
  writeoffs: {
    entry: 'functions/api/writeoffs.ts',
    api: { ...writeoffsApi, ...deductionsApi, ...claimsApi, ...agenciesApi },
    uses: {
      table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2'],
      bucket: ['GetObject agencies'],
    },
  },
  disputes: {
    entry: 'functions/api/disputes.ts',
    api: { ...disputesApi, ...questionsApi },
    uses: {
      table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2'],
      bucket: ['GetObject evidence', 'PutObject evidence'],
    },
  },
  unapplied: {
    entry: 'functions/api/unapplied.ts',
    api: unappliedApi,
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'] },
  },
  refunds: {
    entry: 'functions/api/refunds.ts',
    api: { ...refundsApi, ...chargebacksApi },
    uses: { table: [...commits, 'UpdateItem', 'BatchGetItem'], indexes: ['g1', 'g2'] },
  },
  plans: {
    entry: 'functions/api/plans.ts',
    api: { ...plansApi, ...promisesApi, ...collectingApi, ...dunningApi, ...repliesApi, ...inboundApi },
    timeoutSeconds: 29,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2', 'g3'],
      bucket: ['GetObject inbound'],
    },
  },
};

export const collectionWorkers: Readonly<Record<string, Worker>> = {
  'keep-plans': {
    entry: 'functions/workers/keep-plans.ts',
    on: [
      PaymentReceived,
      InvoiceReopened,
      InvoiceCredited,
      InvoiceVoided,
      InvoiceWrittenOff,
      WriteOffReversed,
      PlanAgreed,
      DunningEscalated,
      PromiseMade,
      PromiseBroken,
      ClaimChanged,
      DisputeOpened,
      DisputeRejected,
      DisputeWithdrawn,
    ],
    uses: { table: [...commits, 'UpdateItem', 'Query', 'BatchGetItem'], indexes: ['g2', 'g3'] },
    impact:
      'Payment plans and promises do not know the last payments until the morning, and short payments open no cases: payers are reminded of what they keep back. Money for interest and costs does not pay them. Customers are supplied who are not to be, or not supplied who paid. Agencies are not told what was paid, and collect it again.',
  },
  // Fed by S3 through the account's default bus, too: SES puts mails into the bucket, and people files of disputes, which a scanner tells of.
  'read-mail': {
    entry: 'functions/workers/read-mail.ts',
    on: [MailAssigned],
    memory: 1024,
    timeoutSeconds: 60,
    uses: {
      table: changes,
      indexes: ['g2'],
      bucket: [
        'GetObject inbound',
        'PutObject inbound',
        'GetObject evidence',
        'PutObject evidence',
        'DeleteObject evidence',
      ],
      secrets: ['linkKey'],
      replies: true,
      scans: true,
    },
    impact:
      'What customers write back is kept, but nobody hears of it. Files of disputes are uploaded, but nobody gets them.',
  },
};
