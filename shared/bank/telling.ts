/** What a kept file tells, in its order: its lines, and before the lines of a batch the batch as a whole. */
import { streamOf } from '../runtime/blobs.ts';
import { idOfCause } from '../runtime/context.ts';
import { identify, isBooked, isSureAhead, linesOf, wholeOf } from './lines.ts';
import { BOOKED, type Movement } from './movement.ts';
import { Ordinals } from './ordinals.ts';
import type { Told } from './pairing.ts';
import { readStatementFile } from './parse/detect.ts';
import type { Entry } from './parse/pieces.ts';
import type { AccountStatement, BankLine, Statement } from './statement.ts';

/** Ids follow from what the bank says of a line, so that a file that is read again tells the same. */
export async function* toldIn({ id: statementId, file, accounts, layout }: Statement): AsyncGenerator<Told> {
  const { accountIban: account, currency } = accounts[0]!;
  const layouts = async () => (layout ? [{ account, currency, layout }] : []);
  const seen = { lines: new Ordinals(), batches: new Ordinals() };
  let kind = '';
  let current: AccountStatement | undefined;
  let place = 0;
  for await (const piece of readStatementFile(streamOf(file), { account, currency, layouts })) {
    if (piece.is === 'message') kind = piece.message.kind;
    if (piece.is === 'statement') current = accounts[place++];
    if (piece.is !== 'entry' || !isBooked(piece.entry)) continue;
    if (current!.announces && !isSureAhead(piece.entry)) continue;
    yield* entryTold(piece.entry, { ...current!, statementId, kind }, seen);
  }
}

type Of = Pick<AccountStatement, 'accountIban' | 'entity' | 'announces'> & {
  readonly statementId: string;
  readonly kind: string;
};
function* entryTold(
  entry: Entry,
  { statementId, accountIban, entity, announces, kind }: Of,
  seen: { readonly lines: Ordinals; readonly batches: Ordinals },
): Generator<Told> {
  const channel = announces ? kind : BOOKED;
  const drafts = linesOf(entry);
  const whole = wholeOf(entry);
  const { bookedOn, amount, bankRef } = whole;
  const at = `${bookedOn}T00:00:00Z`;
  const movement = (id: string, minor: number): Movement => ({
    id,
    version: 1,
    statementId,
    entity,
    accountIban,
    amount: { ...amount, minor },
    bookedOn,
    told: [channel],
  });
  const batch =
    drafts.length > 1
      ? idOfCause('bln', at, 'batch', ...identify(accountIban, whole, seen.batches))
      : undefined;
  const parts = {
    count: drafts.length,
    left: drafts.length,
    apart: [],
    ...(bankRef !== undefined && { bankRef }),
  };
  if (batch) yield { movement: { ...movement(batch, amount.minor), parts }, channel };
  for (const draft of drafts) {
    const id = idOfCause('bln', at, ...identify(accountIban, draft, seen.lines));
    const line: BankLine = {
      id,
      version: 1,
      statementId: statementId as BankLine['statementId'],
      entity,
      accountIban,
      ...draft,
      ...(announces && { announced: true }),
      state: 'NEW',
    };
    const of = batch && { batch: { id: batch, minor: amount.minor } };
    yield { movement: { ...movement(id, draft.amount.minor), ...of }, channel, line };
  }
}
