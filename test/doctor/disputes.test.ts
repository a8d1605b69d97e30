/** The doctor on disputes: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Dispute } from '../../shared/disputes/dispute.ts';
import { closed, decided, marked, rejected } from '../../shared/disputes/outcome.ts';
import { NO_RULES } from '../../shared/disputes/policy.ts';
import { opened } from '../../shared/disputes/rules.ts';
import { putDispute } from '../../shared/disputes/store.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { anInvoice } from '../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const by = { by: 'key_1', at: '2026-02-01T09:00:00.000Z', on: '2026-02-01' };
const CREDIT = `crn_${'0'.repeat(26)}` as const;
/** Twenty of a hundred euros are disputed. */
const pending = (serial: number) => {
  const id = `dsp_${String(serial).padStart(26, '0')}` as const;
  const made = { id, side: 'us', trace: 't', text: 'too dear', ...by } as const;
  const effect = opened(anInvoice(serial, 10_000), { reason: 'price', amount: eur(2_000) }, made, NO_RULES);
  return { dispute: effect.dispute, head: effect.head! };
};

/** One that nobody decided on, one that was rejected, one that was credited and closed. */
const books = (): Raw[] => {
  const [waits, asked, over] = [pending(1), pending(2), pending(3)];
  const again = rejected(asked.dispute, asked.head, by, NO_RULES, { reminds: true });
  const outcome = { ...by, outcome: 'ACCEPTED', credited: eur(2_000), creditNoteId: CREDIT } as const;
  const done = closed(decided(over.dispute, outcome, NO_RULES), by).dispute;
  const head = { ...marked(over.head, over.dispute.id, 'ACCEPTED', by.on), credits: [CREDIT] };
  const note = { id: CREDIT, invoiceId: head.id, total: eur(2_000), lines: [], taxes: [] };
  return [
    ...[waits.dispute, again.dispute, done].map((one) => putDispute('acme', one)),
    ...[waits.head, again.head!, head].map((one) => putInvoice('acme', one)),
  ]
    .flatMap(({ put }) => (put ? [put as Raw] : []))
    .concat({ pk: `acme#CRN#${CREDIT}`, sk: 'HEAD', kind: 'credit-note', doc: note });
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule, where }) => rule.startsWith('dispute') || where.some((one) => one?.startsWith('dsp_')))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const item = (items: Raw[], kind: string, nth: number) => items.filter((one) => one.kind === kind)[nth]!;
const one = (items: Raw[], nth: number) => item(items, 'dispute', nth).doc as Dispute;
const head = (items: Raw[], nth: number) => item(items, 'invoice', nth).doc as Invoice;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
const withFile = (items: Raw[], change: object, ...turns: string[]) => {
  const dispute = one(items, 0) as { files?: unknown; thread: object[] };
  dispute.files = [{ id: 'fil_1', state: 'CLEAN', size: 1, ...change }];
  dispute.thread.push(...turns.map((what) => ({ what, files: ['fil_1'] })));
};
test('finds nothing in a case with a file that came and was looked at', () => {
  expect(found((items) => withFile(items, {}, 'file'))).toEqual([]);
  expect(found((items) => withFile(items, { state: 'INFECTED' }, 'file', 'file_infected'))).toEqual([]);
  expect(found((items) => withFile(items, { state: 'AWAITED' }))).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  ['dispute.files: a file is CLEAN, and 0 turns say that it came', (items) => withFile(items, {})],
  [
    'dispute.files: a file is CLEAN, and 2 turns say that it came',
    (items) => withFile(items, {}, 'file', 'file'),
  ],
  [
    'dispute.files: a file is INFECTED, and the thread does not say so',
    (items) => withFile(items, { state: 'INFECTED' }, 'file'),
  ],
  [
    'dispute.files: it has 1 files of 26214401 bytes',
    (items) => withFile(items, { size: 26_214_401 }, 'file'),
  ],
  [
    'dispute.invoice: the case is OPEN, and its invoice says nothing',
    (items) => delete (head(items, 0) as { disputes?: unknown }).disputes,
  ],
  [
    'dispute.invoice: the case is REJECTED, and its invoice says OPEN',
    (items) => Object.assign(head(items, 1).disputes![0]!, { state: 'OPEN' }),
  ],
  [
    'dispute.invoice: the case is CLOSED, and its invoice says REJECTED',
    (items) => Object.assign(head(items, 2).disputes![0]!, { state: 'REJECTED' }),
  ],
  [
    'dispute.invoice: 2000 are disputed, and its invoice says 1999',
    (items) => Object.assign(head(items, 0).disputes![0]!, { minor: 1_999 }),
  ],
  [
    'dispute.invoice: INV-2026-000001 names a case that is not there',
    (items) => head(items, 0).disputes!.push({ id: 'dsp_x', state: 'REJECTED', minor: 1, on: '2026-02-01' }),
  ],
  [
    'dispute.amount: 2000 of INV-2026-000001 are disputed, and 1500 are left of it',
    (items) =>
      Object.assign(item(items, 'credit-note', 0).doc as object, {
        invoiceId: head(items, 0).id,
        total: eur(8_500),
      }),
  ],
  [
    'dispute.decided: 2000 were credited, and that is nowhere',
    (items) => Object.assign(one(items, 2).decided!, { creditNoteId: 'crn_x' }),
  ],
  [
    'dispute.decided: it is OPEN, and was decided as REJECTED',
    (items) => Object.assign(one(items, 0), { decided: one(items, 1).decided }),
  ],
  [
    'table.index: g1 does not say that the case is OPEN',
    (items) => Object.assign(item(items, 'dispute', 0), { g1p: 'acme#DISPUTES' }),
  ],
])('finds %s', (what, change) => {
  expect(found(change).join('\n')).toContain(what);
});
