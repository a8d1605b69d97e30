/**
 * Tokens of people (OpenID Connect, RFC 7519, RFC 8725): whoever signs them is found by issuer and audience together, which
 * mean one tenant; only RS256 and ES256 by keys of the issuer's own list are taken, so neither `none` nor a public key
 * as an HMAC secret opens anything.
 */
import { createRemoteJWKSet, customFetch, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { instant } from '../runtime/context.ts';
import { noteDenied } from '../runtime/denied.ts';
import { fetchOut } from '../runtime/http.ts';
import { memory } from '../runtime/memory.ts';
import type { Caller } from '../runtime/serve.ts';
import { noteStranger } from '../runtime/strangers.ts';
import { recall } from '../runtime/table.ts';
import { limitsOf, scopesOf } from './roles.ts';
import type { Role } from './role.ts';
import { issuerName } from './rules.ts';
import { issuerByName } from './store.ts';
import type { TrustedIssuer } from './issuer.ts';
import type { Attempt } from './callers.ts';

/** Clocks of issuers differ from ours by so much. */
const TOLERANCE_SECONDS = 30;
/** A token names several audiences; more than these are not looked up. */
const MOST_AUDIENCES = 3;

export const personOf = async (token: string, attempt: Attempt): Promise<Caller | undefined> => {
  const trusted = await issuerOf(token);
  if (!trusted) {
    await noteStranger({ now: instant(), code: 'access.issuer_unknown', ...attempt });
    return undefined;
  }
  const { operation, request } = attempt;
  const deny = async (code: string, actor = `issuer:${trusted.issuer}`): Promise<undefined> => {
    await noteDenied({ tenant: trusted.tenant, actor, now: instant(), code, operation, request });
  };
  const verified = await verify(token, trusted);
  if (typeof verified === 'string') return deny(verified);
  const { sub = '', exp = 0 } = verified;
  // It stands in keys of the table, whose parts are held apart by `#`.
  if (!/^[!-"$-~]{1,128}$/.test(sub)) return deny('access.token');
  const actor = `person${trusted.people === undefined ? '' : `.${trusted.people}`}:${sub}`;
  const roles = rolesOf(verified, trusted);
  if (roles.length === 0) return deny('access.no_role', actor);
  const limits = limitsOf(roles);
  return {
    tenant: trusted.tenant,
    actor,
    scopes: scopesOf(roles).join(' '),
    until: new Date((exp + TOLERANCE_SECONDS) * 1000).toISOString(),
    ...(limits && { limits }),
  };
};

/** By what the token says of itself, before any of it is believed: it chooses whose keys it is held against, and no more. */
const issuerOf = async (token: string): Promise<TrustedIssuer | undefined> => {
  let said: JWTPayload;
  try {
    said = decodeJwt(token);
  } catch {
    return undefined;
  }
  if (typeof said.iss !== 'string') return undefined;
  const audiences = [said.aud ?? []].flat().filter((one) => typeof one === 'string');
  for (const audience of audiences.slice(0, MOST_AUDIENCES)) {
    const known = await recall(issuerByName(issuerName(said.iss, audience)));
    if (known) return known;
  }
  return undefined;
};

/** What it says, or the code of why it is not believed. An issuer that does not answer is an outage, and thrown. */
const verify = async (token: string, { issuer, audience, jwksUri }: TrustedIssuer) => {
  try {
    const { payload } = await jwtVerify(token, keysAt(jwksUri), {
      issuer,
      audience,
      algorithms: ['RS256', 'ES256'],
      clockTolerance: TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'access.expired';
    if (error instanceof errors.JOSEError && !OUTAGES.includes(error.code)) return 'access.token';
    throw error;
  }
};
const OUTAGES = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'];

type Keys = ReturnType<typeof createRemoteJWKSet>;
const known = /* @__PURE__ */ memory<Keys>();
/** Kept for ten minutes; a key id that is not among them is looked for again, twice a minute at most. */
const keysAt = (uri: string): Keys => {
  const keys =
    known.get(uri) ??
    createRemoteJWKSet(new URL(uri), {
      cacheMaxAge: 600_000,
      cooldownDuration: 30_000,
      [customFetch]: (url) =>
        fetchOut(url, { method: 'GET', headers: { accept: 'application/json' }, timeoutMs: 5_000 }),
    });
  known.set(uri, keys);
  return keys;
};

/** The claim by its name, or by its path where the issuer nests it (`realm_access.roles`); what it holds, as roles of ours. */
const rolesOf = (payload: JWTPayload, { claim, roles }: TrustedIssuer): Role[] => {
  const at = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  const found = at(payload, claim) ?? claim.split('.').reduce(at, payload as unknown);
  const values =
    typeof found === 'string' ? found.split(/[\s,]+/) : Array.isArray(found) ? (found as unknown[]) : [];
  return [
    ...new Set(
      values.flatMap((one) => (typeof one === 'string' && Object.hasOwn(roles, one) ? [roles[one]!] : [])),
    ),
  ];
};
