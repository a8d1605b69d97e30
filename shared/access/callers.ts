/** Who calls: a key of a tenant, or a person by the token of an issuer that the tenant trusts. */
import { timingSafeEqual } from 'node:crypto';
import { instant, sha256 } from '../runtime/context.ts';
import { noteDenied, type Denial } from '../runtime/denied.ts';
import type { Caller } from '../runtime/serve.ts';
import { noteStranger, type Stranger } from '../runtime/strangers.ts';
import { read, recall } from '../runtime/table.ts';
import { bump } from '../runtime/tally.ts';
import { limitsOf, scopesOf } from './roles.ts';
import { endedBy } from './rules.ts';
import { keyById, tenantById, useKey } from './store.ts';
import type { ApiKey } from './tenant.ts';
import { personOf } from './tokens.ts';

/** The request as the record of a denial names it, and where it came from: kept of no one who is known. */
export type Attempt = Pick<Denial & Stranger, 'operation' | 'request' | 'address'>;

/** `Bearer qk.tenant.key_….secret` or `Bearer <JWT>` → who it is; undefined for anything else. */
export const whoIs = (authorization: string | undefined, attempt: Attempt): Promise<Caller | undefined> => {
  const [, token = ''] = /^Bearer\s+(\S{1,8000})$/.exec(authorization ?? '') ?? [];
  return token.startsWith('eyJ') ? personOf(token, attempt) : keyed(token, attempt);
};

/**
 * Whatever is wrong with a known key costs one read and two comparisons. Of a key that nobody has it is also asked whether there is
 * the company at all: the record is in its audit or in the operator's.
 */
const keyed = async (token: string, attempt: Attempt): Promise<Caller | undefined> => {
  const [tenant, id, secret] =
    /^qk\.([a-z][a-z0-9-]{1,30})\.(key_[0-9a-z]{26})\.([\w-]{32})$/.exec(token)?.slice(1) ?? [];
  const now = instant();
  if (tenant === undefined || id === undefined || secret === undefined)
    return stranger({ now, code: 'access.malformed', ...attempt });
  const key = await read(keyById(tenant, id));
  const hash = sha256(secret);
  const isPresent = equal(hash, key?.hash);
  const isPrevious = equal(hash, key?.previous?.hash) && key!.previous!.until > now;
  if (!key) {
    const known = await recall(tenantById(tenant));
    const code = known ? 'access.key_unknown' : 'access.tenant_unknown';
    return stranger({ tenant: known?.id, now, code, ...attempt });
  }
  const code = isPresent || isPrevious ? endedBy(key, now) : 'access.secret';
  if (code !== undefined) {
    const { operation, request } = attempt;
    await noteDenied({ tenant, actor: id, now, code, operation, request });
    return undefined;
  }
  const today = now.slice(0, 10);
  if (key.lastUsedOn !== today) await bump(useKey(tenant, id, today));
  return callerOf(tenant, key, isPresent ? undefined : key.previous);
};

/** Noted, and nobody. */
const stranger = async (attempt: Stranger): Promise<undefined> => {
  await noteStranger(attempt);
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
