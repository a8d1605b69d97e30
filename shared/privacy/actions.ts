/** Asks for the erasure of a customer's data, which always needs two persons, and shows what is held and what was done. */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { versionOf } from '../customers/saving.ts';
import { customerById, putCustomer, putVersion } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read } from '../runtime/table.ts';
import type { privacyApi } from './api.ts';
import { AskErasure, ErasureGoesOn, WAIT_SECONDS, type Erasure } from './erasure.ts';
import { MOST_EVENTS, openOf } from './open.ts';
import { NO_COUNTS } from './rules.ts';
import { erasureById, erasures, putErasure } from './store.ts';
import { pageOf } from './telling.ts';

export { goOn } from './erasing.ts';

export const actions: ActionsOf<typeof privacyApi, Deps> = {
  eraseCustomer: async ({ id, reason }, deps) => {
    const erasable = await erasableNow(id, deps);
    if (!erasable.ok) return erasable;
    const summary = `The personal data of customer ${id} are taken out for good, but for what law keeps: ${reason}.`;
    return ask(
      { operation: 'privacy.erase', subject: id, scope: 'privacy:write', summary, input: { reason } },
      deps,
    );
  },
  listErasures: async (page, { tenant }) => {
    const found = await list(erasures(tenant), page);
    return listed({ ...found, data: found.data.map(viewOf) });
  },
  getErasure: async ({ id }, { tenant }) => {
    const erasure = await read(erasureById(tenant, id));
    return erasure ? ok(viewOf(erasure)) : refuse('privacy.unknown', `There is no erasure ${id}.`);
  },
  getPersonalData: async ({ id, ...page }, deps) => {
    const customer = await read(customerById(deps.tenant, id));
    if (!customer) return unknown(id);
    return ok(await pageOf(customer, page, deps));
  },
};

const unknown = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);
const viewOf = ({ next: _, ...erasure }: Erasure) => erasure;

type Objection = 'customers.unknown' | 'privacy.merged' | 'customers.erased' | 'privacy.open';
const erasableNow = async (id: string, deps: Deps): Promise<Result<Customer, Objection>> => {
  const customer = await read(customerById(deps.tenant, id));
  if (!customer) return unknown(id);
  if (customer.mergedInto !== undefined)
    return refuse('privacy.merged', `${id} is an alias: it is erased with ${customer.mergedInto}.`);
  if (customer.erased)
    return refuse('customers.erased', `That is what erasure ${customer.erased.erasure} is for.`);
  return inTheWay(await openOf(customer, deps, MOST_EVENTS)) ?? ok(customer);
};

/** Every matter, not the first: whoever asked has to end them all. */
const inTheWay = (open: Awaited<ReturnType<typeof openOf>>): Refusal<'privacy.open'> | undefined =>
  open.length === 0
    ? undefined
    : refuse(
        'privacy.open',
        'Something is under way with the customer: its data are needed until that has ended.',
        open.map(({ code, detail }) => ({ pointer: `/${code}`, detail })),
      );

/**
 * Performs what two persons agreed on: the record is closed for new business in the commit that ends the approval, and the worker
 * begins a minute later, when nobody can be at work any more who read the record before.
 */
export const performErasure = async ({ subject, input }: Approval, deps: Deps, ended: Ended) => {
  const { reason } = AskErasure.parse(input);
  const erasable = await erasableNow(subject, deps);
  if (!erasable.ok) return erasable;
  const before = erasable.value;
  const { tenant, now } = deps;
  const erasure: Erasure = {
    id: newId('era'),
    version: 1,
    customerId: before.id,
    customers: [...idsOf(before)],
    reason,
    state: 'REQUESTED',
    next: { step: 'look', at: 0 },
    counts: NO_COUNTS,
    kept: [],
    requestedBy: deps.requestedBy ?? deps.actor,
    approvedBy: deps.actor,
    approvedAt: now,
    startsAt: new Date(Date.parse(now) + WAIT_SECONDS * 1000).toISOString(),
    trace: deps.trace,
  };
  const after: Customer = {
    ...before,
    version: before.version + 1,
    updatedAt: now,
    erased: { erasure: erasure.id, state: 'BEGUN', at: now },
  };
  const next = announce(ErasureGoesOn, erasure.id, { erasureId: erasure.id, version: 1 });
  const kept = await commit(
    deps,
    { action: 'privacy.erase', subject, events: [next], answer: ended.answer },
    [
      putErasure(tenant, erasure),
      ...putCustomer(tenant, after, before),
      putVersion(tenant, before.id, versionOf(before, after, deps)),
      ended.write,
    ],
  );
  return kept.ok ? ok(erasure) : kept;
};
