/** Answers on a real table that go on from what closed months left: the same as from the opening, and of fewer acts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Result } from '../../../shared/kernel/result.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { gatesOf } from '../../../shared/kernel/period.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { putPeriod } from '../../../shared/ledger/store.ts';
import { putCustomer } from '../../../shared/customers/store.ts';
import { putInvoice } from '../../../shared/invoices/store.ts';
import { aCustomer, anInvoice, customerId } from '../../support/drawn.ts';
import { deps as depsOf, openBooks, tenantInput, type Books } from '../bank/books.ts';
import { fact, invoiced, settled, told } from './drawn.ts';
import type { Fact } from '../../../shared/figures/fact.ts';

const TENANT = 'years';
const NOW = '2026-03-20T09:00:00.000Z';
const deps = (now = NOW) => depsOf({ tenant: TENANT, now }) as never;
let books: Books;
let table: typeof import('../../../shared/runtime/table.ts');
let actions: typeof import('../../../shared/figures/actions.ts').actions;
let reading: typeof import('../../../shared/figures/reading.ts');
let keepLeft: typeof import('../../../shared/figures/keeping.ts').keepLeft;

const put = async ({ at, on, entry, events, actor, trace }: Fact, serial: number): Promise<void> => {
  const id = idFrom('act', Date.parse(at), new Uint8Array(10).fill(serial));
  const { id: _, at: __, actor: ___, ...booked } = entry ?? ({} as Booked);
  const key = entry
    ? { pk: `${TENANT}#BOOK#${on.slice(0, 7)}`, sk: `${on}#${id}` }
    : { pk: `${TENANT}#ACTS#${at.slice(0, 7)}`, sk: `${at}#${id}` };
  const act = { ...key, kind: 'act', action: 'test', id, at, actor, trace, events };
  await table.write({ put: { ...act, ...(entry && { entry: booked }) }, clash: 'table.stale', about: id });
};
const disputed = (serial: number, on: string, invoiceId: string, type = 'opened') =>
  told(serial, on, `dispute.${type}`, `dsp_${invoiceId}`, {
    amount: { minor: 1_000, currency: 'EUR' },
    customerId: 'cus_1',
    invoiceId,
  });
const [LONG, OTHER] = [
  anInvoice(1, 10_000, { issuedOn: '2024-06-10' }),
  anInvoice(2, 10_000, { entity: 'daughter', issuedOn: '2024-06-10' }),
];
const of = (id: string, one: Fact): Fact => ({
  ...one,
  entry: {
    ...one.entry!,
    lines: one.entry!.lines.map((line) => (line.invoiceId ? { ...line, invoiceId: id } : line)),
  },
});
const first = of(LONG.id, invoiced(1, '2024-06-10', '2024-07-10', 10_000));
const second = invoiced(3, '2025-12-05', '2026-01-04', 20_000);
const money = (serial: number, on: string, minor: number) =>
  fact(serial, on, {
    kind: 'receipt',
    source: `pay_${serial}`,
    lines: [
      { account: 'bank', minor },
      { account: 'unidentified', minor: 0 - minor },
    ],
  });
/** Of 2024 and done with, as `first` is. */
const OLD: Fact[] = [...Array(12).keys()].flatMap((at) => {
  const one = invoiced(100 + at, '2024-06-20', '2024-07-20', 1_000);
  return [one, settled(200 + at, '2024-07-05', one, 1_000, { source: `pay_${200 + at}` })];
});
/** A merge long ago, an order that is invoiced later, a dispute that is decided later, money of nobody that is used later. */
const BOOKS: Fact[] = [
  ...OLD,
  first,
  settled(2, '2024-07-01', first, 10_000, { source: 'pay_2' }),
  told(4, '2024-08-01', 'customer.merged', customerId, { customerId, mergedId: 'cus_1' }),
  second,
  told(5, '2025-12-10', 'order.confirmed', 'ord_1', {}, { trace: 'trc_order' }),
  disputed(6, '2025-12-20', 'inv_3'),
  money(7, '2026-01-10', 700),
  money(8, '2026-01-12', 300),
  invoiced(9, '2026-02-03', '2026-03-01', 5_000, { trace: 'trc_order' }),
  settled(10, '2026-03-02', second, 4_000, { source: 'pay_10' }),
  disputed(11, '2026-03-03', 'inv_3', 'accepted'),
  disputed(12, '2026-03-04', LONG.id),
  disputed(13, '2026-03-04', OTHER.id),
  fact(14, '2026-03-05', {
    kind: 'payout',
    lines: [
      { account: 'unidentified', minor: 800 },
      { account: 'bank', minor: -800 },
    ],
  }),
];

const closed = async (month: string, at: string): Promise<void> => {
  const seal = month.replace('-', '').padStart(64, '0');
  const { entityOf } = await import('../../../shared/access/tenant.ts');
  const entity = entityOf({ ...tenantInput, tenant: TENANT } as never, 'main')!;
  await keepLeft({ entity, month, seal, opened: '2024-05-31' }, { tenant: TENANT });
  const snapshot = { entries: 3, kinds: {}, balances: [], openItems: [] };
  const sums = { entries: 3, digest: seal, snapshotDigest: seal, previous: seal, seal };
  const period = { entity: 'main', month, version: 1, state: 'CLOSED' as const, adjustments: 0 };
  await table.write(putPeriod(TENANT, { ...period, closed: { at, snapshot, seal: sums }, history: [] }));
};
let version = 0;
const gates = async (month?: string): Promise<void> => {
  version += 1;
  for (const write of gatesOf(TENANT, 'main', { version, ...(month && { closed: month }) }))
    await table.write(write);
};

beforeAll(async () => {
  books = await openBooks();
  table = await import('../../../shared/runtime/table.ts');
  ({ actions } = await import('../../../shared/figures/actions.ts'));
  reading = await import('../../../shared/figures/reading.ts');
  ({ keepLeft } = await import('../../../shared/figures/keeping.ts'));
  const { openTenant } = await import('../../../shared/access/actions.ts');
  await openTenant(
    { ...tenantInput, tenant: TENANT },
    depsOf({ tenant: TENANT, now: '2024-06-01T09:00:00.000Z' }),
  );
  for (const one of [LONG, OTHER]) await table.write(putInvoice(TENANT, one));
  for (const one of [putCustomer(TENANT, aCustomer())].flat()) await table.write(one);
  for (const [serial, one] of BOOKS.entries()) await put(one, serial);
  await closed('2025-12', '2026-01-20T09:00:00.000Z');
  await gates('2025-12');
  await closed('2026-01', '2026-02-20T09:00:00.000Z');
  await gates();
});
afterAll(() => books.close());

const SAID = { forwardPercent: 100, overduePercent: 100 };
const MARCH = { asOf: '2026-03-15', from: '2026-03-02', ...SAID };
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};
const answers = async (more: object = {}): Promise<unknown[]> => {
  const ask = { ...MARCH, ...more, limit: 500 };
  const figure = (id: string) => actions.explainFigure({ ...ask, figure: id } as never, deps());
  return [
    value(await actions.getFigures(ask as never, deps())),
    value(await figure('dso_countback')),
    value(await figure('dispute_cycle_days')),
    value(await figure('unidentified_percent')),
    value(await actions.getReview(ask as never, deps())),
    value(await actions.getFigureChanges({ ...ask, since: '2026-03-03T12:00:00Z' } as never, deps())),
  ];
};
const held = async (most: number, more: object = {}): Promise<boolean> =>
  (await reading.questionFor({ ...MARCH, ...more }, deps(), { most })).ok;

test('each answer is the same from closed months on, and of what they left', async () => {
  await gates();
  const [whole, ofCustomer] = [await answers(), await answers({ customerId })];
  expect(JSON.stringify(whole)).toContain('"disputesOpened","count":1,"minor":1000');
  expect(JSON.stringify(whole)).toContain('"disputesDecided","count":1,"minor":1000');
  expect(await held(BOOKS.length - 2)).toBe(false);
  await gates('2026-01');
  expect(await answers()).toEqual(whole);
  expect(await answers({ customerId })).toEqual(ofCustomer);
  expect(JSON.stringify(ofCustomer)).toContain('"disputesOpened","count":1,"minor":1000');
  // Neither what was paid in 2024 nor what is said beside it is among them.
  expect([await held(20), await held(5)]).toEqual([true, false]);
});

test('a moment before a close, and days before its end, are answered from an earlier one, or from the opening', async () => {
  await gates('2026-01');
  const known = { knownAt: '2026-02-10T00:00:00Z', asOf: '2026-02-09', from: '2026-02-01' };
  expect([await held(20, known), await held(5, known)]).toEqual([true, false]);
  expect(await held(4, { knownAt: '2026-01-15T00:00:00Z', asOf: '2026-02-09', from: '2026-02-01' })).toBe(
    false,
  );
});

test('what moves again after it was left out is folded from the beginning', async () => {
  await put(of(LONG.id, settled(15, '2026-03-10', first, -10_000, { kind: 'unmatch', source: 'pay_2' })), 15);
  await gates();
  const whole = await answers();
  await gates('2026-01');
  expect(await answers()).toEqual(whole);
  expect(JSON.stringify(whole)).toContain(LONG.id);
  expect(await held(BOOKS.length - 2)).toBe(false);
});
