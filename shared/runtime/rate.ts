/**
 * How many requests a key may make in a minute of the clock, without a write per request. Each environment of a function
 * counts by itself and adds its sum to the key's counter in steps: a twentieth of the limit, and an eighth of what is left
 * where that is less. The sum that comes back is what all others have added. So a key is admitted at most
 * limit + environments × limit/20 times in a minute, never less than its limit, and slow traffic costs no write at all.
 */
import type { Key } from '../kernel/storage.ts';
import { bump } from './tally.ts';

export interface Pace {
  readonly over: boolean;
  readonly limit: number;
  readonly resetSeconds: number;
  /** RateLimit and RateLimit-Policy of the IETF draft (draft-ietf-httpapi-ratelimit-headers-10). */
  readonly headers: Readonly<Record<string, string>>;
}
interface Counted {
  /** What all environments have added, as far as this one knows. */
  total: number;
  /** What this one has not added yet. */
  own: number;
}

/** A hundred in a second: a partner's night run fits, and no partner alone takes what the stage has for all. */
const PER_MINUTE = 6_000;
const KEPT_SECONDS = 3_600;
const minute = { of: '', counted: new Map<string, Counted>() };

export const stepOf = (limit: number, total: number): number =>
  Math.max(1, Math.min(Math.ceil(limit / 20), Math.floor((limit - total) / 8)));

/** Counts this request. An environment that knows of a spent limit asks nobody any more. */
export const paceOf = async (
  {
    tenant,
    actor,
    perMinute: limit = PER_MINUTE,
  }: { tenant: string; actor: string; perMinute?: number | undefined },
  now: string,
): Promise<Pace> => {
  const window = now.slice(0, 16);
  if (minute.of !== window) {
    minute.of = window;
    minute.counted.clear();
  }
  const name = `${tenant}#${actor}`;
  const counted = minute.counted.get(name) ?? { total: 0, own: 0 };
  minute.counted.set(name, counted);
  const spent = counted.total + counted.own >= limit;
  if (!spent) {
    counted.own += 1;
    if (counted.own >= stepOf(limit, counted.total)) await add(counted, rateKey(tenant, actor, window), now);
  }
  const used = counted.total + counted.own;
  return paced(limit, spent || used > limit, Math.max(0, limit - used), now);
};

const rateKey = (tenant: string, actor: string, window: string): Key => ({
  pk: `${tenant}#RATE#${actor}`,
  sk: window,
});

const add = async (counted: Counted, key: Key, now: string): Promise<void> => {
  const after = await bump({
    update: key,
    add: { n: counted.own },
    set: { kind: 'rate', ttl: Math.floor(Date.parse(now) / 1000) + KEPT_SECONDS },
    clash: 'rate.counted',
    about: 'the requests of a minute',
  });
  if (!after) return;
  counted.total = Number(after['n']);
  counted.own = 0;
};

const paced = (limit: number, over: boolean, remaining: number, now: string): Pace => {
  const resetSeconds = 60 - (Math.floor(Date.parse(now) / 1000) % 60);
  return {
    over,
    limit,
    resetSeconds,
    headers: {
      'ratelimit-policy': `"key";q=${limit};w=60`,
      ratelimit: `"key";r=${remaining};t=${resetSeconds}`,
    },
  };
};
