/**
 * What a browser carries, and what a form does. Everything is made from the key in the vault, each with a word of its own, so that
 * one is never taken for another; the table has hashes of what is random.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../kernel/dates.ts';

export const COOKIE = { session: '__Host-my', code: '__Host-my-code' } as const;

const mac = (linkKey: string, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', linkKey).update(parts.join('\n')).digest();
const short = (linkKey: string, ...parts: readonly string[]): string =>
  mac(linkKey, ...parts)
    .toString('base64url')
    .slice(0, 22);
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Constant time, whatever the lengths are. */
export const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
export const hashed = (text: string): string => digest(text).toString('hex');

/** Six digits. 2^64 is no multiple of a million, and the first code is likelier than the last by less than one in ten billion. */
export const codeOf = (linkKey: string, tenant: string, id: string): string =>
  String(mac(linkKey, 'code', tenant, id).readBigUInt64BE() % 1_000_000n).padStart(6, '0');

/** Bound to the session, or to the code that is waited for: another site's form has none, and another session's is another. */
export const formToken = (linkKey: string, of: string): string => short(linkKey, 'form', of);

/** Which of a customer's addresses is meant, without saying it. */
export const choiceOf = (linkKey: string, tenant: string, email: string): string =>
  short(linkKey, 'address', tenant, email);

/** Of a change of addresses. `answer`: whoever reads mails at the new one says by it that it is right; `stop`: whoever was told of it, that it is not. */
type Saying = 'answer' | 'stop';
export const changeToken = (linkKey: string, says: Saying, tenant: string, changeId: string): string =>
  [tenant, changeId, short(linkKey, says, tenant, changeId)].join('.');
/** Undefined for whatever this key did not sign to say that; nothing is read for it. */
export const changeIn = (
  linkKey: string,
  says: Saying,
  text: string,
): { readonly tenant: string; readonly id: string } | undefined => {
  const [, tenant, id, sign] =
    /^([a-z][a-z0-9-]{1,30})\.(adc_[0-9a-hjkmnp-tv-z]{26})\.([\w-]{22})$/.exec(text) ?? [];
  return tenant !== undefined && same(sign!, short(linkKey, says, tenant, id!))
    ? { tenant, id: id! }
    : undefined;
};

export interface Carried {
  readonly tenant: string;
  readonly id: string;
  readonly secret: string;
}
/** When the session was last used stands in the cookie and is signed, so that looking at a page writes nothing. */
export const sessionCookie = (linkKey: string, { tenant, id, secret }: Carried, now: Instant): string => {
  const seen = Math.floor(Date.parse(now) / 1000).toString(36);
  return [tenant, id, secret, seen, short(linkKey, 'session', tenant, id, secret, seen)].join('.');
};
/** Undefined for whatever this key did not make; nothing is read for it. */
export const sessionIn = (
  linkKey: string,
  text: string | undefined,
): (Carried & { readonly seenMs: number }) | undefined => {
  const [, tenant, id, secret, seen, sign] =
    /^([a-z][a-z0-9-]{1,30})\.(ses_[0-9a-hjkmnp-tv-z]{26})\.([\w-]{32})\.([0-9a-z]{1,8})\.([\w-]{22})$/.exec(
      text ?? '',
    ) ?? [];
  if (tenant === undefined || !same(sign!, short(linkKey, 'session', tenant, id!, secret!, seen!)))
    return undefined;
  return { tenant, id: id!, secret: secret!, seenMs: Number.parseInt(seen!, 36) * 1000 };
};

export const codeCookie = ({ tenant, id, secret }: Carried): string => [tenant, id, secret].join('.');
export const codeIn = (text: string | undefined): Carried | undefined => {
  const [, tenant, id, secret] =
    /^([a-z][a-z0-9-]{1,30})\.(otc_[0-9a-hjkmnp-tv-z]{26})\.([\w-]{32})$/.exec(text ?? '') ?? [];
  return tenant === undefined ? undefined : { tenant, id: id!, secret: secret! };
};

/** `__Host-`: of this very host, by TLS alone, for all of it. Without an age it goes with the browser. */
export const setCookie = (name: string, value: string, site: 'Lax' | 'Strict'): string =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${site}`;
export const dropCookie = (name: string): string =>
  `${name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
export const cookieIn = (cookies: readonly string[] | undefined, name: string): string | undefined =>
  cookies?.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
