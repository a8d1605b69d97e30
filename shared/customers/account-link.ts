/**
 * The link to what a customer owes one legal entity in one currency: `tenant.customer.entity.currency.last day.secret` (rules §3.18).
 * Nothing of it is kept. The secret is made from a key in the vault and the addresses of the day, so that a new address makes old links open
 * nothing any more.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { LocalDate } from '../kernel/dates.ts';
import type { Customer } from './customer.ts';

export interface AccountLink {
  readonly tenant: string;
  readonly customerId: Customer['id'];
  readonly entity: string;
  readonly currency: string;
  /** The last day on which it opens. */
  readonly until: LocalDate;
}

type Addressed = Pick<Customer, 'emails' | 'contacts'>;

/** 132 bits: 22 characters of base64url. The word keeps it from ever being the secret of another kind of link. */
const secretOf = (linkKey: string, of: AccountLink, { emails, contacts = [] }: Addressed): string =>
  createHmac('sha256', linkKey)
    .update(
      [
        'account',
        of.tenant,
        of.customerId,
        of.entity,
        of.currency,
        of.until,
        ...emails.toSorted(),
        ...contacts.map(({ email }) => email).toSorted(),
      ].join('\n'),
    )
    .digest('base64url')
    .slice(0, 22);

export const accountToken = (linkKey: string, of: AccountLink, customer: Addressed): string =>
  [
    of.tenant,
    of.customerId.slice(4),
    of.entity,
    of.currency.toLowerCase(),
    of.until.replaceAll('-', ''),
    secretOf(linkKey, of, customer),
  ].join('.');

/** What a token speaks of, before anybody knows whether it is ours; undefined for anything that is not of the form. */
export const accountAsked = (token: string): (AccountLink & { readonly secret: string }) | undefined => {
  const [, tenant, customer, entity, currency, year, month, day, secret] =
    /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([a-z][a-z0-9]{1,11})\.([a-z]{3})\.(\d{4})(\d\d)(\d\d)\.([\w-]{22})$/.exec(
      token,
    ) ?? [];
  return tenant === undefined
    ? undefined
    : {
        tenant,
        customerId: `cus_${customer}`,
        entity: entity!,
        currency: currency!.toUpperCase(),
        until: `${year}-${month}-${day}`,
        secret: secret!,
      };
};

/** Constant time, and the same work for a customer that there is not. */
export const accountOpens = (
  linkKey: string,
  { secret, ...of }: AccountLink & { readonly secret: string },
  customer: Addressed | undefined,
): boolean =>
  timingSafeEqual(hash(secret), hash(secretOf(linkKey, of, customer ?? { emails: [], contacts: [] }))) &&
  customer !== undefined;
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
