/** Figures of the work: promises, money that waits, matching, invoices that were right, disputes, how long each step took, and what collecting cost. */
import { median } from '../kernel/counted.ts';
import { DUE, overRows, type Asked, type Defined } from './definition.ts';
import { percent, quotient, shown } from './formulas.ts';

const JUDGED = ['promisesKept', 'promisesPartlyKept', 'promisesBroken'] as const;
const costs = ({ sum, said }: Asked): number => sum('costs') + (said.staffCostMinor ?? 0);

export const WORKING = {
  promise_kept_count: {
    name: 'Promises kept, by count',
    formula: 'kept ÷ (kept + partly kept + broken), due in the period',
    unit: 'percent',
    inputs: JUDGED.slice(),
    of: ({ count }) => percent(count('promisesKept'), count(...JUDGED)),
  },
  promise_kept_value: {
    name: 'Promises kept, by value',
    formula: 'paid by the promised day and its days of grace ÷ promised',
    unit: 'percent',
    inputs: ['promisesPaid', ...JUDGED],
    of: ({ sum }) => percent(sum('promisesPaid'), sum(...JUDGED)),
  },
  unapplied_percent: {
    name: 'Unapplied money',
    formula: 'payments of known customers that settle nothing ÷ open receivables',
    unit: 'percent',
    inputs: ['unapplied', ...DUE],
    of: ({ sum }) => percent(sum('unapplied'), sum(...DUE)),
  },
  unapplied_oldest_days: {
    name: 'Oldest unapplied money',
    formula: 'days since the oldest of it is there; what is used is the oldest first',
    unit: 'days',
    inputs: ['unapplied'],
    of: ({ rows }) =>
      rows('unapplied').reduce<number | null>(
        (oldest, { days = 0, minor }) => (minor > 0 ? Math.max(oldest ?? 0, days) : oldest),
        null,
      ),
  },
  unidentified_percent: {
    name: 'Unidentified money',
    formula: 'money of nobody that is known ÷ open receivables',
    unit: 'percent',
    inputs: ['unidentified', ...DUE],
    of: ({ sum, part }) => (part ? null : percent(sum('unidentified'), sum(...DUE))),
  },
  auto_match_count: {
    name: 'Straight-through matching, by count',
    formula:
      'bank receipts that settled in full without a person, and were not taken back within 30 days ÷ all',
    unit: 'percent',
    inputs: ['straightThrough', 'receipts'],
    of: ({ count }) => percent(count('straightThrough'), count('receipts')),
  },
  auto_match_value: {
    name: 'Straight-through matching, by value',
    formula: 'the same, of what they brought',
    unit: 'percent',
    inputs: ['straightThrough', 'receipts'],
    of: ({ sum }) => percent(sum('straightThrough'), sum('receipts')),
  },
  auto_match_precision: {
    name: 'Precision of matching',
    formula: '1 − later taken back ÷ matched without a person',
    unit: 'percent',
    inputs: ['autoReversed', 'autoMatched'],
    of: ({ count }) => percent(count('autoMatched') - count('autoReversed'), count('autoMatched')),
  },
  first_time_right: {
    name: 'Invoices right the first time',
    formula: '(issued − credited for an error or made void) ÷ issued',
    unit: 'percent',
    inputs: ['invoicesIssued', 'invoicesWrong'],
    of: ({ count }) => percent(count('invoicesIssued') - count('invoicesWrong'), count('invoicesIssued')),
  },
  dispute_rate_count: {
    name: 'Dispute rate, by count',
    formula: 'disputes opened ÷ invoices issued',
    unit: 'percent',
    inputs: ['disputesOpened', 'invoicesIssued'],
    of: ({ count }) => percent(count('disputesOpened'), count('invoicesIssued')),
  },
  dispute_rate_value: {
    name: 'Dispute rate, by value',
    formula: 'disputed ÷ invoiced',
    unit: 'percent',
    inputs: ['disputesOpened', 'invoicesIssued'],
    of: ({ sum }) => percent(sum('disputesOpened'), sum('invoicesIssued')),
  },
  dispute_cycle_days: {
    name: 'Dispute cycle',
    formula: 'median days from opening to decision, the lower of two in the middle',
    unit: 'days',
    inputs: ['disputesDecided'],
    of: ({ rows }) => median(rows('disputesDecided').map(({ days = 0 }) => days)) ?? null,
  },
  lag_order_to_invoice: {
    name: 'From order to invoice',
    formula: 'Σ(invoiced × days after the order was accepted) ÷ Σ invoiced',
    unit: 'days',
    source: 'capabilities: process gaps',
    inputs: ['orderToInvoice'],
    of: overRows('orderToInvoice', ({ days }) => days),
  },
  lag_invoice_to_delivered: {
    name: 'From invoice to its delivery',
    formula:
      'Σ(invoiced × days until a mail server or a carrying service had it) ÷ Σ invoiced, of what was delivered',
    unit: 'days',
    source: 'capabilities: process gaps',
    inputs: ['invoiceToDelivered'],
    of: overRows('invoiceToDelivered', ({ days }) => days),
  },
  lag_paid_to_applied: {
    name: 'From money to what it settles',
    formula: 'Σ(applied × days after the money was there) ÷ Σ applied',
    unit: 'days',
    source: 'capabilities: process gaps',
    inputs: ['applied'],
    of: overRows('applied', ({ days }) => days),
  },
  touchless_rate: {
    name: 'Touchless',
    formula: 'settled invoices that no person and no key booked anything of ÷ settled invoices',
    unit: 'percent',
    source: 'capabilities: process gaps',
    inputs: ['touchless', 'settled'],
    of: ({ count }) => percent(count('touchless'), count('settled')),
  },
  cost_of_collection: {
    name: 'Cost of collection',
    formula: '(fees of providers, banks and agencies + `staffCostMinor`) ÷ cash collected',
    unit: 'percent',
    inputs: ['costs', 'cashCollected'],
    of: (asked) => (asked.part ? null : percent(costs(asked), asked.sum('cashCollected'))),
  },
  cost_per_invoice: {
    name: 'Cost of collection per invoice',
    formula: 'the same costs ÷ invoices issued',
    unit: 'minor',
    inputs: ['costs', 'invoicesIssued'],
    of: (asked) => (asked.part ? null : shown(quotient(costs(asked), asked.count('invoicesIssued')))),
  },
  cost_per_receipt: {
    name: 'Cost of collection per bank receipt',
    formula: 'the same costs ÷ receipts by bank',
    unit: 'minor',
    inputs: ['costs', 'receipts'],
    of: (asked) => (asked.part ? null : shown(quotient(costs(asked), asked.count('receipts')))),
  },
} satisfies Record<string, Defined>;
