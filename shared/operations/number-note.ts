/** What two persons say of a number that cannot be put right: why no document has it, or why its document is not as it must be. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';
import { NumberFault } from './numbering-audit.ts';

export const SayNote = z.strictObject({
  number: Text(40).meta({ example: 'INV-2026-000042' }),
  reason: Text(500).meta({
    description: 'What became of it, as the tax office would be told: it stands on the note for ever.',
  }),
});

export const NumberNote = z
  .object({
    number: z.string(),
    version: z.int().min(1),
    series: z.string(),
    entity: EntityId,
    fault: NumberFault.shape.fault.meta({
      description: 'What the night had found when it was noted. It covers this alone.',
    }),
    reason: z.string(),
    by: z.string(),
    approvedBy: z.string(),
    at: Instant,
  })
  .meta({ id: 'NumberNote' });
export type NumberNote = Readonly<z.infer<typeof NumberNote>>;
