/** What may be said of a question, by whom and how often, and how its months are counted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/dates.ts';
import { MOST_TURNS, type Question } from '../../../shared/questions/question.ts';
import {
  answerBy,
  answered,
  askedOn,
  closed,
  monthsOf,
  rated,
  saidOn,
} from '../../../shared/questions/rules.ts';

const AT = '2026-05-12T09:00:00.000Z';
const by = { by: 'x', at: AT, today: '2026-05-12' };
const turn = (side: 'customer' | 'us', at = AT) => ({ side, by: 'x', at, text: 'x' });
const question = (over: Partial<Question> = {}): Question => ({
  id: `qst_${'0'.repeat(26)}`,
  version: 1,
  state: 'ASKED',
  entity: 'main',
  customerId: `cus_${'0'.repeat(26)}`,
  topic: 'other',
  email: 'a@b.example',
  answerBy: '2026-05-14',
  thread: [turn('customer')],
  askedAt: AT,
  trace: '0'.repeat(32),
  ...over,
});
const types = (done: { ok: boolean; value?: { facts: readonly { type: string }[] }; code?: string }) =>
  done.ok ? done.value!.facts.map(({ type }) => type) : done.code;

describe('a question', () => {
  test.each<[string, unknown, unknown]>([
    ['is answered', types(answered(question(), 'So', false, by)), ['question.answered']],
    [
      'is answered and closed',
      types(answered(question(), 'So', true, by)),
      ['question.answered', 'question.closed'],
    ],
    ['is closed without a word', types(closed(question(), by)), ['question.closed']],
    ['is asked on', types(askedOn(question({ state: 'ANSWERED' }), 'But', by)), ['question.asked']],
    [
      'is not answered once it is closed',
      types(answered(question({ state: 'CLOSED' }), 'So', false, by)),
      'questions.closed',
    ],
    [
      'is not asked on once it is closed',
      types(askedOn(question({ state: 'CLOSED' }), 'But', by)),
      'questions.closed',
    ],
    ['is not closed twice', types(closed(question({ state: 'CLOSED' }), by)), 'questions.closed'],
    [
      'is not rated before there is an answer',
      types(rated(question(), { stars: 5 }, by)),
      'questions.not_to_be_rated',
    ],
    [
      'is rated',
      types(rated(question({ answeredAt: AT, state: 'CLOSED' }), { stars: 5 }, by)),
      ['question.rated'],
    ],
    [
      'is not rated twice',
      types(rated(question({ answeredAt: AT, rating: { stars: 1, at: AT } }), { stars: 5 }, by)),
      'questions.not_to_be_rated',
    ],
  ])('%s', (_, said, wanted) => expect(said).toEqual(wanted));
  test('whatever is said: its thread only grows, an answer is owed exactly after the customer’s word, and the first answer keeps its moment', () => {
    const step = fc.constantFrom('ask', 'answer', 'close');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = question();
        for (const [at, what] of steps.entries()) {
          const then = { ...by, at: new Date(Date.parse(AT) + at).toISOString() };
          const done =
            what === 'ask'
              ? askedOn(now, 'x', then)
              : what === 'answer'
                ? answered(now, 'x', false, then)
                : closed(now, then);
          const over = now.state === 'CLOSED' || (what !== 'close' && now.thread.length >= MOST_TURNS);
          expect(done.ok).toBe(!over);
          if (!done.ok) continue;
          const { question: next } = done.value;
          expect(next.version).toBe(now.version + 1);
          expect(next.thread.slice(0, now.thread.length)).toEqual(now.thread);
          expect(next.thread.length).toBeLessThanOrEqual(MOST_TURNS);
          if (what !== 'close') expect(next.state).toBe(what === 'ask' ? 'ASKED' : 'ANSWERED');
          if (now.answeredAt) expect(next.answeredAt).toBe(now.answeredAt);
          now = next;
        }
      }),
    );
  });
  test('is to be answered in two days of the banks: after a Friday on Tuesday', () => {
    expect([answerBy('2026-05-12'), answerBy('2026-05-15'), answerBy('2026-12-24')]).toEqual([
      '2026-05-14',
      '2026-05-19',
      '2026-12-29',
    ]);
    fc.assert(
      fc.property(fc.nat(800), (days) => {
        const today = addDays('2026-01-01', days);
        expect(answerBy(today) > addDays(today, 1)).toBe(true);
      }),
    );
  });
  test('counts what the customer said today, in all questions', () => {
    const yesterday = '2026-05-11T23:59:59.000Z';
    const all = [
      question({ thread: [turn('customer', yesterday), turn('us'), turn('customer')] }),
      question(),
    ];
    expect([saidOn(all, AT), saidOn(all, yesterday), saidOn([], AT)]).toEqual([2, 1, 0]);
  });
});

test('months say how many were asked, wait, how long the one in the middle took, and what stars there were', () => {
  const asked = (askedAt: string, minutes?: number, stars?: number) =>
    question({
      askedAt,
      ...(minutes !== undefined && {
        state: 'ANSWERED',
        answeredAt: new Date(Date.parse(askedAt) + minutes * 60_000 + 59_000).toISOString(),
      }),
      ...(stars !== undefined && { rating: { stars, at: AT } }),
    });
  expect(
    monthsOf([
      asked('2026-05-31T23:59:00.000Z', 30, 5),
      asked('2026-06-01T00:00:00.000Z'),
      asked('2026-05-02T00:00:00.000Z', 600, 4),
      asked('2026-05-03T00:00:00.000Z', 90, 4),
      asked('2026-05-04T00:00:00.000Z', 61),
    ]),
  ).toEqual([
    { month: '2026-05', asked: 4, open: 0, answered: 4, medianMinutes: 61, rated: 3, meanStars: 433 },
    { month: '2026-06', asked: 1, open: 1, answered: 0, rated: 0 },
  ]);
  expect(monthsOf([])).toEqual([]);
});
