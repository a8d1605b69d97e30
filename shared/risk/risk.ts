/** What the books say of credit at night: exposure summed up anew, and how each customer has paid. */
import * as z from 'zod';
import { CreditId, type Account } from '../credit/credit.ts';
import { CustomerId } from '../customers/customer.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { Currency } from '../kernel/money.ts';

export const Factor = z
  .object({
    name: z.enum(['days_late', 'share_late', 'broken_promises', 'lost_disputes', 'utilisation', 'tenure']),
    value: z.number().meta({ description: 'Days, percent, a count or months, as `detail` says.' }),
    points: z.int().min(0).max(100),
    weight: z.int(),
    detail: z.string(),
  })
  .meta({ id: 'ScoreFactor' });
export type Factor = Readonly<z.infer<typeof Factor>>;

/** 100 is a customer who pays in time and has room; every factor with what it rests on is kept with it. */
export const Score = z
  .object({
    customerId: CustomerId,
    version: z.int().min(0),
    score: z.int().min(0).max(100),
    factors: z.array(Factor).meta({ description: 'Only those that something is known for.' }),
    from: LocalDate.meta({ description: 'Payments since then are looked at: twelve months.' }),
    items: z.int().meta({ description: 'How many settled or overdue items it rests on.' }),
    at: Instant,
  })
  .meta({ id: 'CustomerScore' });
export type Score = Readonly<z.infer<typeof Score>>;
/** As it is kept, with what was read for it once it was asked for: of each name of the customer the oldest open invoices. */
export interface Scored {
  readonly score: Score;
  readonly account: Account | undefined;
  readonly open: readonly Invoice[];
}

export const Drift = z
  .object({
    creditId: CreditId,
    currency: Currency,
    wasMinor: z.int().meta({ description: 'What the account said.' }),
    isMinor: z.int().meta({ description: 'What the books add up to, and the account says since.' }),
  })
  .meta({ id: 'CreditDrift' });
export type Drift = Readonly<z.infer<typeof Drift>>;

/** The last night's look at all accounts. */
export const Rebuild = z
  .object({
    at: Instant,
    accounts: z.int(),
    customers: z.int(),
    orders: z
      .int()
      .meta({ description: 'Orders that were looked at: the open ones, and those since the night before.' }),
    drifts: z.array(Drift),
    unsettled: z
      .int()
      .meta({ description: 'Accounts that moved while they were summed up: looked at again next night.' }),
  })
  .meta({ id: 'CreditRebuild' });
export type Rebuild = Readonly<z.infer<typeof Rebuild>>;

/** How far orders were looked through: up to an instant, and which before it may still burden an account. */
export const Checkpoint = z.object({ through: Instant, chunks: z.int(), rebuild: Rebuild });
export type Checkpoint = Readonly<z.infer<typeof Checkpoint>>;

export const CreditDrifted = event(
  'credit.drifted',
  'The exposure of an account was not what the books add up to, and was set right.',
  Drift,
);
