/** Finds who is due for a reminder on the entity's local day, and queues one mail per payer and currency. */
import { tenantById } from '../access/store.ts';
import type { Entity } from '../access/tenant.ts';
import type { Mail } from '../dispatch/mail.ts';
import { MailQueued } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { askedMinor, clarifiedMinor } from '../invoices/clarifying.ts';
import { promisedMinor } from '../invoices/promised.ts';
import { isCollected } from '../invoices/rules.ts';
import { toRemind } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';

export const findOverdue = async (deps: Deps): Promise<void> => {
  for (const entity of (await recall(tenantById(deps.tenant)))!.entities) await findFor(entity, deps);
};

/** The id follows from payer, currency and day: a second run on the same day finds its mails there. */
const findFor = async (entity: Entity, deps: Deps): Promise<void> => {
  const today = localDate(deps.now, entity.zone);
  // What is charged by itself is not asked for before that has failed; what is in clarification or promised is not, either.
  const due = (await all(toRemind(deps.tenant, entity.id, today))).filter(
    (one) => !isCollected(one, today) && isAsked(one, today),
  );
  for (const [payer, debts] of Map.groupBy(due, payerOf)) {
    // One mail lists at most forty debts: the claim counts the step on each in one transaction.
    const invoices = debts.slice(0, 40);
    const mail = queued(entity, payer, invoices, today, deps);
    const kept = await commit(
      follow(deps, invoices),
      { action: 'dunning.queue', events: [announce(MailQueued, mail.id, { mailId: mail.id })] },
      [putMail(deps.tenant, mail)],
    );
    if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
  }
};

/** Some of what is overdue is asked for: not all of it was kept back or promised. An invoice that is not overdue is none of that. */
const isAsked = (invoice: Invoice, today: string): boolean =>
  clarifiedMinor(invoice) + promisedMinor(invoice, today) === 0 || askedMinor(invoice, today) > 0;

/** Who is asked for what: requests for deposits by themselves. */
const payerOf = ({ customerId, open, deposit }: Invoice): string =>
  `${customerId} ${open.currency}${deposit ? ' deposits' : ''}`;

const queued = (
  entity: Entity,
  payer: string,
  invoices: readonly Invoice[],
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
  },
  state: 'QUEUED',
  at: now,
  history: [{ state: 'QUEUED', at: now }],
});
