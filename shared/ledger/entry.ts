/** Double-entry receivables ledger: append-only, balanced per currency; balances are derived, corrections are reversals. */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';

/** The chart that a tenant starts with. Receivables is the control account of all open invoices. */
export const ACCOUNTS = {
  bank: { code: '1000', name: 'Bank' },
  cash: { code: '1010', name: 'Cash in hand' },
  cheques: { code: '1020', name: 'Cheques in hand' },
  clearing: { code: '1100', name: 'Payment providers, clearing' },
  receivables: { code: '1200', name: 'Trade receivables' },
  chargebackClaims: { code: '1210', name: 'Charged back, and not there any more to be taken off' },
  translation: { code: '1250', name: 'Foreign money received, worth more or less than its receivables' },
  unapplied: { code: '2100', name: 'Unapplied customer payments' },
  unidentified: { code: '2110', name: 'Unidentified receipts' },
  refundsInTransit: { code: '2120', name: 'Refunds on their way' },
  chargebacks: { code: '2125', name: 'Chargebacks at payment providers' },
  deposits: { code: '2130', name: 'Deposits of customers for orders' },
  vat: { code: '2200', name: 'Output VAT' },
  revenue: { code: '4000', name: 'Revenue' },
  discounts: { code: '4100', name: 'Early-payment discounts' },
  exchangeGains: { code: '4800', name: 'Realised exchange gains' },
  recoveries: { code: '4900', name: 'Bad debts recovered' },
  fees: { code: '6800', name: 'Payment provider fees' },
  chargebackFees: { code: '6810', name: 'Fees for chargebacks' },
  exchangeLosses: { code: '6850', name: 'Realised exchange losses' },
  badDebts: { code: '6900', name: 'Bad debts' },
  opening: { code: '9008', name: 'Opening balances of receivables' },
  other: { code: '9000', name: 'Bank movements that are not receivables' },
} as const;
export const Account = z.enum(Object.keys(ACCOUNTS) as [keyof typeof ACCOUNTS, ...(keyof typeof ACCOUNTS)[]]);
export type Account = z.infer<typeof Account>;

/** Debit positive, credit negative. A line on receivables names the invoice and its due date, so that ageing needs nothing else. */
export const EntryLine = z.object({
  account: Account,
  minor: z.int(),
  customerId: z.string().optional(),
  invoiceId: z.string().optional(),
  dueOn: LocalDate.optional(),
});
export type EntryLine = Readonly<z.infer<typeof EntryLine>>;

export const Entry = z.object({
  entity: z.string(),
  on: LocalDate,
  currency: Currency,
  /** What kind of fact is booked. */
  kind: z.enum([
    'invoice',
    'credit_note',
    'receipt',
    'match',
    'unmatch',
    'return',
    'payout',
    'bank',
    'write_off',
    'write_off_reversal',
    'refund',
    'refund_reversal',
    'refund_paid',
    'opening',
    'void',
    'prepayment',
    'deposit_taken',
    'deposit_released',
    'exchange',
    'chargeback',
    'chargeback_won',
    'chargeback_fee',
  ]),
  /** The document that explains it: an invoice number, a payment id, a statement line. */
  source: z.string(),
  memo: z.string(),
  /** Day of the document, where it was issued before it was booked. */
  documentOn: LocalDate.optional(),
  lines: z.array(EntryLine).min(2),
});
export type Entry = Readonly<z.infer<typeof Entry>>;

/** An entry as it stands in the book, with the act that made it. */
export interface Booked extends Entry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
}
