/**
 * Every public camt sample against what an independent reader found in it (shared/samples beside the repository).
 * Amounts are compared as decimals; a file that the samples call wrong yields no statement.
 */
import { describe, expect, test } from 'vitest';
import type { Transaction } from '../../shared/bank/parse/pieces.ts';
import { toText, type Money } from '../../shared/kernel/money.ts';
import { add, exact, written } from '../../shared/kernel/decimal.ts';
import {
  addsUp,
  expectedOf,
  readWhole,
  sample,
  samples,
  SIZES,
  type ReadStatement,
} from './statement-files.ts';

const expected = expectedOf<{ format: string; statements: Record<string, unknown>[] }>('camt');

describe('public camt files', () => {
  test('every file has its expectation', () => {
    expect(samples('camt')).toEqual(Object.keys(expected).sort());
  });

  test.each(Object.entries(expected))('%s', async (name, { format, statements }) => {
    for (const size of SIZES) {
      const read = await readWhole(sample('camt', name), size);
      if (typeof read === 'string') throw new Error(read);
      expect(read.message.format).toBe(format);
      expect(read.statements.map(shown)).toEqual(statements.map(plain));
    }
  });
});

const shown = (statement: ReadStatement) => {
  const { header, balances, entries } = statement;
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
    openingPlusEntriesEqualsClosing: addsUp(statement),
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
