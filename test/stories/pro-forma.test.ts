/**
 * A pro-forma invoice is drawn of an order as it stands, and is no invoice: no number, no booking, no mail, and nothing for systems.
 * Where the company wants it, the confirmation of the order and the receipt of its payment bring a PDF, too, all in its colour.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Quote } from '../../shared/agreements/agreement.ts';
import type { Order } from '../../shared/orders/order.ts';
import { coloursOf, wordsOf } from '../slices/documents/pdf-text.ts';
import { expectProblem } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-03-02T09:00:00Z', {
    attach: ['order_confirmation', 'receipt'],
    brand: { colour: '#7a1f5c' },
  });
});
afterAll(() => world.close());

const asked = (id: string, key = 'partner') =>
  world.call<{ url: string }>('POST', `/v1/orders/${id}/pro-forma`, {}, { key });
const drawn = async (id: string) => {
  const { status, body } = await asked(id);
  expect(status).toBe(200);
  return Buffer.from(await (await fetch(body.url)).arrayBuffer());
};

test('an order is drawn in the language of its customer, the same bytes as long as nothing changes', async () => {
  const acme = await world.customer('Zoll', { language: 'de' });
  const order = await acme.orders({ net: '100.00', taxClass: 'standard' });
  await world.settle();
  const mails = (await acme.inbox()).length;
  const [confirmation] = await acme.inbox(order.sourceOrderId);
  const paper = await world.attached(confirmation!);
  expect(confirmation!.attachments).toMatchObject([
    { filename: `Auftragsbestatigung-${order.sourceOrderId}.pdf` },
  ]);
  expect(wordsOf(paper)[0]!.split('\n')).toEqual(
    expect.arrayContaining(['Auftragsbestätigung', order.sourceOrderId, '119,00 €']),
  );
  const first = await drawn(order.id);
  await world.day(2);
  expect((await drawn(order.id)).equals(first)).toBe(true);
  const text = wordsOf(first).join(' ');
  expect(text).toMatch(/Proforma-Rechnung/);
  expect(text).toContain('119,00');
  expect(text).toContain(order.sourceOrderId);
  expect(text).toContain('Dies ist keine Rechnung');
  // Neither a number of a series, nor anything to pay by, nor an e-invoice.
  expect(text).not.toMatch(/INV-|RF\d\d|Fällig|So bezahlen Sie/);
  expect(first.toString('latin1')).not.toMatch(/factur-x|EmbeddedFile/i);

  await world.call<Order>(
    'POST',
    `/v1/orders/${order.id}/amendments`,
    { reason: 'one more', changes: [{ change: 'replace', line: '1', quantity: '2' }] },
    { key: 'partner' },
  );
  expect(wordsOf(await drawn(order.id)).join(' ')).toContain('238,00');
  await world.settle();
  expect([await acme.invoices(), (await acme.inbox()).length - mails]).toEqual([[], 1]);
  const { currencies } = await world.get<{ currencies: unknown[] }>('/v1/trial-balance');
  expect(currencies).toEqual([]);
  // The invoice takes the first number all the same.
  await acme.delivered(order);
  const [invoice, ...more] = await acme.invoices();
  expect([invoice!.number, more]).toEqual(['INV-2026-000001', []]);
  await acme.transfers('238.00', '', invoice!.reference);
  const [receipt] = await acme.inbox('eingegangen');
  const paid = await world.attached(receipt!);
  expect(wordsOf(paid)[0]!.split('\n')).toEqual(
    expect.arrayContaining(['Zahlungsbeleg', 'Überweisung', 'INV-2026-000001', '238,00']),
  );
  // The colour of the entity, on what is drawn now and on what is drawn of a snapshot.
  const { url } = await world.get<{ url: string }>(`/v1/invoices/${invoice!.id}/documents/pdf`);
  const frozen = Buffer.from(await (await fetch(url)).arrayBuffer());
  for (const file of [first, paper, paid, frozen]) expect(coloursOf(file)).toContain('7a1f5c');
});

test('a kept quote is drawn by its own number with its last day, while it may be ordered', async () => {
  const acme = await world.customer('Angebot', { language: 'de' });
  const { currency, lines, customer } = acme.basket('100.00');
  const { body: quote } = await world.call<Quote>(
    'POST',
    '/v1/quotes',
    { customer, currency, lines, keep: true, validUntil: '2026-03-10' },
    { key: 'partner' },
  );
  const ask = (id = quote.id!, key = 'partner') =>
    world.call<{ url: string }>('POST', `/v1/quotes/${id}/pro-forma`, {}, { key });
  const bytes = async () => Buffer.from(await (await fetch((await ask()).body.url)).arrayBuffer());
  const first = await bytes();
  const text = wordsOf(first).join(' ');
  for (const said of [
    'Proforma-Rechnung',
    'Angebot',
    quote.id!,
    'Gültig bis',
    '10.03.2026',
    '100,00',
    'Dies ist keine Rechnung',
  ])
    expect(text).toContain(said);
  expect(text).not.toMatch(/INV-|RF\d\d|Fällig|So bezahlen Sie/);
  expect((await bytes()).equals(first)).toBe(true);
  expectProblem(await ask(quote.id, 'foreign'), { status: 404, code: 'orders.quote_unknown' });
  const order = { source: 'shop', sourceOrderId: 'Q-1', customer, currency, quote: quote.id };
  const placed = await world.call<Order>('POST', '/v1/orders', order, { key: 'partner' });
  expect(placed.status).toBe(201);
  const used = await ask();
  expectProblem(used, { status: 409, code: 'orders.quote_used' });
  expect((used.body as unknown as { detail: string }).detail).toContain(placed.body.id);
  const { body: late } = await world.call<Quote>(
    'POST',
    '/v1/quotes',
    { customer, currency, lines, keep: true, validUntil: world.today() },
    { key: 'partner' },
  );
  await world.passes(24 * 3_600_000);
  expectProblem(await ask(late.id), { status: 409, code: 'orders.quote_expired' });
});

test('an order that is held has one, a cancelled one and a stranger’s have none', async () => {
  const acme = await world.customer('Vorab', {}, 0);
  const { body: held } = await world.call<Order>('POST', '/v1/orders', acme.basket('10.00'), {
    key: 'partner',
  });
  expect(held.state).toBe('HELD');
  expect(wordsOf(await drawn(held.id)).join(' ')).toContain('Pro-forma invoice');
  await world.call('POST', `/v1/orders/${held.id}/cancel`, { reason: 'not wanted' }, { key: 'partner' });
  expectProblem(await asked(held.id), { status: 409, code: 'orders.cancelled' });
  expectProblem(await asked(held.id, 'foreign'), { status: 404, code: 'orders.unknown' });
});
