/** Links by which customers keep a card or an account without paying: made, opened at the provider, and what came of it put on file. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { addDays, localDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Consent } from '../payments/on-file.ts';
import type { ProviderName } from '../payments/payment.ts';
import { parseSetup, setupOf, type Provider } from '../payments/psp/port.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { providers } from '../payments/vault.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, read, recall, untilFresh, write } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { putOnFile } from './filing.ts';
import type { Invitation, Setup } from './invitation.ts';
import { keepToken } from './link.ts';
import type { MethodOnFile } from './method.ts';
import { invitationById, methodById, putInvitation } from './store.ts';

/** So long a link opens: who is asked today may be on holiday. */
const OPEN_DAYS = 30;

interface Asked {
  readonly id: Customer['id'];
  readonly entity?: string | undefined;
  readonly currency?: Invitation['currency'] | undefined;
}
type InviteRefusal =
  | 'methods.customer_unknown'
  | 'methods.entity_unknown'
  | 'methods.not_kept'
  | 'once.taken'
  | 'table.stale';

/** A link for this customer. What is kept to be told again is without it: a copy in the table would open the page. */
export const invite = async (
  { id, entity: named, currency }: Asked,
  deps: Deps,
): Promise<Result<Invitation & { url?: string }, InviteRefusal>> => {
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
  if (!customer || customer.erased) return refuse('methods.customer_unknown', 'There is no such customer.');
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, named);
  if (!entity)
    return refuse('methods.entity_unknown', 'There is no such legal entity.', [
      { pointer: '/entity', detail: 'is not one of the company’s' },
    ]);
  const provider = await providerOf(await providers(), deps.tenant, entity.provider, fetchOut);
  if (!entity.autopay || !provider?.keeping)
    return refuse(
      'methods.not_kept',
      'The legal entity charges nothing by itself, or its provider keeps nothing.',
    );
  const invitation: Invitation = {
    id: newId('ivt'),
    version: 1,
    customerId: customer.id,
    entity: entity.id,
    currency: currency ?? customer.currency,
    expiresOn: addDays(localDate(deps.now, entity.zone), OPEN_DAYS),
    setups: [],
    at: deps.now,
    by: deps.actor,
    trace: deps.trace,
  };
  const act = { action: 'methods.invite', subject: customer.id, answer: linkView(invitation) };
  const kept = await commit(deps, act, [putInvitation(deps.tenant, invitation)]);
  if (!kept.ok) return kept;
  return ok({ ...invitation, url: await urlOf(invitation, deps) });
};

/** Of a link what its partner sees. */
export const linkView = ({
  id,
  customerId,
  entity,
  currency,
  expiresOn,
  url,
}: Invitation & { url?: string }) => ({
  id,
  customerId,
  entity,
  currency,
  expiresOn,
  ...(url !== undefined && { url }),
});

export const urlOf = async ({ id }: Pick<Invitation, 'id'>, { tenant }: Deps): Promise<string> =>
  `${env('publicUrl')}/method/${keepToken(await secret('linkKey'), tenant, id)}`;

/** What a setup of a link is on file as, whether it is yet or not. */
export const methodOf = ({ id }: Pick<Invitation, 'id'>, { at }: Setup, place: number): MethodOnFile['id'] =>
  idOfCause('mtd', at, id, String(place));

/** A click in half an hour leads to the same page of the provider’s; so many pages a link opens in all. */
const SAME_PAGE_MS = 30 * 60_000;
const PAGE_MINUTES = 31;
const MOST_SETUPS = 20;

/** Where the payer goes on: the provider's page; undefined where the link has opened too many. */
export const setUp = async (
  before: Invitation,
  {
    consent,
    customer,
    entity,
    provider,
  }: { consent: Consent; customer: Customer; entity: Entity; provider: Provider },
  deps: Deps,
): Promise<string | undefined> => {
  const wanted = { provider: provider.name, consent, at: deps.now };
  const begun = await begin(before.id, wanted, customer.id, deps);
  if (!begun) return undefined;
  const { invitation, place } = begun;
  const setup = invitation.setups[place]!;
  if (setup.url !== undefined) return setup.url;
  const own = await urlOf(invitation, deps);
  const { url } = await provider.keeping!.setup({
    reference: setupOf(invitation.id, place),
    trace: invitation.trace,
    currency: invitation.currency,
    description: entity.name,
    payerEmail: customer.emails[0]!,
    returnUrl: `${own}?notice=back`,
    cancelUrl: `${own}?notice=canceled`,
    until: new Date(Date.parse(setup.at) + PAGE_MINUTES * 60_000).toISOString(),
  });
  await keepUrl(invitation.id, place, url, deps);
  return url;
};

/** It stands before the provider hears of it. Two clicks at one moment are one setup, because the second meets the first. */
const begin = async (
  id: Invitation['id'],
  setup: Setup,
  customerId: Customer['id'],
  deps: Deps,
): Promise<{ invitation: Invitation; place: number } | undefined> => {
  const begun = await untilFresh(async () => {
    const now = (await read(invitationById(deps.tenant, id)))!;
    const last = now.setups.at(-1);
    const place = now.setups.length - 1;
    const still = last && last.provider === setup.provider && last.consent.text === setup.consent.text;
    // One of which something came has no page any more.
    if (still && Date.parse(deps.now) - Date.parse(last.at) < SAME_PAGE_MS)
      if (!(await read(methodById(deps.tenant, customerId, methodOf(now, last, place)))))
        return ok({ invitation: now, place });
    if (now.setups.length >= MOST_SETUPS) return ok(undefined);
    const after = { ...now, version: now.version + 1, setups: [...now.setups, setup] };
    const kept = await commit(follow(deps, [now]), { action: 'methods.set_up', subject: now.customerId }, [
      putInvitation(deps.tenant, after),
    ]);
    return kept.ok ? ok({ invitation: after, place: place + 1 }) : kept;
  });
  if (!begun.ok) throw new Error(begun.detail);
  return begun.value;
};

const keepUrl = (id: Invitation['id'], place: number, url: string, deps: Deps) =>
  untilFresh(async () => {
    const now = (await read(invitationById(deps.tenant, id)))!;
    const setups = now.setups.map((one, at) => (at === place ? { ...one, url } : one));
    return write(putInvitation(deps.tenant, { ...now, version: now.version + 1, setups }));
  });

/** Worker: the provider has what a customer kept by a link. Told twice, in any order, it is on file once. */
export const hearFiled = async (
  { reference, token }: { reference: string; token: string },
  name: ProviderName,
  deps: Deps,
): Promise<Result<void>> => {
  const { id, place } = parseSetup(reference)!;
  const invitation = await read(invitationById(deps.tenant, id));
  const setup = invitation?.setups[place];
  if (!setup || setup.provider !== name) return ok(undefined);
  const provider = await providerOf(await providers(), deps.tenant, name, fetchOut);
  if (!provider?.keeping) throw new Error(`${name} cannot be asked about methods now`);
  const found = await provider.keeping.find(token, undefined);
  if ('unusable' in found) {
    log.warn('method.not_kept', { invitation: id });
    return ok(undefined);
  }
  const customer = (await whoIsNow(deps, await read(customerById(deps.tenant, invitation.customerId))))!;
  if (customer.erased) return ok(undefined);
  const method: MethodOnFile = {
    id: methodOf(invitation, setup, place),
    version: 1,
    customerId: customer.id,
    entity: invitation.entity,
    provider: name,
    currency: invitation.currency,
    ...found,
    authorisation: { consent: setup.consent, scope: 'invoices' },
    state: 'ACTIVE',
    at: deps.now,
    trace: invitation.trace,
  };
  const kept = await putOnFile(method, setup.consent.by, deps);
  return kept.ok ? ok(undefined) : kept;
};
