/** After a restore, or by a mistake, everything is announced once more and every job runs again: nothing changes by it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../bin/demo/random.ts';
import type { Raw } from '../../bin/doctor/books.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { World } from '../support/world.ts';
import { announceAgain, LEGS, openWorld, rests, Traveller } from './road.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const traveller = new Traveller(world, 'Again');
  for (const leg of LEGS) {
    await leg.walk(traveller);
    await rests(world, leg, false);
  }
}, 300_000);
afterAll(() => world.close());

const all = async (): Promise<{ items: Map<string, Raw>; mails: number }> => {
  const { items, around } = await running(world.cloud.urls);
  return {
    items: new Map(items.map((item) => [`${item.pk} ${item.sk}`, item])),
    mails: around!.taken.length,
  };
};

test('every fact of the road is announced again, in another order: no second mail, invoice, receipt or entry', async () => {
  const before = await all();
  const random = seeded(11);
  const acts = [...before.items.values()]
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
  expect(await announceAgain(world, acts)).toBeGreaterThan(40);
  await world.passes(45 * 60_000);
  expect(await all()).toEqual(before);
});

test('every job runs again on the same day: nothing is found that was not done', async () => {
  // Exports are asked for, and providers looked through, once a night; those of this night are there after this.
  for (const job of ['NightlyExports', 'CheckAttempts']) await world.cloud.invoke(job, {});
  await world.settle();
  const before = await all();
  for (const job of ['FindOverdue', 'CheckAttempts', 'NightlyExports']) {
    const { error } = await world.cloud.invoke(job, {});
    expect([job, error]).toEqual([job, undefined]);
  }
  await world.settle();
  expect(await all()).toEqual(before);
});
