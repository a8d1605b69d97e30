/** Each fact of the documents is booked once, and nothing else is. */
import type { Books } from './books.ts';
import { differing, rule, sumsOf, type Finding } from './finding.ts';

const once = rule(
  'ledger.once',
  'A fact was booked twice, or not at all: reverse the second, or replay the act.',
);

/** One entry per invoice, receipt, payout that arrived and step of a refund; none for anything that is not there. */
export function* bookedOnce({
  tenant,
  entries,
  invoices,
  creditNotes,
  payments,
  payouts,
  refunds,
}: Books): Generator<Finding> {
  const facts: Record<string, string[]> = {
    invoice: invoices
      .filter(({ total, external, prepayment }) => total.minor !== 0 && external === undefined && !prepayment)
      .map(({ number }) => number),
    prepayment: invoices.filter(({ prepayment }) => prepayment).map(({ number }) => number),
    void: invoices
      .filter(({ total, state }) => total.minor !== 0 && state === 'VOID')
      .map(({ number }) => number),
    opening: invoices.filter(({ external }) => external !== undefined).map(({ number }) => number),
    credit_note: creditNotes.filter(({ total }) => total.minor !== 0).map(({ number }) => number),
    receipt: payments
      .filter(({ amount, method }) => amount.minor !== 0 && method !== 'credit_note')
      .map(({ id }) => id),
    receipt_reversal: payments.filter(({ collection }) => collection?.reversed).map(({ id }) => id),
    payout: payouts.filter(({ state }) => state === 'RECONCILED').map(({ reference }) => reference),
    refund: refunds.map(({ id }) => id),
    refund_reversal: refunds
      .filter(({ state }) => state === 'FAILED' || state === 'CANCELED')
      .map(({ id }) => id),
    refund_paid: refunds.filter(({ state }) => state === 'PAID').map(({ id }) => id),
  };
  for (const [kind, sources] of Object.entries(facts))
    for (const { key, one, other } of differing(
      sumsOf(
        entries.filter((entry) => entry.kind === kind),
        ({ source }) => source,
        () => 1,
      ),
      sumsOf(
        sources,
        (source) => source,
        () => 1,
      ),
    ))
      yield once(tenant, `${one} entries of kind ${kind} stand for ${other} documents`, key);
}
