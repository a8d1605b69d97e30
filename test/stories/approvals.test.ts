/** Four eyes: what one person asks for, a second one decides; the effect and the end of the asking are one commit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SELLER } from '../../bin/demo/company.ts';
import { openCompany } from '../../bin/demo/open.ts';
import type { Entity, KeyView } from '../../shared/access/tenant.ts';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { AuditRecord } from '../../shared/audit/audit.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { PROFILE } from '../support/stock.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let acme: Buyer;
const NEW_BANK = { name: 'Andere Bank', iban: 'DE02120300000000202051', bic: 'BYLADEM1001' };
const HOUR = 3_600_000;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: [] });
  const keys = [
    ...['credit', 'finance', 'admin', 'auditor', 'sales'].map((role) => ({ name: role, roles: [role] })),
    { name: 'credit2', roles: ['credit'] },
    { name: 'admin2', roles: ['admin'] },
  ];
  const { finance, ...made } = await openCompany(world.cloud, { tenant: 'acme', entities: [SELLER], keys });
  Object.assign(world.keys, made, { cfo: finance });
  acme = await world.customer('Acme', {}, 0);
});
afterAll(() => world.close());

const limitTo = (minor: number, key = 'credit', currency = 'EUR') =>
  world.call<Approval>('PUT', `/v1/customers/${acme.id}/credit`, { limit: { minor, currency } }, { key });
const limit = async (currency = 'EUR') =>
  (
    await world.get<{ data: { currency: string; limit?: { minor: number } }[] }>(
      `/v1/customers/${acme.id}/credit`,
      'credit',
    )
  ).data.find((account) => account.currency === currency)?.limit?.minor;
const decide = (id: string, key: string, how: 'approve' | 'reject' = 'approve', idem?: string) =>
  world.call<Approval>('POST', `/v1/approvals/${id}/${how}`, how === 'reject' ? { reason: 'too much' } : {}, {
    key,
    ...(idem !== undefined && { idem }),
  });
const pending = async () =>
  (await world.get<{ data: Approval[] }>('/v1/approvals?state=PENDING', 'credit')).data.map(({ id }) => id);
const audit = async (query: string) =>
  (await world.get<{ data: AuditRecord[] }>(`/v1/audit?limit=100&${query}`, 'auditor')).data;

describe('a credit limit', () => {
  test('within the band of the role is given alone; above it a second person agrees', async () => {
    expect((await limitTo(5_000_000)).status).toBe(200);
    const asked = await limitTo(5_000_001);
    expect([asked.status, asked.body]).toMatchObject([
      202,
      {
        operation: 'credit.set_limit',
        subject: acme.id,
        state: 'PENDING',
        input: { limit: { minor: 5_000_001, currency: 'EUR' } },
        before: { limit: { minor: 5_000_000, currency: 'EUR' } },
      },
    ]);
    expect([await limit(), await pending()]).toEqual([5_000_000, [asked.body.id]]);
    // Asking again is asking once.
    expect((await limitTo(5_000_001)).body.id).toBe(asked.body.id);

    await changesNothing(world, async () => {
      expectProblem(await decide(asked.body.id, 'credit'), { status: 403, code: 'approvals.same_person' });
      expectProblem(await decide(asked.body.id, 'admin'), { status: 403, code: 'approvals.scope' });
      expectProblem(await decide(asked.body.id, 'sales'), { status: 403, code: 'access.scope' });
      expectProblem(await decide(asked.body.id, 'foreign'), { status: 403, code: 'access.scope' });
    });
    const agreed = await decide(asked.body.id, 'credit2', 'approve', 'yes');
    expect([agreed.status, agreed.body]).toMatchObject([200, { state: 'APPROVED', version: 2 }]);
    const again = await decide(asked.body.id, 'credit2', 'approve', 'yes');
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([agreed.body, 'true']);
    expectProblem(await decide(asked.body.id, 'cfo'), { status: 409, code: 'approvals.not_pending' });
    expect([await limit(), await pending()]).toEqual([5_000_001, []]);
    // Both names, in one act.
    const [act] = await audit(`subject=${acme.id}`);
    expect(act).toMatchObject({
      action: 'credit.set_limit',
      actor: agreed.body.decidedBy,
      requestedBy: asked.body.requestedBy,
    });
    expect(act!.actor).not.toBe(act!.requestedBy);
    expect((await audit('kind=denial')).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['approvals.same_person', 'approvals.scope', 'access.scope']),
    );
  });

  test('that is taken away, or was given already, needs nobody', async () => {
    expect((await limitTo(5_000_001)).status).toBe(200);
    expect((await limitTo(100)).status).toBe(200);
    expect(await limit()).toBe(100);
  });

  test('in a currency that the band does not name always needs two', async () => {
    expect((await limitTo(1, 'credit', 'SEK')).status).toBe(202);
    expect(await limit('SEK')).toBeUndefined();
  });

  test('is rejected with a reason, or taken back by who asked', async () => {
    const one = await limitTo(7_000_000);
    expect((await decide(one.body.id, 'cfo', 'reject')).body).toMatchObject({
      state: 'REJECTED',
      reason: 'too much',
    });
    const two = await limitTo(7_100_000);
    expect((await decide(two.body.id, 'credit', 'reject')).body).toMatchObject({ state: 'REJECTED' });
    for (const { body } of [one, two])
      expectProblem(await decide(body.id, 'credit2'), { status: 409, code: 'approvals.not_pending' });
    expect(await limit()).toBe(100);
    // Asked anew within the hour it is a new request.
    const three = await limitTo(7_000_000);
    expect([three.status, three.body.id === one.body.id]).toEqual([202, false]);
    await decide(three.body.id, 'credit', 'reject');
  });

  test('that two approve at the same moment is set once', async () => {
    const { body } = await limitTo(8_000_000);
    const answers = await Promise.all([decide(body.id, 'credit2'), decide(body.id, 'cfo')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(
      (await audit(`subject=${acme.id}`)).filter(({ requestedBy }) => requestedBy !== undefined),
    ).toHaveLength(4 + 1);
    expect(await limit()).toBe(8_000_000);
  });

  test('that nobody looks at for a week is none that waits', async () => {
    const { body } = await limitTo(9_000_000);
    await world.passes(7 * 24 * HOUR);
    expect(await pending()).toEqual([]);
    expect((await world.get<Approval>(`/v1/approvals/${body.id}`, 'credit')).state).toBe('EXPIRED');
    expectProblem(await decide(body.id, 'credit2'), { status: 409, code: 'approvals.not_pending' });
    expect(await limit()).toBe(8_000_000);
  });
});

test('two keys that one hand made, or of which one made the other, are one person', async () => {
  const make = async (key: string, role: string) =>
    (await world.call<KeyView>('POST', '/v1/keys', { name: 'helper', roles: [role] }, { key })).body.secret!;
  const puppet = await make('admin', 'credit');
  const other = await make('admin', 'credit');
  const stranger = await make('admin2', 'credit');
  const { body } = await limitTo(8_100_000, puppet);
  expectProblem(await decide(body.id, other), { status: 403, code: 'approvals.same_person' });
  expect((await decide(body.id, stranger)).body.state).toBe('APPROVED');
  const bank = { ...PROFILE, bank: NEW_BANK };
  const asked = await world.call<Approval>('PUT', '/v1/entities/main', bank, { key: 'admin' });
  const own = await make('admin', 'finance');
  expectProblem(await decide(asked.body.id, own), { status: 403, code: 'approvals.same_person' });
  await decide(asked.body.id, 'admin', 'reject');
});

test('a key that was rotated is in the hand that rotated it, and a chain of keys in the first', async () => {
  const id = world.keys['credit2']!.split('.')[2]!;
  const make = async (key: string, roles: readonly string[]) =>
    (await world.call<KeyView>('POST', '/v1/keys', { name: 'chain', roles }, { key })).body.secret!;
  const turned = await world.call<KeyView>('POST', `/v1/keys/${id}/rotate`, {}, { key: 'admin' });
  const bank = { ...PROFILE, bank: NEW_BANK };
  const first = await make('admin', ['admin']);
  const second = await make(first, ['finance', 'admin']);
  const third = await make(second, ['credit']);
  const self = await world.call<KeyView>(
    'POST',
    `/v1/keys/${second.split('.')[2]}/rotate`,
    {},
    { key: second },
  );
  const asked = await world.call<Approval>('PUT', '/v1/entities/main', bank, { key: 'admin' });
  for (const key of [first, second, self.body.secret!])
    expectProblem(await decide(asked.body.id, key), { status: 403, code: 'approvals.same_person' });
  await decide(asked.body.id, 'admin', 'reject');
  // Asked with the last key of the chain: neither the rotated one nor its maker agrees; the secret of before is its holder's.
  const { body } = await limitTo(8_200_000, third);
  expectProblem(await decide(body.id, turned.body.secret!), { status: 403, code: 'approvals.same_person' });
  expect((await decide(body.id, 'credit2')).body.state).toBe('APPROVED');
});

test('who knows the secret of before a rotation does not become a second person by rotating with it', async () => {
  const made = await world.call<KeyView>(
    'POST',
    '/v1/keys',
    { name: 'second', roles: ['admin'] },
    { key: 'admin' },
  );
  const [old, path] = [made.body.secret!, `/v1/keys/${made.body.id}/rotate`];
  expect((await world.call('POST', path, {}, { key: 'admin2' })).status).toBe(200);
  const again = await world.call<KeyView>('POST', path, {}, { key: old });
  const bank = { ...PROFILE, bank: NEW_BANK };
  const asked = await world.call<Approval>('PUT', '/v1/entities/main', bank, { key: 'admin' });
  expect([again.status, asked.status]).toEqual([200, 202]);
  expectProblem(await decide(asked.body.id, again.body.secret!), {
    status: 403,
    code: 'approvals.same_person',
  });
  await decide(asked.body.id, 'admin', 'reject');
});

describe('the bank data of an entity', () => {
  const entity = (key = 'admin') => world.get<Entity>('/v1/entities/main', key);
  const change = (over: object, key = 'admin') =>
    world.call<Approval>('PUT', '/v1/entities/main', { ...PROFILE, ...over }, { key });
  const notices = (to = SELLER.email) => world.mails(to, 'will change');

  test('other words about it are one person’s; number series, zone and currency nobody’s over the API', async () => {
    const { status, body } = await change({ phone: '+49 40 1', name: 'Nordwind Kontor SE' });
    expect([status, body]).toMatchObject([
      200,
      { name: 'Nordwind Kontor SE', series: 'INV', zone: SELLER.zone },
    ]);
    for (const field of ['id', 'series', 'zone', 'currency', 'bankNext'])
      expectProblem(await change({ [field]: 'x' }), {
        status: 422,
        code: 'request.invalid',
        at: [`/${field}`],
      });
    expectProblem(await change({ bank: { ...NEW_BANK, iban: 'DE03120300000000202051' } }), {
      status: 422,
      code: 'entities.iban_invalid',
      at: ['/bank/iban'],
    });
    await change({});
  });

  test('needs two persons and a day; the entity is told, and invoices change at that moment', async () => {
    await world.call('PUT', `/v1/customers/${acme.id}/credit`, {
      limit: { minor: 9_000_000, currency: 'EUR' },
    });
    const asked = await change({ bank: NEW_BANK });
    expect([asked.status, asked.body.before, (await entity()).bank]).toEqual([
      202,
      { bank: SELLER.bank, email: SELLER.email },
      SELLER.bank,
    ]);
    expectProblem(await decide(asked.body.id, 'admin'), { status: 403, code: 'approvals.same_person' });
    expectProblem(await decide(asked.body.id, 'credit'), { status: 403, code: 'approvals.scope' });
    expect(await notices()).toHaveLength(0);
    expect((await decide(asked.body.id, 'cfo')).body.state).toBe('APPROVED');
    await world.settle();
    const now = await entity();
    expect([now.bank, now.bankNext?.bank]).toEqual([SELLER.bank, NEW_BANK]);
    const [notice, ...more] = await notices();
    expect([notice!.to, more]).toEqual([[SELLER.email], []]);
    expect(notice!.text).toContain(asked.body.requestedBy);
    expect(notice!.text).toContain(now.bankNext!.from);
    expect(notice!.text).not.toContain(NEW_BANK.iban);

    const before = await acme.isInvoiced('10.00');
    expect(before.snapshot.seller.bank).toEqual(SELLER.bank);
    await world.passes(25 * HOUR);
    expect(await entity()).toMatchObject({ bank: NEW_BANK });
    expect((await entity()).bankNext).toBeUndefined();
    const after = await acme.isInvoiced('20.00');
    expect(after.snapshot.seller.bank).toEqual(NEW_BANK);
    // What is sent to the account of before is still theirs.
    await acme.transfers('10.00', before.number);
    expect((await acme.invoice(before.id)).state).toBe('PAID');
    await world.booksAreRight();
  });

  test('is stopped before its moment, and not after it', async () => {
    const asked = await change({ bank: SELLER.bank });
    await decide(asked.body.id, 'cfo');
    await world.passes(HOUR);
    const stop = () =>
      world.call<Entity>('POST', '/v1/entities/main/keep-bank', { reason: 'not ours' }, { key: 'admin2' });
    const stopped = await stop();
    expect([stopped.status, stopped.body.bank, stopped.body.bankNext]).toEqual([200, NEW_BANK, undefined]);
    expectProblem(await stop(), { status: 409, code: 'entities.nothing_waits' });
    await world.passes(25 * HOUR);
    expect((await entity()).bank).toEqual(NEW_BANK);
  });

  test('another mail address needs two persons as well, and the one before is told', async () => {
    const told = (await notices()).length;
    const asked = await change({ bank: NEW_BANK, email: 'other@nordwind-kontor.example' });
    expect(asked.status).toBe(202);
    await decide(asked.body.id, 'cfo');
    await world.settle();
    expect((await entity()).email).toBe('other@nordwind-kontor.example');
    expect(await notices()).toHaveLength(told + 1);
    expect(await notices('other@nordwind-kontor.example')).toEqual([]);
  });
});
