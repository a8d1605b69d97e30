/** Why an invoice is said to be wrong, and in which times both sides answer: the company's rules, in versions. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';

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
const minor = (description: string) => z.int().min(1).max(100_000_000).meta({ description });
/** What is credited by itself, where what we have says that the customer is right (`agreed.ts`). */
export const AtOnceRules = z
  .strictObject({
    most: z
      .int()
      .min(1)
      .max(50)
      .default(3)
      .meta({ description: 'So many cases of a customer in ninety days.' }),
    caps: z
      .array(
        z.strictObject({
          reason: z.literal('price'),
          currency: Currency,
          perCaseMinor: minor('With its tax, in minor units; more waits for a person.'),
          perCustomerMinor: minor('Of a customer in a month of the entity’s zone.'),
          perMonthMinor: minor('Of all customers in a month.'),
        }),
      )
      .min(1)
      .max(20)
      .meta({ description: 'The first one that fits reason and currency holds.' }),
  })
  .meta({
    id: 'DisputesAtOnce',
    description:
      'A case that a customer opens at its page is credited in the same commit where our own data prove it: of the order and a price list in force each that says a price says a lower one than the invoice. ' +
      'Never for a blocked customer, nor with an open chargeback of the invoice. Nothing is without caps.',
  });
export type AtOnceRules = Readonly<z.infer<typeof AtOnceRules>>;
export type Cap = AtOnceRules['caps'][number];

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
    atOnce: AtOnceRules.optional().meta({
      description: 'Small valid claims that nobody has to look at; none where it is absent.',
    }),
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
