/**
 * The restore drill: the table as it was at a moment, everything else (documents, mails, queues, the provider) as it is now,
 * as a restore to a point in time leaves it on AWS. Then the outbox is announced again from the books.
 */
import { cpSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCompany } from '../../bin/demo/open.ts';
import { SELLER } from '../../bin/demo/company.ts';
import type { Order } from '../../shared/orders/order.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let acme: Buyer;
beforeEach(async () => {
  world = await World.open(undefined, {}, {}, { jobs: ['FindOverdue'] });
  acme = await world.customer('Restored');
});
afterEach(() => world.close());

const database = () => join(world.dir, 'dynamodb');
/** The table as of now, without its stream: a restored table has one of its own, and there is nothing in it. */
const copyTable = (): string => {
  const copy = `${world.dir}-table`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(database(), copy, { recursive: true });
  for (const place of globSync(join(copy, 'stream-*'))) rmSync(place);
  const tables = new DatabaseSync(join(copy, 'dynamo.db'));
  tables.exec('DELETE FROM _stream_records');
  tables.close();
  return copy;
};
const putTable = (copy: string): void => {
  rmSync(database(), { recursive: true });
  cpSync(copy, database(), { recursive: true });
  rmSync(copy, { recursive: true });
};
const now = (): string => new Date(world.cloud.clock.now()).toISOString();
const replayed = async (to: string, lost: boolean): Promise<Record<string, number>> => {
  const { payload, error } = await world.cloud.invoke('ReplayOutbox', {
    from: '2026-01-01T00:00:00Z',
    to,
    lost,
  });
  expect(error).toBeUndefined();
  await world.settle();
  return (payload as { announced: Record<string, number> }).announced;
};
/** What left the house: mails to customers, and all that the provider was asked for or told us. */
const outside = async () => ({
  mails: (await acme.inbox()).map(({ id, subject }) => `${id} ${subject}`).sort(),
  sessions: [
    ...new Set(
      readFileSync(join(world.dir, 'psp', 'psp.jsonl'), 'utf8')
        .split('\n')
        .flatMap((line) => /^\{"session":\{"id":"(\w+)"/.exec(line)?.[1] ?? []),
    ),
  ].sort(),
});
const entries = async (): Promise<unknown> => world.get('/v1/trial-balance');

/** A card, a transfer, a part by counter, an invoice that is overdue and was reminded of, a file. */
const month = async (): Promise<void> => {
  const [card, transfer, late] = [
    await acme.isInvoiced('100.00'),
    await acme.isInvoiced('200.00'),
    await acme.isInvoiced('300.00'),
  ];
  await acme.paysByCard(card.number);
  await acme.transfers('200.00', transfer.number);
  await world.call('POST', '/v1/payments', {
    customerId: acme.id,
    method: 'cash',
    amount: { minor: 5_000, currency: 'EUR' },
    allocations: [{ invoiceId: late.id }],
  });
  await acme.transfers('7.77', 'what is this');
  await world.call('POST', '/v1/exports', { kind: 'ledger_journal' });
  await world.day(25);
  expect((await acme.inbox('Reminder')).length + (await acme.inbox('reminder')).length).toBeGreaterThan(0);
};
/** Delivered, and not announced: the outbox cannot reach the bus. */
const inFlight = async (net: string): Promise<Order> => {
  world.cloud.faults.add({
    service: 'events',
    action: 'PutEvents',
    function: 'Outbox',
    when: 'before',
    kind: 'error',
    count: 10_000,
  });
  const order = await acme.orders(net);
  await world.call('POST', `/v1/orders/${order.id}/fulfilments`, {}, { key: 'partner' });
  return order;
};
const invoicesOf = async (order: Order) =>
  (await acme.invoices()).filter(({ orderId }) => (orderId as string) === order.id);

test('everything announced again changes nothing: no mail, no session, no posting', async () => {
  await month();
  const before = [await outside(), await entries(), await acme.payments(), await acme.invoices()];
  const announced = await replayed(now(), false);
  expect(Object.keys(announced).length).toBeGreaterThanOrEqual(10);
  expect(announced).toMatchObject({ 'invoice.issued': 3, 'documents.rendered': 3, 'payment.received': 4 });
  expect(announced['provider.event_kept']).toBeGreaterThan(0);
  expect([await outside(), await entries(), await acme.payments(), await acme.invoices()]).toEqual(before);
  await world.booksAreRight();
}, 240_000);

test('nothing was lost: what was in flight is finished, once', async () => {
  await acme.paysByCard((await acme.isInvoiced('100.00')).number);
  const order = await inFlight('40.00');
  const moment = now();
  await world.restart(() => putTable(copyTable()));
  expect(await invoicesOf(order)).toEqual([]);
  const mails = (await acme.inbox()).length;
  await replayed(moment, false);
  const [invoice, ...more] = await invoicesOf(order);
  expect([invoice, more]).toMatchObject([{ state: 'ISSUED', delivery: { state: 'DELIVERED' } }, []]);
  // The confirmation of the order and its invoice.
  expect((await acme.inbox()).length).toBe(mails + 2);
  await replayed(moment, false);
  expect((await acme.inbox()).length).toBe(mails + 2);
  await world.booksAreRight();
}, 240_000);

test('hours were lost: nothing that may have gone out goes out again, and each says so', async () => {
  await acme.paysByCard((await acme.isInvoiced('100.00')).number);
  const order = await inFlight('40.00');
  const moment = now();
  let copy = '';
  await world.restart(() => {
    copy = copyTable();
  });
  // The hours that will be lost: what was in flight is invoiced, mailed and paid, and another order comes in.
  await world.settle();
  const [mailed] = await invoicesOf(order);
  await acme.paysByCard(mailed!.number);
  const basket = acme.basket('60.00');
  const lost = await world.call<Order>('POST', '/v1/orders', basket, { key: 'partner', idem: 'lost' });
  await acme.delivered(lost.body);
  const [gone] = await invoicesOf(lost.body);
  const before = await outside();
  expect(before.sessions).toHaveLength(2);
  await world.restart(() => putTable(copy));
  expect(await invoicesOf(order)).toEqual([]);

  // The numbers of the lost hours are on invoices that customers have: the books go on in another series.
  await openCompany(world.cloud, { tenant: 'acme', entities: [{ ...SELLER, series: 'INX' }], keys: [] });
  await world.cloud.clock.advance(world.cloud.clock.now() + 60_000);
  await replayed(moment, true);
  expect(await outside()).toEqual(before);
  const [again, ...more] = await invoicesOf(order);
  expect(more).toEqual([]);
  expect(again).toMatchObject({
    id: mailed!.id,
    number: expect.stringMatching(/^INX-/),
    state: 'ISSUED',
    delivery: { state: 'SUPPRESSED' },
  });
  await world.booksAreRight();

  // The partner sends again what it got no lasting answer to: it is taken, once, and mailed as ever.
  const repeated = await world.call<Order>('POST', '/v1/orders', basket, { key: 'partner', idem: 'lost' });
  expect([repeated.status, repeated.headers.get('idempotent-replayed')]).toEqual([201, null]);
  await acme.delivered(repeated.body);
  const [fresh] = await invoicesOf(repeated.body);
  expect(fresh).toMatchObject({ delivery: { state: 'DELIVERED' } });
  expect([mailed!.number, gone!.number]).not.toContain(fresh!.number);
  await world.booksAreRight();
}, 240_000);
