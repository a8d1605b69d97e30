import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: ['FindOverdue'] });
});
afterEach(() => world.booksAreRight());
afterAll(() => world.close());

test('a short payment is chased and the second transfer closes it', async () => {
  const acme = await world.customer('Short');
  const invoice = await acme.isInvoiced('119.00');
  await world.day(10);
  await acme.transfers('100.00', `Invoice ${invoice.number}`);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PART_PAID', open: { minor: 1_900 } });
  await world.day(17);
  const [reminder] = await acme.inbox('eminder');
  expect(reminder!.text).toContain('19.00');
  expect(reminder!.text).not.toContain('119.00');
  expect(reminder!.attachments).toMatchObject([{ filename: 'A_friendly_reminder-Short-2026-01-22.pdf' }]);
  const [page] = wordsOf(await world.attached(reminder!));
  for (const said of ['A friendly reminder', invoice.number, '€19.00', 'Scan to'])
    expect(page!.split('\n')).toContain(said);
  await world.day(20);
  await acme.transfers('19.00', '', invoice.reference);
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PAID',
    reminded: 1,
    settlements: [{ method: 'bank_transfer' }, { method: 'bank_transfer' }],
  });
  expect(await acme.exposure()).toBe(0);
  await world.day(40);
  expect(await acme.inbox('eminder')).toHaveLength(1);
});

test('an over-payment is never refused: the rest is unapplied, frees credit and keeps reminders away', async () => {
  const acme = await world.customer('Over');
  const first = await acme.isInvoiced('100.00');
  await acme.transfers('180.00', first.number);
  expect((await acme.payments())[0]).toMatchObject({
    unapplied: { minor: 8_000 },
    allocations: [{ number: first.number }],
  });
  expect(await acme.exposure()).toBe(-8_000);
  const second = await acme.isInvoiced('80.00');
  await world.day(90);
  expect(await acme.inbox('eminder')).toHaveLength(0);
  expect(await acme.invoice(second.id)).toMatchObject({ open: { minor: 8_000 }, reminded: 0 });
});

test('a failed card leads to another try, and a transfer closes the invoice in the end', async () => {
  const acme = await world.customer('Declined');
  const invoice = await acme.isInvoiced('60.00');
  await acme.paysByCard(invoice.number, 'decline');
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'ISSUED' });
  await acme.transfers('60.00', invoice.number);
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ method: 'bank_transfer' }],
  });
  const page = await (await fetch(await acme.link(invoice.number))).text();
  expect(page).not.toContain('<form');
});

test('a provider’s webhook twice, out of order, and before the payer is back books one receipt', async () => {
  const acme = await world.customer('Webhooks');
  const invoice = await acme.isInvoiced('75.00');
  await world.control('/psp/control', { duplicate: 3, reorder: true });
  await acme.paysByCard(invoice.number, 'pending');
  await world.day(100, 10);
  expect(await acme.payments()).toHaveLength(1);
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 7_500 } }],
  });
  expect(
    (await acme.inbox()).filter(
      ({ text, subject }) => /received|receipt/i.test(subject) && text.includes(invoice.number),
    ),
  ).toHaveLength(1);
});

test('a lost webhook is found by asking the provider', async () => {
  const acme = await world.customer('Lost');
  const invoice = await acme.isInvoiced('45.00');
  await world.control('/psp/control', { drop: 1 });
  await acme.paysByCard(invoice.number);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'ISSUED' });
  await world.passes(6 * 60_000);
  expect((await world.cloud.invoke('AskAttempts', {})).error).toBeUndefined();
  await world.settle();
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
});

test('money that comes at the last second keeps the reminder from going out', async () => {
  const acme = await world.customer('LastSecond');
  const invoice = await acme.isInvoiced('55.00');
  const due = Date.parse(`${invoice.dueOn}T00:00:00Z`);
  // The reminder is decided on and queued at 07:00; SES is away for a moment, and money is there before the second.
  await world.cloud.clock.advance(due + 3 * 86_400_000 + 6.5 * 3_600_000);
  await world.control('/control/faults', {
    service: 'ses',
    action: 'SendRawEmail',
    when: 'before',
    kind: 'error',
  });
  await world.cloud.clock.advance(due + 3 * 86_400_000 + 7 * 3_600_000 + 60_000);
  await acme.transfers('55.00', invoice.number);
  await world.cloud.clock.advance(due + 4 * 86_400_000);
  expect(await acme.inbox('eminder')).toHaveLength(0);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
});

test('a payment that is on its way, such as a debit, keeps the reminder from going out', async () => {
  const acme = await world.customer('OnItsWay');
  const invoice = await acme.isInvoiced('35.00');
  const due = Date.parse(`${invoice.dueOn}T00:00:00Z`);
  await world.cloud.clock.advance(due + 3 * 86_400_000 + 6.99 * 3_600_000);
  await acme.paysByCard(invoice.number, 'pending');
  await world.cloud.clock.advance(due + 3 * 86_400_000 + 12 * 3_600_000);
  expect(await acme.inbox('eminder')).toHaveLength(0);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
});

test('a bounced mail is shown on the invoice, and the address is not mailed again', async () => {
  const gone = await world.customer('Bounced', { emails: ['bounce+story@simulator.amazonses.com'] });
  const order = await gone.orders('25.00');
  await world.settle();
  await gone.delivered(order);
  const [first] = await gone.invoices();
  // The confirmation bounced before the invoice was there: the invoice is not mailed at all.
  expect(first).toMatchObject({ delivery: { state: 'SUPPRESSED' } });
  const later = await world.customer('BouncedLater');
  const invoice = await later.isInvoiced('26.00');
  const [mail] = await later.inbox(invoice.number);
  await world.control(`/control/mails/${mail!.id}/bounce`, {});
  await world.settle();
  expect(await later.invoice(invoice.id)).toMatchObject({ delivery: { state: 'BOUNCED' } });
  const next = await later.isInvoiced('27.00');
  expect(next).toMatchObject({ delivery: { state: 'SUPPRESSED' } });
  expect(await later.inbox(next.number)).toHaveLength(0);
});

test('cash at the counter goes to the oldest debt first, or where the payer says', async () => {
  const acme = await world.customer('Counter');
  const [a, b] = [await acme.isInvoiced('30.00'), await acme.isInvoiced('20.00')];
  const cash = await world.call(
    'POST',
    '/v1/payments',
    {
      customerId: acme.id,
      method: 'cash',
      amount: { minor: 1_000, currency: 'EUR' },
      allocations: [{ invoiceId: b.id }],
    },
    { key: 'partner' },
  );
  expect([cash.status, cash.body]).toMatchObject([
    201,
    { allocations: [{ number: b.number, amount: { minor: 1_000 } }] },
  ]);
  await world.call(
    'POST',
    '/v1/payments',
    { customerId: acme.id, method: 'cheque', amount: { minor: 4_500, currency: 'EUR' } },
    { key: 'partner' },
  );
  expect(await acme.invoice(a.id)).toMatchObject({ state: 'PAID' });
  expect(await acme.invoice(b.id)).toMatchObject({ state: 'PAID' });
  expect((await acme.payments()).map(({ unapplied }) => unapplied.minor).sort((x, y) => x - y)).toEqual([
    0, 500,
  ]);
});
