/** A mail becomes its sender's: in one commit with the steps that it counts and what is to be told of its words. */
import type { Fact } from '../kernel/events.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, write } from '../runtime/table.ts';
import type { Mail } from './mail.ts';
import { putMail } from './store.ts';

interface With {
  /** What the mail counts on the debts that it asks for. */
  readonly steps?: readonly Write<'table.stale'>[] | undefined;
  /** What it charges of them, in the books. */
  readonly entry?: Entry | undefined;
  readonly events: readonly Fact[];
}

/** A version that is not fresh, of the mail or of a debt, is thrown: the message goes back to its queue. */
export const claim = async (claimed: Mail, { steps, entry, events }: With, deps: Deps): Promise<void> => {
  const put = putMail(deps.tenant, claimed);
  const action = steps ? 'dispatch.remind' : 'dispatch.claim';
  const done =
    steps || events.length > 0
      ? await commit(deps, { action, entry, events }, [put, ...(steps ?? [])])
      : await write(put);
  if (!done.ok)
    throw new Error(`mail ${claimed.id} was claimed, or its debts moved, at the same moment: ${done.detail}`);
};
