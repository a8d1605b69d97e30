/** Which bank line is which slip, or the return of which cheque: by a reference, else where one amount is left; else a person says it. */
import type { BankLine } from '../bank/statement.ts';
import { toText, type Money } from '../kernel/money.ts';
import { isWaiting } from './rules.ts';
import type { Slip, SlipItem } from './slip.ts';

/** A slip, or the part of it that the bank may show by itself: its cash, its cheques, one of them. */
export interface Part {
  readonly slip: Slip;
  readonly items: readonly SlipItem[];
}
export type Found<T> =
  | { readonly is: 'sure'; readonly one: T; readonly why: string }
  | { readonly is: 'asked'; readonly among: readonly T[]; readonly why: string };

/** Shorter numbers of cheques stand in any text. */
const MIN_DIGITS = 4;
const MAX_NAMED = 10;

/** `slips`: on the way into the account of the line. `quiet`: the line says neither who pays nor for what. */
export const clearingOf = (
  line: BankLine,
  slips: readonly Slip[],
  quiet: boolean,
): Found<Part> | undefined => {
  const words = wordsOf(line);
  const near = slips.filter(({ handedInOn }) => handedInOn !== undefined && handedInOn <= line.bookedOn);
  const named = near.filter((slip) => namesSlip(words, slip));
  if (named.length === 0 && !quiet) return undefined;
  const fits = (named.length > 0 ? named : near)
    .flatMap(partsOf)
    .filter(({ items }) => amountOf(items) === line.amount.minor);
  const byNumber = fits.filter(({ items }) => items.length === 1 && namesCheque(words, items[0]!));
  const [part, ...more] = byNumber.length > 0 ? byNumber : fits;
  if (part && more.length === 0) {
    const how =
      named.length > 0
        ? 'names it'
        : byNumber.length > 0
          ? 'names its cheque'
          : 'has an amount that only it has';
    return { is: 'sure', one: part, why: `Slip ${part.slip.number} was paid in: the line ${how}.` };
  }
  if (part)
    return {
      is: 'asked',
      among: fits.slice(0, MAX_NAMED),
      why: `The line may be ${fits.length} slips or parts of slips: say which.`,
    };
  return named.length === 0
    ? undefined
    : {
        is: 'asked',
        among: named.map((slip) => ({ slip, items: slip.items.filter(isWaiting) })),
        why: `The line names slip ${named[0]!.number}, and its amount is not what is on the way of it.`,
      };
};

export interface BackAgain {
  readonly slip: Slip;
  readonly item: SlipItem;
  readonly costs: Money;
}
const CHEQUE = /che(?:que|ck)s?\b|chèque|scheck|assegn[oi]/i;
/** Money that left, and may be a cheque that the bank took back. */
export const mayBeCheque = ({ amount, reversal, text, code }: BankLine): boolean =>
  amount.minor < 0 && (reversal || CHEQUE.test(text) || (code ?? '').includes('RCHQ'));

/**
 * Sure only where the line says the number of the cheque, and its amount or what the bank took beside it: amounts alone are those of other
 * receipts, too.
 */
export const returnOf = (line: BankLine, slips: readonly Slip[]): Found<BackAgain> | undefined => {
  const words = wordsOf(line);
  const possible = slips.flatMap((slip) =>
    slip.items.flatMap((item): BackAgain[] => {
      const costs = beside(line, item);
      return item.method === 'cheque' && !item.returned && costs ? [{ slip, item, costs }] : [];
    }),
  );
  const named = possible.filter(({ item }) => namesCheque(words, item));
  const [one, ...more] = named.filter(isExplained(line));
  if (one && more.length === 0) {
    const { slip, item } = one;
    const amount = `${toText(item.amount)} ${item.amount.currency}`;
    return {
      is: 'sure',
      one,
      why: `The bank took cheque ${item.cheque?.number} of ${amount} on slip ${slip.number} back.`,
    };
  }
  const says = CHEQUE.test(line.text) || (line.code ?? '').includes('RCHQ');
  const among = named.length > 0 ? named : says ? possible.filter(isExplained(line)) : [];
  return among.length === 0
    ? undefined
    : {
        is: 'asked',
        among: among.slice(0, MAX_NAMED),
        why: 'The bank took money back, and it may be a cheque: say which.',
      };
};

const amountOf = (items: readonly SlipItem[]): number =>
  items.reduce((all, { amount }) => all + amount.minor, 0);
/** Each once: a slip of one cheque is that cheque. */
const partsOf = (slip: Slip): Part[] => {
  const waiting = slip.items.filter(isWaiting);
  const parts = [
    waiting,
    waiting.filter(({ method }) => method === 'cash'),
    waiting.filter(({ method }) => method === 'cheque'),
    ...waiting.filter(({ method }) => method === 'cheque').map((one) => [one]),
  ].filter(({ length }) => length > 0);
  const key = (items: readonly SlipItem[]) => items.map(({ paymentId }) => paymentId).join();
  return [...new Map(parts.map((items) => [key(items), { slip, items }])).values()];
};
/** What left with the line beyond the cheque; undefined where the cheque did not leave with it: costs are less than the cheque. */
export const beside = ({ amount }: BankLine, item: SlipItem): Money | undefined => {
  const { currency, minor } = item.amount;
  const costs = 0 - amount.minor - minor;
  return amount.currency === currency && costs >= 0 && costs <= minor
    ? { minor: costs, currency }
    : undefined;
};
/** Nothing, or what the bank says that it took for it. */
const isExplained =
  ({ charges, returned }: BankLine) =>
  ({ item, costs }: BackAgain): boolean => {
    const { original } = returned ?? {};
    const says = original?.currency === costs.currency && original.minor === item.amount.minor;
    const charged = charges?.currency === costs.currency && charges.minor === costs.minor;
    return costs.minor === 0 || says || charged;
  };

const plain = (text: string): string =>
  text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replace(/^0+/, '');
const wordsOf = ({ text, references, endToEndId, bankRef }: BankLine): ReadonlySet<string> =>
  new Set(
    [text, ...references, endToEndId ?? '', bankRef ?? '']
      .flatMap((one) => one.split(/[\s,;:/()]+/))
      .map(plain),
  );
const namesSlip = (words: ReadonlySet<string>, { reference, bankReference }: Slip): boolean =>
  words.has(reference) || (bankReference !== undefined && words.has(plain(bankReference)));
const namesCheque = (words: ReadonlySet<string>, { cheque }: SlipItem): boolean => {
  const number = plain(cheque?.number ?? '');
  return number.length >= MIN_DIGITS && words.has(number);
};
