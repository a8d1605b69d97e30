/** Why an invoice is said to be wrong, and in which times both sides answer: the company's rules, in versions. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';

export const DisputeReason = z
  .enum([
    'price',
    'quantity',
    'delivery',
    'damaged',
    'quality',
    'tax',
    'po',
    'duplicate',
    'not_ours',
    'other',
  ])
  .meta({
    id: 'DisputeReason',
    description:
      'What is wrong: the price, the quantity, goods did not come or came late, came damaged, are not as they should be, the tax, the order number, it is invoiced twice, ' +
      'it is not the customer’s, something else.',
  });
export type DisputeReason = z.infer<typeof DisputeReason>;

const days = (most: number, fallback: number, description: string) =>
  z.int().min(0).max(most).default(fallback).meta({ description });
export const DisputeRuleSet = z
  .strictObject({
    answerDays: days(
      60,
      5,
      'So many business days, Monday to Friday, after it was said or information came, we answer.',
    ),
    informDays: days(
      90,
      10,
      'So many days after we asked, the customer has said what we need; silence is a rejection, with a notice.',
    ),
    graceDays: days(60, 7, 'So many days after a rejection the next reminder goes out.'),
    closeDays: days(90, 14, 'So many days after a decision the case is closed.'),
  })
  .meta({ id: 'DisputeRuleSet' });

export const DisputeRules = DisputeRuleSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'DisputeRules' });
export type DisputeRules = Readonly<z.infer<typeof DisputeRules>>;

/** What holds before anybody says anything. */
export const NO_RULES: DisputeRules = { ...DisputeRuleSet.parse({}), version: 0 };
