/** Tenants, keys and entities. Keys are kept as hashes; the text is shown once. */
import { isValidIBAN } from 'ibantools';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { newId, newSecret, sha256, type Deps } from '../runtime/context.ts';
import { all, commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import type { accessApi } from './api.ts';
import { contrastFault } from './brand.ts';
import { endpointFault } from './endpoint.ts';
import type { Opening } from './opening.ts';
import {
  BANK_DELAY_HOURS,
  changed,
  handOf,
  isGrave,
  issuerName,
  later,
  revoked,
  rotated,
  sharedSeries,
  viewOf,
  withEarlierSeries,
  withEntity,
} from './rules.ts';
import {
  allTenants,
  changeTenant,
  keyById,
  keysOf,
  putIssuer,
  putKey,
  putPeople,
  putTenant,
  tenantById,
} from './store.ts';
import {
  EntityChanging,
  EntityProfile,
  entityOf,
  inForce,
  type ApiKey,
  type Entity,
  type KeyGrant,
  type Tenant,
} from './tenant.ts';

/** Opens a tenant or replaces its entities. `keys` in the answer: name → key text, never shown again. */
export const openTenant = (
  input: Opening,
  deps: Deps,
): Promise<Result<{ tenant: string; keys: Record<string, string> }>> =>
  untilFresh(async () => {
    const before = await read(tenantById(input.tenant));
    const entities =
      'entities' in input ? withEarlierSeries(input.entities, before?.entities ?? []) : before?.entities;
    if (!entities)
      return refuse('access.entities_missing', `There is no tenant ${input.tenant} yet: say its entities.`);
    const shared = 'entities' in input ? sharedSeries(entities) : undefined;
    if (shared !== undefined)
      return refuse('access.series_taken', `Numbers of ${shared} were given to another already.`);
    const made = input.keys.map((grant) => newKey(grant, deps));
    const trusted = input.issuers.map((issuer) => ({ ...issuer, tenant: input.tenant }));
    const kept = await commit(deps, { action: 'access.open_tenant', subject: input.tenant }, [
      ...putTenant({
        id: input.tenant,
        entities,
        ...(before?.wording && { wording: before.wording }),
        openedAt: before?.openedAt ?? deps.now,
        version: (before?.version ?? 0) + 1,
      }),
      ...made.map(({ key }) => putKey(input.tenant, key)),
      ...trusted.map((issuer) => putIssuer(issuerName(issuer.issuer, issuer.audience), issuer)),
      ...[...new Map(trusted.map((issuer) => [issuer.people, issuer])).values()].map(putPeople),
    ]);
    if (!kept.ok) return kept;
    const keys = Object.fromEntries(made.map(({ key, text }) => [key.name, text]));
    return ok({ tenant: input.tenant, keys });
  });

export const tenants = (): Promise<string[]> => all(allTenants);

const newKey = (grant: KeyGrant, { tenant, now }: Deps): { key: ApiKey; text: string } => {
  const id = newId('key');
  const { text, hash } = newText(tenant, id);
  return { text, key: { ...grant, id, version: 1, hash, createdAt: now } };
};
const newText = (tenant: string, id: string): { text: string; hash: string } => {
  const secret = newSecret(24);
  return { text: `qk.${tenant}.${id}.${secret}`, hash: sha256(secret) };
};

export const actions: ActionsOf<typeof accessApi, Deps> = {
  listKeys: async (page, { tenant, now }) => {
    const found = await list(keysOf(tenant), page);
    return listed({ ...found, data: found.data.map((key) => viewOf(key, now)) });
  },
  createKey: async (grant, deps) => {
    if (grant.expiresAt !== undefined && grant.expiresAt <= deps.now)
      return refuse('access.expiry_past', 'The key would have ended already.', [
        { pointer: '/expiresAt', detail: 'must be in the future' },
      ]);
    const made = newKey(grant, deps);
    const key = { ...made.key, createdBy: deps.actor, hand: handOf(deps) };
    // What is kept to be told again is without the secret: a copy of it in the table would be a key for thirty days.
    const act = { action: 'access.create_key', subject: key.id, answer: viewOf(key, deps.now) };
    const kept = await commit(deps, act, [putKey(deps.tenant, key)]);
    return kept.ok ? ok(viewOf(key, deps.now, made.text)) : kept;
  },
  rotateKey: ({ id, overlapHours }, deps) => {
    const { text, hash } = newText(deps.tenant, id);
    return endOrChange(id, deps, 'access.rotate_key', (key) => rotated(key, hash, deps, overlapHours), text);
  },
  revokeKey: ({ id, reason }, deps) =>
    endOrChange(id, deps, 'access.revoke_key', (key) => revoked(key, deps.actor, deps.now, reason)),
  listEntities: async (_, { tenant, now }) => {
    const entities = (await read(tenantById(tenant)))?.entities ?? [];
    return ok({ object: 'list', data: entities.map((entity) => inForce(entity, now)) });
  },
  getEntity: async ({ id }, { tenant, now }) => {
    const entity = entityIn(await read(tenantById(tenant)), id);
    return entity ? ok(inForce(entity, now)) : unknown(id);
  },
  changeEntity: async ({ id, ...profile }, deps) => {
    if (!isValidIBAN(profile.bank.iban))
      return refuse('entities.iban_invalid', 'The check digits of the IBAN are wrong.', [
        { pointer: '/bank/iban', detail: 'is not a valid IBAN' },
      ]);
    if (profile.bank.qrIban !== undefined && !isValidIBAN(profile.bank.qrIban))
      return refuse('entities.iban_invalid', 'The check digits of the QR-IBAN are wrong.', [
        { pointer: '/bank/qrIban', detail: 'is not a valid IBAN' },
      ]);
    const wrong = profile.endpoint && endpointFault(profile.endpoint, ['en16931', 'peppol']);
    if (wrong)
      return refuse('entities.endpoint_invalid', 'No e-invoice is delivered by that endpoint.', [
        { pointer: `/endpoint/${wrong.member}`, detail: wrong.detail },
      ]);
    const pale = profile.brand && contrastFault(profile.brand.colour);
    if (pale)
      return refuse('entities.colour_contrast', 'Nobody could read that colour on a light page.', [
        {
          pointer: '/brand/colour',
          detail: `has a contrast of ${pale.ratio} to 1, and 4.5 is needed: ${pale.nearest} is its nearest shade that has it`,
        },
      ]);
    const known = entityIn(await read(tenantById(deps.tenant)), id);
    if (!known) return unknown(id);
    const before = inForce(known, deps.now);
    if (!isGrave(before, profile))
      return change(id, deps, 'entities.change', (entity) =>
        ok(changed(entity, profile, { now: deps.now, from: later(deps.now, BANK_DELAY_HOURS) })),
      );
    return ask(
      {
        operation: 'entities.change',
        subject: id,
        scope: 'entities:write',
        summary: `Other bank data or another mail address of ${before.name}.`,
        input: profile,
        before: {
          bank: before.bank,
          email: before.email,
          ...(before.sender?.replyTo !== undefined && { replyTo: before.sender.replyTo }),
        },
      },
      deps,
    );
  },
  keepBank: ({ id, reason }, deps) =>
    change(id, deps, `entities.keep_bank: ${reason}`, ({ bankNext, ...entity }) =>
      bankNext === undefined || bankNext.from <= deps.now
        ? refuse('entities.nothing_waits', 'No change of bank data waits for its moment.')
        : ok(entity),
    ),
};

const endOrChange = (
  id: string,
  deps: Deps,
  action: string,
  decide: (key: ApiKey) => Result<ApiKey, 'access.key_ended'>,
  text?: string,
) =>
  untilFresh(async () => {
    const key = await read(keyById(deps.tenant, id));
    if (!key) return refuse('access.key_unknown', `There is no key ${id}.`);
    const after = decide(key);
    if (!after.ok) return after;
    const act = { action, subject: id, answer: viewOf(after.value, deps.now) };
    const kept = await commit(deps, act, [putKey(deps.tenant, after.value)]);
    return kept.ok ? ok(viewOf(after.value, deps.now, text)) : kept;
  });

/** Performs what two persons agreed on: the entity, its act and the approval's end are one commit. */
export const performChange = ({ id, subject, input }: Approval, deps: Deps, ended: Ended) => {
  const from = later(deps.now, BANK_DELAY_HOURS);
  return changeOnce(
    subject,
    deps,
    'entities.change',
    (entity) => ok(changed(entity, EntityProfile.parse(input), { now: deps.now, from })),
    { ...ended, approvalId: id, from },
  );
};

const change = <C extends string>(...asked: Parameters<typeof changeOnce<C>>) =>
  untilFresh(() => changeOnce<C>(...asked));

/** Load, decide, commit of one entity inside its tenant. */
const changeOnce = async <C extends string>(
  id: string,
  deps: Deps,
  action: string,
  decide: (entity: Entity) => Result<Entity, C>,
  agreed?: Ended & { readonly approvalId: string; readonly from: string },
) => {
  const tenant = await read(tenantById(deps.tenant));
  const before = entityIn(tenant, id);
  if (!tenant || !before) return unknown(id);
  const decided = decide(before);
  if (!decided.ok) return decided;
  const after = decided.value;
  const events = agreed
    ? [
        announce(EntityChanging, id, {
          approvalId: agreed.approvalId,
          entity: id,
          ...(after.bankNext?.from === agreed.from && { from: agreed.from }),
        }),
      ]
    : [];
  const answer = agreed?.answer ?? inForce(after, deps.now);
  const kept = await commit(deps, { action, subject: id, events, answer }, [
    changeTenant(withEntity(tenant, after)),
    ...(agreed ? [agreed.write] : []),
  ]);
  return kept.ok ? ok(inForce(after, deps.now)) : kept;
};

const entityIn = (tenant: Tenant | undefined, id: string): Entity | undefined =>
  tenant && entityOf(tenant, id);
const unknown = (id: string) => refuse('entities.unknown', `There is no entity ${id}.`);
