/** What a customer lets us charge without being there: a card, or an account that is debited under a mandate, and what was agreed to. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { TraceId } from '../kernel/ids.ts';
import { Currency, Money, PositiveMoney } from '../kernel/money.ts';
import { Consent, MethodId } from '../payments/on-file.ts';
import { AttemptId, ProviderName } from '../payments/payment.ts';

export { MethodId };

export const EndReason = z
  .enum([
    'customer',
    'refused',
    'account_closed',
    'mandate_ended',
    'disputed',
    'provider',
    'expired',
    'erased',
  ])
  .meta({
    id: 'MethodEndReason',
    description:
      'customer: it was asked to be. refused: the bank said that it will never pay by it. account_closed, mandate_ended: by the bank. ' +
      'disputed: a payment by it was. provider: gone there. expired: the card’s last month is over. erased: with the customer’s data.',
  });
export type EndReason = z.infer<typeof EndReason>;

/** What a customer agreed to be charged at most by a method. A month is one of the legal entity's calendar. */
export const Ceiling = z
  .strictObject({
    perCharge: PositiveMoney.optional().meta({ description: 'No single charge is above it.' }),
    perMonth: PositiveMoney.optional().meta({
      description: 'What is charged in a month is not above it in all; what was refused is not counted.',
    }),
  })
  .meta({ id: 'ChargeCeiling', description: 'In the currency of the method.' });
export type Ceiling = Readonly<z.infer<typeof Ceiling>>;

const Kept = z.object({
  id: MethodId,
  version: z.int().min(1),
  customerId: CustomerId,
  entity: EntityId,
  provider: ProviderName,
  kind: z.enum(['card', 'direct_debit']),
  currency: Currency.meta({ description: 'Invoices in it are charged, and no others.' }),
  scheme: z.string().meta({ description: 'The provider’s word for how the money moves.', example: 'card' }),
  brand: z.string().optional(),
  last4: z.string().optional().meta({ description: 'The last digits of the card or of the account.' }),
  expires: z.string().optional().meta({ description: 'Of a card: its last month.', example: '2029-12' }),
  mandate: z.string().optional().meta({ description: 'Of a debit: reference of the mandate.' }),
  creditor: z.string().optional().meta({ description: 'Of a debit: the creditor’s identifier.' }),
  token: z.string(),
  payer: z.string().optional(),
  authorisation: z
    .object({
      consent: Consent,
      attemptId: AttemptId.optional().meta({
        description: 'The payment that it was given with; absent where it was given without one.',
      }),
      scope: z.literal('invoices').meta({ description: 'Invoices of this legal entity to this customer.' }),
      expiresOn: LocalDate.optional().meta({ description: 'The last day of a charge.' }),
      ceiling: Ceiling.optional(),
    })
    .meta({ description: 'Holds from the consent until the method is ended, or expires.' }),
  state: z.enum(['ACTIVE', 'ENDED']),
  ended: z.object({ at: Instant, by: z.string(), reason: EndReason, word: z.string().optional() }).optional(),
  at: Instant,
  trace: TraceId,
});
/** Names of the provider are for the provider. */
export const MethodView = Kept.omit({ token: true, payer: true }).meta({ id: 'MethodOnFile' });
export type MethodView = Readonly<z.infer<typeof MethodView>>;
export const MethodOnFile = Kept;
export type MethodOnFile = Readonly<z.infer<typeof Kept>>;

/** What a customer wants to be charged by itself: as it said last. */
export const Autopay = z
  .object({
    customerId: CustomerId,
    version: z.int().min(0).meta({ description: '0 where nothing was said yet.' }),
    on: z.boolean(),
    daysBefore: z
      .int()
      .min(0)
      .max(30)
      .optional()
      .meta({ description: 'Days before the due day; as the legal entity has it where absent.' }),
    preferred: MethodId.optional().meta({ description: 'Charged first; the newest where absent.' }),
    ceiling: Money.optional().meta({ description: 'No single charge is above it.' }),
    history: z
      .array(z.object({ at: Instant, by: z.string(), on: z.boolean() }))
      .meta({ description: 'When it was switched, and by whom.' }),
  })
  .meta({ id: 'Autopay' });
export type Autopay = Readonly<z.infer<typeof Autopay>>;

const fact = z.object({ methodId: MethodId, customerId: CustomerId, entity: EntityId });
export const MethodKept = event(
  'method.kept',
  'A customer let a card or an account be kept, to be charged for its invoices.',
  fact.extend({ kind: z.enum(['card', 'direct_debit']), last4: z.string().optional() }),
);
export const MethodEnded = event(
  'method.ended',
  'A card or an account is charged no more.',
  fact.extend({ reason: EndReason }),
);
