/** Works kept files of invoices off in parts, each of which ends with how far the file is. */
import { tenantById } from '../access/store.ts';
import { entityOf, inForce, type Entity, type Tenant } from '../access/tenant.ts';
import { embeddedInvoice, NoHybrid } from '../documents/facturx.ts';
import { NotAnInvoice, readInvoice } from '../documents/en16931/read.ts';
import type { Reading } from '../documents/en16931/model.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { partOf, rowsOf, type Row } from '../kernel/rows.ts';
import { plainNumber } from '../numbering/series.ts';
import { mapAtOnce } from '../runtime/at-once.ts';
import { bytesOf, textOf } from '../runtime/blobs.ts';
import { type Deps } from '../runtime/context.ts';
import { commit, read, recall } from '../runtime/table.ts';
import { suppliedIn } from './e-invoice.ts';
import { InvoiceImportGoesOn, type Bad, type ImportFormat, type InvoiceImport } from './import.ts';
import { fieldsOf, suppliedBy } from './items.ts';
import { added, wrong, type Supplied, type Wrong } from './rules.ts';
import { importById, putImport } from './store.ts';
import { take, type Taken } from './taking.ts';

/** Rows of one invocation; each is a commit of its own, and so many are under way at once. */
const PART = 250;
const AT_ONCE = 10;
/** Of what is wrong so much is told. */
const MOST_BAD = 500;

/**
 * Worker: works off the next part, then announces the one after it. A message that comes again after its part was done
 * finds the file further on; one whose worker died does the part again, and finds its invoices there.
 */
export const importPart = async (
  { importId, from }: { importId: InvoiceImport['id']; from: number },
  deps: Deps,
): Promise<Result<void, 'imports.unknown' | 'once.taken' | 'table.stale'>> => {
  const file = await read(importById(deps.tenant, importId));
  if (!file) return refuse('imports.unknown', `There is no import ${importId}.`);
  if (file.state === 'DONE' || file.done !== from) return ok(undefined);
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const entity = inForce(entityOf(tenant, file.entity)!, deps.now);
  const { rows, more, notCarried = [] } = await nextOf(file);
  const results = await mapAtOnce(rows, AT_ONCE, (row) => work(row, file, { tenant, entity }, deps));
  const bad = results.filter((one): one is readonly Bad[] => !('outcome' in one));
  const good = results.filter((one): one is Taken => 'outcome' in one);
  const of = (outcome: Taken['outcome']) => good.filter((one) => one.outcome === outcome).length;
  const after: InvoiceImport = {
    ...file,
    version: file.version + 1,
    state: more ? 'RUNNING' : 'DONE',
    done: from + rows.length,
    counts: {
      rows: file.counts.rows + rows.length,
      imported: file.counts.imported + of('imported'),
      known: file.counts.known + of('known'),
      rejected: file.counts.rejected + bad.length,
    },
    totals: added(
      file.totals,
      good.map(({ snapshot }) => snapshot),
    ),
    bad: [...file.bad, ...bad.flat()].slice(0, MOST_BAD),
    ...(notCarried.length > 0 && { notCarried: [...notCarried].slice(0, 100) }),
    ...(!more && { doneAt: deps.now }),
  };
  const next = announce(InvoiceImportGoesOn, importId, { importId, from: after.done });
  const kept = await commit(deps, { action: 'imports.part', events: more ? [next] : [] }, [
    putImport(deps.tenant, after),
  ]);
  // Somebody else did the same part at the same moment: what they counted stands.
  return kept.ok || kept.code === 'table.stale' ? ok(undefined) : kept;
};

interface Item {
  readonly line: number;
  readonly supplied: Supplied | Wrong;
  /** The e-invoice that it came as. */
  readonly document?: { readonly reading: Reading; readonly content: Uint8Array };
}
interface Part {
  readonly rows: readonly Item[];
  readonly more: boolean;
  readonly notCarried?: readonly string[];
}

const nextOf = async ({ file, format, done }: InvoiceImport): Promise<Part> => {
  if (format !== 'csv' && format !== 'jsonl') return documentOf(await bytesOf(file), format);
  const all = rowsOf(await textOf(file), format, fieldsOf);
  const { rows, more } = await partOf(all, { done, most: PART, keyOf: numberOf });
  return {
    rows: rows.map(({ again, ...row }) => ({
      line: row.line,
      supplied: again === undefined ? suppliedBy(row) : wrong('number', `is that of line ${again} too`),
    })),
    more,
  };
};
/** Two numbers that a payer's reference cannot tell apart are one. */
const numberOf = ({ number }: Row['fields']) =>
  typeof number === 'string' ? plainNumber(number) || undefined : undefined;

/** Terms of an e-invoice that says neither when it is due: thirty days, as Directive 2011/7/EU has it. */
const TERMS_DAYS = 30;
const documentOf = (content: Uint8Array, format: ImportFormat): Part => {
  try {
    const xml = format === 'facturx' ? embeddedInvoice(content) : new TextDecoder().decode(content);
    const reading = readInvoice(xml);
    const supplied = suppliedIn(reading, TERMS_DAYS);
    return {
      rows: [{ line: 1, supplied, document: { reading, content } }],
      more: false,
      notCarried: reading.notCarried,
    };
  } catch (error) {
    if (error instanceof RangeError)
      return {
        rows: [{ line: 1, supplied: wrong('', 'has an amount that is more than we count') }],
        more: false,
      };
    if (!(error instanceof NotAnInvoice) && !(error instanceof NoHybrid)) throw error;
    return { rows: [{ line: 1, supplied: wrong('', error.message) }], more: false };
  }
};

const work = async (
  { line, supplied, document }: Item,
  file: InvoiceImport,
  of: { tenant: Tenant; entity: Entity },
  deps: Deps,
): Promise<Taken | readonly Bad[]> => {
  const taken = 'wrong' in supplied ? supplied : await take(supplied, { file, document, ...of }, deps);
  return 'wrong' in taken ? taken.wrong.map((one) => ({ line, ...one })) : taken;
};
