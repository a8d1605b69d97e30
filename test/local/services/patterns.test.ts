import { expect, test } from 'vitest';
import { compile, matches } from '../../../bin/local/services/patterns.ts';

const event = {
  source: 'quittance.orders',
  'detail-type': 'OrderPlaced',
  ip: '10.0.3.7',
  detail: {
    amount: 250,
    state: 'open',
    tags: ['a', 'vip'],
    customer: { id: 'cus_1' },
    note: null,
    lines: [{ sku: 'x' }, { sku: 'y' }],
  },
};

test.each([
  ['exact', { source: ['quittance.orders'] }, true],
  ['another value', { source: ['quittance.cash'] }, false],
  ['one of several', { detail: { state: ['closed', 'open'] } }, true],
  ['null is a value', { detail: { note: [null] } }, true],
  ['any element of an array', { detail: { tags: ['vip'] } }, true],
  ['a field in an array of objects', { detail: { lines: { sku: ['y'] } } }, true],
  ['all fields must hold', { source: ['quittance.orders'], detail: { state: ['closed'] } }, false],
  ['a missing field fails', { detail: { nothing: ['x'] } }, false],
  ['prefix', { source: [{ prefix: 'quittance.' }] }, true],
  ['prefix, any case', { source: [{ prefix: { 'equals-ignore-case': 'QUIT' } }] }, true],
  ['suffix', { 'detail-type': [{ suffix: 'Placed' }] }, true],
  ['suffix fails', { 'detail-type': [{ suffix: 'Paid' }] }, false],
  ['equals-ignore-case', { 'detail-type': [{ 'equals-ignore-case': 'orderplaced' }] }, true],
  ['wildcard', { source: [{ wildcard: 'quit*.ord*s' }] }, true],
  ['wildcard is no regular expression', { source: [{ wildcard: 'quittance?orders' }] }, false],
  ['numeric range', { detail: { amount: [{ numeric: ['>', 100, '<=', 250] }] } }, true],
  ['numeric beyond', { detail: { amount: [{ numeric: ['>', 250] }] } }, false],
  ['numeric needs a number', { detail: { state: [{ numeric: ['>', 0] }] } }, false],
  ['exists', { detail: { amount: [{ exists: true }] } }, true],
  ['does not exist', { detail: { nothing: [{ exists: false }] } }, true],
  ['exists is about leaves', { detail: { customer: [{ exists: true }] } }, false],
  ['absent below an absent object', { detail: { other: { id: [{ exists: false }] } } }, true],
  ['anything-but', { detail: { state: [{ 'anything-but': ['closed'] }] } }, true],
  ['anything-but excludes', { detail: { state: [{ 'anything-but': 'open' }] } }, false],
  ['anything-but needs the field', { detail: { nothing: [{ 'anything-but': 'x' }] } }, false],
  ['anything-but prefix', { source: [{ 'anything-but': { prefix: 'quit' } }] }, false],
  ['anything-but suffix', { source: [{ 'anything-but': { suffix: ['.cash', '.bank'] } }] }, true],
  ['cidr', { ip: [{ cidr: '10.0.0.0/22' }] }, true],
  ['cidr outside', { ip: [{ cidr: '10.0.0.0/23' }] }, false],
  ['$or', { $or: [{ source: ['x'] }, { detail: { amount: [{ numeric: ['=', 250] }] } }] }, true],
  [
    '$or and the rest',
    { 'detail-type': ['Other'], $or: [{ source: ['quittance.orders'] }, { source: ['x'] }] },
    false,
  ],
])('%s', (_what, pattern, expected) => {
  expect(matches(pattern, event)).toBe(expected);
});

test.each([
  ['an unknown operator', { source: [{ regex: 'x' }] }, /regex/],
  ['an unknown comparison', { n: [{ numeric: ['!=', 1] }] }, /!=/],
  ['an empty list', { source: [] }, /Empty/],
  ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }, /One operator/],
  ['a bare value', { source: 'x' }, /must be an object/],
  ['a bad block', { ip: [{ cidr: '10.0.0/33' }] }, /cidr/],
])('%s is refused when the rule is declared', (_what, pattern, reason) => {
  expect(() => compile(pattern)).toThrow(reason);
});
