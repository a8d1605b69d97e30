/** How many requests a key may make in a minute: told with every answer, counted without a write for each. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SELLER } from '../../bin/demo/company.ts';
import { openCompany } from '../../bin/demo/open.ts';
import { apis } from '../../lib/wiring.ts';
import { SCOPES } from '../../shared/kernel/contract.ts';
import { expectProblem, itemsOf } from '../support/refused.ts';
import { World, type Answer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
  const scopes = ['orders:read', 'customers:read'];
  const made = await openCompany(world.cloud, {
    tenant: 'acme',
    entities: [SELLER],
    keys: [
      { name: 'slow', scopes, perMinute: 20 },
      { name: 'wide', scopes, perMinute: 200 },
      { name: 'plain', scopes },
      { name: 'everywhere', scopes: SCOPES, perMinute: 20 },
    ],
  });
  Object.assign(world.keys, made);
});
afterAll(() => world.close());

const MINUTE = 60_000;
/** Stories of a minute begin with one. */
const turn = () => world.passes(MINUTE - (world.cloud.clock.now() % MINUTE));
const ask = (key: string, path = '/v1/orders') => world.call('GET', path, undefined, { key });
const left = ({ headers }: Answer) =>
  /^"key";r=(\d+);t=(\d+)$/
    .exec(headers.get('ratelimit') ?? '')!
    .slice(1)
    .map(Number);
const counters = async () => [...(await itemsOf(world)).values()].filter(({ kind }) => kind === 'rate');

test('every answer tells the policy and what is left; beyond it 429 with the seconds to wait', async () => {
  await turn();
  const answers: Answer[] = [];
  for (let n = 0; n < 24; n++) answers.push(await ask('slow'));
  const allowed = answers.filter(({ status }) => status === 200);
  // A function of a story has two environments; each may admit a twentieth, one request, too many.
  expect([allowed.length >= 20, allowed.length <= 22]).toEqual([true, true]);
  for (const { headers } of answers) expect(headers.get('ratelimit-policy')).toBe('"key";q=20;w=60');
  const [first, last] = [left(answers[0]!), left(answers.at(-1)!)];
  expect([first[0]! >= 18, first[1]! <= 60, last[0]]).toEqual([true, true, 0]);
  const refused = answers.at(-1)!;
  expectProblem(refused, { status: 429, code: 'request.rate' });
  expect(Number(refused.headers.get('retry-after'))).toBe(last[1]);
  // Other keys of the tenant are not kept waiting, and a new minute is a new limit.
  expect((await ask('plain')).status).toBe(200);
  await turn();
  expect((await ask('slow')).status).toBe(200);
});

test('is one limit over all functions', async () => {
  await turn();
  for (let n = 0; n < 25; n++) await ask('slow', n % 2 === 0 ? '/v1/orders' : '/v1/customers');
  expect([(await ask('slow')).status, (await ask('slow', '/v1/customers')).status]).toEqual([429, 429]);
});

test('costs a write for every twentieth of the limit, and none for slow traffic', async () => {
  await turn();
  for (let n = 0; n < 8; n++) await ask('plain');
  await turn();
  const known = (await counters()).length;
  for (let n = 0; n < 9; n++) await ask('wide');
  // Nine of two hundred are below the first step of ten, however they are spread.
  expect((await counters()).length).toBe(known);
  expect((await counters()).filter(({ pk }) => pk.includes(world.keys['plain']!.split('.')[2]!))).toEqual([]);
  for (let n = 0; n < 40; n++) await ask('wide');
  const counted = (await counters()).filter(({ pk }) => pk.includes(world.keys['wide']!.split('.')[2]!));
  const sum = counted.reduce((total, { n }) => total + Number(n), 0);
  expect([sum >= 30, sum <= 49]).toEqual([true, true]);
});

test('every function counts', async () => {
  const functions = Object.values(apis).map(({ api }) => {
    const routes = Object.values(api);
    return routes.find(({ method }) => method === 'get') ?? routes[0]!;
  });
  for (const { method, path } of functions) {
    await turn();
    const answer = await world.call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'), undefined, {
      key: 'everywhere',
    });
    expect([path, left(answer)[0]! <= 19]).toEqual([path, true]);
  }
  const own = (await counters()).filter(({ pk }) => pk.includes(world.keys['everywhere']!.split('.')[2]!));
  expect(own.length).toBeGreaterThanOrEqual(functions.length);
});
