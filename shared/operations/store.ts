/**
 * Table: PARKED `${t}#PARKED#${id}`/PARKED (g1 while waiting `${t}#PARKED`/id), written by runtime/drain.ts
 * 1. by id: 1 read · 2. waiting, oldest first: 1 query + 1 batch · 3. facts of a time, from the acts (runtime/table.ts): 1 query per MB
 */
import { addDays, monthOf, monthsBetween } from '../kernel/dates.ts';
import { Envelope } from '../kernel/events.ts';
import { docOf, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Parked, type AnnounceAgain } from './operation.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#PARKED#${id}`, sk: 'PARKED' });

export const parkedById = (tenant: string, id: string): Read<Parked> => ({
  key: key(tenant, id),
  parse: docOf(Parked),
});
export const waiting = (tenant: string): Listing<Parked> => ({
  index: 'g1',
  partition: `${tenant}#PARKED`,
  parse: docOf(Parked),
});
/** Decided work leaves the list. `open` is what drain's own condition looks at when the same work is refused again. */
export const putDecided = (tenant: string, parked: Parked): Write<'table.stale'> => ({
  put: { ...key(tenant, parked.id), kind: 'parked', v: parked.version, open: 'no', doc: parked },
  if: { v: { is: '=', value: parked.version - 1 } },
  clash: 'table.stale',
  about: `parked work ${parked.id}`,
});

/** An entry stands in the month of its booking, which is earlier than its act where a bank's statement comes late. */
const BOOKED_DAYS_BEFORE = 92;

/** Listings that together hold every act from `from` to `to`, and others: each row says when it was. */
export const factsBetween = ({
  tenant,
  from,
  to,
}: AnnounceAgain): Listing<{ at: string; facts: Envelope[] }>[] => {
  const parse: Listing<{ at: string; facts: Envelope[] }>['parse'] = (item) => ({
    at: String(item['at']),
    facts: ((item['events'] ?? []) as unknown[]).map((fact) => Envelope.parse(fact)),
  });
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)];
  const acts = monthsBetween(monthOf(first), monthOf(last)).map((month) => ({
    partition: `${tenant}#ACTS#${month}`,
    from,
    to: `${to}$`,
    parse,
  }));
  const book = monthsBetween(monthOf(addDays(first, -BOOKED_DAYS_BEFORE)), monthOf(last)).map((month) => ({
    partition: `${tenant}#BOOK#${month}`,
    parse,
  }));
  return [...acts, ...book];
};
