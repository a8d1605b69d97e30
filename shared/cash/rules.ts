/**
 * What a line is by what it names, decided from facts alone: a payout of a provider, else invoices. What names nothing, or not
 * surely, is weighed by its payer (`weighing.ts`). Automatic only where one answer is left and nothing speaks against it (rules §3.5).
 */
import type { BankLine } from '../bank/statement.ts';
import { claimOf, owedOf } from '../invoices/claim.ts';
import { dueOn } from '../invoices/early.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import type { Payment, Payout } from '../payments/payment.ts';
import { liability } from '../payments/booking.ts';
import type { Target } from '../payments/rules.ts';
import {
  candidates,
  exception,
  fits,
  none,
  numberEvidence,
  oldestDue,
  whyNot,
  type Decision,
  type Facts,
} from './decision.ts';
import { alike } from './names.ts';
import { NO_RULES, type MatchingRules } from './policy.ts';
import { lateDiscountOf, toleratedOf } from './tolerance.ts';

/** Ends here, or goes on to the payer (`weighing.ts byPayer`), which needs the payer's open invoices. */
export const byReference = (facts: Facts, rules: MatchingRules = NO_RULES): Decision | undefined => {
  const { line, payoutNames } = facts;
  if (payoutNames.length > 0) return payoutOf(facts);
  if (line.amount.minor < 0) return debit(line);
  if (line.amount.minor === 0) return { is: 'ignore', match: none('No money moved.') };
  if (line.reversal)
    return exception(facts, 'The bank gave back money that had left: this is no payment of a customer.', []);
  return named(facts, rules);
};

export const againstNumbers = (settled: readonly Invoice[]): string =>
  settled.length > 0
    ? `${settled.map(({ number }) => number).join(', ')} is paid already: perhaps it was paid twice.`
    : 'The numbers in the line do not settle it.';

const payoutOf = (facts: Facts): Decision => {
  const { line, payoutNames, payouts } = facts;
  const [payout] = payouts;
  if (!payout)
    return {
      ...exception(facts, `No provider has announced the payout ${payoutNames.join(', ')}.`, []),
      awaits: payoutNames,
    };
  const detail =
    payouts.length > 1 || payoutNames.length > 1
      ? 'The line names several payouts.'
      : payout.state === 'RECONCILED'
        ? `The payout ${payout.reference} came in before, with line ${payout.bankLineId}.`
        : payout.currency !== line.amount.currency || payout.netMinor !== line.amount.minor
          ? `The payout ${payout.reference} was announced with another amount.`
          : payout.grossMinor - payout.feeMinor !== payout.netMinor
            ? `The payout ${payout.reference} does not add up: gross less fees is not its net.`
            : undefined;
  if (detail !== undefined) return exception(facts, detail, []);
  const reason = `It is the payout ${payout.reference} of ${payout.provider}, announced with exactly this amount.`;
  return {
    is: 'payout',
    payout,
    match: {
      tier: 'payout',
      reason,
      evidence: [`${payout.items.length} payments, gross less fees`],
      candidates: [],
    },
  };
};

const debit = (line: BankLine): Decision =>
  line.reversal
    ? {
        is: 'exception',
        book: false,
        match: none('The bank took money back: look which receipt it was and unmatch it.'),
      }
    : { is: 'ignore', match: none('Debit: money that left is not a receivable.') };

const named = (facts: Facts, rules: MatchingRules): Decision | undefined => {
  const { line, named: invoices } = facts;
  const owing = invoices
    .filter((invoice) => owedOf(invoice).minor > 0 && fits(line, invoice))
    .sort(oldestDue);
  // Money for what was written off is a recovery, where nothing else that the line names is open.
  const due = owing.filter((invoice) => invoice.open.minor > 0);
  const open = due.length > 0 ? due : owing;
  if (open.length === 0) return undefined;
  const { customerId } = open[0]!;
  if (open.some((one) => one.customerId !== customerId))
    return exception(facts, 'The line names invoices of several customers.', []);
  const doubts = doubtsOf(facts, open);
  if (doubts !== undefined) return facts.payers.length > 0 ? undefined : exception(facts, doubts, []);
  const reason = `The line names ${open.map(({ number }) => number).join(', ')}.`;
  return {
    is: 'apply',
    customerId,
    targets: tolerated(targetsOf(open, line, reason), line, rules),
    match: {
      tier: 'reference',
      reason,
      evidence: numberEvidence(facts),
      candidates: candidates(
        invoices.filter((invoice) => !open.includes(invoice)),
        (invoice) => whyNot(line, invoice),
      ),
    },
  };
};

/** What pays all of them: with every early-payment discount that the day of the money allows, or without any. */
export const amountsOf = (
  invoices: readonly Invoice[],
  { valueOn }: BankLine,
): [early: number, whole: number] => [
  invoices.reduce((total, one) => total + (one.open.minor > 0 ? dueOn(one, valueOn) : claimOf(one)).minor, 0),
  invoices.reduce((total, one) => total + owedOf(one).minor, 0),
];
/** Each to what it asks for on that day where that is exactly the money; else as far as the money goes. */
export const targetsOf = (invoices: readonly Invoice[], line: BankLine, reason: string): Target[] => {
  const [early] = amountsOf(invoices, line);
  return invoices.map((invoice) => ({
    invoice,
    meant: true,
    reason,
    ...(early === line.amount.minor && invoice.open.minor > 0 && { amount: dueOn(invoice, line.valueOn) }),
  }));
};

/** One invoice that is paid but for a little: what the company's rules say of the gap. Of several it would be a guess whose gap it is. */
const tolerated = (targets: Target[], line: BankLine, rules: MatchingRules): Target[] => {
  const [one] = targets;
  if (targets.length > 1 || !one || one.invoice.open.minor === 0 || one.invoice.deposit) return targets;
  const last = lateDiscountOf(line, one.invoice, rules);
  if (last !== undefined) return [{ ...one, begunOn: last, late: true }];
  const difference = toleratedOf(line, dueOn(one.invoice, line.valueOn), rules);
  return difference ? [{ ...one, difference }] : targets;
};

/**
 * A number without check digits may be mistyped into another customer's. It is believed when the amount fits, or the
 * payer does by account or name, or nothing is known of the payer; a repaired one needs one of the first three.
 */
const doubtsOf = (
  { line, mentions, payers, children = [] }: Facts,
  open: readonly Invoice[],
): string | undefined => {
  const how = (invoice: Invoice) => mentions.find(({ number }) => number === invoice.number)?.how;
  const weak = open.filter((invoice) => how(invoice) !== 'checked');
  if (weak.length === 0) return undefined;
  const { customerId, customerName } = open[0]!;
  if (payers.includes(customerId) || children.includes(customerId)) return undefined;
  // Another customer pays from there: perhaps for this one, perhaps with a typing error. Both are weighed (`weighing.ts`).
  if (payers.length > 0) return 'The number is of another customer than the one who pays from this account.';
  if (amountsOf(open, line).includes(line.amount.minor)) return undefined;
  if (alike(line.counterparty.name, customerName)) return undefined;
  if (line.counterparty.name === undefined && weak.every((invoice) => how(invoice) === 'written'))
    return undefined;
  return 'The number fits neither the amount nor the name of the payer.';
};

/**
 * Dr bank net · Dr provider fees · Dr refunds and chargebacks, with their fees, that it was lowered by · Cr clearing what was collected: the card payments have arrived. Where the line came before the
 * announcement, its money is in the bank already and comes from the receipt that it was kept as, on the day it is known.
 */
export const payoutEntry = (
  line: BankLine,
  payout: Payout,
  kept?: { receipt: Payment; on: LocalDate },
): Entry | undefined => {
  const { items } = payout;
  const refunds = items.reduce(
    (sum, { refund, grossMinor }) => (refund === undefined ? sum : sum - grossMinor),
    0,
  );
  const disputed = items.filter(({ dispute }) => dispute !== undefined);
  const back = disputed.reduce((sum, { grossMinor }) => sum - grossMinor, 0);
  const backFees = disputed.reduce((sum, { feeMinor }) => sum + feeMinor, 0);
  return entry({
    entity: line.entity,
    on: kept?.on ?? line.bookedOn,
    currency: payout.currency,
    kind: 'payout',
    source: payout.reference,
    memo: `Payout ${payout.reference} of ${payout.provider}`,
    lines: [
      kept ? liability(kept.receipt, payout.netMinor) : { account: 'bank', minor: payout.netMinor },
      { account: 'fees', minor: payout.feeMinor - backFees },
      { account: 'clearing', minor: 0 - payout.grossMinor - refunds - back },
      { account: 'refundsInTransit', minor: refunds },
      { account: 'chargebacks', minor: back + backFees },
    ],
  });
};
