/** What people do with slips: gather them and hand them in; which bank line is which is said in `deciding.ts`. */
import { tenantById } from '../access/store.ts';
import { accountsOf, entityOf } from '../access/tenant.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import { inHand, paymentById } from '../payments/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { slipsApi } from './api.ts';
import { paymentsOf } from './banking.ts';
import { clearSlip, returnCheque, unclearSlip, unknown } from './deciding.ts';
import { canceled, gathered, handedIn } from './rules.ts';
import { gatheringOf, lastSlip, putLastSlip, slipById, slips, writesOf } from './store.ts';

export const actions: ActionsOf<typeof slipsApi, Deps> = {
  listInHand: async ({ entity, ...page }, { tenant }) => {
    const of = entity ?? (await recall(tenantById(tenant)))!.entities[0]!.id;
    const found = await list(inHand(tenant, of), page);
    return listed({ ...found, data: await readAll(found.data.map((id) => paymentById(tenant, id))) });
  },
  gatherSlip: ({ payments: ids, iban, bankReference, note }, deps) => {
    const id = newId('slp');
    return untilFresh(async () => {
      const twice = ids.findIndex((one, at) => ids.indexOf(one) < at);
      if (twice >= 0)
        return refuse('slips.payment_twice', 'A payment is named twice.', at(twice, 'is named before'));
      const found = await readAll(ids.map((one) => paymentById(deps.tenant, one)));
      const missing = ids.findIndex((one) => !found.some((payment) => payment.id === one));
      if (missing >= 0)
        return refuse(
          'slips.payment_unknown',
          `There is no payment ${ids[missing]}.`,
          at(missing, 'is not known'),
        );
      const payments = ids.map((one) => found.find((payment) => payment.id === one)!);
      const entity = entityOf((await recall(tenantById(deps.tenant)))!, payments[0]!.entity)!;
      if (iban !== undefined && !accountsOf(entity).includes(iban))
        return refuse('slips.account', 'Money is paid into an account of the legal entity whose it is.', [
          { pointer: '/iban', detail: `is no account of ${entity.id}` },
        ]);
      const last = await read(lastSlip(deps.tenant, entity.id));
      const number = (last?.number ?? 0) + 1;
      const made = gathered(payments, {
        id,
        number,
        entity: entity.id,
        iban: iban ?? entity.bank.iban,
        ...(bankReference !== undefined && { bankReference }),
        ...(note !== undefined && { note }),
        by: deps.actor,
        at: deps.now,
        trace: deps.trace,
      });
      if (!made.ok) return made;
      const { slip } = made.value;
      const kept = await commit(deps, { action: 'slips.gather', subject: id, answer: slip }, [
        ...gatheringOf(deps.tenant, made.value),
        putLastSlip(deps.tenant, entity.id, { version: (last?.version ?? 0) + 1, number }),
      ]);
      return kept.ok ? ok(slip) : kept;
    });
  },
  listSlips: async (page, { tenant }) => listed(await list(slips(tenant), page)),
  getSlip: async ({ id }, { tenant }) => {
    const slip = await read(slipById(tenant, id));
    return slip ? ok(slip) : unknown(id);
  },
  cancelSlip: ({ id }, deps) =>
    untilFresh(async () => {
      const slip = await read(slipById(deps.tenant, id));
      if (!slip) return unknown(id);
      const moved = canceled(slip, await paymentsOf(slip.items, deps));
      if (!moved.ok) return moved;
      const act = { action: 'slips.cancel', subject: id, answer: moved.value.slip };
      const kept = await commit(follow(deps, [slip]), act, gatheringOf(deps.tenant, moved.value));
      return kept.ok ? ok(moved.value.slip) : kept;
    }),
  handInSlip: ({ id, on }, deps) =>
    untilFresh(async () => {
      const slip = await read(slipById(deps.tenant, id));
      if (!slip) return unknown(id);
      const { zone } = entityOf((await recall(tenantById(deps.tenant)))!, slip.entity)!;
      const day = localDate(deps.now, zone);
      const payments = await paymentsOf(slip.items, deps);
      const first = payments
        .map(({ paidOn }) => paidOn)
        .toSorted()
        .at(-1)!;
      if (on !== undefined && (on > day || on < first))
        return refuse(
          'slips.date',
          'A slip is handed in when all of it was received, and not ahead of time.',
          [{ pointer: '/on', detail: `must be from ${first} to ${day}` }],
        );
      const moved = handedIn(slip, payments, on ?? day);
      if (!moved.ok) return moved;
      const { slip: after, facts: events } = moved.value;
      const act = { action: 'slips.hand_in', subject: id, events, answer: after };
      const kept = await commit(follow(deps, [slip]), act, writesOf(deps.tenant, moved.value));
      return kept.ok ? ok(after) : kept;
    }),
  clearSlip,
  unclearSlip,
  returnCheque,
};

const at = (index: number, detail: string) => [{ pointer: `/payments/${index}`, detail }];
