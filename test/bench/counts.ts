/**
 * What the road asks of AWS per order: orders of three lines, delivered, invoiced, mailed, paid by link, paid out by the
 * provider and found on the bank statement, in a burst as batches form under load.
 */
import type { Count } from '../../bin/local/meter.ts';
import type { World } from '../support/world.ts';

export interface Counted {
  readonly counts: readonly Count[];
  readonly orders: number;
  /** HTTP requests at the gateway per order. */
  readonly requests: number;
  /** AWS calls of the functions behind the API before they answered, per order. */
  readonly beforeAnswers: number;
}

/** Functions that somebody waits for. */
const ANSWERING = /Authorizer|Api|Portal|Hooks/;

export const countRoad = async (world: World, orders: number): Promise<Counted> => {
  const { meter } = world.cloud;
  const buyers = await Promise.all(Array.from({ length: 4 }, (_, n) => world.customer(`Count${n}`)));
  // The first one warms what is read once: settings, secrets, the authorizer's answer.
  for (const buyer of buyers) await buyer.paysByCard((await buyer.isInvoiced('1.00')).number);
  await world.settle();
  meter.clear();
  meter.measure(true);
  const lines = ['48.75', '49.80', '4.50'].map((net) => ({ net, taxClass: 'standard' }));
  const placed = await Promise.all(
    Array.from({ length: orders }, async (_, n) => {
      const order = await buyers[n % buyers.length]!.orders(...lines);
      await world.call('POST', `/v1/orders/${order.id}/fulfilments`, {}, { key: 'partner' });
      return order.id;
    }),
  );
  await world.settle();
  const found = (
    await world.all<{ orderId: `ord_${string}`; number: string; customerId: string }>('/v1/invoices')
  ).filter(({ orderId }) => placed.includes(orderId));
  const pages = await Promise.all(
    found.map(async ({ number, customerId }) =>
      buyers.find(({ id }) => id === customerId)!.opensProvider(number),
    ),
  );
  await Promise.all(
    pages.map((page) =>
      fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome: 'approve' }) }),
    ),
  );
  await world.settle();
  const payout = await world.control<{ id: string; netMinor: number }>('/psp/payouts', { currency: 'EUR' });
  await world.settle();
  await world.bank([{ minor: payout.netMinor, text: `SANDBOXPAY ${payout.id}` }]);
  meter.measure(false);
  const counts = meter.report().filter(({ function: name }) => name !== 'local');
  meter.clear();
  // What the count itself asked for: the list of invoices, which no order needs.
  const road = counts.filter(({ function: name }) => !name.includes('InvoicesApi'));
  const answering = road.filter(
    ({ function: name, action }) => ANSWERING.test(name) && !['Invoke', 'Message', 'Event'].includes(action),
  );
  return {
    counts: road,
    orders,
    requests:
      road
        .filter(
          ({ function: name, action }) =>
            action === 'Invoke' && ANSWERING.test(name) && !name.includes('Authorizer'),
        )
        .reduce((sum, { calls }) => sum + calls, 0) / orders,
    beforeAnswers: answering.reduce((sum, { calls }) => sum + calls, 0) / orders,
  };
};
