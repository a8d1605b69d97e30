/** What a payment plan does to an invoice: when its parts fall due while it lasts, and what it has again afterwards. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { joined, lessLast, openParts, type Instalment } from '../kernel/instalments.ts';
import type { Money } from '../kernel/money.ts';
import type { Invoice } from './invoice.ts';
import type { Planned } from './planned.ts';

/** Days after the due date, the last one of several, for which a payment link still opens. */
export const LINK_DAYS = 365;

/** What takes from an invoice without being money of its payer. */
export const RELIEF: readonly string[] = ['credit_note', 'write_off'];
export const relievedMinor = (settlements: Invoice['settlements']): number =>
  settlements.reduce((sum, { method, amount }) => (RELIEF.includes(method) ? sum + amount.minor : sum), 0);

/** In the place of its instalments; undefined where no plan has it. What is open beyond the plan is due as it was before. */
export const plannedParts = (
  { plan }: Pick<Invoice, 'plan'>,
  open: Money,
  settlements: Invoice['settlements'],
): Instalment[] | undefined => {
  if (!plan) return undefined;
  const left = lessLast(plan.instalments, Math.max(0, relievedMinor(settlements) - plan.relievedMinor));
  const beside = open.minor - left.reduce((sum, { minor }) => sum + minor, 0);
  const { dueOn, remindOn } = plan.own;
  return beside <= 0
    ? [...left]
    : joined([{ dueOn, minor: beside, ...(remindOn !== undefined && { remindOn }) }, ...left]);
};

/** The day under which the books have it: a plan posts nothing. */
export const bookedDue = ({ plan, dueOn }: Pick<Invoice, 'plan' | 'dueOn'>): LocalDate =>
  plan?.own.dueOn ?? dueOn;

/** The days of its own that it had, or has, without a plan. */
const ownDays = ({ plan, dueOn, instalments, reminded, remindOn }: Invoice): Planned['own'] =>
  plan?.own ?? {
    dueOn,
    ...(instalments && { instalments }),
    reminded,
    ...(remindOn !== undefined && { remindOn }),
  };

/** Taken into a plan, or spread anew within it. Its parts are all that is open. */
export const intoPlan = (
  invoice: Invoice,
  id: Planned['id'],
  parts: readonly Instalment[],
  firstReminder: (dueOn: LocalDate) => LocalDate | undefined,
): Invoice => {
  const instalments = parts.map(({ dueOn, minor }) => {
    const remindOn = firstReminder(dueOn);
    return { dueOn, minor, ...(remindOn !== undefined && { remindOn }) };
  });
  const plan: Planned = {
    id,
    instalments,
    relievedMinor: relievedMinor(invoice.settlements),
    own: ownDays(invoice),
  };
  const next = instalments[0];
  const goesOn = next === undefined || (invoice.plan?.id === id && next.dueOn === invoice.dueOn);
  const { remindOn, link, ...rest } = invoice;
  const until = addDays(instalments.at(-1)?.dueOn ?? invoice.dueOn, LINK_DAYS);
  const asked = goesOn ? remindOn : next.remindOn;
  return {
    ...rest,
    version: invoice.version + 1,
    plan,
    instalments,
    link: { ...link, expiresOn: until > link.expiresOn ? until : link.expiresOn },
    ...(!goesOn && { dueOn: next.dueOn, reminded: 0 }),
    ...(asked !== undefined && { remindOn: asked }),
  };
};

/** The plan is over: its own days count again, and its reminders go on where they were. */
export const outOfPlan = (invoice: Invoice): Invoice => {
  const { own } = invoice.plan!;
  const [next] = openParts({ ...own, open: invoice.open });
  const moved = next && next.dueOn !== own.dueOn;
  const remindOn = moved ? next.remindOn : own.remindOn;
  return {
    ...without(invoice, 'plan', 'instalments', 'remindOn'),
    version: invoice.version + 1,
    dueOn: moved ? next.dueOn : own.dueOn,
    ...(own.instalments && { instalments: own.instalments }),
    reminded: moved ? 0 : own.reminded,
    ...(remindOn !== undefined && { remindOn }),
  };
};
