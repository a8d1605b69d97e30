/**
 * From a line (lines.ts) to an endpoint. Whoever sends the head of a line holds the line for a while.
 * A try that failed is followed by a message to ourselves, which is sent before the failure is written down: a death in between
 * leaves a message too many and never one too few.
 */
import { announce } from '../kernel/events.ts';
import { ok } from '../kernel/result.ts';
import { live, signWebhook } from '../kernel/webhook.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { postpone } from '../runtime/queue.ts';
import { unseal } from '../runtime/seal.ts';
import { commit, read, readEach, untilFresh, write } from '../runtime/table.ts';
import { attempted, claimed, judged, moved, payloadOf, succeeded } from './rules.ts';
import { deliveryById, endpointById, lineOf, putDelivery, putEndpoint, putLine } from './store.ts';
import {
  EndpointDisabled,
  WebhookDue,
  type Attempt,
  type Delivery,
  type Endpoint,
  type Line,
} from './webhook.ts';

/** In one invocation: three slow endpoints' time is within the function's. */
const MOST_AT_ONCE = 3;
const SHOWN = 200;

/** Sends what is due of a line, head first, until it is empty, its head has to wait, or somebody else has it. */
export const sendLine = async (
  endpointId: string,
  subject: string,
  deps: Deps,
): Promise<Line | undefined> => {
  for (let sent = 0; ; sent += 1) {
    const now = instant();
    const [endpoint, line] = await readEach(
      endpointById(deps.tenant, endpointId),
      lineOf(deps.tenant, endpointId, subject),
    );
    if (!line || line.waiting.length === 0 || line.nextAt > now) return line;
    if (!endpoint || endpoint.state === 'DISABLED') return skip(line, deps);
    if (sent === MOST_AT_ONCE) {
      await wake(line, now, deps, 0);
      return line;
    }
    const held = claimed(line, now);
    const claim = await write(putLine(deps.tenant, held));
    // Somebody else was faster: it is theirs now, or a new event came into the line.
    if (!claim.ok) continue;
    await sendHead(endpoint, held, deps);
  }
};

/** A message to ourselves for when the line is due. */
const wake = ({ endpointId, subject }: Line, at: string, deps: Deps, seconds: number): Promise<void> =>
  postpone(deps, announce(WebhookDue, endpointId, { endpointId, subject, at }), seconds);
export const wakeLater = (line: Line, at: string, deps: Deps): Promise<void> =>
  wake(line, at, deps, (Date.parse(at) - Date.parse(instant())) / 1_000);

const sendHead = async (endpoint: Endpoint, line: Line, deps: Deps): Promise<void> => {
  const { tenant } = deps;
  const delivery = await read(deliveryById(tenant, line.waiting[0]!));
  if (!delivery) throw new Error(`delivery ${line.waiting[0]} of a line is not there`);
  const attempt = await post(endpoint, delivery, deps);
  const now = instant();
  const after = attempted(delivery, attempt, now);
  if (after.nextAt !== undefined) await wakeLater(line, after.nextAt, deps);
  await untilFresh(async () => {
    const [known, mine, waiting] = await readEach(
      endpointById(tenant, endpoint.id),
      deliveryById(tenant, delivery.id),
      lineOf(tenant, endpoint.id, line.subject),
    );
    // Who held the line for too long finds that another has sent it meanwhile.
    if (mine?.version !== delivery.version || !waiting || !known) return ok(undefined);
    const verdict = known.state === 'ENABLED' ? judged(known, attempt, now) : undefined;
    const { id, reason = '' } = verdict ?? known;
    const disabled =
      verdict?.state === 'DISABLED' ? [announce(EndpointDisabled, id, { endpointId: id, reason })] : [];
    return commit(
      deps,
      { action: succeeded(attempt) ? 'webhooks.sent' : 'webhooks.not_sent', events: disabled },
      [
        putDelivery(tenant, after),
        putLine(tenant, moved(waiting, after, now)),
        ...(verdict ? [putEndpoint(tenant, verdict)] : []),
      ],
    );
  });
  log.info('webhook.sent', { delivery: delivery.id, state: after.state, status: attempt.status });
};

/** The bytes, signed with every live secret; whatever comes back is an attempt, and nothing throws. */
const post = async (endpoint: Endpoint, delivery: Delivery, { tenant }: Deps): Promise<Attempt> => {
  const at = instant();
  const keys = await Promise.all(
    live(endpoint.secrets, at).map(({ sealed }) => unseal(tenant, endpoint.id, sealed)),
  );
  const body = payloadOf(delivery);
  const took = () => Date.parse(instant()) - Date.parse(at);
  try {
    const response = await fetchOut(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'Quittance-Webhooks/1',
        ...signWebhook(delivery.id, at, body, keys),
      },
      body,
      peek: 4 * SHOWN,
    });
    const attempt = { at, status: response.status, durationMs: took() };
    if (succeeded(attempt)) return attempt;
    const answer = (await response.text()).replaceAll(/\p{Cc}+/gu, ' ').slice(0, SHOWN);
    return { ...attempt, ...(answer !== '' && { answer }) };
  } catch (error) {
    return { at, durationMs: took(), failure: failureOf(error) };
  }
};

/** Our own words, or the code of the system; never what a library quotes. */
const failureOf = (error: unknown): string => {
  const { name, code, message } = error as Error & { code?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'no answer within ten seconds';
  return typeof code === 'string' ? code : name === 'Error' ? message : name;
};

/** Nothing is sent to an endpoint that is disabled: what waits is set aside, for a replay. */
const skip = async (line: Line, deps: Deps): Promise<undefined> => {
  for (const id of line.waiting.slice(0, 40)) {
    await untilFresh(async () => {
      const now = instant();
      const [delivery, waiting] = await readEach(
        deliveryById(deps.tenant, id),
        lineOf(deps.tenant, line.endpointId, line.subject),
      );
      if (delivery?.state !== 'PENDING' || !waiting) return ok(undefined);
      const { nextAt: _, ...rest } = delivery;
      const skipped: Delivery = { ...rest, version: delivery.version + 1, state: 'SKIPPED', at: now };
      return commit(deps, { action: 'webhooks.skip' }, [
        putDelivery(deps.tenant, skipped),
        putLine(deps.tenant, moved(waiting, skipped, now)),
      ]);
    });
  }
  if (line.waiting.length > 40) await wake(line, instant(), deps, 0);
  return undefined;
};
