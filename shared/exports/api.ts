import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Approval } from '../approvals/approval.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Chart, ChartSaid } from '../ledger/chart.ts';
import { Recipients, RecipientView, Withdraw } from './recipient.ts';
import { ReportSchedules, ReportSchedulesSaid } from './schedule.ts';
import { Batch, Days, Export, ExportFormat, ExportId, ExportKind } from './export.ts';

const View = Export.omit({ key: true, batch: true })
  .extend({
    batch: Batch.omit({ start: true, end: true }).optional(),
    recipients: z.array(RecipientView).optional().meta({ description: 'Who is mailed a link to it.' }),
    url: z.url().optional().meta({
      description:
        'Opens the file for 15 minutes; there once the export is READY, and no longer where the company has moved: files stay.',
    }),
  })
  .meta({ id: 'ExportView' });

export const exportsApi = {
  createExport: post('/v1/exports', {
    scope: 'exports:write',
    summary:
      'Ask for a file: open items, journals or the next batch of them, how things stand, the report of a month, or two periods beside each other',
    body: z.strictObject({
      kind: ExportKind,
      format: ExportFormat.optional(),
      entity: EntityId.optional(),
      from: LocalDate.optional().meta({ description: 'Thirty days before `to`, where absent.' }),
      to: LocalDate.optional().meta({ description: 'Today, where absent.' }),
      before: Days.optional().meta({
        description: 'Of a review alone: the days that it is held against. Those before, where absent.',
      }),
      recipients: Recipients.optional(),
    }),
    status: 202,
    output: View,
    refusals: {
      'exports.not_readable': 403,
      'exports.entity_unknown': 422,
      'exports.format': 422,
      'exports.range': 422,
      'exports.nothing_new': 409,
    },
  }),
  getExport: get('/v1/exports/{id}', {
    scope: 'finance:read',
    summary: 'One export, with its link when it is ready',
    params: z.strictObject({ id: ExportId }),
    output: View,
    refusals: { 'exports.unknown': 404 },
  }),
  withdrawLinks: post('/v1/exports/{id}/withdraw', {
    scope: 'exports:write',
    summary: 'Withdraw the links by which recipients get a file, of one of them or of all',
    description:
      'From then on they open nothing; a mail that was not sent yet is not sent. What was fetched before is fetched. The answer has no `url`.',
    params: z.strictObject({ id: ExportId }),
    body: Withdraw,
    output: View,
    refusals: { 'exports.unknown': 404, 'exports.no_link': 409 },
  }),
  getChart: get('/v1/charts/{entity}', {
    scope: 'finance:read',
    summary: 'The accountant’s numbers for our accounts, and which keep ours',
    params: z.strictObject({ entity: EntityId }),
    output: Chart,
    refusals: { 'exports.entity_unknown': 404 },
  }),
  setChart: put('/v1/charts/{entity}', {
    scope: 'exports:write',
    summary: 'Say the accountant’s numbers for our accounts: the whole chart of a legal entity',
    description:
      'Journals and batches that are asked for from then on say both numbers, and by which version; so does the trial balance. What was built stays as it is.',
    params: z.strictObject({ entity: EntityId }),
    body: ChartSaid,
    output: Chart,
    refusals: { 'exports.entity_unknown': 404 },
  }),
  getReportSchedules: get('/v1/report-schedules', {
    scope: 'finance:read',
    summary: 'Which files come by themselves',
    output: ReportSchedules,
  }),
  setReportSchedules: put('/v1/report-schedules', {
    scope: 'exports:write',
    summary: 'Say which files come by themselves, each day, week or month: all of them at once',
    description:
      'The night in which the days of a schedule are over asks for its file, which is in the list of exports with its name. Another twenty at most beside what every night makes. A second person has to agree where somebody is mailed what it did not get before.',
    body: ReportSchedulesSaid,
    output: ReportSchedules,
    awaits: Approval,
    refusals: { 'exports.entity_unknown': 422, 'exports.format': 422 },
  }),
  listExports: get('/v1/exports', {
    scope: 'finance:read',
    summary: 'Exports, newest first',
    query: Page,
    output: listOf(View),
  }),
};
