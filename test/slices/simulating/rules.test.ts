/** Discounts and rules of credit on a past, and what two policies come to side by side. */
import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { Entity } from '../../../shared/access/tenant.ts';
import type { Account, CreditRules } from '../../../shared/credit/credit.ts';
import { Invoice, type Early, type Settlement } from '../../../shared/invoices/invoice.ts';
import type { Order } from '../../../shared/orders/order.ts';
import { booksOf } from '../../../shared/simulating/books.ts';
import { settledUnder } from '../../../shared/simulating/discounts.ts';
import { lackOf, type History } from '../../../shared/simulating/history.ts';
import { accountKey, holdsUnder } from '../../../shared/simulating/holds.ts';
import { outcomeOf } from '../../../shared/simulating/outcome.ts';
import { pageOf } from '../../../shared/simulating/picture.ts';
import type { Outcome, Simulation } from '../../../shared/simulating/simulation.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { aCustomer, anInvoice, anOrder, customerId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const money = (minor: number, paidOn: string, over: Partial<Settlement> = {}): Settlement => ({
  paymentId: `pay_${paidOn}`,
  amount: eur(minor),
  paidOn,
  method: 'bank_transfer',
  reason: 'reference',
  ...over,
});
const early = (until: string, minor: number): Early => ({
  percent: '2',
  mode: 'net',
  until,
  acceptedUntil: until,
  discount: eur(minor),
  taxMinor: 0,
});

describe('another discount', () => {
  const paidAll = (paidOn: string, over: Partial<Settlement> = {}) => {
    const settlements = [money(10_000 - (over.discount?.minor ?? 0), paidOn, over)];
    return { ...anInvoice(1, 10_000), open: eur(0), settlements };
  };
  test.each<[string, Invoice, Early | undefined, number, [string, number, number | undefined]]>([
    [
      'is taken by who paid in time',
      paidAll('2026-01-08'),
      early('2026-01-10', 200),
      0,
      ['2026-01-08', 9_800, 200],
    ],
    [
      'is not by who paid later',
      paidAll('2026-01-12'),
      early('2026-01-10', 200),
      0,
      ['2026-01-12', 10_000, undefined],
    ],
    [
      'draws who was a few days late, if so said',
      paidAll('2026-01-12'),
      early('2026-01-10', 200),
      2,
      ['2026-01-10', 9_800, 200],
    ],
    [
      'and nobody who was later',
      paidAll('2026-01-13'),
      early('2026-01-10', 200),
      2,
      ['2026-01-13', 10_000, undefined],
    ],
    [
      'that is not offered is paid',
      paidAll('2026-01-05', { discount: eur(300) }),
      undefined,
      0,
      ['2026-01-05', 10_000, undefined],
    ],
  ])('%s', (_, invoice, offered, forwardDays, [on, amount, discount]) => {
    const { cash, ...is } = settledUnder(invoice, offered, forwardDays);
    expect(cash).toEqual([{ on, amount: eur(amount) }]);
    expect([is.discount?.minor, is.paidOn]).toEqual([discount, on]);
  });
  test('is nothing to who paid in parts, or not yet', () => {
    const parts = {
      ...anInvoice(1, 10_000),
      open: eur(0),
      settlements: [money(4_000, '2026-01-05'), money(6_000, '2026-01-06')],
    };
    expect(settledUnder(parts, early('2026-01-10', 200), 0).discount).toBeUndefined();
    expect(settledUnder({ ...paidAll('2026-01-08'), settlements: [] }, early('2026-01-10', 200), 0)).toEqual({
      cash: [],
      discount: undefined,
    });
  });
});

const orderId = (serial: number) => idFrom('ord', serial, new Uint8Array(10));
describe('other rules of credit', () => {
  const order = (serial: number, minor: number, placedAt: string, over: Partial<Order> = {}): Order => {
    const made = anOrder([{ quantity: '1', unitPrice: '1.00', netMinor: minor }], { id: orderId(serial) });
    return { ...made, placedAt, ...over };
  };
  const first = order(1, 6_000, '2026-01-05T09:00:00.000Z');
  const second = order(2, 3_000, '2026-02-10T09:00:00.000Z');
  const account: Account = {
    creditId: customerId,
    currency: 'EUR',
    limit: eur(10_000),
    exposure: eur(0),
    available: eur(0),
    moves: 0,
  };
  const rules = (over: Partial<CreditRules>): CreditRules => ({
    version: 1,
    rules: [],
    segments: {},
    expiredLimit: 'zero',
    ...over,
  });
  const judged = (
    invoices: readonly Invoice[],
    orders: readonly Order[],
    one: CreditRules,
    over: Partial<History> = {},
  ) => {
    const history: History = {
      entity: Entity.parse(SELLER),
      invoices,
      orders,
      customers: new Map([[customerId, aCustomer()]]),
      knownAt: new Map(),
      unapplied: [],
      promises: [],
      ...over,
    };
    const credit = { accounts: new Map([[accountKey(first), account]]), standings: new Map() };
    const period = { from: '2026-02-01', to: '2026-02-28' };
    return [...holdsUnder(history, period, { rules: [one], credit }).values()].map(([codes]) => codes);
  };
  // Due on 16 January, of the first order.
  const invoice = anInvoice(1, 6_000);
  const delivered = order(1, 6_000, '2026-01-05T09:00:00.000Z', {
    state: 'FULFILLED',
    fulfilments: [
      {
        id: `ful_${'0'.repeat(26)}`,
        deliveredOn: '2026-01-06',
        lines: [],
        exposureMinor: 6_000,
        at: '2026-01-06T09:00:00.000Z',
      },
    ],
  });
  test.each<[string, Invoice[], Order[], CreditRules, string[]]>([
    ['fits', [], [first, second], rules({}), []],
    [
      'counts what is ordered and not delivered',
      [],
      [first, second],
      rules({ rules: [{ when: 'limit_used', percent: 80 }] }),
      ['credit.limit_used'],
    ],
    [
      'counts a delivery once, as its invoice',
      [invoice],
      [delivered, second],
      rules({ rules: [{ when: 'limit_used', percent: 90 }] }),
      [],
    ],
    [
      'sees what was overdue then',
      [invoice],
      [delivered, second],
      rules({ rules: [{ when: 'days_overdue', days: 20 }] }),
      ['credit.days_overdue'],
    ],
    [
      'knows its segment',
      [invoice],
      [delivered, second],
      rules({ rules: [{ when: 'days_overdue', days: 20 }], segments: { key: [] } }),
      ['credit.days_overdue'],
    ],
  ])('%s', (_, invoices, orders, one, wanted) => {
    expect(judged(invoices, orders, one)).toEqual([wanted]);
  });
  test('do not see money that came later, nor miss what had come', () => {
    const late = rules({ rules: [{ when: 'days_overdue', days: 20 }] });
    const paid = [{ ...invoice, open: eur(0), settlements: [money(6_000, '2026-02-09')] }];
    expect(judged(paid, [delivered, second], late)).toEqual([[]]);
    const knownAt = new Map([['pay_2026-02-09', '2026-02-10T09:00:01.000Z']]);
    expect(judged(paid, [delivered, second], late, { knownAt })).toEqual([['credit.days_overdue']]);
  });
});

test('a draft takes the place of its policy, and nobody has two', () => {
  const held = (policy: string, over: object) => ({
    policy,
    version: 2,
    activateOn: '2026-01-01',
    customers: [],
    segments: [],
    entities: [],
    daysBefore: 0,
    ...over,
  });
  const book = {
    version: 3,
    assigned: [held('house', { entities: ['main'] }), held('key', { segments: ['key'] })],
  };
  const setting = { book, today: '2026-02-01', now: '2026-02-01T09:00:00.000Z', by: 'key_1' };
  const draft = { customers: [], segments: [], entities: ['main'], levels: [] };
  const trial = { kind: 'dunning' as const, policy: 'house', draft, forwardDays: 0 };
  const named = (all: readonly { policy: string; version: number }[]) =>
    all.map((one) => `${one.policy} ${one.version}`);
  const books = booksOf(trial, setting);
  expect(books.ok && [named(books.value.a), named(books.value.b)]).toEqual([
    ['house 2', 'key 2'],
    ['key 2', 'house 3'],
  ]);
  expect(booksOf({ ...trial, draft: { ...draft, segments: ['key'] } }, setting)).toMatchObject({
    ok: false,
    code: 'dunning.assigned',
  });
});

test.each<[string, Partial<Invoice>, string | undefined]>([
  ['is whole', {}, undefined],
  ['came from another system', { external: { importId: 'imp', hash: 'h' } }, 'imported'],
  ['falls due in parts', { instalments: [{ dueOn: '2026-01-16', minor: 1 }] }, 'instalments'],
])('a past that %s', (_, over, why) => {
  expect(lackOf({ ...anInvoice(1, 100), ...over })).toBe(why);
});

const said = (on: string, level: number, over: object = {}) => ({
  on,
  customerId,
  level,
  channel: 'mail' as const,
  invoiceIds: [],
  bothered: false,
  ...over,
});
const outcome = (): Outcome =>
  outcomeOf(
    {
      said: [
        said('2026-01-04', 1),
        said('2026-01-05', 2, { bothered: true }),
        said('2026-01-05', 1, { channel: 'letter' }),
      ],
      held: [],
      settled: [
        {
          invoice: anInvoice(1, 900),
          by: { cash: [{ on: '2026-01-05', amount: eur(880) }], discount: eur(20), paidOn: '2026-01-05' },
        },
        {
          invoice: anInvoice(2, 500),
          by: { cash: [{ on: '2026-02-05', amount: eur(500) }], paidOn: '2026-02-05' },
        },
      ],
    },
    { from: '2026-01-02', to: '2026-01-11' },
  );

test('a period is added up by weeks, and what comes after it is not', () => {
  expect(outcome()).toEqual({
    messages: [
      { level: 1, channel: 'letter', messages: 1 },
      { level: 1, channel: 'mail', messages: 1 },
      { level: 2, channel: 'mail', messages: 1 },
    ],
    sent: 3,
    customers: 1,
    bothered: 1,
    holds: { orders: 0, money: [] },
    discounts: { invoices: 1, money: [eur(20)] },
    daysToPay: 3,
    weeks: [
      { from: '2025-12-29', messages: 1, holds: 0, cash: [] },
      { from: '2026-01-05', messages: 2, holds: 0, cash: [eur(880)] },
    ],
  });
});

test('a page says the figures, the pictures, the tables and what it rests on, and runs nothing', () => {
  const a = outcome();
  const page = pageOf({
    entity: 'main',
    from: '2026-01-02',
    to: '2026-01-11',
    trial: { kind: 'dunning', policy: 'house', forwardDays: 0 },
    result: {
      a,
      b: { ...a, sent: 1, bothered: 0 },
      facts: { invoices: 2, orders: 0, payments: 1, complete: false, lacking: [{ why: 'plan', count: 3 }] },
      assumptions: ['pays_when_paid'],
      replayed: { invoices: 2, agreeing: 1, differing: [] },
    },
  } as unknown as Simulation);
  expect(page).toContain('<th scope="row">Messages</th><td>3</td><td>1</td><td>−2</td>');
  expect(page).toContain('<th scope="row">Asked for what was paid</th><td>1</td><td>0</td><td>−1</td>');
  expect(page).toContain('there are more, and these are the newest');
  expect(page).toContain('3 invoices in payment plans');
  expect(page).toContain('for 1.</li>');
  expect(page.match(/role="img" aria-label="From 2025-12-29 to 2026-01-05\./g)).toHaveLength(2);
  expect(page).not.toMatch(/<script|undefined|NaN|https?:/);
});
