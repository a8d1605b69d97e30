/** What the documents of each kind look like, as JSON Schemas for whoever reads an export without us. */
import * as z from 'zod';
import { Tenant } from '../../shared/access/tenant.ts';
import { AgencyCase } from '../../shared/agencies/case.ts';
import { Contract, Quote } from '../../shared/agreements/agreement.ts';
import { Approval } from '../../shared/approvals/approval.ts';
import { Seal } from '../../shared/audit/seal.ts';
import { BankLine, Statement } from '../../shared/bank/statement.ts';
import { Remittance } from '../../shared/cash/remittance.ts';
import { Chargeback } from '../../shared/chargebacks/chargeback.ts';
import { Claim } from '../../shared/claims/claim.ts';
import { Customer, CustomerVersion } from '../../shared/customers/customer.ts';
import { Deduction } from '../../shared/deductions/deduction.ts';
import { Dispute } from '../../shared/disputes/dispute.ts';
import { ParkedInvoice } from '../../shared/invoices/check.ts';
import { CreditNote } from '../../shared/invoices/credit-note.ts';
import { Invoice, Snapshot } from '../../shared/invoices/invoice.ts';
import { Instant } from '../../shared/kernel/dates.ts';
import { Entry } from '../../shared/ledger/entry.ts';
import { InvariantRun } from '../../shared/ledger/invariant.ts';
import { Period } from '../../shared/ledger/period.ts';
import { NumberNote } from '../../shared/operations/number-note.ts';
import { NumberingAudit } from '../../shared/operations/numbering-audit.ts';
import { Order } from '../../shared/orders/order.ts';
import { Attempt, Payment, Payout } from '../../shared/payments/payment.ts';
import { PaymentPlan } from '../../shared/plans/plan.ts';
import { PaymentPromise } from '../../shared/promises/promise.ts';
import { Refund } from '../../shared/refunds/refund.ts';
import { Slip } from '../../shared/slips/slip.ts';
import { Subscription } from '../../shared/subscriptions/subscription.ts';
import { Task } from '../../shared/tasks/task.ts';
import { WriteOff } from '../../shared/writeoffs/writeoff.ts';

/** Kind → the shape of `doc`. Other kinds are indexes, counts and progress of ours: what they say is said by these. */
export const NOUNS: Readonly<Record<string, z.ZodType>> = {
  tenant: Tenant,
  customer: Customer,
  'customer-version': CustomerVersion,
  contract: Contract,
  quote: Quote,
  order: Order,
  invoice: Invoice,
  snapshot: Snapshot,
  'invoice-draft': ParkedInvoice,
  'credit-note': CreditNote,
  deposit: Invoice,
  payment: Payment,
  attempt: Attempt,
  payout: Payout,
  statement: Statement,
  'bank-line': BankLine,
  remittance: Remittance,
  refund: Refund,
  slip: Slip,
  chargeback: Chargeback,
  dispute: Dispute,
  deduction: Deduction,
  'payment-plan': PaymentPlan,
  'payment-promise': PaymentPromise,
  claim: Claim,
  'agency-case': AgencyCase,
  'write-off': WriteOff,
  subscription: Subscription,
  task: Task,
  approval: Approval,
  'ledger-period': Period,
  'audit-seal': Seal,
  'numbering-audit': NumberingAudit,
  'number-note': NumberNote,
  'invariant-run': InvariantRun,
};

/** An act is no document: who did what when, with its ledger entry and its events. */
export const Act = z.looseObject({
  id: z.string(),
  action: z.string(),
  actor: z.string(),
  at: Instant,
  trace: z.string().optional(),
  subject: z.string().optional(),
  entry: Entry.optional(),
  events: z.array(z.object({ type: z.string(), subject: z.string(), data: z.unknown() })).optional(),
});

const schemaOf = (shape: z.ZodType): object =>
  z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any' });
export const schemas = (): [kind: string, schema: object][] => [
  ...Object.entries(NOUNS).map(([kind, shape]): [string, object] => [
    kind,
    { ...schemaOf(z.looseObject({ pk: z.string(), sk: z.string(), kind: z.literal(kind), doc: shape })) },
  ]),
  ['act', schemaOf(Act)],
];
