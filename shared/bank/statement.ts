/** A bank statement as it came in, and the lines that it brought. A line is money that moved; it is never changed or lost. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Currency, Money } from '../kernel/money.ts';
import { CsvLayout } from './layout.ts';

export const StatementId = idOf('stm').meta({ id: 'StatementId' });
export const BankLineId = idOf('bln').meta({ id: 'BankLineId' });

/** One account and period in a file: a file may hold several. */
export const AccountStatement = z
  .object({
    bankId: z.string().meta({ description: 'The bank’s own id of the statement.' }),
    sequence: z.string().optional(),
    accountIban: z
      .string()
      .meta({ description: 'Of an account without one, `<code of the bank>-<number>`.' }),
    entity: EntityId.meta({ description: 'The legal entity whose account it is.' }),
    currency: Currency,
    opening: Money.optional(),
    closing: Money.optional(),
    openedOn: LocalDate.optional(),
    closedOn: LocalDate.optional(),
    entries: z.int().meta({ description: 'Booked entries.' }),
    skipped: z
      .int()
      .meta({ description: 'Entries that are only announced (pending, information): they do not count.' }),
    movedMinor: z.int().meta({ description: 'Sum of the booked entries, in minor units.' }),
    announces: z.literal(true).optional().meta({
      description: 'An account report or a notification: what it holds comes again in a statement.',
    }),
    announced: z.int().optional().meta({
      description:
        'Booked entries of it without a reference of the bank, or without all of their payments: they are counted, and booked by the statement.',
    }),
    warnings: z.array(z.object({ code: z.string(), detail: z.string() })),
  })
  .meta({ id: 'AccountStatement' });
export type AccountStatement = Readonly<z.infer<typeof AccountStatement>>;

/** A file. Its id follows from its content, so that the same file twice is the same statement. */
export const Statement = z
  .object({
    id: StatementId,
    version: z.int().min(1),
    format: z.string().meta({
      example: 'camt.053.001.08',
      description: 'Or MT940, BAI2, OFX, CSV with the name of its layout.',
    }),
    state: z.enum(['RECEIVED', 'READ', 'REFUSED']).meta({
      description:
        'READ when every line is in the books of lines; REFUSED only where nobody waited for the answer.',
    }),
    accounts: z.array(AccountStatement).meta({ description: 'One at least, unless the file was refused.' }),
    /** Where the file is kept as it came. */
    file: z.string(),
    layout: CsvLayout.optional(),
    dropped: z.string().optional().meta({ description: 'Its name, where it was put into the bucket.' }),
    refusal: z
      .object({ code: z.string(), detail: z.string() })
      .optional()
      .meta({ description: 'Why a file that was put into the bucket was not taken.' }),
    counts: z.object({ new: z.int(), known: z.int(), skipped: z.int() }).optional().meta({
      description:
        'Lines that this file brought, that another had brought before, and entries not yet booked.',
    }),
    receivedAt: Instant,
    receivedBy: z.string(),
    readAt: Instant.optional(),
  })
  .meta({ id: 'Statement' });
export type Statement = Readonly<z.infer<typeof Statement>>;

/** What the API shows: without the place of the file, and how it was read. */
export const StatementView = Statement.omit({ file: true, layout: true }).meta({ id: 'BankStatement' });
export type StatementView = Readonly<z.infer<typeof StatementView>>;

/** One answer that was weighed: these invoices, for this reason, with so many points of 100. */
export const Proposal = z
  .object({
    customerId: z.string(),
    invoices: z.array(z.object({ invoiceId: z.string(), number: z.string(), amount: Money })),
    points: z.int(),
    reason: z.string(),
  })
  .meta({ id: 'MatchProposal' });
export type Proposal = Readonly<z.infer<typeof Proposal>>;

/** Why a line went where it went: a sentence, what spoke for it and what was looked at and left. */
export const LineMatch = z
  .object({
    tier: z.enum([
      'reference',
      'payer',
      'advice',
      'alias',
      'name',
      'sum',
      'payout',
      'refund',
      'return',
      'slip',
      'agency',
      'person',
      'policy',
      'none',
    ]),
    reason: z.string(),
    evidence: z.array(z.string()),
    candidates: z
      .array(z.object({ invoiceId: z.string(), number: z.string(), open: Money, reason: z.string() }))
      .meta({ description: 'Suggestions on an exception; the rejected alternatives on a match.' }),
    proposals: z
      .array(Proposal)
      .optional()
      .meta({ description: 'What was weighed, best first: on an exception the first can be accepted.' }),
    margin: z.int().optional().meta({ description: 'Points by which the first is ahead of the second.' }),
    repeats: z.string().optional().meta({
      description:
        'Of an exception: the receipt of the same payer and amount that settled its invoice. It was probably paid twice.',
    }),
    free: z.literal(true).optional().meta({
      description:
        'Of an exception: the payer is known and the line names nothing of ours, so that the rules for unapplied money may use it.',
    }),
    receipts: z
      .array(z.object({ lineId: z.string(), amount: Money, bookedOn: LocalDate }))
      .optional()
      .meta({ description: 'Of a return: lines whose money may have gone back with it.' }),
    slips: z
      .array(z.object({ slipId: z.string(), number: z.int(), payments: z.array(z.string()) }))
      .optional()
      .meta({
        description: 'Paying-in slips, and what of them, that it is; on an exception, that it may be.',
      }),
    remittanceId: z.string().optional().meta({ description: 'The remittance advice that said so.' }),
    by: z.string(),
    at: Instant,
  })
  .meta({ id: 'LineMatch' });
export type LineMatch = Readonly<z.infer<typeof LineMatch>>;

export const BankLine = z
  .object({
    id: BankLineId,
    version: z.int().min(1),
    statementId: StatementId,
    entity: EntityId,
    accountIban: z.string(),
    amount: Money.meta({ description: 'Positive for money that came in, negative for money that left.' }),
    bookedOn: LocalDate,
    valueOn: LocalDate,
    bankRef: z.string().optional().meta({ description: 'The bank’s own reference.' }),
    endToEndId: z.string().optional(),
    references: z
      .array(z.string())
      .meta({ description: 'Structured creditor references and referred document numbers.' }),
    text: z.string(),
    counterparty: z.object({ name: z.string().optional(), iban: z.string().optional() }),
    code: z.string().optional().meta({ description: 'Bank transaction code, such as PMNT-RCDT-ESCT.' }),
    charges: Money.optional().meta({
      description: 'What the bank says it kept before it credited the rest.',
    }),
    reversal: z.boolean().meta({ description: 'It takes back an earlier one, or part of it.' }),
    returned: z
      .object({
        reason: z.string().optional().meta({ description: 'AC04 of ISO 20022, R02 of ACH.' }),
        kind: z
          .enum([
            'funds',
            'account_closed',
            'account_wrong',
            'account_blocked',
            'unauthorised',
            'requested',
            'technical',
            'unspecified',
          ])
          .optional()
          .meta({
            description:
              'What the reason asks for: without funds it may be tried once more, a closed account ends a mandate, what was not authorised is a dispute.',
          }),
        words: z.string().optional(),
        original: Money.optional().meta({ description: 'The amount that comes back, without costs.' }),
      })
      .optional()
      .meta({ description: 'What the bank says of a return.' }),
    announced: z.literal(true).optional().meta({
      description:
        'An account report or a notification brought it, ahead of its statement; the worklist names those that no statement confirms.',
    }),
    state: z.enum(['NEW', 'MATCHED', 'EXCEPTION', 'IGNORED']),
    paymentId: z.string().optional(),
    takesBack: BankLineId.optional().meta({ description: 'The line whose money went back with this one.' }),
    takenBackBy: BankLineId.optional().meta({ description: 'The line with which its money went back.' }),
    match: LineMatch.optional(),
    parked: z
      .object({
        owner: z.string(),
        until: LocalDate,
        note: z.string().optional(),
        by: z.string(),
        at: Instant,
      })
      .optional()
      .meta({ description: 'Somebody sees to it; until that day it is in nobody else’s worklist.' }),
  })
  .meta({ id: 'BankLine' });
export type BankLine = Readonly<z.infer<typeof BankLine>>;

export const StatementReceived = event(
  'statement.received',
  'A bank statement was accepted and kept; its lines follow.',
  z.object({ statementId: StatementId }),
);
export const StatementRead = event(
  'statement.read',
  'Every line of a bank statement is in the books.',
  z.object({ statementId: StatementId, new: z.int(), known: z.int(), skipped: z.int() }),
);
export const BankLineReceived = event(
  'bank.line_received',
  'Money moved on a bank account.',
  z.object({ lineId: BankLineId, statementId: StatementId }),
);
