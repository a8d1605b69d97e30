/** Lines of a kept file come into the books in batches; reading may be interrupted anywhere and begun again. */
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { streamOf } from '../runtime/blobs.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, readAll, untilFresh } from '../runtime/table.ts';
import { identify, isBooked, isSureAhead, linesOf } from './lines.ts';
import { Ordinals } from './ordinals.ts';
import { readStatementFile } from './parse/detect.ts';
import {
  BankLineReceived,
  StatementRead,
  type AccountStatement,
  type BankLine,
  type Statement,
} from './statement.ts';
import { lineById, putLine, putStatement, statementById } from './store.ts';

/**
 * Lines in one commit (their items, their events and the record of the act), and commits at once: a hundred thousand lines are 500 waits
 * for the table, and not the four thousand that last longer than the invocation. Larger ones would keep who announces them.
 */
const LINES = 50;
const AT_ONCE = 4;

/**
 * Worker: puts every booked line of a kept statement into the books, each once. Interrupted, it begins again and finds
 * what it wrote; a line of its own counts as new however often it comes by.
 */
export const readStatement = async (
  { statementId }: { statementId: string },
  deps: Deps,
): Promise<Result<Statement, 'bank.statement_unknown' | 'once.taken' | 'table.stale'>> => {
  const statement = await read(statementById(deps.tenant, statementId));
  if (!statement) return refuse('bank.statement_unknown', `There is no statement ${statementId}.`);
  if (statement.state !== 'RECEIVED') return ok(statement);
  const counts = {
    new: 0,
    known: 0,
    skipped: statement.accounts.reduce((all, { skipped, announced = 0 }) => all + skipped + announced, 0),
  };
  let lines: BankLine[] = [];
  const store = async (): Promise<void> => {
    const known = await storeParts(lines, deps);
    counts.known += known;
    counts.new += lines.length - known;
    lines = [];
  };
  for await (const line of bookedLines(statement)) {
    lines.push(line);
    if (lines.length === LINES * AT_ONCE) await store();
  }
  if (lines.length > 0) await store();
  return untilFresh(async () => {
    const before = (await read(statementById(deps.tenant, statementId)))!;
    if (before.state === 'READ') return ok(before);
    const done: Statement = {
      ...before,
      version: before.version + 1,
      state: 'READ',
      counts,
      readAt: deps.now,
    };
    const events = [announce(StatementRead, done.id, { statementId: done.id, ...counts })];
    const kept = await commit(deps, { action: 'bank.read_statement', events }, [
      putStatement(deps.tenant, done),
    ]);
    return kept.ok ? ok(done) : kept;
  });
};

/** Waits for all, also where one fails: nothing goes on behind an invocation that has answered. */
const storeParts = async (lines: readonly BankLine[], deps: Deps): Promise<number> => {
  const parts = Array.from({ length: Math.ceil(lines.length / LINES) }, (_, at) =>
    lines.slice(at * LINES, (at + 1) * LINES),
  );
  const stored = await Promise.allSettled(parts.map((part) => storeLines(part, deps)));
  const failed = stored.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  if (failed) throw failed.reason;
  return stored.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0);
};

/** Commits the lines that are not there yet; answers how many another statement had brought. */
const storeLines = async (batch: readonly BankLine[], deps: Deps): Promise<number> => {
  const kept = await untilFresh(async () => {
    const there = new Map(
      (await readAll(batch.map(({ id }) => lineById(deps.tenant, id)))).map((line) => [line.id, line]),
    );
    const fresh = batch.filter(({ id }) => !there.has(id));
    const known = batch.filter(
      ({ id, statementId }) => there.has(id) && there.get(id)!.statementId !== statementId,
    ).length;
    if (fresh.length === 0) return ok(known);
    const events = fresh.map(({ id, statementId }) =>
      announce(BankLineReceived, id, { lineId: id, statementId }),
    );
    const done = await commit(
      deps,
      { action: 'bank.store_lines', events },
      fresh.map((line) => putLine(deps.tenant, line)),
    );
    return done.ok ? ok(known) : done;
  });
  if (!kept.ok) throw new Error(kept.detail);
  return kept.value;
};

/** The lines of the kept file in its order, with ids that follow from what the bank says of them. */
async function* bookedLines({
  id: statementId,
  file,
  accounts,
  layout,
}: Statement): AsyncGenerator<BankLine> {
  const { accountIban: account, currency } = accounts[0]!;
  const layouts = async () => (layout ? [{ account, currency, layout }] : []);
  const seen = new Ordinals();
  let current: AccountStatement | undefined;
  let place = 0;
  for await (const piece of readStatementFile(streamOf(file), { account, currency, layouts })) {
    if (piece.is === 'statement') current = accounts[place++];
    if (piece.is !== 'entry' || !isBooked(piece.entry)) continue;
    const { accountIban, entity, announces } = current!;
    if (announces && !isSureAhead(piece.entry)) continue;
    for (const draft of linesOf(piece.entry)) {
      const id = idOfCause('bln', `${draft.bookedOn}T00:00:00Z`, ...identify(accountIban, draft, seen));
      yield { id, version: 1, statementId, entity, accountIban, ...draft, state: 'NEW' };
    }
  }
}
