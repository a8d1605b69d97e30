/** Under which policy an invoice is asked for, when its next notice is due, and what a notice does to it. */
import type { Customer } from '../customers/customer.ts';
import { idsOf } from '../customers/customer.ts';
import { askedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { openParts } from '../kernel/instalments.ts';
import type { Money } from '../kernel/money.ts';
import { dayAfter, type Workdays } from '../kernel/offsets.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import {
  MOST_PLANNED,
  MOST_POLICIES,
  type Assigned,
  type DunningLevel,
  type DunningPolicy,
  type PolicyBook,
} from './policy.ts';
import { stronger } from './served.ts';
import { TriggerCause } from './trigger.ts';

/** Of each policy the version that holds on a day: the youngest that has begun. */
export const inForce = ({ assigned }: PolicyBook, today: LocalDate): Assigned[] =>
  [...Map.groupBy(assigned, ({ policy }) => policy).values()].flatMap((versions) => {
    const begun = versions.filter(({ activateOn }) => activateOn <= today);
    return begun.length === 0 ? [] : [begun.reduce((a, b) => (b.version > a.version ? b : a))];
  });

type Named = Pick<DunningPolicy, 'policy' | 'version'>;
export const isVersion = (one: Named, other: Named): boolean =>
  one.policy === other.policy && one.version === other.version;
/**
 * The version that an invoice is asked for by: the one that it began with, else that of its customer, of the customer's segment, of the
 * entity. Undefined by the entity's `reminders`: what began under them, instalments of plans and requests for deposits stay there.
 */
export const policyFor = (
  invoice: Pick<Invoice, 'dunning' | 'reminded' | 'plan' | 'deposit' | 'entity'>,
  { customer, held }: { customer: Customer; held: readonly Assigned[] },
): Named | undefined => {
  if (invoice.plan || invoice.deposit) return undefined;
  if (invoice.dunning) return invoice.dunning;
  if (invoice.reminded > 0) return undefined;
  const ids = idsOf(customer);
  const { segment } = customer;
  return (
    held.find(({ customers }) => customers.some((id) => ids.includes(id))) ??
    held.find(({ segments }) => segment !== undefined && segments.includes(segment)) ??
    held.find(({ entities }) => entities.includes(invoice.entity))
  );
};

/** How many days before its `remindOn` an invoice may be due for something under some version that holds. */
export const leadOf = (held: readonly Assigned[], reminders: readonly number[]): number =>
  held.length === 0 ? 0 : (reminders[0] ?? 0) + Math.max(...held.map(({ daysBefore }) => daysBefore));

/** A notice that is due for an invoice on a day or was before: a note before the due day, or a level from 1. */
export type Step =
  | { readonly courtesy: true; readonly on: LocalDate }
  | { readonly courtesy?: never; readonly on: LocalDate; readonly at: number; readonly level: DunningLevel };

/** The next notice of an invoice under its policy; undefined where none is left. */
export const stepOf = (
  invoice: Invoice,
  policy: DunningPolicy,
  today: LocalDate,
  week: Workdays,
): Step | undefined => {
  const noted = notedOn(invoice, policy);
  if (noted !== undefined && today <= invoice.dueOn) return { courtesy: true, on: noted };
  const at = levelAt(invoice);
  const level = levelOf(invoice, policy);
  if (!level) return undefined;
  if (invoice.reminded > 0)
    return invoice.remindOn === undefined ? undefined : { on: invoice.remindOn, at, level };
  // What begins at a higher level begins on the day of the first.
  const on = afterDue(invoice, dayAfter(policy.levels[0]!.after, invoice, week));
  // What was kept back without a right to is asked for after its days of grace.
  const grace = invoice.deduction?.state === 'REJECTED' ? (invoice.remindOn ?? on) : on;
  return { on: later(on, grace), at, level };
};

/** The number of its next level: one more than it had, and those that were left out (`triggers.ts`). */
export const levelAt = ({ reminded, dunning }: Pick<Invoice, 'reminded' | 'dunning'>): number =>
  reminded + (dunning?.ahead ?? 0) + 1;
/** What its next level says, in the tone and by the channel that a trigger gave it; undefined where none is left. */
export const levelOf = (
  invoice: Pick<Invoice, 'reminded' | 'dunning'>,
  { levels }: Pick<DunningPolicy, 'levels'>,
): DunningLevel | undefined => {
  const at = levelAt(invoice);
  const level = levels[at - 1];
  const { next } = invoice.dunning ?? {};
  if (!level || next?.level !== at) return level;
  const { tone = level.tone, channel = level.channel } = next;
  return { ...level, tone, channel };
};

/** A note before the due day, unless the customer has the invoice since that day itself. */
const notedOn = (invoice: Invoice, { courtesy }: DunningPolicy): LocalDate | undefined => {
  const { dueOn, issuedOn, reminded, dunning } = invoice;
  if (!courtesy || reminded > 0 || dunning?.courtesyFor === dueOn) return undefined;
  const on = addDays(dueOn, -courtesy.daysBefore);
  const asked = askedMinor(invoice, addDays(dueOn, 1));
  return on > issuedOn &&
    asked > 0 &&
    (!courtesy.least || asked >= (amountOf(courtesy.least, invoice.open) ?? Infinity))
    ? on
    : undefined;
};

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
/** Overdue begins on the day after the due day: nothing is asked for before. */
const afterDue = ({ dueOn }: Pick<Invoice, 'dueOn'>, day: LocalDate): LocalDate =>
  later(day, addDays(dueOn, 1));

export const amountOf = (
  amounts: readonly Money[] | undefined,
  { currency }: Pick<Money, 'currency'>,
): number | undefined => amounts?.find((one) => one.currency === currency)?.minor;

/** The head after a note before its due day: it began under this version, and is looked at again for its first level. */
export const noted = (
  invoice: Invoice,
  { policy, version, levels }: DunningPolicy,
  week: Workdays,
): Invoice => ({
  ...invoice,
  version: invoice.version + 1,
  dunning: { ...invoice.dunning, policy, version, courtesyFor: invoice.dueOn },
  remindOn: afterDue(invoice, dayAfter(levels[0]!.after, invoice, week)),
});

/** The head after a level: the next is counted from its due day or from today, and is on another day. */
export const stepped = (
  invoice: Invoice,
  { policy, version, levels }: DunningPolicy,
  today: LocalDate,
  week: Workdays,
): Invoice => {
  const at = levelAt(invoice);
  const next = levels[at];
  const nextOn = next
    ? later(dayAfter(next.after, { dueOn: invoice.dueOn, previousOn: today }, week), addDays(today, 1))
    : // No notice of this part is left: the next one has its own.
      openParts(invoice).find(({ remindOn }) => remindOn !== undefined && remindOn > today)?.remindOn;
  const service = stronger(invoice.dunning?.service, levels[at - 1]?.service);
  const level = levels[at - 1];
  const escalated = level?.escalate ?? (level?.service && 'service') ?? invoice.dunning?.escalated;
  return {
    ...without(invoice, 'remindOn'),
    version: invoice.version + 1,
    reminded: invoice.reminded + 1,
    dunning: {
      ...invoice.dunning,
      policy,
      version,
      ...(escalated && { escalated }),
      ...(service && { service }),
    },
    ...(nextOn !== undefined && { remindOn: nextOn }),
  };
};

/** The head of which nothing is owed any more; undefined where something is, or was given up, or nobody was asked to act on it. */
export const restored = (invoice: Invoice): Invoice | undefined => {
  const { dunning, open, state, version } = invoice;
  if (dunning?.escalated === undefined || open.minor > 0 || state === 'WRITTEN_OFF') return undefined;
  return { ...invoice, version: version + 1, dunning: without(dunning, 'escalated') };
};

/** The head under another policy from its next notice on: where it had none left, that is counted from today. */
export const given = (
  invoice: Invoice,
  { policy, version, levels }: DunningPolicy,
  today: LocalDate,
  week: Workdays,
): Invoice => {
  const next = levels[invoice.reminded];
  const on = next && dayAfter(next.after, { dueOn: invoice.dueOn, previousOn: today }, week);
  return {
    ...invoice,
    version: invoice.version + 1,
    dunning: { ...(invoice.dunning && without(invoice.dunning, 'ahead', 'next')), policy, version },
    ...(invoice.remindOn === undefined && on !== undefined && { remindOn: later(on, addDays(today, 1)) }),
  };
};

/** The book with a version more; what will never hold again is left out. `past`: a day that is over in every zone. */
export const assigned = (
  book: PolicyBook,
  { policy, version, activateOn, customers, segments, entities, courtesy, triggers = {} }: DunningPolicy,
  past: LocalDate,
): PolicyBook => {
  const causes = TriggerCause.options.filter((cause) => triggers[cause]);
  const fresh = { policy, version, activateOn, customers, segments, entities };
  const all = [
    ...book.assigned,
    {
      ...fresh,
      daysBefore: courtesy?.daysBefore ?? 0,
      ...(causes.length > 0 && { triggers: causes }),
    },
  ];
  return {
    version: book.version + 1,
    assigned: all.filter(
      (one) =>
        !all.some(
          (other) =>
            other.policy === one.policy &&
            other.version > one.version &&
            (other.activateOn <= one.activateOn || other.activateOn <= past),
        ),
    ),
  };
};

/** Nobody has two policies, of those that hold or will hold. */
export const claimedTwice = (
  { assigned: all }: PolicyBook,
  { policy, ...wanted }: Pick<DunningPolicy, 'policy' | 'customers' | 'segments' | 'entities'>,
): Refusal<'dunning.assigned'> | undefined => {
  for (const by of ['customers', 'segments', 'entities'] as const)
    for (const [at, name] of wanted[by].entries()) {
      const other = all.find((one) => one.policy !== policy && one[by].some((known) => known === name));
      if (other)
        return refuse('dunning.assigned', `${name} has the policy ${other.policy}.`, [
          { pointer: `/${by}/${at}`, detail: `is in ${other.policy}, version ${other.version}` },
        ]);
    }
  return undefined;
};

export const tooMany = (book: PolicyBook, policy: string, today: LocalDate): boolean => {
  const names = new Set(book.assigned.map((one) => one.policy));
  const planned = book.assigned.filter((one) => one.policy === policy && one.activateOn > today);
  return planned.length > MOST_PLANNED || names.size > MOST_POLICIES;
};
