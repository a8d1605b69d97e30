/** What was taken at the counter: in hand until a bank has it, and a cheque is money once the statement says so. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Money } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export const Cheque = z
  .strictObject({
    number: Text(20).meta({
      description: 'As it is printed on it, and as the bank names it when it comes back.',
    }),
    drawer: Text(140).optional().meta({ description: 'Who signed it; the customer, where absent.' }),
    bank: Text(140).optional().meta({ description: 'The bank on which it is drawn.' }),
  })
  .meta({ id: 'Cheque' });

export const Collection = z
  .object({
    state: z.enum(['IN_HAND', 'DEPOSITED', 'CLEARED', 'RETURNED', 'REVERSED']).meta({
      description:
        'IN_HAND: with us. DEPOSITED: the bank has it, and its statement does not say so yet. CLEARED: on the statement. RETURNED: the cheque was not paid. REVERSED: it was recorded by mistake.',
    }),
    slipId: z.string().optional().meta({ description: 'The paying-in slip that it is on.' }),
    clearedOn: LocalDate.optional(),
    returned: z
      .object({
        on: LocalDate,
        lineId: z.string().optional().meta({ description: 'The bank line by which the money left again.' }),
        costs: Money.optional().meta({ description: 'What the bank took for it.' }),
        reason: z.string(),
      })
      .optional(),
    reversed: z
      .object({ on: LocalDate, reason: z.string(), by: z.string(), at: Instant })
      .optional()
      .meta({ description: 'Who took it back as recorded by mistake, and when in the books.' }),
  })
  .meta({
    id: 'ChequeCollection',
    description:
      'Of cash and cheques: until it is CLEARED, what was settled with a cheque is subject to collection.',
  });
export type Collection = Readonly<z.infer<typeof Collection>>;
