/** The doctor on money that the bank took back: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { BankLine, Statement } from '../../shared/bank/statement.ts';
import { putLine, putStatement } from '../../shared/bank/store.ts';
import { money } from '../../shared/kernel/money.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import { bounced } from '../../shared/payments/bounced.ts';
import { receive } from '../../shared/payments/rules.ts';
import { putPayment } from '../../shared/payments/store.ts';
import { aPayment } from '../support/drawn.ts';
import { aLine } from '../support/line.ts';

const [PAID, BACK] = [`bln_${'1'.repeat(26)}`, `bln_${'2'.repeat(26)}`] as const;
const STATEMENT = `stm_${'1'.repeat(26)}` as const;
const act = (entry: Entry | undefined, sk: string): Raw => ({
  pk: 'acme#BOOK#2026-03',
  sk,
  kind: 'act',
  entry,
});
const line = (id: BankLine['id'], minor: number, over: Partial<BankLine>): BankLine =>
  aLine(0, minor, { id, statementId: STATEMENT, reversal: minor < 0, state: 'MATCHED', ...over });
const books = (): Raw[] => {
  const received = receive(
    { ...aPayment(1, 1_000, { source: { kind: 'bank_line', id: PAID } }), entity: 'main' },
    [],
  );
  const gone = bounced(received.payment, [], { lineId: BACK, on: '2026-03-10', costs: money(35, 'EUR') });
  const statement: Statement = {
    id: STATEMENT,
    version: 1,
    format: 'MT940',
    state: 'READ',
    accounts: [],
    file: 'f',
    counts: { new: 2, known: 0, skipped: 0 },
    receivedAt: '2026-03-10T09:00:00.000Z',
    receivedBy: 'x',
    readAt: '2026-03-10T09:00:00.000Z',
  };
  const refused: Statement = {
    ...statement,
    id: `stm_${'2'.repeat(26)}`,
    state: 'REFUSED',
    refusal: { code: 'bank.malformed', detail: 'x' },
  };
  return [
    putPayment('acme', gone.payment),
    putLine('acme', line(PAID, 1_000, { paymentId: gone.payment.id, takenBackBy: BACK })),
    putLine('acme', line(BACK, -1_035, { takesBack: PAID })),
    putStatement('acme', statement),
    putStatement('acme', refused),
  ]
    .map(({ put }) => put as Raw)
    .concat(act(received.entry, '1'), act(gone.entry, '2'));
};
const found = (items: Raw[]) =>
  examine({ items, now: 0, patienceMs: 0 })
    .map(({ rule }) => rule)
    .filter((rule) => /^(payment|ledger|work)\./.test(rule));
const changed = (pk: string, change: object): Raw[] =>
  books().map((item) =>
    item.pk.includes(pk) ? { ...item, doc: { ...(item['doc'] as object), ...change } } : item,
  );

test('a receipt that went back is healthy', () => {
  expect(found(books())).toEqual([]);
});
test.each<[string, string, object, string]>([
  ['another line', '#PAY#', { takenBack: { lineId: PAID } }, 'payment.taken_back'],
  ['costs that did not leave', '#PAY#', { takenBack: { lineId: BACK } }, 'payment.taken_back'],
  ['money that is still there', '#PAY#', { unapplied: money(1_000, 'EUR') }, 'payment.split'],
  ['a line that does not say so', PAID, { takenBackBy: undefined }, 'payment.taken_back'],
  ['a return of another line', BACK, { takesBack: BACK }, 'payment.taken_back'],
  ['a return that no receipt knows', '#PAY#', { takenBack: undefined }, 'payment.taken_back'],
  ['a refusal without its reason', `stm_${'2'.repeat(26)}`, { refusal: undefined }, 'work.statement'],
])('%s is found', (_, pk, change, rule) => {
  expect(found(changed(pk, change))).toContain(rule);
});
