/** Idempotency keys (rules §3.17): how they are read, kept with their effect, and found again. */
import type { Item, Key, Read } from '../kernel/storage.ts';
import type { Deps, Once } from './context.ts';

/** A structured-field string ("…", the IETF draft) or the bare text that many clients send. */
export const idempotencyKey = (header: string | undefined): string | undefined => {
  const text = header?.trim() ?? '';
  const key = text.startsWith('"') ? /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1] : text;
  return key !== undefined && key.length >= 1 && key.length <= 255 && /^[\x20-\x7e]+$/.test(key)
    ? key
    : undefined;
};

/** Thirty days, as long as a partner may still be retrying; business uniqueness lasts for ever on the things themselves. */
const ONCE_DAYS = 30;
const onceKey = (tenant: string, key: string): Key => ({ pk: `${tenant}#ONCE#${key}`, sk: 'ONCE' });

/** What a commit keeps under its key, to be told again. */
export const onceItem = ({ tenant, now }: Deps, { key, inputHash, status }: Once, answer: unknown): Item => ({
  ...onceKey(tenant, key),
  kind: 'once',
  inputHash,
  status,
  answer: answer ?? null,
  ttl: Math.floor(Date.parse(now) / 1000) + ONCE_DAYS * 86_400,
});

export interface KeptOnce {
  readonly inputHash: string;
  readonly status: number;
  readonly answer: string;
  readonly ttl: number;
}
export const keptOnce = (tenant: string, key: string): Read<KeptOnce> => ({
  key: onceKey(tenant, key),
  parse: (item) => ({
    ...(item as unknown as KeptOnce),
    answer: JSON.stringify(item['answer']),
  }),
});
