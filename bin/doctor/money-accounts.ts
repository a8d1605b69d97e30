/** The accounts of money against the documents of it: receipts, payouts, slips, refunds and chargebacks. */
import type { Books, Entry, EntryLine } from './books.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';
import { heldByAgencies, keptByAgencies, paidOver } from './agencies.ts';
import { onPaper, paidIn, unpaid } from './slips.ts';

export const REVERSE =
  'The ledger is append-only: book a reversal and the right entry, and find what wrote this one.';
export const account = rule(
  'ledger.account',
  `Compare the entries of the account with the documents named. ${REVERSE}`,
);

export type Line = EntryLine & Pick<Entry, 'entity' | 'currency' | 'on' | 'kind'>;
export const linesOn = ({ entries }: Books, name: string): Line[] =>
  entries.flatMap(({ lines, entity, currency, on, kind }) =>
    lines.filter((line) => line.account === name).map((line) => ({ ...line, entity, currency, on, kind })),
  );

/** Bank, clearing and fees are what receipts and payouts say, and nothing else. */
export function* moneyAccounts(books: Books): Generator<Finding> {
  const { tenant, payments, payouts, lines, refunds, chargebacks, slips } = books;
  const arrived = payouts.filter(({ state }) => state === 'RECONCILED');
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const received = (...methods: string[]) =>
    payments
      .filter((payment) => methods.includes(payment.method))
      .map(({ entity, amount }) => ({ key: `${entity} ${amount.currency}`, minor: amount.minor }));
  /** Recorded at the counter by mistake: it never was there. */
  const reversed = (method: string) =>
    payments
      .filter((payment) => payment.method === method && payment.collection?.reversed)
      .map(({ entity, amount }) => ({ key: `${entity} ${amount.currency}`, minor: 0 - amount.minor }));
  const wentBack = (minor: (payment: (typeof payments)[number]) => number) =>
    payments
      .filter(({ takenBack }) => takenBack !== undefined)
      .map((payment) => ({ key: `${payment.entity} ${payment.amount.currency}`, minor: minor(payment) }));
  const paidOut = (minor: (payout: (typeof payouts)[number]) => number) =>
    arrived.map((payout) => ({
      key: `${lineOf.get(payout.bankLineId ?? '')?.entity} ${payout.currency}`,
      minor: minor(payout),
    }));
  const rowOf = ({ entity, amount }: (typeof refunds)[number]) => ({
    key: `${entity} ${amount.currency}`,
    minor: amount.minor,
  });
  const paidBack = refunds.filter(({ state }) => state === 'PAID').map(rowOf);
  const backIn = ({ items = [] }: (typeof payouts)[number]) =>
    0 -
    sumOf(
      items.filter(({ refund }) => refund !== undefined),
      ({ grossMinor }) => grossMinor,
    );
  const disputed = (of: 'grossMinor' | 'feeMinor') => (payout: (typeof payouts)[number]) =>
    sumOf(
      (payout.items ?? []).filter(({ dispute }) => dispute !== undefined),
      (item) => item[of],
    );
  const takenBack = disputed('grossMinor');
  const takenFees = disputed('feeMinor');
  // A payout whose line came before its announcement was received as a payment and is in the bank by that.
  const direct = (reference: string | undefined) => lineOf.get(reference ?? '')?.paymentId === undefined;
  const expected: Record<string, { key: string; minor: number }[]> = {
    cash: [...received('cash'), ...reversed('cash'), ...paidIn(slips, 'cash', -1)],
    cheques: [
      ...received('cheque'),
      ...reversed('cheque'),
      ...paidIn(slips, 'cheque', -1),
      ...onPaper(slips),
    ],
    clearing: [
      ...received('card', 'direct_debit'),
      ...paidOut((payout) => takenBack(payout) - payout.grossMinor - backIn(payout)),
    ],
    fees: [
      ...paidOut((payout) => payout.feeMinor - takenFees(payout)),
      ...wentBack(({ takenBack: back }) => back!.costs?.minor ?? 0),
      ...unpaid(slips, ({ costs }) => costs?.minor ?? 0),
    ],
    agencies: [...received('agency'), ...heldByAgencies(books)],
    collectionCosts: keptByAgencies(books),
    // With the provider, or in a payout: what was taken back and what that cost.
    chargebacks: [
      ...chargebacks.map(({ entity, amount, fee, taken }) => ({
        key: `${entity} ${amount.currency}`,
        minor: 0 - (taken ? amount.minor : 0) - fee.minor,
      })),
      ...paidOut((payout) => takenFees(payout) - takenBack(payout)),
    ],
    bank: [
      ...received('bank_transfer'),
      ...paidOut(({ netMinor, bankLineId }) => (direct(bankLineId) ? netMinor : 0)),
      ...paidBack.map((row) => ({ ...row, minor: 0 - row.minor })),
      ...wentBack(({ amount, takenBack: back }) => 0 - amount.minor - (back!.costs?.minor ?? 0)),
      // Where its line was a receipt before, the receipt has brought it.
      ...paidIn(slips, 'any', 1, ({ lineId }) => direct(lineId)),
      ...unpaid(slips, ({ costs }, minor) => 0 - minor - (costs?.minor ?? 0)),
      ...paidOver(books, direct),
    ],
    // On their way: given back, and neither in a payout nor on a statement yet.
    refundsInTransit: [
      ...refunds
        .filter(({ state }) => state !== 'FAILED' && state !== 'CANCELED')
        .map((refund) => ({ ...rowOf(refund), minor: 0 - refund.amount.minor })),
      ...paidBack,
      ...paidOut(backIn),
    ],
  };
  for (const [name, rows] of Object.entries(expected))
    for (const { key, one, other } of differing(
      sumsOf(
        linesOn(books, name),
        ({ entity, currency }) => `${entity} ${currency}`,
        ({ minor }) => minor,
      ),
      sumsOf(
        rows,
        (row) => row.key,
        ({ minor }) => minor,
      ),
    ))
      yield account(tenant, `${name} is ${one} in the ledger and ${other} by its documents`, key);
}
