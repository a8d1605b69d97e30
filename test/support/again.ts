/** Events come again, late and in another order: the books stand as they did. */
import { expect } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { running } from '../../bin/doctor/sources.ts';
import { seeded } from '../../bin/demo/random.ts';
import { announceAgain } from '../faults/road.ts';
import type { World } from './world.ts';

/** All that was ever announced comes again in another order, and nothing of these kinds is changed by it; how many acts that were. */
export const changesNothingAgain = async (
  world: World,
  kinds: readonly string[],
  seed: number,
): Promise<number> => {
  const { items } = await running(world.cloud.urls);
  const kept = (all: readonly Raw[]) =>
    new Map(all.filter(({ kind }) => kinds.includes(kind)).map((one) => [`${one.pk} ${one.sk}`, one]));
  const random = seeded(seed);
  const acts = items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
  const announced = await announceAgain(world, acts);
  expect(kept((await running(world.cloud.urls)).items)).toEqual(kept(items));
  return announced;
};
