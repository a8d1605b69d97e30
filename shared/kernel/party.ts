/** Shapes that both sides of an invoice share. */
import * as z from 'zod';

/**
 * Text that ends in documents, mails and files: no control characters, no line breaks, and none of the bidirectional
 * controls (Unicode UAX 9) that make a reader see another order of words and digits than the one that is stored.
 * Blanks around it are taken and dropped. One pattern says all of it, in ranges that every dialect reads alike: what the
 * OpenAPI document allows is what is taken, and a character is a character. Half of one (a lone surrogate) no JSON of UTF-8 has, and
 * dialects read its range in a pattern differently: it is refused beside the pattern.
 */
export const Text = (max: number, min = 1) => {
  const inner = `[^${FORBIDDEN}]{${Math.max(0, min - 2)},${max - 2}}`;
  const more = `(${inner}${FILLED})${min > 1 ? '' : '?'}`;
  return z
    .string()
    .regex(
      new RegExp(`^\\s*${FILLED}${more}\\s*$`, 'u'),
      `must be one line of ${min} to ${max} characters, without control characters`,
    )
    .refine((text) => text.isWellFormed(), 'must have no half characters')
    .trim();
};
const FORBIDDEN = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069';
const FILLED = `[^\\s${FORBIDDEN}]`;

export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code such as "DE"')
  .meta({ id: 'Country', example: 'DE' });
export const Language = z
  .enum(['en', 'de', 'fr', 'es', 'it', 'nl'])
  .meta({ id: 'Language', description: 'BCP 47 language of documents and mails.' });
export type Language = z.infer<typeof Language>;

export const Address = z
  .strictObject({
    line1: Text(100),
    line2: Text(100).optional(),
    postalCode: Text(20),
    city: Text(80),
    country: Country,
  })
  .meta({ id: 'Address' });
export type Address = z.infer<typeof Address>;

/** By the lengths of RFC 5321 §4.5.3.1 too: a mail to a longer local part or label is never delivered. */
export const Email = z
  .email({ abort: true })
  .max(254, { abort: true })
  .refine(
    (address) => /^[^@]{1,64}@([^.]{1,63}\.)+[^.]{1,63}$/.test(address),
    'must have a local part of 64 characters at most',
  )
  .meta({ id: 'Email', example: 'accounts@example.com' });
/** Where an e-invoice is delivered (BT-34, BT-49). By form only; the scheme and its digits are checked in access/endpoint.ts. */
export const Endpoint = z
  .strictObject({
    scheme: z
      .string()
      .regex(/^(\d{4}|A[NQSU]|EM)$/, 'must be a code of the list EAS such as "0204"')
      .meta({ description: 'Code of the list EAS (Electronic Address Scheme).', example: '0204' }),
    id: z.string().regex(/^[!-~]{1,100}$/, 'must be 1 to 100 characters without blanks'),
  })
  .meta({ id: 'Endpoint', description: 'Where an e-invoice is delivered.' });
export type Endpoint = Readonly<z.infer<typeof Endpoint>>;
/** By form only; a customer's is checked by country as well (customers/taxid.ts). */
export const VatId = z
  .string()
  .regex(/^[A-Z]{2}[A-Z0-9+*.]{2,13}$/, 'must be a VAT identifier with its country prefix')
  .meta({ id: 'VatId', example: 'DE136695976' });
