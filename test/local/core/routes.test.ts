import { expect, test } from 'vitest';
import { routes } from '../../../bin/local/apigateway/routes.ts';

const table = routes<string>();
for (const key of [
  'GET /',
  'GET /orders',
  'GET /orders/{id}',
  'GET /orders/open',
  'POST /orders/{id}/lines/{line}',
  'ANY /orders/{id}',
  'GET /files/{proxy+}',
  'GET /files/{name}/raw',
])
  table.add(key, key);

test.each([
  ['GET', '/', 'GET /', {}],
  ['GET', '/orders', 'GET /orders', {}],
  ['GET', '/orders/open', 'GET /orders/open', {}],
  ['GET', '/orders/7', 'GET /orders/{id}', { id: '7' }],
  ['DELETE', '/orders/open', 'ANY /orders/{id}', { id: 'open' }],
  ['GET', '/orders/a%2Fb%20c', 'GET /orders/{id}', { id: 'a/b c' }],
  ['POST', '/orders/7/lines/2', 'POST /orders/{id}/lines/{line}', { id: '7', line: '2' }],
  ['GET', '/files/a/b/c.pdf', 'GET /files/{proxy+}', { proxy: 'a/b/c.pdf' }],
  ['GET', '/files/a/raw', 'GET /files/{name}/raw', { name: 'a' }],
])('%s %s goes to %s', (method, path, target, pathParameters) => {
  expect(table.find(method, path)).toEqual({ target, pathParameters });
});

test.each([
  ['POST', '/orders'],
  ['GET', '/nothing'],
  ['GET', '/files'],
  ['POST', '/files/a'],
])('%s %s goes nowhere', (method, path) => {
  expect(table.find(method, path)).toBeUndefined();
});

test('$default takes the rest', () => {
  const all = routes<string>();
  all.add('$default', 'rest');
  expect(all.find('PATCH', '/x/y')).toEqual({ target: 'rest', pathParameters: {} });
});
