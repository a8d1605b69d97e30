/** Two periods beside each other: what became of each figure, and at which step of the road money waited. */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { Cut, Figure, Value } from './figure.ts';

/** Steps between which money waits. What leaves one in a period is counted in it; what stands in it, on each of its days. */
export const STEPS = {
  order_to_invoice: 'From the accepted order to its invoice: fulfilment and billing.',
  invoice_to_due: 'From the invoice to its due day: what was agreed.',
  due_to_paid: 'From the due day to the money; what was paid in time waited for no day.',
  paid_to_applied: 'From the money to what it settles: matching, and what people had to look at.',
  opened_to_decided:
    'From the opening of a dispute to its decision; its amount waits in the step before, too.',
} as const;
export type StepName = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as [StepName, ...StepName[]];

const Waited = z
  .object({
    count: z.int().meta({ description: 'What left the step in the period.' }),
    minor: z.int(),
    days: Value.meta({ description: 'Σ(amount × days) ÷ Σ amount; null where nothing left the step.' }),
    medianDays: z.int().nullable().meta({ description: 'Of what left it, the lower of two in the middle.' }),
    ninthDays: z.int().nullable().meta({ description: 'Nine tenths of it took no longer.' }),
    standingMinor: z.int().meta({
      description:
        'What stood in the step on a day of the period, in the mean: Σ(amount × days of it within the period) ÷ days of the period, of what left it by then and of what still stands. Orders count when they are invoiced.',
    }),
  })
  .meta({ id: 'ReviewedWait' });
export type Waited = z.infer<typeof Waited>;
const Gap = z
  .object({ step: z.enum(STEP_NAMES), description: z.string(), ...Waited.shape, before: Waited })
  .meta({ id: 'ReviewedGap' });
export type Gap = z.infer<typeof Gap>;

const Compared = Figure.extend({
  before: Value,
  beforeAtLeast: z.number().optional(),
  change: Value.meta({ description: 'Value less before; null where one of them is.' }),
  better: z.boolean().nullable().meta({
    description: 'Null where nothing changed, or where more is neither good nor bad.',
  }),
}).meta({ id: 'ReviewedFigure' });
export type Compared = z.infer<typeof Compared>;

export const Review = z
  .object({
    ...Cut,
    before: z.object({ from: LocalDate, asOf: LocalDate, days: z.int() }),
    currencies: z.array(
      z.object({
        currency: Currency,
        figures: z.array(Compared),
        gaps: z.array(Gap).meta({ description: 'The one with most money in it first.' }),
      }),
    ),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;
