/** Payers promise to pay by a day: nobody reminds them of it until then, and it is kept, partly kept or broken by the money that came. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { running } from '../../bin/doctor/sources.ts';
import type { Contact } from '../../shared/collecting/contact.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import type { CollectionRow, NextBestAction } from '../../shared/collecting/row.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { PaymentPromise, PromiseRate } from '../../shared/promises/promise.ts';
import type { Dispute } from '../../shared/disputes/dispute.ts';
import type { ReceivedMail } from '../../shared/inbound/received.ts';
import type { Reply } from '../../shared/replies/reply.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { announceAgain } from '../faults/road.ts';
import { arrives, asksIn, companysAddress, mime, type Wrote } from '../support/inbound.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { codeTo, hiddenIn, tokenIn, Visitor } from '../support/visitor.ts';
import { World, type Buyer } from '../support/world.ts';

let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  world = await World.open(
    '2026-01-05T09:00:00Z',
    { reminders: [3, 10, 30] },
    {},
    { jobs: ['JudgePlans', 'FindOverdue'], sandboxes: [shop.origin] },
  );
  await world.hires([
    { name: 'collector', roles: ['collector'] },
    { name: 'chief', roles: ['finance'] },
  ]);
  const heard = { url: `${shop.origin}/hooks`, events: ['promise.*'], contact: 'ops@shop.example' };
  await world.call('POST', '/v1/webhooks', heard, { key: 'partner' });
  await world.passes(31_000);
});
afterAll(async () => {
  await world.close();
  shop.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const promise = (id: string) => world.get<PaymentPromise>(`/v1/promises/${id}`);
const take = (buyer: Buyer, body: object, over: object = {}) =>
  world.call<PaymentPromise>(
    'POST',
    `/v1/customers/${buyer.id}/promises`,
    { channel: 'phone', ...body },
    { key: 'collector', ...over },
  );
const told = (id: string): string[] =>
  shop.received.filter(({ body }) => body.subject === id).map(({ body }) => body.type);
const reminders = async (buyer: Buyer) =>
  (await buyer.inbox()).filter(({ subject }) => /eminder/.test(subject)).map(({ text }) => text);
const tasks = async () =>
  (await world.all<Task>('/v1/tasks')).filter(({ kind }) => kind === 'promise').map(({ about }) => about);
const dies = (name: string, at: { when: 'before' | 'after'; nth: number }) =>
  world.cloud.faults.add({
    function: name,
    service: 'dynamodb',
    kind: 'kill',
    action: 'TransactWriteItems',
    ...at,
  });
const struck = (count: number): void => {
  expect(world.cloud.faults.list().map((one) => one.struck)).toEqual(Array<number>(count).fill(1));
  world.cloud.faults.clear();
};
const isRight = async () => {
  await world.booksAreRight();
  await world.isHealthy();
};

let acme: Buyer;
let a: InvoiceView;
let b: InvoiceView;
let broken: string;
test('what is promised is not reminded of until its day and the days of grace are over; the rest is', async () => {
  acme = await world.customer('Spaet', { paymentTermsDays: 7 });
  [a, b] = [await acme.isInvoiced('100.00'), await acme.isInvoiced('60.00')];
  await world.day(10);
  expect(await reminders(acme)).toHaveLength(1);

  const asked = {
    invoices: [a.id],
    payOn: '2026-01-20',
    contact: 'Lea Kaufmann',
    note: 'after the holidays',
  };
  await changesNothing(world, async () => {
    for (const [body, code, at] of [
      [{ ...asked, payOn: '2026-02-15' }, 'promises.date', '/payOn'],
      [{ ...asked, amount: eur(10_001) }, 'promises.amount', '/amount'],
      [{ ...asked, invoices: [a.id, `inv_${'0'.repeat(26)}`] }, 'promises.invoice_unknown', '/invoices/1'],
    ] as const)
      expectProblem(await take(acme, body), { status: 422, code, at: [at] });
  });
  // Whoever takes it dies before its commit, and then after it: asked again under its key, it is one promise.
  dies('PlansApi', { when: 'before', nth: 1 });
  dies('PlansApi', { when: 'after', nth: 2 });
  for (let nth = 0; nth < 2; nth++)
    expect((await take(acme, asked, { idem: 'promise-1' })).status).toBeGreaterThanOrEqual(500);
  struck(2);
  const made = await take(acme, asked, { idem: 'promise-1' });
  expect([made.status, made.body]).toMatchObject([
    201,
    { state: 'OPEN', total: eur(10_000), until: '2026-01-23', contact: 'Lea Kaufmann', on: '2026-01-15' },
  ]);
  broken = made.body.id;
  // The same request again is the same promise.
  expect((await take(acme, asked, { idem: 'promise-1' })).body.id).toBe(broken);
  await world.settle();
  const [mail, ...more] = await acme.inbox('Your promise');
  expect([mail!.subject, more.length]).toEqual(['Your promise: €100.00 by 20\u00a0January 2026', 0]);
  expect(mail!.text).toContain(`€100.00 of invoice ${a.number}`);
  expect(await acme.invoice(a.id)).toMatchObject({
    promise: { id: broken, minor: 10_000, payOn: '2026-01-20', until: '2026-01-23' },
  });
  await isRight();

  await world.day(17);
  const [second] = await reminders(acme);
  expect([second!.includes(b.number), second!.includes(a.number)]).toEqual([true, false]);
});

test('broken, it is told of once, a person speaks with the payer, the score knows, and the next reminder is due at once', async () => {
  await world.day(18, 23);
  expect(await promise(broken)).toMatchObject({ state: 'OPEN' });
  await world.day(19);
  expect(await promise(broken)).toMatchObject({ state: 'BROKEN', paidMinor: 0, endedOn: '2026-01-24' });
  expect((await acme.invoice(a.id)).promise).toBeUndefined();
  const [third] = await reminders(acme);
  expect(third).toContain(a.number);
  const { items } = await running(world.cloud.urls);
  expect(await announceAgain(world, items)).toBeGreaterThan(10);
  await world.cloud.invoke('JudgePlans', {});
  await world.settle();
  expect(told(broken)).toEqual(['promise.made', 'promise.broken']);
  expect(await tasks()).toEqual([broken]);
  const credit = await world.get<{ standing: { signals: object[] } }>(`/v1/customers/${acme.id}/credit`);
  expect(credit.standing.signals).toMatchObject([
    { kind: 'broken_promise', reference: broken, on: '2026-01-24' },
  ]);
  const score = await world.get<{ factors: { name: string; value: number }[] }>(
    `/v1/customers/${acme.id}/score`,
  );
  expect(score.factors.find(({ name }) => name === 'broken_promises')!.value).toBe(1);
  await isRight();
});

test('money keeps it, and opens it again where it goes back in time; another promise takes its place', async () => {
  const first = (await take(acme, { invoices: [a.id, b.id], payOn: '2026-01-30' })).body;
  expect(first).toMatchObject({ total: eur(16_000), items: [{ number: a.number }, { number: b.number }] });
  // So does the worker that keeps it: the message comes again, and finds what is done.
  dies('KeepPlans', { when: 'before', nth: 1 });
  dies('KeepPlans', { when: 'after', nth: 2 });
  await acme.transfers('160.00', `${a.number} ${b.number}`);
  await world.passes(3 * 3_600_000);
  struck(2);
  expect(await promise(first.id)).toMatchObject({ state: 'KEPT', paidMinor: 16_000 });
  const [paid] = await acme.payments();
  const line = paid!.source.id;
  await world.call('POST', `/v1/bank-lines/${line}/unmatch`, { reason: 'a mistake' });
  await world.settle();
  expect(await promise(first.id)).toMatchObject({ state: 'OPEN', paidMinor: 0 });
  expect(told(first.id)).toEqual(['promise.made', 'promise.kept', 'promise.reopened']);

  const other = (await take(acme, { invoices: [a.id], payOn: '2026-01-28' })).body;
  expect(await promise(first.id)).toMatchObject({ state: 'SUPERSEDED', supersededBy: other.id });
  expect((await acme.invoice(b.id)).promise).toBeUndefined();
  await isRight();
  expectProblem(await take(acme, { invoices: [b.id], payOn: '2026-01-28' }), {
    status: 409,
    code: 'promises.too_many',
  });
  // The line is matched by hand, to the invoice that was promised and another.
  const allocations = [{ invoiceId: a.id, amount: eur(10_000) }];
  const matched = await world.call('POST', `/v1/bank-lines/${line}/match`, {
    allocations,
    customerId: acme.id,
  });
  expect([matched.status, matched.body]).toMatchObject([200, {}]);
  await world.settle();
  expect(await promise(other.id)).toMatchObject({ state: 'KEPT' });
});

test('a plan takes its place, a person calls it off, and the rate leaves both out', async () => {
  expect(
    (await world.call('PUT', '/v1/promise-rules', { most: 20, pages: true }, { key: 'chief' })).status,
  ).toBe(200);
  expect(await world.get('/v1/promise-rules')).toMatchObject({ version: 1, most: 20, horizonDays: 30 });
  const planned = await world.customer('Raten', { paymentTermsDays: 1 });
  const c = await planned.isInvoiced('90.00');
  const late = (await take(planned, { invoices: [c.id], payOn: '2026-01-29', amount: eur(5_000) })).body;
  await world.call(
    'POST',
    '/v1/payment-plans',
    { invoices: [c.id], schedule: { by: 'count', count: 3, every: 'month', firstOn: '2026-02-01' } },
    { key: 'collector' },
  );
  await world.settle();
  expect(await promise(late.id)).toMatchObject({ state: 'CANCELLED', cancelled: 'plan' });
  expectProblem(await take(planned, { invoices: [c.id], payOn: '2026-01-29' }), {
    status: 409,
    code: 'promises.in_plan',
  });
  const d = await planned.isInvoiced('80.00');
  const off = (await take(planned, { invoices: [d.id], payOn: '2026-01-29' })).body;
  const cancel = () =>
    world.call<PaymentPromise>(
      'POST',
      `/v1/promises/${off.id}/cancel`,
      { reason: 'a mistake' },
      { key: 'collector' },
    );
  expect((await cancel()).body).toMatchObject({
    state: 'CANCELLED',
    cancelled: 'person',
    reason: 'a mistake',
  });
  expectProblem(await cancel(), { status: 409, code: 'promises.over' });
  await isRight();
  const part = (await take(planned, { invoices: [d.id], payOn: '2026-01-26' })).body;
  await planned.transfers('30.00', d.number);
  await world.day(25);
  expect(await promise(part.id)).toMatchObject({ state: 'PARTLY_KEPT', paidMinor: 3_000 });
  expect(told(part.id)).toEqual(['promise.made', 'promise.partly_kept']);
  const rate = await world.get<PromiseRate>('/v1/promise-rate?from=2026-01-01&to=2026-01-31');
  expect(rate.all).toMatchObject([
    { kept: 1, partlyKept: 1, broken: 1, byCountPercent: '33.33', promisedMinor: 28_000, paidMinor: 13_000 },
  ]);
  expect(await world.get('/v1/promises?state=OPEN')).toMatchObject({ data: [{ state: 'KEPT' }] });
});

test('a payer promises on the page of its invoice, once, and reads it there', async () => {
  const payer = await world.customer('Seite', { paymentTermsDays: 1 });
  const e = await payer.isInvoiced('70.00');
  const url = await payer.link(e.number);
  const page = async () => (await fetch(url)).text();
  const says = (payOn: string) =>
    fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ payOn }) });
  // Functions remember the rules for half a minute.
  await world.passes(31_000);
  expect(await page()).toContain('by 1\u00a0March 2026 at the latest');
  for (const day of ['2026-03-02', '2026-01-01', 'soon'])
    expect((await says(day)).headers.get('location')).toBe(`${url}?notice=promise`);
  expect((await acme.invoice(e.id)).promise).toBeUndefined();
  const [one, two] = await Promise.all([says('2026-02-05'), says('2026-02-05')]);
  expect([one.status, two.status, one.headers.get('location')]).toEqual([303, 303, url]);
  await world.settle();
  const promised = await page();
  expect(promised).toContain('€70.00 of it were promised by 5\u00a0February 2026');
  expect(promised).not.toContain('type="date"');
  expect(await payer.inbox('Your promise')).toHaveLength(1);
  const { data } = await world.get<{ data: PaymentPromise[] }>(`/v1/customers/${payer.id}/promises`);
  expect(data).toMatchObject([{ channel: 'portal', by: `payer:${payer.id}`, state: 'OPEN' }]);
  await isRight();
});

type Listed = CollectionRow & { name: string };
const ranked = (query = '') => world.all<Listed>(`/v1/collections${query}`);
const collection = (buyer: Buyer) =>
  world.get<Listed & { nextBestAction: NextBestAction }>(`/v1/customers/${buyer.id}/collection`);
test('collectors see whom to speak with first, who sees to whom, and what worked', async () => {
  const as = { key: 'collector' };
  const weights = await world.call('PUT', '/v1/collection-weights', { silence: 40 }, { key: 'chief' });
  expect(weights.body).toMatchObject({ version: 1, silence: 40, risk: 15 });
  await world.passes(31_000);
  await world.cloud.invoke('ScoreAll', {});
  const all = await ranked();
  // Who promised on its page, and asks for nothing else, is not on it.
  expect(all.map(({ name }) => name).toSorted()).toEqual(['Raten', 'Spaet']);
  expect(all[0]!.score).toBeGreaterThanOrEqual(all[1]!.score);
  const own = all.find(({ name }) => name === 'Spaet')!;
  expect(own).toMatchObject({ overdue: [eur(6_000)], oldestDays: 18, weights: 1 });
  expect(own.points.find(({ name }) => name === 'broken_promises')).toMatchObject({ value: 1, points: 3 });
  expect(own.points.find(({ name }) => name === 'silence')).toMatchObject({ value: 18, points: 24 });
  expect(own.points.reduce((sum, { points }) => sum + points, 0)).toBe(own.score);

  const sees = { owner: 'Ines', nextAction: 'call again' };
  const path = `/v1/customers/${acme.id}`;
  expect((await world.call('PUT', `${path}/collector`, sees, as)).body).toMatchObject({ collector: sees });
  expect((await ranked('?owner=Ines')).map(({ name }) => name)).toEqual(['Spaet']);

  const call = { channel: 'phone', direction: 'out', result: 'no_answer', words: 'nobody there' };
  const note = (body: object) => world.call<Contact>('POST', `${path}/contacts`, body, as);
  await changesNothing(world, async () =>
    expectProblem(await note({ ...call, at: '2026-12-01T09:00:00Z' }), {
      status: 422,
      code: 'collecting.future',
      at: ['/at'],
    }),
  );
  const noted = await note(call);
  expect([noted.status, noted.body]).toMatchObject([201, { result: 'no_answer', words: 'nobody there' }]);
  const timeline = await world.get<{ data: { what: string; facts: object[] }[] }>(`${path}/timeline`);
  expect(timeline.data[0]).toMatchObject({
    what: 'collecting.note_contact',
    facts: [{ type: 'contact.noted', data: { result: 'no_answer' } }],
  });
  expect(await collection(acme)).toMatchObject({ lastContactAt: noted.body.at, collector: sees });
  // Its reminders were followed by money before; the call by nothing yet.
  const next = (await collection(acme)).nextBestAction;
  const tried = (await reminders(acme)).length;
  expect(next).toMatchObject({
    channel: 'mail',
    why: expect.stringContaining(`of ${tried} (company: 0 of 0)`),
  });
  expect(next.channels.map((one) => one.tried)).toEqual([1, tried, 0, 0]);

  // The money comes the next day: the list knows at once, what worked is known when a week is over.
  await world.day(27);
  await acme.transfers('60.00', b.number);
  expect((await ranked()).map(({ name }) => name)).toEqual(['Raten']);
  await world.day(34);
  for (let twice = 0; twice < 2; twice++) await world.cloud.invoke('ScoreAll', {});
  const { data } = await world.get<{ data: Contact[] }>(`${path}/contacts`);
  expect(data).toMatchObject([{ id: noted.body.id, outcome: 'money' }]);
  const known = (await collection(acme)).nextBestAction;
  expect(known).toMatchObject({ why: 'Nothing is overdue.' });
  expect(known.channels[0]).toMatchObject({
    channel: 'phone',
    tried: 1,
    worked: 1,
    company: { tried: 1, worked: 1 },
  });
  await isRight();
});

test('what a customer writes back is a promise, advice for its money, nothing, or a task for a person', async () => {
  const buyer = await world.customer('Schreibt', { paymentTermsDays: 7 });
  const other = await world.customer('Fremd');
  const [first, second] = [await buyer.isInvoiced('30.00'), await buyer.isInvoiced('40.00')];
  const strange = await other.isInvoiced('50.00');
  const sentAt = `${world.today()}T08:00:00Z`;
  const writes = (messageId: string, text: string, more: object = {}) =>
    world.call<Reply>(
      'POST',
      `/v1/customers/${buyer.id}/replies`,
      { messageId, sentAt, text, ...more },
      { key: 'collector' },
    );
  const said = `Wir überweisen ${first.number} morgen.\n\nAm 01.01.2026 schrieb Nordwind:\n> ${second.number}`;
  const promised = (await writes('<1@buyer.example>', said)).body;
  expect(promised).toMatchObject({ outcome: 'PROMISED', invoices: [first.id] });
  expect(await promise(promised.promiseId!)).toMatchObject({
    total: eur(3_000),
    channel: 'mail',
    state: 'OPEN',
  });
  await changesNothing(world, async () => {
    expect((await writes('<1@buyer.example>', said)).body).toEqual(promised);
    const unknown = await writes('<2@buyer.example>', 'Danke', { invoices: [strange.id] });
    expectProblem(unknown, { status: 422, code: 'replies.invoice_unknown', at: ['/invoices'] });
  });

  const advised = (await writes('<3@buyer.example>', `We have paid ${second.number} today.`)).body;
  expect(advised).toMatchObject({ outcome: 'ADVISED', understood: { is: 'paid', sure: true } });
  await buyer.transfers('40.00', 'thank you');
  expect(await buyer.invoice(second.id)).toMatchObject({ state: 'PAID' });

  const both = `We will pay ${first.number} and ${second.number} tomorrow.`;
  expect((await writes('<7@buyer.example>', both)).body.outcome).toBe('TASK');
  const wrong = (await writes('<4@buyer.example>', `We will pay ${strange.number} tomorrow.`)).body;
  const damaged = (await writes('<5@buyer.example>', 'Two cups were broken.', { invoices: [first.id] })).body;
  const away = (await writes('<6@buyer.example>', 'Back on Monday.', { automatic: true })).body;
  expect([wrong.outcome, damaged.outcome, away.outcome]).toEqual(['TASK', 'TASK', 'SET_ASIDE']);
  const waiting = (await world.all<Task>('/v1/tasks')).filter(({ kind }) => kind === 'reply');
  expect(waiting.map(({ about }) => about)).toEqual([expect.any(String), wrong.id, damaged.id]);
  expect(waiting[2]!.why).toContain('<5@buyer.example>');
  expect(await world.all<Reply>(`/v1/customers/${buyer.id}/replies`)).toHaveLength(6);
  await isRight();
});

test('an answer to a mail of ours comes in: it is read once, acted on where it is surely from its customer, and kept with what was attached', async () => {
  const buyer = await world.customer('Antwortet', { paymentTermsDays: 7 });
  const [first, second, third] = [
    await buyer.isInvoiced('30.00'),
    await buyer.isInvoiced('40.00'),
    await buyer.isInvoiced('50.00'),
  ];
  const asked = await asksIn(world, first.number);
  expect(asked.to).toMatch(/^reply\+i[0-9a-z]{38}acme@reply\.quittance\.example$/);
  const replies = () => world.all<Reply>(`/v1/customers/${buyer.id}/replies`);
  const seen = new Set<string>();
  let serial = 0;
  const writes = async (over: Partial<Wrote>, query = ''): Promise<ReceivedMail> => {
    const id = `<in-${(serial += 1)}@customer.example>`;
    const mail = {
      from: buyer.email,
      to: asked.to,
      text: '',
      id,
      date: new Date(world.cloud.clock.now()).toISOString(),
      ...over,
    };
    expect(await arrives(world, mime(mail), query)).toBe(200);
    const [waiting, taken, aside] = await Promise.all(
      ['WAITING', 'TAKEN', 'SET_ASIDE'].map((state) =>
        world.all<ReceivedMail>(`/v1/received-mails?state=${state}`),
      ),
    );
    const [fresh, ...more] = [...waiting!, ...taken!, ...aside!].filter(({ id: one }) => !seen.has(one));
    expect(more).toEqual([]);
    seen.add(fresh!.id);
    return fresh!;
  };
  const outcomeOf = async ({ replyId }: ReceivedMail) => (await replies()).find(({ id }) => id === replyId);

  // The worker dies after the promise, and the mail comes twice: it is one promise and one reply.
  world.cloud.faults.add({
    function: 'ReadMail',
    service: 'dynamodb',
    kind: 'kill',
    action: 'TransactWriteItems',
    when: 'after',
    nth: 1,
  });
  const promising = mime({
    from: buyer.email,
    to: asked.to,
    text: 'We will pay tomorrow.',
    date: new Date(world.cloud.clock.now()).toISOString(),
  });
  expect(await arrives(world, promising)).toBe(200);
  await world.passes(400_000);
  expect(await arrives(world, promising)).toBe(200);
  expect(await replies()).toHaveLength(1);
  expect(await world.all<ReceivedMail>(`/v1/received-mails?customerId=${buyer.id}`)).toMatchObject([
    { state: 'TAKEN', authentic: true, invoices: [first.id], from: buyer.email },
  ]);
  seen.add((await world.all<ReceivedMail>('/v1/received-mails?state=TAKEN'))[0]!.id);
  const [promised] = await replies();
  expect(promised).toMatchObject({ outcome: 'PROMISED', invoices: [first.id] });
  expect(await world.all(`/v1/customers/${buyer.id}/promises`)).toHaveLength(1);

  // All of the second invoice is wrong: a case, whose first word is the mail’s, and which the customer is told of.
  const about = await asksIn(world, second.number);
  const wrong = await writes({ to: about.to, text: 'The goods have never arrived.' });
  const disputed = (await outcomeOf(wrong))!;
  expect(disputed).toMatchObject({ outcome: 'DISPUTED', invoices: [second.id], receivedMailId: wrong.id });
  expect(await world.get<Dispute>(`/v1/disputes/${disputed.disputeId}`)).toMatchObject({
    reason: 'delivery',
    side: 'customer',
    disputed: { minor: 4_000 },
    thread: [{ text: 'The goods have never arrived.' }],
  });

  // Who answers the case is heard in the case, once, though the worker dies when it was said; a promise in it is none.
  const ofCase = await asksIn(world, 'We have received your dispute');
  const thread = async () => (await world.get<Dispute>(`/v1/disputes/${disputed.disputeId}`)).thread;
  world.cloud.faults.add({
    function: 'ReadMail',
    service: 'dynamodb',
    kind: 'kill',
    action: 'TransactWriteItems',
    when: 'after',
    nth: 1,
  });
  const answer = 'The carrier says that it was lost. We will pay tomorrow if you send it again.';
  const date = new Date(world.cloud.clock.now()).toISOString();
  const heard = {
    from: buyer.email,
    id: '<case@customer.example>',
    text: `${answer}\n\n> your dispute`,
    date,
  };
  expect(await arrives(world, mime({ ...heard, to: ofCase.to }))).toBe(200);
  await world.passes(400_000);
  expect((await thread()).map(({ side, text }) => [side, text])).toEqual([
    ['customer', 'The goods have never arrived.'],
    ['customer', answer],
  ]);
  const [said] = (await world.all<ReceivedMail>('/v1/received-mails?state=TAKEN')).filter(
    ({ id }) => !seen.has(id),
  );
  seen.add(said!.id);
  expect(await outcomeOf(said!)).toMatchObject({ outcome: 'SAID', disputeId: disputed.disputeId });

  // An address that was changed: the thread says what is answered. The numbers stand in the file.
  const { thread: answers } = await asksIn(world, third.number);
  const advised = await writes({
    headers: [`References: ${answers} <0107@eu-central-1.amazonses.com>`],
    text: 'We have paid what is in the file today.',
    files: [{ name: 'advice.csv', type: 'text/csv', text: `${third.number};50.00` }],
  });
  expect(await outcomeOf(advised)).toMatchObject({ outcome: 'ADVISED', invoices: [third.id] });
  const { url } = await world.get<{ url: string }>(`/v1/received-mails/${advised.id}`);
  const file = await fetch(url);
  expect([file.headers.get('content-disposition'), (await file.text()).includes(third.number)]).toEqual([
    `attachment; filename="${advised.id}.eml"`,
    true,
  ]);

  // Whoever cannot be shown to be the customer is read by a person, whatever is said.
  const tasksAbout = async () =>
    (await world.all<Task>('/v1/tasks')).map(({ about: one, why }) => [one, why]);
  for (const [over, query, why] of [
    [{}, '?dmarc=fail', 'nothing shows that the mail is from the domain that it names'],
    [{ from: 'somebody@customer.example' }, '', 'its sender is not among the customer’s addresses'],
    [{ to: ofCase.to }, '?dmarc=fail', 'nothing shows that the mail is from the domain that it names'],
  ] as const) {
    const doubted = await writes({ text: `We will pay ${third.number} tomorrow.`, ...over }, query);
    expect((await outcomeOf(doubted))!.outcome).toBe('TASK');
    expect(await tasksAbout()).toContainEqual([doubted.replyId, expect.stringContaining(why)]);
  }
  expect(await thread()).toHaveLength(2);
  expect(
    await outcomeOf(await writes({ text: 'Back on Monday.', headers: ['Auto-Submitted: auto-replied'] })),
  ).toMatchObject({ outcome: 'SET_ASIDE' });
  expect(await writes({ text: 'Undeliverable.' }, '?from=')).toMatchObject({ state: 'SET_ASIDE' });

  // A virus is opened by nobody; a forged address is nobody’s mail, and another domain is not ours.
  const ill = await writes({ text: 'Open the file.' }, '?virus=FAIL');
  expect(ill).toMatchObject({ state: 'WAITING', waits: 'virus' });
  expect(await world.get(`/v1/received-mails/${ill.id}`)).not.toHaveProperty('url');
  const place = (id: string, body: object) =>
    world.call('POST', `/v1/received-mails/${id}`, body, { key: 'collector' });
  const theirs = { as: 'customer', customerId: buyer.id };
  expectProblem(await place(ill.id, theirs), { status: 409, code: 'inbound.infected' });
  await changesNothing(world, async () => {
    const forged = asked.to.replace(/.acme@/, (end) => `${end[0] === '0' ? '1' : '0'}acme@`);
    expect(await arrives(world, mime({ from: buyer.email, to: forged, text: 'Hello' }))).toBe(200);
    expect(await arrives(world, mime({ from: buyer.email, to: 'reply@other.example', text: 'Hello' }))).toBe(
      404,
    );
  });

  // Spam waits; who says whose it is has it read, once.
  const junk = await writes({ text: `We will pay ${third.number} tomorrow.` }, '?spam=FAIL');
  expect(junk).toMatchObject({ state: 'WAITING', waits: 'spam' });
  expect((await place(junk.id, theirs)).body).toMatchObject({ state: 'ASSIGNED' });
  await world.settle();
  const read = await world.get<ReceivedMail>(`/v1/received-mails/${junk.id}`);
  expect([read.state, (await outcomeOf(read))!.outcome]).toEqual(['TAKEN', 'PROMISED']);
  expectProblem(await place(junk.id, { as: 'nobody' }), { status: 409, code: 'inbound.not_waiting' });

  // No mail of ours is answered: its sender says whose it is, where that is an address of one customer alone.
  const [ours, office] = [await companysAddress(world), 'books@office.example'];
  const advice = `<Strd><RfrdDocInf><Nb>${third.number}</Nb></RfrdDocInf><RmtdAmt>50.00</RmtdAmt></Strd>`;
  const theirOwn = await writes({
    to: ours,
    text: 'We have paid what is in the file today.',
    files: [{ name: 'advice.xml', type: 'application/xml', text: advice }],
  });
  expect(theirOwn).toMatchObject({
    state: 'TAKEN',
    customerId: buyer.id,
    knownBy: 'sender_found',
    files: [{ read: true }],
  });
  expect(await outcomeOf(theirOwn)).toMatchObject({ outcome: 'ADVISED', invoices: [third.id] });
  const [one, two] = [
    await world.customer('Kanzlei', { contacts: [{ role: 'billing', name: 'Books', email: office }] }),
    await world.customer('Mandant', { emails: [office] }),
  ];
  const foreign = await one.isInvoiced('60.00');
  await world.settle();
  for (const [over, query] of [
    [{ text: `We have paid ${foreign.number} today.` }, ''],
    [{ text: `We have paid ${third.number} today.` }, '?dmarc=fail'],
  ] as const)
    expect(await outcomeOf(await writes({ to: ours, ...over }, query))).toMatchObject({ outcome: 'TASK' });
  const shared = await writes({ from: office, to: ours, text: `We will pay ${foreign.number} tomorrow.` });
  expect(shared).toMatchObject({ state: 'WAITING', waits: 'several', candidates: [one.id, two.id] });
  expect((await place(shared.id, { as: 'customer', customerId: one.id })).body).toMatchObject({
    state: 'ASSIGNED',
    knownBy: 'person',
  });
  // Whose one mail was says nothing of the next.
  expect(await writes({ from: office, to: ours, text: 'Thanks.' })).toMatchObject({ waits: 'several' });
  expect(await writes({ from: 'x@nobody.example', to: ours, text: 'Hi.' })).toMatchObject({
    waits: 'nobody',
  });

  // Machines that answer each other end at so many a day.
  for (let more = 0; more < 18; more += 1)
    await arrives(world, mime({ from: buyer.email, to: asked.to, text: 'Thanks!', id: `<loop-${more}@x>` }));
  const waiting = await world.all<ReceivedMail>('/v1/received-mails');
  expect(waiting.filter(({ waits }) => waits === 'too_many').length).toBeGreaterThan(0);
  expect((await place(ill.id, { as: 'nobody' })).body).toMatchObject({ state: 'SET_ASIDE' });
  await isRight();
});

/** By the door of the company, which takes any address that the customer has. */
const comesAt = async (email: string): Promise<Visitor> => {
  const visitor = new Visitor(world);
  expect((await visitor.post('/my/at/acme', { email })).to).toBe('/my/code');
  expect((await visitor.types(await codeTo(world, email))).to).toBe('/my');
  return visitor;
};
/** Subjects of what an address was told about its changes, the newest first. */
const toldOf = async (address: string): Promise<string[]> =>
  (await world.mails(address, 'addresses')).map(({ subject }) => subject);
const record = ({ id }: Buyer) => world.get<Customer>(`/v1/customers/${id}`);
/** As a partner says it again. */
const profileOf = ({
  id: _,
  version: __,
  source: ___,
  externalId: ____,
  createdAt: _____,
  updatedAt: ______,
  ...profile
}: Customer) => profile;
const HOURS = 3_600_000;
/** What the night does about them. */
const night = async () => {
  await world.cloud.invoke('LookAfter', {});
  await world.settle();
};
const ASKED = 'A change of your email addresses was asked for';
const MADE = 'Your email addresses were changed';

test('behind its code a customer changes its own address: the new one answers, all hear of it, a night after a day it is so, and until then anybody of it stops it', async () => {
  const buyer = await world.customer('Umzieht', { emails: ['old@customer.example', 'two@customer.example'] });
  await world.settle();
  const [old, two, fresh] = ['old@customer.example', 'two@customer.example', 'new@customer.example'] as const;
  const [anna, bo] = [await comesAt(old), await comesAt(two)];
  const form = async (visitor: Visitor, at: string) => {
    const { body } = await visitor.get('/my/contacts');
    const edit = /href="(\/my\/contacts\/edit\?which=[\w-]+)" aria-label="[^"]*old@/.exec(body)?.[1];
    return hiddenIn((await visitor.get(at === 'change' ? edit! : '/my/contacts/edit')).body);
  };
  const asks = async (visitor: Visitor, hidden: Record<string, string>, email: string) =>
    (await visitor.post('/my/contacts/ask', { ...hidden, do: 'ask', name: 'Anna', email, role: 'billing' }))
      .to;
  const does = async (visitor: Visitor, what: string, typed: Record<string, string> = {}) =>
    (await visitor.sends('/my/contacts', `/my/contacts/${what}`, typed)).to;
  const waits = async (visitor: Visitor) => hiddenIn((await visitor.get('/my/contacts')).body)['change'];

  // What is no address, or no form of ours, changes nothing; neither does what waits for nothing.
  const hidden = await form(anna, 'change');
  await changesNothing(world, async () => {
    for (const email of ['nobody', `${fresh}\r\nBcc: thief@evil.example`, 'n\u0435w@customer.example', two])
      expect(await asks(anna, hidden, email)).toMatch(/said=(?:refused|there)$/);
    expect((await anna.post('/my/contacts/ask', { ...hidden, token: 'x' })).status).toBe(403);
    expect(await does(anna, 'stop', { change: `adc_${'0'.repeat(26)}` })).toBe('/my/contacts?said=refused');
    expect(await does(anna, 'code', { code: '000000' })).toBe('/my/contacts?said=refused');
  });

  // The same form twice is one ask. Every address hears of it in that commit, and the new one gets the code.
  for (let n = 0; n < 2; n++) expect(await asks(anna, hidden, fresh)).toBe('/my/contacts?said=asked');
  const code = await codeTo(world, fresh);
  expect([await toldOf(old), await toldOf(two), await toldOf(fresh)]).toEqual([[ASKED], [ASKED], []]);
  const [mail] = await world.mails(two, ASKED);
  expect(mail!.text).toContain('o•••@customer.example');
  expect(mail!.text).toContain(`${old} becomes ${fresh}`);
  expect((await bo.get('/my')).body).toContain('You can stop it.');

  // Wrong, and in another session right: neither answers. The code does, once, and opens no account.
  const wrong = code === '111111' ? '222222' : '111111';
  expect(await does(anna, 'code', { code: wrong })).toBe('/my/contacts?said=wrong');
  expect((await bo.post('/my/contacts/code', { token: tokenIn((await bo.get('/my')).body), code })).to).toBe(
    '/my/contacts?said=wrong',
  );
  world.cloud.faults.add({
    function: 'My',
    service: 'dynamodb',
    kind: 'kill',
    action: 'TransactWriteItems',
    when: 'after',
    nth: 1,
  });
  await does(anna, 'code', { code });
  expect(await does(anna, 'code', { code })).toBe('/my/contacts?said=confirmed');
  await world.passes(20 * HOURS);
  await night();
  expect((await record(buyer)).emails).toEqual([old, two]);

  await world.passes(5 * HOURS);
  // Its day is over, and what is saved meanwhile does not make it.
  const before = await record(buyer);
  await world.call(
    'PUT',
    `/v1/customers/${before.source}/${before.externalId}`,
    { ...profileOf(before), paymentTermsDays: 21 },
    { key: 'partner' },
  );
  await world.settle();
  expect(await record(buyer)).toMatchObject({ emails: [old, two], version: before.version + 1 });
  // The job dies once it has changed the record, and finds it changed the next night: one version, one mail to each.
  world.cloud.faults.add({
    function: 'LookAfter',
    service: 'dynamodb',
    kind: 'kill',
    action: 'TransactWriteItems',
    when: 'after',
    nth: 1,
  });
  await night();
  await night();
  const after = await record(buyer);
  expect(after.emails).toEqual([two, fresh]);
  expect(after.contacts).toMatchObject([
    { role: 'billing', email: two },
    { role: 'billing', name: 'Anna', email: fresh },
    { role: 'orders', email: two },
  ]);
  expect([await toldOf(old), await toldOf(fresh)]).toEqual([[MADE, ASKED], [MADE]]);
  const [version] = await world.all<{ by: string; changes: object[] }>(`/v1/customers/${buyer.id}/versions`);
  expect(version!.by).toBe(`customer:${buyer.id}`);
  const { rows } = {
    rows: await world.all<{ what: string; by: string }>(`/v1/customers/${buyer.id}/timeline`),
  };
  expect(rows.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'selfservice.change_address',
      'selfservice.confirm_address',
      'addresses.applied',
    ]),
  );
  expect((await anna.get('/my')).status).toBe(401);

  // A later ask takes the place of one that waits, and says so; another session stops it; a partner's word makes it void.
  const visitor = await comesAt(two);
  expect(await asks(visitor, await form(visitor, 'add'), 'three@customer.example')).toMatch(/asked$/);
  const first = await waits(visitor);
  expect(await asks(visitor, await form(visitor, 'add'), 'four@customer.example')).toMatch(/asked$/);
  await world.settle();
  expect((await world.mails(two, ASKED))[0]!.text).toContain('takes the place of a change');
  const again = await comesAt(fresh);
  expect(await does(again, 'stop', { change: first! })).toBe('/my/contacts?said=refused');
  expect(await does(again, 'stop', { change: (await waits(again))! })).toBe('/my/contacts?said=stopped');
  expect(await asks(visitor, await form(visitor, 'add'), 'five@customer.example')).toMatch(/asked$/);
  expect(await asks(visitor, await form(visitor, 'add'), 'six@customer.example')).toMatch(/often$/);
  await world.call(
    'PUT',
    `/v1/customers/${after.source}/${after.externalId}`,
    { ...profileOf(after), emails: [two] },
    { key: 'partner' },
  );
  await world.settle();
  expect(await waits(visitor)).toBeUndefined();
  expect((await toldOf(two)).slice(0, 2)).toEqual(['The change of your email addresses is void', ASKED]);
  expect((await toldOf(two)).filter((one) => one.includes('stopped'))).toHaveLength(1);
});

test('a mail says where invoices go from now on: the new address is asked, and nothing is changed before it says yes and a day is over', async () => {
  const buyer = await world.customer('Zieht');
  const { number } = await buyer.isInvoiced('30.00');
  const { to } = await asksIn(world, number);
  // Whoever doubts the mail is told where its invoice is proven, and the page of the invoice leads there.
  const [bill] = await buyer.inbox(number);
  expect(bill!.text).toMatch(/Is this invoice genuine\? https?:\/\/\S+\/verify\?at=acme$/m);
  expect(await (await fetch(await buyer.link(number))).text()).toContain('href="/verify?at=acme"');
  const fresh = 'ap@customer.example';
  const text = `You have the wrong contact. Please send invoices to ${fresh}.`;
  const wrote = { from: buyer.email, to, text, date: new Date(world.cloud.clock.now()).toISOString() };
  const outcomes = async () =>
    (await world.all<Reply>(`/v1/customers/${buyer.id}/replies`)).map(({ outcome }) => outcome).toSorted();
  // What is not surely from there, or names another domain, is for a person.
  expect(await arrives(world, mime({ ...wrote, id: '<w1@x>' }), '?dmarc=fail')).toBe(200);
  const elsewhere = text.replace('customer.example', 'customers.example');
  expect(await arrives(world, mime({ ...wrote, id: '<w2@x>', text: elsewhere }))).toBe(200);
  expect(await outcomes()).toEqual(['TASK', 'TASK']);
  for (let n = 0; n < 2; n++) expect(await arrives(world, mime({ ...wrote, id: '<w3@x>' }))).toBe(200);
  expect(await outcomes()).toEqual(['ADDRESS_ASKED', 'TASK', 'TASK']);
  expect(await toldOf(buyer.email)).toEqual([ASKED]);

  const [asked] = await world.mails(fresh);
  const yes = new URL(/https?:\/\/\S+\/my\/yes\/[\w.-]+/.exec(asked!.text)![0]).pathname;
  const reader = new Visitor(world);
  await changesNothing(world, async () => {
    expect((await reader.get(yes)).body).toContain('Yes, send invoices here');
    for (const forged of [`${yes.slice(0, -1)}!`, yes.replace(/adc_\w/, 'adc_z'), '/my/yes/x'])
      expect([(await reader.get(forged)).status, (await reader.post(forged)).status]).toEqual([404, 404]);
    expect((await reader.post(yes, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(404);
  });
  await world.passes(25 * HOURS);
  await night();
  expect((await record(buyer)).emails).toEqual([buyer.email]);
  for (let n = 0; n < 2; n++) expect((await reader.post(yes)).to).toBe(yes);
  await night();
  const { emails, contacts } = await record(buyer);
  expect([emails, contacts?.map(({ role, email }) => [role, email])]).toEqual([
    [fresh],
    [
      ['billing', fresh],
      ['orders', fresh],
    ],
  ]);
  expect([await toldOf(buyer.email), await toldOf(fresh)]).toEqual([[MADE, ASKED], [MADE]]);
  expect((await reader.get(yes)).body).toContain('Thank you');
  await isRight();
});
