/**
 * Schemathesis reads the OpenAPI document of a running Quittance and sends what the document allows and what it does not,
 * to every operation, with a key that may do everything and with ids of things that exist. Nothing may fail on our side,
 * answer with a status or a body that is not described, take what is not described or misunderstand what is.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { camt053 } from '../../bin/demo/camt.ts';
import { client, type Client } from '../../bin/demo/client.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { SCOPES } from '../../shared/kernel/contract.ts';
import { python, run, serving, testWith, type Service } from './tools.ts';
import { ROUTES } from '../support/stock.ts';

/**
 * The same requests every time, of each kind one; other and more ones with FUZZ_SEED and FUZZ_EXAMPLES, and each limit of each field with
 * FUZZ_PHASES=examples,coverage,fuzzing,stateful, when somebody has an hour.
 */
const {
  FUZZ_SEED = '20261125',
  FUZZ_EXAMPLES = '1',
  FUZZ_PHASES = 'examples,fuzzing,stateful',
  FUZZ_LOG,
} = process.env;
const tool = await python();
const check = testWith(tool);
const dir = mkdtempSync(join(tmpdir(), 'quittance-fuzz-'));
const data = join(dir, 'data');

let quittance: Service | undefined;
let desk: Client;
let api: string;
let key: string;

beforeAll(async () => {
  if ('why' in tool) return;
  const endpoints = join(data, 'endpoints.json');
  quittance = await serving('npm', ['start', '--', '--no-demo', '--port', '0', '--data', data], {
    log: join(dir, 'npm-start.log'),
    ready: () => existsSync(endpoints) && readFileSync(endpoints, 'utf8').endsWith('}'),
  });
  const at = JSON.parse(readFileSync(endpoints, 'utf8')) as { api: string; console: string };
  api = at.api;
  const { payload } = await client({ ...at, keys: {} }).control<{
    payload: { value: { keys: Record<'fuzzing' | 'desk' | 'spare', string> } };
  }>('/control/invoke/OpenTenant', {
    tenant: 'fuzz',
    entities: [SELLER],
    keys: ['fuzzing', 'desk', 'spare'].map((name) => ({ name, scopes: SCOPES })),
  });
  key = payload.value.keys.fuzzing;
  desk = client({ ...at, keys: { partner: payload.value.keys.desk, finance: payload.value.keys.desk } });
});
afterAll(async () => {
  await quittance?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** One of everything, so that ids in paths lead to something; an open order and a bank line that nobody understands too. */
const things = async (): Promise<Record<string, string>> => {
  const customer = await desk.put<{ id: string }>('/v1/customers/crm/F-1', {
    name: 'Fuzzed Ltd',
    address: { line1: '1 Road', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: ['fuzzed@customer.example'],
    currency: 'EUR',
  });
  await desk.put(`/v1/customers/${customer.id}/credit`, { limit: { minor: 100_000_000, currency: 'EUR' } });
  const basket = {
    customer: { id: customer.id },
    currency: 'EUR',
    lines: [{ sku: 'A', description: 'Tea', quantity: '2', unitPrice: '10.00' }],
  };
  const order = (name: string) =>
    desk.post<{ id: string }>('/v1/orders', name, {
      source: 'shop',
      sourceOrderId: name,
      ...basket,
    });
  await desk.post(`/v1/orders/${(await order('done')).id}/fulfilments`, 'done-delivered', {});
  const open = await order('open');
  await desk.control('/control/settle', {});
  const { data: invoices } = await desk.get<{ data: { id: string }[] }>('/v1/invoices');
  const payment = await desk.post<{ id: string }>('/v1/payments', 'paid', {
    customerId: customer.id,
    method: 'cash',
    amount: { minor: 100, currency: 'EUR' },
  });
  const date = new Date().toISOString().slice(0, 10);
  const transfers = [{ reference: 'R-1', minor: 777, text: 'no idea', date }];
  const statement = await desk.post<{ id: string }>(
    '/v1/statements',
    'statement',
    camt053({ id: 'S-1', iban: SELLER.bank.iban, currency: 'EUR', openingMinor: 0, date, transfers }),
  );
  const file = await desk.post<{ id: string }>('/v1/exports', 'file', { kind: 'open_items' });
  await desk.control('/control/settle', {});
  const { data: lines } = await desk.get<{ data: { id: string }[] }>('/v1/exceptions');
  const { data: keys } = await desk.get<{ data: { id: string; name: string }[] }>('/v1/keys');
  const quote = await desk.post<{ id: string }>('/v1/quotes', 'quote', { ...basket, keep: true });
  return {
    // Its own key must live until the end.
    keys: keys.find(({ name }) => name === 'spare')!.id,
    entities: SELLER.id,
    quotes: quote.id,
    customers: customer.id,
    orders: open.id,
    invoices: invoices[0]!.id,
    payments: payment.id,
    statements: statement.id,
    exports: file.id,
    'bank-lines': lines[0]!.id,
  };
};

/** `{id}` of each collection is a thing that exists. Our own checks stand in for two that presume another kind of API. */
const settings = (ids: Readonly<Record<string, string>>): string => `
[checks]
# Rules of the business refuse what the document allows, with 404, 409 and 422: described_requests_are_understood.
positive_data_acceptance.enabled = false
# 405 is told where a route of the gateway is for several methods: undeclared_methods_are_refused.
unsupported_method.enabled = false

# Any text is a file; what is wrong in it is told by the import, line by line.
[[operations]]
include-path = "/v1/customer-imports"
checks.negative_data_rejection.enabled = false

[reports.junit]
enabled = false
${Object.entries(ids)
  .map(
    ([collection, id]) => `
[[operations]]
include-path-regex = "^/v1/${collection}/\\\\{id\\\\}"
parameters = { "path.id" = "${id}" }
`,
  )
  .join('')}`;

check('every operation, with what is described and what is not', async (at) => {
  writeFileSync(join(dir, 'schemathesis.toml'), settings(await things()));
  const { code, output } = await run(
    join(at, 'schemathesis'),
    `--config-file schemathesis.toml run ${api}/openapi.json --no-color
     --seed ${FUZZ_SEED} --max-examples ${FUZZ_EXAMPLES} --phases ${FUZZ_PHASES}
     --workers 1 --request-timeout 30 --continue-on-failure --generation-database none --header`
      .split(/\s+/)
      .concat(`Authorization: Bearer ${key}`),
    {
      cwd: dir,
      env: { PYTHONPATH: import.meta.dirname, SCHEMATHESIS_HOOKS: 'fuzz_checks' },
      seconds: 3000,
    },
  );
  if (FUZZ_LOG) writeFileSync(FUZZ_LOG, output);
  expect(code, output.slice(-20_000)).toBe(0);
  expect(output).toContain(`Tested: ${ROUTES.length}`);
});

check('nothing that was taken fails afterwards', async () => {
  await desk.control('/control/settle', {});
  const { queues } = await desk.control<{
    queues: { name: string; visible: number; deadLetter?: boolean }[];
  }>('/control/queues');
  expect(queues.length).toBeGreaterThan(0);
  expect(queues.filter(({ deadLetter, visible }) => deadLetter && visible > 0)).toEqual([]);
  const { currencies } = await desk.get<{ currencies: { differenceMinor: number }[] }>('/v1/trial-balance');
  expect(currencies.length).toBeGreaterThan(0);
  for (const { differenceMinor } of currencies) expect(differenceMinor).toBe(0);
});
