/**
 * Days of a real shop, all the way through a local cloud: every sale is an order over HTTP, delivered and invoiced, and the
 * sums are held against figures that an independent reader took from the data. test/conformance/retail.ts says what becomes
 * of returns, gifts and rows without a customer. `ORDERS_DAYS=all`, or names of files, plays other days.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlaceOrder, type Order } from '../../shared/orders/order.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import { price, type Settled } from '../../shared/pricing/rules.ts';
import { sampleJson } from '../support/samples.ts';
import { World, type Buyer } from '../support/world.ts';
import { COUNTER, pounds, retailDay, type Figures, type RetailOrder } from './retail.ts';

const expected = sampleJson<Record<string, Figures>>('orders/expected.json');
const files = Object.keys(expected);
const asked = process.env['ORDERS_DAYS'] ?? 'online-retail-2011-01-04.csv';

describe.each(files)('%s', (file) => {
  const day = retailDay(file);

  test('every figure of the independent reader is reproduced', () => {
    expect(day.figures).toEqual(expected[file]);
  });

  test('sales become orders; returns and written-off stock are reported with their rows, and nothing is lost', () => {
    const { invoices, creditNotes } = expected[file]!;
    const writtenOff = new Set(
      day.leftOut.filter(({ why }) => why === 'stock written off').map(({ document }) => document),
    );
    expect(day.sales).toBe(invoices - creditNotes - writtenOff.size);
    expect(day.orders.reduce((rows, { lines }) => rows + lines.length, 0) + day.leftOut.length).toBe(
      expected[file]!.rows,
    );
    expect(day.leftOut.filter(({ why, minor }) => why === 'stock written off' && minor !== 0)).toEqual([]);
    for (const { lines } of day.orders) expect(lines.length).toBeLessThanOrEqual(300);
  });

  test('every order fits the contract, and is priced to the penny', () => {
    for (const order of day.orders) {
      const { lines, currency } = PlaceOrder.parse(requested(order));
      const priced = price(lines as Settled[], currency, () => ({
        ok: true,
        value: { category: 'Z', ratePpm: 0 },
      }));
      expect([order.id, priced.ok && priced.value.totals.netMinor]).toEqual([order.id, order.netMinor]);
    }
  });
});

const requested = ({ id, customer, lines }: RetailOrder) => ({
  source: 'shop',
  sourceOrderId: id,
  customer: { source: 'crm', externalId: customer },
  currency: 'GBP',
  lines,
});

describe.each(files.filter((file) => asked === 'all' || asked.split(',').includes(file)))(
  '%s through the cloud',
  (file) => {
    const day = retailDay(file);
    let world: World;
    const buyers = new Map<string, Buyer>();
    beforeAll(async () => {
      world = await World.open(`${/\d{4}-\d{2}-\d{2}/.exec(file)![0]}T07:00:00Z`, {
        name: 'Giftware Wholesale Ltd',
        address: { line1: '1 Canal Street', postalCode: 'M1 1AA', city: 'Manchester', country: 'GB' },
        vatId: 'GB123456782',
        currency: 'GBP',
        zone: 'Europe/London',
      });
      for (const { customer, country } of day.orders) {
        if (buyers.has(customer)) continue;
        const address = {
          line1: customer === COUNTER ? 'At the counter' : '2 High Street',
          postalCode: 'AA1 1AA',
          city: 'Anytown',
          country,
        };
        buyers.set(customer, await world.customer(customer, { address, currency: 'GBP' }, 1_000_000_000));
      }
    });
    afterAll(() => world.close());

    test('all sales are accepted, delivered and invoiced; money, ledger and numbers agree to the penny', async () => {
      const began = performance.now();
      const taken = await inTurns(day.orders, 4, async (order) => {
        const placed = await world.call<Order>('POST', '/v1/orders', requested(order), {
          key: 'partner',
          idem: `retail-${order.id}`,
        });
        expect([order.id, placed.status, placed.body.state, placed.body.totals?.grossMinor]).toEqual([
          order.id,
          201,
          'CONFIRMED',
          order.netMinor,
        ]);
        const delivered = await world.call<Order>(
          'POST',
          `/v1/orders/${placed.body.id}/fulfilments`,
          {},
          { key: 'partner' },
        );
        expect([order.id, delivered.status, delivered.body.state]).toEqual([order.id, 201, 'FULFILLED']);
        return placed.body;
      });
      const placed = performance.now();
      await world.settle();
      const done = performance.now();
      const returns = day.leftOut.filter(({ why }) => why.startsWith('return'));
      console.info(
        `${file}: ${day.orders.length} orders of ${day.sales} sales in ${((placed - began) / 1000).toFixed(1)} s (${(day.orders.length / ((placed - began) / 1000)).toFixed(1)} orders/s taken and delivered), ` +
          `${(day.orders.length / ((done - began) / 1000)).toFixed(1)}/s with invoice, documents and mail; ${returns.length} rows of returns reported (${returns.map(({ row }) => row).join(', ')})`,
      );

      const invoices = await world.all<InvoiceView>('/v1/invoices');
      expect(invoices).toHaveLength(day.orders.length);
      expect(new Set(invoices.map(({ orderId }) => orderId))).toEqual(new Set(taken.map(({ id }) => id)));
      expect(invoices.map(({ number }) => number).sort()).toEqual(
        invoices.map((_, index) => `INV-${world.today().slice(0, 4)}-${String(index + 1).padStart(6, '0')}`),
      );
      expect(
        invoices
          .filter(({ documents }) => documents?.pdf === undefined || documents.ubl === undefined)
          .map(({ number }) => number),
      ).toEqual([]);

      const figures = expected[file]!;
      const gross = invoices.reduce((sum, { total }) => sum + total.minor, 0);
      expect([pounds(gross), pounds(gross + returns.reduce((sum, { minor }) => sum + minor, 0))]).toEqual([
        figures.grossSales,
        figures.net,
      ]);
      const { currencies } = await world.get<TrialBalance>('/v1/trial-balance');
      expect(currencies.map(({ currency }) => currency)).toEqual(['GBP']);
      expect(
        Object.fromEntries(
          currencies[0]!.accounts.map(({ account, balanceMinor }) => [account, pounds(balanceMinor)]),
        ),
      ).toEqual({ receivables: figures.grossSales, revenue: `-${figures.grossSales}` });
      await world.booksAreRight();
    });

    test('the counter owes what the rows without a customer add up to', async () => {
      const counter = day.orders
        .filter(({ customer }) => customer === COUNTER)
        .reduce((sum, { netMinor }) => sum + netMinor, 0);
      expect(await buyers.get(COUNTER)!.exposure()).toBe(counter);
      expect(counter).toBeGreaterThan(0);
    });
  },
);

/** Results in the order of the input, with so many at work at a time. */
const inTurns = async <T, R>(
  all: readonly T[],
  width: number,
  work: (each: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = [];
  const queue = [...all.entries()];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
    }),
  );
  return results;
};
