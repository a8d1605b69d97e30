/** Files that come by themselves: said whole, as data, and asked for by the night in which their days are over. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant } from '../kernel/dates.ts';
import { ExportFormat, ExportKind } from './export.ts';
import { Recipients } from './recipient.ts';

export const Rhythm = z.enum(['day', 'week', 'month']).meta({
  id: 'ReportRhythm',
  description:
    'Each night for the day that ended; after Sunday for its week; after the last of a month for it. In the zone of the entity.',
});
export type Rhythm = z.infer<typeof Rhythm>;

export const ReportSchedule = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
      .meta({ description: 'Stands on its files as `schedule`.', example: 'ageing-monthly' }),
    kind: ExportKind.exclude(['journal_batch']).meta({
      description: 'Of any kind but a batch of the journal, which is asked for when it can be taken in.',
    }),
    format: ExportFormat.optional(),
    entity: EntityId,
    every: Rhythm,
    recipients: Recipients.optional(),
  })
  .meta({ id: 'ReportSchedule' });
export type ReportSchedule = Readonly<z.infer<typeof ReportSchedule>>;

export const ReportSchedulesSaid = z
  .strictObject({
    schedules: z
      .array(ReportSchedule)
      .max(20)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a name comes twice')
      .meta({ description: 'All of them; each name once.' }),
  })
  .meta({ id: 'ReportSchedulesSaid' });

/** As it waits for a second person: over which version it was asked for. */
export const SchedulesAsked = ReportSchedulesSaid.extend({ over: z.int().min(0) });

export const ReportSchedules = ReportSchedulesSaid.extend({
  version: z.int().min(0).meta({ description: '0: nobody has said any yet.' }),
  at: Instant.optional(),
  by: z.string().optional(),
  since: z.record(z.string(), Instant).optional().meta({
    description:
      'By name: since when it is there with its kind, legal entity and rhythm. What ended before is not made up for.',
  }),
}).meta({ id: 'ReportSchedules' });
export type ReportSchedules = Readonly<z.infer<typeof ReportSchedules>>;

/** Since when each is there: what was said anew with other recipients, or beside others, goes on. Documents of before have one time for all. */
export const sinceOf = (
  schedules: readonly ReportSchedule[],
  before: ReportSchedules | undefined,
  now: string,
): Record<string, string> =>
  Object.fromEntries(
    schedules.map((one) => {
      const known = before?.schedules.find(({ name }) => name === one.name);
      const goesOn =
        known?.kind === one.kind && known.entity === one.entity && known.every === one.every
          ? (before?.since?.[one.name] ?? before?.at)
          : undefined;
      return [one.name, goesOn ?? now];
    }),
  );
