/** Files that are there, as their mails and pages show them. */
import type { Export } from '../../../shared/exports/export.ts';

export const FILE: Export = {
  id: `exp_${'0'.repeat(26)}`,
  version: 2,
  kind: 'open_items',
  format: 'xlsx',
  entity: 'main',
  from: '2026-01-01',
  to: '2026-01-31',
  schedule: 'month-end',
  recipients: [{ email: 'ines@firm.example', language: 'en' }],
  linksUntil: '2026-02-07',
  state: 'READY',
  rows: 1_240,
  controlTotals: [
    { currency: 'EUR', minor: 8_376_800 },
    { currency: 'JPY', minor: 1_190 },
  ],
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  key: 'acme/exports/x.xlsx',
  requestedAt: '2026-02-01T02:30:00.000Z',
};

const { rows: _, ...report } = FILE;
export const REPORT: Export = { ...report, kind: 'finance_report', format: 'pdf' };
