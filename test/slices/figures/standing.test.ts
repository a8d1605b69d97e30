/** What stood in a step: on the days of the period alone, whether it has left it or not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../../shared/figures/fact.ts';
import { inOrderOfBook } from '../../../shared/figures/fact.ts';
import { itemOf, openOn } from '../../../shared/figures/items.ts';
import type { StepName } from '../../../shared/figures/review.ts';
import { periodOf, reviewOf } from '../../../shared/figures/reviewing.ts';
import { addDays, daysBetween } from '../../../shared/kernel/dates.ts';
import { books, dayAt, fact, invoiced, questionOf, settled, told } from './drawn.ts';

const stood = (facts: readonly Fact[], step: StepName, from: string, asOf: string): number => {
  const period = periodOf(facts, [], questionOf(from, asOf));
  const [review] = reviewOf(period, period);
  return review?.gaps.find((gap) => gap.step === step)?.standingMinor ?? 0;
};

test('what is late for ten months stands in each of them, and no month has more than there is', () => {
  const invoice = invoiced(1, '2025-12-02', '2026-01-01', 100_000);
  const all = [invoice, settled(2, '2026-11-01', invoice, 100_000)];
  const late = (from: string, asOf: string) => stood(all, 'due_to_paid', from, asOf);
  expect(late('2026-01-01', '2026-01-31')).toBe(96_774);
  expect(late('2026-10-01', '2026-10-31')).toBe(100_000);
  expect(late('2026-11-01', '2026-11-30')).toBe(3_333);
  expect(late('2026-12-01', '2026-12-31')).toBe(0);
  expect(stood(all, 'invoice_to_due', '2025-12-01', '2025-12-31')).toBe(93_548);
  expect(stood(all, 'invoice_to_due', '2026-01-01', '2026-01-31')).toBe(3_226);
});

test('money that its bank values later is waited for no longer than the period goes', () => {
  const invoice = invoiced(1, '2025-12-02', '2026-01-01', 100_000);
  const events = [{ type: 'payment.received', subject: 'pay_1', data: { paidOn: '2026-02-09' } }];
  const paid = settled(2, '2026-01-31', invoice, 100_000, { source: 'pay_1', events });
  expect(stood([invoice, paid], 'due_to_paid', '2026-01-02', '2026-01-31')).toBe(100_000);
});

test('what nobody has applied or decided yet stands, too', () => {
  const whose = { customerId: 'cus_1' };
  const came = fact(1, '2026-01-11', {
    kind: 'receipt',
    lines: [
      { account: 'bank', minor: 62_000 },
      { account: 'unapplied', minor: -62_000, ...whose },
    ],
  });
  const data = { amount: { minor: 31_000, currency: 'EUR' }, ...whose };
  const opened = told(2, '2026-01-21', 'dispute.opened', 'dsp_1', data);
  const decided = told(3, '2026-02-10', 'dispute.accepted', 'dsp_1', data);
  const [january, all] = [['2026-01-01', '2026-01-31'] as const, [came, opened, decided]];
  expect(stood(all, 'paid_to_applied', ...january)).toBe(40_000);
  expect(stood(all, 'opened_to_decided', ...january)).toBe(10_000);
  expect(stood(all, 'opened_to_decided', '2026-02-01', '2026-02-28')).toBe(11_071);
});

test('whatever was booked: what stood is what the books say was open at the beginning of each day, in the mean', () => {
  fc.assert(
    fc.property(books(50), fc.nat(150), fc.nat(60), (drawn, start, length) => {
      const facts = drawn.filter(({ entry }) => entry?.kind !== 'unmatch');
      const [from, asOf] = [dayAt(start), dayAt(start + length)];
      const ids = new Set(
        facts.flatMap(({ entry }) => entry?.lines.map(({ invoiceId }) => invoiceId!) ?? []),
      );
      let [current, late] = [0, 0];
      for (const id of ids) {
        const booked = facts.filter(({ entry }) => entry && entry.on <= asOf).toSorted(inOrderOfBook);
        const item = itemOf(id, booked);
        if (!item) continue;
        for (let day = from; day <= asOf; day = addDays(day, 1))
          for (const { dueOn, minor } of openOn(item, addDays(day, -1)))
            if (dueOn < day) late += Math.max(0, minor);
            else current += Math.max(0, minor);
      }
      const days = daysBetween(from, asOf) + 1;
      expect([stood(facts, 'due_to_paid', from, asOf), stood(facts, 'invoice_to_due', from, asOf)]).toEqual([
        Math.round(late / days),
        Math.round(current / days),
      ]);
    }),
    { numRuns: 100 },
  );
});
