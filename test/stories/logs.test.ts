/**
 * Marked people go the whole road, with every kind of failure on the way. Nothing that is written for operators (the log
 * of every function, the gateway's, the cloud's own) has a word of them, and no key, link or secret.
 */
import type { Context } from 'aws-lambda';
import { inspect } from 'node:util';
import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { told } from '../../shared/runtime/log.ts';
import { itemsOf, readVault } from '../support/refused.ts';
import { linesOf, logFiles, shortName } from '../support/trail.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {
    name: 'Qzxkvwseller GmbH',
    address: { line1: 'Qzxkvwlane 1', postalCode: '20457', city: 'Qzxkvwport', country: 'DE' },
    email: 'accounts@qzxkvwseller.example',
    phone: '+49 40 7418529630',
    bank: { ...SELLER.bank, iban: SELLER.bank.iban, name: 'Qzxkvwbank' },
  });
});
afterAll(() => world.close());

/**
 * Every marked word begins so; numbers and secrets are searched for as they are. Six letters, because an id of the gateway
 * has any three of them in one run of a hundred.
 */
const MARK = /qzxkvw/i;

test('nothing of a person, and no secret, is in any log', async () => {
  const acme = await world.customer('Qzxkvwbuyer', {
    address: { line1: 'Qzxkvwstreet 7', postalCode: '10115', city: 'Qzxkvwtown', country: 'DE' },
    emails: ['qzxkvwmail@customer.example'],
    vatId: 'DE136695976',
    paymentTermsDays: 1,
  });
  const order = await world.call<{ id: string }>(
    'POST',
    '/v1/orders',
    {
      ...acme.basket('100.00'),
      poNumber: 'Qzxkvwpurchase',
      lines: [
        { sku: 'QZXKVW-1', description: 'Qzxkvwtea', quantity: '1', unitPrice: '100.00', taxClass: 'zero' },
      ],
    },
    { key: 'partner' },
  );
  expect(order.status).toBe(201);
  await acme.delivered(order.body as never);
  const [invoice] = await acme.invoices();
  const link = await acme.link(invoice!.number);
  for (const path of ['', '/status?attempt=qzxkvw', '/invoice.pdf', '?notice=qzxkvw'])
    await fetch(link + path);
  await acme.paysByCard(invoice!.number, 'decline');
  await acme.paysByCard(invoice!.number);
  const second = await acme.isInvoiced('55.00');
  await acme.transfers('25.00', `Qzxkvwtext ${second.number}`);
  await acme.transfers('5.00', 'Qzxkvwsomething');
  await world.day(6);
  const bounced = (await acme.inbox(invoice!.number))[0]!;
  await world.control(`/control/mails/${bounced.id}/bounce`, {});
  await refusals(link);
  await failures();

  const files = logFiles(world);
  const secrets = await secretsOf(link);
  for (const [name, text] of files) {
    const at = text.search(MARK);
    expect([name, at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 100)]).toEqual([name, '']);
    for (const [what, secret] of secrets)
      expect([name, what, text.includes(secret)]).toEqual([name, what, false]);
  }
  // What was looked for did go by: in the books, in the mails, and past every function.
  expect(JSON.stringify([...(await itemsOf(world)).values()])).toMatch(MARK);
  expect((await acme.inbox()).length).toBeGreaterThan(5);
  const spoke = new Set(linesOf(world).map((line) => shortName(line.function)));
  for (const name of [
    'OrdersApi',
    'IssueInvoice',
    'RenderDocument',
    'SendMail',
    'Portal',
    'Hooks',
    'ApplyPayment',
  ])
    expect(spoke).toContain(name);
  for (const name of [
    'BankApi',
    'ReadStatement',
    'MatchCash',
    'MailEvents',
    'FindOverdue',
    'Authorizer',
    'Outbox',
  ])
    expect(spoke).toContain(name);
  const failed = linesOf(world).filter(({ level }) => level === 'ERROR');
  expect(new Set(failed.map(({ fault }) => fault))).toEqual(
    new Set(['ZodError', 'SyntaxError', 'InternalServerError', 'Error']),
  );
}, 180_000);

const secretsOf = async (link: string): Promise<[string, string][]> => {
  const vault = (await readVault(world))['acme']!['sandbox']!;
  return [
    ['the link', link.split('/pay/')[1]!],
    ['the seller’s IBAN', SELLER.bank.iban],
    ['the buyer’s IBAN', await ibanOfBuyer()],
    ['the phone', '7418529630'],
    ['the provider’s key', vault.apiKey],
    ['the webhook’s secret', vault.webhookSecret],
    ...Object.entries(world.keys).map(([name, key]): [string, string] => [
      `the key ${name}`,
      key.split('.').at(-1)!,
    ]),
  ];
};
const ibanOfBuyer = async (): Promise<string> => {
  const buyer = [...(await itemsOf(world)).values()].find(({ kind }) => kind === 'customer');
  return (buyer!['doc'] as { ibans: string[] }).ibans[0]!;
};

/** Requests that are refused carry the mark in every place that a request has. */
const refusals = async (link: string): Promise<void> => {
  const asks: [string, string, unknown, Record<string, unknown>][] = [
    ['POST', '/v1/orders', { qzxkvwfield: 'Qzxkvwvalue', currency: 'Qzxkvw' }, { key: 'partner' }],
    ['POST', '/v1/orders', '{"qzxkvw', { key: 'partner' }],
    ['POST', '/v1/orders', {}, { key: 'partner', idem: 'qzxkvwkey'.repeat(60) }],
    ['GET', '/v1/orders/ord_qzxkvw', undefined, {}],
    ['GET', '/v1/orders?cursor=qzxkvw', undefined, {}],
    ['GET', '/v1/orders?qzxkvw=qzxkvw', undefined, {}],
    [
      'GET',
      '/v1/orders',
      undefined,
      { key: 'qk.acme.key_00000000000000000000000000.qzxkvwqzxkvwqzxkvwqzxkvwqzxkvwqz' },
    ],
    ['GET', '/qzxkvwnowhere', undefined, {}],
    ['POST', '/v1/statements', '<Qzxkvw>', { raw: true }],
    ['POST', '/v1/statements', camtOf('Qzxkvwwrong', 'DE00'), { raw: true }],
    [
      'GET',
      '/v1/orders',
      undefined,
      { headers: { traceparent: 'qzxkvw', 'user-agent': 'qzxkvw', 'x-forwarded-for': 'qzxkvw' } },
    ],
  ];
  for (const [method, path, body, options] of asks)
    expect([path, (await world.call(method, path, body, options)).status]).toEqual([
      path,
      expect.any(Number),
    ]);
  await fetch(`${link}qzxkvw`);
  await fetch(`${world.cloud.urls.api}/hooks/psp/sandbox`, {
    method: 'POST',
    body: '{"qzxkvw":"Qzxkvwforged"}',
  });
  await fetch(`${world.cloud.urls.api}/hooks/psp/qzxkvw`, { method: 'POST', body: 'qzxkvw' });
};
const camtOf = (id: string, iban: string): string =>
  camt053({
    id,
    iban,
    currency: 'EUR',
    openingMinor: 0,
    date: world.today(),
    transfers: [{ reference: 'Qzxkvwref', minor: 100, text: 'Qzxkvwtext', date: world.today() }],
  });

/** Poison in every queue, and the table failing under every function that would throw. */
const failures = async (): Promise<void> => {
  const sqs = world.cloud.service<Sqs>('sqs');
  const poison = [
    'Qzxkvwnot JSON',
    JSON.stringify({ detail: { name: 'Qzxkvwperson', tenant: 7 } }),
    JSON.stringify({
      detail: {
        specversion: '1.0',
        id: 'act_1.0',
        source: 'quittance',
        type: 'order.placed_by_qzxkvw'.replace('qzxkvw', 'nobody'),
        subject: 'ord_1',
        time: '2026-01-05T09:00:00Z',
        tenant: 'acme',
        traceid: 'f'.repeat(32),
        data: { name: 'Qzxkvwperson' },
      },
    }),
  ];
  for (const { arn, deadLetter } of sqs.depths())
    if (!deadLetter && /Queue[0-9A-F]{8}$/.test(arn)) for (const body of poison) sqs.accept(arn, body);
  await world.settle();
  for (const name of ['Authorizer', 'Portal', 'FindOverdue', 'SendMail', 'OrdersApi'])
    world.cloud.faults.add({ function: name, service: 'dynamodb', when: 'before', kind: 'error', count: 12 });
  // What the gateway knows of a key, it knows for a minute.
  await world.cloud.clock.advance(world.cloud.clock.now() + 120_000);
  await world.call('GET', '/v1/customers', undefined, { key: 'partner' });
  world.cloud.faults.clear();
  world.cloud.faults.add({
    function: 'FindOverdue',
    service: 'dynamodb',
    when: 'before',
    kind: 'error',
    count: 12,
  });
  await world.cloud.invoke('FindOverdue', { scheduledTime: 'qzxkvw' });
  world.cloud.faults.clear();
  world.cloud.faults.add({ function: 'Outbox', service: 'events', when: 'before', kind: 'error', count: 6 });
  await world.call('POST', '/v1/orders', { qzxkvw: 1 }, { key: 'partner' });
  await (await world.customer('Qzxkvwother')).orders('1.00');
  await world.settle();
  world.cloud.faults.clear();
};

describe('of an error the log tells', () => {
  const thrown = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  };
  class Refused extends Error {
    readonly $metadata = { httpStatusCode: 400, requestId: 'aws-1' };
  }
  test.each<[string, () => unknown]>([
    ['what was no JSON', () => JSON.parse('Qzxkvw Person')],
    [
      'what did not fit a shape',
      () => z.object({ a: z.email('Qzxkvw is no address') }).parse({ a: 'qzxkvw@x', qzxkvw: 1 }),
    ],
    ['what a service quotes', () => Promise.reject(new Refused('Item {"name":"Qzxkvw"} is too large'))],
    ['what no error is', () => Promise.reject('Qzxkvw')],
    ['what a library throws', () => new Intl.NumberFormat('qzxkvw-invalid-locale-Qzxkvwperson-is-too-long')],
    ['words that look like a frame', () => Promise.reject(new Refused('a\n    at Qzxkvwstreet 7'))],
  ])('nothing of %s', async (_, act) => {
    const error = await Promise.resolve(thrown(act)).catch((caught: unknown) => caught);
    const line = JSON.stringify(told(error));
    expect(line).not.toMatch(MARK);
    expect(line.length).toBeGreaterThan(20);
  });
  test('the kind, the answer of the service and the place', () => {
    expect(told(new Refused('Qzxkvw'))).toMatchObject({
      fault: 'Refused',
      service: '400 aws-1',
      stack: expect.stringContaining('logs.test.ts'),
    });
    expect(
      told(thrown(() => z.object({ a: z.object({ b: z.int() }) }).parse({ a: { b: 'Qzxkvw' } }))).detail,
    ).toBe('a.b invalid_type');
  });
  test('nothing to Lambda, which writes down what a handler throws', async () => {
    const broken = frame<string, unknown>(async (text) => JSON.parse(text) as unknown);
    const context = { functionName: 'Test', awsRequestId: 'inv-1' } as Context;
    const thrownOut = (await broken('Qzxkvw', context).catch((caught: unknown) => caught)) as Error;
    expect([thrownOut.name, thrownOut.message]).toEqual(['SyntaxError', 'see the line above']);
    expect(inspect(thrownOut)).not.toMatch(MARK);
    expect(inspect(thrownOut)).toContain('logs.test.ts');
  });
  test('our own sentences, because they are of ids and counts', async () => {
    const { entry } = await import('../../shared/ledger/rules.ts');
    const lines = [
      { account: 'bank' as const, minor: 1 },
      { account: 'receivables' as const, minor: 1 },
    ];
    const off = thrown(() =>
      entry({
        entity: 'main',
        on: '2026-01-05',
        currency: 'EUR',
        kind: 'receipt',
        source: 'pay_1',
        memo: 'Qzxkvw',
        lines,
      }),
    );
    expect(told(off).detail).toBe('entry for pay_1 is off by 2 minor units');
  });
});
