/** Two policies over the same past, and what differs. */
import type { CreditRules } from '../credit/credit.ts';
import { isVersion } from '../dunning/rules.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { addDays, localDate, type LocalDate } from '../kernel/dates.ts';
import type { Order } from '../orders/order.ts';
import { offerOf, settledAs, settledUnder, type Settled } from './discounts.ts';
import { earlier, lackOf, type Calendar, type Forward, type History } from './history.ts';
import { holdsUnder, type Credit } from './holds.ts';
import { outcomeOf, type Lived } from './outcome.ts';
import { replay, type Replay, type Ruling } from './replay.ts';
import type { Assumption, Comparison, Lacking, Replayed, Simulation, TrialOf } from './simulation.ts';
import type * as z from 'zod';

/** What was read of the past. */
export interface Read {
  readonly history: History;
  readonly payments: number;
  readonly complete: boolean;
}
type Said = Omit<Comparison, 'facts' | 'assumptions'>;
type Asked = Pick<Simulation, 'from' | 'to'>;
const MOST = 100;

/** `reachesToday`: then what A comes to is held against what was done. */
export const simulateDunning = (
  asked: Asked,
  { history }: Read,
  by: { readonly a: Ruling; readonly b: Ruling; readonly calendar: Calendar; readonly reachesToday: boolean },
): Said => {
  const past = { ...history, invoices: history.invoices.filter((one) => lackOf(one) === undefined) };
  const [a, b] = [by.a, by.b].map((ruling) => replay(past, ruling, by.calendar)) as [Replay, Replay];
  const lived = ({ said, lives }: Replay): Lived => ({
    said,
    held: [],
    settled: past.invoices.map((invoice) => ({
      invoice,
      by: forwarded(invoice, lives.get(invoice.id)?.forward),
    })),
  });
  return {
    a: outcomeOf(lived(a), asked),
    b: outcomeOf(lived(b), asked),
    ...(by.reachesToday && { replayed: replayedOf(past.invoices, a, by.a) }),
    customers: customersOf(a, b),
    orders: [],
  };
};

const forwarded = (invoice: Invoice, forward: Forward | undefined): Settled => {
  const settlements = invoice.settlements.map((one) => ({
    ...one,
    paidOn: addDays(one.paidOn, -earlier(one, forward)),
  }));
  return settledAs({ ...invoice, settlements });
};

const replayedOf = (invoices: readonly Invoice[], { lives }: Replay, ruling: Ruling): Replayed => {
  const pairs = invoices.map((invoice) => ({ invoice, replayed: lives.get(invoice.id)!.steps }));
  const differing = pairs.filter(({ invoice, replayed }) => invoice.reminded !== replayed.reminded);
  return {
    invoices: pairs.length,
    agreeing: pairs.length - differing.length,
    differing: differing.slice(0, MOST).map(({ invoice, replayed }) => ({
      invoiceId: invoice.id,
      number: invoice.number,
      sent: invoice.reminded,
      replayed: replayed.reminded,
      why: whyOf(invoice, ruling),
    })),
  };
};
const whyOf = ({ dunning, notReminded }: Invoice, { held }: Ruling): string =>
  dunning && !held.some((one) => isVersion(one, dunning)) ? 'other_version' : (notReminded?.why ?? 'unknown');

const customersOf = (a: Replay, b: Replay): Comparison['customers'] => {
  const counts = new Map<string, { a: number; b: number }>();
  for (const [name, { said }] of [
    ['a', a],
    ['b', b],
  ] as const)
    for (const { customerId } of said) {
      const known = counts.get(customerId) ?? { a: 0, b: 0 };
      counts.set(customerId, { ...known, [name]: known[name] + 1 });
    }
  return [...counts]
    .map(([customerId, both]) => ({ customerId: customerId as Invoice['customerId'], ...both }))
    .filter((one) => one.a !== one.b)
    .toSorted((one, other) => Math.abs(other.a - other.b) - Math.abs(one.a - one.b))
    .slice(0, MOST);
};

export const simulateCredit = (
  asked: Asked,
  { history }: Read,
  { a, b, credit }: { readonly a: CreditRules; readonly b: CreditRules; readonly credit: Credit },
): Said => {
  const judged = holdsUnder(history, asked, { rules: [a, b], credit });
  const settled = history.invoices
    .filter(({ entity }) => entity === history.entity.id)
    .map((invoice) => ({ invoice, by: settledAs(invoice) }));
  const lived = (which: 0 | 1): Lived => ({
    said: [],
    held: [...judged].flatMap(([order, codes]) =>
      codes[which]!.length > 0 ? [{ order, on: placedOn(order, history) }] : [],
    ),
    settled,
  });
  return {
    a: outcomeOf(lived(0), asked),
    b: outcomeOf(lived(1), asked),
    customers: [],
    orders: [...judged]
      .filter(([, [before, after]]) => String(before) !== String(after))
      .toSorted(([one], [other]) => (one.placedAt < other.placedAt ? 1 : -1))
      .slice(0, MOST)
      .map(([{ id: orderId }, [before, after]]) => ({ orderId, a: before!, b: after! })),
  };
};
const placedOn = ({ placedAt }: Order, { entity }: History): LocalDate => localDate(placedAt, entity.zone);

/** `snapshots`: of all invoices of the history, by id. */
export const simulateDiscount = (
  asked: Asked,
  { history }: Read,
  {
    trial,
    snapshots,
  }: { readonly trial: TrialOf<'discount'>; readonly snapshots: ReadonlyMap<string, Snapshot> },
): Said => {
  const settled = (under: (invoice: Invoice) => Settled): Lived => ({
    said: [],
    held: [],
    settled: history.invoices.map((invoice) => ({ invoice, by: under(invoice) })),
  });
  const other = (invoice: Invoice): Settled => {
    const snapshot = snapshots.get(invoice.id);
    const customer = history.customers.get(invoice.customerId)!;
    if (!snapshot) return settledAs(invoice);
    const early = offerOf(trial, { snapshot, customer, kept: invoice.early });
    return early === invoice.early ? settledAs(invoice) : settledUnder(invoice, early, trial.forwardDays);
  };
  return {
    a: outcomeOf(settled(settledAs), asked),
    b: outcomeOf(settled(other), asked),
    customers: [],
    orders: [],
  };
};

export const factsOf = (
  { history, payments, complete }: Read,
  kind: Simulation['trial']['kind'],
): Comparison['facts'] => {
  const lacks = [
    ...(kind === 'dunning' ? history.invoices.flatMap((one) => lackOf(one) ?? []) : []),
    ...(kind === 'credit'
      ? history.orders.flatMap(({ state }): Lacking[] => (state === 'CANCELLED' ? ['cancelled'] : []))
      : []),
  ];
  return {
    invoices: history.invoices.length,
    orders: history.orders.length,
    payments,
    complete,
    lacking: [...Map.groupBy(lacks, (why) => why)].map(([why, same]) => ({ why, count: same.length })),
  };
};

type Assumed = z.infer<typeof Assumption>;
export const assumptionsOf = ({ trial }: Pick<Simulation, 'trial'>): Assumed[] => {
  const pays: Assumed = trial.kind !== 'credit' && trial.forwardDays > 0 ? 'paid_forward' : 'pays_when_paid';
  if (trial.kind === 'credit')
    return [pays, 'present_segments', 'present_limits', 'released_as_released', 'taken_back_unseen'];
  if (trial.kind === 'discount') return ['issued_in_period', pays, 'present_segments', 'taken_back_unseen'];
  return [
    'issued_in_period',
    pays,
    'approved_at_once',
    'present_segments',
    'taken_back_unseen',
    'lifted_holds_unseen',
    'attempts_unseen',
    'notes_to_all',
  ];
};
