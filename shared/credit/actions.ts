import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse } from '../kernel/result.ts';
import { customerById } from '../customers/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, read } from '../runtime/table.ts';
import type { creditApi } from './api.ts';
import { creditAccounts, creditOf, setLimit } from './store.ts';

export const actions: ActionsOf<typeof creditApi, Deps> = {
  setCreditLimit: async ({ id, limit }, deps) => {
    if (!(await read(customerById(deps.tenant, id))))
      return refuse('customers.unknown', `There is no customer ${id}.`);
    const kept = await commit(deps, { action: 'credit.set_limit' }, [
      setLimit(deps.tenant, id, limit.currency, limit.minor),
    ]);
    if (!kept.ok) return kept;
    return ok((await read(creditOf(deps.tenant, id, limit.currency)))!);
  },
  getCredit: async ({ id }, { tenant }) => {
    const accounts = await all(creditAccounts(tenant, id));
    if (accounts.length === 0 && !(await read(customerById(tenant, id))))
      return refuse('customers.unknown', `There is no customer ${id}.`);
    return ok({ object: 'list', data: accounts });
  },
};
