/** Puts on file what a payer agreed to, and takes it off again, whoever says so; the provider is told. */
import { ok, type Result } from '../kernel/result.ts';
import { announce } from '../kernel/events.ts';
import type { Attempt, ProviderName } from '../payments/payment.ts';
import type { Keeping } from '../payments/psp/port.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { attemptById } from '../payments/store.ts';
import { providers } from '../payments/vault.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { all, commit, read, readEach, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { Collection } from './collection.ts';
import { collect } from './collecting.ts';
import { endMethod } from './ending.ts';
import { MethodKept, type MethodOnFile } from './method.ts';
import { situationOf } from './reading.ts';
import { byAnother, marked } from './rules.ts';
import { never, switched } from './skipping.ts';
import {
  autopayOf,
  collectionsOf,
  methodById,
  ownerOf,
  putAutopay,
  putCollection,
  putMethod,
  putOwner,
} from './store.ts';

const keepingOf = async (name: ProviderName, { tenant }: Deps): Promise<Keeping> => {
  const provider = await providerOf(await providers(), tenant, name, fetchOut);
  if (!provider?.keeping) throw new Error(`${name} cannot be asked about methods now`);
  return provider.keeping;
};

/** What was put on file with this attempt. */
export const methodFrom = ({ id, createdAt }: Pick<Attempt, 'id' | 'createdAt'>): MethodOnFile['id'] =>
  idOfCause('mtd', createdAt, id);

/** Worker: what paid is kept, because its payer agreed to it; what waits for another method is charged at once. */
export const keepMethod = async (
  { attemptId, invoiceId }: { attemptId: string; invoiceId: string },
  deps: Deps,
): Promise<Result<void>> => {
  const attempt = (await read(attemptById(deps.tenant, invoiceId, attemptId)))!;
  const found = await (await keepingOf(attempt.provider, deps)).kept(attempt.providerRef!);
  if (!found) {
    log.warn('method.not_kept', { attempt: attempt.id });
    return ok(undefined);
  }
  const made = await untilFresh(async () => {
    const [known, autopay, invoice] = await readEach(
      methodById(deps.tenant, attempt.customerId, methodFrom(attempt)),
      autopayOf(deps.tenant, attempt.customerId),
      invoiceById(deps.tenant, invoiceId),
    );
    if (known) return ok(known);
    const method: MethodOnFile = {
      id: methodFrom(attempt),
      version: 1,
      customerId: attempt.customerId,
      entity: invoice!.entity,
      provider: attempt.provider,
      currency: attempt.amount.currency,
      ...found,
      authorisation: { consent: attempt.keep!, attemptId: attempt.id, scope: 'invoices' },
      state: 'ACTIVE',
      at: deps.now,
      trace: attempt.trace,
    };
    const { id: methodId, customerId, entity, kind, last4 } = method;
    const before = autopay ?? never(customerId);
    const wish = switched(before, { ...before, on: true }, { ...deps, actor: attempt.keep!.by });
    const events = [announce(MethodKept, methodId, { methodId, customerId, entity, kind, last4 })];
    const kept = await commit(
      follow(deps, [attempt]),
      { action: 'methods.keep', subject: methodId, events },
      [
        putMethod(deps.tenant, method),
        putOwner(deps.tenant, method),
        ...(wish ? [putAutopay(deps.tenant, wish)] : []),
      ],
    );
    return kept.ok ? ok(method) : kept;
  });
  if (!made.ok) return made;
  if (made.value.state === 'ACTIVE') await tryAgain(made.value, deps);
  return ok(undefined);
};

/** What had been refused, or had nothing to be charged to. */
const tryAgain = async (method: MethodOnFile, deps: Deps): Promise<void> => {
  for (const { invoiceId } of await all(collectionsOf(deps.tenant, method.customerId))) {
    const kept = await untilFresh(async () => {
      const { collection, situation } = (await situationOf(invoiceId, deps))!;
      const { invoice, today } = situation;
      const own = invoice.entity === method.entity && invoice.open.currency === method.currency;
      if (!collection || !own || !waitsForAnother(collection, method)) return ok(undefined);
      const after = { ...byAnother(collection, method, today), version: collection.version + 1 };
      return commit(follow(deps, [invoice]), { action: 'methods.retry', subject: invoiceId }, [
        putCollection(deps.tenant, after),
        putInvoice(deps.tenant, marked(invoice, after)),
      ]);
    });
    if (!kept.ok) throw new Error(kept.detail);
    await collect(invoiceId, deps);
  }
};
const waitsForAnother = ({ state, stop, tries, methodId }: Collection, { id }: MethodOnFile): boolean =>
  methodId !== id &&
  tries.length > 0 &&
  (state === 'PLANNED' || (state === 'STOPPED' && (stop === 'declined' || stop === 'no_method')));

/** What a provider says of one that was ended there; of names that are not ours it is none of our business. */
export const hearEnded = async (
  { token, reason: word }: { token: string; reason: string },
  name: ProviderName,
  deps: Deps,
): Promise<Result<void>> => {
  const owner = await read(ownerOf(deps.tenant, name, token));
  if (!owner) return ok(undefined);
  const reason = /account/.test(word)
    ? 'account_closed'
    : /mandate|cancel|expired/.test(word)
      ? 'mandate_ended'
      : 'provider';
  const done = await endMethod(owner, { reason, word }, deps);
  return done.ok ? ok(undefined) : done;
};

/** Worker: the provider forgets what is ended, as often as it takes. */
export const forget = async (
  { methodId, customerId }: { methodId: string; customerId: string },
  deps: Deps,
): Promise<Result<void>> => {
  const method = (await read(methodById(deps.tenant, customerId, methodId)))!;
  if (method.token !== '') await (await keepingOf(method.provider, deps)).forget(method.token);
  return ok(undefined);
};
