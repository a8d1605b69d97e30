/** When what is ordered is invoiced, as data: a customer’s, an entity’s for all others, or one order’s own. */
import * as z from 'zod';
import { addDays, endOfMonth, monthOf, nextMonth, type LocalDate } from './dates.ts';

const Period = z
  .discriminatedUnion('every', [
    z.strictObject({
      every: z.literal('week'),
      day: z.int().min(1).max(7).default(7).meta({ description: 'Its last day, 1 is Monday.' }),
    }),
    z.strictObject({
      every: z.literal('month'),
      day: z.int().min(1).max(31).default(31).meta({
        description: 'Its last day; the last of a month that is shorter.',
      }),
    }),
  ])
  .meta({ id: 'BillingPeriod', description: 'Days are those of the entity’s zone.' });
export type Period = Readonly<z.infer<typeof Period>>;

export const BillingPolicy = z
  .discriminatedUnion('on', [
    z.strictObject({
      on: z.literal('fulfilment'),
      consolidate: Period.optional().meta({
        description: 'One invoice for the deliveries of a period; each by itself where absent.',
      }),
    }),
    z.strictObject({ on: z.enum(['order', 'milestone', 'schedule', 'event']) }),
  ])
  .meta({
    id: 'BillingPolicy',
    description:
      'fulfilment: each delivery, or those of a period together. order: in advance, when it is confirmed. milestone, schedule: by ' +
      'the plan that the order brings, part by part. event: what was delivered, when somebody says so.',
  });
export type BillingPolicy = Readonly<z.infer<typeof BillingPolicy>>;

/** Nobody said anything: each delivery is invoiced by itself. */
export const isUsual = (policy: BillingPolicy | undefined): boolean =>
  policy === undefined || (policy.on === 'fulfilment' && policy.consolidate === undefined);

/** The last day of the period that a day is in. */
export const closesOn = (period: Period, day: LocalDate): LocalDate => {
  if (period.every === 'week') {
    const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
    return addDays(day, (period.day - weekday + 7) % 7);
  }
  const last = (month: string): LocalDate => {
    const end = endOfMonth(`${month}-01`);
    const wanted = `${month}-${String(period.day).padStart(2, '0')}`;
    return wanted < end ? wanted : end;
  };
  const own = last(monthOf(day));
  return day <= own ? own : last(nextMonth(monthOf(day)));
};
