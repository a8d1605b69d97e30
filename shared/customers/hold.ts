/** Nobody is reminded of anything for a while, or of nothing any more: said by a person, of a customer or of one invoice. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';

const reason = Text(300, 3);
export const WantedHold = z
  .discriminatedUnion('why', [
    z.strictObject({
      why: z.literal('held'),
      reason,
      until: LocalDate.meta({ description: 'The last day on which it holds.' }),
    }),
    z.strictObject({ why: z.enum(['insolvent', 'deceased']), reason }),
  ])
  .meta({ id: 'WantedDunningHold' });
export type WantedHold = z.infer<typeof WantedHold>;

export const DunningHold = z
  .object({
    why: z.enum(['held', 'insolvent', 'deceased']),
    reason: z.string(),
    until: LocalDate.optional().meta({
      description: 'The last day on which it holds; until it is lifted where absent.',
    }),
    at: Instant,
    by: z.string(),
  })
  .meta({ id: 'DunningHold', description: 'Nobody is reminded of it.' });
export type DunningHold = Readonly<z.infer<typeof DunningHold>>;

/** Why nobody is reminded on a day; undefined where no hold says so. */
export const heldBy = (hold: DunningHold | undefined, today: LocalDate): DunningHold['why'] | undefined =>
  hold && (hold.until === undefined || today <= hold.until) ? hold.why : undefined;
