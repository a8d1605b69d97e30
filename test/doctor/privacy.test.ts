/** The doctor on erasures: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { CustomerVersion } from '../../shared/customers/customer.ts';
import { putCustomer, putVersion } from '../../shared/customers/store.ts';
import { putPayment } from '../../shared/payments/store.ts';
import { receive } from '../../shared/payments/rules.ts';
import type { Erasure } from '../../shared/privacy/erasure.ts';
import { erasedRecord, erasedVersion, NO_COUNTS } from '../../shared/privacy/rules.ts';
import { putErasure } from '../../shared/privacy/store.ts';
import { aCustomer, aPayment, customerId } from '../support/drawn.ts';

const AT = '2026-03-01T09:00:00.000Z';
const erasure: Erasure = {
  id: `era_${'0'.repeat(26)}`,
  version: 1,
  customerId,
  customers: [customerId],
  reason: 'asked for',
  state: 'DONE',
  next: { step: 'kept', at: 0 },
  counts: NO_COUNTS,
  kept: [],
  requestedBy: 'key_a',
  approvedBy: 'key_b',
  approvedAt: AT,
  startsAt: AT,
  doneAt: AT,
  trace: 't',
};
const lea = aCustomer();
const version: CustomerVersion = {
  version: 1,
  at: AT,
  by: 'key_a',
  trace: 't',
  changes: [{ field: 'name', after: 'Lea' }],
};
const books = (): Raw[] =>
  [
    putErasure('acme', erasure),
    ...putCustomer('acme', erasedRecord(lea, erasure.id, AT)),
    putVersion('acme', lea.id, erasedVersion(version)),
    putPayment('acme', receive(aPayment(1, 100), []).payment),
  ].map(({ put }) => put as Raw);
const found = (change: (docs: (kind: string) => never) => void): string[] => {
  const items = structuredClone(books());
  change((kind) => items.find((item) => item.kind === kind)!.doc as never);
  return examine({ items, now: Date.parse(AT) + 1, patienceMs: 0 })
    .filter(({ rule }) => rule.startsWith('privacy.'))
    .map(({ rule, what }) => `${rule}: ${what}`);
};

test('finds nothing where everything was taken out', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (docs: (kind: string) => never) => void]>([
  ['privacy.left: the record has values', (docs) => Object.assign(docs('customer'), { name: 'Lea' })],
  [
    'privacy.left: the record has values',
    (docs) => Object.assign(docs('customer'), { emails: ['a@b.example'] }),
  ],
  [
    'privacy.left: version 1 has the value of name',
    (docs) => Object.assign(docs('customer-version'), { changes: version.changes }),
  ],
  [
    'privacy.left: the payment names the payer beside the bank’s line',
    (docs) => Object.assign(docs('payment'), { payer: { name: 'Lea' } }),
  ],
  [
    'privacy.late: it is RUNNING since 2026-03-01T09:00:00.000Z',
    (docs) => Object.assign(docs('erasure'), { state: 'RUNNING' }),
  ],
  ['privacy.two_persons: both were key_a', (docs) => Object.assign(docs('erasure'), { approvedBy: 'key_a' })],
  [
    'privacy.closed: it was erased and does not say so',
    (docs) => Object.assign(docs('customer'), { erased: undefined }),
  ],
  [
    `privacy.closed: it is closed for erasure ${erasure.id}, which does not go on`,
    (docs) => Object.assign(docs('erasure'), { state: 'STOPPED' }),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
