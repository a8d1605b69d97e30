/**
 * The link that switches a kind of mails off for a customer: `tenant.customer.kind.secret`. Nothing of it is kept: the secret is
 * made again from the key in the vault. It has no last day, because mails are read late and a right to be left alone does not end.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { CourtesyMail, type Customer } from './customer.ts';

export interface MailLink {
  readonly tenant: string;
  readonly customerId: Customer['id'];
  readonly kind: CourtesyMail;
}

/** 132 bits: 22 characters of base64url. The word keeps it from ever being the secret of an order or an invoice. */
const secretOf = (linkKey: string, { tenant, customerId, kind }: MailLink): string =>
  createHmac('sha256', linkKey)
    .update(`mails\n${tenant}\n${customerId}\n${kind}`)
    .digest('base64url')
    .slice(0, 22);

export const mailToken = (linkKey: string, of: MailLink): string =>
  `${of.tenant}.${of.customerId.slice(4)}.${of.kind}.${secretOf(linkKey, of)}`;

/** Whose mails a token switches; undefined for anything that this key did not make. Constant time. */
export const mailOpened = (linkKey: string, token: string): MailLink | undefined => {
  const [, tenant, rest, said, secret] =
    /^([a-z][a-z0-9-]{1,30})\.([0-9a-hjkmnp-tv-z]{26})\.([a-z]{1,20})\.([\w-]{22})$/.exec(token) ?? [];
  const kind = CourtesyMail.safeParse(said);
  if (tenant === undefined || !kind.success) return undefined;
  const of: MailLink = { tenant, customerId: `cus_${rest}`, kind: kind.data };
  return timingSafeEqual(hash(secret!), hash(secretOf(linkKey, of))) ? of : undefined;
};
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
