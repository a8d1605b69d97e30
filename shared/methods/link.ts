/**
 * The link of a notice: `tenant.invoice.secret` (rules §3.18). It may say no to one charge, or to all, and nothing else. Nothing of it is
 * kept: the secret is made again from the key in the vault. It has no last day, because a right to stop a charge does not end before it.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** 132 bits: 22 characters of base64url. The word keeps it from ever being the secret of another kind of link. */
const secretOf = (linkKey: string, tenant: string, invoiceId: string): string =>
  createHmac('sha256', linkKey).update(`autopay\n${tenant}\n${invoiceId}`).digest('base64url').slice(0, 22);

export const choiceToken = (linkKey: string, tenant: string, invoiceId: string): string =>
  `${tenant}.${invoiceId.slice(4)}.${secretOf(linkKey, tenant, invoiceId)}`;

/** Which invoice a token speaks of; undefined for anything that this key did not make. Constant time. */
export const choiceOpened = (
  linkKey: string,
  token: string,
): { tenant: string; invoiceId: string } | undefined => {
  const [, tenant, rest, secret] =
    /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([\w-]{22})$/.exec(token) ?? [];
  if (tenant === undefined) return undefined;
  const invoiceId = `inv_${rest}`;
  return timingSafeEqual(hash(secret!), hash(secretOf(linkKey, tenant, invoiceId)))
    ? { tenant, invoiceId }
    : undefined;
};
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
