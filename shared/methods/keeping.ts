/** Puts on file what a payer agreed to, and takes it off again, whoever says so; the provider is told. */
import { ok, type Result } from '../kernel/result.ts';
import type { Attempt, ProviderName } from '../payments/payment.ts';
import type { Keeping } from '../payments/psp/port.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { attemptById } from '../payments/store.ts';
import { providers } from '../payments/vault.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { all, commit, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { Collection } from './collection.ts';
import { collect } from './collecting.ts';
import { endMethod } from './ending.ts';
import { putOnFile } from './filing.ts';
import type { MethodOnFile } from './method.ts';
import { situationOf } from './reading.ts';
import { byAnother, marked } from './rules.ts';
import { collectionsOf, methodById, ownerOf, putCollection } from './store.ts';

const keepingOf = async (name: ProviderName, { tenant }: Deps): Promise<Keeping> => {
  const provider = await providerOf(await providers(), tenant, name, fetchOut);
  if (!provider?.keeping) throw new Error(`${name} cannot be asked about methods now`);
  return provider.keeping;
};

/** What was put on file with this attempt. */
export const methodFrom = ({ id, createdAt }: Pick<Attempt, 'id' | 'createdAt'>): MethodOnFile['id'] =>
  idOfCause('mtd', createdAt, id);

/** Worker: what paid is kept, because its payer agreed to it. */
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
  const invoice = (await read(invoiceById(deps.tenant, invoiceId)))!;
  const { customerId, provider, keep: consent, trace } = attempt;
  const method: MethodOnFile = {
    id: methodFrom(attempt),
    version: 1,
    customerId,
    entity: invoice.entity,
    provider,
    currency: attempt.amount.currency,
    ...found,
    authorisation: { consent: consent!, attemptId: attempt.id, scope: 'invoices' },
    state: 'ACTIVE',
    at: deps.now,
    trace,
  };
  const kept = await putOnFile(method, consent!.by, deps);
  return kept.ok ? ok(undefined) : kept;
};

/**
 * Worker: what came on file. What its provider, or the payer, ended in the moment before was told to nobody who knew it, so it is asked for once
 * more; then what waits for another method is charged at once.
 */
export const useMethod = async (
  { methodId, customerId }: { methodId: string; customerId: string },
  deps: Deps,
): Promise<Result<void>> => {
  const method = (await read(methodById(deps.tenant, customerId, methodId)))!;
  if (method.state === 'ENDED') return ok(undefined);
  const now = await (await keepingOf(method.provider, deps)).find(method.token, method.payer);
  if ('unusable' in now) return hearEnded({ token: method.token, reason: now.word }, method.provider, deps);
  await tryAgain(method, deps);
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
