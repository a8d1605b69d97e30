/** When an invoice is charged to a method on file, and what follows where that is refused. */
import { describe, expect, test } from 'vitest';
import { stillOwed } from '../../../shared/dispatch/rules.ts';
import { isCollected } from '../../../shared/invoices/rules.ts';
import type { Collection } from '../../../shared/methods/collection.ts';
import { classOf, DECLINES } from '../../../shared/methods/declines.ts';
import {
  byAnother,
  decide,
  marked,
  noticeDays,
  planned,
  refused,
  stopped,
  usable,
  type Situation,
} from '../../../shared/methods/rules.ts';
import { bankDayFrom } from '../../../shared/kernel/bank-days.ts';
import { ended } from '../../../shared/methods/over.ts';
import { anAttempt, aSituation, methodId, aMethod } from './made.ts';

const plan = (s: Situation) => planned(s, 'a'.repeat(32))!;
const told = (s: Situation, over: Partial<Collection> = {}): Collection => {
  const first = plan(s);
  const notice = { on: s.today, methodId: first.methodId, amount: s.invoice.open };
  return { ...first, notice, on: s.today, ...over };
};
const eur = (minor: number) => ({ minor, currency: 'EUR' });

test.each([
  ['2026-01-16', '2026-01-16'],
  ['2026-01-17', '2026-01-19'],
  ['2026-01-18', '2026-01-19'],
  ['2026-01-19', '2026-01-19'],
])('%s is charged on %s', (day, on) => expect(bankDayFrom(day)).toBe(on));

describe('a plan', () => {
  test.each<[string, Parameters<typeof aSituation>[0], { on: string; lookOn: string } | undefined]>([
    ['is for the due day', {}, { on: '2026-01-16', lookOn: '2026-01-14' }],
    [
      'is for so many days before as the entity says',
      { entity: { autopay: { daysBefore: 3 } } },
      { on: '2026-01-13', lookOn: '2026-01-11' },
    ],
    ['of a customer comes first', { autopay: { daysBefore: 1 } }, { on: '2026-01-15', lookOn: '2026-01-13' }],
    [
      'of a debit leaves fourteen days for the notice',
      { methods: [aMethod({ kind: 'direct_debit', expires: undefined })] },
      { on: '2026-01-19', lookOn: '2026-01-05' },
    ],
    [
      'or as many as were agreed on',
      {
        methods: [aMethod({ kind: 'direct_debit', expires: undefined })],
        entity: { autopay: { daysBefore: 0, noticeDays: 1 } },
      },
      { on: '2026-01-16', lookOn: '2026-01-15' },
    ],
    [
      'of what is overdue leaves two days',
      { today: '2026-02-02' },
      { on: '2026-02-04', lookOn: '2026-02-02' },
    ],
    ['is none where the entity keeps nothing', { entity: { autopay: undefined } }, undefined],
    ['is none where the customer wants none', { autopay: { on: false } }, undefined],
    ['is none for what is paid', { invoice: { open: eur(0), state: 'PAID' } }, undefined],
    ['is none where nothing is on file', { methods: [] }, undefined],
    ['is none by a card of another currency', { methods: [aMethod({ currency: 'USD' })] }, undefined],
    ['is none by a card that is over', { methods: [aMethod({ expires: '2025-12' })] }, undefined],
    ['is none by one that is ended', { methods: [aMethod({ state: 'ENDED' })] }, undefined],
    ['is none of another legal entity', { methods: [aMethod({ entity: 'other' })] }, undefined],
    [
      'is none for what went back',
      { invoice: { chargebacks: [{ id: 'cbk', amount: eur(1), state: 'LOST', on: '2026-01-10' }] } },
      undefined,
    ],
  ])('%s', (_, over, wanted) => {
    const made = planned(aSituation(over), 'a'.repeat(32));
    expect(made && { on: made.on, lookOn: made.lookOn }).toEqual(wanted);
  });
});

describe('a day', () => {
  const on = (over: Parameters<typeof aSituation>[0] = {}) => aSituation({ today: '2026-01-16', ...over });
  test.each<[string, Situation, Partial<Collection>, object]>([
    ['charges what was announced', on(), {}, { step: 'charge', amount: eur(10_000) }],
    [
      'charges what is left of it',
      on({ invoice: { open: eur(4_000), state: 'PART_PAID' } }),
      {},
      { step: 'charge', amount: eur(4_000) },
    ],
    ['waits for the day', on(), { on: '2026-01-20' }, { step: 'wait', lookOn: '2026-01-20' }],
    [
      'announces first',
      on(),
      { notice: undefined },
      { step: 'notice', on: '2026-01-19', amount: eur(10_000) },
    ],
    [
      'announces again what has become more',
      on({ invoice: { open: eur(12_000), total: eur(12_000) } }),
      { notice: { on: '2026-01-14', methodId: methodId(1), amount: eur(10_000) } },
      { step: 'notice', amount: eur(12_000) },
    ],
    [
      'announces another method by itself',
      on({ methods: [aMethod(), aMethod({ id: methodId(2) })] }),
      { notice: { on: '2026-01-14', methodId: methodId(1), amount: eur(10_000) } },
      { step: 'notice', method: { id: methodId(2) } },
    ],
    ['ends with what is paid', on({ invoice: { open: eur(0), state: 'PAID' } }), {}, { step: 'done' }],
    ['waits while a payer pays', on({ attempts: [anAttempt({ state: 'INITIATED' })] }), {}, { step: 'wait' }],
    [
      'waits while money is on its way',
      on({ attempts: [anAttempt({ state: 'PENDING' })] }),
      {},
      { step: 'wait' },
    ],
    [
      'waits for what is not known',
      on({ attempts: [anAttempt({ state: 'UNKNOWN' })] }),
      {},
      { step: 'wait' },
    ],
    ['waits for money that is here', on({ unappliedMinor: 10_000 }), {}, { step: 'wait' }],
    [
      'waits while it is disputed',
      on({ invoice: { chargebacks: [{ id: 'cbk', amount: eur(1), state: 'OPEN', on: '2026-01-10' }] } }),
      {},
      { step: 'wait' },
    ],
    [
      'waits while all of it is in clarification',
      on({ invoice: { deduction: { id: 'ded', state: 'PENDING', minor: 10_000, on: '2026-01-10' } } }),
      {},
      { step: 'wait', lookOn: '2026-01-17' },
    ],
    [
      'charges what is not in clarification',
      on({ invoice: { deduction: { id: 'ded', state: 'PENDING', minor: 3_000, on: '2026-01-10' } } }),
      {},
      { step: 'charge', amount: eur(7_000) },
    ],
    [
      'charges what was kept back and is asked for again',
      on({ invoice: { deduction: { id: 'ded', state: 'REJECTED', minor: 3_000, on: '2026-01-10' } } }),
      {},
      { step: 'charge', amount: eur(10_000) },
    ],
    ['stops where the customer stops', on({ autopay: { on: false } }), {}, { step: 'stop', stop: 'stopped' }],
    ['stops where nothing is on file', on({ methods: [] }), {}, { step: 'stop', stop: 'no_method' }],
    [
      'stops above the ceiling',
      on({ autopay: { ceiling: eur(9_999) } }),
      {},
      { step: 'stop', stop: 'ceiling' },
    ],
    [
      'asks nothing while the provider has it',
      on(),
      { state: 'CHARGING' },
      { step: 'wait', lookOn: '2026-01-17' },
    ],
  ])('%s', (_, situation, over, wanted) => {
    expect(decide(told(aSituation({ today: '2026-01-16' }), over), situation)).toMatchObject(wanted);
  });
  test('goes on with the next part when one is paid', () => {
    const collection = {
      ...told(on()),
      state: 'CHARGING' as const,
      tries: [{ attemptId: anAttempt().id, methodId: methodId(1), on: '2026-01-16', amount: eur(5_000) }],
    };
    expect(decide(collection, on({ attempts: [anAttempt({ state: 'SUCCEEDED' })] }))).toEqual({
      step: 'next',
    });
  });
});

describe('a refusal', () => {
  const s = aSituation({ today: '2026-01-16', invoice: { remindOn: undefined } });
  const tried = (days: readonly string[]): Collection => ({
    ...told(s),
    state: 'CHARGING',
    tries: days.map((on) => ({ attemptId: anAttempt().id, methodId: methodId(1), on, amount: eur(10_000) })),
  });
  const after = (
    decline: Parameters<typeof refused>[1]['decline'],
    over: {
      kind?: 'card' | 'direct_debit';
      tries?: string[];
      remindOn?: string;
      today?: string;
      others?: [];
    } = {},
  ) =>
    refused(
      tried(over.tries ?? ['2026-01-16']),
      { decline, failure: 'word', kind: over.kind ?? 'card' },
      { ...s.invoice, remindOn: over.remindOn },
      over.others ?? [aMethod()],
      over.today ?? '2026-01-16',
    );
  test.each<[string, ReturnType<typeof after>, object]>([
    ['that is soft is tried in two days', after('soft'), { state: 'PLANNED', on: '2026-01-18' }],
    ['or before the reminder', after('soft', { remindOn: '2026-01-17' }), { on: '2026-01-17' }],
    ['not on a reminder that is past', after('soft', { remindOn: '2026-01-16' }), { on: '2026-01-18' }],
    [
      'is the last after eight',
      after('soft', { tries: Array<string>(8).fill('2026-01-16') }),
      { state: 'STOPPED', stop: 'declined' },
    ],
    [
      'is the last after fourteen days',
      after('soft', { tries: ['2026-01-01', '2026-01-14'] }),
      { state: 'STOPPED' },
    ],
    [
      'of a debit for lack of funds is tried once more, on a bank day',
      after('funds', { kind: 'direct_debit' }),
      { on: '2026-01-19' },
    ],
    [
      'and no oftener',
      after('funds', { kind: 'direct_debit', tries: ['2026-01-16', '2026-01-19'] }),
      { state: 'STOPPED' },
    ],
    ['of a card for lack of funds is soft', after('funds'), { on: '2026-01-18' }],
    ['that nobody can read is tried once', after('unknown'), { on: '2026-01-19' }],
    ['and no oftener', after('unknown', { tries: ['2026-01-16', '2026-01-19'] }), { state: 'STOPPED' }],
    ['that wants its payer is none of ours', after('authentication'), { state: 'STOPPED', stop: 'declined' }],
    ['that is hard is final', after('hard'), { state: 'STOPPED', stop: 'declined' }],
  ])('%s', (_, { collection }, wanted) => {
    expect(collection).toMatchObject(wanted);
    expect(collection.version).toBe(2);
    expect(collection.tries.at(-1)).toMatchObject({ failure: 'word' });
  });
  test('that is hard ends the method, and charges another card at once, a debit after its notice', () => {
    const by = (...others: ReturnType<typeof aMethod>[]) =>
      refused(
        tried(['2026-01-16']),
        { decline: 'hard', failure: 'lost_card', kind: 'card' },
        s.invoice,
        [aMethod(), ...others],
        '2026-01-16',
      );
    expect(by().ends).toBe('refused');
    const card = by(aMethod({ id: methodId(2) })).collection;
    expect(card).toMatchObject({ state: 'PLANNED', on: '2026-01-16', methodId: methodId(2) });
    expect(decide(card, { ...s, methods: [aMethod({ id: methodId(2) })] })).toMatchObject({ step: 'charge' });
    const debit = by(aMethod({ id: methodId(3), kind: 'direct_debit', expires: undefined })).collection;
    const methods = [aMethod({ id: methodId(3), kind: 'direct_debit', expires: undefined })];
    expect(decide(debit, { ...s, methods })).toMatchObject({ step: 'notice', on: '2026-01-30' });
  });
  test.each([
    ['ended', 'account_closed', 'account_closed'],
    ['ended', 'mandate_cancelled', 'mandate_ended'],
    ['ended', 'debit_not_authorized', 'mandate_ended'],
    ['hard', 'mandate', 'refused'],
  ] as const)('%s by %s is %s', (decline, failure, reason) => {
    const { ends } = refused(
      tried(['2026-01-16']),
      { decline, failure, kind: 'card' },
      s.invoice,
      [],
      s.today,
    );
    expect(ends).toBe(reason);
  });
});

test('a reminder waits for the day of the charge, and no longer than there is one', () => {
  const s = aSituation();
  const first = plan(s);
  const invoice = marked(s.invoice, first);
  expect([invoice.version, invoice.collecting]).toEqual([2, { on: first.on }]);
  expect([isCollected(invoice, first.on), isCollected(invoice, '2026-01-17')]).toEqual([true, false]);
  expect(marked(invoice, stopped(first, 'skipped')).collecting).toBeUndefined();
  expect(marked(invoice, { ...first, state: 'DONE' }).collecting).toBeUndefined();
  expect(stopped(first, 'skipped', 'payer')).toMatchObject({ stop: 'skipped', by: 'payer' });
  expect(stopped(first, 'skipped').lookOn).toBeUndefined();
  expect(
    byAnother({ ...told(s), tries: [], stop: 'declined' }, aMethod({ kind: 'direct_debit' }), s.today).notice,
  ).toBeUndefined();
});

test('a reminder that was queued before is not sent while the charge is planned', () => {
  const { invoice } = aSituation({ invoice: { remindOn: '2026-01-19' } });
  const why = (on: string) => {
    const debt = { invoice: { ...invoice, collecting: { on } }, attempts: [] };
    return stillOwed([debt], [], '2026-01-20', '2026-01-20T09:00:00.000Z').spared.map((one) => one.why);
  };
  expect([why('2026-01-21'), why('2026-01-20'), why('2026-01-19')]).toEqual([
    ['charge_planned'],
    ['charge_planned'],
    [],
  ]);
});

test('the preferred one comes first, then the newest', () => {
  const all = [1, 2, 3].map((serial) => aMethod({ id: methodId(serial) }));
  const { invoice, today } = aSituation();
  expect(usable(all, invoice, {}, today).map(({ id }) => id)).toEqual([3, 2, 1].map(methodId));
  expect(usable(all, invoice, { preferred: methodId(2) }, today)[0]!.id).toBe(methodId(2));
});

test('a method is ended once', () => {
  const over = ended(aMethod(), { reason: 'customer', by: 'me', at: '2026-01-16T09:00:00.000Z' })!;
  expect(over).toMatchObject({ state: 'ENDED', version: 2, ended: { reason: 'customer', by: 'me' } });
  expect(ended(over, { reason: 'erased', by: 'you', at: '2026-01-17T09:00:00.000Z' })).toBeUndefined();
});

describe('declines', () => {
  test.each([
    ['stripe', 'insufficient_funds', 'funds'],
    ['stripe', 'do_not_honor', 'soft'],
    ['stripe', 'stolen_card', 'hard'],
    ['stripe', 'account_closed', 'ended'],
    ['stripe', 'authentication_required', 'authentication'],
    ['gocardless', 'bank_account_closed', 'ended'],
    ['gocardless', 'refer_to_payer', 'funds'],
    ['gocardless', 'invalid_bank_details', 'hard'],
    ['gocardless', 'other', 'unknown'],
    ['stripe', 'a_word_of_next_year', 'unknown'],
    ['stripe', 'toString', 'unknown'],
    ['stripe', undefined, 'unknown'],
    ['hosted', 'insufficient_funds', 'unknown'],
  ] as const)('%s says %s: %s', (provider, word, decline) => expect(classOf(provider, word)).toBe(decline));
  test('tables have words and no blanks', () => {
    for (const table of Object.values(DECLINES))
      for (const word of Object.keys(table)) expect(word).toMatch(/^[a-z][a-z_]+$/);
  });
});

test('a notice is given as long before as the law, or the consent, says', () => {
  expect(noticeDays({ kind: 'card' }, {})).toBe(2);
  expect(noticeDays({ kind: 'direct_debit' }, { autopay: { daysBefore: 0 } })).toBe(14);
  expect(noticeDays({ kind: 'direct_debit' }, { autopay: { daysBefore: 0, noticeDays: 2 } })).toBe(2);
});
