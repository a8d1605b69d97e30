/** What speaks against issuing an invoice by itself, as a table of cases and by properties. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckRule } from '../../../shared/invoices/check.ts';
import { failing, lookBack, type Billed, type Judged } from '../../../shared/invoices/judging.ts';

type Customer = Judged['customer'];
const address = (country: string) => ({ line1: 'W 1', postalCode: '1', city: 'X', country });
const order = (serial: number): Billed['orderId'] => `ord_${String(serial).padStart(26, '0')}`;
const billed = (grossMinor: number, over: Partial<Billed> = {}): Billed => ({
  number: 'INV-2026-000001',
  issuedOn: '2026-03-01',
  currency: 'EUR',
  orderId: order(1),
  sourceOrderId: 'S-1',
  lines: [],
  totals: { netMinor: grossMinor, taxMinor: 0, grossMinor, taxes: [] },
  ...over,
});
const seller = { id: 'main', name: 'S', address: address('DE') } as Judged['snapshot']['seller'];
const judged = (
  grossMinor: number,
  over: Partial<Billed> = {},
  customer: Partial<Customer> = {},
  before: readonly Billed[] = [],
): Judged => ({
  snapshot: { ...billed(grossMinor, { orderId: order(99), sourceOrderId: 'S-99', ...over }), seller },
  customer: { address: address('DE'), ...customer },
  before,
});
const codes = (rule: CheckRule, ...of: Parameters<typeof judged>): string[] =>
  failing([rule], judged(...of)).map(({ code }) => code);

describe('tax_id_missing', () => {
  const french = { address: address('FR'), taxIds: [{ value: '732829320' }] };
  test.each<[string, Partial<Customer>, string[] | undefined, boolean]>([
    ['a business of another member state', french, undefined, true],
    ['with its VAT identifier', { ...french, vatId: 'FR83404833048' }, undefined, false],
    ['a consumer of another member state', { address: address('FR') }, undefined, false],
    ['a business at home', { taxIds: [{ value: '1' }] }, undefined, false],
    ['a business outside the Union', { ...french, address: address('CH') }, undefined, false],
    ['of a segment that needs one, at home', { segment: 'b2b' }, ['b2b'], true],
    ['of another segment', { segment: 'retail' }, ['b2b'], false],
    ['of no segment', {}, ['b2b'], false],
    ['of a segment that needs one, with it', { segment: 'b2b', vatId: 'DE136695976' }, ['b2b'], false],
  ])('%s', (_, customer, segments, fails) => {
    const rule = { check: 'tax_id_missing' as const, ...(segments && { segments }) };
    expect(codes(rule, 100, {}, customer)).toEqual(fails ? ['invoices.tax_id_missing'] : []);
  });
});

describe('po_required', () => {
  const named = { check: 'po_required' as const, segments: ['industry'], tags: ['strict'] };
  test.each<[string, CheckRule, Partial<Customer>, string | undefined, boolean]>([
    ['of all, and there is none', { check: 'po_required' }, {}, undefined, true],
    ['of all, and there is one', { check: 'po_required' }, {}, 'PO-1', false],
    ['of its segment', named, { segment: 'industry' }, undefined, true],
    ['of its tag', named, { tags: ['new', 'strict'] }, undefined, true],
    ['of neither', named, { segment: 'retail', tags: ['new'] }, undefined, false],
    ['of its segment, and there is one', named, { segment: 'industry' }, 'PO-1', false],
  ])('%s', (_, rule, customer, poNumber, fails) => {
    expect(codes(rule, 100, { poNumber }, customer)).toEqual(fails ? ['invoices.po_required'] : []);
  });
});

test('zero_total: nothing is asked for', () => {
  expect(codes({ check: 'zero_total' }, 0)).toEqual(['invoices.zero_total']);
  expect(codes({ check: 'zero_total' }, 1)).toEqual([]);
});

describe('duplicate', () => {
  const rule = { check: 'duplicate' as const, withinDays: 30 };
  const on = { issuedOn: '2026-03-31', poNumber: 'PO-7' };
  test.each<[string, Partial<Billed>, number, boolean]>([
    ['same purchase order, same total', { poNumber: 'PO-7' }, 500, true],
    ['same number of the source', { sourceOrderId: 'S-99' }, 500, true],
    ['thirty days ago', { poNumber: 'PO-7', issuedOn: '2026-03-01' }, 500, true],
    ['a day longer ago', { poNumber: 'PO-7', issuedOn: '2026-02-28' }, 500, false],
    ['another total', { poNumber: 'PO-7' }, 501, false],
    ['another currency', { poNumber: 'PO-7', currency: 'GBP' }, 500, false],
    ['neither number', {}, 500, false],
    ['another delivery of the same order', { poNumber: 'PO-7', orderId: order(99) }, 500, false],
    [
      'the same for another month',
      { poNumber: 'PO-7', lines: [{ period: { from: '2026-02-01', until: '2026-02-28' } }] },
      500,
      false,
    ],
    [
      'a debit note',
      {
        poNumber: 'PO-7',
        preceding: { as: 'debited', number: 'INV-1', issuedOn: '2026-03-01', reason: 'price' },
      },
      500,
      false,
    ],
  ])('%s', (_, before, grossMinor, fails) => {
    expect(codes(rule, 500, on, {}, [billed(grossMinor, before)])).toEqual(
      fails ? ['invoices.duplicate'] : [],
    );
  });
  test('one month of a subscription is billed once, and another is another', () => {
    const month = (from: string) => ({
      poNumber: 'PO-7',
      lines: [{ period: { from, until: '2026-03-31' } }],
    });
    const march = { ...on, ...month('2026-03-01') };
    expect(codes(rule, 500, march, {}, [billed(500, month('2026-03-01'))])).toEqual(['invoices.duplicate']);
    expect(codes(rule, 500, march, {}, [billed(500, month('2026-02-01'))])).toEqual([]);
  });
  test('without a purchase order number, two that lack it are no doubles', () => {
    expect(codes(rule, 500, { issuedOn: '2026-03-02' }, {}, [billed(500)])).toEqual([]);
  });
  test('one that was taken back for another is looked at no more, the other is', () => {
    const wrong = billed(500, { number: 'INV-1', poNumber: 'PO-7' });
    const right = (grossMinor: number) =>
      billed(grossMinor, {
        number: 'INV-2',
        poNumber: 'PO-7',
        preceding: { as: 'corrected', number: 'INV-1', issuedOn: '2026-03-01', reason: 'price' },
      });
    expect(codes(rule, 500, on, {}, [right(400), wrong])).toEqual([]);
    expect(failing([rule], judged(500, on, {}, [right(500), wrong]))).toMatchObject([
      { figures: { invoice: 'INV-2', issuedOn: '2026-03-01', grossMinor: 500, found: 1 } },
    ]);
  });
});

describe('outlier', () => {
  const rule = { check: 'outlier' as const, abovePercent: 300, last: 5, from: 3 };
  const before = (...grosses: number[]) => grosses.map((gross) => billed(gross));
  test.each<[string, number, readonly Billed[], boolean]>([
    ['three times the median', 300, before(100, 90, 110), false],
    ['a cent more', 301, before(100, 90, 110), true],
    ['too few to know', 10_000, before(100, 100), false],
    ['an even count: between the two in the middle', 451, before(100, 200, 90, 210), true],
    ['an even count, just not', 450, before(100, 200, 90, 210), false],
    ['a half of a cent counts', 453, before(100, 201, 90, 210), true],
    ['a half of a cent counts, just not', 451, before(100, 201, 90, 210), false],
    ['only the newest are looked at', 400, before(100, 100, 100, 100, 100, 9_000, 9_000, 9_000), true],
    ['free ones say nothing', 10_000, before(0, 0, 0, 100, 100), false],
    [
      'ones of another currency say nothing',
      10_000,
      [...before(100, 100), billed(1, { currency: 'GBP' })],
      false,
    ],
  ])('%s', (_, gross, of, fails) => {
    expect(codes(rule, gross, {}, {}, of)).toEqual(fails ? ['invoices.outlier'] : []);
  });
  test('its figures say what was compared', () => {
    expect(failing([rule], judged(100_000, {}, {}, before(10_000, 20_000, 30_000)))).toEqual([
      {
        code: 'invoices.outlier',
        detail: '1000.00 EUR is more than 300 % of 200.00 EUR, the median of 3 invoices.',
        figures: { grossMinor: 100_000, medianMinor: 20_000, invoices: 3, abovePercent: 300 },
      },
    ]);
  });
  test('the median is in the middle, whatever the order of the invoices', () => {
    const grosses = fc.array(fc.integer({ min: 1, max: 10_000_000_000_000 }), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(grosses, fc.integer({ min: 100, max: 1_000_000 }), (some, abovePercent) => {
        const wide = { ...rule, abovePercent, last: 100 };
        const smallest = Math.min(...some);
        const all = some.map((gross) => billed(gross));
        // Nothing is above the smallest of all by being it, and turning the list round changes nothing.
        expect(failing([wide], judged(smallest, {}, {}, all))).toEqual([]);
        const gross = Math.max(...some);
        expect(failing([wide], judged(gross, {}, {}, all))).toEqual(
          failing([wide], judged(gross, {}, {}, all.toReversed())),
        );
      }),
    );
  });
});

test('every reason is listed, in the order of the rules', () => {
  const rules: CheckRule[] = [{ check: 'zero_total' }, { check: 'po_required' }];
  expect(failing(rules, judged(0)).map(({ code }) => code)).toEqual([
    'invoices.zero_total',
    'invoices.po_required',
  ]);
  expect(failing([], judged(0))).toEqual([]);
});

test('nobody looks back further than the rules ask', () => {
  expect(lookBack([{ check: 'zero_total' }, { check: 'po_required' }], '2026-03-31')).toBeUndefined();
  expect(lookBack([{ check: 'duplicate', withinDays: 30 }], '2026-03-31')).toEqual({
    since: '2026-03-01',
    last: 0,
  });
  const outlier = CheckRule.parse({ check: 'outlier', abovePercent: 300 });
  expect(lookBack([outlier], '2026-03-31')).toEqual({ since: undefined, last: 12 });
});
