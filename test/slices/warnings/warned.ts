/** A warning as the night raises it. */
import type { Warning } from '../../../shared/warnings/warning.ts';

export const WARNING: Warning = {
  id: `wrn_${'0'.repeat(26)}`,
  version: 1,
  kind: 'terms_creep',
  customerId: `cus_${'0'.repeat(26)}`,
  figure: 42.5,
  before: 30,
  threshold: 7,
  state: 'RAISED',
  reason: 'Invoices are paid after 42.5 days in the mean, and were after 30.',
  open: [{ minor: 119_000, currency: 'EUR' }],
  on: '2026-06-30',
  at: '2026-06-30T04:30:00.000Z',
};
