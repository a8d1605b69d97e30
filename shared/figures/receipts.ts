/** Money that came in: whether it settled by itself and stayed where it was put, how long that took, and how old what settles nothing is. */
import { addDays, daysBetween } from '../kernel/dates.ts';
import type { Account } from '../ledger/entry.ts';
import { inOrderOfCommits, isMachine, isWithin, paidOnIn, type Fact, type Row, type Span } from './fact.ts';

const LIABLE: readonly Account[] = ['unapplied', 'unidentified'];
const BACK = ['unmatch', 'reassign'];
/** Money that a bank takes back says nothing of its match. */
const GONE = ['return', 'receipt_reversal'];
/** A match that is taken back later than so says nothing of how it was made (rules §2). */
const REVERSED_WITHIN = 30;

/** What of the money settles nothing, below zero. */
export const liableIn = ({ entry }: Fact): number =>
  entry?.lines.reduce((sum, { account, minor }) => sum + (LIABLE.includes(account) ? minor : 0), 0) ?? 0;

/** `facts`: receipt, match, unmatch, reassign and return of one payment. Lines of a bank alone: what a provider or the counter takes says itself what it is for. */
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
  const paidOn = paidOnIn(receipt);
  const applied = layersOf(own)
    .filter(({ by: [fact] }) => isWithin(fact!.entry!.on, span))
    .map(({ by, minor }) => {
      const { on: bookedOn, documentOn = bookedOn } = by[0]!.entry!;
      return row('applied', by, { minor, days: Math.max(0, daysBetween(paidOn, documentOn)), on: bookedOn });
    });
  const amount = lines.reduce(
    (sum, { account, minor }) => sum + (account === 'bank' ? Math.max(0, minor) : 0),
    0,
  );
  if (amount === 0 || !isWithin(on, span)) return applied;
  const more = { minor: amount, on };
  const matched = own.filter(({ entry }) => !GONE.includes(entry!.kind));
  const back = matched.find(({ entry }) => BACK.includes(entry!.kind));
  const made = matched.slice(0, back ? matched.indexOf(back) : matched.length);
  const alone = made.every(isMachine) && made.reduce((sum, fact) => sum + liableIn(fact), 0) === 0;
  const stayed = !back || back.entry!.on > addDays(on, REVERSED_WITHIN);
  return [
    ...applied,
    row('receipts', [receipt], more),
    ...(alone ? [row('autoMatched', made, more)] : []),
    ...(alone && stayed ? [row('straightThrough', made, more)] : []),
    ...(alone && back ? [row('autoReversed', [...made, back], more)] : []),
  ];
};

interface Layer {
  readonly by: Fact[];
  minor: number;
}
/** What settled something and was not taken back: what is taken back was settled last. What is moved is both. */
const layersOf = (own: readonly Fact[]): Layer[] => {
  const layers: Layer[] = [];
  for (const fact of own) {
    const moved = fact.entry!.lines.flatMap(({ account, minor }) =>
      account === 'receivables' ? [minor] : [],
    );
    let back = moved.reduce((sum, minor) => sum + Math.max(0, minor), 0);
    for (const layer of layers.toReversed()) {
      const off = Math.min(back, layer.minor);
      if (off === 0) continue;
      layer.minor -= off;
      layer.by.push(fact);
      back -= off;
    }
    const minor = moved.reduce((sum, one) => sum + Math.max(0, 0 - one), 0);
    if (minor > 0) layers.push({ by: [fact], minor });
  }
  return layers.filter(({ minor }) => minor > 0);
};
