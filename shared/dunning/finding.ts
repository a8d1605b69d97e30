/** Finds who is due for a reminder on the entity's local day, and queues one mail per payer, currency and way of saying it. */
import { tenantById } from '../access/store.ts';
import type { Entity } from '../access/tenant.ts';
import { lookForRates } from '../claims/awaiting.ts';
import { chargesAt, NO_RULES, type LateChargeRules, type MailCharges } from '../claims/late-charge.ts';
import { lateChargeRules } from '../claims/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { mailOf, putMail } from '../dispatch/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { toRemind } from '../invoices/store.ts';
import { addDays, localDate, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, readAll, readEach } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { approvalFor } from './approving.ts';
import { byPayers } from './gathering.ts';
import { messagesOf, sparedNow, worthAsking, type Case, type Message } from './messages.ts';
import { NO_POLICIES, type DunningPolicy, type PolicyBook, type Spared } from './policy.ts';
import { named, versionsOf, weekOf } from './reading.ts';
import { restoreAll } from './restoring.ts';
import { scored } from './scoring.ts';
import { inForce, isVersion, leadOf, policyFor, stepOf } from './rules.ts';
import { policyBook } from './store.ts';
import { sparing, touching } from './touching.ts';

export const findOverdue = async (deps: Deps): Promise<void> => {
  await restoreAll(deps);
  const [tenant, book = NO_POLICIES, rules = NO_RULES] = await readEach(
    tenantById(deps.tenant),
    policyBook(deps.tenant),
    lateChargeRules(deps.tenant),
  );
  await lookForRates(rules, deps);
  for (const entity of tenant!.entities) {
    const by = { book, rules, today: localDate(deps.now, entity.zone) };
    for await (const some of byPayers(toRemind(deps.tenant, entity.id, untilOf(entity, by)), deps.tenant))
      await queueAll(entity, (await lookAt(some, by, deps)).messages, by, deps);
  }
};

/** An invoice of which nothing is said, and why. */
export interface Left {
  readonly one: Case;
  readonly why: Spared;
}
/** Under which book, with which rules of late payment, on which day; `drafted` stands for a version that is not kept. */
interface By {
  readonly book: PolicyBook;
  readonly rules: LateChargeRules;
  readonly today: LocalDate;
  readonly drafted?: DunningPolicy;
}

interface Looked {
  readonly messages: Message[];
  readonly left: Left[];
  readonly customers: ReadonlyMap<string, Customer>;
}
/** What a run says of an entity's invoices, and what it does not. One query and a batch; a batch more for the payers. */
export const look = async (entity: Entity, by: By, deps: Deps): Promise<Looked> =>
  lookAt(await all(toRemind(deps.tenant, entity.id, untilOf(entity, by))), by, deps);

const untilOf = ({ reminders }: Entity, { book, today }: By): LocalDate =>
  addDays(today, leadOf(inForce(book, today), reminders));

/** The same of all that is found of some payers. */
const lookAt = async (found: readonly Invoice[], by: By, deps: Deps): Promise<Looked> => {
  const { today } = by;
  const customers = await payersOf(found, deps);
  const cases = await casesOf(found, customers, by, deps);
  const left: Left[] = [];
  const due = cases.filter((one) => {
    const why = sparedNow(one, customers.get(one.invoice.customerId)!, today);
    if (why) left.push({ one, why });
    return why === undefined;
  });
  const { enough, below } = worthAsking(due, today);
  const { messages, rest } = messagesOf(enough, by.rules.version > 0);
  left.push(...below.map((one): Left => ({ one, why: 'below_minimum' })));
  left.push(...rest.map((one): Left => ({ one, why: 'next_run' })));
  return { messages, left, customers };
};

/** Who owes them now, by the customer that each names. */
const payersOf = async (found: readonly Invoice[], deps: Deps): Promise<Map<string, Customer>> => {
  const ids = [...new Set(found.map(({ customerId }) => customerId))];
  const known = await readAll(ids.map((id) => customerById(deps.tenant, id)));
  const now = await Promise.all(known.map((one) => whoIsNow(deps, one)));
  return new Map(known.map(({ id }, at) => [id, now[at]!]));
};

const casesOf = async (
  found: readonly Invoice[],
  customers: ReadonlyMap<string, Customer>,
  { book, today, drafted }: By,
  deps: Deps,
): Promise<Case[]> => {
  const held = inForce(book, today);
  const under = new Map(
    found.map((one) => [one.id, policyFor(one, { customer: customers.get(one.customerId)!, held })]),
  );
  const wanted = [...under.values()].flatMap((one) => (one && !isDraft(one, drafted) ? [one] : []));
  const [week, versions] = await Promise.all([
    wanted.length > 0 || drafted ? weekOf(deps) : undefined,
    versionsOf(wanted, deps),
  ]);
  const cases = found.flatMap((invoice): Case[] => {
    const by = under.get(invoice.id);
    if (!by) return invoice.remindOn! <= today ? [{ invoice }] : [];
    const policy = isDraft(by, drafted) ? drafted! : versions.get(named(by))!;
    return [{ invoice, policy, step: stepOf(invoice, policy, today, week!) }];
  });
  return scored(cases, customers, today, deps);
};

type Named = Pick<DunningPolicy, 'policy' | 'version'>;
const isDraft = (one: Named, drafted: DunningPolicy | undefined): boolean =>
  drafted !== undefined && isVersion(one, drafted);

/** One batch. */
const QUEUED_AT_ONCE = 100;

/** A run that was killed and began again looks first for what it had queued. Those that wait for a person follow each other, because a payer has one task. */
const queueAll = async (
  entity: Entity,
  messages: readonly Message[],
  how: How,
  deps: Deps,
): Promise<void> => {
  for (let at = 0; at < messages.length; at += QUEUED_AT_ONCE) {
    const some = messages
      .slice(at, at + QUEUED_AT_ONCE)
      .map((message) => ({ message, mail: queued(entity, message, how, deps) }));
    const known = new Set(
      (await readAll(some.map(({ mail }) => mailOf(deps.tenant, mail)))).map(({ id }) => id),
    );
    const fresh = await sparing(
      some.filter(({ mail }) => !known.has(mail.id)),
      deps,
    );
    await eachAtOnce(fresh.filter(({ message }) => !message.approval).values(), (one) => queue(one, deps));
    for (const one of fresh.filter(({ message }) => message.approval)) await queue(one, deps);
  }
};

/** The id follows from payer, currency and day: a second run on the same day finds its mails there. */
const queue = async (one: { readonly message: Message; readonly mail: Mail }, deps: Deps): Promise<void> => {
  const { message, mail } = one;
  const waiting = message.approval ? await approvalFor(mail, message, deps) : undefined;
  if (message.approval && !waiting) return;
  const kept = await commit(
    follow(
      deps,
      message.cases.map(({ invoice }) => invoice),
    ),
    {
      action: 'dunning.queue',
      events: waiting?.events ?? [announce(MailQueued, mail.id, { mailId: mail.id })],
    },
    waiting?.writes ?? [putMail(deps.tenant, mail), ...touching(one, deps)],
  );
  if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
};

interface How {
  readonly today: LocalDate;
  readonly rules: LateChargeRules;
}
/** By its policy; without one as the company's rules say of its level. */
const chargesOf = (
  { cases, charges, courtesy, level }: Message,
  entity: Entity,
  rules: LateChargeRules,
): MailCharges | undefined => {
  const [{ invoice: first }] = cases as [Case];
  if (courtesy || first.deposit) return undefined;
  return cases.some(({ policy }) => policy)
    ? charges
    : chargesAt(rules, entity.id, first.open.currency, level);
};

const queued = (entity: Entity, message: Message, { today, rules }: How, { now }: Deps): Mail => {
  const [{ invoice: first }] = message.cases as [Case];
  const charges = chargesOf(message, entity, rules);
  const under = message.cases.flatMap(({ invoice: { id: invoiceId }, policy }) =>
    policy ? [{ invoiceId, policy: policy.policy, version: policy.version }] : [],
  );
  return {
    id: idOfCause('mail', `${today}T00:00:00Z`, 'reminder', entity.id, message.name, today),
    version: 1,
    purpose: 'reminder',
    customerId: first.customerId,
    reminder: {
      entity: entity.id,
      currency: first.open.currency,
      on: today,
      invoiceIds: message.cases.map(({ invoice }) => invoice.id),
      ...(first.deposit && { deposits: true as const }),
      ...(message.courtesy && { courtesy: true as const }),
      ...(under.length > 0 && { under, channel: message.channel }),
      ...(charges && { charges }),
    },
    state: 'QUEUED',
    at: now,
    history: [{ state: 'QUEUED', at: now }],
  };
};
