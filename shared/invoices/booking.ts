/** How an issued invoice stands in the books. */
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import type { Invoice, Snapshot } from './invoice.ts';

/** Dr receivables gross · Cr revenue net · Cr output VAT by group. */
export const issueEntry = (
  { id, customerId }: Invoice,
  { number, issuedOn, dueOn, currency, totals, seller, instalments }: Snapshot,
): Entry | undefined =>
  entry({
    entity: seller.id,
    on: issuedOn,
    currency,
    kind: 'invoice',
    source: number,
    memo: `Invoice ${number}`,
    lines: [
      // Each part by its day, so that ageing needs nothing else.
      ...(instalments ?? [{ dueOn, minor: totals.grossMinor }]).map((part) => ({
        account: 'receivables' as const,
        minor: part.minor,
        customerId,
        invoiceId: id,
        dueOn: part.dueOn,
      })),
      { account: 'revenue', minor: 0 - totals.netMinor, customerId },
      ...totals.taxes.map(({ taxMinor }) => ({ account: 'vat' as const, minor: 0 - taxMinor })),
    ],
  });
