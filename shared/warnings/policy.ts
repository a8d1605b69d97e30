/** When a company wants to be warned, and who is told in the morning: its own data, said whole. */
import * as z from 'zod';
import { Recipients } from '../exports/recipient.ts';
import { Instant } from '../kernel/dates.ts';

const rules = {
  scoreDrop: z
    .strictObject({
      points: z.int().min(1).max(100).meta({ description: 'Fewer than thirty days before, at least.' }),
    })
    .optional(),
  termsCreep: z
    .strictObject({
      days: z.int().min(1).max(365),
      percent: z.int().min(1).max(1_000),
      invoices: z.int().min(2).max(100).meta({ description: 'That were paid in each of both times.' }),
    })
    .optional()
    .meta({ description: 'Later by so many days and by so many percent.' }),
  limitUse: z
    .strictObject({
      percents: z.array(z.int().min(1).max(1_000)).min(1).max(4).meta({
        description: 'Each is a line of its own.',
      }),
    })
    .optional(),
  disputeSpike: z
    .strictObject({
      cases: z.int().min(1).max(1_000),
      times: z.int().min(1).max(20).meta({ description: 'More than so many times the mean of before.' }),
    })
    .optional(),
  quietDays: z.int().min(1).max(90).default(14).meta({
    description: 'So long it has to be below its line before it is cleared, and may be raised again.',
  }),
  recipients: Recipients.optional().meta({
    description:
      'Who is mailed each morning what is new. Nobody where absent, and nothing where nothing is new.',
  }),
};
export const WarningPolicySaid = z.strictObject(rules).meta({
  id: 'WarningPolicySaid',
  description: 'All of it: what is absent is not watched.',
});
export type WarningPolicySaid = Readonly<z.infer<typeof WarningPolicySaid>>;
/** As it waits for a second person: over which version it was asked for. */
export const PolicyAsked = WarningPolicySaid.extend({ over: z.int().min(0) });

export const WarningPolicy = z
  .object({
    ...rules,
    version: z.int().min(0).meta({ description: '0: nobody has said any, and this is that of the house.' }),
    at: Instant.optional(),
    by: z.string().optional(),
  })
  .meta({ id: 'WarningPolicy' });
export type WarningPolicy = Readonly<z.infer<typeof WarningPolicy>>;

export const HOUSE_POLICY: WarningPolicy = {
  version: 0,
  scoreDrop: { points: 15 },
  termsCreep: { days: 7, percent: 20, invoices: 5 },
  limitUse: { percents: [80, 100] },
  disputeSpike: { cases: 3, times: 2 },
  quietDays: 14,
};
