/** Puts a method on file, whichever road it comes by: with a payment, or from a partner whose customer agreed elsewhere. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById } from '../customers/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { providers } from '../payments/vault.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { commit, read, readEach, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { authorisationOf, objection, standing, wantsCharges, type Objection } from './agreed.ts';
import { changeTold, shown } from './ending.ts';
import { MethodKept, type MethodOnFile } from './method.ts';
import type { NewMethod } from './new-method.ts';
import { never, switched } from './skipping.ts';
import { autopayOf, methodById, ownerOf, putAutopay, putMethod, putOwner } from './store.ts';

type Stale = 'once.taken' | 'table.stale';

/**
 * What is on file then: of each name at a provider there is one that may be charged, so who comes second finds the first. Charges are switched on
 * in the same commit, because that is what was agreed to; who switches them is said in `by`.
 */
export const putOnFile = (
  method: MethodOnFile,
  by: string,
  deps: Deps,
): Promise<Result<MethodOnFile, Stale>> =>
  untilFresh(async () => {
    const { id: methodId, customerId, entity, kind, last4, provider, token } = method;
    const [itself, autopay, owner] = await readEach(
      methodById(deps.tenant, customerId, methodId),
      autopayOf(deps.tenant, customerId),
      ownerOf(deps.tenant, provider, token),
    );
    const holder = owner && (await read(methodById(deps.tenant, owner.customerId, owner.methodId)));
    const first = standing(method, itself, holder);
    if (first) return ok(first);
    const before = autopay ?? never(customerId);
    const wish = wantsCharges(before, method.authorisation)
      ? switched(before, { ...before, on: true }, { now: deps.now, actor: by })
      : undefined;
    const mail = changeTold('method_kept', method, deps);
    const events = [
      announce(MethodKept, methodId, { methodId, customerId, entity, kind, last4 }),
      ...mail.events,
    ];
    const kept = await commit(
      follow(deps, [method]),
      { action: 'methods.keep', subject: methodId, events, answer: shown(method) },
      [
        putMethod(deps.tenant, method),
        putOwner(deps.tenant, method, owner?.version),
        ...mail.writes,
        ...(wish ? [putAutopay(deps.tenant, wish)] : []),
      ],
    );
    return kept.ok ? ok(method) : kept;
  });

type FileRefusal =
  | Objection['code']
  | 'methods.customer_unknown'
  | 'methods.entity_unknown'
  | 'methods.not_kept'
  | 'methods.provider'
  | 'methods.on_file'
  | Stale;

/** A partner's customer agreed elsewhere: the provider is asked what it has under the name before anything is kept. */
export const fileMethod = async (
  { id, ...wanted }: NewMethod & { id: MethodOnFile['customerId'] },
  deps: Deps,
): Promise<Result<MethodOnFile, FileRefusal>> => {
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
  if (!customer || customer.erased) return refuse('methods.customer_unknown', 'There is no such customer.');
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, wanted.entity);
  if (!entity)
    return refuse('methods.entity_unknown', 'There is no such legal entity.', [
      { pointer: '/entity', detail: 'is not one of the company’s' },
    ]);
  if (!entity.autopay)
    return refuse('methods.not_kept', 'The legal entity charges nothing by itself: it has no `autopay`.');
  const provider = await providerOf(await providers(), deps.tenant, wanted.provider, fetchOut);
  if (!provider?.keeping)
    return refuse('methods.provider', 'Nothing is kept with this provider.', [
      { pointer: '/provider', detail: 'has no account of the company, or keeps no methods' },
    ]);
  const found = await provider.keeping.find(wanted.token, wanted.payer);
  const no = objection(wanted, found, { now: deps.now, today: localDate(deps.now, entity.zone) });
  if (no || 'unusable' in found) return no!;
  const method: MethodOnFile = {
    id: idOfCause('mtd', deps.now, customer.id, wanted.provider, wanted.token),
    version: 1,
    customerId: customer.id,
    entity: entity.id,
    provider: wanted.provider,
    currency: wanted.currency,
    ...found,
    authorisation: authorisationOf(wanted),
    state: 'ACTIVE',
    at: deps.now,
    trace: deps.trace,
  };
  const kept = await putOnFile(method, deps.actor, deps);
  if (!kept.ok || isSame(kept.value, method)) return kept;
  return refuse(
    'methods.on_file',
    'It is on file already, with another customer or as something else was agreed to.',
    [{ pointer: '/token', detail: 'is on file' }],
  );
};

const isSame = (one: MethodOnFile, other: MethodOnFile): boolean =>
  one.customerId === other.customerId &&
  one.entity === other.entity &&
  one.currency === other.currency &&
  canonical(one.authorisation) === canonical(other.authorisation);
