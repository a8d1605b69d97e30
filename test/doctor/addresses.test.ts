/** The doctor on changes of addresses: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { AddressChange } from '../../shared/addresses/change.ts';
import { after, forgotten, WAIT_MS } from '../../shared/addresses/rules.ts';
import { putChange } from '../../shared/addresses/store.ts';
import { ERASED_NAME } from '../../shared/privacy/rules.ts';

const NOW = '2026-05-12T09:00:00.000Z';
const CUSTOMER = `cus_${'1'.repeat(26)}` as const;
const change = (serial: number, over: Partial<AddressChange> = {}): AddressChange => ({
  id: `adc_${String(serial).padStart(26, '0')}`,
  version: 1,
  customerId: `cus_${String(serial).repeat(26)}`,
  entity: 'main',
  wish: { email: 'new@x.example', roles: ['billing'] },
  by: 'o•••@x.example',
  basis: 'b',
  told: ['old@x.example'],
  codes: 1,
  state: 'PENDING',
  askedAt: NOW,
  from: after(NOW, WAIT_MS),
  trace: 't',
  ...over,
});
const made = change(2, {
  state: 'APPLIED',
  confirmed: { at: NOW, by: 'code' },
  endedAt: after(NOW, WAIT_MS),
});
const found = (rows: readonly AddressChange[], ms = 0, more: readonly Raw[] = []): string[] =>
  examine({
    items: [...rows.map((one) => putChange('acme', one).put as Raw), ...more],
    now: Date.parse(NOW) + ms,
    patienceMs: 0,
  })
    .filter(({ rule, where }) => rule.startsWith('address') || where.some((one) => one.startsWith('adc_')))
    .map(({ rule, what }) => `${rule}: ${what}`);

test('what waits, was made, or was stopped is healthy', () => {
  const stopped = change(3, { state: 'STOPPED', endedAt: NOW });
  expect(found([change(1), made, stopped], 3 * WAIT_MS)).toEqual([]);
});
test.each<[string, readonly AddressChange[], number?]>([
  [`address.late: it waits since ${NOW}`, [change(1)], 3 * WAIT_MS + 1],
  [
    'address.unanswered: it was made, and nobody had answered',
    [change(2, { state: 'APPLIED', endedAt: NOW })],
  ],
  [
    `address.unanswered: it was made at ${NOW}, before ${after(NOW, WAIT_MS)}`,
    [change(2, { state: 'APPLIED', endedAt: NOW, confirmed: { at: NOW, by: 'link' } })],
  ],
  ['address.alone: 2 wait', [change(1), change(4, { customerId: change(1).customerId })]],
])('%s', (said, rows, ms) => expect(found(rows, ms)).toEqual([said]));

test('an index that says otherwise is found', () => {
  const { g1p: _, ...item } = putChange('acme', change(1)).put!;
  expect(found([], 0, [item as Raw])).toEqual(['table.index: g1 does not say that the change is PENDING']);
});

test('of a customer that was erased nothing is left but that there was one', () => {
  const erased = {
    pk: `acme#CUS#${CUSTOMER}`,
    sk: 'CUSTOMER',
    kind: 'customer',
    doc: { id: CUSTOMER, version: 1, name: ERASED_NAME, emails: [], ibans: [], erased: { state: 'DONE' } },
  } as unknown as Raw;
  const waits = change(1, { customerId: CUSTOMER });
  expect(found([waits], 0, [erased])).toContain('address.left: it names 1 addresses');
  const gone = forgotten(waits, NOW)!;
  expect([gone.state, JSON.stringify(gone).includes('x.example'), forgotten(gone, NOW)]).toEqual([
    'VOID',
    false,
    undefined,
  ]);
  expect(found([gone], 0, [erased])).toEqual([]);
});
