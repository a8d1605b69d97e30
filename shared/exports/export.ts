/** Files for finance: built once, kept, opened by a link that expires. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';

export const ExportId = idOf('exp').meta({ id: 'ExportId' });
export const ExportKind = z.enum(['open_items', 'cash_journal', 'ledger_journal']).meta({ id: 'ExportKind' });
export type ExportKind = z.infer<typeof ExportKind>;

export const Export = z
  .object({
    id: ExportId,
    version: z.int().min(1),
    kind: ExportKind,
    entity: EntityId,
    from: LocalDate.meta({ description: 'First day of a journal; open items reach back to the beginning.' }),
    to: LocalDate.meta({ description: 'Last day, included.' }),
    state: z.enum(['REQUESTED', 'READY']),
    rows: z.int().optional(),
    /** Sum of the amount column by currency, to hold against the ledger. */
    controlTotals: z.array(z.object({ currency: z.string(), minor: z.int() })).optional(),
    sha256: z.string().optional(),
    key: z.string().optional(),
    requestedAt: Instant,
  })
  .meta({ id: 'Export' });
export type Export = Readonly<z.infer<typeof Export>>;

export const ExportRequested = event(
  'export.requested',
  'Finance asked for a file.',
  z.object({ exportId: ExportId }),
);
