/**
 * One run over many open invoices: all of a payer is said as one, a run that dies and begins again sends nothing twice and leaves nothing out, and who is
 * drawn waits a week.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DunningPolicy, NO_POLICIES } from '../../../shared/dunning/policy.ts';
import { assigned } from '../../../shared/dunning/rules.ts';
import { lotOf } from '../../../shared/dunning/touches.ts';
import { without } from '../../../shared/kernel/fields.ts';
import { fill, queued, RUN_AT } from '../../bench/debts.ts';
import { anInvoice } from '../../support/drawn.ts';
import { deps as depsOf, openBooks, TENANT, type Books } from '../bank/books.ts';

const SIZE = { invoices: 300, payers: 60 };
const deps = depsOf({ now: RUN_AT, actor: 'find-overdue' });
let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await fill(SIZE);
});
afterAll(() => books.close());

const run = async (on?: string) => {
  const { findOverdue } = await import('../../../shared/dunning/finding.ts');
  const before = books.fault.calls;
  await findOverdue(on === undefined ? deps : { ...deps, now: `${on}T07:00:00.000Z` });
  return books.fault.calls - before;
};

test('what is found comes in parts that have all of a payer, and what was paid meanwhile does not come', async () => {
  const { byPayers } = await import('../../../shared/dunning/gathering.ts');
  const { toRemind, invoiceById, putInvoice } = await import('../../../shared/invoices/store.ts');
  const { write, read } = await import('../../../shared/runtime/table.ts');
  const found = byPayers(toRemind(TENANT, 'main', '2026-03-10'), TENANT, { kept: 40, part: 50 });
  // The last payer's last: no head of it is kept.
  const { id } = anInvoice(SIZE.invoices - 1, 1);
  const parts: string[][] = [];
  const payers: string[][] = [];
  for await (const part of found) {
    if (parts.length === 0) {
      const head = (await read(invoiceById(TENANT, id)))!;
      const paid = { ...head, version: 2, open: { minor: 0, currency: 'EUR' }, state: 'PAID' as const };
      expect((await write(putInvoice(TENANT, paid))).ok).toBe(true);
    }
    parts.push(part.map((one) => one.id));
    payers.push([...new Set(part.map((one) => one.customerId))]);
  }
  expect(parts.map((part) => part.length)).toEqual([50, 50, 50, 50, 50, 49]);
  expect(new Set(parts.flat()).size).toBe(299);
  expect(parts.flat()).not.toContain(id);
  expect(new Set(payers.flat()).size).toBe(payers.flat().length);
});

test('a run that was cut off and begins again asks every payer once, for everything', async () => {
  books.fault.at = books.fault.calls + 40;
  await expect(run()).rejects.toThrow();
  const some = (await queued(SIZE.payers)).length;
  expect(some).toBeGreaterThan(5);
  expect(some).toBeLessThan(SIZE.payers);
  const calls = await run();
  const mails = await queued(SIZE.payers);
  expect(mails).toHaveLength(SIZE.payers);
  expect(new Set(mails.flat()).size).toBe(299);
  expect(mails.flat()).toHaveLength(299);
  // A transaction for each mail that was missing; what was read for all of them does not grow with their number.
  expect(calls - (SIZE.payers - some)).toBeLessThan(20);
});

test('a run that has nothing left to do asks for that, and writes nothing', async () => {
  expect(await run()).toBeLessThan(20);
  expect(await queued(SIZE.payers)).toHaveLength(SIZE.payers);
});

test('who is drawn waits a week, once, and is counted beside who was asked', async () => {
  const { all, read, write } = await import('../../../shared/runtime/table.ts');
  const { putPolicy, touchesOf } = await import('../../../shared/dunning/store.ts');
  const { mailOf, putMail } = await import('../../../shared/dispatch/store.ts');
  const { invoiceById, putInvoice } = await import('../../../shared/invoices/store.ts');
  const { countEffects } = await import('../../../shared/dunning/touching.ts');
  const policy = DunningPolicy.parse({
    policy: 'house',
    version: 1,
    activateOn: '2026-03-11',
    entities: ['main'],
    levels: [{ after: { from: 'due', days: 3 }, tone: 1 }],
    holdOut: 200,
    at: RUN_AT,
    by: 'key_1',
  });
  for (const one of putPolicy(TENANT, assigned(NO_POLICIES, policy, '2026-03-01'), policy))
    expect((await write(one)).ok).toBe(true);
  const touches = () => all(touchesOf(TENANT, '2026-03'));
  const told = async () => (await books.facts('dunning.held_out')).length;

  const { actions } = await import('../../../shared/dunning/actions.ts');
  const draft = without(policy, 'version', 'activateOn', 'at', 'by');
  const seen = await actions.previewDunningPolicy(draft as never, {
    ...deps,
    now: '2026-03-11T06:00:00.000Z',
  });
  const foreseen = seen.ok ? seen.value.messages.filter(({ heldOut }) => heldOut) : [];

  books.fault.at = books.fault.calls + 40;
  await expect(run('2026-03-11')).rejects.toThrow();
  await run('2026-03-11');
  await run('2026-03-11');
  const first = await touches();
  const held = first.filter((one) => one.held);
  expect(held.map(({ customerId }) => customerId).toSorted()).toEqual(
    [...new Set(first.map(({ customerId }) => customerId))]
      .filter((id) => lotOf(id, '2026-03') < 200)
      .toSorted(),
  );
  expect(foreseen.map(({ customerId }) => customerId).toSorted()).toEqual(
    held.map(({ customerId }) => customerId).toSorted(),
  );
  expect([first.length, held.length > 5, held.length < 20]).toEqual([SIZE.payers, true, true]);
  expect(await queued(SIZE.payers)).toHaveLength(2 * SIZE.payers - held.length);
  expect(await told()).toBe(held.length);

  // Nobody of them is asked in the week that is measured, and nobody waits twice.
  await run('2026-03-18');
  expect((await touches()).filter((one) => one.held)).toHaveLength(held.length);
  await run('2026-03-19');
  expect((await touches()).filter(({ on }) => on === '2026-03-19')).toHaveLength(SIZE.payers);
  expect(await told()).toBe(held.length);

  const asked = first.find((one) => !one.held)!;
  for (const { mailId } of first.filter((one) => !one.held && one !== asked)) {
    const mail = (await read(mailOf(TENANT, { id: mailId })))!;
    expect((await write(putMail(TENANT, { ...mail, version: 2, state: 'DELIVERED' }))).ok).toBe(true);
  }
  for (const { invoiceId, minor } of held[0]!.debts) {
    const head = (await read(invoiceById(TENANT, invoiceId)))!;
    const amount = { minor, currency: 'EUR' };
    const settled = { paymentId: 'pay_1', amount, paidOn: '2026-03-14', method: 'card', reason: 'reference' };
    expect((await write(putInvoice(TENANT, { ...head, version: 2, settlements: [settled] }))).ok).toBe(true);
  }
  const count = (today: string) => countEffects('2026-03-01', '2026-03-11', today, deps);
  expect(await count('2026-03-18')).toMatchObject({ effects: [], open: SIZE.payers });
  expect(await count('2026-03-19')).toMatchObject({
    effects: [
      {
        template: 'reminder_1',
        level: 1,
        channel: 'mail',
        touched: { notices: SIZE.payers - held.length - 1, paid: 0, cash: { minor: 0 } },
        heldOut: { notices: held.length, paid: 1 },
      },
    ],
    open: 0,
    unserved: 1,
    complete: true,
  });
});
