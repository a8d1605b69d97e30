/** Keys as they were kept before, what roles add up to, and an entity whose bank data change. */
import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { limitsOf, ROLES, scopesOf } from '../../../shared/access/roles.ts';
import { changed, endedBy, handOf, isGrave, revoked, rotated, viewOf } from '../../../shared/access/rules.ts';
import { keyById, putKey } from '../../../shared/access/store.ts';
import {
  accountsOf,
  ApiKey,
  Entity,
  EntityProfile,
  inForce,
  OpenTenant,
} from '../../../shared/access/tenant.ts';
import { asked, decided, seen } from '../../../shared/approvals/rules.ts';
import { SCOPES } from '../../../shared/kernel/contract.ts';
import { within } from '../../../shared/kernel/limits.ts';

const NOW = '2026-03-05T10:00:00.000Z';
const LATER = '2026-03-06T10:00:00.000Z';
const ID = `key_${'0'.repeat(26)}` as const;
const key = (over: object = {}) =>
  ApiKey.parse({ id: ID, name: 'shop', scopes: ['orders:read'], hash: 'h1', createdAt: NOW, ...over });

describe('a key', () => {
  test('of before there were roles, versions and ends is read as it was meant', () => {
    const doc = { id: ID, name: 'shop', scopes: ['orders:read'], hash: 'h1', createdAt: NOW };
    const { parse } = keyById('acme', ID);
    const old = parse({ pk: 'acme#KEY#x', sk: 'KEY', kind: 'key', doc });
    expect([old, endedBy(old, NOW)]).toEqual([{ ...doc, roles: [], version: 1 }, undefined]);
    const used = parse({ pk: 'acme#KEY#x', sk: 'KEY', kind: 'key', doc, usedOn: '2026-03-04' });
    expect(used.lastUsedOn).toBe('2026-03-04');
    // The day moves beside the document: a rotation does not put an older one back.
    expect(putKey('acme', used).set).toMatchObject({
      doc: expect.not.objectContaining({ lastUsedOn: '2026-03-04' }),
    });
  });

  test('is rotated: one secret before it at most, in the hand that it was in', () => {
    const by = { actor: 'key_admin', now: NOW };
    const once = rotated(key(), 'h2', by, 24);
    expect(once).toMatchObject({
      value: { hash: 'h2', hand: 'key_admin', previous: { hash: 'h1', until: LATER } },
    });
    if (!once.ok) throw new Error(once.code);
    expect(once.value.previous).not.toHaveProperty('hand');
    const self = { actor: ID, now: NOW };
    const twice = rotated(once.value, 'h3', { ...self, may: { maker: 'key_admin' } }, 1);
    expect(twice).toMatchObject({
      value: { hash: 'h3', hand: 'key_admin', previous: { hash: 'h2', hand: 'key_admin' } },
    });
    expect(rotated(key(), 'h2', by, 0)).not.toHaveProperty('value.previous');
    expect(handOf({ actor: 'key_b', may: { maker: 'key_a' } })).toBe('key_a');
  });

  test('that turns itself with the secret of before leaves what it makes in the hand of that secret', () => {
    const turned = rotated(key({ hand: 'key_a' }), 'h2', { actor: 'key_b', now: NOW }, 24);
    if (!turned.ok) throw new Error(turned.code);
    expect(turned.value).toMatchObject({ hand: 'key_b', previous: { hand: 'key_a' } });
    const old = rotated(turned.value, 'h3', { actor: ID, now: NOW, may: { maker: 'key_a' } }, 24);
    expect(old).toMatchObject({
      value: { hash: 'h3', hand: 'key_a', previous: { hash: 'h2', hand: 'key_b' } },
    });
    // An operator's secret was in nobody's hand, and neither is what it makes of itself.
    const first = rotated(key(), 'h2', { actor: 'key_b', now: NOW }, 24);
    if (!first.ok) throw new Error(first.code);
    expect(rotated(first.value, 'h3', { actor: ID, now: NOW }, 1)).not.toHaveProperty('value.hand');
  });

  test('that has ended stays so, and shows nothing that proves it', () => {
    const ended = revoked(key({ previous: { hash: 'h0', until: LATER } }), 'key_admin', NOW, 'lost');
    if (!ended.ok) throw new Error(ended.code);
    expect([endedBy(ended.value, NOW), ended.value.previous]).toEqual(['access.revoked', undefined]);
    for (const again of [
      revoked(ended.value, 'x', NOW, 'y'),
      rotated(ended.value, 'h2', { actor: 'x', now: NOW }, 1),
      rotated(key({ expiresAt: NOW }), 'h2', { actor: 'x', now: NOW }, 1),
    ])
      expect(again).toMatchObject({ ok: false, code: 'access.key_ended' });
    const shown = viewOf(key({ previous: { hash: 'h0', until: LATER }, hand: 'key_a' }), NOW);
    expect(shown).toMatchObject({ overlapUntil: LATER });
    expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['hash']));
    expect(JSON.stringify(shown)).not.toMatch(/h0|h1|key_a/);
  });
});

describe('roles', () => {
  test('open scopes that there are; the auditor reads all and moves nothing; the admin moves no money', () => {
    for (const { scopes } of Object.values(ROLES)) {
      expect(scopes.filter((scope) => !SCOPES.includes(scope))).toEqual([]);
      expect(new Set(scopes).size).toBe(scopes.length);
    }
    expect(ROLES.auditor.scopes).toEqual(SCOPES.filter((scope) => scope.endsWith(':read')));
    expect(
      ROLES.admin.scopes.filter((scope) => /credit|payments|cash|bank:|orders|exports/.test(scope)),
    ).toEqual([]);
    // Each scope is opened by somebody.
    expect(
      SCOPES.filter((scope) => !Object.values(ROLES).some(({ scopes }) => scopes.includes(scope))),
    ).toEqual([]);
    expect(scopesOf(['auditor'], ['orders:read', 'orders:write'])).toHaveLength(
      ROLES.auditor.scopes.length + 1,
    );
  });
  test('of several the larger limit holds, and none is no limit', () => {
    const eur = (minor: number) => ({ minor, currency: 'EUR' });
    expect(limitsOf(['sales', 'partner'])).toBeUndefined();
    const both = limitsOf(['credit', 'finance']);
    expect([
      within(both, 'creditLimit', eur(25_000_000)),
      within(both, 'creditLimit', eur(25_000_001)),
    ]).toEqual([true, false]);
    expect(within(both, 'creditLimit', { minor: 1, currency: 'SEK' })).toBe(false);
    expect(within(limitsOf(['credit']), 'refund', eur(1))).toBe(true);
    expect(within(undefined, 'refund', eur(10 ** 12))).toBe(true);
  });
});

describe('an entity', () => {
  const entity = Entity.parse(SELLER);
  const { id: _, zone: __, currency: ___, series: ____, ...fields } = entity;
  const profile = EntityProfile.parse(fields);
  const bank = { ...entity.bank, iban: 'DE02120300000000202051' };
  test('has its new bank from its moment on, and takes statements of both until the next change', () => {
    const next = changed(entity, { ...profile, bank }, { now: NOW, from: LATER });
    expect([inForce(next, NOW).bank, inForce(next, LATER).bank]).toEqual([entity.bank, bank]);
    expect(accountsOf(next)).toEqual([entity.bank.iban, bank.iban]);
    // Other words about it, before and after the moment, leave both where they are.
    const before = changed(next, { ...profile, phone: '1' }, { now: NOW, from: LATER });
    const after = changed(next, { ...profile, bank, phone: '1' }, { now: LATER, from: LATER });
    for (const one of [before, after])
      expect([one.phone, one.bank, one.bankNext]).toEqual(['1', entity.bank, { bank, from: LATER }]);
  });
  test('is grave in bank and mail address, and in nothing else', () => {
    expect(isGrave(entity, { ...profile, name: 'X', phone: '1', reminders: [5] })).toBe(false);
    for (const over of [
      { email: 'x@y.example' },
      { bank },
      { bank: { ...entity.bank, bic: 'BYLADEM1001' } },
      { bank: { ...entity.bank, qrIban: 'CH4431999123000889012' } },
      { accounts: [{ bank: '021000021', number: '987654321' }] },
    ])
      expect(isGrave(entity, { ...profile, ...over })).toBe(true);
  });
  test('comes from its operator without bank data that wait, and with one issuer for each people', () => {
    const open = (over: object) =>
      OpenTenant.safeParse({ tenant: 'acme', entities: [SELLER], ...over }).success;
    expect(open({ entities: [{ ...SELLER, bankNext: { bank, from: LATER } }] })).toBe(false);
    const one = { issuer: 'https://a.example/', audience: 'x', jwksUri: 'https://a.example/k', roles: {} };
    expect(open({ issuers: [one, { ...one, audience: 'y' }] })).toBe(true);
    expect(open({ issuers: [one, { ...one, issuer: 'https://b.example/', people: 'b' }] })).toBe(true);
    expect(open({ issuers: [one, { ...one, issuer: 'https://b.example/' }] })).toBe(false);
    expect(open({ issuers: [one, { ...one, audience: 'y', people: 'b' }] })).toBe(false);
  });
});

describe('an approval', () => {
  const person = (actor: string, maker?: string, now = NOW) => ({
    actor,
    now,
    trace: 't',
    may: { scopes: ['credit:write'], ...(maker !== undefined && { maker }) },
  });
  const request = (by: ReturnType<typeof person>) =>
    asked(
      `apr_${'0'.repeat(26)}`,
      { operation: 'credit.set_limit', subject: 'cus_1', scope: 'credit:write', summary: 'x', input: {} },
      by,
    );
  test.each<[string, ReturnType<typeof person>, ReturnType<typeof person>, string | undefined]>([
    ['another person', person('a'), person('b'), undefined],
    ['the same person', person('a'), person('a'), 'approvals.same_person'],
    ['who made the key that asked', person('a', 'b'), person('b'), 'approvals.same_person'],
    ['whose key the one who asked made', person('a'), person('b', 'a'), 'approvals.same_person'],
    ['whose key the same hand made', person('a', 'c'), person('b', 'c'), 'approvals.same_person'],
    ['whose key another hand made', person('a', 'c'), person('b', 'd'), undefined],
    ['a person without the scope', person('a'), { ...person('b'), may: { scopes: [] } }, 'approvals.scope'],
    ['a worker', person('a'), { actor: 'w', now: NOW, trace: 't' } as never, 'approvals.scope'],
    [
      'another person a week later',
      person('a'),
      person('b', undefined, '2026-03-12T10:00:00.000Z'),
      'approvals.not_pending',
    ],
  ])('by %s', (_, one, other, code) => {
    expect(decided(request(one), 'APPROVED', other)).toMatchObject(
      code === undefined ? { ok: true, value: { state: 'APPROVED', version: 2 } } : { ok: false, code },
    );
  });
  test('is taken back by who asked, and ends by itself after seven days to the moment', () => {
    expect(decided(request(person('a')), 'REJECTED', person('a'), 'no')).toMatchObject({ ok: true });
    const waits = request(person('a'));
    expect(waits.expiresAt).toBe('2026-03-12T10:00:00.000Z');
    expect(seen(waits, '2026-03-12T09:59:59.999Z').state).toBe('PENDING');
    expect(seen(waits, waits.expiresAt).state).toBe('EXPIRED');
  });
});
