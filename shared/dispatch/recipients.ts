/** Where a mail goes: the contacts of its role, else the addresses of the profile, less those that take no mail. */
import { whoIsNow } from '../customers/alias.ts';
import { addressesOf, type Customer } from '../customers/customer.ts';
import { suppressed } from '../customers/store.ts';
import type { Deps } from '../runtime/context.ts';
import { readAll } from '../runtime/table.ts';
import type { Mail } from './mail.ts';

/** A customer, or an entity of the tenant itself. */
export type Recipient = Pick<Customer, 'emails'> & Partial<Pick<Customer, 'contacts' | 'mergedInto'>>;

/** What was owed under a merged customer's name is asked of who it is now. */
export const recipientsOf = async <C extends Recipient>(known: C, purpose: Mail['purpose'], deps: Deps) => {
  const customer = await whoIsNow(deps, known);
  const wanted = addressesOf(customer, purpose === 'order_confirmation' ? 'orders' : 'billing');
  const blocked = new Set(
    (await readAll(wanted.map((address) => suppressed(deps.tenant, address)))).map(({ address }) =>
      address.toLowerCase(),
    ),
  );
  return { customer, to: wanted.filter((address) => !blocked.has(address.toLowerCase())) };
};
