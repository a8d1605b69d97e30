/** Figures of what is late and may be lost: shares, roll rates, reserves, losses, and what sales brought in the end. */
import { BUCKETS } from '../insights/insight.ts';
import { DUE, LATE, PRIOR, type Asked, type Defined } from './definition.ts';
import type { InputName } from './figure.ts';
import { lossFactors, lossRate, percent, reserve, rollRates, yearlyRate } from './formulas.ts';

const balances = (inputs: readonly InputName[], { sum }: Asked): number[] =>
  inputs.map((input) => sum(input));

/** Over 100 % is shown as it is: something came back into its bucket, or was wrong. */
const rollTo = (to: number): Defined => ({
  name: `Roll rate to ${BUCKETS[to]}`,
  formula: `open ${BUCKETS[to]} now ÷ open ${BUCKETS[to - 1]} thirty days before`,
  unit: 'percent',
  inputs: [DUE[to]!, PRIOR[to - 1]!],
  of: ({ sum }) => percent(sum(DUE[to]!), sum(PRIOR[to - 1]!)),
});

const CREDITED = ['creditedReturns', 'creditedPrice', 'creditedGoodwill'] as const;

const discountRate = ({ sum, rows }: Asked) =>
  yearlyRate(
    sum('discountsGiven'),
    rows('discounted').map(({ minor, days = 0 }) => ({ minor, days })),
  );

export const RISKING = {
  past_due_percent: {
    name: 'Past due',
    formula: 'receivables past due ÷ open receivables',
    unit: 'percent',
    inputs: DUE,
    of: ({ sum }) => percent(sum(...LATE), sum(...DUE)),
  },
  over_90_percent: {
    name: 'More than 90 days past due',
    formula: 'receivables more than 90 days past due ÷ open receivables',
    unit: 'percent',
    inputs: DUE,
    of: ({ sum }) => percent(sum(...DUE.slice(4)), sum(...DUE)),
  },
  roll_to_1_30: rollTo(1),
  roll_to_31_60: rollTo(2),
  roll_to_61_90: rollTo(3),
  roll_to_91_120: rollTo(4),
  roll_to_over_120: rollTo(5),
  reserve_roll_rates: {
    name: 'Reserve by roll rates',
    formula:
      'Σ over buckets: open × the product of the roll rates from it on × `overduePercent` of what is over 120 days',
    unit: 'minor',
    inputs: [...DUE, ...PRIOR],
    of: (asked) => {
      const rates = rollRates(balances(DUE, asked), balances(PRIOR, asked));
      return reserve(balances(DUE, asked), lossFactors([...rates, lossRate(asked.said.overduePercent)]));
    },
  },
  reserve_matrix: {
    name: 'Reserve by matrix',
    formula: 'Σ over buckets: open × `lossPercents` of the bucket × `forwardPercent`',
    unit: 'minor',
    source: 'rules §2, IFRS 9 B5.5.35',
    inputs: DUE,
    of: (asked) => {
      const { lossPercents, forwardPercent } = asked.said;
      if (!lossPercents) return null;
      return reserve(
        balances(DUE, asked),
        lossPercents.map((percents) => lossRate(percents, forwardPercent)),
      );
    },
  },
  bad_debt_ratio: {
    name: 'Bad debts',
    formula: '(written off − recovered) ÷ credit sales',
    unit: 'percent',
    inputs: ['writtenOff', 'creditSales'],
    of: ({ sum }) => percent(sum('writtenOff'), sum('creditSales')),
  },
  credit_sales_income: {
    name: 'Income of credit sales',
    formula: 'invoiced − credited − early-payment discounts + interest and costs − (written off − recovered)',
    unit: 'minor',
    source: 'capabilities: credit-sales income & returns',
    inputs: ['invoiced', ...CREDITED, 'discountsTaken', 'interestEarned', 'writtenOff'],
    of: ({ sum }) =>
      sum('invoiced') + sum('interestEarned') - sum(...CREDITED, 'discountsTaken', 'writtenOff'),
  },
  credited_percent: {
    name: 'Credited',
    formula: 'credited for any reason ÷ invoiced',
    unit: 'percent',
    source: 'capabilities: credit-sales income & returns',
    inputs: [...CREDITED, 'invoiced'],
    of: ({ sum }) => percent(sum(...CREDITED), sum('invoiced')),
  },
  discount_yearly_simple: {
    name: 'Yearly rate of early-payment discounts',
    formula: 'discounts ÷ what was paid beside them × 365 ÷ the days that it came before it was due',
    unit: 'percent',
    inputs: ['discountsGiven', 'discounted'],
    of: (asked) => discountRate(asked)?.simple ?? null,
  },
  discount_yearly_compounded: {
    name: 'Yearly rate of early-payment discounts, compounded',
    formula: '(1 + discounts ÷ what was paid beside them) ^ (365 ÷ days) − 1',
    unit: 'percent',
    inputs: ['discountsGiven', 'discounted'],
    of: (asked) => discountRate(asked)?.compounded ?? null,
  },
} satisfies Record<string, Defined>;
