/**
 * Table: SLIP `${t}#SLIP#${id}`/SLIP (g1 `${t}#SLIPS`/id; g2 once handed in `${t}#SLIPSOF#${iban}#${currency}`/day#id) ·
 * LAST `${t}#SLIPNO#${entity}`/LAST: the number that was given last
 * 1. one: 1 read · 2. list, newest first: 1 query + 1 batch · 3. handed in for an account since a day, newest first: 1 query + 1 batch ·
 * 4. the last number: 1 read
 */
import * as z from 'zod';
import type { LocalDate } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { putInHand, putPayment } from '../payments/store.ts';
import type { Moved } from './rules.ts';
import { Slip } from './slip.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#SLIP#${id}`, sk: 'SLIP' });
const handedInFor = (tenant: string, iban: string, currency: string) =>
  `${tenant}#SLIPSOF#${iban}#${currency}`;

export const slipById = (tenant: string, id: string): Read<Slip> => ({
  key: key(tenant, id),
  parse: docOf(Slip),
});
export const slips = (tenant: string): Listing<Slip> => ({
  index: 'g1',
  partition: `${tenant}#SLIPS`,
  order: 'newest first',
  parse: docOf(Slip),
});
export const slipsFor = (
  tenant: string,
  { iban, currency }: { iban: string; currency: string },
  from: LocalDate,
): Listing<Slip> => ({
  index: 'g2',
  partition: handedInFor(tenant, iban, currency),
  from,
  order: 'newest first',
  parse: docOf(Slip),
});
export const putSlip = (tenant: string, slip: Slip): Write<'table.stale'> =>
  saved(key(tenant, slip.id), 'slip', slip, `slip ${slip.id}`, {
    g1p: `${tenant}#SLIPS`,
    g1s: slip.id,
    ...(slip.handedInOn !== undefined && {
      g2p: handedInFor(tenant, slip.iban, slip.total.currency),
      g2s: `${slip.handedInOn}#${slip.id}`,
    }),
  });

/** The slip and the payments whose place it changes. */
export const writesOf = (tenant: string, { slip, payments }: Moved): Write<'table.stale'>[] => [
  putSlip(tenant, slip),
  ...payments.map((payment) => putPayment(tenant, payment)),
];
/** As `writesOf`, where payments come onto a slip or leave it. */
export const gatheringOf = (tenant: string, moved: Moved): Write<'table.stale'>[] => [
  ...writesOf(tenant, moved),
  ...moved.payments.map((payment) => putInHand(tenant, payment)),
];

const Last = z.object({ version: z.int().min(1), number: z.int().min(1) });
type Last = Readonly<z.infer<typeof Last>>;
export const lastSlip = (tenant: string, entity: string): Read<Last> => ({
  key: { pk: `${tenant}#SLIPNO#${entity}`, sk: 'LAST' },
  parse: docOf(Last),
});
export const putLastSlip = (tenant: string, entity: string, last: Last): Write<'table.stale'> =>
  saved(lastSlip(tenant, entity).key, 'slip-last', last, `the last slip of ${entity}`);
