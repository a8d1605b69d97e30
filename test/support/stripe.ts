/** A Stripe on loopback with its wire shapes: forms in, objects and lists out, idempotency, signed webhooks. */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;
export interface Call {
  method: string;
  path: string;
  key: string | undefined;
  form: URLSearchParams;
}
interface Answer {
  status: number;
  body: Json;
  replayed?: boolean;
}

const REQUIRED = [
  'mode',
  'success_url',
  'line_items[0][price_data][currency]',
  'line_items[0][price_data][unit_amount]',
  'line_items[0][price_data][product_data][name]',
];

export class FakeStripe {
  readonly apiKey = `sk_test_${randomBytes(12).toString('hex')}`;
  readonly webhookSecret = `whsec_${randomBytes(16).toString('hex')}`;
  readonly calls: Call[] = [];
  readonly sessions = new Map<string, Json>();
  readonly intents = new Map<string, Json>();
  readonly refunds: Json[] = [];
  readonly disputes = new Map<string, Json>();
  /** On file; `declines` is the code that its charges fail with. */
  readonly methods = new Map<string, Json>();
  /** What pages kept without a payment, and mandates that are over. */
  readonly setups: Json[] = [];
  readonly inactive = new Set<string>();
  /** Newest first, whether it was sent or not. */
  readonly told: Json[] = [];
  /** Payout id → the rows that it pays out. */
  readonly rows = new Map<string, Json[]>();
  /** Seconds, on the clock of whoever listens. */
  now = (): number => Math.floor(Date.now() / 1000);
  private readonly answers = new Map<string, { form: string; answer: Answer }>();
  private readonly server: Server;
  private serial = 0;

  private constructor(server: Server) {
    this.server = server;
  }
  static async open(): Promise<FakeStripe> {
    const server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const { status, body: json, replayed } = fake.answer(request, body);
        response.writeHead(status, {
          'content-type': 'application/json',
          'request-id': `req_${++fake.serial}`,
          'stripe-should-retry': 'false',
          ...(replayed && { 'idempotent-replayed': 'true' }),
        });
        response.end(JSON.stringify(json));
      });
    });
    const fake = new FakeStripe(server);
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

  private answer(request: IncomingMessage, body: string): Answer {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    const key = request.headers['idempotency-key'] as string | undefined;
    this.calls.push({ method: request.method!, path: pathname, key, form: new URLSearchParams(body) });
    if (request.headers.authorization !== `Bearer ${this.apiKey}`)
      return wrong(401, 'invalid_request_error', 'Invalid API Key provided');
    const makes = {
      '/v1/checkout/sessions': this.create,
      '/v1/refunds': this.refund,
      '/v1/payment_intents': this.unattended,
    }[pathname];
    if (request.method === 'POST' && makes) {
      if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
        return wrong(400, 'invalid_request_error', 'Send a form');
      const known = key === undefined ? undefined : this.answers.get(key);
      if (known)
        return known.form === body
          ? { ...known.answer, replayed: true }
          : wrong(
              400,
              'idempotency_error',
              'Keys for idempotent requests can only be used with the same parameters',
            );
      const answer = makes.call(this, new URLSearchParams(body));
      if (key !== undefined) this.answers.set(key, { form: body, answer });
      return answer;
    }
    const [, , kind, id = '', verb] = pathname.split('/');
    const dispute = kind === 'disputes' ? this.disputes.get(id) : undefined;
    if (dispute && request.method === 'POST' && verb === 'close') {
      if (dispute['status'] !== 'needs_response')
        return wrong(400, 'invalid_request_error', 'This dispute is already closed.');
      return { status: 200, body: Object.assign(dispute, { status: 'lost' }) };
    }
    if (dispute && request.method === 'GET') return { status: 200, body: dispute };
    if (kind === 'payment_methods' && verb === 'detach')
      return this.methods.delete(id)
        ? { status: 200, body: { id, object: 'payment_method', customer: null } }
        : wrong(400, 'invalid_request_error', 'The payment method is not attached to a customer.');
    if (kind === 'payment_methods' && request.method === 'GET') {
      const method = this.methods.get(id);
      return method
        ? { status: 200, body: method }
        : wrong(404, 'invalid_request_error', 'No such PaymentMethod', { code: 'resource_missing' });
    }
    if (kind === 'setup_intents' && request.method === 'GET' && id !== '') {
      const setup = this.setups.find((one) => one['id'] === id);
      return setup
        ? { status: 200, body: setup }
        : wrong(404, 'invalid_request_error', 'No such SetupIntent');
    }
    if (kind === 'setup_intents' && request.method === 'GET')
      return list(
        pathname,
        this.setups.filter((one) => one['payment_method'] === searchParams.get('payment_method')),
        searchParams,
      );
    if (kind === 'mandates')
      return {
        status: 200,
        body: {
          id,
          object: 'mandate',
          status: this.inactive.has(id) ? 'inactive' : 'active',
          payment_method_details: { type: 'sepa_debit', sepa_debit: { reference: `REF-${id}` } },
        },
      };
    if (request.method === 'GET' && pathname === '/v1/payment_intents')
      return list(
        pathname,
        [...this.intents.values()]
          .filter(({ customer }) => customer === searchParams.get('customer'))
          .map((one) => (searchParams.has('expand[0]') ? { ...one, latest_charge: chargeOf(one) } : one)),
        searchParams,
      );
    const intent = kind === 'payment_intents' ? this.intents.get(id) : undefined;
    if (intent && request.method === 'GET')
      return {
        status: 200,
        body:
          searchParams.get('expand[0]') === 'latest_charge'
            ? { ...intent, latest_charge: chargeOf(intent) }
            : searchParams.get('expand[0]') === 'payment_method'
              ? {
                  ...intent,
                  payment_method: this.methods.get(String(intent['payment_method'])) ?? null,
                  latest_charge: chargeOf(intent),
                }
              : intent,
      };
    const session = this.sessions.get(pathname.split('/')[4] ?? '');
    if (request.method === 'GET' && pathname.startsWith('/v1/checkout/sessions/') && session)
      return { status: 200, body: this.shown(session, searchParams.get('expand[0]') === 'payment_intent') };
    if (request.method === 'GET' && pathname === '/v1/checkout/sessions') {
      const found = [...this.sessions.values()].filter(
        ({ payment_intent: intent }) => intent === searchParams.get('payment_intent'),
      );
      return list(
        pathname,
        found.map((one) => this.shown(one, searchParams.get('expand[0]') === 'data.payment_intent')),
        searchParams,
      );
    }
    if (request.method === 'GET' && pathname === '/v1/refunds') {
      const of = (name: string) => (one: Json) =>
        !searchParams.has(name) || one[name] === searchParams.get(name);
      return list(pathname, this.refunds.filter(of('payment_intent')).filter(of('charge')), searchParams);
    }
    if (request.method === 'GET' && pathname === '/v1/events') {
      const types = [...searchParams].flatMap(([name, value]) => (name.startsWith('types[') ? [value] : []));
      if (types.length > 20) return wrong(400, 'invalid_request_error', 'Too many types');
      const since = Number(searchParams.get('created[gte]') ?? 0);
      const found = this.told.filter(
        ({ type, created }) => types.includes(type as string) && (created as number) >= since,
      );
      return list(pathname, found, searchParams);
    }
    if (request.method === 'GET' && pathname === '/v1/balance_transactions')
      return list(pathname, this.rows.get(searchParams.get('payout') ?? '') ?? [], searchParams);
    return wrong(404, 'invalid_request_error', `No such thing: ${pathname}`);
  }

  private create(form: URLSearchParams): Answer {
    if (form.get('mode') === 'setup') return this.setUp(form);
    const missing = REQUIRED.find((name) => !form.get(name));
    if (missing !== undefined)
      return wrong(400, 'invalid_request_error', `Missing required param: ${missing}.`);
    const id = `cs_test_${randomBytes(24).toString('hex')}`;
    const intent = `pi_${randomBytes(12).toString('hex')}`;
    const [amount, currency] = [
      Number(form.get('line_items[0][price_data][unit_amount]')),
      form.get('line_items[0][price_data][currency]'),
    ];
    const metadata = (prefix: string) =>
      Object.fromEntries(
        [...form].flatMap(([name, value]) =>
          name.startsWith(`${prefix}[`) ? [[name.slice(prefix.length + 1, -1), value]] : [],
        ),
      );
    this.sessions.set(id, {
      id,
      object: 'checkout.session',
      mode: 'payment',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: amount,
      amount_subtotal: amount,
      currency,
      payment_intent: null,
      client_reference_id: form.get('client_reference_id'),
      metadata: metadata('metadata'),
      url: `${this.url}/c/pay/${id}`,
      created: this.now(),
      expires_at: Number(form.get('expires_at')),
      success_url: form.get('success_url'),
      cancel_url: form.get('cancel_url'),
      livemode: false,
    });
    this.intents.set(intent, {
      id: intent,
      object: 'payment_intent',
      status: 'requires_payment_method',
      amount,
      amount_received: 0,
      currency,
      metadata: metadata('payment_intent_data[metadata]'),
      last_payment_error: null,
      setup_future_usage: form.get('payment_intent_data[setup_future_usage]'),
      customer: null,
      payment_method: null,
      created: this.now(),
      livemode: false,
    });
    // Stripe makes the intent when the payer confirms; its id is known here from the start.
    this.sessions.get(id)!['intent'] = intent;
    return { status: 200, body: this.shown(this.sessions.get(id)!, false) };
  }
  /** A page that takes no money; its intent says what was given. */
  private setUp(form: URLSearchParams): Answer {
    if (!form.get('currency') || form.get('customer_creation') !== 'always')
      return wrong(400, 'invalid_request_error', 'Missing required param: currency or customer.');
    const id = `cs_test_${randomBytes(24).toString('hex')}`;
    const session: Json = {
      id,
      object: 'checkout.session',
      mode: 'setup',
      status: 'open',
      payment_status: 'no_payment_required',
      amount_total: null,
      currency: form.get('currency'),
      payment_intent: null,
      setup_intent: null,
      client_reference_id: form.get('client_reference_id'),
      metadata: { reference: form.get('metadata[reference]'), trace: form.get('metadata[trace]') },
      url: `${this.url}/c/pay/${id}`,
      created: this.now(),
    };
    this.sessions.set(id, session);
    return { status: 200, body: { ...session } };
  }
  /** What happens on it: the session as Stripe then tells of it. */
  gives(hostedUrl: string, type: 'card' | 'sepa_debit' = 'card'): { session: Json; method: Json } {
    const session = this.sessions.get(hostedUrl.split('/').at(-1)!)!;
    const method = this.files(type);
    Object.assign(session, { status: 'complete', setup_intent: this.setups[0]!['id'] });
    return { session, method };
  }
  /** A charge without the payer: refused by a 402 that has the intent in it, as Stripe's are. */
  private unattended(form: URLSearchParams): Answer {
    const method = this.methods.get(form.get('payment_method') ?? '');
    if (!method || form.get('customer') !== method['customer'])
      return wrong(400, 'invalid_request_error', 'No such PaymentMethod', { code: 'resource_missing' });
    if (form.get('off_session') !== 'true' || form.get('confirm') !== 'true')
      return wrong(400, 'invalid_request_error', 'Nobody is there to confirm');
    const id = `pi_${randomBytes(12).toString('hex')}`;
    const declined = method['declines'] as string | undefined;
    const debit = method['type'] !== 'card';
    const code = declined === 'authentication_required' ? declined : 'card_declined';
    const error = { type: 'card_error', code, decline_code: declined, message: 'Declined.' };
    const intent = {
      id,
      object: 'payment_intent',
      status: declined === undefined ? (debit ? 'processing' : 'succeeded') : 'requires_payment_method',
      amount: Number(form.get('amount')),
      amount_received: declined === undefined && !debit ? Number(form.get('amount')) : 0,
      currency: form.get('currency'),
      customer: method['customer'],
      payment_method: method['id'],
      payment_method_types: [method['type']],
      paid_by: method['type'],
      metadata: Object.fromEntries(
        ['reference', 'trace', 'attended'].map((name) => [name, form.get(`metadata[${name}]`)]),
      ),
      last_payment_error: declined === undefined ? null : error,
      created: this.now(),
      livemode: false,
    };
    this.intents.set(id, intent);
    return declined === undefined
      ? { status: 200, body: { ...intent } }
      : { status: 402, body: { error: { ...error, payment_intent: { ...intent } } } };
  }
  /** What paid on the page is kept with a customer, where that was asked for. */
  keeps(hostedUrl: string, type: 'card' | 'sepa_debit' = 'card'): Json {
    const intent = this.intents.get(this.sessions.get(hostedUrl.split('/').at(-1)!)!['intent'] as string)!;
    const method = this.method(type);
    Object.assign(intent, { customer: method['customer'], payment_method: method['id'], paid_by: type });
    return method;
  }
  private method(type: 'card' | 'sepa_debit'): Json {
    const serial = randomBytes(12).toString('hex');
    const method: Json = {
      id: `pm_${serial}`,
      object: 'payment_method',
      type,
      customer: `cus_${serial.slice(0, 14)}`,
      ...(type === 'card'
        ? { card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2029 } }
        : { sepa_debit: { last4: '3000', country: 'DE' } }),
    };
    this.methods.set(method['id'] as string, method);
    return method;
  }
  /** Kept by a page of the merchant's own, with a customer and, of a debit, its mandate. */
  files(type: 'card' | 'sepa_debit' = 'card', over: Json = {}): Json {
    const method = Object.assign(this.method(type), over);
    const serial = (method['id'] as string).slice(3);
    this.setups.unshift({
      id: `seti_${serial}`,
      object: 'setup_intent',
      status: 'succeeded',
      customer: method['customer'],
      payment_method: method['id'],
      mandate: type === 'card' ? null : `mandate_${serial}`,
    });
    return method;
  }
  /** Stripe forgets keys after a day. */
  forgetsKeys(): void {
    this.answers.clear();
  }
  private refund(form: URLSearchParams): Answer {
    const intent = this.intents.get(form.get('payment_intent') ?? '');
    const amount = Number(form.get('amount'));
    if (intent?.['status'] !== 'succeeded')
      return wrong(
        400,
        'invalid_request_error',
        'This PaymentIntent does not have a successful charge to refund.',
      );
    const before = this.refunds
      .filter((one) => one['payment_intent'] === intent['id'] && one['status'] !== 'failed')
      .reduce((sum, one) => sum + (one['amount'] as number), 0);
    if (before + amount > (intent['amount_received'] as number))
      return wrong(400, 'invalid_request_error', 'Refund amount is greater than unrefunded amount on charge');
    const made = {
      id: `re_${randomBytes(12).toString('hex')}`,
      object: 'refund',
      status: 'pending',
      amount,
      currency: intent['currency'],
      payment_intent: intent['id'],
      charge: `ch_of_${intent['id'] as string}`,
      created: this.now(),
      metadata: Object.fromEntries(['refund', 'trace'].map((name) => [name, form.get(`metadata[${name}]`)])),
    };
    this.refunds.unshift(made);
    return { status: 200, body: { ...made } };
  }
  private shown({ intent: _, ...session }: Json, expand: boolean): Json {
    return expand && session['payment_intent'] !== null
      ? { ...session, payment_intent: this.intents.get(session['payment_intent'] as string) }
      : session;
  }

  /** What happens on the hosted page: the session and its intent afterwards. */
  move(hostedUrl: string, session: Json, intent: Json): { session: Json; intent: Json } {
    const kept = this.sessions.get(hostedUrl.split('/').at(-1)!)!;
    const its = this.intents.get(kept['intent'] as string)!;
    Object.assign(kept, { payment_intent: its['id'] }, session);
    Object.assign(its, intent);
    return { session: this.shown(kept, false), intent: { ...its } };
  }
  pays(hostedUrl: string) {
    const { amount } = this.intents.get(
      this.sessions.get(hostedUrl.split('/').at(-1)!)!['intent'] as string,
    )!;
    return this.move(
      hostedUrl,
      { status: 'complete', payment_status: 'paid' },
      { status: 'succeeded', amount_received: amount, last_payment_error: null },
    );
  }

  event(type: string, object: Json, created = this.now()): Json {
    const event = {
      id: `evt_${randomBytes(12).toString('hex')}`,
      object: 'event',
      api_version: '2026-01-28',
      created,
      type,
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      data: { object: structuredClone(object) },
    };
    this.told.unshift(event);
    return event;
  }
  /** Delivers an event as Stripe does; the status of the answer. */
  async send(
    api: string,
    event: Json,
    { secret = this.webhookSecret, at = this.now() }: { secret?: string; at?: number } = {},
  ): Promise<number> {
    const { raw, headers } = this.signed(event, { secret, at });
    const response = await fetch(`${api}/hooks/psp/stripe`, { method: 'POST', headers, body: raw });
    await response.text();
    return response.status;
  }
  signed(event: Json, { secret = this.webhookSecret, at = this.now() } = {}) {
    const raw = JSON.stringify(event, null, 2);
    const signature = createHmac('sha256', secret).update(`${at}.${raw}`).digest('hex');
    return {
      raw,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': `t=${at},v1=${signature},v0=${'0'.repeat(64)}`,
      },
    };
  }

  /** A charge as a row of the balance; its fee is kept by Stripe. */
  charge(intent: Json, fee: number): Json {
    const [amount, id] = [intent['amount'] as number, `ch_${randomBytes(12).toString('hex')}`];
    return {
      id: `txn_${randomBytes(12).toString('hex')}`,
      object: 'balance_transaction',
      type: 'charge',
      reporting_category: 'charge',
      amount,
      fee,
      net: amount - fee,
      currency: intent['currency'],
      status: 'available',
      source: {
        id,
        object: 'charge',
        amount,
        currency: intent['currency'],
        metadata: intent['metadata'],
        payment_intent: intent['id'],
      },
    };
  }
  /** What a payer wants back of a payment; Stripe takes it at once, with its fee, unless it is a warning. */
  disputed(intent: Json, status = 'needs_response', over: Json = {}): Json {
    const [id, amount] = [`dp_${randomBytes(12).toString('hex')}`, intent['amount'] as number];
    const made = {
      id,
      object: 'dispute',
      amount,
      currency: intent['currency'],
      charge: `ch_of_${intent['id'] as string}`,
      payment_intent: intent['id'],
      reason: 'fraudulent',
      status,
      created: this.now(),
      metadata: {},
      is_unattendedrefundable: false,
      evidence_details: {
        due_by: this.now() + 9 * 86_400,
        has_evidence: false,
        past_due: false,
        submission_count: 0,
      },
      balance_transactions: status.startsWith('warning') ? [] : [row(0 - amount, 2_000, intent, 'dispute')],
      ...over,
    };
    this.disputes.set(id, made);
    return made;
  }
  /** Decided for us: the money comes back, the fee does not. */
  won(dispute: Json): Json {
    const back = row(dispute['amount'] as number, 0, dispute, 'dispute_reversal');
    (dispute['balance_transactions'] as Json[]).push(back);
    return Object.assign(dispute, { status: 'won' });
  }
  /** A row of the balance as a payout lists it, with what it is of. */
  rowsOf(dispute: Json): Json[] {
    const { balance_transactions: rows, ...source } = dispute;
    return (rows as Json[]).map((one) => ({ ...one, source }));
  }
  payout(rows: Json[], over: Json = {}): Json {
    const id = `po_1${randomBytes(12).toString('hex')}`;
    const amount = rows.reduce((total, { net }) => total + (net as number), 0);
    const own = {
      id: `txn_${randomBytes(12).toString('hex')}`,
      object: 'balance_transaction',
      type: 'payout',
      reporting_category: 'payout',
      amount: -amount,
      fee: 0,
      net: -amount,
      currency: rows[0]!['currency'],
      source: { id, object: 'payout' },
    };
    this.rows.set(id, [own, ...rows]);
    return {
      id,
      object: 'payout',
      amount,
      currency: rows[0]!['currency'],
      arrival_date: this.now() - (this.now() % 86_400),
      automatic: true,
      status: 'paid',
      reconciliation_status: 'completed',
      ...over,
    };
  }
}

/** A row of Stripe's balance. */
const row = (amount: number, fee: number, { currency }: Json, category: string): Json => ({
  id: `txn_${randomBytes(12).toString('hex')}`,
  object: 'balance_transaction',
  type: 'adjustment',
  reporting_category: category,
  amount,
  fee,
  net: amount - fee,
  currency,
  status: 'available',
});
const chargeOf = (intent: Json): Json => ({
  id: `ch_of_${intent['id'] as string}`,
  object: 'charge',
  payment_method_details: {
    type: intent['paid_by'] ?? 'card',
    ...(intent['paid_by'] === 'sepa_debit' && { sepa_debit: { mandate: 'mandate_1' } }),
  },
});

const wrong = (status: number, type: string, message: string, more: Json = {}): Answer => ({
  status,
  body: { error: { type, message, ...more } },
});

/** Pages after `starting_after`, as long as `limit` says. */
const list = (url: string, all: Json[], query: URLSearchParams): Answer => {
  const from = all.findIndex(({ id }) => id === query.get('starting_after')) + 1;
  const limit = Number(query.get('limit') ?? 10);
  return {
    status: 200,
    body: { object: 'list', url, has_more: all.length > from + limit, data: all.slice(from, from + limit) },
  };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};
