/**
 * From an event into the lines of those who want to hear of it. What is about one thing stands in one line per endpoint, in the
 * order in which it was committed: the outbox writes the lines as the table's stream brings the commits, and only then
 * announces them. What is on its way to a sending afterwards says only that a line may be looked at; in which order that comes,
 * how often and how late, changes no order.
 */
import { announce, type Envelope } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { commit, readEach, recallAll, untilFresh } from '../runtime/table.ts';
import { deliveryOf, queued } from './rules.ts';
import { deliveryById, endpoints, lineOf, putDelivery, putLine } from './store.ts';
import { PUBLIC, takes, WebhookDue, type Delivery, type Endpoint } from './webhook.ts';

type Taken = { readonly endpointId: Endpoint['id']; readonly fact: Envelope };

/**
 * Writes the facts, which are in the order of their commits, into the lines of all who take them. Answers with what wakes the
 * worker, once for each line, also where the line had them already: who died after the writing is woken for by the next try.
 * A company without endpoints costs one remembered read in thirty seconds, so an endpoint hears of events from half a minute
 * after it was made on.
 */
export const lineUp = async (facts: readonly Envelope[]): Promise<Envelope[]> => {
  const lines = new Map<string, Taken[]>();
  for (const fact of facts.filter(({ type }) => PUBLIC.has(type)))
    for (const { id, state, events } of await recallAll(endpoints(fact.tenant), true))
      if (state === 'ENABLED' && takes(events, fact.type) && id !== fact.subject) {
        const name = `${id}#${fact.subject}`;
        lines.set(name, [...(lines.get(name) ?? []), { endpointId: id, fact }]);
      }
  const wakes: Envelope[] = [];
  await eachAtOnce(lines.values(), async (taken) => void wakes.push(await intoLine(taken)));
  return wakes;
};

/** One after the other: what is written first goes out first. */
const intoLine = async (taken: readonly Taken[]): Promise<Envelope> => {
  for (const { endpointId, fact } of taken) {
    const now = instant();
    const kept = await enqueue(deliveryOf(endpointId, fact, now), depsOf(fact, now));
    if (!kept.ok) throw new Error(kept.detail);
  }
  const { endpointId, fact } = taken[0]!;
  const { subject } = fact;
  const due = announce(WebhookDue, endpointId, { endpointId, subject, at: instant() });
  return { ...fact, ...due, id: `${fact.id}.${endpointId}` };
};

const depsOf = (fact: Envelope, now: string): Deps => ({
  tenant: fact.tenant,
  actor: 'outbox',
  trace: fact.traceid,
  now,
  ...(fact.restored && { restored: true }),
});

/**
 * Puts an event into its line, at its end. `again` lets one that was there before begin anew, at its own place among what
 * waits. A line that is full takes no more.
 */
export const enqueue = (
  fresh: Delivery,
  deps: Deps,
  again = false,
): Promise<Result<Delivery, 'webhooks.line_full' | 'once.taken' | 'table.stale'>> =>
  untilFresh(async () => {
    const { tenant, now } = deps;
    const { id, endpointId, fact } = fresh;
    const [known, line] = await readEach(deliveryById(tenant, id), lineOf(tenant, endpointId, fact.subject));
    if (known && (!again || known.state === 'PENDING')) return ok(known);
    const before: Delivery = known
      ? { ...known, version: known.version + 1, state: 'PENDING', tries: 0, at: now }
      : fresh;
    const next = queued(line, before, now, again);
    if (!next && again)
      return refuse('webhooks.line_full', 'Too much waits for this endpoint about this thing.');
    const delivery = next?.delivery ?? { ...before, state: 'SKIPPED' as const };
    const due = announce(WebhookDue, endpointId, {
      endpointId,
      subject: fact.subject,
      at: next?.line.nextAt ?? now,
    });
    const kept = await commit(
      deps,
      { action: 'webhooks.enqueue', events: again ? [due] : [], answer: delivery },
      [putDelivery(tenant, delivery), ...(next ? [putLine(tenant, next.line)] : [])],
    );
    return kept.ok ? ok(delivery) : kept;
  });
