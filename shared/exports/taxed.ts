/** Rows of the tax summary: what documents say of the tax by country, category and rate, held against what the ledger booked of it. */
import type { Booked } from '../ledger/entry.ts';
import type { TaxGroup } from '../pricing/price.ts';
import type { Row } from './columns.ts';

/** What documents say of an entry's tax: as they were issued, or taken back (-1). */
export interface Documented {
  readonly what: 'invoices' | 'prepayments' | 'credit_notes' | 'voided' | 'prepayments_taken_up';
  readonly sign: 1 | -1;
  /** Of the buyer. */
  readonly country: string;
  readonly groups: readonly TaxGroup[];
}
/** In the order of the file. */
const ORDER = [
  'invoices',
  'prepayments',
  'credit_notes',
  'voided',
  'prepayments_taken_up',
  'early_payment_discounts',
  'unexplained',
] as const;
type What = (typeof ORDER)[number];

interface Sums {
  readonly what: What;
  readonly country?: string;
  readonly group?: Pick<TaxGroup, 'category' | 'ratePpm' | 'reasonCode'>;
  readonly currency: string;
  documents: number;
  net: number;
  tax: number;
}

/** Adds entries up, one by one. What of the ledger's tax no document says is of an early-payment discount where the entry has one. */
export const countingTax = () => {
  const sums = new Map<string, Sums>();
  const sumOf = (head: Pick<Sums, 'what' | 'country' | 'group' | 'currency'>): Sums => {
    const { what, country = '', group, currency } = head;
    const key = [
      currency,
      String(ORDER.indexOf(what)),
      country,
      group?.category ?? '',
      String(group?.ratePpm ?? 0).padStart(7, '0'),
      group?.reasonCode ?? '',
    ].join(' ');
    let found = sums.get(key);
    if (!found) sums.set(key, (found = { ...head, documents: 0, net: 0, tax: 0 }));
    return found;
  };
  const add = (sum: Sums, net: number, tax: number): void => {
    sum.documents += 1;
    sum.net += net;
    sum.tax += tax;
  };
  return {
    add: ({ currency, lines }: Pick<Booked, 'currency' | 'lines'>, documented: readonly Documented[]) => {
      const booked = (account: string) =>
        lines.reduce((sum, line) => (line.account === account ? sum - line.minor : sum), 0);
      let rest = booked('vat');
      for (const { what, country, groups, sign } of documented)
        for (const group of groups) {
          add(sumOf({ what, country, group, currency }), sign * group.baseMinor, sign * group.taxMinor);
          rest -= sign * group.taxMinor;
        }
      sumOf({ what: 'unexplained', currency });
      if (rest === 0) return;
      const discounts = booked('discounts');
      const what = discounts === 0 ? 'unexplained' : 'early_payment_discounts';
      add(sumOf({ what, currency }), discounts, rest);
    },
    rows: (): Row[] =>
      [...sums]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { what, country, group, currency, documents, net, tax }]) => [
          what,
          country,
          group?.category,
          group && group.ratePpm / 10_000,
          group?.reasonCode,
          documents,
          net,
          tax,
          net + tax,
          currency,
        ]),
  };
};
