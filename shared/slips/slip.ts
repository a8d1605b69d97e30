/** A paying-in slip: cash and cheques of the counter that are handed to the bank together (rules §3.3, §3.7). */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { BankLineId } from '../bank/statement.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Money } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { Cheque } from '../payments/collection.ts';
import { PaymentId } from '../payments/payment.ts';

/** Each is two items of the transaction that gathers it, which has a hundred. */
export const MAX_ON_SLIP = 40;

export const SlipId = idOf('slp').meta({ id: 'SlipId' });
export const SlipState = z.enum(['OPEN', 'DEPOSITED', 'PART_CLEARED', 'CLEARED', 'CANCELED']).meta({
  id: 'SlipState',
  description:
    'OPEN: gathered. DEPOSITED: the bank has it. PART_CLEARED: a part is on the statement. CLEARED: nothing of it is on its way any more. CANCELED: all is in hand again.',
});

/** One payment on a slip. */
export const SlipItem = z
  .object({
    paymentId: PaymentId,
    method: z.enum(['cash', 'cheque']),
    amount: Money,
    customerId: CustomerId.optional(),
    cheque: Cheque.optional(),
    cleared: z.object({ lineId: BankLineId, on: LocalDate }).optional(),
    returned: z
      .object({ on: LocalDate, lineId: BankLineId.optional(), costs: Money.optional(), reason: z.string() })
      .optional(),
  })
  .meta({ id: 'SlipItem' });
export type SlipItem = Readonly<z.infer<typeof SlipItem>>;

export const Slip = z
  .object({
    id: SlipId,
    version: z.int().min(1),
    number: z.int().min(1).meta({ description: 'Counted for each legal entity.' }),
    reference: z.string().meta({
      description: 'With check digits. A bank line that carries it is this slip’s.',
      example: 'RF18SLP3F0K9Q2M7TXA',
    }),
    bankReference: z
      .string()
      .optional()
      .meta({ description: 'The number that the bank printed on the slip or the bag.' }),
    state: SlipState,
    entity: EntityId,
    iban: z.string().meta({ description: 'The account that it is paid into.' }),
    total: Money,
    outstanding: Money.meta({ description: 'What the statement does not show yet.' }),
    items: z.array(SlipItem),
    handedInOn: LocalDate.optional(),
    note: z.string().optional(),
    by: z.string(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'PayingInSlip' });
export type Slip = Readonly<z.infer<typeof Slip>>;

export const Gather = z
  .strictObject({
    payments: z.array(PaymentId).min(1).max(MAX_ON_SLIP).meta({
      description: 'Cash and cheques in hand, of one legal entity and one currency.',
    }),
    iban: z
      .string()
      .min(15)
      .max(34)
      .optional()
      .meta({ description: 'The entity’s own account, where absent.' }),
    bankReference: Text(35, 4).optional(),
    note: Text(300).optional(),
  })
  .meta({ id: 'GatherSlip' });
export type Gather = z.infer<typeof Gather>;

const about = { slipId: SlipId, number: z.int(), entity: EntityId };
export const SlipHandedIn = event(
  'slip.handed_in',
  'Cash and cheques were handed to the bank.',
  z.object({ ...about, total: Money, on: LocalDate }),
);
export const SlipCleared = event(
  'slip.cleared',
  'The bank’s statement shows a slip, or a part of it.',
  z.object({ ...about, lineId: BankLineId, amount: Money, outstanding: Money }),
);
export const ChequeReturned = event(
  'slip.cheque_returned',
  'A cheque was not paid: what it had settled is open again.',
  z.object({
    ...about,
    paymentId: PaymentId,
    customerId: CustomerId.optional(),
    amount: Money,
    reason: z.string(),
  }),
);

/** All that is announced of slips. */
export const SLIP_EVENTS = [SlipHandedIn, SlipCleared, ChequeReturned];
