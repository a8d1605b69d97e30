/**
 * `npm run faults`: the whole road again and again, with one AWS call failing at a time, then pairs of them by seed. Prints
 * how many points were tried and how many were survived; exits with 1 when one was not.
 *
 *   --points 200   a sample of so many, drawn by --seed; all without it        --pairs 100   and so many pairs
 *   --only TEXT    the points whose name holds the text, one a journey         --jobs 3      clouds at the same time
 *
 * What hangs leaves its core to others, so there is a cloud more than cores.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assemble } from '../../bin/fresh.ts';
import { discover, drawn, nameOf, pairsOf, pointsOf, type Point } from './points.ts';
import { openWorld } from './road.ts';
import { plansOf, told, walk, type Plan } from './walk.ts';

/** A cloud carries so many journeys: then its books get long, and judging them slow. */
const JOURNEYS = 12;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    points: { type: 'string' },
    pairs: { type: 'string', default: '0' },
    only: { type: 'string' },
    jobs: { type: 'string', default: '3' },
  },
});

/** What a cache spared this time is gone to meet once more, and once again. */
const ROUNDS = 3;

interface Tally {
  tried: number;
  missed: Point[];
  /** Journeys after which something was wrong. */
  wrong: number;
}

/** In a process of its own: takes journeys until there are none, on one cloud after the other. */
const journey = async (): Promise<void> => {
  let world = await openWorld();
  let walked = 0;
  process.on('message', (plan: [string, Point[]][]) => {
    void (async () => {
      if (walked++ === JOURNEYS) {
        await world.close();
        [world, walked] = [await openWorld(), 1];
      }
      const { tried, missed, wrong } = await walk(world, `Traveller${walked}`, new Map(plan));
      // What is wrong in the books would be found again after every journey to come.
      if (wrong.length > 0) walked = JOURNEYS;
      process.send!({ tried: tried.length, missed, wrong });
    })();
  });
  process.once('disconnect', () => void world.close().then(() => process.exit(0)));
  process.send!('ready');
};

const begin = performance.now();
const seconds = (): string => ((performance.now() - begin) / 1000).toFixed(0);

const main = async (): Promise<void> => {
  await assemble();
  const world = await openWorld();
  const all = pointsOf(await discover(world));
  await world.close();
  const order = drawn(all, Number(values.seed));
  const chosen = order
    .filter((point) => nameOf(point).includes(values.only ?? ''))
    .slice(0, Number(values.points ?? all.length));
  const pairs = pairsOf(order, Number(values.pairs));
  const plans: Plan[] =
    values.only === undefined
      ? [...plansOf(chosen.map((point) => [point])), ...plansOf(pairs)]
      : chosen.map((point) => new Map([[point.leg, [point]]]));
  console.log(
    `${all.length} points on the road; ${chosen.length} and ${pairs.length} pairs in ${plans.length} journeys`,
  );
  const tally = await shared(plans);
  for (let round = 1; round < ROUNDS && tally.missed.length > 0; round++) {
    const missed = tally.missed.splice(0);
    console.log(`${seconds()} s: ${missed.length} points were not met and are gone to meet again`);
    const again = await shared(plansOf(missed.map((point) => [point])));
    tally.tried += again.tried;
    tally.wrong += again.wrong;
    tally.missed.push(...again.missed);
  }
  for (const point of tally.missed) console.log(`not met: ${nameOf(point)}`);
  console.log(
    `\n${tally.tried} points tried, ${tally.tried - tally.wrong} survived, ${tally.missed.length} not met, after ${seconds()} s (seed ${values.seed})`,
  );
  console.log(`${tally.tried - tally.wrong} passed, ${tally.wrong} failed`);
  process.exitCode = tally.wrong > 0 || tally.tried === 0 ? 1 : 0;
};

/** Hands the journeys out to as many processes as asked for. */
const shared = async (plans: readonly Plan[]): Promise<Tally> => {
  const tally: Tally = { tried: 0, missed: [], wrong: 0 };
  const left = [...plans];
  const run = (): Promise<void> =>
    new Promise((done, reject) => {
      const child = fork(fileURLToPath(import.meta.url), [], {
        env: { ...process.env, FAULTS_JOURNEY: 'yes' },
      });
      let plan: Plan | undefined;
      child.on('message', (message: 'ready' | { tried: number; missed: Point[]; wrong: string[] }) => {
        if (message !== 'ready') {
          tally.tried += message.tried;
          tally.missed.push(...message.missed);
          if (message.wrong.length > 0) {
            tally.wrong += 1;
            console.log(`\nNOT SURVIVED, one of\n    ${told(plan!)}\n  ${message.wrong.join('\n  ')}\n`);
          }
          if (left.length % 10 === 0)
            console.log(`${seconds()} s: ${tally.tried} tried, ${left.length} journeys left`);
        }
        plan = left.shift();
        if (plan) child.send([...plan]);
        else child.disconnect();
      });
      child.once('exit', (code) => {
        if (code === 0) done();
        else reject(new Error(`a cloud ended with ${code}`));
      });
    });
  await Promise.all(Array.from({ length: Number(values.jobs) }, run));
  return tally;
};

await (process.env['FAULTS_JOURNEY'] === undefined ? main() : journey());
