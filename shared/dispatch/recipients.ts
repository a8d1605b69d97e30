/** Where a mail goes: the contacts of its role, where none of these takes mail the addresses of the profile. */
import { addressesOf, type Customer } from '../customers/customer.ts';
import { isStopped } from '../customers/rules.ts';
import { suppressed } from '../customers/store.ts';
import type { Deps } from '../runtime/context.ts';
import { readAll } from '../runtime/table.ts';
import type { Mail } from './mail.ts';

/** A customer, or an entity of the tenant itself. */
export type Recipient = Pick<Customer, 'emails'> &
  Partial<
    Pick<
      Customer,
      'contacts' | 'mergedInto' | 'mailsOff' | 'zone' | 'channel' | 'eInvoice' | 'name' | 'address'
    >
  >;

/**
 * `customer` is who it is now. `stopped` are addresses that take no mail from this moment on. The addresses of the profile are looked
 * at only where every contact fell out.
 */
export const recipientsOf = async (
  customer: Recipient,
  purpose: Mail['purpose'],
  deps: Deps,
  stopped: readonly string[] = [],
): Promise<string[]> => {
  const wanted = addressesOf(customer, purpose === 'order_confirmation' ? 'orders' : 'billing');
  const to = await takingMail(deps, wanted, stopped);
  return to.length > 0 ? to : takingMail(deps, rest(customer, wanted), stopped);
};

const rest = ({ emails }: Recipient, wanted: readonly string[]): readonly string[] =>
  emails.filter((address) => !wanted.includes(address));

const takingMail = async (
  { tenant }: Deps,
  wanted: readonly string[],
  stopped: readonly string[],
): Promise<string[]> => {
  if (wanted.length === 0) return [];
  const kept = await readAll(wanted.map((address) => suppressed(tenant, address)));
  const dead = kept.filter((one) => isStopped(one)).map(({ address }) => address);
  const blocked = new Set([...dead, ...stopped].map((one) => one.toLowerCase()));
  return wanted.filter((address) => !blocked.has(address.toLowerCase()));
};
