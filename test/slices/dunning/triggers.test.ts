/** What customers do, what of it a policy follows, and what that makes of the next notice: never of its day. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../shared/credit/credit.ts';
import { sparedNow } from '../../../shared/dunning/messages.ts';
import { DunningPolicy, NO_POLICIES } from '../../../shared/dunning/policy.ts';
import { assigned, given, levelAt, levelOf, stepOf, stepped } from '../../../shared/dunning/rules.ts';
import { TriggerCause, Triggers, type Trigger } from '../../../shared/dunning/trigger.ts';
import {
  followedBy,
  foundAtNight,
  isAsked,
  mayBeAsked,
  triggered,
} from '../../../shared/dunning/triggers.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { MONDAY_TO_FRIDAY as WEEK } from '../../../shared/kernel/offsets.ts';
import { anInvoice } from '../../support/drawn.ts';

const previous = { from: 'previous', days: 4 };
const policy = DunningPolicy.parse({
  policy: 'a',
  version: 2,
  activateOn: '2026-01-01',
  courtesy: { daysBefore: 5, scoreBelow: 60 },
  levels: [
    { after: { from: 'due', days: 3 }, tone: 2 },
    { after: previous, tone: 2 },
    { after: previous, tone: 3, approval: true },
  ],
  triggers: { first_late: { tone: 1 }, limit_used: { task: 'speak' } },
  at: '2026-01-01T09:00:00.000Z',
  by: 'key_1',
});
const DUE = '2026-01-14';
const invoice = (over: Partial<Invoice> = {}) =>
  anInvoice(1, 10_000, { dueOn: DUE, remindOn: '2026-01-17', ...over });
const NOTHING: Trigger = { skip: false };
const begun = (reminded: number, over: object = {}) =>
  invoice({ reminded, dunning: { policy: 'a', version: 2, ...over }, remindOn: '2026-01-21' });

describe('what a trigger makes of the next notice', () => {
  test.each<
    [
      string,
      Invoice,
      Partial<Trigger>,
      { at: number; tone: number; channel?: string; on: string } | undefined,
    ]
  >([
    ['softer, on its day', invoice(), { tone: 1 }, { at: 1, tone: 1, on: '2026-01-17' }],
    [
      'a level later, on the day of the first',
      invoice(),
      { skip: true },
      { at: 2, tone: 2, on: '2026-01-17' },
    ],
    ['at a level', invoice(), { level: 3 }, { at: 3, tone: 3, on: '2026-01-17' }],
    ['a level that it is past changes nothing', begun(1), { level: 2 }, undefined],
    ['nothing asked for, nothing changed', invoice(), {}, undefined],
    ['as it is said already', invoice(), { tone: 2, channel: 'mail' }, undefined],
    ['the last is never left out', begun(2), { skip: true }, undefined],
    ['no level beyond the last', begun(1), { level: 9 }, { at: 3, tone: 3, on: '2026-01-21' }],
    ['none is left', begun(3), { tone: 1 }, undefined],
    [
      'by letter, and a level later',
      begun(1),
      { skip: true, channel: 'letter' },
      { at: 3, tone: 3, channel: 'letter', on: '2026-01-21' },
    ],
    [
      'on top of another',
      begun(0, { next: { level: 1, tone: 1 } }),
      { channel: 'letter' },
      { at: 1, tone: 1, channel: 'letter', on: '2026-01-17' },
    ],
    [
      'what was said for a level that is left out is forgotten',
      begun(0, { next: { level: 1, tone: 1 } }),
      { skip: true },
      { at: 2, tone: 2, on: '2026-01-17' },
    ],
  ])('%s', (_, head, trigger, wanted) => {
    const after = triggered(head, policy, { ...NOTHING, ...trigger });
    const step = after && stepOf(after, policy, '2026-01-30', WEEK);
    expect(
      step && {
        at: (step as { at: number }).at,
        tone: (step as { level: { tone: number } }).level.tone,
        on: step.on,
      },
    ).toEqual(wanted && { at: wanted.at, tone: wanted.tone, on: wanted.on });
    if (wanted?.channel !== undefined) expect(step).toMatchObject({ level: { channel: wanted.channel } });
    if (after)
      expect([after.dunning!.policy, after.dunning!.version, after.remindOn]).toEqual([
        'a',
        2,
        head.remindOn,
      ]);
  });
  test('it holds for that notice alone, and is gone with another policy', () => {
    const soft = triggered(invoice(), policy, { ...NOTHING, tone: 1 })!;
    expect(levelOf(soft, policy)!.tone).toBe(1);
    const after = stepped(soft, policy, '2026-01-17', WEEK);
    expect([levelAt(after), levelOf(after, policy)!.tone, after.reminded]).toEqual([2, 2, 1]);
    // A mail that bounced was no step: it is said as softly again.
    expect(levelOf({ ...after, reminded: 0 }, policy)!.tone).toBe(1);
    const skipped = triggered(invoice(), policy, { ...NOTHING, skip: true })!;
    expect(given(skipped, { ...policy, policy: 'b' }, '2026-01-17', WEEK).dunning).toEqual({
      policy: 'b',
      version: 2,
    });
  });
  test('for any triggers in any order a notice has a level, each at most once and the last in the end', () => {
    const trigger = fc.record({
      level: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      skip: fc.boolean(),
      tone: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(fc.option(trigger), { maxLength: 20 }), (acts) => {
        let head = invoice();
        const levels: number[] = [];
        let today = '2026-01-17';
        const sends = (): void => {
          const step = stepOf(head, policy, today, WEEK);
          if (!step || step.courtesy || step.on > today) return;
          levels.push(step.at);
          head = stepped(head, policy, today, WEEK);
        };
        for (const one of acts)
          if (one) head = triggered(head, policy, one) ?? head;
          else {
            sends();
            today = addDays(today, 4);
          }
        for (let left = 0; left < 3; left += 1, today = addDays(today, 4)) sends();
        expect(levels).toEqual([...new Set(levels)].toSorted((a, b) => a - b));
        expect(levels.at(-1)).toBe(3);
        expect(head.remindOn).toBeUndefined();
      }),
    );
  });
});

describe('what the night finds', () => {
  const today = '2026-02-01';
  const paid = (dueOn: string, paidOn: string) => ({ paidOn, allocations: [{ dueOn }] }) as never;
  const account = {
    limit: { minor: 10_000, currency: 'EUR' },
    exposure: { minor: 9_001, currency: 'EUR' },
  } as Account;
  const bounced = {
    undeliverable: [{ email: 'a@b.example', reason: 'bounced' as const, at: '2026-01-20T08:00:00.000Z' }],
  };
  const base = { customer: {}, open: [invoice()], today, payments: [] };
  test.each<[string, Parameters<typeof foundAtNight>[0], string[]]>([
    ['late for the first time', base, ['first_late first']],
    [
      'paid in time until now',
      { ...base, payments: [paid('2025-12-20', '2025-12-20')] },
      ['first_late first'],
    ],
    ['was late before', { ...base, payments: [paid('2025-12-20', '2025-12-21')] }, []],
    ['was asked for another', { ...base, open: [invoice(), begun(1)] }, []],
    ['nothing is overdue', { ...base, today: DUE, customer: bounced, account }, []],
    ['in a plan', { ...base, open: [{ ...invoice(), plan: { id: 'ppl_1' } as never }] }, []],
    [
      'an address that takes no mail',
      { ...base, open: [begun(1)], customer: bounced },
      ['mail_bounced 2026-01-20T08:00:00.000Z'],
    ],
    ['a limit, this month', { ...base, open: [begun(1)], account }, ['limit_used 2026-02']],
    ['no limit', { ...base, open: [begun(1)], account: { ...account, limit: undefined } }, []],
  ])('%s', (_, known, wanted) => {
    expect(foundAtNight(known).map(({ cause, about }) => `${cause} ${about}`)).toEqual(wanted);
  });
  test('of the limit what is above the percent, of the rest what the policy names', () => {
    const used = (minor: number) => ({ ...account, exposure: { minor, currency: 'EUR' } });
    const follows = (cause: TriggerCause, minor = 0) =>
      followedBy(policy, { cause }, used(minor)) !== undefined;
    expect([9_000, 9_001].map((minor) => follows('limit_used', minor))).toEqual([false, true]);
    expect(followedBy(policy, { cause: 'limit_used' }, undefined)).toBeUndefined();
    expect(TriggerCause.options.filter((cause) => follows(cause))).toEqual(['first_late']);
    expect(Object.keys(Triggers.shape)).toEqual(TriggerCause.options);
    expect(assigned(NO_POLICIES, policy, '2025-12-30').assigned[0]!.triggers).toEqual([
      'first_late',
      'limit_used',
    ]);
  });
  test('what is disputed, promised or charged by itself is not asked for; a deposit or a plan never is', () => {
    const collected = invoice({ collecting: { on: '2026-02-02' } });
    expect([isAsked(invoice(), today), isAsked(collected, today), mayBeAsked(collected)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(mayBeAsked(invoice({ open: { minor: 0, currency: 'EUR' } }))).toBe(false);
  });
});

test.each<[string, number | undefined, string, string | undefined]>([
  ['who pays badly is told before', 59, '2026-01-10', undefined],
  ['who pays well is not', 60, '2026-01-10', 'not_risky'],
  ['of whom nothing is known is not', undefined, '2026-01-10', 'not_risky'],
  ['what is overdue is asked for, whoever pays how', 100, '2026-01-17', undefined],
])('a note before the due day: %s', (_, score, today, why) => {
  const head = invoice();
  const step = stepOf(head, policy, today, WEEK);
  expect(step?.courtesy ?? false).toBe(today <= DUE);
  expect(sparedNow({ invoice: head, policy, step, score }, {}, today)).toBe(why);
});

test.each<[string, number | undefined, number, string | undefined]>([
  ['what is probably late is told of before', 0.5, 59, undefined],
  ['what is probably in time is not', 0.4999, 59, 'probably_in_time'],
  ['of what nothing was learned is not', undefined, 59, 'probably_in_time'],
  ['who pays well is not, whatever is expected of one invoice', 0.9, 60, 'not_risky'],
])('a note before the due day, where a policy asks for both: %s', (_, late, score, why) => {
  const both = { ...policy, courtesy: { daysBefore: 5, scoreBelow: 60, lateAtLeast: 50 } };
  const head = invoice();
  const step = stepOf(head, both, '2026-01-10', WEEK);
  expect(sparedNow({ invoice: head, policy: both, step, score, late }, {}, '2026-01-10')).toBe(why);
});
