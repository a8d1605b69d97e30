/** Days of a company by a seed, each judged on the raw tables by the doctor's code, which shares nothing with the product's. */
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import { World } from '../support/world.ts';
import { Company } from './company.ts';
import { scriptOf, type Day, type Step } from './script.ts';

const HOUR_MS = 3_600_000;

export interface Simulated {
  /** Days that were played and judged. */
  readonly days: number;
  readonly steps: number;
  readonly struck: number;
  readonly items: number;
  /** The first day that broke an invariant, with what it broke; the simulation ends there. */
  readonly breach?: { readonly day: number; readonly on: string; readonly what: readonly string[] };
}

export const simulate = async (
  seed: number,
  days: number,
  told: (line: string) => void = () => undefined,
): Promise<Simulated> => {
  const script = scriptOf(seed, days);
  const world = await World.open(`${script.start}T05:00:00Z`, { reminders: [1, 4] });
  const company = new Company(world);
  let [steps, struck, items] = [0, 0, 0];
  try {
    await company.opens();
    for (const [index, day] of script.days.entries()) {
      const on = world.today();
      const [what, seen] = await lived(company, day);
      steps += day.groups.flatMap((group) => group.steps).length;
      struck += seen.struck;
      items = seen.items;
      told(`seed ${seed} day ${index + 1} of ${days}, ${on}: ${seen.items} items, ${what.length} breaches`);
      if (what.length > 0)
        return { days: index + 1, steps, struck, items, breach: { day: index + 1, on, what } };
    }
    return { days, steps, struck, items };
  } finally {
    await world.close();
  }
};

/** A day from nine o'clock to six in the morning after the days that nobody looks at, by when all must have come to rest. */
const lived = async (company: Company, day: Day): Promise<[string[], { struck: number; items: number }]> => {
  const { world } = company;
  const { cloud } = world;
  const what: string[] = [];
  await world.passes(3 * HOUR_MS);
  for (const fault of day.faults) cloud.faults.add(fault);
  for (const { steps, rest } of day.groups) {
    const results = await Promise.allSettled(steps.map((step) => company.play(step)));
    results.forEach((result, index) => {
      if (result.status === 'rejected')
        what.push(`${tell(steps[index]!)} did not end well: ${String(result.reason)}`);
    });
    if (rest) await world.passes(2 * HOUR_MS);
  }
  const struck = cloud.faults.list().reduce((total, fault) => total + fault.struck, 0);
  cloud.faults.clear();
  await world.control('/psp/control', { duplicate: 0, drop: 0, reorder: false, delaySeconds: 0 });
  const morning = new Date(cloud.clock.now() + (1 + day.idle) * 24 * HOUR_MS);
  await cloud.clock.advance(morning.setUTCHours(5, 0, 0, 0));
  const patient = await running(cloud.urls, 2 * HOUR_MS);
  const found = examine({ ...patient, around: { ...patient.around!, deadLetters: withoutPoison(company) } });
  await company.clearsPoison();
  what.push(...found.map((one) => `${one.rule}: ${one.what} (${one.where.join(' ')})`));
  return [what, { struck, items: patient.items.length }];
};

const tell = (step: Step): string => JSON.stringify(step);

/** Every poison must lie among the dead letters, and nothing else may. */
const withoutPoison = ({ world, poison }: Company): { queue: string; messages: number }[] => {
  const sqs = world.cloud.service<Sqs>('sqs');
  const left = [...poison];
  const dead = sqs
    .depths()
    .filter(({ deadLetter }) => deadLetter)
    .map(({ name }) => ({
      queue: name,
      messages: sqs.peek(name).filter(({ body }) => {
        const at = left.indexOf(body);
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      }).length,
    }));
  return [...dead, { queue: 'poison that is not there', messages: left.length }];
};
