/** Deposits are asked for, paid, taken up by the invoices of their order and given back; the books, the credit and the documents say so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DepositView, RequestDeposit } from '../../shared/deposits/deposit.ts';
import type { Order } from '../../shared/orders/order.ts';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { taxIsExplained } from '../support/taxed.ts';
import type { Invariants } from '../../shared/ledger/invariant.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-03-02T09:00:00Z', { depositReminders: [2] }, {}, { jobs: ['FindOverdue'] });
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.exposureIsRight();
  await world.booksAreRight();
  await world.invariantsHold();
  for (const job of ['SealActs', 'LookAfter'])
    expect((await world.cloud.invoke(job, {})).error).toBeUndefined();
  expect(await world.get<Invariants>('/v1/invariants')).toMatchObject({ broken: 0 });
  await world.close();
});

const asked = async (order: Pick<Order, 'id'>, body: RequestDeposit): Promise<DepositView> => {
  const answer = await world.call<DepositView>('POST', `/v1/orders/${order.id}/deposits`, body);
  expect([answer.status, answer.body]).toMatchObject([201, { state: 'ISSUED' }]);
  await world.settle();
  return answer.body;
};
const now = (deposit: DepositView) => world.get<DepositView>(`/v1/deposits/${deposit.id}`);
const figures = async (deposit: DepositView) => {
  const { state, open, left } = await now(deposit);
  return [state, open.minor, left.minor];
};
const unapplied = async (buyer: Buyer) =>
  (await buyer.payments()).reduce((sum, payment) => sum + payment.unapplied.minor, 0);
const documentOf = async (id: string, format = 'pdf') => {
  const { url } = await world.get<{ url: string }>(`/v1/invoices/${id}/documents/${format}`);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
};
/** What is owed for orders that are to come, and the tax of the house. */
const liability = async (): Promise<number[]> => {
  const { currencies } = await world.get<{
    currencies: { accounts: { account: string; balanceMinor: number }[] }[];
  }>('/v1/trial-balance');
  const of = (name: string) =>
    0 - (currencies[0]?.accounts.find(({ account }) => account === name)?.balanceMinor ?? 0);
  const aged = await world.get<{ currencies: { depositsMinor: number }[] }>('/v1/ageing');
  expect(aged.currencies[0]?.depositsMinor ?? 0).toBe(of('deposits'));
  return [of('deposits'), of('vat')];
};

test('a part is asked for, paid by the link, and taken off the invoice, which asks for the rest', async () => {
  const acme = await world.customer('Road', { language: 'de' });
  const order = await acme.orders({ net: '200.00', taxClass: 'standard' });
  const deposit = await asked(order, { percent: '30', dueInDays: 7 });
  expect(deposit).toMatchObject({
    number: 'AINV-2026-000001',
    total: { minor: 7_140 },
    dueOn: '2026-03-09',
    left: { minor: 0 },
  });
  // Nothing is owed: no invoice, no entry, no credit.
  expect([await acme.invoices(), await liability(), await acme.exposure()]).toEqual([[], [0, 0], 23_800]);
  const [mail] = await acme.inbox(deposit.number);
  expect(mail!.subject).toBe('Anzahlungsanforderung AINV-2026-000001: 71,40\u00a0€, fällig 09.03.2026');
  expect(mail!.attachments.map(({ filename }) => filename)).toEqual([`${deposit.number}.pdf`]);
  const said = wordsOf(await documentOf(deposit.id)).join(' ');
  expect(said).toContain('Anzahlung von 30 % zum Auftrag Road-1');
  expect(said).toContain('Dies ist keine Rechnung');
  expect(said).not.toMatch(/USt-Übersicht|Not subject|Nicht steuerbar/);
  const page = await (await fetch(await acme.link(deposit.number))).text();
  expect(page).toContain(`Anzahlung ${deposit.number}`);

  await acme.paysByCard(deposit.number);
  expect(await figures(deposit)).toEqual(['PAID', 0, 7_140]);
  expect(await acme.exposure()).toBe(16_660);
  expect(await (await fetch(await acme.link(deposit.number))).text()).toContain(
    'Diese Anzahlung ist bezahlt',
  );
  // The seller is German: tax is due on what came in, so it is invoiced, once.
  const [paid, ...others] = await acme.invoices();
  expect([paid, others]).toMatchObject([
    { number: 'INV-2026-000001', state: 'PAID', total: { minor: 7_140 }, open: { minor: 0 } },
    [],
  ]);
  expect(await liability()).toEqual([6_000, 1_140]);
  expect(await documentOf(paid!.id, 'ubl').then(String)).toMatch(
    /<cbc:InvoiceTypeCode>386<[\s\S]*<cbc:TaxAmount currencyID="EUR">11.40<[\s\S]*<cbc:PrepaidAmount currencyID="EUR">71.40<[\s\S]*<cbc:PayableAmount currencyID="EUR">0.00</,
  );
  const receipt = wordsOf(await documentOf(paid!.id)).join(' ');
  expect(receipt).toContain('Anzahlungsrechnung');
  const [brought] = await acme.inbox(paid!.number);
  expect(brought!.text).not.toContain('/pay/');
  // What the night sums up while something is left is the same.
  await world.exposureIsRight();

  await acme.delivered(order);
  const head = (await acme.invoices()).find(({ prepayment }) => !prepayment);
  const invoice = await acme.invoice(head!.id);
  expect(invoice).toMatchObject({
    number: 'INV-2026-000002',
    state: 'PART_PAID',
    total: { minor: 23_800 },
    open: { minor: 16_660 },
    snapshot: { prepaidMinor: 7_140, deposits: [{ number: paid!.number, minor: 7_140, taxMinor: 1_140 }] },
  });
  expect(await figures(deposit)).toEqual(['PAID', 0, 0]);
  // All tax once.
  expect([await liability(), await acme.exposure()]).toEqual([[0, 3_800], 16_660]);
  const xml = (await documentOf(invoice.id, 'ubl')).toString();
  for (const part of [
    '<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>',
    `<cbc:ID>${paid!.number}</cbc:ID>`,
    '<cbc:TaxAmount currencyID="EUR">38.00</cbc:TaxAmount>',
    '<cbc:PrepaidAmount currencyID="EUR">71.40</cbc:PrepaidAmount>',
    '<cbc:PayableAmount currencyID="EUR">166.60</cbc:PayableAmount>',
  ])
    expect(xml).toContain(part);
  expect(wordsOf(await documentOf(invoice.id)).join(' ')).toMatch(
    new RegExp(`Anzahlung ${paid!.number} vom .* angerechnet \\(darin USt\\. 11,40`),
  );
  expect((await acme.inbox(invoice.number))[0]!.subject).toContain('166,60');
  await acme.transfers('166.60', invoice.number);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  const statement = await world.call<{ balanceMinor: number; moves: { kind: string; minor: number }[] }>(
    'POST',
    `/v1/customers/${acme.id}/statements`,
    { kind: 'activity' },
  );
  expect(statement.body.moves.map(({ kind, minor }) => [kind, minor])).toEqual([
    ['invoice', 7_140],
    ['deposit', -7_140],
    ['invoice', 23_800],
    ['deposit', -7_140],
    ['receipt', -16_660],
  ]);
});

test('what was taxed and is not supplied is credited, its tax goes back, and the money the way that it came', async () => {
  const acme = await world.customer('Back');
  const order = await acme.orders({ net: '100.00', taxClass: 'standard' });
  const before = await liability();
  const deposit = await asked(order, { percent: '100' });
  await acme.paysByCard(deposit.number);
  const [paid] = await acme.invoices();
  expect(await liability()).toEqual([before[0]! + 10_000, before[1]! + 1_900]);
  expectProblem(
    await world.call('POST', `/v1/invoices/${paid!.id}/corrections`, {
      reason: 'price',
      lines: [{ line: '1', unitPrice: '1' }],
    }),
    { status: 409, code: 'corrections.prepayment' },
  );
  await world.call('POST', `/v1/orders/${order.id}/cancel`, { reason: 'not wanted' }, { key: 'partner' });
  await world.settle();
  expect(await liability()).toEqual(before);
  expect([await figures(deposit), await unapplied(acme), await acme.exposure()]).toEqual([
    ['PAID', 0, 0],
    11_900,
    -11_900,
  ]);
  const note = (await acme.payments()).find(({ method }) => method === 'credit_note');
  const back = await world.call<{ through?: object }>('POST', `/v1/payments/${note!.id}/refunds`, {
    amount: { minor: 11_900, currency: 'EUR' },
    reason: 'other',
  });
  expect([back.status, back.body]).toMatchObject([201, { through: {} }]);
  await world.settle();
  expect([await unapplied(acme), await acme.exposure()]).toEqual([0, 0]);
});

test('each delivery takes what is left; what is not paid when all is invoiced is not asked for any more', async () => {
  const acme = await world.customer('Parts');
  const order = await acme.orders('100.00', '100.00');
  const deposit = await asked(order, { amount: { minor: 15_000, currency: 'EUR' } });
  await acme.transfers('120.00', '', deposit.reference);
  expect(await figures(deposit)).toEqual(['PART_PAID', 3_000, 12_000]);
  await acme.delivered(order, [{ line: '1', quantity: '1' }]);
  const [first] = await acme.invoices();
  expect(first).toMatchObject({ state: 'PAID', open: { minor: 0 } });
  const [mail] = await acme.inbox(first!.number);
  expect(mail!.text).toContain('what you had paid before settles this invoice');
  expect(mail!.text).not.toContain('/pay/');
  expect(await figures(deposit)).toEqual(['PART_PAID', 3_000, 2_000]);
  await acme.delivered(order);
  const [second] = await acme.invoices();
  expect(second).toMatchObject({ state: 'PART_PAID', open: { minor: 8_000 } });
  // Nothing more comes that could take it up.
  expect(await figures(deposit)).toEqual(['CLOSED', 0, 0]);
  expect((await now(deposit)).deposit!.taken.map(({ number, amount }) => [number, amount.minor])).toEqual([
    [first!.number, 10_000],
    [second!.number, 2_000],
  ]);
  expect(await (await fetch(await acme.link(deposit.number))).text()).toContain(
    'Nothing is asked for any more',
  );
  await acme.transfers('30.00', `Deposit ${deposit.number}`);
  expect([await figures(deposit), await unapplied(acme)]).toEqual([['CLOSED', 0, 0], 3_000]);
  expect(await acme.exposure()).toBe(5_000);
});

test('an order that is held is paid in advance; what is too much, and all of it when the order is cancelled, can be refunded', async () => {
  const acme = await world.customer('Held', {}, 0);
  const { body: order } = await world.call<Order>('POST', '/v1/orders', acme.basket('50.00'), {
    key: 'partner',
  });
  expect(order.state).toBe('HELD');
  const deposit = await asked(order, { percent: '100' });
  await acme.transfers('60.00', deposit.number);
  expect([await figures(deposit), await unapplied(acme)]).toEqual([['PAID', 0, 5_000], 1_000]);
  const { body } = await world.call<{ depositsMinor: number; balanceMinor: number }>(
    'POST',
    `/v1/customers/${acme.id}/statements`,
    { kind: 'open_items' },
  );
  expect(body).toMatchObject({ depositsMinor: 5_000, balanceMinor: -1_000 });
  await world.call('POST', `/v1/orders/${order.id}/cancel`, { reason: 'not wanted' }, { key: 'partner' });
  await world.settle();
  expect([await figures(deposit), await unapplied(acme)]).toEqual([['CLOSED', 0, 0], 6_000]);
  expect(await acme.exposure()).toBe(-6_000);
  const [payment] = await acme.payments();
  const back = await world.call('POST', `/v1/payments/${payment!.id}/refunds`, {
    amount: { minor: 6_000, currency: 'EUR' },
    reason: 'other',
  });
  expect([back.status, back.body]).toMatchObject([201, {}]);
  expect([await unapplied(acme), await acme.exposure()]).toEqual([0, 0]);
});

test('what may not be asked for, closed twice, or taken from under an invoice is refused, and nothing changes', async () => {
  const acme = await world.customer('Refused');
  const order = await acme.orders('100.00');
  const ask = (body: unknown, over = {}) => world.call('POST', `/v1/orders/${order.id}/deposits`, body, over);
  await changesNothing(world, async () => {
    expectProblem(await ask({ percent: '101' }), { status: 422, code: 'request.invalid', at: ['/percent'] });
    expectProblem(await ask({}), { status: 422, code: 'deposits.amount' });
    expectProblem(await ask({ amount: { minor: 10_001, currency: 'EUR' } }), {
      status: 422,
      code: 'deposits.too_much',
      at: ['/amount'],
    });
    expectProblem(await ask({ percent: '1' }, { key: 'partner' }), { status: 403, code: 'access.scope' });
    expectProblem(await ask({ percent: '1' }, { key: 'foreignFinance' }), {
      status: 404,
      code: 'orders.unknown',
    });
  });
  const deposit = await asked(order, { percent: '50' });
  const closing = (key = 'finance') =>
    world.call<DepositView>('POST', `/v1/deposits/${deposit.id}/close`, { reason: 'as agreed' }, { key });
  expectProblem(await closing('foreignFinance'), { status: 404, code: 'deposits.unknown' });
  const note = { reason: 'goodwill' };
  expectProblem(await world.call('POST', `/v1/invoices/${deposit.id}/credit-notes`, note), {
    status: 404,
    code: 'invoices.unknown',
  });
  await acme.transfers('50.00', deposit.number);
  const [payment] = await acme.payments();
  await acme.delivered(order);
  expectProblem(
    await world.call('POST', `/v1/bank-lines/${payment!.source.id}/unmatch`, { reason: 'wrong' }),
    {
      status: 409,
      code: 'cash.deposit_used',
    },
  );
  expectProblem(await closing(), { status: 409, code: 'deposits.over' });
  expect(await figures(deposit)).toEqual(['PAID', 0, 0]);
});

test('a deposit that is closed by a person frees what may be asked for, and gives what was paid back', async () => {
  const acme = await world.customer('Closed');
  const order = await acme.orders('100.00');
  const deposit = await asked(order, { percent: '80' });
  await acme.transfers('30.00', deposit.number);
  const closed = await world.call<DepositView>('POST', `/v1/deposits/${deposit.id}/close`, {
    reason: 'less',
  });
  expect(closed.body).toMatchObject({ state: 'CLOSED', open: { minor: 0 }, left: { minor: 0 } });
  expect([await unapplied(acme), await acme.exposure()]).toEqual([3_000, 7_000]);
  await asked(order, { percent: '100' });
  // Newest first, in a list of their own.
  const [newest, older] = await world.all<DepositView>('/v1/deposits');
  expect([newest!.state, older!.id]).toEqual(['ISSUED', deposit.id]);
});

test('where the company wants it a deposit is asked for again, as what it is, and not once it is paid or its order is cancelled', async () => {
  const requests = new Map<string, [Buyer, Order, DepositView]>();
  for (const name of ['Slow', 'Prompt', 'Gone']) {
    const buyer = await world.customer(name);
    const order = await buyer.orders('100.00');
    requests.set(name, [buyer, order, await asked(order, { percent: '50', dueInDays: 1 })]);
  }
  const [prompt, , paid] = requests.get('Prompt')!;
  await prompt.transfers('50.00', paid.number);
  const [gone, order] = requests.get('Gone')!;
  await world.call('POST', `/v1/orders/${order.id}/cancel`, { reason: 'not wanted' }, { key: 'partner' });
  await world.settle();
  await world.day(4);
  const [slow, , { number }] = requests.get('Slow')!;
  const [mail, ...more] = await slow.inbox('eminder');
  expect([mail!.subject, more]).toEqual([`Reminder: Deposit request ${number}`, []]);
  expect(mail!.text).toContain('It is no debt');
  expect(mail!.text).not.toContain('verdue');
  const [page] = wordsOf(await world.attached(mail!));
  expect(page!.split('\n')).toEqual(
    expect.arrayContaining(['A reminder of your deposit', 'Deposits', number, 'Total: €50.00']),
  );
  expect(page).not.toContain('verdue');
  expect([await prompt.inbox('eminder'), await gone.inbox('eminder')]).toEqual([[], []]);
  // Its page speaks of what it is, too.
  const html = await (await fetch(await slow.link(number))).text();
  expect(html).toContain('sees the request');
  expect(html).not.toContain('this invoice');
});

test('the tax of all that was paid in advance, taken up and given back is explained by documents', async () => {
  const sums = await taxIsExplained(world, '2026-03-02');
  expect(sums['prepayments']).toBeGreaterThan(0);
  for (const what of ['prepayments_taken_up', 'credit_notes']) expect(sums[what]).toBeLessThan(0);
});
