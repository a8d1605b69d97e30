/** Behind a link to keep a card or an account. A GET shows what is asked; a POST with the box ticked leads to the provider (rules §3.18). */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById } from '../customers/store.ts';
import { localDate } from '../kernel/dates.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { providers } from '../payments/vault.ts';
import { agreedTo, consentOf } from '../portal/consentwords.ts';
import { errorPage, stylesOf } from '../portal/pages.tsx';
import { bodyOf } from '../portal/switches.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { about } from '../runtime/log.ts';
import { page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read, readAll, recall } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import type { Invitation } from './invitation.ts';
import { methodOf, setUp } from './inviting.ts';
import { keepPage, type KeepView } from './keep.tsx';
import { keepOpened } from './link.ts';
import type { MethodOnFile } from './method.ts';
import { invitationById, methodById } from './store.ts';

/** So long after it was begun the page asks again by itself whether the provider has said something. */
const PATIENCE_MS = 10 * 60_000;

/** Forged links and those that are over get the same answer; whoever has no secret of ours makes us read nothing. */
export const keep = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const nothing = page(404, errorPage(), stylesOf(undefined));
  const of = keepOpened(await secret('linkKey'), token);
  if (!of) return nothing;
  const invitation = await read(invitationById(of.tenant, of.id));
  const who = invitation && (await read(customerById(of.tenant, invitation.customerId)));
  const customer = await whoIsNow(of, who);
  const entity = invitation && entityOf((await recall(tenantById(of.tenant)))!, invitation.entity);
  const now = instant();
  if (!invitation || !customer || customer.erased || !entity) return nothing;
  if (localDate(now, entity.zone) > invitation.expiresOn) return nothing;
  const trace = invitation.trace ?? newTrace();
  const deps: Deps = { tenant: of.tenant, actor: `payer:${customer.id}`, trace, now };
  about({ tenant: deps.tenant, trace });
  const provider = await providerOf(await providers(), deps.tenant, entity.provider, fetchOut);
  const { language } = customer;
  const text = consentOf(entity, provider, language);
  const method = await keptBy(invitation, customer.id, deps);
  const own = `/method/${token}`;
  const posted = event.routeKey.startsWith('POST') ? new URLSearchParams(bodyOf(event)) : undefined;
  if (posted && text !== undefined && !method) {
    const channel = 'method_page';
    const consent = agreedTo(posted, text, { language, customerId: customer.id, at: now, channel });
    if (!consent) return redirect(`${own}?notice=agree`);
    const to = await setUp(invitation, { consent, customer, entity, provider: provider! }, deps);
    return redirect(to ?? `${own}?notice=unavailable`);
  }
  const { name, logo, email, brand } = entity;
  const view: KeepView = {
    language,
    seller: { name, logo, email, colour: brand?.colour },
    said: saidOf({ invitation, method, text, notice: event.queryStringParameters?.['notice'], now }),
    consent: text ?? '',
    until: invitation.expiresOn,
    method,
    action: own,
  };
  return page(200, keepPage(view), stylesOf(brand?.colour), provider ? [provider.pageOrigin] : []);
};

/** What came of the link: the newest that may be charged. What is over is asked for anew. */
const keptBy = async (
  invitation: Invitation,
  customerId: string,
  { tenant }: Deps,
): Promise<MethodOnFile | undefined> => {
  const ids = invitation.setups.map((setup, place) => methodOf(invitation, setup, place));
  const found = await readAll(ids.map((id) => methodById(tenant, customerId, id)));
  return found.findLast((one) => one?.state === 'ACTIVE');
};

interface Around {
  readonly invitation: Invitation;
  readonly method: MethodOnFile | undefined;
  readonly text: string | undefined;
  readonly notice: string | undefined;
  readonly now: string;
}
const saidOf = ({ invitation, method, text, notice, now }: Around): KeepView['said'] => {
  if (method) return 'kept';
  if (text === undefined) return 'over';
  const last = invitation.setups.at(-1);
  if (notice === 'back' && last && Date.parse(now) - Date.parse(last.at) < PATIENCE_MS) return 'waiting';
  return notice === 'agree' || notice === 'canceled' || notice === 'unavailable' ? notice : 'asked';
};
