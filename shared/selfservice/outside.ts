/** What is open to anybody: where a code is asked for, and where it is typed. Nothing here tells whether an address, or a code, is known. */
import type { Tenant } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { everyAddress, masked } from '../addresses/rules.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customersAt } from '../customers/reached.ts';
import { customerById } from '../customers/store.ts';
import { Email } from '../kernel/party.ts';
import { openAccount } from '../portal/account.ts';
import { open } from '../portal/opening.ts';
import type { Seller } from '../portal/payview.ts';
import { errorPage, stylesOf } from '../portal/pages.tsx';
import { bodyOf } from '../portal/switches.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { about } from '../runtime/log.ts';
import { languageOf, page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read, recall } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { ask, mayAskAtDoor, type Found } from './asking.ts';
import { closedPage, codePage, doorPage, type Said } from './door.tsx';
import { enter } from './entering.ts';
import { plainAddress, typedCode } from './rules.ts';
import { choiceOf, codeIn, cookieIn, COOKIE, formToken, same, setCookie } from './secrets.ts';
import { MY_STYLE } from './shell.tsx';

const OPEN: Readonly<Record<string, (event: PageEvent, rest: string) => Promise<PageAnswer>>> = {
  at: (event, tenant) => atDoor(tenant, event),
  invoice: (event, token) => fromPage('invoice', token, event),
  account: (event, token) => fromPage('account', token, event),
  code: (event) => typing(event),
};

/** Undefined where the page is for those who are in. */
export const outside = (first: string, rest: string, event: PageEvent): Promise<PageAnswer> | undefined =>
  Object.hasOwn(OPEN, first) ? OPEN[first]!(event, rest) : undefined;

export const isPost = ({ routeKey }: PageEvent): boolean => routeKey.startsWith('POST ');

/**
 * Browsers say where a form is sent from. Pages that tell nobody where one came from have the origin `null`; whoever says nothing at
 * all has the token, or the cookie that other sites' forms do not bring.
 */
export const fromOurPage = ({ headers }: PageEvent): boolean => {
  const { origin = 'null', 'sec-fetch-site': site = 'same-origin' } = headers;
  return site === 'same-origin' && (origin === 'null' || origin === new URL(env('publicUrl')).origin);
};

export const nothing = (): PageAnswer => page(404, errorPage(), stylesOf(undefined));
const shown = (status: number, html: string, seller?: Seller): PageAnswer =>
  page(status, html, stylesOf(seller?.colour, MY_STYLE));

/** The same for every session that does not open. The cookie says which company it was of, whoever made it. */
export const closed = (event: PageEvent, status: 401 | 403, said: Said): PageAnswer => {
  const language = languageOf(event);
  const [, tenant] = /^([a-z][a-z0-9-]{1,30})\./.exec(cookieIn(event.cookies, COOKIE.session) ?? '') ?? [];
  const html =
    tenant === undefined
      ? closedPage({ language, said })
      : doorPage({ language, action: `/my/at/${tenant}`, said });
  return shown(status, html);
};

/** Of several entities none speaks for the others. */
export const brandOf = ({ entities: [only, ...others] }: Tenant): Seller | undefined =>
  others.length > 0 || !only ? undefined : sellerOf(only);
export const sellerOf = ({ name, logo, brand }: Tenant['entities'][number]): Seller => ({
  name,
  logo,
  colour: brand?.colour,
});

/** The door of a company: any address may be typed. */
const atDoor = async (tenant: string, event: PageEvent): Promise<PageAnswer> => {
  const company = /^[a-z][a-z0-9-]{1,30}$/.test(tenant) ? await recall(tenantById(tenant)) : undefined;
  if (!company) return nothing();
  const view = { language: languageOf(event), seller: brandOf(company), action: `/my/at/${tenant}` };
  const door = (status: number, said?: Said) => shown(status, doorPage({ ...view, said }), view.seller);
  if (!isPost(event)) return door(200);
  if (!fromOurPage(event)) return door(403, 'strange');
  const deps: Deps = { tenant, actor: 'customer:unknown', trace: newTrace(), now: instant() };
  about({ tenant, trace: deps.trace });
  if (!(await mayAskAtDoor(tenant, event.requestContext.http.sourceIp, deps.now)))
    return door(429, 'tooMany');
  const email = Email.safeParse(plainAddress(new URLSearchParams(bodyOf(event)).get('email') ?? ''));
  const typed = email.success ? email.data : 'nobody';
  const [customer] = await customersAt(tenant, typed);
  return sent(typed, customer && { customer, email: typed }, deps);
};

const sent = async (typed: string, found: Found | undefined, deps: Deps): Promise<PageAnswer> => ({
  ...redirect('/my/code'),
  cookies: [setCookie(COOKIE.code, await ask(typed, found, deps), 'Strict')],
});

/** From the page of an invoice or an account: to one of the addresses that we know, which are shown masked. */
const fromPage = async (
  kind: 'invoice' | 'account',
  token: string,
  event: PageEvent,
): Promise<PageAnswer> => {
  const from = await linked(kind, token);
  if (!from) return nothing();
  const { customer, seller, entity, deps } = from;
  const linkKey = await secret('linkKey');
  const known = everyAddress(customer).map((email) => ({
    email,
    choice: choiceOf(linkKey, deps.tenant, email),
    masked: masked(email),
  }));
  const view = { language: customer.language, seller, action: `/my/${kind}/${token}`, addresses: known };
  const door = (status: number, said?: Said) => shown(status, doorPage({ ...view, said }), seller);
  if (!isPost(event)) return door(200);
  if (!fromOurPage(event)) return door(403, 'strange');
  const wanted = new URLSearchParams(bodyOf(event)).get('address') ?? '';
  const chosen = known.find(({ choice }) => same(choice, wanted));
  return chosen ? sent(chosen.email, { customer, email: chosen.email, entity }, deps) : door(200);
};

interface Linked {
  readonly customer: Customer;
  readonly seller: Seller;
  readonly entity: string;
  readonly deps: Deps;
}
/** Forged, unknown and expired links get the same answer as on their own pages. */
const linked = async (kind: 'invoice' | 'account', token: string): Promise<Linked | undefined> => {
  if (kind === 'account') {
    const found = await openAccount(token);
    return found && { ...found, seller: sellerOf(found.entity), entity: found.entity.id };
  }
  const found = await open(token);
  if (!found) return undefined;
  const { invoice, entity, deps } = found;
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, invoice.customerId)));
  return !customer || customer.erased
    ? undefined
    : { customer, seller: sellerOf(entity), entity: entity.id, deps };
};

const typing = async (event: PageEvent): Promise<PageAnswer> => {
  const carried = codeIn(cookieIn(event.cookies, COOKIE.code));
  if (!carried) return isPost(event) ? closed(event, 403, 'strange') : redirect('/my');
  const language = languageOf(event);
  const company = await recall(tenantById(carried.tenant));
  const seller = company && brandOf(company);
  const token = formToken(await secret('linkKey'), carried.id);
  const form = (status: number, wrong: boolean) =>
    shown(status, codePage({ language, seller, token, again: `/my/at/${carried.tenant}`, wrong }), seller);
  if (!isPost(event)) return form(200, false);
  const said = new URLSearchParams(bodyOf(event));
  if (!fromOurPage(event) || !same(said.get('token') ?? '', token)) return closed(event, 403, 'strange');
  const cookies = await enter(event.cookies, typedCode(said.get('code') ?? ''));
  return cookies ? { ...redirect('/my'), cookies } : form(403, true);
};
