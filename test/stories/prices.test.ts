/** What things cost, to whom and until when: lists, contracts, discounts, tax and terms, asked first and then ordered. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Contract, PriceList, Quote } from '../../shared/agreements/agreement.ts';
import type { Order } from '../../shared/orders/order.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { openCompany } from '../../bin/demo/open.ts';
import { expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: ['FindOverdue'] });
  const second = { ...SELLER, id: 'second', name: 'Südwind Kontor GmbH', series: 'SUED' };
  await openCompany(world.cloud, { tenant: 'acme', entities: [SELLER, second], keys: [] });
});
afterAll(() => world.close());

const put = async <T>(path: string, body: unknown): Promise<T> => {
  const answer = await world.call<T>('PUT', path, body, { key: 'partner' });
  expect([path, answer.status, answer.body]).toMatchObject([path, 200, {}]);
  return answer.body;
};
const unit = (sku: string, price: string) => ({ sku, rule: { model: 'unit', price } });
const list = (id: string, entries: unknown[], over: object = {}) =>
  put<PriceList>(`/v1/price-lists/${id}`, {
    name: id,
    currency: 'EUR',
    validFrom: '2026-01-01',
    entries,
    ...over,
  });
const line = (sku: string, quantity = '1', over: object = {}) => ({
  sku,
  description: `Thing ${sku}`,
  quantity,
  ...over,
});
const ask = (buyer: Buyer, lines: object[], over: object = {}) =>
  world.call<Quote>(
    'POST',
    '/v1/quotes',
    { customer: { id: buyer.id }, currency: 'EUR', lines, ...over },
    { key: 'partner' },
  );
const asked = async (buyer: Buyer, lines: object[], over: object = {}): Promise<Quote> => {
  const { status, body } = await ask(buyer, lines, over);
  expect([status, body]).toMatchObject([201, {}]);
  return body;
};
let serial = 0;
const place = (buyer: Buyer, over: object) =>
  world.call<Order>(
    'POST',
    '/v1/orders',
    {
      source: 'shop',
      sourceOrderId: `P-${(serial += 1)}`,
      customer: { id: buyer.id },
      currency: 'EUR',
      ...over,
    },
    { key: 'partner' },
  );
const placed = async (buyer: Buyer, over: object): Promise<Order> => {
  const { status, body } = await place(buyer, over);
  expect([status, body]).toMatchObject([201, {}]);
  return body;
};
/** A list's entry in its newest version, whose skus are this test's own. */
const nets = ({ lines }: Pick<Quote, 'lines'>) => lines.map(({ netMinor }) => netMinor);

describe('price lists', () => {
  test('every model prices a quantity, and the line says how', async () => {
    const acme = await world.customer('Models');
    await list('models', [
      unit('M-UNIT', '2.50'),
      { sku: 'M-FLAT', rule: { model: 'flat', price: '99' } },
      {
        sku: 'M-TIER',
        rule: {
          model: 'tiered',
          steps: [
            { from: '0', price: '5' },
            { from: '10', price: '4' },
          ],
        },
      },
      {
        sku: 'M-VOL',
        rule: {
          model: 'volume',
          steps: [
            { from: '0', price: '5' },
            { from: '10', price: '4' },
          ],
        },
      },
      { sku: 'M-PACK', rule: { model: 'package', size: '6', price: '10' } },
    ]);
    const quote = await asked(acme, [
      line('M-UNIT', '3'),
      line('M-FLAT', '7'),
      line('M-TIER', '15'),
      line('M-VOL', '15'),
      line('M-PACK', '13'),
      line('M-VOL', '9.5'),
    ]);
    expect(nets(quote)).toEqual([750, 9900, 7000, 6000, 3000, 4750]);
    expect(quote.lines[2]).toMatchObject({
      unitPrice: '70',
      baseQuantity: '15',
      price: { source: 'list', list: 'models', version: 1, model: 'tiered' },
      explanation: [
        'tiered price of list models version 1',
        '10 × 5',
        '5 × 4',
        '15 at 70 for 15 = 70.00 EUR',
        'VAT S 19 % (§ 12 (1) UStG)',
      ],
    });
    expect(quote).toMatchObject({ decision: 'CONFIRMED', holds: [] });
  });

  test('a customer’s list goes before its segment’s, that before everybody’s; a version counts at once and keeps the one before', async () => {
    const [acme, other, plain] = [
      await world.customer('Own', { segment: 'gold' }),
      await world.customer('Golden', { segment: 'gold' }),
      await world.customer('Plain'),
    ];
    await list('all', [unit('S-1', '10'), unit('S-2', '20')]);
    await list('gold', [unit('S-1', '9')], { for: { kind: 'segment', segment: 'gold' } });
    await list('own', [unit('S-1', '8')], { for: { kind: 'customer', id: acme.id } });
    const both = [line('S-1'), line('S-2')];
    expect(nets(await asked(acme, both))).toEqual([800, 2000]);
    expect(nets(await asked(other, both))).toEqual([900, 2000]);
    expect(nets(await asked(plain, both))).toEqual([1000, 2000]);
    const order = await placed(plain, { lines: both });
    await list('all', [unit('S-1', '11')]);
    expect(nets(await asked(plain, [line('S-1')]))).toEqual([1100]);
    expect(await world.get(`/v1/price-lists/all?version=1`)).toMatchObject({ version: 1, entries: [{}, {}] });
    expect(order.lines[0]).toMatchObject({ unitPrice: '10', price: { list: 'all', version: 1 } });
    // S-2 is in no list in force any more: refused with its place, never free.
    expectProblem(await ask(plain, both), {
      status: 422,
      code: 'pricing.price_unknown',
      at: ['/lines/1/unitPrice'],
    });
  });

  test('lists of other days and currencies do not price; steps must rise and a sku has one price', async () => {
    const acme = await world.customer('Days');
    await list('past', [unit('D-1', '1')], { validFrom: '2025-01-01', validUntil: '2026-01-04' });
    await list('future', [unit('D-1', '2')], { validFrom: '2026-01-06' });
    await list('dollars', [unit('D-1', '3')], { currency: 'USD' });
    expectProblem(await ask(acme, [line('D-1')]), { status: 422, code: 'pricing.price_unknown' });
    const wrong = (entries: unknown[]) =>
      world.call(
        'PUT',
        '/v1/price-lists/wrong',
        { name: 'w', currency: 'EUR', validFrom: '2026-01-01', entries },
        { key: 'partner' },
      );
    expectProblem(await wrong([unit('X', '1'), unit('X', '2')]), {
      status: 422,
      code: 'agreements.entries',
      at: ['/entries/1'],
    });
    const steps = [
      { from: '0', price: '1' },
      { from: '0', price: '2' },
    ];
    expectProblem(await wrong([{ sku: 'X', rule: { model: 'tiered', steps } }]), {
      status: 422,
      code: 'agreements.entries',
    });
    expectProblem(
      await world.call(
        'PUT',
        '/v1/price-lists/wrong',
        {
          name: 'w',
          currency: 'EUR',
          validFrom: '2026-02-01',
          validUntil: '2026-01-01',
          entries: [unit('X', '1')],
        },
        { key: 'partner' },
      ),
      { status: 422, code: 'agreements.validity', at: ['/validUntil'] },
    );
  });
});

describe('discounts', () => {
  test('line, then document, then tax; each mode of stacking is said and exact', async () => {
    const acme = await world.customer('Stack');
    const two = [
      { reason: 'Partner', percent: '10' },
      { reason: 'Spring', percent: '5' },
    ];
    const of = async (stacking?: string) =>
      nets(await asked(acme, [line('A', '1', { unitPrice: '100', discounts: two })], { stacking }));
    expect([await of(), await of('additive'), await of('best')]).toEqual([[8550], [8500], [9000]]);

    const quote = await asked(
      acme,
      [
        line('A', '3', { unitPrice: '33.33', discounts: [{ reason: 'Third', amount: '9.99' }] }),
        line('B', '1', { unitPrice: '50', taxClass: 'reduced' }),
      ],
      { discounts: [{ reason: 'Welcome', amount: '10.00', code: 'W-10' }] },
    );
    // 99.99 − 9.99 = 90.00 and 50.00: 10.00 falls 6.43 to 3.57 by largest remainder.
    expect(quote.totals).toMatchObject({
      netMinor: 13000,
      taxes: [
        { ratePpm: 190_000, baseMinor: 8357, taxMinor: 1588 },
        { ratePpm: 70_000, baseMinor: 4643, taxMinor: 325 },
      ],
      allowances: [
        { reason: 'Welcome', minor: 643 },
        { reason: 'Welcome', minor: 357 },
      ],
    });
    expect(quote.explanation.at(-1)).toBe('net 130.00 EUR + VAT 19.13 EUR = 149.13 EUR');
    expectProblem(
      await ask(acme, [line('A', '1', { unitPrice: '1', discounts: [{ reason: 'All', amount: '1.01' }] })]),
      { status: 422, code: 'pricing.discount_invalid', at: ['/lines/0'] },
    );
  });

  test('part deliveries take their parts of the discounts, and add up to the order', async () => {
    const acme = await world.customer('Parts');
    const order = await placed(acme, {
      lines: [
        line('A', '3', { unitPrice: '33.33', discounts: [{ reason: 'Third', amount: '10.00' }] }),
        line('B', '7', { unitPrice: '1.99', taxClass: 'reduced' }),
      ],
      discounts: [{ reason: 'Whole', percent: '3' }],
    });
    for (const parts of [
      [{ line: '1', quantity: '1' }],
      [
        { line: '1', quantity: '1' },
        { line: '2', quantity: '3' },
      ],
    ])
      expect((await acme.delivered(order, parts)).status).toBe(201);
    expect((await acme.delivered(order)).body).toMatchObject({ state: 'FULFILLED', exposureMinor: 0 });
    const invoices = await Promise.all((await acme.invoices()).map(({ id }) => acme.invoice(id)));
    expect(invoices).toHaveLength(3);
    const sum = (of: (one: (typeof invoices)[number]) => number) =>
      invoices.reduce((all, one) => all + of(one), 0);
    expect(sum(({ snapshot }) => snapshot.totals.netMinor)).toBe(order.totals.netMinor);
    expect(
      sum(({ snapshot }) =>
        snapshot.lines.flatMap(({ allowances = [] }) => allowances).reduce((a, { minor }) => a + minor, 0),
      ),
    ).toBe(1000);
    expect(await acme.exposure()).toBe(sum(({ open }) => open.minor));
    await world.booksAreRight();
  });
});

describe('contracts, quotes and terms', () => {
  test('a contract freezes its list in the version of its day, with its terms and discounts', async () => {
    const acme = await world.customer('Contracted');
    await list('frame', [unit('C-1', '100')], { for: { kind: 'contract' } });
    await put('/v1/payment-terms/net60', {
      name: '60 days net',
      lines: [{ days: 60 }],
      validFrom: '2026-01-01',
    });
    const contract = await put<Contract>('/v1/contracts/acme-2026', {
      name: 'Frame 2026',
      customer: acme.id,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      priceList: 'frame',
      paymentTerms: 'net60',
      discounts: [{ reason: 'Frame', percent: '2' }],
    });
    expect(contract).toMatchObject({ version: 1, priceListVersion: 1 });
    await list('frame', [unit('C-1', '120')], { for: { kind: 'contract' } });
    const order = await placed(acme, {
      contract: 'acme-2026',
      lines: [line('C-1', '1', { taxClass: 'zero' })],
    });
    expect(order).toMatchObject({
      contract: 'acme-2026',
      lines: [{ unitPrice: '100', price: { list: 'frame', version: 1, contract: 'acme-2026' } }],
      totals: { grossMinor: 9800 },
      terms: { id: 'net60', version: 1 },
    });
    await acme.delivered(order);
    expect(await acme.invoices()).toMatchObject([{ total: { minor: 9800 }, dueOn: '2026-03-06' }]);
    // Without the contract its list does not price, and a stranger does not have the contract.
    expectProblem(await place(acme, { lines: [line('C-1')] }), {
      status: 422,
      code: 'pricing.price_unknown',
    });
    expectProblem(
      await place(await world.customer('Stranger'), { contract: 'acme-2026', lines: [line('C-1')] }),
      {
        status: 422,
        code: 'orders.contract_unknown',
        at: ['/contract'],
      },
    );
  });

  test('a kept quote is ordered as it was told, once, until its day', async () => {
    const acme = await world.customer('Quoted');
    await list('moving', [unit('Q-1', '10')]);
    const lines = [line('Q-1', '5', { taxClass: 'zero' })];
    const told = await asked(acme, lines, { discounts: [{ reason: 'Now', percent: '10' }] });
    expect(told.id).toBeUndefined();
    const kept = await asked(acme, lines, {
      discounts: [{ reason: 'Now', percent: '10' }],
      keep: true,
      validUntil: '2026-01-10',
    });
    const late = await asked(acme, lines, { keep: true, validUntil: '2026-01-05' });
    expect(kept).toMatchObject({ totals: { grossMinor: 4500 }, validUntil: '2026-01-10' });
    await list('moving', [unit('Q-1', '99')]);
    expectProblem(await place(acme, { quote: kept.id, lines }), {
      status: 422,
      code: 'orders.quote_only',
      at: ['/lines'],
    });
    const order = await placed(acme, { quote: kept.id });
    expect(order).toMatchObject({
      quote: kept.id,
      totals: kept.totals,
      lines: [{ unitPrice: '10', price: { quote: kept.id } }],
    });
    expectProblem(await place(acme, { quote: kept.id }), { status: 409, code: 'orders.quote_used' });
    expect(await world.get(`/v1/quotes/${kept.id}`)).toMatchObject({ orderId: order.id });
    await world.day(1);
    expectProblem(await place(acme, { quote: late.id }), { status: 422, code: 'orders.quote_unknown' });
    expectProblem(await place(acme, {}), { status: 422, code: 'orders.no_lines', at: ['/lines'] });
  });

  test('a quote of one legal entity is not an order of another', async () => {
    const acme = await world.customer('Elsewhere');
    const lines = [line('A', '1', { unitPrice: '10', taxClass: 'zero' })];
    const [main, second] = [
      await asked(acme, lines, { keep: true }),
      await asked(acme, lines, { keep: true, entity: 'second' }),
    ];
    for (const [quote, entity] of [
      [main, 'second'],
      [second, undefined],
    ] as const) {
      const refused = await place(acme, { quote: quote.id, entity });
      expectProblem(refused, { status: 422, code: 'orders.quote_unknown', at: ['/quote'] });
      expect(JSON.stringify(refused.body)).toMatch(/of another entity/);
    }
    expect(await placed(acme, { quote: second.id, entity: 'second' })).toMatchObject({ entity: 'second' });
    expect(await placed(acme, { quote: main.id })).toMatchObject({ entity: 'main' });
  });

  test('a contract’s list of another currency does not price, and the line says why', async () => {
    const acme = await world.customer('Yen');
    await list('yen', [unit('Y-1', '15000'), unit('Y-2', '900')], {
      currency: 'JPY',
      for: { kind: 'contract' },
    });
    await list('euros', [unit('Y-1', '100')]);
    await put('/v1/contracts/yen-2026', {
      name: 'Yen',
      customer: acme.id,
      validFrom: '2026-01-01',
      priceList: 'yen',
    });
    const told = await asked(acme, [line('Y-1')], { contract: 'yen-2026' });
    expect(told.lines[0]).toMatchObject({
      netMinor: 10_000,
      price: { list: 'euros', passedOver: ['yen: its prices are in JPY'] },
    });
    expect(told.lines[0]!.explanation[0]).toBe('passed over yen: its prices are in JPY');
    const refused = await ask(acme, [line('Y-2')], { contract: 'yen-2026' });
    expectProblem(refused, { status: 422, code: 'pricing.price_unknown', at: ['/lines/0/unitPrice'] });
    expect(JSON.stringify(refused.body)).toMatch(/no price of Y-2; yen: its prices are in JPY/);
    const yen = await asked(acme, [line('Y-2')], { contract: 'yen-2026', currency: 'JPY' });
    expect(yen.lines[0]).toMatchObject({ netMinor: 900, price: { list: 'yen', contract: 'yen-2026' } });
  });

  test('two orders of one quote at the same moment are one order', async () => {
    const acme = await world.customer('Twice');
    const { id } = await asked(acme, [line('A', '1', { unitPrice: '10' })], { keep: true });
    const answers = await Promise.all([place(acme, { quote: id }), place(acme, { quote: id })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });

  test('terms of instalments at the end of months; expired ones give way to those that follow, or to the customer’s days', async () => {
    const acme = await world.customer('Terms');
    const terms = (id: string, lines: object[], over: object = {}) =>
      put(`/v1/payment-terms/${id}`, { name: id, lines, validFrom: '2025-01-01', ...over });
    await terms('thirds', [
      { percent: '33.33', days: 0 },
      { days: 0, months: 1, endOfMonth: true, extraDays: 10 },
    ]);
    await terms('old', [{ days: 90 }], { validUntil: '2025-12-31', afterwards: 'thirds' });
    await terms('gone', [{ days: 90 }], { validUntil: '2025-12-31' });
    const basket = [line('A', '1', { unitPrice: '100', taxClass: 'zero' })];
    expect((await asked(acme, basket, { paymentTerms: 'old' })).instalments).toEqual([
      { dueOn: world.today(), minor: 3333 },
      { dueOn: '2026-03-10', minor: 6667 },
    ]);
    const own = await asked(acme, basket, { paymentTerms: 'gone' });
    expect([own.terms, own.paymentTermsDays]).toEqual([undefined, 14]);
    expectProblem(await ask(acme, basket, { paymentTerms: 'none' }), {
      status: 422,
      code: 'agreements.terms_unknown',
      at: ['/paymentTerms'],
    });
    expectProblem(
      await world.call(
        'PUT',
        '/v1/payment-terms/bad',
        { name: 'bad', validFrom: '2026-01-01', lines: [{ percent: '50', days: 1 }] },
        { key: 'partner' },
      ),
      { status: 422, code: 'agreements.terms_lines', at: ['/lines'] },
    );
  });
});

describe('tax', () => {
  const elsewhere = { address: { line1: 'R 1', postalCode: '1', city: 'C', country: 'FR' } };
  const vat = async (buyer: Buyer, over: object = {}) =>
    (await asked(buyer, [line('T', '1', { unitPrice: '100', ...over })])).lines[0]!.tax;

  test('goods and services, businesses and consumers, at home, in the Union and outside of it', async () => {
    const home = await world.customer('Home', { vatId: 'DE136695976' });
    const union = await world.customer('Union', { ...elsewhere, vatId: 'FR40303265045' });
    const person = await world.customer('Person', elsewhere);
    const swiss = await world.customer('Swiss', {
      address: { line1: 'R 1', postalCode: '1', city: 'C', country: 'CH' },
    });
    expect(await vat(home, { taxClass: 'reverse_charge' })).toMatchObject({ category: 'AE', ratePpm: 0 });
    expect(await vat(union)).toMatchObject({ category: 'K', reasonCode: 'VATEX-EU-IC' });
    expect(await vat(union, { supply: 'services' })).toMatchObject({
      category: 'AE',
      reasonCode: 'VATEX-EU-AE',
    });
    expect(await vat(person)).toMatchObject({ category: 'S', ratePpm: 190_000 });
    expect(await vat(swiss)).toMatchObject({ category: 'G' });
    expect(await vat(home, { taxClass: 'out_of_scope' })).toMatchObject({ category: 'O' });
    expectProblem(await ask(person, [line('T', '1', { unitPrice: '1', taxClass: 'reduced2' })]), {
      status: 422,
      code: 'tax.rate_unknown',
    });
    expectProblem(
      await ask(home, [
        line('T', '1', { unitPrice: '1' }),
        line('D', '1', { unitPrice: '1', taxClass: 'out_of_scope' }),
      ]),
      { status: 422, code: 'tax.mixed_scope' },
    );
  });

  test('a certificate frees what is bought at home while it is in force, and the invoice names it', async () => {
    const acme = await world.customer('Embassy');
    const certificate = (validFrom: string, validUntil: string) =>
      put(`/v1/customers/${acme.id}/exemptions/DE`, {
        certificates: [
          {
            number: 'E-7',
            reason: 'Exempt by certificate E-7, Article 151 of Directive 2006/112/EC',
            reasonCode: 'VATEX-EU-151',
            validFrom,
            validUntil,
          },
        ],
      });
    await certificate('2025-01-01', '2025-12-31');
    expect(await vat(acme)).toMatchObject({ category: 'S' });
    await certificate('2026-01-01', '2026-12-31');
    expect(await vat(acme)).toMatchObject({ category: 'E', ratePpm: 0, reasonCode: 'VATEX-EU-151' });
    const invoice = await acme.isInvoiced({ net: '10', taxClass: 'standard' });
    expect(invoice.snapshot.totals.taxes).toMatchObject([{ category: 'E', taxMinor: 0 }]);
    expect(await world.get(`/v1/customers/${acme.id}/exemptions/DE`)).toMatchObject({
      version: 2,
      certificates: [{ number: 'E-7' }],
    });
  });
});

test('a list that wants nothing overdue is passed over while something is, and says so', async () => {
  const acme = await world.customer('Eligible');
  await list('loyal', [unit('L-1', '80')], {
    requires: { nothingOverdueDays: 5 },
    validFrom: '2026-01-02',
    discounts: [{ reason: 'Loyal', percent: '10' }],
  });
  await list('usual', [unit('L-1', '100')]);
  const invoice = await acme.isInvoiced('10.00');
  expect(nets(await asked(acme, [line('L-1')]))).toEqual([7200]);
  await world.day(25);
  const late = await asked(acme, [line('L-1')]);
  expect(nets(late)).toEqual([10000]);
  expect(late.lines[0]!.explanation[0]).toMatch(/^passed over loyal: an invoice is overdue for \d+ days$/);
  await acme.paysByCard(invoice.number);
  expect(nets(await asked(acme, [line('L-1')]))).toEqual([7200]);
});
