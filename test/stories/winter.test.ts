/** A hundred and twenty days of collections: ten customers who each do something else, and a company that speaks to them by one policy. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Claim } from '../../shared/claims/claim.ts';
import type { Dispute } from '../../shared/disputes/dispute.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { LegalNotice } from '../../shared/notices/notice.ts';
import type { PaymentPromise } from '../../shared/promises/promise.ts';
import type { Simulation } from '../../shared/simulating/simulation.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { arrives, asks, mime } from '../support/inbound.ts';
import { Visitor } from '../support/visitor.ts';
import { World, type Buyer } from '../support/world.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const after = (from: 'due' | 'previous', days: number) => ({ after: { from, days } });
const POLICY = {
  entities: ['main'],
  courtesy: { daysBefore: 3 },
  levels: [
    { ...after('due', 3), tone: 1 },
    { ...after('previous', 10), tone: 2, fee: [eur(500)], interest: true, service: { state: 'warned' } },
    {
      ...after('previous', 14),
      tone: 3,
      approval: true,
      approvers: 2,
      interest: true,
      legal: { payWithin: 14 },
      service: { state: 'suspended' },
    },
  ],
  triggers: { promise_broken: { task: 'call at once' }, mail_bounced: { task: 'find out where they read' } },
};

let world: World;
const buyers: Record<string, Buyer> = {};
const bills: Record<string, InvoiceView> = {};
const NAMES = [
  'Prompt',
  'Silent',
  'Swears',
  'Parts',
  'Argues',
  'Moved',
  'Nameless',
  'Writes',
  'Looks',
  'Waits',
] as const;
type Name = (typeof NAMES)[number];
const of = (name: Name) => ({ buyer: buyers[name]!, bill: bills[name]! });

beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['FindOverdue', 'JudgePlans'] });
  await world.hires([
    { name: 'collector', roles: ['collector'] },
    { name: 'chief', roles: ['finance'] },
  ]);
  expect((await world.call('PUT', '/v1/dunning-policies/all', POLICY)).status).toBe(200);
  const charges = { entities: [{ entity: 'main', interest: { rate: 'legal' } }] };
  expect((await world.call('PUT', '/v1/late-charges', charges)).status).toBe(200);
  for (const name of NAMES) {
    buyers[name] = await world.customer(name, { vatId: 'DE136695976' });
    bills[name] = await buyers[name].isInvoiced('300.00', '60.00');
  }
});
afterAll(() => world.close());

const heard = async (name: Name): Promise<string[]> =>
  (await of(name).buyer.inbox())
    .map(({ subject }) => subject)
    .filter((one) => /reminder|due soon|formal notice/i.test(one))
    .map((one) =>
      /due soon/.test(one)
        ? 'note'
        : /Formal/.test(one)
          ? 'notice'
          : /Final/.test(one)
            ? 'final'
            : 'reminder',
    )
    .toReversed();
const now = (name: Name) => of(name).buyer.invoice(of(name).bill.id);
const tasks = async (kind: string) => (await world.all<Task>('/v1/tasks')).filter((one) => one.kind === kind);
const pays = (name: Name, amount: string) => of(name).buyer.transfers(amount, of(name).bill.number);

let dispute: Dispute;
let waiting: { id: string };
const claims = (name: Name) => world.all<Claim>(`/v1/claims?invoiceId=${of(name).bill.id}`);
const interest = async (name: Name) =>
  (await claims(name))
    .filter(({ kind }) => kind === 'interest')
    .reduce((sum, { amount }) => sum + amount.minor, 0);
/** German base rate of 2026 and nine points, days of a year of 365. */
const worth = (minor: number, days: number) => Math.round((minor * days * 0.1027) / 365);

test('before it falls due everybody gets one note; who pays, disputes, or looks behind the code', async () => {
  await world.day(12);
  for (const name of NAMES) expect([name, await heard(name)]).toEqual([name, ['note']]);
  await pays('Prompt', '360.00');
  const visitor = new Visitor(world);
  const { buyer, bill } = of('Looks');
  await visitor.comesIn(await buyer.link(bill.number), buyer.email);
  expect((await visitor.get('/my/invoices')).body).toContain(bill.number);
  await buyer.paysByCard(bill.number);
  const wrong = { reason: 'quality', text: 'The second pot is cracked', lines: [{ line: '2' }] };
  const opened = await world.call<Dispute>('POST', `/v1/invoices/${of('Argues').bill.id}/disputes`, wrong);
  expect([opened.status, opened.body]).toMatchObject([201, { state: 'OPEN', amount: eur(6_000) }]);
  dispute = opened.body;
});

test('the first reminder, and what comes back: a bounce, a promise, a mail, a plan, a hold, money without a name', async () => {
  await world.day(17);
  for (const name of ['Prompt', 'Looks'] as const) expect(await heard(name)).toEqual(['note']);
  for (const name of ['Silent', 'Swears', 'Parts', 'Argues', 'Moved', 'Nameless', 'Writes', 'Waits'] as const)
    expect([name, await heard(name)]).toEqual([name, ['note', 'reminder']]);
  const [asked] = await of('Argues').buyer.inbox('eminder');
  expect(asked!.text).toContain('€300.00');
  expect(asked!.text).not.toContain('€360.00');

  const [lost] = await of('Moved').buyer.inbox('eminder');
  await world.control(`/control/mails/${lost!.id}/bounce`, {});
  await world.settle();
  expect(await now('Moved')).toMatchObject({ reminded: 0 });
  expect((await world.cloud.invoke('ScoreAll', {})).error).toBeUndefined();
  await world.settle();
  expect(await tasks('behaviour')).toMatchObject([{ customerId: of('Moved').buyer.id }]);

  const { buyer, bill } = of('Swears');
  const oath = { invoices: [bill.id], payOn: '2026-01-31', channel: 'phone' };
  const made = await world.call<PaymentPromise>('POST', `/v1/customers/${buyer.id}/promises`, oath);
  expect(made.status).toBe(201);
  const schedule = { by: 'count', count: 3, every: 'month', firstOn: '2026-02-02' };
  const plan = { invoices: [of('Parts').bill.id], schedule };
  expect((await world.call('POST', '/v1/payment-plans', plan)).status).toBe(201);
  const until = { why: 'held', reason: 'their books are at the court', until: '2026-03-05' };
  const held = await world.call('PUT', `/v1/customers/${of('Waits').buyer.id}/dunning-hold`, { hold: until });
  expect(held.status).toBe(200);

  const writes = of('Writes');
  const [mail] = await writes.buyer.inbox('eminder');
  const { to } = await asks(world, mail!.id);
  const date = new Date(world.cloud.clock.now()).toISOString();
  const text = 'We will pay on 28 January.';
  expect(await arrives(world, mime({ from: writes.buyer.email, to, text, date }))).toBe(200);
  expect((await now('Writes')).promise).toMatchObject({ payOn: '2026-01-28' });

  await world.bank([{ minor: 36_500, text: 'tea', payer: { name: 'NAMELESS' } }]);
  [waiting] = (await world.all<{ id: string }>('/v1/exceptions')) as [{ id: string }];
});

test('the second asks for costs and interest, and only of whom nothing is known that speaks against it', async () => {
  const profile = {
    name: 'Moved',
    address: { line1: 'Weg 2', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: ['office@moved.example'],
    currency: 'EUR',
    paymentTermsDays: 14,
    vatId: 'DE136695976',
  };
  expect((await world.call('PUT', '/v1/customers/crm/Moved', profile, { key: 'partner' })).status).toBe(200);
  await world.day(22);
  await pays('Writes', '360.00');
  await world.day(27);
  for (const name of ['Parts', 'Nameless', 'Writes', 'Waits', 'Swears'] as const)
    expect([name, await heard(name)]).toEqual([name, ['note', 'reminder']]);
  expect(await now('Nameless')).toMatchObject({ notReminded: { why: 'unmatched_money' } });
  expect(await world.mails('office@moved.example', 'eminder')).toHaveLength(1);
  expect(await now('Moved')).toMatchObject({ reminded: 1 });
  for (const name of ['Silent', 'Argues'] as const) {
    expect([name, await heard(name)]).toEqual([name, ['note', 'reminder', 'reminder']]);
    const charged = await claims(name);
    expect(charged.map(({ kind }) => kind).toSorted()).toEqual(['fee', 'interest']);
  }
  // 13 days at 1.27 + 9 %, of what is disputed none: the law's rate on 360 and on 300.
  expect([await interest('Silent'), await interest('Argues')]).toEqual([
    worth(36_000, 13),
    worth(30_000, 13),
  ]);
});

test('what was promised and did not come is asked for at once; a case is decided, money finds its owner', async () => {
  const half = { decision: 'accept', reason: 'quality', lines: [{ line: '2', netMinor: 4_000 }] };
  const path = `/v1/disputes/${dispute.id}/decide`;
  expect((await world.call<Dispute>('POST', path, half, { key: 'chief' })).body).toMatchObject({
    state: 'PARTIAL',
  });
  const given = { allocations: [{ invoiceId: of('Nameless').bill.id }], reason: 'it was theirs' };
  expect((await world.call('POST', `/v1/bank-lines/${waiting.id}/reassign`, given)).status).toBe(200);
  await pays('Argues', '300.00');
  await pays('Parts', '120.00');
  await pays('Moved', '360.00');
  await world.day(31);
  const { buyer } = of('Swears');
  expect(await world.get(`/v1/customers/${buyer.id}/promises`)).toMatchObject({
    data: [{ state: 'BROKEN' }],
  });
  expect(await heard('Swears')).toEqual(['note', 'reminder', 'reminder']);
  expect((await tasks('behaviour')).map(({ customerId }) => customerId).toSorted()).toEqual(
    [of('Moved').buyer.id, buyer.id].toSorted(),
  );
  expect(await now('Argues')).toMatchObject({ open: eur(2_000), state: 'PART_PAID' });
  expect(await now('Nameless')).toMatchObject({ state: 'PAID', reminded: 1 });
});

test('the last word is a formal notice: two persons, a number, and supply that stops', async () => {
  await pays('Swears', '200.00');
  const { buyer, bill } = of('Swears');
  const rest = { invoices: [bill.id], payOn: '2026-02-14', channel: 'phone' };
  expect((await world.call('POST', `/v1/customers/${buyer.id}/promises`, rest)).status).toBe(201);
  await pays('Argues', '20.00');
  await world.day(39);
  await pays('Swears', '160.00');
  await world.day(41);
  const kept = await world.get(`/v1/customers/${buyer.id}/promises`);
  expect(kept).toMatchObject({ data: [{ state: 'KEPT' }, { state: 'BROKEN' }] });
  expect(await heard('Silent')).toEqual(['note', 'reminder', 'reminder']);
  const [task, ...more] = await tasks('reminder_approval');
  expect([task!.customerId, more]).toEqual([of('Silent').buyer.id, []]);
  await world.call('POST', `/v1/tasks/${task!.id}/take`, {}, { key: 'chief' });
  expect((await world.call('POST', `/v1/tasks/${task!.id}/done`, {})).status).toBe(200);
  await world.settle();
  expect(await heard('Silent')).toEqual(['note', 'reminder', 'reminder', 'notice']);
  const [notice] = await world.all<LegalNotice>('/v1/legal-notices');
  noticed = `/v1/legal-notices/${notice!.id}`;
  expect(await world.get(noticed)).toMatchObject({ number: 'LINV-2026-000001', settled: false });
  const wanted = await of('Silent').buyer.orders('10.00');
  expect(wanted).toMatchObject({ state: 'HELD', holds: [{ code: 'credit.service' }] });
});
let noticed: string;

test('a plan is kept, a hold ends, and money that comes at last ends all of it', async () => {
  await world.day(55);
  await pays('Parts', '120.00');
  await world.day(59);
  expect(await heard('Waits')).toEqual(['note', 'reminder']);
  await world.day(61);
  expect(await heard('Waits')).toEqual(['note', 'reminder', 'reminder']);
  await pays('Waits', '360.00');
  expect((await claims('Waits')).map(({ state }) => state)).toEqual(['OPEN', 'OPEN']);
  for (const { id } of await claims('Waits'))
    await world.call('POST', `/v1/claims/${id}/waive`, { reason: 'the court has their books' });
  await world.day(86);
  await pays('Parts', '120.00');
  const plans = await world.get(`/v1/customers/${of('Parts').buyer.id}/payment-plans`);
  expect(plans).toMatchObject({ data: [{ state: 'KEPT' }] });
  await world.day(100);
  const owed = (await claims('Silent')).reduce((sum, { open }) => sum + open.minor, 36_000);
  // Until the notice of its 41st day, 27 days late: what no notice asked for is not charged.
  expect(await interest('Silent')).toBe(worth(36_000, 27));
  await pays('Silent', (owed / 100).toFixed(2));
  expect((await claims('Silent')).map(({ state }) => state)).toEqual(['PAID', 'PAID', 'PAID']);
  expect(await world.get(noticed)).toMatchObject({ settled: true, open: eur(0) });
  const { standing } = await world.get<{ standing?: { service?: object } }>(
    `/v1/customers/${of('Silent').buyer.id}/credit`,
  );
  expect(standing?.service).toBeUndefined();
});

test('after 120 days nobody was asked for what was not owed, and the past says what a milder policy would have done', async () => {
  const counts = new Map<Name, number>();
  for (const name of NAMES) counts.set(name, (await heard(name)).length);
  await world.day(120);
  for (const name of NAMES) {
    expect([name, (await now(name)).state]).toEqual([name, 'PAID']);
    expect([name, (await heard(name)).length]).toEqual([name, counts.get(name)]);
  }
  const levels = [
    { ...after('due', 14), tone: 1 },
    { ...after('previous', 28), tone: 2 },
  ];
  const trial = { kind: 'dunning', policy: 'all', draft: { entities: ['main'], levels } };
  const asked = await world.call<Simulation>('POST', '/v1/simulations', { from: '2026-01-05', trial });
  await world.settle();
  const { result } = await world.get<Simulation>(`/v1/simulations/${asked.body.id}`);
  // What really went out comes out again, but that a reminder which bounced was no step; what is in a plan is left out.
  expect(result!.replayed).toMatchObject({
    invoices: 9,
    agreeing: 8,
    differing: [{ number: of('Moved').bill.number, sent: 1, replayed: 2 }],
  });
  expect(result).toMatchObject({ a: { bothered: 0, sent: 22 }, b: { bothered: 0, sent: 5 } });
  const chosen = { entities: ['main'], levels, activateOn: '2026-06-01', simulationId: asked.body.id };
  expect((await world.call('PUT', '/v1/dunning-policies/all', chosen)).body).toMatchObject({ version: 2 });
  await world.booksAreRight();
  await world.isHealthy();
  await world.exposureIsRight();
});
