/** Opens a case about an invoice: for one of us who was told, and for the customer at its page. */
import { creditNoteById, invoiceById, snapshotById } from '../invoices/store.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { takenParts } from '../invoices/prepaid.ts';
import { MOST_DISPUTES } from '../invoices/state.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { read, readAll, readEach, recallOr } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { disputedOf, type Taken, type TooMuch } from './amounts.ts';
import type { Dispute } from './dispute.ts';
import { actingOn, keep } from './keeping.ts';
import { NO_RULES, type DisputeRules } from './policy.ts';
import { isUndecided, opened } from './rules.ts';
import { disputeById, disputeRules } from './store.ts';
import type { OpenDispute } from './wanted.ts';

export type NotOpened =
  | TooMuch
  | 'invoices.unknown'
  | 'disputes.not_possible'
  | 'disputes.too_many'
  | 'once.taken'
  | 'table.stale';

export const rulesOf = ({ tenant }: Pick<Deps, 'tenant'>): Promise<DisputeRules> =>
  recallOr(disputeRules(tenant), NO_RULES);

/** One attempt; `table.stale` while somebody else touched the invoice. */
export const openOnce = async (
  id: Dispute['id'],
  invoiceId: Invoice['id'],
  side: Dispute['side'],
  { reason, text, contact, ...wanted }: OpenDispute,
  deps: Deps,
): Promise<Result<Dispute, NotOpened>> => {
  const [head, snapshot] = await readEach(
    invoiceById(deps.tenant, invoiceId),
    snapshotById(deps.tenant, invoiceId),
  );
  if (!head || !snapshot || head.deposit)
    return refuse('invoices.unknown', `There is no invoice ${invoiceId}.`);
  if (head.state === 'VOID' || head.state === 'WRITTEN_OFF')
    return refuse('disputes.not_possible', `Invoice ${head.number} is ${head.state}: nothing is asked for.`);
  if ((head.disputes ?? []).length >= MOST_DISPUTES)
    return refuse(
      'disputes.too_many',
      `Invoice ${head.number} has ${MOST_DISPUTES} cases, which is the most.`,
    );
  const amounts = disputedOf(snapshot, await takenOf(head, deps), wanted);
  if (!amounts.ok) return amounts;
  const { by } = await actingOn(head, deps);
  const { trace } = follow(deps, [head]);
  const made = { id, side, trace, text, ...by, ...(contact !== undefined && { contact }) };
  const effect = opened(head, { reason, ...amounts.value }, made, await rulesOf(deps));
  const kept = await keep({ action: 'disputes.open', ...effect, of: [head] }, deps);
  return kept.ok ? ok(effect.dispute) : kept;
};

/** What is credited of an invoice, and disputed by other cases than this one. */
export const takenOf = async (
  head: Pick<Invoice, 'credits' | 'disputes' | 'prepayment'>,
  { tenant }: Pick<Deps, 'tenant'>,
  own?: Dispute['id'],
): Promise<Taken> => {
  const notes = await readAll(head.credits.map((one) => creditNoteById(tenant, one)));
  const open = (head.disputes ?? []).filter(({ id, state }) => state === 'OPEN' && id !== own);
  const others = await readAll(open.map(({ id }) => disputeById(tenant, id)));
  return { credited: [...notes, ...takenParts(head)], others: others.filter(isUndecided) };
};

/** A case with its invoice as both stand now. */
export const found = async (
  id: Dispute['id'],
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<{ before: Dispute; head: Invoice; snapshot: Snapshot } | undefined> => {
  const before = await read(disputeById(tenant, id));
  if (!before) return undefined;
  const [head, snapshot] = await readEach(
    invoiceById(tenant, before.invoiceId),
    snapshotById(tenant, before.invoiceId),
  );
  return { before, head: head!, snapshot: snapshot! };
};
