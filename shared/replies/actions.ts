/** Takes a reply: reads it, does what is sure, and leaves the rest to a person, in one commit after the promise that it makes. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { RemittanceReceived, type Claim, type Remittance } from '../cash/remittance.ts';
import { noteRemittances, putRemittance } from '../cash/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { documentByNumber } from '../numbering/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { opened } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskOpened } from '../tasks/task.ts';
import type { repliesApi } from './api.ts';
import { ReplyTaken, type Reply, type TakeReply } from './reply.ts';
import { putReply, repliesOf, replyById } from './store.ts';
import { understand, type Reading } from './understanding.ts';

/** Takes a promise for invoices of a customer; undefined where none could be. The function file names who knows: `promises`. */
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

export const answering = (promise: Promising): ActionsOf<typeof repliesApi, Deps> => ({
  takeReply: ({ id, ...said }, deps) => untilFresh(() => take(id, said, promise, deps)),
  listReplies: async ({ id, ...page }, { tenant }) =>
    (await read(customerById(tenant, id))) ? listed(await list(repliesOf(tenant, id), page)) : noCustomer(id),
});
const noCustomer = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);

const take = async (customerId: string, said: TakeReply, promise: Promising, deps: Deps) => {
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
  const { zone } = (about[0] && entityOf(tenant, about[0].entity)) ?? tenant.entities[0]!;
  const reading = understand(said, {
    today: localDate(said.sentAt, zone),
    currency: customer.currency,
    prefixes: tenant.entities.map(({ series }) => series),
  });
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
    at: deps.now,
    by: deps.actor,
    trace: deps.trace,
  };
  return keep(await followed(reply, { customer, invoices, reading, whole }, promise, deps), deps);
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
}

const followed = async (reply: Reply, met: Met, promise: Promising, deps: Deps): Promise<Followed> => {
  const { is, sure, on } = reply.understood;
  const { customer, invoices, reading, whole } = met;
  if (is === 'automatic' && sure) return { reply: { ...reply, outcome: 'SET_ASIDE' }, writes: [], facts: [] };
  if (is === 'promise' && sure && whole) {
    // The key is the reply's, and one commit may keep it.
    const { once: _, ...alone } = deps;
    const about = { invoices, payOn: on!, mail: reply.id, sentAt: reply.sentAt };
    const made = await promise(customer, about, alone);
    if (made !== undefined)
      return { reply: { ...reply, outcome: 'PROMISED', promiseId: made }, writes: [], facts: [] };
  }
  if (is === 'paid' && sure && whole) {
    const advice = adviceOf(reply, reading.claims, invoices);
    if (advice)
      return {
        reply: { ...reply, outcome: 'ADVISED', remittanceId: advice.id },
        writes: [putRemittance(deps.tenant, advice), noteRemittances(deps.tenant)],
        facts: [announce(RemittanceReceived, advice.id, { remittanceId: advice.id })],
      };
  }
  return { reply, ...(await taskOf(reply, deps)) };
};

/** Of one currency; without amounts all that is open of what it names. */
const adviceOf = (
  { id, customerId, understood, at, by, trace }: Reply,
  claims: readonly Claim[],
  invoices: readonly Invoice[],
): Remittance | undefined => {
  const [{ open: first }] = invoices as readonly [Invoice];
  if (invoices.some(({ open }) => open.currency !== first.currency)) return undefined;
  const minor = invoices.reduce((sum, { number, open }) => {
    const claim = claims.find((one) => one.number === number);
    return sum + (claim?.amount?.minor ?? open.minor);
  }, 0);
  return {
    id: idOfCause('rem', at, id),
    version: 1,
    state: 'OPEN',
    amount: { minor, currency: first.currency },
    paidOn: understood.on!,
    customerId,
    claims: [...claims],
    at,
    by,
    trace,
  };
};

const SAYS = {
  automatic: 'A machine may have answered',
  paid: 'It says that something was paid',
  promise: 'It says that something will be paid',
  dispute: 'It says that something is wrong',
  contact: 'It says that somebody else is to be written to',
  other: 'It could not be understood',
} as const;

/** One for each mail: whoever does it reads the mail itself, where it came in. */
const taskOf = async (
  { id: about, customerId, messageId, sentAt, understood }: Reply,
  deps: Deps,
): Promise<Pick<Followed, 'writes' | 'facts'>> => {
  const kind = 'reply' as const;
  const id = idOfCause('tsk', sentAt, kind, about);
  const why = `A customer wrote back. ${SAYS[understood.is]}${understood.reason === undefined ? '' : ` (${understood.reason})`}: read the mail ${messageId} of ${sentAt}.`;
  const task = opened(
    await read(taskById(deps.tenant, id)),
    { id, kind, customerId, about, why },
    undefined,
    deps.now,
  );
  return task
    ? {
        writes: [putTask(deps.tenant, task)],
        facts: [announce(TaskOpened, id, { taskId: id, kind, customerId, why })],
      }
    : { writes: [], facts: [] };
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
