/** By which rules a company believes a match, and which differences it takes: data, in versions. Without any, none is taken. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { PositiveMoney } from '../kernel/money.ts';
import { DifferenceKind } from '../payments/payment.ts';

/** One amount per currency; what is not named is none. */
export const Amounts = z
  .array(PositiveMoney)
  .min(1)
  .max(20)
  .refine(
    (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
    'a currency comes twice',
  );

/** Payers round to five cents; what is more has another reason. */
const MAX_ROUNDING = 5;
export const Tolerance = z
  .strictObject({
    kind: DifferenceKind,
    upTo: Amounts.meta({
      description: 'The most, by currency, of a rounding 5 minor units; in others nothing is taken.',
    }),
    percent: z
      .string()
      .regex(/^(?:[1-9]\d?|0)(?:\.\d{1,2})?$/, 'must be a percentage below 100, such as "1.5"')
      .meta({
        description:
          'The most as a part of what is open: both limits hold. Of `withholding` it is the rate itself.',
      }),
  })
  .refine(({ kind, upTo }) => kind !== 'rounding' || upTo.every(({ minor }) => minor <= MAX_ROUNDING), {
    path: ['upTo'],
    message: `a rounding is ${MAX_ROUNDING} minor units at most`,
  })
  .meta({ id: 'Tolerance' });
export type Tolerance = z.infer<typeof Tolerance>;

/** Under a month: who pays the same every month did not pay twice. */
const REPEAT_DAYS = 21;
/** A statement of the day comes on the next one; what is not there then is late. */
const ANNOUNCED_DAYS = 3;

export const MatchingRuleSet = z
  .strictObject({
    margin: z.int().min(10).max(60).default(20).meta({
      description: 'So many points of 100 a match must be ahead of the next one to be booked by itself.',
    }),
    tolerances: z.array(Tolerance).max(10).default([]),
    monthlyPerCustomer: Amounts.optional().meta({
      description: 'The most of a calendar month in all; without it no difference is taken.',
    }),
    lateDiscount: z
      .strictObject({
        days: z.int().min(1).max(90).meta({ description: 'So many days after the last one that takes it.' }),
        upTo: Amounts.meta({ description: 'The largest discount that is let go so, by currency.' }),
      })
      .optional()
      .meta({
        description:
          'An early-payment discount that is taken too late is granted all the same, within the month’s sum. Absent: it stays open.',
      }),
    repeatDays: z.int().min(1).max(365).default(REPEAT_DAYS).meta({
      description:
        'The same amount from the same payer within so many days, for which nothing is open, was probably paid twice.',
    }),
    announcedDays: z.int().min(1).max(30).default(ANNOUNCED_DAYS).meta({
      description:
        'What a bank announced and no statement books within so many bank days is named in the worklist.',
    }),
    learnFromReferences: z.boolean().default(false).meta({
      description:
        'An account that paid with a checked reference is known from then on; costs a write per line from an unknown account.',
    }),
  })
  .meta({ id: 'MatchingRuleSet' });
export type MatchingRuleSet = z.infer<typeof MatchingRuleSet>;

export const MatchingRules = MatchingRuleSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'MatchingRules' });
export type MatchingRules = Readonly<z.infer<typeof MatchingRules>>;

/** What holds before anybody says anything. */
export const NO_RULES: MatchingRules = {
  version: 0,
  margin: 20,
  tolerances: [],
  repeatDays: REPEAT_DAYS,
  announcedDays: ANNOUNCED_DAYS,
  learnFromReferences: false,
};
