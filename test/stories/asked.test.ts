/** Webhooks get lost: what a provider did not say is asked for after five minutes, an hour, and then daily. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['AskAttempts'] });
});
afterAll(() => world.close());

const lose = (drop: number) => world.control('/psp/control', { drop });

test('a payment whose webhook was lost is there within ten minutes', async () => {
  const acme = await world.customer('Lost');
  const invoice = await acme.isInvoiced('40.00');
  await lose(1);
  await acme.paysByCard(invoice.number);
  expect((await acme.invoice(invoice.id)).open.minor).toBe(4_000);
  await world.passes(4 * 60_000);
  expect((await acme.invoice(invoice.id)).open.minor).toBe(4_000);
  await world.passes(6 * 60_000);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
});

test('one that was still open then is asked about after an hour', async () => {
  const acme = await world.customer('Slow');
  const invoice = await acme.isInvoiced('41.00');
  const page = await acme.opensProvider(invoice.number);
  await world.passes(20 * 60_000);
  await lose(1);
  const outcome = new URLSearchParams({ outcome: 'approve' });
  await fetch(page, { method: 'POST', redirect: 'manual', body: outcome });
  await world.settle();
  await world.passes(20 * 60_000);
  expect((await acme.invoice(invoice.id)).open.minor).toBe(4_100);
  await world.passes(40 * 60_000);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  await world.booksAreRight();
});
