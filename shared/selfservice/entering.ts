/** A code that was typed becomes a session; a session is looked at with each page, and is ended. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { everyAddress } from '../addresses/rules.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { announce, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { hiddenKey, instant, newId, newSecret, type Deps } from '../runtime/context.ts';
import { about } from '../runtime/log.ts';
import { secret as vault } from '../runtime/secrets.ts';
import { commit, read, recall } from '../runtime/table.ts';
import { bump } from '../runtime/tally.ts';
import { newTrace } from '../runtime/trace.ts';
import { IDLE_MS, isAlive, later, MOST_TRIES, sameAddress, SESSION_MS } from './rules.ts';
import {
  codeIn,
  codeOf,
  cookieIn,
  COOKIE,
  dropCookie,
  formToken,
  hashed,
  same,
  sessionCookie,
  sessionIn,
  setCookie,
} from './secrets.ts';
import { SessionBegun, SessionEnded, type Code, type Session } from './session.ts';
import { askedOf, codeById, countTry, putSession, sessionById, useUp } from './store.ts';

type Cookies = readonly string[] | undefined;

/** Who is in, for one page. */
export interface In {
  readonly session: Session;
  readonly customer: Customer;
  /** The seller whose page led here, else the company's first. */
  readonly entity: Entity;
  readonly entities: readonly Entity[];
  /** What each form carries. */
  readonly token: string;
  /** The session's cookie, seen at this moment. */
  readonly cookie: string;
  readonly deps: Deps;
}

/** Undefined for whatever does not open: forged, of another, left, idle for too long, too old, or of an address that is the customer's no more. */
export const inside = async (cookies: Cookies): Promise<In | undefined> => {
  const linkKey = await vault('linkKey');
  const carried = sessionIn(linkKey, cookieIn(cookies, COOKIE.session));
  if (!carried) return undefined;
  const now = instant();
  if (Date.parse(now) - carried.seenMs > IDLE_MS) return undefined;
  const { tenant, id, secret } = carried;
  const session = await read(sessionById(tenant, id));
  if (!session || !same(session.secret, hashed(secret)) || !isAlive(session, now)) return undefined;
  const customer = await whoIsNow({ tenant }, await read(customerById(tenant, session.customerId)));
  if (!customer || !mayBeIn(customer, session.email)) return undefined;
  const company = (await recall(tenantById(tenant)))!;
  const deps: Deps = { tenant, actor: `customer:${customer.id}`, trace: newTrace(), now };
  about({ tenant, trace: deps.trace });
  return {
    session,
    customer,
    entity: entityOf(company, session.entity) ?? company.entities[0]!,
    entities: company.entities,
    token: formToken(linkKey, id),
    cookie: setCookie(COOKIE.session, sessionCookie(linkKey, carried, now), 'Lax'),
    deps,
  };
};

const mayBeIn = (customer: Customer, email: string): boolean =>
  !customer.erased && everyAddress(customer).some((own) => sameAddress(own, email));

/** The cookies of whoever typed the right code; undefined for every other one, after a try that was counted. */
export const enter = async (cookies: Cookies, typed: string | undefined): Promise<string[] | undefined> => {
  const carried = codeIn(cookieIn(cookies, COOKIE.code));
  if (!carried) return undefined;
  const { tenant, id } = carried;
  const now = instant();
  const code = await read(codeById(tenant, id));
  if (!code || !same(code.browser, hashed(carried.secret)) || now >= code.until) return undefined;
  const asked = await read(askedOf(tenant, code.address));
  if (asked?.live !== id || !(await bump(countTry(tenant, id, MOST_TRIES)))) return undefined;
  const linkKey = await vault('linkKey');
  const right = same(codeOf(linkKey, tenant, id), typed ?? '');
  if (!right || code.email === undefined || code.customerId === undefined || code.change) return undefined;
  const customer = await whoIsNow({ tenant }, await read(customerById(tenant, code.customerId)));
  if (!customer || !mayBeIn(customer, code.email)) return undefined;
  const deps: Deps = { tenant, actor: `customer:${customer.id}`, trace: newTrace(), now };
  about({ tenant, trace: deps.trace });
  return begin({ code, email: code.email, customer, before: await inside(cookies) }, linkKey, deps);
};

interface Entering {
  readonly code: Code;
  readonly email: string;
  readonly customer: Customer;
  /** The session that this browser had: it makes way, so that nobody can have put one there before. */
  readonly before: In | undefined;
}
const begin = async (
  { code, email, customer, before }: Entering,
  linkKey: string,
  deps: Deps,
): Promise<string[] | undefined> => {
  const { tenant, now } = deps;
  const secret = newSecret(24);
  const session: Session = {
    id: newId('ses'),
    version: 1,
    secret: hashed(secret),
    email,
    customerId: customer.id,
    ...(code.entity !== undefined && { entity: code.entity }),
    begunAt: now,
    until: later(now, SESSION_MS),
  };
  const contact = hiddenKey(tenant, email).slice(0, 16);
  const begun = { sessionId: session.id, customerId: customer.id, contact };
  // Of another company the browser forgets it, as its cookie is the other's now.
  const old = before?.deps.tenant === tenant ? ended(before.session, deps) : undefined;
  const done = await commit(
    deps,
    {
      action: 'selfservice.enter',
      subject: session.id,
      events: [announce(SessionBegun, session.id, begun), ...(old?.events ?? [])],
    },
    [useUp(tenant, code.id, MOST_TRIES), putSession(tenant, session), ...(old?.writes ?? [])],
  );
  if (!done.ok) return undefined;
  const carried = { tenant, id: session.id, secret };
  return [setCookie(COOKIE.session, sessionCookie(linkKey, carried, now), 'Lax'), dropCookie(COOKIE.code)];
};

const ended = (
  session: Session,
  { tenant, now }: Deps,
): { events: Fact[]; writes: Write<'table.stale'>[] } => ({
  events: [announce(SessionEnded, session.id, { sessionId: session.id, customerId: session.customerId })],
  writes: [putSession(tenant, { ...session, version: session.version + 1, over: now })],
});

/** A second click finds it over. */
export const leave = async ({ session, deps }: In): Promise<void> => {
  const { events, writes } = ended(session, deps);
  await commit(deps, { action: 'selfservice.leave', subject: session.id, events }, writes);
};

/** Another account of the same person's; the address must be one of that customer's, too. */
export const lookAt = async ({ session, deps }: In, customer: Customer): Promise<boolean> => {
  if (!mayBeIn(customer, session.email)) return false;
  const { entity: _, ...kept } = session;
  const next: Session = { ...kept, version: session.version + 1, customerId: customer.id };
  const done = await commit(
    { ...deps, actor: `customer:${customer.id}` },
    { action: 'selfservice.choose', subject: session.id },
    [putSession(deps.tenant, next)],
  );
  return done.ok;
};
