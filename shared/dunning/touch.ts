/** A notice as it is measured: what it asked for, and of whom it was kept for a week to see what it brings. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Currency, Money } from '../kernel/money.ts';
import { NoticeChannel } from './trigger.ts';

/** Payers in a thousand. One in five waits at most: what is owed comes in first. */
export const HoldOut = z
  .int()
  .min(1)
  .max(200)
  .meta({
    id: 'DunningHoldOut',
    description:
      'Of a thousand payers so many get a notice a week later, at most one notice a month, so that `GET /v1/dunning-effects` can say what notices bring. ' +
      'Never one that charges, wants approval, asks others to act or is formal. Who waits is drawn by the payer and the month.',
  });

export const Touch = z.object({
  /** The mail that it is; of what was kept, the one that it would have been. */
  mailId: idOf('mail'),
  held: z.boolean(),
  customerId: CustomerId,
  on: LocalDate,
  level: z.int().min(1),
  tone: z.int(),
  channel: NoticeChannel,
  currency: Currency,
  debts: z.array(z.object({ invoiceId: InvoiceId, minor: z.int() })),
});
export type Touch = Readonly<z.infer<typeof Touch>>;

/** Since when a payer waits, or waited last. */
export const HeldOut = z.object({ customerId: CustomerId, on: LocalDate });
export type HeldOut = Readonly<z.infer<typeof HeldOut>>;

export const DunningHeldOut = event(
  'dunning.held_out',
  'A notice is kept for a week, to see what notices bring: its payer was drawn.',
  z.object({
    customerId: CustomerId,
    on: LocalDate,
    level: z.int().min(1),
    invoices: z.array(InvoiceId),
  }),
);

const Group = z.object({
  notices: z.int(),
  asked: Money,
  cash: Money.meta({ description: 'What came of it within seven days, the first included.' }),
  paid: z.int().meta({ description: 'Of which all that was asked for came.' }),
});
export const Effect = z.object({
  template: z.string().meta({ description: 'In whose words it was said.' }),
  level: z.int(),
  channel: NoticeChannel,
  touched: Group,
  heldOut: Group,
  difference: z.object({ ppm: z.int(), lowPpm: z.int(), highPpm: z.int() }).optional().meta({
    description:
      'Share of paid notices, less that of those kept, in parts per million, and between what it is with 95 % (Newcombe’s score interval). Absent where one group has fewer than thirty: too few to say.',
  }),
});
export type Effect = Readonly<z.infer<typeof Effect>>;
export const DunningEffects = z
  .object({
    from: LocalDate,
    to: LocalDate,
    effects: z.array(Effect),
    open: z.int().meta({ description: 'Notices whose seven days are not over: they are not counted.' }),
    unserved: z.int().meta({ description: 'Notices that went out to nobody: they are not counted.' }),
    complete: z
      .boolean()
      .meta({ description: 'false: there are more than 5,000, and the first are counted.' }),
  })
  .meta({
    id: 'DunningEffects',
    description: 'Only notices under policies that keep some, as they are the ones that can be compared.',
  });
