/** Disputes: how much of which line is disputed, what is not asked for, and how cases end, whatever happens in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disputedOf, givingWay, stillDisputed, type Taken } from '../../../shared/disputes/amounts.ts';
import { causesOf, rankedOf, standing } from '../../../shared/disputes/counting.ts';
import { MOST_TURNS, type Dispute } from '../../../shared/disputes/dispute.ts';
import { closed, decided, marked, regarded, rejected, withdrawn } from '../../../shared/disputes/outcome.ts';
import { NO_RULES } from '../../../shared/disputes/policy.ts';
import {
  businessDay,
  isSpokenOf,
  isUndecided,
  opened,
  said,
  taken,
  whyOver,
} from '../../../shared/disputes/rules.ts';
import type { OpenDispute } from '../../../shared/disputes/wanted.ts';
import { mayBeShort } from '../../../shared/deductions/short.ts';
import { stillOwed } from '../../../shared/dispatch/rules.ts';
import {
  askedMinor,
  clarifiedBy,
  clarifiedMinor,
  disputedMinor,
} from '../../../shared/invoices/clarifying.ts';
import { crediting } from '../../../shared/invoices/crediting.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { pay } from '../../../shared/invoices/rules.ts';
import { askedOn, wholeOf } from '../../../shared/portal/rules.ts';
import { price } from '../../../shared/pricing/rules.ts';
import type { Part } from '../../../shared/pricing/parting.ts';
import { anInvoice } from '../../support/drawn.ts';

const TODAY = '2026-02-02';
const NOW = '2026-02-02T09:00:00.000Z';
const by = { by: 'key_1', at: NOW, on: TODAY };
const eur = (minor: number) => ({ minor, currency: 'EUR' });

/** Thirty euros in three pieces at 19 %, and one at 7 %: 35.70 and 1.07 with tax. */
const INVOICED = (() => {
  const line = { sku: 'A', description: 'Tea', unit: 'KGM', quantity: '1', unitPrice: '1.00' };
  const lines = [
    { ...line, quantity: '3', unitPrice: '10.00', taxClass: 'standard' as const },
    { ...line, taxClass: 'reduced' as const },
  ];
  const priced = price(lines, 'EUR', ({ taxClass }) => ({
    ok: true,
    value: { category: 'S', ratePpm: taxClass === 'standard' ? 190_000 : 70_000 },
  }));
  if (!priced.ok) throw new Error(priced.detail);
  return { ...priced.value, currency: 'EUR' };
})();
const NOTHING: Taken = { credited: [], others: [] };
const creditOf = (...lines: Parameters<typeof crediting>[2] & object): Part => {
  const part = crediting(INVOICED, [], lines);
  if (!part.ok) throw new Error(part.detail);
  return part.value;
};

type Wanted = Pick<OpenDispute, 'lines' | 'amount'>;
describe('how much is disputed', () => {
  test.each<[string, Wanted, Taken, number, unknown]>([
    ['all of it', {}, NOTHING, 3_677, undefined],
    ['an amount', { amount: eur(500) }, NOTHING, 500, undefined],
    [
      'a line that is only named',
      { lines: [{ line: '2' }] },
      NOTHING,
      107,
      [{ line: '2', quantity: '1', netMinor: 100 }],
    ],
    [
      'by quantity, with its tax',
      { lines: [{ line: '1', quantity: '2' }] },
      NOTHING,
      2_380,
      [{ line: '1', quantity: '2', netMinor: 2_000 }],
    ],
    [
      'by net amount, with its tax',
      { lines: [{ line: '1', netMinor: 100 }] },
      NOTHING,
      119,
      [{ line: '1', netMinor: 100 }],
    ],
    [
      'an amount of a line',
      { lines: [{ line: '1' }], amount: eur(200) },
      NOTHING,
      200,
      [{ line: '1', quantity: '3', netMinor: 3_000 }],
    ],
    [
      'what a credit note left of a line',
      { lines: [{ line: '1' }] },
      { ...NOTHING, credited: [creditOf({ line: '1', netMinor: 1_000 })] },
      2_380,
      [{ line: '1', netMinor: 2_000 }],
    ],
    ['what another case left', {}, { ...NOTHING, others: [{ disputed: eur(3_000) }] }, 677, undefined],
  ])('%s', (_, wanted, before, minor, lines) => {
    const found = disputedOf(INVOICED, before, wanted);
    expect(found).toMatchObject({ ok: true, value: { amount: eur(minor) } });
    expect(found.ok && found.value.lines).toEqual(lines);
  });
  const whole = disputedOf(INVOICED, NOTHING, { lines: [{ line: '1' }] });
  const first = { ...(whole.ok && whole.value), disputed: eur(3_570) };
  test.each<[string, Wanted, Taken, string]>([
    ['more pieces than there are', { lines: [{ line: '1', quantity: '4' }] }, NOTHING, 'disputes.too_much'],
    ['more than the invoice', { amount: eur(3_678) }, NOTHING, 'disputes.too_much'],
    ['more than the line', { lines: [{ line: '2' }], amount: eur(108) }, NOTHING, 'disputes.too_much'],
    ['another currency', { amount: { minor: 1, currency: 'CHF' } }, NOTHING, 'disputes.too_much'],
    ['a line that is not there', { lines: [{ line: '9' }] }, NOTHING, 'disputes.line_unknown'],
    [
      'a line that another case has',
      { lines: [{ line: '1', netMinor: 1 }] },
      { ...NOTHING, others: [first] },
      'disputes.too_much',
    ],
    [
      'a line of which nothing is left',
      { lines: [{ line: '1' }] },
      { ...NOTHING, others: [first] },
      'disputes.of_nothing',
    ],
    [
      'what is credited',
      {},
      { ...NOTHING, credited: [creditOf({ line: '1', quantity: '3' }, { line: '2', quantity: '1' })] },
      'disputes.nothing_left',
    ],
  ])('not %s', (_, wanted, before, code) => {
    expect(disputedOf(INVOICED, before, wanted)).toMatchObject({ ok: false, code });
  });
  test('after more was credited, no more than is left of it, and nothing where that is all', () => {
    const lines = { ...first, disputed: eur(3_570) };
    const part = [creditOf({ line: '1', netMinor: 1_000 })];
    expect(stillDisputed(lines, INVOICED, { credited: part, others: [] })?.disputed).toEqual(eur(2_380));
    const all = [creditOf({ line: '1', quantity: '3' })];
    expect(stillDisputed(lines, INVOICED, { credited: all, others: [] })).toBeUndefined();
    expect(stillDisputed({ disputed: eur(500) }, INVOICED, { credited: all, others: [] })).toEqual({
      disputed: eur(107),
    });
    expect(stillDisputed(lines, INVOICED, NOTHING)).toMatchObject({
      disputed: eur(3_570),
      lines: first.lines,
    });
  });
});

const start = (minor = 2_000, over: Partial<Invoice> = {}, serial = 1) => {
  const id = `dsp_${String(serial).padStart(26, '0')}` as const;
  const made = { id, side: 'customer', trace: 't', text: 'too dear', ...by } as const;
  const effect = opened(anInvoice(1, 10_000, over), { reason: 'price', amount: eur(minor) }, made, NO_RULES);
  return { dispute: effect.dispute, head: effect.head! };
};
const settle = (head: Invoice, minor: number, method = 'bank_transfer') => {
  const done = pay(head, eur(minor), { paymentId: `${method}${minor}`, paidOn: TODAY, method, reason: 'r' });
  if (!done.ok) throw new Error(done.detail);
  return done.value.invoice;
};

describe('what is disputed', () => {
  test('is not asked for, the rest is, and a page asks for that', () => {
    const { head } = start();
    expect([disputedMinor(head), clarifiedMinor(head), askedMinor(head, TODAY)]).toEqual([
      2_000, 2_000, 8_000,
    ]);
    expect([askedOn(head, TODAY).minor, wholeOf(head, TODAY).minor]).toEqual([8_000, 10_000]);
    const paid = settle(head, 8_000);
    expect(askedMinor(paid, TODAY)).toBe(0);
    expect(stillOwed([{ invoice: paid, attempts: [] }], [], TODAY, NOW).spared).toMatchObject([
      { why: 'in_clarification' },
    ]);
    // What is missing of it is known to be disputed.
    expect(mayBeShort(paid)).toBe(false);
    // All of it is offered where all of it is disputed.
    expect(askedOn(paid, TODAY)).toEqual(eur(2_000));
    expect(clarifiedMinor(settle(paid, 2_000))).toBe(0);
  });
  test('and kept back too, is no more than what is open, and nothing before its day', () => {
    const { head } = start(9_000, {
      deduction: { id: 'ded', state: 'PENDING', minor: 2_000, on: '2026-02-01' },
    });
    expect(clarifiedMinor(head)).toBe(10_000);
    expect(clarifiedBy(head, '2026-02-01')).toBe(2_000);
    expect(clarifiedBy(head, '2026-01-31')).toBe(0);
  });
});

describe('a case', () => {
  test.each([
    ['2026-02-02', 5, '2026-02-09'],
    ['2026-02-06', 1, '2026-02-09'],
    ['2026-02-07', 1, '2026-02-09'],
    ['2026-02-02', 0, '2026-02-02'],
  ])('that is said on %s is answered in %i business days: %s', (from, days, until) => {
    expect(businessDay(from, days)).toBe(until);
  });
  test('is taken, asked about, and answered: each side has its days', () => {
    const { dispute } = start();
    expect(dispute).toMatchObject({ state: 'OPEN', answerBy: '2026-02-09' });
    const reviewed = taken(dispute, 'Anna', by).dispute;
    expect(reviewed).toMatchObject({ state: 'IN_REVIEW', owner: 'Anna' });
    const asked = said(reviewed, { side: 'us', text: 'which price?', ask: true }, by, NO_RULES);
    expect(asked).toMatchObject({ tell: true, dispute: { state: 'INFO_NEEDED', informBy: '2026-02-12' } });
    const later = { ...by, on: '2026-02-10' };
    const answered = said(asked.dispute, { side: 'customer', text: '9.00', ask: false }, later, NO_RULES);
    expect(answered).toMatchObject({ tell: false, dispute: { state: 'IN_REVIEW', answerBy: '2026-02-17' } });
    expect(answered.dispute).not.toHaveProperty('informBy');
    expect(answered.dispute.thread.map(({ what, side }) => `${side} ${what}`)).toEqual([
      'customer opened',
      'us taken',
      'us asked',
      'customer said',
    ]);
    expect(standing(answered.dispute, '2026-02-18')).toEqual({ ageDays: 16, late: true });
    expect(standing(asked.dispute, '2026-03-18').late).toBe(false);
  });
  test('that is over is not spoken of, and one of which too much was said is decided on', () => {
    const { dispute, head } = start();
    expect(whyOver(dispute, isUndecided)).toBeUndefined();
    const full = { ...dispute, thread: Array.from({ length: MOST_TURNS - 3 }, () => dispute.thread[0]!) };
    expect(whyOver(full, isUndecided)).toMatchObject({ code: 'disputes.full' });
    const asked = rejected(dispute, head, by, NO_RULES, { reminds: true }).dispute;
    expect(whyOver(asked, isUndecided)).toMatchObject({ code: 'disputes.over' });
    expect(whyOver(asked, isSpokenOf)).toBeUndefined();
    expect(whyOver(closed(asked, by).dispute, isSpokenOf)).toMatchObject({ code: 'disputes.over' });
    expect(said(asked, { side: 'us', text: 'sorry', ask: true }, by, NO_RULES).dispute.state).toBe(
      'REJECTED',
    );
  });
  test('that is rejected is asked for after days of grace, at its level, never sooner than it would have been', () => {
    const { dispute, head } = start(10_000, { reminded: 2, remindOn: '2026-02-01' });
    const effect = rejected(dispute, head, by, NO_RULES, { reminds: true });
    expect(effect.head).toMatchObject({
      remindOn: '2026-02-09',
      reminded: 2,
      disputes: [{ state: 'REJECTED', on: TODAY, until: TODAY }],
    });
    expect(effect.dispute).toMatchObject({ state: 'REJECTED', closesOn: '2026-02-16' });
    expect(askedMinor(effect.head!, TODAY)).toBe(10_000);
    const late = rejected(dispute, { ...head, remindOn: '2026-03-01' }, by, NO_RULES, { reminds: true });
    expect(late.head!.remindOn).toBe('2026-03-01');
    expect(rejected(dispute, head, by, NO_RULES, { reminds: false }).head!.remindOn).toBe('2026-02-01');
    const silent = rejected(dispute, head, by, NO_RULES, { reminds: true, silent: true });
    expect(silent.dispute.thread.at(-1)!.what).toBe('silent');
    expect(silent.facts).toMatchObject([{ type: 'dispute.rejected', data: { silent: true } }]);
    const all = settle(head, 10_000);
    expect(rejected(dispute, all, by, NO_RULES, { reminds: true }).head!.remindOn).toBe(all.remindOn);
  });
  test('that is withdrawn or overtaken stops nothing any more', () => {
    const { dispute, head } = start();
    const back = withdrawn(dispute, head, undefined, by);
    expect([back.dispute.state, disputedMinor(back.head!)]).toEqual(['WITHDRAWN', 0]);
    const less = regarded(dispute, head, { disputed: eur(300) }, by)!;
    expect([less.dispute.disputed, disputedMinor(less.head!)]).toEqual([eur(300), 300]);
    expect(regarded(less.dispute, less.head!, { disputed: eur(300) }, by)).toBeUndefined();
    const gone = regarded(less.dispute, less.head!, undefined, by)!;
    expect([gone.dispute.state, disputedMinor(gone.head!)]).toEqual(['OVERTAKEN', 0]);
    expect(gone.facts.map(({ type }) => type)).toEqual(['dispute.closed']);
    expect(regarded(gone.dispute, gone.head!, undefined, by)).toBeUndefined();
  });
});

/** Any order of payments, credits, cases, decisions and runs. */
test('nobody is ever asked for what is disputed, and it is no more than what is open and not credited', () => {
  const nth = fc.nat({ max: 4 });
  const step = fc.oneof(
    fc.record({
      do: fc.constantFrom('pay' as const, 'credit' as const),
      minor: fc.integer({ min: 1, max: 2_000 }),
    }),
    fc.record({ do: fc.constant('open' as const), minor: fc.integer({ min: 1, max: 2_500 }) }),
    fc.record({ do: fc.constant('line' as const), line: fc.constantFrom('1', '2') }),
    fc.record({ do: fc.constantFrom('reject' as const, 'accept' as const, 'withdraw' as const), nth }),
    fc.record({ do: fc.constant('regard' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let head = anInvoice(1, INVOICED.totals.grossMinor);
      const cases: Dispute[] = [];
      let credited: Part[] = [];
      const others = (own?: string) => cases.filter((one) => isUndecided(one) && one.id !== own);
      const put = (effect: { dispute: Dispute; head?: Invoice | undefined } | undefined) => {
        if (!effect) return;
        const at = cases.findIndex(({ id }) => id === effect.dispute.id);
        cases[at < 0 ? cases.length : at] = effect.dispute;
        head = effect.head ?? head;
      };
      const credit = (lines: Parameters<typeof crediting>[2]): boolean => {
        const part = crediting(INVOICED, credited, lines);
        if (!part.ok) return false;
        credited = [...credited, part.value];
        if (head.open.minor > 0)
          head = settle(head, Math.min(part.value.totals.grossMinor, head.open.minor), 'credit_note');
        return true;
      };
      for (const [serial, one] of steps.entries()) {
        let seen = true;
        if (one.do === 'pay' && head.open.minor > 0)
          head = settle(head, Math.min(one.minor, head.open.minor));
        if (one.do === 'credit') seen = !credit([{ line: '1', netMinor: one.minor }]);
        if (one.do === 'open' || one.do === 'line') {
          const wanted = one.do === 'open' ? { amount: eur(one.minor) } : { lines: [{ line: one.line }] };
          const amounts = disputedOf(INVOICED, { credited, others: others() }, wanted);
          const id = `dsp_${String(serial).padStart(26, '0')}` as const;
          const made = { id, side: 'us', trace: 't', text: 'x', ...by } as const;
          if (amounts.ok) put(opened(head, { reason: 'price', ...amounts.value }, made, NO_RULES));
        }
        const chosen = 'nth' in one ? others()[one.nth] : undefined;
        if (chosen && one.do === 'reject') put(rejected(chosen, head, by, NO_RULES, { reminds: true }));
        if (chosen && one.do === 'withdraw') put(withdrawn(chosen, head, undefined, by));
        if (chosen && one.do === 'accept' && chosen.lines) {
          const lines = chosen.lines.map(({ line, netMinor }) => ({ line, netMinor }));
          if (credit(lines)) {
            head = marked(head, chosen.id, 'ACCEPTED', TODAY);
            put({ dispute: decided(chosen, { ...by, outcome: 'ACCEPTED' }, NO_RULES) });
          }
        }
        // A credit note by itself is seen by the worker a moment later.
        if (one.do === 'regard' || seen)
          for (const each of givingWay(others()))
            put(
              regarded(each, head, stillDisputed(each, INVOICED, { credited, others: others(each.id) }), by),
            );
        const open = others().reduce((sum, { disputed }) => sum + disputed.minor, 0);
        const marks = (head.disputes ?? []).filter(({ state }) => state === 'OPEN');
        expect(marks.reduce((sum, { minor }) => sum + minor, 0)).toBe(open);
        const disputed = disputedMinor(head);
        expect(disputed).toBe(Math.min(open, head.open.minor));
        expect(askedMinor(head, TODAY) + disputed).toBeLessThanOrEqual(head.open.minor);
        const gross = credited.flatMap(({ taxes }) => taxes);
        const left = gross.reduce(
          (sum, tax) => sum - tax.baseMinor - tax.taxMinor,
          INVOICED.totals.grossMinor,
        );
        if (seen) expect(open).toBeLessThanOrEqual(left);
      }
    }),
    { numRuns: 300 },
  );
});

test('large and old cases come first, and causes say what each makes of the whole', () => {
  const one = (serial: number, minor: number, over: Partial<Dispute> = {}) => ({
    ...start(minor, {}, serial).dispute,
    ageDays: 0,
    ...over,
  });
  const aged = [one(1, 100), one(2, 5_000), { ...one(3, 1_000), ageDays: 10 }, one(4, 1_000)];
  expect(rankedOf(aged).map(({ id }) => id.at(-1))).toEqual(['3', '2', '4', '1']);
  const over = (on: string, minor?: number) => ({
    ...by,
    on,
    outcome: minor === undefined ? ('REJECTED' as const) : ('PARTIAL' as const),
    ...(minor !== undefined && { credited: eur(minor) }),
  });
  const all = [
    one(1, 100, { reason: 'tax' }),
    one(2, 500, { decided: over('2026-02-06', 200) }),
    one(3, 200, { decided: over('2026-02-03') }),
    one(4, 200, { decided: over('2026-02-12') }),
    one(5, 900, { openedOn: '2026-01-31' }),
  ];
  expect(causesOf(all, '2026-02-01', '2026-02-28')).toEqual([
    {
      reason: 'price',
      source: 'pricing',
      currency: 'EUR',
      count: 3,
      amountMinor: 900,
      creditedMinor: 200,
      cumulativePpm: 900_000,
      decided: 3,
      medianDays: 4,
    },
    {
      reason: 'tax',
      source: 'tax',
      currency: 'EUR',
      count: 1,
      amountMinor: 100,
      creditedMinor: 0,
      cumulativePpm: 1_000_000,
      decided: 0,
    },
  ]);
});
