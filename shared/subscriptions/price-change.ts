/** A price for all subscribers of a plan: how far it has come to them, and what it is worth. */
import * as z from 'zod';
import { AgreementId } from '../agreements/agreement.ts';
import { Instant } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { SubscriptionId } from './subscription.ts';

export const ChangeNumber = z.coerce.number().int().min(1).max(999_999);

/** Of so many it is told why they were left alone. */
export const MOST_REFUSED = 100;
const counts = {
  looked: z.int().meta({ description: 'Subscriptions of whatever plan that were looked at.' }),
  announced: z.int().meta({ description: 'Subscriptions that get the price.' }),
  refused: z.int().meta({ description: 'Those that cannot get it now, for the reasons in `refusals`.' }),
  takenBack: z.int().meta({ description: 'Subscriptions for which it was taken back.' }),
  beforeMinor: z.int().meta({
    description: 'What those that get it cost in a period each, net and together, as they are.',
  }),
  afterMinor: z.int().meta({ description: 'The same at the new price.' }),
};
export const PriceChange = z
  .object({
    plan: AgreementId,
    number: z.int().min(1).meta({ description: 'The how many-th of the plan.' }),
    version: z.int().min(1),
    planVersion: z.int().min(1),
    noticeDays: z.int(),
    currency: Currency,
    state: z.enum(['RUNNING', 'DONE', 'TAKING_BACK', 'TAKEN_BACK']),
    counts: z.object(counts),
    refusals: z
      .array(z.object({ subscriptionId: SubscriptionId, code: z.string() }))
      .meta({ description: `The first ${MOST_REFUSED} of them.` }),
    /** Which part of the subscriptions is next, and where it begins. */
    part: z.int(),
    cursor: z.string().optional(),
    at: Instant,
    by: z.string(),
    doneAt: Instant.optional().meta({ description: 'When it had come to all; mails go out soon after.' }),
  })
  .meta({ id: 'PriceChangeKept' });
export type PriceChange = Readonly<z.infer<typeof PriceChange>>;
export const PriceChangeView = PriceChange.omit({ part: true, cursor: true }).meta({ id: 'PriceChange' });

/** What a change would do, by the subscriptions that were looked at. */
export const PriceChangePreview = z
  .object({
    planVersion: z.int(),
    currency: Currency,
    ...PriceChange.shape.counts.omit({ takenBack: true }).shape,
    customers: z.int().meta({ description: 'Customers who would get a mail.' }),
    from: z.string().optional().meta({ description: 'The first day on which one gets the price.' }),
    until: z.string().optional().meta({ description: 'The day on which the last one gets it.' }),
    complete: z
      .boolean()
      .meta({ description: 'False where there are more subscriptions than were looked at.' }),
  })
  .meta({ id: 'PriceChangePreview' });
