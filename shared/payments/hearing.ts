/** What a provider says of a payment, put into the books. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { addDays, localDate, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Act } from '../runtime/act.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, commitAll, readEach, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { targetsOf } from './attempted.ts';
import { advance } from './attempts.ts';
import { AttemptKeeps, AttemptRefused } from './on-file.ts';
import type { Attempt } from './payment.ts';
import { actsOf, rateFor } from './exchanging.ts';
import { parseReference, type News } from './psp/port.ts';
import { receive, type Effect } from './rules.ts';
import { attemptById, putAttempt, writesOf } from './store.ts';
import { paymentOf } from './vault.ts';

export type EventRefusal = 'payments.attempt_unknown' | 'once.taken' | 'table.stale';
/** SEPA Core: eight weeks in which a debit is given back without a reason (EPC016-06, 4.3). */
const REVOCABLE_DAYS = 56;

/** A receipt with what of it is for claims beside its invoices: what that does is of the same commit. */
export interface Joined {
  readonly effect: Effect;
  readonly acts: readonly { readonly deps: Deps; readonly act: Act }[];
  readonly writes: readonly Write<'table.stale'>[];
}
/** Who knows of claims comes after this slice: the function file names it. */
export type Beside = (attempt: Attempt, effect: Effect, deps: Deps) => Promise<Joined>;
const nothing: Beside = (_, effect) => Promise.resolve({ effect, acts: [], writes: [] });

/** Moves an attempt by what its provider says. Success is the receipt, the applied cash and its entry in the same commit. */
export const hear = (news: News, deps: Deps, beside: Beside = nothing): Promise<Result<void, EventRefusal>> =>
  untilFresh(async () => {
    const reference = parseReference(news.reference);
    const [attempt, invoice] = reference
      ? await readEach(
          attemptById(deps.tenant, reference.invoiceId, reference.attemptId),
          invoiceById(deps.tenant, reference.invoiceId),
        )
      : [];
    if (!attempt || !invoice)
      return refuse('payments.attempt_unknown', `${news.providerRef} names no attempt of ours.`);
    const under = follow(deps, [attempt]);
    const moved = advance(attempt, news);
    if (!moved) return ok(undefined);
    if (moved.state !== 'SUCCEEDED')
      return commit(under, { action: `payments.${moved.state.toLowerCase()}`, events: onFile(moved) }, [
        putAttempt(deps.tenant, moved),
      ]);
    const made = await receiptOf(attempt, invoice, news, under);
    const { effect, acts, writes } = await beside(attempt, made, under);
    const events = [...effect.facts, ...onFile(moved)];
    const act = { action: 'payments.succeed', entry: effect.entry, events };
    return commitAll(
      [...actsOf(under, act, effect.exchange), ...acts],
      [putAttempt(deps.tenant, moved), ...writesOf(deps.tenant, effect), ...writes],
    );
  });

const receiptOf = async (attempt: Attempt, invoice: Invoice, news: News, deps: Deps): Promise<Effect> => {
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, invoice.entity)!;
  const today = localDate(deps.now, entity.zone);
  const targets = await targetsOf(attempt, invoice, entity.zone, deps);
  return receive(
    {
      id: paymentOf(attempt),
      entity: entity.id,
      ...wayOf(news, today),
      amount: news.amount,
      paidOn: today,
      bookedOn: today,
      customerId: attempt.customerId,
      creditId: invoice.creditId,
      payer: {},
      source: { kind: 'attempt', id: attempt.id },
      reference: news.providerRef,
      provider: attempt.provider,
      receivedAt: deps.now,
      trace: deps.trace,
      ...(await rateFor(targets, { amount: news.amount, paidOn: today }, deps)),
    },
    targets,
  );
};

/** What `methods` hears of: what is to be kept, and a charge of which nothing came. */
const onFile = ({ id, invoiceId, state, keep, charge }: Attempt): Fact[] => [
  ...(state === 'SUCCEEDED' && keep ? [announce(AttemptKeeps, id, { attemptId: id, invoiceId })] : []),
  ...((state === 'FAILED' || state === 'CANCELED') && charge
    ? [announce(AttemptRefused, id, { attemptId: id, invoiceId })]
    : []),
];

const wayOf = ({ method = 'card' }: News, today: LocalDate) =>
  method === 'card' ? { method } : { method, revocableUntil: addDays(today, REVOCABLE_DAYS) };
