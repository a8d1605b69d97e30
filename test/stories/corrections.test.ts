/** An issued invoice is taken back by credit notes: documents, mails and books agree at every step. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { CreditNote } from '../../shared/invoices/credit-note.ts';
import type { Snapshot } from '../../shared/invoices/invoice.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { expectProblem, changesNothing } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-02-02T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
  const keys = ['clerk one', 'clerk two', 'clerk three', 'clerk four'].map((name) => ({
    name,
    roles: ['finance'],
  }));
  await world.hires(keys);
});
afterAll(() => world.close());

const credit = (invoice: string, body: unknown, idem?: string) =>
  world.call<CreditNote>('POST', `/v1/invoices/${invoice}/credit-notes`, body, idem ? { idem } : {});
const paysCash = (customerId: string, minor: number) =>
  world.call<Payment>('POST', '/v1/payments', {
    customerId,
    method: 'cash',
    amount: { minor, currency: 'EUR' },
  });

test('a part of an open invoice is credited: less is open, a numbered document goes out, the ageing is lower', async () => {
  const acme = await world.customer('Part');
  const invoice = await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
  const { status, body } = await credit(invoice.id, {
    reason: 'price',
    text: 'Agreed price was 90.00',
    lines: [{ line: '1', netMinor: 1_000 }],
  });
  expect([status, body.number, body.total.minor, body.settled.minor, body.owed.minor]).toEqual([
    201,
    'CINV-2026-000001',
    1_190,
    1_190,
    0,
  ]);
  await world.settle();
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PART_PAID',
    open: { minor: 10_710 },
    credits: [body.id],
  });
  expect(await acme.exposure()).toBe(10_710);
  const [mail] = await world.mails('part@customer.example', body.number);
  expect(mail!.attachments.map(({ filename }) => filename)).toEqual([
    `${body.number}.pdf`,
    `${body.number}.xml`,
  ]);
  expect(mail!.text).toContain('€11.90');
  const kept = await world.get<{ delivery: { state: string }; snapshot: Snapshot }>(
    `/v1/credit-notes/${body.id}`,
  );
  expect(kept.delivery.state).toBe('DELIVERED');
  expect(kept.snapshot).toMatchObject({
    number: body.number,
    credits: { number: invoice.number, reason: 'price', text: 'Agreed price was 90.00' },
    totals: { grossMinor: 1_190 },
  });
  const { url } = await world.get<{ url: string }>(`/v1/credit-notes/${body.id}/documents/ubl`);
  const xml = await (await fetch(url)).text();
  expect(xml).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>');
  expect(xml).toContain(`<cbc:ID>${invoice.number}</cbc:ID>`);
  await world.booksAreRight();
});

test('all of a part-paid invoice is credited: what was paid stays the customer’s, nobody is reminded', async () => {
  const acme = await world.customer('Whole');
  const invoice = await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
  await paysCash(acme.id, 2_000);
  const { body } = await credit(invoice.id, { reason: 'returned' });
  expect([body.total.minor, body.settled.minor, body.owed.minor]).toEqual([11_900, 9_900, 2_000]);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID', open: { minor: 0 } });
  expect(await acme.exposure()).toBe(-2_000);
  expect(await world.get(`/v1/payments/${body.paymentId}`)).toMatchObject({
    method: 'credit_note',
    unapplied: { minor: 2_000 },
  });
  await world.passes(18 * 86_400_000);
  expect((await acme.inbox()).filter(({ subject }) => /eminder/.test(subject))).toEqual([]);
  await world.booksAreRight();
});

test('an unpaid invoice that is credited whole is CREDITED, and what is left of nothing is refused', async () => {
  const acme = await world.customer('Error');
  const invoice = await acme.isInvoiced({ net: '33.33', taxClass: 'standard' });
  expect((await credit(invoice.id, { reason: 'wrong_invoice' })).status).toBe(201);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'CREDITED', open: { minor: 0 } });
  await world.settle();
  const mails = await world.mails('error@customer.example', invoice.number);
  const [link] = mails.flatMap(({ text }) => /https?:\/\/\S+\/pay\/[\w.-]+/.exec(text)?.[0] ?? []);
  expect(await (await fetch(link!)).text()).toContain('This invoice was credited');
  await changesNothing(world, async () => {
    expectProblem(await credit(invoice.id, { reason: 'goodwill' }), {
      status: 409,
      code: 'invoices.nothing_left',
    });
    expectProblem(await credit(invoice.id, { reason: 'goodwill', lines: [{ line: '1', netMinor: 1 }] }), {
      status: 422,
      code: 'invoices.credited_too_much',
      at: ['/lines/0'],
    });
  });
});

test('the same request is one credit note, and clerks at the same moment never credit the same cent twice', async () => {
  const acme = await world.customer('Clicks');
  const invoice = await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
  const half = { reason: 'goodwill', lines: [{ line: '1', netMinor: 6_000 }] };
  const answers = await Promise.all([
    credit(invoice.id, half, 'same'),
    credit(invoice.id, half, 'same'),
    credit(invoice.id, half, 'other'),
  ]);
  const made = answers.filter(({ status }) => status === 201);
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
  await world.settle();
  const [note] = await world.all<CreditNote>('/v1/credit-notes');
  expect(note).toMatchObject({ invoiceId: invoice.id, total: { minor: 7_140 } });
  expect(await acme.invoice(invoice.id)).toMatchObject({ open: { minor: 11_900 - 7_140 } });
  await world.booksAreRight();
});

test('goods that come back are credited by themselves, from the last delivery first, and what nobody invoiced waits', async () => {
  const acme = await world.customer('Return');
  const order = await acme.orders({ net: '10.00', quantity: '5', taxClass: 'standard' });
  const deliver = (quantity: string) =>
    world.call(
      'POST',
      `/v1/orders/${order.id}/fulfilments`,
      { lines: [{ line: '1', quantity }] },
      { key: 'partner' },
    );
  await deliver('3');
  await world.settle();
  await deliver('2');
  await world.settle();
  const back = await world.call(
    'POST',
    `/v1/orders/${order.id}/returns`,
    { reason: 'Wrong colour', lines: [{ line: '1', quantity: '4' }] },
    { key: 'partner' },
  );
  expect(back.status).toBe(201);
  await world.settle();
  const invoices = (await acme.invoices()).sort((a, b) => (a.number < b.number ? -1 : 1));
  expect(invoices.map(({ state, open }) => [state, open.minor])).toEqual([
    ['PART_PAID', 1_190],
    ['CREDITED', 0],
  ]);
  const notes = (await world.all<CreditNote>('/v1/credit-notes')).filter(
    ({ customerId }) => customerId === acme.id,
  );
  expect(notes.map(({ reason, total }) => [reason, total.minor])).toEqual([
    ['returned', 2_380],
    ['returned', 2_380],
  ]);
  expect(await acme.exposure()).toBe(1_190);
  await world.booksAreRight();
});

test('a credit note above what a role may give alone needs a second person, and is then one commit with the agreement', async () => {
  const acme = await world.customer('Grave');
  const invoice = await acme.isInvoiced({ net: '2000.00', taxClass: 'standard' });
  const ask = () =>
    world.call<Approval>(
      'POST',
      `/v1/invoices/${invoice.id}/credit-notes`,
      { reason: 'goodwill' },
      { key: 'clerk one', idem: 'grave' },
    );
  const asked = await ask();
  // The first answer is an answer, and only the second its repetition.
  const told = await ask();
  expect(asked.headers.get('idempotent-replayed')).toBeNull();
  expect([told.status, told.headers.get('idempotent-replayed'), told.body]).toEqual([
    202,
    'true',
    asked.body,
  ]);
  expect([asked.status, asked.body.operation, asked.body.state]).toEqual([
    202,
    'corrections.credit',
    'PENDING',
  ]);
  expect(await acme.invoice(invoice.id)).toMatchObject({ open: { minor: 238_000 }, credits: [] });
  const approve = (key: string) => world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key });
  expect((await approve('clerk one')).status).toBe(403);
  expect((await approve('clerk two')).status).toBe(200);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'CREDITED', open: { minor: 0 } });
  const small = await acme.isInvoiced({ net: '10.00', taxClass: 'standard' });
  const alone = await world.call(
    'POST',
    `/v1/invoices/${small.id}/credit-notes`,
    { reason: 'goodwill' },
    { key: 'clerk one' },
  );
  expect(alone.status).toBe(201);
  await world.settle();
  await world.booksAreRight();
});

test('two persons who agree to a credit note at the same moment: one does, the other hears that it is decided', async () => {
  const acme = await world.customer('Race');
  const invoice = await acme.isInvoiced({ net: '5000.00', taxClass: 'standard' });
  const half = { reason: 'goodwill', lines: [{ line: '1', netMinor: 200_000 }] };
  const asked = await world.call<Approval>('POST', `/v1/invoices/${invoice.id}/credit-notes`, half, {
    key: 'clerk one',
  });
  const approve = (key: string) =>
    world.call<{ code?: string }>('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key });
  const answers = await Promise.all(['clerk two', 'clerk three', 'clerk four'].map(approve));
  expect(answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).toSorted()).toEqual([
    '200 ',
    '409 approvals.not_pending',
    '409 approvals.not_pending',
  ]);
  expect((await acme.invoice(invoice.id)).credits).toHaveLength(1);
  await world.booksAreRight();
});

test('what is worth nothing comes back beside what is worth something, and only that is credited', async () => {
  const acme = await world.customer('Sample');
  const order = await acme.orders({ net: '10.00', quantity: '2' }, '0.00', '5.00');
  await acme.delivered(order);
  const [invoice] = await acme.invoices();
  expect((await credit(invoice!.id, { reason: 'price', lines: [{ line: '3', netMinor: 500 }] })).status).toBe(
    201,
  );
  const lines = ['1', '2', '3'].map((line) => ({ line, quantity: '1' }));
  const back = await world.call(
    'POST',
    `/v1/orders/${order.id}/returns`,
    { reason: 'Too much', lines },
    { key: 'partner' },
  );
  expect(back.status).toBe(201);
  await world.settle();
  expect((await acme.invoice(invoice!.id)).open.minor).toBe(1_000);
  expect(await world.all('/v1/parked')).toEqual([]);
  await world.booksAreRight();
});
