/** When a short payment is a deduction, and what of it is given up without asking anybody: the company's rules, in versions. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { PositiveMoney } from '../kernel/money.ts';

/** Why a payer kept something back. */
export const DeductionReason = z
  .enum([
    'damaged',
    'short_delivery',
    'returned',
    'price',
    'promotion',
    'discount',
    'tax',
    'bank_charge',
    'penalty',
    'other',
    'unknown',
  ])
  .meta({
    id: 'DeductionReason',
    description:
      'Why something was kept back: goods were damaged, goods were missing, goods went back, the price, an allowance for advertising or volume, an early-payment discount, ' +
      'tax, a charge of banks, a penalty such as for late delivery, something else. unknown: the payer has not said why.',
  });
export type DeductionReason = z.infer<typeof DeductionReason>;

/** One amount per currency; what is not named is none. */
const Amounts = z
  .array(PositiveMoney)
  .min(1)
  .max(20)
  .refine(
    (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
    'a currency comes twice',
  );

const WriteOff = z
  .strictObject({
    limits: z
      .array(z.strictObject({ reason: DeductionReason, upTo: Amounts }))
      .min(1)
      .max(DeductionReason.options.length)
      .refine((all) => new Set(all.map(({ reason }) => reason)).size === all.length, 'a reason comes twice')
      .meta({
        description:
          'The largest case, by reason and currency, that is written off as it opens; a reason comes once.',
      }),
    monthlyPerCustomer: Amounts.meta({
      description: 'The most of a calendar month in all; without an amount nothing is written off.',
    }),
  })
  .meta({ id: 'DeductionWriteOff' });

export const DeductionRuleSet = z
  .strictObject({
    least: Amounts.optional().meta({
      description:
        'The smallest gap that opens a case, by currency. In other currencies, and where it is absent, none opens by itself.',
    }),
    mostPercent: z.int().min(1).max(99).default(50).meta({
      description:
        'A larger part of what was open is no deduction, but a payment in parts; not where the payer said what it kept back.',
    }),
    pages: z.boolean().default(false).meta({
      description: 'Whether what a payer pays in part at our own pages opens a case, too.',
    }),
    graceDays: z.int().min(0).max(60).default(7).meta({
      description: 'So many days after a rejection the next reminder goes out.',
    }),
    writeOff: WriteOff.optional().meta({
      description: 'Absent: nothing is written off by itself.',
    }),
  })
  .meta({ id: 'DeductionRuleSet' });

export const DeductionRules = DeductionRuleSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'DeductionRules' });
export type DeductionRules = Readonly<z.infer<typeof DeductionRules>>;

/** What holds before anybody says anything: no case opens by itself. */
export const NO_RULES: DeductionRules = { ...DeductionRuleSet.parse({}), version: 0 };
