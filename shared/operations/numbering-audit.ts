/** The nightly proof that every number of a series stands for one document: what was proven, and what was not as it must be. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';

export const NumberFault = z
  .object({
    number: z.string(),
    fault: z.enum(['missing', 'not_its_own', 'back_in_time', 'beyond', 'series_gone']).meta({
      description:
        'missing: no document has it. not_its_own: its document says another number, or is not there. back_in_time: dated before ' +
        'the number before it. beyond: given, though the series has not come to it. series_gone: numbers were proven, and there is no series.',
    }),
  })
  .meta({ id: 'NumberFault' });
export type NumberFault = Readonly<z.infer<typeof NumberFault>>;

export const SeriesAudit = z
  .object({
    series: z.string().meta({ example: 'INV-2026' }),
    entity: EntityId,
    from: z.int().meta({ description: 'The first number that this night looked at.' }),
    given: z.int().meta({ description: 'The last number that the series gave.' }),
    readUpTo: z.int().optional().meta({
      description:
        'The last number that this night looked at; before `given` where its time was over, and the next night goes on. Absent in audits of before it was kept.',
    }),
    provenUpTo: z.int().meta({
      description: 'From 1 to here every number stands for one document, in the order of its days.',
    }),
    faults: z.array(NumberFault).meta({ description: 'The first 50.' }),
  })
  .meta({ id: 'SeriesAudit' });
export type SeriesAudit = Readonly<z.infer<typeof SeriesAudit>>;

/** One night of one tenant. */
export const NumberingAudit = z
  .object({
    day: LocalDate,
    version: z.int().min(1),
    at: Instant,
    series: z.array(SeriesAudit),
    faults: z.int().meta({ description: 'Of all series; above 0 an alarm rings.' }),
  })
  .meta({ id: 'NumberingAudit' });
export type NumberingAudit = Readonly<z.infer<typeof NumberingAudit>>;

/** How far a series is proven, and the day of its last proven number. */
export const Proven = z.object({
  version: z.int().min(1),
  upTo: z.int(),
  lastOn: LocalDate.optional(),
  on: LocalDate,
});
export type Proven = Readonly<z.infer<typeof Proven>>;
