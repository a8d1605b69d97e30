/** A file of customers that is worked off in parts. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { SourceName } from './customer.ts';

export const ImportId = idOf('cim').meta({ id: 'CustomerImportId' });
export const BadRow = z
  .object({ line: z.int(), field: z.string(), reason: z.string() })
  .meta({ id: 'BadRow' });
/** A file of customers: how far it is, and what was wrong in it. Its id follows from its content. */
export const CustomerImport = z
  .object({
    id: ImportId,
    version: z.int().min(1),
    source: SourceName,
    format: z.enum(['csv', 'jsonl']),
    state: z.enum(['RECEIVED', 'RUNNING', 'DONE']),
    counts: z.object({
      rows: z.int(),
      created: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      bad: z.int(),
    }),
    bad: z.array(BadRow).meta({ description: 'The first 500 of them; `counts.bad` counts rows.' }),
    /** Where the file is kept as it came, and how many of its rows are done. */
    file: z.string(),
    done: z.int(),
    receivedAt: Instant,
    receivedBy: z.string(),
    doneAt: Instant.optional(),
  })
  .meta({ id: 'CustomerImportKept' });
export type CustomerImport = Readonly<z.infer<typeof CustomerImport>>;
export const CustomerImportView = CustomerImport.omit({ file: true, done: true }).meta({
  id: 'CustomerImport',
});

export const CustomerImportGoesOn = event(
  'customer.import_goes_on',
  'A file of customers was kept, or a part of it is done: the rows from there on follow.',
  z.object({ importId: ImportId, from: z.int() }),
);
