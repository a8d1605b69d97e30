/** What was paid of an invoice, day by day and by what of it was due: money settles the oldest instalment first, and what went back was paid last. */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { BEGINS } from '../insights/rules.ts';
import type { Booked } from '../ledger/entry.ts';
import { isWithin, type Row, type Span } from './fact.ts';
import type { Item, Move } from './items.ts';

/** Money, and what was money before; credit notes, write-offs and what is made void are none. */
const MONEY: readonly Booked['kind'][] = [
  'receipt',
  'match',
  'unmatch',
  'reassign',
  'return',
  'receipt_reversal',
  'chargeback',
  'chargeback_won',
  'deposit_taken',
];
export const isMoney = (kind: Booked['kind']): boolean => MONEY.includes(kind);

interface Layer {
  readonly ids: string[];
  readonly on: LocalDate;
  readonly paidOn: LocalDate;
  readonly money: boolean;
  minor: number;
}

/** What settled the invoice and did not go back, in the order of the book. */
const layersOf = (moves: readonly Move[]): Layer[] => {
  const layers: Layer[] = [];
  for (const { id, on, paidOn, kind, money, minor } of moves) {
    if (BEGINS.includes(kind)) continue;
    if (minor < 0) {
      layers.push({ ids: [id], on, paidOn, money, minor: 0 - minor });
      continue;
    }
    let back = minor;
    for (const layer of layers.toReversed()) {
      if (back === 0) break;
      if (layer.money !== money || layer.minor === 0) continue;
      const off = Math.min(back, layer.minor);
      layer.minor -= off;
      layer.ids.push(id);
      back -= off;
    }
  }
  return layers.filter(({ minor }) => minor > 0);
};

export interface Part {
  readonly dueOn: LocalDate;
  readonly minor: number;
  /** What settled it, in the order of the book. */
  readonly pieces: (Pick<Layer, 'ids' | 'on' | 'paidOn' | 'money'> & { readonly minor: number })[];
}
/** What is due when of the invoice, and what settled that: the oldest first. */
export const partsOf = (item: Item): Part[] => {
  const parts = item.parts.map((part): Part & { left: number } => ({
    ...part,
    pieces: [],
    left: part.minor,
  }));
  for (const layer of layersOf(item.moves)) {
    let rest = layer.minor;
    for (const part of parts) {
      const minor = Math.min(rest, part.left);
      if (minor <= 0) continue;
      rest -= minor;
      part.left -= minor;
      part.pieces.push({ ...layer, minor });
    }
  }
  return parts;
};

type Paid = Pick<Row, 'input' | 'minor' | 'days' | 'age' | 'on'> & { readonly ids: readonly string[] };

export const partsPaid = (item: Item, span: Span): Paid[] => {
  const begun = item.moves.filter(({ kind }) => BEGINS.includes(kind)).map(({ id }) => id);
  return partsOf(item).flatMap(({ dueOn, minor, pieces }): Paid[] => {
    const money = pieces.filter((piece) => piece.money);
    const rows = money
      .filter(({ on }) => isWithin(on, span))
      .map(({ ids, on, paidOn, minor: paid }): Paid => {
        const [days, age] = [daysBetween(dueOn, paidOn), daysBetween(item.issuedOn, paidOn)];
        return { input: 'paid', ids, minor: paid, days, age, on };
      });
    const paid = money.reduce((sum, piece) => sum + piece.minor, 0);
    const due = pieces.reduce((left, piece) => (piece.money ? left : left - piece.minor), minor);
    if (!isWithin(dueOn, span) || due <= 0) return rows;
    const ids = pieces.flatMap((piece) => piece.ids);
    rows.push({ input: 'dueInPeriod', ids: [...begun, ...ids], minor: due, on: dueOn });
    if (paid > 0) rows.push({ input: 'dueAndPaid', ids, minor: paid, on: dueOn });
    return rows;
  });
};
