/** A company on its own local cloud, driven through HTTP alone, for stories that read as dated journeys. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { camt053, type Transfer } from '../../bin/demo/camt.ts';
import { fillVault, openCompany, startQuittance, type Opening } from '../../bin/demo/open.ts';
import { KEYS, SELLER } from '../../bin/demo/company.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import { newShelf } from '../../bin/local/lambda/shelf.ts';
import type { CloudOptions, RunningCloud } from '../../bin/local/options.ts';
import type { Invoice, InvoiceView, Snapshot } from '../../shared/invoices/invoice.ts';
import type { Invariants } from '../../shared/ledger/invariant.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import type { Rebuild } from '../../shared/risk/risk.ts';
import { keepEInvoices } from './made.ts';
import { keepUsage } from './usage.ts';

export interface Answer<T = Record<string, never>> {
  status: number;
  body: T;
  headers: Headers;
}
export interface MailView {
  id: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string }[];
  state?: string;
}
type View = InvoiceView & { snapshot: Snapshot };

/** 1.2.3 net amounts as decimal text; tax class zero unless said, so that stories count in round figures. */
export interface Basket {
  net: string;
  taxClass?: string;
  quantity?: string;
}

/** What a world remembers beside its disk: another one begins from both. */
export interface Kept {
  readonly keys: Readonly<Record<string, string>>;
  readonly start: string;
  readonly serial: number;
  readonly names: readonly string[];
  readonly ports: { readonly port: number; readonly consolePort: number };
}

/** Stories pass days at once: what runs every five minutes runs where a story names it. */
const IDLE = { idle: ['AskAttempts'] };

/** Nothing runs by itself: a kept world is looked at from outside. */
const STILL = { jobs: [] };

/** Worlds of one process follow each other at one port with warm functions, as on AWS. */
const shelf = newShelf();
const ports: number[] = [];

export class World {
  cloud: RunningCloud;
  readonly keys: Record<string, string>;
  private readonly start: number;
  private readonly sandboxes: string[];
  readonly dir: string;
  private serial = 0;
  private readonly names = new Set<string>();

  private constructor(
    cloud: RunningCloud,
    keys: Record<string, string>,
    { dir, start, sandboxes }: { dir: string; start: string; sandboxes: string[] },
  ) {
    this.cloud = cloud;
    this.sandboxes = sandboxes;
    this.keys = keys;
    this.dir = dir;
    this.start = Date.parse(start);
  }

  static async open(
    startAt = '2026-01-05T09:00:00Z',
    entity: Record<string, unknown> = {},
    vault: Record<string, { baseUrl?: string }> = {},
    { sandboxes: others = [], ...over }: Partial<CloudOptions> & { sandboxes?: readonly string[] } = {},
  ): Promise<World> {
    const dir = mkdtempSync(join(tmpdir(), 'quittance-story-'));
    const sandboxes = [...Object.values(vault).flatMap(({ baseUrl }) => baseUrl ?? []), ...others];
    const awsPort = ports.pop();
    const cloud = await startQuittance({
      dataDir: dir,
      port: 0,
      ...(awsPort !== undefined && { awsPort }),
      startAt,
      sandboxes,
      shelf,
      ...IDLE,
      ...over,
    });
    await fillVault(cloud, ['acme'], vault);
    const keys = await openCompany(cloud, {
      tenant: 'acme',
      entities: [{ ...SELLER, ...entity }],
      keys: KEYS,
    });
    const foreign = await openCompany(cloud, {
      tenant: 'rival',
      entities: [{ ...SELLER, name: 'Rival GmbH' }],
      keys: KEYS,
    });
    return new World(
      cloud,
      { ...keys, foreign: foreign['partner']!, foreignFinance: foreign['finance']! },
      { dir, start: startAt, sandboxes },
    );
  }

  /** Begins where another world was when it was kept, at that world's addresses. */
  static async from(directory: string, { keys, start, serial, names, ports: at }: Kept): Promise<World> {
    const dir = mkdtempSync(join(tmpdir(), 'quittance-story-'));
    cpSync(directory, dir, { recursive: true });
    const cloud = await startQuittance({ dataDir: dir, ...at, awsPort: ports.pop() ?? 0, shelf, ...STILL });
    const world = new World(cloud, { ...keys }, { dir, start, sandboxes: [] });
    world.serial = serial;
    for (const name of names) world.names.add(name);
    return world;
  }
  /** Stops for as long as its disk is copied to `directory`. */
  async keep(directory: string): Promise<Kept> {
    await this.settle();
    await this.restart(() => cpSync(this.dir, directory, { recursive: true }), STILL);
    const { keys, serial } = this;
    const [port, consolePort] = this.addresses();
    const start = new Date(this.start).toISOString();
    return { keys, start, serial, names: [...this.names], ports: { port, consolePort } };
  }
  /** A customer of the world that this one began from. */
  knows(buyer: Buyer): Buyer {
    return Object.assign(Object.create(Buyer.prototype) as Buyer, buyer, { world: this });
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    ports.push(portOf(this.cloud.urls.aws));
    keepEInvoices(this.dir);
    rmSync(this.dir, { recursive: true, force: true });
    keepUsage(this.cloud);
  }

  /** Stops the cloud in the middle of whatever it does, and starts it again on what is on its disk then, at the same addresses. */
  async restart(meanwhile: () => void = () => {}, over: Partial<CloudOptions> = IDLE): Promise<void> {
    const [port, consolePort, awsPort] = this.addresses();
    await this.cloud.stop();
    meanwhile();
    keepUsage(this.cloud);
    this.cloud = await startQuittance({
      dataDir: this.dir,
      port,
      consolePort,
      awsPort,
      sandboxes: this.sandboxes,
      ...over,
    });
  }

  private addresses(): readonly [api: number, console: number, aws: number] {
    const { api, console, aws } = this.cloud.urls;
    return [portOf(api), portOf(console), portOf(aws)];
  }

  /** Gives more people keys, by the names that the calls of the story use. */
  async hires(keys: Opening['keys']): Promise<void> {
    Object.assign(this.keys, await openCompany(this.cloud, { tenant: 'acme', entities: [SELLER], keys }));
  }

  /** A request with a key of the tenant; `idem` false leaves the header out. */
  async call<T = Record<string, never>>(
    method: string,
    path: string,
    body?: unknown,
    {
      key = 'finance',
      idem,
      raw,
      headers = {},
    }: { key?: string; idem?: string | false; raw?: boolean; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.cloud.urls.api}${path}`, {
      method,
      headers: {
        ...(key !== '' && { authorization: `Bearer ${this.keys[key] ?? key}` }),
        ...(method === 'POST' && idem !== false && { 'idempotency-key': idem ?? `k-${++this.serial}` }),
        ...(body !== undefined && { 'content-type': raw ? 'application/xml' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: raw || typeof body === 'string' ? (body as string) : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as T,
      headers: response.headers,
    };
  }
  async get<T>(path: string, key = 'finance'): Promise<T> {
    const { status, body } = await this.call<T>('GET', path, undefined, { key });
    expect([path, status]).toEqual([path, 200]);
    return body;
  }

  /** Moves the clock to a day of the story (0 is the first), at an hour in UTC, and lets everything finish. */
  async day(n: number, hour = 9): Promise<string> {
    const to = this.start - (this.start % 86_400_000) + n * 86_400_000 + hour * 3_600_000;
    await this.cloud.clock.advance(Math.max(to, this.cloud.clock.now()));
    return this.today();
  }
  /** Lets time pass with everything that is planned in it. */
  async passes(ms: number): Promise<void> {
    await this.cloud.clock.advance(this.cloud.clock.now() + ms);
  }
  today(): string {
    return new Date(this.cloud.clock.now()).toISOString().slice(0, 10);
  }
  async settle(): Promise<void> {
    await this.cloud.settle();
  }
  async control<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(
      `${this.cloud.urls.console}${path}`,
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    if (!response.ok) throw new Error(`${path} → ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async customer(name: string, over: Record<string, unknown> = {}, limitMinor = 10_000_000): Promise<Buyer> {
    if (this.names.has(name)) throw new Error(`two customers called ${name}`);
    this.names.add(name);
    const iban = ibanOf(this.names.size);
    const profile = {
      name,
      address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      emails: [`${name.toLowerCase()}@customer.example`],
      language: 'en',
      currency: 'EUR',
      paymentTermsDays: 14,
      ibans: [iban],
      ...over,
    };
    const { status, body } = await this.call<{ id: string }>('PUT', `/v1/customers/crm/${name}`, profile, {
      key: 'partner',
    });
    expect([status, body]).toMatchObject([200, { name: profile.name }]);
    if (limitMinor > 0)
      await this.call(
        'PUT',
        `/v1/customers/${body.id}/credit`,
        { limit: { minor: limitMinor, currency: profile.currency } },
        { key: 'partner' },
      );
    return new Buyer(this, body.id, name, profile.emails[0]!, iban, profile.currency);
  }

  /** A statement with these transfers; opening and closing balances fit. */
  async bank(
    transfers: readonly Omit<Transfer, 'reference' | 'date'>[],
    currency = 'EUR',
  ): Promise<Answer<{ id: string; state: string }>> {
    const date = this.today();
    const id = `S-${++this.serial}`;
    const answer = await this.call<{ id: string; state: string }>(
      'POST',
      '/v1/statements',
      camt053({
        id,
        iban: SELLER.bank.iban,
        currency,
        openingMinor: 0,
        date,
        transfers: transfers.map((transfer, index) => ({ ...transfer, reference: `${id}-${index}`, date })),
      }),
      { raw: true },
    );
    await this.settle();
    return answer;
  }

  async mails(to: string, subject = ''): Promise<MailView[]> {
    const found = await this.control<{ id: string }[]>(
      `/control/mails?to=${encodeURIComponent(to)}&subject=${encodeURIComponent(subject)}`,
    );
    return Promise.all(found.map(({ id }) => this.control<MailView>(`/control/mails/${id}`)));
  }

  /** A file that a mail brought. */
  async attached({ id }: Pick<MailView, 'id'>, at = 0): Promise<Buffer> {
    const response = await fetch(`${this.cloud.urls.console}/control/mails/${id}/attachments/${at}`);
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  /** What must be true after every story: balanced, Σ buckets = open items = control account, no dead letters. */
  /** The doctor finds nothing in what the cloud keeps. */
  async isHealthy(): Promise<void> {
    expect(examine(await running(this.cloud.urls, 0))).toEqual([]);
  }
  /** What is counted as used of each customer's credit is what the documents add up to. */
  async exposureIsRight(): Promise<void> {
    expect(await this.rebuilt()).toMatchObject({ drifts: [], unsettled: 0 });
  }
  /** What the nightly rebuild of credit finds, if it runs now. */
  async rebuilt(): Promise<Rebuild> {
    expect((await this.cloud.invoke('RebuildExposure', {})).error).toBeUndefined();
    return (await this.get<{ last: Rebuild }>('/v1/credit/rebuild')).last;
  }
  async booksAreRight(): Promise<void> {
    await this.settle();
    for (const { differenceMinor } of (
      await this.get<{ currencies: { differenceMinor: number }[] }>('/v1/trial-balance')
    ).currencies)
      expect(differenceMinor).toBe(0);
    const open = new Map<string, number>();
    for (const invoice of await this.all<InvoiceView>('/v1/invoices')) {
      open.set(invoice.open.currency, (open.get(invoice.open.currency) ?? 0) + invoice.open.minor);
      expect(invoice.open.minor).toBe(
        invoice.settlements.reduce(
          (left, { amount, discount }) => left - amount.minor - (discount?.minor ?? 0),
          invoice.state === 'VOID' ? 0 : invoice.total.minor,
        ),
      );
    }
    const { currencies } = await this.get<{
      currencies: {
        currency: string;
        openMinor: number;
        controlAccountMinor: number;
        buckets: { minor: number }[];
      }[];
    }>('/v1/ageing');
    for (const { currency, openMinor, controlAccountMinor, buckets } of currencies) {
      expect([currency, openMinor, buckets.reduce((total, { minor }) => total + minor, 0)]).toEqual([
        currency,
        controlAccountMinor,
        controlAccountMinor,
      ]);
      expect([currency, openMinor]).toEqual([currency, open.get(currency) ?? 0]);
    }
    const { queues } = await this.control<{
      queues: { name: string; visible: number; deadLetter?: boolean }[];
    }>('/control/queues');
    expect(queues.filter(({ deadLetter, visible }) => deadLetter && visible > 0)).toEqual([]);
  }
  /** What a night finds: nothing that is wrong. What rests on jobs that a story leaves out is unread. */
  async invariantsHold(): Promise<void> {
    expect((await this.cloud.invoke('LookAfter', {})).error).toBeUndefined();
    const { data } = await this.get<Invariants>('/v1/invariants');
    expect(
      data.flatMap(({ id, outcomes }) =>
        outcomes.flatMap(({ state, examples }) => (state === 'VIOLATED' ? [id, ...examples] : [])),
      ),
    ).toEqual([]);
  }
  async all<T>(path: string): Promise<T[]> {
    const rows: T[] = [];
    for (let cursor = ''; ;) {
      const page = await this.get<{ data: T[]; nextCursor?: string }>(
        `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`,
      );
      rows.push(...page.data);
      if (page.nextCursor === undefined) return rows;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
  }
}

/** One customer of the world, and what it does. */
export class Buyer {
  readonly world: World;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly iban: string;
  readonly currency: string;
  private placed = 0;

  constructor(world: World, id: string, name: string, email: string, iban: string, currency: string) {
    this.world = world;
    this.id = id;
    this.name = name;
    this.email = email;
    this.iban = iban;
    this.currency = currency;
  }

  basket(...lines: (string | Basket)[]) {
    return {
      source: 'shop',
      sourceOrderId: `${this.name}-${++this.placed}`,
      customer: { id: this.id },
      currency: this.currency,
      lines: lines
        .map((line) => (typeof line === 'string' ? { net: line } : line))
        .map(({ net, taxClass = 'zero', quantity = '1' }) => ({
          sku: 'A-1',
          description: 'Tea',
          quantity,
          unitPrice: net,
          taxClass,
        })),
    };
  }
  async orders(...lines: (string | Basket)[]): Promise<Order> {
    const { status, body } = await this.world.call<Order>('POST', '/v1/orders', this.basket(...lines), {
      key: 'partner',
    });
    expect([status, body]).toMatchObject([201, {}]);
    return body;
  }
  async delivered(order: Order, lines?: { line: string; quantity: string }[]): Promise<Answer<Order>> {
    const answer = await this.world.call<Order>(
      'POST',
      `/v1/orders/${order.id}/fulfilments`,
      lines ? { lines } : {},
      { key: 'partner' },
    );
    await this.world.settle();
    return answer;
  }
  /** Orders, is delivered and invoiced. */
  async isInvoiced(...lines: (string | Basket)[]): Promise<View> {
    const known = new Set((await this.invoices()).map(({ id }) => id));
    await this.delivered(await this.orders(...lines));
    const fresh = (await this.invoices()).filter(({ id }) => !known.has(id));
    expect(fresh).toHaveLength(1);
    return this.invoice(fresh[0]!.id);
  }
  async invoices(): Promise<InvoiceView[]> {
    return (await this.world.all<InvoiceView>('/v1/invoices')).filter(
      ({ customerId }) => customerId === this.id,
    );
  }
  invoice(id: Invoice['id']): Promise<View> {
    return this.world.get<View>(`/v1/invoices/${id}`);
  }
  transfers(amount: string, text: string, structured?: string) {
    return this.world.bank(
      [
        {
          minor: Math.round(Number(amount) * 100),
          text,
          ...(structured && { structured }),
          payer: { name: this.name, iban: this.iban },
        },
      ],
      this.currency,
    );
  }
  async inbox(subject = ''): Promise<MailView[]> {
    return this.world.mails(this.email, subject);
  }
  async link(number: string): Promise<string> {
    // AINV-2026-000001 has INV-2026-000001 in it.
    const itself = new RegExp(`(?<![A-Z])${number}`);
    const mail = (await this.inbox(number)).find(
      ({ subject, text }) => itself.test(subject) && text.includes('/pay/'),
    );
    const url = /https?:\/\/\S+\/pay\/[\w.-]+/.exec(mail?.text ?? '')?.[0];
    if (!url) throw new Error(`no mail with a link for ${number}`);
    return url;
  }
  /** Presses the button of the payment page; the provider's page is where it leads. */
  async opensProvider(number: string): Promise<string> {
    const response = await fetch(await this.link(number), { method: 'POST', redirect: 'manual' });
    expect(response.status).toBe(303);
    return response.headers.get('location')!;
  }
  async paysByCard(
    number: string,
    outcome: 'approve' | 'decline' | 'pending' | 'cancel' = 'approve',
  ): Promise<void> {
    await fetch(await this.opensProvider(number), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ outcome }),
    });
    await this.world.settle();
  }
  async payments(): Promise<Payment[]> {
    return (await this.world.all<Payment>('/v1/payments')).filter(({ customerId }) => customerId === this.id);
  }
  async exposure(): Promise<number> {
    const { data } = await this.world.get<{ data: { currency: string; exposure: { minor: number } }[] }>(
      `/v1/customers/${this.id}/credit`,
    );
    return data.find(({ currency }) => currency === this.currency)?.exposure.minor ?? 0;
  }
}

const portOf = (url: string): number => Number(new URL(url).port);

/** German IBANs of a bank code that is not in use, with right check digits. */
const ibanOf = (serial: number): string => {
  const body = `10000000${String(serial).padStart(10, '0')}`;
  return `DE${String(98n - (BigInt(`${body}131400`) % 97n)).padStart(2, '0')}${body}`;
};
