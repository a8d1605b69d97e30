/** How long a code and a session last, how often one may ask, and how an address is shown to whoever may not know it. */
import { everyAddress } from '../addresses/rules.ts';
import { addressesOf, type Customer } from '../customers/customer.ts';
import { isPaidThere } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import type { Asked, Session } from './session.ts';

const MINUTE_MS = 60_000;
export const CODE_MS = 10 * MINUTE_MS;
/** Five of a million: with five codes in an hour, one in forty thousand who guess all day gets in. */
export const MOST_TRIES = 5;
export const IDLE_MS = 30 * MINUTE_MS;
export const SESSION_MS = 8 * 60 * MINUTE_MS;
const WINDOW_MS = 60 * MINUTE_MS;
/** In an hour: of one address, and of all addresses of a customer together. */
export const MOST_OF_ADDRESS = 5;
export const MOST_OF_CUSTOMER = 10;

export const later = (now: Instant, ms: number): Instant => new Date(Date.parse(now) + ms).toISOString();

/** One more, and which code it is; undefined where there were enough in the last hour. */
export const askedOnce = (
  before: Asked | undefined,
  most: number,
  now: Instant,
  live?: Asked['live'],
): Asked | undefined => {
  const from = later(now, -WINDOW_MS);
  const at = (before?.at ?? []).filter((one) => one > from);
  return at.length >= most
    ? undefined
    : { version: (before?.version ?? 0) + 1, at: [...at, now], ...(live && { live }) };
};

/** Whether what is kept of a session still opens anything. */
export const isAlive = ({ over, until }: Session, now: Instant): boolean => over === undefined && now < until;

/** Its link still opens, there is something to pay, and it is not the agency alone that takes money for it. */
export const isPayable = (
  invoice: Pick<Invoice, 'link' | 'open' | 'agency'>,
  today: LocalDate,
  beside = false,
): boolean => today <= invoice.link.expiresOn && !isPaidThere(invoice) && (beside || invoice.open.minor > 0);

/** Whether the page of all has something to pay: an invoice, or what is left beside one that is paid. */
export const anyPayable = (
  invoices: readonly Pick<Invoice, 'id' | 'agency'>[],
  claims: readonly { readonly invoiceId: string }[],
): boolean => {
  const there = invoices.filter(isPaidThere).map(({ id }) => id as string);
  return there.length < invoices.length || claims.some(({ invoiceId }) => !there.includes(invoiceId));
};

type Addressed = Pick<Customer, 'emails' | 'contacts'>;

/** What an address gets of what we send by itself; an address of a role that no mail goes to gets nothing. */
export type Gets = 'billing' | 'orders';
export const addressesShown = (
  customer: Addressed & Pick<Customer, 'undeliverable'>,
): { readonly email: string; readonly gets: readonly Gets[]; readonly dead: boolean }[] =>
  everyAddress(customer).map((email) => ({
    email,
    gets: (['billing', 'orders'] as const).filter((role) =>
      addressesOf(customer, role).some((own) => sameAddress(own, email)),
    ),
    dead: (customer.undeliverable ?? []).some((one) => sameAddress(one.email, email)),
  }));

export const sameAddress = (a: string, b: string): boolean => plainAddress(a) === plainAddress(b);
/** As it is looked for: capitals and blanks around it tell nobody apart. */
export const plainAddress = (typed: string): string => typed.trim().toLowerCase();

/** Six digits, however they were typed. */
export const typedCode = (typed: string): string | undefined => {
  const digits = typed.replaceAll(/[\s.\-\u00a0]/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
};
