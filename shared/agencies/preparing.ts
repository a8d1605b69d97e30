/** Puts a case together: by a person, or because a notice went out whose level says so. Nothing changes for the payer by it. */
import { whoIsNow } from '../customers/alias.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { toText, zero } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { opening } from '../tasks/opening.ts';
import { NO_AGENCIES, type Agency } from './agency.ts';
import { MOST_INVOICES, type AgencyCase, type PrepareCase } from './case.ts';
import { AgencyPrepared } from './events.ts';
import { lookAt } from './gathering.ts';
import { taskIdOf } from './noting.ts';
import { askedOf, factOf, itemOf, marked, openOf, shown, splitBy, takes } from './rules.ts';
import { agencyBook, caseById, casesOf, putCase } from './store.ts';

type NotPrepared =
  | 'agencies.customer_unknown'
  | 'agencies.invoice_unknown'
  | 'agencies.mixed'
  | 'agencies.agency_unknown'
  | 'agencies.nothing_to_hand_over';

export const prepareCase = (wanted: PrepareCase, id: AgencyCase['id'], deps: Deps) =>
  untilFresh(() => prepareOnce(wanted, id, deps));

const prepareOnce = async (
  { customerId, invoices: ids, agency }: PrepareCase,
  id: AgencyCase['id'],
  deps: Deps,
): Promise<Result<AgencyCase, NotPrepared | 'once.taken' | 'table.stale'>> => {
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
  if (!customer || customer.erased)
    return refuse('agencies.customer_unknown', 'There is no such customer.', [
      { pointer: '/customerId', detail: 'is not known' },
    ]);
  const heads = await ownHeads(customer, ids, deps);
  if (!heads.ok) return heads;
  const { agencies } = (await read(agencyBook(deps.tenant))) ?? NO_AGENCIES;
  if (agency !== undefined && !agencies.some((one) => one.agency === agency))
    return refuse('agencies.agency_unknown', `There is no agency ${agency}.`, [
      { pointer: '/agency', detail: 'is not in the book of agencies' },
    ]);
  const before = await read(caseById(deps.tenant, id));
  return keep({ customer, heads: heads.value, before, id, agencies, agency }, deps);
};

const ownHeads = async (
  customer: Customer,
  ids: readonly Invoice['id'][],
  deps: Deps,
): Promise<Result<Invoice[], 'agencies.invoice_unknown' | 'agencies.mixed'>> => {
  const names = [...new Set(ids)];
  const heads = await readAll(names.map((id) => invoiceById(deps.tenant, id)));
  const own = idsOf(customer);
  const strange = names.findIndex(
    (id) => !heads.some((one) => one.id === id && !one.deposit && own.includes(one.customerId)),
  );
  if (strange >= 0)
    return refuse('agencies.invoice_unknown', 'The customer has no such invoice.', [
      { pointer: `/invoices/${strange}`, detail: `${names[strange]} is not known` },
    ]);
  const [first] = heads;
  const other = heads.find(
    ({ entity, open }) => entity !== first!.entity || open.currency !== first!.open.currency,
  );
  return other
    ? refuse('agencies.mixed', 'A case is of one legal entity and one currency.', [
        { pointer: `/invoices/${names.indexOf(other.id)}`, detail: 'is of another' },
      ])
    : ok(heads);
};

interface Putting {
  readonly customer: Customer;
  readonly heads: readonly Invoice[];
  /** The case that they join. */
  readonly before: AgencyCase | undefined;
  readonly id: AgencyCase['id'];
  readonly agencies: readonly Agency[];
  readonly agency: string | undefined;
}
/** Case, marks, task and news are one commit. */
const keep = async ({ customer, heads, before, id, agencies, agency }: Putting, deps: Deps) => {
  const { standings, today, whyOf } = await lookAt(customer, heads, before?.id, deps);
  const { handed, left } = splitBy(standings, whyOf);
  if (handed.length === 0)
    return refuse(
      'agencies.nothing_to_hand_over',
      'None of the invoices may be handed over.',
      left.map(({ number, why }, at) => ({ pointer: `/invoices/${at}`, detail: `${number}: ${why}` })),
    );
  const { entity, open } = heads[0]!;
  const fresh = handed.filter(({ invoice }) => invoice.agency === undefined);
  const items = [...(before?.items ?? []), ...fresh.map((one) => itemOf(one, today))];
  const of = { items, currency: open.currency };
  const under = follow(deps, heads);
  const after: AgencyCase = {
    ...(before ?? {
      id,
      version: 0,
      state: 'PREPARED',
      entity,
      customerId: customer.id,
      currency: open.currency,
      collected: zero(open.currency),
      fees: zero(open.currency),
      turns: 0,
      by: deps.actor,
      at: deps.now,
      trace: under.trace,
    }),
    version: (before?.version ?? 0) + 1,
    agency: agency ?? chosenOf(agencies, before?.agency, (one) => takes(one, customer, askedOf(of))),
    items,
    left: [
      ...(before?.left ?? []).filter(({ invoiceId }) => !heads.some(({ id: own }) => own === invoiceId)),
      ...left.map(({ invoiceId, number, why }) => ({ invoiceId, number, why })),
    ],
    open: openOf(of),
  };
  const task = await opening(
    { id: taskIdOf(after), kind: 'agency', customerId: customer.id, about: after.id, why: whyTask(after) },
    deps,
  );
  const events = [announce(AgencyPrepared, after.id, factOf(after)), ...task.facts];
  const kept = await commit(
    under,
    { action: 'agencies.prepare', subject: after.id, events, answer: shown(after) },
    [
      putCase(deps.tenant, after),
      ...fresh.map(({ invoice }) => putInvoice(deps.tenant, marked(after, invoice))),
      ...task.writes,
    ],
  );
  return kept.ok ? ok(after) : kept;
};

/** The one that a waiting case has, which a person may have chosen, as long as it takes the case; else the first of the book that does. */
const chosenOf = (
  agencies: readonly Agency[],
  had: string | undefined,
  takesIt: (one: Agency) => boolean,
): string | undefined => {
  const may = agencies.filter(takesIt);
  return (may.find(({ agency }) => agency === had) ?? may[0])?.agency;
};

const whyTask = (one: AgencyCase): string => {
  const asked = askedOf(one);
  const what = `${one.items.length} invoices over ${toText(asked)} ${asked.currency}`;
  return one.agency === undefined
    ? `${what} are due for a collection agency, and none takes them: name one, or recall the case.`
    : `${what} are due for the agency ${one.agency}: hand them over, or recall the case.`;
};

/** Worker: a notice went out whose level asks for an agency. What waits of the same payer already gets one more invoice. */
export const prepareEscalated = async (
  {
    customerId,
    invoiceId,
    escalate,
  }: {
    readonly customerId: Customer['id'];
    readonly invoiceId: Invoice['id'];
    readonly escalate: string;
  },
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  if (escalate !== 'agency') return ok(undefined);
  const done = await untilFresh(async () => {
    const head = await read(invoiceById(deps.tenant, invoiceId));
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
    if (!head || !customer || customer.erased || head.agency) return ok(undefined);
    const of = { entity: head.entity, currency: head.open.currency };
    const before = await waitingOf(customer, of, deps);
    // Whoever prepares the first of a payer's invoices at the same moment makes the same case; one that was decided on since is another.
    const cause = [deps.tenant, customer.id, of.entity, of.currency];
    const day = `${deps.now.slice(0, 10)}T00:00:00.000Z`;
    const first = idOfCause('agc', day, ...cause);
    const taken = before ? undefined : await read(caseById(deps.tenant, first));
    const id = before?.id ?? (taken ? idOfCause('agc', day, ...cause, invoiceId) : first);
    const { agencies } = (await read(agencyBook(deps.tenant))) ?? NO_AGENCIES;
    const kept = await keep({ customer, heads: [head], before, id, agencies, agency: undefined }, deps);
    // What was paid or disputed since stays here.
    return kept.ok || kept.code === 'agencies.nothing_to_hand_over' ? ok(undefined) : kept;
  });
  return done.ok ? ok(undefined) : done;
};

const waitingOf = async (
  { id }: Customer,
  { entity, currency }: Pick<AgencyCase, 'entity' | 'currency'>,
  { tenant }: Deps,
): Promise<AgencyCase | undefined> =>
  (await all(casesOf(tenant, id))).find(
    (one) =>
      one.state === 'PREPARED' &&
      one.entity === entity &&
      one.currency === currency &&
      one.items.length < MOST_INVOICES,
  );
