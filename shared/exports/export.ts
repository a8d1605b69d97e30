/** Files for finance: built once, kept, opened by a link that expires. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Recipient } from './recipient.ts';

export const ExportId = idOf('exp').meta({ id: 'ExportId' });
/** What every night makes of the day that ended. */
export const NIGHTLY = ['open_items', 'cash_journal', 'ledger_journal'] as const;
export const ExportKind = z
  .enum([
    ...NIGHTLY,
    'journal_batch',
    'ageing',
    'unapplied',
    'disputes',
    'credit',
    'exceptions',
    'kpi_pack',
    'tax_summary',
    'numbering_audit',
    'statements',
    'review_pack',
    'finance_report',
  ])
  .meta({
    id: 'ExportKind',
    description:
      '`open_items`, `ageing` (by customer) and `unapplied` (money that is for no invoice yet): at the end of the last day. `cash_journal`, `ledger_journal`: lines of the days. `journal_batch`: every entry that came since the batch before, in 31 days at most, whatever day it is booked on. Each entry is in exactly one batch; ask until `exports.nothing_new`. `disputes`: opened in the days, and all undecided. `credit` (all accounts of the company) and `exceptions` (bank lines of the entity and tasks of the company that wait for a person): as it stands when it is built, `from` and `to` must be absent; so is `numbering_audit` (every series with what the nightly proof says of it). `kpi_pack`: every figure of the days and of the days before them, with the sums that it is computed from. `tax_summary`: output VAT of the days by country, category and rate, against the ledger. `statements`: what each customer owed before the days and after them, and what moved in between. `review_pack`: the days beside others, `before` or those before them: where money waited, ranked, and what became of each figure; as a page, on paper or as data. `finance_report`: the month of the last day, up to it, as a page, on paper or as data.',
  });
export type ExportKind = z.infer<typeof ExportKind>;
/** Says how things are when it is built: of no past day, and asked for without one. */
export const AS_IT_STANDS: readonly ExportKind[] = ['credit', 'exceptions', 'numbering_audit'];

/** A page, or sheets of paper, with its numbers as data beside. */
const REPORT_KINDS = ['finance_report', 'review_pack'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];
export type TableKind = Exclude<ExportKind, ReportKind>;
export const isReport = (kind: ExportKind): kind is ReportKind =>
  (REPORT_KINDS as readonly ExportKind[]).includes(kind);

const TABLES = ['csv', 'xlsx', 'jsonl', 'parquet'] as const;
const REPORTS = ['html', 'pdf', 'json'] as const;
const ACCOUNTANTS = ['datev', 'saft'] as const;
export type TableFormat = (typeof TABLES)[number];
export type ReportFormat = (typeof REPORTS)[number];
export const ExportFormat = z.enum([...TABLES, ...REPORTS, ...ACCOUNTANTS]).meta({
  id: 'ExportFormat',
  description:
    'csv and xlsx have amounts in major units, jsonl and parquet whole minor units (`…_minor`) beside their currency; csv where it is absent. Of a finance report and a review: html where it is absent, pdf or json (`FinanceReport`, `Review`). Of `ledger_journal` and `journal_batch` also datev: an archive of booking stacks in the manner of DATEV (EXTF), one for each month; of `ledger_journal` also saft: an archive of audit files in the shape of OECD SAF-T 2.0, one for each currency.',
});
export type ExportFormat = z.infer<typeof ExportFormat>;
/** The first is the one that nobody has to say. */
export const formatsOf = (kind: ExportKind): readonly [ExportFormat, ...ExportFormat[]] => {
  if (isReport(kind)) return REPORTS;
  if (kind === 'ledger_journal') return [...TABLES, ...ACCOUNTANTS];
  return kind === 'journal_batch' ? [...TABLES, 'datev'] : TABLES;
};
export const isForAccountants = (format: ExportFormat): boolean =>
  (ACCOUNTANTS as readonly ExportFormat[]).includes(format);
/** Of the file's name. */
export const extensionOf = (format: ExportFormat): string => (isForAccountants(format) ? 'zip' : format);

export const Days = z.strictObject({ from: LocalDate, to: LocalDate }).meta({ id: 'ExportDays' });
export type Days = Readonly<z.infer<typeof Days>>;

/** Where a batch begins and ends in the order of the commits. Between the end of one and the start of the next the entity has nothing. */
export const Batch = z
  .object({
    number: z.int().min(1).meta({ description: 'Of the entity, without a gap.' }),
    start: z.string(),
    end: z.string(),
    entries: z.int().optional(),
    debits: z
      .array(z.object({ currency: z.string(), minor: z.int() }))
      .optional()
      .meta({ description: 'What is debited in it, and as much is credited.' }),
  })
  .meta({ id: 'JournalBatch' });
export type Batch = Readonly<z.infer<typeof Batch>>;

/** The last batch of an entity (0: there is none yet), and up to where nothing of the entity came since. */
export const LastBatch = z.object({
  version: z.int().min(1),
  number: z.int().min(0),
  end: z.string().optional(),
  looked: z.string().optional(),
});
export type LastBatch = Readonly<z.infer<typeof LastBatch>>;

export const Export = z
  .object({
    id: ExportId,
    version: z.int().min(1),
    kind: ExportKind,
    format: ExportFormat.default('csv'),
    entity: EntityId,
    from: LocalDate.meta({
      description:
        'First day of a journal; open items reach back to the beginning. Of a batch: the first day on which its entries came.',
    }),
    to: LocalDate.meta({ description: 'Last day, included.' }),
    before: Days.optional().meta({
      description:
        'Of a review: the days that it is held against; as many before `from`, of whole months as many months, where absent.',
    }),
    batch: Batch.optional(),
    chart: z.int().optional().meta({
      description:
        'Version of the chart by which it says the accountant’s numbers; absent where there was none.',
    }),
    schedule: z.string().optional().meta({ description: 'By which schedule it was asked for.' }),
    recipients: z.array(Recipient).optional().meta({ description: 'Who is mailed a link to it.' }),
    linksUntil: LocalDate.optional().meta({
      description: 'Last day on which these links open, in the zone of the entity; there once it is READY.',
    }),
    state: z.enum(['REQUESTED', 'READY']),
    progress: z
      .object({
        lines: z.int().meta({ description: 'Lines of the ledger that were read.' }),
        through: LocalDate.meta({ description: 'Up to which day of `from` to `to`, or of the books.' }),
      })
      .optional()
      .meta({ description: 'Of a long file, while it is built: said at each month, and each 50,000 lines.' }),
    rows: z.int().optional(),
    /** Sum of the amount column by currency, to hold against the ledger. */
    controlTotals: z.array(z.object({ currency: z.string(), minor: z.int() })).optional(),
    sha256: z.string().optional(),
    key: z.string().optional(),
    requestedAt: Instant,
  })
  .meta({ id: 'Export' });
export type Export = Readonly<z.infer<typeof Export>>;

/** Under which name it is fetched. */
export const fileNameOf = ({ kind, entity, to, format }: Omit<Export, 'key' | 'batch'>): string =>
  `${kind}-${entity}-${to}${isForAccountants(format) ? `-${format}` : ''}.${extensionOf(format)}`;

export const ExportRequested = event(
  'export.requested',
  'Finance asked for a file.',
  z.object({ exportId: ExportId }),
);
