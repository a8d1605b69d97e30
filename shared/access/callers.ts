/** Who calls: a key of a tenant, or a person by the token of an issuer that the tenant trusts. */
import { timingSafeEqual } from 'node:crypto';
import { instant, sha256 } from '../runtime/context.ts';
import { noteDenied, type Denial } from '../runtime/denied.ts';
import type { Caller } from '../runtime/serve.ts';
import { read } from '../runtime/table.ts';
import { bump } from '../runtime/tally.ts';
import { limitsOf, scopesOf } from './roles.ts';
import { endedBy } from './rules.ts';
import { keyById, useKey } from './store.ts';
import type { ApiKey } from './tenant.ts';
import { personOf } from './tokens.ts';

/** The request as the record of a denial names it. */
export type Attempt = Pick<Denial, 'operation' | 'request'>;

/** `Bearer qk.tenant.key_….secret` or `Bearer <JWT>` → who it is; undefined for anything else. */
export const whoIs = (authorization: string | undefined, attempt: Attempt): Promise<Caller | undefined> => {
  const [, token = ''] = /^Bearer\s+(\S{1,8000})$/.exec(authorization ?? '') ?? [];
  return token.startsWith('eyJ') ? personOf(token, attempt) : keyed(token, attempt);
};

/** Whatever is wrong with a key costs one read and two comparisons; only who names a real one leaves a record. */
const keyed = async (token: string, attempt: Attempt): Promise<Caller | undefined> => {
  const [tenant, id, secret] =
    /^qk\.([a-z][a-z0-9-]{1,30})\.(key_[0-9a-z]{26})\.([\w-]{32})$/.exec(token)?.slice(1) ?? [];
  if (tenant === undefined || id === undefined || secret === undefined) return undefined;
  const now = instant();
  const key = await read(keyById(tenant, id));
  const hash = sha256(secret);
  const isPresent = equal(hash, key?.hash);
  const isPrevious = equal(hash, key?.previous?.hash) && key!.previous!.until > now;
  if (!key) return undefined;
  const code = isPresent || isPrevious ? endedBy(key, now) : 'access.secret';
  if (code !== undefined) {
    await noteDenied({ tenant, actor: id, now, code, ...attempt });
    return undefined;
  }
  const today = now.slice(0, 10);
  if (key.lastUsedOn !== today) await bump(useKey(tenant, id, today));
  return callerOf(tenant, key, isPresent ? undefined : key.previous);
};

const equal = (hash: string, kept: string | undefined): boolean =>
  timingSafeEqual(Buffer.from(hash), Buffer.from(kept ?? sha256('no key'))) && kept !== undefined;

/** `previous`: where the secret before the last rotation was shown. */
const callerOf = (tenant: string, key: ApiKey, previous: ApiKey['previous']): Caller => {
  const limits = key.limits ?? limitsOf(key.roles);
  const maker = previous ? previous.hand : key.hand;
  const [until] = [key.expiresAt, previous?.until].filter((end) => end !== undefined).toSorted();
  return {
    tenant,
    actor: key.id,
    scopes: scopesOf(key.roles, key.scopes).join(' '),
    ...(limits && { limits }),
    ...(maker !== undefined && { maker }),
    ...(until !== undefined && { until }),
    ...(key.perMinute !== undefined && { perMinute: key.perMinute }),
  };
};
