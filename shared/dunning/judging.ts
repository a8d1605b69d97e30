/** What policies say of a reminder at the second of its sending: for `dispatch`, which knows none. */
import type { Judge } from '../dispatch/queued.ts';
import { reminded } from '../dispatch/rules.ts';
import type { Level } from '../dispatch/words.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { money } from '../kernel/money.ts';
import { askedOf, messageOf, worthAsking, type Case } from './messages.ts';
import { DunningEscalated } from './policy.ts';
import { named, versionsOf, weekOf } from './reading.ts';
import { noted, stepOf, stepped } from './rules.ts';
import { putEscalated } from './store.ts';

export const judge: Judge = async (debts, { mail, seller, today, counted }, deps) => {
  const { under = [], courtesy = false } = mail.reminder!;
  const [week, versions] = await Promise.all([weekOf(deps), versionsOf(under, deps)]);
  const known = new Map(under.map((one) => [one.invoiceId, versions.get(named(one))!]));
  const dueOn = (invoice: Invoice): string | undefined => {
    const policy = known.get(invoice.id);
    if (counted) return today;
    if (!policy) return invoice.remindOn;
    // It was given another policy since: the next run asks for it by that.
    if (invoice.dunning && named(invoice.dunning) !== named(policy)) return undefined;
    const step = stepOf(invoice, policy, today, week);
    return (step?.courtesy ?? false) === courtesy ? step?.on : undefined;
  };
  const caseOf = (invoice: Invoice): Case => {
    const policy = known.get(invoice.id);
    if (!policy) return { invoice };
    const at = invoice.reminded + 1;
    const level = policy.levels[invoice.reminded]!;
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
      const { tone, charges } = messageOf(enough);
      return {
        asked: enough.map(({ invoice }) => invoice),
        level: tone as Level,
        charges,
        events: enough.flatMap((one) => escalating(one, today)),
        marks: enough
          .filter((one) => escalating(one, today).length > 0)
          .map(({ invoice: { id } }) => putEscalated(deps.tenant, id)),
      };
    },
  };
};

/** Once for each thing that others are asked to do. */
const escalating = (one: Case, today: string): Fact[] => {
  const { invoice, policy, step } = one;
  if (!policy || !step || step.courtesy) return [];
  const {
    at: level,
    level: { escalate },
  } = step;
  if (escalate === undefined || invoice.dunning?.escalated === escalate) return [];
  const { id: invoiceId, customerId, open } = invoice;
  const asked = money(askedOf(one, today), open.currency);
  return [
    announce(DunningEscalated, invoiceId, {
      customerId,
      invoiceId,
      policy: policy.policy,
      level,
      escalate,
      asked,
    }),
  ];
};
