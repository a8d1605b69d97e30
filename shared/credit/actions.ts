import type { Approval } from '../approvals/approval.ts';
import { ask } from '../approvals/asking.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { within } from '../kernel/limits.ts';
import { Money, toText } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { customerById } from '../customers/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, read } from '../runtime/table.ts';
import type { creditApi } from './api.ts';
import { creditAccounts, creditOf, setLimit } from './store.ts';

export const actions: ActionsOf<typeof creditApi, Deps> = {
  setCreditLimit: async ({ id, limit }, deps) => {
    const customer = await read(customerById(deps.tenant, id));
    if (!customer) return unknown(id);
    const before = within(deps.may?.limits, 'creditLimit', limit)
      ? undefined
      : await read(creditOf(deps.tenant, id, limit.currency));
    // To take credit away is never a risk that two persons must share.
    if (!within(deps.may?.limits, 'creditLimit', limit) && limit.minor > (before?.limit?.minor ?? 0))
      return ask(
        {
          operation: 'credit.set_limit',
          subject: id,
          scope: 'credit:write',
          summary: `A credit limit of ${toText(limit)} ${limit.currency} for ${customer.name}.`,
          input: { limit },
          ...(before?.limit && { before: { limit: before.limit } }),
        },
        deps,
      );
    const kept = await commit(deps, { action: 'credit.set_limit', subject: id }, [
      setLimit(deps.tenant, id, limit.currency, limit.minor),
    ]);
    if (!kept.ok) return kept;
    return ok((await read(creditOf(deps.tenant, id, limit.currency)))!);
  },
  getCredit: async ({ id }, { tenant }) => {
    const accounts = await all(creditAccounts(tenant, id));
    if (accounts.length === 0 && !(await read(customerById(tenant, id)))) return unknown(id);
    return ok({ object: 'list', data: accounts });
  },
};

/** Performs a limit that two persons agreed on: the limit, its act and the approval's end are one commit. */
export const performLimit = async (
  { subject, input }: Approval,
  deps: Deps,
  ended: { readonly write: Write<'table.stale'>; readonly answer: Approval },
) => {
  const { minor, currency } = Money.parse(input['limit']);
  const act = { action: 'credit.set_limit', subject, answer: ended.answer };
  return commit(deps, act, [setLimit(deps.tenant, subject, currency, minor), ended.write]);
};

const unknown = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);
