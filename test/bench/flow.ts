/**
 * One flow: an order of three lines accepted, delivered and invoiced (number, snapshot, postings), its payment link clicked,
 * the provider's signed webhook taken, the invoice paid in the books. What the books say is read from the database itself, for
 * all flows under way at once, so that waiting costs the system next to nothing.
 */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { inflateRawSync } from 'node:zlib';
import { TENANT } from '../../bin/demo/company.ts';
import { invoiceIdOf } from '../../shared/invoices/ids.ts';
import { tokenOf } from '../../shared/invoices/link.ts';
import type { Order } from '../../shared/orders/order.ts';
import { basket } from './basket.ts';
import { send, type Reply } from './http.ts';
import type { System } from './system.ts';

export interface Flows {
  /** Runs one to its end: milliseconds from the order to the paid invoice. */
  run(): Promise<number>;
  /** A customer with credit, and the table's name, for whoever measures a part. */
  readonly customer: string;
  readonly table: string;
  close(): void;
}

const CUSTOMERS = 200;

export const flows = async (system: System): Promise<Flows> => {
  const desk = deskOf(system);
  const customers: string[] = [];
  for (let n = 0; n < CUSTOMERS; n++) customers.push(await customer(desk, n));
  const linkKey = await secretOf(system, 'LinkKey');
  const books = await booksOf(system);
  // Another driver on the same system must not repeat orders: they would be answered from memory.
  const driver = Date.now().toString(36);
  let serial = 0;
  return {
    run: async () => {
      const id = `${driver}-${(serial += 1)}`;
      const began = performance.now();
      const order = await desk('POST', '/v1/orders', basket(customers[serial % CUSTOMERS]!, id), id);
      const done = await desk('POST', `/v1/orders/${order.id}/fulfilments`, {}, id);
      const invoice = invoiceIdOf(done.fulfilments[0]!);
      await books.until(invoice, 'ISSUED');
      const link = `${system.urls.api}/pay/${tokenOf(linkKey, TENANT, invoice)}`;
      const page = expecting(303, await send('POST', link, { 'content-length': '0' })).headers['location'];
      await send(
        'POST',
        String(page),
        { 'content-type': 'application/x-www-form-urlencoded' },
        'outcome=approve',
      );
      await books.until(invoice, 'PAID');
      return performance.now() - began;
    },
    customer: customers[0]!,
    table: books.table,
    close: books.close,
  };
};

export type Desk = <T = Order>(
  method: string,
  path: string,
  body: unknown,
  idempotencyKey?: string,
) => Promise<T>;

export const deskOf =
  ({ urls, keys }: System): Desk =>
  async (method, path, body, idempotencyKey) => {
    const reply = await send(
      method,
      `${urls.api}${path}`,
      {
        authorization: `Bearer ${keys['partner']}`,
        'content-type': 'application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      JSON.stringify(body),
    );
    if (reply.status >= 300) throw new Error(`${method} ${path} → ${reply.status} ${reply.text}`);
    return JSON.parse(reply.text) as never;
  };

const expecting = (status: number, reply: Reply): Reply => {
  if (reply.status !== status) throw new Error(`expected ${status}, got ${reply.status} ${reply.text}`);
  return reply;
};

export const customer = async (desk: Desk, n: number): Promise<string> => {
  const { id } = await desk<{ id: string }>('PUT', `/v1/customers/shop/C-${n}`, {
    name: `Customer ${n} GmbH`,
    address: { line1: `Weg ${n}`, postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: [`c${n}@customer.example`],
    currency: 'EUR',
  });
  await desk('PUT', `/v1/customers/${id}/credit`, { limit: { minor: 1_000_000_000, currency: 'EUR' } });
  return id;
};

const secretOf = async ({ urls, outputs, credentials }: System, name: string): Promise<string> => {
  const vault = new SecretsManagerClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  const arn = Object.values(outputs).find((value) => value.includes(':secret:') && value.includes(name))!;
  const { SecretString } = await vault.send(new GetSecretValueCommand({ SecretId: arn }));
  vault.destroy();
  return SecretString!;
};

const POLL_MS = 4;
/** A batch of the database takes a hundred keys. */
const BATCH = 100;

/** Waits for states of invoices by reading the heads of all that are waited for, a few hundred times a second at most. */
const booksOf = async ({ urls }: System) => {
  const { TableNames } = await database<{ TableNames: string[] }>(urls.dynamodb, 'ListTables', {});
  const table = TableNames.find((name) => name.includes('Books'))!;
  const waiting = new Map<string, { state: string; resolve(): void }>();
  const ending = new AbortController();
  const look = async (ids: string[]): Promise<void> => {
    const { Responses } = await database<{ Responses: Record<string, Head[]> }>(
      urls.dynamodb,
      'BatchGetItem',
      {
        RequestItems: {
          [table]: {
            Keys: ids.map((id) => ({ pk: { S: `${TENANT}#INV#${id}` }, sk: { S: 'HEAD' } })),
            ProjectionExpression: 'pk, z',
          },
        },
      },
    );
    for (const { pk, z } of Responses[table] ?? []) {
      const id = pk.S.split('#')[2]!;
      const wanted = waiting.get(id);
      if (!wanted || (wanted.state === 'PAID' && stateIn(z.B) !== 'PAID')) continue;
      waiting.delete(id);
      wanted.resolve();
    }
  };
  const watch = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const ids = [...waiting.keys()];
      for (let from = 0; from < ids.length; from += BATCH) await look(ids.slice(from, from + BATCH));
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  void watch();
  return {
    table,
    until: (id: string, state: 'ISSUED' | 'PAID') =>
      new Promise<void>((resolve) => {
        waiting.set(id, { state, resolve });
      }),
    close: () => ending.abort(),
  };
};
interface Head {
  pk: { S: string };
  z: { B: string };
}
const stateIn = (packed: string): string =>
  (JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()) as { doc: { state: string } }).doc
    .state;

const database = async <T>(url: string, operation: string, input: unknown): Promise<T> => {
  const { text } = await send(
    'POST',
    url,
    {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=b/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00',
    },
    JSON.stringify(input),
  );
  return JSON.parse(text) as T;
};
