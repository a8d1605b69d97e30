import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { World } from '../support/world.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: ['FindOverdue'] });
});
afterEach(() => world.booksAreRight());
afterAll(() => world.close());

test('an order becomes a confirmed mail, an invoice with documents, a mail with a link, and money that is explained', async () => {
  const acme = await world.customer('Straight');
  const order = await acme.orders(
    { net: '100.00', taxClass: 'standard' },
    { net: '10.00', taxClass: 'reduced', quantity: '2' },
  );
  expect(order).toMatchObject({
    state: 'CONFIRMED',
    totals: { netMinor: 12_000, taxMinor: 2_040, grossMinor: 14_040 },
  });
  await world.settle();
  expect((await acme.inbox()).map(({ subject }) => subject)).toEqual([
    expect.stringContaining(order.sourceOrderId),
  ]);
  expect(await acme.exposure()).toBe(14_040);

  await acme.delivered(order);
  const [head] = await acme.invoices();
  expect(head).toMatchObject({
    number: expect.stringMatching(/^INV-2026-\d{6}$/),
    total: { minor: 14_040, currency: 'EUR' },
    issuedOn: '2026-01-05',
    dueOn: '2026-01-19',
    state: 'ISSUED',
    delivery: { state: 'DELIVERED' },
  });
  expect(await acme.exposure()).toBe(14_040);
  const mail = (await acme.inbox(head!.number))[0]!;
  expect(mail.attachments.map(({ filename }) => filename)).toEqual([
    `${head!.number}.pdf`,
    `${head!.number}.xml`,
  ]);
  for (const format of ['pdf', 'ubl']) {
    const { url } = await world.get<{ url: string }>(`/v1/invoices/${head!.id}/documents/${format}`);
    const document = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(document.subarray(0, 5).toString()).toBe(format === 'pdf' ? '%PDF-' : '<?xml');
    expect(document.length).toBeGreaterThan(2_000);
  }

  await acme.paysByCard(head!.number);
  const paid = await acme.invoice(head!.id);
  expect(paid).toMatchObject({
    state: 'PAID',
    open: { minor: 0 },
    settlements: [{ method: 'card', reason: expect.stringContaining('payment link') }],
  });
  expect(await acme.exposure()).toBe(0);
  expect(
    (await acme.inbox()).some(
      ({ subject, text }) => /receipt|payment/i.test(subject) && text.includes(head!.number),
    ),
  ).toBe(true);
});

test('the same order comes in once: same key replays, other body refuses, new key meets the old order', async () => {
  const acme = await world.customer('Twice');
  const basket = acme.basket('50.00');
  const first = await world.call<{ id: string }>('POST', '/v1/orders', basket, {
    key: 'partner',
    idem: 'order-twice',
  });
  const again = await world.call<{ id: string }>('POST', '/v1/orders', basket, {
    key: 'partner',
    idem: '"order-twice"',
  });
  expect([again.status, again.body.id, again.headers.get('idempotent-replayed')]).toEqual([
    201,
    first.body.id,
    'true',
  ]);
  const other = await world.call(
    'POST',
    '/v1/orders',
    { ...basket, poNumber: 'other' },
    { key: 'partner', idem: 'order-twice' },
  );
  expect([other.status, other.body]).toMatchObject([422, { code: 'request.idempotency_reuse' }]);
  const duplicate = await world.call('POST', '/v1/orders', basket, { key: 'partner' });
  expect([duplicate.status, duplicate.body]).toMatchObject([
    409,
    { code: 'orders.duplicate', detail: expect.stringContaining(first.body.id) },
  ]);
  expect(await acme.exposure()).toBe(5_000);
});

test('a hundred requests with one key make one order', async () => {
  const acme = await world.customer('Parallel');
  const basket = acme.basket('10.00');
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      world.call<{ id: string }>('POST', '/v1/orders', basket, { key: 'partner', idem: 'burst' }),
    ),
  );
  expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
  expect(await acme.exposure()).toBe(1_000);
});

test('parts that are delivered are invoiced in parts, to the last cent of the order', async () => {
  const acme = await world.customer('Parts');
  const order = await acme.orders(
    { net: '3.335', quantity: '3', taxClass: 'standard' },
    { net: '20.00', taxClass: 'standard' },
  );
  expect((await acme.delivered(order, [{ line: '1', quantity: '2' }])).body.state).toBe('PART_FULFILLED');
  const tooMuch = await acme.delivered(order, [{ line: '1', quantity: '2' }]);
  expect([tooMuch.status, tooMuch.body]).toMatchObject([
    422,
    { code: 'orders.over_delivered', errors: [{ pointer: '/lines/0/quantity' }] },
  ]);
  expect((await acme.delivered(order)).body.state).toBe('FULFILLED');
  const invoices = await acme.invoices();
  expect(invoices.map(({ total }) => total.minor).sort((a, b) => a - b)).toEqual([794, 2_777]);
  expect(await acme.exposure()).toBe(794 + 2_777);
});

test('an order over the limit is held with all reasons, released by a person, and takes the credit it needs', async () => {
  const acme = await world.customer('Credit', {}, 10_000);
  expect((await acme.orders('80.00')).state).toBe('CONFIRMED');
  const held = await acme.orders('30.00');
  expect(held).toMatchObject({ state: 'HELD', holds: [{ code: 'credit.over_limit' }], exposureMinor: 0 });
  expect((await acme.delivered(held)).body).toMatchObject({ code: 'orders.not_fulfillable' });
  expect(
    (await world.get<{ data: { id: string }[] }>('/v1/orders?state=HELD')).data.map(({ id }) => id),
  ).toContain(held.id);
  const released = await world.call('POST', `/v1/orders/${held.id}/release`, {
    reason: 'Guarantee received',
  });
  expect(released.body).toMatchObject({ state: 'CONFIRMED', holds: [] });
  expect(await acme.exposure()).toBe(11_000);
  const cancelled = await world.call(
    'POST',
    `/v1/orders/${held.id}/cancel`,
    { reason: 'Customer changed their mind' },
    { key: 'partner' },
  );
  expect(cancelled.body).toMatchObject({ state: 'CANCELLED' });
  expect(await acme.exposure()).toBe(8_000);
  const nobody = await world.customer('NoLimit', {}, 0);
  expect(await nobody.orders('1.00')).toMatchObject({ state: 'HELD', holds: [{ code: 'credit.no_limit' }] });
});

test('two orders at the same moment never take the same credit twice', async () => {
  const acme = await world.customer('Race', {}, 10_000);
  const answers = await Promise.all(Array.from({ length: 8 }, () => acme.orders('30.00')));
  expect(answers.filter(({ state }) => state === 'CONFIRMED')).toHaveLength(3);
  expect(await acme.exposure()).toBe(9_000);
});

test('customers are confirmed, invoiced, reminded and thanked in their language', async () => {
  const said = {
    fr: ['confirmée', 'Facture', 'Rappel', 'bien reçu', '119,00 €', 'Payer 119,00 €'],
    es: ['confirmado', 'Factura', 'Recordatorio', 'Hemos recibido', '119,00 €', 'Pagar 119,00 €'],
    it: ['confermato', 'Fattura', 'Promemoria', 'Abbiamo ricevuto', '119,00 €', 'Paga 119,00 €'],
    nl: ['bevestigd', 'Factuur', 'Herinnering', 'ontvangen', '€ 119,00', '€ 119,00 betalen'],
  } as const;
  const road = await Promise.all(
    Object.entries(said).map(async ([language, words]) => {
      const buyer = await world.customer(`Langue-${language}`, { language, paymentTermsDays: 1 });
      const invoice = await buyer.isInvoiced({ net: '100.00', taxClass: 'standard' });
      return { language, words, buyer, invoice };
    }),
  );
  await world.cloud.clock.advance(Date.parse(`${road[0]!.invoice.dueOn}T12:00:00Z`) + 3 * 86_400_000);
  const links = await Promise.all(road.map(({ buyer, invoice }) => buyer.link(invoice.number)));
  const pages = await Promise.all(links.map(async (link) => (await fetch(link)).text()));
  await world.bank(
    road.map(({ buyer, invoice: { number: text } }) => ({
      minor: 11_900,
      text,
      payer: { name: buyer.name, iban: buyer.iban },
    })),
  );
  for (const [at, { language, words, buyer, invoice }] of road.entries()) {
    const [confirmed, title, reminder, thanks, amount, button] = words;
    expect(pages[at]).toContain(`<html lang="${language}">`);
    expect(plain(pages[at]!)).toContain(button);
    const { url } = await world.get<{ url: string }>(`/v1/invoices/${invoice.id}/documents/pdf`);
    const [paper] = wordsOf(new Uint8Array(await (await fetch(url)).arrayBuffer()));
    expect(paper!.split('\n')).toEqual(expect.arrayContaining([title, amount]));
    const mails = (await buyer.inbox()).map(({ subject, text }) => ({
      subject: plain(subject),
      text: plain(text),
    }));
    for (const word of [confirmed, title, reminder, thanks])
      expect(mails.map(({ subject }) => subject)).toContainEqual(expect.stringContaining(word));
    expect(mails).toHaveLength(4);
    for (const { text } of mails) expect(text).toContain(amount);
    expect((await buyer.invoice(invoice.id)).state).toBe('PAID');
  }
});
