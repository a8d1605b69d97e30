/** Whatever is wrong with a request: one clear problem document, and not one item of the table is touched. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEYS } from '../../bin/demo/company.ts';
import { ROLES } from '../../shared/access/roles.ts';
import type { Route } from '../../shared/kernel/contract.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { fitting, ROUTES, type Stock } from '../support/stock.ts';
import { stockedWorld } from '../support/stocked.ts';
import type { Buyer, World } from '../support/world.ts';

let world: World;
let acme: Buyer;
let stocked: Stock;
let leave: () => Promise<void>;
let ids: Stock['ids'];
beforeAll(async () => {
  ({ world, stocked, leave } = await stockedWorld());
  ({ acme, ids } = stocked);
});
afterAll(() => leave());

const bodies = ROUTES.filter(([, { method, media }]) => method !== 'get' && media === undefined).map(
  ([name, route], at) => [name, route, at] as const,
);
/** One function reads what all routes are sent: three of them meet every form of what is wrong, the others one each by turns. */
const formsFor = <T>(at: number, forms: readonly T[]): readonly T[] =>
  at < 3 ? forms : [forms[at % forms.length]!];
const keyOf = ({ scope }: Route) => {
  const [partner, finance] = KEYS.map(({ scopes }) => scopes.includes(scope));
  const admin = ROLES.admin.scopes.includes(scope) ? 'as admin' : 'as controller';
  return finance ? 'finance' : partner ? 'partner' : admin;
};
const send = (route: Route, body: unknown, over: Parameters<World['call']>[3] = {}) =>
  stocked.send(route, body, over);
const OWNED = [
  'id',
  'version',
  'state',
  'tenant',
  'open',
  'totals',
  'exposureMinor',
  'settlements',
  'placedAt',
  'constructor',
];

describe('what is not a request', () => {
  test.each(bodies)('%s takes JSON of its own shape, once per key', async (name, route, turn) => {
    const key = keyOf(route);
    const good = fitting(acme)[name] as object;
    await changesNothing(world, async () => {
      for (const text of formsFor(turn, ['{', '{"a":1,}', "{'a':1}", '\u0000', 'NaN', '['.repeat(50_000)]))
        expectProblem(await send(route, text, { key }), { status: 400, code: 'request.malformed' });
      const values = ['[]', 'null', '7', '"text"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`];
      for (const value of formsFor(turn, values))
        expectProblem(await send(route, value, { key }), { status: 422, code: 'request.invalid' });
      const types = [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ];
      for (const type of formsFor(turn, types))
        expectProblem(await send(route, good, { key, headers: { 'content-type': type } }), {
          status: 415,
          code: 'request.media_type',
        });
      // Mass assignment: what the server owns is no field of any request, and each one is named.
      const owned = OWNED.filter(
        (one) => !Object.hasOwn((route.body as { shape?: object }).shape ?? {}, one),
      );
      const more = Object.fromEntries(owned.map((field) => [field, 1]));
      expectProblem(await send(route, { ...good, ...more }, { key }), {
        status: 422,
        code: 'request.invalid',
        at: owned.map((field) => `/${field}`),
      });
      expectProblem(
        await send(
          route,
          `${JSON.stringify(good).slice(0, -1)}${Object.keys(good).length > 0 ? ',' : ''}"__proto__":{"state":"PAID"}}`,
          { key },
        ),
        { status: 422, code: 'request.invalid', at: ['/__proto__'] },
      );
      expectProblem(await send(route, JSON.stringify({ ...good, pad: 'x'.repeat(1_000_001) }), { key }), {
        status: 413,
        code: 'request.too_large',
      });
      if (route.idempotent)
        for (const idem of formsFor(turn, [
          false as const,
          '""',
          '"open',
          'x'.repeat(256),
          'tab\tinside',
          'ümlaut',
        ]))
          expectProblem(await send(route, good, { key, idem }), {
            status: 400,
            code: 'request.idempotency_key',
          });
    });
  });

  test('a method that a path does not take', async () => {
    await changesNothing(world, async () => {
      const told = await world.call('DELETE', '/v1/orders', {});
      expectProblem(told, { status: 405, code: 'request.method' });
      expect(told.headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'POST']);
      expect((await world.call('DELETE', '/v1/orders', {}, { key: 'x' })).status).toBe(403);
    });
  });

  test('ids, queries and cursors that nobody gave out', async () => {
    await changesNothing(world, async () => {
      for (const id of [
        'inv_1',
        'INV',
        `inv_${'u'.repeat(26)}`,
        `ord_${ids.invoice.slice(4)}`,
        '%00',
        '..%2F..',
        `${ids.invoice}%20`,
      ])
        expectProblem(await world.call('GET', `/v1/invoices/${id}`), {
          status: 422,
          code: 'request.invalid',
          at: ['/path/id'],
        });
      for (const [query, at] of [
        ['limit=0', 'limit'],
        ['limit=101', 'limit'],
        ['limit=1.5', 'limit'],
        ['limit=x', 'limit'],
        ['limit=5&limit=6', 'limit'],
        ['offset=1', 'offset'],
        ['openOf=me', 'openOf'],
        [`cursor=${'x'.repeat(501)}`, 'cursor'],
      ])
        expectProblem(await world.call('GET', `/v1/invoices?${query}`), {
          status: 422,
          code: 'request.invalid',
          at: [`/query/${at}`],
        });
      for (const asOf of ['2026-02-30', 'today', '2026-1-1', ''])
        expectProblem(await world.call('GET', `/v1/ageing?asOf=${asOf}`), {
          status: 422,
          code: 'request.invalid',
          at: ['/query/asOf'],
        });
      const lists = ROUTES.filter(
        ([name, { query }]) => name.startsWith('GET') && !name.includes('{') && 'cursor' in query.shape,
      );
      expect(lists.length).toBeGreaterThan(8);
      const garbage = [
        'x',
        '!!!',
        ...[
          '{}',
          'null',
          '[]',
          '["#x"]',
          '["#x","",""]',
          '["#x","y",""]',
          '["x","y","z"]',
          '["#x",1,2]',
          '["#x","y","z","w"]',
          '{"at":"#x","sk":"y"}',
        ].map((text) => Buffer.from(text).toString('base64url')),
      ];
      for (const [, list] of lists)
        for (const cursor of garbage)
          expectProblem(
            await world.call('GET', `${list.path}?cursor=${encodeURIComponent(cursor)}`, undefined, {
              key: keyOf(list),
            }),
            { status: 400, code: 'request.cursor', at: ['/cursor'] },
          );
    });
  });

  test('a cursor of acme shows a rival the rival’s rows and no others', async () => {
    const { nextCursor } = await world.get<{ nextCursor: string }>('/v1/orders?limit=1', 'partner');
    const stolen = await world.call<{ data: unknown[] }>(
      'GET',
      `/v1/orders?cursor=${encodeURIComponent(nextCursor)}`,
      undefined,
      { key: 'foreign' },
    );
    expect([stolen.status, JSON.stringify(stolen.body)]).toEqual([
      200,
      expect.not.stringContaining('Refused'),
    ]);
    expect(stolen.body.data).toEqual([]);
  });
});

describe('what makes no sense', () => {
  const order = (line: object, over: object = {}) => ({
    source: 'shop',
    sourceOrderId: 'refused-2',
    customer: { id: acme.id },
    currency: 'EUR',
    lines: [{ sku: 'A', description: 'Tea', quantity: '1', unitPrice: '1.00', ...line }],
    ...over,
  });
  const place = (body: unknown) => world.call('POST', '/v1/orders', body, { key: 'partner' });
  const LINE = '/lines/0';

  test('numbers and currencies in orders', async () => {
    const wrong = [
      '-1',
      '0',
      '0.000000',
      '1e3',
      '1.1234567',
      '1234567890123',
      'NaN',
      'Infinity',
      '１',
      '1,5',
      ' 1',
      '0x10',
      '01',
      '',
      1,
      -1,
      null,
      true,
      [],
      {},
    ];
    await changesNothing(world, async () => {
      for (const quantity of wrong)
        expectProblem(await place(order({ quantity })), {
          status: 422,
          code: 'request.invalid',
          at: [`${LINE}/quantity`],
        });
      for (const unitPrice of ['-0.01', '-0', '0.0000001', '1e3', '€1', 1.5])
        expectProblem(await place(order({ unitPrice })), {
          status: 422,
          code: 'request.invalid',
          at: [`${LINE}/unitPrice`],
        });
      for (const currency of ['eur', 'EURO', 'XXX', 'BTC', '', 978])
        expectProblem(await place(order({}, { currency })), {
          status: 422,
          code: 'request.invalid',
          at: ['/currency'],
        });
      for (const days of [-1, 181, 1.5, '14'])
        expectProblem(await place(order({}, { paymentTermsDays: days })), {
          status: 422,
          code: 'request.invalid',
          at: ['/paymentTermsDays'],
        });
      expectProblem(await place(order({ quantity: '999999999999', unitPrice: '999999999999.99' })), {
        status: 422,
        code: 'pricing.too_large',
      });
      const line = order({}).lines[0]!;
      expectProblem(await place(order({}, { lines: Array.from({ length: 301 }, () => line) })), {
        status: 422,
        code: 'request.invalid',
        at: ['/lines'],
      });
      expectProblem(await place(order({}, { lines: [] })), {
        status: 422,
        code: 'request.invalid',
        at: ['/lines'],
      });
      expectProblem(await place(order({}, { entity: 'nowhere' })), {
        status: 422,
        code: 'orders.entity_unknown',
        at: ['/entity'],
      });
      expectProblem(await place(order({ taxClass: 'free' })), {
        status: 422,
        code: 'request.invalid',
        at: [`${LINE}/taxClass`],
      });
      for (const field of ['netMinor', 'tax', 'fulfilled', 'id'])
        expectProblem(await place(order({ [field]: 1 })), {
          status: 422,
          code: 'request.invalid',
          at: [`${LINE}/${field}`],
        });
      // Everything that is wrong is said at once.
      expectProblem(await place({ ...order({ quantity: '0', sku: '' }), currency: 'eur' }), {
        status: 422,
        code: 'request.invalid',
        at: ['/currency', `${LINE}/sku`, `${LINE}/quantity`],
      });
    });
  });

  test('amounts of limits and payments', async () => {
    const amounts = [-1, 1.5, 1e300, 10_000_000_000_001, '100', null];
    await changesNothing(world, async () => {
      for (const minor of amounts)
        expectProblem(
          await world.call(
            'PUT',
            `/v1/customers/${acme.id}/credit`,
            { limit: { minor, currency: 'EUR' } },
            { key: 'partner' },
          ),
          { status: 422, code: 'request.invalid' },
        );
      const pay = (over: object) =>
        world.call(
          'POST',
          '/v1/payments',
          { customerId: acme.id, method: 'cash', amount: { minor: 100, currency: 'EUR' }, ...over },
          { key: 'partner' },
        );
      for (const minor of [0, ...amounts])
        expectProblem(await pay({ amount: { minor, currency: 'EUR' } }), {
          status: 422,
          code: 'request.invalid',
        });
      const part = (minor: number, currency = 'EUR') => [
        { invoiceId: ids.invoice, amount: { minor, currency } },
      ];
      for (const minor of [0, -5])
        expectProblem(await pay({ allocations: part(minor) }), { status: 422, code: 'request.invalid' });
      expectProblem(await pay({ allocations: part(101) }), {
        status: 422,
        code: 'payments.allocated_too_much',
        at: ['/allocations'],
      });
      expectProblem(await pay({ allocations: part(100, 'USD') }), {
        status: 422,
        code: 'payments.currency',
        at: ['/allocations/0'],
      });
      expectProblem(
        await pay({ amount: { minor: 100, currency: 'USD' }, allocations: [{ invoiceId: ids.invoice }] }),
        { status: 422, code: 'payments.currency' },
      );
      const twice = [{ invoiceId: ids.invoice }, { invoiceId: ids.invoice }];
      expectProblem(await pay({ allocations: twice }), {
        status: 422,
        code: 'payments.invoice_twice',
        at: ['/allocations/1/invoiceId'],
      });
      expectProblem(await pay({ receivedOn: '2026-01-06' }), {
        status: 422,
        code: 'payments.date',
        at: ['/receivedOn'],
      });
      for (const method of ['card', 'bank_transfer', 'barter'])
        expectProblem(await pay({ method }), { status: 422, code: 'request.invalid', at: ['/method'] });
    });
  });

  test('moves that the state of a thing does not allow', async () => {
    const move = (path: string, body: object, key = 'finance') => world.call('POST', path, body, { key });
    await changesNothing(world, async () => {
      expectProblem(await move(`/v1/orders/${ids.order}/release`, { reason: 'because' }), {
        status: 409,
        code: 'orders.not_held',
      });
      expectProblem(await move(`/v1/orders/${ids.held}/fulfilments`, {}, 'partner'), {
        status: 409,
        code: 'orders.not_fulfillable',
      });
      const deliver = (body: object) => move(`/v1/orders/${ids.order}/fulfilments`, body, 'partner');
      expectProblem(await deliver({ lines: [{ line: '1', quantity: '2' }] }), {
        status: 422,
        code: 'orders.over_delivered',
        at: ['/lines/0/quantity'],
      });
      expectProblem(
        await deliver({
          lines: [
            { line: '1', quantity: '0.6' },
            { line: '1', quantity: '0.6' },
          ],
        }),
        { status: 422, code: 'orders.over_delivered', at: ['/lines/1/quantity'] },
      );
      expectProblem(await deliver({ lines: [{ line: '9', quantity: '1' }] }), {
        status: 422,
        code: 'orders.line_unknown',
        at: ['/lines/0/line'],
      });
      expectProblem(await deliver({ deliveredOn: '2026-02-01' }), {
        status: 422,
        code: 'orders.delivery_date',
        at: ['/deliveredOn'],
      });
      expectProblem(await move(`/v1/bank-lines/${ids.line}/unmatch`, { reason: 'because' }), {
        status: 409,
        code: 'cash.not_matched',
      });
      expectProblem(await move(`/v1/bank-lines/${ids.line}/dismiss`, { reason: 'because' }), {
        status: 409,
        code: 'cash.not_dismissible',
      });
      expectProblem(await move('/v1/exports', { kind: 'open_items', entity: 'nowhere' }), {
        status: 422,
        code: 'exports.entity_unknown',
      });
      expectProblem(
        await move('/v1/exports', { kind: 'cash_journal', from: '2026-02-01', to: '2026-01-01' }),
        { status: 422, code: 'exports.range' },
      );
      expectProblem(await move('/v1/exports', { kind: 'cash_journal', to: '2999-12-31' }), {
        status: 422,
        code: 'exports.range',
        at: ['/to'],
      });
      expectProblem(await move('/v1/exports', { kind: 'cash_journal', from: '1900-01-01' }), {
        status: 422,
        code: 'exports.range',
        at: ['/from'],
      });
      for (const path of ['/v1/ageing', '/v1/dso', '/v1/trial-balance'])
        expectProblem(await world.call('GET', `${path}?asOf=2999-12-31`), {
          status: 422,
          code: 'insights.too_far_ahead',
          at: ['/query/asOf'],
        });
      expectProblem(
        await move(`/v1/bank-lines/${ids.line}/match`, {
          allocations: [{ invoiceId: ids.invoice }, { invoiceId: ids.invoice }],
        }),
        { status: 422, code: 'cash.invoice_twice', at: ['/allocations/1'] },
      );
    });
  });

  test('control characters, line breaks and headers in what is printed and mailed', async () => {
    const profile = fitting(acme)['PUT /v1/customers/{source}/{externalId}'] as { address: object };
    const put = (over: object) =>
      world.call('PUT', '/v1/customers/crm/New', { ...profile, ...over }, { key: 'partner' });
    const texts = [
      '',
      '   ',
      'a\nb',
      'a\r\nBcc: x@evil.example',
      'a\u0000b',
      'a\tb',
      'a\u001b[31m',
      'a\u0085b',
      'a\u2028b',
      'a\u2029b',
      'a\ud800b',
      'x'.repeat(101),
    ];
    await changesNothing(world, async () => {
      for (const name of texts)
        expectProblem(await put({ name }), { status: 422, code: 'request.invalid', at: ['/name'] });
      for (const city of texts)
        expectProblem(await put({ address: { ...profile.address, city } }), {
          status: 422,
          code: 'request.invalid',
          at: ['/address/city'],
        });
      for (const email of [
        'a',
        'a@b',
        'a@b.example\r\nBcc: x@evil.example',
        'a@b.example, c@d.example',
        '<a@b.example>',
        `${'a'.repeat(250)}@b.example`,
        `${'a'.repeat(65)}@b.example`,
        `a@${'b'.repeat(64)}.example`,
      ])
        expectProblem(await put({ emails: [email] }), {
          status: 422,
          code: 'request.invalid',
          at: ['/emails/0'],
        });
      expectProblem(await put({ ibans: ['DE00512108001245126199'] }), {
        status: 422,
        code: 'customers.iban_invalid',
      });
      for (const description of [...texts.slice(0, -1), 'x'.repeat(201)])
        expectProblem(await place(order({ description })), {
          status: 422,
          code: 'request.invalid',
          at: [`${LINE}/description`],
        });
      for (const poNumber of texts)
        expectProblem(await place(order({}, { poNumber })), {
          status: 422,
          code: 'request.invalid',
          at: ['/poNumber'],
        });
      for (const sourceOrderId of ['a b', 'a#b', '', 'ü', 'x'.repeat(81)])
        expectProblem(await place(order({}, { sourceOrderId })), {
          status: 422,
          code: 'request.invalid',
          at: ['/sourceOrderId'],
        });
    });
  });
});

test('what is changed inside would be seen: a thing more, and one that is another', async () => {
  const { id } = await world.customer('Seen');
  await expect(changesNothing(world, () => world.customer('More'))).rejects.toThrow('to deeply equal');
  const note = { limit: { minor: 7, currency: 'EUR' } };
  await expect(
    changesNothing(world, () => world.call('PUT', `/v1/customers/${id}/credit`, note, { key: 'partner' })),
  ).rejects.toThrow('to deeply equal');
});
