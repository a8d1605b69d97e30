/** The doctor on dunning: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { nobody } from '../../shared/credit/rules.ts';
import { putStanding } from '../../shared/credit/store.ts';
import { DunningPolicy, NO_POLICIES, type PolicyBook } from '../../shared/dunning/policy.ts';
import { assigned, stepped } from '../../shared/dunning/rules.ts';
import { putEscalated, putPolicy } from '../../shared/dunning/store.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { MONDAY_TO_FRIDAY } from '../../shared/kernel/offsets.ts';
import { anInvoice, customerId } from '../support/drawn.ts';

const aPolicy = (policy: string, over: object) =>
  DunningPolicy.parse({
    policy,
    version: 1,
    activateOn: '2026-01-01',
    levels: [{ after: { from: 'due', days: 3 }, tone: 1, escalate: 'service' }],
    at: '2026-01-01T09:00:00.000Z',
    by: 'key_1',
    ...over,
  });
const service = { state: 'suspended' as const, since: '2026-01-20T09:00:00.000Z' };
const books = (): Raw[] => {
  const [key, all] = [aPolicy('key', { segments: ['key'] }), aPolicy('all', { entities: ['main'] })];
  const first = assigned(NO_POLICIES, key, '2025-12-30');
  const both = assigned(first, all, '2025-12-30');
  const invoice = stepped(anInvoice(1, 10_000), all, '2026-01-20', MONDAY_TO_FRIDAY);
  const [, version] = putPolicy('acme', first, key);
  return [
    version!,
    ...putPolicy('acme', both, all),
    putInvoice('acme', invoice),
    putEscalated('acme', invoice.id),
    putStanding('acme', {
      ...nobody(customerId),
      version: 1,
      service: { ...service, invoices: [invoice.id] },
    }),
  ].flatMap(({ put }) => (put ? [put as Raw] : []));
};
const found = (change: (items: Raw[]) => Raw[] | void): string[] => {
  const items = structuredClone(books());
  return examine({ items: change(items) ?? items, now: 0, patienceMs: 0 })
    .filter(({ rule }) => rule.startsWith('dunning'))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const book = (items: Raw[]) => items.find(({ kind }) => kind === 'dunning-policies')!.doc as PolicyBook;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string[], (items: Raw[]) => Raw[] | void]>([
  [
    [
      'dunning.version: the book names version 1 of all',
      'dunning.version: INV-2026-000001 goes by version 1 of all',
    ],
    (items) => items.filter(({ sk }) => !sk.startsWith('V#all')),
  ],
  [
    ['dunning.assigned: segment key has key and all'],
    (items) => void Object.assign(book(items).assigned[1]!, { segments: ['key'] }),
  ],
  [
    ['dunning.escalated: INV-2026-000001 was handed on for service'],
    (items) => items.filter(({ kind }) => kind !== 'escalated'),
  ],
  [
    ['dunning.service: it is suspended, and nothing of what that is for is open'],
    (items) =>
      void Object.assign(items.find(({ kind }) => kind === 'standing')!.doc as object, {
        service: { ...service, invoices: ['inv_0'] },
      }),
  ],
])('finds %j', (what, change) => {
  expect(found(change)).toEqual(what);
});
