/** The count of a key's requests over many environments, on a real table: its bound on both sides, and what it costs. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type * as Rate from '../../../shared/runtime/rate.ts';
import type { Item } from '../../../shared/kernel/storage.ts';
import { openBooks, TENANT } from '../bank/books.ts';

const ENVIRONMENTS = 4;
const NOW = '2026-03-05T10:00:12.000Z';
let books: Awaited<ReturnType<typeof openBooks>>;
/** The module once per environment, each with a memory of its own. */
let environments: (typeof Rate)[];
let counter: (actor: string) => Promise<number>;
beforeAll(async () => {
  books = await openBooks();
  environments = [];
  for (let n = 0; n < ENVIRONMENTS; n++) {
    vi.resetModules();
    environments.push(await import('../../../shared/runtime/rate.ts'));
  }
  expect(new Set(environments.map(({ paceOf }) => paceOf)).size).toBe(ENVIRONMENTS);
  const { read } = await import('../../../shared/runtime/table.ts');
  counter = async (actor) =>
    (await read({
      key: { pk: `${TENANT}#RATE#${actor}`, sk: NOW.slice(0, 16) },
      parse: (item: Item) => Number(item['n']),
    })) ?? 0;
});
afterAll(() => books.close());

let serial = 0;
test('a key gets its limit, and a twentieth of it per environment more at most', async () => {
  const traffic = fc.record({
    limit: fc.integer({ min: 1, max: 120 }),
    places: fc.array(fc.nat({ max: ENVIRONMENTS - 1 }), { minLength: 1, maxLength: 200 }),
  });
  await fc.assert(
    fc.asyncProperty(traffic, async ({ limit, places }) => {
      const caller = { tenant: TENANT, actor: `key-${++serial}`, perMinute: limit };
      let admitted = 0;
      for (const place of places) if (!(await environments[place]!.paceOf(caller, NOW)).over) admitted += 1;
      expect(admitted).toBeGreaterThanOrEqual(Math.min(limit, places.length));
      expect(admitted).toBeLessThanOrEqual(limit + ENVIRONMENTS * Math.ceil(limit / 20));
      // What was added is what was asked, as far as it was added; a spent limit is asked about no more.
      expect(await counter(caller.actor)).toBeLessThanOrEqual(
        limit + ENVIRONMENTS * (Math.ceil(limit / 20) + 1),
      );
    }),
    { numRuns: 25 },
  );
});

test('traffic below a step costs no write, and each minute begins anew', async () => {
  const caller = { tenant: TENANT, actor: 'quiet', perMinute: 6_000 };
  const [one] = environments;
  for (let n = 0; n < 299; n++) await one!.paceOf(caller, NOW);
  expect(await counter('quiet')).toBe(0);
  const { headers } = await one!.paceOf(caller, NOW);
  expect(await counter('quiet')).toBe(300);
  expect(headers).toEqual({ 'ratelimit-policy': '"key";q=6000;w=60', ratelimit: '"key";r=5700;t=48' });
  expect((await one!.paceOf(caller, '2026-03-05T10:01:00.000Z')).headers['ratelimit']).toBe(
    '"key";r=5999;t=60',
  );
});

test('a table that does not answer keeps nobody waiting', async () => {
  const before = process.env['QUITTANCE_TABLE'];
  process.env['QUITTANCE_TABLE'] = 'no-such-table';
  const caller = { tenant: TENANT, actor: 'unlucky', perMinute: 1 };
  expect(await environments[0]!.paceOf(caller, NOW)).toMatchObject({ over: false });
  process.env['QUITTANCE_TABLE'] = before;
});
