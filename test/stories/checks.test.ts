/** What is checked before an invoice gets its number: what fails waits for a person, and the books are right meanwhile. */
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import type { TimelineRow } from '../../shared/customers/customer.ts';
import { ParkedInvoice, type CheckRules, type Failed } from '../../shared/invoices/check.ts';
import type { InvoiceView, Snapshot } from '../../shared/invoices/invoice.ts';
import type { Parked } from '../../shared/operations/operation.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Item } from '../../shared/kernel/storage.ts';
import { toItem } from '../../shared/runtime/item.ts';
import { announceAgain } from '../faults/road.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

type Shown = ParkedInvoice & { snapshot: Snapshot; forecast: boolean };
interface Preview {
  readonly outcome: string;
  readonly forecast: boolean;
  readonly total: { readonly minor: number };
  readonly checks: readonly Failed[];
  readonly snapshot: Snapshot;
}
let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  world = await World.open(
    '2026-03-02T09:00:00Z',
    {},
    {},
    { jobs: ['FindOverdue'], sandboxes: [shop.origin] },
  );
  const endpoint = { url: `${shop.origin}/hooks`, events: ['invoice.parked'], contact: 'ops@shop.example' };
  await world.call('POST', '/v1/webhooks', endpoint, { key: 'partner' });
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  expect(await world.rebuilt()).toMatchObject({ drifts: [], unsettled: 0 });
  await world.booksAreRight();
  await world.close();
  shop.close();
});
beforeEach(() => rules());

/** They hold from half a minute on. */
const rules = async (...all: unknown[]): Promise<CheckRules> => {
  const { status, body } = await world.call<CheckRules>('PUT', '/v1/invoice-checks', { rules: all });
  expect([status, body]).toMatchObject([200, {}]);
  await world.passes(31_000);
  return body;
};
/** Somebody writes to the table by hand. */
const keep = async (item: Item): Promise<void> => {
  const { urls, credentials } = world.cloud;
  const client = new DynamoDBClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  await client.send(new PutItemCommand({ TableName: TableNames![0]!, Item: toItem(item) }));
  client.destroy();
};
/** The messages of some facts, as a worker gets them. */
const messages = async (type: string, subjects: ReadonlySet<string>) => {
  const { items } = await running(world.cloud.urls);
  const facts = items.flatMap((item) =>
    ((item['events'] ?? []) as { type: string; subject: string; data: unknown }[]).map((fact) => ({
      specversion: '1.0',
      source: 'quittance',
      tenant: 'acme',
      id: `${String(item['id'])}.0`,
      time: item['at'],
      traceid: item['trace'],
      ...fact,
    })),
  );
  return facts
    .filter((fact) => fact.type === type && subjects.has(fact.subject))
    .map((detail) => ({
      messageId: detail.id,
      body: JSON.stringify({ detail }),
      attributes: { ApproximateReceiveCount: '1' },
    }));
};
const emptied = async (worker: string): Promise<void> => {
  const { urls, credentials } = world.cloud;
  const { name } = world.cloud
    .service<Sqs>('sqs')
    .depths()
    .find((queue) => queue.name.includes(`-${worker}Queue`))!;
  const client = new SQSClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  await client.send(new PurgeQueueCommand({ QueueUrl: `${urls.aws}/123456789012/${name}` }));
  client.destroy();
};
const waiting = async (buyer: Buyer): Promise<ParkedInvoice[]> =>
  (await world.all<ParkedInvoice>('/v1/parked-invoices')).filter(({ customerId }) => customerId === buyer.id);
const shown = (id: string) => world.get<Shown>(`/v1/parked-invoices/${id}`);
const settle = async (how: 'recheck' | 'issue', id: string, over: Parameters<World['call']>[3] = {}) => {
  const said = how === 'issue' ? { reason: 'Agreed by phone' } : {};
  const answer = await world.call<ParkedInvoice>('POST', `/v1/parked-invoices/${id}/${how}`, said, over);
  await world.settle();
  return answer;
};
const ordered = async (buyer: Buyer, net: string, over: Record<string, unknown> = {}): Promise<Order> => {
  const basket = { ...buyer.basket({ net, taxClass: 'standard' }), ...over };
  const { status, body } = await world.call<Order>('POST', '/v1/orders', basket, { key: 'partner' });
  expect([status, body]).toMatchObject([201, { state: 'CONFIRMED' }]);
  return body;
};
/** Delivered, and its invoice waits: the one that does. */
const isParked = async (buyer: Buyer, order: Order): Promise<ParkedInvoice> => {
  const known = new Set((await waiting(buyer)).map(({ id }) => id));
  await buyer.delivered(order);
  const fresh = (await waiting(buyer)).filter(({ id }) => !known.has(id));
  expect(fresh).toMatchObject([{ state: 'PARKED', orderId: order.id }]);
  return fresh[0]!;
};
const codes = ({ checks }: { readonly checks: readonly Failed[] }) => checks.map(({ code }) => code);
const numbers = async (): Promise<string[]> =>
  (await world.all<InvoiceView>('/v1/invoices')).map(({ number }) => number);
/** Books in which something waits are as right as others. */

test('a tenant without rules has none, and its rules are a document with a version', async () => {
  const none = await world.get<CheckRules>('/v1/invoice-checks');
  const set = await rules({ check: 'zero_total' }, { check: 'outlier', abovePercent: 300 });
  expect(set).toMatchObject({
    version: none.version + 1,
    rules: [{ check: 'zero_total' }, { check: 'outlier', abovePercent: 300, last: 12, from: 3 }],
  });
  expect(await world.get('/v1/invoice-checks')).toEqual(set);
  const wrong = await world.call('PUT', '/v1/invoice-checks', { rules: [{ check: 'weekday' }] });
  expect(wrong.status).toBe(422);
});

test('a business of another member state without its VAT identifier: mended, checked again, issued', async () => {
  await rules({ check: 'tax_id_missing' });
  const profile = {
    address: { line1: '1 rue', postalCode: '75001', city: 'Paris', country: 'FR' },
    taxIds: [{ value: 'FR40303265045' }],
  };
  const acme = await world.customer('Lumiere', profile);
  const before = await numbers();
  const draft = await isParked(acme, await ordered(acme, '100.00'));
  expect(draft.checks).toEqual([
    {
      code: 'invoices.tax_id_missing',
      detail: 'The buyer is a business, and no VAT identifier of it is known.',
      figures: { country: 'FR' },
    },
  ]);
  expect(await numbers()).toEqual(before);
  await world.isHealthy();
  // Not mended yet: it is checked again, and waits on.
  const again = await settle('recheck', draft.id);
  expect([again.status, again.body]).toMatchObject([200, { state: 'PARKED', version: 2 }]);
  expect(codes(again.body)).toEqual(['invoices.tax_id_missing']);
  const mended = {
    ...profile,
    name: 'Lumiere',
    emails: [acme.email],
    currency: 'EUR',
    paymentTermsDays: 14,
    ibans: [acme.iban],
    vatId: 'FR40303265045',
  };
  const saved = await world.call('PUT', '/v1/customers/crm/Lumiere', mended, { key: 'partner' });
  expect(saved.status).toBe(200);
  const told = await shown(draft.id);
  expect(told).toMatchObject({ forecast: true, snapshot: { buyer: { vatId: 'FR40303265045' } } });
  const { status, body } = await settle('recheck', draft.id);
  expect([status, body]).toMatchObject([200, { state: 'ISSUED', issued: { number: told.snapshot.number } }]);
  expect(body.issued!.reason).toBeUndefined();
  const invoice = await acme.invoice(draft.id);
  expect(invoice.snapshot).toEqual(told.snapshot);
  expect(await shown(draft.id)).toMatchObject({ forecast: false, snapshot: told.snapshot });
  expect(await acme.inbox(invoice.number)).toHaveLength(1);
  expect(await waiting(acme)).toEqual([]);
});

test('a customer whose tag asks for a purchase order number, and one whose does not', async () => {
  await rules({ check: 'po_required', tags: ['strict'] });
  const strict = await world.customer('Strict', { tags: ['strict'] });
  const draft = await isParked(strict, await ordered(strict, '10.00'));
  expect(codes(draft)).toEqual(['invoices.po_required']);
  await strict.delivered(await ordered(strict, '10.00', { poNumber: 'PO-1' }));
  const lax = await world.customer('Lax');
  await lax.isInvoiced('10.00');
  expect(await strict.invoices()).toHaveLength(1);
  await settle('issue', draft.id);
  expect(await strict.invoices()).toHaveLength(2);
});

test('a free delivery waits with all its reasons, and is paid by being issued', async () => {
  await rules({ check: 'zero_total' }, { check: 'po_required' });
  const acme = await world.customer('Free');
  const draft = await isParked(acme, await acme.orders('0.00'));
  expect(codes(draft)).toEqual(['invoices.zero_total', 'invoices.po_required']);
  await settle('issue', draft.id);
  expect(await acme.invoice(draft.id)).toMatchObject({ state: 'PAID', total: { minor: 0 } });
});

test('the same purchase order for the same amount, within the days and after them', async () => {
  await rules({ check: 'duplicate', withinDays: 10 });
  const acme = await world.customer('Twice');
  const first = await ordered(acme, '50.00', { poNumber: 'PO-9' });
  await acme.delivered(first);
  const [invoice] = await acme.invoices();
  const draft = await isParked(acme, await ordered(acme, '50.00', { poNumber: 'PO-9' }));
  expect(draft.checks).toMatchObject([
    { code: 'invoices.duplicate', figures: { invoice: invoice!.number, grossMinor: 5_950, found: 1 } },
  ]);
  // Another amount, another number: no doubles.
  await acme.delivered(await ordered(acme, '51.00', { poNumber: 'PO-9' }));
  await acme.delivered(await ordered(acme, '50.00', { poNumber: 'PO-10' }));
  expect(await acme.invoices()).toHaveLength(3);
  await world.day(12);
  await acme.delivered(await ordered(acme, '50.00', { poNumber: 'PO-9' }));
  expect(await acme.invoices()).toHaveLength(4);
  await settle('issue', draft.id);
  expect(await acme.invoices()).toHaveLength(5);
});

test('the same for what is billed in advance', async () => {
  await rules({ check: 'duplicate', withinDays: 10 });
  const acme = await world.customer('Ahead', { billing: { on: 'order' } });
  for (let twice = 0; twice < 2; twice++) {
    await ordered(acme, '70.00', { poNumber: 'PO-11' });
    await world.settle();
  }
  expect(await acme.invoices()).toHaveLength(1);
  expect((await waiting(acme)).map(codes)).toEqual([['invoices.duplicate']]);
});

test('far above what the customer usually buys, once enough is known of it', async () => {
  await rules({ check: 'outlier', abovePercent: 300, last: 5, from: 3 });
  const acme = await world.customer('Steady');
  await acme.isInvoiced('1000.00');
  for (const net of ['100.00', '110.00']) await acme.isInvoiced(net);
  const draft = await isParked(acme, await acme.orders('330.01'));
  expect(draft.checks).toMatchObject([
    {
      code: 'invoices.outlier',
      figures: { grossMinor: 33_001, medianMinor: 11_000, invoices: 3, abovePercent: 300 },
    },
  ]);
  await acme.isInvoiced('330.00');
  // What is usual has grown meanwhile: looked at again, nothing speaks against it.
  const { body } = await settle('recheck', draft.id);
  expect(body).toMatchObject({ state: 'ISSUED' });
});

test('a person issues it with a reason that stands in the act; partners and the timeline hear of all of it', async () => {
  await rules({ check: 'po_required' });
  const acme = await world.customer('Override');
  const order = await ordered(acme, '100.00');
  const draft = await isParked(acme, order);
  const event = shop.received.find(({ body }) => body.subject === draft.id)!;
  expect(event.body).toMatchObject({
    type: 'invoice.parked',
    data: {
      invoiceId: draft.id,
      orderId: order.id,
      customerId: acme.id,
      fulfilmentId: draft.fulfilmentId,
      total: { minor: 11_900, currency: 'EUR' },
      checks: ['invoices.po_required'],
    },
  });
  const refused = await world.call('POST', `/v1/parked-invoices/${draft.id}/issue`, {});
  expect(refused.status).toBe(422);
  const first = await settle('issue', draft.id, { idem: 'override' });
  expect([first.status, first.body]).toMatchObject([
    200,
    { state: 'ISSUED', checks: [{ code: 'invoices.po_required' }], issued: { reason: 'Agreed by phone' } },
  ]);
  await changesNothing(world, async () => {
    const repeated = await settle('issue', draft.id, { idem: 'override' });
    expect([repeated.status, repeated.body]).toEqual([200, first.body]);
    for (const how of ['issue', 'recheck'] as const)
      expectProblem(await settle(how, draft.id), { status: 409, code: 'invoices.not_parked' });
    const unknown = draft.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const how of ['issue', 'recheck'] as const)
      expectProblem(await settle(how, unknown), { status: 404, code: 'invoices.draft_unknown' });
  });
  const invoice = await acme.invoice(draft.id);
  expect(invoice).toMatchObject({ number: first.body.issued!.number, trace: order.trace });
  const rows = await world.all<TimelineRow>(`/v1/customers/${acme.id}/timeline`);
  const [override] = rows.filter(({ what }) => what === 'invoices.override: Agreed by phone');
  expect(override).toMatchObject({ by: first.body.issued!.by, facts: [{ type: 'invoice.issued' }] });
  expect(rows.map(({ what }) => what)).toContain('invoices.park');
});

test('a re-check that is asked for twice under one key is done once', async () => {
  await rules({ check: 'po_required' });
  const acme = await world.customer('Again');
  const draft = await isParked(acme, await ordered(acme, '100.00'));
  const first = await settle('recheck', draft.id, { idem: 'recheck' });
  expect(first.body).toMatchObject({ state: 'PARKED', version: 2 });
  await changesNothing(world, async () => {
    expect((await settle('recheck', draft.id, { idem: 'recheck' })).body).toEqual(first.body);
  });
  await settle('issue', draft.id);
});

test('of two clerks at the same moment one issues, and there is one invoice', async () => {
  await rules({ check: 'po_required' });
  const acme = await world.customer('Crowd');
  const draft = await isParked(acme, await ordered(acme, '100.00'));
  await rules();
  const answers = await Promise.all(
    (['issue', 'issue', 'recheck', 'recheck'] as const).map((how) => settle(how, draft.id)),
  );
  const [done, ...others] = answers.toSorted((a, b) => a.status - b.status);
  expect(done).toMatchObject({ status: 200, body: { state: 'ISSUED' } });
  for (const other of others)
    expect(other).toMatchObject({ status: 409, body: { code: 'invoices.not_parked' } });
  expect(await acme.invoices()).toHaveLength(1);
});

test('exposure stays counted while it waits, in the account, at night and in the eyes of the doctor', async () => {
  await rules({ check: 'po_required' });
  const acme = await world.customer('Exposed');
  const order = await ordered(acme, '100.00');
  expect(await acme.exposure()).toBe(11_900);
  const draft = await isParked(acme, order);
  expect(await acme.exposure()).toBe(11_900);
  expect(await world.rebuilt()).toMatchObject({ drifts: [], unsettled: 0 });
  await world.passes(2 * 3_600_000);
  expect(await world.rebuilt()).toMatchObject({ drifts: [], unsettled: 0 });
  await world.isHealthy();
  await settle('issue', draft.id);
  expect(await acme.exposure()).toBe(11_900);
  const { number } = await acme.invoice(draft.id);
  await acme.transfers('119.00', number);
  expect(await acme.exposure()).toBe(0);
  expect(await world.rebuilt()).toMatchObject({ drifts: [], unsettled: 0 });
});

test('a message that comes twice parks once; after it was issued it changes nothing, whatever the rules', async () => {
  await rules({ check: 'po_required' });
  const acme = await world.customer('Told');
  const order = await ordered(acme, '100.00');
  const draft = await isParked(acme, order);
  const delivery = async (): Promise<Raw[]> =>
    (await running(world.cloud.urls)).items.filter(
      (item) =>
        item.kind === 'act' &&
        ((item['events'] ?? []) as { type: string; subject: string }[]).some(
          ({ type, subject }) => type === 'order.fulfilled' && subject === order.id,
        ),
    );
  const again = () =>
    changesNothing(world, async () => {
      expect(await announceAgain(world, await delivery())).toBe(1);
      await world.passes(45 * 60_000);
    });
  await again();
  await rules();
  await again();
  await settle('issue', draft.id);
  await again();
  await rules({ check: 'po_required' });
  await again();
  expect(await acme.invoices()).toHaveLength(1);
});

test('a draft whose delivery was invoiced all the same learns of it, and takes no second number', async () => {
  const acme = await world.customer('Both');
  const { id, number, total, orderId, fulfilmentId } = await acme.isInvoiced('10.00');
  const at = new Date(world.cloud.clock.now()).toISOString();
  // As two functions leave it of which one remembers that there are no rules.
  await keep({
    pk: `acme#DRAFT#${id}`,
    sk: 'DRAFT',
    kind: 'invoice-draft',
    v: 1,
    g1p: 'acme#DRAFTS',
    g1s: id,
    doc: ParkedInvoice.parse({
      id,
      version: 1,
      state: 'PARKED',
      entity: 'main',
      customerId: acme.id,
      customerName: 'Both',
      orderId,
      fulfilmentId,
      deliveredOn: at.slice(0, 10),
      total,
      rules: 1,
      parkedAt: at,
      checkedAt: at,
      checks: [{ code: 'invoices.po_required', detail: 'None.', figures: {} }],
    }),
  });
  const before = await numbers();
  const { status, body } = await settle('recheck', id);
  expect([status, body]).toMatchObject([200, { state: 'ISSUED', issued: { number, by: 'issue-invoice' } }]);
  expect(await numbers()).toEqual(before);
});

test('of deliveries that come together, what must wait waits and the others are issued; doubles among them, too', async () => {
  await rules({ check: 'po_required', tags: ['batch'] }, { check: 'duplicate', withinDays: 10 });
  const acme = await world.customer('Batch', { tags: ['batch'] });
  const orders: Order[] = [];
  for (const poNumber of ['B-1', undefined, 'B-2', 'B-2', undefined, 'B-3'])
    orders.push(await ordered(acme, '20.00', { poNumber }));
  await world.settle();
  // The worker is down while they come; then it gets all of them in one invocation.
  const down = { service: 'dynamodb', action: 'BatchGetItem', when: 'before', kind: 'error' } as const;
  world.cloud.faults.add({ ...down, function: 'IssueInvoice', count: 10_000 });
  await Promise.all(
    orders.map(({ id }) => world.call('POST', `/v1/orders/${id}/fulfilments`, {}, { key: 'partner' })),
  );
  await world.settle();
  expect([await acme.invoices(), await waiting(acme)]).toEqual([[], []]);
  await emptied('IssueInvoice');
  world.cloud.faults.clear();
  world.cloud.meter.clear();
  const Records = await messages('order.fulfilled', new Set(orders.map(({ id }) => id)));
  expect(await world.cloud.invoke('IssueInvoice', { Records })).toMatchObject({
    payload: { batchItemFailures: [] },
  });
  await world.settle();
  // Three drafts, and one commit for the three that are issued.
  const commits = world.cloud.meter
    .report()
    .filter((count) => count.function.includes('IssueInvoice') && count.action === 'TransactWriteItems');
  expect(commits.map(({ calls }) => calls)).toEqual([4]);
  const issued = (await acme.invoices()).map(({ orderId }) => orderId);
  expect(issued).toHaveLength(3);
  const parked = await waiting(acme);
  const reasons = parked.flatMap(codes);
  expect(reasons.filter((code) => code === 'invoices.po_required')).toHaveLength(2);
  expect(reasons.filter((code) => code === 'invoices.duplicate')).toHaveLength(1);
  expect(parked).toHaveLength(3);
  expect(new Set([...issued, ...parked.map(({ orderId }) => orderId)])).toEqual(
    new Set(orders.map(({ id }) => id)),
  );
  // Newest first, page by page.
  const page = await world.get<{ data: ParkedInvoice[]; hasMore: boolean }>('/v1/parked-invoices?limit=2');
  expect([page.hasMore, page.data.map(({ id }) => id)]).toEqual([
    true,
    parked.slice(0, 2).map(({ id }) => id),
  ]);
  expect(parked.map(({ id }) => id)).toEqual(
    parked
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
  );
  expect(await acme.exposure()).toBe(6 * 2_380);
  await world.isHealthy();
  for (const { id } of parked) await settle('issue', id);
  expect(await acme.exposure()).toBe(6 * 2_380);
});

test('goods of a delivery that waits come back: their credit waits for its invoice, and is made once', async () => {
  await rules({ check: 'po_required' });
  const acme = await world.customer('Returned');
  const order = await ordered(acme, '100.00');
  const draft = await isParked(acme, order);
  const back = { reason: 'Wrong colour', lines: [{ line: '1', quantity: '1' }] };
  const told = await world.call('POST', `/v1/orders/${order.id}/returns`, back, { key: 'partner' });
  expect(told.status).toBe(201);
  await world.settle();
  const [work] = await world.all<Parked>('/v1/parked');
  expect(work).toMatchObject({ worker: 'credit-returns', code: 'corrections.invoice_parked' });
  await settle('issue', draft.id);
  await world.call('POST', `/v1/parked/${work!.id}/retry`, {});
  await world.settle();
  expect(await acme.invoice(draft.id)).toMatchObject({ state: 'CREDITED', open: { minor: 0 } });
  expect(await world.all('/v1/parked')).toEqual([]);
  expect(await acme.exposure()).toBe(0);
});

test('a preview says what the bill will say, to the last field, and keeps nothing', async () => {
  await rules({ check: 'po_required' });
  const acme = await world.customer('Preview');
  const basket = acme.basket({ net: '33.33', taxClass: 'standard', quantity: '3' }, '7.00');
  const body = { ...basket, discounts: [{ reason: 'Spring', percent: '7' }], poNumber: 'PO-77' };
  const placed = await world.call<Order>('POST', '/v1/orders', body, { key: 'partner' });
  const order = placed.body;
  const preview = (lines?: unknown) =>
    world.call<Preview>('POST', `/v1/orders/${order.id}/invoice-preview`, lines ? { lines } : {});
  await world.settle();
  for (const lines of [[{ line: '1', quantity: '1' }], undefined]) {
    const { status, body: said } = await changesNothing(world, () => preview(lines));
    expect([status, said]).toMatchObject([200, { outcome: 'ISSUED', forecast: true, checks: [] }]);
    const known = new Set((await acme.invoices()).map(({ id }) => id));
    await acme.delivered(order, lines);
    const [bill] = (await acme.invoices()).filter(({ id }) => !known.has(id));
    const { snapshot, total } = await acme.invoice(bill!.id);
    expect(said.snapshot).toEqual(snapshot);
    expect(said.total).toEqual(total);
    expect(said.total.minor).toBe(said.snapshot.totals.grossMinor);
  }
  expectProblem(await preview(), { status: 409, code: 'orders.not_fulfillable' });
  const other = await ordered(acme, '5.00');
  const ask = (lines: unknown) =>
    world.call<Preview>('POST', `/v1/orders/${other.id}/invoice-preview`, { lines });
  await changesNothing(world, async () => {
    const { body: said } = await ask([{ line: '1', quantity: '1' }]);
    expect([said.outcome, codes(said)]).toEqual(['PARKED', ['invoices.po_required']]);
    expectProblem(await ask([{ line: '9', quantity: '1' }]), { status: 422, code: 'orders.line_unknown' });
    expectProblem(await ask([{ line: '1', quantity: '2' }]), { status: 422, code: 'orders.over_delivered' });
    const strange = await world.call('POST', `/v1/orders/ord_${'0'.repeat(26)}/invoice-preview`, {});
    expectProblem(strange, { status: 404, code: 'invoices.order_unknown' });
  });
  // The draft of what waits is what the preview said, and what is issued.
  const { body: said } = await ask([{ line: '1', quantity: '1' }]);
  const draft = await isParked(acme, other);
  expect((await shown(draft.id)).snapshot).toEqual(said.snapshot);
  await settle('issue', draft.id);
  expect((await acme.invoice(draft.id)).snapshot).toEqual(said.snapshot);
});
