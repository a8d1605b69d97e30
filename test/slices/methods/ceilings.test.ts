/** What was agreed to at most: by charge and by month, whatever is charged, refused and tried at once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, monthOf } from '../../../shared/kernel/dates.ts';
import { counted, mayCharge, usedBy } from '../../../shared/methods/ceilings.ts';
import type { Ceiling, MethodOnFile } from '../../../shared/methods/method.ts';
import { decide, planned, type Situation } from '../../../shared/methods/rules.ts';
import type { Use } from '../../../shared/methods/use.ts';
import type { Attempt } from '../../../shared/payments/payment.ts';
import { anInvoice, attemptId } from '../../support/drawn.ts';
import { aMethod, anAttempt, aSituation, methodId } from './made.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const upTo = (ceiling: Ceiling, serial = 1): MethodOnFile => {
  const { authorisation } = aMethod();
  return aMethod({ id: methodId(serial), authorisation: { ...authorisation, ceiling } });
};
const spent = (minor: number, month = '2026-01'): Use => ({
  version: 1,
  methodId: methodId(1),
  month,
  charges: [{ attemptId: attemptId(1), invoiceId: anInvoice(1, 1).id, minor }],
});

test.each<[string, Ceiling, number, Use | undefined, boolean]>([
  ['nothing was said', {}, 1_000_000, undefined, true],
  ['the charge itself', { perCharge: eur(100) }, 100, undefined, true],
  ['a cent more', { perCharge: eur(100) }, 101, undefined, false],
  ['another currency', { perCharge: { minor: 100, currency: 'USD' } }, 1, undefined, false],
  ['the month itself', { perMonth: eur(100) }, 100, undefined, true],
  ['the rest of it', { perMonth: eur(100) }, 40, spent(60), true],
  ['a cent more than that', { perMonth: eur(100) }, 41, spent(60), false],
  ['another month', { perMonth: eur(100) }, 100, spent(60, '2025-12'), true],
  ['both', { perCharge: eur(50), perMonth: eur(100) }, 41, spent(60), false],
])('%s', (_, ceiling, minor, use, may) => {
  const used = new Map(use && [[use.methodId, use]]);
  expect(mayCharge(upTo(ceiling), eur(minor), '2026-01-16', used)).toBe(may);
});

test('what was refused took nothing; what nobody has heard of may have', () => {
  const use = {
    ...spent(60),
    charges: [1, 2, 3, 4].map((n) => ({ ...spent(10).charges[0]!, attemptId: attemptId(n) })),
  };
  const states = ['FAILED', 'CANCELED', 'UNKNOWN', 'SUCCEEDED'] as const;
  const attempts = states.map((state, at) => anAttempt({ id: attemptId(at + 1), state }));
  expect(counted(use, attempts).charges.map(({ attemptId: id }) => id)).toEqual([attemptId(3), attemptId(4)]);
  expect(counted(use, []).charges).toHaveLength(4);
});

describe('of a collection', () => {
  const ready = (methods: MethodOnFile[], told = methods[0]!) => {
    const situation = aSituation({ today: '2026-01-16', methods });
    const plan = planned(situation, 'a'.repeat(32))!;
    const notice = { on: '2026-01-14', methodId: told.id, amount: eur(10_000) };
    return { situation, plan: { ...plan, on: '2026-01-16', notice } };
  };
  test('the next method that may is charged, after a notice of its own; where none may it stops and says so', () => {
    const [low, high] = [upTo({ perCharge: eur(9_999) }, 2), upTo({ perCharge: eur(10_000) }, 1)];
    expect(planned(aSituation({ methods: [low, high] }), 'a'.repeat(32))!.methodId).toBe(high.id);
    const { situation, plan } = ready([low, high], high);
    expect(decide(plan, situation)).toMatchObject({ step: 'charge', method: { id: high.id } });
    expect(decide({ ...plan, notice: { ...plan.notice, methodId: low.id } }, situation)).toMatchObject({
      step: 'notice',
      method: { id: high.id },
    });
    const alone = ready([low]);
    expect(decide(alone.plan, alone.situation)).toEqual({ step: 'stop', stop: 'ceiling' });
    // It is said when it would be announced, so that there is time to pay.
    const { notice: _, ...untold } = alone.plan;
    expect(decide(untold, alone.situation)).toEqual({ step: 'stop', stop: 'ceiling' });
  });
  test('the lower of the customer’s own ceiling and that of the consent holds', () => {
    const { situation, plan } = ready([upTo({ perCharge: eur(10_000) })]);
    const own = (minor: number): Situation => ({
      ...situation,
      autopay: { ...situation.autopay!, ceiling: eur(minor) },
    });
    expect(decide(plan, own(10_000))).toMatchObject({ step: 'charge' });
    expect(decide(plan, own(9_999))).toEqual({ step: 'stop', stop: 'ceiling' });
  });
});

test('no sequence of charges, refusals and charges at one moment takes more than was agreed to', () => {
  const most = { perCharge: 7_000, perMonth: 15_000 };
  const method = upTo({ perCharge: eur(most.perCharge), perMonth: eur(most.perMonth) });
  const step = fc.record({
    days: fc.nat(12),
    minor: fc.integer({ min: 1, max: 9_000 }),
    state: fc.constantFrom('SUCCEEDED', 'FAILED', 'PENDING', 'UNKNOWN', 'CANCELED'),
    atOnce: fc.boolean(),
  });
  let charged = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const uses = new Map<string, Use>();
      const attempts: (Attempt & { on: string })[] = [];
      let today = '2026-01-16';
      /** What a job decides on what it reads; its commit, where the month is still as it was then. */
      const job = (minor: number, serial: number): ((state: Attempt['state']) => void) => {
        const [on, month] = [today, monthOf(today)];
        const raw = uses.get(month);
        const invoice = anInvoice(serial, minor, { dueOn: on });
        const s = aSituation({
          invoice,
          today: on,
          methods: [method],
          used: new Map(raw && [[method.id, counted(raw, attempts)]]),
        });
        const plan = planned(s, 'a'.repeat(32))!;
        const notice = { on, methodId: method.id, amount: eur(minor) };
        if (decide({ ...plan, on, notice }, s).step !== 'charge') return () => {};
        const id = attemptId(serial);
        const use = usedBy(method, { id, invoiceId: invoice.id, amount: eur(minor) }, on, raw)!;
        return (state) => {
          if (uses.get(month)?.version !== raw?.version) return;
          uses.set(month, use);
          attempts.push({ ...anAttempt({ id, amount: eur(minor), state }), on });
        };
      };
      for (const [at, { days, minor, state, atOnce }] of steps.entries()) {
        today = addDays(today, days);
        const jobs = [job(minor, 2 * at), ...(atOnce ? [job(minor, 2 * at + 1)] : [])];
        for (const commit of jobs) commit(state);
      }
      const taken = attempts.filter(({ state }) => state !== 'FAILED' && state !== 'CANCELED');
      charged += taken.length;
      for (const { amount } of taken) expect(amount.minor).toBeLessThanOrEqual(most.perCharge);
      for (const same of Map.groupBy(taken, ({ on }) => monthOf(on)).values())
        expect(same.reduce((sum, { amount }) => sum + amount.minor, 0)).toBeLessThanOrEqual(most.perMonth);
    }),
  );
  expect(charged).toBeGreaterThan(50);
});
