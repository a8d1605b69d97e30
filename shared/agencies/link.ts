/**
 * The link by which an agency gets the files of its case: `tenant.case.secret`. Nothing of it is kept: the secret is made again from the key in
 * the vault, and the case says until when it opens anything.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

interface CaseLink {
  readonly tenant: string;
  readonly caseId: string;
}

/** 132 bits: 22 characters of base64url. The word keeps it from ever being the secret of something else. */
const secretOf = (linkKey: string, { tenant, caseId }: CaseLink): string =>
  createHmac('sha256', linkKey).update(`agency\n${tenant}\n${caseId}`).digest('base64url').slice(0, 22);

export const caseToken = (linkKey: string, of: CaseLink): string =>
  `${of.tenant}.${of.caseId.slice(4)}.${secretOf(linkKey, of)}`;

/** Which case a token opens; undefined for anything that this key did not make. Constant time. */
export const caseOpened = (linkKey: string, token: string): CaseLink | undefined => {
  const [, tenant, rest, secret] =
    /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([\w-]{22})$/.exec(token) ?? [];
  if (tenant === undefined) return undefined;
  const of = { tenant, caseId: `agc_${rest}` };
  return timingSafeEqual(hash(secret!), hash(secretOf(linkKey, of))) ? of : undefined;
};
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
