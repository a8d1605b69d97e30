/**
 * A seeded sample of `npm run faults`: points of the road at which a call fails, is throttled, hangs, meets another, or its
 * caller dies, and pairs of them. Whatever breaks, the end is the same. `FAULT_SEED` plays others, `FAULT_POINTS` more.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../support/world.ts';
import { discover, drawn, pairsOf, pointsOf, type Point } from './points.ts';
import { openWorld } from './road.ts';
import { plansOf, told, walk } from './walk.ts';

const SEED = Number(process.env['FAULT_SEED'] ?? 4);
const POINTS = Number(process.env['FAULT_POINTS'] ?? 3);
const PAIRS = 2;

let world: World;
let all: Point[];
beforeAll(async () => {
  world = await openWorld();
  all = pointsOf(await discover(world));
}, 300_000);
afterAll(() => world.close());

test('the road has more than a thousand points at which it can break, in every function that is on it', () => {
  expect(all.length).toBeGreaterThan(1_000);
  expect(new Set(all.map((point) => point.function))).toEqual(
    new Set([
      'Authorizer',
      'CustomersApi',
      'CreditApi',
      'OrdersApi',
      'Outbox',
      'IssueInvoice',
      'LookAfter',
      'FindDuplicates',
      'ScoreCustomer',
      'KeepPlans',
      'JudgePlans',
      'ScoreAll',
      'RebuildExposure',
      'BillDue',
      'SealActs',
      'WriteOffRests',
      'UseUnapplied',
      'ApplyUnapplied',
      'BillByTheDay',
      'ReleaseStock',
      'RetryIntake',
      'RenderDocument',
      'SendMail',
      'MailEvents',
      'InvoicesApi',
      'Portal',
      'Hooks',
      'ApplyPayment',
      'CheckAttempts',
      'MatchCash',
      'BankApi',
      'ReadStatement',
      'CashApi',
      'FindOverdue',
      'CollectDue',
      'NightlyExports',
      'PaymentsApi',
      'ExportsApi',
      'BuildExport',
    ]),
  );
});

test('whatever breaks, one order is one invoice, one number, one mail and one receipt', async () => {
  const order = drawn(all, SEED);
  const points = order.slice(0, POINTS);
  const plans = [...plansOf(points.map((point) => [point])), ...plansOf(pairsOf(order, PAIRS))];
  let tried = 0;
  for (const [index, plan] of plans.entries()) {
    const walked = await walk(world, `Traveller${index}`, plan);
    expect([told(plan), walked.wrong]).toEqual([told(plan), []]);
    tried += walked.tried.length;
  }
  expect(tried).toBeGreaterThan(POINTS / 2);
}, 300_000);

test('a journey that lost something, or did something twice, is not taken for a whole one', async () => {
  const { faults } = world.cloud;
  const add = faults.add.bind(faults);
  // The mail of the invoice fails more often than its queue tries: that is not survived, and must be seen.
  faults.add = (rule) => add({ ...rule, count: 100 });
  const [point] = all.filter(({ leg, action }) => leg === 'part delivery' && action === 'SendRawEmail');
  const { wrong } = await walk(world, 'Unlucky', new Map([['part delivery', [point!]]]));
  faults.add = add;
  expect(wrong.join()).toContain('work.dead_letter');
  expect(wrong.join()).toContain('invoice SENDING');
}, 300_000);
