/** What an invoice says of the payment plan whose instalments stand in the place of its own due date. */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { idOf } from '../kernel/ids.ts';
import { Instalment } from '../kernel/instalments.ts';

export const PlanId = idOf('ppl').meta({ id: 'PaymentPlanId' });

export const Planned = z
  .object({
    id: PlanId,
    instalments: z.array(Instalment).meta({
      description: 'Its part of what the plan asks for, as it was spread the last time.',
    }),
    relievedMinor: z.int().min(0).meta({
      description:
        'What had been credited or written off of it by then: what is since takes the last of them off.',
    }),
    own: z
      .object({
        dueOn: LocalDate,
        instalments: z.array(Instalment).optional(),
        reminded: z.int().min(0),
        remindOn: LocalDate.optional(),
      })
      .meta({ description: 'What it had before the plan, and has again where the plan ends unkept.' }),
  })
  .meta({
    id: 'PlannedInvoice',
    description: 'The payment plan that says when it falls due, in the place of its own due date.',
  });
export type Planned = Readonly<z.infer<typeof Planned>>;
