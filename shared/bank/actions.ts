/** Files are checked whole and kept as they came; their lines are then read in batches that may be interrupted anywhere. */
import { tenantById } from '../access/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { keep, textOf } from '../runtime/blobs.ts';
import { idOfCause, sha256, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import type { bankApi } from './api.ts';
import { identify, isBooked, linesOf } from './lines.ts';
import { readCamt } from './parse/camt053.ts';
import { gapWarning, survey, type KnownBalance } from './rules.ts';
import {
  BankLineReceived,
  StatementRead,
  StatementReceived,
  StatementView,
  type AccountStatement,
  type BankLine,
  type Statement,
} from './statement.ts';
import {
  balancesUpTo,
  lineById,
  putBalances,
  putLine,
  putStatement,
  statementById,
  statements,
} from './store.ts';

export const actions: ActionsOf<typeof bankApi, Deps> = {
  importStatement: async ({ content }, deps) => {
    const surveyed = await survey(inPieces(content), (await recall(tenantById(deps.tenant)))!);
    if (!surveyed.ok) return surveyed;
    const { message, accounts, firstOn } = surveyed.value;
    const hash = sha256(content);
    const id = idOfCause('stm', `${firstOn}T00:00:00Z`, hash);
    const file = `${deps.tenant}/statements/${hash}.xml`;
    await keep(file, content, 'application/xml');
    return untilFresh(async () => {
      const known = await read(statementById(deps.tenant, id));
      if (known) return ok(viewed(known));
      const statement: Statement = {
        id,
        version: 1,
        format: message.format,
        state: 'RECEIVED',
        accounts: await withGaps(accounts, deps),
        file,
        receivedAt: deps.now,
        receivedBy: deps.actor,
      };
      const events = [announce(StatementReceived, id, { statementId: id })];
      const kept = await commit(
        deps,
        { action: 'bank.import_statement', events, answer: viewed(statement) },
        [putStatement(deps.tenant, statement), ...putBalances(deps.tenant, id, accounts)],
      );
      return kept.ok ? ok(viewed(statement)) : kept;
    });
  },
  getStatement: async ({ id }, { tenant }) => {
    const statement = await read(statementById(tenant, id));
    return statement
      ? ok(viewed(statement))
      : refuse('bank.statement_unknown', `There is no statement ${id}.`);
  },
  listStatements: async (page, { tenant }) => {
    const found = await list(statements(tenant), page);
    return listed({ ...found, data: found.data.map(viewed) });
  },
  getLine: async ({ id }, { tenant }) => {
    const line = await read(lineById(tenant, id));
    return line ? ok(line) : refuse('bank.line_unknown', `There is no bank line ${id}.`);
  },
};

/** Lines in one commit: their items, their events and the record of the act. */
const BATCH = 25;

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
  if (statement.state === 'READ') return ok(statement);
  const counts = {
    new: 0,
    known: 0,
    skipped: statement.accounts.reduce((all, { skipped }) => all + skipped, 0),
  };
  let batch: BankLine[] = [];
  const store = async (): Promise<void> => {
    const known = await storeLines(batch, deps);
    counts.known += known;
    counts.new += batch.length - known;
    batch = [];
  };
  for await (const line of bookedLines(statement)) {
    batch.push(line);
    if (batch.length === BATCH) await store();
  }
  if (batch.length > 0) await store();
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
async function* bookedLines({ id: statementId, file, accounts }: Statement): AsyncGenerator<BankLine> {
  const seen = new Map<string, number>();
  let account: AccountStatement | undefined;
  let place = 0;
  for await (const piece of readCamt(await textOf(file))) {
    if (piece.is === 'statement') account = accounts[place++];
    if (piece.is !== 'entry' || !isBooked(piece.entry)) continue;
    const { accountIban, entity } = account!;
    for (const draft of linesOf(piece.entry)) {
      const id = idOfCause('bln', `${draft.bookedOn}T00:00:00Z`, ...identify(accountIban, draft, seen));
      yield { id, version: 1, statementId, entity, accountIban, ...draft, state: 'NEW' };
    }
  }
}

/** As many as the statements of one busy day. */
const BALANCES_BACK = 10;

/** Each account with a warning where its opening is not the closing before it, in the books or earlier in the file. */
const withGaps = async (
  accounts: readonly AccountStatement[],
  { tenant }: Deps,
): Promise<AccountStatement[]> => {
  const warned: AccountStatement[] = [];
  for (const account of accounts) {
    const { accountIban, currency, opening, openedOn } = account;
    if (opening === undefined || openedOn === undefined) {
      warned.push(account);
      continue;
    }
    const kept = await list(balancesUpTo(tenant, accountIban, currency, openedOn), { limit: BALANCES_BACK });
    const before: KnownBalance[] = [...warned.flatMap((other) => earlier(other, account)), ...kept.data].sort(
      (a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0),
    );
    const gap = gapWarning(opening, openedOn, before);
    warned.push(gap ? { ...account, warnings: [...account.warnings, gap] } : account);
  }
  return warned;
};
const earlier = (
  other: AccountStatement,
  { accountIban, currency, openedOn }: AccountStatement,
): KnownBalance[] =>
  other.accountIban === accountIban &&
  other.currency === currency &&
  other.closing &&
  other.closedOn !== undefined &&
  other.closedOn <= openedOn!
    ? [{ on: other.closedOn, closing: other.closing }]
    : [];

const viewed = (statement: Statement) => StatementView.parse(statement);

/** A text that is already here, in the pieces that a reader of streams takes. */
async function* inPieces(content: string): AsyncGenerator<string> {
  for (let from = 0; from < content.length; from += 65_536) yield content.slice(from, from + 65_536);
}
