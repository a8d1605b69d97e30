/** Questions on a real table: what each costs, pages while the books go on, and books that are too large to be answered of. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Changes, Explained } from '../../../shared/figures/figure.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { entry } from '../../../shared/ledger/rules.ts';
import { deps, openBooks, type Books } from '../bank/books.ts';

let books: Books;
let commit: typeof import('../../../shared/runtime/table.ts').commit;
let actions: typeof import('../../../shared/figures/actions.ts').actions;
let reading: typeof import('../../../shared/figures/reading.ts');
beforeAll(async () => {
  books = await openBooks();
  ({ commit } = await import('../../../shared/runtime/table.ts'));
  ({ actions } = await import('../../../shared/figures/actions.ts'));
  reading = await import('../../../shared/figures/reading.ts');
  for (let at = 0; at < 6; at += 1) await invoiced(at);
});
afterAll(() => books.close());

/** An invoice of a day of January, booked now. */
const invoiced = async (at: number): Promise<void> => {
  const on = addDays('2026-01-05', at);
  const whose = { customerId: 'cus_1', invoiceId: `inv_${at}`, dueOn: addDays(on, 30) };
  const lines = [
    { account: 'receivables' as const, minor: 10_000, ...whose },
    { account: 'revenue' as const, minor: -10_000 },
  ];
  const made = entry({
    entity: 'main',
    on,
    currency: 'EUR',
    kind: 'invoice',
    source: `I-${at}`,
    memo: '',
    lines,
  });
  const now = new Date().toISOString();
  const done = await commit(deps({ now }), { action: 'test', entry: made, events: [] }, []);
  expect(done.ok).toBe(true);
};
const said = { forwardPercent: 100, overduePercent: 100 };
/** Acts have their place by the clock of the machine: so much after all that was booked is settled. */
const later = (minutes = 0) =>
  deps({ now: new Date(Date.now() + 30_000 + minutes * 60_000).toISOString() }) as never;
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};
/** Of no path, and so of no type that a path has. */
const asking = (question: object) => ({ ...said, ...question }) as never;
const callsOf = async (ask: () => Promise<unknown>): Promise<number> => {
  const before = books.fault.calls;
  await ask();
  return books.fault.calls - before;
};

test('a review reads the books once, as one answer of figures does', async () => {
  const days = asking({ asOf: '2026-03-10', from: '2026-02-01' });
  await actions.getFigures(days, later());
  const figures = await callsOf(async () => value(await actions.getFigures(days, later())));
  expect(await callsOf(async () => value(await actions.getReview(days, later())))).toBe(figures);
  expect(await actions.getReview(asking({ customerId: 'cus_nobody' }), later())).toMatchObject({
    code: 'customers.unknown',
  });
});

test('pages are of one moment, however the books go on between them', async () => {
  const days = { asOf: '2026-01-31', from: '2026-01-01' };
  const soon = later();
  const changes = async (limit: number, now = soon, after?: string): Promise<Changes> =>
    value(await actions.getFigureChanges(asking({ ...days, limit, after }), now));
  const rows = async (limit: number, now = soon, after?: string): Promise<Explained> => {
    const ask = asking({ ...days, limit, after, figure: 'dso_simple' });
    return value(await actions.explainFigure(ask, now));
  };
  const [wholeChanges, wholeRows] = [await changes(100), await rows(100)];
  expect([wholeChanges.data.length, wholeRows.data.length]).toEqual([6, 12]);
  const [change, row] = [await changes(4), await rows(7)];
  await invoiced(6);
  const week = later(7 * 24 * 60);
  const [changesThen, rowsThen] = [await changes(4, week, change.next), await rows(7, week, row.next)];
  expect([...change.data, ...changesThen.data]).toEqual(wholeChanges.data);
  expect([...row.data, ...rowsThen.data]).toEqual(wholeRows.data);
  expect([changesThen.next, rowsThen.next]).toEqual([undefined, undefined]);
  expect(changesThen).toMatchObject({ since: wholeChanges.since, until: wholeChanges.until });
});

test('of more acts than can be folded in time nothing is said but what to do', async () => {
  const asked = await reading.questionFor({ ...said, asOf: '2026-01-31' }, later(), { most: 3 });
  expect(asked).toMatchObject({ code: 'figures.too_many', detail: expect.stringContaining('kpi_pack') });
  expect((await reading.questionFor({ ...said, asOf: '2026-01-31' }, later(), { most: 10 })).ok).toBe(true);
});
