/** What may become of a key, and which changes of an entity two persons decide on. */
import { createHash } from 'node:crypto';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Bank } from './bank.ts';
import {
  inForce,
  seriesOf,
  type ApiKey,
  type Entity,
  type EntityProfile,
  type KeyView,
  type Tenant,
} from './tenant.ts';

/** Other bank data wait so long after the second person's word: time for whoever reads the entity's mail to object. */
export const BANK_DELAY_HOURS = 24;

/** Under which name an issuer is found: with its audience it means one tenant. */
export const issuerName = (issuer: string, audience: string): string =>
  createHash('sha256').update(`${issuer}\n${audience}`).digest('hex');

export const later = (now: string, hours: number): string =>
  new Date(Date.parse(now) + hours * 3_600_000).toISOString();

/** Whether it opens nothing any more; the problem's code says why. */
export const endedBy = (key: ApiKey, now: string): 'access.revoked' | 'access.expired' | undefined => {
  if (key.revoked) return 'access.revoked';
  return key.expiresAt !== undefined && key.expiresAt <= now ? 'access.expired' : undefined;
};

/**
 * In whose hand a secret is that somebody makes now: the maker's, or whose key the maker itself is. So a key that was made
 * by a key is still in the first hand, however long the chain.
 */
export const handOf = ({ actor, may }: { actor: string; may?: { maker?: string | undefined } }): string =>
  may?.maker ?? actor;

/** The secret before opens for so long; the one before that ends now. */
export const rotated = (
  key: ApiKey,
  hash: string,
  by: { readonly actor: string; readonly now: string; readonly may?: { maker?: string | undefined } },
  overlapHours: number,
): Result<ApiKey, 'access.key_ended'> => {
  const { now } = by;
  if (endedBy(key, now)) return refuse('access.key_ended', `Key ${key.id} has ended; make a new one.`);
  const { previous: _, hand: before, ...rest } = key;
  // Of a key that turns itself the new secret is in the hand of the secret that was shown for it, which may be the one of before.
  const hand = by.actor === key.id ? by.may?.maker : handOf(by);
  return ok({
    ...rest,
    version: key.version + 1,
    hash,
    rotatedAt: now,
    ...(hand !== undefined && { hand }),
    ...(overlapHours > 0 && {
      previous: {
        hash: key.hash,
        until: later(now, overlapHours),
        ...(before !== undefined && { hand: before }),
      },
    }),
  });
};

export const revoked = (
  key: ApiKey,
  by: string,
  now: string,
  reason: string,
): Result<ApiKey, 'access.key_ended'> => {
  if (key.revoked) return refuse('access.key_ended', `Key ${key.id} was revoked at ${key.revoked.at}.`);
  const { previous: _, ...rest } = key;
  return ok({ ...rest, version: key.version + 1, revoked: { at: now, by, reason } });
};

export const viewOf = (
  { hash: _, hand: __, previous, ...key }: ApiKey,
  now: string,
  secret?: string,
): KeyView => ({
  ...key,
  ...(previous && previous.until > now && { overlapUntil: previous.until }),
  ...(secret !== undefined && { secret }),
});

const isOther = (one: Bank, two: Bank): boolean =>
  one.iban !== two.iban || one.qrIban !== two.qrIban || one.bic !== two.bic || one.name !== two.name;

/** Where money goes, where it is told that this changes, and where customers' questions about it go: two persons decide on each. */
export const isGrave = (
  before: Pick<Entity, 'bank' | 'accounts' | 'email' | 'sender'>,
  after: EntityProfile,
): boolean =>
  before.email !== after.email ||
  before.sender?.replyTo !== after.sender?.replyTo ||
  isOther(before.bank, after.bank) ||
  JSON.stringify(before.accounts ?? []) !== JSON.stringify(after.accounts ?? []);

/** Other bank data wait until `from`, and replace what waited before; the rest is so at once. */
export const changed = (
  before: Entity,
  { bank, ...profile }: EntityProfile,
  { now, from }: { now: string; from: string },
): Entity => {
  const { id, zone, currency, series, earlierSeries } = before;
  const present = inForce(before, now);
  const banks = isOther(present.bank, bank)
    ? { bank: present.bank, bankNext: { bank, from } }
    : { bank: before.bank, ...(before.bankNext && { bankNext: before.bankNext }) };
  return { ...profile, id, zone, currency, series, ...(earlierSeries && { earlierSeries }), ...banks };
};

/** Entities as an operator says them, each with all prefixes that it had before. */
export const withEarlierSeries = (said: readonly Entity[], before: readonly Entity[]): Entity[] =>
  said.map((one) => {
    const was = before.find(({ id }) => id === one.id);
    const known = was ? [...(was.earlierSeries ?? []), was.series] : [];
    const earlierSeries = [...new Set(known)].filter((series) => series !== one.series);
    return earlierSeries.length === 0 ? one : { ...one, earlierSeries };
  });

/** The first that is numbered by twice, now or before: its numbers would stand for documents of both. */
export const sharedSeries = (entities: readonly Entity[]): string | undefined => {
  const all = entities.flatMap(seriesOf);
  return all.find((series, at) => all.indexOf(series) !== at);
};

export const withEntity = (tenant: Tenant, entity: Entity): Tenant => ({
  ...tenant,
  version: tenant.version + 1,
  entities: tenant.entities.map((one) => (one.id === entity.id ? entity : one)),
});
