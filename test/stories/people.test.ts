/** People come with a token of the company's own identity provider: signed by its keys, for us, in time, with a role. */
import {
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  UnsecuredJWT,
  type JWK,
  type JWTPayload,
} from 'jose';
import { createServer, type Server } from 'node:http';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SELLER } from '../../bin/demo/company.ts';
import { openCompany } from '../../bin/demo/open.ts';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { AuditRecord } from '../../shared/audit/audit.ts';
import { expectProblem } from '../support/refused.ts';
import { World } from '../support/world.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
const ISSUER = 'https://login.acme.example/';
const AUDIENCE = 'quittance';
const MINUTE = 60_000;

let world: World;
let server: Server;
let rsa: Pair;
let ec: Pair;
let stranger: Pair;
/** What the provider publishes, and how often it was asked. */
let published: JWK[];
let fetched = 0;
let isDown = false;

beforeAll(async () => {
  [rsa, ec, stranger] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
  ]);
  published = [await jwk(rsa, 'one', 'RS256'), await jwk(ec, 'two', 'ES256')];
  server = createServer((_, response) => {
    fetched += 1;
    response.writeHead(isDown ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world = await World.open('2026-01-05T09:00:00Z', {}, { idp: { baseUrl: origin } });
  const issuer = {
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUri: `${origin}/jwks.json`,
    claim: 'realm_access.roles',
    roles: { 'ar-credit': 'credit', 'ar-finance': 'finance', boss: 'admin', reads: 'auditor' },
  };
  await openCompany(world.cloud, {
    tenant: 'acme',
    entities: [SELLER],
    keys: [],
    issuers: [
      issuer,
      {
        ...issuer,
        issuer: 'https://inside.example/',
        people: 'inside',
        jwksUri: 'http://127.0.0.1:1/jwks.json',
      },
      { ...issuer, issuer: 'https://agency.example/', people: 'agency' },
    ],
  });
});
afterAll(async () => {
  await world.close();
  server.close();
});

const jwk = async ({ publicKey }: Pair, kid: string, alg: string): Promise<JWK> => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg,
  use: 'sig',
});
const now = () => Math.floor(world.cloud.clock.now() / 1000);
interface Said {
  roles?: unknown;
  alg?: string;
  kid?: string;
  with?: Pair;
  claims?: JWTPayload;
  without?: string[];
}
let serial = 0;
const claimsOf = (sub: string, { roles = ['ar-credit'], claims = {}, without = [] }: Said): JWTPayload => {
  const all: JWTPayload = {
    iss: ISSUER,
    aud: ['account', AUDIENCE],
    sub,
    iat: now(),
    exp: now() + 600,
    // No two tokens are alike: the gateway remembers each for a minute.
    jti: `t-${++serial}`,
    realm_access: { roles },
    ...claims,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
};
const tokenOf = (sub: string, said: Said = {}): Promise<string> =>
  new SignJWT(claimsOf(sub, said))
    .setProtectedHeader({ alg: said.alg ?? 'RS256', kid: said.kid ?? 'one', typ: 'JWT' })
    .sign((said.with ?? rsa).privateKey);
/** The very key of the provider, used with an algorithm that it does not publish it for. */
const tokenAs = async (alg: string): Promise<string> => {
  const privateKey = await importJWK({ ...(await exportJWK(rsa.privateKey)), alg }, alg);
  return new SignJWT(claimsOf('ann', {})).setProtectedHeader({ alg, kid: 'one' }).sign(privateKey);
};
const get = (path: string, key: string) => world.call('GET', path, undefined, { key });
const status = async (token: string | Promise<string>, path = '/v1/orders') =>
  (await get(path, await token)).status;
const denials = async () =>
  (
    await world.call<{ data: AuditRecord[] }>('GET', '/v1/audit?kind=denial&limit=100', undefined, {
      key: await tokenOf('root', { roles: ['reads'] }),
    })
  ).body.data;

describe('a token', () => {
  test('of a trusted issuer opens what its roles open, by RS256 and by ES256', async () => {
    expect(await status(tokenOf('ann'))).toBe(200);
    expect(await status(tokenOf('ann', { alg: 'ES256', kid: 'two', with: ec }))).toBe(200);
    expect(await status(tokenOf('ann'), '/v1/exports')).toBe(403);
    expect(await status(tokenOf('ann', { roles: ['ar-finance', 'reads'] }), '/v1/audit')).toBe(200);
    expect(fetched).toBeLessThanOrEqual(2);
  });

  test.each<[string, (token: () => Promise<string>) => Promise<string> | string]>([
    ['for another audience', () => tokenOf('ann', { claims: { aud: 'other' } })],
    ['of another issuer', () => tokenOf('ann', { claims: { iss: 'https://evil.example/' } })],
    ['that has ended', () => tokenOf('ann', { claims: { exp: now() - 31 } })],
    ['that has no end', () => tokenOf('ann', { without: ['exp'] })],
    ['of nobody', () => tokenOf('ann', { without: ['sub'] })],
    ['of a name that would be a key of ours', () => tokenOf('ann#post /v1/orders#x')],
    ['that is not valid yet', () => tokenOf('ann', { claims: { nbf: now() + 120 } })],
    ['signed by a stranger', () => tokenOf('ann', { with: stranger })],
    ['signed by a stranger under a kid of nobody', () => tokenOf('ann', { with: stranger, kid: 'three' })],
    ['signed by another algorithm of the same key', () => tokenAs('RS512')],
    ['signed by PSS', () => tokenAs('PS256')],
    ['without a signature', () => new UnsecuredJWT(claimsOf('ann', {})).encode()],
    [
      'whose HMAC secret is the public key',
      () => {
        const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const text = `${part({ alg: 'HS256', kid: 'one' })}.${part(claimsOf('ann', {}))}`;
        return `${text}.${createHmac('sha256', JSON.stringify(published[0])).update(text).digest('base64url')}`;
      },
    ],
    [
      'that brings its own key',
      async () =>
        new SignJWT(claimsOf('ann', {}))
          .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(stranger.publicKey) })
          .sign(stranger.privateKey),
    ],
    [
      'whose claims were changed',
      async (token) => {
        const [head, , signature] = (await token()).split('.');
        return `${head}.${Buffer.from(JSON.stringify(claimsOf('ann', { roles: ['boss'] }))).toString('base64url')}.${signature}`;
      },
    ],
    [
      'of a person without a role of ours',
      () => tokenOf('ann', { roles: ['admin', 'constructor', '__proto__'] }),
    ],
    ['whose roles are no list', () => tokenOf('ann', { roles: { boss: true } })],
    ['that is three words', () => 'eyJ.eyJ.eyJ'],
  ])('%s opens nothing', async (_, make) => {
    const asked = fetched;
    expect(await status(Promise.resolve(make(() => tokenOf('ann'))))).toBe(403);
    expect(fetched - asked).toBeLessThanOrEqual(2);
  });

  test('that was not believed is in the audit, under its issuer; one of nobody’s issuer is not', async () => {
    const found = await denials();
    expect(new Set(found.map(({ code }) => code))).toEqual(
      new Set(['access.token', 'access.expired', 'access.no_role', 'access.scope']),
    );
    expect(new Set(found.map(({ actor }) => actor))).toEqual(new Set([`issuer:${ISSUER}`, 'person:ann']));
    expect(JSON.stringify(found)).not.toMatch(/eyJ|evil/);
  });

  test('ends in time, also while the gateway remembers it', async () => {
    const token = await tokenOf('ann', { claims: { exp: now() + 10 } });
    expect(await status(token)).toBe(200);
    await world.passes(41_000);
    expectProblem(await get('/v1/orders', token), { status: 401, code: 'access.expired' });
    await world.passes(MINUTE);
    expect(await status(token)).toBe(403);
  });

  test('by a key that the issuer began to use is taken after a look at its list', async () => {
    const next = await generateKeyPair('RS256', { extractable: true });
    published = [...published, await jwk(next, 'next', 'RS256')];
    await world.passes(MINUTE);
    expect(await status(tokenOf('ann', { with: next, kid: 'next' }))).toBe(200);
  });
});

test('people are distinct persons: one asks, another agrees, both are named', async () => {
  const acme = await world.customer('Acme', {}, 0);
  const limit = { limit: { minor: 30_000_000, currency: 'EUR' } };
  const path = `/v1/customers/${acme.id}/credit`;
  const asked = await world.call<Approval>('PUT', path, limit, { key: await tokenOf('ann') });
  expect([asked.status, asked.body.requestedBy]).toEqual([202, 'person:ann']);
  const approve = async (sub: string, roles: string[]) =>
    world.call<Approval>(
      'POST',
      `/v1/approvals/${asked.body.id}/approve`,
      {},
      { key: await tokenOf(sub, { roles }) },
    );
  // The same person with another role and another token is the same person.
  expectProblem(await approve('ann', ['ar-finance']), { status: 403, code: 'approvals.same_person' });
  expect((await approve('bob', ['ar-finance'])).body).toMatchObject({
    state: 'APPROVED',
    decidedBy: 'person:bob',
  });
});

test('the same name at another issuer of the tenant is another person, and no issuer takes another’s people', async () => {
  const acme = await world.customer('Agency', {}, 0);
  const limit = { limit: { minor: 40_000_000, currency: 'EUR' } };
  const key = await tokenOf('ann', { claims: { iss: 'https://agency.example/' } });
  const asked = await world.call<Approval>('PUT', `/v1/customers/${acme.id}/credit`, limit, { key });
  expect(asked.body.requestedBy).toBe('person.agency:ann');
  const grab = (issuers: readonly object[]) =>
    openCompany(world.cloud, { tenant: 'acme', entities: [SELLER], keys: [], issuers });
  const evil = {
    issuer: 'https://evil.example/',
    audience: 'x',
    jwksUri: 'https://evil.example/k',
    roles: { x: 'admin' },
  };
  await expect(grab([evil])).rejects.toThrow('access.people_taken');
  await expect(grab([evil, { ...evil, issuer: 'https://worse.example/' }])).rejects.toThrow();
});

test('an issuer that does not answer, or answers from inside, lets nobody in and keeps nobody out for long', async () => {
  const inside = await tokenOf('ann', { claims: { iss: 'https://inside.example/' } });
  expect(
    (await fetch(`${world.cloud.urls.api}/v1/orders`, { headers: { authorization: `Bearer ${inside}` } }))
      .status,
  ).toBe(500);
  // Ten minutes later the list is asked for again, and the provider is down: an outage, not a denial.
  await world.passes(11 * MINUTE);
  isDown = true;
  const down = await tokenOf('ann');
  expect(await status(down)).toBe(500);
  isDown = false;
  expect(await status(down)).toBe(200);
});

test('an issuer and its audience mean one tenant, and stay with who named them first', async () => {
  const grab = openCompany(world.cloud, {
    tenant: 'rival',
    entities: [SELLER],
    keys: [],
    issuers: [
      { issuer: ISSUER, audience: AUDIENCE, jwksUri: 'https://evil.example/jwks', roles: { x: 'admin' } },
    ],
  });
  await expect(grab).rejects.toThrow('access.issuer_taken');
  expect(await status(tokenOf('ann'))).toBe(200);
});
