import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routes } from '../../../bin/local/apigateway/routes.ts';
import { routed } from '../../../shared/kernel/paths.ts';

const below = (proxy: string) => ({ routeKey: 'ANY /v1/claims/{proxy+}', pathParameters: { proxy } });
const PATHS = [
  '/v1/claims/{id}',
  '/v1/claims/{id}/settle',
  '/v1/claims/open',
  '/v1/claims/{id}/{turn}',
  '/v1/other',
];

test.each([
  ['clm_1', 'ANY /v1/claims/{id}', { id: 'clm_1' }],
  ['open', 'ANY /v1/claims/open', {}],
  ['clm_1/settle', 'ANY /v1/claims/{id}/settle', { id: 'clm_1' }],
  ['clm_1/3', 'ANY /v1/claims/{id}/{turn}', { id: 'clm_1', turn: '3' }],
])('below a greedy route, %s is %s', (proxy, routeKey, pathParameters) => {
  expect(routed(below(proxy), PATHS)).toEqual({ routeKey, pathParameters });
});

test.each(['', 'clm_1/', '/settle', 'clm_1/settle/now', 'other'.repeat(2) + '/x/y'])(
  '“%s” means none of them, and stays as it came',
  (proxy) => {
    expect(routed(below(proxy), PATHS)).toEqual(below(proxy));
  },
);

test('a route of its own stays as it is', () => {
  const event = { routeKey: 'GET /v1/claims/{id}', pathParameters: { id: 'open' } };
  expect(routed(event, PATHS)).toBe(event);
});

test('goes where the gateway would send it if each path had a route', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  const segment = fc.oneof(word, fc.constantFrom('{x}', '{y}'));
  const path = (each: fc.Arbitrary<string>) => fc.array(each, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(path(segment), { minLength: 1, maxLength: 6 }), path(word), (all, asked) => {
      // Two variables at one place have one name: the contract of a slice names what it takes.
      const paths = [
        ...new Set(all.map((each) => `/v1/w/${each.map((s, i) => s.replace(/[xy]/, `p${i}`)).join('/')}`)),
      ];
      const table = routes<string>();
      for (const each of paths) table.add(`ANY ${each}`, `ANY ${each}`);
      const sent = table.find('GET', `/v1/w/${asked.join('/')}`);
      const event = { routeKey: 'ANY /v1/w/{proxy+}', pathParameters: { proxy: asked.join('/') } };
      expect(routed(event, paths)).toEqual(
        sent ? { routeKey: sent.target, pathParameters: sent.pathParameters } : event,
      );
    }),
  );
});
