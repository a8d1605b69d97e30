/**
 * The whole road in legs, walked by partners, payers, banks and clerks who repeat what got no answer, under the same key.
 * Each leg ends when the cloud is at rest, so that a fault belongs to exactly one leg.
 */
import { marshall } from '@aws-sdk/util-dynamodb';
import { camt053, type Transfer } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import type { Raw } from '../../bin/doctor/books.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { Order } from '../../shared/orders/order.ts';
import { World } from '../support/world.ts';

export const DAY_MS = 86_400_000;

/** Reminders go out by a policy, so that whatever breaks on their way breaks there, too. */
export const openWorld = async (): Promise<World> => {
  const world = await World.open('2026-01-05T09:00:00Z', { reminders: [1] });
  const level = { after: { from: 'due', days: 1 }, tone: 1, escalate: 'service' };
  await world.call('PUT', '/v1/dunning-policies/road', { entities: ['main'], levels: [level] });
  return world;
};

/** Whatever breaks, a caller asks again; nine times, then something is wrong that asking does not heal. */
export const insist = async <T>(
  world: World,
  method: string,
  path: string,
  body?: unknown,
  options: { key?: string; raw?: boolean; idem?: string } = {},
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    const answer = await world.call<T>(method, path, body, options).catch(() => undefined);
    if (answer && answer.status < 300) return answer.body;
    const retry = answer === undefined || answer.status >= 500 || isUnderWay(answer.body);
    if (!retry || tries === 9)
      throw new Error(`${method} ${path} → ${answer?.status} ${JSON.stringify(answer?.body)}`);
  }
};
const isUnderWay = (body: unknown): boolean => (body as { code?: string }).code === 'request.in_progress';

/** The outbox is run over items of long ago: every fact of theirs is announced once more, in the order given. */
export const announceAgain = async (world: World, items: readonly Raw[]): Promise<number> => {
  const acts = items.filter((item) => item['events'] !== undefined);
  for (let from = 0; from < acts.length; from += 25) {
    const Records = acts
      .slice(from, from + 25)
      .map((item) => ({ dynamodb: { NewImage: marshall(item, { removeUndefinedValues: true }) } }));
    const { error } = await world.cloud.invoke('Outbox', { Records });
    if (error) throw new Error(`the outbox failed: ${error.message}`);
  }
  return acts.length;
};

/** One customer on the road, from its first order to a file for finance. */
export class Traveller {
  readonly world: World;
  readonly name: string;
  email: string;
  id = '';
  /** What the provider paid out, and the bank will bring. */
  payout: { readonly id: string; readonly netMinor: number } | undefined;
  /** The bank line that nobody can explain. */
  thanks = '';
  private readonly placed = new Map<string, string>();

  constructor(world: World, name: string) {
    this.world = world;
    this.name = name;
    this.email = `${name.toLowerCase()}@customer.example`;
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return insist<T>(this.world, 'PUT', path, body, { key: 'partner' });
  }
  /** `what` is unique on this road: it makes the key. */
  post<T>(what: string, path: string, body: unknown, key = 'partner'): Promise<T> {
    return insist<T>(this.world, 'POST', path, body, { key, idem: `${this.name}-${what}` });
  }
  get<T>(path: string): Promise<T> {
    return insist<T>(this.world, 'GET', path, undefined, { key: 'finance' });
  }
  async isIntroduced(): Promise<void> {
    await this.moves(this.email);
    await this.put(`/v1/customers/${this.id}/credit`, { limit: { minor: 100_000, currency: 'EUR' } });
  }
  /** Tells who it is and where its mails go, for the first time or anew. */
  async moves(email: string): Promise<void> {
    this.email = email;
    const { id } = await this.put<{ id: string }>(`/v1/customers/crm/${this.name}`, {
      name: this.name,
      address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      emails: [email],
      language: 'en',
      currency: 'EUR',
      paymentTermsDays: 14,
      ibans: [],
    });
    this.id = id;
  }
  /** Two of each line, at these net prices. */
  async orders(what: string, netPrices: readonly string[], paymentTermsDays = 14): Promise<Order> {
    const order = await this.post<Order>(`order-${what}`, '/v1/orders', {
      source: 'shop',
      sourceOrderId: `${this.name}-${what}`,
      customer: { id: this.id },
      currency: 'EUR',
      paymentTermsDays,
      lines: netPrices.map((unitPrice, index) => ({
        sku: `T-${index}`,
        description: 'Tea',
        quantity: '2',
        unitPrice,
        taxClass: 'standard',
      })),
    });
    this.placed.set(what, order.id);
    return order;
  }
  async isDelivered(
    order: string,
    what: string,
    lines?: { line: string; quantity: string }[],
  ): Promise<void> {
    await this.post(
      `deliver-${order}-${what}`,
      `/v1/orders/${this.placed.get(order)}/fulfilments`,
      lines ? { lines } : {},
    );
  }
  /** Open invoices, oldest first. */
  async owes(): Promise<InvoiceView[]> {
    const { data } = await this.get<{ data: InvoiceView[] }>(`/v1/invoices?openOf=${this.id}&limit=50`);
    return data.sort((a, b) => (a.number < b.number ? -1 : 1));
  }
  async owesFor(order: string): Promise<InvoiceView> {
    const found = (await this.owes()).find(({ orderId }) => orderId === this.placed.get(order));
    if (!found) throw new Error(`${this.name} has no open invoice for ${order}`);
    return found;
  }
  /** Presses the button of the link in the mail until the provider's page comes, and approves there. */
  async paysByLink(number: string, outcome = 'approve'): Promise<void> {
    const mails = await this.world.mails('', number);
    const link = mails.map(({ text }) => /https?:\/\/\S+\/pay\/[\w.-]+/.exec(text)?.[0]).find(Boolean);
    if (link === undefined) throw new Error(`no mail with a link for ${number}`);
    await patiently(async () => (await fetch(link)).status === 200);
    await patiently(async () => {
      const { status, headers } = await fetch(link, { method: 'POST', redirect: 'manual' });
      if (status !== 303) return false;
      const location = headers.get('location')!;
      // Back to our own page: the provider cannot be had just now, or somebody paid at this moment, and the page says so.
      if (location.startsWith(this.world.cloud.urls.api))
        return (await (await fetch(location)).text()).includes('Nothing is open on invoice');
      const approve = {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ outcome }),
      } as const;
      return (await fetch(location, approve)).status === 303;
    });
  }
  async statement(transfers: readonly Pick<Transfer, 'minor' | 'text' | 'structured'>[]): Promise<void> {
    const id = `${this.name}-bank`;
    const date = this.world.today();
    const dated = transfers.map((each, index) => ({ ...each, reference: `${id}-${index}`, date }));
    const { iban } = SELLER.bank;
    await this.send(id, camt053({ id, iban, currency: 'EUR', openingMinor: 0, date, transfers: dated }));
  }
  send(idem: string, file: string): Promise<unknown> {
    return insist(this.world, 'POST', '/v1/statements', file, { raw: true, idem });
  }
  /** Says that the unexplained transfer is for the one invoice that is open. */
  async matches(what: string): Promise<void> {
    const [rest] = await this.owes();
    this.thanks = (await this.exceptionWith(`thanks from ${this.name}`)).id;
    const match = { allocations: [{ invoiceId: rest!.id }], customerId: this.id };
    await this.post(`match-${what}`, `/v1/bank-lines/${this.thanks}/match`, match, 'finance');
  }
  async exceptionWith(text: string): Promise<BankLine> {
    const { data } = await this.get<{ data: BankLine[] }>('/v1/exceptions?limit=100');
    const found = data.find((line) => line.text === text);
    if (!found) throw new Error(`${this.name}: no exception says ${text}`);
    return found;
  }
}

const patiently = async (work: () => Promise<boolean>): Promise<void> => {
  for (let tries = 1; !(await work().catch(() => false)); tries++)
    if (tries === 9) throw new Error('a page did not come');
};

export interface Leg {
  readonly name: string;
  walk(own: Traveller): Promise<void>;
  /** Walked only to have something to go on with: its calls are those of another leg. */
  readonly plain?: true;
  /** Functions whose calls here are those of another leg. */
  readonly without?: readonly string[];
  /** How long the cloud may need until nothing is left to do, where a fault struck. */
  readonly restMs?: number;
}

/** Longer than six tries of the slowest queue, and than every lease. */
const REST_MS = 45 * 60_000;
/** A job runs once more, and what it left is looked at a day later. */
const JOB_REST_MS = DAY_MS + 7 * 3_600_000;

/** A confirmation breaks as that of `order` does, a receipt as that of `card`. */
const MAILS = ['SendMail', 'MailEvents'];

/** Jobs of every night. */
export const NIGHTLY = [
  'NightlyExports',
  'LookAfter',
  'RebuildExposure',
  'ScoreAll',
  'BillByTheDay',
  'ReleaseStock',
  'RetryIntake',
  'BillDue',
  'SealActs',
  'WriteOffRests',
  'JudgePlans',
  'UseUnapplied',
];

export const LEGS: readonly Leg[] = [
  { name: 'customer', walk: (own) => own.isIntroduced() },
  { name: 'order', walk: async (own) => void (await own.orders('A', ['33.335', '20.00'])) },
  {
    name: 'held order',
    without: MAILS,
    walk: async (own) => {
      const held = await own.orders('held', ['9000.00']);
      if (held.state !== 'HELD') throw new Error(`an order over the limit is ${held.state}`);
      await own.post('release', `/v1/orders/${held.id}/release`, { reason: 'Guarantee' }, 'finance');
      await own.post('cancel', `/v1/orders/${held.id}/cancel`, { reason: 'Changed their mind' });
    },
  },
  { name: 'part delivery', walk: (own) => own.isDelivered('A', '1', [{ line: '1', quantity: '1' }]) },
  {
    name: 'deliveries',
    plain: true,
    walk: async (own) => {
      await own.orders('B', ['50.00']);
      await own.orders('D', ['10.00']);
      for (const order of ['A', 'B', 'D']) await own.isDelivered(order, 'rest');
    },
  },
  {
    name: 'card',
    without: ['InvoicesApi'],
    walk: async (own) => own.paysByLink((await own.owesFor('B')).number),
  },
  {
    name: 'lost webhook',
    restMs: JOB_REST_MS,
    without: [...NIGHTLY, 'BuildExport', 'InvoicesApi', 'Portal', ...MAILS],
    walk: async (own) => {
      const { number } = await own.owesFor('D');
      await own.world.control('/psp/control', { drop: 1 });
      await own.paysByLink(number);
      await own.world.passes(6 * 3_600_000);
    },
  },
  {
    name: 'payout',
    walk: async (own) => {
      own.payout = await own.world.control('/psp/payouts', { currency: 'EUR' });
    },
  },
  {
    name: 'statement',
    without: ['InvoicesApi', ...MAILS],
    walk: async (own) => {
      const [part] = await own.owes();
      await own.statement([
        { minor: part!.open.minor, text: '', structured: part!.reference },
        { minor: 12_345, text: `thanks from ${own.name}` },
        { minor: own.payout!.netMinor, text: `SANDBOXPAY ${own.payout!.id}` },
      ]);
    },
  },
  { name: 'match', without: ['InvoicesApi', ...MAILS], walk: (own) => own.matches('first') },
  {
    name: 'unmatch',
    walk: async (own) => {
      const path = `/v1/bank-lines/${own.thanks}/unmatch`;
      await own.post('unmatch', path, { reason: 'Wrong one' }, 'finance');
    },
  },
  { name: 'match again', plain: true, walk: (own) => own.matches('second') },
  {
    name: 'small hours',
    restMs: JOB_REST_MS,
    without: ['FindOverdue', 'CheckAttempts', 'BuildExport'],
    walk: (own) => own.world.passes(DAY_MS),
  },
  {
    name: 'late order',
    plain: true,
    walk: async (own) => {
      await own.orders('C', ['70.00'], 0);
      await own.isDelivered('C', 'all');
    },
  },
  {
    name: 'reminder',
    restMs: JOB_REST_MS,
    without: ['BuildExport', 'CheckAttempts', 'CollectDue'],
    // Due today, reminded at seven in the morning after; late in the evening it is that day in Berlin already.
    walk: (own) => own.world.passes(DAY_MS + 8 * 3_600_000),
  },
  {
    name: 'counter',
    without: MAILS,
    walk: async (own) => {
      const { open } = await own.owesFor('C');
      await own.post('cash', '/v1/payments', { customerId: own.id, method: 'cash', amount: open });
    },
  },
  {
    name: 'export',
    walk: async (own) => {
      const { id } = await own.post<{ id: string }>(
        'export',
        '/v1/exports',
        { kind: 'ledger_journal' },
        'finance',
      );
      await own.world.settle();
      await own.get(`/v1/exports/${id}`);
    },
  },
];

/**
 * Until nothing is left to do. On a busy machine a function may run out of its time without any fault, so the queues get the
 * time to bring it again after every leg; after a fault in a job, until the job ran once more.
 */
export const rests = (world: World, leg: Leg, struck: boolean): Promise<void> =>
  world.passes(struck ? (leg.restMs ?? REST_MS) : REST_MS);
