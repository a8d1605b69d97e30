/** How what an agency collects, keeps and pays over stands in the books; what it collects is a receipt like others (`payments/rules.ts`). */
import type { BankLine } from '../bank/statement.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { liability } from '../payments/booking.ts';
import type { Payment } from '../payments/payment.ts';
import type { Remittance } from './case.ts';

/** Dr what collecting costs · Cr what the agency owes us. */
export const feeEntry = ({ entity, on, fee, reference }: Remittance): Entry | undefined =>
  fee.minor === 0
    ? undefined
    : entry({
        entity,
        on,
        currency: fee.currency,
        kind: 'agency_fee',
        source: reference,
        memo: `Agency: ${reference}`,
        lines: [
          { account: 'collectionCosts', minor: fee.minor },
          { account: 'agencies', minor: 0 - fee.minor },
        ],
      });

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
