/** A deduction: what a payer kept back of an invoice, why, and what became of it. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { BankLine } from '../bank/statement.ts';
import { Claim } from '../cash/remittance.ts';
import { CustomerId } from '../customers/customer.ts';
import { CreditedLine, CreditNoteId } from '../invoices/credit-note.ts';
import { CreditReason, InvoiceId, Settlement } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency, Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { PaymentId } from '../payments/payment.ts';
import { WriteOffId } from '../writeoffs/writeoff.ts';
import { DeductionReason } from './policy.ts';

export const DeductionId = idOf('ded').meta({ id: 'DeductionId' });

export const DeductionState = z
  .enum(['PENDING', 'AUTO_WRITE_OFF', 'APPROVED_WRITE_OFF', 'CREDIT', 'REJECTED', 'RECOVERED', 'CANCELLED'])
  .meta({
    id: 'DeductionState',
    description:
      'PENDING: in clarification, nobody is reminded of it. AUTO_WRITE_OFF: written off by the rules. APPROVED_WRITE_OFF: by a person, or two. CREDIT: credited. ' +
      'REJECTED: asked for again. RECOVERED: paid after all; as before where that money goes back. CANCELLED: the payment was taken back, or the invoice was settled ' +
      'otherwise or made void.',
  });
export type DeductionState = z.infer<typeof DeductionState>;

export const Deduction = z
  .object({
    id: DeductionId,
    version: z.int().min(1),
    state: DeductionState,
    entity: EntityId,
    customerId: CustomerId,
    invoiceId: InvoiceId,
    invoiceNumber: z.string(),
    reason: DeductionReason,
    said: z.enum(['payer', 'person', 'amount', 'nobody']).meta({
      description:
        'Who gave the reason. amount: it is exactly the early-payment discount, or the charge that the bank names.',
    }),
    amount: Money.meta({ description: 'What was kept back when it opened.' }),
    gap: Money.meta({
      description: 'What of it is still open; what was decided on, once it was written off or credited.',
    }),
    paymentId: PaymentId.optional().meta({
      description: 'The short payment; absent where a person opened it.',
    }),
    bankLineId: z.string().optional(),
    remittanceId: z.string().optional(),
    note: z.string().optional(),
    decided: z
      .object({
        by: z.string(),
        approvedBy: z.string().optional(),
        at: Instant,
        on: LocalDate,
        note: z.string().optional(),
        writeOffId: WriteOffId.optional(),
        creditNoteId: CreditNoteId.optional(),
      })
      .optional(),
    cancelled: z.enum(['unmatched', 'void', 'settled']).optional(),
    openedOn: LocalDate.meta({ description: 'In the entity’s zone.' }),
    by: z.string(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Deduction' });
export type Deduction = Readonly<z.infer<typeof Deduction>>;

/** What speaks for it: shown as it is kept where it belongs, and not copied. */
export const DeductionView = Deduction.extend({
  ageDays: z.int().min(0),
  settlement: Settlement.optional().meta({ description: 'What the short payment settled of the invoice.' }),
  line: BankLine.optional().meta({
    description: 'The bank line that brought it, with what the payer wrote.',
  }),
  claim: Claim.optional().meta({ description: 'What the payer’s remittance advice says of the invoice.' }),
}).meta({ id: 'DeductionWithEvidence' });

export const OpenDeduction = z
  .strictObject({
    amount: PositiveMoney.optional().meta({ description: 'All that is open, where it is absent.' }),
    reason: DeductionReason,
    note: Text(300, 3).optional(),
  })
  .meta({ id: 'OpenDeduction' });
export type OpenDeduction = z.infer<typeof OpenDeduction>;

const note = Text(300, 3).optional();
export const DecideDeduction = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('write_off'), note }),
    z.strictObject({
      decision: z.literal('credit'),
      reason: CreditReason,
      text: Text(300, 3).optional().meta({ description: 'Printed on the credit note.' }),
      lines: z.array(CreditedLine).min(1).max(300).meta({
        description:
          'By quantity or by net amount; no more than the case with its tax. The rest is asked for.',
      }),
      note,
    }),
    z.strictObject({ decision: z.literal('reject'), note }),
  ])
  .meta({
    id: 'DecideDeduction',
    description:
      'write_off: it is given up. credit: a credit note takes it back. reject: it is asked for again, after fresh days of grace.',
  });
export type DecideDeduction = z.infer<typeof DecideDeduction>;

export const DeductionList = z
  .object({
    data: z.array(Deduction.extend({ ageDays: z.int().min(0) })),
    found: z.int().meta({ description: 'Cases that fit, of which the first are shown.' }),
  })
  .meta({ id: 'DeductionList' });

export const DeductionCauses = z
  .object({
    from: LocalDate,
    to: LocalDate,
    causes: z.array(
      z.object({
        reason: DeductionReason,
        currency: Currency,
        count: z.int(),
        amountMinor: z.int().meta({ description: 'What was kept back.' }),
        states: z
          .partialRecord(DeductionState, z.int())
          .meta({ description: 'How many are in which state now.' }),
      }),
    ),
  })
  .meta({ id: 'DeductionCauses', description: 'By reason and currency, the largest amount first.' });

const fact = z.object({
  deductionId: DeductionId,
  invoiceId: InvoiceId,
  customerId: CustomerId,
  number: z.string(),
  reason: DeductionReason,
  amount: Money,
});
export const DeductionOpened = event(
  'deduction.opened',
  'A payer kept something back of an invoice: so much of it is in clarification.',
  fact.extend({ paymentId: PaymentId.optional() }),
);
export const DeductionWrittenOff = event(
  'deduction.written_off',
  'What a payer kept back was given up, by the rules or by people.',
  fact.extend({ writeOffId: WriteOffId, byRule: z.boolean() }),
);
export const DeductionCredited = event(
  'deduction.credited',
  'What a payer kept back was taken off the invoice by a credit note.',
  fact.extend({ creditNoteId: CreditNoteId }),
);
export const DeductionRejected = event(
  'deduction.rejected',
  'What a payer kept back is asked for again.',
  fact,
);
export const DeductionRecovered = event(
  'deduction.recovered',
  'What a payer had kept back was paid after all.',
  fact,
);
export const DeductionCancelled = event(
  'deduction.cancelled',
  'There is nothing to be clarified any more: the payment was taken back, or the invoice settled otherwise.',
  fact,
);

/** All that is announced of a deduction. */
export const DEDUCTION_EVENTS = [
  DeductionOpened,
  DeductionWrittenOff,
  DeductionCredited,
  DeductionRejected,
  DeductionRecovered,
  DeductionCancelled,
];
