/** Opening tenants, and finding out who calls. Keys are kept as hashes; the text is shown once. */
import { timingSafeEqual } from 'node:crypto';
import { ok, type Result } from '../kernel/result.ts';
import { newId, newSecret, sha256, type Deps } from '../runtime/context.ts';
import type { Caller } from '../runtime/serve.ts';
import { all, commit, read, untilFresh } from '../runtime/table.ts';
import { allTenants, keyById, putKey, putTenant, tenantById } from './store.ts';
import type { OpenTenant } from './tenant.ts';

/** Opens a tenant or replaces its entities. `keys` in the answer: name → key text, never shown again. */
export const openTenant = (
  input: OpenTenant,
  deps: Deps,
): Promise<Result<{ tenant: string; keys: Record<string, string> }>> =>
  untilFresh(async () => {
    const before = await read(tenantById(input.tenant));
    const made = input.keys.map((key) => ({ ...key, id: newId('key'), secret: newSecret(24) }));
    const kept = await commit(deps, { action: 'access.open_tenant' }, [
      ...putTenant({
        id: input.tenant,
        entities: input.entities,
        openedAt: before?.openedAt ?? deps.now,
        version: (before?.version ?? 0) + 1,
      }),
      ...made.map(({ id, name, scopes, secret }) =>
        putKey(input.tenant, { id, name, scopes, hash: sha256(secret), createdAt: deps.now }),
      ),
    ]);
    if (!kept.ok) return kept;
    return ok({
      tenant: input.tenant,
      keys: Object.fromEntries(
        made.map(({ id, name, secret }) => [name, `qk.${input.tenant}.${id}.${secret}`]),
      ),
    });
  });

/** `Bearer qk.tenant.key_….secret` → who it is; undefined for anything else, with the same work done. */
export const whoIs = async (authorization: string | undefined): Promise<Caller | undefined> => {
  const [scheme, tenant, id, secret] =
    /^Bearer\s+(qk)\.([a-z][a-z0-9-]{1,30})\.(key_[0-9a-z]{26})\.([\w-]{32})$/
      .exec(authorization ?? '')
      ?.slice(1) ?? [];
  if (!scheme) return undefined;
  const key = await read(keyById(tenant!, id!));
  const matches = timingSafeEqual(Buffer.from(sha256(secret!)), Buffer.from(key?.hash ?? sha256('no key')));
  return key && matches ? { tenant: tenant!, actor: key.id, scopes: key.scopes.join(' ') } : undefined;
};

export const tenants = (): Promise<string[]> => all(allTenants);
