/** Whether and when an open invoice will be paid, what that rests on, and how good it was. */
import * as z from 'zod';
import { InvoiceId } from '../invoices/invoice.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Money } from '../kernel/money.ts';

export const FACTORS = [
  'share_late',
  'recent_share_late',
  'days_late',
  'last_days_late',
  'amount',
  'unusual_amount',
  'open_invoices',
  'has_overdue',
  'oldest_overdue',
  'segment_share_late',
  'is_new',
] as const;

const Share = z.number().min(0).max(1);

export const Basis = z.enum(['history', 'stated', 'promise', 'plan', 'charge', 'disputed', 'paid']).meta({
  id: 'PredictionBasis',
  description:
    'history: the company’s own invoices. stated: fewer than thirty of them have ended, and it is what we state for everybody. promise, plan, charge: the day that was agreed, or on which the customer is charged. disputed: all of it is in clarification, and nobody knows. paid: nothing is open.',
});

export const PredictionFactor = z
  .object({
    name: z.enum(FACTORS),
    figure: z.number().meta({ description: 'Percent, days, a count or minor units, as `detail` says.' }),
    effect: z.number().meta({
      description:
        'By so many percentage points lateness is more probable than if this were as with the company’s average invoice.',
    }),
    detail: z.string(),
  })
  .meta({ id: 'PredictionFactor' });
export type PredictionFactor = Readonly<z.infer<typeof PredictionFactor>>;

export const Prediction = z
  .object({
    invoiceId: InvoiceId,
    on: LocalDate.meta({
      description: 'It knows what had happened by the evening before this day, and nothing later.',
    }),
    dueOn: LocalDate,
    basis: Basis,
    amount: Money.meta({ description: 'What is open and not in clarification.' }),
    late: Share.optional().meta({
      description:
        'How probable it is that it is paid after it was due, given that it is open today: 1 where it is overdue.',
    }),
    paidBy: z
      .object({ p10: LocalDate, p50: LocalDate, p90: LocalDate })
      .optional()
      .meta({ description: 'By when it is paid with a probability of one, five and nine of ten.' }),
    factors: z.array(PredictionFactor).meta({ description: 'The one that says most comes first.' }),
  })
  .meta({ id: 'Prediction' });
export type Prediction = Readonly<z.infer<typeof Prediction>>;

export const Quality = z
  .object({
    judged: z.int().min(1).meta({ description: 'Invoices of which it is known whether they were late.' }),
    lateShare: Share,
    brier: Share.meta({
      description: 'The mean square of what probabilities were off by: 0 is perfect, 0.25 is a coin.',
    }),
    plainBrier: Share.meta({
      description: 'The same, had each customer’s share of late invoices been said.',
    }),
    auc: Share.optional().meta({
      description:
        'How often one that was late had been said to be the more probable of two; absent where all or none were late.',
    }),
    paid: z.int().optional().meta({ description: 'Those that are paid; the days are of them.' }),
    daysOff: z.number().optional().meta({ description: 'Mean of the days between P50 and the payment.' }),
    lateDaysOff: z.number().optional().meta({ description: 'The same, early days counted as the due day.' }),
    bias: z.number().optional().meta({ description: 'Mean days; above 0 they were paid earlier than said.' }),
    inside: Share.optional().meta({ description: 'Paid from P10 to P90: eight of ten should be.' }),
    bins: z.array(
      z.object({
        from: Share.meta({ description: 'Probabilities from this one on, a tenth wide.' }),
        judged: z.int(),
        said: Share.meta({ description: 'Their mean.' }),
        late: Share.meta({ description: 'The share that was late.' }),
      }),
    ),
  })
  .meta({ id: 'PredictionQuality' });
export type Quality = Readonly<z.infer<typeof Quality>>;

export const MonthQuality = Quality.extend({
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .meta({ description: 'Of the due day.' }),
  version: z.int().min(1),
}).meta({ id: 'PredictionQualityOfMonth' });
export type MonthQuality = Readonly<z.infer<typeof MonthQuality>>;
