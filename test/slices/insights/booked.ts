/** Entries of a small book, for figures and files of it. */
import type { Booked } from '../../../shared/ledger/entry.ts';
import { entry } from '../../../shared/ledger/rules.ts';

const booked = (draft: Parameters<typeof entry>[0], serial: number): Booked => ({
  ...entry(draft)!,
  id: `act_${String(serial).padStart(8, '0')}`,
  at: `${draft.on}T09:00:00Z`,
  actor: 'test',
});
/** The invoice of a number, of one of three customers, and what was paid of it. */
export const invoice = (serial: number, on: string, dueOn: string, minor: number, currency = 'EUR'): Booked =>
  booked(
    {
      entity: 'main',
      on,
      currency,
      kind: 'invoice',
      source: `INV-${serial}`,
      memo: '',
      lines: [
        { account: 'receivables', minor, ...whose(serial, dueOn) },
        { account: 'revenue', minor: 0 - minor },
      ],
    },
    serial,
  );
export const paid = (serial: number, on: string, dueOn: string, minor: number, currency = 'EUR'): Booked =>
  booked(
    {
      entity: 'main',
      on,
      currency,
      kind: 'receipt',
      source: `pay_${serial}`,
      memo: '',
      lines: [
        { account: 'bank', minor },
        { account: 'receivables', minor: 0 - minor, ...whose(serial, dueOn) },
      ],
    },
    serial,
  );
const whose = (serial: number, dueOn: string) => ({
  customerId: `cus_${serial % 3}`,
  invoiceId: `inv_${serial}`,
  dueOn,
});
