/** When a sending is tried again, what waits for what, and when an endpoint is given up. */
import { createHash } from 'node:crypto';
import type { Envelope } from '../kernel/events.ts';
import { lettersOf } from '../kernel/ids.ts';
import type { Attempt, Delivery, Endpoint, Line } from './webhook.ts';

/** Standard Webhooks' own schedule: ten tries in three days and four hours (rules §3.16). */
const WAITS_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
const DISABLE_AFTER_MS = 3 * 86_400_000;
/** While somebody sends the head of a line, nobody else does: longer than a sending lasts. */
export const LEASE_MS = 90_000;
/** About one thing. More is skipped, because a list is one item of the table; the change feed has it. */
const MOST_WAITING = 500;
const KEPT_ATTEMPTS = 30;

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** Up to a tenth later, by the delivery's own letters: those that failed together do not come back together. */
const jittered = (seconds: number, id: string): number => {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000;
  return Math.ceil(seconds * (1 + sum / 10_000));
};

export const succeeded = ({ status }: Attempt): boolean =>
  status !== undefined && status >= 200 && status < 300;

/** The delivery after an attempt: there, to be tried again at `nextAt`, or given up after the last try. */
export const attempted = (delivery: Delivery, attempt: Attempt, now: string): Delivery => {
  const { nextAt: _, ...rest } = delivery;
  const tried = {
    ...rest,
    version: delivery.version + 1,
    attempts: [...delivery.attempts, attempt].slice(-KEPT_ATTEMPTS),
    tries: delivery.tries + 1,
    at: now,
  };
  if (succeeded(attempt)) return { ...tried, state: 'DELIVERED' };
  const wait = WAITS_SECONDS[delivery.tries];
  return wait === undefined
    ? { ...tried, state: 'FAILED' }
    : { ...tried, state: 'PENDING', nextAt: later(now, jittered(wait, delivery.id) * 1_000) };
};

/** What the attempt says of the endpoint; undefined where it says nothing new. */
export const judged = (endpoint: Endpoint, attempt: Attempt, now: string): Endpoint | undefined => {
  const { failingSince, ...rest } = endpoint;
  const changed = { ...rest, version: endpoint.version + 1, updatedAt: now };
  if (succeeded(attempt)) return failingSince === undefined ? undefined : changed;
  const since = failingSince ?? now;
  if (attempt.status === 410)
    return { ...changed, failingSince: since, state: 'DISABLED', reason: 'It answered 410: it is gone.' };
  if (Date.parse(now) - Date.parse(since) >= DISABLE_AFTER_MS)
    return {
      ...changed,
      failingSince: since,
      state: 'DISABLED',
      reason: `Nothing has arrived since ${since}.`,
    };
  return failingSince === undefined ? { ...changed, failingSince: since } : undefined;
};

/**
 * A delivery takes its place in its line and gets its sequence; undefined where the line is full. What is new is the latest: it
 * comes as the table's stream has it, and goes to the end. What is sent `again` goes before what is later by its id.
 */
export const queued = (
  line: Line | undefined,
  delivery: Delivery,
  now: string,
  again: boolean,
): { readonly line: Line; readonly delivery: Delivery } | undefined => {
  const { id, endpointId, fact } = delivery;
  const before = line ?? { version: 0, endpointId, subject: fact.subject, waiting: [], nextAt: now };
  const others = before.waiting.filter((one) => one !== id);
  if (before.waiting.length >= MOST_WAITING) return undefined;
  const place = again ? others.findIndex((one) => one > id) : -1;
  const waiting = others.toSpliced(place < 0 ? others.length : place, 0, id);
  // It goes before one that waits for its next try: soon, and not while that may be on its way.
  const soon = before.waiting.length === 0 ? now : later(now, LEASE_MS);
  const overtakes = waiting[0] !== before.waiting[0] && soon < before.nextAt;
  const sequence = delivery.sequence ?? (again ? fact.id : following(before.last, fact.id));
  return {
    delivery: { ...delivery, sequence },
    line: {
      ...before,
      version: before.version + 1,
      waiting,
      nextAt: overtakes || before.waiting.length === 0 ? soon : before.nextAt,
      last: before.last !== undefined && before.last > sequence ? before.last : sequence,
    },
  };
};

/**
 * The event's id, which begins with its time. Clocks of two functions differ by milliseconds, and an act has its id as its commit
 * begins: where the later of two commits has the smaller id, its sequence is the one before it and a letter more.
 */
const following = (last: string | undefined, id: string): string =>
  last === undefined || id > last ? id : `${last}~`;

export const claimed = (line: Line, now: string): Line => ({
  ...line,
  version: line.version + 1,
  nextAt: later(now, LEASE_MS),
});

/** The line after its head was tried: shorter, or waiting for the head's next try. */
export const moved = (line: Line, { id, state, nextAt }: Delivery, now: string): Line => ({
  ...line,
  version: line.version + 1,
  waiting: state === 'PENDING' ? line.waiting : line.waiting.filter((one) => one !== id),
  nextAt: nextAt ?? now,
});

/** One delivery for an event at an endpoint, however often it is asked for: its id follows from both. */
export const deliveryOf = (endpointId: Endpoint['id'], fact: Envelope, now: string): Delivery => ({
  id: deliveryId(endpointId, fact.id),
  version: 1,
  endpointId,
  fact,
  state: 'PENDING',
  attempts: [],
  tries: 0,
  at: now,
});

/**
 * It sorts as the events do: the beginning of the act that the event is of (`act_….3`; its time, and three letters of its chance), then
 * the place in the act. The rest is a hash of both, so that an event has another id at another endpoint.
 */
const deliveryId = (endpointId: string, factId: string): Delivery['id'] => {
  const [act = '', place = ''] = factId.split('.');
  const hash = createHash('sha256').update(`${endpointId}\n${factId}`).digest('hex');
  return `whd_${act.slice(4, 17)}${lettersOf(BigInt(place), 3)}${lettersOf(BigInt(`0x${hash}`), 10)}`;
};

/**
 * What is sent: CloudEvents 1.0 in JSON. `sequence` rises with every event of a thing, and sorts as text; a delivery from before
 * it was kept has the event's id.
 */
export const payloadOf = ({ fact, sequence = fact.id }: Pick<Delivery, 'fact' | 'sequence'>): string =>
  JSON.stringify({ ...fact, datacontenttype: 'application/json', sequence });
