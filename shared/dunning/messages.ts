/** What a run says to whom: one message per payer, currency and way of saying it, with all that is due for one. */
import { costs, MOST_CHARGED } from '../claims/late-charge.ts';
import { heldBy } from '../customers/hold.ts';
import type { Customer } from '../customers/customer.ts';
import { askedMinor, clarifiedMinor } from '../invoices/clarifying.ts';
import { isWithAgency } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { promisedMinor } from '../invoices/promised.ts';
import { isCollected } from '../invoices/rules.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { DunningPolicy, Spared } from './policy.ts';
import type { NoticeChannel } from './trigger.ts';
import { amountOf, type Step } from './rules.ts';

/** An invoice that a run looks at: under a version of a policy with its next step, or by the entity's `reminders`. */
export interface Case {
  readonly invoice: Invoice;
  readonly policy?: DunningPolicy | undefined;
  readonly step?: Step | undefined;
  /** The payer's behaviour score; undefined where none is known, or none was asked for. */
  readonly score?: number | undefined;
  /** How probable it is that it is paid late; undefined where nobody knows, or nobody asked. */
  readonly late?: number | undefined;
}

export interface Message {
  /** Payer, currency, and what sets it apart: its mail's id follows from it. */
  readonly name: string;
  readonly cases: readonly Case[];
  readonly courtesy: boolean;
  /** The highest of its invoices. */
  readonly level: number;
  readonly tone: number;
  readonly channel: NoticeChannel;
  readonly approval: boolean;
  /** Two persons agree to it. */
  readonly two: boolean;
  /** It is a formal notice, and gives so many days. */
  readonly legalDays?: number | undefined;
  readonly charges: { readonly feeMinor: number; readonly interest: boolean };
}

/** A mail lists at most forty debts, fewer where it charges something: the claim counts the step on each in one transaction. The rest is due again on the next day. */
const MOST_DEBTS = 40;
/** A formal notice has its number and itself beside them, and may be the first that charges the fixed sum of the law. */
const MOST_FORMAL = 15;
const mostOf = (cases: readonly Case[], charging: boolean): number =>
  cases.some((one) => legalOf(one) !== undefined)
    ? MOST_FORMAL
    : charging || costs(messageOf(cases).charges)
      ? MOST_CHARGED
      : MOST_DEBTS;

/** What of an invoice its payer is asked for: what is overdue, or what falls due on the day that a note is of. */
export const askedOf = ({ invoice, step }: Pick<Case, 'invoice' | 'step'>, today: LocalDate): number =>
  askedMinor(invoice, step?.courtesy ? addDays(invoice.dueOn, 1) : today);

/** Why nothing is said of an invoice in this run; undefined where something is. */
export const sparedNow = (
  one: Case,
  { dunningHold }: Pick<Customer, 'dunningHold'>,
  today: LocalDate,
): Spared | undefined => {
  const { invoice, policy, step } = one;
  if (policy && (!step || step.on > today)) return 'not_yet';
  if (isWithAgency(invoice)) return 'agency';
  const held = heldBy(invoice.dunningHold, today) ?? heldBy(dunningHold, today);
  if (held) return held;
  const { scoreBelow = 101, lateAtLeast = 0 } = (step?.courtesy && policy?.courtesy) || {};
  if ((one.score ?? 100) >= scoreBelow) return 'not_risky';
  if (100 * (one.late ?? 0) < lateAtLeast) return 'probably_in_time';
  if (isCollected(invoice, today)) return 'collected';
  const promised = promisedMinor(invoice, today) > 0;
  if ((!promised && clarifiedMinor(invoice) === 0) || askedOf(one, today) > 0) return undefined;
  return promised ? 'promised' : 'in_clarification';
};

export const levelOf = ({ invoice, step }: Case): number =>
  step?.courtesy ? 0 : (step?.at ?? invoice.reminded + 1);

/** Cases that are said as one, whatever their levels: of one payer, under one version, before or after the due day; formal notices by themselves. */
const alike = (one: Case): string =>
  [
    payerOf(one),
    one.step?.courtesy ? 'courtesy' : '',
    legalOf(one) ? 'legal' : '',
    one.policy?.policy,
    one.policy?.version,
  ].join(' ');
const legalOf = ({ step }: Case): number | undefined =>
  step?.courtesy ? undefined : step?.level.legal?.payWithin;
/** Who is asked for what: requests for deposits by themselves. */
const payerOf = ({ invoice: { customerId, open, deposit } }: Case): string =>
  `${customerId} ${open.currency}${deposit ? ' deposits' : ''}`;

/** Without those of which all together ask for less than the highest level among them wants to ask for. */
export const worthAsking = (cases: readonly Case[], today: LocalDate): { enough: Case[]; below: Case[] } => {
  const groups = [...Map.groupBy(cases, alike).values()];
  const isBelow = (same: readonly Case[]): boolean => {
    const least = Math.max(
      ...topOf(same).map(({ invoice, step }) =>
        step && !step.courtesy ? (amountOf(step.level.least, invoice.open) ?? 0) : 0,
      ),
    );
    return same.reduce((sum, one) => sum + askedOf(one, today), 0) < least;
  };
  const [below, enough] = [true, false].map((which) =>
    groups.filter((same) => isBelow(same) === which).flat(),
  );
  return { enough: enough!, below: below! };
};

/** Those at the highest level. */
const topOf = (cases: readonly Case[]): readonly Case[] => {
  const level = Math.max(...cases.map(levelOf));
  return cases.filter((one) => levelOf(one) === level);
};

/**
 * What is alike is said as the highest of it is, and with others where tone and channel agree. `charging`: a company's rules charge for reminders without a
 * policy. `rest`: what no message has room for.
 */
export const messagesOf = (
  cases: readonly Case[],
  charging: boolean,
): { messages: Message[]; rest: Case[] } => {
  const ways = [...Map.groupBy(cases, alike).values()].map((same) => messageOf(same));
  const joined = Map.groupBy(ways, ({ cases: [first], courtesy, tone, channel, approval, two, legalDays }) =>
    [payerOf(first!), courtesy, tone, channel, approval, two, legalDays].join(' '),
  );
  const all = [...joined.values()].map((same) => {
    const whole = same.flatMap((one) => one.cases);
    return { whole, most: mostOf(whole, charging) };
  });
  return {
    messages: all.map(({ whole, most }) => messageOf(whole.slice(0, most))),
    rest: all.flatMap(({ whole, most }) => whole.slice(most)),
  };
};

/** How cases are said together. */
export const messageOf = (cases: readonly Case[]): Message => {
  const tops = [...Map.groupBy(cases, alike).values()].flatMap(topOf);
  const levels = tops.flatMap(({ step }) => (step && !step.courtesy ? [step.level] : []));
  const [first] = cases;
  const courtesy = first!.step?.courtesy === true;
  const level = Math.max(...cases.map(levelOf));
  const own = tops.filter(({ policy }) => policy === undefined).map((one) => Math.min(3, levelOf(one)));
  const tone = courtesy ? 1 : Math.max(...levels.map((one) => one.tone), ...own);
  const channel = levels.some((one) => one.channel === 'letter') ? 'letter' : 'mail';
  const legalDays = legalOf(tops[0]!);
  // By `reminders` alone it has the name that it always had.
  const plain = cases.every(({ policy }) => policy === undefined);
  return {
    name: `${payerOf(first!)}${plain ? '' : ` ${courtesy ? 'courtesy' : `${channel} ${tone}${legalDays === undefined ? '' : ' legal'}`}`}`,
    cases,
    courtesy,
    level,
    tone,
    channel,
    approval: levels.some(({ approval }) => approval),
    two: levels.some(({ approval, approvers }) => approval && approvers === 2),
    ...(legalDays !== undefined && { legalDays }),
    charges: {
      feeMinor: Math.max(0, ...levels.map(({ fee }) => amountOf(fee, first!.invoice.open) ?? 0)),
      interest: levels.some(({ interest }) => interest),
    },
  };
};
