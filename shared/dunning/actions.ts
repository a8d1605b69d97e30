/** What people do with dunning policies: write the next version, see what it would do, and keep reminders from somebody. */
import { tenantById } from '../access/store.ts';
import { entityOf, houseDay, inForce as entityInForce, type Tenant } from '../access/tenant.ts';
import { NO_RULES } from '../claims/late-charge.ts';
import { lateChargeRules } from '../claims/store.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, localDate } from '../kernel/dates.ts';
import { countedDays } from '../kernel/counted.ts';
import { canonical, without } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, recall, recallOr, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { dunningApi } from './api.ts';
import { look } from './finding.ts';
import { holdCustomer, holdInvoice } from './holding.ts';
import {
  NO_POLICIES,
  type Assigned,
  type DunningPolicy,
  type DunningPolicySet,
  type PolicyBook,
} from './policy.ts';
import { previewOf } from './preview.ts';
import { named, versionsOf, weekOf } from './reading.ts';
import { assigned, claimedTwice, given, inForce, tooMany } from './rules.ts';
import { policyBook, putPolicy } from './store.ts';
import { countEffects, drawn } from './touching.ts';

export const actions: ActionsOf<typeof dunningApi, Deps> = {
  listDunningPolicies: async (_, deps) => ok({ data: [...(await bookOf(deps)).assigned] }),
  getDunningPolicy: async ({ policy }, deps) => {
    const all = (await bookOf(deps)).assigned.filter((one) => one.policy === policy);
    if (all.length === 0) return unknown(policy);
    const today = houseDay(await tenantOf(deps), deps.now);
    const [held] = inForce({ version: 0, assigned: all }, today);
    const versions = await versionsOf(all, deps);
    const kept = (one: Assigned) => versions.get(named(one))!;
    return ok({
      ...(held && { inForce: kept(held) }),
      planned: all.filter(({ activateOn }) => activateOn > today).map(kept),
    });
  },
  setDunningPolicy: ({ policy, ...said }, deps) =>
    untilFresh(async () => {
      const known = await saidBefore(policy, said, deps);
      if (known) return ok(known);
      const next = await drafted(policy, said, deps);
      if (!next.ok) return next;
      const kept = await commit(
        deps,
        { action: 'dunning.set_policy', subject: policy },
        putPolicy(deps.tenant, next.value.book, next.value.draft),
      );
      return kept.ok ? ok(next.value.draft) : kept;
    }),
  previewDunningPolicy: async ({ policy, ...said }, deps) => {
    const tenant = await tenantOf(deps);
    const rules = await recallOr(lateChargeRules(deps.tenant), NO_RULES);
    const next = await drafted(policy, { ...said, activateOn: undefined }, deps);
    if (!next.ok) return next;
    const { book, draft } = next.value;
    // It holds today, in whichever zone.
    const first = addDays(draft.activateOn, -2);
    const held = book.assigned.map((one) =>
      named(one) === named(draft) ? { ...one, activateOn: first } : one,
    );
    const looks = tenant.entities.map(async (entity) => {
      const today = localDate(deps.now, entity.zone);
      const by = { book: { ...book, assigned: held }, rules, today, drafted: draft };
      return { entity: entityInForce(entity, deps.now), today, ...(await look(entity, by, deps)) };
    });
    const seen = await Promise.all(looks);
    const waits = await drawn(
      seen.flatMap(({ messages, today: on }) =>
        messages.map((message) => ({ message, customerId: message.cases[0]!.invoice.customerId, on })),
      ),
      deps,
    );
    return ok(previewOf(seen, { policy, on: houseDay(tenant, deps.now), waits }));
  },
  countDunningEffects: async (asked, deps) => {
    const days = countedDays(asked, deps.now, 'dunning.range');
    if (!days.ok) return days;
    const { from, to } = days.value;
    return ok(await countEffects(from, to, houseDay(await tenantOf(deps), deps.now), deps));
  },
  setInvoiceDunningPolicy: ({ id, policy }, deps) =>
    untilFresh(async () => {
      const invoice = await read(invoiceById(deps.tenant, id));
      if (!invoice || invoice.deposit) return refuse('invoices.unknown', `There is no invoice ${id}.`);
      const tenant = await tenantOf(deps);
      const held = inForce(await bookOf(deps), houseDay(tenant, deps.now));
      const by = held.find((one) => one.policy === policy);
      if (!by) return unknown(policy);
      if (invoice.open.minor === 0)
        return refuse('dunning.nothing_open', `Nothing is open of invoice ${invoice.number}.`);
      if (invoice.dunning && named(invoice.dunning) === named(by)) return ok(invoice.dunning);
      const [versions, week] = await Promise.all([versionsOf([by], deps), weekOf(deps)]);
      const zone = entityOf(tenant, invoice.entity)!.zone;
      const after = given(invoice, versions.get(named(by))!, localDate(deps.now, zone), week);
      const kept = await commit(follow(deps, [invoice]), { action: 'dunning.give_policy', subject: id }, [
        putInvoice(deps.tenant, after),
      ]);
      return kept.ok ? ok(after.dunning!) : kept;
    }),
  setInvoiceDunningHold: ({ id, hold }, deps) => holdInvoice(id, hold, deps),
  setCustomerDunningHold: ({ id, hold }, deps) => holdCustomer(id, hold, deps),
};

const unknown = (policy: string) =>
  refuse('dunning.unknown', `There is no dunning policy ${policy} in force.`);
const tenantOf = async ({ tenant }: Deps): Promise<Tenant> => (await recall(tenantById(tenant)))!;
const bookOf = async ({ tenant }: Deps): Promise<PolicyBook> =>
  (await read(policyBook(tenant))) ?? NO_POLICIES;

/** The youngest version, where it says the same, for the same day or since: saying it twice is saying it once. */
const saidBefore = async (policy: string, { activateOn, ...said }: DunningPolicySet, deps: Deps) => {
  const last = (await bookOf(deps)).assigned.findLast((one) => one.policy === policy);
  if (!last) return undefined;
  const kept = (await versionsOf([last], deps)).get(named(last))!;
  const today = houseDay(await tenantOf(deps), deps.now);
  const isSame = canonical(said) === canonical(without(kept, 'policy', 'version', 'activateOn', 'at', 'by'));
  const holds = activateOn === undefined ? kept.activateOn <= today : kept.activateOn === activateOn;
  return isSame && holds ? kept : undefined;
};

type Refused = 'dunning.assigned' | 'dunning.too_many' | 'dunning.entity_unknown' | 'dunning.past';
/** The next version, and the book with it. */
const drafted = async (
  policy: string,
  { activateOn, ...said }: DunningPolicySet,
  deps: Deps,
): Promise<Result<{ draft: DunningPolicy; book: PolicyBook }, Refused>> => {
  const tenant = await tenantOf(deps);
  const today = houseDay(tenant, deps.now);
  const stranger = said.entities.findIndex((id) => !tenant.entities.some((one) => one.id === id));
  if (stranger >= 0)
    return refuse('dunning.entity_unknown', `There is no entity ${said.entities[stranger]}.`, [
      { pointer: `/entities/${stranger}`, detail: 'is none of the company' },
    ]);
  if (activateOn !== undefined && activateOn < today)
    return refuse('dunning.past', 'A version holds from today on at the earliest.', [
      { pointer: '/activateOn', detail: `must not be before ${today}` },
    ]);
  const before = await bookOf(deps);
  const twice = claimedTwice(before, { policy, ...said });
  if (twice) return twice;
  const version =
    1 + Math.max(0, ...before.assigned.flatMap((one) => (one.policy === policy ? [one.version] : [])));
  const draft: DunningPolicy = {
    ...said,
    policy,
    version,
    activateOn: activateOn ?? today,
    at: deps.now,
    by: deps.actor,
  };
  const book = assigned(before, draft, addDays(deps.now.slice(0, 10), -2));
  return tooMany(book, policy, today)
    ? refuse('dunning.too_many', 'There are so many policies, or versions of it that will hold, already.')
    : ok({ draft, book });
};
