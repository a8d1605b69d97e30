/** A plan: what is sold by the period, at what price, and which usage is billed beside it. Versions never change. */
import * as z from 'zod';
import { AgreementId } from '../agreements/agreement.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { PriceRule, Supply, TaxClass } from '../pricing/price.ts';

export const Interval = z
  .strictObject({
    unit: z.enum(['day', 'week', 'month', 'quarter', 'year']),
    count: z.int().min(1).max(36).default(1),
  })
  .meta({ id: 'Interval', description: 'How long a period is: so many of the unit.' });
export type Interval = z.infer<typeof Interval>;

export const Billing = z
  .enum(['in_advance', 'in_arrears'])
  .meta({ id: 'Billing', description: 'Billed as a period begins, or when it is over.' });
export type Billing = z.infer<typeof Billing>;

const Unit = z.string().regex(/^[A-Z0-9]{2,3}$/);
/** What is counted while it is used; billed when the period is over, in whatever plan. */
export const Meter = z
  .strictObject({
    meter: AgreementId.meta({ description: 'Its name in usage records, and the sku of its lines.' }),
    name: Text(100),
    unit: Unit.default('C62'),
    price: PriceRule,
  })
  .meta({ id: 'Meter', description: 'A price for the sum of what was used in a period.' });
export type Meter = z.infer<typeof Meter>;

/** What is not said here, its customers ask for by other ways. */
export const CustomersMay = z
  .strictObject({
    quantity: z
      .strictObject({ least: z.int().min(1).max(1_000_000), most: z.int().min(1).max(1_000_000) })
      .optional()
      .meta({ description: 'Whole numbers from least to most; not where absent.' }),
    plans: z.array(AgreementId).max(10).default([]).meta({ description: 'Plans that it may be changed to.' }),
    pauseDays: z.int().min(1).max(366).optional().meta({
      description: 'A pause lasts so many days at most; there is none where absent.',
    }),
    noticeDays: z.int().min(0).max(366).default(0).meta({
      description: 'Notice ends it with the first period that is over so many days later, or after.',
    }),
  })
  .meta({
    id: 'CustomersMay',
    description:
      'What customers change by themselves, behind the code that is mailed to them. Giving notice is always among it.',
  });
export type CustomersMay = Readonly<z.infer<typeof CustomersMay>>;

const said = {
  name: Text(100).meta({ description: 'As customers read it on their invoices.' }),
  currency: Currency,
  interval: Interval,
  billing: Billing.default('in_advance'),
  price: PriceRule.meta({ description: 'Of a whole period, net, by the quantity subscribed to.' }),
  unit: Unit.default('C62'),
  taxClass: TaxClass.default('standard'),
  supply: Supply.default('services'),
  trialDays: z.int().min(0).max(730).default(0),
  usage: z.array(Meter).max(10).default([]),
  customersMay: CustomersMay.optional(),
};
export const PlanProfile = z
  .strictObject({
    ...said,
    validFrom: LocalDate.optional().meta({
      description:
        'From which day on new subscriptions take this version; at once where absent. Existing ones keep theirs.',
    }),
  })
  .meta({ id: 'PlanProfile' });
export type PlanProfile = z.infer<typeof PlanProfile>;
export const Plan = z
  .object({ plan: AgreementId, version: z.int().min(1), savedAt: Instant, validFrom: LocalDate, ...said })
  .meta({ id: 'Plan' });
export type Plan = Readonly<z.infer<typeof Plan>>;

/** Which version there is from when on. */
export const PlanHead = z
  .object({
    plan: AgreementId,
    version: z.int().min(1),
    name: z.string(),
    currency: Currency,
    interval: Interval,
    billing: Billing,
    versions: z.array(z.object({ version: z.int(), validFrom: LocalDate })),
    savedAt: Instant,
  })
  .meta({ id: 'PlanHead' });
export type PlanHead = Readonly<z.infer<typeof PlanHead>>;
