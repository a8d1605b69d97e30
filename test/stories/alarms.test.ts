/**
 * Every alarm is tried by causing it: it rings, and is silent again after what its heading in lib/RUNBOOK.md says was
 * done. What one machine cannot cause (limits of an account, waiting for real seconds) is measured as AWS would.
 */
import { readFileSync } from 'node:fs';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteItemCommand,
  PutItemCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workers } from '../../lib/wiring.ts';
import type { AlarmState } from '../../bin/local/services/cloudwatch.ts';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { Invariants } from '../../shared/ledger/invariant.ts';
import type { NumberingAudit } from '../../shared/operations/numbering-audit.ts';
import type { Parked } from '../../shared/operations/operation.ts';
import { parkSomething } from '../support/parked.ts';
import { expectProblem } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const STACK = /^Quittance-dev-(App|Jobs) /;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const rang = new Set<string>();
const cleared = new Set<string>();

const alarms = async (): Promise<AlarmState[]> =>
  (await world.control<{ alarms: AlarmState[] }>('/control/alarms')).alarms;
const ringing = async (): Promise<string[]> =>
  (await alarms()).flatMap(({ name, state }) => (state === 'ALARM' ? [name.replace(STACK, '')] : [])).sort();
/** These ring now, and no other. */
const only = async (...titles: string[]): Promise<void> => {
  expect(await ringing()).toEqual(titles.toSorted());
  for (const title of titles) rang.add(title);
};
const allSilent = async (): Promise<void> => {
  expect(await ringing()).toEqual([]);
  for (const title of rang) cleared.add(title);
};
const pass = async (ms: number): Promise<void> => world.cloud.clock.advance(world.cloud.clock.now() + ms);
const strike = { service: 'dynamodb', when: 'before', count: 10_000 } as const;

const queues = () => world.cloud.service<Sqs>('sqs').depths();
const emptied = async (matching: RegExp): Promise<void> => {
  const client = new SQSClient({
    endpoint: world.cloud.urls.aws,
    region: 'eu-central-1',
    credentials: world.cloud.credentials,
  });
  for (const { name } of queues().filter((queue) => matching.test(queue.name)))
    await client.send(new PurgeQueueCommand({ QueueUrl: `${world.cloud.urls.aws}/123456789012/${name}` }));
  client.destroy();
};
const table = async <T>(act: (client: DynamoDBClient, TableName: string) => Promise<T>): Promise<T> => {
  const client = new DynamoDBClient({
    endpoint: world.cloud.urls.aws,
    region: 'eu-central-1',
    credentials: world.cloud.credentials,
  });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  const result = await act(client, TableNames![0]!);
  client.destroy();
  return result;
};

test('every alarm has its heading in the runbook, and every heading its alarm', async () => {
  const titles = (await alarms()).map(({ name }) => name.replace(STACK, '')).sort();
  expect(titles.length).toBeGreaterThan(35);
  const book = readFileSync('lib/RUNBOOK.md', 'utf8');
  const headings = [...book.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading!).sort();
  expect(headings).toEqual(titles);
  for (const { name, description } of await alarms()) {
    const anchor = name.replace(STACK, '').toLowerCase().replaceAll(' ', '-');
    expect(description).toMatch(new RegExp(`^[A-Z].{19,}\\. What to do: lib/RUNBOOK\\.md#${anchor}$`));
  }
});

test('the dashboard opens with every alarm, and follows the road from order to cash', async () => {
  const { Resources } = JSON.parse(readFileSync('cdk.out/Quittance-dev-App.template.json', 'utf8')) as {
    Resources: Record<
      string,
      { Type: string; Properties: { DashboardBody: { 'Fn::Join': [string, unknown[]] } } }
    >;
  };
  const [dashboard, ...more] = Object.values(Resources).filter(
    ({ Type }) => Type === 'AWS::CloudWatch::Dashboard',
  );
  expect(more).toEqual([]);
  const parts = dashboard!.Properties.DashboardBody['Fn::Join'][1];
  const body = parts.map((part) => (typeof part === 'string' ? part : 'resolved')).join('');
  const { widgets } = JSON.parse(body) as {
    widgets: {
      type: string;
      y: number;
      properties: { title?: string; markdown?: string; alarms?: string[]; metrics?: unknown[] };
    }[];
  };
  expect(widgets[0]).toMatchObject({ type: 'alarm' });
  expect(widgets[0]!.properties.alarms).toHaveLength((await alarms()).length);
  expect(widgets.filter(({ type }) => type === 'text').map(({ properties }) => properties.markdown)).toEqual([
    '## Order → cash, by the hour',
    '## What is late, and what failed',
    '## What is used, and costs',
  ]);
  const graphs = widgets.filter(({ type }) => type === 'metric');
  expect(graphs.slice(0, 4).map(({ properties }) => properties.title)).toEqual([
    'Requests',
    'Invoiced and documented',
    'Mailed',
    'Paid and applied',
  ]);
  expect(graphs.filter(({ properties }) => !properties.metrics?.length)).toEqual([]);
});

test('nothing rings on a quiet road', async () => {
  const acme = await world.customer('Quiet');
  const invoice = await acme.isInvoiced('10.00');
  await acme.paysByCard(invoice.number);
  await allSilent();
});

test('work that fails again and again: late first, then in the dead letters', async () => {
  const sqs = world.cloud.service<Sqs>('sqs');
  const fed = queues().filter(({ name }) => /Queue[0-9A-F]{8}$/.test(name));
  expect(fed).toHaveLength(Object.keys(workers).length + 1);
  for (const { arn } of fed) sqs.accept(arn, '{"detail":{"of":"nobody"}}');
  await pass(5 * MINUTE + 1000);
  const short = [
    'IssueInvoice',
    'BillOrders',
    'CreditReturns',
    'ApplyPayment',
    'MailEvents',
    'FindDuplicates',
    'ScoreCustomer',
    'KeepPlans',
  ];
  const middle = [
    'RenderDocument',
    'SendMail',
    'ReadMail',
    'MatchCash',
    'ApplyUnapplied',
    'KeepStock',
    'WorkIntake',
    'SendWebhooks',
    'RenderStatement',
    'EraseCustomers',
  ];
  const long = [
    'ReadStatement',
    'BuildExport',
    'ImportCustomers',
    'ImportInvoices',
    'BillSubscriptions',
    'WorkOnPeriods',
  ];
  await only(...short.map((name) => `${name} late`));
  await pass(7 * MINUTE);
  await only(...short.map((name) => `${name} dead letters`), ...middle.map((name) => `${name} late`));
  await pass(49 * MINUTE);
  await only(
    ...[...short, ...middle].map((name) => `${name} dead letters`),
    ...long.map((name) => `${name} late`),
  );
  await pass(3 * HOUR);
  await only(...[...short, ...middle, ...long].map((name) => `${name} dead letters`));
  await emptied(/DeadLetters/);
  await allSilent();
});

test('a record that cannot be announced: behind, then lost', async () => {
  const item = {
    pk: 'acme#ACTS#2026-01',
    sk: 'broken',
    kind: 'act',
    outbox: 'yes',
    events: [{ time: 'never' }],
  };
  await table((client, TableName) => client.send(new PutItemCommand({ TableName, Item: marshall(item) })));
  await pass(8 * MINUTE);
  await only('Outbox behind');
  await pass(HOUR);
  await only('Outbox lost');
  await emptied(/OutboxLost/);
  await allSilent();
});

test('jobs that fail, and runs that are given up', async () => {
  const jobs = [
    'FindOverdue',
    'CollectDue',
    'CheckAttempts',
    'RetryIntake',
    'NightlyExports',
    'RebuildExposure',
    'WriteOffRests',
    'UseUnapplied',
    'ScoreAll',
    'SealActs',
    // After what it goes by.
    'LookAfter',
    'JudgePlans',
  ];
  for (const name of jobs) world.cloud.faults.add({ ...strike, function: name, kind: 'kill' });
  await world.day(1, 2.5);
  await pass(4 * MINUTE);
  await emptied(/(CheckAttempts|RetryIntake)Missed/);
  await only('NightlyExports failed', 'NightlyExports missed');
  await world.day(1, 2.75);
  await pass(4 * MINUTE);
  const exposure = 'RebuildExposure missed';
  await only('RebuildExposure failed', exposure, 'NightlyExports missed');
  await world.day(1, 3);
  await pass(4 * MINUTE);
  const three = ['CheckAttempts', 'RetryIntake', 'LookAfter'].flatMap((name) => [
    `${name} failed`,
    `${name} missed`,
  ]);
  await only(...three, exposure, 'NightlyExports missed');
  const missed = ['CheckAttempts missed', 'LookAfter missed', 'NightlyExports missed', 'RetryIntake missed'];
  await world.day(1, 4);
  await pass(4 * MINUTE);
  await only('WriteOffRests failed', 'WriteOffRests missed', exposure, ...missed);
  await world.day(1, 4.25);
  await pass(4 * MINUTE);
  const writing = 'WriteOffRests missed';
  await only('UseUnapplied failed', 'UseUnapplied missed', writing, exposure, ...missed);
  await world.day(1, 4.5);
  await pass(4 * MINUTE);
  const using = 'UseUnapplied missed';
  await only('ScoreAll failed', 'ScoreAll missed', using, writing, exposure, ...missed);
  await world.day(1, 5);
  await pass(4 * MINUTE);
  const sealed = ['SealActs missed', 'ScoreAll missed', using, writing, exposure, ...missed];
  await only('SealActs failed', ...sealed);
  await world.day(1, 6);
  await pass(4 * MINUTE);
  const charged = ['CollectDue missed', ...sealed];
  await only('CollectDue failed', ...charged);
  await world.day(1, 6.5);
  await pass(4 * MINUTE);
  await only('JudgePlans failed', 'JudgePlans missed', ...charged);
  await world.day(1, 7);
  await pass(4 * MINUTE);
  await only('FindOverdue failed', ...jobs.map((name) => `${name} missed`));
  world.cloud.faults.clear();
  for (const name of jobs) expect((await world.cloud.invoke(name, {})).error).toBeUndefined();
  await emptied(/Missed/);
  await pass(6 * MINUTE);
  await allSilent();
});

test('the look of every five minutes that fails, in a cloud where little time passes', async () => {
  const others = world;
  world = await World.open(undefined, {}, {}, { jobs: ['AskAttempts'] });
  world.cloud.faults.add({ ...strike, function: 'AskAttempts', kind: 'kill' });
  await pass(12 * MINUTE);
  world.cloud.faults.clear();
  await only('AskAttempts failed', 'AskAttempts missed');
  expect((await world.cloud.invoke('AskAttempts', {})).error).toBeUndefined();
  await pass(12 * MINUTE);
  await emptied(/AskAttemptsMissed/);
  await pass(6 * MINUTE);
  await allSilent();
  await world.close();
  world = others;
});

test.each([
  { jobs: ['BillDue'], minutes: 14 },
  { jobs: ['BillByTheDay', 'ReleaseStock'], minutes: 24 },
])('jobs of every six hours that fail: $jobs', async ({ jobs, minutes }) => {
  for (const name of jobs) world.cloud.faults.add({ ...strike, function: name, kind: 'kill' });
  const now = world.cloud.clock.now();
  await world.cloud.clock.advance(now - (now % (6 * HOUR)) + 6 * HOUR + minutes * MINUTE);
  world.cloud.faults.clear();
  await only(...jobs.flatMap((name) => [`${name} failed`, `${name} missed`]));
  for (const name of jobs) expect((await world.cloud.invoke(name, {})).error).toBeUndefined();
  await emptied(/Missed/);
  await pass(6 * MINUTE);
  await allSilent();
});

test('doors: requests that fail or are slow, keys that are turned away, forged webhooks, the account’s limits', async () => {
  world.cloud.faults.add({ ...strike, function: 'OrdersApi', kind: 'kill' });
  expect((await world.call('GET', '/v1/orders')).status).toBe(500);
  world.cloud.faults.clear();
  await only('API errors');
  await pass(6 * MINUTE);
  await allSilent();

  world.cloud.faults.add({ ...strike, function: 'Authorizer', kind: 'kill' });
  await world.call('GET', '/v1/orders');
  world.cloud.faults.clear();
  await only('API errors', 'Authorizer errors');
  await pass(6 * MINUTE);
  await allSilent();

  for (let n = 0; n < 5; n += 1)
    await fetch(`${world.cloud.urls.api}/hooks/psp/sandbox`, { method: 'POST', body: '{}' });
  await only('Webhooks refused');
  await pass(16 * MINUTE);
  await allSilent();

  const [latency] = (await alarms()).filter(({ name }) => name.endsWith('API slow'));
  expect(latency!.reason).toContain('0 of 3 periods of 300 s were ≥ 5000');
  const measured = (namespace: string, name: string, value: number, dimensions = {}) =>
    world.control('/control/metrics', { namespace, name, value, dimensions });
  for (let n = 0; n < 3; n += 1) {
    await measured('AWS/ApiGateway', 'Latency', 6_000, latency!.metrics[0]!.dimensions);
    await pass(5 * MINUTE - 1000);
  }
  await only('API slow');
  await pass(6 * MINUTE);
  await measured('AWS/Lambda', 'Throttles', 1);
  await measured('AWS/Lambda', 'ConcurrentExecutions', 850);
  await only('Functions near the limit', 'Functions throttled');
  await pass(6 * MINUTE);
  await allSilent();
});

test('the table: faults, and refusals of what is asked too often', async () => {
  const acme = await world.customer('Table');
  world.cloud.faults.add({
    ...strike,
    function: 'OrdersApi',
    action: 'TransactWriteItems',
    kind: 'throttle',
    count: 6,
  });
  await acme.orders('1.00');
  await only('Table throttled');
  world.cloud.faults.clear();
  await pass(6 * MINUTE);
  world.cloud.faults.add({ ...strike, function: 'OrdersApi', kind: 'error', count: 5 });
  await world.call('GET', '/v1/orders');
  world.cloud.faults.clear();
  expect(await ringing()).toContain('Table errors');
  rang.add('Table errors');
  await pass(6 * MINUTE);
  await allSilent();
});

test('mails: bounced, complained about, and a customer who cannot be reached any more', async () => {
  const [gone, cross] = [await world.customer('Gone'), await world.customer('Cross')];
  const first = await gone.isInvoiced('10.00');
  await cross.isInvoiced('10.00');
  const [mail] = await gone.inbox(first.number);
  await world.control(`/control/mails/${mail!.id}/bounce`, {});
  await world.settle();
  await only('Mails bounced');
  const [letter] = await cross.inbox();
  await world.control(`/control/mails/${letter!.id}/complain`, {});
  await world.settle();
  await only('Mails bounced', 'Mails complained about');
  await gone.delivered(await gone.orders('10.00'));
  await only('Mails bounced', 'Mails complained about', 'Mails without an address');
  await gone.transfers('10.00', first.number);
  await pass(2 * HOUR);
  await only('Mails bounced', 'Mails complained about');
});

test('too many mails came back: the others are held, and go out once a person says so', async () => {
  const hour = new Date(world.cloud.clock.now()).toISOString().slice(0, 13);
  const key = { pk: 'acme#MAILING', sk: `H#${hour}` };
  const Item = marshall({ ...key, kind: 'mail-count', sent: 100, bounced: 5 });
  await table((client, TableName) => client.send(new PutItemCommand({ TableName, Item })));
  await pass(31_000);
  const late = await world.customer('Late');
  await late.orders('1.00');
  await world.settle();
  expect(await late.inbox()).toEqual([]);
  await only('Mails bounced', 'Mails complained about', 'Mails held');
  expect(await world.get('/v1/mail-health')).toMatchObject({ breaker: 'open', held: 1 });
  await world.call('POST', '/v1/mail-health/override', { hours: 2, reason: 'An old list.' });
  const Key = marshall(key);
  await table((client, TableName) => client.send(new DeleteItemCommand({ TableName, Key })));
  await pass(2 * HOUR);
  expect(await late.inbox()).toHaveLength(1);
  await only('Mails bounced', 'Mails complained about');
});

test('a partner’s message that is refused', async () => {
  const as = { key: 'partner' };
  const source = await world.call<{ path: string; secret: string }>(
    'PUT',
    '/v1/sources/ring',
    { preset: 'edi' },
    as,
  );
  const at = new Date(world.cloud.clock.now());
  const raw = '{"messageType":"ORDERS"}';
  const headers = {
    'webhook-id': 'msg_ring',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(source.body.secret).sign('msg_ring', at, raw),
  };
  expect(
    (await fetch(`${world.cloud.urls.api}${source.body.path}`, { method: 'POST', headers, body: raw }))
      .status,
  ).toBe(202);
  await world.settle();
  await only('Intake refused', 'Mails bounced', 'Mails complained about');
  await pass(2 * HOUR);
  await only('Mails bounced', 'Mails complained about');
});

test('a number that is missing, and what the nights prove, in a cloud where weeks pass', async () => {
  await world.close();
  world = await World.open(undefined, {}, {}, { jobs: ['LookAfter', 'RebuildExposure', 'SealActs'] });
  await world.hires([
    { name: 'controller', roles: ['controller'] },
    { name: 'second', roles: ['controller'] },
  ]);
  await (await world.customer('First')).isInvoiced('10.00');
  const audits = () => world.all<NumberingAudit>('/v1/numbering-audits');
  const invoices = await world.all<InvoiceView>('/v1/invoices');
  const proven = invoices.length;
  await world.passes(24 * HOUR);
  const [clean] = await audits();
  expect(clean).toMatchObject({
    faults: 0,
    series: [{ series: 'INV-2026', given: proven, provenUpTo: proven }],
  });
  // Nothing new: the night after begins where this one ended.
  await world.passes(24 * HOUR);
  expect((await audits())[0]).toMatchObject({ series: [{ from: proven + 1, provenUpTo: proven }] });

  const acme = await world.customer('Numbered');
  const lost = await acme.isInvoiced('1.00');
  const after = await acme.isInvoiced('1.00');
  const key = { pk: `acme#NUMBER#${lost.number}`, sk: 'NUMBER' };
  const Key = marshall(key);
  await table((client, TableName) => client.send(new DeleteItemCommand({ TableName, Key })));
  await world.cloud.invoke('LookAfter', {});
  expect(await ringing()).toContain('Numbers off');
  rang.add('Numbers off');
  const faults = [{ number: lost.number, fault: 'missing' }];
  const stuck = { given: proven + 2, provenUpTo: proven, faults };
  expect((await audits())[0]).toMatchObject({ faults: 1, series: [stuck] });
  expect(await broken()).toEqual(['numbers.dense']);
  await world.passes(24 * HOUR);
  expect((await audits())[0]).toMatchObject({ faults: 1, series: [{ ...stuck, from: proven + 1 }] });
  // It is not found again: two persons say what became of it, and the proof goes on behind it.
  const reason = 'Deleted by hand in the table.';
  const note = (number: string) =>
    world.call<{ id: string }>('POST', '/v1/number-notes', { number, reason }, { key: 'controller' });
  expectProblem(await note(after.number), { status: 409, code: 'operations.no_fault', at: ['/number'] });
  const asked = await note(lost.number);
  const agree = (key: string) => world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key });
  expect([asked.status, (await agree('controller')).status, (await agree('second')).status]).toEqual([
    202, 403, 200,
  ]);
  const said = { number: lost.number, fault: 'missing', reason };
  expect(await world.all('/v1/number-notes')).toMatchObject([said]);
  await pass(49 * HOUR);
  expect((await audits())[0]).toMatchObject({
    faults: 0,
    series: [{ provenUpTo: proven + 2, given: proven + 2 }],
  });
  expect(after.number > lost.number).toBe(true);
  await allSilent();
});

test('what waits for people: parked work, money without a match, entries that do not add up', async () => {
  const parked = await parkSomething(world);
  await only('Work parked');
  await world.bank([{ minor: 700, text: 'no idea' }]);
  await pass(9 * 24 * HOUR);
  await only('Exceptions waiting', 'Parked work waiting');
  await decideOn(parked);
  for (const line of await world.all<BankLine>('/v1/exceptions'))
    expect(
      (
        await world.call('POST', `/v1/bank-lines/${line.id}/match`, {
          customerId: (await world.customer(`Owner${line.id.slice(-4)}`)).id,
          allocations: [],
        })
      ).status,
    ).toBe(200);

  const today = world.today();
  const item = {
    pk: `acme#BOOK#${today.slice(0, 7)}`,
    sk: `${today}#act_broken`,
    kind: 'act',
    id: 'act_broken',
    action: 'nobody.knows',
    actor: 'nobody',
    at: `${today}T00:00:00.000Z`,
    entry: {
      entity: 'main',
      on: today,
      currency: 'EUR',
      kind: 'bank',
      source: 'x',
      memo: 'x',
      lines: [
        { account: 'bank', minor: 1 },
        { account: 'other', minor: 0 },
      ],
    },
  };
  await table((client, TableName) => client.send(new PutItemCommand({ TableName, Item: marshall(item) })));
  await world.cloud.invoke('LookAfter', {});
  expect(await ringing()).toEqual(expect.arrayContaining(['Books off', 'Invariants broken']));
  rang.add('Books off').add('Invariants broken');
  expect(await broken()).toEqual(['entries.balanced', 'trial_balance.zero']);
  await table((client, TableName) =>
    client.send(new DeleteItemCommand({ TableName, Key: marshall({ pk: item.pk, sk: item.sk }) })),
  );
  // An act more in a day that was sealed.
  const [{ day }] = (await world.get<{ data: [{ day: string }] }>('/v1/audit/seals', 'admin')).data;
  const slipped = {
    pk: `acme#ACTS#${day.slice(0, 7)}`,
    sk: `${day}T12:00:00.000Z#act_slipped`,
    kind: 'act',
    id: 'act_slipped',
    action: 'nobody.knows',
    actor: 'nobody',
    at: `${day}T12:00:00.000Z`,
  };
  await table((client, TableName) => client.send(new PutItemCommand({ TableName, Item: marshall(slipped) })));
  await world.cloud.invoke('SealActs', {});
  expect(await ringing()).toContain('Acts changed');
  rang.add('Acts changed');
  await world.cloud.invoke('LookAfter', {});
  expect(await broken()).toEqual(['acts.chained']);
  await table((client, TableName) =>
    client.send(new DeleteItemCommand({ TableName, Key: marshall({ pk: slipped.pk, sk: slipped.sk }) })),
  );
  const { id: account } = await world.customer('Drifts');
  const drifted = {
    pk: `acme#CREDIT#${account}`,
    sk: 'EUR',
    kind: 'credit',
    limit: 100,
    exposure: 7,
    g1p: 'acme#CREDITS',
    g1s: `${account}#EUR`,
  };
  await table((client, TableName) => client.send(new PutItemCommand({ TableName, Item: marshall(drifted) })));
  await world.cloud.invoke('RebuildExposure', {});
  expect(await ringing()).toContain('Credit drifted');
  rang.add('Credit drifted');
  await world.cloud.invoke('LookAfter', {});
  expect(await broken()).toEqual(['credit.exposure']);
  await pass(49 * HOUR);
  await allSilent();
});

/** Invariants that the last night found broken. */
const broken = async (): Promise<string[]> =>
  (await world.get<Invariants>('/v1/invariants')).data.flatMap(({ id, outcomes }) =>
    outcomes.some(({ state }) => state !== 'HOLDS') ? [id] : [],
  );

/** Retried while its reason stands, it is refused and waits again; dismissed, it is gone from the list and kept with its reason. */
const decideOn = async (parked: Parked): Promise<void> => {
  const waiting = () => world.all<Parked>('/v1/parked');
  expect((await world.call('POST', `/v1/parked/${parked.id}/retry`, {}, { key: 'partner' })).status).toBe(
    403,
  );
  const retried = await world.call<Parked>('POST', `/v1/parked/${parked.id}/retry`, {});
  expect([retried.status, retried.body.state]).toEqual([200, 'RETRIED']);
  await world.settle();
  expect(await waiting()).toMatchObject([{ id: parked.id, fact: parked.fact, state: 'WAITING' }]);
  const done = await world.call<Parked>('POST', `/v1/parked/${parked.id}/dismiss`, { reason: 'Not ours' });
  expect([done.status, done.body]).toMatchObject([200, { state: 'DISMISSED', reason: 'Not ours' }]);
  expect(await waiting()).toEqual([]);
  const again = await world.call('POST', `/v1/parked/${parked.id}/retry`, {});
  expect([again.status, again.body]).toMatchObject([409, { code: 'operations.not_waiting' }]);
};

test('every alarm of the template has rung, and none is left ringing', async () => {
  const titles = (await alarms()).map(({ name }) => name.replace(STACK, ''));
  expect(titles.filter((title) => !rang.has(title))).toEqual([]);
  expect(titles.filter((title) => !cleared.has(title))).toEqual([]);
});

test('those who look after it may do what they did, and nothing else', () => {
  const roles = world.cloud.iam().filter(({ role }) => /-(OperationsApi|LookAfterJob)Role/.test(role));
  // A key's requests are counted in steps that a story of few never reaches: `rates.test.ts` does it for every API. No month is closed here
  // that nights would go on from: `closing.test.ts` closes one.
  const beyond = (grants: readonly string[]) =>
    grants.filter((grant) => !/^dynamodb:UpdateItem|positions/.test(grant));
  expect(roles.map(({ denied, unused }) => [denied, beyond(unused)])).toEqual([
    [[], []],
    [[], []],
  ]);
});
