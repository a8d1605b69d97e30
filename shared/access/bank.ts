/** The account of a legal entity, as its documents say it. */
import * as z from 'zod';
import { Text } from '../kernel/party.ts';

export const Bank = z
  .strictObject({
    name: Text(80),
    iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/),
    bic: z.string().regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/),
    qrIban: z
      .string()
      .regex(/^(CH|LI)\d{2}3[01]\d{3}[A-Z0-9]{12}$/)
      .optional()
      .meta({
        description: 'Of the same account: Swiss bills name it, and references have 27 digits.',
      }),
  })
  .meta({ id: 'Bank' });
export type Bank = z.infer<typeof Bank>;

/** An account that has no IBAN, as banks of North America number them: its statements are the entity's; no document names it. */
export const PlainAccount = z
  .strictObject({
    bank: z
      .string()
      .regex(/^[A-Z0-9]{4,11}$/)
      .meta({ description: 'The code of its bank, such as a routing number.', example: '021000021' }),
    number: z.string().regex(/^[A-Z0-9]{4,30}$/),
  })
  .meta({ id: 'PlainAccount' });
export type PlainAccount = Readonly<z.infer<typeof PlainAccount>>;
