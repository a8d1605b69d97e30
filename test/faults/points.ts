/** Where the road can break: every AWS call of every leg, and what can go wrong with it. */
import { seeded } from '../../bin/demo/random.ts';
import type { FaultRule } from '../../bin/local/faults.ts';
import type { World } from '../support/world.ts';
import { LEGS, NIGHTLY, rests, Traveller } from './road.ts';

export interface Point extends FaultRule {
  readonly leg: string;
  readonly function: string;
  readonly service: string;
  readonly action: string;
  readonly nth: number;
}
type Call = Pick<Point, 'leg' | 'function' | 'service' | 'action' | 'nth'>;
type Break = Pick<FaultRule, 'kind' | 'when' | 'count'>;

/** A read has no effect, so before and after are the same to it. Throttled and refused for a conflict is what had no effect. */
const READ: readonly Break[] = [
  { kind: 'error', when: 'before' },
  { kind: 'throttle', when: 'before' },
  { kind: 'kill', when: 'before' },
];
const WRITE: readonly Break[] = [...READ, { kind: 'error', when: 'after' }, { kind: 'kill', when: 'after' }];
const CONFLICT: Break = { kind: 'conflict', when: 'before' };
/** A hang costs seconds, so one call of a kind in a leg hangs: after its effect, where it has one. */
const HANG: Break = { kind: 'timeout', when: 'after' };

const READS = ['GetItem', 'BatchGetItem', 'Query', 'GetObject', 'GetSecretValue'];

/** Longer than the SDK tries: what then fails is the function. SES is tried once only, and six failures would be six deliveries. */
const OUTAGE: Break = { kind: 'error', when: 'before', count: 6 };

export const breaks = ({ action, nth }: Call): readonly Break[] => [
  ...(READS.includes(action) ? READ : WRITE),
  ...(action === 'SendRawEmail' ? [] : [OUTAGE]),
  ...(action === 'TransactWriteItems' ? [CONFLICT] : []),
  ...(nth === 1 ? [HANG] : []),
];

/** Walks the road once unharmed, and says which calls it made. Functions are warm, as they are later. */
export const discover = async (world: World): Promise<Call[]> => {
  const names = new Map(Object.entries(world.cloud.functions).map(([id, name]) => [name, shortOf(id)]));
  await walkUnharmed(world, 'Scout', () => undefined);
  const calls: Call[] = [];
  await walkUnharmed(world, 'Surveyor', ({ name, plain, without = [] }) => {
    if (plain) return;
    for (const { function: caller, service, action, calls: times } of world.cloud.meter.report()) {
      const short = names.get(caller);
      if (short === undefined || without.includes(short) || ['Invoke', 'Message'].includes(action)) continue;
      for (let nth = 1; nth <= times; nth++) calls.push({ leg: name, function: short, service, action, nth });
    }
  });
  return sharedOut(calls);
};

/**
 * The jobs of a night do in each what they do in the small hours: of those calls the first breaks there, the second in the night
 * of the reminder, and so on. A journey tries one point of a function in each leg, so this halves the journeys.
 */
const sharedOut = (calls: readonly Call[]): Call[] => {
  const isNightly = (call: Call) => NIGHTLY.includes(call.function);
  const same = Map.groupBy(
    calls.filter(isNightly),
    ({ function: name, action, nth }) => `${name} ${action} ${nth}`,
  );
  const once = [...same.values()]
    .filter(([first]) => first!.leg === 'small hours')
    .map((nights) => nights[(nights[0]!.nth - 1) % nights.length]!);
  return [...calls.filter((call) => !isNightly(call)), ...once];
};

const walkUnharmed = async (
  world: World,
  name: string,
  seen: (leg: (typeof LEGS)[number]) => void,
): Promise<void> => {
  const traveller = new Traveller(world, name);
  for (const leg of LEGS) {
    world.cloud.meter.clear();
    await leg.walk(traveller);
    await world.settle();
    seen(leg);
    await rests(world, leg, false);
  }
};

/** `IssueInvoiceWorkerFunction3C758FD4` → `IssueInvoice`: the name by which a fault finds it, and a person too. */
const shortOf = (logicalId: string): string => logicalId.replace(/(Worker|Job)?Function[0-9A-F]{8}$/, '');

export const pointsOf = (calls: readonly Call[]): Point[] =>
  calls.flatMap((call) => breaks(call).map((what) => ({ ...call, ...what })));

export const nameOf = ({ leg, function: name, action, nth, when, kind, count }: Point): string =>
  `${leg}: ${name} ${action} ${nth} ${when} ${kind}${count === undefined ? '' : ` ×${count}`}`;

/**
 * In an order that a seed draws, each by its own name: a call that a cache spares this time does not change the place of the
 * others.
 */
export const drawn = (points: readonly Point[], seed: number): Point[] =>
  points
    .map((point) => ({ point, place: placeOf(nameOf(point), seed) }))
    .sort((a, b) => a.place - b.place)
    .map(({ point }) => point);
const placeOf = (name: string, seed: number): number => {
  // FNV-1a over the name, then one number of the seeded generator.
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return seeded(hash ^ seed).next();
};

/** Two things that go wrong in one leg: neighbours of it in the order drawn, from its end, and from every leg in turn. */
export const pairsOf = (points: readonly Point[], count: number): Point[][] =>
  [...Map.groupBy(points.toReversed(), ({ leg }) => leg).values()]
    .flatMap((all) =>
      all.flatMap((one, index) => (index % 2 === 1 ? [{ pair: [all[index - 1]!, one], turn: index }] : [])),
    )
    .sort((a, b) => a.turn - b.turn)
    .slice(0, count)
    .map(({ pair }) => pair);
