/** Every answer to a line that its payer, its amount and what it names allow, each with its points of a hundred. */
import type { BankLine } from '../bank/statement.ts';
import { claimOf } from '../invoices/claim.ts';
import { dueOn } from '../invoices/early.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { fits, oldestDue, type Facts } from './decision.ts';
import { MAX_TARGETS } from './match.ts';
import { pieceOf, type Pieces } from './pieces.ts';
import { amountsOf } from './rules.ts';
import { isBelievable, sumOf } from './subset.ts';

/** Of a hundred: below it a person looks, however far the next one is behind. */
export const ENOUGH = 70;
export const POINTS = {
  account: 40,
  /** Two pay from one account: who it was, the amount alone says. */
  sharedAccount: 30,
  name: 35,
  /** Another customer's number in full, with its amount. */
  number: 35,
  sharedName: 20,
  amount: 40,
  sum: 38,
  /** Of a name alone, or one of many that hit the amount: a sum is no more than an idea. */
  weakSum: 20,
  wholePiece: 20,
  partPiece: 10,
  otherPiece: -5,
} as const;
type How = 'account' | 'alias' | 'name' | 'number';
export interface Payer {
  readonly customerId: string;
  readonly how: How;
  readonly points: number;
}
export interface Weighed {
  readonly payer: Payer;
  readonly invoices: readonly Invoice[];
  readonly is: 'one' | 'all' | 'sum' | 'piece';
  /** Of a sum: it is the only one, and no chance. */
  readonly sure?: boolean;
  readonly points: number;
}

/** Who may have paid: by account, else by what was confirmed before, else by exactly this name. */
export const payersIn = ({ payers, aliases = [], namesakes = [] }: Facts): Payer[] => {
  if (payers.length > 0) {
    const points = payers.length === 1 ? POINTS.account : POINTS.sharedAccount;
    return payers.map((customerId) => ({ customerId, how: 'account', points }));
  }
  if (aliases.length > 0) return aliases.map((one) => ({ ...one, how: 'alias' }));
  const points = namesakes.length === 1 ? POINTS.name : POINTS.sharedName;
  return namesakes.map((customerId) => ({ customerId, how: 'name', points }));
};

export const answersOf = (
  line: BankLine,
  payer: Payer,
  open: readonly Invoice[],
  pieces: Pieces,
): Weighed[] => {
  const written = open.map((one) => pieceOf(one.number, pieces));
  const pieced = written.some((said) => said !== undefined);
  const ones = open.flatMap((one, place): Weighed[] => {
    const exact = asksFor(one, line);
    const said = written[place];
    if (!exact && said === undefined) return [];
    const points =
      payer.points +
      (exact ? POINTS.amount : 0) +
      (said === 'whole' ? POINTS.wholePiece : said === 'part' ? POINTS.partPiece : 0) +
      (said === undefined && pieced ? POINTS.otherPiece : 0);
    return [{ payer, invoices: [one], is: exact ? 'one' : 'piece', points }];
  });
  if (open.length > 1 && open.length <= MAX_TARGETS && amountsOf(open, line).includes(line.amount.minor))
    return [...ones, { payer, invoices: open, is: 'all', points: payer.points + POINTS.amount }];
  const exact = new Set(ones.filter(({ is }) => is === 'one').flatMap(({ invoices }) => invoices));
  const sums = sumsOf(
    line,
    payer,
    open.filter((one) => !exact.has(one)),
  );
  // Beside an invoice of exactly the amount a sum that may be chance says nothing; a sure one makes both doubtful.
  return [...ones, ...(exact.size === 0 ? sums : sums.filter(({ sure }) => sure))];
};

/** As `amountsOf` of this one alone. */
const asksFor = (one: Invoice, { amount: { minor }, valueOn }: BankLine): boolean =>
  one.open.minor > 0
    ? one.open.minor === minor || dueOn(one, valueOn).minor === minor
    : claimOf(one).minor === minor;

/** A payer of one customer's account who wrote numbers of another in full, and gives exactly what they ask for. */
export const othersIn = ({ line, mentions, named }: Facts, payers: readonly Payer[]): Weighed[] => {
  const invoices = named.filter((one) => one.open.minor > 0 && fits(line, one)).sort(oldestDue);
  const [first] = invoices;
  if (!first || payers.some(({ customerId }) => customerId === first.customerId)) return [];
  const full = invoices.every(
    (one) =>
      one.customerId === first.customerId &&
      mentions.find(({ number }) => number === one.number)?.how !== 'repaired',
  );
  if (!full || !amountsOf(invoices, line).includes(line.amount.minor)) return [];
  const payer = { customerId: first.customerId, how: 'number', points: POINTS.number } as const;
  return [{ payer, invoices, is: 'one', points: payer.points + POINTS.amount }];
};

/** With every discount that the day allows, or without any; where both hit, neither is the only one. */
const sumsOf = (line: BankLine, payer: Payer, open: readonly Invoice[]): Weighed[] => {
  if (open.length < 2) return [];
  const whole = open.map((one) => one.open.minor);
  const early = open.map((one) => dueOn(one, line.valueOn).minor);
  const ways = early.every((minor, at) => minor === whole[at]) ? [whole] : [whole, early];
  const found = ways.flatMap((amounts) => {
    const sum = sumOf(amounts, line.amount.minor);
    return sum ? [{ ...sum, amounts }] : [];
  });
  return found.map(({ group, unique, amounts }) => {
    const sure =
      unique &&
      found.length === 1 &&
      payer.how !== 'name' &&
      isBelievable(amounts, line.amount.minor, group.length);
    const points = payer.points + (sure ? POINTS.sum : POINTS.weakSum);
    return { payer, invoices: group.map((place) => open[place]!), is: 'sum', points, sure };
  });
};
