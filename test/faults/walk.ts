/** Walks the road with something breaking in every function of each leg, and judges what is in the books, the queues and the mailbox afterwards. */
import { booksOf, type Books } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { World } from '../support/world.ts';
import { nameOf, type Point } from './points.ts';
import { LEGS, rests, Traveller } from './road.ts';

export interface Walked {
  /** Points whose call came: those that were tried. */
  readonly tried: readonly Point[];
  /** Points whose call did not come this time, because a cache spared it. */
  readonly missed: readonly Point[];
  /** What is not as it must be; empty when all were survived. */
  readonly wrong: readonly string[];
}

/** The points of one journey by leg: one a function, or a pair. */
export type Plan = ReadonlyMap<string, readonly Point[]>;

export const walk = async (world: World, name: string, plan: Plan): Promise<Walked> => {
  const traveller = new Traveller(world, name);
  const [tried, missed]: [Point[], Point[]] = [[], []];
  const { faults } = world.cloud;
  try {
    for (const leg of LEGS) {
      const points = plan.get(leg.name) ?? [];
      faults.clear();
      for (const { leg: _, ...rule } of points) faults.add(rule);
      await leg.walk(traveller);
      await world.settle();
      const struck = (): boolean[] => points.map((_, index) => faults.list()[index]!.struck > 0);
      // What waits behind a function that was struck comes to its own fault while the cloud rests, and then rests as well.
      for (let seen = -1, now = struck(); countOf(now) !== seen; now = struck()) {
        seen = countOf(now);
        await rests(world, leg, seen > 0);
      }
      const met = struck();
      points.forEach((point, index) => (met[index] ? tried : missed).push(point));
    }
  } catch (error) {
    const all = [...plan.values()].flat();
    return { tried: all, missed: [], wrong: [`${name} did not arrive: ${String(error)}`] };
  } finally {
    faults.clear();
  }
  return { tried, missed, wrong: await wrongIn(world, traveller) };
};

const countOf = (met: readonly boolean[]): number => met.filter(Boolean).length;

const wrongIn = async (world: World, { name, id }: Traveller): Promise<string[]> => {
  const patient = await running(world.cloud.urls, 0);
  const found = examine(patient).map(({ rule, what, where }) => `${rule}: ${what} (${where.join(' ')})`);
  const books = booksOf(patient.items).find(({ tenant }) => tenant === 'acme')!;
  const here = journeyOf(books, id);
  const other = (Object.keys(WHOLE) as (keyof typeof WHOLE)[]).filter(
    (part) => JSON.stringify(here[part]) !== JSON.stringify(WHOLE[part]),
  );
  return [...found, ...other.map((part) => `${name} came home with ${part} ${JSON.stringify(here[part])}`)];
};

/** All that a journey leaves, without the ids: what it is after any fault, it must be after every other. */
export const journeyOf = ({ orders, invoices, payments, mails, exposures, entries }: Books, id: string) => {
  const own = <T extends { customerId?: string }>(all: readonly T[]) =>
    all.filter(({ customerId }) => customerId === id);
  const paid = own(payments);
  const sources = new Set([
    ...paid.map((payment) => payment.id),
    ...own(invoices).map(({ number }) => number),
  ]);
  return {
    orders: own(orders)
      .map(({ state, totals }) => `${state} ${totals.grossMinor}`)
      .sort(),
    invoices: own(invoices)
      .map(({ state, total, open }) => `${state} ${total.minor} ${open.minor}`)
      .sort(),
    payments: paid
      .map(
        ({ method, amount, allocations, unapplied }) =>
          `${method} ${amount.minor}: ${allocations.map((each) => each.amount.minor).join(' ')}, ${unapplied.minor} left`,
      )
      .sort(),
    mails: own(mails as (Books['mails'][number] & { customerId?: string })[])
      .map(({ purpose, state }) => `${purpose} ${state}`)
      .sort(),
    entries: entries
      .filter(({ source }) => sources.has(source))
      .map(({ kind }) => kind)
      .sort(),
    exposure: exposures.get(`${id} EUR`),
  };
};

/**
 * A is 2 × 33.335 + 2 × 20.00, delivered as 1 × 33.335 and the rest; B is 2 × 50.00, C 2 × 70.00, D 2 × 10.00, all at 19 %.
 * The transfer of 123.45 was matched to the rest of A, taken back and matched again: two receipts tell of it.
 */
const WHOLE: ReturnType<typeof journeyOf> = {
  orders: ['CANCELLED 2142000', 'FULFILLED 11900', 'FULFILLED 12694', 'FULFILLED 16660', 'FULFILLED 2380'],
  invoices: ['PAID 11900 0', 'PAID 16660 0', 'PAID 2380 0', 'PAID 3967 0', 'PAID 8727 0'],
  payments: [
    'bank_transfer 12345: 8727, 3618 left',
    'bank_transfer 3967: 3967, 0 left',
    'card 11900: 11900, 0 left',
    'card 2380: 2380, 0 left',
    'cash 16660: 16660, 0 left',
  ],
  mails: [
    ...Array.from({ length: 5 }, () => 'invoice DELIVERED'),
    ...Array.from({ length: 5 }, () => 'order_confirmation DELIVERED'),
    ...Array.from({ length: 6 }, () => 'receipt DELIVERED'),
    'reminder DELIVERED',
  ],
  entries: [
    ...Array.from({ length: 5 }, () => 'invoice'),
    'match',
    'match',
    ...Array.from({ length: 5 }, () => 'receipt'),
    'unmatch',
  ],
  exposure: -3618,
};

/**
 * Points as journeys: each takes one of every function in every leg, so that few journeys try many points, and no two of them
 * break the same work. A pair is for two that do, and has its leg for itself.
 */
export const plansOf = (points: readonly (readonly Point[])[]): Plan[] => {
  const lanes = Map.groupBy(points, ([first, second]) =>
    second ? first!.leg : `${first!.leg} ${first!.function}`,
  );
  const plans: Map<string, Point[]>[] = [];
  for (const lane of lanes.values())
    for (const [index, each] of lane.entries()) {
      const plan = (plans[index] ??= new Map());
      plan.set(each[0]!.leg, [...(plan.get(each[0]!.leg) ?? []), ...each]);
    }
  return plans;
};

export const told = (plan: Plan): string =>
  [...plan.values()].map((points) => points.map(nameOf).join(' + ')).join('\n    ');
