/** Loads what a promise is to be for, decides on it and commits it: for a collector, or for a payer on a page. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { addBankDays } from '../kernel/bank-days.ts';
import { addDays, localDate, startOfDay, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { idFrom } from '../kernel/ids.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import {
  NO_RULES,
  PromiseMade,
  type MakePromise,
  type PaymentPromise,
  type PromiseRules,
} from './promise.ts';
import { ended, factOf, marked, standingOf, type Effect } from './rules.ts';
import { promiseById, promiseRules, promisesOf, putPromise } from './store.ts';
import { termsOf, type NotPromised, type Terms } from './terms.ts';

export type Refused = NotPromised | 'promises.invoice_unknown' | 'once.taken' | 'table.stale';

/** What one commit holds besides its act, its mail and the promise itself. */
const MOST_MOVED = 80;

/** `table.stale` while somebody else touched an invoice: it is decided anew on what is open then. */
export const makeOnce = async (
  customer: Customer,
  asked: MakePromise,
  id: PaymentPromise['id'],
  deps: Deps,
): Promise<Result<PaymentPromise, Refused>> => {
  const drafted = await draftOf(customer, asked, deps);
  if (!drafted.ok) return drafted;
  const { today, invoices } = drafted.value;
  const under = follow(deps, invoices);
  const promise = promiseOf(customer, asked, { id, ...drafted.value }, under);
  const heads = marked(promise, invoices);
  const before = await supersededBy(promise, invoices, today, deps);
  const freed = before
    .flatMap((one) => one.heads)
    .filter((head) => !heads.some(({ id: own }) => own === head.id));
  if (heads.length + before.length + freed.length > MOST_MOVED)
    return refuse(
      'promises.too_many',
      `It would take the place of ${before.length} promises: that is more than one step can do. Cancel some of them first.`,
    );
  const mail = mailOfPromise(promise, under);
  const kept = await commit(
    under,
    {
      action: 'promises.make',
      subject: id,
      events: [
        announce(PromiseMade, id, factOf(promise)),
        ...before.flatMap(({ facts }) => facts),
        announce(MailQueued, mail.id, { mailId: mail.id }),
      ],
      answer: promise,
    },
    [
      putPromise(deps.tenant, promise),
      ...before.map((one) => putPromise(deps.tenant, one.promise)),
      ...[...heads, ...freed].map((head) => putInvoice(deps.tenant, head)),
      putMail(deps.tenant, mail),
    ],
  );
  return kept.ok ? ok(promise) : kept;
};

interface Drafted {
  readonly terms: Terms;
  readonly rules: PromiseRules;
  readonly today: LocalDate;
  readonly invoices: readonly Invoice[];
  readonly entity: Entity;
}
const draftOf = async (
  customer: Customer,
  asked: MakePromise,
  deps: Deps,
): Promise<Result<Drafted, Refused>> => {
  const names = [...new Set(asked.invoices)];
  const invoices = await readAll(names.map((id) => invoiceById(deps.tenant, id)));
  const own = idsOf(customer);
  const strange = names.findIndex(
    (id) => !invoices.some((one) => one.id === id && !one.deposit && own.includes(one.customerId)),
  );
  if (strange >= 0)
    return refuse('promises.invoice_unknown', 'The customer has no such invoice.', [
      { pointer: `/invoices/${strange}`, detail: `${names[strange]} is not known` },
    ]);
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, invoices[0]!.entity)!;
  const rules = (await read(promiseRules(deps.tenant))) ?? NO_RULES;
  const today = localDate(deps.now, entity.zone);
  const others = await givenSince(own, addDays(today, 1 - rules.windowDays), entity, deps);
  const terms = termsOf(invoices, asked, rules, { today, others });
  return terms.ok ? ok({ terms: terms.value, rules, today, invoices, entity }) : terms;
};

/** How many were given since a day; two at one moment may be one too many. */
const givenSince = async (
  customers: readonly Customer['id'][],
  day: LocalDate,
  { zone }: Entity,
  { tenant }: Deps,
): Promise<number> => {
  const from = idFrom('prm', Date.parse(startOfDay(day, zone)), new Uint8Array(10));
  const found = await Promise.all(customers.map((id) => all(promisesOf(tenant, id, from))));
  return found.flat().filter(({ state }) => state !== 'CANCELLED').length;
};

const promiseOf = (
  customer: Customer,
  { payOn, channel, contact, note }: MakePromise,
  { id, terms, rules, today, entity }: Drafted & Pick<PaymentPromise, 'id'>,
  { actor, now, trace }: Deps,
): PaymentPromise => ({
  ...terms,
  id,
  version: 1,
  state: 'OPEN',
  entity: entity.id,
  customerId: customer.id,
  payOn,
  until: addBankDays(payOn, rules.graceBankDays),
  tolerancePercent: rules.tolerancePercent,
  channel,
  ...(contact !== undefined && { contact }),
  ...(note !== undefined && { note }),
  on: today,
  paidMinor: 0,
  by: actor,
  at: now,
  trace,
});

/** Those that its invoices carried; one that was kept before its day stays kept. */
const supersededBy = async (
  { id }: PaymentPromise,
  invoices: readonly Invoice[],
  today: LocalDate,
  { tenant }: Deps,
): Promise<Effect[]> => {
  const names = [...new Set(invoices.flatMap(({ promise }) => promise?.id ?? []))];
  const before = await readAll(names.map((name) => promiseById(tenant, name)));
  return Promise.all(
    before.map(async (one) => {
      const heads = await readAll(one.items.map(({ invoiceId }) => invoiceById(tenant, invoiceId)));
      const { paidMinor } = standingOf(one, heads);
      return one.state === 'KEPT'
        ? ended(one, heads, 'KEPT', { today, paidMinor })
        : ended(one, heads, 'SUPERSEDED', { today, paidMinor, supersededBy: id });
    }),
  );
};

/** Its confirmation, once. */
const mailOfPromise = (
  { id, customerId, entity, at }: PaymentPromise,
  { now, trace }: Pick<Deps, 'now' | 'trace'>,
): Mail => ({
  id: idOfCause('mail', at, 'promise', id),
  version: 1,
  purpose: 'promise',
  customerId,
  promise: { entity, promiseId: id },
  state: 'QUEUED',
  at: now,
  history: [{ state: 'QUEUED', at: now }],
  trace,
});
