/** The doctor on refunds: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { receive } from '../../shared/payments/rules.ts';
import { putPayment } from '../../shared/payments/store.ts';
import type { Refund } from '../../shared/refunds/refund.ts';
import { heard, paid } from '../../shared/refunds/outcome.ts';
import { refunded } from '../../shared/refunds/rules.ts';
import { writesOf } from '../../shared/refunds/store.ts';
import { aPayment } from '../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const made = (ordinal: number) => ({
  id: `ref_${String(ordinal).padStart(26, '0')}` as const,
  on: '2026-03-10',
  at: '2026-03-10T09:00:00.000Z',
  by: 'key_1',
  trace: 't',
});
const act = (entry: Entry | undefined): Raw => ({
  pk: 'acme#BOOK#2026-03',
  sk: entry!.source,
  kind: 'act',
  entry,
});
type Owned = Payment & { customerId: Refund['customerId'] };
const DEBIT = { id: 'bln_9', bookedOn: '2026-03-12', amount: eur(-300), entity: 'main' };

/** A transfer of which 300 were paid back and 200 are to be; a card payment of which 400 are on their way and 100 failed. */
const books = (): Raw[] => {
  const cash = receive(aPayment(1, 1_000), []);
  const card = receive(
    aPayment(2, 900, {
      method: 'card',
      provider: 'sandbox',
      reference: 'ses_1',
      source: { kind: 'attempt', id: 'a' },
    }),
    [],
  );
  const to = { to: { name: 'Birken', iban: 'DE1' } };
  const one = refunded(cash.payment as Owned, eur(300), { reason: 'duplicate' }, to, made(1));
  const done = paid(one.refund, DEBIT);
  const two = refunded(one.payments[0] as Owned, eur(200), { reason: 'duplicate' }, to, made(2));
  const three = refunded(
    card.payment as Owned,
    eur(400),
    { reason: 'return' },
    { capture: card.payment },
    made(3),
  );
  const [after] = three.payments as [Owned];
  const four = refunded(after, eur(100), { reason: 'return' }, { capture: after }, made(4));
  const [last] = four.payments as [Owned];
  const failed = heard(four.refund, { refundId: made(4).id, state: 'FAILED' }, [last, last], '2026-03-11')!;
  const items = [
    ...writesOf('acme', one).slice(-1),
    ...writesOf('acme', done).slice(0, 1),
    ...writesOf('acme', two),
    ...writesOf('acme', three).slice(0, 1),
    ...writesOf('acme', failed),
    putPayment('acme', two.payments[0]!),
  ].flatMap(({ put }) => (put ? [put as Raw] : []));
  const line = { ...DEBIT, statementId: 's', state: 'MATCHED', match: { tier: 'refund' } };
  const unique = [...new Map(items.map((item) => [`${item.pk} ${item.sk}`, item])).values()];
  return [
    ...unique,
    { pk: 'acme#BANKLINE#bln_9', sk: 'LINE', kind: 'bank-line', doc: line },
    ...[cash, card, one, done, two, three, four, failed].map(({ entry }) => act(entry)),
  ];
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(
      ({ rule, what }) =>
        !/^(payment\.origin|credit|orders?\.|seal|work\.statement)/.test(rule) && !/exposure/.test(what),
    )
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const docOf = <T extends object>(items: Raw[], kind: string, id: string) =>
  items.find((item) => item.kind === kind && (item.doc as { id: string }).id === id)!.doc as T;
const refundOf = (items: Raw[], ordinal: number) => docOf<Refund>(items, 'refund', made(ordinal).id);

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'payment.split: 0 applied, 500 given back and 499 left are not 1000',
    (items) => Object.assign(docOf(items, 'payment', aPayment(1, 1).id), { unapplied: eur(499) }),
  ],
  [
    'refund.given_back: the receipt says that 500 was given back, the refunds say 501',
    (items) => Object.assign(refundOf(items, 2), { amount: eur(201) }),
  ],
  [
    'refund.captured: the receipt says that 399 was returned, the refunds say 400',
    (items) => Object.assign(docOf(items, 'payment', aPayment(2, 1).id), { returned: eur(399) }),
  ],
  [
    'refund.captured: 901 was returned of 900',
    (items) => Object.assign(docOf(items, 'payment', aPayment(2, 1).id), { returned: eur(901) }),
  ],
  [
    'refund.given_back: the receipt says that 400 was given back, the refunds say 500',
    (items) => Object.assign(refundOf(items, 4), { state: 'SUCCEEDED' }),
  ],
  [
    'ledger.once: 1 entries of kind refund_reversal stand for 0 documents',
    (items) => Object.assign(refundOf(items, 4), { state: 'SUCCEEDED' }),
  ],
  [
    'ledger.account: refundsInTransit is -600 in the ledger and -900 by its documents',
    (items) => Object.assign(refundOf(items, 1), { state: 'TO_PAY' }),
  ],
  [
    'ledger.account: bank is 700 in the ledger and 1000 by its documents',
    (items) => Object.assign(refundOf(items, 1), { state: 'TO_PAY' }),
  ],
  [
    'refund.paid: a refund that is TO_PAY names line bln_9',
    (items) => Object.assign(refundOf(items, 1), { state: 'TO_PAY' }),
  ],
  [
    'refund.paid: 300 was paid with a line of -299',
    (items) => Object.assign(docOf(items, 'bank-line', 'bln_9'), { amount: eur(-299) }),
  ],
  [
    'refund.paid: one debit pays two refunds',
    (items) => Object.assign(refundOf(items, 2), { state: 'PAID', bankLineId: 'bln_9' }),
  ],
  [
    'refund.paid: the line is a refund, and no refund was paid with it',
    (items) => Object.assign(refundOf(items, 1), { bankLineId: 'bln_8' }),
  ],
  [
    'table.index: g2 does not say that the refund is PENDING',
    (items) =>
      Object.assign(
        items.find((item) => (item.doc as { state?: string } | undefined)?.state === 'PENDING')!,
        { g2s: 'x' },
      ),
  ],
  [
    'ledger.once: 0 entries of kind refund stand for 1 documents',
    (items) =>
      items.splice(
        items.findIndex(({ entry }) => (entry as Entry | undefined)?.kind === 'refund'),
        1,
      ),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
test('finds a transfer’s reference that leads nowhere', () => {
  const lost = found((items) =>
    items.splice(
      items.findIndex(({ kind }) => kind === 'refund-reference'),
      1,
    ),
  );
  expect(lost).toEqual([
    expect.stringMatching(/^table\.index: RF\d\dRFD\w{12} does not lead to the refund$/),
  ]);
});
