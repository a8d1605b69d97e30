/** A GoCardless on loopback with its wire shapes: envelopes, keys that conflict, cursors, many events in one signed webhook. */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;
const PREFIX: Readonly<Record<string, string>> = {
  billing_requests: 'BRQ',
  billing_request_flows: 'BRF',
  payments: 'PM',
  refunds: 'RF',
};

export class FakeGoCardless {
  readonly apiKey = `live_${randomBytes(16).toString('hex')}`;
  readonly webhookSecret = randomBytes(20).toString('hex');
  readonly things = new Map<string, Json>();
  /** Newest first, whether it was sent or not. */
  readonly told: Json[] = [];
  readonly items = new Map<string, Json[]>();
  readonly calls: { method: string; path: string; key: string | undefined; body: Json }[] = [];
  now = (): number => Date.now();
  private readonly made = new Map<string, string>();
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }
  static async open(): Promise<FakeGoCardless> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const key = request.headers['idempotency-key'] as string | undefined;
        const body = (text === '' ? {} : JSON.parse(text)) as Json;
        const authorized =
          request.headers.authorization === `Bearer ${fake.apiKey}` &&
          request.headers['gocardless-version'] === '2015-07-06';
        const [status, answer] = authorized
          ? fake.answer(request.method!, new URL(request.url!, fake.url), body, key)
          : wrong(401, 'invalid_api_usage', 'access_token_not_found');
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
    const fake = new FakeGoCardless(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return fake;
  }
  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => void this.server.close(() => resolve()));
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  get credentials() {
    return { apiKey: this.apiKey, webhookSecret: this.webhookSecret, baseUrl: this.url };
  }

  private answer(method: string, url: URL, body: Json, key: string | undefined): [number, Json] {
    const [, kind = '', id] = url.pathname.split('/');
    this.calls.push({ method, path: url.pathname, key, body });
    if (method === 'GET' && id !== undefined) {
      const thing = this.things.get(id);
      return thing ? [200, { [kind]: thing }] : wrong(404, 'invalid_api_usage', 'resource_not_found');
    }
    if (method === 'GET' && kind === 'events') {
      const since = url.searchParams.get('created_at[gte]') ?? '';
      const found = this.told.filter(({ created_at: at }) => String(at) >= since);
      return paged('events', found, url.searchParams);
    }
    if (method === 'GET' && kind === 'payout_items')
      return paged(
        'payout_items',
        this.items.get(url.searchParams.get('payout') ?? '') ?? [],
        url.searchParams,
      );
    const [, , , verb, action] = url.pathname.split('/');
    const mandate = kind === 'mandates' && verb === 'actions' ? this.things.get(id ?? '') : undefined;
    if (mandate && action === 'cancel') {
      if (mandate['status'] === 'cancelled') return wrong(422, 'invalid_state', 'cancellation_failed');
      return [200, { mandates: Object.assign(mandate, { status: 'cancelled' }) }];
    }
    const prefix = PREFIX[kind];
    if (method !== 'POST' || prefix === undefined) return wrong(404, 'invalid_api_usage', 'not_found');
    const known = key === undefined ? undefined : this.made.get(`${kind} ${key}`);
    if (known !== undefined)
      return wrong(409, 'invalid_state', 'idempotent_creation_conflict', { conflicting_resource_id: known });
    const made = this.create(kind, prefix, body[kind] as Json);
    if (Array.isArray(made)) return made;
    if (key !== undefined) this.made.set(`${kind} ${key}`, String(made['id']));
    return [201, { [kind]: made }];
  }
  private create(kind: string, prefix: string, asked: Json): Json | [number, Json] {
    const metadata = (asked['metadata'] ?? {}) as Record<string, string>;
    if (Object.keys(metadata).length > 3) return wrong(422, 'validation_failed', 'too_many_metadata');
    const links = (asked['links'] ?? {}) as Record<string, string>;
    const id = `${prefix}${randomBytes(8).toString('hex').toUpperCase()}`;
    const more: Json = {};
    if (kind === 'billing_requests') Object.assign(more, { status: 'pending', links: {} });
    if (kind === 'billing_request_flows')
      Object.assign(more, { authorisation_url: `${this.url}/flow/${links['billing_request']}` });
    if (kind === 'payments') {
      if (!this.things.has(links['mandate'] ?? ''))
        return wrong(422, 'validation_failed', 'mandate_not_found');
      if (this.things.get(links['mandate']!)!['status'] === 'cancelled')
        return wrong(422, 'invalid_state', 'mandate_is_inactive');
      Object.assign(more, { status: 'pending_submission', amount_refunded: 0 });
    }
    if (kind === 'refunds') {
      const payment = this.things.get(links['payment'] ?? '')!;
      const total = (payment['amount_refunded'] as number) + (asked['amount'] as number);
      if (asked['total_amount_confirmation'] !== total)
        return wrong(422, 'validation_failed', 'total_amount_confirmation_invalid');
      if (total > (payment['amount'] as number))
        return wrong(422, 'validation_failed', 'refund_payment_invalid');
      Object.assign(payment, { amount_refunded: total });
      Object.assign(more, { status: 'created', currency: payment['currency'] });
    }
    const thing = { id, created_at: this.at(), ...asked, metadata, links, ...more };
    this.things.set(id, thing);
    return thing;
  }
  private at(): string {
    return new Date(this.now()).toISOString();
  }

  /** One that a payer has given, wherever. */
  mandate(): Json {
    const mandate = `MD${randomBytes(8).toString('hex').toUpperCase()}`;
    const [account, creditor] = [`BA${mandate.slice(2)}`, `CR${mandate.slice(2)}`];
    this.things.set(account, { id: account, account_number_ending: '11' });
    this.things.set(creditor, {
      id: creditor,
      scheme_identifiers: [
        { scheme: 'bacs', reference: '420042' },
        { scheme: 'sepa_core', reference: 'DE98ZZZ09999999999' },
      ],
    });
    const made = {
      id: mandate,
      status: 'pending_submission',
      scheme: 'sepa_core',
      reference: `QUIT-${mandate.slice(-6)}`,
      links: { customer_bank_account: account, creditor, customer: `CU${mandate.slice(2)}` },
    };
    this.things.set(mandate, made);
    return made;
  }
  /** The payer gives the mandate on the page. */
  fulfils(pageUrl: string): Json {
    const request = this.things.get(pageUrl.split('/').at(-1)!)!;
    const mandate = String(this.mandate()['id']);
    Object.assign(request, { status: 'fulfilled', links: { mandate_request_mandate: mandate } });
    return this.event('billing_requests', 'fulfilled', { billing_request: String(request['id']) });
  }
  paymentOf(reference: string): Json | undefined {
    return [...this.things.values()].find(
      ({ id, metadata }) =>
        String(id).startsWith('PM') && (metadata as Record<string, string>)['reference'] === reference,
    );
  }
  /** A payment moves to a status, and an event of this name says so. */
  moves(payment: Json, status: string, action = status, cause?: string): Json {
    Object.assign(payment, { status });
    return this.event('payments', action, { payment: String(payment['id']) }, cause);
  }
  event(kind: string, action: string, links: Record<string, string>, cause?: string): Json {
    const event = {
      id: `EV${randomBytes(8).toString('hex').toUpperCase()}`,
      created_at: this.at(),
      resource_type: kind,
      action,
      links,
      details: { origin: 'bank', cause: cause ?? action, description: 'It happened.' },
      metadata: {},
    };
    this.told.unshift(event);
    return event;
  }
  payout(items: Json[], amount: number, reference: string): Json {
    const id = `PO${randomBytes(8).toString('hex').toUpperCase()}`;
    this.items.set(id, items);
    this.things.set(id, {
      id,
      amount,
      currency: 'EUR',
      status: 'paid',
      reference,
      arrival_date: this.at().slice(0, 10),
    });
    return this.event('payouts', 'paid', { payout: id });
  }
  signed(events: readonly Json[], secret = this.webhookSecret) {
    const raw = JSON.stringify({ events, meta: { webhook_id: `WB${randomBytes(6).toString('hex')}` } });
    const signature = createHmac('sha256', secret).update(raw).digest('hex');
    return { raw, headers: { 'content-type': 'application/json', 'webhook-signature': signature } };
  }
  /** Delivers events as GoCardless does: several in one webhook. */
  async send(api: string, ...events: Json[]): Promise<number> {
    const { raw, headers } = this.signed(events);
    const response = await fetch(`${api}/hooks/psp/gocardless`, { method: 'POST', headers, body: raw });
    await response.text();
    return response.status;
  }
}

const wrong = (code: number, type: string, reason: string, links?: Json): [number, Json] => [
  code,
  { error: { code, type, message: reason, errors: [{ reason, message: reason, ...(links && { links }) }] } },
];
const paged = (kind: string, all: readonly Json[], query: URLSearchParams): [number, Json] => {
  const limit = Number(query.get('limit') ?? 50);
  const from = Number(query.get('after') ?? 0);
  const more = all.length > from + limit;
  return [
    200,
    {
      [kind]: all.slice(from, from + limit),
      meta: { limit, cursors: { before: null, after: more ? String(from + limit) : null } },
    },
  ];
};
