/** A period lived again: what went out comes out again, what came later is not seen, and a message too many is counted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { Entity } from '../../../shared/access/tenant.ts';
import { DunningPolicy } from '../../../shared/dunning/policy.ts';
import { lotOf } from '../../../shared/dunning/touches.ts';
import { assigned } from '../../../shared/dunning/rules.ts';
import type { Invoice, Settlement } from '../../../shared/invoices/invoice.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { among } from '../../../shared/simulating/books.ts';
import { calendarOf, type History } from '../../../shared/simulating/history.ts';
import { replay, type Ruling, type Said } from '../../../shared/simulating/replay.ts';
import { aCustomer, anInvoice, customerId } from '../../support/drawn.ts';

const entity = Entity.parse(SELLER);
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const PERIOD = { from: '2026-01-01', to: '2026-04-30', now: '2026-05-01T00:00:00.000Z' };
const calendar = calendarOf(PERIOD, { zone: entity.zone });

const policy = (over: object = {}) =>
  DunningPolicy.parse({
    policy: 'house',
    version: 1,
    activateOn: '2026-01-01',
    entities: ['main'],
    courtesy: { daysBefore: 3 },
    levels: [
      { after: { from: 'due', days: 5 }, tone: 1 },
      { after: { from: 'previous', days: 7 }, tone: 2, channel: 'letter', least: [eur(5_000)] },
      { after: { from: 'previous', days: 7 }, tone: 3 },
    ],
    at: '2026-01-01T09:00:00.000Z',
    by: 'key_1',
    ...over,
  });
const under = (one: DunningPolicy | undefined, over: Partial<Ruling> = {}): Ruling => ({
  held: one ? assigned({ version: 0, assigned: [] }, one, one.activateOn).assigned : [],
  version: among(one ? [one] : []),
  charging: false,
  forwardDays: 0,
  ...over,
});

/** Money with the day on which it was at the bank, and the moment when it was known here. */
const paid = (paymentId: string, minor: number, paidOn: string): Settlement => ({
  paymentId,
  amount: eur(minor),
  paidOn,
  method: 'bank_transfer',
  reason: 'reference',
});
const past = (invoices: Invoice[], over: Partial<History> = {}): History => ({
  entity,
  invoices,
  orders: [],
  customers: new Map([[customerId, aCustomer()]]),
  knownAt: new Map(),
  unapplied: [],
  promises: [],
  ...over,
});
const brief = (said: readonly Said[]) => said.map(({ on, level, channel }) => `${on} ${level} ${channel}`);
// Due on 16 January.
const owed = (serial: number, minor: number, ...settlements: Settlement[]) =>
  anInvoice(serial, minor, { settlements });

describe('a period', () => {
  test('goes by the steps of the policy, each from the day of the one before', () => {
    expect(brief(replay(past([owed(1, 9_000)]), under(policy()), calendar).said)).toEqual([
      '2026-01-13 0 mail',
      '2026-01-21 1 mail',
      '2026-01-28 2 letter',
      '2026-02-04 3 mail',
    ]);
  });
  test('has notes for everybody, whatever the policy asks of how they pay', () => {
    const asks = policy({ courtesy: { daysBefore: 3, scoreBelow: 60, lateAtLeast: 50 } });
    expect(replay(past([owed(1, 9_000)]), under(asks), calendar).said).toEqual(
      replay(past([owed(1, 9_000)]), under(policy()), calendar).said,
    );
  });
  test('keeps the notice of a payer who is drawn for a week, once in a month, as the live run does', () => {
    const ids = Array.from({ length: 200 }, (_, n) => `cus_${String(n).padStart(26, '0')}` as const);
    const id = ids.find((one) => lotOf(one, '2026-01') < 200 && lotOf(one, '2026-02') >= 200)!;
    const invoice = anInvoice(1, 9_000, { customerId: id });
    const history = past([invoice], { customers: new Map([[id, aCustomer({ id })]]) });
    expect(brief(replay(history, under(policy({ holdOut: 200 })), calendar).said)).toEqual([
      '2026-01-13 0 mail',
      '2026-01-29 1 mail',
      '2026-02-05 2 letter',
      '2026-02-12 3 mail',
    ]);
  });
  test('goes by the reminders of the entity where no policy holds, and says nothing where there are none', () => {
    expect(brief(replay(past([owed(1, 9_000)]), under(undefined), calendar).said)).toEqual([
      '2026-01-19 1 mail',
      '2026-01-26 2 mail',
      '2026-02-05 3 mail',
    ]);
    const silent = past([owed(1, 9_000)], { entity: { ...entity, reminders: [] } });
    expect(replay(silent, under(policy()), calendar).said).toEqual([]);
  });
  test('has a day only where mails go out on it', () => {
    const hours = { from: '08:00', to: '18:00', days: [1, 2, 3, 4, 5], closed: ['2026-01-21'] };
    const closed = calendarOf(PERIOD, { zone: entity.zone, hours });
    expect(brief(replay(past([owed(1, 9_000)]), under(policy()), closed).said)).toEqual([
      '2026-01-13 0 mail',
      '2026-01-22 1 mail',
      '2026-01-29 2 letter',
      '2026-02-05 3 mail',
    ]);
  });
  test.each<[string, Partial<Invoice>, Partial<History>, string[]]>([
    ['is over with money that was known', { settlements: [paid('p', 9_000, '2026-01-20')] }, {}, []],
    [
      'asks for what was paid, where nobody knew',
      { settlements: [paid('p', 9_000, '2026-01-20')] },
      { knownAt: new Map([['p', '2026-01-22T06:00:00.000Z']]) },
      ['2026-01-21 1 mail'],
    ],
    [
      'waits for what is in dispute until that is decided',
      {
        disputes: [{ id: 'd', state: 'REJECTED', minor: 9_000, on: '2026-01-18', until: '2026-01-27' }],
      },
      {},
      ['2026-01-28 1 mail', '2026-02-04 2 letter', '2026-02-11 3 mail'],
    ],
    [
      'waits for a hold, and not before it was said',
      {
        dunningHold: {
          why: 'held',
          reason: 'ill',
          until: '2026-02-01',
          at: '2026-01-22T09:00:00.000Z',
          by: 'x',
        },
      },
      {},
      ['2026-01-21 1 mail', '2026-02-02 2 letter', '2026-02-09 3 mail'],
    ],
    [
      'leaves a level out that would ask for too little, and does not go past it',
      { settlements: [paid('p', 6_000, '2026-01-22')] },
      {},
      ['2026-01-21 1 mail'],
    ],
  ])('%s', (_, over, more, wanted) => {
    const said = replay(past([anInvoice(1, 9_000, over)], more), under(policy()), calendar).said;
    expect(brief(said)).toEqual(['2026-01-13 0 mail', ...wanted]);
    expect(said.filter(({ bothered }) => bothered).map(({ on }) => on)).toEqual(
      more.knownAt ? wanted.map((one) => one.slice(0, 10)) : [],
    );
  });
  test('knows a promise from its moment to its day, and money that waits to be used', () => {
    const promise = {
      id: `prm_${'0'.repeat(26)}`,
      at: '2026-01-20T09:00:00.000Z',
      on: '2026-01-20',
      payOn: '2026-01-29',
      until: '2026-01-30',
      endedOn: '2026-01-31',
      items: [{ invoiceId: owed(1, 1).id, minor: 9_000 }],
    } as unknown as History['promises'][number];
    const promised = past([owed(1, 9_000)], { promises: [promise] });
    expect(brief(replay(promised, under(policy()), calendar).said)[1]).toBe('2026-01-31 1 mail');
    const here = { customerId, unapplied: eur(9_000), receivedAt: '2026-01-24T09:00:00.000Z' };
    const covered = past([owed(1, 9_000)], { unapplied: [here as History['unapplied'][number]] });
    expect(brief(replay(covered, under(policy()), calendar).said)).toEqual([
      '2026-01-13 0 mail',
      '2026-01-21 1 mail',
    ]);
  });
});

test('one reminder more than were sent brings money forward, and never to before the day after it', () => {
  const invoice = anInvoice(1, 9_000, { settlements: [paid('p', 9_000, '2026-02-01')], reminded: 1 });
  const { said, lives } = replay(past([invoice]), under(policy(), { forwardDays: 30 }), calendar);
  expect(brief(said)).toEqual(['2026-01-13 0 mail', '2026-01-21 1 mail', '2026-01-28 2 letter']);
  expect(lives.get(invoice.id)!.forward).toEqual({ days: 30, notBefore: '2026-01-29' });
});

const settled = fc.record({
  share: fc.integer({ min: 1, max: 100 }),
  paidIn: fc.integer({ min: 1, max: 60 }),
  knownAfter: fc.integer({ min: 0, max: 6 }),
});
const drawn = fc.array(
  fc.record({
    minor: fc.integer({ min: 1_000, max: 20_000 }),
    day: fc.integer({ min: 0, max: 40 }),
    money: fc.option(settled),
    hold: fc.option(
      fc.record({ from: fc.integer({ min: 0, max: 60 }), days: fc.integer({ min: 0, max: 20 }) }),
    ),
    dispute: fc.option(
      fc.record({ from: fc.integer({ min: 0, max: 60 }), days: fc.integer({ min: 0, max: 20 }) }),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const historyOf = (rows: Drawn): History => {
  const knownAt = new Map<string, string>();
  const invoices = rows.map(({ minor, day, money, hold, dispute }, at) => {
    const issuedOn = addDays('2026-01-02', day);
    const id = `pay_${at}`;
    const paidOn = addDays(issuedOn, money?.paidIn ?? 0);
    if (money) knownAt.set(id, `${addDays(paidOn, money.knownAfter)}T06:30:00.000Z`);
    const since = (from: number) => addDays(issuedOn, from);
    return anInvoice(at + 1, minor, {
      issuedOn,
      issuedAt: `${issuedOn}T09:00:00.000Z`,
      dueOn: addDays(issuedOn, 14),
      settlements: money ? [paid(id, Math.ceil((minor * money.share) / 100), paidOn)] : [],
      ...(hold && {
        dunningHold: {
          why: 'held' as const,
          reason: 'ill',
          at: `${since(hold.from)}T06:00:00.000Z`,
          until: since(hold.from + hold.days),
          by: 'x',
        },
      }),
      ...(dispute && {
        disputes: [
          {
            id: 'd',
            state: 'REJECTED' as const,
            minor: 500,
            on: since(dispute.from),
            until: since(dispute.from + dispute.days),
          },
        ],
      }),
    });
  });
  return past(invoices, { knownAt });
};

/** What is known on a day and before stays; everything after it is drawn anew. */
const sharing = (mine: History, other: History, day: string): History => {
  const now = `${day}T07:00:00.000Z`;
  const knownAt = new Map<string, string>();
  const invoices = mine.invoices
    .filter(({ issuedAt }) => issuedAt <= now)
    .map((one, at) => {
      const stranger = other.invoices[at % other.invoices.length]!;
      const before = one.settlements.filter(({ paymentId }) => mine.knownAt.get(paymentId)! <= now);
      const rest = one.total.minor - before.reduce((sum, { amount }) => sum + amount.minor, 0);
      const after = stranger.settlements.map((it) => ({
        ...it,
        paymentId: `later_${at}`,
        amount: eur(Math.min(it.amount.minor, rest)),
      }));
      for (const { paymentId } of before) knownAt.set(paymentId, mine.knownAt.get(paymentId)!);
      knownAt.set(`later_${at}`, `${addDays(day, 1 + at)}T06:00:00.000Z`);
      const { dunningHold: held, disputes, ...rested } = one;
      const known = disputes?.filter(({ on }) => on < day);
      return {
        ...rested,
        settlements: rest > 0 ? [...before, ...after] : before,
        ...(held && held.at <= now && { dunningHold: held }),
        disputes: [
          ...(known ?? []),
          { id: 'later', state: 'OPEN' as const, minor: 400, on: addDays(day, 1) },
        ].map((it) => (it.until !== undefined && it.until >= day ? { ...it, until: addDays(day, 9) } : it)),
      };
    });
  return { ...mine, invoices, knownAt };
};

test('what is decided up to a day hangs on nothing that came later', () => {
  fc.assert(
    fc.property(drawn, drawn, fc.integer({ min: 10, max: 100 }), (rows, others, offset) => {
      const day = addDays('2026-01-01', offset);
      const mine = historyOf(rows);
      const upTo = (history: History) =>
        replay(history, under(policy()), calendar)
          .said.filter(({ on }) => on <= day)
          .map(({ bothered: _, ...said }) => said);
      expect(upTo(sharing(mine, historyOf(others), day))).toEqual(upTo(mine));
    }),
    { numRuns: 300 },
  );
});

test('the property would see a replay that looks ahead', () => {
  // Money that is known before it was: the message of the 21st is not sent.
  const mine = past([owed(1, 9_000, paid('p', 9_000, '2026-01-20'))], {
    knownAt: new Map([['p', '2026-01-25T06:30:00.000Z']]),
  });
  const peeking = { ...mine, knownAt: new Map([['p', '2026-01-20T06:30:00.000Z']]) };
  const count = (history: History) => replay(history, under(policy()), calendar).said.length;
  expect([count(mine), count(peeking)]).toEqual([2, 1]);
});
