/** In which state an invoice is, and who made it void. */
import * as z from 'zod';
import { DunningHold } from '../customers/hold.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Money } from '../kernel/money.ts';

export const InvoiceState = z
  .enum(['ISSUED', 'PART_PAID', 'PAID', 'CREDITED', 'WRITTEN_OFF', 'VOID', 'CLOSED'])
  .meta({
    id: 'InvoiceState',
    description:
      'PAID: nothing is open. CREDITED: nothing is open, and no money was needed for it. WRITTEN_OFF: nothing is open, and some of it was given up. ' +
      'VOID: it never left the house and is none any more; its number stays taken. CLOSED: of a request for a deposit, not paid in full and not asked for any more. Overdue is derived from the due date and is not a state.',
  });

export const Voided = z
  .object({
    on: LocalDate.meta({ description: 'Business day of the entity on which its entry was reversed.' }),
    at: Instant,
    by: z.string(),
    approvedBy: z.string().optional(),
    reason: z.string(),
  })
  .meta({ id: 'VoidedInvoice' });
export type Voided = Readonly<z.infer<typeof Voided>>;

const ChargedBack = z
  .array(z.object({ id: z.string(), amount: Money, state: z.enum(['OPEN', 'WON', 'LOST']), on: LocalDate }))
  .meta({ description: 'What was taken off it by chargebacks. No reminder goes out while one is open.' });

export const Deducted = z
  .object({
    id: z.string(),
    state: z.enum(['PENDING', 'REJECTED']),
    minor: z
      .int()
      .min(1)
      .meta({ description: 'What was kept back; no more than is open is still missing of it.' }),
    paymentId: z.string().optional(),
    on: LocalDate,
  })
  .meta({
    id: 'DeductedInvoice',
    description:
      'What its payer kept back, under the case of it. PENDING: nobody is reminded of it, and nothing is charged for it. REJECTED: it is asked for again.',
  });
export type Deducted = Readonly<z.infer<typeof Deducted>>;

export const Disputed = z
  .object({
    id: z.string(),
    state: z.enum(['OPEN', 'ACCEPTED', 'PARTIAL', 'REJECTED', 'WITHDRAWN', 'OVERTAKEN']),
    minor: z
      .int()
      .min(1)
      .meta({ description: 'What is disputed with its tax; no more than is open is not asked for.' }),
    on: LocalDate,
    until: LocalDate.optional().meta({ description: 'The day on which it was decided, or was over.' }),
  })
  .meta({
    id: 'DisputedInvoice',
    description:
      'What its customer says is wrong, under the case of it. OPEN: nobody is reminded of it, and nothing is charged for it by itself.',
  });
export type Disputed = Readonly<z.infer<typeof Disputed>>;
/** An invoice has so many cases at most. */
export const MOST_DISPUTES = 20;

const Collecting = z
  .object({ on: LocalDate })
  .meta({ description: 'It is charged by itself on that day. No reminder goes out until then.' });

export const Promised = z
  .object({
    id: z.string(),
    minor: z.int().min(1).meta({ description: 'What of it was promised.' }),
    payOn: LocalDate,
    until: LocalDate.meta({
      description: 'The last day on which nobody is reminded of it: days of grace included.',
    }),
    before: z.array(z.object({ paymentId: z.string(), minor: z.int() })).meta({
      description: 'Money that had settled some of it before the promise: what came since keeps it.',
    }),
  })
  .meta({
    id: 'PromisedInvoice',
    description:
      'What its payer promised to pay by a day. Nobody is reminded of it until then; the rest is asked for.',
  });
export type Promised = Readonly<z.infer<typeof Promised>>;
export const Dunned = z
  .object({
    policy: z.string(),
    version: z.int().min(1),
    courtesyFor: LocalDate.optional().meta({
      description: 'The due day that a note before it told of.',
    }),
    escalated: z.enum(['service', 'agency', 'legal']).optional().meta({
      description: 'What its last step asked others to do; gone once nothing is owed.',
    }),
    service: z
      .object({ state: z.enum(['warned', 'restricted', 'suspended']), promiseLifts: z.boolean() })
      .optional()
      .meta({ description: 'What its notices ask of whoever supplies its payer, while it is overdue.' }),
    ahead: z.int().min(1).optional().meta({
      description: 'So many levels were left out because of what its payer did, or has not done.',
    }),
    next: z
      .object({
        level: z.int().min(1),
        tone: z.int().optional(),
        channel: z.enum(['mail', 'letter']).optional(),
      })
      .optional()
      .meta({ description: 'How that level is said instead, for the same reason.' }),
  })
  .meta({
    id: 'DunnedInvoice',
    description: 'The version of the policy that its reminders began under, and go on under.',
  });
export type Dunned = Readonly<z.infer<typeof Dunned>>;

export const Handed = z
  .object({
    id: z.string(),
    state: z.enum(['PREPARED', 'WITH_AGENCY']),
    name: z.string().optional().meta({ description: 'Whom its payer is told to speak with.' }),
    contact: z.string().optional(),
    on: LocalDate.optional().meta({ description: 'The day on which it was handed over.' }),
    payHere: z.boolean().optional().meta({ description: 'Our own pages go on taking money for it.' }),
  })
  .meta({
    id: 'HandedInvoice',
    description:
      'The case under which it is prepared for a collection agency, or with it. WITH_AGENCY: nobody here reminds of it, charges it by itself or agrees on when it is paid.',
  });
export type Handed = Readonly<z.infer<typeof Handed>>;

export const NotReminded = z.object({ why: z.string(), on: LocalDate }).meta({
  id: 'NotReminded',
  description:
    'Why a reminder that was due was not sent, the last time that another reason stood against it: `payment_pending`, `unapplied_cash`, `unmatched_money`, `held`, `insolvent`, `deceased`, `below_minimum`, ' +
    '`charged_back`, `charge_planned`, `in_clarification`, `order_cancelled`, `agency`.',
});

/** Why nobody is reminded of it, or of a part of it. */
export const SPARED = {
  chargebacks: ChargedBack.optional(),
  collecting: Collecting.optional(),
  deduction: Deducted.optional(),
  promise: Promised.optional(),
  dunning: Dunned.optional(),
  dunningHold: DunningHold.optional(),
  notReminded: NotReminded.optional(),
  disputes: z.array(Disputed).max(MOST_DISPUTES).optional(),
  agency: Handed.optional(),
};
