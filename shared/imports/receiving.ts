/** Takes a file of invoices in: kept as it came, and announced to be worked off (`importing.ts`). */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { isPdf } from '../documents/facturx.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { formatOf } from '../kernel/rows.ts';
import { noteOriginals } from '../numbering/store.ts';
import { keep } from '../runtime/blobs.ts';
import { idOfCause, sha256, type Deps } from '../runtime/context.ts';
import { commit, read, recall, untilFresh } from '../runtime/table.ts';
import { InvoiceImportGoesOn, InvoiceImportView, type ImportFormat, type InvoiceImport } from './import.ts';
import { importById, putImport } from './store.ts';

const MEDIA: Readonly<Record<ImportFormat, readonly [ending: string, type: string]>> = {
  csv: ['csv', 'text/csv'],
  jsonl: ['jsonl', 'application/x-ndjson'],
  ubl: ['xml', 'application/xml'],
  cii: ['xml', 'application/xml'],
  facturx: ['pdf', 'application/pdf'],
};

/** By how the content begins: a PDF says so, XML begins with an angle, and rows are told apart by a brace. */
const formatOfBytes = (bytes: Uint8Array): ImportFormat => {
  if (isPdf(bytes)) return 'facturx';
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('utf8');
  if (!/^\uFEFF?\s*</.test(head)) return formatOf(head);
  return head.includes('CrossIndustryInvoice') ? 'cii' : 'ubl';
};

/** The id follows from what it is of and from its content, so the same file again is the same import, however far that is. */
export const receiveFile = async (
  { source, entity: wanted, content }: { source: string; entity?: string | undefined; content: string },
  deps: Deps,
): Promise<Result<ReturnType<typeof viewed>, 'imports.entity_unknown' | 'once.taken' | 'table.stale'>> => {
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, wanted);
  if (!entity) return refuse('imports.entity_unknown', `There is no entity ${wanted}.`);
  const bytes = Buffer.from(content, 'base64');
  const hash = sha256(Buffer.concat([Buffer.from(`${source}\n${entity.id}\n`), bytes]));
  const id = idOfCause('imp', '2026-01-01T00:00:00Z', deps.tenant, hash);
  const format = formatOfBytes(bytes);
  const [ending, type] = MEDIA[format];
  const file = `${deps.tenant}/imports/${hash}.${ending}`;
  await keep(file, bytes, type);
  return untilFresh(async () => {
    const known = await read(importById(deps.tenant, id));
    if (known) return ok(viewed(known));
    const fresh: InvoiceImport = {
      id,
      version: 1,
      source,
      entity: entity.id,
      format,
      state: 'RECEIVED',
      counts: { rows: 0, imported: 0, known: 0, rejected: 0 },
      totals: [],
      bad: [],
      file,
      done: 0,
      receivedAt: deps.now,
      receivedBy: deps.actor,
    };
    const events = [announce(InvoiceImportGoesOn, id, { importId: id, from: 0 })];
    const kept = await commit(deps, { action: 'imports.receive', events, answer: viewed(fresh) }, [
      putImport(deps.tenant, fresh),
      noteOriginals(deps.tenant),
    ]);
    return kept.ok ? ok(viewed(fresh)) : kept;
  });
};
export const viewed = (file: InvoiceImport) => InvoiceImportView.parse(file);
