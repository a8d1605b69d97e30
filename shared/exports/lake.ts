/**
 * The lake: every line of the ledger as Parquet files in the bucket, for those who ask it by SQL (Athena, DuckDB, Spark). What stands in them, where
 * they lie and how far they go; lib/lake.ts describes the same to AWS Glue.
 */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import type { Column } from './columns.ts';

/** No names and no free text: an erasure takes nothing out of a file that is there. */
export const LEDGER_LINES: readonly Column[] = [
  { name: 'entry', is: 'text' },
  { name: 'line', is: 'integer' },
  { name: 'committed_at', is: 'text' },
  { name: 'booked_on', is: 'date' },
  { name: 'document_on', is: 'date' },
  { name: 'kind', is: 'text' },
  { name: 'source', is: 'text' },
  { name: 'account_code', is: 'text' },
  { name: 'account', is: 'text' },
  { name: 'debit', is: 'money' },
  { name: 'credit', is: 'money' },
  { name: 'currency', is: 'text' },
  { name: 'customer_id', is: 'text' },
  { name: 'invoice_id', is: 'text' },
  { name: 'due_on', is: 'date' },
];

/** Folders by what they are of: their names say it to every reader of such folders (Hive). */
export const partitionOf = (tenant: string, entity: string, month: string): string =>
  `${tenant}/lake/ledger_lines/legal_entity=${entity}/month=${month}`;

/** Up to which day (UTC) everything that was committed is there. */
export const LakeMark = z.object({ version: z.int().min(1), through: LocalDate });
export type LakeMark = Readonly<z.infer<typeof LakeMark>>;

export const LakeDue = event(
  'lake.due',
  'A day is over, and what was booked on it is to be in the lake.',
  z.object({ through: LocalDate }),
);
