/** Nights on a real table: what is raised, told and cleared, killed at every call, and with one customer whom nobody can look at. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Customer } from '../../../shared/customers/customer.ts';
import { putCustomer } from '../../../shared/customers/store.ts';
import { moveExposure, setLimit } from '../../../shared/credit/store.ts';
import { putInvoice } from '../../../shared/invoices/store.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { without } from '../../../shared/kernel/fields.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { putPayment } from '../../../shared/payments/store.ts';
import { putScore } from '../../../shared/risk/store.ts';
import type { Write } from '../../../shared/kernel/storage.ts';
import { HOUSE_POLICY, type WarningPolicy } from '../../../shared/warnings/policy.ts';
import {
  digestOf,
  putWarning,
  putWarningPolicy,
  toldOf,
  warningById,
  warningsOf,
  watchOf,
} from '../../../shared/warnings/store.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/drawn.ts';
import { WARNING } from './warned.ts';
import { deps as depsOf, openBooks, tenantInput, type Books } from '../bank/books.ts';

let books: Books;
let table: typeof import('../../../shared/runtime/table.ts');
let looking: typeof import('../../../shared/warnings/looking.ts');
let access: typeof import('../../../shared/access/actions.ts');
let mail: typeof import('../../../shared/dispatch/store.ts');
beforeAll(async () => {
  books = await openBooks();
  table = await import('../../../shared/runtime/table.ts');
  looking = await import('../../../shared/warnings/looking.ts');
  access = await import('../../../shared/access/actions.ts');
  mail = await import('../../../shared/dispatch/store.ts');
  // What the log says of nights that are broken on purpose.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0, when: 'before', killed: false }));
afterAll(() => {
  vi.restoreAllMocks();
  return books.close();
});

const FIRST = '2026-06-30';
const RECIPIENTS = [
  { email: 'ines@firm.example', language: 'en' as const },
  { email: 'kai@firm.example', language: 'de' as const },
];
const idOf = (serial: number) => idFrom('cus', 1_760_000_000_000 + serial, new Uint8Array(10));
const night = (tenant: string, day: string) => depsOf({ tenant, now: `${day}T04:30:00.000Z` });
const does = async (tenant: string, ...writes: Write[]) => {
  const done = await table.commit(night(tenant, FIRST), { action: 'test' }, writes);
  expect(done).toMatchObject({ ok: true });
};
/** A company of its own with these customers, of whom each has a score of 80. */
let companies = 0;
const company = async (count: number, policy: Partial<WarningPolicy> = {}): Promise<string> => {
  const tenant = `acme${(companies += 1)}`;
  await access.openTenant({ ...tenantInput, tenant }, depsOf({ tenant }));
  await does(
    tenant,
    ...putWarningPolicy(tenant, { ...HOUSE_POLICY, recipients: RECIPIENTS, ...policy, version: 1 }),
  );
  for (let at = 1; at <= count; at += 1) await customer(tenant, { id: idOf(at), version: 1 });
  return tenant;
};
const customer = (tenant: string, over: Partial<Customer> & Pick<Customer, 'id' | 'version'>) => {
  const before = aCustomer({ externalId: over.id, id: over.id });
  return over.version === 1
    ? does(tenant, ...putCustomer(tenant, before), score(tenant, over.id, 80, 1))
    : does(tenant, ...putCustomer(tenant, { ...before, ...over }, before));
};
const score = (tenant: string, customerId: Customer['id'], points: number, version: number) =>
  putScore(tenant, {
    customerId,
    version,
    score: points,
    factors: [],
    from: FIRST,
    items: 0,
    at: `${FIRST}T00:00:00.000Z`,
  });
const credit = async (tenant: string, account: string, limit: number, exposure: number) => {
  await does(tenant, setLimit(tenant, account, { limit: { minor: limit, currency: 'EUR' } }));
  await does(tenant, ...moveExposure(tenant, account, 'EUR', exposure));
};
const looks = (tenant: string, day: string) => looking.lookOut(night(tenant, day));
const standing = async (tenant: string) =>
  (await table.all(warningsOf(tenant)))
    .map(({ kind, threshold, customerId, creditId, state, cleared }) =>
      [kind, threshold, creditId ?? customerId, state, cleared?.why]
        .filter((one) => one !== undefined)
        .join(' '),
    )
    .toSorted();

test('a score that fell is told once, with what is open, and again only after it was quiet', async () => {
  const tenant = await company(1);
  const id = idOf(1);
  await looks(tenant, FIRST);
  expect(await standing(tenant)).toEqual([]);
  const month = addDays(FIRST, 30);
  await does(tenant, score(tenant, id, 60, 2), putInvoice(tenant, anInvoice(1, 11_900, { customerId: id })));
  await looks(tenant, month);
  await looks(tenant, month);
  const [warning] = await table.all(warningsOf(tenant));
  expect(warning).toMatchObject({
    figure: 60,
    before: 80,
    reason: 'The behaviour score fell from 80 to 60 in 30 days.',
    open: [{ minor: 11_900, currency: 'EUR' }],
    on: month,
  });
  await looks(tenant, addDays(month, 1));
  expect(await standing(tenant)).toEqual([`score_drop 15 ${id} RAISED`]);
  // A month later it is no fall any more; two weeks of that clear it, though nights in between did not run.
  await looks(tenant, addDays(month, 30));
  expect(await standing(tenant)).toEqual([`score_drop 15 ${id} RAISED`]);
  await looks(tenant, addDays(month, 44));
  expect(await standing(tenant)).toEqual([`score_drop 15 ${id} CLEARED quiet`]);
  await does(tenant, score(tenant, id, 40, 3));
  await looks(tenant, addDays(month, 45));
  expect(await standing(tenant)).toEqual([`score_drop 15 ${id} CLEARED quiet`, `score_drop 15 ${id} RAISED`]);
});

test('who pays later than before is found by its own receipts in its currency', async () => {
  const tenant = await company(1, { limitUse: undefined });
  const id = idOf(1);
  const pay = async (serial: number, paidOn: string, days: number, over: object = {}) => {
    const invoice = anInvoice(serial, 1_000, { customerId: id, issuedOn: addDays(paidOn, -days) });
    const amount = { minor: 1_000, currency: 'EUR' };
    const allocation = {
      invoiceId: invoice.id,
      number: invoice.number,
      amount,
      dueOn: paidOn,
      reason: 'x',
      ...over,
    };
    const payment = aPayment(serial, 1_000, { customerId: id, paidOn, bookedOn: paidOn });
    await does(
      tenant,
      putInvoice(tenant, invoice),
      putPayment(tenant, {
        ...payment,
        version: 1,
        allocations: [allocation],
        unapplied: { minor: 0, currency: 'EUR' },
      }),
    );
  };
  for (let at = 1; at <= 5; at += 1) await pay(at, addDays(FIRST, -100), 20);
  for (let at = 6; at <= 9; at += 1) await pay(at, addDays(FIRST, -10), 40);
  // Another's invoice, dollars, a deposit, and money that was here before are no fifth.
  await pay(10, addDays(FIRST, -10), 40, { customerId: idOf(9) });
  await pay(11, addDays(FIRST, -10), 40, { amount: { minor: 1_000, currency: 'USD' } });
  await pay(12, addDays(FIRST, -10), 40, { deposit: true });
  await pay(13, addDays(FIRST, -10), 40, { fromCredit: true });
  await looks(tenant, FIRST);
  expect(await standing(tenant)).toEqual([]);
  await pay(14, addDays(FIRST, -10), 40);
  await looks(tenant, addDays(FIRST, 1));
  expect(await standing(tenant)).toEqual([`terms_creep 7 ${id} RAISED`]);
});

test('nobody is warned of an erased or merged customer, and what stood of it is cleared', async () => {
  const tenant = await company(2);
  const [erased, merged] = [idOf(1), idOf(2)];
  for (const id of [erased, merged]) await credit(tenant, id, 1_000, 900);
  await looks(tenant, FIRST);
  expect(await standing(tenant)).toEqual([`limit_use 80 ${erased} RAISED`, `limit_use 80 ${merged} RAISED`]);
  const [first] = (await table.all(warningsOf(tenant))).filter(({ customerId }) => customerId === erased);
  const acknowledged = { by: 'key_1', at: `${FIRST}T09:00:00.000Z`, note: 'spoke with Mr X' };
  await does(tenant, putWarning(tenant, { ...first!, version: 2, state: 'ACKNOWLEDGED', acknowledged }));
  const mark = { erasure: `era_${'0'.repeat(26)}`, state: 'DONE', at: `${FIRST}T09:00:00.000Z` };
  await customer(tenant, { id: erased, version: 2, erased: mark as never });
  await customer(tenant, { id: merged, version: 2, mergedInto: idOf(7) });
  for (const id of [erased, merged]) await does(tenant, ...moveExposure(tenant, id, 'EUR', 500));
  for (const days of [1, 2]) await looks(tenant, addDays(FIRST, days));
  expect(await standing(tenant)).toEqual([
    `limit_use 80 ${erased} CLEARED erased`,
    `limit_use 80 ${merged} CLEARED merged`,
  ]);
  // What somebody typed went with it; what is remembered of its scores, too.
  expect((await table.read(warningById(tenant, first!.id)))!.acknowledged).toEqual({
    by: acknowledged.by,
    at: acknowledged.at,
  });
  expect(await table.read(watchOf(tenant, erased))).toMatchObject({ scores: [], live: {} });
});

test('with an erased customer goes what people typed of those that were merged into it, watched or not, and later nights write nothing', async () => {
  const tenant = await company(2);
  const [survivor, merged] = [idOf(1), idOf(2)];
  for (const id of [survivor, merged]) await credit(tenant, id, 1_000, 900);
  await looks(tenant, FIRST);
  const acknowledged = { by: 'key_1', at: `${FIRST}T09:00:00.000Z`, note: 'spoke with Mr X' };
  for (const one of await table.all(warningsOf(tenant)))
    await does(tenant, putWarning(tenant, { ...one, version: 2, state: 'ACKNOWLEDGED', acknowledged }));
  await customer(tenant, { id: merged, version: 2, mergedInto: survivor });
  await customer(tenant, { id: survivor, version: 2, aliases: [merged] });
  await looks(tenant, addDays(FIRST, 1));
  const notes = async () =>
    (await table.all(warningsOf(tenant))).flatMap((one) => one.acknowledged?.note ?? []);
  // Of who was merged the warning is cleared, and the note is still worth reading.
  expect(await notes()).toHaveLength(2);
  const mark = { erasure: `era_${'0'.repeat(26)}`, state: 'DONE', at: `${FIRST}T09:00:00.000Z` };
  await customer(tenant, { id: survivor, version: 3, aliases: [merged], erased: mark as never });
  await looks(tenant, addDays(FIRST, 2));
  expect(await notes()).toEqual([]);
  expect(await standing(tenant)).toEqual([
    `limit_use 80 ${survivor} CLEARED erased`,
    `limit_use 80 ${merged} CLEARED merged`,
  ]);
  const after = await table.all(warningsOf(tenant));
  await looks(tenant, addDays(FIRST, 3));
  expect(await table.all(warningsOf(tenant))).toEqual(after);
});

test('a customer that cannot be looked at keeps no other waiting, and the night says so', async () => {
  const tenant = await company(3);
  for (const at of [1, 2, 3]) await credit(tenant, idOf(at), 1_000, 1_000 * (at === 2 ? 0 : 1));
  const broken = { ...watchOf(tenant, idOf(2)).key, kind: 'watch', doc: {} };
  await does(tenant, { put: broken, clash: 'x', about: 'x' });
  await expect(looks(tenant, FIRST)).rejects.toThrow('1 were not looked at for early warnings');
  // Nor does a case that cannot be read: what else is watched is looked at.
  const unread = { pk: `${tenant}#DISPUTES`, sk: 'dsp_x', kind: 'dispute', doc: {} };
  await does(tenant, { put: unread, clash: 'x', about: 'x' });
  await expect(looks(tenant, FIRST)).rejects.toThrow('2 were not looked at for early warnings');
  expect((await standing(tenant)).length).toBe(4);
  expect(await table.read(toldOf(tenant))).toMatchObject({ version: 1, on: FIRST });
});

test('a line that the policy does not have any more is cleared, and a new one is raised', async () => {
  const tenant = await company(1);
  await credit(tenant, 'group:north', 1_000, 900);
  await looks(tenant, FIRST);
  await does(
    tenant,
    ...putWarningPolicy(tenant, { ...HOUSE_POLICY, limitUse: { percents: [90] }, version: 2 }),
  );
  await looks(tenant, addDays(FIRST, 1));
  expect(await standing(tenant)).toEqual([
    'limit_use 80 group:north CLEARED not_watched',
    'limit_use 90 group:north RAISED',
  ]);
});

test('killed at any call, the night that runs again raises each once and tells each recipient once', async () => {
  for (const when of ['before', 'after'] as const)
    for (let at = 1; ; at += 1) {
      const tenant = await company(1);
      await credit(tenant, idOf(1), 1_000, 900);
      Object.assign(books.fault, { at, when, calls: 0, killed: true });
      await looks(tenant, FIRST).catch(() => undefined);
      const struck = books.fault.calls >= at;
      Object.assign(books.fault, { at: 0, killed: false });
      await looks(tenant, FIRST);
      await looks(tenant, FIRST);
      expect(await standing(tenant)).toEqual([`limit_use 80 ${idOf(1)} RAISED`]);
      const told = await table.read(toldOf(tenant));
      expect(told).toMatchObject({ version: 1, on: FIRST, warnings: [expect.any(String)] });
      const queued = await table.all({ partition: `${tenant}#ACTS#2026-06`, parse: (item) => item });
      const mails = queued.flatMap(({ events = [] }) =>
        (events as { type: string; data: { mailId: string } }[]).flatMap(({ type, data }) =>
          type === 'mail.queued' ? [data.mailId] : [],
        ),
      );
      expect(new Set(mails).size).toBe(2);
      expect(mails.length).toBe(2);
      for (const id of mails)
        expect(await table.read(mail.mailOf(tenant, { id }))).toMatchObject({ version: 1, state: 'QUEUED' });
      if (!struck) break;
    }
});

test('what is new is told in one mail of a morning, what came after it the next, and nothing is no mail', async () => {
  const tenant = await company(1);
  await looks(tenant, FIRST);
  expect(await table.read(toldOf(tenant))).toBeUndefined();
  await credit(tenant, 'group:a', 1_000, 900);
  await looks(tenant, addDays(FIRST, 1));
  await credit(tenant, 'group:b', 1_000, 900);
  await looks(tenant, addDays(FIRST, 1));
  expect(await table.read(toldOf(tenant))).toMatchObject({ version: 1, on: addDays(FIRST, 1) });
  await looks(tenant, addDays(FIRST, 2));
  const told = await table.read(toldOf(tenant));
  expect([told!.version, told!.warnings.length]).toEqual([2, 2]);
  await looks(tenant, addDays(FIRST, 3));
  expect(await table.read(toldOf(tenant))).toEqual(told);
});

test('of more than a mail shows all are counted, and told once', async () => {
  const tenant = await company(0);
  const ids = Array.from({ length: 520 }, (_, at) =>
    idFrom(
      'wrn',
      Date.parse(FIRST),
      Uint8Array.from({ length: 10 }, (_byte, place) => (place > 7 ? at >> (8 * (9 - place)) : 0)),
    ),
  );
  for (let at = 0; at < ids.length; at += 80)
    await does(
      tenant,
      ...ids.slice(at, at + 80).map((id) =>
        putWarning(tenant, {
          ...without(WARNING, 'customerId'),
          id,
          creditId: 'group:a',
          on: FIRST,
          at: `${FIRST}T04:30:00.000Z`,
        }),
      ),
    );
  await looks(tenant, FIRST);
  const told = await table.read(toldOf(tenant));
  expect([told!.version, told!.warnings.length]).toEqual([1, 520]);
  const digest = await table.read(digestOf(tenant, 1));
  expect([digest!.count, digest!.warnings.length]).toEqual([520, 50]);
  await looks(tenant, addDays(FIRST, 1));
  expect(await table.read(toldOf(tenant))).toEqual(told);
});
