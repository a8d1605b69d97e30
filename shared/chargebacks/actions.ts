/** What people do with chargebacks: look at them, and give one up. Providers' words come by `hearing.ts`. */
import { announce } from '../kernel/events.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { chargebacksApi } from './api.ts';
import { ChargebackAccepted } from './chargeback.ts';
import { payClaim, writeOffClaim } from './claiming.ts';
import { accepted } from './rules.ts';
import { chargebackById, chargebacks, putChargeback } from './store.ts';

export const actions: ActionsOf<typeof chargebacksApi, Deps> = {
  listChargebacks: async (page, { tenant }) => listed(await list(chargebacks(tenant), page)),
  getChargeback: async ({ id }, { tenant }) => {
    const chargeback = await read(chargebackById(tenant, id));
    return chargeback ? ok(chargeback) : unknown(id);
  },
  acceptChargeback: ({ id }, deps) =>
    untilFresh(async () => {
      const chargeback = await read(chargebackById(deps.tenant, id));
      if (!chargeback) return unknown(id);
      const given = accepted(chargeback, deps.actor);
      if (!given.ok) return given;
      const events = [announce(ChargebackAccepted, id, { chargebackId: id })];
      const kept = await commit(
        follow(deps, [chargeback]),
        { action: 'chargebacks.accept', subject: id, events, answer: given.value },
        [putChargeback(deps.tenant, given.value)],
      );
      return kept.ok ? given : kept;
    }),
  writeOffClaim,
  payClaim,
};

const unknown = (id: string) => refuse('chargebacks.unknown', `There is no chargeback ${id}.`);
