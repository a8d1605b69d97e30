/**
 * Where answers to our mails go: `reply+<token>@<domain>`. The token says of which company and of which invoice, mail or customer the answered
 * mail was, signed with the key in the vault. What a mail program puts first into `References` of an answer is what we put there: the
 * token stands there, too, for whoever changes the address. Nothing is kept for it, and it opens nothing: it only says what is answered.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Answered {
  readonly tenant: string;
  /** Id of an invoice, a mail or a customer; absent where only the company is known. */
  readonly id?: string | undefined;
}

const KINDS = { i: 'inv', m: 'mail', c: 'cus' } as const;
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const kindOf = (id: string) =>
  (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((kind) => id.startsWith(`${KINDS[kind]}_`));

/** 60 bits in small letters: mail servers do not always keep capitals. Guessing takes one mail for each try. */
const signatureOf = (linkKey: string, { tenant, id = '' }: Answered): string =>
  [...createHmac('sha256', linkKey).update(`reply\n${tenant}\n${id}`).digest().subarray(0, 12)]
    .map((byte) => LETTERS[byte & 31])
    .join('');

const tokenOf = (linkKey: string, of: Answered): string => {
  const { tenant, id } = of;
  const kind = id === undefined ? undefined : kindOf(id);
  return kind === undefined
    ? `t${signatureOf(linkKey, { tenant })}${tenant}`
    : `${kind}${id!.slice(KINDS[kind].length + 1)}${signatureOf(linkKey, of)}${tenant}`;
};

/** RFC 5321 §4.5.3.1.1. */
const MOST_LOCAL = 64;
/** A company of a long name has an address of its own alone: what was answered is in the thread then. */
export const replyAddress = (linkKey: string, of: Answered, domain: string): string => {
  const local = `reply+${tokenOf(linkKey, of)}`;
  return `${local.length <= MOST_LOCAL ? local : `reply+${tokenOf(linkKey, { tenant: of.tenant })}`}@${domain}`;
};
/** The first of the message ids that an answer refers to (RFC 5322 §3.6.4). */
export const replyThread = (linkKey: string, of: Answered, domain: string): string =>
  `<reply.${tokenOf(linkKey, of)}@${domain}>`;

const TOKEN = /reply[+.]([a-z0-9][a-z0-9-]{12,80})@/;
/** What an address or a message id of ours says; undefined for anything that this key did not sign. */
export const answeredBy = (linkKey: string, text: string, domain: string): Answered | undefined => {
  const small = text.toLowerCase();
  const [, token] = small.includes(`@${domain}`) ? (TOKEN.exec(small) ?? []) : [];
  if (token === undefined) return undefined;
  const said = named(token);
  return said && same(tokenOf(linkKey, said), token) ? said : undefined;
};

const named = (token: string): Answered | undefined => {
  if (token.startsWith('t')) {
    const tenant = /^t[0-9a-z]{12}([a-z][a-z0-9-]{1,30})$/.exec(token)?.[1];
    return tenant === undefined ? undefined : { tenant };
  }
  const [, kind, id, tenant] =
    /^([imc])([0-9a-hjkmnp-tv-z]{26})[0-9a-z]{12}([a-z][a-z0-9-]{1,30})$/.exec(token) ?? [];
  return kind === undefined
    ? undefined
    : { tenant: tenant!, id: `${KINDS[kind as keyof typeof KINDS]}_${id}` };
};
const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
