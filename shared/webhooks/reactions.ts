/** What the worker of webhooks does with a line whose time has come, a replay, and an endpoint that was given up. */
import { tenantById } from '../access/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { factsFrom, HELD_BACK_MS } from '../runtime/facts.ts';
import { send } from '../runtime/mail.ts';
import { factsOf } from '../runtime/outbox.ts';
import { postpone } from '../runtime/queue.ts';
import { commit, read, recall, untilFresh } from '../runtime/table.ts';
import { enqueue } from './lines.ts';
import { deliveryOf } from './rules.ts';
import { sendLine, wakeLater } from './send.ts';
import { endpointById, putEndpoint } from './store.ts';
import { PUBLIC, ReplayRequested, takes, type Endpoint } from './webhook.ts';

type Worked = Promise<Result<unknown>>;

/** A line whose time has come. What is to wait for longer waits again, unless somebody has set another time since. */
export const sendDue = async (
  { endpointId, subject, at }: { endpointId: Endpoint['id']; subject: string; at: string },
  deps: Deps,
): Worked => {
  const line = await sendLine(endpointId, subject, deps);
  if (line && line.waiting.length > 0 && line.nextAt > deps.now && line.nextAt <= at)
    await wakeLater(line, line.nextAt, deps);
  return ok(undefined);
};

/** A hundred acts of the time, then a message to ourselves for those behind them. */
export const replayRange = async (
  { endpointId, from, to }: { endpointId: Endpoint['id']; from: string; to: string },
  deps: Deps,
): Worked => {
  const endpoint = await read(endpointById(deps.tenant, endpointId));
  if (endpoint?.state !== 'ENABLED') return ok(undefined);
  const untilMs = Date.parse(deps.now) - HELD_BACK_MS;
  const page = await factsFrom(deps.tenant, { start: from, end: to, untilMs, limit: 100 });
  for (const fact of page.acts.flatMap(factsOf))
    if (PUBLIC.has(fact.type) && takes(endpoint.events, fact.type)) {
      const kept = await enqueue(
        deliveryOf(endpointId, fact, deps.now),
        { ...deps, trace: fact.traceid },
        true,
      );
      if (!kept.ok && kept.code !== 'webhooks.line_full') throw new Error(kept.detail);
    }
  if (page.hasMore)
    await postpone(deps, announce(ReplayRequested, endpointId, { endpointId, from: page.next, to }), 0);
  return ok(undefined);
};

/** Tells the endpoint's contact that nothing is sent any more; once, except where it died between mail and note. */
export const giveNotice = async (
  { endpointId }: { endpointId: Endpoint['id']; reason: string },
  deps: Deps,
): Worked => {
  const [endpoint, tenant] = [
    await read(endpointById(deps.tenant, endpointId)),
    (await recall(tenantById(deps.tenant)))!,
  ];
  if (endpoint?.state !== 'DISABLED' || endpoint.noticedAt !== undefined || deps.restored)
    return ok(undefined);
  const text = [
    `Webhooks of ${tenant.entities[0]!.name} to ${endpoint.url} are disabled.`,
    endpoint.reason ?? '',
    'What happens from now on is not sent. When the address answers again: PUT /v1/webhooks/' +
      `${endpoint.id} with "enabled": true, then POST /v1/webhooks/${endpoint.id}/replay with the time that was missed.`,
  ].join('\n\n');
  await send({
    fromName: tenant.entities[0]!.name,
    to: [endpoint.contact],
    replyTo: tenant.entities[0]!.email,
    subject: `Webhooks to ${new URL(endpoint.url).host} are disabled`,
    text,
    html: `<pre style="font:inherit;white-space:pre-wrap">${escaped(text)}</pre>`,
    traces: [deps.trace],
    tags: { webhook: endpoint.id },
  });
  return untilFresh(async () => {
    const known = (await read(endpointById(deps.tenant, endpointId)))!;
    return commit(deps, { action: 'webhooks.notice' }, [
      putEndpoint(deps.tenant, { ...known, version: known.version + 1, noticedAt: deps.now }),
    ]);
  });
};
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
