/** How often customers dispute, how long it takes and how much is credited at once: counted in the commits of the cases. */
import { daysBetween, monthOf } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import type { Booked } from '../ledger/entry.ts';
import type { Added, DisputeCount, DisputeFigures } from './count.ts';
import type { Dispute } from './dispute.ts';
import { DisputeAccepted, DisputeOpened, DisputeRejected } from './events.ts';

/** Longer ones are counted as so many. */
const MOST_DAYS = 366;

/** What a commit counts is what it announces. Of a case that is credited at once both are of one day, and one item. */
export const countsOf = (
  { entity, amount, reason, openedOn, decided }: Dispute,
  facts: readonly Pick<Fact, 'type'>[],
): Added[] => {
  const said = (...types: readonly { readonly name: string }[]) =>
    facts.some(({ type }) => types.some(({ name }) => name === type));
  const days = new Map<string, Record<string, number>>();
  const at = (day: string) => days.get(day) ?? days.set(day, {}).get(day)!;
  if (said(DisputeOpened)) Object.assign(at(openedOn), { opened: 1, openedMinor: amount.minor });
  if (decided && said(DisputeAccepted, DisputeRejected))
    Object.assign(at(decided.on), {
      decided: 1,
      creditedMinor: decided.credited?.minor ?? 0,
      ...(decided.atOnce && { atOnce: 1 }),
      [`d${Math.min(MOST_DAYS, Math.max(0, daysBetween(openedOn, decided.on)))}`]: 1,
    });
  return [...days].map(([day, add]) => ({ day, entity, currency: amount.currency, reason, add }));
};

/** Invoices as the books have them: of their day of booking. */
export const figuresOf = (
  counts: readonly DisputeCount[],
  entries: readonly Pick<Booked, 'on' | 'entity' | 'currency' | 'kind' | 'lines'>[],
): DisputeFigures[] => {
  const place = (day: string, { entity, currency }: { entity: string; currency: string }) =>
    `${monthOf(day)} ${entity} ${currency}`;
  const counted = Map.groupBy(counts, (one) => place(one.day, one));
  const invoices = Map.groupBy(
    entries.filter(({ kind }) => kind === 'invoice'),
    (one) => place(one.on, one),
  );
  return [...new Set([...counted.keys(), ...invoices.keys()])]
    .toSorted()
    .map((key) => rowOf(key, counted.get(key) ?? [], invoices.get(key) ?? []));
};

const rowOf = (
  key: string,
  counts: readonly DisputeCount[],
  entries: readonly Pick<Booked, 'lines'>[],
): DisputeFigures => {
  const [month, entity, currency] = key.split(' ') as [string, string, string];
  const sum = (of: 'opened' | 'openedMinor' | 'decided' | 'creditedMinor' | 'atOnce') =>
    counts.reduce((all, one) => all + one[of], 0);
  const [opened, openedMinor, decided] = [sum('opened'), sum('openedMinor'), sum('decided')];
  const invoicedMinor = entries
    .flatMap(({ lines }) => lines)
    .reduce((all, { account, minor }) => all + (account === 'receivables' && minor > 0 ? minor : 0), 0);
  const [median, p90] = [50, 90].map((percent) => reached(counts, decided, percent));
  return {
    month,
    entity,
    currency,
    opened,
    openedMinor,
    invoices: entries.length,
    invoicedMinor,
    ...(entries.length > 0 && { ratePpm: share(opened, entries.length) }),
    ...(invoicedMinor > 0 && { ratePpmOfValue: share(openedMinor, invoicedMinor) }),
    decided,
    creditedMinor: sum('creditedMinor'),
    atOnce: sum('atOnce'),
    ...(decided > 0 && { atOncePpm: share(sum('atOnce'), decided), medianDays: median!, p90Days: p90! }),
  };
};
const share = (part: number, whole: number): number => Math.round((part * 1_000_000) / whole);

/** The least number of days within which so many in a hundred were decided. */
const reached = (counts: readonly DisputeCount[], decided: number, percent: number): number => {
  const all = counts.flatMap(({ days }) => days).toSorted(([a], [b]) => a - b);
  let seen = 0;
  for (const [days, cases] of all) {
    seen += cases;
    if (seen * 100 >= decided * percent) return days;
  }
  return 0;
};
