/** Whatever is booked and announced: figures agree with the books, say what is behind them, and change by what came, to the cent. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesOf, comparedOf } from '../../../shared/figures/changes.ts';
import type { Fact } from '../../../shared/figures/fact.ts';
import { FIGURE_IDS, INPUT_NAMES } from '../../../shared/figures/figure.ts';
import { JUDGED_WITHIN } from '../../../shared/figures/happened.ts';
import { definitionOf, explained, figuresOf, foldedOf } from '../../../shared/figures/rules.ts';
import { ageingOf } from '../../../shared/insights/ageing.ts';
import { dsoOf, fold } from '../../../shared/insights/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { books, dayAt, fact, invoiced, planOf, questionOf, settled } from './drawn.ts';

const RUNS = { numRuns: 120 };
const days = fc
  .tuple(fc.nat(200), fc.nat(200))
  .map(([a, b]) => [dayAt(Math.min(a, b)), dayAt(Math.max(a, b))] as const);
const entriesIn = (facts: readonly Fact[], asOf: string) =>
  facts.flatMap(({ entry }) => (entry && entry.on <= asOf ? [entry] : []));
const named = <T extends { input: string }>(all: readonly T[]) => new Map(all.map((one) => [one.input, one]));

test('buckets, receivables and DSO are those of the books, plans included', () => {
  fc.assert(
    fc.property(books(60), days, fc.boolean(), (facts, [from, asOf], inPlan) => {
      const plans = inPlan ? planOf(facts, dayAt(90)).filter(({ on }) => on <= asOf) : [];
      const question = questionOf(from, asOf);
      const positions = fold(entriesIn(facts, asOf), plans);
      const [said] = figuresOf(foldedOf(facts, plans, question), question);
      const aged = ageingOf(positions, 'main', asOf).currencies[0];
      const issued = ageingOf(positions, 'main', asOf, 'issued').currencies[0];
      const sums = named(said?.inputs ?? []);
      for (const { name, minor } of aged?.buckets ?? [])
        expect([name, sums.get(`due ${name}`)?.minor ?? 0]).toEqual([name, minor]);
      for (const { name, minor } of issued?.buckets ?? [])
        expect([name, sums.get(`issued ${name}`)?.minor ?? 0]).toEqual([name, minor]);
      const open = [...sums]
        .filter(([name]) => name.startsWith('due '))
        .reduce((sum, [, { minor }]) => sum + minor, 0);
      expect(open).toBe(aged?.controlAccountMinor ?? 0);
      const period = (Date.parse(asOf) - Date.parse(from)) / 86_400_000 + 1;
      expect(sums.get('creditSales')?.minor ?? 0).toBe(
        dsoOf(positions, 'main', asOf, period, '2025-01-01').currencies[0]?.creditSalesMinor ?? 0,
      );
    }),
    RUNS,
  );
});

/** Booked and announced after the day, and also after promises of it are judged. */
const isLater = ({ on, day, events }: Fact, asOf: string): boolean => {
  const judged = events.some(({ type }) => type.startsWith('promise.')) ? JUDGED_WITHIN : 0;
  return on > asOf && day > addDays(asOf, judged);
};
const shuffledBooks = books(60).chain((facts) =>
  fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
);

test('in which order things are read changes no byte, and neither does what is not known yet or is of a later day', () => {
  fc.assert(
    fc.property(shuffledBooks, days, fc.nat(60), ([facts, shuffled], [from, asOf], cut) => {
      const question = questionOf(from, asOf);
      const answer = (all: readonly Fact[]) =>
        JSON.stringify(figuresOf(foldedOf(all, [], question), question));
      const known = facts.slice(0, cut);
      const read = shuffled.filter((fact) => known.includes(fact) || isLater(fact, asOf));
      expect(answer(read)).toBe(answer(known));
    }),
    RUNS,
  );
});

test('the rows behind a figure are the sums that it says, on any pages', () => {
  fc.assert(
    fc.property(
      books(50),
      days,
      fc.constantFrom(...FIGURE_IDS),
      fc.integer({ min: 1, max: 9 }),
      (facts, [from, asOf], figure, limit) => {
        const question = questionOf(from, asOf);
        const all = foldedOf(facts, [], question);
        const rows = [];
        let page: ReturnType<typeof explained>;
        for (let after = 0; ; after = page.end) {
          page = explained(all, question, { figure, currency: 'EUR', limit, after });
          rows.push(...page.data);
          if (page.end === undefined) break;
        }
        for (const { input, count, minor } of page.inputs) {
          const own = rows.filter((row) => row.input === input);
          expect([input, own.length, own.reduce((sum, row) => sum + row.minor, 0)]).toEqual([
            input,
            count,
            minor,
          ]);
        }
        expect(page.inputs.map(({ input }) => input)).toEqual(definitionOf(figure).inputs);
        const ids = new Set(facts.map(({ id }) => id));
        for (const row of rows)
          expect(row.facts.length > 0 && row.facts.every((id) => ids.has(id))).toBe(true);
      },
    ),
    RUNS,
  );
});

test('what came since explains what is another sum now, act by act, of everybody and of a customer', () => {
  const part = fc.constantFrom(undefined, new Set(['cus_1']));
  fc.assert(
    fc.property(books(60), days, fc.nat(60), part, fc.boolean(), (facts, [from, asOf], cut, ids, inPlan) => {
      const question = questionOf(from, asOf, { ids });
      const between = {
        before: facts.slice(0, cut),
        came: facts.slice(cut),
        plansBefore: inPlan ? planOf(facts, dayAt(90)) : [],
        plansAfter: inPlan ? planOf(facts, dayAt(90), dayAt(95)) : planOf(facts, dayAt(80)),
      };
      const effects = new Map<string, { count: number; minor: number }>();
      for (const change of changesOf(between, question)) {
        expect(change.effects.length).toBeGreaterThan(0);
        for (const { input, count, minor } of change.effects) {
          const sum = effects.get(input) ?? { count: 0, minor: 0 };
          effects.set(input, { count: sum.count + count, minor: sum.minor + minor });
        }
      }
      const compared = comparedOf(between, question)[0]?.inputs ?? [];
      const changed = compared.map(({ input, count, minor, beforeCount, beforeMinor }) => [
        input,
        { count: count - beforeCount, minor: minor - beforeMinor },
      ]);
      const nonzero = [...effects].filter(([, { count, minor }]) => count !== 0 || minor !== 0);
      const place = ([input]: readonly unknown[]) =>
        INPUT_NAMES.indexOf(input as (typeof INPUT_NAMES)[number]);
      expect(nonzero.toSorted((a, b) => place(a) - place(b))).toEqual(changed);
    }),
    RUNS,
  );
});

test('what was credited of a settled invoice is off its plan: by the buckets of the books', () => {
  const [gone, open] = [
    invoiced(1, '2026-01-01', '2026-01-15', 10_000),
    invoiced(2, '2026-01-01', '2026-01-15', 20_000),
  ];
  const facts = [gone, open, settled(3, '2026-01-20', gone, 10_000, { kind: 'credit_note' })];
  const [agreed] = planOf(facts, '2026-01-10');
  const instalments = ['2026-02-01', '2026-09-01', '2027-06-01'].map((dueOn) => ({ dueOn, minor: 10_000 }));
  const plans = [{ ...agreed!, instalments }];
  const question = questionOf('2026-01-01', '2026-03-31');
  const aged = ageingOf(fold(entriesIn(facts, '2026-03-31'), plans), 'main', '2026-03-31').currencies[0]!;
  const said = named(figuresOf(foldedOf(facts, plans, question), question)[0]!.inputs);
  const owed = aged.buckets.filter(({ minor }) => minor !== 0);
  expect(owed.map(({ name, minor }) => [name, minor])).toEqual([
    ['current', 10_000],
    ['31-60', 10_000],
  ]);
  for (const { name, minor } of owed) expect(said.get(`due ${name}`)?.minor).toBe(minor);
});

test('what nobody knows whose it is, is not folded anew for each act that touches it', () => {
  let reads = 0;
  const facts = Array.from({ length: 400 }, (_, at): Fact => {
    const made = fact(at, dayAt(60 + Math.floor(at / 40)), {
      kind: at % 2 === 0 ? 'receipt' : 'match',
      lines: [
        { account: 'bank', minor: at % 2 === 0 ? 500 : -500 },
        { account: 'unidentified', minor: at % 2 === 0 ? -500 : 500 },
      ],
    });
    const entry = made.entry!;
    return Object.defineProperty({ ...made }, 'entry', { get: () => ((reads += 1), entry) });
  });
  const between = { before: facts.slice(0, 200), came: facts.slice(200), plansBefore: [], plansAfter: [] };
  expect(changesOf(between, questionOf(dayAt(0), dayAt(90)))).toHaveLength(200);
  expect(reads).toBeLessThan(30 * facts.length);
});
