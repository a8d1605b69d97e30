/** What money pays first: the invoices, or costs and interest before them; and what a payment is for beside its invoices. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_CLAIMS, type Claim } from '../../../shared/claims/claim.ts';
import { courseOf, interestUpTo } from '../../../shared/claims/interest.ts';
import type { EntityCharges } from '../../../shared/claims/late-charge.ts';
import { claimsAlone, lawFirst } from '../../../shared/claims/ordering.ts';
import { settledBy } from '../../../shared/claims/paying.ts';
import {
  feeCharge,
  interestCharge,
  standingAfter,
  together,
  uncharged,
  type Made,
  type Standing,
} from '../../../shared/claims/rules.ts';
import { shared } from '../../../shared/claims/sharing.ts';
import { taken } from '../../../shared/claims/steps.ts';
import type { Agreed } from '../../../shared/claims/terms.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import type { EntryLine } from '../../../shared/ledger/entry.ts';
import { receive, type Target } from '../../../shared/payments/rules.ts';
import { anInvoice, aPayment } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const TERMS: Agreed = {
  yearDays: 365,
  rates: [{ from: '0001-01-01', ppm: 100_000, source: 's' }],
  law: 'a law',
};
const LAW = { order: 'costs_interest_principal' as const };
const DUE = '2026-01-31';
let made = 0;
const madeOn = (on: string): Made => ({
  id: () => idFrom('clm', 1_760_000_000_000 + (made += 1), new Uint8Array(10)),
  on,
  at: `${on}T09:00:00.000Z`,
  by: 'key_1',
  trace: 't',
});
const late = (serial = 1, minor = 100_000): Standing => {
  const invoice = anInvoice(serial, minor, { dueOn: DUE });
  return { invoice, charged: uncharged(invoice), claims: [] };
};
const with_ = (standing: Standing, ...charges: Parameters<typeof together>[1]): Standing => {
  const effect = together(standing, charges);
  return effect ? standingAfter(standing, [effect]) : standing;
};
/** 5.00 of costs and 30 days of interest: 8.22. */
const owing = (serial = 1): Standing =>
  with_(
    late(serial),
    feeCharge(eur(500), 'costs', madeOn('2026-03-02')),
    interestCharge(TERMS, '2026-03-02', madeOn('2026-03-02')),
  );
const targetOf = ({ invoice }: Standing): Target => ({ invoice, meant: true, reason: 'named' });
const first = (
  minor: number,
  standings: readonly Standing[],
  own: Pick<EntityCharges, 'order' | 'exact'> = LAW,
  paidOn = '2026-03-05',
  targets = standings.map(targetOf),
) => lawFirst({ amount: eur(minor), paidOn, targets }, standings, own, () => TERMS);

describe('money that is less than all that is owed', () => {
  test('pays costs, then interest, then the invoice, and says so', () => {
    const ordered = first(50_000, [owing()])!;
    expect(ordered.shares.map(({ claim, amount }) => [claim.kind, amount.minor])).toEqual([
      ['fee', 500],
      ['interest', 822],
    ]);
    expect(ordered.targets.map(({ amount }) => amount)).toEqual([eur(48_678)]);
    expect(ordered.says).toBe(
      'Less than all that is owed, so in the order of the law: costs 5.00, interest 8.22, invoices 486.78 EUR.',
    );
  });
  test('of two invoices pays the costs of both before the interest of either', () => {
    const ordered = first(1_200, [owing(1), owing(2)])!;
    expect(ordered.shares.map(({ claim, amount }) => [claim.kind, amount.minor])).toEqual([
      ['fee', 500],
      ['fee', 500],
      ['interest', 200],
    ]);
    expect(ordered.targets).toEqual([]);
  });
  test('that came before the costs were charged does not pay them, nor interest of later days', () => {
    const ordered = first(50_000, [owing()], LAW, '2026-02-10')!;
    // Ten days of thirty.
    expect(ordered.shares.map(({ claim, amount }) => [claim.kind, amount.minor])).toEqual([
      ['interest', 274],
    ]);
  });
});

test.each([
  ['the company says nothing', 50_000, {}],
  ['it says so', 50_000, { order: 'principal_first' as const }],
  ['its amount is that of the invoice, which is the payer’s word', 100_000, LAW],
  ['all is paid anyway', 101_322, LAW],
])('the invoice comes first where %s', (_, minor, own) => {
  expect(first(minor, [owing()], own)).toBeUndefined();
});
test('a company may refuse the payer’s word', () => {
  expect(first(100_000, [owing()], { ...LAW, exact: 'by_order' })!.targets[0]!.amount).toEqual(eur(98_678));
});
test.each([
  ['a rest is let go', { difference: { kind: 'rounding' as const, amount: eur(3) } }],
  ['a late discount is granted', { late: true as const }],
])('the invoice comes first where %s, and where nothing is owed beside it', (_, over) => {
  const standing = owing();
  const targets = [{ ...targetOf(standing), ...over }];
  expect(first(50_000, [standing], LAW, '2026-03-05', targets)).toBeUndefined();
  expect(first(50_000, [late()])).toBeUndefined();
});

describe('what a payment is meant for beside its invoices', () => {
  const asked = (claims: readonly Claim[]) => claims.map((claim) => ({ claim, amount: claim.amount }));
  test('is paid in the same commit', () => {
    const { claims, invoice } = owing();
    const effect = receive(aPayment(1, 101_322), [{ invoice, amount: eur(100_000), reason: 'r' }]);
    const done = shared(effect, asked(claims), 'payer');
    expect(done.effect.payment).toMatchObject({ version: 1, unapplied: eur(0), claimed: eur(1_322) });
    expect(done.effect.payment).not.toHaveProperty('notOwed');
    expect(done.claims.map(({ state }) => state)).toEqual(['PAID', 'PAID']);
    expect(done.entry).toMatchObject({ kind: 'late_charge_paid', on: '2026-01-20' });
    expect(done.effect.facts[0]!.data).toMatchObject({ claimed: eur(1_322), unapplied: eur(0) });
  });
  test.each(['waived', 'reversed', 'paid'] as const)('or is credit and says that it was %s', (is) => {
    const { claims } = owing();
    const gone = claims.map((claim) =>
      taken(claim, {
        is,
        amount: claim.open,
        on: '2026-03-03',
        by: 'x',
        paymentId: 'pay_1',
      }),
    );
    const done = shared(receive(aPayment(1, 1_322), []), asked(gone), 'payer');
    expect(done.effect.payment.unapplied).toEqual(eur(1_322));
    expect(done.effect.payment.notOwed!.map(({ why, amount }) => [why, amount.minor])).toEqual([
      [is, 500],
      [is, 822],
    ]);
    expect([done.entry, done.claims]).toEqual([undefined, []]);
  });
});

test('money that is exactly what is open of claims is for these, and no other is', () => {
  const { claims } = owing();
  expect(claimsAlone(eur(1_322), claims)!.map(({ amount }) => amount.minor)).toEqual([500, 822]);
  for (const minor of [1_321, 1_323, 500]) expect(claimsAlone(eur(minor), claims)).toBeUndefined();
  expect(claimsAlone({ minor: 1_322, currency: 'USD' }, claims)).toBeUndefined();
  expect(claimsAlone(eur(0), [])).toBeUndefined();
});

describe('of more claims than one commit pays', () => {
  const many = () => {
    const costs = Array.from({ length: MOST_CLAIMS + 5 }, () =>
      feeCharge(eur(100), 'costs', madeOn('2026-03-02')),
    );
    return with_(late(), ...costs, interestCharge(TERMS, '2026-03-02', madeOn('2026-03-02')));
  };
  test('the order of the law pays so many, then the invoice', () => {
    const ordered = first(50_000, [many()])!;
    expect(ordered.shares.map(({ claim }) => claim.kind)).toEqual(
      Array.from({ length: MOST_CLAIMS }, () => 'fee'),
    );
    expect(ordered.targets.map(({ amount }) => amount)).toEqual([eur(50_000 - MOST_CLAIMS * 100)]);
  });
  test('a receipt and what is left of a payment pay so many, and the rest of the money waits', () => {
    const { claims } = many();
    const shares = claims.map((claim) => ({ claim, amount: claim.open }));
    const received = receive(aPayment(1, 10_000), []);
    const done = shared(received, shares, 'x');
    expect(done.claims).toHaveLength(MOST_CLAIMS);
    expect(done.effect.payment).toMatchObject({
      claimed: eur(MOST_CLAIMS * 100),
      unapplied: eur(10_000 - MOST_CLAIMS * 100),
    });
    const rest = settledBy(claims, received.payment, { on: '2026-03-05', by: 'x' })!;
    expect(rest.claims).toHaveLength(MOST_CLAIMS);
  });
  test('none is paid by money that is exactly for all of them: a person looks at it', () => {
    const { claims } = many();
    const all = claims.reduce((sum, { open }) => sum + open.minor, 0);
    expect(claimsAlone(eur(all), claims)).toBeUndefined();
  });
});

const balance = (lines: readonly EntryLine[]) => lines.reduce((all, { minor }) => all + minor, 0);
test('whatever comes in which order, by either rule: all money is somewhere, no claim is below zero, and the books have what is open', () => {
  const step = fc.record({
    does: fc.constantFrom('interest', 'fee', 'money', 'money'),
    days: fc.integer({ min: 0, max: 40 }),
    back: fc.integer({ min: 0, max: 50 }),
    minor: fc.integer({ min: 1, max: 70_000 }),
  });
  const rules = fc.record({
    order: fc.constantFrom('principal_first' as const, 'costs_interest_principal' as const),
    exact: fc.constantFrom('invoices' as const, 'by_order' as const),
  });
  let ordered = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), rules, (steps, own) => {
      let now = late();
      let today = addDays(DUE, 1);
      let [account, received, kept] = [0, 0, 0];
      const seen = (lines: readonly EntryLine[] = []) => {
        expect(balance(lines)).toBe(0);
        for (const { account: name, minor } of lines) if (name === 'lateClaims') account += minor;
      };
      const replace = (claims: readonly Claim[]) => {
        now = { ...now, claims: now.claims.map((one) => claims.find(({ id }) => id === one.id) ?? one) };
      };
      const regard = () => {
        const to = now.charged.interestTo;
        const effect =
          to === undefined
            ? undefined
            : together(now, [interestCharge(TERMS, to, madeOn(today), Number.MAX_SAFE_INTEGER)]);
        seen(effect?.lines);
        if (effect) now = standingAfter(now, [effect]);
      };
      for (const [at, { does, days, back, minor }] of steps.entries()) {
        today = addDays(today, days);
        if (does !== 'money') {
          const charge =
            does === 'fee'
              ? feeCharge(eur(minor), 'costs', madeOn(today))
              : interestCharge(TERMS, today, madeOn(today));
          const effect = together(now, [charge]);
          seen(effect?.lines);
          if (effect) now = standingAfter(now, [effect]);
          continue;
        }
        const paidOn = addDays(today, -back);
        const before = now;
        const first_ = first(minor, [now], own, paidOn);
        const receipt = aPayment(at + 1, minor, { paidOn, bookedOn: today });
        const done = shared(receive(receipt, first_?.targets ?? [targetOf(now)]), first_?.shares ?? [], 'x');
        seen(done.effect.entry?.lines);
        seen(done.entry?.lines);
        replace(done.claims);
        const [head] = done.effect.invoices;
        if (head) now = { ...now, invoice: head };
        if (first_) {
          ordered += 1;
          // Principal is paid only where no costs are left that were owed then, and no interest that had run.
          const costs = now.claims.filter(
            ({ kind, on, open }) => kind !== 'interest' && on <= paidOn && open.minor > 0,
          );
          const interest = now.claims.filter(({ kind }) => kind === 'interest');
          const openMinor = interest.reduce((all, { open }) => all + open.minor, 0);
          const ran = interestUpTo(courseOf(before.invoice), TERMS, paidOn);
          const taken_ = before.charged.interestMinor - openMinor;
          if (done.effect.payment.allocations.length > 0) {
            expect(costs).toEqual([]);
            expect(taken_ >= ran || openMinor === 0).toBe(true);
          }
          if (costs.length > 0) expect(done.claims.filter(({ kind }) => kind === 'interest')).toEqual([]);
        }
        regard();
        const rest = settledBy(now.claims, done.effect.payment, { on: today, by: 'x' });
        seen(rest?.lines);
        if (rest) replace(rest.claims);
        const [payment] = rest?.payments ?? [done.effect.payment];
        const applied = payment!.allocations.reduce((all, { amount }) => all + amount.minor, 0);
        expect(applied + payment!.unapplied.minor + (payment!.claimed?.minor ?? 0)).toBe(minor);
        received += minor;
        kept += applied + payment!.unapplied.minor + (payment!.claimed?.minor ?? 0);
      }
      expect(kept).toBe(received);
      const open = now.claims.map((one) => one.open.minor);
      expect(Math.min(0, ...open)).toBe(0);
      expect(account).toBe(open.reduce((all, one) => all + one, 0));
      expect(now.invoice.open.minor).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 300 },
  );
  expect(ordered).toBeGreaterThan(50);
});
