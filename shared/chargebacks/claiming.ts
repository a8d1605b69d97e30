/** Loads, decides and commits what becomes of a claim: given up by one person or by two, or paid. */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { moveExposures } from '../credit/store.ts';
import { localDate } from '../kernel/dates.ts';
import { within } from '../kernel/limits.ts';
import { plus, toText } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { paymentById, putPayment } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { Chargeback } from './chargeback.ts';
import { WriteOffClaim, type PayClaim } from './claim.ts';
import { amountOf, claimGivenUp, givenUp, paid, type Settled } from './claims.ts';
import { taskWrites } from './hearing.ts';
import { chargebackById, putChargeback } from './store.ts';

/** What was given up of it before counts: two halves are no way around a limit. */
export const writeOffClaim = async (
  { id, ...wanted }: WriteOffClaim & { readonly id: Chargeback['id'] },
  deps: Deps,
) => {
  const chargeback = await read(chargebackById(deps.tenant, id));
  if (!chargeback) return unknown(id);
  const amount = amountOf(chargeback, wanted);
  if (!amount.ok) return amount;
  if (within(deps.may?.limits, 'writeOff', plus(amount.value, claimGivenUp(chargeback))))
    return giveUp(id, wanted, deps);
  const what = `${toText(amount.value)} ${amount.value.currency}`;
  return ask(
    {
      operation: 'chargebacks.write_off',
      subject: id,
      scope: 'writeoffs:write',
      summary: `${what} of the claim after chargeback ${id} written off: ${wanted.reason}.`,
      input: { ...wanted, amount: amount.value },
    },
    deps,
  );
};

/** Performs what two persons agreed on. */
export const performClaimWriteOff = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  giveUp(subject as Chargeback['id'], WriteOffClaim.parse(input), deps, ended);

const giveUp = (id: Chargeback['id'], wanted: WriteOffClaim, deps: Deps, ended?: Ended) =>
  untilFresh(async () => {
    const chargeback = await read(chargebackById(deps.tenant, id));
    if (!chargeback) return unknown(id);
    const amount = amountOf(chargeback, wanted);
    if (!amount.ok) return amount;
    const settled = givenUp(chargeback, amount.value, wanted, {
      on: await todayOf(chargeback, deps),
      by: deps.requestedBy ?? deps.actor,
      ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
    });
    return keep('chargebacks.write_off', settled, deps, ended);
  });

export const payClaim = (
  { id, paymentId, amount }: PayClaim & { readonly id: Chargeback['id'] },
  deps: Deps,
) =>
  untilFresh(async () => {
    const chargeback = await read(chargebackById(deps.tenant, id));
    if (!chargeback) return unknown(id);
    const payment = await read(paymentById(deps.tenant, paymentId));
    if (!payment)
      return refuse('chargebacks.payment_unknown', `There is no payment ${paymentId}.`, [
        { pointer: '/paymentId', detail: 'is not known' },
      ]);
    const settled = paid(
      chargeback,
      payment,
      { amount },
      { on: await todayOf(chargeback, deps), by: deps.actor },
    );
    return settled.ok ? keep('chargebacks.pay_claim', settled.value, deps) : settled;
  });

const keep = async (
  action: string,
  { chargeback, payment, entry, exposures, facts }: Settled,
  deps: Deps,
  ended?: Ended,
) => {
  const { tenant } = deps;
  const task = await taskWrites(chargeback, deps);
  const writes: Write<'table.stale'>[] = [
    putChargeback(tenant, chargeback),
    ...(payment ? [putPayment(tenant, payment)] : []),
    ...moveExposures(tenant, chargeback.amount.currency, exposures),
    ...task.writes,
    ...(ended ? [ended.write] : []),
  ];
  const events = [...facts, ...task.facts];
  const act = { action, subject: chargeback.id, entry, events, answer: ended?.answer ?? chargeback };
  const kept = await commit(follow(deps, [chargeback], payment ? [payment] : []), act, writes);
  return kept.ok ? ok(chargeback) : kept;
};

const todayOf = async ({ entity }: Chargeback, { tenant, now }: Deps) =>
  localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);
const unknown = (id: string) => refuse('chargebacks.unknown', `There is no chargeback ${id}.`);
