/** From what a closed month left, figures go on as from the beginning: the same bytes of sums, rows and changes, whatever comes later. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../shared/figures/changes.ts';
import { inOrderOfCommits, LOOK_BACK, type Fact } from '../../../shared/figures/fact.ts';
import { leftBytes, leftIn, leftOf, unknownTo, type Left } from '../../../shared/figures/left.ts';
import { thingsOf } from '../../../shared/figures/folding.ts';
import { periodOf, reviewOf } from '../../../shared/figures/reviewing.ts';
import { figuresOf, type Question } from '../../../shared/figures/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import type { PaymentPlan } from '../../../shared/plans/plan.ts';
import { books, dayAt, idAt, invoiced, planOf, questionOf, settled, told } from './drawn.ts';

const NOBODY: ReadonlySet<string> = new Set();
/** As it lies in the bucket. */
const kept = (
  facts: readonly Fact[],
  upTo: string,
  { before = '', ...more }: { planned?: ReadonlySet<string>; keptDays?: number; before?: string } = {},
): Left => {
  const id = facts.reduce((last, one) => (one.id > last ? one.id : last), before);
  return leftIn(leftBytes(leftOf(facts, { id, upTo, planned: NOBODY, ...more })));
};

/** What was announced too long before the first day is not read. */
const toldOf = (facts: readonly Fact[], { span }: Question): Fact[] =>
  facts.filter(({ entry, unspent, day }) => entry ?? unspent ?? day >= addDays(span.from, -LOOK_BACK));

const answers = (given: readonly Fact[], plans: readonly PaymentPlan[], question: Question): string[] => {
  const facts = toldOf(given, question);
  const { span } = question;
  const before = { ...question, span: { from: addDays(span.from, -20), asOf: addDays(span.from, -1) } };
  const now = periodOf(facts, plans, question);
  const rows = [...now.folded.values()].flatMap((inputs) => [...inputs.values()].flat());
  const told = [
    ...figuresOf(now.folded, question),
    ...reviewOf(now, periodOf(facts, plans, before)),
    ...rows,
  ];
  return told.map((one) => JSON.stringify(one)).toSorted();
};
const changed = (
  given: readonly Fact[],
  after: string,
  plans: readonly PaymentPlan[],
  question: Question,
) => {
  const facts = toldOf(given, question);
  const [before, came] = [facts.filter(({ id }) => id <= after), facts.filter(({ id }) => id > after)];
  return JSON.stringify(changesOf({ before, came, plansBefore: plans, plansAfter: plans }, question));
};

/** Business that is done with before the first act of chance: invoiced, and paid in full. */
const DONE: readonly Fact[] = [...Array(40).keys()].flatMap((at) => {
  const early = (one: Fact, part: string): Fact => {
    const id = idAt(0).replace(/.{6}$/, `-${String(at).padStart(4, '0')}${part}`);
    return { ...one, id, ...(one.entry && { entry: { ...one.entry, id } }) };
  };
  const invoice = invoiced(9_000 + at, dayAt(at), dayAt(at + 30), 10_000 + at);
  // The first is of the plan, and was credited after that was agreed on.
  const paid = settled(9_000 + at, dayAt(at + 30), invoice, 10_000 + at, {
    source: `pay_done_${at}`,
    ...(at === 0 && { kind: 'credit_note' }),
  });
  return [early(invoice, 'a'), early(paid, 'b')];
});

describe('what a month leaves of acts', () => {
  test('gives the same bytes as all of them, over 100,000 acts in all', () => {
    let [acts, without] = [0, 0];
    fc.assert(
      fc.property(
        books(400, 400),
        fc.record({
          end: fc.integer({ min: 60, max: 500 }),
          /** Months between, each going on from the one before. */
          steps: fc.nat(3),
          later: fc.integer({ min: 31, max: 150 }),
          length: fc.nat(60),
          keptDays: fc.nat(90),
          inPlan: fc.boolean(),
          after: fc.nat(400),
        }),
        (chance, { end, steps, later, length, keptDays, inPlan, after }) => {
          const drawn = [...DONE, ...chance];
          acts += drawn.length;
          const plans = inPlan ? planOf([DONE[0]!, ...chance], dayAt(20)) : [];
          const planned = new Set(plans.flatMap((plan) => plan.items.map(({ invoiceId }) => invoiceId)));
          let [facts, left, upTo] = [drawn, { id: '', facts: [] } as Left, ''];
          // What was left out moves no more: where it does, the books are read from their beginning (the next test).
          const since = (until: string) => {
            const gone = new Set(
              unknownTo(
                left,
                facts.filter(({ on }) => on > upTo),
              ),
            );
            facts = facts.filter(
              (one) => one.on <= upTo || [...thingsOf(one)].every((thing) => !gone.has(thing)),
            );
            return facts.filter(({ on }) => on > upTo && on <= until);
          };
          for (let step = steps; step >= 0; step -= 1) {
            const until = dayAt(end - step * 10);
            const own = [...left.facts, ...since(until)];
            [left, upTo] = [kept(own, until, { planned, keptDays, before: left.id }), until];
          }
          const rest = since('9999-12-31');
          const from = addDays(upTo, later);
          const asOf = addDays(from, length);
          const whole = facts.toSorted(inOrderOfCommits);
          const goneOn = [...left.facts, ...rest].toSorted(inOrderOfCommits);
          without += whole.length - goneOn.length;
          const question = questionOf(from, asOf);
          expect(answers(goneOn, plans, question)).toEqual(answers(whole, plans, question));
          if (after % 4 > 0) return;
          const last = whole[after]?.id ?? '';
          const moment = last > left.id ? last : left.id;
          expect(changed(goneOn, moment, plans, question)).toBe(changed(whole, moment, plans, question));
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 260), endOnFailure: true },
    );
    expect(acts).toBeGreaterThan(100_000);
    expect(without).toBeGreaterThan(2_000);
  });
  test('keeps nothing for ever of a delivery that was told after the month of its invoice', () => {
    const invoice = invoiced(1, '2026-01-31', '2026-02-28', 10_000);
    const paid = settled(3, '2026-02-09', invoice, 10_000, { source: 'pay_1' });
    const delivered = told(2, '2026-02-01', 'invoice.delivered', 'inv_1', { invoiceId: 'inv_1' });
    const january = kept([invoice], '2026-01-31');
    const february = kept([...january.facts, delivered, paid], '2026-02-28', { before: january.id });
    expect(february.facts.length).toBeGreaterThan(0);
    expect(kept(february.facts, '2027-12-31', { before: february.id })).toEqual({ id: paid.id, facts: [] });
  });
  test('what a credit note left is used and taken back without a receipt', () => {
    const invoice = invoiced(1, '2026-02-01', '2026-02-28', 10_000);
    const data = { paymentId: 'pay_c', method: 'credit_note' };
    const events = [{ type: 'payment.received', subject: 'pay_c', data }];
    const used = settled(2, '2026-02-02', invoice, 500, { kind: 'match', source: 'pay_c', events });
    const back = settled(3, '2026-02-03', invoice, -500, { kind: 'unmatch', source: 'pay_c' });
    const nothing = { id: '', facts: [] };
    expect(unknownTo(nothing, [invoice, used, back])).toEqual([]);
    expect(unknownTo(nothing, [invoice, { ...back, id: idAt(4) }])).toEqual(['receipt:pay_c']);
  });
});
