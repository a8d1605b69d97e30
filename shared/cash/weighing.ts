/**
 * Where no reference settles a line: every answer that payer and amount allow gets points, and the best is booked by itself only
 * when it has enough of them and is so far ahead of the next as the company's rules ask (rules §3.5).
 */
import type { BankLine, Proposal } from '../bank/statement.ts';
import { dueOn } from '../invoices/early.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { money, toText } from '../kernel/money.ts';
import {
  candidates,
  exception,
  fits,
  numberEvidence,
  oldestDue,
  payerSays,
  type Decision,
  type Facts,
  type Match,
} from './decision.ts';
import { MAX_TARGETS } from './match.ts';
import { pieceOf, piecesOf, type Pieces } from './pieces.ts';
import { NO_RULES, type MatchingRules } from './policy.ts';
import { againstNumbers, amountsOf, targetsOf } from './rules.ts';
import { isBelievable, sumOf } from './subset.ts';

/** Of a hundred: below it a person looks, however far the next one is behind. */
const ENOUGH = 70;
const POINTS = {
  account: 40,
  /** Two pay from one account: who it was, the amount alone says. */
  sharedAccount: 30,
  name: 35,
  sharedName: 20,
  amount: 40,
  sum: 38,
  /** Of a name alone, or one of many that hit the amount: a sum is no more than an idea. */
  weakSum: 20,
  wholePiece: 20,
  partPiece: 10,
  otherPiece: -10,
} as const;
const MAX_PROPOSALS = 5;

type How = 'account' | 'alias' | 'name';
interface Payer {
  readonly customerId: string;
  readonly how: How;
  readonly points: number;
}
/** What each of the payers owes, oldest due first; undefined where it is too much to be looked through. */
export type Owed = ReadonlyMap<string, readonly Invoice[] | undefined>;

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

interface Weighed {
  readonly payer: Payer;
  readonly invoices: readonly Invoice[];
  readonly is: 'one' | 'all' | 'sum' | 'piece';
  readonly points: number;
}

export const byPayer = (facts: Facts, owed: Owed, rules: MatchingRules = NO_RULES): Decision => {
  const { line, named: mentioned } = facts;
  const payers = payersIn(facts);
  const settled = mentioned.filter(({ open: left }) => left.minor === 0);
  if (payers.length === 0)
    return exception(
      facts,
      mentioned.length > 0 ? againstNumbers(settled) : 'Neither a reference of ours nor a known payer.',
      [],
    );
  if (payers.some(({ customerId }) => owed.get(customerId) === undefined))
    return exception(facts, 'The payer has too many open invoices to be sure of one.', []);
  const pieces = piecesOf(line);
  const ours = new Map(
    payers.map((payer) => [payer, owed.get(payer.customerId)!.filter((one) => fits(line, one))]),
  );
  const weighed = [...ours]
    .flatMap(([payer, open]) => answersOf(line, payer, open, pieces))
    .sort((a, b) => b.points - a.points || oldestDue(a.invoices[0]!, b.invoices[0]!));
  const open = [...ours.values()].flat();
  const [first, second] = weighed;
  const margin = first ? first.points - (second?.points ?? 0) : 0;
  if (settled.length > 0 || !first || first.points < ENOUGH || margin < rules.margin) {
    const why = settled.length > 0 ? againstNumbers(settled) : whyUnsure(payers, weighed, line, rules);
    const left = exception(facts, why, open);
    const proposals = proposalsOf(weighed, line);
    return proposals.length === 0 ? left : { ...left, match: { ...left.match, proposals, margin } };
  }
  return apply(facts, first, weighed, open, margin);
};

/** Whether a line that was matched says who pays from its account, of which nobody knows yet: by checked references alone. */
export const teaches = ({ line, payers, mentions }: Facts, { is, match }: Decision): boolean =>
  is === 'apply' &&
  match.tier === 'reference' &&
  payers.length === 0 &&
  line.counterparty.iban !== undefined &&
  mentions.every(({ how }) => how === 'checked');

const apply = (
  facts: Facts,
  first: Weighed,
  weighed: readonly Weighed[],
  open: readonly Invoice[],
  margin: number,
): Decision => {
  const { line } = facts;
  const { payer, invoices } = first;
  const reason = reasonOf(first, line);
  const match: Match = {
    tier: first.is === 'sum' ? 'sum' : payer.how === 'account' ? 'payer' : payer.how,
    reason,
    evidence: [
      payerWords(payer, line),
      ...numberEvidence(facts),
      ...(weighed.length > 1 ? [`It is ${margin} points ahead of ${namesOf(weighed[1]!)}.`] : []),
    ],
    candidates: candidates(
      open.filter((invoice) => !invoices.includes(invoice)),
      () => 'another amount',
    ),
    ...(weighed.length > 1 && { proposals: proposalsOf(weighed, line), margin }),
  };
  return {
    is: 'apply',
    customerId: invoices[0]!.customerId,
    targets: targetsOf(invoices, line, reason),
    match,
  };
};

const answersOf = (line: BankLine, payer: Payer, open: readonly Invoice[], pieces: Pieces): Weighed[] => {
  const hits = (invoices: readonly Invoice[]) => amountsOf(invoices, line).includes(line.amount.minor);
  const piece = new Map(open.map((one) => [one, pieceOf(one.number, pieces)]));
  const pieced = open.filter((one) => piece.get(one) !== undefined);
  const ones = open.flatMap((one): Weighed[] => {
    const exact = hits([one]);
    const said = piece.get(one);
    if (!exact && said === undefined) return [];
    const points =
      payer.points +
      (exact ? POINTS.amount : 0) +
      (said === 'whole' ? POINTS.wholePiece : said === 'part' ? POINTS.partPiece : 0) +
      (said === undefined && pieced.length > 0 ? POINTS.otherPiece : 0);
    return [{ payer, invoices: [one], is: exact ? 'one' : 'piece', points }];
  });
  if (ones.some(({ is }) => is === 'one')) return ones;
  if (open.length > 1 && open.length <= MAX_TARGETS && hits(open))
    return [...ones, { payer, invoices: open, is: 'all', points: payer.points + POINTS.amount }];
  return [...ones, ...sumsOf(line, payer, open)];
};

/** With every discount that the day allows, or without any; where both hit, neither is the only one. */
const sumsOf = (line: BankLine, payer: Payer, open: readonly Invoice[]): Weighed[] => {
  if (open.length < 3) return [];
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
    return { payer, invoices: group.map((place) => open[place]!), is: 'sum', points };
  });
};

const whyUnsure = (
  payers: readonly Payer[],
  weighed: readonly Weighed[],
  line: BankLine,
  { margin }: MatchingRules,
): string => {
  const [first, second] = weighed;
  const exact = weighed.filter(({ is }) => is === 'one');
  const who = payers[0]!.how === 'name' ? 'customer of this name' : 'payer';
  if (exact.length > 1) return `${exact.length} open invoices of the ${who} have this amount.`;
  if (first?.is === 'sum')
    return `${namesOf(first)} add up to ${toText(line.amount)}, but that may be chance.`;
  if (first && second && first.points >= ENOUGH)
    return `${namesOf(first)} is no more than ${first.points - second.points} points ahead of ${namesOf(second)}; ${margin} are asked for.`;
  if (payers.length > 1)
    return payers[0]!.how === 'name'
      ? `${payers.length} customers have this name.`
      : `${payers.length} customers pay from this account.`;
  if (first?.is === 'piece') return `${namesOf(first)} may be meant, but the amount is another one.`;
  if (first) return `${namesOf(first)} has this amount, but the payer is not known well enough.`;
  return `The ${who} is known, but the amount is that of no open invoice and not of all together.`;
};

const reasonOf = ({ payer, invoices, is }: Weighed, { amount: paid }: BankLine): string => {
  const amount = `${toText(paid)} ${paid.currency}`;
  const who = { account: 'the payer', alias: 'the payer', name: 'the customer of this name' }[payer.how];
  if (is === 'sum')
    return `${invoices.map(({ number }) => number).join(', ')} are the only open invoices of ${who} that add up to ${amount}.`;
  return is === 'all'
    ? `${amount} is exactly what ${who} owes, over ${invoices.length} invoices.`
    : `${invoices[0]!.number} is the only open invoice of ${who} with exactly ${amount}.`;
};

const payerWords = ({ customerId, how, points }: Payer, line: BankLine): string =>
  how === 'account'
    ? payerSays(line, customerId)
    : how === 'alias'
      ? `Customer ${customerId} was confirmed for this payer before (${points} of ${POINTS.account} points).`
      : `Customer ${customerId} has the payer’s name.`;

const namesOf = ({ invoices }: Weighed): string =>
  invoices.length > 3
    ? `${invoices.length} invoices from ${invoices[0]!.number}`
    : invoices.map(({ number }) => number).join(', ');

const proposalsOf = (weighed: readonly Weighed[], line: BankLine): Proposal[] =>
  weighed.slice(0, MAX_PROPOSALS).map((one) => {
    const [early] = amountsOf(one.invoices, line);
    let rest = line.amount.minor;
    return {
      customerId: one.payer.customerId,
      points: one.points,
      reason: one.is === 'piece' ? 'A piece of its number is in the line.' : reasonOf(one, line),
      invoices: one.invoices.slice(0, MAX_TARGETS).map((invoice) => {
        const asked = early === line.amount.minor ? dueOn(invoice, line.valueOn) : invoice.open;
        const minor = Math.min(rest, asked.minor);
        rest -= minor;
        return { invoiceId: invoice.id, number: invoice.number, amount: money(minor, asked.currency) };
      }),
    };
  });
