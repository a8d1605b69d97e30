/** Endpoints of partners: registered, changed, given a new secret, and sent again what they missed. */
import { tenantById } from '../access/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import { rotated } from '../kernel/webhook.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { positionAt } from '../runtime/facts.ts';
import { whyNotSent } from '../runtime/http.ts';
import { newSigningSecret, seal } from '../runtime/seal.ts';
import { all, commit, list, listed, read, recall, untilFresh } from '../runtime/table.ts';
import type { webhooksApi } from './api.ts';
import { enqueue } from './lines.ts';
import { deliveriesOf, deliveryById, endpointById, endpoints, putEndpoint } from './store.ts';
import { ReplayRequested, type Endpoint } from './webhook.ts';

const MOST_ENDPOINTS = 20;

export const actions: ActionsOf<typeof webhooksApi, Deps> = {
  createEndpoint: async (input, deps) => {
    const why = await whyNotSent(input.url);
    if (why !== undefined) return urlRefused(why);
    if ((await all(endpoints(deps.tenant))).length >= MOST_ENDPOINTS)
      return refuse('webhooks.too_many', `A company has ${MOST_ENDPOINTS} endpoints at most: change one.`);
    const id = newId('whe');
    const secret = newSigningSecret();
    const endpoint: Endpoint = {
      id,
      version: 1,
      ...input,
      state: 'ENABLED',
      secrets: [{ sealed: await seal(deps.tenant, id, secret) }],
      createdAt: deps.now,
      updatedAt: deps.now,
    };
    return saved(endpoint, deps, 'webhooks.create', secret);
  },
  listEndpoints: async (page, { tenant }) => {
    const { data, ...rest } = await list(endpoints(tenant), page);
    return listed({ data: data.map((endpoint) => viewOf(endpoint, undefined)), ...rest });
  },
  getEndpoint: async ({ id }, { tenant }) => {
    const endpoint = await read(endpointById(tenant, id));
    return endpoint ? ok(viewOf(endpoint, undefined)) : unknown(id);
  },
  changeEndpoint: async ({ id, enabled, ...said }, deps) => {
    const why = await whyNotSent(said.url);
    if (why !== undefined) return urlRefused(why);
    return change(id, deps, 'webhooks.change', ({ reason, failingSince, noticedAt: _, ...endpoint }) => ({
      ...endpoint,
      ...said,
      ...(said.description === undefined && { description: undefined }),
      state: enabled ? 'ENABLED' : 'DISABLED',
      ...(!enabled && { reason: reason ?? 'Disabled by hand.' }),
      ...(!enabled && failingSince !== undefined && { failingSince }),
    }));
  },
  rotateEndpointSecret: async ({ id, overlapHours }, deps) => {
    const secret = newSigningSecret();
    const sealed = await seal(deps.tenant, id, secret);
    return change(
      id,
      deps,
      'webhooks.rotate',
      (endpoint) => ({ ...endpoint, secrets: rotated(endpoint.secrets, sealed, deps.now, overlapHours) }),
      secret,
    );
  },
  replayEndpoint: async ({ id, from, to }, deps) => {
    const endpoint = await read(endpointById(deps.tenant, id));
    if (!endpoint) return unknown(id);
    if (endpoint.state === 'DISABLED') return disabled;
    if (from > to)
      return refuse('webhooks.range', 'The end of the time is before its beginning.', [
        { pointer: '/to', detail: `must not be before ${from}` },
      ]);
    // Of the time before it was opened a company has no events: its empty months are not walked.
    const opened = Date.parse((await recall(tenantById(deps.tenant)))!.openedAt);
    const placeAt = (ms: number): string => positionAt(Math.max(ms, opened));
    const range = { from: placeAt(Date.parse(from)), to: placeAt(Date.parse(to) + 1) };
    const events = [announce(ReplayRequested, id, { endpointId: id, ...range })];
    const view = viewOf(endpoint, undefined);
    const kept = await commit<never>(deps, { action: 'webhooks.replay', events, answer: view }, []);
    return kept.ok ? ok(view) : kept;
  },
  listDeliveries: async ({ id, state, ...page }, { tenant }) => {
    const endpoint = await read(endpointById(tenant, id));
    return endpoint ? listed(await list(deliveriesOf(tenant, id, state), page)) : unknown(id);
  },
  getDelivery: async ({ id }, { tenant }) => {
    const delivery = await read(deliveryById(tenant, id));
    return delivery ? ok(delivery) : noDelivery(id);
  },
  replayDelivery: async ({ id }, deps) => {
    const delivery = await read(deliveryById(deps.tenant, id));
    if (!delivery) return noDelivery(id);
    const endpoint = await read(endpointById(deps.tenant, delivery.endpointId));
    return endpoint?.state === 'ENABLED' ? enqueue(delivery, deps, true) : disabled;
  },
};

const unknown = (id: string) => refuse('webhooks.unknown', `There is no endpoint ${id}.`);
const noDelivery = (id: string) => refuse('webhooks.delivery_unknown', `There is no delivery ${id}.`);
const disabled = refuse('webhooks.disabled', 'The endpoint is disabled: enable it first.');
const urlRefused = (why: string) =>
  refuse('webhooks.url_refused', 'Nothing would be sent to this address.', [
    { pointer: '/url', detail: why },
  ]);

/** What callers see: never a secret, except the new one in the one answer. */
const viewOf = ({ secrets, noticedAt: _, ...endpoint }: Endpoint, secret: string | undefined) => ({
  ...endpoint,
  ...(secrets[1]?.until !== undefined && { previousSecretUntil: secrets[1].until }),
  ...(secret !== undefined && { secret }),
});

/** The answer that is kept under the idempotency key has no secret: the table has secrets sealed only. */
const saved = async (endpoint: Endpoint, deps: Deps, action: string, secret?: string) => {
  const kept = await commit(deps, { action, answer: viewOf(endpoint, undefined) }, [
    putEndpoint(deps.tenant, endpoint),
  ]);
  return kept.ok ? ok(viewOf(endpoint, secret)) : kept;
};
const change = (
  id: string,
  deps: Deps,
  action: string,
  decide: (endpoint: Endpoint) => Endpoint,
  secret?: string,
) =>
  untilFresh(async () => {
    const before = await read(endpointById(deps.tenant, id));
    if (!before) return unknown(id);
    const after = { ...decide(before), version: before.version + 1, updatedAt: deps.now };
    return saved(after, deps, action, secret);
  });

export { lineUp } from './lines.ts';
export { giveNotice, replayRange, sendDue } from './reactions.ts';
