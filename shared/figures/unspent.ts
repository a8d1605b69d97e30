/**
 * Money that settles nothing yet, of a customer or of nobody that is known: what is used is the oldest, as the entries do not say which receipt
 * it was (`closing` values it so, too).
 */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { inOrderOfBook, type Fact, type Row, type Span, type Unspent } from './fact.ts';

/** Whose money it is, and how rows name it. */
export interface Purse {
  readonly account: 'unapplied' | 'unidentified';
  readonly thing: string;
  readonly customerId?: string;
}
interface Layer {
  readonly on: LocalDate;
  readonly ids: string[];
  minor: number;
}
/** Goes on with what comes last in the book: everybody's unidentified money is one thing, which most acts of a desk touch. */
export interface Spending {
  /** False, and nothing done, where something that comes later is in it. */
  readonly take: (fact: Fact) => boolean;
  readonly rows: () => Row[];
  readonly left: () => Unspent[];
}

export const unspentOf = (purse: Purse, facts: readonly Fact[], { asOf }: Span): Spending => {
  const { account, thing, customerId } = purse;
  const layers = new Map<string, Layer[]>();
  let last: Fact | undefined;
  const take = (fact: Fact): boolean => {
    const { id, entry, unspent } = fact;
    for (const { currency, ...layer } of unspent ?? [])
      layers.set(currency, [...(layers.get(currency) ?? []), { ...layer, ids: [...layer.ids] }]);
    if (!entry || entry.on > asOf) return true;
    if (last && inOrderOfBook(last, fact) > 0) return false;
    last = fact;
    const open = layers.get(entry.currency) ?? [];
    layers.set(entry.currency, open);
    for (const line of entry.lines)
      if (line.account === account && line.customerId === customerId)
        put(open, { id, on: entry.on, minor: 0 - line.minor });
    return true;
  };
  const rows = (): Row[] =>
    [...layers].flatMap(([currency, open]) =>
      open.map(({ on, ids, minor }) => ({
        input: account,
        currency,
        thing,
        facts: [...ids],
        minor,
        days: daysBetween(on, asOf),
        on,
        customerId,
      })),
    );
  const left = (): Unspent[] =>
    [...layers].flatMap(([currency, open]) => open.map((layer) => ({ currency, ...layer })));
  for (const fact of facts.toSorted(inOrderOfBook)) take(fact);
  return { take, rows, left };
};

/** Puts an amount beside the others, or takes it off those of the other sign, the oldest first. */
const put = (open: Layer[], { id, on, minor }: { id: string; on: LocalDate; minor: number }): void => {
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
