import * as z from 'zod';
import { get, listOf, Page } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { AuditRecord } from './audit.ts';
import { Seal } from './seal.ts';

export const auditApi = {
  listAudit: get('/v1/audit', {
    scope: 'audit:read',
    summary: 'Who did what in a month, and who was denied what; newest first',
    description:
      'A page may have fewer rows than its limit and still be followed by others: `hasMore` says so. Bookings are in the month that they are booked in.',
    query: Page.extend({
      month: z
        .string()
        .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as "2026-03"')
        .optional()
        .meta({ description: 'YYYY-MM; the present month where it is absent.', example: '2026-03' }),
      kind: z.enum(['act', 'booking', 'denial']).default('act'),
      actor: z.string().min(1).max(200).optional(),
      subject: z.string().min(1).max(200).optional(),
    }),
    output: listOf(AuditRecord),
  }),
  listSeals: get('/v1/audit/seals', {
    scope: 'audit:read',
    summary: 'Sealed days, newest first',
    description:
      'Keep the newest `chain` elsewhere: whoever has it can tell later whether a day before it was changed.',
    query: Page,
    output: listOf(Seal),
  }),
  checkSeal: get('/v1/audit/seals/{day}', {
    scope: 'audit:read',
    summary: 'What the acts of a day add up to as they are now, held against its seal',
    params: z.object({ day: LocalDate }),
    output: z.object({
      now: Seal.pick({ records: true, digest: true }),
      seal: Seal.optional().meta({ description: 'Absent until five in the morning (UTC) of the day after.' }),
      intact: z.boolean().optional().meta({
        description: 'The acts are what was sealed, and the seal follows from its day before.',
      }),
    }),
  }),
};
