/** A file of 10,000 customers is worked off in memory that does not grow with it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustomerImport } from '../../shared/customers/customer-import.ts';
import { World } from '../support/world.ts';

/** Of the worker, in place of 1,024: its heap is 85 % of them, and code and clients take most of that. */
const MB = 40;
const ROWS = 10_000;
/** So many are saved. What the table does for each is not looked at here: `npm run bench:import` saves all. */
const GOOD = 250;
let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { memoryMb: { ImportCustomers: MB } });
});
afterAll(() => world.close());

test('a worker with a twenty-fifth of its memory works all of them off', async () => {
  // The others have no currency of ours. Whoever keeps the rows that are done does not get to the end.
  const row = (at: number) => ({
    externalId: `J-${at}`,
    name: `Jota ${at}`,
    address: { line1: `Weg ${at}`, postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: [`j${at}@j.example`],
    currency: at % (ROWS / GOOD) === 0 ? 'EUR' : `none ${'x'.repeat(200)}`,
  });
  const content = Array.from({ length: ROWS }, (_, at) => JSON.stringify(row(at))).join('\n');
  expect(content.length).toBeGreaterThan(3_000_000);
  const as = { key: 'partner', raw: true };
  const sent = await world.call<CustomerImport>('POST', '/v1/customer-imports?source=erp', content, as);
  expect(sent.status).toBe(202);
  await world.settle();
  const done = await world.get<CustomerImport>(`/v1/customer-imports/${sent.body.id}`);
  expect(done).toMatchObject({
    state: 'DONE',
    counts: { rows: ROWS, created: GOOD, changed: 0, unchanged: 0, bad: ROWS - GOOD },
  });
  // Of the bad ones so many are told.
  expect(done.bad).toHaveLength(500);
  await world.booksAreRight();
}, 180_000);
