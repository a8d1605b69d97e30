/** Files of customers: kept as they came, then worked off in parts, each of which ends with how far the file is. */
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { formatOf, partOf, rowsOf, type Numbered, type Row } from '../kernel/rows.ts';
import { mapAtOnce } from '../runtime/at-once.ts';
import { keep, textOf } from '../runtime/blobs.ts';
import { idOfCause, sha256, type Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { CustomerImportGoesOn, CustomerImportView, type CustomerImport } from './customer-import.ts';
import { nested, readRow } from './rows.ts';
import { save } from './saving.ts';
import { importById, putImport } from './store.ts';

type Counts = CustomerImport['counts'];
type Bad = CustomerImport['bad'][number];

/** The id follows from source and content, so the same file again is the same import, however far that is. */
export const receiveFile = async (
  { source, content }: { source: string; content: string },
  deps: Deps,
): Promise<Result<ReturnType<typeof viewed>, 'once.taken' | 'table.stale'>> => {
  const hash = sha256(`${source}\n${content}`);
  const id = idOfCause('cim', '2026-01-01T00:00:00Z', deps.tenant, hash);
  const format = formatOf(content);
  const file = `${deps.tenant}/imports/${hash}.${format}`;
  await keep(file, content, format === 'csv' ? 'text/csv' : 'application/x-ndjson');
  return untilFresh(async () => {
    const known = await read(importById(deps.tenant, id));
    if (known) return ok(viewed(known));
    const fresh: CustomerImport = {
      id,
      version: 1,
      source,
      format,
      state: 'RECEIVED',
      counts: { rows: 0, created: 0, changed: 0, unchanged: 0, bad: 0 },
      bad: [],
      file,
      done: 0,
      receivedAt: deps.now,
      receivedBy: deps.actor,
    };
    const events = [announce(CustomerImportGoesOn, id, { importId: id, from: 0 })];
    const kept = await commit(deps, { action: 'customers.import', events, answer: viewed(fresh) }, [
      putImport(deps.tenant, fresh),
    ]);
    return kept.ok ? ok(viewed(fresh)) : kept;
  });
};
export const viewed = (file: CustomerImport) => CustomerImportView.parse(file);

/** Rows of one invocation; each is a commit of its own, and so many are under way at once. */
const PART = 500;
const AT_ONCE = 10;
/** Of the bad rows so many are told one by one. */
const MOST_BAD = 500;

/**
 * Worker: works off the next part, then announces the one after it. A message that comes again after its part was done
 * finds the file further on; one whose worker died does the part again, and finds its customers there.
 */
export const importPart = async (
  { importId, from }: { importId: CustomerImport['id']; from: number },
  deps: Deps,
): Promise<Result<void, 'customers.import_unknown' | 'once.taken' | 'table.stale'>> => {
  const file = await read(importById(deps.tenant, importId));
  if (!file) return refuse('customers.import_unknown', `There is no import ${importId}.`);
  if (file.state === 'DONE' || file.done !== from) return ok(undefined);
  const { rows, more } = await partOf(rowsOf(await textOf(file.file), file.format, nested), {
    done: file.done,
    most: PART,
    keyOf: externalIdOf,
  });
  const results = await mapAtOnce(rows, AT_ONCE, (row) => work(row, file, deps));
  const bad = results.filter((one) => typeof one !== 'string');
  const of = (outcome: keyof Counts) => results.filter((one) => one === outcome).length;
  const after: CustomerImport = {
    ...file,
    version: file.version + 1,
    state: more ? 'RUNNING' : 'DONE',
    done: from + rows.length,
    counts: {
      rows: file.counts.rows + rows.length,
      created: file.counts.created + of('created'),
      changed: file.counts.changed + of('changed'),
      unchanged: file.counts.unchanged + of('unchanged'),
      bad: file.counts.bad + bad.length,
    },
    bad: [...file.bad, ...bad.flat()].slice(0, MOST_BAD),
    ...(!more && { doneAt: deps.now }),
  };
  const next = announce(CustomerImportGoesOn, importId, { importId, from: after.done });
  const kept = await commit(deps, { action: 'customers.import_part', events: more ? [next] : [] }, [
    putImport(deps.tenant, after),
  ]);
  // Somebody else did the same part at the same moment: what they counted stands.
  return kept.ok || kept.code === 'table.stale' ? ok(undefined) : kept;
};

const externalIdOf = ({ externalId }: Row['fields']) =>
  typeof externalId === 'string' ? externalId : undefined;

const work = async (
  row: Numbered,
  file: CustomerImport,
  deps: Deps,
): Promise<keyof Counts | readonly Bad[]> => {
  const { line, again } = row;
  const read = readRow(row);
  if ('bad' in read) return read.bad.map((one) => ({ line, ...one }));
  if (again !== undefined) return [{ line, field: 'externalId', reason: `is that of line ${again} too` }];
  const { externalId, profile } = read.good;
  const saved = await save({ source: file.source, externalId }, profile, deps, 'customers.import_row');
  if (saved.ok) return outcomeOf(saved.value, file);
  if (saved.code === 'once.taken' || saved.code === 'table.stale') throw new Error(saved.detail);
  return (saved.errors ?? [{ pointer: '', detail: saved.detail }]).map(({ pointer, detail }) => ({
    line,
    field: pointer.slice(1).replaceAll('/', '.'),
    reason: detail,
  }));
};

/** What a worker that died had saved already is found unchanged, and counts as what it was. */
const outcomeOf = (
  { customer, outcome }: { customer: { version: number; updatedAt: string }; outcome: keyof Counts },
  { receivedAt }: CustomerImport,
): keyof Counts =>
  outcome === 'unchanged' && customer.updatedAt >= receivedAt
    ? customer.version === 1
      ? 'created'
      : 'changed'
    : outcome;
