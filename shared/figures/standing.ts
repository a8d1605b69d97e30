/** How much stood in a step on a day of the period, in the mean: what has left it since, on the days before that, and what still stands. */
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { rounded } from '../kernel/decimal.ts';
import { inOrderOfBook, type Fact, type Row, type Span } from './fact.ts';
import type { InputName } from './figure.ts';
import { nameIn, type Folded, type Things } from './folding.ts';
import { disputeOf } from './happened.ts';
import { itemOf } from './items.ts';
import { partsOf } from './paid.ts';
import type { StepName } from './review.ts';

/** Each day after `after`, up to `until`: as many as lie between the two. */
interface Wait {
  readonly step: StepName;
  readonly currency: string;
  readonly customerId?: string | undefined;
  readonly minor: number;
  readonly after: LocalDate;
  readonly until: LocalDate;
}
/** By currency and step, Σ(amount × days of the period), which is divided once. */
export type Standing = ReadonlyMap<string, ReadonlyMap<StepName, bigint>>;

export const standingOf = (
  things: Things,
  folded: Folded,
  span: Span,
  counts: (row: Pick<Row, 'customerId'>) => boolean,
): Standing => {
  const all = new Map<string, Map<StepName, bigint>>();
  const add = ({ step, currency, minor, after, until }: Wait): void => {
    const first = after < span.from ? daysBetween(after, span.from) - 1 : 0;
    // A bank may value money on a day after it booked it.
    const days = daysBetween(after, until < span.asOf ? until : span.asOf) - first;
    if (days <= 0) return;
    const own = all.get(currency) ?? new Map<StepName, bigint>();
    all.set(currency, own.set(step, (own.get(step) ?? 0n) + BigInt(minor) * BigInt(days)));
  };
  for (const [thing, facts] of things)
    for (const wait of waitsOf(thing, facts, span)) if (counts(wait)) add(wait);
  for (const [currency, inputs] of folded) for (const wait of waitsIn(currency, inputs, span)) add(wait);
  return all;
};

/** Half away from zero, as every amount is. */
export const standingMinor = (all: Standing, currency: string, step: StepName, days: number): number =>
  Number(rounded(all.get(currency)?.get(step) ?? 0n, BigInt(days)));

const waitsOf = (thing: string, facts: readonly Fact[], span: Span): Wait[] => {
  const [kind, id] = nameIn(thing);
  if (kind === 'invoice') return ofInvoice(id, facts, span);
  return kind === 'dispute' ? ofDispute(id, facts, span) : [];
};

/** By its own due days: a payment plan moves none of them. What was credited or given up stood until then. */
const ofInvoice = (id: string, facts: readonly Fact[], { asOf }: Span): Wait[] => {
  const known = facts.filter(({ entry }) => entry !== undefined && entry.on <= asOf);
  const item = itemOf(id, known.toSorted(inOrderOfBook));
  if (!item) return [];
  const { currency, customerId, issuedOn } = item;
  return partsOf(item).flatMap(({ dueOn, minor: whole, pieces }) => {
    const gone = pieces.map(({ minor, on, money, paidOn }) => ({ minor, until: money ? paidOn : on }));
    const left = gone.reduce((rest, { minor }) => rest - minor, whole);
    return [...gone, { minor: left, until: asOf }].flatMap(({ minor, until }): Wait[] => {
      const [wait, ends] = [{ currency, customerId, minor }, until < dueOn ? until : dueOn];
      const due = dueOn > issuedOn ? dueOn : issuedOn;
      return [
        { ...wait, step: 'invoice_to_due', after: issuedOn, until: ends },
        { ...wait, step: 'due_to_paid', after: due, until },
      ];
    });
  });
};

const ofDispute = (id: string, facts: readonly Fact[], span: Span): Wait[] => {
  const { opened, decided } = disputeOf(id, facts, span);
  if (!opened) return [];
  const { amount, customerId } = opened.data;
  const [after, until] = [opened.fact.day, decided?.fact.day ?? span.asOf];
  return [{ step: 'opened_to_decided', ...amount, customerId, after, until }];
};

const ENDED: Partial<Record<InputName, StepName>> = {
  orderToInvoice: 'order_to_invoice',
  applied: 'paid_to_applied',
  unapplied: 'paid_to_applied',
  unidentified: 'paid_to_applied',
};
/** Of rows that say for how many days, up to their own or, where they still stand, to the last one. */
const waitsIn = (currency: string, inputs: ReadonlyMap<InputName, readonly Row[]>, { asOf }: Span): Wait[] =>
  [...inputs].flatMap(([input, rows]) => {
    const step = ENDED[input];
    if (step === undefined) return [];
    const stands = input === 'unapplied' || input === 'unidentified';
    return rows.map(({ minor, days = 0, on = asOf }): Wait => {
      const until = stands ? asOf : on;
      return { step, currency, minor, after: addDays(until, 0 - days), until };
    });
  });
