/** What must be true of the books whoever works on them: said as data, looked at every night, and kept with what was found. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { PeriodChecked, PeriodClosed, PeriodReopened } from './period.ts';

/** By name: what a bookkeeper would say, and whether it is said of each legal entity or of the company as a whole. */
export const INVARIANTS = {
  'entries.balanced': { of: 'entity', statement: 'Every entry adds up to zero in its currency.' },
  'entries.once': { of: 'entity', statement: 'A document, a receipt or a refund is booked once.' },
  'trial_balance.zero': { of: 'entity', statement: 'All accounts of a currency add up to zero.' },
  'receivables.control': {
    of: 'entity',
    statement: 'What is open of invoices is what their control account says: of each, and of all together.',
  },
  'unapplied.control': {
    of: 'entity',
    statement: 'What is left of receipts of known customers is what its account says.',
  },
  'unidentified.control': {
    of: 'entity',
    statement: 'What is left of receipts of nobody known is what its account says.',
  },
  'invoice.open': {
    of: 'entity',
    statement:
      'What is open of an invoice is its total less what settled it; never below zero or above its total.',
  },
  'receipt.split': {
    of: 'entity',
    statement:
      'What was applied, given back, claimed and left of a receipt is its amount: each cent stands once.',
  },
  'settled.once': {
    of: 'entity',
    statement: 'What an invoice says that a receipt settled is what the receipt says of that invoice.',
  },
  'disputed.within': {
    of: 'entity',
    statement: 'No more of an invoice is disputed than was not credited.',
  },
  'promised.within': {
    of: 'entity',
    statement: 'No more of an invoice is promised than was open when it was promised.',
  },
  'documents.followed': {
    of: 'entity',
    statement: 'What was announced more than an hour ago was heard: each invoice since has its documents.',
  },
  'numbers.dense': {
    of: 'entity',
    statement: 'Each number of a series stands for one document, without a gap, in the order of their days.',
  },
  'credit.exposure': {
    of: 'company',
    statement: 'What is used of each credit account is what orders, invoices and receipts add up to.',
  },
  'acts.chained': {
    of: 'company',
    statement:
      'The seals of all days follow each other, and the acts of the last two are those that were sealed.',
  },
} as const satisfies Record<string, { readonly of: 'entity' | 'company'; readonly statement: string }>;
export type InvariantId = keyof typeof INVARIANTS;
export const InvariantId = z
  .enum(Object.keys(INVARIANTS) as [InvariantId, ...InvariantId[]])
  .meta({ id: 'InvariantId' });

export const Violation = z
  .object({
    what: z.string().meta({ description: 'What is wrong, with the figures in minor units.' }),
    where: z.array(z.string()).meta({ description: 'Ids, numbers or currencies that it is about.' }),
  })
  .meta({ id: 'InvariantViolation' });
export type Violation = Readonly<z.infer<typeof Violation>>;

export const Outcome = z
  .object({
    id: InvariantId,
    entity: EntityId.optional().meta({ description: 'Absent where it is said of the company as a whole.' }),
    state: z.enum(['HOLDS', 'VIOLATED', 'UNREAD']).meta({
      description:
        'UNREAD: what it is said of, or a job that it rests on, was not read or did not run, so that nobody knows. Both others than HOLDS block a close.',
    }),
    checked: z.int().min(0).meta({ description: 'Of how many things it was looked at.' }),
    violations: z.int().min(0),
    examples: z.array(Violation).meta({ description: 'The first ten.' }),
    on: Instant.meta({ description: 'When what it rests on was looked at.' }),
    tookMs: z
      .int()
      .min(0)
      .meta({ description: 'Reading and judging, in milliseconds; read together, said of each.' }),
  })
  .meta({ id: 'InvariantOutcome' });
export type Outcome = Readonly<z.infer<typeof Outcome>>;

/** One night of one company. */
export const InvariantRun = z
  .object({
    day: LocalDate,
    version: z.int().min(1).meta({ description: 'How often it was looked at on that day.' }),
    at: Instant,
    broken: z.int().min(0).meta({ description: 'Outcomes that are not HOLDS; above 0 an alarm rings.' }),
    outcomes: z.array(Outcome),
  })
  .meta({ id: 'InvariantRun' });
export type InvariantRun = Readonly<z.infer<typeof InvariantRun>>;

/** An invariant with its statement and what the last night found. */
export const InvariantView = z
  .object({
    id: InvariantId,
    statement: z.string(),
    of: z.enum(['entity', 'company']),
    outcomes: z.array(Outcome).meta({ description: 'Of the last night, one for each legal entity.' }),
  })
  .meta({ id: 'Invariant' });
export const Invariants = z
  .object({
    lastAt: Instant.optional().meta({ description: 'When the last night looked; absent before the first.' }),
    missed: z.boolean().meta({ description: 'The last look is more than 26 hours ago: a night was missed.' }),
    broken: z.int().min(0),
    data: z.array(InvariantView),
  })
  .meta({ id: 'Invariants' });
export type Invariants = Readonly<z.infer<typeof Invariants>>;

export const InvariantsViolated = event(
  'invariants.violated',
  'The night found books that are not as they must be; told every night until they are. No month is closed meanwhile.',
  z.object({
    day: LocalDate,
    outcomes: z.array(
      z.object({
        id: InvariantId,
        entity: EntityId.optional(),
        state: z.enum(['VIOLATED', 'UNREAD']),
        violations: z.int().min(0),
        example: Violation.optional(),
      }),
    ),
  }),
);

/** What partners hear of months, and of books that are not as they must be. */
export const BOOK_EVENTS = [PeriodChecked, PeriodClosed, PeriodReopened, InvariantsViolated];
