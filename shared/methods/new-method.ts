/** What a partner says of a card or an account that a provider has already, and that its customer agreed to elsewhere. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { Language, Text } from '../kernel/party.ts';
import { ProviderName } from '../payments/payment.ts';
import { Ceiling } from './method.ts';

const ProviderRef = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be a name that the provider gave');
export const NewMethod = z.strictObject({
  entity: EntityId.optional().meta({
    description: 'The legal entity that may charge; the first where absent.',
  }),
  provider: ProviderName,
  token: ProviderRef.meta({
    description: 'The provider’s name for it: a payment method of Stripe, a mandate of GoCardless.',
    example: 'pm_1PgafyB7WZ01zgkW6dKueIc5',
  }),
  payer: ProviderRef.optional().meta({
    description: 'The provider’s customer that it belongs to: it is refused where that is another one.',
  }),
  currency: Currency,
  last4: Text(4, 2).optional().meta({ description: 'Refused where the provider knows other last digits.' }),
  mandate: Text(70).optional().meta({ description: 'Refused where the provider knows another reference.' }),
  consent: z
    .strictObject({
      text: Text(2_000).meta({ description: 'The words, as they were shown or read out; no names.' }),
      version: z
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .meta({ description: 'Of the words; 1 where absent.' }),
      language: Language,
      at: Instant,
      by: Text(140).meta({ description: 'Who agreed for the customer.' }),
      channel: z.enum(['page', 'paper', 'phone']),
    })
    .meta({ id: 'ConsentGiven' }),
  expiresOn: LocalDate.optional().meta({ description: 'The last day of a charge; none where absent.' }),
  ceiling: Ceiling.optional(),
});
export type NewMethod = Readonly<z.infer<typeof NewMethod>>;
