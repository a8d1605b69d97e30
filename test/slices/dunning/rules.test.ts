/** Dunning policies: whose holds, when a notice is due, who is told what together, and that what began keeps its version. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../shared/customers/customer.ts';
import { mayBeOf } from '../../../shared/dispatch/gather.ts';
import { stillOwed } from '../../../shared/dispatch/rules.ts';
import {
  messageOf,
  messagesOf,
  sparedNow,
  worthAsking,
  type Case,
} from '../../../shared/dunning/messages.ts';
import { DunningPolicy, NO_POLICIES, type PolicyBook } from '../../../shared/dunning/policy.ts';
import {
  assigned,
  claimedTwice,
  given,
  inForce,
  leadOf,
  noted,
  policyFor,
  restored,
  stepOf,
  stepped,
} from '../../../shared/dunning/rules.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { MONDAY_TO_FRIDAY as WEEK } from '../../../shared/kernel/offsets.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import { anInvoice, customerId } from '../../support/drawn.ts';

const eur = (minor: number) => [{ minor, currency: 'EUR' }];
const level = (over: object = {}) => ({ after: { from: 'due', days: 5 }, tone: 1, ...over });
const aPolicy = (name: string, over: object = {}): DunningPolicy =>
  DunningPolicy.parse({
    policy: name,
    version: 1,
    activateOn: '2026-01-01',
    levels: [level()],
    at: '2026-01-01T09:00:00.000Z',
    by: 'key_1',
    ...over,
  });
const bookOf = (...policies: DunningPolicy[]): PolicyBook =>
  policies.reduce((book, one) => assigned(book, one, '2025-12-30'), NO_POLICIES);
const customer = (over: Partial<Customer> = {}) => ({ id: customerId, ...over }) as Customer;
const aMoney = (minor: number, owner?: string) =>
  ({ customerId: owner, unapplied: { minor, currency: 'EUR' } }) as Payment;
const caseOf = (invoice: Invoice, policy?: DunningPolicy, today = '2026-02-01'): Case => ({
  invoice,
  policy,
  step: policy && stepOf(invoice, policy, today, WEEK),
});

describe('whose policy it is', () => {
  const book = bookOf(
    aPolicy('one', { customers: [customerId] }),
    aPolicy('key', { segments: ['key'] }),
    aPolicy('all', { entities: ['main'] }),
  );
  const other = customer({ id: 'cus_00000000000000000000000099', segment: 'key' });
  test.each<[string, Partial<Invoice>, Customer, string | undefined]>([
    ['its own comes first', { dunning: { policy: 'x', version: 7 } }, customer(), 'x'],
    ['then the customer’s', {}, customer({ segment: 'key' }), 'one'],
    ['under whichever of its names', {}, { ...other, aliases: [customerId] }, 'one'],
    ['then the segment’s', {}, other, 'key'],
    ['then the entity’s', {}, { ...other, segment: 'b' }, 'all'],
    ['of another entity none', { entity: 'two' }, { ...other, segment: 'b' }, undefined],
    ['what began by reminders stays there', { reminded: 1 }, customer(), undefined],
  ])('%s', (_, head, who, name) => {
    const held = inForce(book, '2026-02-01');
    expect(policyFor(anInvoice(1, 100, head), { customer: who, held })?.policy).toBe(name);
  });
  test('nobody has two, also not from a day on', () => {
    const later = aPolicy('later', { segments: ['b', 'key'], activateOn: '2026-09-01' });
    expect(claimedTwice(book, later)).toMatchObject({ errors: [{ pointer: '/segments/1' }] });
    expect(claimedTwice(book, { ...later, policy: 'key' })).toBeUndefined();
  });
});

test('versions: of those that have begun the youngest holds, and what never will again is left out', () => {
  const [first, second, third] = ['2026-01-01', '2026-03-01', '2026-02-01'].map((activateOn, at) =>
    aPolicy('a', { version: at + 1, activateOn }),
  );
  const book = bookOf(first!, second!, third!);
  const held = (day: string) => inForce(book, day).map(({ version }) => version);
  expect([held('2025-12-31'), held('2026-01-31'), held('2026-02-01'), held('2026-03-01')]).toEqual([
    [],
    [1],
    [3],
    [3],
  ]);
  expect(book.assigned.map(({ version }) => version)).toEqual([1, 3]);
  expect(
    assigned(book, aPolicy('a', { version: 4, activateOn: '2026-05-01' }), '2026-04-01').assigned,
  ).toMatchObject([{ version: 3 }, { version: 4 }]);
});

describe('when a notice is due', () => {
  const courtesy = { daysBefore: 5, least: eur(5_000) };
  const policy = aPolicy('a', {
    courtesy,
    levels: [level(), level({ after: { from: 'previous', days: 7 } })],
  });
  test.each<[string, Partial<Invoice>, string, object | undefined]>([
    ['a note before', {}, '2026-01-11', { courtesy: true, on: '2026-01-11' }],
    [
      'not twice',
      { dunning: { policy: 'a', version: 1, courtesyFor: '2026-01-16' } },
      '2026-01-11',
      { at: 1, on: '2026-01-21' },
    ],
    ['not once it is due', {}, '2026-01-17', { at: 1, on: '2026-01-21' }],
    ['not where the invoice is as young', { issuedOn: '2026-01-11' }, '2026-01-12', { at: 1 }],
    ['not of little', { open: eur(4_999)[0]! }, '2026-01-11', { at: 1 }],
    [
      'the second after the first',
      { reminded: 1, remindOn: '2026-02-03' },
      '2026-02-01',
      { at: 2, on: '2026-02-03' },
    ],
    ['none after the last', { reminded: 2 }, '2026-02-01', undefined],
    [
      'grace after a rejected deduction',
      { remindOn: '2026-02-05', deduction: { id: 'd', state: 'REJECTED', minor: 1, on: '2026-01-29' } },
      '2026-02-01',
      { at: 1, on: '2026-02-05' },
    ],
  ])('%s', (_, head, today, step) => {
    const found = stepOf(anInvoice(1, 10_000, head), policy, today, WEEK);
    if (step) expect(found).toMatchObject(step);
    else expect(found).toBeUndefined();
  });
  test('never on the due day or before, and never twice on a day', () => {
    const offset = fc.record({
      from: fc.constantFrom('due', 'month_end', 'previous'),
      days: fc.integer({ min: 0, max: 60 }),
      count: fc.constantFrom('calendar', 'business'),
    });
    fc.assert(
      fc.property(fc.array(offset, { minLength: 1, maxLength: 6 }), (offsets) => {
        const drawn = aPolicy('a', { levels: offsets.map((after) => level({ after })) });
        let head = anInvoice(1, 10_000);
        let today = head.dueOn;
        for (const _ of offsets) {
          const step = stepOf(head, drawn, today, WEEK)!;
          expect(step.on > today).toBe(true);
          today = step.on;
          head = stepped(head, drawn, today, WEEK);
        }
        expect([head.reminded, head.remindOn]).toEqual([offsets.length, undefined]);
      }),
    );
  });
  test('a run looks as far ahead as anything may be due', () => {
    const held = inForce(bookOf(policy, aPolicy('b')), '2026-02-01');
    expect([leadOf([], [3]), leadOf(held, [3, 10]), leadOf(held, [])]).toEqual([0, 8, 5]);
  });
});

test('what began keeps its version, whatever is written afterwards', () => {
  const change = fc.record({ days: fc.integer({ min: 1, max: 20 }), at: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
      let book = bookOf(
        aPolicy('a', {
          entities: ['main'],
          levels: Array(5).fill(level({ after: { from: 'previous', days: 9 } })),
        }),
      );
      const kept = new Map([
        [
          '1',
          aPolicy('a', {
            entities: ['main'],
            levels: Array(5).fill(level({ after: { from: 'previous', days: 9 } })),
          }),
        ],
      ]);
      let head = anInvoice(1, 10_000);
      const on: string[] = [];
      for (let n = 0; n < 60; n++) {
        const today = addDays(head.issuedOn, n);
        for (const { days } of changes.filter(({ at }) => at === n && on.length > 0)) {
          const version = kept.size + 1;
          const next = aPolicy('a', {
            entities: ['main'],
            version,
            activateOn: today,
            levels: [level({ after: { from: 'previous', days } })],
          });
          kept.set(String(version), next);
          book = assigned(book, next, addDays(today, -2));
        }
        const by = policyFor(head, { customer: customer(), held: inForce(book, today) })!;
        const policy = kept.get(String(by.version))!;
        if (stepOf(head, policy, today, WEEK)!.on > today) continue;
        head = stepped(head, policy, today, WEEK);
        on.push(today);
        if (on.length === 4) break;
      }
      expect([on, head.dunning?.version]).toEqual([
        ['2026-01-25', '2026-02-03', '2026-02-12', '2026-02-21'],
        1,
      ]);
    }),
  );
});

describe('one message', () => {
  const soft = aPolicy('soft', {
    levels: [level({ fee: eur(100) }), level({ tone: 2, fee: eur(300), interest: true })],
  });
  const hard = aPolicy('hard', { levels: [level({ tone: 2 }), level({ tone: 3, channel: 'letter' })] });
  const [first, second] = [
    anInvoice(1, 10_000),
    anInvoice(2, 2_000, { reminded: 1, remindOn: '2026-01-30' }),
  ];
  test('has the highest level of its invoices, and its words and fee', () => {
    const { messages } = messagesOf([caseOf(first, soft), caseOf(second, soft)], false);
    expect(messages).toMatchObject([
      { level: 2, tone: 2, channel: 'mail', charges: { feeMinor: 300, interest: true }, cases: [{}, {}] },
    ]);
  });
  test('of two policies where tone and channel agree, and else two', () => {
    expect(messagesOf([caseOf(second, soft), caseOf(first, hard)], false).messages).toHaveLength(1);
    const apart = messagesOf([caseOf(first, soft), caseOf(second, hard)], false).messages;
    expect(apart.map(({ name }) => name.split(' ').slice(2).join(' '))).toEqual(['mail 1', 'letter 3']);
  });
  test('by reminders alone has the name that it always had', () => {
    expect(messageOf([caseOf(first)]).name).toBe(`${customerId} EUR`);
  });
  test('lists forty, or twenty where it charges something, and says what has no room', () => {
    const many = (policy: DunningPolicy) =>
      Array.from({ length: 45 }, (_, at) => caseOf(anInvoice(at + 1, 100), policy));
    const listed = ({ messages, rest }: ReturnType<typeof messagesOf>) => [
      messages.map(({ cases }) => cases.length),
      rest.length,
    ];
    expect(listed(messagesOf(many(hard), false))).toEqual([[40], 5]);
    expect(listed(messagesOf(many(soft), false))).toEqual([[20], 25]);
    expect(listed(messagesOf(many(hard), true))).toEqual([[20], 25]);
  });
  test('waits while it would ask for less than its level wants to', () => {
    const least = aPolicy('least', { levels: [level({ least: eur(11_000) })] });
    const [a, b] = [caseOf(first, least), caseOf(anInvoice(3, 1_000), least)];
    expect(worthAsking([a], '2026-02-01')).toEqual({ enough: [], below: [a] });
    expect(worthAsking([a, b], '2026-02-01').enough).toEqual([a, b]);
  });
});

test('a hold says why, up to its last day', () => {
  const by = { reason: 'r', at: '2026-01-01T09:00:00.000Z', by: 'key_1' };
  const until = (day: string) => ({ dunningHold: { why: 'held' as const, until: day, ...by } });
  const dead = { dunningHold: { why: 'deceased' as const, ...by } };
  const one = (over: Partial<Invoice> = {}) => caseOf(anInvoice(1, 100, over), aPolicy('a'));
  expect(sparedNow(one(), {}, '2026-02-01')).toBeUndefined();
  expect(sparedNow(one(), until('2026-02-01'), '2026-02-01')).toBe('held');
  expect(sparedNow(one(), until('2026-01-31'), '2026-02-01')).toBeUndefined();
  expect(sparedNow(one(dead), {}, '2026-02-01')).toBe('deceased');
  const { owed, spared } = stillOwed(
    [{ invoice: anInvoice(1, 100), attempts: [], held: 'insolvent' }],
    [],
    '2026-02-01',
    '2026-02-01T09:00:00.000Z',
  );
  expect([owed, spared[0]?.why]).toEqual([[], 'insolvent']);
});

test('money that may be the payer’s and is nobody’s yet covers what its own does not', () => {
  const [first, second] = [anInvoice(1, 10_000), anInvoice(2, 5_000)];
  const ask = (own: number, nobodys: number) =>
    stillOwed(
      [first, second].map((invoice) => ({ invoice, attempts: [] })),
      [aMoney(own, customerId), aMoney(nobodys)],
      '2026-02-01',
      '2026-02-01T09:00:00.000Z',
    ).spared.map(({ why }) => why);
  expect(ask(10_000, 5_000)).toEqual(['unapplied_cash', 'unmatched_money']);
  expect(ask(4_000, 6_000)).toEqual(['unmatched_money']);
  expect(ask(4_000, 5_999)).toEqual(['unmatched_money']);
  expect(ask(0, 4_999)).toEqual([]);
});
test.each<[string, object, boolean]>([
  ['its account', { iban: 'DE02120300000000202051', name: 'Somebody' }, true],
  ['its name in capitals', { name: 'MUELLER GMBH' }, true],
  ['a part of its name', { name: 'Müller Söhne GmbH' }, false],
  ['another', { iban: 'DE89370400440532013000', name: 'Maier GmbH' }, false],
  ['nothing known', {}, false],
])('nobody’s money from %s', (_, payer, may) => {
  const own = { name: 'Müller GmbH', ibans: ['DE02120300000000202051'], address: { country: 'DE' } };
  expect(mayBeOf({ payer }, own as Customer)).toBe(may);
});

test('a note asks for nothing that is overdue, and no reminder for what is not', () => {
  const ask = (today: string, courtesy: boolean) =>
    stillOwed(
      [{ invoice: anInvoice(1, 100, { remindOn: '2026-01-10' }), attempts: [], courtesy }],
      [],
      today,
      `${today}T09:00:00.000Z`,
    ).owed.length;
  expect([ask('2026-01-16', true), ask('2026-01-17', true)]).toEqual([1, 0]);
  expect([ask('2026-01-16', false), ask('2026-01-17', false)]).toEqual([0, 1]);
});

test('a note leads to the first level, another policy goes on from its own, and what is paid is given back', () => {
  const policy = aPolicy('a', {
    levels: [level({ escalate: 'service' }), level({ after: { from: 'previous', days: 4 } })],
  });
  expect(noted(anInvoice(1, 100), policy, WEEK)).toMatchObject({
    remindOn: '2026-01-21',
    dunning: { policy: 'a', version: 1, courtesyFor: '2026-01-16' },
  });
  const last = { ...anInvoice(1, 100, { reminded: 1 }), remindOn: undefined };
  expect(given(last, policy, '2026-02-01', WEEK)).toMatchObject({ remindOn: '2026-02-05', reminded: 1 });
  const handedOn = stepped(anInvoice(1, 100), policy, '2026-01-21', WEEK);
  expect(handedOn.dunning).toMatchObject({ escalated: 'service' });
  expect(restored(handedOn)).toBeUndefined();
  const nothing = { ...handedOn, open: eur(0)[0]! };
  expect(restored({ ...nothing, state: 'WRITTEN_OFF' })).toBeUndefined();
  expect(restored({ ...nothing, state: 'PAID' })?.dunning).toEqual({ policy: 'a', version: 1 });
});
