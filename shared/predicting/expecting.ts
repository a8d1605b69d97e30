/** What is told of an invoice: by what was agreed where something was, else by what the company knows. */
import { clarifiedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { promisedMinor } from '../invoices/promised.ts';
import { isCollected } from '../invoices/rules.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { openParts, type Instalment } from '../kernel/instalments.ts';
import { money, toText } from '../kernel/money.ts';
import type { Behaviour } from './behaviour.ts';
import { dayQuantile, ownRates, paidBy, type Distribution, type Rates } from './days.ts';
import type { Measured } from './factors.ts';
import type { Receivable } from './history.ts';
import type { Company, Model } from './model.ts';
import type { Prediction, PredictionFactor } from './prediction.ts';
import { effectsOf, foreseen, STATED } from './rules.ts';

const FIRST = '1970-01-01';
export const dayOf = (date: LocalDate): number => daysBetween(FIRST, date);
export const dateOf = (day: number): LocalDate => addDays(FIRST, day);

/** By when all of it is due as it was issued: a plan that came later changes when it is paid, and not whether it was late. */
export const dueOf = ({
  dueOn,
  instalments,
  plan,
}: Pick<Invoice, 'dueOn' | 'instalments' | 'plan'>): LocalDate => {
  const own = plan?.own ?? { dueOn, instalments };
  return own.instalments?.at(-1)?.dueOn ?? own.dueOn;
};
export const receivableOf = (invoice: Invoice, customer: string, segment: string): Receivable => ({
  id: invoice.id,
  customer,
  segment,
  issued: dayOf(invoice.issuedOn),
  due: dayOf(dueOf(invoice)),
  minor: invoice.total.minor,
  currency: invoice.total.currency,
});

/** What is known as a day begins: nothing of the company before its first night, nothing of a customer before its first invoice. */
export interface KnownOf {
  readonly company: Company | undefined;
  readonly own: Behaviour | undefined;
  readonly customer: string;
  readonly segment: string;
  readonly today: LocalDate;
}

export const expectedOf = (invoice: Invoice, known: KnownOf): Prediction => {
  const { today } = known;
  const amount = money(invoice.open.minor - clarifiedMinor(invoice), invoice.open.currency);
  const dueOn = dueOf(invoice);
  const about = { invoiceId: invoice.id, on: today, dueOn, amount, factors: [] };
  if (invoice.open.minor === 0) return { ...about, basis: 'paid' };
  if (amount.minor <= 0) return { ...about, basis: 'disputed' };
  const agreed = agreedOn(invoice, amount.minor, today);
  if (agreed) {
    const { basis, on } = agreed;
    return { ...about, basis, late: Number(on > dueOn), paidBy: { p10: on, p50: on, p90: on } };
  }
  return { ...about, ...byHistory(invoice, known) };
};

const agreedOn = (
  invoice: Invoice,
  minor: number,
  today: LocalDate,
): { basis: Prediction['basis']; on: LocalDate } | undefined => {
  const { plan, collecting, promise } = invoice;
  if (isCollected(invoice, today))
    return { basis: 'charge', on: chargedOn(invoice, collecting!, openParts(invoice).at(-1)!) };
  if (promise && promisedMinor(invoice, today) >= minor) return { basis: 'promise', on: promise.payOn };
  const last = plan && openParts(invoice).at(-1)!.dueOn;
  return last !== undefined && last >= today ? { basis: 'plan', on: last } : undefined;
};

/** A charge is of what is due by its day or falls due next (`portal/rules.ts`); each part after it is charged when it is due. */
const chargedOn = (
  invoice: Invoice,
  { on }: NonNullable<Invoice['collecting']>,
  { dueOn }: Pick<Instalment, 'dueOn'>,
): LocalDate => (dueOn <= on || dueOn <= openParts(invoice)[0]!.dueOn ? on : dueOn);

/** A part as if it were an invoice by itself. */
export const partOf = (invoice: Invoice, { dueOn, minor }: Instalment): Invoice => {
  const { collecting, ...alone } = without(invoice, 'instalments');
  return {
    ...alone,
    dueOn,
    open: money(minor, invoice.open.currency),
    ...(collecting && { collecting: { ...collecting, on: chargedOn(invoice, collecting, { dueOn }) } }),
  };
};

/** What the company knows, or what is stated. */
const modelOf = ({ company }: Pick<KnownOf, 'company'>): Model => company?.model ?? STATED;
/** Of an invoice that may not be there yet. */
export const foreseenOf = (receivable: Receivable, known: KnownOf) => {
  const { company, own, today } = known;
  const sums = {
    all: company?.all ?? { known: 0, late: 0, count: 0, sum: 0 },
    segments: new Map(Object.entries(company?.segments ?? {})),
  };
  return foreseen(modelOf(known), sums, own, receivable, dayOf(today), ratesOf(known));
};

const foreseenFor = (invoice: Invoice, known: KnownOf) =>
  foreseenOf(receivableOf(invoice, known.customer, known.segment), known);

/** Of a customer on a day once, however many of its invoices are asked for. */
export const ratesOf = (known: KnownOf): Rates => {
  const kept = ALL_RATES.get(known);
  const rates = kept ?? ownRates(known.own, dayOf(known.today), modelOf(known).rates);
  if (!kept) ALL_RATES.set(known, rates);
  return rates;
};
const ALL_RATES = new WeakMap<KnownOf, Rates>();

const byHistory = (
  invoice: Invoice,
  known: KnownOf,
): Pick<Prediction, 'basis' | 'late' | 'paidBy' | 'factors'> => {
  const model = modelOf(known);
  const { distribution, measured } = foreseenFor(invoice, known);
  const by = (share: number): LocalDate => dateOf(dayQuantile(distribution, share));
  const effects = effectsOf(measured, model);
  return {
    basis: model.weights ? 'history' : 'stated',
    late: Number(distribution.late.toFixed(4)),
    paidBy: { p10: by(0.1), p50: by(0.5), p90: by(0.9) },
    factors: measured
      .map((one, at) => factor(one, effects[at]!, invoice.total.currency))
      .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect)),
  };
};

const tenth = (value: number): number => Number(value.toFixed(1));
const factor = ({ name, figure }: Measured, effect: number, currency: string): PredictionFactor => ({
  name,
  figure: tenth(figure),
  effect: tenth(effect),
  detail: DETAILS[name](tenth(figure), currency),
});
const DETAILS: Readonly<Record<Measured['name'], (figure: number, currency: string) => string>> = {
  share_late: (share) => `${share} % of its invoices were late, drawn towards others like it.`,
  recent_share_late: (share) => `${share} % of them were lately.`,
  days_late: (days) => `It pays ${days} days after the due day in the mean, drawn towards everybody’s.`,
  last_days_late: (days) => `Its last three were paid ${days} days after the due day.`,
  amount: (minor, currency) => `The invoice is of ${toText(money(minor, currency))} ${currency}.`,
  unusual_amount: (percent) => `That is ${percent} % of what it usually owes.`,
  open_invoices: (count) => `${count} other invoices are open.`,
  has_overdue: (has) => (has === 1 ? 'Others are overdue.' : 'No other is overdue.'),
  oldest_overdue: (days) => `The oldest of the others is ${days} days overdue.`,
  segment_share_late: (share) => `${share} % of invoices to its country were late.`,
  is_new: (is) => (is === 1 ? 'It has paid nothing yet.' : 'It has paid before.'),
};

/** When an amount of it is paid, that is not in clarification. */
export const whenOf = (
  invoice: Invoice,
  minor: number,
  known: KnownOf,
): { basis: Prediction['basis']; distribution: Distribution } => {
  const agreed = agreedOn(invoice, minor, known.today);
  if (agreed) {
    const { basis, on } = agreed;
    const late = Number(on > dueOf(invoice));
    return { basis, distribution: { from: dayOf(on), cumulative: [1], late } };
  }
  const basis = modelOf(known).weights ? 'history' : 'stated';
  return { basis, distribution: foreseenFor(invoice, known).distribution };
};

/**
 * What falls due by a day, and the share of it that is expected to be open after that; each part by its own day. Undefined where nothing
 * falls due, all of it is in clarification, or nothing was learned yet.
 */
export const openAfter = (
  invoice: Invoice,
  known: KnownOf,
  day: LocalDate,
): { readonly minor: number; readonly share: number } | undefined => {
  if (!modelOf(known).weights) return undefined;
  const parts = dueBy(invoice, day);
  const minor = parts.reduce((sum, part) => sum + part.minor, 0);
  if (minor === 0) return undefined;
  const promised = promisedMinor(invoice, known.today) >= minor ? invoice : without(invoice, 'promise');
  const open = parts.reduce((sum, part) => {
    const { distribution } = whenOf(partOf(promised, part), part.minor, known);
    return sum + part.minor * (1 - paidBy(distribution, dayOf(day)));
  }, 0);
  return { minor, share: open / minor };
};

/** What is in clarification is taken off the oldest, as from what is asked for. */
export const dueBy = (invoice: Invoice, day?: LocalDate): Instalment[] => {
  let unclear = clarifiedMinor(invoice);
  return openParts(invoice)
    .filter(({ dueOn }) => day === undefined || dueOn <= day)
    .flatMap((part) => {
      const off = Math.min(unclear, part.minor);
      unclear -= off;
      return part.minor > off ? [{ ...part, minor: part.minor - off }] : [];
    });
};

/** How probable it is that it is paid late, or the part of it that falls due next; undefined where nothing was learned yet. */
export const lateOf = (invoice: Invoice, known: KnownOf): number | undefined =>
  modelOf(known).weights && foreseenFor(without(invoice, 'instalments', 'plan'), known).distribution.late;
