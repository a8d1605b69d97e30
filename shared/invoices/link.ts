/**
 * The payment link of an invoice (rules §3.18): `tenant.invoice.secret`. The secret is derived from a key in the vault,
 * so that every mail and document of the invoice carries the same link; the table keeps only its hash.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** 132 bits: 22 characters of base64url. */
const secretOf = (linkKey: string, tenant: string, invoiceId: string): string =>
  createHmac('sha256', linkKey).update(`${tenant}\n${invoiceId}`).digest('base64url').slice(0, 22);

export const tokenOf = (linkKey: string, tenant: string, invoiceId: string): string =>
  `${tenant}.${invoiceId.slice(4)}.${secretOf(linkKey, tenant, invoiceId)}`;
export const hashOf = (linkKey: string, tenant: string, invoiceId: string): string =>
  hash(secretOf(linkKey, tenant, invoiceId));

/** Undefined for anything that is not of the form. */
export const parseToken = (
  token: string,
): { tenant: string; invoiceId: string; secret: string } | undefined => {
  const parts = /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([\w-]{22})$/.exec(token);
  return parts ? { tenant: parts[1]!, invoiceId: `inv_${parts[2]}`, secret: parts[3]! } : undefined;
};

/** A text of others without the secrets of links in it: providers send the address back that payers return to. */
export const withoutSecrets = (text: string): string =>
  text.replaceAll(
    // Of an invoice, or of an account with entity, currency and last day.
    /\b([a-z][a-z0-9-]{1,30}\.[0-9a-hjkmnp-tv-z]{26}(?:\.[a-z][a-z0-9]{1,11}\.[a-z]{3}\.\d{8})?)\.[\w-]{22}/g,
    '$1.secret',
  );

/** Constant time, and the same work for an invoice that does not exist. */
export const opens = (secret: string, keptHash: string | undefined): boolean =>
  timingSafeEqual(Buffer.from(hash(secret)), Buffer.from(keptHash ?? hash('no invoice'))) &&
  keptHash !== undefined;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
