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
  agencies: { code: '1110', name: 'Collection agencies, collected and not paid over' },
  receivables: { code: '1200', name: 'Trade receivables' },
  chargebackClaims: { code: '1210', name: 'Charged back, and not there any more to be taken off' },
  lateClaims: { code: '1220', name: 'Interest and costs claimed for late payment' },
  translation: { code: '1250', name: 'Foreign money received, worth more or less than its receivables' },
  revaluation: { code: '1260', name: 'Foreign receivables and money, by the rate of the last day' },
  allowance: { code: '1290', name: 'Allowance for doubtful receivables' },
  withheldTax: { code: '1300', name: 'Tax that customers withheld, to be claimed' },
  unapplied: { code: '2100', name: 'Unapplied customer payments' },
  unidentified: { code: '2110', name: 'Unidentified receipts' },
  refundsInTransit: { code: '2120', name: 'Refunds on their way' },
  chargebacks: { code: '2125', name: 'Chargebacks at payment providers' },
  deposits: { code: '2130', name: 'Deposits of customers for orders' },
  vat: { code: '2200', name: 'Output VAT' },
  deferred: { code: '2300', name: 'Revenue deferred to other periods' },
  revenue: { code: '4000', name: 'Revenue' },
  revenueOfPeriods: { code: '4010', name: 'Revenue of other periods' },
  discounts: { code: '4100', name: 'Early-payment discounts' },
  interest: { code: '4700', name: 'Interest for late payment' },
  lateFees: { code: '4710', name: 'Costs and fixed sums for late payment' },
  exchangeGains: { code: '4800', name: 'Realised exchange gains' },
  unrealisedGains: { code: '4810', name: 'Unrealised exchange gains' },
  recoveries: { code: '4900', name: 'Bad debts recovered' },
  fees: { code: '6800', name: 'Payment provider fees' },
  chargebackFees: { code: '6810', name: 'Fees for chargebacks' },
  bankCharges: { code: '6815', name: 'Charges that banks kept of payments' },
  collectionCosts: { code: '6820', name: 'Fees of collection agencies' },
  roundings: { code: '6840', name: 'Rounding differences of payers' },
  exchangeLosses: { code: '6850', name: 'Realised exchange losses' },
  unrealisedLosses: { code: '6860', name: 'Unrealised exchange losses' },
  badDebts: { code: '6900', name: 'Bad debts' },
  doubtful: { code: '6910', name: 'Doubtful receivables' },
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
    'reassign',
    'return',
    'payout',
    'bank',
    'banked',
    'write_off',
    'write_off_reversal',
    'refund',
    'refund_reversal',
    'receipt_reversal',
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
    'claim_write_off',
    'claim_paid',
    'late_charge',
    'late_charge_reversal',
    'late_charge_paid',
    'agency_fee',
    'agency_paid',
    'revaluation',
    'adjustment',
  ]),
  /** The document that explains it: an invoice number, a payment id, a statement line. */
  source: z.string(),
  memo: z.string(),
  /** Day of the document, where it is before the booking: what an older system issued, or what came after its month was shut. */
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
