/** The customer master: fields and their checks, history, duplicates and merging, the timeline, and files of customers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Customer, CustomerVersion, Duplicate, TimelineRow } from '../../shared/customers/customer.ts';
import type { CustomerImport } from '../../shared/customers/customer-import.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.close();
});

const address = { line1: 'Hafenstraße 7', postalCode: '20457', city: 'Hamburg', country: 'DE' };
const profile = (over: Record<string, unknown> = {}) => ({
  name: 'Hansa Handel GmbH',
  address,
  emails: ['office@hansa.example'],
  currency: 'EUR',
  ...over,
});
const put = (externalId: string, body: unknown) =>
  world.call<Customer & { code?: string; errors?: { pointer: string; detail: string }[] }>(
    'PUT',
    `/v1/customers/crm/${externalId}`,
    body,
    { key: 'partner' },
  );

test('the record has contacts by role, tax ids, addresses and what finance sorts by; what does not hold is refused by field', async () => {
  const full = profile({
    vatId: 'DE136695976',
    contacts: [
      { role: 'billing', name: 'Ada', email: 'ada@hansa.example', phone: '+49 40 1' },
      { role: 'orders', name: 'Bob', email: 'bob@hansa.example' },
    ],
    taxIds: [{ country: 'AT', value: 'ATU12345675' }],
    deliveryAddresses: [{ ...address, line1: 'Lager 2' }],
    zone: 'Europe/Berlin',
    creditGroup: 'hansa',
    segment: 'wholesale',
    tags: ['north'],
    channel: 'mail',
    paymentMethod: 'bank_transfer',
    paymentTermsUntil: '2026-12-31',
  });
  const made = await put('Full', full);
  expect([made.status, made.body]).toMatchObject([200, { ...full, version: 1, language: 'en' }]);
  for (const [wrong, code, pointer] of [
    [{ vatId: 'DE136695977' }, 'customers.tax_id_invalid', '/vatId'],
    [{ taxIds: [{ value: '12' }] }, 'customers.tax_id_invalid', '/taxIds/0/value'],
    [{ zone: 'Hamburg' }, 'request.invalid', '/zone'],
    [
      { contacts: [{ role: 'boss', name: 'C', email: 'c@hansa.example' }] },
      'request.invalid',
      '/contacts/0/role',
    ],
    [{ parent: made.body.id }, 'customers.parent_invalid', '/parent'],
    [{ parent: made.body.id.replace(/.$/, '0').replace(/..$/, '00') }, 'customers.parent_invalid', '/parent'],
  ] as const) {
    const answer = await put('Full', { ...full, ...wrong });
    expect([answer.status, answer.body]).toMatchObject([422, { code, errors: [{ pointer }] }]);
  }
  const child = await put('Child', profile({ name: 'Hansa Filiale', parent: made.body.id }));
  expect(child.body.parent).toBe(made.body.id);
  const circle = await put('Full', { ...full, parent: child.body.id });
  expect(circle.body).toMatchObject({ code: 'customers.parent_invalid' });
});

test('every change is a version with who, when, before and after; the same profile again is none', async () => {
  const first = await put('History', profile({ name: 'Alt GmbH' }));
  expect((await put('History', profile({ name: 'Alt GmbH' }))).body.version).toBe(1);
  await put('History', profile({ name: 'Neu GmbH', segment: 'retail' }));
  const versions = await world.all<CustomerVersion>(`/v1/customers/${first.body.id}/versions`);
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  expect(versions[0]).toMatchObject({
    by: expect.stringMatching(/^key_/),
    at: expect.stringMatching(/^2026-01-05/),
    changes: [
      { field: 'name', before: 'Alt GmbH', after: 'Neu GmbH' },
      { field: 'segment', after: 'retail' },
    ],
  });
  expect(versions[0]!.changes[1]).not.toHaveProperty('before');
});

test('mails go to the contact of their role', async () => {
  const acme = await world.customer('Roles', {
    contacts: [
      { role: 'billing', name: 'Ada', email: 'billing@roles.example' },
      { role: 'orders', name: 'Bob', email: 'orders@roles.example' },
    ],
  });
  await acme.delivered(await acme.orders('10.00'));
  const [invoice] = await acme.invoices();
  expect(await world.mails('billing@roles.example', invoice!.number)).toHaveLength(1);
  expect(await world.mails('orders@roles.example')).toHaveLength(1);
  expect(await acme.inbox()).toEqual([]);
});

test('records that are alike are listed with reasons; merged ones answer by their old ids, and old debt counts', async () => {
  const shop = await world.customer(
    'Meerkamp',
    { name: 'Meerkamp Möbel GmbH', vatId: 'DE811115368' },
    50_000,
  );
  const crm = await world.customer('MeerkampTwo', {
    name: 'MÖBEL Meerkamp',
    address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    taxIds: [{ value: '811115368' }],
  });
  const other = await world.customer('Unlike', { name: 'Ganz Anders AG', address });
  const invoice = await crm.isInvoiced('300.00');
  await world.settle();
  const pairs = await world.all<Duplicate>('/v1/customer-duplicates');
  const pair = pairs.find(({ customers }) => customers.includes(shop.id as Customer['id']))!;
  expect(pair).toMatchObject({
    customers: [shop.id, crm.id].toSorted(),
    score: 100,
    reasons: [{ code: 'tax_id' }, { code: 'name' }, { code: 'address' }],
  });
  expect(pairs.filter(({ customers }) => customers.includes(other.id as Customer['id']))).toEqual([]);

  const as = (id: string, into: string) =>
    world.call<Customer>(
      'POST',
      `/v1/customers/${id}/merge`,
      { into, reason: 'One house' },
      { key: 'partner' },
    );
  expect((await as(shop.id, shop.id)).body).toMatchObject({ code: 'customers.merge_itself' });
  const merged = await as(crm.id, shop.id);
  expect(merged.body).toMatchObject({
    id: shop.id,
    aliases: [crm.id],
    ibans: [shop.iban, crm.iban],
    externalIds: [{ source: 'crm', externalId: 'MeerkampTwo' }],
  });
  expect((await as(crm.id, other.id)).body).toMatchObject({ code: 'customers.merged_already' });
  expect((await world.get<Customer>(`/v1/customers/${crm.id}`)).id).toBe(shop.id);
  expect((await world.all<Customer>('/v1/customers')).map(({ id }) => id)).not.toContain(crm.id);
  expect((await world.all<Duplicate>('/v1/customer-duplicates')).map(({ id }) => id)).not.toContain(pair.id);

  // The old name orders for the other record, and what it owes counts against that one's limit.
  const held = await crm.orders('250.00');
  expect(held).toMatchObject({ customerId: shop.id, state: 'HELD', holds: [{ code: 'credit.over_limit' }] });
  const fits = await crm.orders('200.00');
  expect(fits).toMatchObject({ customerId: shop.id, state: 'CONFIRMED' });
  expect(await shop.exposure()).toBe(50_000);
  // Its account still pays its invoice, without a reference: both records are one payer.
  await crm.transfers('300.00', 'thank you');
  expect((await crm.invoice(invoice.id)).state).toBe('PAID');
  expect(await shop.exposure()).toBe(20_000);
});

test('money that is here under either name keeps reminders from the merged one', async () => {
  const old = await world.customer('Vorher');
  const now = await world.customer('Nachher');
  const owed = await old.isInvoiced('80.00');
  const paid = await now.isInvoiced('100.00');
  await now.transfers('100.00', paid.number);
  await world.call(
    'POST',
    `/v1/customers/${old.id}/merge`,
    { into: now.id, reason: 'One house' },
    { key: 'partner' },
  );
  await world.call('POST', `/v1/invoices/${paid.id}/credit-notes`, { reason: 'goodwill' });
  await world.passes(20 * 86_400_000);
  expect((await old.invoice(owed.id)).state).toBe('ISSUED');
  expect([...(await old.inbox('eminder')), ...(await now.inbox('eminder'))]).toEqual([]);
});

test('a pair that is two customers is put aside, and not found again', async () => {
  const one = await put('Twin-1', profile({ name: 'Zwilling Optik', emails: ['one@z.example'] }));
  const two = await put('Twin-2', profile({ name: 'Zwilling Optik', emails: ['two@z.example'] }));
  await world.settle();
  const id = [one.body.id, two.body.id].toSorted().join('.');
  const mine = async () =>
    (await world.all<Duplicate>('/v1/customer-duplicates')).filter((each) => each.id === id);
  expect(await mine()).toHaveLength(1);
  const dismissed = await world.call(
    'POST',
    `/v1/customer-duplicates/${id}/dismiss`,
    { reason: 'Two shops' },
    { key: 'partner' },
  );
  expect(dismissed.body).toMatchObject({ state: 'DISMISSED' });
  await put('Twin-2', profile({ name: 'Zwilling Optik', emails: ['new@z.example'] }));
  await world.settle();
  expect(await mine()).toEqual([]);
});

test('the timeline tells all that happened, newest first and page by page', async () => {
  const acme = await world.customer('Timeline');
  await acme.isInvoiced('40.00');
  const [invoice] = await acme.invoices();
  await acme.paysByCard(invoice!.number);
  const rows = await world.all<TimelineRow>(`/v1/customers/${acme.id}/timeline`);
  const facts = rows.flatMap((row) => row.facts.map(({ type }) => type));
  for (const type of [
    'customer.saved',
    'credit.limit_set',
    'order.confirmed',
    'order.fulfilled',
    'invoice.issued',
    'payment.received',
    'invoice.paid',
    'mail.delivered',
  ])
    expect(facts).toContain(type);
  expect(rows.map(({ at }) => at)).toEqual(
    rows
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  expect(rows.find(({ what }) => what === 'dispatch.invoice')!.facts.map(({ type }) => type)).toEqual([
    'mail.sending',
    'mail.sent',
    'mail.delivered',
  ]);
  const page = await world.get<{ data: TimelineRow[]; nextCursor: string }>(
    `/v1/customers/${acme.id}/timeline?limit=2`,
  );
  expect(page.data).toEqual(rows.slice(0, 2));
});

const importing = (content: string, source = 'erp') =>
  world.call<CustomerImport>('POST', `/v1/customer-imports?source=${source}`, content, {
    key: 'partner',
    raw: true,
  });

test('a CSV keeps its good rows and tells of the bad ones; the same file again changes nothing', async () => {
  const header =
    'externalId;name;line1;postalCode;city;country;emails;currency;ibans;taxIds;paymentTermsDays';
  const file = [
    header,
    'E-1;"Ost; ""Handel""";Weg 1;10115;Berlin;DE;a@e.example|b@e.example;EUR;;DE:136695976;30',
    'E-2;"Zwei',
    'Zeilen";Weg 2;10115;Berlin;DE;c@e.example;EUR;DE75512108001245126199;;',
    'E-3;West;Weg 3;10115;Berlin;DE;nobody;EUR;;;30',
    'E-4;Süd;Weg 4;10115;Berlin;DE;d@e.example;EUR;DE75512108001245126198;;x',
    'E-5;Nord;Weg 5;10115;Berlin;DE;e@e.example;EUR;DE75512108001245126198;;',
    'E-1;Again;Weg 1;10115;Berlin;DE;a@e.example;EUR;;;',
    'E-6;Few',
    '',
  ].join('\r\n');
  const sent = await importing(file);
  expect([sent.status, sent.body]).toMatchObject([202, { state: 'RECEIVED', format: 'csv' }]);
  await world.settle();
  const done = await world.get<CustomerImport>(`/v1/customer-imports/${sent.body.id}`);
  expect(done).toMatchObject({
    state: 'DONE',
    counts: { rows: 7, created: 1, changed: 0, unchanged: 0, bad: 6 },
  });
  expect(done.bad.map(({ line, field }) => [line, field])).toEqual([
    [3, 'name'],
    [5, 'emails.0'],
    [6, 'paymentTermsDays'],
    [7, 'ibans.0'],
    [8, 'externalId'],
    [9, ''],
  ]);
  const again = await importing(file);
  expect(again.body).toMatchObject({ id: sent.body.id, state: 'DONE' });
  // Another file with the same row: found unchanged.
  const other = await importing(`${header}\n${file.split('\r\n')[1]}\n`);
  await world.settle();
  expect((await world.get<CustomerImport>(`/v1/customer-imports/${other.body.id}`)).counts).toEqual({
    rows: 1,
    created: 0,
    changed: 0,
    unchanged: 1,
    bad: 0,
  });
  const [made] = (await world.all<Customer>('/v1/customers')).filter(({ source }) => source === 'erp');
  expect(made).toMatchObject({
    name: 'Ost; "Handel"',
    emails: ['a@e.example', 'b@e.example'],
    taxIds: [{ country: 'DE', value: '136695976' }],
  });
});

test('JSON Lines of more than one part go on where the part before ended', async () => {
  const rows = Array.from({ length: 510 }, (_, at) =>
    JSON.stringify({
      externalId: `J-${at}`,
      ...profile({ name: `Jota ${at}`, emails: [`j${at}@j.example`] }),
    }),
  );
  rows[505] = '{"externalId":';
  const sent = await importing(rows.join('\n'), 'jota');
  expect(sent.body).toMatchObject({ format: 'jsonl', state: 'RECEIVED' });
  await world.settle();
  const done = await world.get<CustomerImport & { version: number }>(`/v1/customer-imports/${sent.body.id}`);
  expect(done).toMatchObject({
    state: 'DONE',
    counts: { rows: 510, created: 509, changed: 0, unchanged: 0, bad: 1 },
    bad: [{ line: 506, field: '', reason: 'is not JSON' }],
  });
  // Received, and two parts.
  expect(done.version).toBe(3);
}, 180_000);
