/** What is asked for of a dispute: to open one, to see to it, to say something, and to decide on it. */
import * as z from 'zod';
import { CreditedLine } from '../invoices/credit-note.ts';
import { CreditReason } from '../invoices/invoice.ts';
import { PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { DisputeReason } from './policy.ts';

const Said = Text(1_000, 2);
const DisputedLine = z
  .union([CreditedLine, z.strictObject({ line: z.string().max(4) })])
  .meta({ id: 'DisputedLine', description: 'By quantity, by net amount, or all that is left of it.' });
export type DisputedLine = z.infer<typeof DisputedLine>;
export const OpenDispute = z
  .strictObject({
    reason: DisputeReason,
    text: Said,
    lines: z.array(DisputedLine).min(1).max(300).optional(),
    amount: PositiveMoney.optional().meta({
      description:
        'With its tax; no more than the lines come to, where some are named. All that is left of them or of the invoice, where it is absent.',
    }),
    contact: Text(120, 2).optional().meta({ description: 'Whom to speak with.' }),
  })
  .meta({ id: 'OpenDispute' });
export type OpenDispute = z.infer<typeof OpenDispute>;

export const TakeDispute = z
  .strictObject({
    owner: Text(120).optional().meta({ description: 'Who sees to it; who calls, where it is absent.' }),
  })
  .meta({ id: 'TakeDispute' });

export const SayInDispute = z
  .strictObject({
    text: Said,
    side: z
      .enum(['customer', 'us'])
      .default('us')
      .meta({ description: 'customer: what it said by telephone or by mail.' }),
    ask: z.boolean().default(false).meta({
      description: 'The customer has to answer by a deadline; only of what we say.',
    }),
  })
  .meta({ id: 'SayInDispute' });
export type SayInDispute = z.infer<typeof SayInDispute>;

const text = Said.optional().meta({ description: 'Told to the customer.' });
export const DecideDispute = z
  .discriminatedUnion('decision', [
    z.strictObject({
      decision: z.literal('accept'),
      reason: CreditReason,
      lines: z.array(CreditedLine).min(1).max(300).optional().meta({
        description:
          'What is credited; all that is disputed, where they are absent. The rest is rejected. A case over an amount names them.',
      }),
      text,
    }),
    z.strictObject({ decision: z.literal('reject'), text: Said }),
    z.strictObject({ decision: z.literal('withdraw'), text }),
  ])
  .meta({
    id: 'DecideDispute',
    description:
      'accept: a credit note takes it back, wholly or in part. reject: it is asked for again, after fresh days of grace. withdraw: the customer has taken it back.',
  });
export type DecideDispute = z.infer<typeof DecideDispute>;
