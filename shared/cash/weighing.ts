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
  type Advised,
  type Decision,
  type Facts,
  type Match,
} from './decision.ts';
import { answersOf, ENOUGH, othersIn, payersIn, POINTS, type Payer, type Weighed } from './answers.ts';
import { MAX_TARGETS } from './match.ts';
import { piecesOf } from './pieces.ts';
import { NO_RULES, type MatchingRules } from './policy.ts';
import { againstNumbers, amountsOf, targetsOf } from './rules.ts';

const MAX_PROPOSALS = 5;

const TIERS = { account: 'payer', alias: 'alias', name: 'name', number: 'reference' } as const;
/** What each of the payers owes, oldest due first; undefined where it is too much to be looked through. */
export type Owed = ReadonlyMap<string, readonly Invoice[] | undefined>;

export const byPayer = (facts: Facts, owed: Owed, rules: MatchingRules = NO_RULES): Decision => {
  const { line, named: mentioned } = facts;
  const payers = payersIn(facts);
  const settled = mentioned.filter(({ open: left }) => left.minor === 0);
  if (facts.advised && settled.length === 0) return byAdvice(facts, facts.advised);
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
    .concat(othersIn(facts, payers))
    .sort((a, b) => b.points - a.points || oldestDue(a.invoices[0]!, b.invoices[0]!));
  const open = [...ours.values()].flat();
  const [first, second] = weighed;
  const margin = first ? first.points - (second?.points ?? 0) : 0;
  if (settled.length > 0 || !first || first.points < ENOUGH || margin < rules.margin) {
    const why = settled.length > 0 ? againstNumbers(settled) : whyUnsure(payers, weighed, line, rules);
    const left = exception(facts, why, open);
    const proposals = proposalsOf(weighed, line);
    if (proposals.length === 0) return left;
    // What is paid already is no matter of points.
    const ahead = settled.length === 0 && { margin };
    return { ...left, match: { ...left.match, proposals, ...ahead } };
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

/** What the payer said itself, after what it wrote into the line: before anything that is found by amounts (rules §3.5). */
const byAdvice = (facts: Facts, advised: Advised): Decision => {
  const { line } = facts;
  const { remittance, shares, owner } = advised;
  const numbers = shares.map(({ invoice }) => invoice.number);
  const reason = `The payer’s remittance advice of ${remittance.paidOn} names ${numbers.join(', ')}.`;
  return {
    is: 'apply',
    customerId: owner,
    targets: shares.map(({ invoice, amount }) => ({ invoice, amount, meant: true, reason })),
    by: advised,
    match: {
      tier: 'advice',
      reason,
      evidence: [
        `Remittance ${remittance.id} over exactly ${toText(line.amount)} ${line.amount.currency}.`,
        ...remittance.claims.flatMap(({ number, deduction }) =>
          deduction ? [`Of ${number} ${toText(deduction.amount)} are kept back: ${deduction.reason}`] : [],
        ),
        ...numberEvidence(facts),
      ],
      candidates: [],
      remittanceId: remittance.id,
    },
  };
};

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
    tier: first.is === 'sum' ? 'sum' : TIERS[payer.how],
    reason,
    evidence: [
      ...payerWords(payer, line),
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
  const names = invoices.map(({ number }) => number).join(', ');
  const who = payer.how === 'name' ? 'the customer of this name' : 'the payer';
  if (payer.how === 'number') return `The line names ${names} of another customer, with exactly ${amount}.`;
  if (is === 'sum') return `${names} are the only open invoices of ${who} that add up to ${amount}.`;
  return is === 'all'
    ? `${amount} is exactly what ${who} owes, over ${invoices.length} invoices.`
    : `${names} is the only open invoice of ${who} with exactly ${amount}.`;
};

const payerWords = ({ customerId, how, points }: Payer, line: BankLine): string[] =>
  how === 'number'
    ? []
    : how === 'account'
      ? [payerSays(line, customerId)]
      : how === 'alias'
        ? [
            `Customer ${customerId} was confirmed for this payer before (${points} of ${POINTS.account} points).`,
          ]
        : [`Customer ${customerId} has the payer’s name.`];

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
