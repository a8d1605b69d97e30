/** The doctor on mails that reached nobody: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { putCustomer, suppress } from '../../shared/customers/store.ts';
import type { Mail } from '../../shared/dispatch/mail.ts';
import { putMail } from '../../shared/dispatch/store.ts';
import { opened } from '../../shared/tasks/rules.ts';
import { putTask } from '../../shared/tasks/store.ts';
import { aCustomer, anInvoice, customerId } from '../support/drawn.ts';

const at = '2026-01-20T08:00:00.000Z';
const invoiceId = anInvoice(1, 1).id;
const mail: Mail = {
  id: `mail_${'0'.repeat(26)}`,
  version: 1,
  purpose: 'invoice',
  customerId,
  invoiceId,
  state: 'BOUNCED',
  at,
  history: [
    { state: 'SENDING', at, to: ['ann@x.example'] },
    { state: 'BOUNCED', at },
  ],
};
const held: Mail = {
  id: `mail_${'1'.repeat(26)}`,
  version: 1,
  purpose: 'statement',
  customerId,
  state: 'QUEUED',
  at,
  waits: { for: 'hours', since: at, until: '2026-01-21T07:00:00.000Z' },
  history: [{ state: 'QUEUED', at }],
};
const reminder: Mail = {
  id: `mail_${'2'.repeat(26)}`,
  version: 3,
  purpose: 'reminder',
  customerId,
  reminder: {
    entity: 'main',
    currency: 'EUR',
    on: '2026-01-20',
    invoiceIds: [invoiceId],
    steps: [{ invoiceId, dueOn: '2026-01-10', reminded: 1 }],
  },
  state: 'DELIVERED',
  at,
  via: 'letter',
  carried: 'doc-1',
  pdf: `acme/invoices/mail_${'2'.repeat(26)}/v3-0/Reminder.pdf`,
  history: [{ state: 'DELIVERED', at }],
};
const customer = aCustomer({
  emails: ['ann@x.example'],
  undeliverable: [{ email: 'Ann@x.example', reason: 'bounced', at }],
});
const wanted = { id: `tsk_${'0'.repeat(26)}`, kind: 'customer_unreachable', customerId, why: '' } as const;

const books = (): Raw[] =>
  [
    putMail('acme', mail),
    putMail('acme', held),
    putMail('acme', reminder),
    putTask('acme', opened(undefined, wanted, { mailId: mail.id, invoiceId }, at)!),
    suppress('acme', { address: 'ann@x.example', reason: 'bounced', at }),
    ...putCustomer('acme', customer),
  ].map(({ put }) => structuredClone(put) as Raw);
const found = (change: (items: Raw[]) => void): string[] => {
  const items = books();
  change(items);
  return examine({ items, now: 0, patienceMs: 0 }).map(({ rule, what }) => `${rule}: ${what}`);
};
const drop = (kind: string) => (items: Raw[]) =>
  void items.splice(
    items.findIndex((item) => item.kind === kind),
    1,
  );

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
const becomes = (items: Raw[], over: Partial<{ [K in keyof Mail]: Mail[K] | undefined }>): void =>
  void Object.assign(
    items.find(({ pk }) => pk.includes(reminder.id))!,
    { doc: { ...reminder, ...over } },
  );
const heldIn = (items: Raw[]) => items.find(({ pk }) => pk.includes(held.id))!;
test('a mail that waits is late when its hours have come', () => {
  const late = (now: string) =>
    examine({ items: books(), now: Date.parse(now), patienceMs: 0 })
      .filter(({ rule }) => rule === 'work.mail')
      .flatMap(({ where }) => where);
  expect(late('2026-01-21T06:59:59Z')).not.toContain(held.id);
  expect(late('2026-01-21T07:00:00Z')).toContain(held.id);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'dispatch.waiting: it is SENT and waits for hours',
    (items) => void Object.assign(heldIn(items), { doc: { ...held, state: 'SENT' } }),
  ],
  [
    'dispatch.waiting: a service carries what goes by mail',
    (items) => void Object.assign(heldIn(items), { doc: { ...held, carried: 'x' } }),
  ],
  ['dispatch.paper: its PDF is not there', (items) => becomes(items, { pdf: undefined })],
  [
    'dispatch.paper: its PDF is acme/invoices/x.pdf',
    (items) => becomes(items, { pdf: 'acme/invoices/x.pdf' }),
  ],
  ['dispatch.step: a step is counted before it goes out', (items) => becomes(items, { state: 'QUEUED' })],
  [
    'table.index: g1 does not say whether the mail waits',
    (items) => void delete (heldIn(items) as Record<string, unknown>)['g1p'],
  ],
  ['dispatch.unreachable: the mail bounced at every address', drop('task')],
  ['dispatch.flag: a flagged address is not stopped', drop('suppressed')],
  [`task.document: there is no mail ${mail.id}`, drop('mail')],
  [
    'table.index: g1 does not say where the task is',
    (items) =>
      void Object.assign(
        items.find(({ kind }) => kind === 'task')!,
        { g1s: 'x' },
      ),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
test('a mail that came back once more counts in each of its rounds', () => {
  const second = structuredClone(putMail('acme', { ...mail, state: 'DELIVERED', round: 2 }).put) as Raw;
  const judged = (...rounds: (string | undefined)[]) =>
    examine({
      items: [second],
      now: 0,
      patienceMs: 0,
      around: {
        deadLetters: [],
        taken: rounds.map((round) => ({ tenant: 'acme', mail: mail.id, ...(round && { round }) })),
      },
    }).map(({ rule, what }) => `${rule}: ${what}`);
  expect(judged(undefined, '2')).toEqual([]);
  expect(judged(undefined, undefined, '2')).toEqual(['mail.once: the invoice went out 2 times in round 1']);
  expect(judged(undefined)).toEqual(['mail.sent: the invoice is DELIVERED and went out 0 times']);
});
