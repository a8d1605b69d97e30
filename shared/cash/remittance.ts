/** What a payer says that a payment is for, before or after the money: a claim of intent, and no money (rules §3.5). */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Money, PositiveMoney, UnsignedMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { MAX_TARGETS } from './match.ts';

export const RemittanceId = idOf('rem').meta({ id: 'RemittanceId' });

/** One line of it. Without an amount the payer means all that is open. */
export const Claim = z
  .strictObject({
    number: Text(40).meta({ description: 'Of an invoice of ours.' }),
    amount: PositiveMoney.optional().meta({ description: 'What is paid of it.' }),
    deduction: z
      .strictObject({ amount: UnsignedMoney, reason: Text(200) })
      .optional()
      .meta({ description: 'What the payer keeps, and why. It stays open.' }),
  })
  .meta({ id: 'RemittanceClaim' });
export type Claim = Readonly<z.infer<typeof Claim>>;

export const RemittanceSaid = z
  .strictObject({
    amount: PositiveMoney.meta({ description: 'The payment as a whole.' }),
    paidOn: LocalDate.meta({ description: 'When it is paid, as the payer says.' }),
    customerId: CustomerId.optional(),
    payerIban: Text(40).optional(),
    claims: z.array(Claim).min(1).max(MAX_TARGETS).optional(),
    text: z.string().min(1).max(50_000).optional().meta({
      description:
        'In place of claims: the text of a mail, a CSV, or segments of an EDI message. Each line with one number of ours is a claim, of the last amount in it.',
    }),
  })
  .refine(({ claims, text }) => (claims === undefined) !== (text === undefined), {
    path: ['claims'],
    message: 'either claims or text must be there, and not both',
  })
  .meta({ id: 'RemittanceSaid' });
export type RemittanceSaid = z.infer<typeof RemittanceSaid>;

export const Remittance = z
  .object({
    id: RemittanceId,
    version: z.int().min(1),
    state: z.enum(['OPEN', 'JOINED']).meta({ description: 'JOINED when a bank line was matched by it.' }),
    amount: Money,
    paidOn: LocalDate,
    customerId: CustomerId.optional(),
    payerIban: z.string().optional(),
    claims: z.array(Claim).min(1),
    bankLineId: z.string().optional(),
    at: Instant,
    by: z.string(),
    trace: TraceId,
  })
  .meta({ id: 'Remittance' });
export type Remittance = Readonly<z.infer<typeof Remittance>>;

export const RemittanceReceived = event(
  'remittance.received',
  'A payer said what a payment is for.',
  z.object({ remittanceId: RemittanceId }),
);
