/** What Stripe pays out: its list of balance transactions, each with what it is of ours. */
import type Stripe from 'stripe';
import type { Payout } from '../payment.ts';
import { isRefundId, parseReference } from './port.ts';
import { fromStripe } from './stripe-amounts.ts';

type Row = Stripe.BalanceTransaction;
/** Rows that are all fee: what Stripe takes beside the payments. */
const FEES: ReadonlySet<string> = new Set(['stripe_fee', 'stripe_fx_fee', 'tax_fee']);

export const payoutOf = async (
  client: Stripe,
  payout: Stripe.Payout,
): Promise<Omit<Payout, 'version' | 'state' | 'bankLineId'>> => {
  const inMinor = (amount: number): number => fromStripe(amount, payout.currency).minor;
  const items: Payout['items'] = [];
  for await (const row of client.balanceTransactions.list({
    payout: payout.id,
    limit: 100,
    expand: ['data.source'],
  })) {
    if (row.type === 'payout') continue;
    const fee = FEES.has(row.type) ? row.fee - row.amount : row.fee;
    items.push({
      ...(await namesOf(client, row)),
      grossMinor: inMinor(FEES.has(row.type) ? 0 : row.amount),
      feeMinor: inMinor(fee),
    });
  }
  return {
    reference: payout.id,
    provider: 'stripe',
    currency: payout.currency.toUpperCase(),
    grossMinor: items.reduce((total, item) => total + item.grossMinor, 0),
    feeMinor: items.reduce((total, item) => total + item.feeMinor, 0),
    netMinor: inMinor(payout.amount),
    arrivalDate: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10),
    items,
  };
};

/** Of which attempt of ours it is, and of which refund or dispute. */
const namesOf = async (
  client: Stripe,
  row: Row,
): Promise<Pick<Payout['items'][number], 'attempt' | 'refund' | 'dispute'>> => {
  const source = row.source as Stripe.Charge | Stripe.Refund | Stripe.Dispute | null;
  if (source?.object === 'dispute') {
    const reference = await referenceOf(client, source);
    return parseReference(reference) ? { attempt: reference, dispute: source.id } : { attempt: row.id };
  }
  const refund = source?.metadata?.['refund'] ?? '';
  return {
    attempt: source?.metadata?.['reference'] ?? row.id,
    ...(isRefundId(refund) && { refund }),
  };
};

/** A dispute has no metadata of its payment. */
const referenceOf = async (client: Stripe, { payment_intent: intent }: Stripe.Dispute): Promise<string> => {
  if (intent === null) return '';
  const id = typeof intent === 'string' ? intent : intent.id;
  return (await client.paymentIntents.retrieve(id)).metadata['reference'] ?? '';
};
