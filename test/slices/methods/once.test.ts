/**
 * Jobs, clicks and news in any order: an invoice has one payment under way at a time where one of them is a charge, and what is charged was open
 * when it was. The table is a version per thing; whoever decided on what is not there any more commits nothing.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/dates.ts';
import { money } from '../../../shared/kernel/money.ts';
import type { Collection } from '../../../shared/methods/collection.ts';
import { ended } from '../../../shared/methods/over.ts';
import {
  byAnother,
  decide,
  marked,
  planned,
  refused,
  stopped,
  usable,
  type Situation,
} from '../../../shared/methods/rules.ts';
import { advance } from '../../../shared/payments/attempts.ts';
import type { Attempt } from '../../../shared/payments/payment.ts';
import { resumable, underWay } from '../../../shared/portal/rules.ts';
import { attemptId } from '../../support/drawn.ts';
import { aMethod, anAttempt, aSituation, methodId } from './made.ts';

/** All that the table has of one invoice and its payer. */
interface Books {
  situation: Situation;
  collection: Collection | undefined;
  /** What providers really took, by attempt: they do what they were asked for, whenever we hear of it. */
  taken: Map<string, number>;
}
/** It was announced, and its day has come. */
const opened = (): Books => {
  const situation = aSituation({ today: '2026-01-16', methods: [aMethod(), aMethod({ id: methodId(2) })] });
  const first = planned(situation, 'a'.repeat(32))!;
  const notice = { on: '2026-01-14', methodId: first.methodId, amount: situation.invoice.open };
  return { situation, collection: { ...first, on: '2026-01-16', notice }, taken: new Map() };
};
const slot = ({ attempts }: Situation) => attemptId(attempts.length + 1);

/** What a job decides on what it has read; its commit is what comes back, where the books are still as they were then. */
const job = (books: Books): (() => void) => {
  const { situation: s, collection: before } = structuredClone(books);
  const fresh = () =>
    books.situation.invoice.version === s.invoice.version &&
    books.collection?.version === before?.version &&
    books.situation.autopay!.version === s.autopay!.version &&
    s.methods.every((one, at) => books.situation.methods[at]!.version === one.version) &&
    !books.situation.attempts.some(({ id }) => id === slot(s));
  const keep = (after: Collection, attempt?: Attempt) => () => {
    if (!fresh()) return;
    books.collection = after;
    const attempts = attempt ? [...books.situation.attempts, attempt] : books.situation.attempts;
    books.situation = { ...books.situation, invoice: marked(s.invoice, after), attempts };
    if (attempt) guard(books, attempt);
  };
  if (!before) {
    const first = planned(s, 'a'.repeat(32));
    return first ? keep(first) : () => {};
  }
  if (before.state === 'STOPPED' || before.state === 'DONE') return () => {};
  const next = { ...before, version: before.version + 1 };
  const step = decide(before, s);
  if (step.step === 'stop') return keep(stopped(next, step.stop));
  if (step.step === 'done') return keep({ ...next, state: 'DONE' });
  if (step.step === 'notice')
    return keep({
      ...next,
      on: step.on,
      methodId: step.method.id,
      notice: { on: s.today, methodId: step.method.id, amount: step.amount },
    });
  if (step.step !== 'charge') return () => {};
  const { method, amount } = step;
  const charge = { methodId: method.id, token: method.token, description: 'x', on: s.today };
  const attempt = anAttempt({ id: slot(s), amount, charge, createdAt: s.now });
  return keep(
    {
      ...next,
      state: 'CHARGING',
      on: s.today,
      tries: [...next.tries, { attemptId: attempt.id, methodId: method.id, on: s.today, amount }],
    },
    attempt,
  );
};
/** A payer presses the button, and comes back with it a little later. */
const click = (books: Books): (() => void) => {
  const { situation: s } = structuredClone(books);
  if (s.invoice.open.minor === 0 || underWay(s.attempts)) return () => {};
  const attempt = anAttempt({ id: slot(s), amount: s.invoice.open, createdAt: s.now });
  if (resumable(s.attempts, attempt, s.now)) return () => {};
  return () => {
    if (books.situation.attempts.some(({ id }) => id === attempt.id)) return;
    books.situation = { ...books.situation, attempts: [...books.situation.attempts, attempt] };
  };
};
/** What is asserted of every charge at the second of its commit. */
const guard = ({ situation: s }: Books, attempt: Attempt) => {
  const live = s.attempts
    .slice(0, -1)
    .filter(({ state }) => ['INITIATED', 'PENDING', 'UNKNOWN'].includes(state));
  expect(live.filter(({ createdAt }) => Date.parse(s.now) - Date.parse(createdAt) < 86_400_000)).toEqual([]);
  expect(attempt.amount.minor).toBeLessThanOrEqual(s.invoice.open.minor);
  expect(s.methods.find(({ id }) => id === attempt.charge!.methodId)!.state).toBe('ACTIVE');
  expect(s.autopay!.on).toBe(true);
};
/** The provider says something of the newest attempt, perhaps once more. */
const hear = (books: Books, state: Attempt['state']): (() => void) => {
  const last = books.situation.attempts.at(-1);
  return () => {
    const now = last && books.situation.attempts.find(({ id }) => id === last.id)!;
    // A provider that took money, or refused to, does not change its mind by itself.
    if (!now || now.state === 'FAILED' || now.state === 'CANCELED') return;
    const moved = advance(now, { state, providerRef: 'ref', version: now.providerVersion + 1 });
    if (!moved) return;
    const { situation: s } = books;
    const attempts = s.attempts.map((one) => (one.id === now.id ? moved : one));
    if (state === 'SUCCEEDED') {
      books.taken.set(now.id, now.amount.minor);
      const open = money(Math.max(0, s.invoice.open.minor - now.amount.minor), 'EUR');
      books.situation = {
        ...s,
        attempts,
        unappliedMinor: s.unappliedMinor + Math.max(0, now.amount.minor - s.invoice.open.minor),
        invoice: { ...s.invoice, version: s.invoice.version + 1, open },
      };
    } else books.situation = { ...s, attempts };
    const decline = state === 'FAILED' ? 'soft' : state === 'CANCELED' ? 'unknown' : undefined;
    const own = books.collection?.tries.at(-1);
    if (!decline || !now.charge || own?.attemptId !== now.id || own.decline !== undefined) return;
    const others = usable(s.methods, s.invoice, s.autopay!, s.today);
    const after = refused(
      books.collection!,
      { decline, failure: 'x', kind: 'card' },
      s.invoice,
      others,
      s.today,
    );
    books.collection = after.collection;
    books.situation = { ...books.situation, invoice: marked(books.situation.invoice, after.collection) };
  };
};
const says =
  (books: Books, what: 'stop' | 'start' | 'skip' | 'end' | 'another'): (() => void) =>
  () => {
    const { situation: s, collection } = books;
    if (what === 'stop' || what === 'start')
      books.situation = {
        ...s,
        autopay: { ...s.autopay!, version: s.autopay!.version + 1, on: what === 'start' },
      };
    if (what === 'end')
      books.situation = {
        ...s,
        methods: s.methods.map((one, at) =>
          at === 1 ? (ended(one, { reason: 'customer', by: 'x', at: s.now }) ?? one) : one,
        ),
      };
    const next = collection && { ...collection, version: collection.version + 1 };
    const after =
      what === 'skip' && next?.state === 'PLANNED'
        ? stopped(next, 'skipped')
        : what === 'another' &&
            next &&
            next.tries.length > 0 &&
            next.state !== 'CHARGING' &&
            next.state !== 'DONE'
          ? byAnother(next, s.methods[0]!, s.today)
          : undefined;
    if (!after) return;
    books.collection = after;
    books.situation = { ...books.situation, invoice: marked(s.invoice, after) };
  };
const day =
  (books: Books): (() => void) =>
  () => {
    const today = addDays(books.situation.today, 1);
    books.situation = { ...books.situation, today, now: `${today}T06:00:00.000Z` };
  };

const STATES = ['PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'UNKNOWN'] as const;
const EVENT = fc.oneof(
  { weight: 8, arbitrary: fc.constant(job) },
  { weight: 5, arbitrary: fc.constant(day) },
  { weight: 2, arbitrary: fc.constant(click) },
  { weight: 5, arbitrary: fc.constantFrom(...STATES).map((state) => (books: Books) => hear(books, state)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('stop', 'start', 'skip', 'end', 'another')
      .map((what) => (books: Books) => says(books, what)),
  },
);

test('any order of jobs, clicks and news charges what is open once at a time, and no more than it in all', () => {
  let charges = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(EVENT, fc.boolean()), { minLength: 2, maxLength: 40 }), (events) => {
      const books = opened();
      let waiting: (() => void) | undefined;
      for (const [event, at] of events) {
        const commit = event(books);
        // Some commit at once, others after somebody else has.
        if (at && !waiting) waiting = commit;
        else {
          commit();
          waiting?.();
          waiting = undefined;
        }
      }
      waiting?.();
      const charged = books.situation.attempts.filter(({ charge, state }) => charge && state === 'SUCCEEDED');
      charges += charged.length;
      const taken = charged.reduce((sum, { id }) => sum + (books.taken.get(id) ?? 0), 0);
      expect(taken).toBeLessThanOrEqual(10_000);
    }),
    { numRuns: 800 },
  );
  // The property speaks of something.
  expect(charges).toBeGreaterThan(30);
});
