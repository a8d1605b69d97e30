/** How what an agency collects, keeps and pays over stands in the books; what it collects is a receipt like others (`payments/rules.ts`). */
import type { BankLine } from '../bank/statement.ts';
import type { Settled } from '../claims/paying.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Entry, EntryLine } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { liability } from '../payments/booking.ts';
import type { Payment } from '../payments/payment.ts';
import type { Remittance } from './case.ts';

/** What is left of the money pays claims. */
export const lateEntry = (paid: Settled | undefined, made: Remittance) =>
  paid && booked(made, 'late_charge_paid', paid.lines);
/** Dr what collecting costs · Cr what the agency owes us. */
export const feeEntry = (made: Remittance) =>
  made.fee.minor === 0
    ? undefined
    : booked(made, 'agency_fee', [
        { account: 'collectionCosts', minor: made.fee.minor },
        { account: 'agencies', minor: 0 - made.fee.minor },
      ]);

/** Dr bank, or what the line was kept as · Cr what the agency owes us. */
export const paidOverEntry = (
  { net, reference }: Remittance,
  line: BankLine,
  kept: { readonly receipt: Payment; readonly on: LocalDate } | undefined,
): Entry | undefined =>
  entry({
    entity: line.entity,
    on: kept?.on ?? line.bookedOn,
    currency: net.currency,
    kind: 'agency_paid',
    source: reference,
    memo: `Agency pays over: ${reference}`,
    lines: [
      kept ? liability(kept.receipt, net.minor) : { account: 'bank', minor: net.minor },
      { account: 'agencies', minor: 0 - net.minor },
    ],
  });

const booked = (
  { entity, on, amount: { currency }, reference }: Remittance,
  kind: 'late_charge_paid' | 'agency_fee',
  lines: readonly EntryLine[],
) =>
  entry({ entity, on, currency, kind, source: reference, memo: `Agency: ${reference}`, lines: [...lines] });
