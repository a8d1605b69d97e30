/** The doctor on paying-in slips: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { putLine } from '../../shared/bank/store.ts';
import { money } from '../../shared/kernel/money.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { receive } from '../../shared/payments/rules.ts';
import { unrecorded } from '../../shared/payments/bounced.ts';
import { putInHand, putPayment } from '../../shared/payments/store.ts';
import { cleared, gathered, handedIn, returned } from '../../shared/slips/rules.ts';
import { putSlip } from '../../shared/slips/store.ts';
import { aPayment } from '../support/drawn.ts';
import { aLine } from '../support/line.ts';

const [IN, BACK] = [aLine(1, 1_500), aLine(2, -1_000)];
const act = (entry: Entry | undefined, sk: string): Raw => ({
  pk: 'acme#BOOK#2026-03',
  sk,
  kind: 'act',
  entry,
});
const taken = (serial: number, minor: number, method: 'cash' | 'cheque') =>
  receive(
    {
      ...aPayment(serial, minor, { source: { kind: 'counter', id: 'x' } }),
      entity: 'main',
      method,
      collection: { state: 'IN_HAND' },
    },
    [],
  );
/** Cash that is in hand; cash and a cheque that came in, and the cheque that went back. */
const books = (): Raw[] => {
  const all = [taken(1, 1_000, 'cheque'), taken(2, 500, 'cash'), taken(3, 300, 'cash')];
  const [cheque, cash, inHand] = all.map(({ payment }) => payment) as [Payment, Payment, Payment];
  const open = gathered([cheque, cash], {
    id: `slp_${'1'.repeat(26)}`,
    number: 1,
    entity: 'main',
    iban: IN.accountIban,
    by: 'x',
    at: '2026-03-09T09:00:00.000Z',
    trace: 'e'.repeat(32),
  });
  if (!open.ok) throw new Error(open.code);
  const bank = handedIn(open.value.slip, open.value.payments, '2026-03-09');
  if (!bank.ok) throw new Error(bank.code);
  const { slip, payments } = bank.value;
  const done = cleared(slip, slip.items, payments, IN);
  const lost = returned(done.slip, done.payments[0]!, [], { on: '2026-03-10', lineId: BACK.id, reason: 'x' });
  if (!lost.ok) throw new Error(lost.code);
  const ended = [lost.value.effect.payment, done.payments[1]!, inHand];
  return [
    ...ended.flatMap((one) => [putPayment('acme', one), putInHand('acme', one)]),
    putSlip('acme', lost.value.slip),
    putLine('acme', { ...IN, state: 'MATCHED' }),
    putLine('acme', { ...BACK, state: 'MATCHED' }),
  ]
    .map(({ put }) => put as Raw)
    .concat(
      ...all.map(({ entry }, at) => act(entry, String(at))),
      act(done.entry, '8'),
      act(lost.value.effect.entry, '9'),
    );
};
const found = (items: Raw[]) =>
  examine({ items, now: 0, patienceMs: 0 })
    .map(({ rule }) => rule)
    .filter((rule) => /^(payment|ledger|slip|table)\./.test(rule));
const paymentKey = (serial: number) => `#PAY#${aPayment(serial, 1, {}).id}`;
const changed = (pk: string, change: (item: Raw) => Raw): Raw[] =>
  books().map((item) => (item.pk.includes(pk) ? change(item) : item));
const saying = (change: object) => (item: Raw) =>
  item.kind === 'in-hand' ? item : { ...item, doc: { ...(item['doc'] as object), ...change } };

test('cash that was recorded by mistake is healthy, and found where it is still in hand or its entry is missing', () => {
  const { payment, entry } = taken(4, 700, 'cash');
  const reversed = { on: '2026-03-10', reason: 'typing', by: 'x', at: '2026-03-10T09:00:00.000Z' };
  const back = unrecorded({ ...payment, method: 'cash' }, [], reversed);
  const items = (last: Payment, ...entries: (Entry | undefined)[]) => [
    ...books(),
    putPayment('acme', back.payment).put as Raw,
    putInHand('acme', last).put as Raw,
    ...entries.map((one, at) => act(one, `r${at}`)),
  ];
  expect(found(items(back.payment, entry, back.entry))).toEqual([]);
  expect(found(items(payment, entry, back.entry))).toEqual(['table.index']);
  expect(found(items(back.payment, entry))).toEqual(
    expect.arrayContaining(['ledger.account', 'ledger.once']),
  );
});
test('a slip that came in, and a cheque of it that went back, are healthy', () => {
  expect(found(books())).toEqual([]);
});
test.each<[string, string, (item: Raw) => Raw, string]>([
  ['a total that is not its items', '#SLIP#', saying({ total: money(1_600, 'EUR') }), 'slip.adds_up'],
  ['a sum on the way that is none', '#SLIP#', saying({ outstanding: money(1, 'EUR') }), 'slip.adds_up'],
  ['a state of other items', '#SLIP#', saying({ state: 'DEPOSITED' }), 'slip.adds_up'],
  ['a slip that nobody finds', '#SLIP#', (item) => ({ ...item, g2p: undefined }), 'table.index'],
  ['cash that says it is in hand', paymentKey(2), saying({ collection: { state: 'IN_HAND' } }), 'slip.place'],
  [
    'a cheque that was paid after all',
    paymentKey(1),
    saying({ collection: { state: 'CLEARED' } }),
    'slip.place',
  ],
  [
    'cash that nobody finds',
    paymentKey(3),
    (item) => (item.kind === 'in-hand' ? { ...item, g2p: undefined } : item),
    'table.index',
  ],
  ['a line of another amount', IN.id, saying({ amount: money(1_400, 'EUR') }), 'slip.line'],
  ['a return that is something else', BACK.id, saying({ state: 'IGNORED' }), 'slip.line'],
  [
    'an entry that is not there',
    '#BOOK#',
    (item) => (item.sk === '8' ? { ...item, entry: undefined } : item),
    'ledger.account',
  ],
  [
    'a fee that was not taken',
    '#BOOK#',
    (item) => (item.sk === '9' ? { ...item, entry: undefined } : item),
    'ledger.account',
  ],
])('%s is found', (_, pk, change, rule) => {
  expect(found(changed(pk, change))).toContain(rule);
});
test('a payment on two slips, and a slip of nothing, are found', () => {
  const twice = books().flatMap((item) =>
    item.kind === 'slip'
      ? [
          item,
          { ...item, pk: `${item.pk}2`, doc: { ...(item['doc'] as object), id: `slp_${'2'.repeat(26)}` } },
        ]
      : [item],
  );
  expect(found(twice)).toContain('slip.place');
  expect(found(books().filter(({ pk }) => !pk.includes(paymentKey(2))))).toContain('slip.place');
  expect(found(books().filter(({ pk }) => !pk.includes(IN.id)))).toContain('slip.line');
});
