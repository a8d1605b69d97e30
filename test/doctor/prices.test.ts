/** The doctor on prices that were announced: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Mail } from '../../shared/dispatch/mail.ts';
import { putMail } from '../../shared/dispatch/store.ts';
import type { PriceChange } from '../../shared/subscriptions/price-change.ts';
import { putPriceChange, putSubscription } from '../../shared/subscriptions/store.ts';
import type { Subscription } from '../../shared/subscriptions/subscription.ts';
import { customerId } from '../support/drawn.ts';

const at = '2026-01-20T08:00:00.000Z';
const id = 'sub_01k9xq4n5e8y7v3m2c1b0a9z8w' as const;
const mail: Mail = {
  id: `mail_${'0'.repeat(26)}`,
  version: 1,
  purpose: 'price_change',
  customerId,
  prices: { entity: 'main', plan: 'basic', planVersion: 2, subscriptionIds: [id] },
  state: 'QUEUED',
  at,
  waits: { for: 'gathering', since: at, until: '2026-01-20T08:10:00.000Z' },
  history: [{ state: 'QUEUED', at }],
};
const rhythm = { interval: { unit: 'month', count: 1 }, billing: 'in_advance' } as const;
const subscription: Subscription = {
  id,
  version: 1,
  entity: 'main',
  customerId,
  currency: 'EUR',
  zone: 'Europe/Berlin',
  start: '2026-02-01',
  billedFrom: '2026-02-01',
  terms: [
    { from: '2026-02-01', plan: 'basic', planVersion: 1, quantity: '1' },
    {
      from: '2026-05-01',
      plan: 'basic',
      planVersion: 2,
      quantity: '1',
      announced: { instead: 1, rise: true, mailId: mail.id },
    },
  ],
  rhythms: [{ from: '2026-02-01', anchor: '2026-02-01', ...rhythm }],
  pauses: [],
  dueOn: '2026-02-01',
  held: [],
  createdAt: at,
};
const change: PriceChange = {
  plan: 'basic',
  number: 1,
  version: 1,
  planVersion: 2,
  noticeDays: 30,
  currency: 'EUR',
  state: 'RUNNING',
  counts: { looked: 0, announced: 0, refused: 0, takenBack: 0, beforeMinor: 0, afterMinor: 0 },
  refusals: [],
  part: 0,
  at,
  by: 'key_1',
};
type Docs = { mail: Record<string, unknown>; subscription: Record<string, unknown> };
const found = (break_: (docs: Docs) => unknown, hours = 0): string[] => {
  const items = [
    putMail('acme', mail),
    putSubscription('acme', subscription),
    putPriceChange('acme', change),
  ].map(({ put }) => structuredClone(put) as Raw);
  const doc = (kind: string) => items.find((item) => item.kind === kind)!.doc as Record<string, unknown>;
  break_({ mail: doc('mail'), subscription: doc('subscription') });
  const now = Date.parse(at) + hours * 3_600_000;
  return examine({ items, now, patienceMs: 0 }).map(({ rule, what }) => `${rule}: ${what}`);
};

test('a price that waits to be told is healthy', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (docs: Docs) => unknown, number?]>([
  [
    'subscription.told: the price from 2026-05-01 on is in no mail',
    ({ mail: doc }) => (doc['prices'] = { subscriptionIds: ['sub_other'] }),
  ],
  [
    'subscription.told: it waits to tell of sub_',
    ({ subscription: doc }) => (doc['terms'] = (doc['terms'] as unknown[]).slice(0, 1)),
  ],
  ['subscription.told: it waits to tell of sub_', ({ subscription: doc }) => (doc['end'] = '2026-04-01')],
  [
    'dispatch.unreachable: the mail bounced at every address',
    ({ mail: doc }) =>
      Object.assign(doc, {
        state: 'BOUNCED',
        waits: undefined,
        history: [{ state: 'SENDING', at, to: ['ann@x.example'] }],
      }),
  ],
  ['plan.price_change: number 1 is RUNNING', () => {}, 7],
])('%s is found', (what, break_, hours) => {
  expect(found(break_, hours).filter((one) => one.startsWith(what))).not.toEqual([]);
});
