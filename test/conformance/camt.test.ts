/**
 * Every public camt sample against what an independent reader found in it (shared/samples beside the repository).
 * Amounts are compared as decimals; a file that the samples call wrong yields no statement.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  readCamt,
  type Balance,
  type Entry,
  type Header,
  type Message,
  type Transaction,
} from '../../shared/bank/parse/camt053.ts';
import { balanceCheck } from '../../shared/bank/rules.ts';
import { toText, type Money } from '../../shared/kernel/money.ts';
import { add, exact, written } from '../../shared/kernel/decimal.ts';

const folder = new URL('../../../shared/samples/bank-statements/camt/', import.meta.url);
const present = existsSync(folder);
type Expected = Record<
  string,
  { format: string; statements: Record<string, unknown>[]; statementCount: number; entryCount: number }
>;
const expected = present
  ? (JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Expected)
  : {};

describe('public camt files', () => {
  test('the samples are here', () => {
    expect(present, 'shared/samples/bank-statements/camt is missing beside the repository').toBe(true);
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.xml'))
        .sort(),
    ).toEqual(Object.keys(expected).sort());
  });

  test.each(Object.entries(expected))('%s', async (name, { format, statements }) => {
    const read = await fileOf(readFileSync(new URL(name, folder), 'utf8'));
    expect(read.message.format).toBe(format);
    expect(read.statements.map(shown)).toEqual(statements.map(plain));
  });
});

interface Read {
  header: Header;
  balances: Balance[];
  entries: Entry[];
}

const fileOf = async (text: string): Promise<{ message: Message; statements: Read[] }> => {
  let message: Message | undefined;
  const statements: Read[] = [];
  for await (const piece of readCamt(inPieces(text))) {
    if (piece.is === 'message') message = piece.message;
    if (piece.is === 'statement') statements.push({ header: piece.header, balances: [], entries: [] });
    if (piece.is === 'balance') statements.at(-1)!.balances.push(piece.balance);
    if (piece.is === 'entry') statements.at(-1)!.entries.push(piece.entry);
  }
  return { message: message!, statements };
};

/** Odd, small pieces: a tag, a text or a character may be cut anywhere. */
async function* inPieces(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += 37) yield text.slice(from, from + 37);
}

const shown = ({ header, balances, entries }: Read) => {
  const agrees = balanceCheck(
    balances,
    entries.filter(({ status }) => status === 'BOOK').reduce((sum, { amount }) => sum + amount.minor, 0),
  );
  return {
    id: header.id,
    elctrncSeqNb: header.sequence ?? null,
    account: header.account,
    currency: header.currency ?? null,
    balances: balances.map(({ type, amount, on }) => ({ type, ...signed(amount), date: on })),
    entries: entries.map((entry) => ({
      ...signed(entry.amount),
      reversal: entry.reversal,
      status: entry.status,
      bookingDate: entry.bookedOn,
      valueDate: entry.valueOn,
      acctSvcrRef: entry.bankRef,
      ntryRef: entry.entryRef,
      bankTxCode: entry.code,
      transactions: entry.transactions.map(transaction),
    })),
    creditSum: sum(entries.map(({ amount }) => amount).filter(({ minor }) => minor > 0)),
    debitSum: sum(entries.map(({ amount }) => amount).filter(({ minor }) => minor < 0)).replace('-', ''),
    openingPlusEntriesEqualsClosing: agrees.is === 'unchecked' ? undefined : agrees.is === 'agrees',
  };
};

const signed = (amount: Money) => ({ amount: written(exact(toText(amount))), currency: amount.currency });
const sum = (amounts: Money[]): string => amounts.reduce((total, amount) => add(total, toText(amount)), '0');
const transaction = (tx: Transaction) => ({
  ...(tx.amount && signed(tx.amount)),
  endToEndId: tx.endToEndId,
  debtor: tx.debtor.name,
  debtorAccount: tx.debtor.account,
  creditor: tx.creditor.name,
  creditorAccount: tx.creditor.account,
  ultimateDebtor: tx.ultimateDebtor,
  remittanceUnstructured: tx.texts.length > 0 ? tx.texts : undefined,
  creditorReferences: tx.references.length > 0 ? tx.references : undefined,
});

/** The expectation without what we do not keep (mandate, transaction and UETR ids, counts), and with plain decimals. */
const DROPPED = new Set(['mandateId', 'txId', 'uetr', 'entryCount', 'txDetailCount']);
const DECIMAL = new Set(['amount', 'creditSum', 'debitSum']);
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !DROPPED.has(key))
      .map(([key, part]) => [key, DECIMAL.has(key) ? written(exact(part as string)) : plain(part)]),
  );
};
