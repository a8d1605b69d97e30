/** What an entry alone says: sales, what was taken back of them, costs, losses, and money that came in. */
import { daysBetween } from '../kernel/dates.ts';
import { InvoiceCredited } from '../invoices/credit-note.ts';
import { discountsIn, soldIn } from '../insights/sales.ts';
import type { Account, Booked, EntryLine } from '../ledger/entry.ts';
import { isWithin, paidOnIn, soldSince, type Fact, type Row, type Span } from './fact.ts';
import type { InputName } from './figure.ts';

const COSTS: readonly Account[] = ['fees', 'chargebackFees', 'bankCharges', 'collectionCosts'];
const MONEY: readonly Account[] = ['bank', 'cash', 'cheques', 'clearing', 'agencies'];
const LIABLE: readonly Account[] = ['unapplied', 'unidentified'];
/** Where each kind of entry says what came in, and by which sign. */
const CASH: Partial<Record<Booked['kind'], readonly [accounts: readonly Account[], sign: 1 | -1]>> = {
  receipt: [MONEY, 1],
  receipt_reversal: [MONEY, 1],
  // What the bank or the provider took for it is a cost: the customer never paid it.
  return: [[...MONEY, 'fees'], 1],
  chargeback: [['chargebacks', 'chargebackFees'], 1],
  chargeback_won: [['chargebacks', 'chargebackFees'], 1],
  refund: [['refundsInTransit'], 1],
  refund_reversal: [['refundsInTransit'], 1],
  // Its line came first and was kept as a receipt: the same money was there before, with a provider, an agency or in the till.
  payout: [LIABLE, -1],
  agency_paid: [LIABLE, -1],
  banked: [LIABLE, -1],
};
const REASONS: Readonly<Record<string, InputName>> = {
  price: 'creditedPrice',
  quantity: 'creditedPrice',
  wrong_invoice: 'creditedPrice',
  goodwill: 'creditedGoodwill',
};

/** By account, in the period. */
const OF_ACCOUNT = (account: Account): InputName | undefined => {
  if (COSTS.includes(account)) return 'costs';
  if (account === 'badDebts' || account === 'recoveries') return 'writtenOff';
  return account === 'interest' || account === 'lateFees' ? 'interestEarned' : undefined;
};

/** `whose`: of the invoice that a line names, where the line does not say it. */
export const rowsOfEntry = (
  fact: Fact,
  span: Span,
  whose: (invoiceId: string) => string | undefined,
): Row[] => {
  const { entry } = fact;
  if (!entry || entry.on > span.asOf) return [];
  const named = entry.lines.find(({ customerId, invoiceId }) => customerId ?? invoiceId);
  const row = (
    input: InputName,
    minor: number,
    { customerId, invoiceId }: Partial<EntryLine> = named ?? {},
  ): Row => ({
    input,
    currency: entry.currency,
    thing: `entry:${fact.id}`,
    facts: [fact.id],
    minor,
    on: entry.on,
    customerId: customerId ?? whose(invoiceId ?? '') ?? named?.customerId ?? whose(named?.invoiceId ?? ''),
    invoiceId,
  });
  const sold = soldIn(entry);
  const within = isWithin(entry.on, span);
  if (!within) return sold !== 0 && entry.on >= soldSince(span.from) ? [row('earlierSales', sold)] : [];
  const rows = sold === 0 ? [] : [row('creditSales', sold)];
  if (sold > 0) rows.push(row('invoiced', sold));
  if (sold < 0) rows.push(row(whyCredited(fact), 0 - sold));
  for (const line of entry.lines) rows.push(...inPeriod(entry, line, row));
  for (const line of discountsIn(entry)) rows.push(row('discountsTaken', line.minor, line));
  rows.push(...early(fact, row));
  return rows;
};

/** What an entry says that came in, less what went back: as `cashCollected` counts it. */
export const cameIn = ({ kind, lines }: Booked): number => {
  const [accounts, sign] = CASH[kind] ?? [[], 1];
  return lines.reduce((sum, { account, minor }) => sum + (accounts.includes(account) ? sign * minor : 0), 0);
};

const inPeriod = (
  { kind }: Booked,
  line: EntryLine,
  row: (input: InputName, minor: number, line: EntryLine) => Row,
): Row[] => {
  const input = OF_ACCOUNT(line.account);
  const [accounts, sign] = CASH[kind] ?? [[], 1];
  return [
    ...(input === undefined
      ? []
      : [row(input, input === 'interestEarned' ? 0 - line.minor : line.minor, line)]),
    ...(accounts.includes(line.account) ? [row('cashCollected', sign * line.minor, line)] : []),
  ];
};

/** What a discount was given for, and how many days before its due day that was there: of the entry, which does not say of which line it is. */
const early = (fact: Fact, row: (input: InputName, minor: number, line: EntryLine) => Row): Row[] => {
  const { kind, lines } = fact.entry!;
  const paidOn = paidOnIn(fact);
  const taken = (account: Account) =>
    lines.reduce((sum, line) => sum + (line.account === account ? Math.max(0, line.minor) : 0), 0);
  const settled = lines.filter(({ account, minor }) => account === 'receivables' && minor < 0);
  if ((kind !== 'receipt' && kind !== 'match') || taken('discounts') === 0) return [];
  const whole = settled.reduce((sum, { minor }) => sum - minor, 0);
  const given = taken('discounts') + taken('vat');
  if (settled.length === 0 || given >= whole) return [];
  const days = Math.round(
    settled.reduce((sum, { minor, dueOn }) => sum - minor * daysBetween(paidOn, dueOn!), 0) / whole,
  );
  return [
    row('discountsGiven', given, settled[0]!),
    { ...row('discounted', whole - given, settled[0]!), days },
  ];
};

/** A void is an invoice that should not have been; what no reason is announced of came back. */
const whyCredited = ({ entry, events }: Fact): InputName => {
  if (entry!.kind === 'void') return 'creditedPrice';
  const credited = events.find(({ type }) => type === InvoiceCredited.name);
  return REASONS[(credited?.data as { reason?: string } | undefined)?.reason ?? ''] ?? 'creditedReturns';
};
