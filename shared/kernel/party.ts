/** Shapes that both sides of an invoice share. */
import * as z from 'zod';

/**
 * Text that ends in documents, mails and files: no control characters, no halves of characters, no line breaks, and none of the bidirectional
 * controls (Unicode UAX 9) that make a reader see another order of words and digits than the one that is stored.
 */
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(
      /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u,
      'must be one line without control characters',
    );

export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code such as "DE"')
  .meta({ id: 'Country', example: 'DE' });
export const Language = z
  .enum(['en', 'de'])
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

export const Email = z.email().max(254).meta({ id: 'Email', example: 'accounts@example.com' });
/** By form only; per-country check digits come with the customer master. */
export const VatId = z
  .string()
  .regex(/^[A-Z]{2}[A-Z0-9+*.]{2,13}$/, 'must be a VAT identifier with its country prefix')
  .meta({ id: 'VatId', example: 'DE136695976' });
