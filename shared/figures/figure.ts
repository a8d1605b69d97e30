/** What a figure of finance is: what it is folded from, and how it is told. Amounts are minor units, everything else has two decimals. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { BUCKETS, BY_ISSUE, Known } from '../insights/insight.ts';

/** Sums that figures are computed from; each is made of rows that `entries` lists. */
const SAID = {
  opening: 'Open receivables before the first day, and what came in from another system within the period.',
  creditSales: 'Invoiced in the period with tax, less credit notes and what was made void.',
  earlierSales: 'The same, in the year before the period.',
  invoiced: 'Invoiced in the period, with tax.',
  creditedReturns: 'Credited in the period because goods came back, broke or did not come, with tax.',
  creditedPrice: 'Credited or made void because the invoice was wrong.',
  creditedGoodwill: 'Credited as goodwill.',
  discountsTaken: 'Early-payment discounts with their tax, less those that were taken back.',
  discounted:
    'What was paid beside an early-payment discount; `days` before it was due. The discount itself, with its tax, is in `discountsGiven`.',
  discountsGiven: 'Early-payment discounts with their tax, as they were given.',
  interestEarned: 'Interest and costs that were charged for late payment.',
  writtenOff: 'Bad debts, less those that were recovered.',
  costs: 'Fees of providers, banks and collection agencies, and for chargebacks.',
  cashCollected:
    'Money that came in, each once, less what went back: returned, refunded or charged back, without what that cost.',
  paid: 'What was paid of invoices in the period and did not go back, with what was kept of it (discount, charges, tax withheld); `days` since it was due, `age` since the invoice, by its own day.',
  dueInPeriod: 'What fell due in the period, less what was credited or given up of it.',
  dueAndPaid: 'What of it was paid, with what was kept.',
  terms: 'Invoiced in the period; `days` from the invoice to its due day.',
  invoicesIssued: 'Invoices of the period.',
  invoicesWrong: 'Those of them that were credited for an error, or made void.',
  settled: 'Invoices that were settled in the period, by money at last.',
  touchless: 'Those of them that no person and no key booked anything of.',
  orderToInvoice: 'Invoices of the period that had an order; `days` after it was accepted.',
  invoiceToDelivered:
    'Invoices of the period that reached their customer by the last day; `days` after they were booked.',
  receipts: 'Money that came by a bank in the period.',
  autoMatched: 'Receipts that settled something in full, without a person.',
  straightThrough: 'Those of them that were not taken back within 30 days.',
  autoReversed: 'Those of them that were taken back, whenever.',
  applied: 'What settled invoices in the period and was not taken back; `days` after the money was there.',
  unapplied: 'Payments of known customers that settle nothing; `days` since they are there.',
  unidentified: 'Money of nobody that is known.',
  promisesKept: 'Promised for a day of the period, and paid.',
  promisesPartlyKept: 'Promised, and paid in part.',
  promisesBroken: 'Promised, and not paid.',
  promisesPaid: 'What was paid of all these by their day and its days of grace.',
  disputesOpened: 'Opened in the period.',
  disputesDecided: 'Decided in the period; `days` since they were opened.',
} as const;

export type BucketName = (typeof BUCKETS)[number];
type IssueName = (typeof BY_ISSUE)[number];
export const dueInput = (bucket: BucketName) => `due ${bucket}` as const;
export const priorInput = (bucket: BucketName) => `prior ${bucket}` as const;
export const issuedInput = (bucket: IssueName) => `issued ${bucket}` as const;
export type InputName =
  | keyof typeof SAID
  | ReturnType<typeof dueInput>
  | ReturnType<typeof priorInput>
  | ReturnType<typeof issuedInput>;

export const INPUTS = Object.fromEntries([
  ...BUCKETS.map((name) => [dueInput(name), 'Open at the close of the last day, by days past due.']),
  ...BY_ISSUE.map((name) => [issuedInput(name), 'The same, by days since the invoice.']),
  ...BUCKETS.map((name) => [
    priorInput(name),
    'Open thirty days before the last day, by days past due then.',
  ]),
  ...Object.entries(SAID),
]) as Readonly<Record<InputName, string>>;
export const INPUT_NAMES = Object.keys(INPUTS) as [InputName, ...InputName[]];

export const FIGURE_IDS = [
  'dso_simple',
  'dso_average',
  'dso_countback',
  'dso_best_possible',
  'average_days_delinquent',
  'days_late_paid',
  'days_beyond_terms',
  'days_to_pay',
  'weighted_terms',
  'cei',
  'collection_rate',
  'turnover',
  'turnover_days',
  'past_due_percent',
  'over_90_percent',
  'roll_to_1_30',
  'roll_to_31_60',
  'roll_to_61_90',
  'roll_to_91_120',
  'roll_to_over_120',
  'reserve_roll_rates',
  'reserve_matrix',
  'bad_debt_ratio',
  'credit_sales_income',
  'credited_percent',
  'discount_yearly_simple',
  'discount_yearly_compounded',
  'promise_kept_count',
  'promise_kept_value',
  'unapplied_percent',
  'unapplied_oldest_days',
  'unidentified_percent',
  'auto_match_count',
  'auto_match_value',
  'auto_match_precision',
  'first_time_right',
  'dispute_rate_count',
  'dispute_rate_value',
  'dispute_cycle_days',
  'lag_order_to_invoice',
  'lag_invoice_to_delivered',
  'lag_paid_to_applied',
  'touchless_rate',
  'cost_of_collection',
  'cost_per_invoice',
  'cost_per_receipt',
] as const;
export type FigureId = (typeof FIGURE_IDS)[number];
export const FigureName = z.enum(FIGURE_IDS).meta({ id: 'FigureId' });
const Input = z.enum(INPUT_NAMES).meta({ id: 'FigureInput' });
const Unit = z.enum(['days', 'percent', 'times', 'minor']);

export const Value = z.number().nullable().meta({
  description:
    'In its unit, with two decimals; null where there is nothing to divide by, or it cannot be told of this part.',
});
const Sum = z
  .object({
    input: Input,
    count: z.int().meta({ description: 'Rows that it is made of.' }),
    minor: z.int(),
  })
  .meta({ id: 'FigureSum' });
export type Sum = z.infer<typeof Sum>;

/** Of which books, days and part the answer is, and as it was known when. */
export const Cut = {
  asOf: LocalDate,
  from: LocalDate,
  days: z.int().meta({ description: 'Of the period, both ends included.' }),
  knownAt: Known,
  entity: z.string(),
  customerId: z.string().optional(),
  segment: z.string().optional().meta({ description: 'Customers that are of this segment now.' }),
};
export const Definition = z
  .object({
    id: FigureName,
    name: z.string(),
    formula: z.string(),
    unit: Unit,
    source: z.string().meta({ description: 'Where the rule comes from.' }),
    inputs: z.array(Input),
  })
  .meta({ id: 'FigureDefinition' });
export type Definition = Readonly<z.infer<typeof Definition>>;

export const Figure = z.object({
  id: FigureName,
  value: Value,
  atLeast: z.number().optional().meta({
    description: 'Instead of a value: older than the books reach, so more days than this.',
  }),
});
export type Figure = z.infer<typeof Figure>;
export const Figures = z
  .object({
    ...Cut,
    currencies: z.array(z.object({ currency: Currency, figures: z.array(Figure), inputs: z.array(Sum) })),
    definitions: z.array(Definition),
    inputs: z.array(z.object({ input: Input, description: z.string() })),
  })
  .meta({ id: 'Figures' });
export type Figures = z.infer<typeof Figures>;

const Behind = z.object({
  input: Input,
  thing: z
    .string()
    .meta({ description: 'What it is about: an invoice, a receipt, an entry, a promise, a plan.' }),
  facts: z
    .array(z.string())
    .meta({ description: 'Acts that say it; those with an entry stand in the journal under this id.' }),
  minor: z.int(),
  days: z.int().optional(),
  age: z.int().optional(),
  on: LocalDate.optional(),
  customerId: z.string().optional(),
  invoiceId: z.string().optional(),
});
export const Explained = z
  .object({
    ...Cut,
    currency: Currency,
    figure: Figure,
    definition: Definition,
    inputs: z.array(Sum).meta({ description: 'Of all pages.' }),
    data: z.array(Behind),
    next: z.string().optional().meta({ description: 'Where the next page goes on: give it as `after`.' }),
  })
  .meta({ id: 'ExplainedFigure' });
export type Explained = z.infer<typeof Explained>;

const Effect = z.object({ currency: Currency, input: Input, count: z.int(), minor: z.int() });
export type Effect = z.infer<typeof Effect>;
const Change = z.object({
  id: z.string().meta({ description: 'The act; what payment plans changed has their id.' }),
  at: Instant.optional(),
  on: LocalDate.optional().meta({ description: 'The booking day of its entry.' }),
  kind: z.string(),
  source: z.string().optional(),
  actor: z.string().optional(),
  effects: z.array(Effect),
});
export type Change = z.infer<typeof Change>;
export const Changes = z
  .object({
    ...Cut,
    since: Instant,
    until: Instant,
    currencies: z.array(
      z.object({
        currency: Currency,
        inputs: z.array(Sum.extend({ beforeCount: z.int(), beforeMinor: z.int() })).meta({
          description: 'Those that changed. What they were, and the effects of all pages, are what they are.',
        }),
        figures: z.array(Figure.extend({ before: Value })).meta({ description: 'Those that changed.' }),
      }),
    ),
    data: z
      .array(Change)
      .meta({ description: 'In the order of the commits; what changed nothing here is left out.' }),
    next: z.string().optional().meta({ description: 'Where the next page goes on: give it as `after`.' }),
  })
  .meta({ id: 'FigureChanges' });
export type Changes = z.infer<typeof Changes>;
