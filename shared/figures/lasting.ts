/** Figures of time and of what was collected in it: DSO in its forms, days late, effectiveness, turnover. */
import { countback } from '../insights/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { CURRENT, DUE, overRows, type Asked, type Defined } from './definition.ts';
import { soldSince } from './fact.ts';
import { cei, delinquentDays, dso, percent, quotient, shown, turnover, turnoverDays } from './formulas.ts';

const simple = ({ sum, days }: Asked) => dso(sum(...DUE), sum('creditSales'), days);
const best = ({ sum, days }: Asked) => dso(sum(CURRENT), sum('creditSales'), days);

export const LASTING = {
  dso_simple: {
    name: 'Days sales outstanding, of ending receivables',
    formula: 'open receivables ÷ credit sales × days',
    unit: 'days',
    inputs: [...DUE, 'creditSales'],
    of: simple,
  },
  dso_average: {
    name: 'Days sales outstanding, of average receivables',
    formula: '(receivables before the first day + open receivables) ÷ 2 ÷ credit sales × days',
    unit: 'days',
    inputs: ['opening', ...DUE, 'creditSales'],
    of: ({ sum, days }) =>
      shown(quotient(BigInt(sum('opening')) + BigInt(sum(...DUE)), 2n * BigInt(sum('creditSales'))), days),
  },
  dso_countback: {
    name: 'Days sales outstanding, by countback',
    formula:
      'whole months of credit sales come off the receivables, newest first, each with its real days; the rest in proportion; of a year before the first day at most',
    unit: 'days',
    inputs: [...DUE, 'creditSales', 'earlierSales'],
    of: (asked) => {
      const { sum, rows, span, booksFrom } = asked;
      const sales = new Map<LocalDate, number>();
      for (const { on, minor } of [...rows('creditSales'), ...rows('earlierSales')])
        sales.set(on!, (sales.get(on!) ?? 0) + minor);
      const known = soldSince(span.from);
      const first = booksFrom > known ? booksFrom : known;
      const { days, exhausted } = countback(sales, sum(...DUE), span.asOf, first);
      return exhausted ? { value: null, atLeast: days } : { value: days };
    },
  },
  dso_best_possible: {
    name: 'Best possible DSO',
    formula: 'receivables that are not past due ÷ credit sales × days',
    unit: 'days',
    inputs: [CURRENT, 'creditSales'],
    of: best,
  },
  average_days_delinquent: {
    name: 'Average days delinquent',
    formula: 'DSO of ending receivables − best possible DSO',
    unit: 'days',
    inputs: [...DUE, 'creditSales'],
    of: (asked) => delinquentDays(simple(asked), best(asked)),
  },
  days_late_paid: {
    name: 'Average days late, of what was paid',
    formula: 'Σ(paid × days after the due day, never below 0) ÷ Σ paid',
    unit: 'days',
    inputs: ['paid'],
    of: overRows('paid', ({ days = 0 }) => Math.max(0, days)),
  },
  days_beyond_terms: {
    name: 'Days beyond terms',
    formula: 'Σ(paid × days after the due day, early ones below 0) ÷ Σ paid',
    unit: 'days',
    inputs: ['paid'],
    of: overRows('paid', ({ days }) => days),
  },
  days_to_pay: {
    name: 'Days to pay',
    formula: 'Σ(paid × days after the invoice) ÷ Σ paid',
    unit: 'days',
    inputs: ['paid'],
    of: overRows('paid', ({ age }) => age),
  },
  weighted_terms: {
    name: 'Weighted terms',
    formula: 'Σ(invoiced × days from the invoice to its due day) ÷ Σ invoiced',
    unit: 'days',
    inputs: ['terms'],
    of: overRows('terms', ({ days }) => days),
  },
  cei: {
    name: 'Collection effectiveness index',
    formula:
      '(receivables before + credit sales − open receivables) ÷ (receivables before + credit sales − those that are not past due)',
    unit: 'percent',
    inputs: ['opening', 'creditSales', ...DUE],
    of: ({ sum }) =>
      cei({
        beginning: sum('opening'),
        sales: sum('creditSales'),
        ending: sum(...DUE),
        current: sum(CURRENT),
      }),
  },
  collection_rate: {
    name: 'Collection rate',
    formula:
      'paid of what fell due in the period, with what was kept of it (discount, charges, tax withheld) ÷ what fell due in it',
    unit: 'percent',
    inputs: ['dueAndPaid', 'dueInPeriod'],
    of: ({ sum }) => percent(sum('dueAndPaid'), sum('dueInPeriod')),
  },
  turnover: {
    name: 'Receivables turnover',
    formula: 'credit sales ÷ average receivables',
    unit: 'times',
    inputs: ['creditSales', 'opening', ...DUE],
    of: ({ sum }) => turnover(sum('creditSales'), sum('opening'), sum(...DUE)),
  },
  turnover_days: {
    name: 'Days of a turnover',
    formula: 'days ÷ receivables turnover',
    unit: 'days',
    inputs: ['creditSales', 'opening', ...DUE],
    of: ({ sum, days }) => turnoverDays(sum('creditSales'), sum('opening'), sum(...DUE), days),
  },
} satisfies Record<string, Defined>;
