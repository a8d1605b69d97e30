/** Money that came in: whether it settled by itself and stayed where it was put, how long that took, and how old what settles nothing is. */
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { Account } from '../ledger/entry.ts';
import {
  inOrderOfBook,
  inOrderOfCommits,
  isMachine,
  isWithin,
  paidOnIn,
  type Fact,
  type Row,
  type Span,
} from './fact.ts';

const LIABLE: readonly Account[] = ['unapplied', 'unidentified'];
const BACK = ['unmatch', 'reassign'];
/** Money that a bank takes back says nothing of its match. */
const GONE = ['return', 'receipt_reversal'];
/** A match that is taken back later than so says nothing of how it was made (rules §2). */
const REVERSED_WITHIN = 30;

const liable = ({ entry }: Fact): number =>
  entry!.lines.reduce((sum, { account, minor }) => sum + (LIABLE.includes(account) ? minor : 0), 0);

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
