/** A month of a legal entity's books: OPEN → SOFT → CLOSED, in the order of the months (rules §3.20). */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { Currency } from '../kernel/money.ts';
import { Month } from '../kernel/period.ts';
import { Account } from './entry.ts';

export const PeriodState = z.enum(['OPEN', 'SOFT', 'CLOSED']).meta({
  id: 'PeriodState',
  description:
    'OPEN: everything is booked there. SOFT: adjustments only; what comes late is booked in the first open month. CLOSED: nothing.',
});
export type PeriodState = z.infer<typeof PeriodState>;

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

export const CheckName = z
  .enum([
    'drift',
    'trial_balance',
    'drafts',
    'unapplied',
    'unidentified',
    'bank_lines',
    'announced',
    'numbering',
    'exports',
    'revaluation',
    'allowance',
    'invariants',
  ])
  .meta({
    id: 'CheckName',
    description:
      'drift: invoices and receipts against their control accounts. trial_balance: debits against credits. drafts: invoices that wait for ' +
      'a person. unapplied, unidentified: money that settles nothing. bank_lines: lines that nobody decided. announced: lines that ' +
      'no bank statement confirms. numbering: numbers without a document. exports: files that are not built. revaluation: foreign items without a rate. allowance: overdue items and no allowance. ' +
      'invariants: what the last night since the month found of books that must be as they are (`GET /v1/invariants`).',
  });
export type CheckName = z.infer<typeof CheckName>;

export const Check = z
  .object({
    check: CheckName,
    verdict: z.enum(['ok', 'warns', 'blocks']).meta({ description: 'Only what blocks keeps a month open.' }),
    count: z.int().meta({ description: 'How many there are; 0 where all is well.' }),
    oldestOn: LocalDate.optional(),
    detail: z.string().optional(),
    remedy: z.string().optional().meta({ description: 'What to do about it; absent where all is well.' }),
    link: z
      .string()
      .optional()
      .meta({ description: 'Where the things are listed.', example: '/v1/exceptions' }),
  })
  .meta({ id: 'PeriodCheck' });
export type Check = Readonly<z.infer<typeof Check>>;

/** The books as they stood at the end of the month, when it was closed. */
export const PeriodSnapshot = z
  .object({
    entries: z.int().meta({ description: 'Entries of the month.' }),
    kinds: z.record(z.string(), z.int()).meta({ description: 'Entries of the month by what they book.' }),
    balances: z
      .array(z.object({ currency: Currency, account: Account, code: z.string(), balanceMinor: z.int() }))
      .meta({ description: 'Of all accounts up to the end of the month.' }),
    openItems: z.array(z.object({ currency: Currency, count: z.int(), minor: z.int() })),
  })
  .meta({ id: 'PeriodSnapshot' });
export type PeriodSnapshot = Readonly<z.infer<typeof PeriodSnapshot>>;

/** Two links of one chain: the entries of the month, then what they added up to; `previous` is the seal of the month before. */
export const PeriodSeal = z
  .object({
    entries: z.int().min(0),
    digest: Hash.meta({ description: 'SHA-256 of the entries in the order of the book.' }),
    snapshotDigest: Hash.meta({ description: 'SHA-256 of the snapshot.' }),
    previous: Hash.meta({ description: 'The seal of the month before; zeros for the first.' }),
    seal: Hash,
  })
  .meta({ id: 'PeriodSeal' });
export type PeriodSeal = Readonly<z.infer<typeof PeriodSeal>>;

/** What foreign items gained or lost by the rate of the last day; taken back on the first day of the next month. */
export const Revalued = z.object({
  currency: Currency.meta({ description: 'The foreign one.' }),
  gainMinor: z.int().meta({ description: 'In the currency of the books; negative for a loss.' }),
});
export type Revalued = Readonly<z.infer<typeof Revalued>>;

export const Period = z
  .object({
    entity: EntityId,
    month: Month,
    version: z.int().min(0).meta({ description: '0: nothing was ever done with it.' }),
    state: PeriodState,
    adjustments: z.int().min(0).default(0),
    revalued: z.array(Revalued).optional().meta({
      description: 'What was booked for foreign items at the end of the month; absent until that was done.',
    }),
    asked: z
      .object({ what: z.enum(['check', 'close']), at: Instant, by: z.string() })
      .optional()
      .meta({ description: 'Under way: the books are looked through, and closed where nothing blocks.' }),
    checked: z
      .object({ at: Instant, checks: z.array(Check) })
      .optional()
      .meta({ description: 'What was found when they were last looked through.' }),
    closed: z
      .object({ at: Instant, snapshot: PeriodSnapshot, seal: PeriodSeal })
      .optional()
      .meta({ description: 'Of a closed month.' }),
    history: z.array(
      z.object({
        did: z.enum(['soft_closed', 'closed', 'reopened']),
        at: Instant,
        by: z.string(),
        approvedBy: z.string().optional(),
        reason: z.string().optional(),
        seal: Hash.optional().meta({ description: 'The seal that it got, or that was broken up.' }),
      }),
    ),
  })
  .meta({ id: 'Period' });
export type Period = Readonly<z.infer<typeof Period>>;

export const PeriodClosed = event(
  'period.closed',
  'A month of the books was closed and sealed; whoever keeps the seal can hold the books to it later.',
  z.object({ entity: EntityId, month: Month, seal: Hash, previous: Hash, entries: z.int() }),
);
export const PeriodAsked = event(
  'period.asked',
  'A month is to be looked through.',
  z.object({ entity: EntityId, month: Month }),
);
export const PeriodChecked = event(
  'period.checked',
  'A month of the books was looked through. Where it was to be closed and something blocks, it is as open as before.',
  z.object({
    entity: EntityId,
    month: Month,
    asked: z.enum(['check', 'close']),
    blocks: z.array(CheckName),
    warns: z.array(CheckName),
  }),
);
export const PeriodReopened = event(
  'period.reopened',
  'A closed month of the books was opened again by two persons; its seal holds no more.',
  z.object({ entity: EntityId, month: Month, seal: Hash, reason: z.string() }),
);
