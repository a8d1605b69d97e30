/** A customer asks what it owes: the statement says what ageing of the day says, in its language, and is mailed where that is asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { AccountStatementView } from '../../shared/accounts/account.ts';
import type { Ageing } from '../../shared/insights/insight.ts';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

type Shown = z.infer<typeof AccountStatementView>;
let world: World;
let buyer: Buyer;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
  buyer = await world.customer('Mueller', { name: 'Müller & Söhne', language: 'de', paymentTermsDays: 2 });
  await buyer.isInvoiced('100.00');
  const second = await buyer.isInvoiced('50.00');
  await buyer.transfers('30.00', second.number);
  await world.day(4);
  await buyer.isInvoiced('25.00');
  await buyer.transfers('12.00', 'für später');
  await (await world.customer('Other')).isInvoiced('77.00');
  await world.settle();
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.close();
});

const ask = (body: object) =>
  world.call<Shown>('POST', `/v1/customers/${buyer.id}/statements`, body, { key: 'finance' });
const shown = async (body: object): Promise<Shown> => {
  const { status, body: made } = await ask(body);
  expect([status, made]).toMatchObject([201, {}]);
  await world.settle();
  return world.get<Shown>(`/v1/customers/${buyer.id}/statements/${made.id}`);
};
const aged = async (asOf: string) => {
  const { currencies } = await world.get<Ageing>(`/v1/ageing?asOf=${asOf}`);
  return currencies[0]!.customers.find(({ customerId }) => customerId === buyer.id);
};
const pdfAt = async (url: string): Promise<string> => {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return wordsOf(bytes).join('\n');
};

test('open items of today and of a day that is over are those of ageing, and the document says them in German', async () => {
  for (const asOf of ['2026-01-05', '2026-01-09']) {
    const { openMinor, buckets, url, open } = await shown({ kind: 'open_items', asOf });
    const own = await aged(asOf);
    expect({ openMinor, buckets }).toEqual({ openMinor: own!.openMinor, buckets: own!.buckets });
    expect(open.reduce((sum, row) => sum + row.openMinor, 0)).toBe(openMinor);
    const words = await pdfAt(url!);
    for (const said of ['Kontoauszug', 'Offene Posten', ...open.map(({ number }) => number)])
      expect(words).toContain(said);
  }
  const now = await shown({ kind: 'open_items' });
  expect(now).toMatchObject({ openMinor: 14_500, unappliedMinor: 1200, balanceMinor: 13_300 });
  expect(now.open.map(({ openMinor, overdueDays }) => [openMinor, overdueDays])).toEqual([
    [10_000, 2],
    [2000, 2],
    [2500, 0],
  ]);
  expect(await buyer.inbox('Kontoauszug')).toEqual([]);
});

test('the activity begins with what was owed and ends with what is; it is sent once, with the document', async () => {
  const body = { kind: 'activity', from: '2026-01-06', send: true };
  const { moves, openingMinor, balanceMinor } = await shown(body);
  expect([openingMinor, moves.map(({ kind, minor }) => [kind, minor]), balanceMinor]).toEqual([
    12_000,
    [
      ['invoice', 2500],
      ['receipt', -1200],
    ],
    13_300,
  ]);
  const [mail, ...more] = await buyer.inbox('Kontoauszug zum 09.01.2026');
  expect(more).toEqual([]);
  expect(mail!.attachments.map(({ filename }) => filename)).toEqual([
    expect.stringMatching(/-2026-01-09\.pdf$/),
  ]);
  expect(mail!.text).toContain('133,00');
  const { data } = await world.get<{ data: Shown[] }>(`/v1/customers/${buyer.id}/statements`);
  expect(data.length).toBe(4);
});

test('what cannot be is refused, and whose statement it is not does not see it', async () => {
  const { body: own } = await ask({ kind: 'open_items' });
  await world.settle();
  await changesNothing(world, async () => {
    expectProblem(await ask({ kind: 'open_items', asOf: '2999-01-01' }), {
      status: 422,
      code: 'accounts.range',
      at: ['/asOf'],
    });
    expectProblem(await ask({ kind: 'activity', from: '2026-02-01' }), {
      status: 422,
      code: 'accounts.range',
      at: ['/from'],
    });
    expectProblem(await ask({ kind: 'activity', entity: 'none' }), {
      status: 422,
      code: 'accounts.entity_unknown',
      at: ['/entity'],
    });
    const other = `/v1/customers/cus_${'0'.repeat(26)}/statements`;
    expectProblem(await world.call('POST', other, { kind: 'activity' }), {
      status: 404,
      code: 'customers.unknown',
    });
    expectProblem(await world.call('GET', `${other}/${own.id}`), { status: 404, code: 'accounts.unknown' });
  });
});
