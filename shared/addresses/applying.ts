/** Makes changes whose day has come, and ends those that nobody confirmed or whose customer has other addresses since. */
import { CustomerSaved, type Customer } from '../customers/customer.ts';
import { stillUndeliverable } from '../customers/rules.ts';
import { versionOf } from '../customers/saving.ts';
import { customerById, putCustomer, putVersion } from '../customers/store.ts';
import { mailOf } from '../dispatch/store.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { each, read, commit, untilFresh } from '../runtime/table.ts';
import { basisOf, ended, toldOf } from './asking.ts';
import type { AddressChange, ChangeState } from './change.ts';
import { becomes, changed } from './rules.ts';
import { asksOf, changeById, waitingChanges } from './store.ts';

/** Every night. One that fails does not keep the others from being made. */
export const applyChanges = async (deps: Deps): Promise<void> => {
  const failed: unknown[] = [];
  for await (const { id } of each(waitingChanges(deps.tenant)))
    await settle(id, deps, ['APPLIED', 'VOID', 'LAPSED']).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
};

/**
 * Worker: a customer was saved. A change that rested on other addresses is void at once, and whoever was told of it hears so. It is
 * never made here: whoever saves something else would choose the moment.
 */
export const voidChange = async (
  { customerId }: { readonly customerId: string },
  deps: Deps,
): Promise<Result<unknown, 'table.stale' | 'once.taken'>> => {
  const asks = await read(asksOf(deps.tenant, customerId));
  return asks ? settle(asks.live, deps, ['VOID']) : ok(undefined);
};

/** One commit: the record, its version, the change and the mails. Whoever comes second finds the change over. */
const settle = (
  id: AddressChange['id'],
  deps: Deps,
  may: readonly ChangeState[],
): Promise<Result<unknown, 'table.stale' | 'once.taken'>> =>
  untilFresh(async () => {
    const change = await read(changeById(deps.tenant, id));
    if (change?.state !== 'PENDING') return ok(undefined);
    const customer = await read(customerById(deps.tenant, change.customerId));
    // One that was asked for while its customer was being erased ends like those that the erasure found.
    const basis = customer && !customer.erased ? basisOf(customer) : undefined;
    const mail = await read(mailOf(deps.tenant, { id: toldOf(change) }));
    const state = becomes(change, { now: deps.now, basis, told: mail?.state });
    if (!customer || !state || !may.includes(state)) return ok(undefined);
    const over = ended(change, state, deps, customer.erased !== undefined);
    const made = state === 'APPLIED' ? applied(customer, change, deps) : { writes: [], events: [] };
    return commit(
      deps,
      {
        action: `addresses.${state.toLowerCase()}`,
        subject: change.id,
        events: [...made.events, ...over.events],
      },
      [...made.writes, ...over.writes],
    );
  });

const applied = (before: Customer, { wish }: AddressChange, deps: Deps) => {
  const next = changed(before, wish);
  // It fitted when it was asked for, and nothing that it rests on has changed.
  if (!next.ok) throw new Error(next.detail);
  const customer: Customer = {
    ...without(before, 'contacts', 'undeliverable'),
    ...next.value,
    ...stillUndeliverable(before.undeliverable, next.value),
    version: before.version + 1,
    updatedAt: deps.now,
  };
  const { id, version } = customer;
  return {
    writes: [
      ...putCustomer(deps.tenant, customer, before),
      // The night makes what the customer asked for.
      putVersion(deps.tenant, id, versionOf(before, customer, { ...deps, actor: `customer:${id}` })),
    ],
    events: [announce(CustomerSaved, id, { customerId: id, version })],
  };
};
