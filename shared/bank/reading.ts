/** Lines of a kept file come into the books in batches; reading may be interrupted anywhere and begun again. */
import { addDays } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, read, readGroups, untilFresh } from '../runtime/table.ts';
import { BOOKED } from './movement.ts';
import { MOST_DAYS, paired, type There, type Told } from './pairing.ts';
import { BankLineReceived, StatementRead, type BankLine, type Statement } from './statement.ts';
import {
  announcesNothing,
  announcingOn,
  lineById,
  movementOf,
  movementsOf,
  PLACES,
  putAnnouncing,
  putLine,
  putMovement,
  putSame,
  putStatement,
  sameAs,
  statementById,
} from './store.ts';
import { toldIn } from './telling.ts';

/**
 * Entries in one commit, all of one account: two items of each and the record of the act, or four where the bank announces. A hundred thousand
 * lines are six hundred waits for the table, as many commits at once as there are places, and not the four thousand that last longer than the invocation.
 */
const ENTRIES = 44;
const ENTRIES_ANNOUNCED = 22;

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
  let batch: Told[] = [];
  const store = async (): Promise<void> => {
    const known = await storeParts(batch, deps);
    counts.known += known;
    counts.new += batch.filter(({ line }) => line).length - known;
    batch = [];
  };
  for await (const told of toldIn(statement)) {
    const other = batch[0] && batch[0].movement.accountIban !== told.movement.accountIban;
    if (other || batch.length === ENTRIES * PLACES) await store();
    batch.push(told);
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

/** Side by side where the bank announces nothing: else each entry is paired with what those before it left. */
const storeParts = async (batch: readonly Told[], deps: Deps): Promise<number> => {
  const { accountIban } = batch[0]!.movement;
  if (await announcesNow(batch, accountIban, deps)) {
    let known = 0;
    for (const part of partsOf(batch, ENTRIES_ANNOUNCED)) known += await storeTold(part, 0, deps);
    return known;
  }
  // Waits for all, also where one fails: nothing goes on behind an invocation that has answered.
  const stored = await Promise.allSettled(
    partsOf(batch, ENTRIES).map((part, place) => storeTold(part, place, deps)),
  );
  const failed = stored.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  if (failed) throw failed.reason;
  return stored.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0);
};
const announcesNow = async (batch: readonly Told[], iban: string, { tenant }: Deps): Promise<boolean> =>
  batch.some(({ channel }) => channel !== BOOKED) ||
  (await read(announcingOn(tenant, iban, 0))) !== undefined;
const partsOf = (batch: readonly Told[], size: number): Told[][] =>
  Array.from({ length: Math.ceil(batch.length / size) }, (_, at) => batch.slice(at * size, (at + 1) * size));

/** Commits what is not there yet; answers how many lines another statement had brought. */
const storeTold = async (batch: readonly Told[], place: number, deps: Deps): Promise<number> => {
  const { accountIban } = batch[0]!.movement;
  const kept = await untilFresh(async () => {
    const announcing = await read(announcingOn(deps.tenant, accountIban, place));
    const announces = announcing !== undefined || batch.some(({ channel }) => channel !== BOOKED);
    // The bank began to announce meanwhile: what is read again is smaller.
    if (announces && batch.length > ENTRIES_ANNOUNCED)
      throw new Error(`the bank of ${accountIban} announces since a moment`);
    const { fresh, movements, same, known } = paired(batch, await thereOf(batch, announces, deps));
    if (movements.length === 0) return ok(known);
    const events = fresh.map(({ id, statementId }) =>
      announce(BankLineReceived, id, { lineId: id, statementId }),
    );
    const done = await commit(deps, { action: 'bank.store_lines', events }, [
      ...(announces
        ? putAnnouncing(deps.tenant, accountIban, (announcing?.version ?? 0) + 1)
        : [announcesNothing(deps.tenant, accountIban, place)]),
      ...fresh.map((line) => putLine(deps.tenant, line)),
      ...movements.map((one) => putMovement(deps.tenant, one, deps.now)),
      ...same.map((one) => putSame(deps.tenant, one, deps.now)),
    ]);
    return done.ok ? ok(known) : done;
  });
  if (!kept.ok) throw new Error(kept.detail);
  return kept.value;
};

/** Where the bank announces nothing, lines are known by their ids alone. */
const thereOf = async (batch: readonly Told[], announces: boolean, { tenant }: Deps): Promise<There> => {
  const own = batch.flatMap(({ line }) => (line ? [lineById(tenant, line.id)] : []));
  if (!announces) {
    const batches = batch.filter(({ line }) => !line).map(({ movement }) => movementOf(tenant, movement));
    const [lines, movements] = await readGroups(own, batches);
    return { lines: byId(lines), same: new Set(), movements };
  }
  const days = batch.map(({ movement }) => movement.bookedOn).sort();
  const [from, to] = [addDays(days[0]!, -MOST_DAYS), addDays(days.at(-1)!, MOST_DAYS)];
  const places = new Map(
    batch.map(({ movement: { accountIban, amount } }) => [
      `${amount.currency}${amount.minor}`,
      { accountIban, amount },
    ]),
  );
  const found = await Promise.all(
    [...places.values()].map((place) => all(movementsOf(tenant, place, from, to))),
  );
  const movements = found.flat();
  const wholes = movements.flatMap(({ batch: of, ...one }) =>
    of ? [movementOf(tenant, { ...one, id: of.id, amount: { ...one.amount, minor: of.minor } })] : [],
  );
  const [lines, batches, same] = await readGroups(
    [...own, ...movements.map(({ id }) => lineById(tenant, id))],
    wholes,
    batch.flatMap(({ movement, channel }) =>
      [movement.id, ...(movement.batch ? [movement.batch.id] : [])].map((id) => sameAs(tenant, id, channel)),
    ),
  );
  const each = new Map([...movements, ...batches].map((one) => [one.id, one]));
  return { lines: byId(lines), same: new Set(same), movements: [...each.values()] };
};
const byId = (lines: readonly BankLine[]) => new Map(lines.map((line) => [line.id as string, line]));
