/** Keys: made, used, rotated, ended; what roles open; what is denied and what the audit says of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyView } from '../../shared/access/tenant.ts';
import type { AuditRecord } from '../../shared/audit/audit.ts';
import { expectProblem, itemsOf } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: [] });
  const keys = ['admin', 'auditor'].map((role) => ({ name: role, roles: [role] }));
  await world.hires(keys);
});
afterAll(() => world.close());

const asAdmin = <T>(method: string, path: string, body?: unknown, idem?: string) =>
  world.call<T>(method, path, body, { key: 'admin', ...(idem !== undefined && { idem }) });
const orders = async (key: string) => (await world.call('GET', '/v1/orders', undefined, { key })).status;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const made = async (grant: object): Promise<KeyView & { secret: string }> => {
  const { status, body } = await asAdmin<KeyView & { secret: string }>('POST', '/v1/keys', grant);
  expect([status, body]).toMatchObject([201, { secret: expect.stringMatching(/^qk\.acme\.key_/) }]);
  return body;
};
const listed = async (id: string) =>
  (await world.get<{ data: KeyView[] }>('/v1/keys?limit=100', 'admin')).data.find((key) => key.id === id)!;
const audit = async (query: string) =>
  (await world.get<{ data: AuditRecord[] }>(`/v1/audit?limit=100&${query}`, 'auditor')).data;

describe('a key', () => {
  test('is told once, and a repeated request does not tell it again', async () => {
    const grant = { name: 'shop', roles: ['partner'] };
    const first = await asAdmin<KeyView>('POST', '/v1/keys', grant, 'once');
    const again = await asAdmin<KeyView>('POST', '/v1/keys', grant, 'once');
    const { secret, ...view } = first.body;
    expect([first.status, again.status, again.body]).toEqual([201, 201, view]);
    expect(await orders(secret!)).toBe(200);
    // Not in any item of the table, and not in the list.
    const hidden = secret!.slice(-32);
    expect(JSON.stringify([...(await itemsOf(world))])).not.toContain(hidden);
    expect(JSON.stringify(await listed(view.id))).not.toMatch(/hash|secret/);
  });

  test('opens what its role and its scopes open together', async () => {
    const key = await made({ name: 'both', roles: ['sales'], scopes: ['bank:read'] });
    const asked = async (path: string) =>
      (await world.call('GET', path, undefined, { key: key.secret })).status;
    expect([await asked('/v1/orders'), await asked('/v1/statements'), await asked('/v1/exports')]).toEqual([
      200, 200, 403,
    ]);
  });

  test('that opens nothing, or would have ended already, is not made', async () => {
    expectProblem(await asAdmin('POST', '/v1/keys', { name: 'x' }), {
      status: 422,
      code: 'request.invalid',
      at: ['/roles'],
    });
    expectProblem(
      await asAdmin('POST', '/v1/keys', { name: 'x', roles: ['sales'], expiresAt: '2026-01-01T00:00:00Z' }),
      { status: 422, code: 'access.expiry_past', at: ['/expiresAt'] },
    );
    for (const limits of [
      { creditLimit: [{ minor: -1, currency: 'EUR' }] },
      { creditLimit: [1, 2].map((minor) => ({ minor, currency: 'EUR' })) },
      { payroll: [] },
    ])
      expect((await asAdmin('POST', '/v1/keys', { name: 'x', roles: ['sales'], limits })).status).toBe(422);
  });

  test('says on which day it was used last, with one write a day', async () => {
    const key = await made({ name: 'used', roles: ['partner'] });
    expect((await listed(key.id)).lastUsedOn).toBeUndefined();
    await orders(key.secret);
    const today = world.today();
    expect((await listed(key.id)).lastUsedOn).toBe(today);
    await world.passes(26 * HOUR);
    await orders(key.secret);
    expect((await listed(key.id)).lastUsedOn).toBe(world.today());
    expect(world.today()).not.toBe(today);
  });

  test('ends at its moment, also while the gateway remembers it', async () => {
    const expiresAt = new Date(world.cloud.clock.now() + 90_000).toISOString();
    const key = await made({ name: 'short', roles: ['partner'], expiresAt });
    await world.passes(60_000);
    expect(await orders(key.secret)).toBe(200);
    await world.passes(31_000);
    expectProblem(await world.call('GET', '/v1/orders', undefined, { key: key.secret }), {
      status: 401,
      code: 'access.expired',
    });
    await world.passes(MINUTE);
    expect(await orders(key.secret)).toBe(403);
    expect((await audit(`kind=denial&actor=${key.id}`)).map(({ code }) => code)).toEqual([
      'access.expired',
      'access.expired',
    ]);
    const rotate = await asAdmin('POST', `/v1/keys/${key.id}/rotate`, {});
    expectProblem(rotate, { status: 409, code: 'access.key_ended' });
  });

  test('is rotated: both secrets open for some hours, then the new one alone', async () => {
    const key = await made({ name: 'rotated', roles: ['partner'] });
    const turned = await asAdmin<KeyView>('POST', `/v1/keys/${key.id}/rotate`, { overlapHours: 2 });
    const left = Date.parse(turned.body.overlapUntil!) - world.cloud.clock.now();
    expect([left > 2 * HOUR - MINUTE, left <= 2 * HOUR]).toEqual([true, true]);
    const next = turned.body.secret!;
    expect([await orders(key.secret), await orders(next)]).toEqual([200, 200]);
    await world.passes(2 * HOUR - 30_000);
    expect([await orders(key.secret), await orders(next)]).toEqual([200, 200]);
    await world.passes(31_000);
    expect([await orders(key.secret), await orders(next)]).toEqual([401, 200]);
    await world.passes(MINUTE);
    expect([await orders(key.secret), await orders(next)]).toEqual([403, 200]);
    // Twice in a row: of three secrets two open at most.
    const second = await asAdmin<KeyView>('POST', `/v1/keys/${key.id}/rotate`, {});
    const third = await asAdmin<KeyView>('POST', `/v1/keys/${key.id}/rotate`, {});
    await world.passes(MINUTE);
    expect([await orders(next), await orders(second.body.secret!), await orders(third.body.secret!)]).toEqual(
      [403, 200, 200],
    );
  });

  test('is revoked within a minute, with both secrets, for good', async () => {
    const key = await made({ name: 'lost', roles: ['partner'] });
    const turned = await asAdmin<KeyView>('POST', `/v1/keys/${key.id}/rotate`, {});
    expect([await orders(key.secret), await orders(turned.body.secret!)]).toEqual([200, 200]);
    const revoked = await asAdmin<KeyView>('POST', `/v1/keys/${key.id}/revoke`, { reason: 'laptop stolen' });
    expect(revoked.body.revoked).toMatchObject({ reason: 'laptop stolen' });
    await world.passes(MINUTE);
    expect([await orders(key.secret), await orders(turned.body.secret!)]).toEqual([403, 403]);
    for (const path of ['rotate', 'revoke'])
      expectProblem(
        await asAdmin('POST', `/v1/keys/${key.id}/${path}`, path === 'revoke' ? { reason: 'x' } : {}),
        {
          status: 409,
          code: 'access.key_ended',
        },
      );
    expect((await audit(`subject=${key.id}`)).map(({ action }) => action)).toEqual([
      'access.revoke_key',
      'access.rotate_key',
      'access.create_key',
    ]);
  });
});

describe('the audit', () => {
  test('has a wrong secret of a known key, once per secret and minute; of a key that nobody has a counter', async () => {
    const key = await made({ name: 'tried', roles: ['partner'] });
    const wrong = (letter: string) => `${key.secret.slice(0, -32)}${letter.repeat(32)}`;
    const stranger = key.secret.replace(/key_.{26}/, `key_${'0'.repeat(26)}`);
    for (const text of [wrong('a'), wrong('a'), wrong('b'), stranger]) expect(await orders(text)).toBe(403);
    const denials = await audit(`kind=denial&actor=${key.id}`);
    expect(denials).toHaveLength(2);
    expect(denials[0]).toMatchObject({
      kind: 'denial',
      action: 'GET /v1/orders',
      code: 'access.secret',
      times: 1,
      request: expect.stringMatching(/\S+/),
    });
    const counters = (await audit('kind=denial')).filter(({ code }) => code === 'access.key_unknown');
    expect(counters).toHaveLength(1);
    expect(counters[0]).toMatchObject({
      actor: expect.stringMatching(/^stranger:\d\d$/),
      action: 'GET /v1/orders',
      times: 1,
      request: expect.stringMatching(/\S+/),
    });
    expect(JSON.stringify(await audit('kind=denial'))).not.toMatch(/a{32}|b{32}|000000000000|127\.0\.0/);
  });

  test('has strangers of no company in the operator’s book, as counters whose number they cannot raise', async () => {
    const before = [...(await itemsOf(world)).values()].filter(({ kind }) => kind === 'stranger').length;
    const fifty = Array.from({ length: 50 }, (_, n) => String(n).padStart(26, '0'));
    const key = (tenant: string, id: string) => `qk.${tenant}.key_${id}.${'s'.repeat(32)}`;
    for (const id of fifty) expect(await orders(key('nobody', id))).toBe(403);
    for (const id of fifty) expect(await orders(key(`no-${id.slice(-4)}`, id))).toBe(403);
    for (const text of ['guess', 'qk.acme', `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}.c`])
      expect(await orders(text)).toBe(403);
    const { payload, error } = await world.cloud.invoke('ShowStrangers', {});
    expect(error).toBeUndefined();
    const { strangers } = payload as { strangers: AuditRecord[] };
    const told = (code: string) =>
      strangers.filter((one) => one.code === code).reduce((sum, { times = 0 }) => sum + times, 0);
    // Of a hundred at least half is told, whatever number of environments counted them; nothing twice.
    expect([told('access.tenant_unknown') >= 50, told('access.tenant_unknown') <= 100]).toEqual([true, true]);
    expect([told('access.malformed'), told('access.issuer_unknown')]).toEqual([2, 1]);
    expect(strangers[0]).toMatchObject({ kind: 'denial', actor: expect.stringMatching(/^stranger:\d\d$/) });
    expect(strangers[0]!.last! >= strangers[0]!.at).toBe(true);
    // One address, three reasons: three counters an hour, and none of them in a company's audit.
    const items = [...(await itemsOf(world)).values()].filter(({ kind }) => kind === 'stranger');
    expect(items.length - before).toBeLessThanOrEqual(6);
    expect(JSON.stringify(items)).not.toMatch(/nobody|no-00|s{32}|guess|127\.0\.0/);
    expect((await audit('kind=denial')).map(({ code }) => code)).not.toContain('access.tenant_unknown');
  });

  test('has what a key may not, and ids that are not the tenant’s', async () => {
    const key = await made({ name: 'curious', scopes: ['orders:read'] });
    const ask = (path: string) =>
      world.call<{ requestId: string }>('GET', path, undefined, { key: key.secret });
    const scope = await ask('/v1/exports');
    const id = `ord_${'0'.repeat(26)}`;
    const foreign = await ask(`/v1/orders/${id}`);
    expect([scope.status, foreign.status]).toEqual([403, 404]);
    const denials = await audit(`kind=denial&actor=${key.id}`);
    expect(denials.map(({ code, subjects, request }) => [code, subjects, request])).toEqual([
      ['orders.unknown', [id], foreign.body.requestId],
      ['access.scope', [], scope.body.requestId],
    ]);
    expect(await audit(`kind=denial&subject=${id}`)).toHaveLength(1);
  });

  test('is bounded: many attempts of a minute are a handful of records that say how many', async () => {
    const key = await made({ name: 'loud', scopes: ['orders:read'] });
    const before = world.cloud.clock.now();
    await world.passes(MINUTE - (before % MINUTE));
    for (let n = 0; n < 40; n++)
      expect((await world.call('GET', '/v1/exports', undefined, { key: key.secret })).status).toBe(403);
    const denials = await audit(`kind=denial&actor=${key.id}`);
    const told = denials.reduce((sum, { times = 0 }) => sum + times, 0);
    // Two environments of a function at most, and a minute that may have turned meanwhile.
    expect(denials.length).toBeLessThan(20);
    expect([told >= 20, told <= 40]).toEqual([true, true]);
  });

  test('is paged by month, filtered by actor, and shows acts with their ids', async () => {
    const acme = await world.customer('Audited');
    const { id } = await acme.isInvoiced('10.00');
    const [act] = await audit(`subject=${acme.id}`);
    expect(act).toMatchObject({
      kind: 'act',
      action: 'credit.set_limit',
      actor: expect.stringMatching(/^key_/),
    });
    expect(await audit(`kind=booking&subject=${id}`)).toMatchObject([{ kind: 'booking' }]);
    expect(await audit('month=2019-01')).toEqual([]);
    const rows: AuditRecord[] = [];
    for (let cursor = ''; ;) {
      const page = await world.get<{ data: AuditRecord[]; nextCursor?: string }>(
        `/v1/audit?limit=3&actor=${act!.actor}${cursor}`,
        'auditor',
      );
      expect(page.data.length).toBeLessThanOrEqual(3);
      rows.push(...page.data);
      if (page.nextCursor === undefined) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    expect(rows.map(({ id: one }) => one)).toEqual(
      (await audit(`actor=${act!.actor}`)).map(({ id: one }) => one),
    );
    expect(rows.length).toBeGreaterThan(3);
    expectProblem(await world.call('GET', '/v1/audit', undefined, { key: 'finance' }), {
      status: 403,
      code: 'access.scope',
    });
  });
});
