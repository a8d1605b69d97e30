/** Loads, decides and commits what becomes of a claim: paid, waived by one person or by two, or taken back. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { moveExposures } from '../credit/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { within } from '../kernel/limits.ts';
import { plus, sum, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { entry } from '../ledger/rules.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById, putPayment } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, readAll, readEach, recall, recallOr, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { MOST_CLAIMS, WaiveClaim, type Claim, type SettleClaim } from './claim.ts';
import { regardInterest } from './charging.ts';
import { NO_RULES } from './late-charge.ts';
import { openAlone } from './owing.ts';
import { paidWith, settled, settledBy, takenBack, type Settled } from './paying.ts';
import { changedFact, forgotten, linesOf, taken } from './steps.ts';
import { chargedOf, claimById, lateChargeRules, putCharged, putClaim } from './store.ts';

type Of = { readonly id: Claim['id'] };

export const waiveClaim = async ({ id, ...wanted }: WaiveClaim & Of, deps: Deps) => {
  const claim = await read(claimById(deps.tenant, id));
  if (!claim) return unknown(id);
  const amount = waivable(claim, wanted);
  if (!amount.ok) return amount;
  const before = claim.steps.filter(({ is }) => is === 'waived').map((step) => step.amount);
  const worth = plus(amount.value, sum(before, claim.amount.currency));
  if (within(deps.may?.limits, 'writeOff', worth)) return waiveOnce(id, wanted, deps);
  const what = `${toText(amount.value)} ${amount.value.currency}`;
  return ask(
    {
      operation: 'claims.waive',
      subject: id,
      scope: 'writeoffs:write',
      summary: `${what} of the ${claim.kind} claimed for invoice ${claim.invoiceNumber} waived: ${wanted.reason}.`,
      input: { ...wanted, amount: amount.value },
    },
    deps,
  );
};

/** Performs what two persons agreed on. */
export const performWaiver = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  waiveOnce(subject as Claim['id'], WaiveClaim.parse(input), deps, ended);

const waivable = (
  { id, open, state }: Claim,
  { amount }: Pick<WaiveClaim, 'amount'>,
): Result<Money, 'claims.nothing_open' | 'claims.amount'> => {
  if (open.minor === 0) return refuse('claims.nothing_open', `Claim ${id} is ${state}.`);
  if (amount && (amount.currency !== open.currency || amount.minor > open.minor))
    return refuse('claims.amount', 'No more is waived than is open.', [
      { pointer: '/amount', detail: `${toText(open)} ${open.currency} is open` },
    ]);
  return ok(amount ?? open);
};

const waiveOnce = (id: Claim['id'], wanted: WaiveClaim, deps: Deps, ended?: Ended) =>
  untilFresh(async () => {
    const claim = await read(claimById(deps.tenant, id));
    if (!claim) return unknown(id);
    const amount = waivable(claim, wanted);
    if (!amount.ok) return amount;
    const waived = taken(claim, {
      is: 'waived',
      amount: amount.value,
      on: await todayOf(claim, deps),
      by: deps.requestedBy ?? deps.actor,
      ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
      reason: wanted.reason,
    });
    const lines = linesOf(claim, 0 - amount.value.minor);
    const effect = { claims: [waived], payments: [], lines, exposures: [], facts: [changedFact(waived)] };
    return keep({ action: 'claims.waive', kind: 'late_charge_reversal', effect }, deps, {
      writes: ended ? [ended.write] : [],
      answer: ended?.answer ?? waived,
    });
  });

/** Its days, its level or its fixed sum may be charged anew. */
export const reverseClaim = ({ id, reason }: Of & { readonly reason: string }, deps: Deps) =>
  untilFresh(async () => {
    const claim = await read(claimById(deps.tenant, id));
    if (!claim) return unknown(id);
    const paid = await readAll([...paidWith(claim).keys()].map((one) => paymentById(deps.tenant, one)));
    if (claim.open.minor === 0 && paid.length === 0)
      return refuse('claims.nothing_left', `Nothing is left of claim ${id} to be taken back.`);
    const by = { on: await todayOf(claim, deps), by: deps.actor, reason };
    const effect = takenBack(claim, paid, by);
    const charged = (await read(chargedOf(deps.tenant, claim.invoiceId)))!;
    const all = await readAll(charged.claims.map((one) => claimById(deps.tenant, one)));
    const [reversed] = effect.claims;
    return keep({ action: 'claims.reverse', kind: 'late_charge_reversal', effect }, deps, {
      writes: [putCharged(deps.tenant, forgotten(charged, [claim], all))],
      answer: reversed,
    });
  });

export const settleClaim = ({ id, paymentId, amount }: SettleClaim & Of, deps: Deps) =>
  untilFresh(async () => {
    const [claim, payment] = await readEach(claimById(deps.tenant, id), paymentById(deps.tenant, paymentId));
    if (!claim) return unknown(id);
    if (!payment)
      return refuse('claims.payment_unknown', `There is no payment ${paymentId}.`, [
        { pointer: '/paymentId', detail: 'is not known' },
      ]);
    const by = { on: await todayOf(claim, deps), by: deps.actor };
    const effect = settled(claim, payment, { amount }, by);
    if (!effect.ok) return effect;
    const [after] = effect.value.claims;
    return keep({ action: 'claims.settle', kind: 'late_charge_paid', effect: effect.value }, deps, {
      answer: after,
    });
  });

interface Kept {
  readonly action: string;
  readonly kind: Extract<Entry['kind'], 'late_charge_reversal' | 'late_charge_paid'>;
  readonly effect: Settled;
}
/** Its first claim is what it is about. */
export const keep = async (
  { action, kind, effect }: Kept,
  deps: Deps,
  {
    writes = [],
    answer,
  }: { readonly writes?: readonly Write<'table.stale'>[]; readonly answer?: unknown } = {},
) => {
  const { claims, payments, exposures, facts, lines } = effect;
  const claim = claims[0]!;
  const { entity, invoiceNumber, open } = claim;
  const on = claim.steps.at(-1)!.on;
  const booked = entry({
    entity,
    on,
    currency: open.currency,
    kind,
    source: claims.length === 1 ? claim.id : (payments[0]?.id ?? claim.invoiceId),
    memo: `${kind === 'late_charge_paid' ? 'Paid' : 'Taken back'}, for being late with ${invoiceNumber}`,
    lines: [...lines],
  });
  const kept = await commit(
    follow(deps, [claim], payments),
    { action, subject: claim.id, entry: booked, events: facts, answer },
    [
      ...claims.map((one) => putClaim(deps.tenant, one)),
      ...payments.map((one) => putPayment(deps.tenant, one)),
      ...moveExposures(deps.tenant, open.currency, exposures),
      ...writes,
    ],
  );
  return kept.ok ? ok(claim) : kept;
};

/** Worker: money came for invoices. What was charged too much of them is reversed, then what is left of the money pays what is claimed beside them. */
export const regardReceipt = async (
  {
    paymentId,
    allocations,
  }: {
    readonly paymentId: Payment['id'];
    readonly allocations: readonly { readonly invoiceId: Invoice['id'] }[];
  },
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  if ((await recallOr(lateChargeRules(deps.tenant), NO_RULES)).version === 0) return ok(undefined);
  for (const { invoiceId } of allocations) {
    const done = await regardInterest({ invoiceId }, deps);
    if (!done.ok) return done;
  }
  for (;;) {
    const done = await payBeside(paymentId, deps);
    if (!done.ok) return done;
    // As many as one commit pays: there may be more.
    if (done.value < MOST_CLAIMS) return ok(undefined);
  }
};

/** How many it paid. */
const payBeside = (
  paymentId: Payment['id'],
  deps: Deps,
): Promise<Result<number, 'once.taken' | 'table.stale'>> =>
  untilFresh(async () => {
    const payment = await read(paymentById(deps.tenant, paymentId));
    if (!payment || payment.unapplied.minor === 0) return ok(0);
    const charged = await readAll(
      payment.allocations.map(({ invoiceId }) => chargedOf(deps.tenant, invoiceId)),
    );
    const claims = await readAll(
      charged.flatMap((one) => one.claims).map((id) => claimById(deps.tenant, id)),
    );
    const by = { on: await todayOf(payment, deps), by: deps.actor };
    const effect = settledBy([...claims, ...(await askedAlone(payment, claims, deps))], payment, by);
    if (!effect) return ok(0);
    const done = await keep({ action: 'claims.settle', kind: 'late_charge_paid', effect }, deps);
    return done.ok ? ok(effect.claims.length) : done;
  });

/** Reminders ask in one sum for what is left beside paid invoices, too: where exactly that is over, it is for it. */
const askedAlone = async (
  { customerId, entity, unapplied }: Payment,
  claims: readonly Claim[],
  { tenant }: Deps,
): Promise<Claim[]> => {
  const { currency } = unapplied;
  const sumOf = (some: readonly Claim[]) => some.reduce((all, { open }) => all + open.minor, 0);
  const over = unapplied.minor - sumOf(claims);
  if (over <= 0 || customerId === undefined) return [];
  const others = (await openAlone(tenant, [customerId], { entity, currency })).filter(
    ({ id }) => !claims.some((one) => one.id === id),
  );
  return sumOf(others) === over ? others : [];
};

/** The day in the books of its entity. */
export const todayOf = async ({ entity }: Pick<Claim, 'entity'>, { tenant, now }: Deps): Promise<LocalDate> =>
  localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);
const unknown = (id: string) => refuse('claims.unknown', `There is no claim ${id}.`);
