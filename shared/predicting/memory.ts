/** All that is remembered of a company’s customers, and how a day that passed is added to it. */
import type { Customer } from '../customers/customer.ts';
import { MOST_OPEN, type Behaviour, type Counted, type Said } from './behaviour.ts';
import type { Happening } from './history.ts';

/** What was so many days ago counts e times less. */
export const FADING_DAYS = 150;
/** One payment says no more than this about the next. */
const LIMITS = { early: -60, late: 180 };
const LAST = 3;
/** Newest outcomes that a customer is remembered by: more of them say nothing new. */
const OUTCOMES = 40;

/** `all` and `segments` are the sums over `customers`, and nothing is in them that is not there. */
export interface Memory extends Sums {
  readonly customers: Map<string, Behaviour>;
}
/** What a customer is compared with. */
export interface Sums {
  readonly segments: Map<string, Counted>;
  readonly all: Counted & { count: number; sum: number };
}

export const memoryOf = (behaviours: readonly Behaviour[]): Memory => {
  const memory: Memory = {
    customers: new Map(),
    segments: new Map(),
    all: { known: 0, late: 0, count: 0, sum: 0 },
  };
  for (const own of behaviours) {
    memory.customers.set(own.customerId, own);
    add(memory, own.segment, own.rate, own.deviations);
  }
  return memory;
};

const NO_DEVIATIONS = { count: 0, sum: 0 };
const add = (
  { all, segments }: Sums,
  segment: string,
  { known, late }: Counted,
  { count, sum } = NO_DEVIATIONS,
): void => {
  const before = segments.get(segment) ?? { known: 0, late: 0 };
  segments.set(segment, { known: before.known + known, late: before.late + late });
  all.known += known;
  all.late += late;
  all.count += count;
  all.sum += sum;
};

export const newBehaviour = (customerId: Customer['id'], segment: string): Behaviour => ({
  customerId,
  version: 0,
  ids: 1,
  segment,
  through: 0,
  rate: { known: 0, late: 0 },
  recent: { weight: 0, late: 0, day: 0 },
  deviations: { count: 0, sum: 0, last: [] },
  amounts: {},
  open: {},
  outcomes: [],
});

/** Its invoices that ended otherwise than by money: of these nothing is said any more. */
export const forget = (memory: Memory, customer: string, invoice: string): void => {
  delete memory.customers.get(customer)?.open[invoice];
};

/**
 * Takes in what happened, in the order of `happeningsOf`; `say` is asked what is to be expected of an invoice just before it is
 * remembered. Changes the memory, which may be a million invoices large.
 */
export const remember = (memory: Memory, happening: Happening, say: (memory: Memory) => Said): void => {
  const { of, what } = happening;
  const own = memory.customers.get(of.customer) ?? newBehaviour(of.customer as Customer['id'], of.segment);
  memory.customers.set(of.customer, own);
  if (what === 'issued') issued(memory, own, happening, say);
  else if (what === 'late') becameLate(memory, own, happening);
  else settled(memory, own, happening);
};

const issued = (memory: Memory, own: Behaviour, { of }: Happening, say: (memory: Memory) => Said): void => {
  // Whoever tells it twice has told it once.
  if (own.open[of.id] || Object.keys(own.open).length >= MOST_OPEN) return;
  const said = say(memory);
  own.open[of.id] = { issued: of.issued, due: of.due, late: false, said };
  const amounts = (own.amounts[of.currency] ??= { count: 0, logs: 0 });
  amounts.count += 1;
  amounts.logs += Math.log1p(of.minor);
};

const becameLate = (memory: Memory, own: Behaviour, { on, of }: Happening): void => {
  const waiting = own.open[of.id];
  if (!waiting || waiting.late) return;
  waiting.late = true;
  count(memory, own, { known: 1, late: 1 }, on);
};

/** Counted as in time or late once; what was taken for late and had been paid in time after all is set right. */
const settled = (memory: Memory, own: Behaviour, { on, of }: Happening): void => {
  const waiting = own.open[of.id];
  if (!waiting) return;
  const days = Math.max(LIMITS.early, Math.min(LIMITS.late, of.settled! - of.due));
  const late = Number(days > 0);
  if (!waiting.late) count(memory, own, { known: 1, late }, on);
  else if (late === 0) count(memory, own, { known: 0, late: -1 }, of.due + 1);
  own.deviations = {
    count: own.deviations.count + 1,
    sum: own.deviations.sum + days,
    last: [days, ...own.deviations.last].slice(0, LAST),
  };
  memory.all.count += 1;
  memory.all.sum += days;
  delete own.open[of.id];
  const { issued: since, due, said } = waiting;
  own.outcomes = [{ issued: since, due, days, said }, ...own.outcomes].slice(0, OUTCOMES);
};

const count = (memory: Memory, own: Behaviour, { known, late }: Counted, on: number): void => {
  own.rate = { known: own.rate.known + known, late: own.rate.late + late };
  // What is heard of later has faded since its day, as if it had been counted on it.
  const day = Math.max(on, own.recent.day);
  const faded = fadedTo(own.recent, day);
  const kept = Math.exp((on - day) / FADING_DAYS);
  own.recent = { weight: faded.weight + kept * known, late: faded.late + kept * late, day };
  add(memory, own.segment, { known, late });
};

export const fadedTo = (recent: Behaviour['recent'], day: number): { weight: number; late: number } => {
  const kept = Math.exp((recent.day - day) / FADING_DAYS);
  return { weight: recent.weight * kept, late: Math.max(0, recent.late * kept) };
};
