/** Lives the reminders of a period again, day by day, by the rules that the daily run and the second of sending go by. */
import { idsOf, type Customer } from '../customers/customer.ts';
import { mayBeOf } from '../dispatch/gather.ts';
import { stillOwed } from '../dispatch/rules.ts';
import { byReminders, type About } from '../dispatch/terms.ts';
import { judged } from '../dunning/judged.ts';
import { messagesOf, sparedNow, worthAsking, type Case, type Message } from '../dunning/messages.ts';
import type { Assigned, DunningPolicy } from '../dunning/policy.ts';
import type { NoticeChannel } from '../dunning/trigger.ts';
import { policyFor, stepOf } from '../dunning/rules.ts';
import type { HeldOut } from '../dunning/touch.ts';
import { kept } from '../dunning/touches.ts';
import { askedMinor } from '../invoices/clarifying.ts';
import type { Invoice, Settlement } from '../invoices/invoice.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import type { Payment } from '../payments/payment.ts';
import type { PaymentPromise } from '../promises/promise.ts';
import { unconditioned } from './books.ts';
import {
  earlier,
  headAt,
  holdAt,
  isHeld,
  isMoney,
  knownOf,
  type Calendar,
  type Day,
  type Forward,
  type History,
  type Steps,
} from './history.ts';

/** Who is asked how: the versions that hold, whom they are for, and what a payer does who is asked once more. */
export interface Ruling {
  readonly held: readonly Assigned[];
  readonly version: (one: Pick<DunningPolicy, 'policy' | 'version'>) => DunningPolicy;
  /** The company's rules charge for reminders without a policy. */
  readonly charging: boolean;
  readonly forwardDays: number;
}

/** A message that would have gone out. */
export interface Said {
  readonly on: LocalDate;
  readonly customerId: string;
  readonly level: number;
  readonly channel: NoticeChannel;
  readonly invoiceIds: readonly string[];
  /** It asked for what was paid on a day before, and nobody here knew. */
  readonly bothered: boolean;
}
/** What reminders made of an invoice. */
export interface Life {
  readonly steps: Steps;
  /** Nothing is due for it before. */
  readonly idleUntil?: LocalDate | undefined;
  readonly forward?: Forward | undefined;
}
export interface Replay {
  readonly said: readonly Said[];
  /** By invoice, as it ended. */
  readonly lives: ReadonlyMap<string, Life>;
}

export const replay = (history: History, ruling: Ruling, calendar: Calendar): Replay => {
  const lives = new Map(history.invoices.map((one) => [one.id as string, fresh(one, history.entity)]));
  const promises = byInvoice(history.promises);
  const said = [...Map.groupBy(history.invoices, (one) => one.customerId)].flatMap(([id, invoices]) => {
    const customer = history.customers.get(id)!;
    const unapplied = unappliedOf(customer, history);
    const drawn: HeldOut[] = [];
    const payer = { customer, invoices, unapplied, promises, lives, drawn, history, ruling, calendar };
    return calendar.days.flatMap((day) => (day.open ? sayOn(day, payer) : []));
  });
  return { said: said.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)), lives };
};

interface Payer {
  readonly customer: Customer;
  readonly invoices: readonly Invoice[];
  readonly unapplied: readonly Payment[];
  readonly promises: ReadonlyMap<string, readonly PaymentPromise[]>;
  readonly lives: Map<string, Life>;
  /** When a notice of it was kept to see what notices bring, the newest last. */
  readonly drawn: HeldOut[];
  readonly history: History;
  readonly ruling: Ruling;
  readonly calendar: Calendar;
}

/** Its own, and nobody's that may be of it. */
const unappliedOf = (customer: Customer, { unapplied }: History): Payment[] =>
  unapplied.filter((one) =>
    one.customerId === undefined ? mayBeOf(one, customer) : idsOf(customer).includes(one.customerId),
  );

const NEVER = '9999-12-31';
/** As it is issued; without a first reminder of its entity no run ever finds it. */
const fresh = ({ dueOn }: Invoice, { reminders: [first] }: History['entity']): Life =>
  first === undefined
    ? { steps: { reminded: 0 }, idleUntil: NEVER }
    : { steps: { reminded: 0, remindOn: addDays(dueOn, first) } };

/** Oldest first. */
const byInvoice = (promises: readonly PaymentPromise[]): Map<string, PaymentPromise[]> => {
  const all = new Map<string, PaymentPromise[]>();
  for (const one of promises.toSorted((a, b) => (a.at < b.at ? -1 : 1)))
    for (const { invoiceId } of one.items) all.set(invoiceId, [...(all.get(invoiceId) ?? []), one]);
  return all;
};

const sayOn = (day: Day, payer: Payer): Said[] => {
  const cases = payer.invoices.flatMap((invoice) => caseOn(invoice, day, payer) ?? []);
  if (cases.length === 0) return [];
  const customer = holdAt(payer.customer, day.now);
  const due = cases.filter((one) => sparedNow(one, customer, day.today) === undefined);
  const { messages } = messagesOf(worthAsking(due, day.today).enough, payer.ruling.charging);
  return messages.flatMap((message) =>
    isKept(message, day, payer) ? [] : (send(message, day, payer) ?? []),
  );
};

/** The draw of the live run: who waited there waits here. */
const isKept = (message: Message, { today }: Day, { customer, drawn }: Payer): boolean => {
  const found = kept(message, { customerId: customer.id, today }, drawn.at(-1));
  if (found === 'begins') drawn.push({ customerId: customer.id, on: today });
  return found !== undefined;
};

/** What a run finds of an invoice; undefined where nothing can be due on that day. */
const caseOn = (invoice: Invoice, day: Day, payer: Payer): Case | undefined => {
  const life = payer.lives.get(invoice.id)!;
  if (invoice.issuedAt > day.now || (life.idleUntil !== undefined && day.today < life.idleUntil))
    return undefined;
  const idle = (until: LocalDate = NEVER): undefined => {
    payer.lives.set(invoice.id, { ...life, idleUntil: until });
  };
  const { now, today } = day;
  const promises = payer.promises.get(invoice.id) ?? [];
  const moment = momentOf(life, payer);
  const head = headAt(invoice, { now, today, steps: life.steps, moment, promises });
  if (head.open.minor <= 0) return idle();
  const by = policyFor(head, { customer: payer.customer, held: payer.ruling.held });
  if (!by) {
    const { remindOn } = head;
    return remindOn === undefined || remindOn > today ? idle(remindOn) : { invoice: head };
  }
  const policy = unconditioned(payer.ruling.version(by));
  const step = stepOf(head, policy, today, payer.calendar.week);
  if (!step) return idle();
  if (step.on <= today) return { invoice: head, policy, step };
  // What is too little to be told of before it is due may be enough on another day.
  const mayBeNoted = policy.courtesy && head.reminded === 0 && today <= head.dueOn && !step.courtesy;
  return mayBeNoted ? undefined : idle(step.on);
};

const momentOf =
  ({ forward }: Life, { history }: Payer) =>
  (settlement: Settlement): Instant => {
    const known = knownOf(settlement, history);
    const days = earlier(settlement, forward);
    return days === 0 ? known : `${addDays(known.slice(0, 10), -days)}${known.slice(10)}`;
  };

/** Decided once more, as in the second of its sending. */
const send = (message: Message, day: Day, payer: Payer): Said | undefined => {
  const { now, today } = day;
  const { courtesy, cases } = message;
  const customer = holdAt(payer.customer, now);
  const about = aboutOf(message, day, payer);
  const known = new Map(
    cases.flatMap(({ invoice, policy }) => (policy ? [[invoice.id as string, policy] as const] : [])),
  );
  const debts = cases.map(({ invoice }) => ({
    invoice,
    attempts: [],
    courtesy,
    held: isHeld(invoice, customer, today),
  }));
  const { week } = payer.calendar;
  const terms = known.size > 0 ? judged(debts, about, { known, week }) : byReminders(debts, about);
  const unapplied = payer.unapplied.filter(({ receivedAt }) => receivedAt <= now);
  const { owed } = stillOwed(terms.debts, unapplied, today, now);
  const said = owed.length === 0 ? undefined : terms.say(owed);
  if (!said || 'suppressed' in said) return undefined;
  const bothered = said.asked.some((one) => wasPaid(one, message, day, payer));
  for (const one of said.asked) step(terms.step(one), day, payer);
  return {
    on: today,
    customerId: payer.customer.id,
    level: courtesy ? 0 : Math.max(...said.asked.map(({ reminded }) => reminded)) + 1,
    channel: payer.customer.channel === 'letter' ? 'letter' : message.channel,
    invoiceIds: said.asked.map(({ id }) => id),
    bothered,
  };
};

const aboutOf = ({ cases, courtesy }: Message, { today }: Day, { history }: Payer): About => ({
  mail: {
    reminder: {
      entity: history.entity.id,
      currency: cases[0]!.invoice.open.currency,
      on: today,
      invoiceIds: cases.map(({ invoice }) => invoice.id),
      ...(courtesy && { courtesy: true as const }),
    },
  },
  seller: history.entity,
  today,
  counted: false,
});

/** Whether all that is asked for was at the bank on a day before, and not known: hours of the same day are not told apart. */
const wasPaid = (head: Invoice, { courtesy }: Message, { now, today }: Day, payer: Payer): boolean => {
  const whole = payer.invoices.find(({ id }) => id === head.id)!;
  const life = payer.lives.get(head.id)!;
  const moment = momentOf(life, payer);
  const there = whole.settlements.reduce((all, one) => {
    const paidOn = addDays(one.paidOn, -earlier(one, life.forward));
    return isMoney(one) && paidOn < today && moment(one) > now
      ? all + one.amount.minor + (one.discount?.minor ?? 0)
      : all;
  }, 0);
  return there > 0 && there >= askedMinor(head, courtesy ? addDays(head.dueOn, 1) : today);
};

/** One reminder more than were sent may bring money that was still to come. */
const step = (after: Invoice, { today }: Day, payer: Payer): void => {
  const { id, reminded, remindOn, dunning } = after;
  const { forward } = payer.lives.get(id)!;
  const sent = payer.invoices.find((one) => one.id === id)!.reminded;
  const { forwardDays } = payer.ruling;
  const isMore = forward === undefined && forwardDays > 0 && reminded > sent;
  payer.lives.set(id, {
    steps: { reminded, remindOn, dunning },
    forward: isMore ? { days: forwardDays, notBefore: addDays(today, 1) } : forward,
  });
};
