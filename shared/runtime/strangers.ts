/**
 * The record of attempts by nobody known: a key or an issuer that nobody has, or text that is neither. Whoever writes here is a
 * stranger, so what is kept is counters, and their number is bounded whatever is sent: per hour and reason one for each of sixteen
 * shares of the networks of the world. A share tells one who tries from many who do, and names no address.
 */
import type { Write } from '../kernel/storage.ts';
import { sha256 } from './context.ts';
import { memory } from './memory.ts';
import { bump } from './tally.ts';

export interface Stranger {
  /** Whose key or name the attempt pretended to have; absent where there is no such company: then the operator's book has it. */
  readonly tenant?: string | undefined;
  readonly now: string;
  readonly code: string;
  readonly operation: string;
  readonly request: string;
  readonly address: string;
}

const SHARES = 16;
const KEPT_DAYS = 400;
/** Of one environment of the function, so that a flood is no bill. */
const MOST_WRITES_A_MINUTE = 60;

interface Counted {
  seen: number;
  told: number;
}
const counted = /* @__PURE__ */ memory<Counted>();
/** Writes of the present minute. */
const written = /* @__PURE__ */ memory<number>();

/** Counts the attempt; it is written at the first of a minute and each time that the minute's number has doubled. */
export const noteStranger = async (attempt: Stranger): Promise<void> => {
  const { tenant = '', now, code } = attempt;
  const share = shareOf(attempt.address);
  const window = now.slice(0, 16);
  if (!written.has(window)) written.clear();
  const writes = written.get(window) ?? 0;
  const name = `${tenant}#${window}#${code}#${share}`;
  if (!counted.has(name)) keepFor(window);
  const own = counted.get(name) ?? { seen: 0, told: 0 };
  counted.set(name, own);
  own.seen += 1;
  if ((own.seen & (own.seen - 1)) !== 0 || writes >= MOST_WRITES_A_MINUTE) return;
  written.set(window, writes + 1);
  const times = own.seen - own.told;
  if (await bump(counter(tenant, share, times, attempt))) own.told += times;
};

/** What a minute before did not tell is not told any more. */
const keepFor = (window: string): void => {
  for (const name of counted.keys()) if (!name.includes(`#${window}#`)) counted.delete(name);
};

/** One of sixteen, by the network (IPv4 /24, IPv6 /48): whoever changes the last part of an address stays in it. */
export const shareOf = (address: string): string => {
  const network = address.includes(':')
    ? address.split(':').slice(0, 3).join(':')
    : address.split('.').slice(0, 3).join('.');
  return String(Number.parseInt(sha256(network).slice(0, 8), 16) % SHARES).padStart(2, '0');
};

const counter = (
  tenant: string,
  share: string,
  times: number,
  { now, code, operation, request }: Stranger,
): Write => {
  const at = `${now.slice(0, 13)}:00:00.000Z`;
  const id = `str_${code.slice(code.indexOf('.') + 1)}_${share}`;
  return {
    update: { pk: `${tenant}#DENIED#${now.slice(0, 7)}`, sk: `${at}#${id}` },
    set: {
      kind: 'stranger',
      id: `${id}_${at.slice(0, 13)}`,
      at,
      last: now,
      actor: `stranger:${share}`,
      code,
      operation,
      request,
      ttl: Math.floor(Date.parse(now) / 1000) + KEPT_DAYS * 86_400,
    },
    add: { times },
    clash: 'denied.kept',
    about: 'a counter of strangers',
  };
};
