/** Issuing: number, snapshot, ledger entry, exposure and event are one commit (rules §3.1), or the draft is parked. */
import { accountOf } from '../credit/credit.ts';
import { moveExposures } from '../credit/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { take } from '../numbering/store.ts';
import { isBilledApart, isVoided, waitsForOthers } from '../orders/billing.ts';
import { OrderDepositsLeft } from '../orders/deposited.ts';
import { isBill } from '../orders/parts.ts';
import type { Deps } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, commitAll, readEach, untilFresh } from '../runtime/table.ts';
import { issueEntry } from './booking.ts';
import type { CheckRules, Failed, ParkedInvoice } from './check.ts';
import { checked, checksNow } from './checking.ts';
import { cameBack, taken } from './collected.ts';
import { deliveriesOn, ordersOf, portionsOf } from './content.ts';
import { draftsOf, numbersOf, type Asked, type Delivered, type Drafted, type Numbers } from './drafting.ts';
import { InvoiceIssued, InvoicePaid, InvoiceParked } from './invoice.ts';
import { hashOf } from './link.ts';
import { lackingOf } from './incomplete.ts';
import { headOf, payable, snapshotOf } from './rules.ts';
import {
  invoiceById,
  notIssued,
  notParked,
  parkedInvoice,
  putInvoice,
  putParked,
  putSnapshot,
} from './store.ts';
import { sharesOf } from './shares.ts';
import { takenUp } from './take-up.ts';

type Lost = 'once.taken' | 'table.stale';

/** One invoice per fulfilment: its id follows from the fulfilment's, so a message that comes twice finds it there, or its draft. */
export const issueForFulfilment = (
  data: Delivered,
  deps: Deps,
): Promise<
  Result<void, Lost | 'invoices.order_unknown' | 'invoices.e_invoice_incomplete' | 'invoices.rate_missing'>
> =>
  untilFresh(async (tries) => {
    const asked = { data, deps };
    const [draft] = (await draftsOf(deps.tenant, [asked])) ?? [];
    if (!draft)
      return refuse(
        'invoices.order_unknown',
        `The fulfilment ${data.fulfilmentId} of ${data.orderId} is not complete in the books.`,
      );
    if (!isDue(draft)) return ok(undefined);
    // A first message meets nothing, so it does not pay for looking; one that comes again fails at its commit and looks.
    const lacking = lackingOf(draft);
    if (tries > 0 || lacking) {
      const known = await readEach(invoiceById(deps.tenant, draft.id), parkedInvoice(deps.tenant, draft.id));
      if (known.some((one) => one !== undefined)) return ok(undefined);
    }
    return lacking ?? issue(deps.tenant, [draft]);
  });

/**
 * The deliveries of one batch in one commit: a series is serial, so ten numbers that are taken together wait once instead
 * of ten times. False where that did not go; then each is issued on its own.
 */
export const issueTogether = async (asked: readonly Asked[]): Promise<boolean> => {
  for (const [tenant, ofTenant] of Map.groupBy(asked, ({ deps }) => deps.tenant)) {
    const all = await draftsOf(tenant, ofTenant);
    const drafts = all?.filter(isDue);
    // A deposit may be taken up by one of them only, and the next sees what is left.
    if (!drafts || drafts.some((one) => one.deposits || lackingOf(one))) return false;
    for (const ofEntity of Map.groupBy(drafts, ({ entity }) => entity.id).values())
      if (!(await issue(tenant, ofEntity)).ok) return false;
  }
  return true;
};

/** A delivery that waits for others or for somebody's word, or of an order that is billed apart from them, is none of this message's business. */
const isDue = ({ order, fulfilment }: Drafted): boolean =>
  isBill(fulfilment) || !(isBilledApart(order) || waitsForOthers(order) || isVoided(fulfilment));

/**
 * Takes the next numbers of the entity's series and issues under them; all of one entity, all or none. What a check speaks
 * against is parked and takes none. The checks look after the series was read: whatever was issued meanwhile makes it stale.
 */
export const issue = async (tenant: string, drafts: readonly Drafted[]): Promise<Result<void, Lost>> => {
  const { entity, deps } = drafts[0]!;
  const numbers = await numbersOf(entity, deps);
  const rules = await checksNow(deps);
  const found = await checked(drafts, numbers, rules, deps);
  for (const [at, draft] of drafts.entries()) {
    if (found[at]!.length === 0) continue;
    const kept = await park(draft, numbers, found[at]!, rules);
    if (!kept.ok) return kept;
  }
  const passed = drafts.filter((_, at) => found[at]!.length === 0);
  if (passed.length === 0) return ok(undefined);
  const { acts, writes } = await billed(tenant, passed, numbers);
  // Who never had rules has no drafts, and does not pay for asking.
  const unparked = rules.version > 0 ? passed.map(({ id }) => notParked(tenant, id)) : [];
  return commitAll(acts, [...writes, ...unparked]);
};

/** Invoices under the next numbers: what their commit writes, and the act of each. */
export const billed = async (
  tenant: string,
  drafts: readonly Drafted[],
  { name, next, issuedOn }: Numbers,
) => {
  const linkKey = await secret('linkKey');
  const made = drafts.map((draft, index) => drawn(draft, { next: next + index, issuedOn, linkKey }));
  const exposures = Map.groupBy(made, ({ invoice }) => invoice.total.currency);
  const writes: Write<'table.stale'>[] = [
    ...take(
      tenant,
      { name, next },
      issuedOn,
      drafts.map(({ id }) => id),
    ),
    ...made.flatMap(({ invoice, snapshot, deposits }) => [
      putInvoice(tenant, invoice),
      putSnapshot(tenant, invoice.id, snapshot),
      ...deposits.map((deposit) => putInvoice(tenant, deposit)),
    ]),
    ...[...exposures].flatMap(([currency, some]) =>
      moveExposures(
        tenant,
        currency,
        some.flatMap(({ moves }) => moves),
      ),
    ),
    ...drafts.flatMap((draft) => taken(tenant, draft)),
  ];
  const acts = made.flatMap(({ act, taking }, index) => {
    const { deps } = drafts[index]!;
    // Whose key it is and who asked for it stand in the act of the invoice, once.
    return [{ act, deps }, ...(taking ? [{ act: taking, deps: without(deps, 'once', 'requestedBy') }] : [])];
  });
  return { made, writes, acts };
};

/** The invoice under its number, with what its commit says and how the customer's exposure moves. */
const drawn = (
  draft: Drafted,
  { next, issuedOn, linkKey }: { next: number; issuedOn: LocalDate; linkKey: string },
) => {
  const { id, deps, entity, customer, fulfilment, collected } = draft;
  const snapshot = snapshotOf(draft, { next }, issuedOn);
  const fresh = headOf(snapshot, {
    id,
    fulfilmentId: fulfilment.id,
    deliveries: deliveriesOn(draft),
    at: deps.now,
    trace: deps.trace,
    firstReminder: entity.reminders[0],
    linkHash: hashOf(linkKey, deps.tenant, id),
    creditId: draft.order.creditId,
  });
  const { totals, currency } = snapshot;
  const up = takenUp(fresh, sharesOf(draft.deposits ?? [], totals.grossMinor, currency), issuedOn);
  const { invoice } = up;
  const fact = { invoiceId: id, customerId: customer.id, number: invoice.number };
  const events = [
    announce(InvoiceIssued, id, { ...fact, total: invoice.total, dueOn: invoice.dueOn }),
    ...(invoice.state === 'PAID' ? [announce(InvoicePaid, id, fact)] : []),
    ...(collected ? cameBack(draft) : []),
    ...(draft.deposits ? depositsLeft(draft) : []),
  ];
  return {
    invoice,
    snapshot,
    deposits: up.deposits,
    taking: up.entry && { action: 'invoices.take_deposits', subject: id, entry: up.entry },
    moves: [
      { account: accountOf(invoice), minor: invoice.total.minor },
      ...up.moves,
      ...portionsOf(draft).map((one) => ({
        account: accountOf(one.order),
        minor: 0 - one.fulfilment.exposureMinor,
      })),
    ],
    act: { action: 'invoices.issue', entry: issueEntry(invoice, snapshot), events },
  };
};

/** Orders that may have got their last invoice. */
const depositsLeft = (draft: Drafted): Fact[] =>
  ordersOf(draft)
    .filter(({ state, deposits }) => state === 'FULFILLED' && deposits)
    .map(({ id: orderId, customerId }) => announce(OrderDepositsLeft, orderId, { orderId, customerId }));

/** The draft waits for a person. The delivery's exposure stays counted by its order until it is issued. */
const park = (draft: Drafted, numbers: Numbers, checks: readonly Failed[], rules: CheckRules) => {
  const { id, deps, order, fulfilment, customer } = draft;
  const snapshot = snapshotOf(draft, numbers, numbers.issuedOn);
  const parked: ParkedInvoice = {
    id,
    version: 1,
    state: 'PARKED',
    entity: order.entity,
    customerId: customer.id,
    customerName: customer.name,
    orderId: order.id,
    fulfilmentId: fulfilment.id,
    deliveries: deliveriesOn(draft),
    deliveredOn: snapshot.deliveredOn,
    total: payable(snapshot),
    checks: [...checks],
    rules: rules.version,
    parkedAt: deps.now,
    checkedAt: deps.now,
    trace: deps.trace,
  };
  const fact = announce(InvoiceParked, id, {
    invoiceId: id,
    customerId: customer.id,
    orderId: order.id,
    fulfilmentId: fulfilment.id,
    total: parked.total,
    checks: checks.map(({ code }) => code),
  });
  return commit(deps, { action: 'invoices.park', events: [fact] }, [
    putParked(deps.tenant, parked),
    notIssued(deps.tenant, id),
    ...taken(deps.tenant, draft),
  ]);
};
