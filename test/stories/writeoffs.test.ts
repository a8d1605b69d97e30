/** What is not to be had is given up, by one or by two; later money is a recovery, and a mistake is taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { AuditRecord } from '../../shared/audit/audit.ts';
import type { WriteOff, WriteOffRules } from '../../shared/writeoffs/writeoff.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  world = await World.open(
    '2026-01-20T09:00:00Z',
    {},
    {},
    { jobs: ['WriteOffRests', 'FindOverdue'], sandboxes: [shop.origin] },
  );
  const keys = [
    { name: 'collector', roles: ['collector'] },
    { name: 'clerk', roles: ['finance'] },
    { name: 'chief', roles: ['finance'] },
  ];
  await world.hires(keys);
  const heard = { url: `${shop.origin}/hooks`, events: ['invoice.*'], contact: 'ops@shop.example' };
  await world.call('POST', '/v1/webhooks', heard, { key: 'partner' });
  await world.passes(31_000);
});
afterAll(async () => {
  await world.isHealthy();
  await world.close();
  shop.close();
});

/** Due on the next day: every day of a story costs a day of all schedules. */
const SOON = { paymentTermsDays: 1 };
const writeOff = (invoice: string, body: unknown, key = 'finance', idem?: string) =>
  world.call<Omit<WriteOff, 'state'> & Pick<Approval, 'operation' | 'input'>>(
    'POST',
    `/v1/invoices/${invoice}/write-offs`,
    body,
    {
      key,
      ...(idem !== undefined && { idem }),
    },
  );
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const balance = async (account: string): Promise<number> => {
  const { currencies } = await world.get<{
    currencies: { accounts: { account: string; balanceMinor: number }[] }[];
  }>('/v1/trial-balance');
  return currencies[0]!.accounts.find((one) => one.account === account)?.balanceMinor ?? 0;
};
const told = (invoice: string): string[] =>
  shop.received.filter(({ body }) => body.subject === invoice).map(({ body }) => body.type);
const reminders = async (buyer: Buyer) =>
  (await buyer.inbox()).filter(({ subject }) => /eminder/.test(subject)).length;

let broke: Buyer;
test('an insolvent customer’s rest is written off by two, and a late transfer is a recovery', async () => {
  const acme = (broke = await world.customer('Broke', SOON));
  const invoice = await acme.isInvoiced({ net: '1000.00', taxClass: 'standard' });
  await acme.transfers('190.00', invoice.number);
  // A collector gives up fifty euros alone, and not twice on one invoice.
  const small = await writeOff(invoice.id, { amount: eur(5_000), reason: 'settlement' }, 'collector', 'once');
  expect([small.status, small.body]).toMatchObject([
    201,
    { state: 'BOOKED', amount: eur(5_000), invoiceNumber: invoice.number, vatRelief: { tax: eur(798) } },
  ]);
  expect(small.body.vatRelief).toMatchObject({ from: world.today(), law: 'UStG §17 (2) no. 1' });
  const again = await writeOff(invoice.id, { amount: eur(5_000), reason: 'settlement' }, 'collector', 'once');
  expect([again.body.id, again.headers.get('idempotent-replayed')]).toEqual([small.body.id, 'true']);
  expect((await writeOff(invoice.id, { amount: eur(1), reason: 'settlement' }, 'collector')).status).toBe(
    202,
  );
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PART_PAID', open: eur(95_000) });

  const asked = await writeOff(invoice.id, { reason: 'insolvency', note: 'Court file 3 IN 12/26' }, 'clerk');
  expect([asked.status, asked.body]).toMatchObject([
    202,
    { operation: 'writeoffs.write_off', state: 'PENDING', input: { amount: eur(95_000) } },
  ]);
  const approve = `/v1/approvals/${asked.body.id}/approve`;
  await changesNothing(world, async () => {
    expectProblem(await world.call('POST', approve, {}, { key: 'clerk' }), {
      status: 403,
      code: 'approvals.same_person',
    });
  });
  expect((await world.call('POST', approve, {}, { key: 'chief' })).status).toBe(200);
  await world.settle();
  const [latest] = (await world.get<{ data: WriteOff[] }>('/v1/write-offs')).data;
  expect(latest).toMatchObject({ reason: 'insolvency', note: 'Court file 3 IN 12/26', state: 'BOOKED' });
  expect([latest!.by, latest!.approvedBy].every((one) => one?.startsWith('key_'))).toBe(true);
  expect(latest!.by).not.toBe(latest!.approvedBy);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'WRITTEN_OFF', open: eur(0) });
  expect([await acme.exposure(), await balance('badDebts')]).toEqual([0, 100_000]);
  expect(told(invoice.id).slice(-2)).toEqual(['invoice.written_off', 'invoice.written_off']);
  const audit = await world.get<{ data: AuditRecord[] }>(
    `/v1/audit?kind=booking&subject=${invoice.id}`,
    'admin',
  );
  expect(audit.data.map(({ action }) => action)).toContain('writeoffs.write_off');
  const timeline = await world.get<{ data: unknown[] }>(`/v1/customers/${acme.id}/timeline?limit=100`);
  expect(JSON.stringify(timeline)).toContain('writeoffs.write_off');
  // The payer's page neither asks nor says why.
  const page = await (await fetch(await acme.link(invoice.number))).text();
  expect(page).toContain('Nothing is open on this invoice');
  expect(page).not.toMatch(/write_off|written|€950/i);
  await changesNothing(world, async () => {
    expectProblem(await writeOff(invoice.id, { reason: 'other' }), {
      status: 409,
      code: 'writeoffs.nothing_open',
    });
    expectProblem(
      await world.call('POST', `/v1/invoices/${invoice.id}/credit-notes`, { reason: 'goodwill' }),
      { status: 409, code: 'invoices.written_off' },
    );
  });

  // The insolvency quota: more than nothing, booked by itself because the line names the invoice.
  await acme.transfers('120.00', `Quote ${invoice.number}`, invoice.reference);
  const after = await acme.invoice(invoice.id);
  expect([after.state, after.open, after.recovered]).toEqual(['WRITTEN_OFF', eur(0), eur(12_000)]);
  expect([await balance('recoveries'), await balance('badDebts'), await acme.exposure()]).toEqual([
    -12_000, 100_000, 0,
  ]);
  expect(told(invoice.id).at(-1)).toBe('invoice.recovered');
  expect((await acme.payments())[0]!.allocations).toMatchObject([{ amount: eur(12_000), recovery: true }]);
  // What was recovered stands against a reversal, until it is taken back.
  const reversal = `/v1/write-offs/${latest!.id}/reversal`;
  expectProblem(await world.call('POST', reversal, { reason: 'they pay' }), {
    status: 409,
    code: 'writeoffs.recovered',
  });
  const { source } = (await acme.payments())[0]!;
  const unmatch = `/v1/bank-lines/${source.id}/unmatch`;
  expect((await world.call('POST', unmatch, { reason: 'for the invoice' })).status).toBe(200);
  expect((await acme.invoice(invoice.id)).recovered).toBeUndefined();
  expect(await balance('recoveries')).toBe(0);
  await world.booksAreRight();
});

test('a mistake is taken back as old as it was; small rests go by night where a company says so, within the caps of the month', async () => {
  const acme = await world.customer('Mistaken', SOON);
  const [one, other] = [await world.customer('Rounds', SOON), await world.customer('Cents', SOON)];
  const invoice = await acme.isInvoiced('100.00');
  const rest = async (buyer: Buyer, paid: string) => {
    const { id, number } = await buyer.isInvoiced('100.00');
    await buyer.transfers(paid, number);
    return id;
  };
  const rests = [await rest(one, '97.50'), await rest(one, '98.00'), await rest(other, '97.00')];
  rests.push((await other.isInvoiced('2.00')).id);
  const opens = () => Promise.all(rests.map(async (id) => (await one.invoice(id as never)).open.minor));
  await world.day(5);
  expect([await reminders(acme), await reminders(broke), await opens()]).toEqual([
    1,
    0,
    [250, 200, 300, 200],
  ]);

  const { body } = await writeOff(invoice.id, { reason: 'not_found' });
  expect(await world.get('/v1/write-off-rules')).toEqual({ version: 0 });
  const rules = {
    upTo: [eur(300)],
    overdueDays: 3,
    issuedWithinDays: 365,
    monthlyPerCustomer: [eur(400)],
    monthlyInAll: [eur(500)],
  };
  const above = { smallBalances: { ...rules, upTo: [eur(5_001)] } };
  expectProblem(await world.call('PUT', '/v1/write-off-rules', above, { key: 'collector' }), {
    status: 403,
    code: 'writeoffs.above_limit',
  });
  const set = await world.call<WriteOffRules>('PUT', '/v1/write-off-rules', { smallBalances: rules });
  expect([set.status, set.body.version, set.body.smallBalances?.restsOnly]).toEqual([200, 1, true]);
  await world.day(7);
  // Newest first: 300 of one and 200 of the other are all of January. An invoice that nobody paid is no rest.
  expect(await opens()).toEqual([250, 0, 0, 200]);
  const auto = (await world.get<{ data: WriteOff[] }>('/v1/write-offs')).data.filter(
    ({ by }) => by === 'write-off-rests',
  );
  expect(auto.map(({ reason, amount }) => `${reason} ${amount.minor}`).toSorted()).toEqual([
    'small_balance 200',
    'small_balance 300',
  ]);
  await world.day(12);
  // February has caps of its own.
  expect(await opens()).toEqual([0, 0, 0, 200]);

  // Its second reminder would have been yesterday.
  expect(await reminders(acme)).toBe(1);
  const back = await world.call<WriteOff>('POST', `/v1/write-offs/${body.id}/reversal`, {
    reason: 'moved house',
  });
  expect([back.status, back.body]).toMatchObject([
    200,
    { state: 'REVERSED', reversed: { on: world.today(), reason: 'moved house' } },
  ]);
  await world.settle();
  const after = await acme.invoice(invoice.id);
  expect([after.state, after.open, after.dueOn]).toEqual(['ISSUED', eur(10_000), invoice.dueOn]);
  expect([after.overdueDays, await acme.exposure()]).toEqual([11, 10_000]);
  expect(told(invoice.id).at(-1)).toBe('invoice.write_off_reversed');
  const small = auto.find(({ amount }) => amount.minor === 200)!;
  await world.call('POST', `/v1/write-offs/${small.id}/reversal`, { reason: 'we insist' });
  await changesNothing(world, async () => {
    expectProblem(await world.call('POST', `/v1/write-offs/${body.id}/reversal`, { reason: 'again' }), {
      status: 409,
      code: 'writeoffs.reversed',
    });
    for (const amount of [eur(10_001), { minor: 1, currency: 'USD' }])
      expectProblem(await writeOff(invoice.id, { reason: 'uncollectible', amount }), {
        status: 422,
        code: 'writeoffs.amount',
        at: ['/amount'],
      });
    expectProblem(await writeOff(`inv_${'0'.repeat(26)}`, { reason: 'other' }), {
      status: 404,
      code: 'invoices.unknown',
    });
  });
  await world.day(13);
  // What somebody asked for again is theirs: the job does not take it a second time.
  expect(await opens()).toEqual([0, 200, 0, 200]);
  expect([await reminders(acme), await reminders(broke)]).toEqual([2, 0]);
  await world.booksAreRight();
}, 120_000);
