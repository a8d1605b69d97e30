/** The IETF draft "The Idempotency-Key HTTP Header Field", case by case, on the route that places orders. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleJson } from '../support/samples.ts';
import { World, type Answer } from '../support/world.ts';

interface Step {
  tenant?: string;
  key: string | null;
  body?: Record<string, string>;
  rawBody?: string;
  fault?: 'before-commit';
  expect: { status?: number; oneOf?: number[]; id?: string };
}
interface Case {
  name: string;
  parallel?: boolean;
  steps: Step[];
  invariant?: string;
}
const { cases } = sampleJson<{ cases: Case[] }>('webhooks/idempotency-key-cases.json');

let world: World;
const customers: Record<string, string> = {};
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: [] });
  for (const key of ['partner', 'foreign']) {
    const profile = {
      name: 'Buyer',
      address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      emails: ['b@customer.example'],
      currency: 'EUR',
    };
    customers[key] = (
      await world.call<{ id: string }>('PUT', '/v1/customers/crm/buyer', profile, { key })
    ).body.id;
  }
});
afterAll(() => world.close());

const keyOf = ({ tenant }: Step) => (tenant === 't2' ? 'foreign' : 'partner');
const sourceOf = ({ key }: Step) => `idem-${(key ?? 'none').replaceAll(/[^\w-]/g, '')}`;

/** The case's amount becomes the price of one thing; its order of members becomes the order's. */
const bodyOf = (step: Step): string => {
  const given = (step.rawBody === undefined ? step.body : JSON.parse(step.rawBody)) as Record<string, string>;
  const parts: Record<string, unknown> = {
    amount: { lines: [{ sku: 'A', description: 'Tea', quantity: '1', unitPrice: given['amount'] }] },
    currency: { currency: given['currency'] },
  };
  const named = Object.keys(given).map((name) => parts[name] as object);
  const rest = {
    source: 'conformance',
    sourceOrderId: sourceOf(step),
    customer: { id: customers[keyOf(step)] },
  };
  return JSON.stringify(
    Object.assign(
      {},
      ...(step.rawBody === undefined ? [rest, ...named] : [...named, rest]),
      'currency' in given ? {} : { currency: 'EUR' },
    ),
  );
};

const take = async (step: Step): Promise<Answer<{ id: string; code?: string }>> => {
  if (step.fault)
    await world.control('/control/faults', {
      service: 'dynamodb',
      action: 'TransactWriteItems',
      count: 1_000,
      when: 'before',
      kind: 'error',
    });
  const answer = await world.call<{ id: string }>('POST', '/v1/orders', bodyOf(step), {
    key: keyOf(step),
    idem: step.key ?? false,
  });
  if (step.fault) await fetch(`${world.cloud.urls.console}/control/faults`, { method: 'DELETE' });
  return answer;
};

test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { steps, parallel, invariant }) => {
  const answers: Answer<{ id: string; code?: string }>[] = [];
  if (parallel) answers.push(...(await Promise.all(steps.map(take))));
  else for (const step of steps) answers.push(await take(step));

  const ids = new Map<string, string>();
  for (const [index, { expect: wanted }] of steps.entries()) {
    const { status, body, headers } = answers[index]!;
    expect([status, body.code]).toEqual([
      wanted.status ?? expect.toBeOneOf(wanted.oneOf!),
      status < 400 ? undefined : (expect.stringMatching(/^(request|server)\./) as string),
    ]);
    if (status >= 400) expect(headers.get('content-type')).toBe('application/problem+json');
    if (wanted.id === undefined) continue;
    expect(body.id).toBe(ids.get(wanted.id) ?? body.id);
    // An answer that is told again says so; the ids of two names are never one.
    if (ids.has(wanted.id)) expect(headers.get('idempotent-replayed')).toBe('true');
    else expect([...ids.values()]).not.toContain(body.id);
    ids.set(wanted.id, body.id);
  }
  const made = answers.some(({ status }) => status === 201);
  const orders = await Promise.all(
    ['partner', 'foreign'].map(
      async (key) =>
        (await world.get<{ data: { sourceOrderId: string }[] }>('/v1/orders?limit=100', key)).data,
    ),
  );
  const count = orders.flat().filter(({ sourceOrderId }) => sourceOrderId === sourceOf(steps[0]!)).length;
  expect(count).toBe(made ? new Set(steps.map(keyOf)).size : 0);
  if (invariant !== undefined) expect([invariant, count]).toEqual(['exactly one resource is created', 1]);
});

test('a key is kept for thirty days; the order it made, for ever', async () => {
  const step: Step = { key: '"k-old"', body: { amount: '1.00' }, expect: {} };
  const first = await take(step);
  await world.day(29);
  expect((await take(step)).body.id).toBe(first.body.id);
  await world.day(31);
  const late = await take(step);
  expect([late.status, late.body]).toMatchObject([
    409,
    { code: 'orders.duplicate', detail: expect.stringContaining(first.body.id) as string },
  ]);
});
