/**
 * Table: AWAITING `${t}#AWAITS#${payout}`/${line}: a bank line that names a payout which no provider has announced yet
 * 1. lines that wait for a payout: 1 query, strongly consistent: the announcement that follows the line at once finds it
 */
import type { Listing, Write } from '../kernel/storage.ts';
import type { Payout } from '../payments/payment.ts';
import { putPayout } from '../payments/store.ts';

const partition = (tenant: string, reference: string): string =>
  `${tenant}#AWAITS#${reference.toLowerCase()}`;

/** Ids of bank lines; those that were decided otherwise meanwhile are among them. */
export const linesAwaiting = (tenant: string, reference: string): Listing<string> => ({
  partition: partition(tenant, reference),
  parse: (item) => item.sk,
});
export const awaitPayout = (tenant: string, reference: string, lineId: string): Write<'table.stale'> => ({
  put: { pk: partition(tenant, reference), sk: lineId, kind: 'awaiting' },
  clash: 'table.stale',
  about: `line ${lineId}`,
});

/** The payout has arrived with this line. */
export const putReconciled = (tenant: string, payout: Payout, lineId: string): Write<'table.stale'> =>
  putPayout(tenant, { ...payout, version: payout.version + 1, state: 'RECONCILED', bankLineId: lineId });
