/** What GoCardless pays out: its items, each with what it is of ours. */
import * as z from 'zod';
import type { Payout as Expected } from '../payment.ts';
import { Payment, PayoutItem, Refund, type Payout, type Wire } from './gocardless-wire.ts';
import { isRefundId, parseReference, type ProviderFact } from './port.ts';

const Page = z.object({
  payout_items: z.array(PayoutItem),
  meta: z.object({ cursors: z.object({ after: z.string().nullish() }).optional() }).optional(),
});
type Item = Expected['items'][number];

export const payoutFact = async (api: Wire, payout: Payout): Promise<ProviderFact> => {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ payout: payout.id, limit: '500', ...(after && { after }) });
    const { payout_items: page, meta } = Page.parse(await api.get(`/payout_items?${query.toString()}`));
    for (const row of page) {
      const item = await itemOf(api, row);
      if (item) items.push(item);
    }
    after = meta?.cursors?.after ?? undefined;
  } while (after !== undefined);
  const grossMinor = items.reduce((sum, item) => sum + item.grossMinor, 0);
  // Fees are told in parts of a cent, and rounded once: they are what is missing in the payout.
  const feeMinor = grossMinor - payout.amount;
  return {
    kind: 'payout',
    payout: {
      reference: payout.reference,
      provider: 'gocardless',
      currency: payout.currency,
      grossMinor,
      feeMinor,
      netMinor: payout.amount,
      arrivalDate: payout.arrival_date!,
      items: [...items, { attempt: payout.id, grossMinor: 0, feeMinor }],
    },
  };
};

/** Undefined for fees, and for what else is no money of payers. */
const itemOf = async (api: Wire, { amount, type, links }: PayoutItem): Promise<Item | undefined> => {
  const row = { attempt: links.payment ?? type, grossMinor: Math.round(Number(amount)), feeMinor: 0 };
  switch (type) {
    case 'payment_paid_out':
      return row;
    case 'payment_failed':
    case 'payment_charged_back': {
      const { metadata } = await api.one('payments', Payment, links.payment!);
      return parseReference(metadata['reference'] ?? '') ? { ...row, dispute: links.payment! } : row;
    }
    case 'payment_refunded':
    case 'refund':
    case 'refund_funds_returned': {
      const refund = links.refund && (await api.one('refunds', Refund, links.refund)).metadata['refund'];
      return isRefundId(refund ?? '') ? { ...row, refund: refund! } : row;
    }
    default:
      return undefined;
  }
};
