/** What is known before a day of who has to pay an invoice, as numbers that lateness goes up or down with. */
import type { Behaviour } from './behaviour.ts';
import { fadedTo, type Sums } from './memory.ts';
import type { Receivable } from './history.ts';
import type { FACTORS } from './prediction.ts';

/** So many invoices of a segment stand beside a customer’s own, and of the company beside those of a segment; half of ten are late where nothing is known at all. */
const WEIGHT = { own: 3, recent: 2, segment: 20, company: 10 };
const NOTHING_KNOWN = 0.5;

export type FactorName = (typeof FACTORS)[number];

/** As the model takes them, and the figure that a person is told: a share in percent, days, a count, minor units. */
export interface Measured {
  readonly name: FactorName;
  readonly input: number;
  readonly figure: number;
}

const logit = (share: number): number => Math.log(share / (1 - share));
const shrunk = (sum: number, count: number, weight: number, towards: number): number =>
  (sum + weight * towards) / (count + weight);
const share = (name: FactorName, value: number): Measured => ({
  name,
  input: logit(value),
  figure: 100 * value,
});
const days = (name: FactorName, value: number): Measured => ({ name, input: value, figure: value });

/** How often a customer’s invoices are late: its own, drawn towards its segment, which is drawn towards the company. */
export const sharesOf = (
  { all, segments }: Sums,
  own: Pick<Behaviour, 'rate'> | undefined,
  segment: string,
): { segment: number; own: number } => {
  const company = shrunk(all.late, all.known, WEIGHT.company, NOTHING_KNOWN);
  const rates = segments.get(segment);
  const ofSegment = shrunk(rates?.late ?? 0, rates?.known ?? 0, WEIGHT.segment, company);
  return {
    segment: ofSegment,
    own: shrunk(own?.rate.late ?? 0, own?.rate.known ?? 0, WEIGHT.own, ofSegment),
  };
};

/** By what a memory of the evening before `day` says; of others that were issued on the same day nothing is known. */
export const factorsOf = (
  memory: Sums,
  own: Behaviour | undefined,
  invoice: Pick<Receivable, 'id' | 'minor' | 'currency' | 'segment'>,
  day: number,
): Measured[] => {
  const { all } = memory;
  const shares = sharesOf(memory, own, invoice.segment);
  const recent = fadedTo(own?.recent ?? { weight: 0, late: 0, day }, day);
  const usual = all.count === 0 ? 0 : all.sum / all.count;
  const delay = shrunk(own?.deviations.sum ?? 0, own?.deviations.count ?? 0, WEIGHT.own, usual);
  const last = own?.deviations.last ?? [];
  const lastSum = last.reduce((sum, one) => sum + one, 0);
  const others = Object.entries(own?.open ?? {}).filter(
    ([id, { issued }]) => id !== invoice.id && issued < day,
  );
  const oldest = Math.max(0, ...others.map(([, { due }]) => day - due));
  const amounts = own?.amounts[invoice.currency];
  const amount = Math.log1p(invoice.minor);
  const usually = shrunk(amounts?.logs ?? 0, amounts?.count ?? 0, 1, amount);
  const isNew = Number((own?.rate.known ?? 0) === 0);
  return [
    share('share_late', shares.own),
    share('recent_share_late', shrunk(recent.late, recent.weight, WEIGHT.recent, shares.own)),
    days('days_late', delay),
    days('last_days_late', shrunk(lastSum, last.length, 1, delay)),
    { name: 'amount', input: amount, figure: invoice.minor },
    { name: 'unusual_amount', input: amount - usually, figure: 100 * Math.exp(amount - usually) },
    { name: 'open_invoices', input: Math.log1p(others.length), figure: others.length },
    { name: 'has_overdue', input: Number(oldest > 0), figure: Number(oldest > 0) },
    { name: 'oldest_overdue', input: Math.log1p(oldest), figure: oldest },
    share('segment_share_late', shares.segment),
    { name: 'is_new', input: isNew, figure: isNew },
  ];
};
