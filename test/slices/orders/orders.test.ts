import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveredPart } from '../../../shared/orders/parts.ts';
import { assess, cancel, fulfil, release } from '../../../shared/orders/rules.ts';
import { judge } from '../../../shared/credit/rules.ts';
import { anOrder, customerId, fulfilmentId } from '../../support/drawn.ts';

const account = (limit: number | undefined, exposure: number) => ({
  customerId,
  currency: 'EUR',
  exposure: { minor: exposure, currency: 'EUR' },
  available: { minor: 0, currency: 'EUR' },
  ...(limit !== undefined && { limit: { minor: limit, currency: 'EUR' } }),
});
const made = (serial: number) => ({
  id: fulfilmentId(serial),
  deliveredOn: '2026-01-02',
  at: '2026-01-02T09:00:00.000Z',
});
const order = anOrder([
  { quantity: '10', unitPrice: '1', netMinor: 1_000 },
  { quantity: '2.5', unitPrice: '4', netMinor: 1_000 },
]);

describe('credit', () => {
  test('is taken up to the limit and to the cent; beyond it the order is held, never lost', () => {
    expect(judge(account(2_000, 0), 2_000).holds).toEqual([]);
    expect(judge(account(2_000, 1), 2_000).holds).toMatchObject([{ code: 'credit.over_limit' }]);
    expect(judge(undefined, 1).holds).toMatchObject([{ code: 'credit.no_limit' }]);
    expect(assess(order, account(1_999, 0))).toMatchObject({ state: 'HELD', exposureMinor: 0 });
    expect(assess(order, account(2_000, 0))).toMatchObject({
      state: 'CONFIRMED',
      exposureMinor: 2_000,
      holds: [],
    });
  });

  test('a release counts the order above the limit; only a held order is released', () => {
    expect(release(assess(order, undefined))).toMatchObject({
      ok: true,
      value: { state: 'CONFIRMED', exposureMinor: 2_000 },
    });
    expect(release(order)).toMatchObject({ ok: false, code: 'orders.not_held' });
  });
});

describe('a delivery', () => {
  test('may be of parts, never of more than was ordered', () => {
    const first = fulfil(order, [{ line: '2', quantity: '1.25' }], made(1));
    if (!first.ok) throw new Error(first.code);
    expect(first.value).toMatchObject({
      state: 'PART_FULFILLED',
      exposureMinor: 1_500,
      fulfilments: [{ exposureMinor: 500 }],
    });
    expect(fulfil(first.value, [{ line: '2', quantity: '1.26' }], made(2))).toMatchObject({
      ok: false,
      code: 'orders.over_delivered',
      errors: [{ detail: '1.25 are left on line 2' }],
    });
    expect(fulfil(order, [{ line: '9', quantity: '1' }], made(2))).toMatchObject({
      ok: false,
      code: 'orders.line_unknown',
    });
    const rest = fulfil(first.value, undefined, made(2));
    expect(rest).toMatchObject({ ok: true, value: { state: 'FULFILLED', exposureMinor: 0 } });
    if (rest.ok)
      expect(fulfil(rest.value, undefined, made(3))).toMatchObject({
        ok: false,
        code: 'orders.not_fulfillable',
      });
    expect(cancel(first.value)).toMatchObject({ ok: false, code: 'orders.not_cancellable' });
  });

  test('the same line twice in one delivery is one line of its invoice', () => {
    expect(
      deliveredPart(order, {
        lines: [
          { line: '1', quantity: '3' },
          { line: '1', quantity: '4' },
        ],
      }).lines,
    ).toMatchObject([{ quantity: '7', netMinor: 700 }]);
  });

  test('however it is cut, exposure is conserved and the last part takes the rest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 10 }), (parts) => {
        let now = order;
        for (const [index, part] of parts.entries()) {
          const next = fulfil(now, [{ line: '1', quantity: String(part) }], made(index));
          if (next.ok) now = next.value;
        }
        const held = now.fulfilments.reduce((total, part) => total + part.exposureMinor, now.exposureMinor);
        const done = fulfil(now, undefined, made(99));
        return (
          held === 2_000 &&
          (!done.ok ||
            (done.value.exposureMinor === 0 &&
              done.value.fulfilments.reduce((total, part) => total + part.exposureMinor, 0) === 2_000))
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
