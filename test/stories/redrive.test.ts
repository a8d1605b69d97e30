/** Dead letters: one command says what is there and of what it died, and moves it back when the reason is put right. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import { changesNothing } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: [] });
  writeFileSync(join(world.dir, 'endpoints.json'), JSON.stringify({ aws: world.cloud.urls.aws }));
});
afterAll(() => world.close());

const command = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) => {
    execFile(process.execPath, ['bin/redrive.ts', ...args], (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
const redrive = (...args: string[]) => command('--local', world.dir, ...args);
const dead = (): string[] =>
  world.cloud
    .service<Sqs>('sqs')
    .depths()
    .flatMap(({ name, visible, deadLetter }) =>
      deadLetter && visible > 0 ? [`${visible} ${name.replace(/^.*-Ap[ip]-|DeadLetters\w+$/g, '')}`] : [],
    );

test('what failed is shown with its reason, moved back, and done once', async () => {
  const acme = await world.customer('Dead');
  const order = await acme.orders('20.00');
  world.cloud.faults.add({
    function: 'IssueInvoice',
    service: 'dynamodb',
    when: 'before',
    kind: 'error',
    count: 10_000,
  });
  await acme.delivered(order);
  // Another message that no version will ever read: it must not keep the first from its way.
  const queue = world.cloud
    .service<Sqs>('sqs')
    .depths()
    .find(({ name }) => /-IssueInvoiceQueue/.test(name))!;
  world.cloud.service<Sqs>('sqs').accept(queue.arn, 'Qzx is not JSON');
  await world.cloud.clock.advance(world.cloud.clock.now() + 15 * 60_000);
  expect(dead()).toEqual(['2 IssueInvoice']);

  const shown = await redrive('--dry-run');
  expect([shown.code, shown.err]).toEqual([0, '']);
  expect(shown.out).toMatch(/^ {5}2 {2}IssueInvoiceDeadLetters$/m);
  expect(shown.out).toContain(`order.fulfilled ${order.id} acme ${order.trace}`);
  expect(shown.out).toMatch(/it died of: InternalServerError \(500 \S+\) at .*shared\/runtime\/table\.ts/);
  expect(shown.out).not.toContain('Qzx');
  expect(dead()).toEqual(['2 IssueInvoice']);

  world.cloud.faults.clear();
  expect((await redrive('--queue', 'BuildExport')).out).toContain('0 messages go back');
  expect(dead()).toEqual(['2 IssueInvoice']);
  expect((await redrive()).out).toContain('2 messages go back');
  await world.settle();
  const invoices = await acme.invoices();
  expect(invoices).toMatchObject([{ orderId: order.id, trace: order.trace, total: { minor: 2_000 } }]);
  await world.cloud.clock.advance(world.cloud.clock.now() + 15 * 60_000);
  expect(dead()).toEqual(['1 IssueInvoice']);
  expect((await redrive('--dry-run', '--queue', 'IssueInvoice')).out).toMatch(
    /: no JSON\n.*died of: SyntaxError/,
  );
});

test('facts that nobody heard of are announced once more, and only what was missing follows', async () => {
  const acme = await world.customer('Unheard');
  await acme.paysByCard((await acme.isInvoiced('10.00')).number);
  const lost = await acme.orders('30.00');
  const queue = world.cloud
    .service<Sqs>('sqs')
    .depths()
    .find(({ name }) => /-IssueInvoiceQueue/.test(name))!;
  const strike = { service: 'dynamodb', when: 'before', kind: 'error', count: 10_000 } as const;
  world.cloud.faults.add({ ...strike, function: 'IssueInvoice' });
  await acme.delivered(lost);
  const client = new SQSClient({
    endpoint: world.cloud.urls.aws,
    region: 'eu-central-1',
    credentials: world.cloud.credentials,
  });
  await client.send(
    new PurgeQueueCommand({ QueueUrl: `${world.cloud.urls.aws}/123456789012/${queue.name}` }),
  );
  client.destroy();
  world.cloud.faults.clear();
  await world.cloud.clock.advance(world.cloud.clock.now() + 15 * 60_000);
  expect(await acme.invoices()).toHaveLength(1);

  const again = async (): Promise<number> => {
    const asked = { from: '2026-01-05T00:00:00.000Z', to: '2026-01-06T00:00:00.000Z', lost: false };
    const { payload, error } = await world.cloud.invoke('ReplayOutbox', asked);
    expect(error).toBeUndefined();
    await world.settle();
    const { announced } = payload as { announced: Record<string, number> };
    return Object.values(announced).reduce((sum, each) => sum + each, 0);
  };
  expect(await again()).toBeGreaterThan(8);
  expect((await acme.invoices()).map(({ orderId }) => orderId)).toContain(lost.id);
  expect(await acme.invoices()).toHaveLength(2);
  const mails = (await acme.inbox()).length;
  await changesNothing(world, again);
  expect(await acme.inbox()).toHaveLength(mails);
  const [role, ...others] = world.cloud.iam().filter(({ role: name }) => name.includes('-ReplayOutboxRole'));
  expect([others, role]).toMatchObject([[], { denied: [], unused: [] }]);
});

test('what cannot be done is said in a sentence', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'quittance-empty-'));
  const wrong = [
    [[], /Say --stage/],
    [['--stage', 'prod', '--local', empty], /Say --stage/],
    [['--local', empty], /npm start -- --data/],
    [['--local', world.dir, '--queue', 'Nobody'], /No such queue: there are .*IssueInvoiceDeadLetters/],
  ] as const;
  for (const [args, words] of wrong) {
    const { code, err } = await command(...args);
    expect([code, err.split('\n').length, err]).toEqual([1, 2, expect.stringMatching(words)]);
  }
  rmSync(empty, { recursive: true });
});
