/** What-if: a month's lines under other rules, of which nothing is booked. */
import * as z from 'zod';
import { BankLineId } from '../bank/statement.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Money } from '../kernel/money.ts';
import { MatchingRuleSet } from './policy.ts';

export const SimulateMatching = z
  .strictObject({
    month: z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, 'must be a month, such as "2026-03"'),
    rules: MatchingRuleSet,
  })
  .meta({ id: 'SimulateMatching' });
export type SimulateMatching = z.infer<typeof SimulateMatching>;

export const Differing = z
  .object({
    lineId: BankLineId,
    bookedOn: LocalDate,
    amount: Money,
    was: z.string(),
    would: z.string(),
  })
  .meta({ id: 'DifferingLine' });
export type Differing = Readonly<z.infer<typeof Differing>>;

export const Simulation = z
  .object({
    lines: z.int().meta({ description: 'Receipts of the month that were looked at.' }),
    complete: z
      .boolean()
      .meta({ description: 'Otherwise the month has more, and the last ones were looked at.' }),
    automatic: z.object({ was: z.int(), would: z.int() }),
    letGo: z.array(z.object({ was: Money, would: Money })).meta({
      description: 'Differences, and discounts taken too late, that were and would be let go, by currency.',
    }),
    differing: z.array(Differing),
  })
  .meta({ id: 'MatchingSimulation' });
export type Simulation = z.infer<typeof Simulation>;
