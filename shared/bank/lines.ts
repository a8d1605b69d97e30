/** How the entries of a statement become lines, and what makes a line that line. */
import { minus, money, sum, type Money } from '../kernel/money.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Ordinals } from './ordinals.ts';
import type { Entry, Transaction } from './parse/pieces.ts';
import { said } from './parse/texts.ts';
import { Unreadable } from './parse/unreadable.ts';
import { kindOf } from './return-reasons.ts';
import type { BankLine } from './statement.ts';

const MAX_TEXT = 4_000;
const MAX_REFERENCES = 50;

/** A line before it has its id and its place in the books. */
export type DraftLine = Omit<BankLine, 'id' | 'version' | 'statementId' | 'state' | 'entity' | 'accountIban'>;

/**
 * A batch is split into its payments where they are in the entry's currency and add up to it exactly; else the entry
 * stays one line with the texts of all, because the entry is the money that moved.
 */
export const linesOf = (entry: Entry): DraftLine[] => {
  const { transactions } = entry;
  if (transactions.length < 2) return [lineOf(entry, entry.amount, transactions)];
  const amounts = transactions.map((transaction) => signedAs(entry, transaction));
  const split =
    amounts.every((amount) => amount !== undefined) &&
    minus(sum(amounts, entry.amount.currency), entry.amount).minor === 0;
  return split
    ? transactions.map((transaction, index) => lineOf(entry, amounts[index]!, [transaction]))
    : [lineOf(entry, entry.amount, transactions)];
};

const signedAs = (entry: Entry, { amount, credit }: Transaction): Money | undefined => {
  if (amount?.currency !== entry.amount.currency) return undefined;
  return (credit ?? entry.amount.minor >= 0) ? amount : money(0 - amount.minor, amount.currency);
};

const lineOf = (entry: Entry, amount: Money, transactions: readonly Transaction[]): DraftLine => {
  const booked = bookedOn(entry);
  const [first] = transactions;
  const other = amount.minor >= 0 ? first?.debtor : first?.creditor;
  const bankRef = (transactions.length === 1 ? first?.bankRef : undefined) ?? entry.bankRef;
  const texts = transactions.flatMap((transaction) => transaction.texts);
  const text = oneLine((texts.length > 0 ? texts : [entry.info ?? '']).join(' ')).slice(0, MAX_TEXT);
  const name = other?.name ?? first?.ultimateDebtor;
  const returned = transactions.length === 1 ? first!.returned : undefined;
  return {
    amount,
    bookedOn: booked,
    valueOn: entry.valueOn ?? booked,
    ...(bankRef !== undefined && { bankRef }),
    ...(transactions.length === 1 &&
      first!.endToEndId !== undefined &&
      first!.endToEndId !== 'NOTPROVIDED' && { endToEndId: first!.endToEndId }),
    references: transactions
      .flatMap(({ references, documents }) => [...references, ...documents])
      .slice(0, MAX_REFERENCES),
    text,
    counterparty: {
      ...(name !== undefined && { name: oneLine(name).slice(0, 140) }),
      ...(other?.account !== undefined && { iban: plainIban(other.account).slice(0, 40) }),
    },
    ...(entry.code !== undefined && { code: entry.code }),
    ...(entry.charges && entry.charges.minor > 0 && { charges: entry.charges }),
    ...(returned && { returned: { ...returned, ...said('kind', kindOf(returned.reason)) } }),
    reversal: entry.reversal || returned !== undefined,
  };
};

/**
 * What makes a line this line, over all files that hold it: the bank's own reference with day and amount (banks repeat
 * one reference over the payments of a batch), else all that is said of it. Equal lines of one file are told apart by
 * their ordinal: two equal coffees on one day are two payments.
 */
export const identify = (accountIban: string, line: DraftLine, seen: Ordinals): string[] => {
  const { amount, bookedOn: booked, bankRef } = line;
  const own =
    bankRef ??
    [
      line.endToEndId,
      line.text,
      line.references.join(' '),
      line.counterparty.iban,
      line.counterparty.name,
    ].join('|');
  const cause = [
    accountIban,
    booked,
    amount.currency,
    String(amount.minor),
    bankRef === undefined ? 'text' : 'ref',
    own,
  ];
  return [...cause, String(seen.next(cause.join('\n')))];
};

/** Status BOOK; PDNG and INFO announce what a later statement books. */
export const isBooked = ({ status }: Entry): boolean => status === 'BOOK';

/**
 * Whether its lines may be taken before their statement comes: only where the bank says a reference and a day of it, and only a whole
 * payment, or a batch with all of its payments.
 */
export const isSureAhead = (entry: Entry): boolean =>
  entry.bankRef !== undefined &&
  entry.bookedOn !== undefined &&
  (entry.transactions.length < 2 || linesOf(entry).length > 1);

/** An entry as one line, whatever it holds. */
export const wholeOf = (entry: Entry): DraftLine => lineOf(entry, entry.amount, entry.transactions);

/** The day of booking; a bank that leaves it out means the day of value. */
export const bookedOn = ({ bookedOn: booked, valueOn, line }: Entry): LocalDate => {
  const day = booked ?? valueOn;
  if (day === undefined)
    throw new Unreadable('bank.incomplete', 'A booked entry has neither a booking nor a value date', line);
  return day;
};

/** As it is compared: without blanks, in capitals. */
export const plainIban = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase();
const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
