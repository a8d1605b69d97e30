/**
 * Table: REFUND `${t}#REFUND#${id}`/REFUND (g1 `${t}#REFUNDS`/id; g2 while it is to be transferred `${t}#REFUNDSTOPAY`/id, while a provider
 * has not ended it `${t}#REFUNDCHECK`/when#id) · REFERENCE of one by bank `${t}#REFUNDREF#${reference}`/REF
 * 1. one: 1 read · 2. list, newest first: 1 query + 1 batch · 3. to be transferred, oldest first: 1 query + 1 batch ·
 * 4. to ask about: 1 query + 1 batch · 5. by reference: 1 read
 */
import { moveExposures } from '../credit/store.ts';
import type { Instant } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { putPayment } from '../payments/store.ts';
import { Refund } from './refund.ts';
import type { Effect } from './rules.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#REFUND#${id}`, sk: 'REFUND' });
const toPay = (tenant: string) => `${tenant}#REFUNDSTOPAY`;
const toCheck = (tenant: string) => `${tenant}#REFUNDCHECK`;

export const refundById = (tenant: string, id: string): Read<Refund> => ({
  key: key(tenant, id),
  parse: docOf(Refund),
});
export const refunds = (tenant: string): Listing<Refund> => ({
  index: 'g1',
  partition: `${tenant}#REFUNDS`,
  order: 'newest first',
  parse: docOf(Refund),
});
export const refundsToPay = (tenant: string): Listing<Refund> => ({
  index: 'g2',
  partition: toPay(tenant),
  parse: docOf(Refund),
});
export const refundsToCheck = (tenant: string, upTo: Instant): Listing<Refund> => ({
  index: 'g2',
  partition: toCheck(tenant),
  to: `${upTo}$`,
  parse: docOf(Refund),
});

const referenceKey = (tenant: string, reference: string) => ({
  pk: `${tenant}#REFUNDREF#${reference}`,
  sk: 'REF',
});
/** The id of the refund that a transfer's reference names. */
export const refundByReference = (tenant: string, reference: string): Read<string> => ({
  key: referenceKey(tenant, reference),
  parse: (item) => String(item['refundId']),
});

export const putRefund = (tenant: string, refund: Refund): Write<'table.stale'> =>
  saved(key(tenant, refund.id), 'refund', refund, `refund ${refund.id}`, {
    g1p: `${tenant}#REFUNDS`,
    g1s: refund.id,
    ...(refund.state === 'TO_PAY' && { g2p: toPay(tenant), g2s: refund.id }),
    ...(refund.checkAt !== undefined && { g2p: toCheck(tenant), g2s: `${refund.checkAt}#${refund.id}` }),
  });

/** Refund, receipts and credit of an effect; its entry and facts go into the act of the same commit. */
export const writesOf = (tenant: string, { refund, payments, exposures }: Effect): Write<'table.stale'>[] => [
  putRefund(tenant, refund),
  ...payments.map((payment) => putPayment(tenant, payment)),
  ...moveExposures(tenant, refund.amount.currency, exposures),
  ...(refund.version === 1 && refund.reference !== undefined
    ? [
        {
          put: { ...referenceKey(tenant, refund.reference), kind: 'refund-reference', refundId: refund.id },
          if: 'absent' as const,
          clash: 'table.stale' as const,
          about: `the reference of refund ${refund.id}`,
        },
      ]
    : []),
];
