/**
 * Table: CHANGE `${t}#ADDR#${id}`/CHANGE (g1 while it waits `${t}#ADDRCHANGES`/${askedAt}#${id}) · ASKS `${t}#ADDRASKS#${customer}`/ASKS.
 * Both go by TTL, a month after a change is over.
 * 1. what a customer asked for: 1 read, and 1 for the change that waits · 2. a change: 1 read · 3. those that wait, oldest first: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { AddressChange, Asks } from './change.ts';

const DAY_S = 86_400;
const seconds = (at: string): number => Math.floor(Date.parse(at) / 1000);
const going = (write: Write<'table.stale'>, ttl: number): Write<'table.stale'> => ({
  ...write,
  put: { ...write.put!, ttl },
});

export const changeById = (tenant: string, id: string): Read<AddressChange> => ({
  key: { pk: `${tenant}#ADDR#${id}`, sk: 'CHANGE' },
  parse: docOf(AddressChange),
});
export const putChange = (tenant: string, change: AddressChange): Write<'table.stale'> => {
  const { id, state, askedAt, endedAt = askedAt } = change;
  const write = saved(
    changeById(tenant, id).key,
    'address-change',
    change,
    `change ${id}`,
    state === 'PENDING' ? { g1p: `${tenant}#ADDRCHANGES`, g1s: `${askedAt}#${id}` } : {},
  );
  return state === 'PENDING' ? write : going(write, seconds(endedAt) + 30 * DAY_S);
};
export const waitingChanges = (tenant: string): Listing<AddressChange> => ({
  index: 'g1',
  partition: `${tenant}#ADDRCHANGES`,
  parse: docOf(AddressChange),
});

export const asksOf = (tenant: string, customerId: string): Read<Asks> => ({
  key: { pk: `${tenant}#ADDRASKS#${customerId}`, sk: 'ASKS' },
  parse: docOf(Asks),
});
export const putAsks = (tenant: string, asks: Asks): Write<'table.stale'> =>
  going(
    saved(asksOf(tenant, asks.customerId).key, 'address-asks', asks, 'what was asked for'),
    seconds(asks.at.at(-1)!) + 40 * DAY_S,
  );
