/** Whose a mail is: by the address or the thread that it answers, else by its sender, where that is an address of one customer, or a person has said whose it is. */
import { whoIsNow } from '../customers/alias.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customersAt } from '../customers/reached.ts';
import { customerById } from '../customers/store.ts';
import { mailOf } from '../dispatch/store.ts';
import type { Answered } from '../dispatch/reply-address.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import { hiddenKey, type Deps } from '../runtime/context.ts';
import { read, readAll } from '../runtime/table.ts';
import type { KnownBy } from './received.ts';
import { senderOf } from './store.ts';

export interface Place {
  readonly customer: Customer;
  readonly invoices: readonly Invoice['id'][];
  /** It answers the mail of a case. */
  readonly disputeId?: string | undefined;
  readonly knownBy: KnownBy;
}
/** Its sender writes for each of them: a person says for whom this time. */
export interface Several {
  readonly candidates: readonly Customer['id'][];
}

export const placeOf = async (
  answered: Answered,
  from: string | undefined,
  deps: Deps,
): Promise<Place | Several | undefined> => {
  const said = await saidBy(answered, deps);
  if (said || from === undefined) return said && placed(said, deps);
  const [one, ...more] = await customersAt(deps.tenant, from);
  if (one && more.length > 0) return { candidates: [one, ...more].map(({ id }) => id) };
  if (one) return { customer: one, invoices: [], knownBy: 'sender_found' };
  const before = await saidOf(from, deps);
  return before && placed(before, deps);
};
/** Its customer as it is now, and what of the invoices is its own. */
export const placed = async (
  { customerId, invoices, disputeId, knownBy }: Said,
  deps: Deps,
): Promise<Place | undefined> => {
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
  if (!customer || customer.erased) return undefined;
  const found = await readAll(invoices.slice(0, MOST_INVOICES).map((id) => invoiceById(deps.tenant, id)));
  const own = found.filter((one) => idsOf(customer).includes(one.customerId));
  return { customer, invoices: own.map(({ id }) => id), disputeId, knownBy };
};
/** So many may a reply be about. */
const MOST_INVOICES = 20;

interface Said {
  readonly customerId: string;
  readonly invoices: readonly string[];
  readonly disputeId?: string | undefined;
  readonly knownBy: KnownBy;
}
const saidBy = async ({ id = '' }: Answered, deps: Deps): Promise<Said | undefined> => {
  if (id.startsWith('cus_')) return { customerId: id, invoices: [], knownBy: 'answered' };
  if (id.startsWith('inv_')) {
    const invoice = await read(invoiceById(deps.tenant, id));
    return invoice && { customerId: invoice.customerId, invoices: [id], knownBy: 'answered' };
  }
  const mail = id.startsWith('mail_') ? await read(mailOf(deps.tenant, { id })) : undefined;
  if (mail?.customerId === undefined) return undefined;
  const { reminder, collection, dispute } = mail;
  const steps = reminder?.steps?.map(({ invoiceId }) => invoiceId) ?? reminder?.invoiceIds ?? [];
  return {
    customerId: mail.customerId,
    invoices: [...steps, ...(collection ? [collection.invoiceId] : [])],
    disputeId: dispute?.disputeId,
    knownBy: 'answered',
  };
};
/** A person said before whose its sender is. */
const saidOf = async (from: string, deps: Deps): Promise<Said | undefined> => {
  const customerId = await read(senderOf(deps.tenant, hiddenKey(deps.tenant, from)));
  return customerId === undefined ? undefined : { customerId, invoices: [], knownBy: 'said_before' };
};

/** An address of the customer itself: of its profile or of its people. */
export const isOf = ({ emails, contacts = [] }: Customer, from: string | undefined): boolean =>
  [...emails, ...contacts.map(({ email }) => email)].some((address) => address.toLowerCase() === from);
