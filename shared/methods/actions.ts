/** What people and partner systems do with methods on file. */
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, list, listed, read } from '../runtime/table.ts';
import type { methodsApi } from './api.ts';
import { endMethod, shown } from './ending.ts';
import { fileMethod } from './filing.ts';
import { invite, linkView } from './inviting.ts';
import { never, skip, switchAutopay } from './skipping.ts';
import { autopayOf, collectionsOf, methodsOf } from './store.ts';

export const actions: ActionsOf<typeof methodsApi, Deps> = {
  listMethods: async ({ id, ...page }, { tenant }) => {
    if (!(await read(customerById(tenant, id)))) return nobody();
    const found = await list(methodsOf(tenant, id), page);
    return listed({ ...found, data: found.data.map(shown) });
  },
  fileMethod: async (wanted, deps) => {
    const filed = await fileMethod(wanted, deps);
    return filed.ok ? ok(shown(filed.value)) : filed;
  },
  inviteMethod: async (asked, deps) => {
    const invited = await invite(asked, deps);
    return invited.ok ? ok(linkView(invited.value)) : invited;
  },
  endMethod: async ({ id, method }, deps) => {
    const done = await endMethod({ customerId: id, methodId: method }, { reason: 'customer' }, deps);
    if (!done.ok) return done;
    return done.value
      ? ok(shown(done.value))
      : refuse('methods.unknown', 'The customer has no such method on file.');
  },
  getAutopay: async ({ id }, { tenant }) => {
    if (!(await read(customerById(tenant, id)))) return nobody();
    const autopay = await read(autopayOf(tenant, id));
    return ok(autopay ?? never(id));
  },
  setAutopay: async ({ id, ...wanted }, deps) => {
    if (!(await read(customerById(deps.tenant, id)))) return nobody();
    const active = (await all(methodsOf(deps.tenant, id))).filter(({ state }) => state === 'ACTIVE');
    if (wanted.on && active.length === 0)
      return refuse(
        'methods.none',
        'The customer has agreed to no charge: it does on the page of an invoice.',
      );
    if (wanted.preferred !== undefined && !active.some((one) => one.id === wanted.preferred))
      return refuse('methods.not_active', 'The preferred method cannot be charged.', [
        { pointer: '/preferred', detail: 'is not on file, or is over' },
      ]);
    return switchAutopay(
      id,
      (before) => ({ ...without(before, 'daysBefore', 'preferred', 'ceiling'), ...defined(wanted) }),
      deps,
    );
  },
  listCollections: async ({ id, ...page }, { tenant }) =>
    (await read(customerById(tenant, id))) ? listed(await list(collectionsOf(tenant, id), page)) : nobody(),
  skipCollection: ({ id }, deps) => skip(id, deps),
};

const nobody = () => refuse('methods.customer_unknown', 'There is no such customer.');

/** What was not said is not there. */
const defined = <T extends object>(one: T) =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
