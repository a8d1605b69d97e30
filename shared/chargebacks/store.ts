/**
 * Table: CHARGEBACK `${t}#CHARGEBACK#${id}`/CHARGEBACK (g1 `${t}#CHARGEBACKS`/id; g2 while its provider has not ended it
 * `${t}#CHARGEBACKCHECK`/when#id)
 * 1. one: 1 read · 2. list, newest first: 1 query + 1 batch · 3. to ask about: 1 query + 1 batch
 */
import { moveExposures } from '../credit/store.ts';
import { putInvoice } from '../invoices/store.ts';
import type { Instant } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { putPayment } from '../payments/store.ts';
import { Chargeback } from './chargeback.ts';
import type { Effect } from './rules.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#CHARGEBACK#${id}`, sk: 'CHARGEBACK' });

export const chargebackById = (tenant: string, id: string): Read<Chargeback> => ({
  key: key(tenant, id),
  parse: docOf(Chargeback),
});
export const chargebacks = (tenant: string): Listing<Chargeback> => ({
  index: 'g1',
  partition: `${tenant}#CHARGEBACKS`,
  order: 'newest first',
  parse: docOf(Chargeback),
});
export const chargebacksToCheck = (tenant: string, upTo: Instant): Listing<Chargeback> => ({
  index: 'g2',
  partition: `${tenant}#CHARGEBACKCHECK`,
  to: `${upTo}$`,
  parse: docOf(Chargeback),
});
export const putChargeback = (tenant: string, chargeback: Chargeback): Write<'table.stale'> =>
  saved(key(tenant, chargeback.id), 'chargeback', chargeback, `chargeback ${chargeback.id}`, {
    g1p: `${tenant}#CHARGEBACKS`,
    g1s: chargeback.id,
    ...(chargeback.checkAt !== undefined && {
      g2p: `${tenant}#CHARGEBACKCHECK`,
      g2s: `${chargeback.checkAt}#${chargeback.id}`,
    }),
  });

/** Chargeback, receipt, invoices and credit of an effect; its entry and facts go into the act of the same commit. */
export const writesOf = (
  tenant: string,
  { chargeback, payment, claimants, invoices, exposures }: Effect,
): Write<'table.stale'>[] => [
  putChargeback(tenant, chargeback),
  ...[...(payment ? [payment] : []), ...claimants].map((one) => putPayment(tenant, one)),
  ...invoices.map((invoice) => putInvoice(tenant, invoice)),
  ...moveExposures(tenant, chargeback.amount.currency, exposures),
];
