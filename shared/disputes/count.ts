/** What is counted of disputes: why customers dispute, how often, and how long it takes. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { DisputeReason } from './policy.ts';

const DisputeSource = z
  .enum(['pricing', 'delivery', 'product', 'tax', 'order', 'billing', 'other'])
  .meta({ id: 'DisputeSource', description: 'Where of us it can be put right at its root.' });
export type Source = z.infer<typeof DisputeSource>;
const Cause = z.object({
  reason: DisputeReason,
  source: DisputeSource,
  currency: Currency,
  count: z.int(),
  amountMinor: z.int().meta({ description: 'What was disputed, with its tax.' }),
  creditedMinor: z.int().meta({ description: 'What of it was credited.' }),
  cumulativePpm: z.int().meta({
    description: 'What this cause and those above it are of all that was disputed, in parts per million.',
  }),
  decided: z.int(),
  medianDays: z.int().optional().meta({ description: 'From the day of opening to that of the decision.' }),
});
export type Cause = Readonly<z.infer<typeof Cause>>;
/** What was counted on a day, of an entity, a currency and a reason; `d7` are the cases that were decided seven days after they were opened. */
export const DisputeCount = z.object({
  day: LocalDate,
  entity: EntityId,
  currency: Currency,
  reason: DisputeReason,
  opened: z.int(),
  openedMinor: z.int(),
  decided: z.int(),
  creditedMinor: z.int(),
  atOnce: z.int(),
  days: z.array(z.tuple([z.int(), z.int()])).meta({ description: 'Days, and in how many cases.' }),
});
export type DisputeCount = Readonly<z.infer<typeof DisputeCount>>;
/** What one commit adds to one of them. */
export type Added = Pick<DisputeCount, 'day' | 'entity' | 'currency' | 'reason'> & {
  readonly add: Readonly<Record<string, number>>;
};

const ppm = (of: string) =>
  z
    .int()
    .optional()
    .meta({ description: `${of}, in parts per million.` });
const DisputeFigures = z
  .object({
    month: z.string().meta({ description: 'Of the days that were asked for.' }),
    entity: EntityId,
    currency: Currency,
    opened: z.int().meta({ description: 'Cases that were opened in it.' }),
    openedMinor: z.int().meta({ description: 'What they disputed, with its tax.' }),
    invoices: z
      .int()
      .meta({ description: 'Invoices that were booked in it, in this currency of the books.' }),
    invoicedMinor: z.int(),
    ratePpm: ppm('opened ÷ invoices'),
    ratePpmOfValue: ppm('openedMinor ÷ invoicedMinor'),
    decided: z.int().meta({ description: 'Cases that were decided in it, whenever they were opened.' }),
    creditedMinor: z.int(),
    atOnce: z.int().meta({ description: 'Of decided: credited at once, by the rules.' }),
    atOncePpm: ppm('atOnce ÷ decided'),
    medianDays: z.int().optional().meta({
      description:
        'From the day of opening to that of the decision, over decided; the lower one of two in the middle.',
    }),
    p90Days: z.int().optional().meta({ description: 'Nine in ten were decided within so many days.' }),
  })
  .meta({ id: 'DisputeFigures' });
export type DisputeFigures = Readonly<z.infer<typeof DisputeFigures>>;

export const DisputeCauses = z
  .object({
    from: LocalDate,
    to: LocalDate,
    causes: z.array(Cause),
    figures: z.array(DisputeFigures).meta({
      description: 'By month, entity and currency. Cases are counted since there are these figures.',
    }),
  })
  .meta({ id: 'DisputeCauses', description: 'By reason and currency, the largest amount first.' });
