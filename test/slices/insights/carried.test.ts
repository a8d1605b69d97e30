/** From what was kept at the end of any month the books go on as from the beginning, whatever was booked, also on days of the past. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../shared/figures/fact.ts';
import { inOrderOfBook } from '../../../shared/figures/fact.ts';
import { ageingOf } from '../../../shared/insights/ageing.ts';
import { carriedIn, carriedOf } from '../../../shared/insights/carried.ts';
import { carry, dsoOf, fold, nothing, trialBalanceOf } from '../../../shared/insights/rules.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { books, dayAt, invoiced, planOf, settled } from '../figures/drawn.ts';

const entriesIn = (facts: readonly Fact[]): Booked[] =>
  facts.toSorted(inOrderOfBook).flatMap(({ entry }) => (entry ? [entry] : []));
const itemsIn = (positions: ReturnType<typeof fold>): number =>
  [...positions.values()].reduce((sum, { items }) => sum + items.size, 0);
const answers = (positions: ReturnType<typeof fold>, asOf: string): string =>
  JSON.stringify([
    ageingOf(positions, 'main', asOf),
    ageingOf(positions, 'main', asOf, 'issued'),
    dsoOf(positions, 'main', asOf, 90, '2025-01-01'),
    trialBalanceOf(positions, 'main', asOf),
  ]);

describe('what is carried', () => {
  test('gives the same bytes as folding from the beginning, over 100,000 acts in all', () => {
    let [acts, usable, without] = [0, 0, 0];
    const later = fc.oneof(fc.nat(12), fc.nat(200));
    fc.assert(
      fc.property(
        books(400, 400),
        fc.nat(300),
        later,
        fc.nat(60),
        fc.boolean(),
        (facts, kept, days, keptDays, inPlan) => {
          acts += facts.length;
          const [end, asOf] = [dayAt(kept), dayAt(kept + days)];
          const upTo = entriesIn(facts).filter(({ on }) => on <= asOf);
          const [before, rest] = [upTo.filter(({ on }) => on <= end), upTo.filter(({ on }) => on > end)];
          const plans = inPlan ? planOf(facts, dayAt(90)) : [];
          const carried = carriedIn(carriedOf(before, end, keptDays));
          const left = itemsIn(carry(before, nothing()).positions) - itemsIn(carried.positions);
          const goneOn = fold(rest, plans, carried);
          expect(before.every(({ id }) => id <= carried.id)).toBe(true);
          // What was left out and moves again, and money that is booked before its invoice, are folded from the beginning.
          if (carried.unknown.size > 0) return;
          usable += 1;
          if (left > 0) without += 1;
          expect(answers(goneOn, asOf)).toBe(answers(fold(upTo, plans), asOf));
        },
      ),
      { numRuns: 260 },
    );
    expect(acts).toBeGreaterThan(100_000);
    expect(usable).toBeGreaterThan(60);
    expect(without).toBeGreaterThan(20);
  });
  test('what was taken off a plan long ago is taken off it for ever, whatever became of the invoice', () => {
    const [gone, open] = [
      invoiced(1, '2026-01-01', '2026-01-15', 10_000),
      invoiced(2, '2026-01-01', '2026-01-15', 20_000),
    ];
    const credited = settled(3, '2026-01-20', gone, 10_000, { kind: 'credit_note' });
    const paid = settled(4, '2027-03-01', open, 1_000);
    const [agreed] = planOf([gone, open], '2026-01-10');
    const instalments = ['2026-02-01', '2026-09-01', '2027-06-01'].map((dueOn) => ({ dueOn, minor: 10_000 }));
    const plans = [{ ...agreed!, instalments }];
    const carried = carriedIn(carriedOf(entriesIn([gone, open, credited]), '2027-01-31'));
    expect([...carried.positions.get('EUR')!.items.keys()]).toEqual(['inv_2']);
    const asOf = '2027-03-31';
    const whole = answers(fold(entriesIn([gone, open, credited, paid]), plans), asOf);
    expect(answers(fold(entriesIn([paid]), plans, carried), asOf)).toBe(whole);
  });
  test('leaves out what was settled more than a year before, and says so where that moves again', () => {
    const old = invoiced(1, '2024-01-05', '2024-01-20', 10_000);
    const paid = settled(2, '2024-02-01', old, 10_000);
    const open = invoiced(3, '2024-01-05', '2024-01-20', 500);
    const back = settled(4, '2026-02-01', old, -10_000, { kind: 'unmatch' });
    const bytes = carriedOf(entriesIn([old, paid, open]), '2026-01-31');
    const { positions } = carriedIn(bytes);
    expect([...positions.get('EUR')!.items.keys()]).toEqual(['inv_3']);
    const begun = carriedIn(bytes);
    fold(entriesIn([back]), [], begun);
    expect([...begun.unknown]).toEqual(['inv_1']);
    const soon = carriedIn(carriedOf(entriesIn([old, paid, open]), '2024-12-31'));
    expect([...soon.positions.get('EUR')!.items.keys()]).toEqual(['inv_1', 'inv_3']);
  });
});
