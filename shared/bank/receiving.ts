/** Files are checked whole and kept as they came: sent by somebody who waits for the answer, or put into the bucket. */
import { createHash } from 'node:crypto';
import { tenantById } from '../access/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import { copied, keep, streamOf, type Stored } from '../runtime/blobs.ts';
import { idOfCause, sha256, type Deps } from '../runtime/context.ts';
import { commit, list, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { ownAccount, ownAccounts } from './accounts.ts';
import type { Hints } from './parse/detect.ts';
import { gapWarning, survey, type KnownBalance, type Survey, type SurveyRefusal } from './rules.ts';
import { StatementReceived, StatementView, type AccountStatement, type Statement } from './statement.ts';
import { balancesUpTo, layoutOf, putBalances, putStatement, statementById } from './store.ts';

type Lost = 'once.taken' | 'table.stale';

/** Larger files are refused by their size: a bank's day is far smaller, and reading one is to fit into one invocation. */
const MAX_BYTES = 268_435_456;

export const receiveUpload = async (
  { content, account }: { content: string; account?: string | undefined },
  deps: Deps,
): Promise<Result<StatementView, SurveyRefusal | Lost>> => {
  const bytes = Buffer.from(content, 'base64');
  const surveyed = await surveyOf(inPieces(bytes), account, deps);
  if (!surveyed.ok) return surveyed;
  const hash = sha256(bytes);
  const kept = await taken(surveyed.value, hash, (file, type) => keep(file, bytes, type), deps);
  return kept.ok ? ok(viewed(kept.value)) : kept;
};

/**
 * Worker: a file was put under `<tenant>/drop/statements/`, where what feeds the bucket (SFTP, a bank) puts it; a folder with the name of an
 * account says whose it is. Nobody waits for an answer, so a refusal is kept where the statements are listed.
 */
export const receiveDropped = async (object: Stored & { readonly at: string }, deps: Deps): Promise<void> => {
  const { key, etag, size, at } = object;
  const name = key.split('/').slice(3).join('/');
  if (name === '' || size === 0 || !(await recall(tenantById(deps.tenant)))) return;
  const folder = name.includes('/') ? name.split('/')[0]! : undefined;
  const hash = createHash('sha256');
  const surveyed =
    size > MAX_BYTES
      ? ({
          ok: false,
          code: 'bank.too_large',
          detail: `The file has ${size} bytes; at most ${MAX_BYTES} are read.`,
        } as const)
      : await surveyOf(tapped(streamOf(key, etag), hash), folder, deps);
  if (!surveyed.ok) {
    const id = idOfCause('stm', at, key, etag);
    await refused(
      { id, file: key, dropped: name, refusal: { code: surveyed.code, detail: surveyed.detail } },
      deps,
    );
    return;
  }
  const kept = await taken(
    surveyed.value,
    hash.digest('hex'),
    (file, type) => copied(object, file, type),
    deps,
    name,
  );
  if (!kept.ok) throw new Error(kept.detail);
};

const surveyOf = async (
  bytes: AsyncIterable<Uint8Array>,
  account: string | undefined,
  { tenant: name }: Deps,
) => {
  const tenant = (await recall(tenantById(name)))!;
  const own = account === undefined ? undefined : ownAccount(account, undefined, tenant);
  const layouts = async () => {
    const accounts = ownAccounts(tenant);
    const found = await readAll(accounts.map(({ iban }) => layoutOf(name, iban)));
    return found.map(({ iban, layout }) => ({
      account: iban,
      layout,
      currency: accounts.find((one) => one.iban === iban)!.entity.currency,
    }));
  };
  const hints: Hints = {
    layouts,
    // A folder that is named otherwise says nothing; an account that is said and unknown is refused.
    ...(own ? { account: own.iban, currency: own.entity.currency } : { account }),
  };
  return survey(bytes, tenant, hints);
};

/** Keeps the file and announces it, once for its content: its id follows from that. */
const taken = async (
  { message, accounts, firstOn }: Survey,
  hash: string,
  place: (file: string, type: string) => Promise<void>,
  deps: Deps,
  dropped?: string,
): Promise<Result<Statement, Lost>> => {
  const id = idOfCause('stm', `${firstOn}T00:00:00Z`, hash);
  const [ending, type] = MEDIA[message.kind] ?? ['xml', 'application/xml'];
  const file = `${deps.tenant}/statements/${hash}.${ending}`;
  await place(file, type);
  return untilFresh(async () => {
    const known = await read(statementById(deps.tenant, id));
    if (known) return ok(known);
    const statement: Statement = {
      id,
      version: 1,
      format: message.format,
      state: 'RECEIVED',
      accounts: await withGaps(accounts, deps),
      file,
      ...(message.layout && { layout: message.layout }),
      ...(dropped !== undefined && { dropped }),
      receivedAt: deps.now,
      receivedBy: deps.actor,
    };
    const events = [announce(StatementReceived, id, { statementId: id })];
    const act = { action: 'bank.import_statement', events, answer: viewed(statement) };
    const writes = [putStatement(deps.tenant, statement), ...putBalances(deps.tenant, id, accounts)];
    const kept = await commit(deps, act, writes);
    return kept.ok ? ok(statement) : kept;
  });
};
const MEDIA: Readonly<Record<string, readonly [ending: string, type: string]>> = {
  MT940: ['sta', 'text/plain'],
  BAI2: ['bai', 'text/plain'],
  OFX: ['ofx', 'application/x-ofx'],
  CSV: ['csv', 'text/csv'],
};

const refused = async (
  what: Pick<Statement, 'id' | 'file' | 'dropped' | 'refusal'>,
  deps: Deps,
): Promise<void> => {
  const statement: Statement = {
    ...what,
    version: 1,
    format: 'none',
    state: 'REFUSED',
    accounts: [],
    receivedAt: deps.now,
    receivedBy: deps.actor,
  };
  const kept = await untilFresh(async () =>
    (await read(statementById(deps.tenant, what.id)))
      ? ok(undefined)
      : commit(deps, { action: 'bank.refuse_statement' }, [putStatement(deps.tenant, statement)]),
  );
  if (!kept.ok) throw new Error(kept.detail);
};

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

export const viewed = (statement: Statement): StatementView => StatementView.parse(statement);

/** Bytes that are already here, in the pieces that a reader of streams takes. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
}
async function* tapped(
  bytes: AsyncIterable<Uint8Array>,
  hash: { update(part: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const part of bytes) {
    hash.update(part);
    yield part;
  }
}
