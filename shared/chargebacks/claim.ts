/** What becomes of a claim: money that was charged back and was not on the receipt any more to be taken off (rules §3.7, §3.8). */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { PaymentId } from '../payments/payment.ts';
import { WriteOffReason } from '../writeoffs/writeoff.ts';

/** Each step is an entry of its own. */
export const ClaimStep = z
  .object({
    kind: z.enum(['written_off', 'paid']),
    amount: Money.meta({ description: 'Of the claim itself.' }),
    recovered: Money.optional().meta({
      description: 'What was paid beyond what was left of the claim, for what had been written off.',
    }),
    on: LocalDate,
    by: z.string(),
    approvedBy: z.string().optional(),
    reason: WriteOffReason.optional(),
    note: z.string().optional(),
    paymentId: PaymentId.optional(),
  })
  .meta({ id: 'ClaimStep' });
export type ClaimStep = Readonly<z.infer<typeof ClaimStep>>;

export const WriteOffClaim = z
  .strictObject({
    amount: PositiveMoney.optional().meta({
      description: 'All that is left of the claim, where it is absent.',
    }),
    reason: WriteOffReason,
    note: Text(300, 3).optional(),
  })
  .meta({ id: 'WriteOffClaim' });
export type WriteOffClaim = z.infer<typeof WriteOffClaim>;

export const PayClaim = z
  .strictObject({
    paymentId: PaymentId.meta({
      description: 'A payment of the same customer, of which something is unapplied.',
    }),
    amount: PositiveMoney.optional().meta({ description: 'As far as both go, where it is absent.' }),
  })
  .meta({ id: 'PayClaim' });
export type PayClaim = z.infer<typeof PayClaim>;
