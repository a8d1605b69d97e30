/** Which accounts each kind of entry moves, and to which side: the table of the ledger's README, said a second time. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';

const side = rule(
  'ledger.kind',
  'An entry moves an account that its kind does not move, or to the other side: book a reversal and the right entry, and find what wrote this one.',
);

interface Sides {
  readonly debit: readonly string[];
  readonly credit: readonly string[];
}
const OWED = ['unapplied', 'unidentified'];
const SETTLED = ['receivables', 'deposits', 'recoveries'];
const EARLY = ['discounts', 'vat'];
/** What a payer left out and is not asked for. */
const LET_GO = ['bankCharges', 'roundings', 'withheldTax'];
const both = (...accounts: string[]): Sides => ({ debit: accounts, credit: accounts });

export const KINDS: Readonly<Record<string, Sides>> = {
  invoice: { debit: ['receivables'], credit: ['revenue', 'vat'] },
  prepayment: { debit: ['receivables'], credit: ['deposits', 'vat'] },
  opening: { debit: ['receivables'], credit: ['opening'] },
  void: { debit: ['revenue', 'vat'], credit: ['receivables'] },
  credit_note: {
    debit: ['revenue', 'deposits', ...EARLY],
    credit: [...SETTLED, ...EARLY, 'unapplied'],
  },
  receipt: {
    debit: ['bank', 'cash', 'cheques', 'clearing', 'agencies', ...EARLY, ...LET_GO],
    credit: [...SETTLED, ...OWED],
  },
  match: { debit: [...OWED, ...EARLY, ...LET_GO], credit: [...SETTLED, ...OWED] },
  unmatch: { debit: SETTLED, credit: [...EARLY, ...LET_GO, ...OWED] },
  reassign: both(...SETTLED, ...OWED, ...EARLY, ...LET_GO),
  deposit_taken: { debit: ['deposits', 'vat'], credit: ['receivables'] },
  deposit_released: { debit: ['deposits'], credit: OWED },
  payout: {
    debit: ['bank', 'fees', 'refundsInTransit', 'chargebacks', ...OWED],
    credit: ['clearing', 'bank', 'chargebacks'],
  },
  return: { debit: [...SETTLED, ...OWED, 'fees'], credit: [...EARLY, ...LET_GO, 'bank', 'cheques'] },
  receipt_reversal: { debit: [...SETTLED, ...OWED], credit: [...EARLY, ...LET_GO, 'cash', 'cheques'] },
  banked: { debit: ['bank', 'cash', 'cheques', ...OWED], credit: ['bank', 'cash', 'cheques', ...OWED] },
  chargeback: {
    debit: [...SETTLED, ...OWED, 'chargebackClaims', 'chargebackFees'],
    credit: [...EARLY, 'chargebacks'],
  },
  chargeback_won: {
    debit: [...EARLY, 'chargebacks', 'chargebackFees'],
    credit: [...SETTLED, ...OWED, 'chargebackClaims', 'chargebacks', 'chargebackFees'],
  },
  chargeback_fee: both('chargebackFees', 'chargebacks'),
  claim_write_off: { debit: ['badDebts'], credit: ['chargebackClaims'] },
  claim_paid: { debit: OWED, credit: ['chargebackClaims', 'recoveries'] },
  late_charge: both('lateClaims', 'interest', 'lateFees'),
  late_charge_reversal: { debit: ['interest', 'lateFees'], credit: ['lateClaims', ...OWED] },
  late_charge_paid: { debit: OWED, credit: ['lateClaims'] },
  agency_fee: { debit: ['collectionCosts'], credit: ['agencies'] },
  agency_paid: { debit: ['bank', ...OWED], credit: ['agencies'] },
  bank: both('bank', 'other'),
  refund: { debit: OWED, credit: ['refundsInTransit'] },
  refund_paid: { debit: ['refundsInTransit'], credit: ['bank'] },
  refund_reversal: { debit: ['refundsInTransit'], credit: OWED },
  write_off: { debit: ['badDebts'], credit: ['receivables'] },
  write_off_reversal: { debit: ['receivables'], credit: ['badDebts'] },
  exchange: both('translation', 'exchangeGains', 'exchangeLosses'),
  revaluation: both('revaluation', 'unrealisedGains', 'unrealisedLosses'),
  adjustment: both('allowance', 'doubtful', 'deferred', 'revenueOfPeriods', 'other'),
};

export function* kinds({ tenant, entries }: Books): Generator<Finding> {
  for (const { act, kind, source, lines } of entries) {
    const sides = KINDS[kind];
    for (const { account, minor } of lines)
      if (!sides?.[minor > 0 ? 'debit' : 'credit'].includes(account))
        yield side(tenant, `${kind} ${source} has ${minor} on ${account}`, act);
  }
}
