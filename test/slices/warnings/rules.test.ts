/** When something is worse than before, and when that is over: tables of cases, and properties of any sequence of nights. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { set } from '../../../shared/dispatch/mails/set.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { warningsLetter } from '../../../shared/warnings/letter.ts';
import { HOUSE_POLICY, WarningPolicy, WarningPolicySaid } from '../../../shared/warnings/policy.ts';
import {
  disputeSpike,
  limitUse,
  scoreDrop,
  scoresWith,
  termsCreep,
  turned,
  type Judged,
  type PaidPart,
} from '../../../shared/warnings/rules.ts';
import { newsOf } from '../../../shared/warnings/telling.ts';
import type { Warning } from '../../../shared/warnings/warning.ts';
import type { Watch } from '../../../shared/warnings/watch.ts';
import { WARNING } from './warned.ts';

const TODAY = '2026-06-30';
const back = (days: number) => addDays(TODAY, -days);

test('the policy of the house is one that may be said', () => {
  const { version: _, ...said } = HOUSE_POLICY;
  expect(WarningPolicySaid.parse(said)).toEqual(said);
  expect(WarningPolicy.parse(HOUSE_POLICY)).toEqual(HOUSE_POLICY);
});

describe('score', () => {
  const scores = (...all: [daysAgo: number, score: number][]): Watch['scores'] =>
    all.map(([days, score]) => ({ on: back(days), score }));
  test.each<[string, Watch['scores'], boolean, number | undefined]>([
    ['is unknown of a month ago', scores([29, 90], [0, 10]), false, undefined],
    ['fell by fifteen', scores([30, 80], [0, 65]), true, 80],
    ['fell by fourteen', scores([30, 80], [0, 66]), false, 80],
    ['fell before that', scores([60, 80], [31, 60], [0, 60]), false, 60],
    ['held for long, then fell', scores([200, 80], [3, 60]), true, 80],
    ['rose', scores([40, 50], [0, 90]), false, 50],
  ])('%s', (_, known, crossed, before) => {
    const [one] = scoreDrop(HOUSE_POLICY, known, TODAY);
    expect([one!.crossed, one!.before, one!.threshold]).toEqual([crossed, before, 15]);
  });
  test('is not watched where the policy does not name it, and of who has none', () => {
    expect(scoreDrop({ ...HOUSE_POLICY, scoreDrop: undefined }, scores([40, 90], [0, 1]), TODAY)).toEqual([]);
    expect(scoreDrop(HOUSE_POLICY, [], TODAY)).toEqual([]);
  });
  test('of a month is remembered whole, and no more than it takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 100, size: 'max' }),
        (nightly) => {
          let kept: Watch['scores'] = [];
          for (const [at, score] of nightly.entries()) {
            const today = addDays('2026-01-01', at);
            kept = scoresWith(kept, score, today);
            expect(kept.at(-1)!.score).toBe(score);
            const month = addDays(today, -30);
            // What it was on the day a month ago, and no more than the changes of one.
            expect(kept.findLast(({ on }) => on <= month)?.score).toBe(nightly[at - 30]);
            expect(kept.length).toBeLessThanOrEqual(31);
            expect(new Set(kept.map(({ on }) => on)).size).toBe(kept.length);
          }
        },
      ),
    );
  });
});

describe('terms', () => {
  const paid = (count: number, daysAgo: number, days: number, minor = 100): PaidPart[] =>
    Array.from({ length: count }, (_, at) => ({
      invoiceId: `inv_${daysAgo}_${at}`,
      minor,
      paidOn: back(daysAgo),
      issuedOn: back(daysAgo + days),
    }));
  test.each<[string, PaidPart[], boolean]>([
    ['seven days and a fifth', [...paid(5, 100, 35), ...paid(5, 10, 42)], true],
    ['six days', [...paid(5, 100, 20), ...paid(5, 10, 26)], false],
    ['seven days of many', [...paid(5, 100, 36), ...paid(5, 10, 43)], false],
    ['four invoices', [...paid(4, 100, 10), ...paid(5, 10, 40)], false],
    ['four now', [...paid(5, 100, 10), ...paid(4, 10, 40)], false],
    [
      'one invoice in five parts',
      [...paid(5, 100, 10), ...paid(1, 10, 40), ...paid(1, 10, 40), ...paid(1, 10, 40)],
      false,
    ],
    ['on the first day of ninety', [...paid(5, 90, 10), ...paid(5, 89, 40)], true],
    ['before the earlier ninety', [...paid(5, 180, 10), ...paid(5, 10, 40)], false],
    ['on the first day of the earlier ninety', [...paid(5, 179, 10), ...paid(5, 10, 40)], true],
    ['much of it early', [...paid(5, 100, 10), ...paid(5, 10, 40), ...paid(1, 9, 5, 10_000)], false],
    ['paid after what is today', [...paid(5, 100, 10), ...paid(5, -1, 40)], false],
  ])('%s later: %#', (_, parts, crossed) => {
    expect(termsCreep(HOUSE_POLICY, parts, TODAY)[0]).toMatchObject({ crossed });
  });
  test('are weighted by amount', () => {
    const parts = [...paid(5, 100, 10), ...paid(4, 10, 10, 100), ...paid(1, 9, 40, 600)];
    expect(termsCreep(HOUSE_POLICY, parts, TODAY)[0]).toMatchObject({
      figure: 28,
      before: 10,
      crossed: true,
    });
  });
});

describe('use of the limit', () => {
  const lines = (limit: number | undefined, exposure: number) =>
    limitUse(HOUSE_POLICY, {
      limit: limit === undefined ? undefined : { minor: limit },
      exposure: { minor: exposure },
    })
      .filter(({ crossed }) => crossed)
      .map(({ line }) => line);
  test.each([
    [undefined, 500, []],
    [1_000, 799, []],
    [1_000, 800, ['limit_use:80']],
    [1_000, 1_000, ['limit_use:80', 'limit_use:100']],
    [1_000, -500, []],
    [0, 0, []],
    [0, 1, ['limit_use:80', 'limit_use:100']],
    // 80 % to the cent, where a float is not.
    [9_007_199_254_740_990, 7_205_759_403_792_791, []],
    [9_007_199_254_740_990, 7_205_759_403_792_792, ['limit_use:80']],
  ])('of %s by %s', (limit, exposure, crossed) => {
    expect(lines(limit, exposure)).toEqual(crossed);
  });
});

describe('disputes', () => {
  const days = (...counts: [daysAgo: number, count: number][]) =>
    counts.flatMap(([ago, count]) => Array.from({ length: count }, () => back(ago)));
  test.each<[string, string[], boolean]>([
    ['two, and none before', days([0, 2]), false],
    ['three, and none before', days([29, 3]), true],
    ['three, a day too old', days([30, 3]), false],
    ['three, and one and a half in the mean', days([5, 3], [40, 4]), true],
    ['four, and two in the mean', days([5, 4], [40, 2], [70, 2], [100, 2]), false],
    ['five, and two in the mean', days([5, 5], [40, 2], [70, 2], [119, 2]), true],
    ['five, and more before that', days([5, 5], [120, 60]), true],
  ])('%s', (_, opened, crossed) => {
    expect(disputeSpike(HOUSE_POLICY, opened, TODAY)[0]).toMatchObject({ crossed });
  });
});

describe('nights', () => {
  const judged = (crossed: boolean): Judged => ({
    kind: 'dispute_spike',
    line: 'x',
    crossed,
    figure: 1,
    threshold: 1,
  });
  /** Undefined: the night did not run. */
  const nights = fc.array(fc.constantFrom(true, false, undefined), { maxLength: 90, size: 'max' });
  test('raise once for a crossing, and again only after it was below for the days of the policy', () => {
    fc.assert(
      fc.property(nights, fc.integer({ min: 1, max: 20 }), (all, quietDays) => {
        let live: Watch['live'] = {};
        let below: number | undefined;
        const events: { at: number; raised: boolean }[] = [];
        for (const [at, crossed] of all.entries()) {
          if (crossed === undefined) continue;
          const today = addDays('2026-01-01', at);
          const idFor = () => `wrn_${String(at).padStart(26, '0')}` as const;
          const next = turned(live, [judged(crossed)], { today, quietDays, idFor });
          const stood = live['x'];
          below = crossed ? undefined : (below ?? at);
          expect(next.raised.length).toBe(crossed && !stood ? 1 : 0);
          expect(next.cleared).toEqual(
            stood && below !== undefined && at - below >= quietDays ? [{ id: stood.id, why: 'quiet' }] : [],
          );
          // A second run of the same night finds it done.
          const again = turned(next.live, [judged(crossed)], { today, quietDays, idFor });
          expect([again.raised, again.cleared, again.live]).toEqual([[], [], next.live]);
          for (const _ of next.raised) events.push({ at, raised: true });
          for (const _ of next.cleared) events.push({ at, raised: false });
          live = next.live;
        }
        events.forEach(({ raised }, at) => expect(raised).toBe(at % 2 === 0));
      }),
    );
  });
  test('leave what stands as it is where it could not be judged', () => {
    const live = { dispute_spike: { id: WARNING.id, quietSince: back(20) } };
    const unknown = disputeSpike(HOUSE_POLICY, undefined, TODAY);
    const next = turned(live, unknown, { today: TODAY, quietDays: 14, idFor: () => WARNING.id });
    expect(next).toEqual({ live, raised: [], cleared: [] });
    expect(turned({}, unknown, { today: TODAY, quietDays: 14, idFor: () => WARNING.id }).raised).toEqual([]);
  });
  test('clear at once what is not watched any more', () => {
    const live = { x: { id: WARNING.id } };
    expect(turned(live, [], { today: TODAY, quietDays: 14, idFor: () => WARNING.id })).toEqual({
      live: {},
      raised: [],
      cleared: [{ id: WARNING.id, why: 'not_watched' }],
    });
  });
});

describe('what is told', () => {
  const night = (day: number) => addDays('2026-01-01', day);
  const raised = (day: number, count: number): Warning[] =>
    Array.from({ length: count }, (_, at) => {
      const bytes = Uint8Array.from({ length: 10 }, (_byte, place) =>
        place < 2 ? (at >> (8 * place)) & 255 : 0,
      );
      return {
        ...WARNING,
        id: idFrom('wrn', Date.parse(night(day)), bytes),
        at: `${night(day)}T04:30:00.000Z`,
      };
    });
  test.each([3, 9_000])('is told once, however much it is: %s', (count) => {
    const first = newsOf(raised(0, count), undefined, night(-3));
    expect(first.fresh).toHaveLength(count);
    const more = [...raised(0, count), ...raised(1, 2)];
    const second = newsOf(more, first.told, night(-2));
    expect(second.fresh).toEqual(raised(1, 2));
    const third = newsOf([...more, ...raised(2, 1)], second.told, night(-1));
    expect(third.fresh).toEqual(raised(2, 1));
    expect(newsOf(more, second.told, night(-1)).fresh).toEqual([]);
    // An item has room for four hundred thousand bytes.
    for (const { told } of [first, second, third]) expect(JSON.stringify(told).length).toBeLessThan(300_000);
  });
});

describe('the mail', () => {
  const letter = (language: Language, name: string, count = 1) =>
    set(
      warningsLetter({ on: TODAY, count, rows: [{ warning: WARNING, name }] }, { language, seller: SELLER }),
    );
  test('lists each with its reason and what is open, and counts the rest', () => {
    const { subject, text } = letter('en', 'Birken', 7);
    expect(subject).toBe('Early warnings of 30\u00a0June 2026: 7 new');
    expect(text).toContain('- Birken: €1,190.00');
    expect(text).toContain('Pays later · Invoices are paid after 42.5 days in the mean, and were after 30.');
    expect(text).toContain('And 6 more.');
    expect(letter('en', 'Birken').text).not.toContain('more');
  });
  test.each(Language.options)('no name of a customer becomes a header, a line or markup (%s)', (language) => {
    const { subject, text, html } = letter(language, '<b onclick=x>\r\nBcc: all@firm.example');
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc/m);
    expect(html).not.toContain('<b onclick');
  });
});
