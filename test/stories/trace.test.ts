/** One id from the order to the cash: whoever has it finds the acts, the entries, the events, the mails and the log. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { about, clear } from '../../shared/runtime/log.ts';
import { fetchOut } from '../../shared/runtime/http.ts';
import { factsOf } from '../../shared/runtime/outbox.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { itemsOf } from '../support/refused.ts';
import { actsOf, linesOf, shortName, under } from '../support/trail.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: ['FindOverdue'] });
});
afterEach(() => world.booksAreRight());
afterAll(() => world.close());

const PARTNERS = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = (trace: string) => ({ traceparent: `00-${trace}-00f067aa0ba902b7-01` });
const headerOf = async (id: string): Promise<string[]> => {
  const raw = await (await fetch(`${world.cloud.urls.console}/control/mails/${id}/raw`)).text();
  const [, value = ''] = /^x-quittance-trace: ([^\r\n]*(?:\r?\n\s+[^\r\n]*)*)/im.exec(raw) ?? [];
  return value.split(/[,\s]+/).filter((part) => part !== '');
};
const mailsUnder = async (buyer: Buyer, trace: string): Promise<string[]> => {
  const found: string[] = [];
  for (const { id, subject } of await buyer.inbox())
    if ((await headerOf(id)).includes(trace)) found.push(subject);
  return found;
};
const ordersUnder = async (buyer: Buyer, trace: string, net: string): Promise<Order> => {
  const { status, body, headers } = await world.call<Order>('POST', '/v1/orders', buyer.basket(net), {
    key: 'partner',
    headers: parent(trace),
  });
  expect([status, headers.get('x-quittance-trace')]).toEqual([201, trace]);
  return body;
};

test('the trace of a partner’s order leads through invoice, mails, card payment, webhook and receipt', async () => {
  const acme = await world.customer('Traced');
  const order = await ordersUnder(acme, PARTNERS, '100.00');
  // Delivered by another request, paid by a browser, told by the provider: none of them knows the trace.
  const delivered = await acme.delivered(order);
  expect(delivered.headers.get('x-quittance-trace')).toBe(PARTNERS);
  const [invoice] = await acme.invoices();
  expect([order.trace, invoice!.trace]).toEqual([PARTNERS, PARTNERS]);
  await acme.paysByCard(invoice!.number);
  expect((await acme.invoice(invoice!.id)).state).toBe('PAID');

  const acts = under(await actsOf(world), PARTNERS);
  expect(acts.map(({ action }) => action)).toEqual([
    'orders.place',
    'orders.fulfil',
    'invoices.issue',
    'dispatch.delivered',
    'payments.succeed',
  ]);
  expect(acts.filter(({ trace }) => trace !== PARTNERS)).toEqual([]);
  // Facts are announced by acts, and by the documents and the webhook themselves.
  const facts = [...(await itemsOf(world)).values()].flatMap((item) => factsOf(item));
  const inOrder = facts
    .filter(({ traceid }) => traceid === PARTNERS)
    .sort((a, b) => (a.time < b.time ? -1 : 1));
  expect(inOrder.map(({ type, traceid }) => [type, traceid])).toEqual(
    [
      'order.confirmed',
      'order.fulfilled',
      'invoice.issued',
      'documents.rendered',
      'invoice.delivered',
      'provider.event_kept',
      'payment.received',
      'invoice.paid',
    ].map((type) => [type, PARTNERS]),
  );
  // Issued and settled: two entries of the ledger, and what the one opened the other closed.
  const moved = acts.flatMap(({ entry }) => entry?.lines ?? []);
  expect(acts.filter(({ entry }) => entry)).toHaveLength(2);
  expect(
    moved.filter(({ account }) => account === 'receivables').reduce((sum, { minor }) => sum + minor, 0),
  ).toBe(0);
  expect(await mailsUnder(acme, PARTNERS)).toHaveLength(3);
  expect((await acme.inbox()).length).toBe(3);

  const lines = linesOf(world).filter(
    ({ trace, traces }) => trace === PARTNERS || traces?.split(' ').includes(PARTNERS),
  );
  expect([...new Set(lines.map((line) => shortName(line.function)))].sort()).toEqual([
    'ApplyPayment',
    'ApplyUnapplied',
    'Hooks',
    'IssueInvoice',
    'KeepPlans',
    'MailEvents',
    'OrdersApi',
    'Outbox',
    'Portal',
    'RenderDocument',
    'ScoreCustomer',
    'SendMail',
  ]);
  expect(lines.filter(({ function: name, invocation }) => !name || !invocation)).toEqual([]);
  const timeline = [
    ...acts.map(({ at, action, actor }) => `${at}  act   ${action}  (${actor.replace(/_.*/, '_…')})`),
    ...lines.map((line) => `${line.at}  line  ${shortName(line.function)}: ${line.message}`),
  ].sort();
  console.log(timeline.join('\n'));
});

test('one command tells the story of an order by its invoice’s number', async () => {
  writeFileSync(join(world.dir, 'endpoints.json'), JSON.stringify({ aws: world.cloud.urls.aws }));
  const tell = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((done) => {
      execFile(process.execPath, ['bin/trace.ts', '--local', world.dir, ...args], (error, out, err) =>
        done({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  const [invoice] = await world.all<Invoice>('/v1/invoices');
  const [payment] = await world.all<Payment>('/v1/payments');
  const told = await tell('--tenant', 'acme', invoice!.number);
  expect([told.code, told.err]).toEqual([0, '']);
  console.log(told.out);
  const columns = told.out.split('\n').map((line) => line.slice(25).split(/ {2}/)[0]!.trim());
  expect(told.out).toContain(`trace ${PARTNERS}\n`);
  expect(columns.slice(1, -1)).toEqual([
    'orders.place',
    'orders.fulfil',
    'invoices.issue',
    'documents rendered',
    'mail sending',
    'mail sent',
    'dispatch.delivered',
    'mail delivered',
    'payment begun',
    'payments.succeed',
  ]);
  expect(told.out).toMatch(/\[receivables 10000, revenue -10000 EUR\]/);
  for (const id of [PARTNERS, invoice!.id, invoice!.orderId!, payment!.id])
    expect((await tell('--tenant', 'acme', '--since', '2026-01-01', id)).out).toBe(told.out);
  expect(await tell('--tenant', 'rival', invoice!.number)).toMatchObject({
    code: 1,
    err: expect.stringContaining('rival has nothing'),
  });
  expect(await tell('--tenant', 'rival', PARTNERS)).toMatchObject({
    code: 1,
    err: expect.stringContaining('Nothing in the books'),
  });
});

test('a reminder and a bank transfer go on under the trace of their one invoice', async () => {
  const acme = await world.customer('Reminded');
  const trace = 'a'.repeat(32);
  const order = await ordersUnder(acme, trace, '80.00');
  await acme.delivered(order);
  const [invoice] = await acme.invoices();
  await world.day(20);
  expect(await mailsUnder(acme, trace)).toEqual([
    expect.stringMatching(/reminder/i),
    expect.stringContaining(invoice!.number),
    expect.stringContaining(order.sourceOrderId),
  ]);
  await acme.transfers('80.00', invoice!.number);
  const [payment] = await acme.payments();
  expect(payment!.trace).toBe(trace);
  const [match] = under(await actsOf(world), trace).filter(({ action }) => action === 'cash.match');
  // The statement's own trace is named too: from the file to the invoices that it paid.
  const [imported] = (await actsOf(world)).filter(({ action }) => action === 'bank.import_statement');
  expect([match!.trace, match!.traces]).toEqual([trace, [imported!.trace]]);
  expect(await mailsUnder(acme, trace)).toHaveLength(4);
});

test('a transfer for two invoices keeps its own trace and names both; either leads to it', async () => {
  const acme = await world.customer('Both');
  const traces = ['b'.repeat(32), 'c'.repeat(32)];
  for (const trace of traces) await acme.delivered(await ordersUnder(acme, trace, '30.00'));
  const numbers = (await acme.invoices()).map(({ number }) => number);
  await acme.transfers('60.00', numbers.join(' '));
  expect((await acme.invoices()).map(({ state }) => state)).toEqual(['PAID', 'PAID']);
  const acts = await actsOf(world);
  const matches = traces.map((trace) => under(acts, trace).filter(({ action }) => action === 'cash.match'));
  expect(matches.map((found) => found.length)).toEqual([1, 1]);
  expect(matches[0]![0]!.id).toBe(matches[1]![0]!.id);
  expect(traces).not.toContain(matches[0]![0]!.trace);
  for (const trace of traces) expect(await mailsUnder(acme, trace)).toHaveLength(3);
});

test('what fails says under which trace, to the partner and in the log', async () => {
  const acme = await world.customer('Failing');
  world.cloud.faults.add({
    function: 'OrdersApi',
    service: 'dynamodb',
    action: 'BatchGetItem',
    when: 'before',
    kind: 'error',
    count: 20,
  });
  const trace = 'd'.repeat(32);
  const { status, body, headers } = await world.call<{ requestId: string }>(
    'POST',
    '/v1/orders',
    acme.basket('1.00'),
    { key: 'partner', headers: parent(trace) },
  );
  world.cloud.faults.clear();
  expect([status, headers.get('x-quittance-trace')]).toEqual([500, trace]);
  const failed = linesOf(world).filter((line) => line.trace === trace && line.level === 'ERROR');
  expect(failed).toMatchObject([{ message: 'function.failed', request: body.requestId, tenant: 'acme' }]);
});

test('a trace that is none is not taken over', async () => {
  for (const wrong of [
    'nonsense',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${'e'.repeat(31)}-00f067aa0ba902b7-01`,
  ]) {
    const { headers } = await world.call('GET', '/v1/orders', undefined, { headers: { traceparent: wrong } });
    expect(headers.get('x-quittance-trace')).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect(wrong).not.toContain(headers.get('x-quittance-trace')!);
  }
});

test('every act of the story has a trace that a partner’s tools understand', async () => {
  const acts = await actsOf(world);
  expect(acts.length).toBeGreaterThan(20);
  expect(acts.filter(({ trace }) => !/^[0-9a-f]{32}$/.test(trace))).toEqual([]);
  expect((await itemsOf(world)).size).toBeGreaterThan(acts.length);
});

test('a call to a provider is a span of the present trace', async () => {
  const heard: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers['traceparent'] as string | undefined);
    response.end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  process.env['QUITTANCE_SANDBOX_ORIGINS'] = new URL(url).origin;
  about({ trace: PARTNERS });
  await fetchOut(url, { method: 'GET', headers: {} });
  clear();
  await fetchOut(url, { method: 'GET', headers: {} });
  server.close();
  expect(heard).toEqual([expect.stringMatching(new RegExp(`^00-${PARTNERS}-[0-9a-f]{16}-01$`)), undefined]);
});
