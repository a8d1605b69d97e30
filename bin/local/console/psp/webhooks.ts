/**
 * Sends the provider's webhooks: signed, tried again with growing pauses, and on demand doubled, late, lost
 * or swapped.
 */
import type { Clock } from '../../seam.ts';
import { newId, sign } from './model.ts';
import type { Webhook } from './model.ts';

/** What goes wrong on purpose with the webhooks that come, and with refunds. */
export interface Mischief {
  /** Each of the next n is sent twice. */
  duplicate: number;
  /** The next n get lost. */
  drop: number;
  /** The next one is sent only after the one behind it. */
  reorder: boolean;
  /** Each one waits that long, until this is set to 0 again. */
  delaySeconds: number;
  /** The next n refunds do not arrive. */
  failRefunds: number;
}
export interface Sender {
  emit(type: string, object: unknown): void;
  restore(webhook: Webhook): void;
  pending(): Webhook[];
  readonly mischief: Mischief;
  misbehave(change: Partial<Mischief>): void;
  busy(): string[];
  start(): void;
  stop(): void;
}
interface Around {
  clock: Clock;
  secret(): string;
  url(): string;
  log(line: string): void;
  /** All that was ever told, also what gets lost on its way. */
  record(body: string): void;
  keep(webhook: Webhook): void;
  forget(webhook: Webhook): void;
  keepMischief(mischief: Mischief): void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAUSES_MS = [
  5000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
const MOST_AT_ONCE = 16;
/** One that was held back for the next one goes alone when there is none. */
const LONGEST_SWAP_MS = MINUTE;
const TIMEOUT_MS = 30_000;

export const openSender = (around: Around, mischief: Mischief): Sender => {
  const { clock } = around;
  const pending = new Map<string, Webhook>();
  const timers = new Map<string, { cancel(): void }>();
  const ready: Webhook[] = [];
  const active = new Set<string>();
  let running = false;
  const key = ({ id, copy }: Webhook) => `${id}/${copy}`;

  const schedule = (webhook: Webhook) => {
    timers.get(key(webhook))?.cancel();
    if (!running) return;
    const go = () => {
      timers.delete(key(webhook));
      // One that is on its way already plans its next try itself.
      if (!active.has(key(webhook)) && !ready.includes(webhook)) ready.push(webhook);
      pump();
    };
    if (webhook.dueAt <= clock.now()) return go();
    timers.set(key(webhook), clock.at(webhook.dueAt, `psp webhook ${webhook.type}`, go));
  };
  const pump = () => {
    for (let free = running ? MOST_AT_ONCE - active.size : 0; free > 0; free -= 1) {
      const webhook = ready.shift();
      if (!webhook) return;
      active.add(key(webhook));
      void attempt(webhook);
    }
  };
  const attempt = async (webhook: Webhook) => {
    const failure = await post(webhook);
    active.delete(key(webhook));
    if (!running) return;
    if (failure === undefined) done(webhook);
    else {
      const pause = PAUSES_MS[webhook.attempts];
      webhook.attempts += 1;
      around.log(
        `psp: webhook ${webhook.type} ${webhook.id}: ${failure}${pause === undefined ? '; given up' : ''}`,
      );
      if (pause === undefined) done(webhook);
      else {
        webhook.dueAt = clock.now() + pause;
        around.keep(webhook);
        schedule(webhook);
      }
    }
    for (const held of pending.values()) {
      if (held.after !== webhook.id) continue;
      Object.assign(held, { after: undefined, dueAt: clock.now() });
      around.keep(held);
      schedule(held);
    }
    pump();
  };
  const done = (webhook: Webhook) => {
    pending.delete(key(webhook));
    around.forget(webhook);
  };
  /** Undefined when it was taken; else why not. */
  const post = async ({ id, body }: Webhook): Promise<string | undefined> => {
    const seconds = Math.floor(clock.now() / 1000);
    try {
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': sign(around.secret(), id, seconds, body),
      };
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(around.url(), { method: 'POST', headers, body, signal, redirect: 'manual' });
      await answer.arrayBuffer();
      return answer.ok ? undefined : `answered ${answer.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const add = (webhook: Webhook) => {
    pending.set(key(webhook), webhook);
    around.keep(webhook);
    schedule(webhook);
  };
  const misbehave = (change: Partial<Mischief>) => {
    Object.assign(mischief, change);
    around.keepMischief({ ...mischief });
  };

  return {
    emit: (type, object) => {
      const id = newId('evt');
      const now = clock.now();
      const body = JSON.stringify({ id, type, createdAt: new Date(now).toISOString(), data: { object } });
      around.record(body);
      if (mischief.drop > 0) return misbehave({ drop: mischief.drop - 1 });
      const webhook: Webhook = {
        id,
        copy: 0,
        type,
        body,
        attempts: 0,
        dueAt: now + mischief.delaySeconds * 1000,
      };
      const waiting = [...pending.values()].find(({ after }) => after === WAITING);
      if (waiting) Object.assign(waiting, { after: id });
      else if (mischief.reorder) {
        Object.assign(webhook, { after: WAITING, dueAt: webhook.dueAt + LONGEST_SWAP_MS });
        misbehave({ reorder: false });
      }
      add(webhook);
      if (mischief.duplicate > 0) {
        misbehave({ duplicate: mischief.duplicate - 1 });
        add({ ...webhook, copy: 1, after: undefined });
      }
    },
    restore: (webhook) => pending.set(key(webhook), webhook),
    pending: () => [...pending.values()],
    mischief,
    misbehave,
    busy: () => {
      const now = clock.now();
      const due = [...pending.values()].filter(
        (each) => running && (each.dueAt <= now || active.has(key(each))),
      );
      return due.map(({ type, id }) => `psp: webhook ${type} ${id}`);
    },
    start: () => {
      running = true;
      for (const webhook of pending.values()) schedule(webhook);
    },
    stop: () => {
      running = false;
      for (const timer of timers.values()) timer.cancel();
    },
  };
};

/** Held back for a webhook that does not exist yet. */
const WAITING = 'next';
