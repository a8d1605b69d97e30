/**
 * Amazon EventBridge Scheduler: the schedules of the template, each occurrence at its moment of the cloud's
 * clock.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CloudOptions } from '../options.ts';
import type { Cloud, Provider, Service } from '../seam.ts';
import { openCourier, readTarget } from './courier.ts';
import type { Target } from './courier.ts';
import { parseSchedule } from './cron.ts';
import type { Schedule as Times } from './cron.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { asObject, asText, AwsError, scalar } from './wire.ts';

interface Schedule {
  name: string;
  arn: string;
  times: Times;
  enabled: boolean;
  endMs: number;
  roleArn: string | undefined;
  target: Target;
  body(moment: number): string;
}
/** What survives a restart: since when the schedule exists as it is, and its last occurrence. */
interface Memory {
  arn: string;
  expression: string;
  created: number;
  last: number;
}
export interface Scheduler extends Service {
  /** The next occurrence of each schedule that has one, in order of time. */
  upcoming(): { name: string; at: number }[];
}

/** A machine that slept for weeks makes up for at most that many occurrences of a schedule. */
const MOST_MISSED = 31;

export const scheduler = (
  cloud: Cloud,
  { jobs, idle = [] }: Pick<CloudOptions, 'jobs' | 'idle'> = {},
): Scheduler => {
  const schedules = new Map<string, Schedule>();
  const memory = new Map<string, Memory>();
  const timers = new Map<string, { at: number; cancel(): void }>();
  const courier = openCourier(cloud, 'scheduler');
  let log: Journal<Memory> | undefined;

  const remember = (entry: Memory) => {
    memory.set(entry.arn, entry);
    log?.write(entry);
  };
  const plan = (schedule: Schedule, after: number) => {
    timers.delete(schedule.arn);
    const at = schedule.times.next(after);
    if (at === undefined || at > schedule.endMs || !schedule.enabled) return;
    const timer = cloud.clock.at(at, `schedule ${schedule.name}`, () => {
      courier.post({
        id: randomUUID(),
        origin: schedule.arn,
        target: schedule.target,
        body: schedule.body(at),
      });
      remember({ ...memory.get(schedule.arn)!, last: at });
      plan(schedule, at);
    });
    timers.set(schedule.arn, { at, cancel: () => timer.cancel() });
  };
  /** Where to go on: the last occurrence, or a later one when too many were missed. */
  const resumeAt = ({ arn, times }: Schedule): number => {
    const { last } = memory.get(arn)!;
    const now = cloud.clock.now();
    const missed: number[] = [];
    for (let at = times.next(last); at !== undefined && at <= now; at = times.next(at)) {
      missed.push(at);
      if (missed.length > MOST_MISSED + 1) missed.shift();
    }
    return missed.length > MOST_MISSED ? missed.at(-1 - MOST_MISSED)! : last;
  };
  const checkRole = ({ name, roleArn, target }: Schedule) => {
    // Scheduler sends what could not begin to the dead letters in the schedule's role, too.
    for (const arn of [target.arn, target.deadLetterArn ?? []].flat()) {
      const [service, action] = ACTIONS.find(([kind]) => arn.includes(`:${kind}:`))!;
      const access = { action: `${service}:${action}`, resource: arn };
      if (roleArn !== undefined && cloud.allowed && !cloud.allowed(roleArn, access))
        throw new Error(`The role of schedule ${name} does not allow ${access.action} on ${arn}`);
    }
  };

  const schedule: Provider = {
    properties: [
      'Name',
      'GroupName',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'State',
      'Target',
      'Description',
      'FlexibleTimeWindow',
      'StartDate',
      'EndDate',
      'KmsKeyArn',
    ],
    make: (logicalId, properties) => {
      log ??= openJournal<Memory>(join(cloud.stateDir('scheduler'), 'schedules.jsonl'), {
        replay: (entry) => memory.set(entry.arn, entry),
        snapshot: () => [...memory.values()],
      });
      const name = asText(properties['Name'] ?? logicalId, 'Name');
      const path = `schedule/${scalar(properties['GroupName']) ?? 'default'}/${name}`;
      const arn = arnOf(cloud, path);
      const zone = scalar(properties['ScheduleExpressionTimezone']) ?? 'UTC';
      const expression = asText(properties['ScheduleExpression'], `Schedule ${name}`);
      if (asObject(properties['FlexibleTimeWindow'])['Mode'] !== 'OFF')
        throw new Error(`Schedule ${name}: only a FlexibleTimeWindow that is OFF is supported`);
      if (memory.get(arn)?.expression !== `${expression} ${zone}`) {
        const created = Math.max(cloud.clock.now(), date(properties['StartDate'], 0));
        remember({ arn, expression: `${expression} ${zone}`, created, last: created });
      }
      schedules.set(arn, {
        name,
        arn,
        times: parseSchedule(expression, zone, memory.get(arn)!.created),
        enabled:
          properties['State'] !== 'DISABLED' &&
          (jobs?.some((job) => logicalId.includes(job)) ?? !idle.some((job) => logicalId.includes(job))),
        endMs: date(properties['EndDate'], Infinity),
        ...readDestination(cloud, name, arn, asObject(properties['Target'])),
      });
      return { ref: name, attributes: { Arn: arn } };
    },
  };
  const group: Provider = {
    properties: ['Name', 'Tags'],
    make: (logicalId, properties) => {
      const name = asText(properties['Name'] ?? logicalId, 'Name');
      const Arn = arnOf(cloud, `schedule-group/${name}`);
      return { ref: name, attributes: { Arn, State: 'ACTIVE' } };
    },
  };
  const noApi = () => new AwsError('UnknownOperationException', 'Schedules come from the template alone');

  return {
    name: 'scheduler',
    provides: { 'AWS::Scheduler::Schedule': schedule, 'AWS::Scheduler::ScheduleGroup': group },
    access: () => {
      throw noApi();
    },
    handle: () => Promise.reject(noApi()),
    upcoming: () =>
      [...timers]
        .map(([arn, { at }]) => ({ name: schedules.get(arn)!.name, at }))
        .sort((a, b) => a.at - b.at),
    busy: () => courier.busy(),
    start: async () => {
      for (const each of schedules.values()) checkRole(each);
      courier.start();
      for (const each of schedules.values()) plan(each, resumeAt(each));
    },
    stop: async () => {
      for (const timer of timers.values()) timer.cancel();
      courier.stop();
      log?.close();
    },
  };
};

const arnOf = (cloud: Cloud, path: string): string =>
  `arn:${cloud.partition}:scheduler:${cloud.region}:${cloud.accountId}:${path}`;

const ACTIONS = [
  ['lambda', 'InvokeFunction'],
  ['sqs', 'SendMessage'],
  ['events', 'PutEvents'],
] as const;

const date = (value: unknown, otherwise: number): number => {
  const text = scalar(value);
  if (text === undefined) return otherwise;
  const parsed = Date.parse(text);
  if (Number.isNaN(parsed)) throw new Error(`Not a date: ${text}`);
  return parsed;
};

const readDestination = (cloud: Cloud, name: string, arn: string, given: Record<string, unknown>) => {
  const target = readTarget(given, `Schedule ${name}`, ['Input', 'EventBridgeParameters']);
  const { DetailType, Source } = asObject(given['EventBridgeParameters']);
  const roleArn = scalar(given['RoleArn']);
  const input = scalar(given['Input']);
  const body = (moment: number): string => {
    const time = `${new Date(moment).toISOString().slice(0, 19)}Z`;
    const values: Record<string, string> = {
      'schedule-arn': arn,
      'scheduled-time': time,
      'execution-id': randomUUID(),
      'attempt-number': '1',
    };
    const filled = input?.replaceAll(
      /<aws\.scheduler\.([a-z-]+)>/g,
      (whole, key: string) => values[key] ?? whole,
    );
    if (target.arn.includes(':events:'))
      return JSON.stringify({
        source: Source,
        'detail-type': DetailType,
        detail: JSON.parse(filled ?? '{}') as unknown,
      });
    // Without an input AWS sends an event of its own, whose detail is a text.
    const own = {
      version: '0',
      id: values['execution-id'],
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
    };
    const rest = { account: cloud.accountId, time, region: cloud.region, resources: [arn], detail: '{}' };
    return filled ?? JSON.stringify({ ...own, ...rest });
  };
  return { target, roleArn, body };
};
