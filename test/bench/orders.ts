/** What a basket's length costs: `quote` and `placeOrder` with 1, 20 and 200 lines, priced by a list, one after the other. */
import type { World } from '../support/world.ts';
import { quantiles } from './load.ts';

export interface Basket {
  readonly lines: number;
  /** Median milliseconds of one request on a warm system. */
  readonly quoteMs: number;
  readonly placeMs: number;
  /** AWS calls of one placed order before its answer, and write units of its transaction. */
  readonly calls: number;
  readonly writeUnits: number;
}

const LENGTHS = [1, 20, 200] as const;

export const basketCosts = async (world: World, times = 15): Promise<Basket[]> => {
  const buyer = await world.customer('Lengths', {}, 9_000_000_000);
  const entries = Array.from({ length: 200 }, (_, n) => ({
    sku: `SKU-${n}`,
    rule: { model: 'unit', price: `${n + 1}.25` },
  }));
  await world.call(
    'PUT',
    '/v1/price-lists/bench',
    { name: 'Bench', currency: 'EUR', validFrom: '2026-01-01', entries },
    { key: 'partner' },
  );
  const rows: Basket[] = [];
  let serial = 0;
  for (const lines of LENGTHS) {
    const basket = {
      customer: { id: buyer.id },
      currency: 'EUR',
      lines: entries
        .slice(0, lines)
        .map(({ sku }) => ({ sku, description: `Article ${sku}`, quantity: '3', taxClass: 'standard' })),
    };
    const quote = () => sent(world, '/v1/quotes', basket);
    const place = () =>
      sent(world, '/v1/orders', { ...basket, source: 'bench', sourceOrderId: `B-${(serial += 1)}` });
    for (let n = 0; n < 3; n++) await quote().then(place);
    await world.settle();
    const quoteMs = await median(times, quote);
    const placeMs = await median(times, place);
    await world.settle();
    rows.push({ lines, quoteMs, placeMs, ...(await counted(world, place)) });
  }
  return rows;
};

const sent = async (world: World, path: string, body: object): Promise<void> => {
  const { status } = await world.call('POST', path, body, { key: 'partner' });
  if (status !== 201) throw new Error(`${path} → ${status}`);
};
const median = async (times: number, act: () => Promise<void>): Promise<number> => {
  const measured: number[] = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await act();
    measured.push(performance.now() - began);
  }
  return quantiles(measured)(0.5);
};

/** Of the orders function alone: what follows an order is the road's. */
const counted = async (world: World, act: () => Promise<void>) => {
  const { meter } = world.cloud;
  meter.clear();
  meter.measure(true);
  await act();
  meter.measure(false);
  const own = meter
    .report()
    .filter(({ function: name, action }) => name.includes('OrdersApi') && action !== 'Invoke');
  meter.clear();
  await world.settle();
  return {
    calls: own.reduce((sum, { calls }) => sum + calls, 0),
    writeUnits: own.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
  };
};
