/** The commit that opens a case and credits it at once, where our own data say that a customer is right (`agreed.ts`). */
import { planOf } from '../corrections/take-back.ts';
import { joined } from '../credit/rules.ts';
import { standingOf } from '../credit/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { MOST_DISPUTES } from '../invoices/state.ts';
import { invoiceById, snapshotById } from '../invoices/store.ts';
import { monthOf, type LocalDate } from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { read, readEach, readGroups } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { proofOf, type Said } from './agreed.ts';
import { disputedOf } from './amounts.ts';
import { allowed } from './claims.ts';
import { accepting } from './crediting.ts';
import type { Dispute } from './dispute.ts';
import type { AtOnceTally, Proof } from './proof.ts';
import { actingOn, keep } from './keeping.ts';
import { openOnce, rulesOf, takenOf, type NotOpened } from './opening.ts';
import type { DisputeRules } from './policy.ts';
import { proofText } from './proofwords.ts';
import { opened } from './rules.ts';
import { putTally, spend, tallyOf } from './store.ts';
import type { OpenDispute } from './wanted.ts';

/** At its page: credited in the commit that opens it, where the rules let it and our own data prove it; else it waits for a person as any. */
export const openByCustomer = async (
  id: Dispute['id'],
  invoiceId: Invoice['id'],
  wanted: OpenDispute,
  deps: Deps,
): Promise<Result<Dispute, NotOpened>> => {
  const rules = await rulesOf(deps);
  const mayBe = rules.atOnce?.caps.some(({ reason }) => reason === wanted.reason);
  const kept = mayBe ? await creditAtOnce(id, invoiceId, wanted, rules, deps) : undefined;
  return kept && (kept.ok || kept.code !== 'disputes.cap')
    ? (kept as Result<Dispute, NotOpened>)
    : openOnce(id, invoiceId, 'customer', wanted, deps);
};

/** Undefined where a person looks at it. `disputes.cap` where others took what was left of the month. */
const creditAtOnce = async (
  id: Dispute['id'],
  invoiceId: Invoice['id'],
  said: OpenDispute,
  rules: DisputeRules,
  deps: Deps,
): Promise<Result<Dispute, 'disputes.cap' | 'once.taken' | 'table.stale'> | undefined> => {
  const [head, snapshot] = await readEach(
    invoiceById(deps.tenant, invoiceId),
    snapshotById(deps.tenant, invoiceId),
  );
  if (!head || !snapshot || head.deposit || (head.disputes ?? []).length >= MOST_DISPUTES) return undefined;
  const { by, reminds } = await actingOn(head, deps);
  const claim = await proven(head, snapshot, said, deps);
  const had = claim && (await trusted(head, by.on, deps));
  if (!had) return undefined;
  const { proof, amounts } = claim;
  const may = allowed(rules.atOnce!, said.reason, amounts.amount, had);
  if (typeof may === 'string') return undefined;
  const planned = await planOf(head.id, { lines: creditedLines(proof) }, deps);
  if (!planned.ok || planned.value.part.totals.grossMinor !== amounts.amount.minor) return undefined;
  const { trace } = follow(deps, [head]);
  const made = { id, side: 'customer', trace, text: said.text, ...by } as const;
  const contact = said.contact === undefined ? {} : { contact: said.contact };
  const effect = opened(head, { reason: said.reason, ...amounts }, { ...made, ...contact }, rules);
  const plan = { ...planned.value, invoice: { ...effect.head!, version: head.version } };
  const text = proofText(proof, head.total.currency, head.language);
  const move = await accepting(
    effect.dispute,
    {
      plan,
      wanted: { reason: 'price', text },
      worth: amounts.amount,
      atOnce: { rules: rules.version, proof },
    },
    { by: { ...by, by: 'rules' }, reminds, noteId: newId('crn'), rules },
    deps,
  );
  const dispute = { ...move.dispute, version: 1 };
  const month = { tenant: deps.tenant, month: monthOf(by.on) };
  const kept = await keep(
    {
      ...move,
      dispute,
      action: 'disputes.credit_at_once',
      facts: [...effect.facts, ...move.facts],
      writes: [
        ...(move.writes ?? []),
        putTally(deps.tenant, may.tally),
        spend(month, may.cap, amounts.amount.minor),
      ],
      of: [head],
    },
    deps,
  );
  return kept.ok ? ok(dispute) : kept;
};

/**
 * What the customer has had; undefined for whom we do not trust with it: whoever is blocked or erased, and an invoice whose payment a bank took back. It
 * is who it is now, with all that it was: no merge lifts a block or begins a cap anew.
 */
const trusted = async (head: Invoice, on: LocalDate, deps: Deps) => {
  const { tenant } = deps;
  const customer = (await whoIsNow(deps, await read(customerById(tenant, head.customerId))))!;
  if (customer.erased || head.chargebacks?.some(({ state }) => state === 'OPEN')) return undefined;
  const ids = idsOf(customer);
  const [standings, tallies] = await readGroups(
    ids.map((id) => standingOf(tenant, id)),
    ids.map((id) => tallyOf(tenant, id)),
  );
  const isNow = ({ customerId }: { readonly customerId: string }) => customerId === customer.id;
  const old = standings.filter((one) => !isNow(one));
  const block = joined(customer.id, standings.find(isNow), old)?.block;
  if (block && (block.until === undefined || block.until >= on)) return undefined;
  const tally: AtOnceTally = tallies.find(isNow) ?? { customerId: customer.id, version: 0, cases: [] };
  return { tally, merged: tallies.filter((one) => !isNow(one)), on };
};

const creditedLines = (proof: readonly Proof[]) => proof.map(({ line, netMinor }) => ({ line, netMinor }));
/**
 * What is proven of what was said, with its tax; undefined where that is nothing, or another amount than was named. The invoice says for ever what it said
 * first: of a line that was credited before it proves nothing more.
 */
const proven = async (
  head: Invoice,
  snapshot: Snapshot,
  said: Said,
  deps: Deps,
): Promise<{ proof: Proof[]; amounts: Pick<Dispute, 'amount' | 'lines' | 'taxes'> } | undefined> => {
  if (head.state === 'VOID' || head.state === 'WRITTEN_OFF') return undefined;
  const proof = await proofOf(head, snapshot, said, deps);
  if (proof.length === 0) return undefined;
  const taken = await takenOf(head, deps);
  const before = new Set(taken.credited.flatMap(({ lines }) => lines.map(({ line }) => line)));
  if (proof.some(({ line }) => before.has(line))) return undefined;
  const amounts = disputedOf(snapshot, taken, { lines: creditedLines(proof) });
  if (!amounts.ok) return undefined;
  const { amount } = amounts.value;
  const named = said.amount === undefined || said.amount.minor === amount.minor;
  return named ? { proof, amounts: amounts.value } : undefined;
};
