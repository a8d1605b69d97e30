/** Two kinds of customers, each asked for what is overdue by a policy of its own, and what keeps reminders from them. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NoticeView } from '../../shared/notices/notice.ts';
import type { DunningPreview } from '../../shared/dunning/policy.ts';
import type { Simulation } from '../../shared/simulating/simulation.ts';
import type { Task } from '../../shared/tasks/task.ts';
import type * as z from 'zod';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { changesNothingAgain } from '../support/again.ts';
import { World, type Buyer } from '../support/world.ts';

type Preview = z.infer<typeof DunningPreview>;
type Notice = z.infer<typeof NoticeView>;
const interestOf = ({ claims }: Notice) =>
  claims.reduce((sum, { kind, open }) => sum + (kind === 'interest' ? open.minor : 0), 0);
let world: World;
let key: Buyer;
let trade: Buyer;
let soft: Buyer;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
  key = await world.customer('Key', { segment: 'key' });
  trade = await world.customer('Trade');
  await world.hires([{ name: 'chief', roles: ['finance'] }]);
});
afterAll(() => world.close());

const eur = (minor: number) => [{ minor, currency: 'EUR' }];
const due = (days: number, over: Record<string, unknown> = {}) => ({ from: 'due', days, ...over });
const previous = (days: number) => ({ from: 'previous', days });
const KEY = {
  segments: ['key'],
  courtesy: { daysBefore: 5, least: eur(10_000) },
  levels: [
    { after: due(7), tone: 1 },
    { after: previous(10), tone: 2 },
  ],
};
const TRADE = {
  entities: ['main'],
  levels: [
    { after: due(1, { count: 'business' }), tone: 1, fee: eur(500), interest: true },
    { after: previous(3), tone: 3, approval: true, service: { state: 'suspended' } },
  ],
};
const put = (path: string, body: unknown) => world.call<{ version: number }>('PUT', path, body);
const hold = (path: string, body: unknown) => put(`${path}/dunning-hold`, body);
const told = async (buyer: Buyer) =>
  (
    await world.get<{ data: { facts: { type: string; data: object }[] }[] }>(
      `/v1/customers/${buyer.id}/timeline?limit=100`,
    )
  ).data.flatMap(({ facts }) => facts);
const reminders = async (buyer: Buyer) =>
  (await buyer.inbox())
    .map(({ subject }) => subject)
    .filter((one) => /reminder|due soon/i.test(one))
    .toReversed();

test('a segment has a policy, everybody else that of the entity, and a preview says what the next run would do', async () => {
  expect(await put('/v1/dunning-policies/key-accounts', KEY)).toMatchObject({
    status: 200,
    body: { version: 1 },
  });
  expect(await put('/v1/dunning-policies/trade', TRADE)).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await put('/v1/dunning-policies/other', { ...KEY, segments: ['b', 'key'] })).toMatchObject({
    status: 409,
    body: { code: 'dunning.assigned', errors: [{ pointer: '/segments/1' }] },
  });
  const [large, small] = [await key.isInvoiced('500.00'), await key.isInvoiced('20.00')];
  await trade.isInvoiced('200.00');
  await world.day(9, 5);
  const { body } = await world.call<Preview>('POST', '/v1/dunning-policies/key-accounts/preview', KEY);
  expect(body.messages).toMatchObject([
    {
      customerId: key.id,
      courtesy: true,
      level: 0,
      total: { minor: 50_000 },
      invoices: [{ number: large.number }],
    },
  ]);
  expect(body.spared).toMatchObject([{ number: small.number, why: 'not_yet', on: '2026-01-26' }]);
});

test('a large invoice is told of before it is due, and a small one is not', async () => {
  await world.day(10);
  expect(await reminders(key)).toEqual(['Invoice INV-2026-000001 falls due soon']);
  const [note] = await key.inbox('falls due soon');
  expect(note!.text).toContain('Nothing is overdue.');
  expect(note!.text).toContain('€500.00');
  expect(note!.text).not.toMatch(/\bdays\b|€20/);
  expect(note!.attachments).toEqual([]);
  expect(await reminders(trade)).toEqual([]);
});

test('what has begun goes on under its version, and a level that wants it waits for a person', async () => {
  await world.day(15);
  expect(await reminders(trade)).toEqual(['Reminder: Invoice INV-2026-000003 is due']);
  const [invoice] = await trade.invoices();
  expect(invoice).toMatchObject({
    reminded: 1,
    remindOn: '2026-01-23',
    dunning: { policy: 'trade', version: 1 },
  });
  const later = { ...TRADE, levels: [{ after: due(60), tone: 1 }] };
  expect(await put('/v1/dunning-policies/trade', later)).toMatchObject({ status: 200, body: { version: 2 } });
  await world.day(19);
  expect(await reminders(trade)).toHaveLength(1);
  const open = (await world.all<Task>('/v1/tasks')).filter(({ kind }) => kind === 'reminder_approval');
  expect(open).toMatchObject([{ customerId: trade.id }]);
  await world.call('POST', `/v1/tasks/${open[0]!.id}/done`, { note: 'ask for it' });
  await world.settle();
  expect(await reminders(trade)).toEqual([
    'Reminder: Invoice INV-2026-000003 is due',
    'Final reminder: Invoice INV-2026-000003',
  ]);
  expect(await trade.invoice(invoice!.id)).toMatchObject({
    reminded: 2,
    dunning: { policy: 'trade', version: 1, escalated: 'service' },
  });
  const others = async () => (await told(trade)).filter(({ type }) => type.startsWith('dunning.'));
  expect(await others()).toMatchObject([
    { type: 'dunning.escalated', data: { escalate: 'service', level: 2 } },
  ]);
  const standing = async () =>
    (await world.get<{ standing?: { service?: object } }>(`/v1/customers/${trade.id}/credit`)).standing
      ?.service;
  expect(await standing()).toMatchObject({ state: 'suspended', invoices: [invoice!.id] });
  const held = await trade.orders('10.00');
  expect(held).toMatchObject({ state: 'HELD', holds: [{ code: 'credit.service' }] });
  await trade.transfers('200.00', invoice!.number);
  expect(await standing()).toBeUndefined();
  const supplied = (await told(trade)).filter(({ type }) => type.startsWith('service.'));
  expect(supplied).toMatchObject([
    { type: 'service.restored', data: { before: 'suspended', invoices: [] } },
    { type: 'service.suspended', data: { invoices: [invoice!.id] } },
  ]);
  expect((await others()).map(({ type }) => type)).toEqual(['dunning.restored', 'dunning.escalated']);
});

test('a hold keeps reminders back until its last day, and money that comes meanwhile is not asked for', async () => {
  expect(await hold(`/v1/customers/${key.id}`, { hold: { why: 'held', reason: 'no day' } })).toMatchObject({
    status: 422,
  });
  const until = { why: 'held', reason: 'their clerk is ill', until: '2026-01-27' };
  expect(await hold(`/v1/customers/${key.id}`, { hold: until })).toMatchObject({ status: 200 });
  await world.day(22);
  expect(await reminders(key)).toHaveLength(1);
  const { body } = await world.call<Preview>('POST', '/v1/dunning-policies/key-accounts/preview', KEY);
  expect([body.messages, body.spared.map(({ why }) => why)]).toEqual([[], ['held', 'held']]);
  await key.transfers('20.00', 'INV-2026-000002');
  await world.day(23, 12);
  expect(await reminders(key)).toEqual([
    'Invoice INV-2026-000001 falls due soon',
    'Reminder: Invoice INV-2026-000001 is due',
  ]);
});

test('what its payer is insolvent for is asked for again once that is lifted', async () => {
  const late = await world.customer('Late');
  const invoice = await late.isInvoiced('70.00');
  const levels = [
    { after: due(1), tone: 1 },
    { after: previous(2), tone: 2 },
  ];
  await put('/v1/dunning-policies/late', { customers: [late.id], levels });
  expect(
    await hold(`/v1/invoices/${invoice.id}`, { hold: { why: 'insolvent', reason: 'court file' } }),
  ).toMatchObject({ status: 200, body: { hold: { why: 'insolvent' } } });
  await world.day(40);
  expect(await reminders(late)).toEqual([]);
  await hold(`/v1/invoices/${invoice.id}`, {});
  await world.day(41);
  expect(await reminders(late)).toHaveLength(1);

  // More than is open, under its name and from an account that nobody knows: it waits for a person, and is not asked for meanwhile.
  await world.bank([{ minor: 8_000, text: 'as agreed', payer: { name: 'LATE' } }]);
  await world.day(43);
  expect(await reminders(late)).toHaveLength(1);
  expect((await told(late)).filter(({ type }) => type === 'mail.suppressed')).toMatchObject([
    { data: { reason: 'unmatched_money' } },
    {},
  ]);
  expect(await late.invoice(invoice.id)).toMatchObject({
    reminded: 1,
    notReminded: { why: 'unmatched_money', on: '2026-02-17' },
  });
  // Once more on the same day, and with the policy said once more: nothing is said or sent twice.
  expect((await world.cloud.invoke('FindOverdue', {})).error).toBeUndefined();
  await world.settle();
  expect(await put('/v1/dunning-policies/late', { customers: [late.id], levels })).toMatchObject({
    body: { version: 1 },
  });
  expect(await reminders(late)).toHaveLength(1);
});

test('what went out is what its past comes to again, and a draft is tried on it beside that', async () => {
  const draft = { entities: ['main'], levels: [{ after: due(2), tone: 1, channel: 'letter' }] };
  const ask = (trial: object, over: object = {}) =>
    world.call<Simulation>('POST', '/v1/simulations', { from: '2026-01-01', trial, ...over });
  const dunning = { kind: 'dunning', policy: 'trade', version: 1, draft };
  const asked = await ask(dunning);
  expect(asked).toMatchObject({ status: 202, body: { state: 'REQUESTED', to: '2026-02-17' } });
  await world.settle();
  const { result, url, ...read } = await world.get<Simulation & { url: string }>(
    `/v1/simulations/${asked.body.id}`,
  );
  expect(read).toMatchObject({ state: 'READY', trial: { kind: 'dunning', policy: 'trade' } });
  const late = { number: 'INV-2026-000004', sent: 1, replayed: 2 };
  // A hold that was lifted is not to be seen any more.
  expect(result!.replayed).toMatchObject({ invoices: 4, agreeing: 3, differing: [late] });
  expect(result!.a).toMatchObject({ sent: 7, bothered: 0, customers: 3, daysToPay: 20.5 });
  expect(result!.b.messages).toContainEqual({ level: 1, channel: 'letter', messages: 1 });
  expect(result!.customers).toEqual([{ customerId: trade.id, a: 2, b: 1 }]);
  const page = await fetch(url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('<th scope="row">Messages</th><td>7</td><td>6</td><td>−1</td>');

  expect(await ask({ ...dunning, version: 9 })).toMatchObject({
    status: 422,
    body: { code: 'simulating.version_unknown', errors: [{ pointer: '/trial/version' }] },
  });
  expect(await ask({ ...dunning, draft: { ...draft, segments: ['key'] } })).toMatchObject({
    status: 409,
    body: { code: 'dunning.assigned' },
  });
  expect(await ask(dunning, { to: '2026-02-18' })).toMatchObject({ body: { code: 'simulating.range' } });
  // The draft becomes a version, which says what it was chosen by.
  const chosen = { ...draft, activateOn: '2026-03-01', simulationId: asked.body.id };
  expect(await put('/v1/dunning-policies/trade', chosen)).toMatchObject({
    body: { version: 3, simulationId: asked.body.id },
  });
});

test('rules of credit and a discount are tried on the same past', async () => {
  const ask = async (trial: object) => {
    const { body } = await world.call<Simulation>('POST', '/v1/simulations', { trial });
    await world.settle();
    return (await world.get<Simulation>(`/v1/simulations/${body.id}`)).result!;
  };
  // What is ordered while something is overdue.
  await trade.orders('90.00');
  await key.orders('10.00');
  await world.settle();
  const held = await ask({ kind: 'credit', draft: { rules: [{ when: 'days_overdue', days: 10 }] } });
  expect([held.facts.orders, held.a.holds.orders]).toEqual([7, 0]);
  expect(held.b.holds).toEqual({ orders: 1, money: [{ minor: 1_000, currency: 'EUR' }] });
  expect(held.orders).toMatchObject([{ a: [], b: ['credit.days_overdue'] }]);
  const offer = { percent: '2', days: 30, mode: 'gross' };
  const cheaper = await ask({ kind: 'discount', offer });
  expect(cheaper.a.discounts).toEqual({ invoices: 0, money: [] });
  expect(cheaper.b.discounts).toEqual({ invoices: 2, money: [{ minor: 440, currency: 'EUR' }] });
});

test('who is late for the first time is asked more softly, and who pays a part is asked for the rest a level later', async () => {
  soft = await world.customer('Soft', { vatId: 'DE136695976' });
  const two = { approval: true, approvers: 2 };
  const legal = { entity: 'main', interest: { rate: 'legal' } };
  await world.call('PUT', '/v1/late-charges', { entities: [legal] });
  await put('/v1/dunning-policies/soft', {
    customers: [soft.id],
    levels: [
      { after: { from: 'due', days: 1 }, tone: 2 },
      { after: previous(2), tone: 2 },
      { after: previous(2), tone: 3, ...two, interest: true, fee: eur(500), legal: { payWithin: 10 } },
    ],
    triggers: {
      first_late: { tone: 1, task: 'call, and ask whether all is well' },
      part_payment: { skip: true },
    },
  });
  const { id, number } = await soft.isInvoiced('100.00');
  await world.day(58, 5);
  for (const _ of ['the night', 'the night again'])
    expect((await world.cloud.invoke('ScoreAll', {})).error).toBeUndefined();
  await world.day(58);
  expect(await reminders(soft)).toEqual([`Reminder: Invoice ${number} is due`]);
  const tasks = (await world.all<Task>('/v1/tasks')).filter(({ kind }) => kind === 'behaviour');
  expect(tasks).toMatchObject([
    { customerId: soft.id, why: 'It is late for the first time: call, and ask whether all is well' },
  ]);
  await soft.transfers('40.00', number);
  expect(await soft.invoice(id)).toMatchObject({ reminded: 1, dunning: { policy: 'soft', ahead: 1 } });
  const followed = (await told(soft)).filter(({ type }) => type === 'dunning.triggered');
  expect(followed).toMatchObject([
    { data: { cause: 'part_payment', invoices: [{ invoiceId: id, level: 3 }] } },
    { data: { cause: 'first_late', invoices: [{ invoiceId: id, level: 1 }] } },
  ]);
});

test('the last word is a formal notice: two persons agree to it, it has a number, and stays as it went out', async () => {
  await world.day(60);
  expect(await soft.inbox('Formal notice')).toEqual([]);
  const task = (await world.all<Task>('/v1/tasks')).find(({ two }) => two)!;
  const says = (what: string, key: string) =>
    world.call<{ code?: string }>('POST', `/v1/tasks/${task.id}/${what}`, {}, { key });
  expect((await says('done', 'chief')).body.code).toBe('tasks.needs_two');
  await says('take', 'chief');
  expect((await says('done', 'chief')).body.code).toBe('tasks.needs_two');
  expect((await says('done', 'finance')).status).toBe(200);
  await world.settle();
  const [mail] = await soft.inbox('Formal notice');
  expect(mail!.subject).toBe('Formal notice LINV-2026-000001 before legal action');
  expect(mail!.attachments).toMatchObject([{ filename: 'LINV-2026-000001.pdf' }]);
  const [row] = await world.all<Notice>('/v1/legal-notices');
  const at = `/v1/legal-notices/${row!.id}`;
  const notice = await world.get<Notice>(at);
  // What is left of it, with its interest at 1.27 + 9 %, and the costs of this notice.
  expect(notice).toMatchObject({
    number: 'LINV-2026-000001',
    payBy: '2026-03-16',
    total: { minor: 6_500 + interestOf(notice) },
    open: notice.total,
    settled: false,
    delivery: 'DELIVERED',
    claims: [{ kind: 'fee' }, { kind: 'interest' }],
  });
  expect(new Set(notice.claims[1]!.rows.map(({ percent }) => percent))).toEqual(new Set(['10.27']));
  const pdf = await world.attached(mail!);
  expect(createHash('sha256').update(pdf).digest('hex')).toBe(notice.sha256);
  const text = wordsOf(pdf).join('\n');
  for (const said of [
    'Formal notice before legal action',
    'LINV-2026-000001',
    '16 March 2026',
    '§§ 280, 286, 288 BGB',
    '10.27 %',
  ])
    expect(text).toContain(said);
  const { url } = await world.get<{ url: string }>(`${at}/document`);
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(pdf)).toBe(true);

  await soft.transfers('70.00', notice.items[0]!.number);
  const after = await world.get<Notice>(at);
  expect(after).toEqual({ ...notice, open: { minor: 0, currency: 'EUR' }, settled: true });
  // All news come again, in another order: nothing is followed, issued, stopped or asked twice.
  const kept = ['triggered', 'legal-notice', 'standing', 'task', 'series', 'invoice', 'claim'];
  expect(await changesNothingAgain(world, kept, 7)).toBeGreaterThan(20);
  await world.isHealthy();
});
