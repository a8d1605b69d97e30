/** The doctor on attempts for several invoices: as the store writes them they are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Attempt } from '../../shared/payments/payment.ts';
import { putAttempt, putJoint } from '../../shared/payments/store.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const invoice = (ordinal: number) => `inv_${String(ordinal).padStart(26, '0')}` as const;
const attempt: Attempt = {
  id: `att_${'0'.repeat(26)}`,
  version: 1,
  invoiceId: invoice(1),
  parts: [1, 2, 3].map((ordinal) => ({ invoiceId: invoice(ordinal), amount: eur(ordinal * 100) })),
  customerId: `cus_${'0'.repeat(26)}`,
  provider: 'sandbox',
  amount: eur(600),
  state: 'CANCELED',
  providerVersion: 0,
  createdAt: '2026-03-10T09:00:00.000Z',
  trace: 'a'.repeat(32),
};
const found = (change: (items: Raw[]) => void = () => {}): string[] => {
  const joint = { id: attempt.id, version: 1, joint: attempt.invoiceId } as const;
  const items = [
    putAttempt('acme', attempt),
    ...[2, 3].map((ordinal) => putJoint('acme', invoice(ordinal), attempt.id, joint)),
  ].map(({ put }) => structuredClone(put) as Raw);
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule }) => rule === 'attempt.joint')
    .map(({ where }) => where[0]!);
};

test('is healthy as it is written', () => expect(found()).toEqual([]));
test.each<[string, (items: Raw[]) => void, string]>([
  [
    'parts that do not add up',
    ([one]) => Object.assign(one!.doc as object, { amount: eur(700) }),
    attempt.id,
  ],
  ['an invoice that is not told of it', (items) => items.pop(), invoice(3)],
  [
    'one that is told and has no part',
    ([one]) => (one!.doc as { parts: unknown[] }).parts.splice(1, 1),
    attempt.id,
  ],
  [
    'one that is led elsewhere',
    ([, two]) => Object.assign(two!.doc as object, { joint: invoice(3) }),
    invoice(2),
  ],
])('finds %s', (_, change, id) => {
  expect(found(change)).toContain(id);
});
