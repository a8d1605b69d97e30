/** What a change makes of a customer's addresses, when it may be made, and how often one may ask. */
import { addressesOf, type Contact, type Customer } from '../customers/customer.ts';
import type { Mail } from '../dispatch/mail.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { AddressChange, Asks, ChangeState, Wish } from './change.ts';

const HOUR_MS = 3_600_000;
/** Whoever reads mails once a day sees it in time. */
export const WAIT_MS = 24 * HOUR_MS;
/** So long the new address may be typed its code for; the night after it is over. */
export const CONFIRM_MS = 48 * HOUR_MS;
export const MOST_A_DAY = 3;
/** Of one change; a mail may be late, or lost. */
export const MOST_CODES = 3;

export const after = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** All of a record that says where mails go. */
export type Addressed = Pick<Customer, 'name' | 'emails' | 'contacts'>;
const plain = (email: string): string => email.trim().toLowerCase();
const same = (a: string, b: string | undefined): boolean => b !== undefined && plain(a) === plain(b);
const has = (list: readonly string[], email: string): boolean => list.some((one) => same(one, email));

/** Every address that the customer has, those for invoices first. */
export const everyAddress = (customer: Omit<Addressed, 'name'>): string[] => [
  ...new Set([
    ...addressesOf(customer, 'billing'),
    ...customer.emails,
    ...(customer.contacts ?? []).map(({ email }) => email),
  ]),
];

type Role = Contact['role'];
export const ROLES = ['billing', 'orders', 'disputes', 'executive'] as const satisfies Role[];
/** These go to the addresses of the profile where no contact has the role. */
const FALLS_BACK: readonly Role[] = ['billing', 'orders'];
const reachedBy = (customer: Omit<Addressed, 'name'>, role: Role): readonly string[] =>
  FALLS_BACK.includes(role)
    ? addressesOf(customer, role)
    : (customer.contacts ?? []).filter((one) => one.role === role).map(({ email }) => email);
export const rolesAt = (customer: Omit<Addressed, 'name'>, email: string): Role[] =>
  ROLES.filter((role) => has(reachedBy(customer, role), email));

const MOST_CONTACTS = 20;
export type Unchangeable =
  | 'addresses.nothing'
  | 'addresses.unknown'
  | 'addresses.there_already'
  | 'addresses.last'
  | 'addresses.too_many';

/**
 * The addresses as they are after it. Whoever is not named gets what it got: a mail of a role goes to the profile's addresses only
 * while no contact has the role, so that those become contacts beside the new one.
 */
export const changed = (
  customer: Addressed,
  wish: Wish,
): Result<Pick<Customer, 'emails' | 'contacts'>, Unchangeable> => {
  const { old, email, roles = [] } = wish;
  const all = everyAddress(customer);
  if (email === undefined ? old === undefined : roles.length === 0)
    return refuse('addresses.nothing', 'An address is named, and gets one kind of mail at least.');
  if (old !== undefined && !has(all, old))
    return refuse('addresses.unknown', 'The customer has no such address.');
  if (email !== undefined && has(all, email) && !same(email, old))
    return refuse('addresses.there_already', 'The customer has this address already.');
  const billing = reachedAfter(reachedBy(customer, 'billing'), 'billing', wish);
  if (billing.length === 0) return refuse('addresses.last', 'Invoices have to go to one address at least.');
  const left = customer.emails.filter((one) => !same(one, old));
  const instead = email !== undefined && left.length < customer.emails.length ? [email] : [];
  const profile = left.length + instead.length > 0 ? [...left, ...instead] : [billing[0]!];
  const contacts = ROLES.flatMap((role) => contactsOf(customer, wish, role, profile));
  return contacts.length > MOST_CONTACTS
    ? refuse('addresses.too_many', `A customer has ${MOST_CONTACTS} contacts at most.`)
    : ok({ emails: profile, ...(contacts.length > 0 && { contacts }) });
};

const newOf = (role: Role, { email, roles = [] }: Wish): string | undefined =>
  roles.includes(role) ? email : undefined;
const reachedAfter = (before: readonly string[], role: Role, wish: Wish): string[] => {
  const left = before.filter((one) => !same(one, wish.old));
  const more = newOf(role, wish);
  return more === undefined || has(left, more) ? left : [...left, more];
};

const contactsOf = (customer: Addressed, wish: Wish, role: Role, profile: readonly string[]): Contact[] => {
  const { contacts = [], name } = customer;
  const more = newOf(role, wish);
  const own = contacts.filter((one) => one.role === role);
  const left = own.filter(({ email }) => !same(email, wish.old));
  const called = (email: string): string => contacts.find((one) => same(one.email, email))?.name ?? name;
  const named = (email: string): Contact => ({ role, name: called(email), email });
  if (own.length === 0 && FALLS_BACK.includes(role)) {
    const wanted = reachedAfter(reachedBy(customer, role), role, wish);
    const alike = wanted.length === profile.length && wanted.every((one) => has(profile, one));
    if (more === undefined && alike) return [];
    left.push(...wanted.filter((one) => !same(one, more)).map(named));
  }
  if (more === undefined) return left;
  // What was known of the address beside its name, such as a telephone, is of that address.
  const before = own.find(({ email }) => same(email, more));
  return [...left, { ...before, role, name: wish.name ?? called(more), email: more }];
};

export const kindOf = ({ old, email }: Wish): 'add' | 'change' | 'remove' =>
  email === undefined ? 'remove' : old === undefined ? 'add' : 'change';

/** `b•••@example.com`: who has it knows it, and nobody else learns it. */
export const masked = (email: string): string => {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
};

/** The asks of the last day with one more; undefined where there were enough. */
export const askedToday = (before: Asks | undefined, now: string): string[] | undefined => {
  const from = after(now, -WAIT_MS);
  const at = (before?.at ?? []).filter((one) => one > from);
  return at.length >= MOST_A_DAY ? undefined : [...at, now];
};

/** What becomes of a change that waits; undefined while it goes on waiting. */
export const becomes = (
  { basis, confirmed, from, askedAt }: Pick<AddressChange, 'basis' | 'confirmed' | 'from' | 'askedAt'>,
  {
    now,
    basis: is,
    told,
  }: { readonly now: string; readonly basis: string | undefined; readonly told: Mail['state'] | undefined },
): Extract<ChangeState, 'APPLIED' | 'VOID' | 'LAPSED'> | undefined => {
  if (basis !== is) return 'VOID';
  if (!confirmed) return now < after(askedAt, CONFIRM_MS) ? undefined : 'LAPSED';
  // Who could say no has to have heard of it first.
  const heard = told !== undefined && told !== 'QUEUED' && told !== 'SENDING';
  return now < from || !heard ? undefined : 'APPLIED';
};

/** In the place of whatever names somebody. */
export const FORGOTTEN = { wish: {}, told: [], by: '–' } as const satisfies Partial<AddressChange>;
/** What is left of it once its customer's personal data are taken out; undefined where nothing is to go. */
export const forgotten = (change: AddressChange, now: string): AddressChange | undefined => {
  const { state, wish, told, version, endedAt = now } = change;
  if (told.length === 0 && Object.keys(wish).length === 0 && state !== 'PENDING') return undefined;
  const over = state === 'PENDING' ? 'VOID' : state;
  return { ...change, version: version + 1, ...FORGOTTEN, state: over, endedAt };
};
