/**
 * What foreign receivables and unapplied money are worth by the rate of the last day of a month, against what they stand for in the books
 * (rules §3.14). Booked on that day and taken back on the next: what is realised later is realised against the rate of the issue.
 */
import { nextMonth, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Month } from '../kernel/period.ts';
import type { Booked, Entry } from '../ledger/entry.ts';
import type { Revalued } from '../ledger/period.ts';
import { entry } from '../ledger/rules.ts';
import { share } from '../pricing/models.ts';
import { lastDayOf } from './rules.ts';

/** Money of customers that settles nothing, by the day that it came: what was used was used oldest first. */
export interface Layer {
  readonly currency: string;
  readonly on: LocalDate;
  readonly minor: number;
}

/** Entries in the order of the book → what is left of each day's money, by whoever it is owed to. */
export const layersOf = (entries: readonly Booked[]): Layer[] => {
  const owed = new Map<string, { currency: string; on: LocalDate; minor: number }[]>();
  for (const { on, currency, lines } of entries)
    for (const [whose, net] of netOf(lines)) {
      const key = `${currency} ${whose}`;
      const layers = owed.get(key) ?? [];
      owed.set(key, layers);
      let rest = net;
      for (const layer of layers) {
        if (layer.minor * rest >= 0) continue;
        const met = Math.sign(layer.minor) * Math.min(Math.abs(layer.minor), Math.abs(rest));
        layer.minor -= met;
        rest += met;
      }
      if (rest !== 0) layers.push({ currency, on, minor: rest });
    }
  return [...owed.values()].flat().filter(({ minor }) => minor !== 0);
};

/** A match takes all that was unapplied and leaves the rest: only the difference moved. */
const netOf = (lines: Booked['lines']): Map<string, number> => {
  const net = new Map<string, number>();
  for (const { account, customerId = 'nobody', minor } of lines) {
    if (account !== 'unapplied' && account !== 'unidentified') continue;
    const whose = account === 'unidentified' ? 'nobody' : customerId;
    net.set(whose, (net.get(whose) ?? 0) - minor);
  }
  return net;
};

/** What is left of an invoice's value in the books while so much of it is open. */
export const valueLeft = (value: number, open: number, total: Money): number =>
  value - share(value, String(total.minor - open), String(total.minor));

/**
 * In the currency of the books, dated the last day or, `back`, the first of the next month the other way round. `sign` −1 takes either of
 * them back on its own day, from the same accounts.
 */
export const revaluationEntry = (
  { entity, month, own }: { entity: string; month: Month; own: string },
  { currency, gainMinor }: Revalued,
  back: boolean,
  sign: 1 | -1,
): Entry | undefined => {
  const minor = (back ? -1 : 1) * sign * gainMinor;
  return entry({
    entity,
    on: back ? `${nextMonth(month)}-01` : lastDayOf(month),
    currency: own,
    kind: 'revaluation',
    source: `${month} ${currency}`,
    memo: `${back ? 'Taken back: ' : ''}${currency} by the rate of ${lastDayOf(month)}${sign < 0 ? ', which is not its last any more' : ''}`,
    lines: [
      { account: 'revaluation', minor },
      { account: gainMinor > 0 ? 'unrealisedGains' : 'unrealisedLosses', minor: 0 - minor },
    ],
  });
};
