/** Branded, prefixed, sortable ids: `inv_` and 26 Crockford characters, the first ten of which are the time. */
import * as z from 'zod';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

export const idOf = <P extends string>(prefix: P) =>
  z
    .templateLiteral([`${prefix}_`, z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/)])
    .meta({ description: `Id that begins with ${prefix}_`, example: `${prefix}_01k9xq4n5e8y7v3m2c1b0a9z8w` });

/** 48 bits of time and 80 bits of the given randomness; the same input makes the same id. */
export const idFrom = <P extends string>(prefix: P, timeMs: number, random: Uint8Array): `${P}_${string}` => {
  let bits = BigInt(timeMs);
  for (const byte of random.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  return `${prefix}_${lettersOf(bits, 26)}`;
};

/** The lowest bits of a number, five in a letter: as text they sort as they count. */
export const lettersOf = (bits: bigint, count: number): string => {
  let text = '';
  for (let rest = bits; text.length < count; rest >>= 5n) text = CROCKFORD[Number(rest & 31n)] + text;
  return text;
};

/** When an id was made, in milliseconds: the first 48 of its bits. */
export const timeOf = (id: string): number => {
  let bits = 0n;
  const start = id.indexOf('_') + 1;
  for (const letter of id.slice(start, start + 26)) bits = (bits << 5n) | BigInt(CROCKFORD.indexOf(letter));
  return Number(bits >> 80n);
};

/** Kept by what a trace goes through, so that whatever happens to it later goes on under the same one. */
export const TraceId = z.string().max(64).optional().meta({
  description: 'One id from the order to the cash: in the log, the events, the mails and the books.',
});

/** Tenants are named by people: they stand in keys and URLs, so the alphabet is small. */
export const TenantId = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
