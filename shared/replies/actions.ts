/** Whoever has a mailbox hands in what customers wrote back, and looks at what came of it. */
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import type { Deps } from '../runtime/context.ts';
import { list, listed, read, untilFresh } from '../runtime/table.ts';
import type { repliesApi } from './api.ts';
import { repliesOf } from './store.ts';
import { noCustomer, take, type Ways } from './taking.ts';

export const answering = (ways: Ways): ActionsOf<typeof repliesApi, Deps> => ({
  takeReply: ({ id, ...said }, deps) => untilFresh(() => take(id, said, { ways }, deps)),
  listReplies: async ({ id, ...page }, { tenant }) =>
    (await read(customerById(tenant, id))) ? listed(await list(repliesOf(tenant, id), page)) : noCustomer(id),
});
