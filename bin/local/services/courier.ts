/**
 * Hands what a rule or a schedule produced to its target, at least once, as EventBridge does: retries with
 * growing pauses on the cloud's clock, then the dead-letter queue. What is not handed over yet survives a
 * kill.
 */
import { join } from 'node:path';
import type { Cloud } from '../seam.ts';
import type { Events } from './events.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import type { Sqs } from './sqs.ts';
import { asObject, asText, message, scalar } from './wire.ts';

export interface Target {
  id: string;
  arn: string;
  /** MessageGroupId of a FIFO queue. */
  group?: string | undefined;
  /** Hand-overs that fail are tried again that often, and for that long. */
  retries: number;
  maxAgeMs: number;
  deadLetterArn?: string | undefined;
}
export interface Delivery {
  id: string;
  /** The rule or schedule that it comes from. */
  origin: string;
  target: Target;
  body: string;
}
interface Pending extends Delivery {
  since: number;
  attempts: number;
  dueAt: number;
}
type Entry = { add: Pending } | { id: string; attempts: number; dueAt: number } | { done: string };

export interface Courier {
  post(delivery: Delivery): void;
  busy(): string[];
  start(): void;
  stop(): void;
}

/** Lambda tries an asynchronous event two more times when the function fails, after one and two minutes. */
const FUNCTION_RETRY_MS = [60_000, 120_000];
const MOST_PAUSE_MS = 3_600_000;

export const openCourier = (cloud: Cloud, name: string): Courier => {
  const pending = new Map<string, Pending>();
  const timers = new Map<string, { cancel(): void }>();
  let log: Journal<Entry> | undefined;
  let running = false;

  const journal = () =>
    (log ??= openJournal<Entry>(join(cloud.stateDir(name), 'deliveries.jsonl'), {
      replay: (entry) => {
        if ('add' in entry) pending.set(entry.add.id, entry.add);
        else if ('done' in entry) pending.delete(entry.done);
        else Object.assign(pending.get(entry.id) ?? {}, entry);
      },
      snapshot: () => [...pending.values()].map((add) => ({ add })),
    }));
  const settle = (each: Pending) => {
    pending.delete(each.id);
    journal().write({ done: each.id });
  };
  const later = (each: Pending, pauseMs: number) => {
    each.attempts += 1;
    each.dueAt = cloud.clock.now() + pauseMs;
    journal().write({ id: each.id, attempts: each.attempts, dueAt: each.dueAt });
    schedule(each);
  };
  const schedule = (each: Pending) => {
    const timer = cloud.clock.at(each.dueAt, `${name} delivers ${each.origin}`, () => void attempt(each));
    timers.set(each.id, timer);
  };
  const giveUp = (each: Pending, code: string, reason: string) => {
    const dead = each.target.deadLetterArn;
    cloud.log(`${name}: ${each.origin} gave up on ${each.target.arn}: ${reason}`);
    if (dead !== undefined) {
      const attributes = {
        RULE_ARN: each.origin,
        TARGET_ARN: each.target.arn,
        ERROR_CODE: code,
        ERROR_MESSAGE: reason,
      };
      cloud.service<Sqs>('sqs').accept(dead, each.body, { attributes });
    }
    settle(each);
  };
  const attempt = async (each: Pending): Promise<void> => {
    timers.delete(each.id);
    try {
      const failed = await handOver(cloud, each);
      if (!running) return;
      if (failed === undefined) return settle(each);
      // The function took the event and failed: that is between the function and Lambda's own retries.
      const pause = FUNCTION_RETRY_MS.slice(0, each.target.retries)[each.attempts];
      if (pause === undefined) return giveUp(each, 'FUNCTION_ERROR', failed);
      later(each, pause);
    } catch (error) {
      if (!running) return;
      const old = cloud.clock.now() - each.since >= each.target.maxAgeMs;
      if (old || each.attempts >= each.target.retries) return giveUp(each, 'INTERNAL_ERROR', message(error));
      later(each, Math.min(1000 * 2 ** each.attempts, MOST_PAUSE_MS));
    }
  };
  return {
    post: (delivery) => {
      const now = cloud.clock.now();
      const fresh: Pending = { ...delivery, since: now, attempts: 0, dueAt: now };
      // A queue takes it in this very turn: that keeps the order and needs no journal of its own.
      if (service(delivery.target.arn) === 'sqs' && tryNow(cloud, delivery)) return;
      journal().write({ add: fresh });
      pending.set(fresh.id, fresh);
      if (running) void attempt(fresh);
    },
    busy: () => {
      const now = cloud.clock.now();
      return [...pending.values()]
        .filter((each) => running && each.dueAt <= now)
        .map((each) => `${name}: ${each.origin} to ${each.target.arn}`);
    },
    start: () => {
      running = true;
      journal();
      for (const each of pending.values()) schedule(each);
    },
    stop: () => {
      running = false;
      for (const timer of timers.values()) timer.cancel();
      log?.close();
    },
  };
};

const service = (arn: string): string => arn.split(':')[2] ?? '';

const tryNow = (cloud: Cloud, { target, body }: Delivery): boolean => {
  try {
    cloud.service<Sqs>('sqs').accept(target.arn, body, { group: target.group });
    return true;
  } catch {
    return false;
  }
};

/** Answers the error of a function that took the event; throws when the target did not take it at all. */
const handOver = async (cloud: Cloud, { target, body, origin }: Delivery): Promise<string | undefined> => {
  switch (service(target.arn)) {
    case 'sqs':
      cloud.service<Sqs>('sqs').accept(target.arn, body, { group: target.group });
      return undefined;
    case 'events':
      cloud.service<Events>('events').publish(target.arn, asObject(JSON.parse(body)));
      return undefined;
    default:
      return (await cloud.invoke(target.arn, JSON.parse(body), origin)).error?.message;
  }
};

const TARGETS = ['lambda', 'sqs', 'events'];
const DEFAULT_RETRIES = 185;
const DEFAULT_MAX_AGE_SECONDS = 86_400;

/** A rule's or a schedule's target: `known` are the properties that the caller handles itself. */
export const readTarget = (properties: Record<string, unknown>, owner: string, known: string[]): Target => {
  const own = ['Id', 'Arn', 'RoleArn', 'RetryPolicy', 'DeadLetterConfig', 'SqsParameters', ...known];
  const unknown = Object.keys(properties).find((name) => !own.includes(name));
  if (unknown !== undefined) throw new Error(`${owner}: target property ${unknown} is not supported`);
  const arn = asText(properties['Arn'], `${owner} target Arn`);
  if (!TARGETS.includes(service(arn)) || arn.includes(':::aws-sdk:'))
    throw new Error(`${owner}: a target of this kind is not supported: ${arn}`);
  const retry = asObject(properties['RetryPolicy']);
  return {
    id: scalar(properties['Id']) ?? 'target',
    arn,
    group: asObject(properties['SqsParameters'])['MessageGroupId'] as string | undefined,
    retries: Number(retry['MaximumRetryAttempts'] ?? DEFAULT_RETRIES),
    maxAgeMs: Number(retry['MaximumEventAgeInSeconds'] ?? DEFAULT_MAX_AGE_SECONDS) * 1000,
    deadLetterArn: asObject(properties['DeadLetterConfig'])['Arn'] as string | undefined,
  };
};
