/** Takes a reply: reads it, does what is sure, and leaves the rest to a person, in one commit after the promise or the case that it makes. */
import { asked, linked } from '../addresses/asking.ts';
import { masked, rolesAt } from '../addresses/rules.ts';
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { RemittanceReceived } from '../cash/remittance.ts';
import { noteRemittances, putRemittance } from '../cash/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { addressesOf, idsOf, type Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, snapshotById } from '../invoices/store.ts';
import { localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { Email } from '../kernel/party.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { documentByNumber } from '../numbering/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, readAll, recall } from '../runtime/table.ts';
import { caseIn } from './disputable.ts';
import { addressIn } from './moving.ts';
import { ReplyTaken, type Reply, type TakeReply } from './reply.ts';
import { putReply, replyById } from './store.ts';
import { understand, type Reading } from './understanding.ts';
import type { ReplyReason } from './vocabulary.ts';
import { adviceOf, taskOf } from './writing.ts';

/** Takes a promise for invoices of a customer; undefined where none could be. */
export type Promising = (
  customer: Customer,
  asked: {
    readonly invoices: readonly Invoice[];
    readonly payOn: LocalDate;
    readonly mail: string;
    readonly sentAt: Instant;
  },
  deps: Deps,
) => Promise<string | undefined>;
/** Opens a case about an invoice with the mail as its first word; undefined where none could be. */
export type Disputing = (
  invoice: Invoice['id'],
  asked: {
    readonly reason: ReplyReason;
    readonly text: string;
    readonly mail: string;
    readonly sentAt: Instant;
  },
  deps: Deps,
) => Promise<string | undefined>;
/** Says the mail's words in the case whose mail it answers; false where they cannot be said there. */
export type Saying = (
  disputeId: string,
  asked: { readonly text: string; readonly sentAt: Instant; readonly customers: readonly Customer['id'][] },
  deps: Deps,
) => Promise<boolean>;
/** The function file names who knows how: `promises` and `disputes`. */
export interface Ways {
  readonly promise: Promising;
  readonly dispute: Disputing;
  readonly say: Saying;
}
export interface How {
  readonly ways: Ways;
  /** Why it may not be the customer who wrote: then a person reads it, whatever it says. */
  readonly doubted?: string | undefined;
  /** The mail as it was received here. */
  readonly receivedMailId?: string | undefined;
  /** The address that it is surely from, one of the customer's own. */
  readonly sender?: string | undefined;
  /** The case whose mail it answers. */
  readonly disputeId?: string | undefined;
  /** The text of what was attached, where it can be read. */
  readonly attached?: string | undefined;
}

export const noCustomer = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);

export const take = async (customerId: string, said: TakeReply, how: How, deps: Deps) => {
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
  if (!customer) return noCustomer(customerId);
  const id = idOfCause('rpl', said.sentAt, customer.id, said.messageId);
  const before = await read(replyById(deps.tenant, id));
  if (before) return ok(before);
  const asked = [...new Set(said.invoices)];
  const about = await invoicesOf(customer, asked, deps);
  if (about.length < asked.length)
    return refuse('replies.invoice_unknown', 'The customer has no such invoice.', [
      { pointer: '/invoices', detail: 'must be of this customer' },
    ]);
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const { zone, id: entity } = (about[0] && entityOf(tenant, about[0].entity)) ?? tenant.entities[0]!;
  const reading = understand(
    { ...said, attached: how.attached },
    {
      today: localDate(said.sentAt, zone),
      currency: customer.currency,
      prefixes: tenant.entities.map(({ series }) => series),
    },
  );
  const numbered = await readAll(reading.numbers.map((number) => documentByNumber(deps.tenant, number)));
  const named = reading.numbers.length > 0 ? await invoicesOf(customer, numbered, deps) : about;
  const invoices = named.filter(({ open }) => open.minor > 0);
  // A number that is not the customer's, or is paid, makes nothing sure.
  const whole = invoices.length > 0 && invoices.length === (reading.numbers.length || about.length);
  const reply: Reply = {
    id,
    version: 1,
    customerId: customer.id,
    messageId: said.messageId,
    sentAt: said.sentAt,
    understood: reading.understood,
    outcome: 'TASK',
    invoices: invoices.map((one) => one.id),
    ...(how.receivedMailId !== undefined && { receivedMailId: how.receivedMailId }),
    at: deps.now,
    by: deps.actor,
    trace: deps.trace,
  };
  return keep(await followed(reply, { customer, invoices, reading, whole, entity }, how, deps), deps);
};

const invoicesOf = async (
  customer: Customer,
  ids: readonly string[],
  { tenant }: Deps,
): Promise<Invoice[]> => {
  const own = idsOf(customer);
  const found = await readAll(ids.map((one) => invoiceById(tenant, one)));
  return found.filter((one) => own.includes(one.customerId));
};

interface Followed {
  readonly reply: Reply;
  readonly writes: readonly Write<'table.stale'>[];
  readonly facts: readonly Fact[];
}
interface Met {
  readonly customer: Customer;
  readonly invoices: readonly Invoice[];
  readonly reading: Reading;
  readonly whole: boolean;
  /** In whose name the customer is answered. */
  readonly entity: string;
}

const followed = async (reply: Reply, met: Met, how: How, deps: Deps): Promise<Followed> => {
  const { is, sure } = reply.understood;
  if (is === 'automatic' && sure) return { reply: { ...reply, outcome: 'SET_ASIDE' }, writes: [], facts: [] };
  const told = how.doubted === undefined ? await answered(reply, met, how, deps) : undefined;
  if (told) return told;
  const moved = how.doubted === undefined ? await movedTo(reply, met, how.sender, deps) : undefined;
  if (moved) return moved;
  const done = how.doubted === undefined && met.whole ? await acted(reply, met, how.ways, deps) : undefined;
  return done ?? { reply, ...(await taskOf(reply, { ...met, doubted: how.doubted }, deps)) };
};

/** Whoever answers the mail of a case speaks of the case, whatever else its words may mean: they are said there, and a person reads them there. */
const answered = async (
  reply: Reply,
  { customer, reading }: Met,
  { ways, disputeId }: How,
  deps: Deps,
): Promise<Followed | undefined> => {
  if (disputeId === undefined) return undefined;
  const text = reading.own.replaceAll(/\s+/g, ' ').trim();
  const asked = { text, sentAt: reply.sentAt, customers: idsOf(customer) };
  return (await ways.say(disputeId, asked, deps))
    ? { reply: { ...reply, outcome: 'SAID', disputeId }, writes: [], facts: [] }
    : undefined;
};

/**
 * Whoever alone gets the invoices says where they go: the new address is asked whether it is right, all are told, and a day is waited for.
 * Of several who get them nobody speaks for the others.
 */
const movedTo = async (
  reply: Reply,
  { customer, reading, entity }: Met,
  sender: string | undefined,
  deps: Deps,
): Promise<Followed | undefined> => {
  const address = sender === undefined ? undefined : addressIn(reading, sender);
  const [only, ...others] = addressesOf(customer, 'billing');
  const speaks = others.length === 0 && only?.toLowerCase() === sender?.toLowerCase();
  const email = Email.safeParse(address);
  if (!email.success || !speaks) return undefined;
  const wish = { old: only!, email: email.data, roles: rolesAt(customer, only!) };
  const id = idOfCause('adc', reply.sentAt, reply.id);
  const asking = { id, entity, by: masked(only!), replyId: reply.id, codes: 0 };
  const ready = await asked(customer, wish, asking, deps);
  if (!ready.ok) return undefined;
  const link = linked(ready.value.change, deps);
  return {
    reply: { ...reply, outcome: 'ADDRESS_ASKED' },
    writes: [...ready.value.writes, link.write],
    facts: [...ready.value.events, link.event],
  };
};

/** What is sure is done; undefined where nothing is, or where it could not be. */
const acted = async (
  reply: Reply,
  { customer, invoices, reading }: Met,
  ways: Ways,
  deps: Deps,
): Promise<Followed | undefined> => {
  const { is, sure, on } = reply.understood;
  const { id: mail, sentAt } = reply;
  // The key is the reply's, and one commit may keep it.
  const { once: _, ...alone } = deps;
  if (is === 'promise' && sure) {
    const made = await ways.promise(customer, { invoices, payOn: on!, mail, sentAt }, alone);
    return made === undefined
      ? undefined
      : { reply: { ...reply, outcome: 'PROMISED', promiseId: made }, writes: [], facts: [] };
  }
  if (is === 'dispute' && invoices.length === 1) {
    const [{ id }] = invoices as readonly [Invoice];
    const { lines } = (await read(snapshotById(deps.tenant, id)))!;
    const said = caseIn(reading, lines.length);
    const opened = said && (await ways.dispute(id, { ...said, mail, sentAt }, alone));
    return opened === undefined
      ? undefined
      : { reply: { ...reply, outcome: 'DISPUTED', disputeId: opened }, writes: [], facts: [] };
  }
  const advice = is === 'paid' && sure ? adviceOf(reply, reading.claims, invoices) : undefined;
  return (
    advice && {
      reply: { ...reply, outcome: 'ADVISED', remittanceId: advice.id },
      writes: [putRemittance(deps.tenant, advice), noteRemittances(deps.tenant)],
      facts: [announce(RemittanceReceived, advice.id, { remittanceId: advice.id })],
    }
  );
};

const keep = async ({ reply, writes, facts }: Followed, deps: Deps) => {
  const { id, customerId, outcome, understood } = reply;
  const told = announce(ReplyTaken, id, { replyId: id, customerId, is: understood.is, outcome });
  const kept = await commit(
    deps,
    { action: 'replies.take', subject: id, events: [told, ...facts], answer: reply },
    [putReply(deps.tenant, reply), ...writes],
  );
  return kept.ok ? ok(reply) : kept;
};
