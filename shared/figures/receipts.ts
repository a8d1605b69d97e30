/** Money that came in: whether it settled by itself and stayed where it was put, how long that took, and how old what settles nothing is. */
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { Account } from '../ledger/entry.ts';
import {
  inOrderOfBook,
  inOrderOfCommits,
  isMachine,
  isWithin,
  type Fact,
  type Row,
  type Span,
} from './fact.ts';

const LIABLE: readonly Account[] = ['unapplied', 'unidentified'];
const BACK = ['unmatch', 'reassign'];
/** A match that is taken back later than so says nothing of how it was made (rules §2). */
const REVERSED_WITHIN = 30;

const liable = ({ entry }: Fact): number =>
  entry!.lines.reduce((sum, { account, minor }) => sum + (LIABLE.includes(account) ? minor : 0), 0);

/** `facts`: receipt, match, unmatch and reassign of one payment. Lines of a bank alone: what a provider or the counter takes says itself what it is for. */
export const rowsOfReceipt = (id: string, facts: readonly Fact[], span: Span): Row[] => {
  const own = facts
    .filter(({ entry }) => entry !== undefined && entry.on <= span.asOf)
    .toSorted(inOrderOfCommits);
  const receipt = own.find(({ entry }) => entry!.kind === 'receipt');
  if (!receipt) return [];
  const { currency, on, lines } = receipt.entry!;
  const customerId = own
    .flatMap(({ entry }) => entry!.lines)
    .findLast((line) => line.customerId !== undefined)?.customerId;
  const row = (input: Row['input'], by: readonly Fact[], more: Pick<Row, 'minor' | 'days' | 'on'>): Row => ({
    input,
    currency,
    thing: `receipt:${id}`,
    facts: by.map((fact) => fact.id),
    customerId,
    ...more,
  });
  const applied = own.flatMap((fact) => appliedBy(fact, on, span).map((one) => row('applied', [fact], one)));
  const amount = lines.reduce(
    (sum, { account, minor }) => sum + (account === 'bank' ? Math.max(0, minor) : 0),
    0,
  );
  if (amount === 0 || !isWithin(on, span)) return applied;
  const more = { minor: amount, on };
  const back = own.find(({ entry }) => BACK.includes(entry!.kind));
  const made = own.slice(0, back ? own.indexOf(back) : own.length);
  const alone = made.every(isMachine) && made.reduce((sum, fact) => sum + liable(fact), 0) === 0;
  const stayed = !back || back.entry!.on > addDays(on, REVERSED_WITHIN);
  return [
    ...applied,
    row('receipts', [receipt], more),
    ...(alone ? [row('autoMatched', made, more)] : []),
    ...(alone && stayed ? [row('straightThrough', made, more)] : []),
    ...(alone && back ? [row('autoReversed', [...made, back], more)] : []),
  ];
};

/** What settled something in the period, and how many days after the money was there. */
const appliedBy = (fact: Fact, paidOn: LocalDate, span: Span): Pick<Row, 'minor' | 'days' | 'on'>[] => {
  const { kind, on, lines } = fact.entry!;
  if ((kind !== 'receipt' && kind !== 'match') || !isWithin(on, span)) return [];
  const minor = lines.reduce((sum, line) => sum + (line.account === 'receivables' ? 0 - line.minor : 0), 0);
  return minor > 0 ? [{ minor, days: Math.max(0, daysBetween(paidOn, on)), on }] : [];
};

/**
 * Unapplied money of a customer, or of nobody that is known: what is used is the oldest, as the entries do not say which receipt it was
 * (`closing` values it so, too).
 */
export const rowsOfAccount = (
  {
    account,
    thing,
    customerId,
  }: { account: 'unapplied' | 'unidentified'; thing: string; customerId?: string },
  facts: readonly Fact[],
  { asOf }: Span,
): Row[] => {
  const layers = new Map<string, { on: LocalDate; ids: string[]; minor: number }[]>();
  for (const { id, entry } of facts.toSorted(inOrderOfBook)) {
    if (!entry || entry.on > asOf) continue;
    const open = layers.get(entry.currency) ?? [];
    layers.set(entry.currency, open);
    for (const line of entry.lines)
      if (line.account === account && line.customerId === customerId)
        take(open, { id, on: entry.on, minor: 0 - line.minor });
  }
  return [...layers].flatMap(([currency, open]) =>
    open.map(({ on, ids, minor }) => ({
      input: account,
      currency,
      thing,
      facts: ids,
      minor,
      days: daysBetween(on, asOf),
      on,
      customerId,
    })),
  );
};

/** Puts an amount beside the others, or takes it off those of the other sign, the oldest first. */
const take = (
  open: { on: LocalDate; ids: string[]; minor: number }[],
  { id, on, minor }: { id: string; on: LocalDate; minor: number },
): void => {
  let left = minor;
  while (left !== 0 && open.length > 0 && Math.sign(open[0]!.minor) === -Math.sign(left)) {
    const [first] = open;
    const off = Math.min(Math.abs(left), Math.abs(first!.minor)) * Math.sign(left);
    first!.minor += off;
    first!.ids.push(id);
    left -= off;
    if (first!.minor === 0) open.shift();
  }
  if (left !== 0) open.push({ on, ids: [id], minor: left });
};
