/** Whom a collector speaks with first, and what is best done next. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counted, nextBest, outcomeOf, type Asked, type Touch } from '../../../shared/collecting/advising.ts';
import { touchesOf } from '../../../shared/collecting/judging.ts';
import type { Contact } from '../../../shared/collecting/contact.ts';
import { WeightSet, type Weights } from '../../../shared/collecting/row.ts';
import { rankedOf, takesMail, type Known } from '../../../shared/collecting/rules.ts';
import { isOpen } from '../../../shared/kernel/hours.ts';
import type { Score } from '../../../shared/risk/risk.ts';
import { aCustomer, anInvoice } from '../../support/drawn.ts';

const TODAY = '2026-02-02';
const zone = 'Europe/Berlin';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const weights = (over: object = {}): Weights => ({ ...WeightSet.parse(over), version: 1 });
const known = (over: Partial<Known> = {}): Known => ({
  customer: aCustomer(),
  open: [anInvoice(1, 500_000, { dueOn: '2026-01-03' })],
  score: undefined,
  account: undefined,
  lastContactAt: undefined,
  today: TODAY,
  zone,
  ...over,
});
const pointsOf = (over: Partial<Known> = {}, set = weights()): Record<string, number> =>
  Object.fromEntries(rankedOf(known(over), set).points.map(({ name, points }) => [name, points]));

describe('points', () => {
  test('each is in proportion up to its figure, and the score is their sum', () => {
    const score = { score: 40, factors: [{ name: 'broken_promises', value: 1 }] } as unknown as Score;
    const row = rankedOf(
      known({
        customer: aCustomer({
          undeliverable: [{ email: 'lea@customer.example', reason: 'bounced', at: `${TODAY}T00:00:00Z` }],
        }),
        score,
        account: { limit: eur(100_000), exposure: eur(75_000) },
        lastContactAt: '2026-01-18T12:00:00Z',
      }),
      weights(),
    );
    expect(row.points.map(({ name, points, most }) => [name, points, most])).toEqual([
      ['overdue_amount', 15, 30],
      ['oldest_days', 6, 20],
      ['risk', 9, 15],
      ['broken_promises', 3, 10],
      ['silence', 5, 10],
      ['bounced_mail', 5, 5],
      ['limit_use', 5, 10],
      ['expected_open', 0, 10],
    ]);
    expect(row).toMatchObject({ score: 48, oldestDays: 30, overdue: [eur(500_000)], pausedMinor: 0 });
  });
  describe('for what is expected to stay open', () => {
    // A tenth of those that are open is paid on each day, early or late.
    const rates = {
      early: Array.from({ length: 61 }, () => 0.1),
      late: Array.from({ length: 180 }, () => 0.1),
    };
    const model = {
      known: 30,
      weights: Array.from({ length: 12 }, () => 0),
      means: Array.from({ length: 11 }, () => 0),
      spreads: Array.from({ length: 11 }, () => 1),
      calibration: { shift: 0, slope: 1 },
      rates,
    };
    const company = {
      version: 1,
      through: 0,
      all: { known: 30, late: 15, count: 0, sum: 0 },
      segments: {},
      model,
    };
    const pays = { company, own: undefined, customer: 'cus_x', segment: 'DE', today: TODAY };
    const expected = (open: Known['open'], by: Known['pays'] = pays) =>
      rankedOf(known({ open, pays: by }), weights()).points.find(({ name }) => name === 'expected_open');
    const overdue = anInvoice(1, 500_000, { dueOn: '2026-01-03' });
    const paysToday = { collecting: { on: TODAY } };

    test.each<[string, Known['open'], number, number]>([
      // Fifteen days: 0.9^15 is left.
      ['overdue', [overdue], 21, 2],
      ['due later than in fourteen days', [anInvoice(2, 500_000, { dueOn: '2026-02-17' })], 0, 0],
      [
        'charged by itself, and so paid',
        [anInvoice(2, 500_000, { dueOn: '2026-01-03', ...paysToday })],
        0,
        0,
      ],
      [
        'half of it charged: by amount',
        [overdue, anInvoice(2, 500_000, { dueOn: '2026-01-03', ...paysToday })],
        10,
        1,
      ],
      [
        'another currency: the greater share',
        [overdue, anInvoice(2, 100, { dueOn: TODAY, open: { minor: 1, currency: 'GBP' }, ...paysToday })],
        21,
        2,
      ],
      [
        'due in parts: what is due later is not due soon',
        [
          anInvoice(2, 500_000, {
            dueOn: '2026-01-03',
            instalments: [
              { dueOn: '2026-01-03', minor: 100_000 },
              { dueOn: '2026-08-01', minor: 400_000 },
            ],
          }),
        ],
        21,
        2,
      ],
    ])('%s', (_, open, value, points) => {
      expect(expected(open)).toMatchObject({ value, points, most: 10 });
    });
    test('there are none as long as nothing was learned', () => {
      const promise = { id: 'prm_1', minor: 500_000, payOn: '2026-06-01', until: '2026-06-03', before: [] };
      for (const one of [overdue, anInvoice(1, 500_000, { dueOn: '2026-01-03', promise })])
        expect(expected([one], { ...pays, company: undefined })).toMatchObject({ value: 0, points: 0 });
    });
  });
  test('nobody has spoken with it: silent since its oldest debt fell due; nothing known is no point', () => {
    expect(pointsOf()).toMatchObject({
      silence: 10,
      risk: 0,
      limit_use: 0,
      bounced_mail: 0,
      broken_promises: 0,
    });
  });
  test('a company weighs otherwise: shares of currencies add up, never their amounts', () => {
    const open = [anInvoice(1, 5_000), anInvoice(2, 1, { open: { minor: 5_000, currency: 'USD' } })];
    const set = weights({
      overdueAmount: 100,
      fullAmount: [eur(10_000), { minor: 20_000, currency: 'USD' }],
    });
    expect(pointsOf({ open }, set)['overdue_amount']).toBe(75);
    expect(rankedOf(known({ open }), set).overdue).toEqual([eur(5_000), { minor: 5_000, currency: 'USD' }]);
  });
  test.each<[string, Parameters<typeof anInvoice>[2]]>([
    ['promised', { promise: { id: 'prm_1', minor: 1_000, payOn: TODAY, until: TODAY, before: [] } }],
    ['in clarification', { deduction: { id: 'ded_1', state: 'PENDING', minor: 1_000, on: TODAY } }],
    ['charged back', { chargebacks: [{ id: 'c', amount: eur(1), state: 'OPEN', on: TODAY }] }],
    ['charged by itself', { collecting: { on: TODAY } }],
  ])('what is %s is not asked for, and nobody is ranked by it', (_, over) => {
    const row = rankedOf(known({ open: [anInvoice(1, 1_000, over)] }), weights());
    expect(row).toMatchObject({ overdue: [], pausedMinor: 1_000, oldestDays: 0 });
  });
  test('what is disputed of what is overdue is shown beside it, and no more than is open', () => {
    const disputes = [
      { id: 'dsp_1', state: 'OPEN' as const, minor: 1_500, on: TODAY },
      { id: 'dsp_2', state: 'REJECTED' as const, minor: 100, on: TODAY },
    ];
    const row = rankedOf(known({ open: [anInvoice(1, 1_000, { disputes }), anInvoice(2, 500)] }), weights());
    expect(row).toMatchObject({ overdue: [eur(500)], pausedMinor: 1_000, disputedMinor: 1_000 });
  });
  test('mail is tried only where an address takes it', () => {
    const dead = aCustomer({
      undeliverable: [{ email: 'lea@customer.example', reason: 'bounced', at: `${TODAY}T00:00:00Z` }],
    });
    expect([takesMail({ customer: aCustomer() }), takesMail({ customer: dead })]).toEqual([true, false]);
  });
  test('however they are set, the score is within the sum of the weights, and more that is overdue is never less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_000_000 }),
        fc.nat(9_000_000),
        fc.nat(100),
        (minor, more, most) => {
          const set = weights({ overdueAmount: most });
          const of = (amount: number) => rankedOf(known({ open: [anInvoice(1, amount)] }), set);
          const [less, all] = [of(minor), of(minor + more)];
          expect(all.score).toBeGreaterThanOrEqual(less.score);
          expect(all.points.every(({ points, most: up }) => points >= 0 && points <= up)).toBe(true);
          expect(all.score).toBe(all.points.reduce((sum, { points }) => sum + points, 0));
        },
      ),
    );
  });
});

describe('what followed', () => {
  const at = '2026-02-02T10:00:00.000Z';
  const inbound = { at: '2026-02-05T10:00:00.000Z', direction: 'in', result: 'reached' } as const;
  test.each([
    ['money within seven days', {}, [], ['2026-02-09T10:00:00.000Z'], 'money'],
    ['money a second too late', {}, [], ['2026-02-09T10:00:00.001Z'], 'nothing'],
    ['money of before', {}, [], ['2026-02-02T09:00:00.000Z'], 'nothing'],
    ['it called back', {}, [inbound], [], 'answer'],
    ['it was reached', { result: 'reached' as const }, [], [], 'answer'],
    ['nobody answered', { result: 'no_answer' as const }, [], [], 'nothing'],
  ] as const)('%s', (_, over, contacts, paidAt, outcome) => {
    expect(outcomeOf({ at, ...over }, contacts, paidAt)).toBe(outcome);
  });
  test('reminders are mails; who came to us is no try of ours', () => {
    const one = { channel: 'phone', at, result: 'no_answer', direction: 'out' } as Contact;
    const came = { channel: 'phone', ...inbound } as unknown as Contact;
    expect(touchesOf([one, came], ['2026-02-04T10:00:00.000Z'], [])).toEqual([
      { channel: 'phone', at, outcome: 'answer' },
      { channel: 'mail', at: '2026-02-04T10:00:00.000Z', outcome: 'answer' },
    ]);
  });
});

const touch = (channel: Touch['channel'], at: string, outcome: Touch['outcome'] = 'money'): Touch => ({
  channel,
  at,
  outcome,
});
const asked = (over: Partial<Asked> = {}): Asked => ({
  touches: [],
  company: {},
  nothing: undefined,
  takesMail: true,
  hours: undefined,
  zone,
  now: '2026-02-02T13:30:00.000Z',
  ...over,
});
describe('what is best done next', () => {
  test('the channel, weekday and hour that worked before, with their counts', () => {
    const thursdays = ['2026-01-08', '2026-01-15', '2026-01-22'].map((day) =>
      touch('mail', `${day}T13:20:00.000Z`),
    );
    const calls = [
      touch('phone', '2026-01-06T09:00:00.000Z', 'nothing'),
      touch('phone', '2026-01-13T09:00:00.000Z', 'nothing'),
    ];
    const best = nextBest(asked({ touches: [...thursdays, ...calls] }));
    expect(best).toMatchObject({ channel: 'mail', at: '2026-02-05T13:00:00.000Z' });
    expect(best.why).toBe(
      'By mail, 3 of 3 (company: 0 of 0) were followed by money or an answer within 7 days. On Thursdays 3 of 3 (company: 0 of 0); from 14 o’clock 3 of 3 (company: 0 of 0).',
    );
    expect(
      best.channels.map(({ channel, tried, worked, percent }) => [channel, tried, worked, percent]),
    ).toEqual([
      ['phone', 2, 0, '17.9'],
      ['mail', 3, 3, '53.1'],
      ['letter', 0, 0, '25.0'],
      ['visit', 0, 0, '25.0'],
    ]);
  });
  test('one lucky call is not more than what the company knows', () => {
    const company = counted(
      {},
      Array.from({ length: 40 }, (_, nth) =>
        touch('mail', '2026-01-08T09:00:00.000Z', nth < 30 ? 'money' : 'nothing'),
      ),
      zone,
    );
    const calls = Array.from({ length: 40 }, () => touch('phone', '2026-01-08T09:00:00.000Z', 'nothing'));
    const best = nextBest(
      asked({
        company: counted(company, calls, zone),
        touches: [touch('phone', '2026-01-07T09:00:00.000Z')],
      }),
    );
    expect(best.channel).toBe('mail');
    expect(best.channels[1]!.company).toEqual({ tried: 40, worked: 30 });
  });
  test('never a mail where none arrives, and nothing where nothing is asked for', () => {
    const mails = [touch('mail', '2026-01-08T09:00:00.000Z'), touch('mail', '2026-01-15T09:00:00.000Z')];
    expect(nextBest(asked({ touches: mails, takesMail: false })).channel).toBe('phone');
    expect(nextBest(asked({ touches: mails, nothing: 'It is promised.' }))).toMatchObject({
      why: 'It is promised.',
    });
    expect(nextBest(asked({ touches: mails, nothing: 'It is promised.' }))).not.toHaveProperty('channel');
  });
  test('whatever worked before, never outside the hours, and never in the past', () => {
    const hours = { from: '10:00', to: '12:00', days: [2, 4], closed: ['2026-02-03'] };
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            channel: fc.constantFrom('phone', 'mail', 'letter', 'visit'),
            at: fc
              .integer({ min: 0, max: 30 * 24 })
              .map((n) => new Date(Date.UTC(2026, 0, 1, n)).toISOString()),
            outcome: fc.constantFrom('money', 'answer', 'nothing'),
          }),
          { maxLength: 20 },
        ),
        (touches) => {
          const { at } = nextBest(asked({ touches, hours }));
          expect([isOpen(hours, zone, at!), at! > '2026-02-02T13:30:00.000Z']).toEqual([true, true]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
