/**
 * What happens to a company on every day of a simulation, drawn from the seed alone: nothing that runs has a say in it, so
 * a seed replays exactly. Steps name customers and amounts; what they find at that moment is at rest, and the same again.
 */
import { seeded, type Random } from '../../bin/demo/random.ts';
import type { FaultRule } from '../../bin/local/faults.ts';

export type Step =
  | { do: 'order'; who: number; nets: string[]; terms: number; again: boolean }
  | { do: 'deliver'; who: number; part: boolean; clicks: number }
  | { do: 'decide'; who: number; release: boolean }
  | { do: 'card'; who: number; outcome: 'approve' | 'decline' | 'pending' | 'cancel' }
  | { do: 'webhooks'; duplicate: number; drop: number; reorder: boolean; delaySeconds: number }
  | { do: 'bank'; lines: BankLine[]; payout: boolean; announcedLate: boolean; again: boolean }
  | { do: 'clerk'; who: number; what: 'match' | 'account' | 'unmatch' }
  | { do: 'counter'; who: number; minor: number }
  | { do: 'bounce'; who: number }
  | { do: 'job'; name: string }
  | { do: 'poison'; queue: number; body: string }
  | { do: 'replay'; share: number }
  | { do: 'close'; ago: number };
export interface BankLine {
  readonly who: number;
  readonly how: 'exact' | 'reference' | 'short' | 'over' | 'number' | 'nobody' | 'debit';
  readonly minor: number;
}
export interface Day {
  /** Days that nobody looks at before this one begins. */
  readonly idle: number;
  /** Steps of one group happen at the same time; between groups the cloud may rest. */
  readonly groups: readonly { readonly steps: readonly Step[]; readonly rest: boolean }[];
  readonly faults: readonly FaultRule[];
}

export const CUSTOMERS = 4;
/** Days before the change to summer time and back, a leap day, the end of a year, and a plain summer. */
export const STARTS = ['2026-03-26', '2026-10-22', '2028-02-26', '2026-12-28', '2026-07-14'];

export const scriptOf = (seed: number, days: number): { start: string; days: Day[] } => {
  const [random, books] = [seeded(seed), seeded(seed + CLOSING)];
  const start = random.pick(STARTS);
  return { start, days: Array.from({ length: days }, () => closing(day(random), books)) };
};
/** Closes are drawn apart: a seed that once failed keeps the steps at which it did. */
const CLOSING = 1_000_003;

const many = <T>(random: Random, low: number, high: number, make: () => T): T[] =>
  Array.from({ length: random.between(low, high) }, make);

const day = (random: Random): Day => ({
  idle: random.chance(0.15) ? random.between(1, 12) : 0,
  groups: many(random, 2, 4, () => ({
    steps: many(random, 1, 3, () => random.pick(STEPS)(random)),
    rest: random.chance(0.8),
  })),
  faults: many(random, 0, 2, () => fault(random)),
});

/** On one day in three a month before is closed, or asked to, at the moment of whatever else happens then. */
const closing = (drawn: Day, random: Random): Day => {
  if (!random.chance(0.34)) return drawn;
  const at = random.between(0, drawn.groups.length - 1);
  const close: Step = { do: 'close', ago: random.pick([1, 1, 2]) };
  return {
    ...drawn,
    groups: drawn.groups.map((group, n) => (n === at ? { ...group, steps: [...group.steps, close] } : group)),
  };
};

const who = (random: Random): number => random.between(0, CUSTOMERS - 1);
const order = (random: Random): Step => ({
  do: 'order',
  who: who(random),
  nets: many(random, 1, 3, () => `${random.between(1, 300)}.${random.between(0, 999)}`),
  terms: random.pick([0, 1, 7, 14]),
  again: random.chance(0.3),
});
const deliver = (random: Random): Step => ({
  do: 'deliver',
  who: who(random),
  part: random.chance(0.3),
  clicks: random.chance(0.2) ? 2 : 1,
});
const card = (random: Random): Step => ({
  do: 'card',
  who: who(random),
  outcome: random.pick(['approve', 'approve', 'approve', 'decline', 'pending', 'cancel']),
});
const bank = (random: Random): Step => ({
  do: 'bank',
  lines: many(random, 1, 4, () => ({
    who: who(random),
    how: random.pick([
      'exact',
      'exact',
      'reference',
      'reference',
      'short',
      'over',
      'number',
      'nobody',
      'debit',
    ]),
    minor: random.between(100, 50_000),
  })),
  payout: random.chance(0.5),
  announcedLate: random.chance(0.3),
  again: random.chance(0.2),
});

/** As often as they stand here. */
const STEPS: readonly ((random: Random) => Step)[] = [
  order,
  order,
  order,
  order,
  deliver,
  deliver,
  deliver,
  deliver,
  card,
  card,
  card,
  bank,
  bank,
  (random) => ({ do: 'decide', who: who(random), release: random.chance(0.5) }),
  (random) => ({
    do: 'webhooks',
    duplicate: random.between(0, 3),
    drop: random.between(0, 1),
    reorder: random.chance(0.5),
    delaySeconds: random.pick([0, 0, 5, 600]),
  }),
  (random) => ({
    do: 'clerk',
    who: who(random),
    what: random.pick(['match', 'match', 'account', 'unmatch']),
  }),
  (random) => ({
    do: 'clerk',
    who: who(random),
    what: random.pick(['match', 'match', 'account', 'unmatch']),
  }),
  (random) => ({ do: 'counter', who: who(random), minor: random.between(100, 40_000) }),
  (random) => ({ do: 'bounce', who: who(random) }),
  (random) => ({ do: 'job', name: random.pick(['FindOverdue', 'CheckAttempts', 'NightlyExports']) }),
  (random) => ({
    do: 'poison',
    queue: random.between(0, 99),
    body: random.pick(['{', '{"detail":{}}', '{"detail":null}', '[]']),
  }),
  (random) => ({ do: 'replay', share: random.pick([0.1, 0.5, 1]) }),
];

/** Fewer in a row than any queue tries, or the SDK and the commit together do. */
const fault = (random: Random): FaultRule => {
  const kind = random.pick(['error', 'throttle', 'conflict', 'kill', 'kill', 'error'] as const);
  const place = random.pick([
    ['dynamodb', 'TransactWriteItems'],
    ['dynamodb', 'TransactWriteItems'],
    ['dynamodb', 'GetItem'],
    ['dynamodb', 'PutItem'],
    ['dynamodb', 'Query'],
    ['s3', 'PutObject'],
    ['ses', 'SendRawEmail'],
    ['events', 'PutEvents'],
  ] as const);
  const [service, action] = kind === 'conflict' ? (['dynamodb', 'TransactWriteItems'] as const) : place;
  return {
    service,
    action,
    kind,
    when: kind === 'throttle' || kind === 'conflict' ? 'before' : random.pick(['before', 'after']),
    nth: random.between(1, 12),
    count:
      kind === 'throttle'
        ? random.between(1, 12)
        : kind === 'conflict'
          ? random.between(1, 4)
          : random.between(1, 2),
  };
};
