import { afterEach, expect, test } from 'vitest';
import { parseSchedule } from '../../../bin/local/services/cron.ts';
import { events as eventsService } from '../../../bin/local/services/events.ts';
import { scheduler as schedulerService } from '../../../bin/local/services/scheduler.ts';
import { sqs as sqsService } from '../../../bin/local/services/sqs.ts';
import type { TestCloud } from './cloud.ts';
import { START, testCloud } from './cloud.ts';

const DAY = 86_400_000;
const open: TestCloud[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const FN = 'arn:aws:lambda:eu-central-1:000000000000:function:job';

const times = (expression: string, zone: string, from: string, count: number): string[] => {
  const schedule = parseSchedule(expression, zone, Date.parse(from));
  const found: string[] = [];
  let at: number | undefined = Date.parse(from);
  while (found.length < count && (at = schedule.next(at)) !== undefined)
    found.push(new Date(at).toISOString().slice(0, 16));
  return found;
};

test.each([
  [
    'every working day',
    'cron(0 6 ? * MON-FRI *)',
    'UTC',
    '2026-03-06T07:00Z',
    ['2026-03-09T06:00', '2026-03-10T06:00'],
  ],
  [
    'summer and winter',
    'cron(0 6 * * ? *)',
    'Europe/Berlin',
    '2026-03-27T12:00Z',
    ['2026-03-28T05:00', '2026-03-29T04:00'],
  ],
  [
    'a skipped hour is skipped',
    'cron(30 2 * * ? *)',
    'Europe/Berlin',
    '2026-03-27T12:00Z',
    ['2026-03-28T01:30', '2026-03-30T00:30'],
  ],
  [
    'a repeated hour runs once',
    'cron(30 2 * * ? *)',
    'Europe/Berlin',
    '2026-10-24T12:00Z',
    ['2026-10-25T00:30', '2026-10-26T01:30'],
  ],
  [
    'also seen from its second pass',
    'cron(0/15 2 * * ? *)',
    'Europe/Berlin',
    '2026-10-25T01:20Z',
    ['2026-10-26T01:00'],
  ],
  [
    'last day of the month',
    'cron(0 0 L * ? *)',
    'UTC',
    '2026-01-31T12:00Z',
    ['2026-02-28T00:00', '2026-03-31T00:00'],
  ],
  ['days before the last', 'cron(0 0 L-2 * ? *)', 'UTC', '2026-02-01T00:00Z', ['2026-02-26T00:00']],
  [
    'last working day',
    'cron(0 0 LW * ? *)',
    'UTC',
    '2026-02-01T00:00Z',
    ['2026-02-27T00:00', '2026-03-31T00:00'],
  ],
  [
    'working day next to the 15th',
    'cron(0 0 15W * ? *)',
    'UTC',
    '2026-02-01T00:00Z',
    ['2026-02-16T00:00', '2026-03-16T00:00'],
  ],
  ['first stays in the month', 'cron(0 0 1W * ? *)', 'UTC', '2026-07-15T00:00Z', ['2026-08-03T00:00']],
  ['first Monday', 'cron(0 9 ? * 2#1 *)', 'UTC', '2026-03-03T00:00Z', ['2026-04-06T09:00']],
  ['last Friday', 'cron(0 9 ? * 6L *)', 'UTC', '2026-03-01T00:00Z', ['2026-03-27T09:00']],
  [
    'lists out of order and steps',
    'cron(50,10/20 8 1 * ? *)',
    'UTC',
    '2026-03-01T08:00Z',
    ['2026-03-01T08:10', '2026-03-01T08:30', '2026-03-01T08:50', '2026-04-01T08:10'],
  ],
  ['leap day', 'cron(0 0 29 FEB ? *)', 'UTC', '2026-03-01T00:00Z', ['2028-02-29T00:00']],
  ['years end', 'cron(0 0 1 1 ? 2027)', 'UTC', '2026-03-01T00:00Z', ['2027-01-01T00:00']],
  [
    'a rate counts from its creation',
    'rate(12 hours)',
    'UTC',
    '2026-03-01T01:30Z',
    ['2026-03-01T13:30', '2026-03-02T01:30'],
  ],
  ['once', 'at(2026-03-29T02:30:00)', 'America/New_York', '2026-03-01T00:00Z', ['2026-03-29T06:30']],
  ['once, in the gap', 'at(2026-03-29T02:30:00)', 'Europe/Berlin', '2026-03-01T00:00Z', ['2026-03-29T01:30']],
])('%s', (_what, expression, zone, from, expected) => {
  const found = times(expression, zone, from, expected.length + 1);
  expect(found.slice(0, expected.length)).toEqual(expected);
  if (/^at|2027/.test(expression)) expect(found).toHaveLength(expected.length);
});

test.each([
  'cron(61 0 * * ? *)',
  'cron(0 0 * * * *)',
  'cron(0 0 ? * ? *)',
  'cron(0 0 * * ?)',
  'cron(0 0 32 * ? *)',
  'cron(0 0 ? * 8 *)',
  'cron(a 0 * * ? *)',
  'cron(0 0 * FOO ? *)',
  'rate(0 minutes)',
  'rate(5 weeks)',
  'at(2026-13-01T00:00:00)',
  'every day',
])('%s is refused', (expression) => {
  expect(() => parseSchedule(expression, 'UTC', 0)).toThrow();
});

test('an unknown time zone is refused', () => {
  expect(() => parseSchedule('cron(0 0 * * ? *)', 'Europe/Atlantis', 0)).toThrow(/Atlantis/);
});

const set = async (options: { dir?: string; start?: number } = {}) => {
  const lab = await testCloud(options);
  open.push(lab);
  const sqs = lab.add(sqsService);
  lab.add(eventsService);
  const scheduler = lab.add(schedulerService);
  const daily = (name: string, target: object, more: object = {}) =>
    lab.make('AWS::Scheduler::Schedule', name, {
      ScheduleExpression: 'cron(0 6 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RoleArn: 'arn:role', ...target },
      ...more,
    });
  const fired: string[] = [];
  lab.functions.set(
    FN,
    ({ at }) => void fired.push(`${at} ${new Date(lab.clock.now()).toISOString().slice(0, 16)}`),
  );
  return { ...lab, sqs, scheduler, daily, fired };
};
const INPUT = '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>"}';

test('thirty days forward fire thirty times, each at its own moment', async () => {
  const { clock, daily, fired, start } = await set();
  await daily('Dunning', { Arn: FN, Input: INPUT });
  await start();
  await clock.advance(START + 30 * DAY);
  expect(fired).toHaveLength(30);
  expect(fired[0]).toBe('2026-03-03T05:00:00Z 2026-03-03T05:00');
  expect(fired.at(-1)).toBe('2026-04-01T04:00:00Z 2026-04-01T04:00');
});

test('a queue and the default input, a disabled schedule and an ended one', async () => {
  const { clock, daily, make, scheduler, sqs, start } = await set();
  const { attributes } = await make('AWS::SQS::Queue', 'Jobs');
  await daily('Q', { Arn: attributes['Arn'] }, { EndDate: '2026-03-04T00:00:00Z' });
  await daily('Off', { Arn: FN }, { State: 'DISABLED' });
  await start();
  expect(scheduler.upcoming()).toEqual([{ name: 'Q', at: Date.parse('2026-03-03T05:00:00Z') }]);
  await clock.advance(START + 3 * DAY);
  expect(sqs.peek('Jobs').map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
    { source: 'aws.scheduler', 'detail-type': 'Scheduled Event', time: '2026-03-03T05:00:00Z', detail: '{}' },
  ]);
});

test('after a restart only what was missed since the last run fires, and not without end', async () => {
  const before = await set();
  await before.daily('Dunning', { Arn: FN, Input: INPUT });
  await before.start();
  await before.clock.advance(START + 2 * DAY);
  expect(before.fired).toHaveLength(2);

  const after = await set({ dir: before.dir, start: START + 4 * DAY });
  await after.daily('Dunning', { Arn: FN, Input: INPUT });
  await after.start();
  await after.clock.advance(after.clock.now() + 1000);
  expect(after.fired.map((line) => line.slice(0, 10))).toEqual(['2026-03-05', '2026-03-06']);

  const late = await set({ dir: before.dir, start: START + 100 * DAY });
  await late.daily('Dunning', { Arn: FN, Input: INPUT });
  await late.start();
  await late.clock.advance(late.clock.now() + 1000);
  expect(late.fired).toHaveLength(31);
  expect(late.fired.at(-1)).toMatch(/^2026-06-10/);
});

test('what cannot work refuses to boot', async () => {
  const { cloud, daily, start } = await set();
  await expect(daily('Loose', { Arn: FN }, { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } })).rejects.toThrow(
    /OFF/,
  );
  await expect(daily('Sdk', { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask' })).rejects.toThrow(
    /not supported/,
  );
  await daily('Denied', { Arn: FN });
  cloud.allowed = (role, { action }) => !(role === 'arn:role' && action === 'lambda:InvokeFunction');
  await expect(start()).rejects.toThrow(/role of schedule Denied does not allow lambda:InvokeFunction/);
});
