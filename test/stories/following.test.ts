/** A wrong invoice becomes a right one in one step, what was missing is debited, and payers need not know of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { CreditNote } from '../../shared/invoices/credit-note.ts';
import type { InvoiceView, Snapshot } from '../../shared/invoices/invoice.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

interface Corrected {
  readonly creditNote: CreditNote;
  readonly invoice: InvoiceView;
}
let world: World;
beforeAll(async () => {
  world = await World.open('2026-02-02T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
  const keys = ['clerk one', 'clerk two'].map((name) => ({ name, roles: ['finance'] }));
  await world.hires(keys);
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.close();
});

const correct = (invoice: string, body: unknown, over: { key?: string; idem?: string } = {}) =>
  world.call<Corrected>('POST', `/v1/invoices/${invoice}/corrections`, body, over);
const debit = (invoice: string, body: unknown) =>
  world.call<InvoiceView>('POST', `/v1/invoices/${invoice}/debit-notes`, body);
const made = async (answer: ReturnType<typeof correct>): Promise<Corrected> => {
  const { status, body } = await answer;
  expect([status, body]).toMatchObject([201, {}]);
  await world.settle();
  return body;
};
const priceOf = (unitPrice: string) => ({ reason: 'price', lines: [{ line: '1', unitPrice }] });
const documentOf = async (id: string, kind = 'invoices'): Promise<string> => {
  const { url } = await world.get<{ url: string }>(`/v1/${kind}/${id}/documents/ubl`);
  return (await fetch(url)).text();
};
const unapplied = async (buyer: Buyer): Promise<number> =>
  (await buyer.payments()).reduce((sum, payment) => sum + payment.unapplied.minor, 0);

test('a wrong price: the invoice is taken back and issued rightly, due as before, and both name each other', async () => {
  const acme = await world.customer('Price');
  const wrong = await acme.isInvoiced({ net: '100.00', taxClass: 'standard' }, '5.00');
  await world.day(4);
  const { creditNote, invoice } = await made(correct(wrong.id, { ...priceOf('90.00'), text: 'As agreed' }));
  expect([creditNote.total.minor, creditNote.settled.minor, creditNote.owed.minor]).toEqual([
    12_400, 12_400, 0,
  ]);
  expect(invoice).toMatchObject({
    state: 'ISSUED',
    total: { minor: 11_210 },
    dueOn: wrong.dueOn,
    preceding: { invoiceId: wrong.id, as: 'corrected' },
  });
  expect(await acme.invoice(wrong.id)).toMatchObject({
    state: 'CREDITED',
    credits: [creditNote.id],
    followedBy: [{ invoiceId: invoice.id, as: 'corrected' }],
  });
  expect(await acme.exposure()).toBe(11_210);
  const xml = await documentOf(invoice.id);
  expect(xml).toContain('<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>');
  expect(xml).toContain('<cbc:Note>As agreed</cbc:Note>');
  expect(xml).toContain(`<cbc:ID>${wrong.number}</cbc:ID>`);
  const [mail] = await world.mails(acme.email, invoice.number);
  expect(mail!.text).toContain(`takes the place of invoice ${wrong.number}`);
  expect(mail!.attachments).toHaveLength(2);
});

test('what was paid for the wrong invoice settles the right one, and the rest is the customer’s', async () => {
  const acme = await world.customer('Paid');
  const wrong = await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
  await acme.transfers('119.00', wrong.number);
  const { creditNote, invoice } = await made(correct(wrong.id, priceOf('80.00')));
  expect([creditNote.settled.minor, creditNote.owed.minor]).toEqual([0, 11_900]);
  expect(invoice).toMatchObject({ state: 'CREDITED', open: { minor: 0 }, total: { minor: 9_520 } });
  expect(await unapplied(acme)).toBe(2_380);
  expect(await acme.exposure()).toBe(-2_380);
  const xml = await documentOf(invoice.id);
  expect(xml).toContain('<cbc:PrepaidAmount currencyID="EUR">95.20</cbc:PrepaidAmount>');
  expect(xml).toContain('<cbc:PayableAmount currencyID="EUR">0.00</cbc:PayableAmount>');
  const [mail] = await world.mails(acme.email, invoice.number);
  expect(mail!.text).toContain('what you had paid before settles this invoice');
  expect(mail!.text).not.toContain('/pay/');
});

test('a part that was paid is taken off what the right invoice asks for', async () => {
  const acme = await world.customer('Partly');
  const wrong = await acme.isInvoiced('100.00');
  await acme.transfers('40.00', wrong.number);
  const { invoice } = await made(
    correct(wrong.id, { reason: 'quantity', lines: [{ line: '1', quantity: '2' }] }),
  );
  expect(invoice).toMatchObject({ state: 'PART_PAID', total: { minor: 20_000 }, open: { minor: 16_000 } });
  const [mail] = await world.mails(acme.email, invoice.number);
  expect(mail!.subject).toContain('€160.00');
  await acme.transfers('160.00', invoice.number);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
});

test('who quotes the old number or follows the old link pays the invoice in its place', async () => {
  const acme = await world.customer('Habit');
  const wrong = await acme.isInvoiced('100.00', '20.00');
  const link = await acme.link(wrong.number);
  const first = await made(
    correct(wrong.id, { reason: 'not_delivered', lines: [{ line: '2', remove: true }] }),
  );
  const second = await made(correct(first.invoice.id, priceOf('70.00')));
  const opened = await fetch(link);
  expect(opened.url).not.toBe(link);
  expect(await opened.text()).toContain(second.invoice.number);
  await acme.transfers('70.00', `Order, invoice ${wrong.number}`);
  expect(await acme.invoice(second.invoice.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 7_000 } }],
  });
});

test('money that was under way when the invoice was corrected settles the right one', async () => {
  const acme = await world.customer('Underway');
  const wrong = await acme.isInvoiced('50.00');
  const provider = await acme.opensProvider(wrong.number);
  const { invoice } = await made(correct(wrong.id, priceOf('45.00')));
  await fetch(provider, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome: 'approve' }),
  });
  await world.settle();
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  expect(await unapplied(acme)).toBe(500);
});

test('a buyer that was wrong: name and VAT id are those of now, and the tax is decided by them', async () => {
  const profile = { address: { line1: '1 rue', postalCode: '75001', city: 'Paris', country: 'FR' } };
  const acme = await world.customer('Business', profile);
  const wrong = await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
  expect(wrong.total.minor).toBe(11_900);
  const saved = await world.call(
    'PUT',
    '/v1/customers/crm/Business',
    {
      ...profile,
      name: 'Business SARL',
      emails: [acme.email],
      language: 'en',
      currency: 'EUR',
      vatId: 'FR40303265045',
      paymentTermsDays: 14,
      ibans: [acme.iban],
    },
    { key: 'partner' },
  );
  expect([saved.status, saved.body]).toMatchObject([200, {}]);
  const { invoice } = await made(correct(wrong.id, { reason: 'wrong_invoice', buyer: 'current' }));
  expect(invoice.total.minor).toBe(10_000);
  const { snapshot } = await world.get<{ snapshot: Snapshot }>(`/v1/invoices/${invoice.id}`);
  expect(snapshot).toMatchObject({
    buyer: { name: 'Business SARL', vatId: 'FR40303265045' },
    totals: { taxes: [{ category: 'K', ratePpm: 0 }] },
  });
});

test('what an invoice lacked is debited under a number of its own, asked for and paid like an invoice', async () => {
  const acme = await world.customer('Lacking');
  const short = await acme.isInvoiced({ net: '10.00', quantity: '3', taxClass: 'standard' });
  const { status, body } = await debit(short.id, {
    reason: 'quantity',
    lines: [
      { line: '1', quantity: '2' },
      { line: '1', netMinor: 150 },
    ],
  });
  expect([status, body.number, body.total.minor]).toEqual([201, 'DINV-2026-000001', 2_559]);
  await world.settle();
  expect(await documentOf(body.id)).toContain('<cbc:InvoiceTypeCode>383</cbc:InvoiceTypeCode>');
  const [mail] = await world.mails(acme.email, body.number);
  expect([mail!.subject, mail!.text]).toEqual([
    expect.stringMatching(/^Debit note DINV-2026-000001: €25\.59/),
    expect.stringContaining(`what was missing on invoice ${short.number}`),
  ]);
  await acme.transfers('25.59', `pays ${body.number}`);
  expect(await acme.invoice(body.id)).toMatchObject({ state: 'PAID' });
  expect(await acme.invoice(short.id)).toMatchObject({
    state: 'ISSUED',
    followedBy: [{ invoiceId: body.id, as: 'debited' }],
  });
  expect(await acme.exposure()).toBe(3_570);
});

test('goods that come back after a correction are credited on the invoice that is right', async () => {
  const acme = await world.customer('Back');
  const order = await acme.orders({ net: '10.00', quantity: '5', taxClass: 'standard' });
  await acme.delivered(order);
  const [wrong] = await acme.invoices();
  const { invoice } = await made(correct(wrong!.id, priceOf('8.00')));
  const back = { reason: 'Wrong colour', lines: [{ line: '1', quantity: '2' }] };
  await world.call('POST', `/v1/orders/${order.id}/returns`, back, { key: 'partner' });
  await world.settle();
  expect(await acme.invoice(invoice.id)).toMatchObject({ open: { minor: 4_760 - 1_904 } });
});

test('one that makes the customer owe much less needs a second person, one that does not needs none', async () => {
  const acme = await world.customer('Grave');
  const wrong = await acme.isInvoiced({ net: '3000.00', taxClass: 'standard' });
  const small = await correct(wrong.id, priceOf('2999.00'), { key: 'clerk one' });
  expect(small.status).toBe(201);
  const asked = await world.call<Approval>(
    'POST',
    `/v1/invoices/${small.body.invoice.id}/corrections`,
    priceOf('1.00'),
    { key: 'clerk one' },
  );
  expect([asked.status, asked.body.operation]).toEqual([202, 'corrections.correct']);
  expect(await acme.invoice(small.body.invoice.id)).toMatchObject({ state: 'ISSUED' });
  const approved = await world.call<Approval>(
    'POST',
    `/v1/approvals/${asked.body.id}/approve`,
    {},
    { key: 'clerk two' },
  );
  expect([approved.status, approved.body.state]).toEqual([200, 'APPROVED']);
  await world.settle();
  expect(await acme.exposure()).toBe(119);
});

test('the same request is one correction, and two clerks at the same moment make one', async () => {
  const acme = await world.customer('Clicks');
  const wrong = await acme.isInvoiced('100.00');
  const answers = await Promise.all([
    correct(wrong.id, priceOf('90.00'), { idem: 'fix' }),
    correct(wrong.id, priceOf('90.00'), { idem: 'fix' }),
    correct(wrong.id, priceOf('80.00')),
  ]);
  const done = answers.filter(({ status }) => status === 201);
  expect(new Set(done.map(({ body }) => body.invoice.id)).size).toBe(1);
  await world.settle();
  expect((await acme.invoices()).map(({ state }) => state).toSorted()).toEqual(['CREDITED', 'ISSUED']);
});

test('what would change nothing, leave nothing, or was credited before is refused and changes nothing', async () => {
  const acme = await world.customer('Refused');
  const [one, other] = [await acme.isInvoiced('100.00', '10.00'), await acme.isInvoiced('30.00')];
  const { invoice: place } = await made(correct(other.id, priceOf('31.00')));
  const part = { reason: 'goodwill', lines: [{ line: '1', netMinor: 100 }] };
  await world.call('POST', `/v1/invoices/${place.id}/credit-notes`, part);
  await changesNothing(world, async () => {
    const refused = async (body: object, problem: object, id = one.id) =>
      expectProblem(await correct(id, { reason: 'price', ...body }), problem as never);
    await refused({}, { status: 422, code: 'corrections.nothing_changed' });
    await refused(
      { lines: [{ line: '1', quantity: '1' }] },
      { status: 422, code: 'corrections.nothing_changed' },
    );
    await refused(
      { lines: [{ line: '7', quantity: '1' }] },
      { status: 422, code: 'invoices.line_unknown', at: ['/lines/0/line'] },
    );
    await refused(
      { lines: ['1', '2'].map((line) => ({ line, remove: true })) },
      { status: 422, code: 'corrections.no_lines', at: ['/lines'] },
    );
    await refused(
      { lines: [{ line: '1', unitPrice: '999999999999' }] },
      { status: 422, code: 'pricing.too_large' },
    );
    await refused({}, { status: 409, code: 'invoices.nothing_left' }, other.id);
    await refused({}, { status: 409, code: 'corrections.credited_before' }, place.id);
    const lines = [{ line: '1', netMinor: 1 }];
    expectProblem(await debit(other.id, { reason: 'price', lines }), {
      status: 409,
      code: 'corrections.replaced',
    });
    expectProblem(await debit(one.id, { reason: 'price', lines: [{ line: '1', quantity: '0.00001' }] }), {
      status: 422,
      code: 'corrections.of_nothing',
      at: ['/lines/0'],
    });
  });
});
