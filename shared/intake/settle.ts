/** How a message moves through the inbox, and who is told what came of it. */
import type { Customer } from '../customers/customer.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
import { orderById } from '../orders/store.ts';
import type { Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { commit, list, read, untilFresh, write } from '../runtime/table.ts';
import { IntakeDone, IntakeKept, IntakeRefused, type MappedStatus, type Message } from './intake.ts';
import { messageById, putMessage, putMove, waitingFor } from './store.ts';

/** How long a message waits for the order that it speaks of. */
const PATIENCE_MS = 3 * 86_400_000;

/** What came of a message; `move` is what it was done for, once for ever. */
export interface Outcome {
  readonly customerId?: Customer['id'];
  readonly orderId?: Order['id'];
  readonly awaits?: string;
  readonly move?: MappedStatus;
}
export type Done = Result<Outcome>;

export const isWay = (state: MappedStatus['state']): boolean => state === 'shipped' || state === 'delivered';
export const moveName = ({ state, reference }: MappedStatus): string =>
  `${isWay(state) ? 'fulfilled' : state}#${reference}`;

/** One write of progress: no act, no event. */
export const moveOn = async (
  id: string,
  deps: Deps,
  change: (known: Message) => Message,
): Promise<Message> => {
  let after: Message | undefined;
  await untilFresh(async () => {
    const known = (await read(messageById(deps.tenant, id)))!;
    after = { ...change(known), version: known.version + 1 };
    return write(putMessage(deps.tenant, after));
  });
  return after!;
};

/** Says in the inbox what came of it. Whoever waits for this order is worked on again. */
export const settle = async (message: Message, done: Done, deps: Deps): Promise<Result<unknown>> => {
  const { customerId, orderId, awaits, move } = done.ok ? done.value : ({} as Outcome);
  const tooLate = Date.parse(deps.now) - Date.parse(message.receivedAt) >= PATIENCE_MS;
  if (awaits !== undefined && !tooLate) {
    await moveOn(message.id, deps, (known) => ({ ...known, state: 'WAITING', awaits, at: deps.now }));
    return ok(undefined);
  }
  const refused: Refusal | undefined = !done.ok
    ? done
    : awaits === undefined
      ? undefined
      : refuse(
          'intake.order_unknown',
          `Order ${awaits} of ${message.source} did not come in for three days.`,
        );
  const ids = { ...(customerId && { customerId }), ...(orderId && { orderId }) };
  const fact = { messageId: message.id, source: message.source, ...ids };
  const woken =
    orderId === undefined
      ? []
      : (await waitingOf(message, orderId, deps)).filter(({ id }) => id !== message.id);
  if (refused) {
    measure('intakeRefused');
    log.warn('intake.refused', { code: refused.code });
  }
  return untilFresh(async () => {
    const known = (await read(messageById(deps.tenant, message.id)))!;
    const { code: _, detail: __, errors: ___, awaits: ____, ...rest } = known;
    const after: Message = {
      ...rest,
      ...ids,
      version: known.version + 1,
      state: refused ? 'REFUSED' : 'DONE',
      at: deps.now,
      ...(refused && {
        code: refused.code,
        detail: refused.detail,
        ...(refused.errors && { errors: [...refused.errors] }),
      }),
    };
    return commit(
      deps,
      {
        action: refused ? `intake.refuse: ${refused.code}` : 'intake.done',
        events: [
          refused
            ? announce(IntakeRefused, message.id, { ...fact, code: refused.code })
            : announce(IntakeDone, message.id, fact),
          ...woken.map(({ id }) => announce(IntakeKept, id, { messageId: id })),
        ],
      },
      [
        putMessage(deps.tenant, after),
        ...(move && !refused ? [putMove(deps.tenant, message, move.sourceOrderId, moveName(move))] : []),
      ],
    );
  });
};

/** At most twenty-five at once; a message that waits is also tried again every six hours. */
const waitingOf = async (message: Message, orderId: Order['id'], deps: Deps): Promise<Message[]> => {
  const order = await read(orderById(deps.tenant, orderId));
  if (!order) return [];
  const { data } = await list(waitingFor(deps.tenant, message.source, order.sourceOrderId), { limit: 25 });
  return data;
};
