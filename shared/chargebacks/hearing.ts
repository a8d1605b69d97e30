/** What a provider says of disputes, put into the books; and what is asked of it. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { paidBeside } from '../claims/owing.ts';
import { invoiceById } from '../invoices/store.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { actsOf } from '../payments/exchanging.ts';
import { hear } from '../payments/hearing.ts';
import type { Payment, ProviderName } from '../payments/payment.ts';
import { parseReference, type DisputeNews, type Provider } from '../payments/psp/port.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { attemptById, paymentById } from '../payments/store.ts';
import { paymentOf, providers } from '../payments/vault.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { all, commit, commitAll, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { done, opened } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskDone, TaskOpened } from '../tasks/task.ts';
import type { Chargeback } from './chargeback.ts';
import { askedLater, heard, taskOf, type Effect } from './rules.ts';
import { chargebackById, chargebacksToCheck, putChargeback, writesOf } from './store.ts';

type Lost = 'payments.attempt_unknown' | 'chargebacks.unknown' | 'once.taken' | 'table.stale';

const providerNamed = async (name: ProviderName, { tenant }: Deps): Promise<Provider> => {
  const provider = await providerOf(await providers(), tenant, name, fetchOut);
  if (!provider) throw new Error(`there are no credentials of ${name}`);
  return provider;
};

/**
 * Moves a chargeback by what its provider says, in a webhook or an answer. One that is told of before its payment waits for nobody: the
 * provider is asked for that first. What was never collected is not taken back.
 */
export const hearDispute = async (
  news: DisputeNews,
  name: ProviderName,
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const reference = parseReference(news.reference);
  const attempt =
    reference && (await read(attemptById(deps.tenant, reference.invoiceId, reference.attemptId)));
  if (!attempt) return refuse('payments.attempt_unknown', `${news.disputeId} is about no attempt of ours.`);
  const paymentId = paymentOf(attempt);
  if (attempt.state !== 'SUCCEEDED') {
    const asked = await hear(
      await (await providerNamed(name, deps)).ask(news.capture, deps.now),
      deps,
      paidBeside,
    );
    if (!asked.ok) return asked;
  }
  const id = idOfCause('cbk', attempt.createdAt, name, news.disputeId);
  return untilFresh(async () => {
    const [payment, before] = [
      await read(paymentById(deps.tenant, paymentId)),
      await read(chargebackById(deps.tenant, id)),
    ];
    if (!payment) {
      log.info('dispute.nothing_collected', { attempt: attempt.id });
      return ok(undefined);
    }
    const entity = entityOf((await recall(tenantById(deps.tenant)))!, payment.entity)!;
    const under = follow(deps, [payment]);
    const effect = heard(before, news, payment, await invoicesOf(payment, before, deps), {
      claimants: await claimantsOf(before, deps),
      id,
      on: localDate(deps.now, entity.zone),
      at: deps.now,
      trace: under.trace,
    });
    return effect ? keep(effect, under) : ok(undefined);
  });
};

/** What it settles, and what it was taken off. */
const invoicesOf = async (payment: Payment, before: Chargeback | undefined, deps: Deps) => {
  const ids = [...payment.allocations, ...(before?.taken?.parts ?? [])].map(({ invoiceId }) => invoiceId);
  return readAll([...new Set(ids)].map((id) => invoiceById(deps.tenant, id)));
};

const claimantsOf = (before: Chargeback | undefined, { tenant }: Deps): Promise<Payment[]> => {
  const ids = (before?.claims ?? []).flatMap(({ paymentId }) => paymentId ?? []);
  return readAll([...new Set(ids)].map((id) => paymentById(tenant, id)));
};

const keep = async (effect: Effect, deps: Deps): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const { chargeback, entry, exchange, facts } = effect;
  const task = await taskWrites(chargeback, deps);
  const act = {
    action: `chargebacks.${chargeback.state.toLowerCase()}`,
    subject: chargeback.id,
    entry,
    events: [...facts, ...task.facts],
  };
  return commitAll(actsOf(deps, act, exchange), [...writesOf(deps.tenant, effect), ...task.writes]);
};

/** One task per chargeback: open as long as somebody can do something, with the provider's deadline. */
export const taskWrites = async (
  chargeback: Chargeback,
  deps: Deps,
): Promise<{ writes: Write<'table.stale'>[]; facts: Fact[] }> => {
  const { id: about, customerId, at } = chargeback;
  const none = { writes: [], facts: [] };
  if (customerId === undefined) return none;
  const id = idOfCause('tsk', at, 'chargeback', about);
  const known = await read(taskById(deps.tenant, id));
  const wanted = taskOf(chargeback);
  const kind = 'chargeback' as const;
  if (wanted) {
    const task = opened(known, { id, kind, customerId, about, ...wanted }, undefined, deps.now);
    const said = { taskId: id, kind, customerId, why: wanted.why };
    return task
      ? {
          writes: [putTask(deps.tenant, task)],
          facts: known?.state === 'OPEN' ? [] : [announce(TaskOpened, id, said)],
        }
      : none;
  }
  const ended = known && done(known, deps.actor, deps.now);
  return ended?.ok
    ? {
        writes: [putTask(deps.tenant, ended.value)],
        facts: [announce(TaskDone, id, { taskId: id, kind, customerId, undelivered: [] })],
      }
    : none;
};

/** Worker: tells the provider that a dispute is given up, as often as it takes; its answer ends it. */
export const sendAccepted = async (
  { chargebackId }: { chargebackId: string },
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const chargeback = await read(chargebackById(deps.tenant, chargebackId));
  return chargeback
    ? askAbout(chargeback, deps)
    : refuse('chargebacks.unknown', `There is no chargeback ${chargebackId}.`);
};

const askAbout = async (chargeback: Chargeback, deps: Deps): Promise<Result<void, Lost>> => {
  const { provider: name, disputeId, acceptedBy } = chargeback;
  const provider = await providerNamed(name, deps);
  const news =
    acceptedBy === undefined
      ? await provider.askDispute(disputeId, deps.now)
      : await provider.acceptDispute(disputeId, deps.now);
  return news ? hearDispute(news, name, deps) : ok(undefined);
};

/** Job: chargebacks that are not decided are asked about daily, one that is not understood in an hour. */
export const checkChargebacks = async (deps: Deps): Promise<void> => {
  let failed = 0;
  for (const chargeback of await all(chargebacksToCheck(deps.tenant, deps.now))) {
    try {
      await askAbout(chargeback, deps);
    } catch (error) {
      failed += 1;
      log.error('chargeback.not_asked', error, { chargeback: chargeback.id });
    }
    await untilFresh(() => askLater(chargeback.id, deps));
  }
  if (failed > 0) throw new Error(`${failed} chargebacks could not be asked about`);
};

const askLater = async (id: Chargeback['id'], deps: Deps) => {
  const chargeback = await read(chargebackById(deps.tenant, id));
  if (chargeback?.checkAt === undefined || chargeback.checkAt > deps.now) return ok(undefined);
  return commit(follow(deps, [chargeback]), { action: 'chargebacks.ask_later', subject: id }, [
    putChargeback(deps.tenant, askedLater(chargeback, deps.now)),
  ]);
};
