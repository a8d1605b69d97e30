/** Late payment: what is charged for it, what becomes of that, and by which rules. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { money } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, recall, untilFresh } from '../runtime/table.ts';
import type { claimsApi } from './api.ts';
import { ratesSaid } from './awaiting.ts';
import type { Preview } from './claim.ts';
import { chargeOnce, settingOf, standingsOf } from './charging.ts';
import { computed, courseOf, interestUpTo, lateFrom } from './interest.ts';
import { NO_RULES, type LateChargeRules } from './late-charge.ts';
import { fixedOf, type Standing } from './rules.ts';
import { reverseClaim, settleClaim, waiveClaim } from './settling.ts';
import { claimById, claims, claimsOf, lateChargeRules, putLateChargeRules } from './store.ts';
import { lastKnown, type Agreed } from './terms.ts';

export const actions: ActionsOf<typeof claimsApi, Deps> = {
  listClaims: async ({ customerId, invoiceId, state, ...page }, { tenant }) => {
    const wanted = (one: { customerId: string; state: string }) =>
      (state === undefined || one.state === state) &&
      (customerId === undefined || one.customerId === customerId);
    if (invoiceId !== undefined) {
      const invoice = await read(invoiceById(tenant, invoiceId));
      const [standing] = invoice ? await standingsOf(tenant, [invoice]) : [];
      const data = (standing?.claims ?? []).filter(wanted).toReversed();
      return listed({ data });
    }
    const found = await list(customerId === undefined ? claims(tenant) : claimsOf(tenant, customerId), page);
    return listed({ ...found, data: found.data.filter(wanted) });
  },
  getClaim: async ({ id }, { tenant }) => {
    const claim = await read(claimById(tenant, id));
    return claim ? ok(claim) : refuse('claims.unknown', `There is no claim ${id}.`);
  },
  chargeClaim: ({ id, ...wanted }, deps) => chargeOnce(id, wanted, deps),
  previewInterest: async ({ id, to }, deps) => {
    const invoice = await read(invoiceById(deps.tenant, id));
    if (!invoice || invoice.deposit) return refuse('invoices.unknown', `There is no invoice ${id}.`);
    const { today, termsFor } = await settingOf(invoice, deps);
    const terms = termsFor(invoice);
    if (!terms.ok) return terms;
    const [standing] = await standingsOf(deps.tenant, [invoice]);
    return ok(previewOf(standing!, terms.value, to ?? today));
  },
  waiveClaim,
  reverseClaim,
  settleClaim,
  getLateChargeRules: async (_, { tenant }) => ok((await read(lateChargeRules(tenant))) ?? NO_RULES),
  setLateChargeRules: (said, deps) =>
    untilFresh(async () => {
      const tenant = (await recall(tenantById(deps.tenant)))!;
      const at = said.entities.findIndex(({ entity }) => !entityOf(tenant, entity));
      if (at >= 0)
        return refuse('claims.entity_unknown', 'The company has no such legal entity.', [
          { pointer: `/entities/${at}/entity`, detail: 'is not known' },
        ]);
      const before = await read(lateChargeRules(deps.tenant));
      const version = (before?.version ?? 0) + 1;
      const rules: LateChargeRules = { ...said, version, at: deps.now, by: deps.actor };
      const tasks = await ratesSaid(rules, deps);
      const kept = await commit(deps, { action: 'claims.set_rules', events: tasks.facts, answer: rules }, [
        ...putLateChargeRules(deps.tenant, rules),
        ...tasks.writes,
      ]);
      return kept.ok ? ok(rules) : kept;
    }),
};

const previewOf = ({ invoice, charged }: Standing, terms: Agreed, to: string): Preview => {
  const course = courseOf(invoice);
  const { currency } = course;
  const last = lastKnown(terms, to);
  const interest = interestUpTo(course, terms, last);
  const all = interestUpTo({ ...course, clarifiedMinor: 0 }, terms, last);
  const from = lateFrom(course);
  const fixed = terms.compensation && fixedOf(terms.compensation, invoice);
  return {
    invoiceId: invoice.id,
    to,
    interest: money(interest, currency),
    charged: money(charged.interestMinor, currency),
    ...(clarifiedMinor(invoice) > 0 && { conditional: money(all - interest, currency) }),
    computation: computed(course, terms, from <= last ? from : last, last),
    ...(fixed && { compensation: fixed }),
    ...(invoice.plan && { paused: 'in_plan' }),
    ...(last < to && terms.unknownFrom !== undefined && { unknownFrom: terms.unknownFrom }),
  };
};
