/**
 * The link by which a recipient gets a file: `tenant.export.recipient.secret`. Nothing of it is kept: the secret is made again from the key
 * in the vault, so that a mail that is sent anew has the same link; the export says until when it opens, and the table what was withdrawn.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

interface FileLink {
  readonly tenant: string;
  readonly exportId: string;
  /** Which of the export's recipients, from 1 on. */
  readonly recipient: number;
}

/** 132 bits: 22 characters of base64url. The word keeps it from ever being the secret of something else. */
const secretOf = (linkKey: string, { tenant, exportId, recipient }: FileLink): string =>
  createHmac('sha256', linkKey)
    .update(`report\n${tenant}\n${exportId}\n${recipient}`)
    .digest('base64url')
    .slice(0, 22);

export const fileToken = (linkKey: string, of: FileLink): string =>
  `${of.tenant}.${of.exportId.slice(4)}.${of.recipient}.${secretOf(linkKey, of)}`;

/** Which file of which recipient a token opens; undefined for anything that this key did not make. Constant time. */
export const fileOpened = (linkKey: string, token: string): FileLink | undefined => {
  const [, tenant, rest, recipient, secret] =
    /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([1-5])\.([\w-]{22})$/.exec(token) ?? [];
  if (tenant === undefined) return undefined;
  const of = { tenant, exportId: `exp_${rest}`, recipient: Number(recipient) };
  return timingSafeEqual(hash(secret!), hash(secretOf(linkKey, of))) ? of : undefined;
};
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
