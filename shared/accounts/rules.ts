/** What a statement says, folded from the ledger as ageing is: its figures are those of that day. */
import { linesOfCustomer } from '../insights/ledgers.ts';
import { ageingOf } from '../insights/ageing.ts';
import { fold, type OpenItem } from '../insights/rules.ts';
import { BUCKETS } from '../insights/insight.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Booked } from '../ledger/entry.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import type { AccountStatement, Move } from './account.ts';

type Figures = Pick<
  AccountStatement,
  'openMinor' | 'claimsMinor' | 'unappliedMinor' | 'depositsMinor' | 'balanceMinor' | 'buckets'
>;
interface Claimed {
  readonly invoiceId: string;
  readonly openMinor: number;
}
export interface Asked {
  /** Of the customer, and of the records that were merged into it. */
  readonly ids: readonly string[];
  readonly entity: string;
  readonly currency: string;
  readonly asOf: LocalDate;
}

/** `entries`: all of the entity up to the day; `plans`: the payment plans that held on it. Open items by due day, the oldest first. */
export const standingOf = (
  entries: readonly Booked[],
  { ids, entity, currency, asOf }: Asked,
  plans: readonly PaymentPlan[] = [],
): Figures & { items: OpenItem[]; claimed: Claimed[] } => {
  const positions = fold(entries, plans);
  const aged = ageingOf(positions, entity, asOf).currencies.find((one) => one.currency === currency);
  const own = (aged?.customers ?? []).filter(({ customerId }) => ids.includes(customerId));
  const items = [...(positions.get(currency)?.items.values() ?? [])]
    .filter(({ customerId, minor }) => minor !== 0 && ids.includes(customerId))
    .toSorted((a, b) =>
      a.dueOn === b.dueOn ? (a.invoiceId < b.invoiceId ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1,
    );
  const openMinor = own.reduce((sum, one) => sum + one.openMinor, 0);
  const owed = (name: 'unapplied' | 'deposits'): number =>
    entries
      .filter((entry) => entry.currency === currency)
      .flatMap(({ lines }) => lines)
      .reduce(
        (sum, { account, customerId = '', minor }) =>
          account === name && ids.includes(customerId) ? sum - minor : sum,
        0,
      );
  const [unappliedMinor, depositsMinor] = [owed('unapplied'), owed('deposits')];
  const claimed = claimedOf(entries, { ids, currency });
  const claimsMinor = claimed.reduce((sum, one) => sum + one.openMinor, 0);
  return {
    items,
    claimed,
    openMinor,
    ...(claimed.length > 0 && { claimsMinor }),
    unappliedMinor,
    ...(depositsMinor !== 0 && { depositsMinor }),
    balanceMinor: openMinor + claimsMinor - unappliedMinor,
    buckets: BUCKETS.map((name) => ({
      name,
      minor: own.reduce(
        (sum, { buckets }) => sum + (buckets.find((bucket) => bucket.name === name)?.minor ?? 0),
        0,
      ),
    })),
  };
};

/** What is open of claims for late payment, by the invoice that they are of. */
const claimedOf = (
  entries: readonly Booked[],
  { ids, currency }: Pick<Asked, 'ids' | 'currency'>,
): Claimed[] => {
  const open = new Map<string, number>();
  for (const booked of entries)
    for (const { account, customerId = '', invoiceId = '', minor } of booked.lines)
      if (booked.currency === currency && account === 'lateClaims' && ids.includes(customerId))
        open.set(invoiceId, (open.get(invoiceId) ?? 0) + minor);
  return [...open].flatMap(([invoiceId, openMinor]) => (openMinor === 0 ? [] : [{ invoiceId, openMinor }]));
};

/**
 * Everything that moved what the customer owes, in the order of booking; what only matched money with an invoice moved nothing. The
 * balance before the first day, and after each move: the last one is the balance of the statement.
 */
export const activityOf = (
  entries: readonly Booked[],
  { ids, currency, from }: Pick<Asked, 'ids' | 'currency'> & { readonly from: LocalDate },
): { openingMinor: number; moves: Move[] } => {
  const counts = linesOfCustomer(entries, ids);
  let balanceMinor = 0;
  let openingMinor = 0;
  const moves: Move[] = [];
  for (const { on, kind, source, lines, currency: booked } of entries.toSorted(inSequence)) {
    if (booked !== currency) continue;
    const minor = lines.reduce((sum, line) => (counts(line) ? sum + line.minor : sum), 0);
    if (minor === 0) continue;
    balanceMinor += minor;
    if (on < from) openingMinor = balanceMinor;
    else moves.push({ on, kind: KINDS[kind] ?? 'other', source, minor, balanceMinor });
  }
  return { openingMinor, moves };
};
/** Of one commit: the invoice, then what was taken off it. */
const inSequence = (a: Booked, b: Booked): number => {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return Number(a.kind === 'deposit_taken') - Number(b.kind === 'deposit_taken');
};
const KINDS: Readonly<Partial<Record<Booked['kind'], Move['kind']>>> = {
  invoice: 'invoice',
  credit_note: 'credit_note',
  receipt: 'receipt',
  prepayment: 'invoice',
  deposit_taken: 'deposit',
  deposit_released: 'deposit',
  // A receipt that nobody knew the payer of, and then did.
  match: 'receipt',
  unmatch: 'receipt',
  receipt_reversal: 'receipt',
  chargeback: 'receipt',
  chargeback_won: 'receipt',
  late_charge: 'late_charge',
  late_charge_reversal: 'late_charge_reversal',
};
