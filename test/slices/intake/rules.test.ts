/** What mappings may do and what they give: the ready ones on payloads of their kind, and lines of shipments against an order. */
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../shared/customers/customer.ts';
import { compile, run } from '../../../shared/intake/mapping.ts';
import { PRESETS } from '../../../shared/intake/presets.ts';
import { linesFor, profileOf, understood } from '../../../shared/intake/rules.ts';
import { SAMPLES } from '../../../shared/intake/samples.ts';
import type { Order } from '../../../shared/orders/order.ts';

const mapped = async (mapping: string, payload: unknown) => {
  const expression = await compile(mapping);
  if (!expression.ok) return expression;
  const answer = await run(expression.value, payload);
  return answer.ok ? understood('shop', answer.value) : answer;
};
const preset = (name: string) => PRESETS.find((one) => one.name === name)!.mapping;

describe('the mappings that come with the product', () => {
  test.each([
    [
      'shopify',
      [
        ['TEA-1', '3', '8.50', 'reduced'],
        ['SHIPPING', '1', '4.90', 'standard'],
      ],
    ],
    [
      'woocommerce',
      [
        ['CUP-1', '2', '12.5', 'standard'],
        ['SHIPPING', '1', '5.00', 'standard'],
      ],
    ],
    ['edi', [['TEA-9', '40', '31.125', 'reduced']]],
  ] as const)('%s: its sample becomes an order, with prices as they were written', async (name, lines) => {
    const result = await mapped(preset(name), SAMPLES[name]);
    expect(result).toMatchObject({ ok: true, value: { order: { source: 'shop', currency: 'EUR' } } });
    const { order } = (result as unknown as { value: { order: Order } }).value;
    expect(
      order.lines.map(({ sku, quantity, unitPrice, taxClass }) => [sku, quantity, unitPrice, taxClass]),
    ).toEqual(lines);
  });
  test.each([
    [
      'shopify',
      { id: 1, order_id: 2, line_items: [{ sku: 'A', quantity: 1 }], created_at: '2026-01-05T08:00:00' },
      'shipped',
    ],
    [
      'shopify',
      {
        id: 1,
        order_id: 2,
        refund_line_items: [{ quantity: 1, line_item: { sku: 'A' } }],
        created_at: '2026-01-05T08:00:00',
      },
      'returned',
    ],
    ['shopify', { ...SAMPLES.shopify, cancelled_at: '2026-01-05T08:00:00' }, 'cancelled'],
    ['woocommerce', { id: 1, status: 'refunded' }, 'returned'],
    [
      'edi',
      {
        messageType: 'DESADV',
        orderNumber: '1',
        despatchNumber: 'D',
        despatchDate: '2026-01-05',
        lines: [{ article: 'A', quantity: 1 }],
      },
      'shipped',
    ],
  ])('%s: what happens to an order on its way (%#)', async (name, payload, state) => {
    expect(await mapped(preset(name), payload)).toMatchObject({ ok: true, value: { status: { state } } });
  });
  test.each([
    ['de-DE', 'de'],
    ['fr-CA', 'fr'],
    ['es', 'es'],
    ['it-IT', 'it'],
    ['nl-BE', 'nl'],
    ['pt-PT', 'en'],
    [undefined, 'en'],
  ])('a customer of a shop in %s is written to in %s', async (locale, language) => {
    const payload = { ...SAMPLES.shopify, customer_locale: locale };
    expect(await mapped(preset('shopify'), payload)).toMatchObject({
      ok: true,
      value: { customer: { profile: { language } } },
    });
  });
  test('what would make another sum is refused', async () => {
    for (const wrong of [{ taxes_included: true }, { total_discounts: '0.01' }])
      expect(await mapped(preset('shopify'), { ...SAMPLES.shopify, ...wrong })).toMatchObject({
        ok: false,
        code: 'intake.mapping_failed',
      });
    const price = { ...SAMPLES.edi, lines: [{ ...SAMPLES.edi.lines[0]!, netPrice: 0.1 + 0.2 }] };
    expect(await mapped(preset('edi'), price)).toMatchObject({
      ok: false,
      code: 'intake.mapped_invalid',
      errors: [{ pointer: '/order/lines/0/unitPrice' }],
    });
  });
});

test('a mapping reaches nothing but its payload, and names no other source', async () => {
  for (const text of [
    '$process',
    '$globalThis',
    '$require("fs")',
    'constructor.constructor',
    '__proto__.polluted',
  ]) {
    const result = await mapped(text, { a: 1 });
    expect([text, result.ok ? result.value : undefined]).toEqual([text, undefined]);
  }
  const named = preset('edi').replace("'poNumber': orderNumber", "'source': 'other'");
  expect(named).not.toBe(preset('edi'));
  expect(await mapped(named, SAMPLES.edi)).toMatchObject({
    ok: true,
    value: { order: { source: 'shop', customer: { source: 'shop' } } },
  });
});

describe('a shipment’s lines', () => {
  const order = {
    lines: [
      { id: '1', sku: 'A', quantity: '2', fulfilled: '1' },
      { id: '2', sku: 'B', quantity: '5', fulfilled: '0' },
      { id: '3', sku: 'A', quantity: '3', fulfilled: '0' },
    ],
  } as unknown as Order;
  test('by SKU go over all open lines of it, in their order', () => {
    expect(linesFor(order, { state: 'shipped', lines: [{ sku: 'A', quantity: '3' }] })).toMatchObject({
      ok: true,
      value: [
        { line: '1', quantity: '1' },
        { line: '3', quantity: '2' },
      ],
    });
    expect(linesFor(order, { state: 'shipped', lines: [{ line: '2', quantity: '5' }] })).toMatchObject({
      ok: true,
      value: [{ line: '2', quantity: '5' }],
    });
    expect(linesFor(order, { state: 'shipped' })).toEqual({ ok: true, value: undefined });
  });
  test('that are too many stay too many, so that the order refuses them', () => {
    expect(linesFor(order, { state: 'shipped', lines: [{ sku: 'A', quantity: '9' }] })).toMatchObject({
      ok: true,
      value: [
        { line: '1', quantity: '1' },
        { line: '3', quantity: '8' },
      ],
    });
    expect(linesFor(order, { state: 'shipped', lines: [{ sku: 'C', quantity: '1' }] })).toMatchObject({
      ok: false,
      code: 'intake.line_unknown',
    });
  });
});

test('a profile keeps what is not said, and is not saved where nothing changed', () => {
  const known = {
    name: 'X',
    address: { line1: 'W', postalCode: '1', city: 'B', country: 'DE' },
    emails: ['a@b.example'],
    language: 'de',
    currency: 'EUR',
    paymentTermsDays: 60,
    ibans: [],
  } as unknown as Customer;
  expect(profileOf(known, { name: 'X' })).toEqual({ ok: true, value: undefined });
  expect(profileOf(known, { name: 'Y' })).toMatchObject({
    ok: true,
    value: { name: 'Y', paymentTermsDays: 60, language: 'de' },
  });
  expect(profileOf(undefined, { name: 'Y' })).toMatchObject({ ok: false, code: 'intake.mapped_invalid' });
});
