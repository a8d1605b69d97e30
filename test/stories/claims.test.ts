/** Who pays late owes interest and costs beside the invoice: charged, asked for, paid, waived and taken back. */
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountStatement } from '../../shared/accounts/account.ts';
import type { AgencyCaseView, Remittance } from '../../shared/agencies/case.ts';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { Claim, Preview } from '../../shared/claims/claim.ts';
import type { LateChargeRules } from '../../shared/claims/late-charge.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { changesNothingAgain } from '../support/again.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
  await world.hires([
    { name: 'chief', roles: ['finance'] },
    { name: 'collector', roles: ['collector'] },
  ]);
});
afterAll(() => world.close());

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const SOON = { paymentTermsDays: 1 };
const BUSINESS = { ...SOON, vatId: 'DE136695976' };
const claimsOn = (invoiceId: string) => world.all<Claim>(`/v1/claims?invoiceId=${invoiceId}`);
const charge = <T = Claim>(invoiceId: string, body: unknown, key = 'chief') =>
  world.call<T>('POST', `/v1/invoices/${invoiceId}/claims`, body, { key });
const isRight = async () => {
  await world.booksAreRight();
  await world.invariantsHold();
  await world.isHealthy();
};
const setRules = async (rules: unknown) => {
  const set = await world.call<LateChargeRules>('PUT', '/v1/late-charges', rules, { key: 'chief' });
  expect(set.status).toBe(200);
  // Functions remember the rules for half a minute.
  await world.passes(31_000);
  return set.body;
};
const account = async (name: string): Promise<number> => {
  const { currencies } = await world.get<TrialBalance>('/v1/trial-balance');
  const rows = currencies.flatMap(({ accounts }) => accounts);
  return rows.find((row) => row.account === name)?.balanceMinor ?? 0;
};
const preview = (id: string, to = '') =>
  world.get<Preview>(`/v1/invoices/${id}/interest${to && `?to=${to}`}`);

const LEGAL = { entities: [{ entity: 'main', interest: { rate: 'legal' } }] };

test('a company that says nothing charges nothing, and rules are of entities that it has', async () => {
  const acme = await world.customer('Nothing', BUSINESS);
  const { id } = await acme.isInvoiced('1000.00');
  expect(await world.get('/v1/late-charges')).toEqual({ version: 0, entities: [], references: [] });
  expectProblem(await charge(id, { kind: 'interest' }), { status: 409, code: 'claims.none' });
  await changesNothing(world, async () => {
    const strange = { entities: [{ entity: 'nobody' }] };
    expectProblem(await world.call('PUT', '/v1/late-charges', strange, { key: 'chief' }), {
      status: 422,
      code: 'claims.entity_unknown',
      at: ['/entities/0/entity'],
    });
  });
  expect(await setRules(LEGAL)).toMatchObject({ version: 1, entities: [{ yearDays: 365, levels: [] }] });
});

test('interest is charged by hand, survives what it is for, and is paid out of what is left of later money', async () => {
  const acme = await world.customer('Late', BUSINESS);
  const { id, number, total } = await acme.isInvoiced('1000.00');
  expectProblem(await charge(id, { kind: 'interest' }), { status: 409, code: 'claims.nothing_due' });
  await world.day(31);
  // Of thirty days at 1.27 + 9 %.
  const worth = Math.round((total.minor * 0.1027 * 30) / 365);
  expect(await preview(id)).toMatchObject({
    interest: eur(worth),
    charged: eur(0),
    compensation: eur(4_000),
    computation: {
      from: '2026-01-07',
      to: '2026-02-05',
      rows: [{ days: 30, percent: '10.27', balance: total }],
    },
  });
  expectProblem(await charge(id, { kind: 'interest', to: '2026-02-06' }), {
    status: 422,
    code: 'claims.not_yet',
  });
  const interest = await charge(id, { kind: 'interest' });
  expect([interest.status, interest.body]).toMatchObject([
    201,
    {
      kind: 'interest',
      state: 'OPEN',
      amount: eur(worth),
      reason: '§ 288 Abs. 2 BGB',
      invoiceNumber: number,
    },
  ]);
  expectProblem(await charge(id, { kind: 'interest' }), { status: 409, code: 'claims.nothing_due' });
  const fixed = await charge(id, { kind: 'compensation' });
  expect(fixed.body).toMatchObject({ amount: eur(4_000), reason: '§ 288 Abs. 5 BGB' });
  expectProblem(await charge(id, { kind: 'compensation' }), { status: 409, code: 'claims.nothing_due' });
  expect(await account('lateClaims')).toBe(worth + 4_000);
  expect([await account('interest'), await account('lateFees')]).toEqual([-worth, -4_000]);
  expect(await acme.invoice(id)).toMatchObject({ state: 'ISSUED', open: total });

  // What is left after the invoice pays costs, then interest as far as it goes.
  await acme.transfers(((total.minor + 4_500) / 100).toFixed(2), number);
  expect(await acme.invoice(id)).toMatchObject({ state: 'PAID' });
  expect((await claimsOn(id)).map(({ kind, state, open }) => [kind, state, open.minor])).toEqual([
    ['compensation', 'PAID', 0],
    ['interest', 'PARTLY', worth - 500],
  ]);
  const [receipt] = await acme.payments();
  expect(receipt).toMatchObject({ unapplied: eur(0), claimed: eur(4_500) });
  expect(await account('unapplied')).toBe(0);
  await isRight();
});

test('above the limit two persons waive; what was charged in error is taken back with its money', async () => {
  const acme = await world.customer('Waived', BUSINESS);
  const { id, total } = await acme.isInvoiced('200.00');
  const fee = await charge(id, { kind: 'fee', amount: eur(9_000), reason: 'An agency was asked.' });
  const waive = <T = Claim>(body: unknown, key: string, claim = fee.body.id) =>
    world.call<T>('POST', `/v1/claims/${claim}/waive`, body, { key });
  const reason = { reason: 'They complained.' };
  expectProblem(await waive({ ...reason, amount: eur(9_001) }, 'collector'), {
    status: 422,
    code: 'claims.amount',
  });
  expect((await waive({ ...reason, amount: eur(1_000) }, 'collector')).body).toMatchObject({
    state: 'PARTLY',
    open: eur(8_000),
  });
  const asked = await waive<Approval>(reason, 'collector');
  expect([asked.status, asked.body]).toMatchObject([202, { operation: 'claims.waive', state: 'PENDING' }]);
  await world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key: 'chief' });
  expect((await claimsOn(id))[0]).toMatchObject({
    state: 'WAIVED',
    steps: [{ is: 'waived' }, { is: 'waived', amount: eur(8_000) }],
  });
  expectProblem(await waive(reason, 'chief'), { status: 409, code: 'claims.nothing_open' });

  // More than the invoice: nothing is claimed beside it at that moment.
  const paid = await world.call<{ id: string }>(
    'POST',
    '/v1/payments',
    { customerId: acme.id, method: 'cash', amount: eur(total.minor + 500) },
    { key: 'partner' },
  );
  await world.settle();
  const wrong = await charge(id, { kind: 'fee', amount: eur(700), reason: 'A mistake' });
  const settle = (body: unknown) => world.call<Claim>('POST', `/v1/claims/${wrong.body.id}/settle`, body);
  expectProblem(await settle({ paymentId: `pay_${'0'.repeat(26)}` }), {
    status: 422,
    code: 'claims.payment_unknown',
  });
  expectProblem(await settle({ paymentId: paid.body.id, amount: eur(501) }), {
    status: 422,
    code: 'claims.amount',
  });
  expect((await settle({ paymentId: paid.body.id })).body).toMatchObject({ state: 'PARTLY', open: eur(200) });
  expectProblem(await settle({ paymentId: paid.body.id }), { status: 409, code: 'claims.not_its_payment' });
  const reversal = `/v1/claims/${wrong.body.id}/reversal`;
  expect((await world.call('POST', reversal, reason, { key: 'chief' })).body).toMatchObject({
    state: 'REVERSED',
    open: eur(0),
  });
  expect(await world.get(`/v1/payments/${paid.body.id}`)).toMatchObject({
    unapplied: eur(500),
    claimed: eur(0),
  });
  expectProblem(await world.call('POST', reversal, reason, { key: 'chief' }), {
    status: 409,
    code: 'claims.nothing_left',
  });
  await isRight();
});

const press = async (link: string, form: Record<string, string> = {}): Promise<string> => {
  const answer = await fetch(link, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!;
};
/** Where the payer comes back to. */
const approve = async (provider: string): Promise<string> => {
  const answer = await fetch(provider, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome: 'approve' }),
  });
  await world.settle();
  return answer.headers.get('location')!;
};
const seen = async (url: string): Promise<string> =>
  (await (await fetch(url)).text()).replaceAll(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ');
const feeOf = async (invoiceId: string, minor: number) =>
  (await charge(invoiceId, { kind: 'fee', amount: eur(minor), reason: 'An agency was asked.' })).body;

test('pages take interest and costs in, or the invoice alone; what was waived meanwhile is credit, and says so', async () => {
  const acme = await world.customer('Paged', BUSINESS);
  const one = await acme.isInvoiced('200.00');
  const fee = await feeOf(one.id, 900);
  const link = await acme.link(one.number);
  expect(await seen(link)).toMatch(/Pay €209\.00[\s\S]*Only the invoice: €200\.00/);
  expect(await seen(link)).not.toContain('agency');
  const provider = await press(link);
  // Waived while its payer is at the provider's page.
  await world.call('POST', `/v1/claims/${fee.id}/waive`, { reason: 'Goodwill' }, { key: 'chief' });
  const back = await approve(provider);
  expect(await acme.invoice(one.id)).toMatchObject({ state: 'PAID' });
  expect((await acme.payments())[0]).toMatchObject({
    amount: eur(20_900),
    unapplied: eur(900),
    notOwed: [{ claimId: fee.id, amount: eur(900), why: 'waived' }],
  });
  expect(await seen(back)).toContain('€9.00 were meant for interest or costs that are not owed any more');
  expect(await seen(link)).toContain('This invoice is paid');

  // The invoice alone; then its page asks for what is left beside it.
  const two = await acme.isInvoiced('100.00');
  const [cost, more] = [await feeOf(two.id, 1_000), await feeOf(two.id, 250)];
  const second = await acme.link(two.number);
  await approve(await press(second, { only: '1' }));
  expect(await acme.invoice(two.id)).toMatchObject({ state: 'PAID' });
  expect((await claimsOn(two.id)).map(({ state }) => state)).toEqual(['OPEN', 'OPEN']);
  expect(await seen(second)).toMatch(/The invoice is paid[\s\S]*Pay €12\.50/);
  const receipt = await seen(await approve(await press(second)));
  expect(receipt).toMatch(/Interest and costs\s+€12\.50/);
  expect((await claimsOn(two.id)).map(({ id, state }) => [id, state])).toEqual([
    [more.id, 'PAID'],
    [cost.id, 'PAID'],
  ]);
  expect((await acme.payments())[0]).toMatchObject({
    allocations: [],
    unapplied: eur(0),
    claimed: eur(1_250),
  });
  const [mail] = await acme.inbox('€12.50');
  expect(mail!.text).toMatch(/Interest and costs[\s\S]*€12\.50/);
  await isRight();
});

test('an account shows and takes all of it in one sum, and its statement has it with its reversals', async () => {
  const acme = await world.customer('Summed', BUSINESS);
  const [one, two] = [await acme.isInvoiced('100.00'), await acme.isInvoiced('50.00')];
  await feeOf(one.id, 1_000);
  await feeOf(two.id, 500);
  const wrong = await feeOf(two.id, 700);
  await world.call('POST', `/v1/claims/${wrong.id}/reversal`, { reason: 'A mistake' }, { key: 'chief' });
  await world.call('POST', `/v1/customers/${acme.id}/statements`, { kind: 'activity', send: true });
  await world.settle();
  const [{ moves, claims, claimsMinor, balanceMinor, openMinor }] = (await world.all<AccountStatement>(
    `/v1/customers/${acme.id}/statements`,
  )) as [AccountStatement];
  expect(moves.map(({ kind, minor }) => [kind, minor])).toEqual([
    ['invoice', 10_000],
    ['invoice', 5_000],
    ['late_charge', 1_000],
    ['late_charge', 500],
    ['late_charge', 700],
    ['late_charge_reversal', -700],
  ]);
  expect([claimsMinor, openMinor, balanceMinor, moves.at(-1)!.balanceMinor]).toEqual([
    1_500, 15_000, 16_500, 16_500,
  ]);
  expect(claims).toEqual([
    { invoiceId: one.id, number: one.number, openMinor: 1_000 },
    { invoiceId: two.id, number: two.number, openMinor: 500 },
  ]);
  const [mail] = await acme.inbox('Statement');
  const link = /https?:\/\/\S+\/account\/[\w.-]+/.exec(mail!.text)![0];
  expect(await seen(link)).toMatch(
    /€165\.00[\s\S]*€15\.00 of it are interest and costs[\s\S]*Interest and costs for invoice/,
  );
  const provider = await press(link, { invoice: one.id, beside: two.id });
  await approve(provider);
  expect(await acme.invoice(one.id)).toMatchObject({ state: 'PAID' });
  expect(await acme.invoice(two.id)).toMatchObject({ state: 'ISSUED' });
  expect((await claimsOn(one.id))[0]).toMatchObject({ state: 'OPEN' });
  expect((await claimsOn(two.id)).map(({ state }) => state)).toEqual(['REVERSED', 'PAID']);
  // A transfer that names the paid invoice, and is exactly what is left beside it.
  await acme.transfers('10.00', one.number);
  expect((await claimsOn(one.id))[0]).toMatchObject({ state: 'PAID' });
  await approve(await press(link, { all: '1' }));
  expect(await acme.invoice(two.id)).toMatchObject({ state: 'PAID' });
  expect(await account('unapplied')).toBe(-1_400);
  expect(await seen(link)).toContain('Nothing is open');
  await isRight();
});

const LEVELS = {
  entities: [
    {
      ...LEGAL.entities[0],
      order: 'costs_interest_principal',
      small: [eur(300)],
      compensation: true,
      levels: [
        { level: 1, fee: [eur(250)] },
        { level: 2, fee: [eur(500)], interest: true },
      ],
    },
  ],
};
const kinds = async (id: string) =>
  (await claimsOn(id)).map(({ kind, state, amount, level }) => [kind, state, amount.minor, level]);

test('reminders charge what the rules say with their steps, list it, and one payment of their total pays all of it', async () => {
  await setRules(LEVELS);
  const acme = await world.customer('Reminded', BUSINESS);
  // Of an invoice that is paid something is left: the next reminder asks for it with its own.
  const old = await acme.isInvoiced('50.00');
  await feeOf(old.id, 700);
  await acme.transfers('50.00', old.number);
  expect(await acme.invoice(old.id)).toMatchObject({ state: 'PAID' });
  const { id, number, total } = await acme.isInvoiced('1000.00');
  // It bounces: what it charges is taken back with its step, and charged again by the next one.
  const lost = await world.customer('Lost', BUSINESS);
  const unseen = await lost.isInvoiced('300.00');
  const moved = {
    name: 'Lost',
    address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: ['bounce@simulator.amazonses.com'],
    currency: 'EUR',
    ...BUSINESS,
  };
  expect((await world.call('PUT', '/v1/customers/crm/Lost', moved, { key: 'partner' })).status).toBe(200);
  await world.day(42);
  const worth = Math.round((total.minor * 0.1027 * 10) / 365);
  expect(await kinds(id)).toEqual([
    ['compensation', 'OPEN', 4_000, undefined],
    ['interest', 'OPEN', worth, undefined],
    ['fee', 'OPEN', 500, 2],
    ['fee', 'OPEN', 250, 1],
  ]);
  const [second, first] = (await acme.inbox()).filter(({ subject }) => /eminder/.test(subject));
  expect([first!.text, second!.text]).toEqual([
    expect.stringMatching(/Reminder costs: €9\.50/),
    expect.stringMatching(/Fixed sum for late payment: €40\.00/),
  ]);
  const asked = total.minor + 250 + 500 + 700 + 4_000 + worth;
  const shown = `€${Math.floor(asked / 100_000)},${(asked / 100).toFixed(2).slice(-6)}`;
  expect(second!.text).toContain(shown);
  expect(second!.text).toMatch(/Interest for late payment until 16\sFebruary\s2026: €2\.81/);

  expect(await kinds(unseen.id)).toEqual([['fee', 'REVERSED', 250, 1]]);
  expect(await lost.invoice(unseen.id)).toMatchObject({ reminded: 0 });

  // Less than all that is owed pays costs and interest first, because the company says so.
  await acme.transfers('100.00', number);
  const beside = asked - 700 - total.minor;
  expect(new Set((await claimsOn(id)).map(({ state }) => state))).toEqual(new Set(['PAID']));
  expect(await acme.invoice(id)).toMatchObject({ state: 'PART_PAID', open: eur(asked - 700 - 10_000) });
  const [receipt] = await acme.payments();
  expect(receipt).toMatchObject({ unapplied: eur(0), claimed: eur(beside) });
  const line = await world.get<BankLine>(`/v1/bank-lines/${receipt!.source.id}`);
  expect(line.match!.reason).toContain(
    'in the order of the law: costs 47.50, interest 2.81, invoices 49.69 EUR',
  );
  await acme.transfers(((asked - 10_000) / 100).toFixed(2), number);
  expect(await acme.invoice(id)).toMatchObject({ state: 'PAID' });
  expect((await claimsOn(old.id))[0]).toMatchObject({ state: 'PAID' });

  // What is small is not asked for by itself: the rules give it up.
  const tiny = await acme.isInvoiced('10.00');
  await feeOf(tiny.id, 250);
  await acme.transfers('10.00', tiny.number);
  expect((await claimsOn(tiny.id))[0]).toMatchObject({
    state: 'WAIVED',
    steps: [{ is: 'waived', amount: eur(250), reason: expect.stringContaining('Not more than 3.00 EUR') }],
  });
  await isRight();
});

/** Two levels, so that a reminder would follow where nobody is in charge but us. */
const AGENCY_POLICY = {
  levels: [
    { after: { from: 'due', days: 3 }, tone: 1, escalate: 'agency' },
    { after: { from: 'previous', days: 4 }, tone: 3 },
  ],
};
const NORTH = {
  agency: 'north',
  name: 'North Collect',
  address: { line1: 'Kai 7', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  email: 'cases@north.example',
  phone: '+49 40 123456',
  reference: 'ACME-7',
  least: [eur(5_000)],
  debtors: 'businesses',
  iban: 'DE02120300000000202051',
};
type Case = z.infer<typeof AgencyCaseView>;
const sumOf = (all: readonly { minor: number }[]) => all.reduce((sum, { minor }) => sum + minor, 0);
const caseOf = (id: string) => world.get<Case>(`/v1/agency-cases/${id}`);
const move = <T = Case>(id: string, body: unknown, key = 'collector') =>
  world.call<T>('POST', `/v1/agency-cases/${id}`, body, { key });
const told = () => world.mails(NORTH.email);

test('a level hands what is late to an agency once two persons agree; from then on nobody here asks for it, and what is paid is told', async () => {
  const [acme, late] = [await world.customer('Handed', BUSINESS), await world.customer('Kept', BUSINESS)];
  await world.call('PUT', '/v1/agencies', { agencies: [NORTH] }, { key: 'chief' });
  const policy = { ...AGENCY_POLICY, customers: [acme.id, late.id] };
  await world.call('PUT', '/v1/dunning-policies/handed', policy, { key: 'chief' });
  const [large, small] = [await acme.isInvoiced('400.00'), await acme.isInvoiced('150.00')];
  const spare = await late.isInvoiced('90.00');
  await world.day(46);
  const [waiting, other] = await world.all<Case>('/v1/agency-cases');
  const [prepared, kept] = waiting!.customerId === acme.id ? [waiting!, other!] : [other!, waiting!];
  expect(prepared).toMatchObject({
    state: 'PREPARED',
    agency: 'north',
    open: eur(large.total.minor + small.total.minor),
  });
  const tasks = (await world.all<Task>('/v1/tasks')).filter(({ kind }) => kind === 'agency');
  expect(new Set(tasks.map(({ about }) => about))).toEqual(new Set([prepared.id, kept.id]));
  expectProblem(await move(prepared.id, { do: 'hand_over', agency: 'south' }), {
    status: 422,
    code: 'agencies.agency_unknown',
  });
  const asked = await move<Approval>(prepared.id, { do: 'hand_over' });
  expect([asked.status, asked.body]).toMatchObject([202, { operation: 'agencies.hand_over' }]);
  const approve = `/v1/approvals/${asked.body.id}/approve`;
  expect((await world.call('POST', approve, {}, { key: 'chief' })).status).toBe(200);
  await world.settle();
  const handed = await caseOf(prepared.id);
  const interest = sumOf(handed.items.flatMap(({ claims }) => claims.map((one) => one.asked)));
  expect(interest).toBeGreaterThan(0);
  expect(handed).toMatchObject({
    state: 'WITH_AGENCY',
    handed: eur(large.total.minor + small.total.minor + interest),
    file: { rows: 2, total: handed.handed },
  });
  // What the agency gets: a mail with a link of ours, which opens the file that the case says.
  const [mail] = await told();
  expect(mail!.text).toContain('Handed');
  const link = /https?:\S+\/agency\/\S+/.exec(mail!.text)![0];
  const page = await (await fetch(link)).text();
  expect(page.replaceAll('<wbr/>', '')).toContain(handed.file!.csv.sha256);
  const file = Buffer.from(await (await fetch(`${link}?file=csv`)).arrayBuffer());
  expect(createHash('sha256').update(file).digest('hex')).toBe(handed.file!.csv.sha256);
  const own = Buffer.from(await (await fetch(handed.file!.csv.url)).arrayBuffer());
  expect(own.equals(file)).toBe(true);
  expect(file.toString()).toMatch(new RegExp(`${large.number},2026-02-16,2026-02-17,EUR,`));
  expect((await fetch(`${link}?file=${spare.id}`)).status).toBe(404);
  expect((await fetch(`${link}?file=${large.id}`)).status).toBe(200);
  expect((await fetch(link.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')))).status).toBe(404);

  expect(await (await fetch(await acme.link(large.number))).text()).toContain(
    'This invoice is with North Collect',
  );
  const promise = { invoices: [large.id], payOn: '2026-02-25', channel: 'phone' };
  expectProblem(await world.call('POST', `/v1/customers/${acme.id}/promises`, promise, { key: 'chief' }), {
    status: 409,
    code: 'promises.with_agency',
  });
  // The other is not handed over: its next reminder goes out, and none of what is with the agency.
  expect((await move(kept.id, { do: 'recall', reason: 'We speak with them.' })).body).toMatchObject({
    state: 'RECALLED',
  });
  await world.day(52);
  const reminders = async (of: Buyer) =>
    (await of.inbox()).filter(({ subject }) => /reminder/i.test(subject));
  expect([(await reminders(acme)).length, (await reminders(late)).length]).toEqual([1, 2]);
  const row = await world.get<{ withAgency?: object; overdue: object[] }>(
    `/v1/customers/${acme.id}/collection`,
  );
  expect(row).toMatchObject({ overdue: [], withAgency: [eur(large.total.minor + small.total.minor)] });

  await acme.transfers('400.00', large.number);
  expect((await told()).map(({ subject }) => subject.split(':')[0])).toEqual([
    'News of a case',
    'A new case for you',
  ]);
  expect((await caseOf(prepared.id)).news[0]).toMatchObject({
    what: 'moved',
    changes: [{ what: 'payment', minor: large.total.minor, number: large.number }],
    open: eur(small.total.minor + interest),
  });
  await isRight();
});

test('what the agency collects pays invoices, then interest; it keeps its fee, and its own transfer is known', async () => {
  const { id, open } = (await world.all<Case>('/v1/agency-cases')).find(
    (one) => one.state === 'WITH_AGENCY',
  )!;
  const [amount, fee, rest] = [eur(open.minor + 300), eur(2_000), open.minor - 1_700];
  const remit = (over: object = {}) =>
    world.call<Remittance>(
      'POST',
      `/v1/agency-cases/${id}/remittances`,
      { amount, fee, reference: 'NC-881', ...over },
      { key: 'chief' },
    );
  expectProblem(await remit({ fee: eur(amount.minor + 1) }), { status: 422, code: 'agencies.fee' });
  const made = await remit();
  expect([made.status, made.body]).toMatchObject([201, { net: eur(rest) }]);
  expectProblem(await remit(), { status: 409, code: 'agencies.remitted' });
  await world.settle();
  expect(await caseOf(id)).toMatchObject({ state: 'SETTLED', open: eur(0), collected: amount, fees: fee });
  expect(await world.get(`/v1/payments/${made.body.paymentId}`)).toMatchObject({
    method: 'agency',
    unapplied: eur(300),
  });
  expect([await account('agencies'), await account('collectionCosts')]).toEqual([rest, 2_000]);
  // What it said itself it is not told.
  expect(await told()).toHaveLength(2);
  await world.bank([{ minor: rest, text: 'NC-881 ACME-7', payer: { name: NORTH.name, iban: NORTH.iban } }]);
  expect(await account('agencies')).toBe(0);
  await isRight();
  const kinds = ['agency-case', 'agency-turn', 'agency-remittance', 'invoice', 'payment', 'claim', 'mail'];
  expect(await changesNothingAgain(world, kinds, 7)).toBeGreaterThan(50);
});
