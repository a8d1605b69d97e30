/** The doctor on methods on file: as the stores write them they are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { marked, planned } from '../../shared/methods/rules.ts';
import { putCollection, putMethod } from '../../shared/methods/store.ts';
import { putAttempt } from '../../shared/payments/store.ts';
import { anAttempt, aMethod, aSituation, methodId } from '../slices/methods/made.ts';
import { attemptId } from '../support/drawn.ts';

const s = aSituation();
const plan = planned(s, 'a'.repeat(32))!;
const charge = { methodId: methodId(1), token: 'mth_1', description: 'Invoice', on: '2026-01-16' };
const found = (change: (docs: Record<string, object>, items: Raw[]) => void = () => {}): string[] => {
  const items = [
    putMethod('acme', aMethod()),
    putCollection('acme', plan),
    putInvoice('acme', marked(s.invoice, plan)),
    putAttempt('acme', anAttempt({ state: 'PENDING', charge })),
    putAttempt('acme', anAttempt({ id: attemptId(2), state: 'FAILED' })),
  ].map(({ put }) => structuredClone(put) as Raw);
  const [method, collection, invoice, one, two] = items.map(({ doc }) => doc as object);
  change({ method: method!, collection: collection!, invoice: invoice!, one: one!, two: two! }, items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule, where }) => /^(method|collection)\./.test(rule) || where.includes(plan.invoiceId))
    .filter(({ rule }) => /^(method|collection|table)\./.test(rule))
    .map(({ rule }) => rule);
};

const agreeing = (method: object, more: object) =>
  Object.assign(method, { authorisation: { ...aMethod().authorisation, ...more } });

test('is healthy as it is written', () => expect(found()).toEqual([]));
test('is healthy up to what was agreed to, and what was refused is not counted', () => {
  const most = { minor: 10_000, currency: 'EUR' };
  const ceiling = { perCharge: most, perMonth: most };
  expect(
    found(({ method, two }) => {
      agreeing(method!, { ceiling, expiresOn: '2026-01-16' });
      Object.assign(two!, { charge });
    }),
  ).toEqual([]);
});
test.each<[string, Parameters<typeof found>[0] & object, string]>([
  [
    'a charge to nothing',
    ({ one }) => Object.assign(one!, { charge: { ...charge, methodId: methodId(2) } }),
    'method.agreed',
  ],
  [
    'a charge to somebody else',
    ({ one }) => Object.assign(one!, { customerId: `cus_${'0'.repeat(26)}` }),
    'method.agreed',
  ],
  [
    'a charge of another entity',
    ({ invoice }) => Object.assign(invoice!, { entity: 'other' }),
    'method.agreed',
  ],
  [
    'a charge before the consent',
    ({ one }) => Object.assign(one!, { createdAt: '2026-01-01T00:00:00.000Z' }),
    'method.agreed',
  ],
  [
    'a charge after the end',
    ({ method }) => Object.assign(method!, { ended: { at: '2026-01-15T00:00:00.000Z' } }),
    'method.agreed',
  ],
  [
    'a charge after the last day of what was agreed to',
    ({ method }) => agreeing(method!, { expiresOn: '2026-01-15' }),
    'method.agreed',
  ],
  [
    'a charge above what was agreed to at once',
    ({ method }) => agreeing(method!, { ceiling: { perCharge: { minor: 9_999, currency: 'EUR' } } }),
    'method.ceiling',
  ],
  [
    'charges of a month above what was agreed to',
    ({ method }) => agreeing(method!, { ceiling: { perMonth: { minor: 9_999, currency: 'EUR' } } }),
    'method.ceiling',
  ],
  ['two at a time', ({ two }) => Object.assign(two!, { state: 'UNKNOWN' }), 'collection.once'],
  [
    'an invoice that does not wait',
    ({ invoice }) => Object.assign(invoice!, { collecting: undefined }),
    'collection.invoice',
  ],
  [
    'one that waits for nothing',
    ({ collection }) => Object.assign(collection!, { state: 'STOPPED' }),
    'collection.invoice',
  ],
  ['one that nobody looks at', (_, items) => Object.assign(items[1]!, { g2p: undefined }), 'table.index'],
])('finds %s', (_, change, rule) => expect(found(change)).toContain(rule));
