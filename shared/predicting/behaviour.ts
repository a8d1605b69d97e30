/** What is remembered of how a customer pays: sums that each night adds to, its open invoices and its last outcomes. Days are whole days since 1970. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { Currency } from '../kernel/money.ts';

/** Open invoices that a customer is remembered by: an item stays below what a table takes, and a night looks at each of them for each new one. */
export const MOST_OPEN = 1_000;

const Day = z.int();
const Counted = z.object({ known: z.int().min(0), late: z.int().min(0) });
export type Counted = z.infer<typeof Counted>;

/** What was said of an invoice when it was issued; it is judged by this and nothing that was said later. */
export const Said = z.object({
  /** In the order of FACTORS. */
  factors: z.array(z.number()),
  probability: z.number(),
  /** By how probable lateness would be if nothing but this customer’s share of late invoices counted. */
  plain: z.number(),
  /** Days against the due day before which one, five and nine of ten are paid. */
  p10: z.int(),
  p50: z.int(),
  p90: z.int(),
  /** Said in time, and by what had been learned: no other is judged. */
  counts: z.boolean(),
  /** Heard of later than it was issued, when others of its time were known already: it teaches nothing. */
  heardLater: z.literal(true).optional(),
});
export type Said = z.infer<typeof Said>;

/** An invoice of which nobody knows yet when it is paid. */
const Waiting = z.object({
  issued: Day,
  due: Day,
  late: z.boolean(),
  said: Said,
});
export type Waiting = z.infer<typeof Waiting>;

/** An invoice that was paid: so many days after it was due, below zero before. */
const Outcome = z.object({ issued: Day, due: Day, days: z.int(), said: Said });
export type Outcome = z.infer<typeof Outcome>;

export const Behaviour = z.object({
  customerId: CustomerId,
  version: z.int().min(0),
  /** Under how many ids it had invoices: with one more it is remembered anew. */
  ids: z.int().min(1),
  /** Whom it is compared with while little is known of it: a country. */
  segment: z.string(),
  /** Everything up to the evening of this day is in it. */
  through: Day,
  rate: Counted,
  /** As `rate`, where what was long ago counts less, as of a day. */
  recent: z.object({ weight: z.number(), late: z.number(), day: Day }),
  deviations: z.object({ count: z.int(), sum: z.int(), last: z.array(z.int()) }),
  amounts: z.record(Currency, z.object({ count: z.int(), logs: z.number() })),
  open: z.record(z.string(), Waiting),
  /** Newest first. */
  outcomes: z.array(Outcome),
});
export type Behaviour = z.infer<typeof Behaviour>;

/** Always in the same order: who keeps them may forget it, and a sum of rounded numbers is another in another order. */
export const waitingOf = ({ open }: Pick<Behaviour, 'open'>): Waiting[] =>
  Object.keys(open)
    .toSorted()
    .map((id) => open[id]!);
