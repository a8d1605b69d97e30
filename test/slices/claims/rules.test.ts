/** What is charged and what takes from it: no day twice, no more than is owed, and books that balance whatever happens in which order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim } from '../../../shared/claims/claim.ts';
import { chargesAt, LateChargeRuleSet } from '../../../shared/claims/late-charge.ts';
import { LAWS } from '../../../shared/claims/law.ts';
import { settled, settledBy, takenBack, paidWith } from '../../../shared/claims/paying.ts';
import {
  compensationCharge,
  feeCharge,
  interestCharge,
  standingAfter,
  together,
  uncharged,
  type Made,
  type Standing,
} from '../../../shared/claims/rules.ts';
import { forgotten, inOrder, taken } from '../../../shared/claims/steps.ts';
import type { Agreed } from '../../../shared/claims/terms.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import type { EntryLine } from '../../../shared/ledger/entry.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import { anInvoice, aPayment } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const TERMS: Agreed = {
  yearDays: 365,
  rates: [{ from: '0001-01-01', ppm: 101_500, source: 's' }],
  law: 'a law',
};
const DUE = '2026-01-31';
const late = (minor = 100_000, over: Partial<Invoice> = {}): Invoice =>
  anInvoice(1, minor, { dueOn: DUE, ...over });
const madeOn = (on: string, mailId?: string): Made => ({
  id: (kind, count) => `clm_${kind.length}${String(count).padStart(kind.length > 9 ? 24 : 25, '0')}`,
  on,
  at: `${on}T09:00:00.000Z`,
  by: 'key_1',
  trace: 't',
  ...(mailId !== undefined && { mailId }),
});
const none = (invoice: Invoice): Standing => ({ invoice, charged: uncharged(invoice), claims: [] });
const interestTo = (standing: Standing, to: string, least?: number): Standing => {
  const effect = together(standing, [interestCharge(TERMS, to, madeOn(to), least)]);
  return effect ? standingAfter(standing, [effect]) : standing;
};
const paidOn = (on: string, minor: number, paymentId = 'pay_1') => ({
  paymentId,
  amount: eur(minor),
  paidOn: on,
  method: 'bank_transfer',
  reason: 'r',
});
const balance = (lines: readonly EntryLine[]) => lines.reduce((all, { minor }) => all + minor, 0);

test('interest is charged once for a day, whoever asks how often', () => {
  const first = interestTo(none(late()), '2026-03-02');
  expect(first.claims).toMatchObject([
    { kind: 'interest', amount: eur(834), open: eur(834), state: 'OPEN', reason: 'a law' },
  ]);
  expect(interestTo(first, '2026-03-02')).toBe(first);
  const second = interestTo(first, '2026-03-03');
  expect(second.claims[1]).toMatchObject({
    amount: eur(28),
    interest: { from: '2026-03-03', to: '2026-03-03', rows: [{ days: 1 }] },
  });
  expect(second.claims[1]!.interest).not.toHaveProperty('earlier');
});

test('what is too small waits for the next', () => {
  const small = interestTo(none(late(1_000)), '2026-03-02', 100);
  expect(small.claims).toEqual([]);
  expect(interestTo(none(late(1_000)), '2027-03-02', 100).claims).toHaveLength(1);
});

test('money of an earlier day takes interest back, newest first, and is told', () => {
  const both = interestTo(interestTo(none(late()), '2026-03-02'), '2026-04-01');
  const invoice = late(100_000, {
    settlements: [paidOn('2026-02-20', 100_000)],
    open: eur(0),
    state: 'PAID',
  });
  const effect = together({ ...both, invoice }, [interestCharge(TERMS, '2026-04-01', madeOn('2026-04-02'))])!;
  expect(effect.claims.map(({ state, open }) => [state, open.minor])).toEqual([
    ['PARTLY', 556],
    ['REVERSED', 0],
  ]);
  expect(effect.charged.interestMinor).toBe(556);
  expect(effect.facts.map(({ data }) => data)).toMatchObject([
    { is: 'reversed', amount: eur(834) },
    { is: 'reversed', amount: eur(278) },
  ]);
  expect(balance(effect.lines)).toBe(0);
});

test('what was paid of it already is made good by the next interest, which says so', () => {
  const first = interestTo(none(late()), '2026-03-02');
  const claims = first.claims.map((claim) =>
    taken(claim, { is: 'paid', amount: claim.open, on: '2026-03-05', by: 'x', paymentId: 'pay_9' }),
  );
  const invoice = late(100_000, { settlements: [paidOn('2026-02-20', 50_000)], open: eur(50_000) });
  const now = { ...first, claims, invoice };
  expect(together(now, [interestCharge(TERMS, '2026-03-02', madeOn('2026-03-06'))])).toBeUndefined();
  const [, next] = interestTo(now, '2026-05-31').claims;
  expect(next).toMatchObject({ amount: eur(1_113), interest: { earlier: eur(-139), from: '2026-03-03' } });
});

test('of what is void nothing is owed', () => {
  const first = interestTo(none(late()), '2026-03-02');
  const invoice = late(100_000, { state: 'VOID', open: eur(0) });
  const effect = together({ ...first, invoice }, [
    interestCharge(TERMS, '2026-03-02', madeOn('2026-03-03')),
  ])!;
  expect(effect.claims).toMatchObject([{ state: 'REVERSED', open: eur(0) }]);
});

test('the fee of a level and the fixed sum come once; of a reminder that reached nobody again', () => {
  const charges = [
    feeCharge(eur(500), 'a reminder', madeOn('2026-02-10', 'mail_1'), 1),
    compensationCharge(LAWS['DE']!.compensation, madeOn('2026-02-10', 'mail_1')),
  ];
  const first = standingAfter(none(late()), [together(none(late()), charges)!]);
  expect(first.claims.map(({ kind, amount, level }) => [kind, amount.minor, level])).toEqual([
    ['fee', 500, 1],
    ['compensation', 4_000, undefined],
  ]);
  expect(together(first, charges)).toBeUndefined();
  const back = { ...first, charged: forgotten(first.charged, first.claims, first.claims) };
  expect(back.charged).toMatchObject({ levels: [], compensated: false, version: 2 });
  expect(together(back, charges)!.claims.filter(({ version }) => version === 1)).toHaveLength(2);
});

test.each([
  [99_999, 4_000],
  [100_000, 7_000],
  [999_999, 7_000],
  [1_000_000, 10_000],
])('in Great Britain %i pence are worth %i', (minor, fixed) => {
  const invoice = late(minor, { total: { minor, currency: 'GBP' }, open: { minor, currency: 'GBP' } });
  const effect = together(none(invoice), [
    compensationCharge(LAWS['GB']!.compensation, madeOn('2026-02-10')),
  ]);
  expect(effect!.claims[0]!.amount).toEqual({ minor: fixed, currency: 'GBP' });
});
test.each([
  [100_000, 4_000],
  [100_001, 7_000],
  [1_000_000, 7_000],
  [1_000_001, 10_000],
])('in Ireland %i cents are worth %i', (minor, fixed) => {
  const effect = together(none(late(minor)), [
    compensationCharge(LAWS['IE']!.compensation, madeOn('2026-02-10')),
  ]);
  expect(effect!.claims[0]!.amount).toEqual(eur(fixed));
});
test('in another currency than the law’s there is no fixed sum, nor of what is not late', () => {
  const dollars = late(100, { total: { minor: 100, currency: 'USD' } });
  const charge = (on: string) => [compensationCharge(LAWS['DE']!.compensation, madeOn(on))];
  expect(together(none(dollars), charge('2026-02-10'))).toBeUndefined();
  expect(together(none(late()), charge(DUE))).toBeUndefined();
});

describe('the rules of a company', () => {
  const rules = {
    ...LateChargeRuleSet.parse({
      entities: [
        {
          entity: 'main',
          levels: [
            { level: 2, fee: [eur(500)], interest: true },
            { level: 3, interest: true },
          ],
        },
      ],
    }),
    version: 1,
  };
  test.each([
    ['main', 'EUR', 1, undefined],
    ['main', 'EUR', 2, { feeMinor: 500, interest: true }],
    ['main', 'USD', 2, { interest: true }],
    ['main', 'EUR', 3, { interest: true }],
    ['other', 'EUR', 2, undefined],
  ])('%s, %s, level %i', (entity, currency, level, charges) => {
    expect(chargesAt(rules, entity, currency, level)).toEqual(charges);
  });
});

const by = { on: '2026-03-05', by: 'key_2' };
/** A fee and interest. */
const owed = (): Standing => {
  const first = interestTo(none(late()), '2026-03-02');
  return standingAfter(first, [together(first, [feeCharge(eur(500), 'costs', madeOn('2026-03-02'))])!]);
};
const money = (minor: number, over: Partial<Payment> = {}): Payment => ({
  ...aPayment(9, minor),
  version: 1,
  trace: 't',
  unapplied: eur(minor),
  allocations: [],
  ...over,
});

test('money pays costs first, then interest', () => {
  const { claims } = owed();
  expect(inOrder(claims).map(({ kind }) => kind)).toEqual(['fee', 'interest']);
  const effect = settledBy(claims, money(700), by)!;
  expect(effect.claims.map(({ kind, state, open }) => [kind, state, open.minor])).toEqual([
    ['fee', 'PAID', 0],
    ['interest', 'PARTLY', 634],
  ]);
  expect(effect.payments[0]).toMatchObject({ unapplied: eur(0), claimed: eur(700) });
  expect(effect.lines).toContainEqual(expect.objectContaining({ account: 'unapplied', minor: 700 }));
  expect(balance(effect.lines)).toBe(0);
});

test.each([
  ['a person has it in hand', { held: { by: 'x', at: '2026-03-05T09:00:00Z', reason: 'r' } }],
  ['it is no money', { method: 'credit_note' as const }],
  ['it is of somebody else', { customerId: `cus_${'9'.repeat(26)}` as const }],
  ['it is of another legal entity', { entity: 'other' }],
  ['nothing of it is left', { unapplied: eur(0) }],
])('no claim is paid by itself where %s', (_, over) => {
  expect(settledBy(owed().claims, money(700, over), by)).toBeUndefined();
});

test.each([
  ['more than is open', { amount: eur(900) }, {}, 'claims.amount'],
  ['another currency', { amount: { minor: 1, currency: 'USD' } }, {}, 'claims.amount'],
  ['somebody else’s money', {}, { customerId: `cus_${'9'.repeat(26)}` as const }, 'claims.not_its_payment'],
  ['money that is used', {}, { unapplied: eur(0) }, 'claims.not_its_payment'],
])('a person settles with %s in vain', (_, wanted, over, code) => {
  const [interest] = owed().claims;
  expect(settled(interest!, money(5_000, over), wanted, by)).toMatchObject({ ok: false, code });
});

test('what was charged in error gives its money back, and may be charged anew', () => {
  const [interest] = owed().claims;
  const paid = settled(interest!, money(500), {}, by);
  if (!paid.ok) throw new Error(paid.detail);
  const [half] = paid.value.claims;
  const effect = takenBack(half!, paid.value.payments, { ...by, reason: 'wrong' });
  expect(effect.claims[0]).toMatchObject({ state: 'REVERSED', open: eur(0) });
  expect(paidWith(effect.claims[0]!).size).toBe(0);
  expect(effect.payments[0]).toMatchObject({ unapplied: eur(500), claimed: eur(0) });
  expect(balance(effect.lines)).toBe(0);
});

test('in any order of charging, paying, waiving and taking back nothing is charged twice, and the account has what is open', () => {
  const step = fc.record({
    does: fc.constantFrom('charge', 'fee', 'pay', 'settle', 'waive', 'reverse'),
    days: fc.integer({ min: 0, max: 90 }),
    minor: fc.integer({ min: 1, max: 60_000 }),
    pick: fc.nat(20),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      let now = none(late());
      let today = addDays(DUE, 1);
      let account = 0;
      const seen = (lines: readonly EntryLine[]) => {
        expect(balance(lines)).toBe(0);
        for (const { account: name, minor } of lines) if (name === 'lateClaims') account += minor;
      };
      const replace = (claim: Claim) => {
        now = { ...now, claims: now.claims.map((one) => (one.id === claim.id ? claim : one)) };
      };
      for (const { does, days, minor, pick } of steps) {
        const claim = now.claims[pick % Math.max(1, now.claims.length)];
        if (does === 'charge' || does === 'fee') {
          today = addDays(today, does === 'charge' ? days : 0);
          const charge =
            does === 'fee'
              ? feeCharge(eur(minor), 'costs', madeOn(today))
              : interestCharge(TERMS, today, madeOn(today));
          const effect = together(now, [charge]);
          if (effect) seen(effect.lines);
          if (effect) now = standingAfter(now, [effect]);
        } else if (does === 'pay') {
          const part = Math.min(minor, now.invoice.open.minor);
          if (part > 0)
            now = {
              ...now,
              invoice: {
                ...now.invoice,
                open: eur(now.invoice.open.minor - part),
                settlements: [...now.invoice.settlements, paidOn(addDays(today, -days), part)],
              },
            };
        } else if (claim && does === 'settle') {
          const paid = settled(claim, money(minor), {}, by);
          if (paid.ok) seen(paid.value.lines);
          if (paid.ok) replace(paid.value.claims[0]!);
        } else if (claim && does === 'waive' && claim.open.minor > 0) {
          const amount = eur(Math.min(minor, claim.open.minor));
          replace(taken(claim, { is: 'waived', amount, ...by }));
          account -= amount.minor;
        } else if (claim && does === 'reverse' && claim.open.minor > 0 && paidWith(claim).size === 0) {
          const effect = takenBack(claim, [], { ...by, reason: 'wrong' });
          seen(effect.lines);
          now = { ...now, charged: forgotten(now.charged, [claim], now.claims) };
          replace(effect.claims[0]!);
        }
      }
      const sums = now.claims.map(({ open, amount, steps: own }) => {
        const left = own.reduce((all, one) => (one.undone ? all : all - one.amount.minor), amount.minor);
        expect(open.minor).toBe(left);
        expect(left).toBeGreaterThanOrEqual(0);
        return left;
      });
      expect(account).toBe(sums.reduce((all, one) => all + one, 0));
      const interest = now.claims
        .filter(({ kind }) => kind === 'interest')
        .reduce(
          (all, { amount, steps: own }) =>
            own.reduce(
              (rest, one) => (one.is === 'reversed' ? rest - one.amount.minor : rest),
              all + amount.minor,
            ),
          0,
        );
      expect(interest).toBe(now.charged.interestMinor);
    }),
    { numRuns: 300 },
  );
});
