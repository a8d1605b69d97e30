/** Payment plans: what may be agreed on, whom money meets first, and that nothing asks for what is not due, whatever happens. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { pay, reopen } from '../../../shared/invoices/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { openParts, overdueMinor } from '../../../shared/kernel/instalments.ts';
import {
  AgreePlan,
  NO_POLICY,
  PlanPolicySet,
  type PaymentPlan,
  type PlanPolicy,
} from '../../../shared/plans/plan.ts';
import {
  ended,
  firstReminder,
  judged,
  leftOf,
  missedOf,
  spread,
  toTell,
} from '../../../shared/plans/rules.ts';
import { standingOf, sumOf } from '../../../shared/plans/standing.ts';
import { needsApproval, said, termsOf } from '../../../shared/plans/terms.ts';
import { anInvoice } from '../../support/drawn.ts';

const TODAY = '2026-02-01';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const policy = (over: object = {}): PlanPolicy => ({ ...PlanPolicySet.parse(over), version: 1 });
const monthly = (count: number, firstOn = '2026-02-28') =>
  ({ by: 'count', count, every: 'month', firstOn }) as const;
const on = (...lines: [dueOn: string, minor: number][]) => ({
  by: 'dates' as const,
  lines: lines.map(([dueOn, minor]) => ({ dueOn, amount: eur(minor) })),
});
const remind = firstReminder([3, 10, 20]);

/** A plan over these invoices as it is agreed on, and what their heads say then. */
const agreed = (invoices: readonly Invoice[], schedule: AgreePlan['schedule']) => {
  const terms = termsOf(invoices, schedule, NO_POLICY, TODAY, undefined);
  if (!terms.ok) throw new Error(terms.detail);
  const plan: PaymentPlan = {
    ...terms.value,
    id: `ppl_${'0'.repeat(26)}`,
    version: 1,
    state: 'OPEN',
    graceBankDays: 3,
    on: TODAY,
    by: 'key_1',
    at: '2026-02-01T09:00:00.000Z',
    trace: 't',
  };
  const heads = spread(plan, standingOf(plan, leftOf(plan, invoices)), invoices, remind);
  return { plan, heads };
};

describe('what may be agreed on', () => {
  const two = [anInvoice(1, 10_000), anInvoice(2, 5_001, { dueOn: '2026-01-10' })];
  test('so many a month, of which the first have what does not divide, on the last day where a month has no 31st', () => {
    const terms = termsOf(two, monthly(4, '2026-03-31'), NO_POLICY, TODAY, undefined);
    expect(terms).toMatchObject({
      ok: true,
      value: {
        total: eur(15_001),
        instalments: [
          { dueOn: '2026-03-31', minor: 3_751 },
          { dueOn: '2026-04-30', minor: 3_750 },
          { dueOn: '2026-05-31', minor: 3_750 },
          { dueOn: '2026-06-30', minor: 3_750 },
        ],
        items: [{ number: two[1]!.number, openMinor: 5_001 }, { number: two[0]!.number }],
      },
    });
  });
  test.each<[string, readonly Invoice[], AgreePlan['schedule'], Partial<PlanPolicy>, string, string?]>([
    ['a sum that is less', two, on(['2026-03-01', 15_000]), {}, 'plans.schedule', '/schedule/lines'],
    [
      'a sum in other money',
      two,
      { by: 'dates', lines: [{ dueOn: '2026-03-01', amount: { minor: 15_001, currency: 'USD' } }] },
      {},
      'plans.schedule',
      '/schedule/lines/0/amount/currency',
    ],
    ['a day before today', two, on(['2026-01-31', 15_001]), {}, 'plans.schedule', '/schedule'],
    ['days that do not rise', two, on(['2026-03-01', 1], ['2026-03-01', 15_000]), {}, 'plans.schedule'],
    ['more parts than cents', [anInvoice(1, 3)], monthly(4), {}, 'plans.schedule', '/schedule/count'],
    ['too many instalments', two, monthly(4), { mostInstalments: 3 }, 'plans.policy'],
    ['too long', two, monthly(4), { longestDays: 60 }, 'plans.policy'],
    [
      'one that is too small',
      two,
      on(['2026-03-01', 99], ['2026-04-01', 14_902]),
      { least: [eur(100)] },
      'plans.policy',
    ],
    [
      'two payers',
      [two[0]!, anInvoice(3, 1, { customerId: `cus_${'0'.repeat(26)}` })],
      monthly(2),
      {},
      'plans.mixed',
      '/invoices/1',
    ],
    ['two entities', [two[0]!, anInvoice(3, 1, { entity: 'other' })], monthly(2), {}, 'plans.mixed'],
    [
      'two currencies',
      [two[0]!, anInvoice(3, 1, { open: { minor: 1, currency: 'USD' } })],
      monthly(2),
      {},
      'plans.mixed',
    ],
    [
      'nothing open',
      [two[0]!, anInvoice(3, 1, { open: eur(0) })],
      monthly(2),
      {},
      'plans.nothing_open',
      '/invoices/1',
    ],
    [
      'what is disputed',
      [anInvoice(3, 100, { chargebacks: [{ id: 'c', amount: eur(1), state: 'OPEN', on: TODAY }] })],
      monthly(2),
      {},
      'plans.disputed',
      '/invoices/0',
    ],
    ['what is in a plan', agreed(two, monthly(2)).heads, monthly(2), {}, 'plans.in_plan', '/invoices/0'],
  ])('%s is refused', (_, invoices, schedule, over, code, pointer) => {
    const refused = termsOf(invoices, schedule, policy(over), TODAY, undefined);
    expect(refused).toMatchObject({ ok: false, code });
    if (pointer !== undefined) expect(refused).toMatchObject({ errors: [{ pointer }] });
  });
  test('the last of a plan may be small, a plan may be replaced, and what was lost is no dispute any more', () => {
    const small = on(['2026-03-01', 15_000], ['2026-04-01', 1]);
    expect(termsOf(two, small, policy({ least: [eur(100)] }), TODAY, undefined).ok).toBe(true);
    const { plan, heads } = agreed(two, monthly(2));
    expect(termsOf(heads, monthly(3), NO_POLICY, TODAY, plan)).toMatchObject({
      ok: true,
      // As they were due before either plan.
      value: { items: [{ dueOn: '2026-01-10' }, { dueOn: '2026-01-16' }] },
    });
    const lost = anInvoice(3, 100, { chargebacks: [{ id: 'c', amount: eur(1), state: 'LOST', on: TODAY }] });
    expect(termsOf([lost], monthly(2), NO_POLICY, TODAY, undefined).ok).toBe(true);
  });
  test('two persons agree above a sum, to the days and amounts that were asked for', () => {
    expect(needsApproval(NO_POLICY, eur(99_999_999))).toBe(false);
    const banded = policy({ aloneUpTo: [eur(15_000)] });
    expect([15_000, 15_001].map((minor) => needsApproval(banded, eur(minor)))).toEqual([false, true]);
    expect(needsApproval(banded, { minor: 1, currency: 'USD' })).toBe(true);
    const asked = AgreePlan.parse({ invoices: two.map(({ id }) => id), schedule: monthly(2) });
    const terms = termsOf(two, asked.schedule, NO_POLICY, TODAY, undefined);
    expect(said(asked, terms.ok ? terms.value : (undefined as never)).schedule).toEqual(
      on(['2026-02-28', 7_501], ['2026-03-28', 7_500]),
    );
  });
});

test('the oldest invoice is paid first, and each part has the reminder of its own day', () => {
  const { heads } = agreed([anInvoice(1, 10_000), anInvoice(2, 5_000, { dueOn: '2026-01-10' })], monthly(3));
  expect(
    heads.map(({ number, dueOn, remindOn, reminded, instalments }) => [
      number,
      dueOn,
      remindOn,
      reminded,
      instalments,
    ]),
  ).toEqual([
    [
      'INV-2026-000001',
      '2026-03-28',
      '2026-03-31',
      0,
      [
        { dueOn: '2026-03-28', minor: 5_000, remindOn: '2026-03-31' },
        { dueOn: '2026-04-28', minor: 5_000, remindOn: '2026-05-01' },
      ],
    ],
    [
      'INV-2026-000002',
      '2026-02-28',
      '2026-03-03',
      0,
      [{ dueOn: '2026-02-28', minor: 5_000, remindOn: '2026-03-03' }],
    ],
  ]);
});

test('three bank days after its day an instalment breaks the plan, and the invoice is as old as it was', () => {
  const invoice = anInvoice(1, 9_000, { reminded: 2, remindOn: '2026-02-05' });
  const { plan, heads } = agreed([invoice], on(['2026-04-02', 3_000], ['2026-05-04', 6_000]));
  const standing = standingOf(plan, leftOf(plan, heads));
  // Good Friday and Easter Monday are none.
  expect(missedOf(plan, standing, '2026-04-09')).toBeUndefined();
  expect(missedOf(plan, standing, '2026-04-10')).toEqual({ dueOn: '2026-04-02', missingMinor: 3_000 });
  const now = { today: '2026-04-10', remind, spared: false };
  expect(judged(plan, heads, { ...now, spared: true })).toBeUndefined();
  const broken = judged(plan, heads, now)!;
  expect(broken).toMatchObject({ plan: { state: 'BROKEN', endedOn: '2026-04-10', version: 2 } });
  // Its link opens for as long as it might have been needed.
  const link = { ...invoice.link, expiresOn: '2027-05-04' };
  expect(broken.heads).toEqual([{ ...invoice, link, version: 3 }]);
  expect(judged(broken.plan, broken.heads, now)).toBeUndefined();
});

test('a note goes out once before an instalment, and not where the schedule has just said it', () => {
  const { plan, heads } = agreed([anInvoice(1, 9_000)], on(['2026-02-05', 3_000], ['2026-03-05', 6_000]));
  const standing = standingOf(plan, leftOf(plan, heads));
  const told = (today: string, noticed?: string) =>
    toTell({ on: TODAY, ...(noticed !== undefined && { noticed }) }, standing, today, 7);
  expect([
    told('2026-02-01'),
    told('2026-02-25'),
    told('2026-02-26'),
    told('2026-02-27', '2026-03-05'),
  ]).toEqual([undefined, undefined, '2026-03-05', undefined]);
  expect(toTell({ on: TODAY }, standing, '2026-03-04', undefined)).toBeUndefined();
});

type Step = { do: 'pay' | 'credit' | 'write_off' | 'take back'; which: number; minor: number };
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('pay', 'pay', 'credit', 'write_off', 'take back'),
  which: fc.nat(2),
  minor: fc.integer({ min: 1, max: 6_000 }),
});
const done = (head: Invoice, { do: what, minor }: Step, nth: number): Invoice => {
  if (what === 'take back') {
    const last = head.settlements.at(-1);
    return last ? reopen(head, last.paymentId) : head;
  }
  const method = what === 'pay' ? 'bank_transfer' : what === 'credit' ? 'credit_note' : 'write_off';
  const paid = pay(head, eur(minor), { paymentId: `p${nth}`, paidOn: TODAY, method, reason: 'r' });
  return paid.ok ? paid.value.invoice : head;
};
const overdueAll = (heads: readonly Invoice[], day: string) =>
  sumOf(heads.map((head) => overdueMinor(head, day)));

test('whatever is paid, credited, given up or taken back: a plan asks for what is open, by its days, and for no more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(step, { maxLength: 4 }),
      fc.array(step, { maxLength: 12 }),
      fc.nat(220),
      (totals, count, earlier, steps, days) => {
        const drawn = totals.map((minor, at) =>
          anInvoice(at + 1, minor, { dueOn: addDays('2026-01-05', at) }),
        );
        const move = (heads: Invoice[], one: Step, nth: number): Invoice[] =>
          heads.map((head, at) => (at === one.which % heads.length ? done(head, one, nth) : head));
        let all = earlier.reduce((heads, one, nth) => move(heads, one, nth), drawn);
        const open = all.filter((head) => head.open.minor > 0);
        fc.pre(open.length > 0 && sumOf(open.map((head) => head.open.minor)) >= count);
        let { plan, heads } = agreed(open, monthly(count));
        all = heads;
        const today = addDays(TODAY, days);
        for (const [nth, one] of steps.entries()) {
          all = move(all, one, 100 + nth);
          // Each invoice by itself, before the plan looks at all of them.
          for (const head of all)
            expect(sumOf(openParts(head).map(({ minor }) => minor))).toBe(head.open.minor);
          const effect = judged(plan, all, { today: TODAY, remind, spared: false });
          if (effect) {
            plan = effect.plan;
            all = all.map((head) => effect.heads.find(({ id }) => id === head.id) ?? head);
          }
          const standing = standingOf(plan, leftOf(plan, all));
          const owed = sumOf(all.map((head) => head.open.minor));
          expect(plan.state).toBe(owed === 0 ? 'KEPT' : 'OPEN');
          expect(sumOf(standing.parts.map(({ minor }) => minor)) + standing.besideMinor).toBe(owed);
          // What invoices ask for is what the plan asks for by then, and what it has no part in.
          const due = standing.parts.filter(({ dueOn }) => dueOn < today);
          expect(overdueAll(all, today)).toBe(sumOf(due.map(({ minor }) => minor)) + standing.besideMinor);
          // The agreement is never asked for sooner, nor for more by a day, than it says.
          const said = plan.instalments.filter(({ dueOn }) => dueOn < today);
          expect(sumOf(due.map(({ minor }) => minor))).toBeLessThanOrEqual(
            sumOf(said.map(({ minor }) => minor)),
          );
          // Judged twice is judged once.
          expect(judged(plan, all, { today: TODAY, remind, spared: false })).toBeUndefined();
        }
        const over = ended(plan, all, 'CANCELLED', TODAY);
        for (const head of over.heads) expect([head.plan, head.instalments]).toEqual([undefined, undefined]);
        expect(over.heads.map(({ dueOn }) => dueOn)).toEqual(open.map(({ dueOn }) => dueOn));
      },
    ),
    { numRuns: 300 },
  );
});
