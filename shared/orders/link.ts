/**
 * The link to an order's page, like the payment link (rules §3.18): `tenant.order.secret`. Nothing of it is kept: the secret is made
 * again from the key in the vault, so a table that leaks opens no page, and a new key revokes every link.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { addDays, type LocalDate } from '../kernel/dates.ts';

/** 132 bits: 22 characters of base64url. The word keeps it from ever being the secret of an invoice. */
const secretOf = (linkKey: string, tenant: string, orderId: string): string =>
  createHmac('sha256', linkKey).update(`order\n${tenant}\n${orderId}`).digest('base64url').slice(0, 22);

export const orderToken = (linkKey: string, tenant: string, orderId: string): string =>
  `${tenant}.${orderId.slice(4)}.${secretOf(linkKey, tenant, orderId)}`;

/** Whose order a token opens; undefined for anything that this key did not make. Constant time. */
export const orderOpened = (
  linkKey: string,
  token: string,
): { tenant: string; orderId: string } | undefined => {
  const [, tenant, rest, secret] =
    /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([\w-]{22})$/.exec(token) ?? [];
  if (tenant === undefined) return undefined;
  const orderId = `ord_${rest}`;
  return timingSafeEqual(hash(secret!), hash(secretOf(linkKey, tenant, orderId)))
    ? { tenant, orderId }
    : undefined;
};
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The last day on which an order's page opens. */
export const orderLinkUntil = (placedOn: LocalDate): LocalDate => addDays(placedOn, 365);
