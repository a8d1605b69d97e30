/** Payments at the counter, and what providers tell: verified, kept, answered, then worked on from the queue. */
import { entityOf } from '../access/tenant.ts';
import { allTenants, tenantById } from '../access/store.ts';
import { creditIdOf } from '../credit/credit.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { textOf } from '../kernel/webhook.ts';
import { inOpenMonth } from '../ledger/posting.ts';
import { instant, newId, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import {
  all,
  commitAll,
  list,
  listed,
  read,
  readAll,
  recall,
  recallAll,
  untilFresh,
} from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { paymentsApi } from './api.ts';
import type { ProviderName } from './payment.ts';
import { namedTargets, oldestFirst } from './counter.ts';
import { actsOf, rateFor } from './exchanging.ts';
import { sendCharge } from './charging.ts';
import { hear, type Beside } from './hearing.ts';
import { keepOnce } from './keeping.ts';
import type { DisputeNews, ProviderFact, RefundNews } from './psp/port.ts';
import { providerOf } from './psp/providers.ts';
import { receive, tracedBy } from './rules.ts';
import { expectPayout } from './payouts.ts';
import { reversePayment } from './reversing.ts';
import { askLater, giveUp } from './silent.ts';
import { attemptsToCheck, keptEvent, paymentById, payments, putInHand, writesOf } from './store.ts';
import { providers } from './vault.ts';

export const actions: ActionsOf<typeof paymentsApi, Deps> = {
  recordPayment: async (said, deps) => {
    const { customerId, method, amount, receivedOn, reference, cheque, allocations } = said;
    if (cheque && method !== 'cheque')
      return refuse('payments.no_cheque', 'Only a payment by cheque has one.', [
        { pointer: '/cheque', detail: 'belongs to the method cheque' },
      ]);
    const [customer, tenant] = [
      await read(customerById(deps.tenant, customerId)),
      (await recall(tenantById(deps.tenant)))!,
    ];
    if (!customer)
      return refuse('payments.customer_unknown', 'There is no such customer.', [
        { pointer: '/customerId', detail: 'is not known' },
      ]);
    const id = newId('pay');
    return untilFresh(async () => {
      const wanted = allocations
        ? namedTargets(
            { customerId, amount, allocations },
            await readAll(allocations.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId))),
          )
        : ok(oldestFirst(amount, await all(openInvoices(deps.tenant, customerId))));
      if (!wanted.ok) return wanted;
      const targets = wanted.value;
      const entity = entityOf(tenant, targets[0]?.invoice.entity)!;
      const today = localDate(deps.now, entity.zone);
      if (receivedOn !== undefined && receivedOn > today)
        return refuse('payments.date', 'A payment is recorded when it was received.', [
          { pointer: '/receivedOn', detail: `must not be after ${today}` },
        ]);
      const own = targets.filter(({ invoice }) => invoice.entity === entity.id);
      const paidOn = receivedOn ?? today;
      const effect = receive(
        {
          id,
          entity: entity.id,
          method,
          amount,
          paidOn,
          bookedOn: paidOn,
          customerId: customer.id,
          creditId: creditIdOf(customer),
          payer: { name: customer.name },
          source: { kind: 'counter', id: deps.actor },
          reference,
          ...(cheque && { cheque }),
          collection: { state: 'IN_HAND' },
          receivedAt: deps.now,
          ...(await rateFor(own, { amount, paidOn }, deps)),
        },
        own,
      );
      const under = follow(deps, effect.invoices);
      const { payment, facts } = tracedBy(effect, under.trace);
      const [entry, exchange] = await inOpenMonth([effect.entry, effect.exchange], deps);
      const kept = await commitAll(
        actsOf(under, { action: 'payments.record', entry, events: facts, answer: payment }, exchange),
        [...writesOf(deps.tenant, { ...effect, payment }), putInHand(deps.tenant, payment)],
      );
      return kept.ok ? ok(payment) : kept;
    });
  },
  reversePayment,
  getPayment: async ({ id }, { tenant }) => {
    const payment = await read(paymentById(tenant, id));
    return payment ? ok(payment) : refuse('payments.unknown', `There is no payment ${id}.`);
  },
  listPayments: async (page, { tenant }) => {
    return listed(await list(payments(tenant), page));
  },
};

/** Keeps a webhook of whichever tenant's secret signed it; false when none did. Kept once, however often it comes. */
export const keepWebhook = async (
  provider: ProviderName,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<boolean> => {
  const raw = textOf(bytes);
  if (raw === undefined) return false;
  const now = instant();
  const vault = await providers();
  for (const tenant of await recallAll(allTenants)) {
    const adapter = await providerOf(vault, tenant, provider, fetchOut);
    const eventId = adapter?.verify(raw, headers, now);
    if (eventId === undefined) continue;
    for (const event of adapter?.eventsIn?.(raw) ?? [{ id: eventId, raw }])
      await keepOnce(provider, event, { tenant, actor: `hook:${provider}`, now });
    log.info('webhook.kept', { provider, event: eventId });
    return true;
  }
  log.warn('webhook.refused', { provider });
  measure('webhookRefused');
  return false;
};

/** What is done with what a provider says of refunds, disputes and methods on file, and with what of money is for claims; the function file names who does it. */
interface Hears {
  readonly beside: Beside;
  readonly refund: (news: RefundNews, deps: Deps) => Promise<Result<void>>;
  readonly dispute: (news: DisputeNews, provider: ProviderName, deps: Deps) => Promise<Result<void>>;
  readonly filed: (
    method: { reference: string; token: string },
    provider: ProviderName,
    deps: Deps,
  ) => Promise<Result<void>>;
  readonly ended: (
    method: { token: string; reason: string },
    provider: ProviderName,
    deps: Deps,
  ) => Promise<Result<void>>;
}

/** The queue's part of a webhook: what it says of a payment moves the attempt; a payout is noted as expected at the bank. */
export const working =
  (hears: Hears) =>
  async (
    { provider: name, eventId }: { provider: ProviderName; eventId: string },
    deps: Deps,
  ): Promise<Result<void>> => {
    const raw = await read(keptEvent(deps.tenant, name, eventId));
    const provider = await providerOf(await providers(), deps.tenant, name, fetchOut);
    if (raw === undefined || !provider) throw new Error(`event ${eventId} of ${name} cannot be read now`);
    return work(await provider.read(raw), name, hears, deps);
  };

const work = async (
  fact: ProviderFact,
  name: ProviderName,
  hears: Hears,
  deps: Deps,
): Promise<Result<void>> => {
  const each = async <T>(all: readonly T[], one: (news: T) => Promise<Result<void>>) => {
    for (const news of all) {
      const done = await one(news);
      if (!done.ok) return done;
    }
    return ok(undefined);
  };
  switch (fact.kind) {
    case 'payment':
      return hear(fact.news, deps, hears.beside);
    case 'refunds':
      return each(fact.news, (news) => hears.refund(news, deps));
    case 'disputes':
      return each(fact.news, (news) => hears.dispute(news, name, deps));
    case 'filed':
      return hears.filed(fact, name, deps);
    case 'ended':
      return hears.ended(fact, name, deps);
    case 'payout':
      return expectPayout(fact.payout, deps);
    case 'several':
      return each(fact.facts, (one) => work(one, name, hears, deps));
    default:
      return ok(undefined);
  }
};

/** Asks providers about attempts that have been silent for too long: lost webhooks and crashed starts end here. */
export const checkAttempts =
  (beside: Beside) =>
  async (deps: Deps): Promise<void> => {
    const vault = await providers();
    let failed = 0;
    for (const attempt of await all(attemptsToCheck(deps.tenant, deps.now))) {
      const provider = await providerOf(vault, deps.tenant, attempt.provider, fetchOut);
      try {
        if (attempt.charge && attempt.providerRef === undefined) await sendCharge(attempt, deps, true);
        else if (attempt.providerRef === undefined) await untilFresh(() => giveUp(attempt, deps));
        else if (provider) await hear(await provider.ask(attempt.providerRef, deps.now), deps, beside);
      } catch (error) {
        // One that its provider does not answer for must not keep the others waiting: it is said at the end.
        failed += 1;
        log.error('attempt.not_asked', error, { attempt: attempt.id, provider: attempt.provider });
      }
      await untilFresh(() => askLater(attempt, deps));
    }
    if (failed > 0) throw new Error(`${failed} attempts could not be asked about`);
  };
