/** A day of acts, sealed: a digest of all of them, chained to the day before, so that none can be changed unseen. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

export const Seal = z
  .object({
    day: LocalDate.meta({ description: 'The day (UTC) on which the acts were committed.' }),
    records: z.int().min(0).meta({ description: 'How many acts there are.' }),
    digest: Digest.meta({ description: 'SHA-256 of the acts in the order of their ids.' }),
    previous: Digest.meta({ description: 'The chain of the day sealed before; zeros for the first.' }),
    chain: Digest.meta({ description: 'SHA-256 of previous, day, records and digest.' }),
    sealedAt: Instant,
  })
  .meta({ id: 'AuditSeal' });
export type Seal = Readonly<z.infer<typeof Seal>>;
/** What of a seal is kept outside of the table as well. */
export type Sealed = Omit<Seal, 'sealedAt'>;

/** Public, so that somebody outside keeps the chain: with one day's, all days before it are held to what they were. */
export const DaySealed = event(
  'audit.day_sealed',
  'The acts of a day were sealed; whoever keeps the chain can hold the books to it later.',
  Seal.omit({ sealedAt: true }),
);
