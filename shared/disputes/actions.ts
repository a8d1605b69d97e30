/** What people do with disputes: look at the largest and oldest first, see to them, speak, decide in one call, and say by which times. */
import { ask } from '../approvals/asking.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Snapshot } from '../invoices/invoice.ts';
import { creditNoteById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { countedDays } from '../kernel/counted.ts';
import { without } from '../kernel/fields.ts';
import { within } from '../kernel/limits.ts';
import { toText } from '../kernel/money.ts';
import { ok } from '../kernel/result.ts';
import { entriesBetween } from '../ledger/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, untilFresh } from '../runtime/table.ts';
import type { disputesApi } from './api.ts';
import { causesOf, rankedOf, standing } from './counting.ts';
import { decideOnce, draftOf } from './deciding.ts';
import type { Dispute } from './dispute.ts';
import { addFile, linkOf } from './evidence.ts';
import { figuresOf } from './figures.ts';
import { actingOn } from './keeping.ts';
import { found, openOnce } from './opening.ts';
import { NO_RULES, type DisputeRules } from './policy.ts';
import { previewOf } from './previewing.ts';
import { isSpokenOf, isUndecided } from './rules.ts';
import { say, take, unknown } from './saying.ts';
import {
  countsBetween,
  disputeById,
  disputeRules,
  disputes,
  disputesOf,
  openDisputes,
  putDisputeRules,
} from './store.ts';

export const actions: ActionsOf<typeof disputesApi, Deps> = {
  openDispute: ({ id, ...wanted }, deps) => {
    const disputeId = newId('dsp');
    return untilFresh(() => openOnce(disputeId, id, 'us', wanted, deps));
  },
  listDisputes: async ({ state, customerId, reason, owner, limit }, deps) => {
    const { tenant } = deps;
    const whose = customerId === undefined ? undefined : await read(customerById(tenant, customerId));
    const kept =
      customerId !== undefined
        ? (await Promise.all((whose ? idsOf(whose) : []).map((id) => all(disputesOf(tenant, id))))).flat()
        : await all(state === undefined || isSpokenOf({ state }) ? openDisputes(tenant) : disputes(tenant));
    const fitting = kept.filter(
      (one) =>
        (state === undefined ? isUndecided(one) : one.state === state) &&
        (reason === undefined || one.reason === reason) &&
        (owner === undefined || one.owner === owner),
    );
    const data = await Promise.all(
      fitting.map(async (one) => ({
        ...without(one, 'thread', 'files', 'taxes'),
        ...(await seen(one, deps)),
      })),
    );
    return ok({ data: rankedOf(data).slice(0, limit), found: fitting.length });
  },
  getDispute: async ({ id }, deps) => {
    const both = await found(id, deps);
    if (!both) return unknown(id);
    const { before, head, snapshot } = both;
    const notes = await readAll(head.credits.map((one) => creditNoteById(deps.tenant, one)));
    const { lines, ...rest } = before;
    return ok({
      ...rest,
      ...(await seen(before, deps)),
      invoice: {
        total: head.total,
        open: head.open,
        ...(head.orderId !== undefined && { orderId: head.orderId }),
        ...(snapshot.poNumber !== undefined && { poNumber: snapshot.poNumber }),
        disputes: head.disputes ?? [],
      },
      ...(lines && { lines: lines.map((line) => ({ ...line, ...invoicedOf(line.line, snapshot) })) }),
      credits: notes.map((note) => ({
        id: note.id,
        number: note.number,
        issuedOn: note.issuedOn,
        reason: note.reason,
        total: note.total,
      })),
    });
  },
  takeDispute: ({ id, owner }, deps) => take(id, owner, deps),
  sayInDispute: ({ id, ...wanted }, deps) => say(id, wanted, deps),
  decideDispute: async ({ id, ...wanted }, deps) => {
    const drafted = await draftOf(id, wanted, deps);
    if (!drafted.ok) return drafted;
    const { credit, before } = drafted.value;
    if (!credit || within(deps.may?.limits, 'refund', credit.worth)) {
      const noteId = newId('crn');
      return untilFresh(() => decideOnce(id, wanted, noteId, deps));
    }
    const { worth } = credit;
    const summary = `${toText(worth)} ${worth.currency} of invoice ${before.invoiceNumber}, disputed (${before.reason}), credited.`;
    // What is agreed to is the amount of now, and no more.
    const input = { wanted, minor: worth.minor };
    return ask({ operation: 'disputes.decide', subject: id, scope: 'disputes:write', summary, input }, deps);
  },
  addDisputeFile: addFile,
  listDisputeFiles: async ({ id }, { tenant }) => {
    const dispute = await read(disputeById(tenant, id));
    return dispute ? ok({ object: 'list', data: [...(dispute.files ?? [])] }) : unknown(id);
  },
  getDisputeFile: linkOf,
  countDisputes: async (asked, { tenant, now }) => {
    const days = countedDays(asked, now, 'disputes.range');
    if (!days.ok) return days;
    const { from, to } = days.value;
    const [cases, counts, ...months] = await Promise.all([
      all(disputes(tenant)),
      all(countsBetween(tenant, from, to)),
      ...entriesBetween(tenant, from, to).map((month) => all(month)),
    ]);
    return ok({ from, to, causes: causesOf(cases, from, to), figures: figuresOf(counts, months.flat()) });
  },
  getDisputeRules: async (_, { tenant }) => ok((await read(disputeRules(tenant))) ?? NO_RULES),
  setDisputeRules: (said, deps) =>
    untilFresh(async () => {
      const before = await read(disputeRules(deps.tenant));
      const version = (before?.version ?? 0) + 1;
      const rules: DisputeRules = { ...said, version, at: deps.now, by: deps.actor };
      const kept = await commit(deps, { action: 'disputes.set_rules' }, putDisputeRules(deps.tenant, rules));
      return kept.ok ? ok(rules) : kept;
    }),
  previewDisputesAtOnce: async (rules, deps) => ok(await previewOf(rules, deps)),
};

const seen = async (dispute: Dispute, deps: Deps) => standing(dispute, (await actingOn(dispute, deps)).by.on);

/** What was invoiced of a line, and when it was supplied. */
const invoicedOf = (id: string, { lines, deliveries, deliveredOn }: Snapshot) => {
  const line = lines.find((one) => one.id === id);
  if (!line) return {};
  const { description, quantity, unitPrice, netMinor, delivery } = line;
  const supplied =
    delivery === undefined ? deliveredOn : (deliveries?.[delivery]?.deliveredOn ?? deliveredOn);
  return { invoiced: { description, quantity, unitPrice, netMinor, deliveredOn: supplied } };
};
