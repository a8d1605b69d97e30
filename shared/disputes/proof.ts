/** What proves a claim, and what a customer has had credited at once. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Decimal } from '../kernel/decimal.ts';
import { Currency } from '../kernel/money.ts';
import { DisputeReason } from './policy.ts';

export const Proof = z
  .object({
    line: z.string(),
    from: z.enum(['order', 'list']),
    of: z.string().meta({ description: 'The order’s id, or the price list’s.' }),
    agreed: Decimal.meta({ description: 'The price of a unit there.' }),
    invoiced: Decimal,
    netMinor: z.int().min(1).meta({ description: 'By how much the line is too dear.' }),
  })
  .meta({ id: 'DisputeProof', description: 'A line that was invoiced dearer than agreed.' });
export type Proof = Readonly<z.infer<typeof Proof>>;

/** What was credited at once to a customer in the last ninety days; one item, so that cases side by side pass no cap. */
export const AtOnceTally = z.object({
  customerId: CustomerId,
  version: z.int().min(0),
  cases: z.array(z.object({ on: LocalDate, minor: z.int(), currency: Currency, reason: DisputeReason })),
});
export type AtOnceTally = Readonly<z.infer<typeof AtOnceTally>>;
