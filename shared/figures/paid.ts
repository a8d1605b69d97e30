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

type Paid = Pick<Row, 'input' | 'minor' | 'days' | 'age' | 'on'> & { readonly ids: readonly string[] };

export const partsPaid = (item: Item, span: Span): Paid[] => {
  const left = item.parts.map((part) => ({ ...part, credited: 0, paid: 0, ids: [] as string[] }));
  const rows: Paid[] = [];
  for (const { ids, on, paidOn, money, minor } of layersOf(item.moves)) {
    let rest = minor;
    for (const part of left) {
      const taken = Math.min(rest, part.minor - part.credited - part.paid);
      if (taken <= 0) continue;
      rest -= taken;
      part.ids.push(...ids);
      if (!money) {
        part.credited += taken;
        continue;
      }
      part.paid += taken;
      if (isWithin(on, span))
        rows.push({
          input: 'paid',
          ids,
          minor: taken,
          days: daysBetween(part.dueOn, paidOn),
          age: daysBetween(item.issuedOn, paidOn),
          on,
        });
    }
  }
  const begun = item.moves.filter(({ kind }) => BEGINS.includes(kind)).map(({ id }) => id);
  for (const { dueOn, minor, credited, paid, ids } of left) {
    if (!isWithin(dueOn, span) || minor - credited <= 0) continue;
    rows.push({ input: 'dueInPeriod', ids: [...begun, ...ids], minor: minor - credited, on: dueOn });
    if (paid > 0) rows.push({ input: 'dueAndPaid', ids, minor: paid, on: dueOn });
  }
  return rows;
};
