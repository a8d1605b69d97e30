import * as z from 'zod';
import { get, listOf, Page } from '../kernel/contract.ts';
import { AuditRecord } from './audit.ts';

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
};
