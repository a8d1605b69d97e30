/**
 * A customer wants to be forgotten, and to know before what is known. All that names it is marked, goes the whole road, and is taken
 * out by two persons; then the whole table and the whole bucket are searched for the marks, and the books are what they were.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leave } from '../../bin/tool/leaving.ts';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { Customer, CustomerVersion } from '../../shared/customers/customer.ts';
import { SAMPLES } from '../../shared/intake/samples.ts';
import type { Erasure, PersonalDatum } from '../../shared/privacy/erasure.ts';
import { arrives, asksIn, mime } from '../support/inbound.ts';
import { sendForm, type Form } from '../support/files.ts';
import { entered } from '../support/moved.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem, itemsOf } from '../support/refused.ts';
import { hiddenIn, Visitor } from '../support/visitor.ts';
import { Buyer, World } from '../support/world.ts';

/** In every name, address, account and text; nowhere else. */
const MARK = 'Qwyjibo';
const marked = (what: string) => `${MARK} ${what}`;
const MAIL = `${MARK.toLowerCase()}@customer.example`;
const IBANS = ['DE89370400440532013000', 'DE02120300000000202051'] as const;

let shop: Receiver;
let world: World;
let lea: Buyer;
let alias: string;
const profile = (over: object = {}) => ({
  name: marked('Person'),
  address: { line1: marked('Street'), postalCode: '10115', city: marked('City'), country: 'DE' },
  emails: [MAIL],
  currency: 'EUR',
  paymentTermsDays: 1,
  ibans: [IBANS[0]],
  contacts: [{ role: 'orders', name: marked('Contact'), email: MAIL, phone: marked('Phone') }],
  tags: [MARK.toLowerCase()],
  deliveryAddresses: [{ line1: marked('Door'), postalCode: '10115', city: marked('City'), country: 'DE' }],
  ...over,
});
const put = (externalId: string, body: object) =>
  world.call<Customer>('PUT', `/v1/customers/crm/${externalId}`, body, { key: 'partner' });

beforeAll(async () => {
  shop = await receiver();
  world = await World.open('2026-01-12T09:00:00Z', {}, {}, { jobs: [], sandboxes: [shop.origin] });
  const keys = [
    { name: 'officer', roles: ['admin'] },
    { name: 'chief', roles: ['finance'] },
  ];
  await world.hires(keys);
  const heard = { url: `${shop.origin}/hooks`, events: ['customer.*'], contact: 'ops@shop.example' };
  await world.call('POST', '/v1/webhooks', heard, { key: 'partner' });
  await world.passes(31_000);
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.close();
  shop.close();
});

const ask = (id: string, key = 'officer') =>
  world.call<Approval>('POST', `/v1/customers/${id}/erasure`, { reason: 'Asked for by letter' }, { key });
const approve = (id: string, key = 'chief') =>
  world.call<Approval>('POST', `/v1/approvals/${id}/approve`, {}, { key });
const erasures = () => world.get<{ data: Erasure[] }>('/v1/erasures', 'officer').then(({ data }) => data);
const bucketOf = (): S3Client =>
  new S3Client({
    endpoint: world.cloud.urls.aws,
    region: 'eu-central-1',
    credentials: world.cloud.credentials,
    forcePathStyle: true,
  });
/** Every object of the documents' bucket, which a link names: its bytes as text that can be searched. */
const objects = async (of: string): Promise<Map<string, string>> => {
  const { url } = await world.get<{ url: string }>(`/v1/invoices/${of}/documents/pdf`);
  const Bucket = new URL(url).pathname.split('/')[1]!;
  const client = bucketOf();
  const found = new Map<string, string>();
  for (const { Key } of (await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    found.set(Key!, Buffer.from(await Body!.transformToByteArray()).toString('latin1'));
  }
  client.destroy();
  expect([...found.keys()].some((key) => key.endsWith('.pdf'))).toBe(true);
  return found;
};
const WORDS = [MARK, MARK.toLowerCase(), ...IBANS];
const names = (text: string): boolean => WORDS.some((word) => text.includes(word));
/** Which kinds of items name the customer. */
const naming = async (): Promise<string[]> =>
  [
    ...new Set(
      [...(await itemsOf(world)).values()]
        .filter((item) => names(JSON.stringify(item)))
        .map(({ kind }) => kind),
    ),
  ].toSorted();
const ofKind = async (kind: string) =>
  [...(await itemsOf(world)).values()].filter((item) => item.kind === kind && names(JSON.stringify(item)));
/** One of us shows it a file that names it. */
const showsFile = async (dispute: string): Promise<void> => {
  const data = Buffer.from(marked('Seen'));
  const sha256 = createHash('sha256').update(data).digest('hex');
  const wanted = { name: `${marked('Photo')}.txt`, size: data.length, sha256 };
  const { body } = await world.call<{ upload: Form }>('POST', `/v1/disputes/${dispute}/files`, wanted);
  expect(await sendForm(body.upload, data, wanted.name)).toBe(204);
  await world.settle();
};
const hash = (text: string): string => createHash('sha256').update(text, 'latin1').digest('hex');

test('a person is known by many things: record, history, an alias, messages, drafts, documents, accounts', async () => {
  const { body } = await put('C-1', profile({ name: marked('Maiden') }));
  await put('C-1', profile({ ibans: [IBANS[1]], address: profile().address }));
  await put('C-1', profile());
  lea = new Buyer(world, body.id, 'C-1', MAIL, IBANS[0], 'EUR');
  await world.call(
    'PUT',
    `/v1/customers/${lea.id}/credit`,
    { limit: { minor: 1_000_000, currency: 'EUR' } },
    { key: 'partner' },
  );
  for (const blocked of [true, false])
    await world.call(
      'PUT',
      `/v1/customers/${lea.id}/credit/block`,
      { blocked, reason: 'a mistake' },
      { key: 'partner' },
    );
  // A shop knows it too, by its own message, and the two are merged.
  const source = await world.call<{ path: string; secret: string }>(
    'PUT',
    '/v1/sources/web',
    { preset: 'shopify' },
    { key: 'partner' },
  );
  const payload = {
    ...SAMPLES.shopify,
    email: MAIL,
    customer: { id: 77, email: MAIL },
    billing_address: {
      ...SAMPLES.shopify.billing_address,
      name: marked('Person'),
      company: null,
      address1: marked('Street'),
      city: marked('City'),
    },
  };
  const at = new Date(world.cloud.clock.now());
  const raw = JSON.stringify(payload);
  await fetch(`${world.cloud.urls.api}${source.body.path}`, {
    method: 'POST',
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(source.body.secret).sign('msg_1', at, raw),
    },
    body: raw,
  });
  await world.settle();
  const known = (await world.all<Customer>('/v1/customers')).find(({ source: from }) => from === 'web');
  alias = known!.id;
  const [order] = await world.all<{ id: string; customerId: string }>('/v1/orders');
  expect(order!.customerId).toBe(alias);
  await world.call('POST', `/v1/orders/${order!.id}/release`, { reason: 'known' }, { key: 'partner' });
  await world.call('POST', `/v1/orders/${order!.id}/cancel`, { reason: 'not wanted' }, { key: 'partner' });
  await world.call(
    'POST',
    `/v1/customers/${alias}/merge`,
    { into: lea.id, reason: 'one person' },
    { key: 'partner' },
  );
  // A draft that a person let through, and one invoice paid by transfer.
  await world.call('PUT', '/v1/invoice-checks', { rules: [{ check: 'zero_total' }] });
  await world.passes(31_000);
  await lea.delivered(await lea.orders('0.00'));
  const [draft] = await world.all<{ id: string }>('/v1/parked-invoices');
  await world.call('POST', `/v1/parked-invoices/${draft!.id}/issue`, { reason: 'a sample' });
  await world.call('PUT', '/v1/invoice-checks', { rules: [] });
  await world.passes(31_000);
  const invoice = await lea.isInvoiced({ net: '40.00', taxClass: 'standard' });
  // It promised to pay, and somebody spoke with it.
  const talks = `/v1/customers/${lea.id}`;
  await world.call('POST', `${talks}/promises`, {
    invoices: [invoice.id],
    payOn: world.today(),
    channel: 'phone',
    contact: marked('Voice'),
    note: marked('Note'),
  });
  const call = { channel: 'phone', direction: 'out', result: 'promised', words: marked('Words') };
  await world.call('POST', `${talks}/contacts`, call);
  await world.call('PUT', `${talks}/collector`, { nextAction: marked('Next') });
  await world.bank([
    {
      minor: invoice.total.minor,
      text: `${invoice.number} ${marked('Text')}`,
      payer: { name: marked('Payer'), iban: IBANS[0] },
    },
  ]);
  expect((await lea.invoice(invoice.id)).open.minor).toBe(0);
  // It said that something was wrong, took it back, and a machine of its answered.
  const wrong = { reason: 'other', text: marked('Wrong'), contact: marked('Whom') };
  const said = await world.call<{ id: string }>('POST', `/v1/invoices/${invoice.id}/disputes`, wrong);
  await showsFile(said.body.id);
  const over = { decision: 'withdraw', text: marked('Over') };
  await world.call('POST', `/v1/disputes/${said.body.id}/decide`, over);
  const answer = {
    from: MAIL,
    to: (await asksIn(world, invoice.number)).to,
    text: 'Away',
    headers: ['Auto-Submitted: auto-replied'],
    files: [{ name: `${marked('File')}.txt`, type: 'text/plain', text: 'Away' }],
  };
  await arrives(world, mime(answer));
  // It asked something, and said how it found the answer.
  const visitor = new Visitor(world);
  await visitor.comesIn(await lea.link(invoice.number), MAIL);
  const typed = { form: '1', topic: 'other', text: marked('Question') };
  await visitor.sends('/my/questions', '/my/questions', typed);
  const [asked] = await world.all<{ id: string }>('/v1/questions');
  const reply = { do: 'answer', text: marked('Answer'), close: true };
  await world.call('POST', `/v1/questions/${asked!.id}`, reply);
  await visitor.sends(`/my/questions/${asked!.id}`, `/my/questions/${asked!.id}`, {
    do: 'rate',
    stars: '4',
    word: marked('Word'),
  });
  // It asked for another address, which nobody answered at.
  const form = hiddenIn((await visitor.get('/my/contacts/edit')).body);
  const wanted = { do: 'ask', name: marked('Reader'), email: 'elsewhere@customer.example', role: 'billing' };
  await visitor.post('/my/contacts/ask', { ...form, ...wanted });
  expect(await naming()).toEqual(
    expect.arrayContaining([
      'address-change',
      'customer',
      'customer-version',
      'iban',
      'inbox',
      'inbox-raw',
      'invoice-draft',
      'payment',
      'snapshot',
      'payment-promise',
      'contact',
      'collection-row',
      'dispute',
      'received-mail',
      'question',
    ]),
  );
}, 60_000);

test('all that is held about it is told, page by page, also what came in under its alias', async () => {
  const data: PersonalDatum[] = [];
  let pages = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined; pages += 1) {
    const page: { data: PersonalDatum[]; nextCursor?: string } = await world.get(
      `/v1/customers/${lea.id}/personal-data?limit=5${cursor && `&cursor=${cursor}`}`,
      'officer',
    );
    // Only the last one, behind which nothing is, may be empty.
    expect(page.data.length > 0 || page.nextCursor === undefined).toBe(true);
    data.push(...page.data);
    cursor = page.nextCursor;
  }
  expect(pages).toBeGreaterThan(4);
  const about = Map.groupBy(data, (one) => one.about);
  const count = (of: PersonalDatum['about']) => about.get(of)?.length ?? 0;
  expect(
    [
      'record',
      'order',
      'invoice',
      'payment',
      'message',
      'standing',
      'promise',
      'contact',
      'dispute',
      'reply',
      'received_mail',
      'question',
    ].map((of) => [of, count(of as never)]),
  ).toEqual([
    ['record', 2],
    ['order', 3],
    ['invoice', 2],
    ['payment', 1],
    ['message', 1],
    ['standing', 1],
    ['promise', 1],
    ['contact', 1],
    ['dispute', 1],
    ['reply', 1],
    ['received_mail', 1],
    ['question', 1],
  ]);
  expect(count('version')).toBeGreaterThanOrEqual(5);
  const mails = about.get('event')!.filter(({ data: row }) => (row as { by: string }).by === 'send-mail');
  expect(mails.length).toBeGreaterThan(2);
  expectProblem(
    await world.call('GET', `/v1/customers/${lea.id}/personal-data?cursor=99.x`, undefined, {
      key: 'officer',
    }),
    { status: 400, code: 'request.cursor' },
  );
  expectProblem(
    await world.call('GET', `/v1/customers/${lea.id}/personal-data`, undefined, { key: 'partner' }),
    { status: 403, code: 'access.scope' },
  );
});

test('while anything is under way nothing is taken out, and every matter is named', async () => {
  const order = await lea.orders('10.00');
  await lea.delivered(await lea.orders('5.00'));
  await changesNothing(world, async () => {
    const refused = await ask(lea.id);
    expectProblem(refused, { status: 409, code: 'privacy.open' });
    const { errors } = refused.body as unknown as { errors: { pointer: string; detail: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/invoice', '/order', '/credit']);
    expect(errors[1]!.detail).toContain(order.id);
    expectProblem(await ask(alias), { status: 409, code: 'privacy.merged' });
    expectProblem(await ask(`cus_${'0'.repeat(26)}`), { status: 404, code: 'customers.unknown' });
    expectProblem(await ask(lea.id, 'partner'), { status: 403, code: 'access.scope' });
  });
  const as = { key: 'partner' };
  await world.call('POST', `/v1/orders/${order.id}/cancel`, { reason: 'not wanted' }, as);
  const cash = { customerId: lea.id, method: 'cash', amount: { minor: 500, currency: 'EUR' } };
  await world.call('POST', '/v1/payments', cash);
  expect(await lea.exposure()).toBe(0);
  await world.settle();
});

/** The request, the second person's word, and the minute in which what was read before may still be written. */
const isAgreedOn = async (id: string): Promise<Approval> => {
  const asked = await ask(id);
  expect([asked.status, asked.body]).toMatchObject([202, { state: 'PENDING', operation: 'privacy.erase' }]);
  expectProblem(await approve(asked.body.id, 'officer'), { status: 403, code: 'approvals.same_person' });
  const agreed = await approve(asked.body.id);
  expect([agreed.status, agreed.body.state]).toEqual([200, 'APPROVED']);
  return agreed.body;
};
/** Everything that the books say, but for the addresses to which mails went. */
const figures = () =>
  Promise.all(
    ['/v1/ageing?asOf=2026-01-12', '/v1/trial-balance?asOf=2026-01-12', '/v1/invoices'].map((path) =>
      world.get(path),
    ),
  ).then(
    ([ageing, balance, invoices]) =>
      JSON.parse(
        JSON.stringify({ ageing, balance, invoices }, (key, value: unknown) =>
          key === 'to' && Array.isArray(value) ? undefined : value,
        ),
      ) as object,
  );

test('what slipped in within the minute stops it, and the record is open again', async () => {
  const other = await world.customer('Slipped');
  await isAgreedOn(other.id);
  // Whoever read the record before it was closed may still write: here a payment that nobody can place, which no record stops.
  await world.call('POST', '/v1/payments', {
    customerId: other.id,
    method: 'cash',
    amount: { minor: 100, currency: 'EUR' },
  });
  expectProblem(await world.call('POST', '/v1/orders', other.basket('1.00'), { key: 'partner' }), {
    status: 422,
    code: 'orders.customer_unknown',
    at: ['/customer'],
  });
  await world.passes(61_000);
  await world.settle();
  const [stopped] = await erasures();
  expect(stopped).toMatchObject({
    customerId: other.id,
    state: 'STOPPED',
    open: [{ code: 'payment' }, { code: 'credit' }],
  });
  const now = await world.get<Customer>(`/v1/customers/${other.id}`);
  expect([now.name, now.erased]).toEqual(['Slipped', undefined]);
  await other.isInvoiced('1.00');
  expect(shop.received.map(({ body }) => [body.type, body.subject])).toContainEqual([
    'customer.erasure_stopped',
    other.id,
  ]);
});

test('erasure keeps the books: the marks are only where law wants them, and every figure and document is what it was', async () => {
  const [invoice] = (await lea.invoices()).filter(({ total }) => total.minor > 1000);
  const link = await lea.link(invoice!.number);
  const [before, files] = [await figures(), await objects(invoice!.id)];
  const mails = (await world.mails('')).length;
  await isAgreedOn(lea.id);
  expectProblem(await ask(lea.id), { status: 409, code: 'customers.erased' });
  // The worker is killed before and after a commit, and in the middle of a part.
  const strike = { function: 'EraseCustomers', service: 'dynamodb', kind: 'kill' as const };
  world.cloud.faults.add({ ...strike, action: 'TransactWriteItems', when: 'before', nth: 2 });
  world.cloud.faults.add({ ...strike, action: 'TransactWriteItems', when: 'after', nth: 4 });
  world.cloud.faults.add({ ...strike, action: 'PutItem', when: 'after', nth: 3 });
  world.cloud.faults.add({ ...strike, action: 'PutItem', when: 'before', nth: 12 });
  await world.passes(61_000);
  await world.passes(45 * 60_000);
  expect(world.cloud.faults.list().map(({ struck }) => struck)).toEqual([1, 1, 1, 1]);
  world.cloud.faults.clear();

  const [done] = await erasures();
  expect(done).toMatchObject({
    customerId: lea.id,
    customers: [lea.id, alias],
    state: 'DONE',
    counts: {
      records: 2,
      messages: 1,
      payments: 1,
      promises: 1,
      contacts: 1,
      received: 1,
      disputes: 1,
      questions: 1,
    },
    kept: [{ country: 'DE', invoices: 3, lastIssuedOn: '2026-01-12', until: '2034-12-31' }],
  });
  expect(await world.get(`/v1/erasures/${done!.id}`, 'officer')).toEqual(done);

  // The table: what DynamoDB's own clean-up has in its list is gone two days later; answers under idempotency keys after thirty; who came in by a code is known for hours.
  await world.day(3);
  const going = ['once', 'code', 'session'];
  expect(await naming()).toEqual(['bank-line', 'invoice', 'payment', 'snapshot', ...going].toSorted());
  for (const kind of going)
    for (const { ttl } of await ofKind(kind)) expect([kind, typeof ttl]).toEqual([kind, 'number']);
  // Of what was paid at the counter the receipt is the only voucher.
  for (const { doc } of await ofKind('payment'))
    expect((doc as { source: { kind: string } }).source.kind).toBe('counter');
  // The bucket: the documents and the bank's own file, byte for byte.
  const now = await objects(invoice!.id);
  const gone = [...files.keys()].filter((key) => !now.has(key));
  expect(gone).toEqual([expect.stringContaining('_kept/evidence/acme/dsp_')]);
  for (const [key, bytes] of files)
    if (!gone.includes(key)) expect([key, hash(now.get(key)!)]).toEqual([key, hash(bytes)]);
  expect(new Set([...now].filter(([, text]) => names(text)).map(([key]) => key.split('/')[1]))).toEqual(
    new Set(['inbound', 'invoices', 'statements']),
  );

  // Whoever takes the company elsewhere takes no more of the person along: nothing that goes by itself, no files of imports or exports.
  const away = join(mkdtempSync(join(tmpdir(), 'quittance-erased-')), 'acme');
  const house = await entered(world);
  await leave(house, { tenant: 'acme', dir: away, now: world.cloud.clock.now() });
  house.close();
  const left = readdirSync(away, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => names(readFileSync(file, 'latin1')))
    .map((file) => file.slice(away.length + 1).replace(/^files.*/, 'files'));
  expect([...new Set(left)].toSorted()).toEqual([
    'files',
    ...['bank-line', 'invoice', 'payment', 'snapshot'].map((kind) => `items/${kind}.jsonl`),
  ]);
  rmSync(dirname(away), { recursive: true });

  expect(await figures()).toEqual(before);
  await world.isHealthy();
  const page = await fetch(link);
  expect([page.status, (await page.text()).includes(invoice!.number)]).toEqual([200, true]);
  expect((await world.mails('')).length).toBe(mails);
});

test('afterwards there is a record without a name, which nothing is begun with', async () => {
  const gone = await world.get<Customer>(`/v1/customers/${lea.id}`);
  expect(gone).toMatchObject({
    name: 'Erased',
    emails: [],
    ibans: [],
    externalId: 'C-1',
    erased: { state: 'DONE' },
  });
  const history = await world.all<CustomerVersion>(`/v1/customers/${lea.id}/versions`);
  expect(history.length).toBeGreaterThan(5);
  expect(history.every(({ by, at }) => by !== '' && at !== '')).toBe(true);
  expect(
    history.flatMap(({ changes }) => changes).filter((one) => 'before' in one || 'after' in one),
  ).toEqual([]);
  expect(history.at(-1)!.changes.map(({ field }) => field)).toContain('name');
  await changesNothing(world, async () => {
    for (const externalId of ['C-1'])
      expectProblem(await put(externalId, profile()), { status: 409, code: 'customers.erased' });
    const order = await world.call('POST', '/v1/orders', lea.basket('1.00'), { key: 'partner' });
    expectProblem(order, { status: 422, code: 'orders.customer_unknown', at: ['/customer'] });
    const into = { into: lea.id, reason: 'one person' };
    const other = (await world.get<{ data: Customer[] }>('/v1/customers')).data.find(
      ({ name }) => name === 'Slipped',
    );
    expectProblem(await world.call('POST', `/v1/customers/${other!.id}/merge`, into, { key: 'partner' }), {
      status: 409,
      code: 'customers.erased',
    });
    expectProblem(await ask(lea.id), { status: 409, code: 'customers.erased' });
  });
  expect(
    shop.received.filter(({ body }) => body.type === 'customer.erased').map(({ body }) => body.subject),
  ).toEqual([lea.id]);
  const told = await world.get<{ data: PersonalDatum[] }>(`/v1/customers/${lea.id}/personal-data`, 'officer');
  expect(names(JSON.stringify(told))).toBe(false);
});
