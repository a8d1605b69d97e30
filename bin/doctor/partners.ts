/** What partners sent and are sent: each message came to something, each delivery waits in its line and goes out. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';

const taken = rule(
  'intake.taken',
  'Look at the dead letters and the log of work-intake and retry-intake, then replay the message: what it did once is not done again.',
);
const sent = rule(
  'webhook.sent',
  'Look at the dead letters and the log of send-webhooks; replaying the delivery is safe, it keeps its id.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be, or is found where it should not: write the item again with its keys.',
);

export function* partners(books: Books, due: (at: string) => boolean): Generator<Finding> {
  yield* inbox(books, due);
  yield* lines(books, due);
}

/** Days for which a message waits for its order, and the hours in which it is tried again anyway. */
const PATIENT_MS = 3 * 86_400_000 + 12 * 3_600_000;

function* inbox({ tenant, messages, orders }: Books, due: (at: string) => boolean): Generator<Finding> {
  const known = new Set(orders.map(({ id }) => id));
  for (const { id, source, state, receivedAt, awaits, orderId, at, item } of messages) {
    if ((state === 'KEPT' || state === 'MAPPED') && due(at))
      yield taken(tenant, `what ${source} sent is ${state} since ${at}`, id);
    if (state === 'WAITING' && due(new Date(Date.parse(receivedAt) + PATIENT_MS).toISOString()))
      yield taken(tenant, `it waits for order ${awaits} since ${receivedAt}`, id);
    if ((state === 'WAITING') !== (awaits !== undefined))
      yield taken(tenant, `it is ${state} and waits for ${awaits ?? 'nothing'}`, id);
    if (orderId !== undefined && !known.has(orderId))
      yield taken(tenant, `it came to order ${orderId}, which is not there`, id);
    const place = `${receivedAt}#${id}`;
    const wrong = misplaced(item, {
      g1: [`${tenant}#INBOX`, place],
      g2: [`${tenant}#INBOX#${state}`, place],
      g3: awaits === undefined ? undefined : [`${tenant}#AWAITS`, `${source}#${awaits}#${place}`],
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say where it is`, id);
  }
}

/** What is PENDING waits in the line of its thing, once; what waits there is PENDING, and its head goes out in time. */
function* lines(
  { tenant, webhookLines, deliveries, endpoints }: Books,
  due: (at: string) => boolean,
): Generator<Finding> {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const enabled = new Set(endpoints.filter(({ state }) => state === 'ENABLED').map(({ id }) => id));
  const waits = new Set<string>();
  for (const { endpointId, subject, waiting, nextAt, last } of webhookLines) {
    for (const id of waiting) {
      if (waits.has(id)) yield sent(tenant, 'it waits twice', id, subject);
      waits.add(id);
      const { state, sequence } = byId.get(id) ?? {};
      if (sequence !== undefined && (last === undefined || sequence > last))
        yield sent(tenant, `its sequence is behind the last of its line, ${last ?? 'none'}`, id, subject);
      if (state !== 'PENDING') yield sent(tenant, `it waits and is ${state ?? 'not there'}`, id, subject);
    }
    if (waiting.length > 0 && enabled.has(endpointId) && due(nextAt))
      yield sent(tenant, `${waiting.length} wait since ${nextAt}`, waiting[0]!, subject);
  }
  for (const { id, state, endpointId, at } of deliveries)
    if (state === 'PENDING' && !waits.has(id) && due(at))
      yield sent(tenant, `it is PENDING since ${at} and waits in no line`, id, endpointId);
}
