/** The page of an order, from the link in its confirmation, on a phone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Order } from '../../shared/orders/order.ts';
import { launch, phone, stands } from '../support/browser.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([World.open(undefined, {}, {}, { jobs: [] }), launch()]);
});
afterAll(() => Promise.all([browser.close(), world.close()]));

const linkOf = async (buyer: Buyer, subject: string): Promise<string> => {
  const [mail] = await buyer.inbox(subject);
  return /https?:\/\/\S+\/order\/[\w.-]+/.exec(mail?.text ?? '')![0];
};
const discounted = async (buyer: Buyer): Promise<Order> => {
  const { body } = await world.call<Order>(
    'POST',
    '/v1/orders',
    {
      ...buyer.basket(
        { net: '24.90', quantity: '12', taxClass: 'standard' },
        { net: '8.1250', quantity: '40', taxClass: 'reduced' },
      ),
      poNumber: 'PO-4711',
      discounts: [{ reason: 'Welcome', percent: '5' }],
    },
    { key: 'partner' },
  );
  await world.settle();
  return body;
};

test('a customer follows an order from its confirmation to its deliveries', async () => {
  const acme = await world.customer('Elbe');
  const order = await discounted(acme);
  const link = await linkOf(acme, 'confirmed');
  const { tab, complaints } = await phone(browser);
  await tab.goto(link);
  expect(await tab.getByRole('heading', { level: 1 }).innerText()).toBe(`Order ${order.sourceOrderId}`);
  await stands(tab, 'order-confirmed');
  await acme.delivered(order, [
    { line: '1', quantity: '12' },
    { line: '2', quantity: '10' },
  ]);
  await tab.reload();
  expect(await tab.getByText('Partly delivered').count()).toBe(1);
  expect(await tab.getByText('30 pcs still to come').count()).toBe(1);
  expect(await tab.locator('form, script').count()).toBe(0);
  await stands(tab, 'order-partly');
  expect(complaints).toEqual([]);
  await tab.context().close();
});

test('a German customer reads German', async () => {
  const acme = await world.customer('Isar', { language: 'de' });
  await discounted(acme);
  const { tab } = await phone(browser);
  await tab.goto(await linkOf(acme, 'bestätigt'));
  expect(await tab.getByText('Bestätigt').count()).toBe(1);
  expect(await tab.getByText('Rabatt: Welcome').count()).toBe(1);
  await stands(tab, 'order-german');
  await tab.context().close();
});

test('a link of another order, of another secret or of a payment opens nothing, and all look alike', async () => {
  const acme = await world.customer('Links');
  const [one, other] = [await discounted(acme), await discounted(acme)];
  const link = await linkOf(acme, one.sourceOrderId);
  const invoice = await acme.isInvoiced('1.00');
  const pay = await acme.link(invoice.number);
  const wrong = [
    link.replace(one.id.slice(4), other.id.slice(4)),
    link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    link.replace('/order/acme.', '/order/rival.'),
    pay.replace('/pay/', '/order/'),
    link.replace('/order/', '/pay/'),
    `${link}x`,
    link.slice(0, -1),
  ];
  const answers = await Promise.all(
    wrong.map(async (url) => {
      const response = await fetch(url);
      return [response.status, response.headers.get('cache-control'), await response.text()];
    }),
  );
  expect(new Set(answers.map((one_) => JSON.stringify(one_))).size).toBe(1);
  expect(answers[0]![0]).toBe(404);
  expect((await fetch(link)).status).toBe(200);
});
