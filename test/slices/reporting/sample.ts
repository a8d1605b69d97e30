/** A month of a company that is made up, with everything that a report can have. */
import { addDays } from '../../../shared/kernel/dates.ts';
import type { FinanceReport } from '../../../shared/reporting/report.ts';

const BUCKETS = ['current', '1-30', '31-60', '61-90', '91-120', 'over 120'];
const MINOR = [41_250_000, 11_830_000, 4_410_000, 1_925_000, 610_000, 1_240_000];
const BEFORE = [38_900_000, 12_600_000, 3_100_000, 2_300_000, 480_000, 1_190_000];
const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
const DSO = [48.2, 47.1, 49.9, 51.4, 50.2, 46.8, 45.9, 47.3, 46.1, 44.8, 45.6, 43.9];
const MONTHS = [...'456789']
  .map((n) => `2025-0${n}`)
  .concat(['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03']);

const AHEAD = [
  9_800_000, 9_120_000, 10_400_000, 8_750_000, 8_100_000, 7_900_000, 8_300_000, 8_050_000, 7_850_000,
  7_900_000, 7_700_000, 7_650_000, 7_600_000,
];
const around = (p50Minor: number, share: number) => ({
  p10Minor: Math.round(p50Minor * (1 - share)),
  p50Minor,
  p90Minor: Math.round(p50Minor * (1 + share * 1.2)),
  expectedMinor: p50Minor,
});

export const REPORT: FinanceReport = {
  entity: { id: 'main', name: 'Nordlicht Handels GmbH' },
  month: '2026-03',
  asOf: '2026-03-31',
  knownAt: '2026-04-02T04:30:00.000Z',
  currency: 'EUR',
  others: [{ currency: 'USD', openMinor: 1_250_000 }],
  open: { minor: sum(MINOR), beforeMinor: sum(BEFORE) },
  overdue: { minor: sum(MINOR.slice(1)), beforeMinor: sum(BEFORE.slice(1)) },
  cash: { minor: 38_211_407, beforeMinor: 35_902_110 },
  sales: { minor: 40_100_233, beforeMinor: 36_010_000 },
  ageing: BUCKETS.map((bucket, at) => ({ bucket, minor: MINOR[at]!, beforeMinor: BEFORE[at]! })),
  trend: MONTHS.map((month, at) => ({
    month,
    dso: DSO[at]!,
    bestPossible: DSO[at]! - 13 + at / 4,
    cei: at === 2 ? null : 82 + at,
  })),
  ahead: {
    on: '2026-03-30',
    basis: 'history',
    weeks: AHEAD.map((p50Minor, at) => ({
      from: addDays('2026-03-30', 7 * at),
      ...around(p50Minor, 0.12 + at / 40),
      together: around(sum(AHEAD.slice(0, at + 1)), 0.06 + at / 150),
    })),
    past: [9_410_000, 7_220_000, 11_350_000, 8_010_000, 6_905_000, 12_440_000, 9_150_000, 8_870_000].map(
      (receivedMinor, at) => ({ from: addDays('2026-02-02', 7 * at), receivedMinor }),
    ),
    backTest: [1, 2, 4, 8, 13].map((weeks, at) => ({
      weeks,
      judged: 15 - weeks > 3 ? 16 - weeks : 3,
      inside: [12, 12, 10, 6, 2][at]!,
      biasPercent: [3.1, 1.8, -0.9, -2.4, null][at]!,
      errorPercent: [14.9, 8.2, 5.4, 6.1, null][at]!,
    })),
    eachWeek: { judged: 118, inside: 96 },
  },
  movers: [
    ['Hafenkontor Süd & Söhne <Lübeck>', 0, 1_930_000],
    ['Atelier Bleu SARL', 420_000, 1_650_050],
    ['Van den Berg Logistiek B.V.', 110_000, 940_000],
  ].map(([name, beforeMinor, minor], at) => ({
    customerId: `cus_${at}`,
    name: String(name),
    minor: Number(minor),
    beforeMinor: Number(beforeMinor),
  })),
  contacts: [
    { channel: 'phone', count: 41, reached: 23, promised: 17 },
    { channel: 'mail', count: 28, reached: 9, promised: 2 },
  ],
  promises: {
    judged: 19,
    keptPercent: 68.42,
    keptValuePercent: 81.5,
    before: { judged: 24, keptPercent: 75, keptValuePercent: 88.1 },
  },
  notices: [
    { template: 'standard', level: 1, channel: 'mail', sent: 212, paid: 118, heldOut: 21, heldOutPaid: 8 },
    { template: 'standard', level: 2, channel: 'letter', sent: 17, paid: 6, heldOut: 0, heldOutPaid: 0 },
  ],
  exceptions: [
    {
      kind: 'Bank lines without a match',
      count: 7,
      minor: 412_055,
      oldestOn: '2026-03-11',
      link: '/v1/exceptions',
    },
    {
      kind: 'Open disputes',
      count: 3,
      minor: 980_000,
      oldestOn: '2026-02-27',
      link: '/v1/disputes?state=OPEN',
    },
    { kind: 'Parked orders', count: 0 },
  ],
  quality: [
    { check: 'Customers that no mail reaches', count: 2 },
    { check: 'Foreign items without a rate', count: 0 },
  ],
};

/** The first day of a company: nothing is there, and the page says so. */
export const NOTHING: FinanceReport = {
  ...REPORT,
  others: [],
  open: { minor: 0, beforeMinor: 0 },
  overdue: { minor: 0, beforeMinor: 0 },
  cash: { minor: 0, beforeMinor: 0 },
  sales: { minor: 0, beforeMinor: 0 },
  ageing: BUCKETS.map((bucket) => ({ bucket, minor: 0, beforeMinor: 0 })),
  trend: [{ month: '2026-03', dso: null, bestPossible: null, cei: null }],
  ahead: null,
  movers: [],
  contacts: [],
  promises: {
    judged: 0,
    keptPercent: null,
    keptValuePercent: null,
    before: { judged: 0, keptPercent: null, keptValuePercent: null },
  },
  notices: [],
  exceptions: [],
  quality: [{ check: 'Foreign items without a rate', count: 0 }],
};
