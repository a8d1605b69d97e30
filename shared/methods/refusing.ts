/** What follows where a charge was refused, or its money was taken back. */
import { chargebackById } from '../chargebacks/store.ts';
import type { Chargeback } from '../chargebacks/chargeback.ts';
import { putInvoice } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Attempt } from '../payments/payment.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { attemptById, paymentById } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { collect } from './collecting.ts';
import { CollectionStopped, type Collection, type DeclineClass } from './collection.ts';
import { classOf } from './declines.ts';
import { endMethod } from './ending.ts';
import { methodFrom } from './keeping.ts';
import { situationOf } from './reading.ts';
import { marked, refused, stopped, usable } from './rules.ts';
import { methodById, putCollection } from './store.ts';
import { queued } from './telling.ts';

/** Worker: the attempt came to nothing. Told twice, it is decided once: its try has its class then. */
export const hearRefused = async (
  { attemptId, invoiceId }: { attemptId: string; invoiceId: string },
  deps: Deps,
): Promise<Result<void>> => {
  const attempt = (await read(attemptById(deps.tenant, invoiceId, attemptId)))!;
  // Late news of a success overruled it meanwhile.
  if (attempt.state === 'SUCCEEDED') return ok(undefined);
  return decided(attempt, classOf(attempt.provider, attempt.failure), attempt.failure, deps);
};

const decided = async (
  attempt: Attempt,
  decline: DeclineClass,
  failure: string | undefined,
  deps: Deps,
): Promise<Result<void>> => {
  const { invoiceId, charge } = attempt;
  let ends: Parameters<typeof endMethod>[1] | undefined;
  const kept = await untilFresh(async () => {
    const { collection, situation } = (await situationOf(invoiceId, deps))!;
    const last = collection?.tries.at(-1);
    if (!collection || last?.attemptId !== attempt.id || last.decline !== undefined) return ok(undefined);
    const { invoice, autopay, methods, today } = situation;
    const method = methods.find(({ id }) => id === charge!.methodId)!;
    const others = autopay?.on ? usable(methods, invoice, autopay, today) : [];
    const after = refused(collection, { decline, failure, kind: method.kind }, invoice, others, today);
    ends = after.ends && { reason: after.ends, word: failure };
    return keep(after.collection, situation.invoice, decline, follow(deps, [attempt]));
  });
  if (!kept.ok) return kept;
  if (ends) {
    const done = await endMethod({ customerId: attempt.customerId, methodId: charge!.methodId }, ends, deps);
    if (!done.ok) return done;
  }
  await collect(invoiceId, deps);
  return ok(undefined);
};

const keep = (
  after: Collection,
  invoice: Parameters<typeof marked>[0],
  decline: DeclineClass | undefined,
  deps: Deps,
) => {
  const { invoiceId, customerId, number, stop } = after;
  const say = decline === 'authentication' ? 'authentication' : 'failed';
  const mail = stop === undefined ? undefined : queued(after, say, deps);
  const events = mail
    ? [
        announce(CollectionStopped, invoiceId, { invoiceId, customerId, number, stop: stop!, decline }),
        mail.fact,
      ]
    : [];
  return commit(deps, { action: 'methods.refused', subject: invoiceId, events }, [
    putCollection(deps.tenant, after),
    putInvoice(deps.tenant, marked(invoice, after)),
    ...(mail ? [mail.write] : []),
  ]);
};

/**
 * Worker: a payment was disputed, or a debit came back (rules §3.7). What is disputed, or over, is charged no more, whoever paid by it and
 * however the dispute ends; a debit that lacked funds is a refusal that came late.
 */
export const hearChargeback = async (
  { chargebackId }: { chargebackId: string },
  deps: Deps,
): Promise<Result<void>> => {
  const chargeback = (await read(chargebackById(deps.tenant, chargebackId)))!;
  const attempt = chargeback.taken && (await attemptOf(chargeback, deps));
  if (!attempt || chargeback.state === 'WON') return ok(undefined);
  const methodId = attempt.charge?.methodId ?? methodFrom(attempt);
  const known = await read(methodById(deps.tenant, attempt.customerId, methodId));
  const { instrument, cause, reason: word, kind } = chargeback;
  if (known && instrument !== 'usable') {
    const reason =
      instrument === 'disputed' ? 'disputed' : cause === 'mandate_ended' ? 'mandate_ended' : 'account_closed';
    const done = await endMethod({ customerId: attempt.customerId, methodId }, { reason, word }, deps);
    if (!done.ok) return done;
  }
  if (!attempt.charge) return ok(undefined);
  if (kind === 'return') return decided(attempt, chargeback.retry ? 'funds' : 'ended', word, deps);
  return untilFresh(async () => {
    const { collection, situation } = (await situationOf(attempt.invoiceId, deps))!;
    if (!collection || collection.state === 'STOPPED') return ok(undefined);
    const after = { ...stopped(collection, 'charged_back'), version: collection.version + 1 };
    const { invoiceId, customerId, number } = after;
    const events = [
      announce(CollectionStopped, invoiceId, { invoiceId, customerId, number, stop: 'charged_back' }),
    ];
    return commit(follow(deps, [attempt]), { action: 'methods.stop', subject: invoiceId, events }, [
      putCollection(deps.tenant, after),
      putInvoice(deps.tenant, marked(situation.invoice, after)),
    ]);
  });
};

/** The attempt whose money it was: it stands with an invoice that the money was taken off. */
const attemptOf = async ({ paymentId, taken }: Chargeback, deps: Deps): Promise<Attempt | undefined> => {
  const payment = (await read(paymentById(deps.tenant, paymentId)))!;
  for (const { invoiceId } of taken!.parts)
    for (const attempt of await attemptsOn(deps.tenant, invoiceId))
      if (attempt.id === payment.source.id) return attempt;
  return undefined;
};
