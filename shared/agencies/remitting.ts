/** What an agency says that it has collected: a payment that settles the case's invoices, then its claims; its fee; and the rest, which it pays over. */
import { todayOf } from '../claims/settling.ts';
import { shared, type Shared } from '../claims/sharing.ts';
import { inOrder } from '../claims/steps.ts';
import { putClaim } from '../claims/store.ts';
import { creditIdOf } from '../credit/credit.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { minus, plus, zero } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { inOpenMonth } from '../ledger/posting.ts';
import { actsOf, rateFor } from '../payments/exchanging.ts';
import { receive, tracedBy, type Effect, type Target } from '../payments/rules.ts';
import { writesOf } from '../payments/store.ts';
import type { Payment } from '../payments/payment.ts';
import type { Deps } from '../runtime/context.ts';
import { commitAll, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { feeEntry } from './booking.ts';
import { isFollowed, type AgencyCase, type Change, type Remit, type Remittance } from './case.ts';
import { AgencyRemitted, AgencySettled } from './events.ts';
import { followCase, standOf } from './following.ts';
import { unknown } from './handing.ts';
import { noting } from './noting.ts';
import { paidOver, type PaidOver } from './paying-over.ts';
import { factOf, followed } from './rules.ts';
import { agencyBookVersion, caseById, putCase, putRemittance, remittanceOf } from './store.ts';

type NotRemitted =
  | 'agencies.unknown'
  | 'agencies.not_handed_over'
  | 'agencies.currency'
  | 'agencies.fee'
  | 'agencies.date'
  | 'agencies.remitted'
  | 'agencies.line';

export const remit = (
  id: AgencyCase['id'],
  paymentId: Payment['id'],
  wanted: Remit,
  deps: Deps,
): Promise<Result<Remittance, NotRemitted | 'once.taken' | 'table.stale'>> =>
  untilFresh(async () => {
    const before = await read(caseById(deps.tenant, id));
    if (!before) return unknown(id);
    const today = await todayOf(before, deps);
    const wrong = whyNot(before, wanted, today);
    if (wrong) return wrong;
    const known = await read(remittanceOf(deps.tenant, id, wanted.reference));
    if (known) return sayLine(known, wanted, deps);
    const made = await remittanceFor(before, paymentId, wanted, today, deps);
    const over = wanted.lineId === undefined ? ok(undefined) : await paidOver(made, wanted.lineId, deps);
    return over.ok ? keep(before, made, over.value, deps) : over;
  });

const whyNot = (one: AgencyCase, { amount, fee, on }: Remit, today: LocalDate) => {
  if (one.state === 'PREPARED' || one.handedOn === undefined)
    return refuse('agencies.not_handed_over', 'Nothing of the case was handed over.');
  if (amount.currency !== one.currency || (fee && fee.currency !== one.currency))
    return refuse('agencies.currency', `The case is in ${one.currency}.`, [
      { pointer: '/amount/currency', detail: `must be ${one.currency}` },
    ]);
  if (fee && fee.minor > amount.minor)
    return refuse('agencies.fee', 'An agency keeps no more than it has collected.', [
      { pointer: '/fee', detail: `must not pass ${amount.minor}` },
    ]);
  return on !== undefined && (on > today || on < one.handedOn)
    ? refuse('agencies.date', 'It was collected after it was handed over, and not ahead of time.', [
        { pointer: '/on', detail: `must be from ${one.handedOn} to ${today}` },
      ])
    : undefined;
};

/** The same once more says at most with which bank line the money came in. */
const sayLine = async (known: Remittance, { amount, fee, lineId, reference }: Remit, deps: Deps) => {
  const isSame = known.amount.minor === amount.minor && known.fee.minor === (fee?.minor ?? 0);
  if (!isSame || lineId === undefined || known.lineId !== undefined)
    return refuse('agencies.remitted', `What ${reference} says was taken up before.`, [
      { pointer: '/reference', detail: `is payment ${known.paymentId}` },
    ]);
  const over = await paidOver(known, lineId, deps);
  if (!over.ok) return over;
  const after = { ...over.value.remittance, version: known.version + 1 };
  const [booked] = await inOpenMonth([over.value.entry], deps);
  const kept = await commitAll(
    [{ deps, act: { action: 'agencies.pay_over', subject: known.caseId, entry: booked, answer: after } }],
    [putRemittance(deps.tenant, after), ...over.value.writes],
  );
  return kept.ok ? ok(after) : kept;
};

const remittanceFor = async (
  { id: caseId, entity, agencyVersion, agency }: AgencyCase,
  paymentId: Payment['id'],
  { amount, fee = zero(amount.currency), on, reference }: Remit,
  today: LocalDate,
  deps: Deps,
): Promise<Remittance> => {
  const book = await read(agencyBookVersion(deps.tenant, agencyVersion!));
  const iban = book!.agencies.find((one) => one.agency === agency)!.iban;
  return {
    caseId,
    version: 1,
    paymentId,
    entity,
    amount,
    fee,
    net: minus(amount, fee),
    on: on ?? today,
    reference,
    ...(iban !== undefined && { iban }),
    at: deps.now,
    by: deps.actor,
  };
};

/** Payment, invoices, claims, fee and case are one commit, with an entry each for money, claims, fee, and the line where it came in before. */
const keep = async (before: AgencyCase, made: Remittance, over: PaidOver | undefined, deps: Deps) => {
  const stand = await standOf(before, deps);
  if (isFollowed(before) && followed(before, ...stand)) {
    // What others did is told first, so that what the agency's own money did is all that is new. The caller's key is the remittance's.
    const told = await followCase(before.id, without(deps, 'once', 'requestedBy'));
    return told.ok ? refuse('table.stale', 'what is new of the case was told first') : told;
  }
  const under = follow(deps, [before]);
  const done = await paidWith(before, made, stand, under);
  const { effect, claims, after, changes } = done;
  const { reference: text, paymentId } = made;
  const noted = noting(after, { what: 'remitted', changes, text, paymentId }, under);
  const remittance = over?.remittance ?? made;
  const [receipt, exchange, ...others] = await inOpenMonth(
    [effect.entry, effect.exchange, done.entry, feeEntry(made), over?.entry],
    deps,
  );
  const beside = without(under, 'once', 'requestedBy');
  const events = [...factsOf(before, done, made), ...noted.facts];
  const act = { action: 'agencies.remit', subject: before.id, entry: receipt, events, answer: remittance };
  const kept = await commitAll(
    [
      ...actsOf(under, act, exchange),
      ...others.flatMap((one) =>
        one ? [{ deps: beside, act: { action: 'agencies.book', subject: before.id, entry: one } }] : [],
      ),
    ],
    [
      ...writesOf(deps.tenant, effect),
      ...claims.map((claim) => putClaim(deps.tenant, claim)),
      putCase(deps.tenant, after),
      putRemittance(deps.tenant, remittance),
      ...noted.writes,
      ...(over?.writes ?? []),
    ],
  );
  return kept.ok ? ok(remittance) : kept;
};

interface Paid extends Shared {
  readonly after: AgencyCase;
  readonly changes: Change[];
}
/** The oldest due first, also what was written off of them; what is left pays the claims, costs before interest. */
const paidWith = async (
  before: AgencyCase,
  made: Remittance,
  [heads, claims]: Awaited<ReturnType<typeof standOf>>,
  deps: Deps,
): Promise<Paid> => {
  const shares = inOrder(claims).map((claim) => ({ claim, amount: claim.open }));
  const paid = shared(await receiptOf(before, made, heads, deps), shares, deps.actor);
  const moved = followed(
    before,
    heads.map((head) => paid.effect.invoices.find(({ id }) => id === head.id) ?? head),
    claims.map((claim) => paid.claims.find(({ id }) => id === claim.id) ?? claim),
  );
  const { items, open, state } = moved?.agencyCase ?? before;
  const after: AgencyCase = {
    ...before,
    version: before.version + 1,
    items,
    open,
    state: isFollowed(before) ? state : before.state,
    collected: plus(before.collected, made.amount),
    fees: plus(before.fees, made.fee),
    turns: before.turns + 1,
  };
  return { ...paid, after, changes: [...(moved?.changes ?? [])] };
};

const receiptOf = async (
  { id, entity, customerId }: AgencyCase,
  { paymentId, amount, on, reference }: Remittance,
  heads: readonly Invoice[],
  deps: Deps,
): Promise<Effect> => {
  const customer = (await whoIsNow(deps, await read(customerById(deps.tenant, customerId))))!;
  const targets = heads
    .toSorted((a, b) => (a.dueOn === b.dueOn ? (a.id < b.id ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1))
    .map((invoice): Target => ({ invoice, meant: true, reason: 'collected by an agency' }));
  const made = {
    id: paymentId,
    entity,
    method: 'agency' as const,
    amount,
    paidOn: on,
    bookedOn: on,
    customerId: customer.id,
    creditId: creditIdOf(customer),
    payer: { name: customer.name },
    source: { kind: 'agency' as const, id: `${id}/${reference}` },
    reference,
    receivedAt: deps.now,
    ...(await rateFor(targets, { amount, paidOn: on }, deps)),
  };
  return tracedBy(receive(made, targets), deps.trace);
};

const factsOf = (before: AgencyCase, { effect, after }: Paid, made: Remittance): Fact[] => {
  const { paymentId, amount, fee } = made;
  const isSettled = after.state === 'SETTLED' && before.state === 'WITH_AGENCY';
  return [
    ...effect.facts,
    announce(AgencyRemitted, before.id, { ...factOf(after), paymentId, amount, fee }),
    ...(isSettled ? [announce(AgencySettled, before.id, factOf(after))] : []),
  ];
};
