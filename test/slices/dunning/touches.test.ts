/** Who waits for a notice is drawn evenly and stays drawn; what notices bring is the money of seven days, against those that were kept. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import type { Case, Message } from '../../../shared/dunning/messages.ts';
import { messageOf } from '../../../shared/dunning/messages.ts';
import { DunningPolicy } from '../../../shared/dunning/policy.ts';
import type { Touch } from '../../../shared/dunning/touch.ts';
import {
  cashOf,
  differenceOf,
  effectsOf,
  isOver,
  kept,
  lotOf,
  permilleOf,
} from '../../../shared/dunning/touches.ts';
import { anInvoice } from '../../support/drawn.ts';

const TODAY = '2026-03-10';
const payer = (at: number) => idFrom('cus', 1_700_000_000_000 + at, new Uint8Array(10));
const message = (level: object = {}, holdOut: number | null = 100): Message => {
  const policy = DunningPolicy.parse({
    policy: 'house',
    version: 1,
    activateOn: '2026-01-01',
    levels: [{ after: { from: 'due', days: 3 }, tone: 1, ...level }],
    ...(holdOut !== null && { holdOut }),
    at: '2026-01-01T09:00:00.000Z',
    by: 'key_1',
  });
  const step = { at: 1, on: TODAY, level: policy.levels[0]!, courtesy: false };
  return messageOf([{ invoice: anInvoice(1, 5_000), policy, step } as Case]);
};

test.each([
  ['a plain notice', {}, 100, 100],
  ['a letter', { channel: 'letter' }, 200, 200],
  ['one of a policy that keeps none', {}, null, 0],
  ['one that charges a fee', { fee: [{ minor: 500, currency: 'EUR' }] }, 100, 0],
  ['one that charges interest', { interest: true }, 100, 0],
  ['one that waits for a person', { approval: true }, 100, 0],
  ['one that hands on', { escalate: 'agency' }, 100, 0],
  ['one that stops supply', { service: { state: 'restricted' } }, 100, 0],
  ['a formal notice', { legal: { payWithin: 14 } }, 100, 0],
])('of %s so many in a thousand may wait', (_, level, holdOut, permille) => {
  expect(permilleOf(message(level, holdOut))).toBe(permille);
});

test('a note before the due day, and what an entity asks for without a policy, never wait', () => {
  const [one] = message().cases;
  const courtesy = { ...one!, step: { ...one!.step!, courtesy: true } } as Case;
  const plain = { invoice: one!.invoice };
  for (const cases of [[courtesy], [plain], [one!, plain]])
    expect(permilleOf({ cases, charges: { feeMinor: 0, interest: false } })).toBe(0);
});

test('lots are even over payers, and another month is another draw', () => {
  const lots = (month: string) => Array.from({ length: 20_000 }, (_, at) => lotOf(payer(at), month));
  const [march, april] = [lots('2026-03'), lots('2026-04')];
  for (let tenth = 0; tenth < 10; tenth++) {
    const among = march.filter((lot) => Math.floor(lot / 100) === tenth).length;
    expect(Math.abs(among - 2_000)).toBeLessThan(200);
  }
  const both = march.filter((lot, at) => lot < 100 && april[at]! < 100).length;
  expect(Math.abs(both - 200)).toBeLessThan(70);
});

describe('a payer', () => {
  const customerId = Array.from({ length: 99 }, (_, at) => payer(at)).find(
    (id) => lotOf(id, '2026-03') < 100,
  )!;
  const other = Array.from({ length: 99 }, (_, at) => payer(at)).find((id) => lotOf(id, '2026-03') >= 100)!;
  const at = (today: string, since?: string, id = customerId) =>
    kept(
      message(),
      { customerId: id, today },
      since === undefined ? undefined : { customerId: id, on: since },
    );
  test.each([
    ['that is drawn waits', TODAY, undefined, 'begins'],
    ['waits from the same moment, whoever asks again', TODAY, TODAY, 'begins'],
    ['waits on the next day', '2026-03-11', TODAY, 'waits'],
    ['waits on the seventh', '2026-03-17', TODAY, 'waits'],
    ['is asked on the eighth, and waits no second time in the month', '2026-03-18', TODAY, undefined],
    ['waits over the end of a month', '2026-03-03', '2026-02-26', 'waits'],
    ['may be drawn again in the next', TODAY, '2026-02-26', 'begins'],
  ])('%s', (_, today, since, what) => {
    expect(at(today, since)).toBe(what);
  });
  test('that is not drawn is asked', () => {
    expect(at(TODAY, undefined, other)).toBeUndefined();
  });
  test('never waits longer than a week, nor twice in a month, whatever the days of runs', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(90), { minLength: 1, maxLength: 60 }), (offsets) => {
        const days = [...new Set(offsets)].toSorted((a, b) => a - b).map((n) => addDays('2026-03-01', n));
        let since: string | undefined;
        const begun: string[] = [];
        for (const day of days) {
          const what = at(day, since);
          if (what === 'begins' && since !== day) begun.push((since = day));
          if (what === 'waits') expect(day <= addDays(since!, 7)).toBe(true);
        }
        expect(new Set(begun.map((day) => day.slice(0, 7))).size).toBe(begun.length);
      }),
    );
  });
});

const touch = (over: Partial<Touch> = {}): Touch => ({
  mailId: 'mail_0',
  held: false,
  customerId: payer(1),
  on: TODAY,
  level: 1,
  tone: 1,
  channel: 'mail',
  currency: 'EUR',
  debts: [{ invoiceId: 'inv_1', minor: 5_000 }],
  ...over,
});
const settled = (minor: number, paidOn: string, method = 'bank_transfer') => ({
  paymentId: 'pay_1',
  amount: { minor, currency: 'EUR' },
  paidOn,
  method,
  reason: 'reference',
});

test.each([
  ['on its day', [settled(2_000, TODAY)], 2_000],
  ['before it', [settled(2_000, '2026-03-09')], 0],
  ['on the seventh day', [settled(2_000, '2026-03-17')], 2_000],
  ['later', [settled(2_000, '2026-03-18')], 0],
  ['in two parts', [settled(2_000, '2026-03-11'), settled(1_000, '2026-03-12')], 3_000],
  ['more than was asked for', [settled(9_000, '2026-03-11')], 5_000],
  ['as a credit note', [settled(2_000, '2026-03-11', 'credit_note')], 0],
  ['given up', [settled(2_000, '2026-03-11', 'write_off')], 0],
])('money %s is what a notice brought, or is not', (_, settlements, cash) => {
  expect(cashOf(touch(), () => ({ settlements }))).toBe(cash);
});

test('a notice is counted once its seven days are over', () => {
  expect(['2026-03-17', '2026-03-18'].map((today) => isOver(touch(), today))).toEqual([false, true]);
});

test.each([
  [56, 70, 48, 80, 200_000, 52_400, 333_900],
  [9, 10, 3, 10, 600_000, 170_500, 809_000],
])('the difference of %d of %d and %d of %d is as Newcombe published it', (a, m, b, n, ppm, low, high) => {
  const found = differenceOf({ paid: a, notices: m }, { paid: b, notices: n });
  expect(found.ppm).toBe(ppm);
  expect(Math.abs(found.lowPpm - low)).toBeLessThan(100);
  expect(Math.abs(found.highPpm - high)).toBeLessThan(100);
});

test('each kind of notice stands by itself, and too few say nothing', () => {
  const many = (count: number, cashMinor: number, over: Partial<Touch>) =>
    Array.from({ length: count }, () => ({ touch: touch(over), cashMinor }));
  const effects = effectsOf([
    ...many(30, 5_000, {}),
    ...many(15, 5_000, { held: true }),
    ...many(15, 4_999, { held: true }),
    ...many(40, 0, { level: 2, tone: 2, channel: 'letter' }),
    ...many(29, 0, { level: 2, tone: 2, channel: 'letter', held: true }),
    ...many(1, 5_000, { currency: 'CHF' }),
  ]);
  expect(effects).toMatchObject([
    { template: 'reminder_1', touched: { asked: { currency: 'CHF' }, notices: 1 }, heldOut: { notices: 0 } },
    {
      template: 'reminder_1',
      level: 1,
      touched: { notices: 30, paid: 30, asked: { minor: 150_000 }, cash: { minor: 150_000 } },
      heldOut: { notices: 30, paid: 15, cash: { minor: 149_985 } },
      difference: { ppm: 500_000 },
    },
    { template: 'reminder_2', level: 2, channel: 'letter', touched: { notices: 40, paid: 0 } },
  ]);
  expect(effects.map(({ difference }) => difference !== undefined)).toEqual([false, true, false]);
});
