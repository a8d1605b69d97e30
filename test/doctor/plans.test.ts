/** The doctor on payment plans: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { pay } from '../../shared/invoices/rules.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { NO_POLICY, type PaymentPlan } from '../../shared/plans/plan.ts';
import { ended, firstReminder, judged, leftOf, spread } from '../../shared/plans/rules.ts';
import { putPlan } from '../../shared/plans/store.ts';
import { standingOf } from '../../shared/plans/standing.ts';
import { termsOf } from '../../shared/plans/terms.ts';
import { anInvoice } from '../support/drawn.ts';

const TODAY = '2026-02-01';
const remind = firstReminder([3]);
const agreed = (serial: number, invoices: readonly Invoice[]) => {
  const schedule = { by: 'count', count: 3, every: 'month', firstOn: '2026-02-28' } as const;
  const terms = termsOf(invoices, schedule, NO_POLICY, TODAY, undefined);
  if (!terms.ok) throw new Error(terms.detail);
  const plan: PaymentPlan = {
    ...terms.value,
    id: `ppl_${String(serial).padStart(26, '0')}`,
    version: 1,
    state: 'OPEN',
    graceBankDays: 3,
    on: TODAY,
    by: 'key_1',
    at: '2026-02-01T09:00:00.000Z',
    trace: 't',
  };
  return { plan, heads: spread(plan, standingOf(plan, leftOf(plan, invoices)), invoices, remind) };
};
const settled = (head: Invoice, minor: number, method: string): Invoice => {
  const by = { paymentId: `${method}${minor}`, paidOn: TODAY, method, reason: 'r' };
  const paid = pay(head, { minor, currency: 'EUR' }, by);
  if (!paid.ok) throw new Error(paid.detail);
  return paid.value.invoice;
};

/** One over two invoices of which something was paid and credited, one that was kept, and one that was broken. */
const books = (): Raw[] => {
  const open = agreed(1, [anInvoice(1, 6_000), anInvoice(2, 3_000)]);
  const moved = [
    settled(settled(open.heads[0]!, 500, 'credit_note'), 100, 'cash'),
    settled(open.heads[1]!, 3_000, 'cash'),
  ];
  const now = { today: TODAY, remind, spared: false };
  const again = judged(open.plan, moved, now)!;
  const heads = moved.map((head) => again.heads.find(({ id }) => id === head.id) ?? head);
  const paid = agreed(2, [anInvoice(3, 900)]);
  const all = [settled(paid.heads[0]!, 900, 'cash')];
  const kept = judged(paid.plan, all, now)!;
  const late = agreed(3, [anInvoice(4, 900)]);
  const broken = ended(late.plan, late.heads, 'BROKEN', '2026-03-10');
  return [
    ...[again.plan, kept.plan, broken.plan].map((plan) => putPlan('acme', plan)),
    ...[...heads, ...all, ...broken.heads].map((head) => putInvoice('acme', head)),
  ].flatMap(({ put }) => (put ? [put as Raw] : []));
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule }) => /^(plan|table)/.test(rule))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const item = (items: Raw[], kind: string, nth: number) => items.filter((one) => one.kind === kind)[nth]!;
const plan = (items: Raw[], nth: number) => item(items, 'payment-plan', nth).doc as PaymentPlan;
const head = (items: Raw[], nth: number) => item(items, 'invoice', nth).doc as Invoice;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'plan.agreed: its instalments are not 9000 by rising days',
    (items) => Object.assign(plan(items, 0).instalments[2]!, { dueOn: '2026-02-28' }),
  ],
  [
    'plan.agreed: what was open of its invoices is not 9000',
    (items) => Object.assign(plan(items, 0).items[0]!, { openMinor: 5_999 }),
  ],
  [
    'plan.state: it is BROKEN and never ended',
    (items) => delete (plan(items, 2) as { endedOn?: string }).endedOn,
  ],
  ['plan.state: it is OPEN, and 0 is open', (items) => Object.assign(plan(items, 1), { state: 'OPEN' })],
  [
    'plan.invoice: INV-2026-000004 is due by a plan that is over, or not of it',
    (items) => Object.assign(head(items, 3), { plan: { ...head(items, 0).plan!, id: plan(items, 2).id } }),
  ],
  [
    'plan.invoice: an invoice of it does not know of it',
    (items) => delete (head(items, 0) as { plan?: unknown }).plan,
  ],
  [
    'plan.asks: its invoices ask for 0, and the plan for 2900',
    (items) => {
      const own = head(items, 0);
      const instalments = own.instalments!.map((part) =>
        part.dueOn === '2026-03-28' ? { ...part, dueOn: '2026-03-27' } : part,
      );
      Object.assign(own, { instalments, dueOn: '2026-03-27' });
    },
  ],
  [
    'plan.asks: INV-2026-000001 is due on 2026-01-16, and its oldest part on 2026-03-28',
    (items) => Object.assign(head(items, 0), { dueOn: '2026-01-16' }),
  ],
  [
    'table.index: g1 does not say that the plan is OPEN',
    (items) => Object.assign(item(items, 'payment-plan', 0), { g1p: 'acme#PAYPLANS' }),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
