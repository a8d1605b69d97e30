/** An invoice that reaches nobody at one address goes to the next, and where none is left a person is asked; a reminder that came back was no step. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { running } from '../../bin/doctor/sources.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer, type MailView } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-20T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
});
afterAll(async () => {
  await world.booksAreRight();
  await world.isHealthy();
  await world.close();
});

const comesBack = async (mail: MailView | undefined): Promise<void> => {
  await world.control(`/control/mails/${mail!.id}/bounce`, {});
  await world.settle();
};
const delivery = async (buyer: Buyer): Promise<NonNullable<InvoiceView['delivery']>> =>
  (await buyer.invoices())[0]!.delivery!;
const record = (buyer: Buyer) => world.get<Customer>(`/v1/customers/${buyer.id}`);
const tasks = (state = 'OPEN') => world.all<Task>(`/v1/tasks?state=${state}`);
const contact = (email: string) => ({ role: 'billing', name: email, email });

// Mailboxes of SES's own simulator, which bounce by themselves.
const gone = (name: string) => `bounce+${name}@simulator.amazonses.com`;

test('of two contacts one is gone: the other has got the invoice, and the record says which address is dead', async () => {
  const half = await world.customer('Half', {
    contacts: [contact(gone('ann')), contact('bob@half.example')],
  });
  const invoice = await half.isInvoiced('100.00');
  const proof = await delivery(half);
  expect(proof).toMatchObject({ state: 'DELIVERED' });
  expect(proof.history!.flatMap(({ to }) => (to ? [to] : []))).toEqual([[gone('ann'), 'bob@half.example']]);
  expect((await record(half)).undeliverable).toMatchObject([{ email: gone('ann'), reason: 'bounced' }]);
  expect(await half.inbox(invoice.number)).toEqual([]);
  // The next one goes to whom it reaches.
  const next = await half.isInvoiced('1.00');
  expect((await world.mails('bob@half.example', next.number))[0]!.to).toEqual(['bob@half.example']);
});

test('both contacts are gone: the profile’s address gets the invoice, with its documents', async () => {
  const two = await world.customer('Two', { contacts: [contact(gone('cid')), contact(gone('dan'))] });
  const invoice = await two.isInvoiced('100.00');
  const [next, ...more] = await two.inbox(invoice.number);
  expect([next!.to, next!.attachments.length > 0, more]).toEqual([[two.email], true, []]);
  const proof = await delivery(two);
  expect(proof.history!.map(({ state }) => state)).toEqual(
    expect.arrayContaining(['BOUNCED', 'QUEUED', 'DELIVERED']),
  );
  expect([proof.state, ...proof.history!.flatMap(({ to }) => (to ? [to] : []))]).toEqual([
    'DELIVERED',
    [gone('cid'), gone('dan')],
    [two.email],
  ]);
  expect(await tasks()).toEqual([]);
  expect((await record(two)).undeliverable).toHaveLength(2);

  // SES tells of the first round once more, and late of one that nobody waited for: the second has arrived, and nothing goes out.
  const { items } = await running(world.cloud.urls, 0);
  const kept = items.find(({ kind, pk }) => kind === 'mail' && pk.endsWith(invoice.id))!.doc as {
    id: string;
  };
  const news = (eventType: string, told: object) => ({
    eventType,
    mail: {
      timestamp: '2026-01-20T09:00:00Z',
      tags: { tenant: ['acme'], mail: [kept.id], invoice: [invoice.id] },
    },
    ...told,
  });
  await changesNothing(world, () =>
    hears(
      news('Bounce', {
        bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: gone('dan') }] },
      }),
      news('Delivery', {}),
    ),
  );
  await hears(news('Complaint', { complaint: { complainedRecipients: [{ emailAddress: two.email }] } }));
  expect((await delivery(two)).state).toBe('DELIVERED');
  expect((await record(two)).undeliverable).toMatchObject([
    {},
    {},
    { email: two.email, reason: 'complained' },
  ]);
  expect(await two.inbox(invoice.number)).toHaveLength(1);
});

/** What SES's queue brings, in whatever order. */
const hears = async (...details: object[]): Promise<void> => {
  const Records = details.map((detail, index) => ({
    messageId: String(index),
    body: JSON.stringify({ detail }),
    attributes: { ApproximateReceiveCount: '1' },
  }));
  const { error, payload } = await world.cloud.invoke('MailEvents', { Records });
  expect([error, payload]).toEqual([undefined, { batchItemFailures: [] }]);
};

test('nobody can be reached: one task for a person, and what waited goes out when it is done', async () => {
  const lost = await world.customer('Lost');
  const first = await lost.isInvoiced('10.00');
  await comesBack((await lost.inbox(first.number))[0]);
  expect(await delivery(lost)).toMatchObject({ state: 'BOUNCED' });
  await lost.isInvoiced('20.00');
  expect(await delivery(lost)).toMatchObject({ state: 'SUPPRESSED', reason: 'no address takes mail' });
  const [task, ...others] = await tasks();
  expect([task, others]).toMatchObject([
    { kind: 'customer_unreachable', customerId: lost.id, undelivered: [{ invoiceId: first.id }, {}] },
    [],
  ]);

  const take = await world.call<Task>('POST', `/v1/tasks/${task!.id}/take`, {});
  expect(take.body.owner).toMatch(/^key_/);
  // Done without a remedy: it opens again, with all that waits.
  await world.call('POST', `/v1/tasks/${task!.id}/done`, { note: 'Called them.' });
  await world.settle();
  expect(await tasks()).toMatchObject([{ id: task!.id, undelivered: [{}, {}] }]);
  expect(await lost.inbox()).toHaveLength(1 + (await confirmations(lost)));

  const before = await record(lost);
  const profile = { ...before, emails: ['new@lost.example'] } as Record<string, unknown>;
  for (const own of ['id', 'version', 'source', 'externalId', 'undeliverable', 'createdAt', 'updatedAt'])
    delete profile[own];
  const changed = await world.call<Customer>('PUT', '/v1/customers/crm/Lost', profile, { key: 'partner' });
  expect([before.undeliverable, changed.body.undeliverable]).toMatchObject([
    [{ reason: 'bounced' }],
    undefined,
  ]);
  const done = await world.call<Task>('POST', `/v1/tasks/${task!.id}/done`, {});
  expect([done.status, done.body.state]).toEqual([200, 'DONE']);
  await world.settle();
  expect((await world.mails('new@lost.example')).map(({ subject }) => subject).sort()).toEqual([
    expect.stringContaining('10.00'),
    expect.stringContaining('20.00'),
  ]);
  expect([await tasks(), await tasks('DONE')]).toMatchObject([[], [{ id: task!.id }]]);
  // The old mailbox is there again, and a person says so.
  await world.call('PUT', '/v1/customers/crm/Lost', { ...profile, emails: [lost.email] }, { key: 'partner' });
  const allow = () =>
    world.call<Customer>(
      'POST',
      `/v1/customers/${lost.id}/addresses/allow`,
      { email: lost.email, reason: 'They made room in it.' },
      { key: 'partner' },
    );
  expect(await allow()).toMatchObject({ status: 200 });
  await lost.isInvoiced('30.00');
  expect(await lost.inbox('30.00')).toHaveLength(1);
  await changesNothing(world, async () => {
    expectProblem(await world.call('POST', `/v1/tasks/${task!.id}/done`, {}), {
      status: 409,
      code: 'tasks.not_open',
    });
    expectProblem(await allow(), {
      status: 409,
      code: 'customers.address_takes_mail',
      at: ['/email'],
    });
    const unknown = `/v1/tasks/tsk_${'0'.repeat(26)}/take`;
    expectProblem(await world.call('POST', unknown, {}), { status: 404, code: 'tasks.unknown' });
  });
});
const confirmations = async (buyer: Buyer): Promise<number> => (await buyer.inbox('rder')).length;

test('a reminder that came back was no step: the next address gets the same one', async () => {
  const late = await world.customer('Late', {
    emails: ['main@late.example'],
    contacts: [contact('ap@late.example')],
    paymentTermsDays: 0,
  });
  const invoice = await late.isInvoiced('50.00');
  await world.day(4, 9);
  const [reminder] = await world.mails('ap@late.example', 'eminder');
  expect((await late.invoice(invoice.id)).reminded).toBe(1);
  await comesBack(reminder);
  const [again, ...more] = await world.mails('main@late.example', 'eminder');
  expect([again!.subject, more]).toEqual([reminder!.subject, []]);
  expect((await late.invoice(invoice.id)).reminded).toBe(1);

  // That address is gone as well: the debt was never asked for, and a person is.
  await comesBack(again);
  expect(await late.invoice(invoice.id)).toMatchObject({ reminded: 0, remindOn: world.today() });
  expect(await tasks()).toMatchObject([{ customerId: late.id, undelivered: [] }]);
});
