/** By which of a bank's messages money that moved was told: what is announced and then booked is one movement (rules §3.16). */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Money } from '../kernel/money.ts';

/** All statements are one channel, `booked`; each kind of announcement is one of its own, such as `camt.054`. */
export const BOOKED = 'booked';

export const Movement = z.object({
  id: z.string().meta({ description: 'Of its line; a batch that was split into lines has one of its own.' }),
  version: z.int().min(1),
  statementId: z.string().meta({ description: 'Of the file that brought it.' }),
  entity: EntityId,
  accountIban: z.string(),
  amount: Money,
  bookedOn: LocalDate,
  told: z.array(z.string()).meta({ description: 'Channels that told of it, each once.' }),
  batch: z.object({ id: z.string(), minor: z.int() }).optional().meta({
    description: 'Of a line that came in a batch: what the batch told, it told.',
  }),
  parts: z
    .object({
      count: z.int(),
      left: z.int().meta({ description: 'Lines of it that no statement told of one by one.' }),
      bankRef: z.string().optional(),
      apart: z.array(z.string()).meta({ description: 'Channels that told of some of its lines one by one.' }),
    })
    .optional()
    .meta({ description: 'Of a batch.' }),
});
export type Movement = Readonly<z.infer<typeof Movement>>;

/** An entry under another identity than the line, or batch, that it is. */
export interface Same {
  readonly id: string;
  readonly is: string;
  readonly channel: string;
}

/** Whoever writes movements of an account where the bank announces any moves its version: two files never miss each other. */
export const Announcing = z.object({ version: z.int().min(1) });
export type Announcing = Readonly<z.infer<typeof Announcing>>;

/** Announced, and in no statement yet. */
export const isUnconfirmed = ({ told, batch, parts }: Movement): boolean =>
  batch === undefined && !told.includes(BOOKED) && (parts === undefined || parts.left > 0);
