/** What comes back of charges: debits without funds, accounts that are closed, cards whose holders say no; and charges that nobody heard of. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Collection } from '../../shared/methods/collection.ts';
import type { MethodView } from '../../shared/methods/method.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(
    '2026-01-05T09:00:00Z',
    { autopay: { daysBefore: 0, noticeDays: 2 } },
    {},
    { jobs: ['FindOverdue', 'CollectDue'] },
  );
});
afterAll(() => world.close());

const agrees = async (buyer: Buyer, outcome: 'approve' | 'pending') => {
  const { number } = await buyer.isInvoiced('10.00');
  const form = (fields: Record<string, string>) => ({
    method: 'POST',
    redirect: 'manual' as const,
    body: new URLSearchParams(fields),
  });
  const page = await fetch(await buyer.link(number), form({ keep: '1' }));
  await fetch(page.headers.get('location')!, form({ outcome }));
  await world.settle();
  await world.passes(180_000);
  const [method] = await methods(buyer);
  return method!;
};
const methods = (buyer: Buyer) => world.all<MethodView>(`/v1/customers/${buyer.id}/payment-methods`);
const collection = async (buyer: Buyer, number: string) =>
  (await world.all<Collection>(`/v1/customers/${buyer.id}/collections`)).find((one) => one.number === number);
/** What its provider took back of the newest payment. */
const comesBack = async (buyer: Buyer, said: { status: string; reason: string }) => {
  const [paid] = await buyer.payments();
  await world.control('/psp/disputes', { session: paid!.reference, ...said });
  await world.settle();
};
const receipts = async (buyer: Buyer) =>
  (await buyer.payments()).map(({ amount, disputed }) => [amount.minor, disputed?.minor ?? 0]);

test('a debit that lacked funds is tried once more, and no oftener; then the payer is told, and reminded', async () => {
  const acme = await world.customer('Funds');
  await agrees(acme, 'pending');
  const invoice = await acme.isInvoiced('60.00');
  // Due on Monday the 19th.
  await world.day(14);
  await world.passes(300_000);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  await world.day(15);
  await comesBack(acme, { status: 'lost', reason: 'insufficient_funds' });
  expect(await acme.invoice(invoice.id)).toMatchObject({
    open: { minor: 6_000 },
    collecting: { on: '2026-01-22' },
  });
  expect(await collection(acme, invoice.number)).toMatchObject({ state: 'PLANNED', on: '2026-01-22' });
  await world.day(17);
  await world.passes(300_000);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  await comesBack(acme, { status: 'lost', reason: 'insufficient_funds' });
  const after = (await collection(acme, invoice.number))!;
  expect(after).toMatchObject({ state: 'STOPPED', stop: 'declined' });
  expect(after.tries.map(({ decline }) => decline)).toEqual(['funds', 'funds']);
  expect(await acme.inbox('failed')).toHaveLength(1);
  expect((await methods(acme))[0]).toMatchObject({ state: 'ACTIVE' });
  await world.day(18);
  expect(await acme.inbox('Reminder')).toHaveLength(1);
  expect(await receipts(acme)).toEqual([
    [6_000, 6_000],
    [6_000, 6_000],
    [1_000, 0],
  ]);
});

test('a closed account ends the mandate, at its provider, too', async () => {
  const acme = await world.customer('Closed');
  await agrees(acme, 'pending');
  const invoice = await acme.isInvoiced('61.00');
  await world.day(18 + 14);
  await world.passes(300_000);
  await comesBack(acme, { status: 'lost', reason: 'account_closed' });
  expect((await methods(acme))[0]).toMatchObject({ state: 'ENDED', ended: { reason: 'account_closed' } });
  expect(await collection(acme, invoice.number)).toMatchObject({ state: 'STOPPED', stop: 'declined' });
  expect(await acme.inbox('failed')).toHaveLength(1);
});

test('a card whose holder disputes a charge is charged no more, whoever wins', async () => {
  const acme = await world.customer('Disputed');
  await agrees(acme, 'approve');
  const invoice = await acme.isInvoiced('62.00');
  await world.day(32 + 14);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  await comesBack(acme, { status: 'needs_response', reason: 'fraudulent' });
  expect((await methods(acme))[0]).toMatchObject({ state: 'ENDED', ended: { reason: 'disputed' } });
  expect(await collection(acme, invoice.number)).toMatchObject({ state: 'STOPPED', stop: 'charged_back' });
  const next = await acme.isInvoiced('63.00');
  await world.day(32 + 14 + 15);
  expect(await collection(acme, next.number)).toBeUndefined();
  expect(await receipts(acme)).toEqual([
    [6_200, 6_200],
    [1_000, 0],
  ]);
});

test('an account that the payer ends at its bank is told by the provider; one that we end is told to it', async () => {
  const acme = await world.customer('Ends');
  const account = await agrees(acme, 'pending');
  await world.control(`/psp/methods/${account.last4}`, { ended: 'mandate_cancelled' });
  await world.settle();
  expect((await methods(acme))[0]).toMatchObject({ state: 'ENDED', ended: { reason: 'mandate_ended' } });
  const card = await agrees(acme, 'approve');
  const { status } = await world.call('POST', `/v1/customers/${acme.id}/payment-methods/${card.id}/end`, {});
  expect(status).toBe(200);
  await world.settle();
  const put = (body: object) => world.call('PUT', `/v1/customers/${acme.id}/autopay`, body);
  expect(await put({ on: true })).toMatchObject({ status: 409, body: { code: 'methods.none' } });
  expect(await put({ on: false, preferred: card.id })).toMatchObject({
    status: 422,
    body: { code: 'methods.not_active' },
  });
  expect(await put({ on: false })).toMatchObject({ status: 200, body: { on: false } });
});

test('a charge whose sender died is sent again and made once', async () => {
  const acme = await world.customer('Died');
  await agrees(acme, 'approve');
  const invoice = await acme.isInvoiced('64.00');
  // The due day, 21 March, is a Saturday.
  await world.day(61 + 15);
  // It dies after the attempt stands, and before anybody is asked.
  world.cloud.faults.add({
    function: 'CollectDue',
    action: 'TransactWriteItems',
    kind: 'kill',
    when: 'after',
  });
  await world.day(61 + 16);
  world.cloud.faults.clear();
  expect((await acme.invoice(invoice.id)).open.minor).toBeGreaterThan(0);
  await world.passes(600_000);
  expect((await world.cloud.invoke('AskAttempts', {})).error).toBeUndefined();
  await world.settle();
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  expect(await receipts(acme)).toEqual([
    [6_400, 0],
    [1_000, 0],
  ]);
  await world.day(61 + 17);
  await world.booksAreRight();
  await world.invariantsHold();
  await world.isHealthy();
});
