/**
 * Works on a kept message: mapped, then done by the actions of the API itself, which the function hands in as `Doors`. Each of them
 * finds its work done when it comes twice, so a message may be worked on again at any point.
 */
import { customerById, idByName } from '../customers/store.ts';
import type { Customer, CustomerProfile } from '../customers/customer.ts';
import { announce } from '../kernel/events.ts';
import { subtract } from '../kernel/decimal.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import { orderById, orderIdBySource } from '../orders/store.ts';
import type { FulfilOrder, Order, PlaceOrder, ReturnGoods } from '../orders/order.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { keptOnce } from '../runtime/once.ts';
import { all, commit, read, readEach } from '../runtime/table.ts';
import { IntakeKept, type Mapped, type MappedStatus, type Message, type Source } from './intake.ts';
import { compile, run } from './mapping.ts';
import { linesFor, profileOf, understood } from './rules.ts';
import { isWay, moveName, moveOn, settle, type Done, type Outcome } from './settle.ts';
import { messageById, moveOf, rawOf, sourceByName, waitingFor } from './store.ts';

/** What a partner's message may do: the API's own actions, with all that they check. */
export interface Doors {
  upsertCustomer(
    input: CustomerProfile & { source: string; externalId: string },
    deps: Deps,
  ): Promise<Result<Pick<Customer, 'id'>>>;
  placeOrder(input: PlaceOrder, deps: Deps): Promise<Result<Pick<Order, 'id'>>>;
  fulfilOrder(input: FulfilOrder & { id: Order['id'] }, deps: Deps): Promise<Result<unknown>>;
  cancelOrder(input: { id: Order['id']; reason: string }, deps: Deps): Promise<Result<unknown>>;
  returnGoods(input: ReturnGoods & { id: Order['id'] }, deps: Deps): Promise<Result<unknown>>;
  billOrder(input: { id: Order['id']; event?: string }, deps: Deps): Promise<Result<unknown>>;
}

export const workMessage =
  (doors: Doors) =>
  async ({ messageId }: { messageId: Message['id'] }, deps: Deps): Promise<Result<unknown>> => {
    const [message, raw] = await readEach(messageById(deps.tenant, messageId), rawOf(deps.tenant, messageId));
    if (!message || !raw) throw new Error(`message ${messageId} cannot be read now`);
    if (message.state === 'DONE' || message.state === 'REFUSED') return ok(undefined);
    const source = await read(sourceByName(deps.tenant, message.source));
    const mapped = await mapping(source, message, raw);
    if (!mapped.ok) return settle(message, mapped, deps);
    const known = await noted(message, mapped.value, deps);
    const under = { ...deps, actor: `source:${message.source}` };
    return settle(known, await perform(mapped.value ?? {}, source!, doors, under), deps);
  };

const mapping = async (
  source: Source | undefined,
  message: Message,
  raw: string,
): Promise<Result<Mapped | undefined>> => {
  if (!source) return refuse('intake.source_unknown', `There is no source ${message.source}.`);
  const expression = await compile(source.mapping);
  if (!expression.ok) return expression;
  let payload: unknown;
  try {
    payload = JSON.parse(raw);
  } catch {
    return refuse('intake.not_json', 'The payload is not JSON.');
  }
  const answer = await run(expression.value, payload);
  return answer.ok ? understood(message.source, answer.value) : answer;
};

/** What the mapping made of it stands in the inbox before anything is done by it. */
const noted = (message: Message, mapped: Mapped | undefined, deps: Deps): Promise<Message> =>
  moveOn(message, deps, (known) => ({ ...known, state: 'MAPPED', mapped, at: deps.now }));

/** Customer, then order, then what happened to it; the first refusal ends it. */
const perform = async (
  { customer, order, status }: Mapped,
  source: Source,
  doors: Doors,
  deps: Deps,
): Promise<Done> => {
  let outcome: Outcome = {};
  if (customer) {
    const saved = await save(customer, source.source, doors, deps);
    if (!saved.ok) return saved;
    outcome = { customerId: saved.value };
  }
  if (order) {
    const placed = await doors.placeOrder(order, deps);
    const known = () => read(orderIdBySource(deps.tenant, order.source, order.sourceOrderId));
    const orderId = placed.ok
      ? placed.value.id
      : placed.code === 'orders.duplicate'
        ? ((await known()) as Order['id'] | undefined)
        : undefined;
    if (orderId === undefined) return placed as Refusal;
    outcome = { ...outcome, order: { id: orderId, sourceOrderId: order.sourceOrderId } };
  }
  return status ? follow(status, source, outcome, doors, deps) : ok(outcome);
};

const save = async (
  { externalId, profile }: NonNullable<Mapped['customer']>,
  source: string,
  doors: Doors,
  deps: Deps,
): Promise<Result<Customer['id']>> => {
  const id = await read(idByName(deps.tenant, source, externalId));
  const known = id === undefined ? undefined : await read(customerById(deps.tenant, id));
  const wanted = profileOf(known, profile);
  if (!wanted.ok) return wanted;
  if (wanted.value === undefined) return ok(known!.id);
  const saved = await doors.upsertCustomer({ ...wanted.value, source, externalId }, deps);
  return saved.ok ? ok(saved.value.id) : saved;
};

/** What the partner says of the order's way. */
const follow = async (
  status: MappedStatus,
  source: Source,
  outcome: Outcome,
  doors: Doors,
  deps: Deps,
): Promise<Done> => {
  const { sourceOrderId, state, reference } = status;
  const [id, before] = await readEach(
    orderIdBySource(deps.tenant, source.source, sourceOrderId),
    moveOf(deps.tenant, source.source, sourceOrderId, moveName(status)),
  );
  if (id === undefined) return ok({ ...outcome, awaits: sourceOrderId });
  const found: Outcome = { ...outcome, order: { id: id as Order['id'], sourceOrderId } };
  // The same shipment in another message, or the half of its way that is not invoiced.
  if (before !== undefined || (isWay(state) && state !== source.fulfilOn)) return ok(found);
  const done: Outcome = { ...found, move: status };
  const order = (await read(orderById(deps.tenant, id)))!;
  if (state === 'cancelled') {
    if (order.state === 'CANCELLED') return ok(done);
    const cancelled = await doors.cancelOrder(
      { id: order.id, reason: status.reason ?? 'Cancelled there' },
      deps,
    );
    return cancelled.ok ? ok(done) : cancelled;
  }
  const lines = linesFor(order, status);
  if (!lines.ok) return lines;
  const once = {
    key: `${deps.actor}#${sourceOrderId}#${moveName(status)}`,
    inputHash: sha256(reference),
    status: 201,
  };
  const moved =
    state === 'billable'
      ? await doors.billOrder({ id: order.id, event: moveName(status) }, { ...deps, once })
      : state === 'returned'
        ? await doors.returnGoods(
            { id: order.id, reason: status.reason ?? 'Returned there', lines: lines.value ?? backOf(order) },
            { ...deps, once },
          )
        : await doors.fulfilOrder(
            {
              id: order.id,
              ...(lines.value && { lines: lines.value }),
              ...(status.on !== undefined && { deliveredOn: status.on }),
            },
            { ...deps, once },
          );
  if (moved.ok) return ok(done);
  // Done already, by a try of this message that died before it said so: an order that has moved refuses before the key is met.
  return (await read(keptOnce(deps.tenant, once.key))) ? ok(done) : moved;
};

/** All that has come and is not back yet. */
const backOf = ({ lines }: Order): ReturnGoods['lines'] =>
  lines
    .map(({ id, fulfilled, returned = '0' }) => ({ line: id, quantity: subtract(fulfilled, returned) }))
    .filter(({ quantity }) => quantity !== '0');

/** Every six hours: messages whose order may have come in by another way, and those that have waited for too long. */
export const retryWaiting = async (deps: Deps): Promise<void> => {
  for (const { id, trace } of await all(waitingFor(deps.tenant))) {
    const under = { ...deps, trace: trace ?? deps.trace };
    const events = [announce(IntakeKept, id, { messageId: id })];
    const kept = await commit<never>(under, { action: 'intake.retry', events }, []);
    if (!kept.ok) throw new Error(kept.detail);
  }
};
