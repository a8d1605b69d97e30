/** Whose an address is today. */
import { list, readAll } from '../runtime/table.ts';
import { whoIsNow } from './alias.ts';
import type { Customer } from './customer.ts';
import { addressKey, addressKeysOf } from './doubles.ts';
import { customerById, underKey } from './store.ts';

/** A bookkeeper's office may have one address for so many of its customers. */
const MOST_AT_ADDRESS = 25;

/** Who is reached at an address today, by the profile or by a contact, the first of them first. 1 query + 1 batch. */
export const customersAt = async (tenant: string, email: string): Promise<Customer[]> => {
  const key = addressKey(tenant, email);
  const { data } = await list(underKey(tenant, key), { limit: MOST_AT_ADDRESS });
  // Nobody there is looked for as well, so that it takes as long.
  const ids = data.length > 0 ? data : [`cus_${'0'.repeat(26)}`];
  const kept = await readAll(ids.map((id) => customerById(tenant, id)));
  const now = await Promise.all(kept.map((one) => whoIsNow({ tenant }, one)));
  return [...new Map(now.map((one) => [one.id, one])).values()].filter(
    (one) => !one.erased && addressKeysOf(tenant, one).includes(key),
  );
};
