/** Which debts of a reminder are due for their notice under their policies, how they are asked for, and what that does to them. */
import { reminded } from '../dispatch/rules.ts';
import type { About, Formal, Terms } from '../dispatch/terms.ts';
import type { Level } from '../dispatch/words.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { money } from '../kernel/money.ts';
import type { Workdays } from '../kernel/offsets.ts';
import { askedOf, messageOf, worthAsking, type Case } from './messages.ts';
import { DunningEscalated, type DunningPolicy } from './policy.ts';
import { stronger } from './served.ts';
import { isVersion, levelAt, levelOf, noted, stepOf, stepped } from './rules.ts';

interface By {
  /** The version that each is asked for under; what is not in it, by the entity's `reminders`. */
  readonly known: ReadonlyMap<string, DunningPolicy>;
  readonly week: Workdays;
  /** Makes a formal notice that gives so many days. */
  readonly formal?: (days: number) => Formal;
}

export const judged = (
  debts: Terms['debts'],
  { mail, seller, today, counted }: About,
  { known, week, formal }: By,
): Terms => {
  const { courtesy = false } = mail.reminder!;
  const dueOn = (invoice: Invoice): LocalDate | undefined => {
    const policy = known.get(invoice.id);
    // A sender that died after its claim has counted the step already: then only what is still open is asked for again.
    if (counted) return today;
    if (!policy) return invoice.remindOn;
    // It was given another policy since: the next run asks for it by that.
    if (invoice.dunning && !isVersion(invoice.dunning, policy)) return undefined;
    const step = stepOf(invoice, policy, today, week);
    return (step?.courtesy ?? false) === courtesy ? step?.on : undefined;
  };
  const caseOf = (invoice: Invoice): Case => {
    const policy = known.get(invoice.id);
    if (!policy) return { invoice };
    const at = levelAt(invoice);
    const level = levelOf(invoice, policy)!;
    return { invoice, policy, step: courtesy ? { courtesy, on: today } : { on: today, at, level } };
  };
  return {
    debts: debts.map((debt) => ({ ...debt, invoice: { ...debt.invoice, remindOn: dueOn(debt.invoice) } })),
    step: (invoice) => {
      const policy = known.get(invoice.id);
      if (!policy) return reminded(invoice, seller.reminders, today);
      return courtesy ? noted(invoice, policy, week) : stepped(invoice, policy, today, week);
    },
    say: (owed) => {
      const { enough } = worthAsking(owed.map(caseOf), today);
      if (enough.length === 0) return { suppressed: 'below_minimum' };
      const { tone, charges, legalDays } = messageOf(enough);
      return {
        asked: enough.map(({ invoice }) => invoice),
        level: tone as Level,
        charges,
        ...(legalDays !== undefined && formal && { formal: formal(legalDays) }),
        events: enough.flatMap((one) => escalating(one, today)),
      };
    },
  };
};

/** Once for each thing that others are asked to do. */
const escalating = (one: Case, today: LocalDate): Fact[] => {
  const { invoice, policy, step } = one;
  if (!policy || !step || step.courtesy) return [];
  const {
    at: level,
    level: { service, escalate = service && ('service' as const) },
  } = step;
  const before = invoice.dunning;
  const isSame = before?.escalated === escalate && stronger(before?.service, service) === before?.service;
  if (escalate === undefined || isSame) return [];
  const { id: invoiceId, customerId, open } = invoice;
  const asked = money(askedOf(one, today), open.currency);
  const fact = { customerId, invoiceId, policy: policy.policy, level, escalate, asked };
  return [announce(DunningEscalated, invoiceId, fact)];
};
