/** What people do with a draft that waits: look at it, check it again, issue it in spite of its checks. */
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, commitAll, read, readEach } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { NO_CHECKS, type ParkedInvoice } from './check.ts';
import { checked } from './checking.ts';
import { draftsOf, numbersOf, type Drafted, type Numbers } from './drafting.ts';
import type { Invoice } from './invoice.ts';
import { billed } from './issuing.ts';
import { lackingOf } from './incomplete.ts';
import { payable, snapshotOf } from './rules.ts';
import { checkRules, invoiceById, parkedInvoice, putParked, snapshotById } from './store.ts';

type Settled = Result<
  ParkedInvoice,
  | 'invoices.draft_unknown'
  | 'invoices.not_parked'
  | 'invoices.e_invoice_incomplete'
  | 'invoices.rate_missing'
  | 'once.taken'
  | 'table.stale'
>;

export const parkedWithSnapshot = async (id: string, deps: Deps) => {
  const [parked, frozen] = await readEach(parkedInvoice(deps.tenant, id), snapshotById(deps.tenant, id));
  if (!parked) return unknown(id);
  if (frozen) return ok({ ...parked, snapshot: frozen, forecast: false });
  const { draft, numbers } = await drawnAgain(parked, deps);
  return ok({ ...parked, snapshot: snapshotOf(draft, numbers, numbers.issuedOn), forecast: true });
};

/** A person says that it is right as it is. */
export const override = async (id: string, reason: string, deps: Deps): Promise<Settled> => {
  const found = await waiting(id, deps);
  if (!found.ok) return found;
  const { parked, known } = found.value;
  if (known) return noted(parked, known, deps);
  return issued(parked, await drawnAgain(parked, deps), reason);
};

/** By the customer and the rules of now: issued where nothing fails any more, else the draft says what does. */
export const recheck = async (id: string, deps: Deps): Promise<Settled> => {
  const found = await waiting(id, deps);
  if (!found.ok) return found;
  const { parked, known } = found.value;
  if (known) return noted(parked, known, deps);
  const again = await drawnAgain(parked, deps);
  const { draft, numbers } = again;
  const rules = (await read(checkRules(deps.tenant))) ?? NO_CHECKS;
  const [checks] = await checked([draft], numbers, rules, deps);
  if (checks!.length === 0) return issued(parked, again);
  const after: ParkedInvoice = {
    ...parked,
    version: parked.version + 1,
    customerName: draft.customer.name,
    total: payable(snapshotOf(draft, numbers, numbers.issuedOn)),
    checks: checks!,
    rules: rules.version,
    checkedAt: deps.now,
  };
  const act = { action: 'invoices.recheck', subject: id, answer: after };
  const kept = await commit(draft.deps, act, [putParked(deps.tenant, after)]);
  return kept.ok ? ok(after) : kept;
};

const unknown = (id: string) => refuse('invoices.draft_unknown', `No invoice ${id} waits, and none did.`);

const waiting = async (id: string, { tenant }: Deps) => {
  const [parked, known] = await readEach(parkedInvoice(tenant, id), invoiceById(tenant, id));
  if (!parked) return unknown(id);
  return parked.state === 'PARKED'
    ? ok({ parked, known })
    : refuse('invoices.not_parked', `It was issued as ${parked.issued?.number} by ${parked.issued?.by}.`);
};

interface Again {
  readonly draft: Drafted;
  readonly numbers: Numbers;
}
/** What the invoice would be made of now. It was complete in the books when it was parked, and nothing there goes away. */
const drawnAgain = async (parked: ParkedInvoice, deps: Deps): Promise<Again> => {
  const [draft] = (await draftsOf(deps.tenant, [{ data: parked, deps: follow(deps, [parked]) }]))!;
  return { draft: draft!, numbers: await numbersOf(draft!.entity, deps) };
};

/** The invoice and the end of its draft are one commit: of two clerks the second meets the draft's version. */
const issued = async (
  parked: ParkedInvoice,
  { draft, numbers }: Again,
  reason?: string,
): Promise<Settled> => {
  const lacking = lackingOf(draft);
  if (lacking) return lacking;
  const { tenant, now, actor } = draft.deps;
  const { made, writes, acts } = await billed(tenant, [draft], numbers);
  const [first, ...others] = acts;
  const { act, invoice, snapshot } = made[0]!;
  const after: ParkedInvoice = {
    ...parked,
    version: parked.version + 1,
    state: 'ISSUED',
    customerName: invoice.customerName,
    total: payable(snapshot),
    issued: { number: invoice.number, at: now, by: actor, ...(reason !== undefined && { reason }) },
  };
  const action = reason === undefined ? act.action : `invoices.override: ${reason}`;
  const kept = await commitAll(
    [{ ...first!, act: { ...act, action, answer: after } }, ...others],
    [...writes, putParked(tenant, after)],
  );
  return kept.ok ? ok(after) : kept;
};

/**
 * While a tenant's very first rules are younger than half a minute, a message that comes twice may be parked by one function
 * and issued by another, which remembers that there are none. The draft only learns of it.
 */
const noted = async (parked: ParkedInvoice, known: Invoice, deps: Deps): Promise<Settled> => {
  const after: ParkedInvoice = {
    ...parked,
    version: parked.version + 1,
    state: 'ISSUED',
    issued: { number: known.number, at: known.issuedAt, by: 'issue-invoice' },
  };
  const act = { action: 'invoices.note', subject: parked.id, answer: after };
  const kept = await commit(follow(deps, [parked]), act, [putParked(deps.tenant, after)]);
  return kept.ok ? ok(after) : kept;
};
