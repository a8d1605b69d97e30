/** What may be asked for: to begin a subscription, and to change one. */
import * as z from 'zod';
import { AgreementId, basket } from '../agreements/agreement.ts';
import { LocalDate } from '../kernel/dates.ts';
import { PositiveDecimal } from '../kernel/decimal.ts';
import { Metadata } from './subscription.ts';

export const CreateSubscription = z
  .strictObject({
    customer: basket.customer,
    entity: basket.entity,
    plan: AgreementId,
    quantity: PositiveDecimal.default('1'),
    start: LocalDate.optional().meta({ description: 'Today in the customer’s zone, where absent.' }),
    anchor: LocalDate.optional().meta({
      description:
        'A day on which a period begins, such as the first of a month; the first billed day where absent. ' +
        'The 31st is the last of shorter months.',
    }),
    trialDays: z.int().min(0).max(730).optional().meta({ description: 'The plan’s where absent.' }),
    minimumUntil: LocalDate.optional().meta({
      description: 'The first day on which it may end; it may end at any time where absent.',
    }),
    poNumber: basket.poNumber,
    paymentTerms: basket.paymentTerms,
    metadata: Metadata.optional(),
  })
  .meta({ id: 'CreateSubscription' });
export type CreateSubscription = z.infer<typeof CreateSubscription>;

export const When = z.enum(['now', 'period_end']).meta({
  id: 'When',
  description: 'now: from today on, the rest of the period prorated by days. period_end: when it is over.',
});
export type When = z.infer<typeof When>;
const NewVersion = z.int().min(1).optional().meta({ description: 'The newest where absent.' });
const NoticeDays = z.int().min(0).max(366).default(30);
/** For all subscribers of a plan: they get its version from their first period on that begins after the notice. */
export const ChangePrices = z
  .strictObject({ planVersion: NewVersion, noticeDays: NoticeDays })
  .meta({ id: 'ChangePrices' });
export type ChangePrices = z.infer<typeof ChangePrices>;
export const Change = z
  .discriminatedUnion('change', [
    z.strictObject({
      change: z.literal('terms'),
      plan: AgreementId.optional(),
      quantity: PositiveDecimal.optional(),
      when: When,
    }),
    z.strictObject({
      change: z.literal('pause'),
      until: LocalDate.optional().meta({ description: 'The day it goes on; until resumed, where absent.' }),
    }),
    z.strictObject({ change: z.literal('resume') }),
    z.strictObject({
      change: z.literal('cancel'),
      when: When,
      noticeDays: z.int().min(0).max(366).optional().meta({
        description: 'With period_end: of the first period that is over so many days from today, or after.',
      }),
    }),
    z.strictObject({
      change: z.literal('price'),
      planVersion: NewVersion,
      noticeDays: NoticeDays,
    }),
    z.strictObject({ change: z.literal('keep_price') }),
  ])
  .meta({
    id: 'SubscriptionChange',
    description:
      'terms: another plan or quantity. pause: no charge from today on, what was paid of it is credited. price: ' +
      'another version of its plan from the first period on that begins after the notice; the customer is told by mail. ' +
      'keep_price: takes back the price that was announced and has not begun, with what was planned after it.',
  });
export type Change = z.infer<typeof Change>;
