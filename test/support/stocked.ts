/** The world with one thing of every kind (`stock.ts`), made once for all files that begin with it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { lock } from '../../bin/local/lock.ts';
import { STOCKED } from './assembled.ts';
import { fill, stockOf, type Filled, type Stock } from './stock.ts';
import { World, type Kept } from './world.ts';

const ROOM = resolve(STOCKED);
const DISK = join(ROOM, 'disk');
const TOLD = join(ROOM, 'told.json');

/**
 * The first file fills a world and keeps its disk; every other begins from a copy of that. What was sent from it names its
 * addresses, so one file at a time has it: `leave` lets the next one in.
 */
export const stockedWorld = async (): Promise<{
  world: World;
  stocked: Stock;
  leave(): Promise<void>;
}> => {
  mkdirSync(ROOM, { recursive: true });
  const release = await entered();
  try {
    const [world, filled] = existsSync(TOLD) ? await begin() : await make();
    const leave = async () => {
      await world.close();
      release();
    };
    return { world, stocked: stockOf(world, filled), leave };
  } catch (error) {
    release();
    throw error;
  }
};

const make = async (): Promise<[World, Filled]> => {
  const world = await World.open();
  const filled = await fill(world);
  const kept = await world.keep(DISK);
  const { world: _, ...acme } = filled.acme;
  writeFileSync(TOLD, JSON.stringify({ kept, filled: { ...filled, acme } }));
  return [world, filled];
};

const begin = async (): Promise<[World, Filled]> => {
  const { kept, filled } = JSON.parse(readFileSync(TOLD, 'utf8')) as { kept: Kept; filled: Filled };
  const world = await World.from(DISK, kept);
  return [world, { ...filled, acme: world.knows(filled.acme) }];
};

const entered = async (): Promise<() => void> => {
  for (;;)
    try {
      return lock(ROOM);
    } catch {
      await wait(200);
    }
};
