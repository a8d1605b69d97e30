/**
 * The assembly that AWS gets goes by `cdk deploy` onto a cloud that we did not write, and the road runs there: what our own
 * local cloud and we ourselves may have misread in the same way, a stranger reads anew. Its known differences from AWS are
 * the last test but two; one that goes away fails, so that the list stays true.
 */
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect } from 'vitest';
import { camt053 } from '../../bin/demo/camt.ts';
import { KEYS, SELLER } from '../../bin/demo/company.ts';
import { mailEvents, workers as wired } from '../../lib/wiring.ts';
import { FakeStripe } from '../support/stripe.ts';
import { eventually, Ministack, oneMetricEach, type Outputs } from './ministack.ts';
import { python, run, testWith, type Ran } from './tools.ts';

const tool = await python();
const check = testWith(tool);
/** Minutes for roads that change seldom. */
const deep = testWith(
  process.env['CLOUDS'] === 'all' ? tool : { why: 'CLOUDS=all updates, restores and destroys, too' },
);

let cloud: Ministack;
let stripe: FakeStripe;
let outputs: Outputs;
let keys: Record<string, string>;
let serial = 0;

beforeAll(async () => {
  if ('why' in tool) return;
  stripe = await FakeStripe.open();
  cloud = await Ministack.start(tool.at);
});
afterAll(async () => {
  await cloud?.stop();
  await stripe?.close();
});

/** Where the fake of Stripe answers. */
const sandbox = (): string => new URL(stripe.credentials.baseUrl).origin;
const output = (stack: 'Data' | 'Api' | 'App', name: string): string =>
  outputs[`Quittance-dev-${stack}`]![name]!;
const api = (): string => output('Api', 'ApiUrl');

const call = async <T>(
  method: string,
  path: string,
  body?: unknown,
  key = 'partner',
): Promise<T & { status: number }> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await cloud.http(api() + path, {
    method,
    headers: {
      authorization: `Bearer ${keys[key]}`,
      ...(method === 'POST' && { 'idempotency-key': `k-${++serial}` }),
      ...(body !== undefined && {
        'content-type': typeof body === 'string' ? 'application/xml' : 'application/json',
      }),
    },
    ...(text !== undefined && { body: text }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path} → ${answer.status} ${answer.body}`);
  return { ...(JSON.parse(answer.body) as T), status: answer.status };
};
check('it is bootstrapped and takes all stacks', async () => {
  // Its own: nothing that runs here may change the assembly that others take. Without a domain for answers, as it is without context: this cloud knows no
  // rules for received mails.
  const made = await synth(join(cloud.dir, 'assembly'), {});
  expect(made.code, made.output).toBe(0);
  const bootstrapped = await cloud.bootstrap();
  expect(bootstrapped.code, bootstrapped.output).toBe(0);
  oneMetricEach(join(cloud.dir, 'assembly'));
  const deployed = await cloud.deploy(join(cloud.dir, 'assembly'), sandbox());
  expect(deployed.code, deployed.output).toBe(0);
  outputs = deployed.outputs;
  expect(api()).toMatch(/^http:\/\/\w+\.execute-api\./);
});

/** Invokes a function that an output names, as an operator does. */
const invoke = async <T>(name: string, payload: unknown): Promise<T> => {
  const answer = await fetch(
    `${cloud.client.endpoint}/2015-03-31/functions/${output('App', name)}/invocations`,
    {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/lambda/aws4_request',
      },
      body: JSON.stringify(payload),
    },
  );
  return (await answer.json()) as T;
};

check('a tenant is opened and its provider’s credentials are in the vault', async () => {
  const vault = new SecretsManagerClient(cloud.client);
  await vault.send(
    new PutSecretValueCommand({
      SecretId: output('Data', 'ProvidersSecret'),
      SecretString: JSON.stringify({ acme: { stripe: stripe.credentials } }),
    }),
  );
  const answer = await fetch(
    `${cloud.client.endpoint}/2015-03-31/functions/${output('App', 'OpenTenantFunction')}/invocations`,
    {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/lambda/aws4_request',
      },
      body: JSON.stringify({ tenant: 'acme', entities: [{ ...SELLER, provider: 'stripe' }], keys: KEYS }),
    },
  );
  const opened = (await answer.json()) as { ok: boolean; value: { keys: Record<string, string> } };
  expect(opened).toMatchObject({ ok: true, value: { tenant: 'acme' } });
  keys = opened.value.keys;
});

interface Thing {
  id: string;
  number: string;
  state: string;
  open: { minor: number };
}
const invoiceOf = (order: string, state: string) =>
  eventually(`an invoice that is ${state}`, async () => {
    const { data } = await call<{ data: (Thing & { orderId: string })[] }>('GET', '/v1/invoices?limit=100');
    return data.find((invoice) => invoice.orderId === order && invoice.state === state);
  });
let customer: string;
const isInvoiced = async (net: string): Promise<Thing> => {
  const order = await call<Thing>('POST', '/v1/orders', {
    source: 'shop',
    sourceOrderId: `O-${net}`,
    customer: { id: customer },
    currency: 'EUR',
    lines: [{ sku: 'A-1', description: 'Tea', quantity: '1', unitPrice: net, taxClass: 'standard' }],
  });
  expect(order).toMatchObject({ status: 201, state: 'CONFIRMED' });
  await call('POST', `/v1/orders/${order.id}/fulfilments`, {});
  return invoiceOf(order.id, 'ISSUED');
};

check('an order is invoiced, mailed with a link, paid by card and explained', async () => {
  const saved = await call<Thing>('PUT', '/v1/customers/crm/M-1', {
    name: 'Stranger',
    address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: ['stranger@customer.example'],
    currency: 'EUR',
  });
  customer = saved.id;
  await call('PUT', `/v1/customers/${customer}/credit`, { limit: { minor: 1_000_000, currency: 'EUR' } });
  const invoice = await isInvoiced('100.00');
  expect(invoice.open.minor).toBe(11_900);
  const mail = await eventually('the mail with the invoice', async () =>
    (await cloud.mails()).find(({ Subject }) => Subject.includes(invoice.number)),
  );
  expect(mail.To).toEqual([expect.stringContaining('stranger@customer.example')]);
  const link = /https?:\/\/\S+\/pay\/[\w.-]+/.exec(mail.BodyText)![0];
  expect(link.startsWith(api())).toBe(true);
  const page = await cloud.http(link);
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('119.00')]);
  const started = await cloud.http(link, { method: 'POST' });
  expect(started.status).toBe(303);
  const { session, intent } = stripe.pays(started.headers['location'] as string);
  for (const event of [
    stripe.event('checkout.session.completed', session),
    stripe.event('payment_intent.succeeded', intent),
    stripe.event('payment_intent.succeeded', intent),
  ])
    expect(await hook(event)).toBe(200);
  const paid = await eventually('the payment', async () => {
    const one = await call<Thing & { settlements: unknown[] }>('GET', `/v1/invoices/${invoice.id}`);
    return one.state === 'PAID' ? one : undefined;
  });
  expect(paid).toMatchObject({ open: { minor: 0 }, settlements: [{ method: 'card' }] });
  const { data: payments } = await call<{ data: unknown[] }>('GET', '/v1/payments');
  expect(payments).toHaveLength(1);
});

/** As FakeStripe delivers it, but by the Host header that this cloud wants. */
const hook = async (event: Record<string, unknown>): Promise<number> => {
  const { raw, headers } = stripe.signed(event);
  return (await cloud.http(`${api()}/hooks/psp/stripe`, { method: 'POST', headers, body: raw })).status;
};

check('a bank statement pays the next one by its number', async () => {
  const invoice = await isInvoiced('50.00');
  const date = new Date().toISOString().slice(0, 10);
  const transfers = [
    { reference: 'R-1', minor: 5_950, text: `Invoice ${invoice.number}`, date, payer: { name: 'Stranger' } },
  ];
  const file = camt053({
    id: 'S-1',
    iban: SELLER.bank.iban,
    currency: 'EUR',
    openingMinor: 0,
    date,
    transfers,
  });
  await call('POST', '/v1/statements', file, 'finance');
  const paid = await eventually('the match', async () => {
    const one = await call<Thing & { settlements: unknown[] }>('GET', `/v1/invoices/${invoice.id}`);
    return one.state === 'PAID' ? one : undefined;
  });
  expect(paid).toMatchObject({
    settlements: [{ method: 'bank_transfer', reason: expect.stringContaining(invoice.number) }],
  });
  const { currencies } = await call<{ currencies: { differenceMinor: number }[] }>(
    'GET',
    '/v1/trial-balance',
    undefined,
    'finance',
  );
  expect(currencies).toMatchObject([{ differenceMinor: 0 }]);
});

const asked = async (path: string, headers: Record<string, string> = {}) => {
  const { status, body } = await cloud.http(api() + path, { headers });
  return [status, JSON.parse(body) as unknown];
};
/** A call of the query protocol that most of AWS still speaks. */
const query = async (service: string, form: Record<string, string>): Promise<string> => {
  const answer = await fetch(cloud.client.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
    },
    body: new URLSearchParams(form),
  });
  return answer.text();
};

/**
 * Where this cloud is not AWS: what AWS does (its documentation, no run), and what is seen here. The road does not hang on
 * any of them; our own local cloud does each as AWS does.
 */
const DIFFERENCES: Readonly<Record<string, { aws: unknown; here: unknown; probe: () => Promise<unknown> }>> =
  {
    'SES tells the bus what became of a mail': {
      aws: 'DELIVERED',
      here: 'SENT',
      probe: async () => {
        const { data } = await call<{ data: { delivery: { state: string } }[] }>('GET', '/v1/invoices');
        return data[0]!.delivery.state;
      },
    },
    // Once this fails, `oneMetricEach` has no purpose any more.
    'an alarm may watch several metrics': {
      aws: 'CREATE_COMPLETE',
      here: 'ROLLBACK_COMPLETE',
      probe: async () => {
        const stack = { StackName: 'Probe', Version: '2010-05-15' };
        await query('cloudformation', { Action: 'CreateStack', TemplateBody: SEVERAL, ...stack });
        return eventually('the end of the stack', async () => {
          const described = await query('cloudformation', { Action: 'DescribeStacks', ...stack });
          return /<StackStatus>([A-Z_]+_COMPLETE)</.exec(described)?.[1];
        });
      },
    },
    'a role may do only what it is granted': {
      aws: 'AccessDeniedException',
      here: 'allowed',
      probe: async () => {
        const roles = await query('iam', { Action: 'ListRoles', Version: '2010-05-08' });
        const role = /<Arn>([^<]*DocsRole[^<]*)<\/Arn>/.exec(roles)![1]!;
        const session = await query('sts', {
          Action: 'AssumeRole',
          Version: '2011-06-15',
          RoleArn: role,
          RoleSessionName: 'probe',
        });
        const part = (name: string) => new RegExp(`<${name}>([^<]+)<`).exec(session)![1]!;
        return rows({
          accessKeyId: part('AccessKeyId'),
          secretAccessKey: part('SecretAccessKey'),
          sessionToken: part('SessionToken'),
        }).then(
          () => 'allowed',
          (error: Error) => error.name,
        );
      },
    },
  };

/** As small as one with a sum can be. */
const SEVERAL = JSON.stringify({
  Resources: {
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Threshold: 1,
        Metrics: [
          { Id: 'sum', Expression: 'one + one', ReturnData: true },
          {
            Id: 'one',
            ReturnData: false,
            MetricStat: { Metric: { Namespace: 'Probe', MetricName: 'One' }, Period: 60, Stat: 'Sum' },
          },
        ],
      },
    },
  },
});

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}
const books = (): string => output('Data', 'ExportsOutputRefBooks8C439C9007C4FC40');
const rows = async (
  credentials: Credentials = cloud.client.credentials,
  TableName = books(),
): Promise<number> => {
  const table = new DynamoDBClient({ ...cloud.client, credentials });
  const { Count } = await table.send(new ScanCommand({ TableName, Select: 'COUNT' }));
  return Count!;
};

check('the gateway’s own answers are AWS’s', async () => {
  expect(await asked('/v1/orders')).toEqual([401, { message: 'Unauthorized' }]);
  expect(await asked('/v1/orders', { authorization: 'Bearer nobody' })).toEqual([
    403,
    { message: 'Forbidden' },
  ]);
  expect(await asked('/v1/nothing', { authorization: `Bearer ${keys['partner']}` })).toEqual([
    404,
    { message: 'Not Found' },
  ]);
});

check('every queue that feeds a worker has its dead letters', async () => {
  const sqs = new SQSClient(cloud.client);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const redriven = await Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
      );
      return Attributes?.['RedrivePolicy'];
    }),
  );
  sqs.destroy();
  const workers = Object.keys({ ...wired, mailEvents }).length;
  expect(redriven.filter((policy) => /maxReceiveCount\W+6\b/.test(policy ?? ''))).toHaveLength(workers);
});

check('it differs from AWS where that is known, and nowhere less', async () => {
  for (const [what, { aws, here, probe }] of Object.entries(DIFFERENCES)) {
    expect([what, await probe()]).toEqual([what, here]);
    expect(here).not.toEqual(aws);
  }
});

deep('another public address is an update: functions get it, and the books stay', async () => {
  const before = await rows();
  const assembly = join(cloud.dir, 'updated');
  const synthesised = await synth(assembly, { publicUrl: 'https://pay.example.com' });
  expect(synthesised.code, synthesised.output).toBe(0);
  oneMetricEach(assembly);
  const updated = await cloud.deploy(assembly, sandbox());
  expect(updated.code, updated.output).toBe(0);
  expect(updated.outputs).toEqual(outputs);
  expect(await rows()).toBe(before);
  const invoice = await isInvoiced('10.00');
  const mail = await eventually('the mail after the update', async () =>
    (await cloud.mails()).find(({ Subject }) => Subject.includes(invoice.number)),
  );
  expect(mail.BodyText).toMatch(/https:\/\/pay\.example\.com\/pay\//);
});

/** From the bundles that are there, into a directory of its own; `context` is what `-c` says. */
const synth = (outdir: string, context: Record<string, string>): Promise<Ran> =>
  run(
    process.execPath,
    ['--input-type=module', '-e', `(await import('./bin/app.ts')).synth(${JSON.stringify(outdir)})`],
    { env: { CDK_CONTEXT_JSON: JSON.stringify(context) } },
  );

deep(
  'the books go on in a table that was restored to a point in time, and the outbox is announced again',
  async () => {
    const before = await rows();
    const dynamodb = new DynamoDBClient(cloud.client);
    const TargetTableName = 'quittance-restored';
    await dynamodb.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: books(),
        TargetTableName,
        UseLatestRestorableTime: true,
      }),
    );
    const stream = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
    await eventually('the restored table', async () => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: TargetTableName }));
      return Table?.TableStatus === 'ACTIVE' ? Table : undefined;
    });
    await dynamodb.send(new UpdateTableCommand({ TableName: TargetTableName, StreamSpecification: stream }));
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: TargetTableName }));
    const assembly = join(cloud.dir, 'restored');
    const synthesised = await synth(assembly, {
      table: TargetTableName,
      tableStream: Table!.LatestStreamArn!,
    });
    expect(synthesised.code, synthesised.output).toBe(0);
    oneMetricEach(assembly);
    const swapped = await cloud.deploy(assembly, sandbox());
    expect(swapped.code, swapped.output).toBe(0);
    const mails = (await cloud.mails()).length;
    const { announced } = await invoke<{ announced: Record<string, number> }>('ReplayOutboxFunction', {
      from: '2026-01-01T00:00:00Z',
      to: new Date().toISOString(),
      lost: false,
    });
    expect(announced).toMatchObject({ 'invoice.issued': 3, 'payment.received': 2 });
    const invoice = await isInvoiced('20.00');
    expect(invoice.number).toMatch(/-000004$/);
    await eventually('the mail after the restore', async () =>
      (await cloud.mails()).find(({ Subject }) => Subject.includes(invoice.number)),
    );
    // The new order's confirmation and its invoice, and nothing of what was announced again.
    expect((await cloud.mails()).length).toBe(mails + 2);
    expect(await rows()).toBe(before);
    expect(await rows(cloud.client.credentials, TargetTableName)).toBeGreaterThan(before);
  },
);

deep(
  'destroying takes all stacks but Data away; the Data stack refuses, and the books are there',
  async () => {
    const before = await rows();
    const assembly = join(cloud.dir, 'updated');
    const destroy = (...names: string[]) =>
      cloud.cdk('destroy', ...names.map((name) => `Quittance-dev-${name}`), '--app', assembly, '--force');
    const gone = await destroy('App', 'Jobs', 'Finance', 'Api');
    expect(gone.code, gone.output).toBe(0);
    const { status } = await cloud.http(`${api()}/openapi.json`);
    expect(status).not.toBe(200);
    const kept = await destroy('Data');
    expect([kept.code === 0, kept.output]).toEqual([false, expect.stringMatching(/TerminationProtection/i)]);
    expect(await rows()).toBe(before);
  },
);
