/**
 * How mails go, and what does not go by mail: documents by Peppol, by letter and by their link; mails that wait for a minute of their own,
 * for the hours of their recipients, and for a breaker that too many bounces opened.
 */
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillVault } from '../../bin/demo/open.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Mail } from '../../shared/dispatch/mail.ts';
import type { HeldMail } from '../../shared/dispatch/mailing.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import { toItem } from '../../shared/runtime/item.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

interface Handed<Party = string> {
  key: string;
  route: { kind: string; from: Party; to: Party };
  filename: string;
  mediaType: string;
  bytes: Buffer;
  text: string;
}
/** The wire shape of a service that carries documents, by Peppol or as letters: knows what it was handed by its Idempotency-Key. */
class Carrier<Party = string> {
  private readonly apiKey: string;
  readonly handed = new Map<string, Handed<Party>>();
  readonly states = new Map<string, { state: string; reason?: string }>();
  tries = 0;
  /** Whether it does not answer at all, or for this document. */
  down: (route?: Handed<Party>['route']) => boolean = () => false;
  /** What it says of the next document. */
  says: (route: Handed<Party>['route']) => { state: string; reason?: string } = () => ({
    state: 'SUBMITTED',
  });
  private server!: Server;

  constructor(apiKey: string) {
    this.apiKey = apiKey;
  }

  async open(): Promise<string> {
    this.server = createServer((request, response) => {
      const answer = (status: number, body: object = {}) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      void textOf(request).then((text) => {
        if (request.headers.authorization !== `Bearer ${this.apiKey}`) return answer(401);
        this.tries += 1;
        if (request.method === 'GET') {
          if (this.down()) return answer(503);
          const id = request.url!.split('/').at(-1)!;
          return answer(200, { id, ...this.states.get(id) });
        }
        const key = String(request.headers['idempotency-key']);
        const { content, ...rest } = JSON.parse(text) as Omit<Handed<Party>, 'key'> & { content: string };
        if (this.down(rest.route)) return answer(503);
        const bytes = Buffer.from(content, 'base64');
        const id = `doc-${key}`;
        if (!this.handed.has(key)) {
          this.handed.set(key, { ...rest, key, bytes, text: bytes.toString() });
          this.states.set(id, this.says(rest.route));
        }
        return answer(202, { id, ...this.states.get(id) });
      });
    });
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  close = () => this.server.close();
  of = (number: string) => [...this.handed.values()].filter(({ text }) => text.includes(`>${number}<`));
  becomes(key: string, state: string, reason?: string): void {
    this.states.set(`doc-${key}`, { state, ...(reason !== undefined && { reason }) });
  }
}
const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};

const accessPoint = new Carrier('ap-key');
/** Prints and posts. */
const printer = new Carrier<{ name: string }>('print-key');
const MINUTE = 60_000;
let world: World;
let vault: Record<string, { baseUrl: string; apiKey: string }>;
beforeAll(async () => {
  const baseUrl = await accessPoint.open();
  const letters = await printer.open();
  vault = { peppol: { baseUrl, apiKey: 'ap-key' }, letter: { baseUrl: letters, apiKey: 'print-key' } };
  world = await World.open(
    '2026-01-20T09:00:00Z',
    { endpoint: { scheme: '0088', id: '4006381333931' }, reminders: [1] },
    {
      ...vault,
      // Somebody planted an address inside.
      letter: { baseUrl: 'https://169.254.169.254/latest', apiKey: 'x' } as { baseUrl: string },
    },
    { jobs: ['FindOverdue'], sandboxes: [letters] },
  );
});
afterAll(async () => {
  await world.booksAreRight();
  await world.isHealthy();
  await world.close();
  accessPoint.close();
  printer.close();
});

const delivery = async (buyer: Buyer): Promise<NonNullable<InvoiceView['delivery']>> =>
  (await buyer.invoices())[0]!.delivery!;
const states = async (buyer: Buyer) => (await delivery(buyer)).history!.map(({ state }) => state);
const PARTICIPANT = {
  channel: 'peppol',
  eInvoice: {
    profile: 'peppol-bis-3',
    buyerReference: 'Dept. 7',
    endpoint: { scheme: '0088', id: '4012345000009' },
  },
};
const basket = { net: '100.00', taxClass: 'standard' };
const held = () => world.all<HeldMail>('/v1/held-mails');
const rules = async (said: object): Promise<void> => {
  expect((await world.call('PUT', '/v1/mail-rules', said)).status).toBe(200);
  // Workers remember them for half a minute.
  await world.passes(31_000);
};
const asksFor = async (buyer: Buyer): Promise<void> => {
  await world.call('POST', `/v1/customers/${buyer.id}/statements`, { kind: 'open_items', send: true });
  await world.settle();
};

test('an invoice goes by Peppol, is asked about until it is there, and the invoice shows all of it', async () => {
  const office = await world.customer('Office', PARTICIPANT);
  const { number } = await office.isInvoiced(basket);
  const [handed, ...more] = accessPoint.of(number);
  expect([more, handed]).toMatchObject([
    [],
    {
      mediaType: 'application/xml',
      route: {
        kind: 'invoice',
        from: 'iso6523-actorid-upis::0088:4006381333931',
        to: 'iso6523-actorid-upis::0088:4012345000009',
      },
    },
  ]);
  expect(await delivery(office)).toMatchObject({ state: 'SENT', via: 'peppol' });
  accessPoint.becomes(handed!.key, 'ACCEPTED');
  await world.passes(MINUTE + 1_000);
  expect((await delivery(office)).state).toBe('ACCEPTED');
  accessPoint.becomes(handed!.key, 'DELIVERED');
  await world.passes(10 * MINUTE + 1_000);
  expect(await states(office)).toEqual(['SENDING', 'SENT', 'ACCEPTED', 'DELIVERED']);
  expect(await office.inbox(number)).toEqual([]);
});

test('what the access point refuses, at once or later, goes by mail, with the reason', async () => {
  accessPoint.says = () => ({ state: 'REJECTED', reason: 'unknown participant' });
  const gone = await world.customer('Gone', PARTICIPANT);
  const first = await gone.isInvoiced(basket);
  accessPoint.says = () => ({ state: 'SUBMITTED' });
  expect(await gone.inbox(first.number)).toHaveLength(1);
  expect(await delivery(gone)).toMatchObject({ state: 'DELIVERED' });
  expect((await delivery(gone)).history).toContainEqual(
    expect.objectContaining({ state: 'REJECTED', via: 'peppol', reason: 'unknown participant' }),
  );

  const late = await world.customer('Late', PARTICIPANT);
  const { number } = await late.isInvoiced(basket);
  accessPoint.becomes(accessPoint.of(number)[0]!.key, 'REJECTED', 'schema');
  await world.passes(MINUTE + 1_000);
  expect(await late.inbox(number)).toHaveLength(1);
  expect(await states(late)).toEqual([
    'SENDING',
    'SENT',
    'REJECTED',
    'QUEUED',
    'SENDING',
    'SENT',
    'DELIVERED',
  ]);
});

test('while the access point is silent the document waits, and is handed over once', async () => {
  accessPoint.down = () => true;
  const patient = await world.customer('Patient', PARTICIPANT);
  const { number, id } = await patient.isInvoiced(basket);
  expect(await delivery(patient)).toMatchObject({ state: 'QUEUED', waits: { for: 'service' } });
  expect(await held()).toMatchObject([{ invoiceId: id, waits: { for: 'service' } }]);
  await world.passes(11 * MINUTE);
  accessPoint.down = () => false;
  await world.passes(10 * MINUTE);
  expect(accessPoint.of(number)).toHaveLength(1);
  expect(await delivery(patient)).toMatchObject({ state: 'SENT', via: 'peppol' });
  accessPoint.becomes(accessPoint.of(number)[0]!.key, 'DELIVERED');
  await world.passes(11 * MINUTE);
  expect(await delivery(patient)).toMatchObject({ state: 'DELIVERED' });
  expect(await held()).toEqual([]);
});

test('a portal is told nothing by mail, and an address inside is never reached: its letters are mails', async () => {
  const portal = await world.customer('Portal', { channel: 'portal' });
  const { number } = await portal.isInvoiced(basket);
  expect(await portal.inbox(number)).toEqual([]);
  expect(await delivery(portal)).toMatchObject({ state: 'SENT', via: 'portal' });
  const paper = await world.customer('Paper', { channel: 'letter' });
  const letter = await paper.isInvoiced(basket);
  expect(await paper.inbox(letter.number)).toHaveLength(1);
  expect((await delivery(paper)).history![0]).toMatchObject({
    state: 'REJECTED',
    via: 'letter',
    reason: 'only a public address is reached',
  });
});

test('rules that say nothing sensible are refused, and nothing of them holds', async () => {
  await changesNothing(world, async () => {
    for (const [said, ...at] of [
      [{ hours: { from: '18:00', to: '08:00' } }, '/hours/from'],
      [{ hours: { from: '8:00', to: '9:00' } }, '/hours/from', '/hours/to'],
      [{ mailsPerMinute: 0 }, '/mailsPerMinute'],
      [{ minimumMails: 5 }, '/minimumMails'],
    ] as const)
      expectProblem(await world.call('PUT', '/v1/mail-rules', said), {
        status: 422,
        code: 'request.invalid',
        at,
      });
    expectProblem(await world.call('POST', `/v1/held-mails/mail_${'0'.repeat(26)}/release`, {}), {
      status: 404,
      code: 'operations.mail_not_held',
    });
  });
});

test('so many mails in a minute: the others have later ones, and what asks stands behind what tells', async () => {
  const [many, few] = [await world.customer('Many'), await world.customer('Few')];
  await rules({ mailsPerMinute: 2 });
  // From the beginning of a minute on.
  await world.passes(MINUTE - (world.cloud.clock.now() % MINUTE) + 1_000);
  await asksFor(few);
  await asksFor(few);
  for (let n = 0; n < 3; n++) await many.orders('1.00');
  await world.settle();
  const sent = async () => [(await many.inbox()).length, (await few.inbox()).length];
  // One statement is half of the minute.
  expect(await sent()).toEqual([1, 1]);
  const later = { for: 'rate', since: expect.any(String), until: expect.any(String) };
  expect((await held()).map(({ waits }) => waits)).toEqual([later, later, later]);
  await world.passes(MINUTE);
  expect(await sent()).toEqual([2, 2]);
  await world.passes(MINUTE);
  expect([await sent(), await held()]).toEqual([[3, 2], []]);
});

test('a statement waits for the hours of its recipient, and goes out as they begin', async () => {
  const tokyo = await world.customer('Tokyo', { zone: 'Asia/Tokyo' });
  const berlin = await world.customer('Berlin');
  // It is half past six in the evening in Tokyo, and half past ten in Berlin.
  const there = (ms: number) => new Date(ms + 9 * 3_600_000).toISOString().slice(11, 16);
  const now = world.cloud.clock.now();
  await rules({ hours: { from: there(now + 15 * MINUTE), to: '23:59', days: [1, 2, 3, 4, 5, 6, 7] } });
  await asksFor(tokyo);
  await asksFor(berlin);
  const waiting = await held();
  expect(waiting).toMatchObject([{ customerId: tokyo.id }, { customerId: berlin.id }]);
  expect(there(Date.parse(waiting[0]!.waits!.until!))).toBe(there(now + 15 * MINUTE));
  await world.passes(15 * MINUTE);
  expect([await tokyo.inbox(), await berlin.inbox()].map(({ length }) => length)).toEqual([1, 0]);
  // Nobody wants to wait for the evening in Berlin.
  const { status, body } = await world.call<HeldMail>('POST', `/v1/held-mails/${waiting[1]!.id}/release`, {});
  expect([status, body]).toMatchObject([200, { purpose: 'statement', released: { by: expect.any(String) } }]);
  await world.passes(10 * MINUTE);
  expect([(await berlin.inbox()).length, await held()]).toEqual([1, []]);
});

test('too many bounces: reminders and statements wait first, then everything, until fewer come back', async () => {
  await rules({ minimumMails: 10 });
  const health = () => world.get<Record<string, unknown>>('/v1/mail-health');
  const crowd = await world.customer('Crowd', {
    emails: [1, 2, 3, 4, 5].map((n) => `crowd${n}@customer.example`),
  });
  for (let n = 0; n < 4; n++) await crowd.orders('1.00');
  await world.settle();
  const bounces = async (name: string) => {
    const lost = await world.customer(name, {
      emails: [`bounce+${name.toLowerCase()}@simulator.amazonses.com`],
    });
    await lost.orders('1.00');
    await world.settle();
    await world.passes(31_000);
  };
  await bounces('LostA');
  expect(await health()).toMatchObject({ breaker: 'half', bounced: 1, held: 0 });
  await asksFor(crowd);
  expect(await held()).toMatchObject([{ purpose: 'statement', waits: { for: 'breaker' } }]);
  const orders = () => crowd.inbox('rder');
  const before = (await orders()).length;
  await crowd.orders('1.00');
  await world.settle();
  expect(await orders()).toHaveLength(before + 1);

  // What two environments of a function have counted and not added yet opens it one bounce earlier or later.
  for (const name of ['LostB', 'LostC']) if ((await health())['breaker'] === 'half') await bounces(name);
  expect(await health()).toMatchObject({ breaker: 'open' });
  await crowd.orders('1.00');
  const invoice = await crowd.isInvoiced('5.00');
  expect(await orders()).toHaveLength(before + 1);
  expect(invoice.delivery).toMatchObject({ state: 'QUEUED', waits: { for: 'breaker' } });
  const waiting = await held();
  expect(waiting.map(({ purpose }) => purpose).toSorted()).toEqual([
    'invoice',
    'order_confirmation',
    'order_confirmation',
    'statement',
  ]);
  expect(await health()).toMatchObject({ held: 4, heldSince: waiting[0]!.waits!.since });

  const said = { hours: 1, reason: 'An old list; its addresses are gone.' };
  const override = await world.call('POST', '/v1/mail-health/override', said);
  expect(override.body).toMatchObject({ breaker: 'open', override: { reason: said.reason } });
  await world.passes(11 * MINUTE);
  expect([await orders(), await held()].map(({ length }) => length)).toEqual([before + 3, 0]);
  expect((await delivery(crowd)).state).toBe('DELIVERED');

  // What nobody answers for goes out by itself once the share of what bounced has fallen.
  await world.passes(60 * MINUTE);
  await asksFor(crowd);
  expect(await held()).toMatchObject([{ purpose: 'statement' }]);
  for (let n = 0; n < 8; n++) await crowd.orders('1.00');
  await world.settle();
  expect(await health()).toMatchObject({ breaker: 'closed' });
  await world.passes(11 * MINUTE);
  expect(await held()).toEqual([]);
  expect(await world.mails('crowd1@customer.example', 'tatement')).toHaveLength(2);
});

test('reminders by letter: to whom it is the channel or nothing else is left, until somebody has one, each counted once', async () => {
  await fillVault(world.cloud, ['acme'], vault);
  // Functions remember the vault for five minutes.
  await world.passes(5 * MINUTE);
  // What bounced before is of too few to judge by.
  await rules({ minimumMails: 1000 });
  const late = { paymentTermsDays: 0 };
  const paper = { ...late, channel: 'letter' };
  const gone = { emails: ['bounce+nobody@simulator.amazonses.com'] };
  const posted = await world.customer('Posted', paper);
  const torn = await world.customer('Torn', late);
  const refused = await world.customer('Refused', paper);
  const nowhere = await world.customer('Nowhere', { ...paper, ...gone });
  const returned = await world.customer('Returned', paper);
  const silent = await world.customer('Silent', paper);
  const invoices = new Map<Buyer, InvoiceView>();
  for (const buyer of [posted, torn, refused, nowhere, returned, silent])
    invoices.set(buyer, await buyer.isInvoiced('50.00'));
  const counts = async (buyer: Buyer) => (await buyer.invoice(invoices.get(buyer)!.id)).reminded;
  const numberOf = (buyer: Buyer) => invoices.get(buyer)!.number;
  const letters = (buyer: Buyer, kind = 'reminder') =>
    [...printer.handed.values()].filter(({ route }) => route.kind === kind && route.to.name === buyer.name);
  expect(letters(posted, 'invoice')).toMatchObject([{ filename: `${numberOf(posted)}.pdf` }]);
  const hops = async (buyer: Buyer) => {
    const { items } = await running(world.cloud.urls, 0);
    const [mail] = items
      .filter(({ kind }) => kind === 'mail')
      .map(({ doc }) => doc as Mail)
      .filter(({ purpose, customerId }) => purpose === 'reminder' && customerId === buyer.id);
    return mail!.history.map(({ state, via }) => (via ? `${state} ${via}` : state));
  };

  // The next morning all of them are reminded; what the printer says of each is its own.
  const isReminder = ({ kind }: { kind: string }) => kind === 'reminder';
  printer.says = (route) =>
    isReminder(route) && ['Refused', 'Nowhere'].includes(route.to.name)
      ? { state: 'REJECTED', reason: 'no such street' }
      : { state: 'SUBMITTED' };
  printer.down = (route) => route !== undefined && isReminder(route) && route.to.name === 'Silent';
  await world.passes(24 * 60 * MINUTE - (world.cloud.clock.now() % (24 * 60 * MINUTE)) + 7.1 * 60 * MINUTE);
  const [letter] = letters(posted);
  expect([letter, await counts(posted)]).toMatchObject([
    { mediaType: 'application/pdf', route: { to: { address: { city: 'Berlin' } } } },
    1,
  ]);
  expect(wordsOf(letter!.bytes)[0]!.split('\n')).toEqual(
    expect.arrayContaining(['A friendly reminder', numberOf(posted), 'Posted', 'Total: €50.00']),
  );
  expect(await posted.inbox('eminder')).toEqual([]);
  printer.becomes(letter!.key, 'DELIVERED');

  // Refused at once: by mail, in the same step. Where no address is left, it was none.
  expect([(await refused.inbox('eminder')).length, await counts(refused)]).toEqual([1, 1]);
  expect(await hops(refused)).toEqual([
    'QUEUED',
    'SENDING letter',
    'REJECTED letter',
    'QUEUED',
    'SENDING',
    'SENT',
    'DELIVERED',
  ]);
  expect([await counts(nowhere), await hops(nowhere)]).toMatchObject([0, { length: 5 }]);
  expect((await hops(nowhere)).at(-1)).toBe('SUPPRESSED');
  expect(await world.all<Task>('/v1/tasks?state=OPEN')).toContainEqual(
    expect.objectContaining({ kind: 'customer_unreachable', customerId: nowhere.id }),
  );

  // A mail that comes back goes by letter: the same reminder, with both hops.
  const [mail] = await torn.inbox('eminder');
  await world.control(`/control/mails/${mail!.id}/bounce`, {});
  await world.settle();
  expect([letters(torn).length, await counts(torn)]).toEqual([1, 1]);
  expect(await hops(torn)).toEqual([
    'QUEUED',
    'SENDING',
    'SENT',
    'DELIVERED',
    'BOUNCED',
    'QUEUED',
    'SENDING letter',
    'SENT',
  ]);

  // Refused late: by mail, and counted once. The service that does not answer is waited for, and nothing is counted.
  printer.becomes(letters(returned)[0]!.key, 'REJECTED', 'moved away');
  await world.passes(11 * MINUTE);
  expect([(await returned.inbox('eminder')).length, await counts(returned)]).toEqual([1, 1]);
  expect((await hops(posted)).at(-1)).toBe('DELIVERED');
  expect([await counts(silent), await held()]).toMatchObject([
    0,
    [{ customerId: silent.id, purpose: 'reminder', waits: { for: 'service' } }],
  ]);
  // Its day is over: by mail. A whole day of tries would be a hundred of them, so the books say that it has waited for one.
  await hasWaitedForADay(silent);
  await world.passes(16 * MINUTE);
  expect([letters(silent), (await silent.inbox('eminder')).length, await counts(silent)]).toEqual([[], 1, 1]);
  expect((await hops(silent)).slice(1)).toEqual([
    'SENDING letter',
    'REJECTED letter',
    'QUEUED',
    'SENDING',
    'SENT',
    'DELIVERED',
  ]);
  expect(await held()).toEqual([]);
});
const hasWaitedForADay = async ({ id }: Buyer): Promise<void> => {
  const { items } = await running(world.cloud.urls, 0);
  const item = items.find(({ kind, doc }) => kind === 'mail' && isWaiting(doc as Mail, id))!;
  const { waits, ...mail } = item.doc as Mail;
  const since = new Date(Date.parse(waits!.since) - 24 * 60 * MINUTE).toISOString();
  const { urls, credentials } = world.cloud;
  const client = new DynamoDBClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  const Item = toItem({ ...item, doc: { ...mail, waits: { ...waits, since } } });
  await client.send(new PutItemCommand({ TableName: TableNames![0]!, Item }));
  client.destroy();
};
const isWaiting = ({ customerId, waits }: Mail, id: string): boolean =>
  customerId === id && waits?.for === 'service';
