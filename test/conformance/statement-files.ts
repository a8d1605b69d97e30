/** Public bank statement files beside the checkout, read in pieces of odd sizes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { balanceCheck } from '../../shared/bank/rules.ts';
import { readStatementFile, type Hints } from '../../shared/bank/parse/detect.ts';
import type { Balance, Entry, Header, Message } from '../../shared/bank/parse/pieces.ts';
import { Unreadable } from '../../shared/bank/parse/unreadable.ts';
import { isBooked } from '../../shared/bank/lines.ts';

const folder = new URL('../../../shared/samples/bank-statements/', import.meta.url);
/** One byte at a time cuts everything that can be cut. */
export const SIZES = [1, 7, 65_536] as const;

export interface ReadStatement {
  header: Header;
  balances: Balance[];
  entries: Entry[];
  differs: string[];
}
export interface ReadFile {
  message: Message;
  statements: ReadStatement[];
}

export const samples = (of: string): string[] => {
  const here = new URL(`${of}/`, folder);
  if (!existsSync(here))
    throw new Error(`shared/samples/bank-statements/${of} is missing beside the repository`);
  return readdirSync(here)
    .filter((name) => name !== 'expected.json')
    .sort();
};
export const expectedOf = <T>(of: string): Record<string, T> =>
  JSON.parse(readFileSync(new URL(`${of}/expected.json`, folder), 'utf8')) as Record<string, T>;
export const sample = (of: string, name: string): Buffer => readFileSync(new URL(`${of}/${name}`, folder));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** What is in a file, or the code with which it is refused. */
export const readWhole = async (
  bytes: Uint8Array,
  size: number,
  hints?: Hints,
): Promise<ReadFile | string> => {
  let message: Message | undefined;
  const statements: ReadStatement[] = [];
  try {
    for await (const piece of readStatementFile(inPieces(bytes, size), hints)) {
      const last = statements.at(-1);
      if (piece.is === 'message') message = piece.message;
      if (piece.is === 'statement')
        statements.push({ header: piece.header, balances: [], entries: [], differs: [] });
      if (piece.is === 'balance') last!.balances.push(piece.balance);
      if (piece.is === 'entry') last!.entries.push(piece.entry);
      if (piece.is === 'differs') last!.differs.push(piece.detail);
    }
  } catch (error) {
    if (error instanceof Unreadable) return `${error.code} ${error.message}`;
    throw error;
  }
  return { message: message!, statements };
};

/** opening + movements = closing; undefined where a balance is missing. */
export const addsUp = ({ balances, entries }: ReadStatement): boolean | undefined => {
  const moved = entries.filter(isBooked).reduce((sum, { amount }) => sum + amount.minor, 0);
  const check = balanceCheck(balances, moved);
  return check.is === 'unchecked' ? undefined : check.is === 'agrees';
};
