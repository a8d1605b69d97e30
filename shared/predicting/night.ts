/** A night: what happened since the last one is taken in, and the company learns from it. Pure. */
import type { Invoice } from '../invoices/invoice.ts';
import { RELIEF } from '../invoices/planning.ts';
import { monthOf, type LocalDate } from '../kernel/dates.ts';
import { MOST_OPEN, waitingOf, type Behaviour } from './behaviour.ts';
import { dateOf, dayOf, receivableOf } from './expecting.ts';
import type { Receivable } from './history.ts';
import { forget, memoryOf, newBehaviour, type Memory } from './memory.ts';
import type { Company } from './model.ts';
import type { Quality } from './prediction.ts';
import { qualityOf } from './quality.ts';
import { lived, STATED } from './rules.ts';
import { trained } from './training.ts';

/**
 * What a night begins with. With the books of another that it was merged with a customer is remembered anew, and so is everybody of whom a
 * first night wrote that was cut short: under the version that is there.
 */
export const begunWith = (
  kept: Behaviour | undefined,
  { customer, segment, ids }: { customer: Behaviour['customerId']; segment: string; ids: number },
  before: Company | undefined,
): Behaviour =>
  before && kept?.ids === ids
    ? { ...kept, segment }
    : { ...newBehaviour(customer, segment), version: kept?.version ?? 0, ids };

/** What a customer’s books say that is not remembered of it yet. */
export interface News {
  readonly receivables: readonly Receivable[];
  /** Ended otherwise than by money: credited, given up, void. */
  readonly gone: readonly string[];
}

/** `ended`: invoices that were remembered as open, or that money came for, and are not open any more. */
export const newsOf = (
  { open: known, through }: Pick<Behaviour, 'open' | 'through'>,
  books: { readonly open: readonly Invoice[]; readonly ended: readonly Invoice[] },
  { customer, segment, until }: { customer: string; segment: string; until: number },
): News => {
  const gone: string[] = [];
  const receivables: Receivable[] = [];
  const hasRoom = Object.keys(known).length < MOST_OPEN;
  for (const invoice of books.open) {
    const one = receivableOf(invoice, customer, segment);
    const before = known[invoice.id];
    if (before ? !before.late && one.due < until : hasRoom) receivables.push(one);
  }
  for (const invoice of books.ended) {
    const one = receivableOf(invoice, customer, segment);
    const settled = settledOn(invoice);
    const isKnown = known[invoice.id] !== undefined;
    if (settled !== undefined && settled >= one.issued) {
      if (isKnown || one.issued > through) receivables.push({ ...one, settled });
    } else if (isKnown) gone.push(invoice.id);
  }
  return { receivables, gone };
};

/** The day of the last money for it; undefined where it is not money that ended it. */
const settledOn = (invoice: Invoice): number | undefined => {
  const { state, settlements, deposit, prepayment } = invoice;
  const isPaid = state === 'PAID' || (state === 'WRITTEN_OFF' && isSmallRest(invoice));
  if (!isPaid || deposit || prepayment) return undefined;
  const days = settlements.filter(({ method }) => !RELIEF.includes(method)).map(({ paidOn }) => paidOn);
  const last = days.toSorted().at(-1);
  return last === undefined ? undefined : dayOf(last);
};

/** Up to a twentieth given up is the rest of a payment: it was paid, and when it was paid is known. */
const isSmallRest = ({ total, settlements }: Invoice): boolean =>
  20 *
    settlements.reduce((sum, { method, amount }) => sum + (method === 'write_off' ? amount.minor : 0), 0) <=
  total.minor;

export interface Night {
  readonly company: Company;
  /** Those that something was learned of. */
  readonly behaviours: readonly Behaviour[];
  /** By month of the due day. */
  readonly quality: ReadonlyMap<string, Quality>;
}

export const nightOf = (
  before: Company | undefined,
  behaviours: readonly Behaviour[],
  news: ReadonlyMap<string, News>,
  until: number,
): Night => {
  const memory = memoryOf(behaviours);
  const all = [...news.values()].flatMap(({ receivables }) => receivables);
  const learned = lived(
    memory,
    all,
    { ...(before && { after: before.through }), until },
    before?.model ?? STATED,
  );
  for (const [customer, { gone }] of news)
    for (const id of gone) {
      forget(memory, customer, id);
      learned.add(customer);
    }
  return {
    company: {
      version: (before?.version ?? 0) + 1,
      through: until,
      all: memory.all,
      segments: Object.fromEntries(memory.segments),
      model: trained(memory, until + 1),
    },
    behaviours: [...learned].toSorted().map((id) => {
      const own = memory.customers.get(id)!;
      return { ...own, version: own.version + 1, through: until };
    }),
    quality: qualities(memory, until),
  };
};

/** Predictions that end after so long are not judged any more: the month is what it is. */
const JUDGED_DAYS = 183;
const qualities = (memory: Memory, until: number): Map<string, Quality> => {
  const judged = [...memory.customers.values()].flatMap((own) => [
    ...own.outcomes.map(({ said, days, due }) => ({ said, late: days > 0, days, due })),
    ...waitingOf(own).flatMap(({ said, late, due }) => (late ? [{ said, late, days: undefined, due }] : [])),
  ]);
  const recent = judged.filter(({ said, due }) => said.counts && due <= until && due > until - JUDGED_DAYS);
  const months = Map.groupBy(recent, ({ due }): LocalDate => monthOf(dateOf(due)));
  return new Map([...months].map(([month, own]) => [month, qualityOf(own)]));
};
