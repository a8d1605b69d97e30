/** What a customer may change by itself: within the offer, and never less than was agreed on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/dates.ts';
import { allowedTo, changeOf, isBound, type Wish } from '../../../shared/subscriptions/by-customer.ts';
import type { CustomersMay, Plan } from '../../../shared/subscriptions/plan.ts';
import type { Subscription } from '../../../shared/subscriptions/subscription.ts';
import { changed } from '../../../shared/subscriptions/timeline.ts';
import { aPlan, aSubscription as had } from '../../support/drawn.ts';

const TODAY = '2026-03-10';
const OFFER: CustomersMay = {
  quantity: { least: 2, most: 9 },
  plans: ['large'],
  pauseDays: 30,
  noticeDays: 20,
};
const plan = (over: Partial<Plan> = {}): Plan =>
  aPlan({ plan: 'small', price: { model: 'unit', price: '10.00' }, ...over });
const told = {
  from: '2026-05-01',
  plan: 'small',
  planVersion: 2,
  quantity: '4',
  announced: { instead: 1, rise: true, mailId: `mail_${'0'.repeat(26)}` },
};
const wants = (
  wish: Wish,
  over: Partial<Subscription> = {},
  offer: CustomersMay | null = OFFER,
  after = plan(),
) => {
  const subscription = had(over);
  const allowed = allowedTo(subscription, offer ?? undefined, TODAY);
  const change = changeOf(wish, allowed, {
    subscription,
    offer: offer ?? undefined,
    before: plan(),
    after,
    today: TODAY,
  });
  return change.ok ? change.value : change.code;
};
const NO = 'subscriptions.not_by_customers';

describe('a wish', () => {
  test.each<[string, Wish, unknown, Partial<Subscription>?]>([
    ['more begins now', { wish: 'quantity', quantity: '9' }, { change: 'terms', quantity: '9', when: 'now' }],
    [
      'less begins with a period',
      { wish: 'quantity', quantity: '2' },
      { change: 'terms', quantity: '2', when: 'period_end' },
    ],
    ['below the least', { wish: 'quantity', quantity: '1' }, NO],
    ['above the most', { wish: 'quantity', quantity: '10' }, NO],
    ['a part of one', { wish: 'quantity', quantity: '2.5' }, NO],
    ['what is no number', { wish: 'quantity', quantity: '1e1' }, NO],
    ['a plan that is not offered', { wish: 'plan', plan: 'other' }, NO],
    ['its own plan', { wish: 'plan', plan: 'small' }, NO],
    ['a pause', { wish: 'pause', until: '2026-04-09' }, { change: 'pause', until: '2026-04-09' }],
    ['a pause that is too long', { wish: 'pause', until: '2026-04-10' }, NO],
    ['a pause of no day', { wish: 'pause', until: TODAY }, NO],
    ['a day that is none', { wish: 'pause', until: '2026-02-30' }, NO],
    [
      'a pause within the minimum term',
      { wish: 'pause', until: '2026-04-01' },
      NO,
      { minimumUntil: '2026-06-01' },
    ],
    ['to go on where nothing rests', { wish: 'resume' }, NO],
    ['an end', { wish: 'cancel' }, { change: 'cancel', when: 'period_end', noticeDays: 20 }],
    ['a second end', { wish: 'cancel' }, NO, { end: '2026-04-01', noticeAt: '2026-03-01T00:00:00.000Z' }],
    [
      'to take its notice back',
      { wish: 'resume' },
      { change: 'resume' },
      { end: '2026-04-01', noticeAt: '2026-03-01T00:00:00.000Z' },
    ],
    ['to undo what the company ended', { wish: 'resume' }, NO, { end: '2026-04-01' }],
    [
      'to go on after a pause with an end',
      { wish: 'resume' },
      { change: 'resume' },
      { pauses: [{ from: '2026-03-01', to: '2026-05-01' }] },
    ],
    ['to go on after one of the company', { wish: 'resume' }, NO, { pauses: [{ from: '2026-03-01' }] }],
    ['anything while an order is held', { wish: 'cancel' }, NO, { held: [`ord_${'0'.repeat(26)}`] }],
    [
      'more while a new price is told',
      { wish: 'quantity', quantity: '9' },
      NO,
      { terms: [had().terms[0]!, told] },
    ],
    [
      'an end while a new price is told',
      { wish: 'cancel' },
      { change: 'cancel', when: 'period_end', noticeDays: 20 },
      { terms: [had().terms[0]!, told] },
    ],
  ])('for %s', (_, wish, change, over) => expect(wants(wish, over)).toEqual(change));
  test('without an offer there is the end, and nothing else', () => {
    for (const wish of [
      { wish: 'quantity', quantity: '4' },
      { wish: 'plan', plan: 'large' },
      { wish: 'pause', until: '2026-03-20' },
    ] as const)
      expect(wants(wish, {}, null)).toBe(NO);
    const none = allowedTo(had(), undefined, TODAY);
    expect(none).toEqual({ plans: [], cancel: true });
  });
  test('another rhythm begins with a period, however much it costs', () => {
    const yearly = plan({
      plan: 'large',
      price: { model: 'unit', price: '99.00' },
      interval: { unit: 'year', count: 1 },
    });
    expect(wants({ wish: 'plan', plan: 'large' }, {}, OFFER, yearly)).toMatchObject({ when: 'period_end' });
    const dear = plan({ plan: 'large', price: { model: 'unit', price: '99.00' } });
    expect(wants({ wish: 'plan', plan: 'large' }, {}, OFFER, dear)).toMatchObject({ when: 'now' });
  });
  test('of whatever quantity: never outside the offer, and nothing less begins before its period', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 30 }), (quantity) => {
        const change = wants({ wish: 'quantity', quantity: String(quantity) });
        const within = quantity >= 2 && quantity <= 9;
        expect(typeof change === 'string').toBe(!within);
        if (within) expect(change).toMatchObject({ when: quantity > 4 ? 'now' : 'period_end' });
      }),
    );
  });
});

test('less than was agreed on is told from the day on which it would begin', () => {
  const less = { change: 'terms', quantity: '2', when: 'period_end' } as const;
  const bound = { minimumUntil: '2026-06-01' };
  expect([isBound(bound, less, '2026-05-01'), isBound(bound, less, '2026-06-01')]).toEqual([true, false]);
  expect([isBound({}, less, '2026-05-01'), isBound(bound, { ...less, when: 'now' }, '2026-05-01')]).toEqual([
    false,
    false,
  ]);
});

describe('notice', () => {
  const ends = (noticeDays: number, over: Partial<Subscription> = {}) => {
    const change = { change: 'cancel', when: 'period_end', noticeDays } as const;
    const done = changed(had(over), { from: '2026-03-01' }, change, { today: TODAY, target: plan() });
    return done.ok ? done.value.subscription.end! : done.code;
  };
  test.each([
    [0, '2026-04-01'],
    [22, '2026-04-01'],
    [23, '2026-05-01'],
    [90, '2026-07-01'],
  ])('of %i days ends it on %s', (days, end) => expect(ends(days)).toBe(end));
  test('never ends it sooner than it says, and by no more than a period later', () => {
    fc.assert(
      fc.property(fc.nat(366), (days) => {
        const end = ends(days);
        const least = addDays(TODAY, Math.max(1, days));
        expect([end >= least, end <= addDays(least, 31)]).toEqual([true, true]);
      }),
    );
  });
  test('does not hold whom a new price lets go', () => {
    expect(ends(90, { terms: [had().terms[0]!, told] })).toBe('2026-05-01');
    expect(ends(10, { terms: [had().terms[0]!, told] })).toBe('2026-04-01');
    expect(
      ends(90, { terms: [had().terms[0]!, { ...told, announced: { ...told.announced, rise: false } }] }),
    ).toBe('2026-07-01');
  });
});
