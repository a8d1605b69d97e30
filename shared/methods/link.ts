/**
 * Links `tenant.thing.secret` (rules §3.18); nothing of a secret is kept, it is made again from the key in the vault. That of a notice is of an
 * invoice: it may say no to one charge, or to all, and nothing else, and has no last day, because a right to stop a charge does not end before it.
 * That of an invitation lets its customer keep a card or an account, up to the day that the invitation has.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

type Kind = 'autopay' | 'method';

/** 132 bits: 22 characters of base64url. The word keeps it from ever being the secret of another kind of link. */
const secretOf = (linkKey: string, kind: Kind, tenant: string, id: string): string =>
  createHmac('sha256', linkKey).update(`${kind}\n${tenant}\n${id}`).digest('base64url').slice(0, 22);

const tokenOf = (linkKey: string, kind: Kind, tenant: string, id: string): string =>
  `${tenant}.${id.slice(4)}.${secretOf(linkKey, kind, tenant, id)}`;

/** Of which tenant and thing a token is; undefined for anything that this key did not make. Constant time. */
const openedAs = <P extends string>(
  linkKey: string,
  kind: Kind,
  prefix: P,
  token: string,
): { tenant: string; id: `${P}_${string}` } | undefined => {
  const [, tenant, rest, secret] =
    /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([\w-]{22})$/.exec(token) ?? [];
  if (tenant === undefined) return undefined;
  const id = `${prefix}_${rest}` as const;
  return timingSafeEqual(hash(secret!), hash(secretOf(linkKey, kind, tenant, id)))
    ? { tenant, id }
    : undefined;
};
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

export const choiceToken = (linkKey: string, tenant: string, invoiceId: string): string =>
  tokenOf(linkKey, 'autopay', tenant, invoiceId);
export const choiceOpened = (linkKey: string, token: string) => openedAs(linkKey, 'autopay', 'inv', token);

export const keepToken = (linkKey: string, tenant: string, invitationId: string): string =>
  tokenOf(linkKey, 'method', tenant, invitationId);
export const keepOpened = (linkKey: string, token: string) => openedAs(linkKey, 'method', 'ivt', token);
