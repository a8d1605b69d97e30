/** Finds who is due for a reminder on the entity's local day, and queues one mail per payer and currency. */
import { tenantById } from '../access/store.ts';
import type { Entity } from '../access/tenant.ts';
import type { Mail } from '../dispatch/mail.ts';
import { MailQueued } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { askedMinor, clarifiedMinor } from '../invoices/clarifying.ts';
import { isCollected } from '../invoices/rules.ts';
import {
  chargesAt,
  MOST_CHARGED,
  NO_RULES,
  type LateChargeRules,
  type MailCharges,
} from '../claims/late-charge.ts';
import { lateChargeRules } from '../claims/store.ts';
import { toRemind } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, recall, recallOr } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';

export const findOverdue = async (deps: Deps): Promise<void> => {
  for (const entity of (await recall(tenantById(deps.tenant)))!.entities) await findFor(entity, deps);
};

/** The id follows from payer, currency and day: a second run on the same day finds its mails there. */
const findFor = async (entity: Entity, deps: Deps): Promise<void> => {
  const today = localDate(deps.now, entity.zone);
  const rules = await recallOr(lateChargeRules(deps.tenant), NO_RULES);
  // What is charged by itself is not asked for before that has failed; what is in clarification is not, either.
  const due = (await all(toRemind(deps.tenant, entity.id, today))).filter(
    (one) => !isCollected(one, today) && isAsked(one, today),
  );
  for (const [payer, debts] of Map.groupBy(due, payerOf)) {
    // One mail lists at most forty debts: the claim counts the step on each in one transaction.
    const charges = chargesOf(debts, entity, rules);
    const invoices = debts.slice(0, charges ? MOST_CHARGED : 40);
    const mail = queued(entity, payer, { invoices, charges }, today, deps);
    const kept = await commit(
      follow(deps, invoices),
      { action: 'dunning.queue', events: [announce(MailQueued, mail.id, { mailId: mail.id })] },
      [putMail(deps.tenant, mail)],
    );
    if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
  }
};

/** Some of what is overdue is asked for: not all of it was kept back. An invoice that is not overdue is none of that. */
const isAsked = (invoice: Invoice, today: string): boolean =>
  clarifiedMinor(invoice) === 0 || askedMinor(invoice, today) > 0;

/** Who is asked for what: requests for deposits by themselves. */
const payerOf = ({ customerId, open, deposit }: Invoice): string =>
  `${customerId} ${open.currency}${deposit ? ' deposits' : ''}`;

/** By the debt that was asked for most often, which also sets the words; deposits are no debts. */
const chargesOf = (
  debts: readonly Invoice[],
  { id }: Entity,
  rules: LateChargeRules,
): MailCharges | undefined => {
  const [first] = debts;
  const level = Math.max(...debts.slice(0, MOST_CHARGED).map(({ reminded }) => reminded)) + 1;
  return first!.deposit ? undefined : chargesAt(rules, id, first!.open.currency, level);
};

const queued = (
  entity: Entity,
  payer: string,
  { invoices, charges }: { invoices: readonly Invoice[]; charges: MailCharges | undefined },
  today: string,
  { now }: Deps,
): Mail => ({
  id: idOfCause('mail', `${today}T00:00:00Z`, 'reminder', entity.id, payer, today),
  version: 1,
  purpose: 'reminder',
  customerId: invoices[0]!.customerId,
  reminder: {
    entity: entity.id,
    currency: invoices[0]!.open.currency,
    on: today,
    invoiceIds: invoices.map(({ id }) => id),
    ...(invoices[0]!.deposit && { deposits: true as const }),
    ...(charges && { charges }),
  },
  state: 'QUEUED',
  at: now,
  history: [{ state: 'QUEUED', at: now }],
});
