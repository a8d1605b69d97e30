import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discountBack, discountOn, dueOn, earlyOf, ofRest } from '../../../shared/invoices/early.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { pay, reopen } from '../../../shared/invoices/rules.ts';
import { totalsOf } from '../../../shared/pricing/rules.ts';
import { byPercent, type Untaxing } from '../../../shared/pricing/untaxed.ts';
import { anInvoice } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const totals = (groups: readonly [netMinor: number, ratePpm: number][], untaxing?: Untaxing) =>
  totalsOf(
    groups.map(([netMinor, ratePpm]) => ({ netMinor, tax: { category: 'S', ratePpm } }) as never),
    'EUR',
    [],
    untaxing,
  );
const untaxed = (...groups: [netMinor: number, ratePpm: number][]) =>
  totals(groups, byPercent(20_000, 'EUR'));
const terms = (mode: 'gross' | 'net' | 'taxed', over: object = {}) => ({
  earlyPayment: { percent: '2', days: 10, mode, ...over },
});
const of1190 = { totals: totals([[100_000, 190_000]]), currency: 'EUR' };
const invoice = (over: Partial<Invoice> = {}): Invoice =>
  anInvoice(1, 119_000, { early: earlyOf(terms('gross'), '2026-01-02', of1190)!, ...over });
const paying = (one: Invoice, minor: number, paidOn = '2026-01-12', method = 'bank_transfer') => {
  const paid = pay(one, eur(minor), { paymentId: 'p', paidOn, method, reason: 'x' });
  if (!paid.ok) throw new Error(paid.detail);
  return paid.value;
};

describe('what may be kept', () => {
  test('2 % of 1,190.00 are 23.80, of which 3.80 correct the tax; of the net alone 20.00', () => {
    expect(earlyOf(terms('gross'), '2026-01-02', of1190)).toEqual({
      percent: '2',
      mode: 'gross',
      until: '2026-01-12',
      acceptedUntil: '2026-01-12',
      discount: eur(2_380),
      taxMinor: 380,
    });
    expect(earlyOf(terms('net'), '2026-01-02', of1190)).toMatchObject({ discount: eur(2_000), taxMinor: 0 });
  });
  test('several rates are corrected each; free of tax there is nothing to correct; nothing is offered of nothing', () => {
    const mixed = {
      totals: totals([
        [100_000, 190_000],
        [50_000, 70_000],
      ]),
      currency: 'EUR',
    };
    expect(earlyOf(terms('gross'), '2026-01-02', mixed)).toMatchObject({
      discount: eur(3_450),
      taxMinor: 450,
    });
    const free = { totals: totals([[10_000, 0]]), currency: 'EUR' };
    expect(earlyOf(terms('gross'), '2026-01-02', free)).toMatchObject({ discount: eur(200), taxMinor: 0 });
    expect(
      earlyOf(terms('gross'), '2026-01-02', { totals: totals([[10, 0]]), currency: 'EUR' }),
    ).toBeUndefined();
    expect(earlyOf({}, '2026-01-02', of1190)).toBeUndefined();
  });
  test('whose tax is computed without it: 20.00 of 1,186.20, and no tax moves; what bears none is discounted, too', () => {
    const of1186 = { totals: untaxed([100_000, 190_000]), currency: 'EUR' };
    expect(of1186.totals.grossMinor).toBe(118_620);
    expect(earlyOf(terms('taxed'), '2026-01-02', of1186)).toMatchObject({
      mode: 'taxed',
      discount: eur(2_000),
      taxMinor: 0,
    });
    const mixed = { totals: untaxed([100_000, 190_000], [5_000, 0]), currency: 'EUR' };
    expect(earlyOf(terms('taxed'), '2026-01-02', mixed)).toMatchObject({ discount: eur(2_100), taxMinor: 0 });
  });
  test('deposits leave their part of it, and all of one that the tax was computed without', () => {
    const [gross, taxed] = [
      earlyOf(terms('gross'), '2026-01-02', of1190),
      earlyOf(terms('taxed'), '2026-01-02', { totals: untaxed([100_000, 190_000]), currency: 'EUR' }),
    ];
    expect(ofRest(gross, 119_000, 59_500)).toMatchObject({ discount: eur(1_190), taxMinor: 190 });
    expect(ofRest(taxed, 118_620, 59_310)).toMatchObject({ discount: eur(2_000), taxMinor: 0 });
    expect(ofRest(taxed, 118_620, 117_620)).toMatchObject({ discount: eur(1_000) });
    expect(ofRest(taxed, 118_620, 118_620)).toBeUndefined();
  });
});

describe('an early payment', () => {
  test('on the last day settles all; the day after it is a short payment; days of grace are accepted', () => {
    const early = paying(invoice(), 116_620);
    expect(early).toMatchObject({ applied: eur(116_620), kept: { discount: eur(2_380), taxMinor: 380 } });
    expect(early.invoice).toMatchObject({ state: 'PAID', open: eur(0) });
    expect(paying(invoice(), 116_620, '2026-01-13').invoice).toMatchObject({
      state: 'PART_PAID',
      open: eur(2_380),
    });
    const graceful = earlyOf(terms('gross', { graceDays: 3 }), '2026-01-02', of1190)!;
    expect(graceful.until).toBe('2026-01-12');
    expect(paying(invoice({ early: graceful }), 116_620, '2026-01-15').invoice.state).toBe('PAID');
    expect(paying(invoice({ early: graceful }), 116_620, '2026-01-16').invoice.state).toBe('PART_PAID');
  });
  test('who keeps less has kept less; who keeps a few cents more owes them; who keeps far more has not paid early', () => {
    expect(paying(invoice(), 117_000).kept).toEqual({ discount: eur(2_000), taxMinor: 319 });
    expect(paying(invoice(), 116_619).invoice).toMatchObject({ state: 'PART_PAID', open: eur(1) });
    expect(paying(invoice(), 116_000).invoice).toMatchObject({ open: eur(3_000) });
    expect(paying(invoice(), 119_000).kept).toBeUndefined();
    expect(paying(invoice(), 119_500)).toMatchObject({ rest: eur(500), invoice: { state: 'PAID' } });
  });
  test('after a part payment there is none; after a credit note there is its part, which the credit note does not take itself', () => {
    const half = paying(invoice(), 59_500).invoice;
    expect(discountOn(half, '2026-01-05')).toBeUndefined();
    const credited = paying(invoice(), 117_000, '2026-01-05', 'credit_note');
    expect(credited.kept).toBeUndefined();
    const part = paying(invoice(), 59_500, '2026-01-05', 'credit_note').invoice;
    expect(dueOn(part, '2026-01-06')).toEqual(eur(58_310));
  });
  test('that is taken back opens all that it had settled, and the discount may be kept again', () => {
    const back = reopen(paying(invoice(), 116_620).invoice, 'p');
    expect(back).toMatchObject({ state: 'ISSUED', open: eur(119_000), settlements: [] });
    expect(paying(back, 116_620).invoice.state).toBe('PAID');
  });
});

test('property: what credit notes take back of a discount is all of it in the end, in whatever parts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 6 }), (parts) => {
      const paid = paying(invoice(), 116_620).invoice;
      let [before, discount, tax] = [0, 0, 0];
      for (const part of [...parts, 119_000].map((one) => Math.min(one, 119_000))) {
        const now = Math.min(part, 119_000 - before);
        const back = discountBack(paid, now, before);
        expect(back.discount.minor).toBeGreaterThanOrEqual(0);
        expect(back.discount.minor).toBeLessThanOrEqual(now);
        [before, discount, tax] = [before + now, discount + back.discount.minor, tax + back.taxMinor];
      }
      expect([before, discount, tax]).toEqual([119_000, 2_380, 380]);
    }),
  );
});
