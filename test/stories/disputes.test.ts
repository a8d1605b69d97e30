/** Customers dispute lines and amounts: so much is not asked for, until it is credited, rejected, withdrawn or overtaken. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as z from 'zod';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { DisputeCauses, DisputeFigures } from '../../shared/disputes/count.ts';
import type { AtOncePreview, Dispute, DisputeList, DisputeView } from '../../shared/disputes/dispute.ts';
import type { DisputeFile } from '../../shared/disputes/file.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import { changesNothingAgain } from '../support/again.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Month, Question } from '../../shared/questions/question.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { EICAR, FILES, LOCKED, sendForm, type Form } from '../support/files.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { tokenIn, Visitor } from '../support/visitor.ts';
import { World, type Buyer } from '../support/world.ts';

let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  const jobs = ['FindOverdue', 'JudgePlans'];
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs, sandboxes: [shop.origin] });
  await world.hires([
    { name: 'collector', roles: ['collector'] },
    { name: 'chief', roles: ['finance'] },
  ]);
  const heard = {
    url: `${shop.origin}/hooks`,
    events: ['dispute.*', 'question.*'],
    contact: 'ops@shop.example',
  };
  await world.call('POST', '/v1/webhooks', heard, { key: 'partner' });
  await world.passes(31_000);
});
afterAll(async () => {
  await world.close();
  shop.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const SOON = { paymentTermsDays: 1 };
const open = (invoice: InvoiceView, body: object) =>
  world.call<Dispute>('POST', `/v1/invoices/${invoice.id}/disputes`, body, { key: 'collector' });
const opened = async (invoice: InvoiceView, body: object): Promise<Dispute> => {
  const answer = await open(invoice, { reason: 'price', text: 'Dearer than agreed', ...body });
  expect([answer.status, answer.body]).toMatchObject([201, { state: 'OPEN' }]);
  await world.settle();
  return answer.body;
};
const view = ({ id }: { readonly id: string }) =>
  world.get<z.infer<typeof DisputeView>>(`/v1/disputes/${id}`);
const decide = <T = Dispute>({ id }: Dispute, body: unknown, key = 'collector') =>
  world.call<T>('POST', `/v1/disputes/${id}/decide`, body, { key });
const say = ({ id }: Dispute, body: unknown) =>
  world.call<Dispute>('POST', `/v1/disputes/${id}/messages`, body, { key: 'collector' });
const told = ({ id }: { readonly id: string }): string[] =>
  shop.received.filter(({ body }) => body.subject === id).map(({ body }) => body.type);
const mails = async (buyer: Buyer, subject: RegExp) =>
  (await buyer.inbox()).filter((mail) => subject.test(mail.subject));
const isRight = async () => {
  await world.booksAreRight();
  await world.invariantsHold();
  await world.isHealthy();
};

let acme: Buyer;
let first: InvoiceView;
let price: Dispute;
test('of an invoice with a disputed line the rest is asked for and payable, and nothing else', async () => {
  const rules = { answerDays: 2, informDays: 3, graceDays: 5, closeDays: 8 };
  expect((await world.call('PUT', '/v1/dispute-rules', rules, { key: 'chief' })).status).toBe(200);
  expect(await world.get('/v1/dispute-rules')).toMatchObject({ ...rules, version: 1 });
  await world.passes(31_000);
  acme = await world.customer('Streit', SOON);
  first = await acme.isInvoiced('100.00', '40.00');
  price = await opened(first, { lines: [{ line: '2' }], contact: 'Frau Streit' });
  expect(price).toMatchObject({ amount: eur(4_000), answerBy: '2026-01-07', side: 'us' });
  expect(await acme.exposure()).toBe(14_000);
  const credit = await world.get<{ data: object[] }>(`/v1/customers/${acme.id}/credit`);
  expect(credit.data).toMatchObject([{ exposure: eur(14_000), disputed: eur(4_000) }]);
  const tasks = await world.get<{ data: object[] }>('/v1/tasks');
  expect(tasks.data).toMatchObject([{ kind: 'dispute', about: price.id, dueBy: '2026-01-07T23:00:00.000Z' }]);
  const [received] = await mails(acme, /We have received your dispute/);
  expect(received!.text).toMatch(/You hear from us by 7\sJanuary 2026/);

  await changesNothing(world, async () => {
    expectProblem(
      await open(first, { reason: 'quantity', text: 'too many', lines: [{ line: '2', netMinor: 1 }] }),
      {
        status: 422,
        code: 'disputes.too_much',
        at: ['/lines/0'],
      },
    );
    expectProblem(await open(first, { reason: 'quantity', text: 'too many', amount: eur(10_001) }), {
      status: 422,
      code: 'disputes.too_much',
      at: ['/amount'],
    });
  });

  const page = await (await fetch(await acme.link(first.number))).text();
  expect(page).toContain('€40.00 of it is in clarification');
  expect(page).toContain('Pay €100.00');
  expect(page).toContain('€140.00');
  const plan = {
    invoices: [first.id],
    schedule: { by: 'count', count: 2, every: 'week', firstOn: '2026-02-01' },
  };
  expectProblem(await world.call('POST', '/v1/payment-plans', plan), { status: 409, code: 'plans.disputed' });

  await world.day(4);
  const [reminder] = await mails(acme, /eminder/);
  expect(reminder!.text).toContain('€100.00');
  expect(reminder!.text).not.toContain('€140.00');
  await acme.transfers('100.00', first.number);
  expect(await acme.invoice(first.id)).toMatchObject({ open: eur(4_000), reminded: 1 });
  // What is missing of it is disputed, and nothing that was kept back.
  expect(await world.get('/v1/deductions')).toMatchObject({ data: [] });
  await isRight();
});

test('asked and silent it is rejected with a notice, asked for after fresh days, and closed', async () => {
  const took = await world.call(
    'POST',
    `/v1/disputes/${price.id}/take`,
    { owner: 'Anna' },
    { key: 'collector' },
  );
  expect(took.body).toMatchObject({ state: 'IN_REVIEW', owner: 'Anna' });
  const asked = await say(price, { text: 'Which price was agreed?', ask: true });
  expect(asked.body).toMatchObject({ state: 'INFO_NEEDED', informBy: '2026-01-12' });
  await world.settle();
  const [question] = await mails(acme, /We need an answer/);
  expect(question!.text).toContain('Which price was agreed?');
  expect(question!.text).toMatch(/Please answer by 12\sJanuary 2026/);
  // It is the customer's turn: nothing waits for one of us.
  expect(await world.get('/v1/tasks')).toMatchObject({ data: [] });

  await world.day(7);
  expect(await view(price)).toMatchObject({ state: 'INFO_NEEDED' });
  expect(await mails(acme, /eminder/)).toHaveLength(1);
  await world.day(8);
  expect(await view(price)).toMatchObject({
    state: 'REJECTED',
    closesOn: '2026-01-21',
    thread: [{ what: 'opened' }, { what: 'taken' }, { what: 'asked' }, { what: 'silent' }],
    invoice: { disputes: [{ state: 'REJECTED', on: '2026-01-05', until: '2026-01-13' }] },
  });
  expect(await mails(acme, /closed without an answer/)).toHaveLength(1);
  expect(await acme.invoice(first.id)).toMatchObject({ reminded: 1, remindOn: '2026-01-18' });
  await world.day(13);
  expect(await acme.invoice(first.id)).toMatchObject({ reminded: 2 });
  expect((await mails(acme, /eminder/)).some(({ text }) => text.includes('€40.00'))).toBe(true);
  await changesNothing(world, async () =>
    expectProblem(await decide(price, { decision: 'reject', text: 'no' }), {
      status: 409,
      code: 'disputes.over',
    }),
  );
  await world.day(16);
  expect(await view(price)).toMatchObject({ state: 'CLOSED', decided: { outcome: 'REJECTED' } });
  expectProblem(await say(price, { text: 'once more' }), { status: 409, code: 'disputes.over' });
  await world.passes(31_000);
  expect(told(price)).toEqual(['dispute.opened', 'dispute.answered', 'dispute.rejected', 'dispute.closed']);
  await isRight();
});

test('accepted it is credited in the same commit, in part the rest is asked for; above a limit two agree', async () => {
  const [paid, part] = [await acme.isInvoiced('50.00'), await acme.isInvoiced('600.00')];
  await acme.transfers('50.00', paid.number);
  const late = await opened(paid, { reason: 'damaged', lines: [{ line: '1', quantity: '0.2' }] });
  expect((await say(late, { text: 'Two cups are broken', side: 'customer' })).status).toBe(200);
  const done = await decide(late, { decision: 'accept', reason: 'quality' }, 'chief');
  expect([done.status, done.body]).toMatchObject([
    200,
    { state: 'ACCEPTED', decided: { credited: eur(1_000) } },
  ]);
  await world.settle();
  expect(await world.get(`/v1/credit-notes/${done.body.decided!.creditNoteId}`)).toMatchObject({
    invoiceId: paid.id,
    reason: 'quality',
    total: eur(1_000),
    owed: eur(1_000),
    lines: [{ line: '1', quantity: '0.2' }],
  });
  expect(await mails(acme, /Your dispute is accepted: /)).toHaveLength(1);

  const large = await opened(part, { amount: eur(60_000), reason: 'quality' });
  await changesNothing(world, async () => {
    const half = { decision: 'accept', reason: 'quality', lines: [{ line: '1', netMinor: 60_001 }] };
    expectProblem(await decide(large, half, 'chief'), { status: 422, code: 'invoices.credited_too_much' });
  });
  const wanted = { decision: 'accept', reason: 'quality', lines: [{ line: '1', netMinor: 55_000 }] };
  const asked = await decide<Approval>(large, wanted);
  expect([asked.status, asked.body]).toMatchObject([202, { operation: 'disputes.decide', state: 'PENDING' }]);
  expect(await view(large)).toMatchObject({ state: 'OPEN' });
  const agreed = await world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key: 'chief' });
  expect(agreed.status).toBe(200);
  await world.settle();
  const after = await view(large);
  expect(after).toMatchObject({
    state: 'PARTIAL',
    invoice: { open: eur(5_000) },
    credits: [{ total: eur(55_000) }],
  });
  expect(after.decided!.by).not.toBe(after.decided!.approvedBy);
  expect(await acme.invoice(part.id)).toMatchObject({ remindOn: '2026-01-26' });
  await isRight();
});

test('a customer disputes a line at its page, pays the rest there, and answers what is asked', async () => {
  const buyer = await world.customer('Klage');
  const bill = await buyer.isInvoiced('70.00', '30.00');
  const link = await buyer.link(bill.number);
  expect(await (await fetch(link)).text()).toContain('Something is wrong with this invoice');
  const url = link.replace('/pay/', '/dispute/');
  const sends = async (fields: readonly (readonly [string, string])[]) => {
    const form = {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
    } as const;
    const answer = await fetch(url, form);
    expect(answer.status).toBe(303);
    return answer.headers.get('location')!.split('?notice=')[1];
  };
  await changesNothing(world, async () => {
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.slice(0, -1))).status).toBe(404);
    expect(
      await sends([
        ['reason', 'price'],
        ['text', ' '],
      ]),
    ).toBe('text');
    expect(
      await sends([
        ['reason', 'nonsense'],
        ['text', 'too dear'],
      ]),
    ).toBe('text');
    expect(
      await sends([
        ['reason', 'price'],
        ['text', 'too dear'],
        ['amount', '100.01'],
      ]),
    ).toBe('amount');
    expect(
      await sends([
        ['reason', 'price'],
        ['text', 'too dear'],
        ['line', '7'],
      ]),
    ).toBe('nothing');
    expect(
      await sends([
        ['case', price.id],
        ['text', 'of another invoice'],
      ]),
    ).toBe('nothing');
  });
  const wrong = [
    ['reason', 'damaged'],
    ['text', 'Two cups\r\nare <b>broken</b>'],
    ['line', '2'],
    ['contact', 'Frau Klage'],
    ['form', '0'],
  ] as const;
  expect([await sends(wrong), await sends(wrong)]).toEqual(['received', 'received']);
  await world.settle();
  const { data } = await world.get<z.infer<typeof DisputeList>>(`/v1/disputes?customerId=${buyer.id}`);
  expect(data).toMatchObject([
    { side: 'customer', state: 'OPEN', disputed: eur(3_000), contact: 'Frau Klage' },
  ]);
  const dispute = data[0] as unknown as Dispute;
  await say(dispute, { text: 'Please send a picture', ask: true });
  await world.settle();
  const [question] = await mails(buyer, /We need an answer/);
  expect(question!.text).toContain(url);
  const page = await (await fetch(url)).text();
  expect(page).toContain('Two cups are &lt;b&gt;broken&lt;/b&gt;');
  expect(page).toContain('Please send a picture');
  expect(page).toContain('Still to be paid now: €70.00');
  await buyer.paysByCard(bill.number);
  expect(await buyer.invoice(bill.id)).toMatchObject({ open: eur(3_000) });
  const answer = [
    ['case', dispute.id],
    ['text', 'It is in the mail'],
    ['turn', '2'],
  ] as const;
  expect([await sends(answer), await sends(answer)]).toEqual(['received', 'received']);
  expect(await view(dispute)).toMatchObject({
    state: 'IN_REVIEW',
    thread: [{ what: 'opened' }, { what: 'asked' }, { what: 'said', text: 'It is in the mail' }],
  });
  const done = await decide(dispute, { decision: 'accept', reason: 'quality' });
  expect(done.body).toMatchObject({ state: 'ACCEPTED' });
  await world.settle();
  expect(await buyer.invoice(bill.id)).toMatchObject({ state: 'PAID', open: eur(0) });
  expect(await (await fetch(url)).text()).toContain('Accepted: it is credited');
  // What is paid may be wrong as well, and turn out to be right.
  expect(await (await fetch(link)).text()).toContain('Something is wrong with this invoice');
  const doubted = [
    ['reason', 'price'],
    ['text', 'Was it not 60?'],
    ['line', '1'],
    ['form', '1'],
  ] as const;
  expect(await sends(doubted)).toBe('received');
  const { disputes } = await buyer.invoice(bill.id);
  const doubt = disputes!.find(({ state }) => state === 'OPEN')!;
  const withdrawn = [['withdraw', doubt.id]] as const;
  expect([await sends(withdrawn), await sends(withdrawn)]).toEqual(['withdrawn', 'withdrawn']);
  expect(await sends([['withdraw', dispute.id]])).toBe('nothing');
  expect(await sends([['withdraw', price.id]])).toBe('nothing');
  await world.settle();
  expect(await view(doubt)).toMatchObject({
    state: 'WITHDRAWN',
    thread: [{ what: 'opened' }, { what: 'withdrawn', side: 'customer' }],
  });
  await isRight();
});

test('what is credited, given up or withdrawn otherwise is disputed no more; causes say why customers dispute', async () => {
  const bill = await acme.isInvoiced('30.00', '20.00');
  const [lines, rest] = [
    await opened(bill, { reason: 'quantity', lines: [{ line: '1' }] }),
    await opened(bill, { reason: 'tax' }),
  ];
  expect(rest.amount).toEqual(eur(2_000));
  const note = { reason: 'price', lines: [{ line: '1', netMinor: 1_000 }] };
  expect((await world.call('POST', `/v1/invoices/${bill.id}/credit-notes`, note)).status).toBe(201);
  await world.settle();
  expect(await view(lines)).toMatchObject({ disputed: eur(2_000), lines: [{ netMinor: 2_000 }] });
  expect(await view(rest)).toMatchObject({ disputed: eur(2_000) });
  const back = await decide(rest, { decision: 'withdraw', text: 'Our mistake' });
  expect(back.body).toMatchObject({ state: 'WITHDRAWN' });
  expect(
    (await world.call('POST', `/v1/invoices/${bill.id}/write-offs`, { reason: 'settlement' })).status,
  ).toBe(201);
  await world.settle();
  expect(await view(lines)).toMatchObject({ state: 'OVERTAKEN', invoice: { open: eur(0) } });
  expect(await world.get('/v1/tasks')).toMatchObject({ data: [] });
  const { causes, figures } = await world.get<z.infer<typeof DisputeCauses>>(
    '/v1/dispute-causes?from=2026-01-01&to=2026-01-31',
  );
  expect(
    causes.map(({ reason, source, amountMinor, creditedMinor }) => [
      reason,
      source,
      amountMinor,
      creditedMinor,
    ]),
  ).toEqual([
    ['quality', 'product', 60_000, 55_000],
    ['price', 'pricing', 11_000, 0],
    ['damaged', 'delivery', 4_000, 4_000],
    ['quantity', 'delivery', 3_000, 0],
    ['tax', 'tax', 2_000, 0],
  ]);
  const january = figures.filter(({ month }) => month === '2026-01');
  expect(january).toMatchObject([
    {
      entity: 'main',
      currency: 'EUR',
      opened: 7,
      openedMinor: 80_000,
      decided: 4,
      creditedMinor: 59_000,
      atOnce: 0,
    },
  ]);
  const [{ opened: cases, invoices, ratePpm, medianDays, p90Days }] = january as [DisputeFigures];
  expect([ratePpm, medianDays, p90Days]).toEqual([Math.round((cases * 1_000_000) / invoices), 0, 8]);
  const list = await world.get<z.infer<typeof DisputeList>>(
    `/v1/disputes?state=OVERTAKEN&customerId=${acme.id}`,
  );
  expect(list.data.map(({ id }) => id)).toEqual([lines.id]);
  await isRight();
});

test('a small claim that our own prices prove is credited in the commit that opens it, within its caps', async () => {
  const cap = {
    reason: 'price',
    currency: 'EUR',
    perCaseMinor: 2_500,
    perCustomerMinor: 4_000,
    perMonthMinor: 5_000,
  };
  const atOnce = { most: 3, caps: [cap] };
  const times = { answerDays: 2, informDays: 3, graceDays: 5, closeDays: 8 };
  await world.call('PUT', '/v1/dispute-rules', { ...times, atOnce }, { key: 'chief' });
  await world.passes(31_000);
  /** Ordered for ten, and corrected by mistake to twelve. */
  const dear = async (buyer: Buyer, over: object = {}): Promise<InvoiceView> => {
    const basket = { ...buyer.basket({ net: '10.00', quantity: '10' }, '5.00'), ...over };
    const order = await world.call<Order>('POST', '/v1/orders', basket, { key: 'partner' });
    await buyer.delivered(order.body);
    const right = (await buyer.invoices()).find(({ orderId }) => orderId === order.body.id)!;
    const wrong = { reason: 'price', lines: [{ line: '1', unitPrice: '12.00' }] };
    const path = `/v1/invoices/${right.id}/corrections`;
    const { status, body } = await world.call<{ invoice: InvoiceView }>('POST', path, wrong);
    expect(status).toBe(201);
    await world.settle();
    return body.invoice;
  };
  const claims = async (buyer: Buyer, fields: Record<string, string> = {}, of?: InvoiceView) => {
    const bill = of ?? (await dear(buyer));
    const before = (await buyer.invoice(bill.id)).disputes?.length ?? 0;
    const url = (await buyer.link(bill.number)).replace('/pay/', '/dispute/');
    const body = new URLSearchParams({
      reason: 'price',
      text: 'Dearer than agreed',
      line: '1',
      form: String(before),
      ...fields,
    });
    for (let sent = 0; sent < 2; sent += 1)
      expect(
        (await fetch(url, { method: 'POST', redirect: 'manual', body })).headers.get('location'),
      ).toContain('received');
    await world.settle();
    const { disputes } = await buyer.invoice(bill.id);
    expect(disputes).toHaveLength(before + 1);
    return { bill, dispute: await view(disputes!.at(-1)!) };
  };
  const list = (id: string, buyer: Buyer) =>
    world.call(
      'PUT',
      `/v1/price-lists/${id}`,
      {
        name: 'Agreed',
        currency: 'EUR',
        validFrom: '2026-01-01',
        for: { kind: 'customer', id: buyer.id },
        entries: [{ sku: 'A-1', rule: { model: 'unit', price: '10.00' } }],
      },
      { key: 'partner' },
    );
  const fair = await world.customer('Recht');
  // Who ordered for twelve has agreed on twelve, whatever a list says.
  const ordered = { net: '12.00', quantity: '10' };
  expect((await list('recht', fair)).status).toBe(200);
  expect((await claims(fair, {}, await fair.isInvoiced(ordered, '5.00'))).dispute.state).toBe('OPEN');
  const { bill, dispute } = await claims(fair);
  expect(dispute).toMatchObject({
    state: 'ACCEPTED',
    version: 1,
    amount: eur(2_000),
    decided: {
      by: 'rules',
      credited: eur(2_000),
      atOnce: {
        proof: [
          { line: '1', from: 'order', of: bill.orderId, agreed: '10.00', invoiced: '12.00', netMinor: 2_000 },
        ],
      },
    },
    thread: [{ what: 'opened' }, { what: 'accepted', text: expect.stringContaining('10.00 EUR was agreed') }],
    credits: [{ total: eur(2_000), reason: 'price' }],
  });
  expect(await fair.invoice(bill.id)).toMatchObject({ open: eur(10_500), disputes: [{ state: 'ACCEPTED' }] });
  expect(await mails(fair, /Your dispute is accepted: /)).toHaveLength(1);
  expect(await mails(fair, /We have received your dispute/)).toHaveLength(1);
  expect(told(dispute)).toEqual(['dispute.opened', 'dispute.accepted']);
  // The invoice says twelve for ever: what was credited of a line, at once or by hand, is not proven once more.
  expect((await claims(fair, {}, bill)).dispute.state).toBe('OPEN');
  const byHand = await dear(fair);
  const note = { reason: 'price', lines: [{ line: '1', netMinor: 2_000 }] };
  expect((await world.call('POST', `/v1/invoices/${byHand.id}/credit-notes`, note)).status).toBe(201);
  expect((await claims(fair, {}, byHand)).dispute.state).toBe('OPEN');
  // What was taken off all of it was taken off the difference, too.
  const fairs = { discounts: [{ reason: 'Fair', percent: '10' }] };
  expect((await claims(fair, {}, await dear(fair, fairs))).dispute.state).toBe('OPEN');
  // Whoever says another amount, or another reason, or is blocked, waits for a person.
  expect((await claims(fair, { amount: '21' })).dispute.state).toBe('OPEN');
  expect((await claims(fair, { reason: 'quality' })).dispute.state).toBe('OPEN');
  const block = (buyer: Buyer, blocked: boolean) =>
    world.call(
      'PUT',
      `/v1/customers/${buyer.id}/credit/block`,
      { blocked, reason: 'Looked at' },
      { key: 'partner' },
    );
  const waiting = await dear(fair);
  expect((await block(fair, true)).status).toBe(200);
  expect((await claims(fair, {}, waiting)).dispute.state).toBe('OPEN');
  await block(fair, false);
  // The second one is the last of what this customer, and nearly of what all, may have this month.
  expect((await claims(fair, { amount: '20' })).dispute.state).toBe('ACCEPTED');
  expect((await claims(fair)).dispute.state).toBe('OPEN');
  const other = await world.customer('Spaet');
  const much = await dear(other);
  expect((await claims(other, {}, much)).dispute.state).toBe('OPEN');
  // Neither does a merge begin the caps of a customer anew, nor lift a block.
  const rules = async (change: object, most = 3) => {
    const body = { ...times, atOnce: { most, caps: [{ ...cap, ...change }] } };
    expect((await world.call('PUT', '/v1/dispute-rules', body, { key: 'chief' })).status).toBe(200);
    await world.passes(31_000);
  };
  const merge = async (old: Buyer) => {
    const path = `/v1/customers/${old.id}/merge`;
    const into = { into: other.id, reason: 'One house' };
    expect((await world.call('POST', path, into, { key: 'partner' })).status).toBe(200);
    await world.settle();
  };
  await rules({ perMonthMinor: 100_000 });
  await merge(fair);
  expect((await claims(other)).dispute.state).toBe('OPEN');
  await rules({ perMonthMinor: 100_000, perCustomerMinor: 100_000 });
  expect((await claims(other)).dispute.state).toBe('ACCEPTED');
  expect((await claims(other)).dispute.state).toBe('OPEN');
  await rules({ perMonthMinor: 100_000, perCustomerMinor: 100_000 }, 50);
  const barred = await world.customer('Gesperrt');
  const last = await dear(other);
  expect((await block(barred, true)).status).toBe(200);
  await merge(barred);
  expect((await claims(other, {}, last)).dispute.state).toBe('OPEN');
  const preview = await world.call<z.infer<typeof AtOncePreview>>('POST', '/v1/dispute-rules/preview', {
    ...atOnce,
    caps: [{ ...cap, perMonthMinor: 100_000 }],
  });
  expect(preview.body.credited.map(({ amount, outcome }) => [amount.minor, outcome])).toContainEqual([
    2_000,
    'ACCEPTED',
  ]);
  expect(preview.body.credited.map(({ outcome }) => outcome)).toContain('OPEN');
  expect(preview.body.left.notProven).toBeGreaterThan(0);
  await isRight();
});

/** The forms of the page by which files are sent. */
const formsOf = (html: string): Form[] =>
  [...html.matchAll(/<form[^>]*action="([^"]+)"[^>]*multipart[^>]*>(.*?)<\/form>/gs)].map(
    ([, url, inner]) => ({
      url: url!,
      fields: Object.fromEntries(
        [...inner!.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name!,
          value!,
        ]),
      ),
    }),
  );
const uploads = async (form: Form, data: Buffer, name: string): Promise<number> => {
  const status = await sendForm(form, data, name);
  await world.settle();
  return status;
};
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const fileOf = async (of: Dispute, at: number) => (await view(of)).files![at]!;
const fetched = (of: Dispute, { id }: { readonly id: string }, query = '', key = 'collector') =>
  world.call<{ url: string }>('GET', `/v1/disputes/${of.id}/files/${id}${query}`, undefined, { key });

test('both sides show files; only what a scanner finds clean is handed out, and what has a virus is deleted', async () => {
  const buyer = await world.customer('Beweis');
  const bill = await buyer.isInvoiced('80.00');
  const url = (await buyer.link(bill.number)).replace('/pay/', '/dispute/');
  const html = async () => (await fetch(url)).text();
  expect(formsOf(await html())).toEqual([]);
  const dispute = await opened(bill, { reason: 'damaged', text: 'Broken' });
  await say(dispute, { text: 'Please send a picture', ask: true });
  const answer = await fetch(url);
  const form = formsOf(await answer.text())[0]!;
  expect(answer.headers.get('content-security-policy')).toContain(
    `form-action 'self' ${new URL(form.url).origin};`,
  );

  // What was signed may not be changed, nor be larger than is said; nothing of it comes to the case.
  await changesNothing(world, async () => {
    const policy = Buffer.from(form.fields['policy']!, 'base64').toString();
    const larger = Buffer.from(policy.replace('10485760', '99999999')).toString('base64');
    const elsewhere = {
      ...form,
      fields: { ...form.fields, key: form.fields['key']!.replace('/acme/', '/rival/') },
    };
    expect(await uploads(elsewhere, FILES.png, 'x.png')).toBe(403);
    expect(
      await uploads(
        { ...form, fields: { ...form.fields, success_action_redirect: 'https://evil.example' } },
        FILES.png,
        'x.png',
      ),
    ).toBe(403);
    expect(await uploads({ ...form, fields: { ...form.fields, policy: larger } }, FILES.png, 'x.png')).toBe(
      403,
    );
    expect(await uploads(form, Buffer.alloc(10_485_761), 'x.png')).toBe(400);
  });
  expect(await uploads(form, FILES.png, '../../a <cup>.png')).toBe(303);
  expect(await view(dispute)).toMatchObject({
    state: 'IN_REVIEW',
    files: [
      { state: 'CLEAN', kind: 'png', name: 'a _cup_.png', sha256: hashOf(FILES.png), side: 'customer' },
    ],
    thread: [{ what: 'opened' }, { what: 'asked' }, { what: 'file', side: 'customer' }],
  });
  // The same form once more puts what it likes: a file never changes.
  await changesNothing(world, async () => expect(await uploads(form, EICAR, 'other.txt')).toBe(303));
  const [, href] = /href="([^"]+\?file=fil_[^"]+)"/.exec(await html())!;
  const photo = await fetch(new URL(href!, url));
  expect([photo.headers.get('content-type'), photo.headers.get('content-disposition')]).toEqual([
    'application/octet-stream',
    'attachment; filename="a__cup_.png"',
  ]);
  expect(Buffer.from(await photo.arrayBuffer())).toEqual(FILES.png);

  expect(await uploads(formsOf(await html())[0]!, EICAR, 'note.txt')).toBe(303);
  const infected = await fileOf(dispute, 1);
  expect(infected).toMatchObject({
    state: 'INFECTED',
    found: [expect.stringContaining('EICAR')],
    sha256: hashOf(EICAR),
  });
  expectProblem(await fetched(dispute, infected, '?unscanned=accept'), {
    status: 409,
    code: 'disputes.file_withheld',
  });
  expect(await html()).toContain('note.txt had a virus in it and was deleted');
  expect((await fetch(`${url}?file=${infected.id}`)).status).toBe(404);
  const tasks = await world.get<{ data: { id: string; kind: string; about: string }[] }>(
    '/v1/tasks?limit=100',
  );
  const own = tasks.data.filter(({ about }) => about === dispute.id);
  expect(own.map(({ kind }) => kind).toSorted()).toEqual(['dispute', 'infected_file']);
  expect(
    await uploads(formsOf(await html())[0]!, Buffer.from('<html><script>alert(1)</script>'), 'page.png'),
  ).toBe(303);
  expect(await fileOf(dispute, 2)).toMatchObject({ state: 'REFUSED', name: 'page.png' });

  // What no scanner could look into, finance takes at its own risk, and nobody else gets.
  expect(await uploads(formsOf(await html())[0]!, LOCKED, 'offer.docx')).toBe(303);
  const locked = await fileOf(dispute, 3);
  expect(locked).toMatchObject({ state: 'UNSCANNED', kind: 'docx', found: ['PASSWORD_PROTECTED'] });
  expect((await fetch(`${url}?file=${locked.id}`)).status).toBe(404);
  expectProblem(await fetched(dispute, locked), { status: 409, code: 'disputes.file_unscanned' });
  const taken = await fetched(dispute, locked, '?unscanned=accept');
  expect(Buffer.from(await (await fetch(taken.body.url)).arrayBuffer())).toEqual(LOCKED);

  const ours = { name: 'delivery note.pdf', size: FILES.pdf.length, sha256: hashOf(FILES.pdf) };
  const add = (body: object) =>
    world.call<DisputeFile & { upload: Form }>('POST', `/v1/disputes/${dispute.id}/files`, body, {
      key: 'collector',
    });
  const added = await add(ours);
  expect([added.status, added.body]).toMatchObject([
    201,
    { state: 'AWAITED', side: 'us', name: 'delivery note.pdf' },
  ]);
  await changesNothing(world, async () => {
    expectProblem(await fetched(dispute, added.body), { status: 409, code: 'disputes.file_withheld' });
    const other = Buffer.from(FILES.pdf).reverse();
    expect(await uploads(added.body.upload, other, 'x.pdf')).toBe(400);
    expect(await uploads(added.body.upload, Buffer.concat([FILES.pdf, other]), 'x.pdf')).toBe(400);
    expectProblem(await fetched(dispute, added.body, '', 'foreignFinance'), {
      status: 404,
      code: 'disputes.unknown',
    });
    expectProblem(await fetched(dispute, { id: `fil_${'0'.repeat(26)}` }), {
      status: 404,
      code: 'disputes.file_unknown',
    });
  });
  expect(await uploads(added.body.upload, FILES.pdf, 'x.pdf')).toBe(204);
  expect(await fileOf(dispute, 4)).toMatchObject({ state: 'CLEAN', kind: 'pdf', name: 'delivery note.pdf' });
  expect(await html()).toContain('>delivery note.pdf</a>');
  const listed = await world.get<{ data: DisputeFile[] }>(`/v1/disputes/${dispute.id}/files`);
  expect(listed.data.map(({ state }) => state)).toEqual([
    'CLEAN',
    'INFECTED',
    'REFUSED',
    'UNSCANNED',
    'CLEAN',
  ]);
  // Of two that come by one form before either is read, the one that is there is taken: whoever looks for the other leaves it.
  const once = formsOf(await html())[0]!;
  const busy = { service: 's3', action: 'GetObject', function: 'ReadMail', count: 100, when: 'before' };
  await world.control('/control/faults', { ...busy, kind: 'kill' });
  for (const length of [10, 9])
    expect(await uploads(once, FILES.jpeg.subarray(0, length), 'cup.jpg')).toBe(303);
  expect((await view(dispute)).files).toHaveLength(5);
  world.cloud.faults.clear();
  await world.passes(600_000);
  expect((await view(dispute)).files).toHaveLength(6);
  expect(await fileOf(dispute, 5)).toMatchObject({ state: 'CLEAN', name: 'cup.jpg', size: 9 });
  const late = formsOf(await html())[0]!;
  await world.passes(3_601_000);
  await changesNothing(world, async () => expect(await uploads(late, FILES.png, 'x.png')).toBe(403));
  const heard = told(dispute).filter((type) => type.startsWith('dispute.file'));
  const [both, refused] = [['dispute.file_received', 'dispute.file_scanned'], ['dispute.file_received']];
  expect(heard).toEqual([both, both, refused, both, both, both].flat());
  await world.call('POST', `/v1/tasks/${own.find(({ kind }) => kind === 'infected_file')!.id}/done`, {});
  await decide(dispute, { decision: 'withdraw' });
  await isRight();
});

/** The function dies around its commit; who called tries again under the same key. */
const dies = async <T>(
  functionName: string,
  when: 'before' | 'after',
  act: () => Promise<T>,
): Promise<void> => {
  const fault = {
    service: 'dynamodb',
    action: 'TransactWriteItems',
    function: functionName,
    when,
    kind: 'kill',
  };
  await world.control('/control/faults', fault);
  await act();
  expect(world.cloud.faults.list().map(({ struck }) => struck)).toEqual([1]);
  world.cloud.faults.clear();
};
test.each(['before', 'after'] as const)(
  'whoever dies %s a commit, each thing is there once',
  async (when) => {
    const buyer = await world.customer(`Absturz-${when}`, { paymentTermsDays: 30 });
    const bill = await buyer.isInvoiced('40.00', '60.00');
    let serial = 0;
    const twice = async <T>(path: string, body: unknown): Promise<T> => {
      const idem = `${when} ${serial++}`;
      const post = () => world.call<T>('POST', path, body, { key: 'chief', idem });
      await dies('DisputesApi', when, post);
      const answer = await post();
      expect(answer.status).toBeLessThan(300);
      return answer.body;
    };
    const wanted = { reason: 'quality', text: 'Broken', lines: [{ line: '1', netMinor: 1_000 }] };
    const dispute = await twice<Dispute>(`/v1/invoices/${bill.id}/disputes`, wanted);
    await twice(`/v1/disputes/${dispute.id}/messages`, { text: 'A picture, please', ask: true });
    await twice(`/v1/disputes/${dispute.id}/messages`, { text: 'Here it is', side: 'customer' });
    await twice(`/v1/disputes/${dispute.id}/decide`, { decision: 'accept', reason: 'quality' });
    await world.settle();
    const after = await view(dispute);
    expect(after.thread.map(({ what }) => what)).toEqual(['opened', 'asked', 'said', 'accepted']);
    expect(after.credits).toMatchObject([{ total: eur(1_000) }]);
    expect(after.invoice).toMatchObject({
      open: eur(9_000),
      disputes: [{ state: 'ACCEPTED', minor: 1_000 }],
    });
    expect(await mails(buyer, /dispute|answer from you/)).toHaveLength(3);

    const other = await opened(bill, { amount: eur(9_000) });
    const page = await fetch((await buyer.link(bill.number)).replace('/pay/', '/dispute/'));
    const form = formsOf(await page.text()).at(-1)!;
    await dies('ReadMail', when, async () => {
      await uploads(form, FILES.png, 'cup.png');
      await world.passes(600_000);
    });
    expect((await view(dispute)).files).toMatchObject([{ state: 'CLEAN', name: 'cup.png' }]);
    const note = { reason: 'price', lines: [{ line: '2', netMinor: 1_000 }] };
    await dies('KeepPlans', when, async () => {
      await world.call('POST', `/v1/invoices/${bill.id}/credit-notes`, note);
      await world.settle();
      await world.passes(600_000);
    });
    expect(await view(other)).toMatchObject({ disputed: eur(8_000), invoice: { open: eur(8_000) } });
    await isRight();
  },
);

test('who only asks gets an answer by mail and on its page, in one thread, says once how it was, and is no flood', async () => {
  const [buyer, other] = [await world.customer('Curious'), await world.customer('Nosy')];
  const [bill, theirs] = [await buyer.isInvoiced('20.00'), await other.isInvoiced('20.00')];
  const visitor = new Visitor(world);
  await visitor.comesIn(await buyer.link(bill.number), buyer.email);
  const token = tokenIn((await visitor.get('/my/questions')).body);
  const sends = async (form: string, typed: Record<string, string>, path = '') =>
    (await visitor.post(`/my/questions${path}`, { token, form, ...typed })).to;
  const ask = { topic: 'invoice', invoice: bill.id, text: 'Why is the tea dearer?' };
  await changesNothing(world, async () => {
    for (const over of [{ invoice: theirs.id }, { topic: 'x' }, { text: '' }, { text: 'x'.repeat(2_001) }])
      expect(await sends('0', { ...ask, ...over })).toBe('/my/questions?said=refused');
  });
  for (let n = 0; n < 2; n++) expect(await sends('1', ask)).toBe('/my/questions?said=sent');
  const waiting = () => world.get<{ data: Question[] }>('/v1/questions?state=ASKED');
  const { data } = await waiting();
  expect(data).toMatchObject([
    { state: 'ASKED', customerId: buyer.id, invoice: { number: bill.number }, email: buyer.email },
  ]);
  expectProblem(await world.call('GET', `/v1/questions?state=ASKED&customer=${other.id}`), {
    status: 422,
    code: 'request.invalid',
    at: ['/query/state'],
  });
  const { id } = data[0]!;
  const tasks = async () =>
    (await world.all<Task>('/v1/tasks')).filter(({ about, state }) => about === id && state === 'OPEN');
  expect(await tasks()).toMatchObject([
    { kind: 'question', customerId: buyer.id, dueBy: expect.any(String) },
  ]);
  const turn = (body: object) =>
    world.call<Question>('POST', `/v1/questions/${id}`, body, { key: 'collector' });
  await world.passes(90 * 60_000);
  expect((await turn({ do: 'answer', text: 'It has another tax.' })).body).toMatchObject({
    state: 'ANSWERED',
  });
  expect(await tasks()).toEqual([]);
  await world.settle();
  expect((await mails(buyer, /^Our answer/))[0]).toMatchObject({
    text: expect.stringContaining('It has another tax.'),
  });

  await visitor.comesIn(await buyer.link(bill.number), buyer.email);
  const again = tokenIn((await visitor.get(`/my/questions/${id}`)).body);
  const own = (typed: Record<string, string>) =>
    visitor.post(`/my/questions/${id}`, { token: again, ...typed });
  expect((await own({ do: 'rate', stars: '6' })).to).toBe(`/my/questions/${id}?said=refused`);
  expect((await own({ do: 'rate', stars: '4', word: 'Quick' })).to).toBe(`/my/questions/${id}?said=rated`);
  await changesNothing(world, async () =>
    expect((await own({ do: 'rate', stars: '1' })).to).toBe(`/my/questions/${id}?said=refused`),
  );
  // The same form with other words, as from a second tab, is another message; with the same it is none.
  for (const text of ['Since when?', 'Since when?', 'And why?'])
    expect((await own({ do: 'say', form: '2', text })).to).toBe(`/my/questions/${id}?said=sent`);
  const { thread } = await world.get<Question>(`/v1/questions/${id}`);
  expect(thread.slice(2).map(({ text }) => text)).toEqual(['Since when?', 'And why?']);
  expect([(await tasks()).length, (await waiting()).data.length]).toEqual([1, 1]);
  // Two answers at once are two mails, each with its own words.
  await turn({ do: 'answer', text: 'The tax of tea rose.' });
  expect((await turn({ do: 'answer', text: 'Since May.', close: true })).body).toMatchObject({
    state: 'CLOSED',
  });
  await world.settle();
  const answers = (await mails(buyer, /^Our answer/)).slice(0, 2).map(({ text }) => text);
  for (const words of ['The tax of tea rose.', 'Since May.'])
    expect(answers.filter((text) => text.includes(words))).toHaveLength(1);
  expectProblem(await turn({ do: 'close' }), { status: 409, code: 'questions.closed' });
  const { body } = await visitor.get(`/my/questions/${id}`);
  expect([body.includes('Since May.'), body.includes('4 of 5'), body.includes('<textarea')]).toEqual([
    true,
    true,
    false,
  ]);
  const figures = await world.get<{ months: Month[] }>('/v1/question-figures');
  expect(figures.months).toMatchObject([
    { asked: 1, open: 0, answered: 1, medianMinutes: 90, rated: 1, meanStars: 400 },
  ]);
  expectProblem(await world.call('GET', '/v1/question-figures?from=2026-02-01&to=2026-01-01'), {
    status: 422,
    code: 'questions.days',
  });
  // Three it said of the first; seven more are ten.
  for (let n = 0; n < 7; n++)
    expect(
      (await visitor.post('/my/questions', { token: again, form: `f${n}`, topic: 'other', text: 'And?' })).to,
    ).toContain('sent');
  await changesNothing(world, async () =>
    expect(
      (await visitor.post('/my/questions', { token: again, form: 'f9', topic: 'other', text: 'And?' })).to,
    ).toContain('tooMany'),
  );
  const stranger = new Visitor(world);
  await stranger.comesIn(await other.link(theirs.number), other.email);
  expect((await stranger.get(`/my/questions/${id}`)).status).toBe(404);
  expect(told({ id })).toEqual([
    'question.asked',
    'question.answered',
    'question.rated',
    'question.asked',
    'question.asked',
    'question.answered',
    'question.answered',
    'question.closed',
  ]);
});

test('announced again, in another order, nothing of it changes', async () => {
  const kinds = ['dispute', 'invoice', 'credit-note', 'task', 'payment', 'entry', 'mail', 'question'];
  expect(await changesNothingAgain(world, kinds, 7)).toBeGreaterThan(30);
});
