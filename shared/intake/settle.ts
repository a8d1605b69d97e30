/** How a message moves through the inbox, and who is told what came of it. */
import type { Customer } from '../customers/customer.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
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
  readonly order?: Pick<Order, 'id' | 'sourceOrderId'>;
  readonly awaits?: string;
  readonly move?: MappedStatus;
}
export type Done = Result<Outcome>;

export const isWay = (state: MappedStatus['state']): boolean => state === 'shipped' || state === 'delivered';
export const moveName = ({ state, reference }: MappedStatus): string =>
  `${isWay(state) ? 'fulfilled' : state}#${reference}`;

/** One write of progress on the message in hand, or on a newer one where somebody wrote meanwhile: no act, no event. */
export const moveOn = async (
  message: Message,
  deps: Deps,
  change: (known: Message) => Message,
): Promise<Message> => {
  let after: Message | undefined;
  await untilFresh(async (tries) => {
    const known = await presentOf(message, tries, deps);
    after = { ...change(known), version: known.version + 1 };
    return write(putMessage(deps.tenant, after));
  });
  return after!;
};

/** What is in hand, unless a try has met a newer one. */
const presentOf = async (message: Message, tries: number, deps: Deps): Promise<Message> =>
  tries === 0 ? message : (await read(messageById(deps.tenant, message.id)))!;

/** Says in the inbox what came of it. Whoever waits for this order is worked on again. */
export const settle = async (message: Message, done: Done, deps: Deps): Promise<Result<unknown>> => {
  const { customerId, order, awaits, move } = done.ok ? done.value : ({} as Outcome);
  const tooLate = Date.parse(deps.now) - Date.parse(message.receivedAt) >= PATIENCE_MS;
  if (awaits !== undefined && !tooLate) {
    await moveOn(message, deps, (known) => ({ ...known, state: 'WAITING', awaits, at: deps.now }));
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
  const ids = { ...(customerId && { customerId }), ...(order && { orderId: order.id }) };
  const fact = { messageId: message.id, source: message.source, ...ids };
  const woken =
    order === undefined
      ? []
      : (await waitingOf(message, order.sourceOrderId, deps)).filter(({ id }) => id !== message.id);
  if (refused) {
    measure('intakeRefused');
    log.warn('intake.refused', { code: refused.code });
  }
  return untilFresh(async (tries) => {
    const known = await presentOf(message, tries, deps);
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
const waitingOf = async ({ source }: Message, sourceOrderId: string, { tenant }: Deps): Promise<Message[]> =>
  (await list(waitingFor(tenant, source, sourceOrderId), { limit: 25 })).data;
