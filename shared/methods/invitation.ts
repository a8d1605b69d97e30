/** A link by which a customer keeps a card or an account without paying: whom it is for, and what was begun by it. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Consent } from '../payments/on-file.ts';
import { ProviderName } from '../payments/payment.ts';

export const InvitationId = idOf('ivt').meta({ id: 'PaymentMethodLinkId' });

/** One consent and the provider's page that was opened with it: kept before the provider hears of it, under its place in the list. */
const Setup = z.object({
  provider: ProviderName,
  consent: Consent,
  at: Instant,
  url: z.string().optional(),
});
export type Setup = Readonly<z.infer<typeof Setup>>;

export const Invitation = z.object({
  id: InvitationId,
  version: z.int().min(1),
  customerId: CustomerId,
  entity: EntityId,
  currency: Currency,
  expiresOn: LocalDate,
  setups: z.array(Setup),
  at: Instant,
  by: z.string(),
  trace: TraceId,
});
export type Invitation = Readonly<z.infer<typeof Invitation>>;

/** What partners see of it. */
export const MethodLink = z
  .object({
    id: InvitationId,
    customerId: CustomerId,
    entity: EntityId,
    currency: Currency.meta({ description: 'Invoices in it will be charged.' }),
    expiresOn: LocalDate.meta({ description: 'The last day on which it opens.' }),
    url: z.string().optional().meta({
      description:
        'The link, for the customer alone: in this answer and nowhere else; a repeated request does not tell it again.',
    }),
  })
  .meta({ id: 'PaymentMethodLink' });
