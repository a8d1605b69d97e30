/** What of our own data says that a customer is right, and the commit that opens a case and credits it at once. */
import { contractById } from '../agreements/store.ts';
import { settled } from '../agreements/settle.ts';
import { planOf } from '../corrections/take-back.ts';
import { standingOf } from '../credit/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { MOST_DISPUTES } from '../invoices/state.ts';
import { invoiceById, snapshotById } from '../invoices/store.ts';
import { localDate, monthOf, type LocalDate } from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import { orderById } from '../orders/store.ts';
import type { Order } from '../orders/order.ts';
import type { PricedLine } from '../pricing/price.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { read, readEach } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { disputedOf } from './amounts.ts';
import { allowed, overcharged, type Agreed } from './claims.ts';
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

type Said = Pick<OpenDispute, 'reason' | 'amount'> & {
  readonly lines?: readonly { readonly line: string }[] | undefined;
};

/** Lines that were named, else all, which the order or a price list of the day has cheaper. None where it is about anything but the price. */
export const proofOf = async (
  head: Pick<Invoice, 'orderId' | 'customerId' | 'entity'>,
  snapshot: Snapshot,
  { reason, lines }: Said,
  deps: Deps,
): Promise<Proof[]> => {
  if (reason !== 'price') return [];
  const named = snapshot.lines.filter(({ id }) => lines?.some(({ line }) => line === id) ?? true);
  const order = head.orderId === undefined ? undefined : await read(orderById(deps.tenant, head.orderId));
  const proofs: Proof[] = [];
  for (const line of named) {
    const agreed = [...inOrder(line, order), ...(await inLists(line, head, { snapshot, order }, deps))];
    const found = agreed.flatMap((one) => overcharged(line, one, snapshot.currency) ?? []);
    const [best] = found.toSorted((a, b) => a.netMinor - b.netMinor);
    if (best) proofs.push(best);
  }
  return proofs;
};

/** One line of the order has that sku: more of them may have prices of their own. */
const inOrder = (line: PricedLine, order: Order | undefined): Agreed[] => {
  const same = order?.lines.filter(({ sku }) => sku === line.sku) ?? [];
  return same.length === 1 && !same[0]!.allowances
    ? [{ from: 'order', of: order!.id, unitPrice: same[0]!.unitPrice, baseQuantity: same[0]!.baseQuantity }]
    : [];
};

/** As of the day of the order, else of the invoice. A list with discounts or packages says no plain price. */
const inLists = async (
  line: PricedLine,
  { customerId, entity }: Pick<Invoice, 'customerId' | 'entity'>,
  { snapshot, order }: { readonly snapshot: Snapshot; readonly order: Order | undefined },
  deps: Deps,
): Promise<Agreed[]> => {
  const { tenant } = deps;
  const customer = (await whoIsNow(deps, await read(customerById(tenant, customerId))))!;
  const { zone } = await actingOn({ entity }, deps);
  const on: LocalDate = order ? localDate(order.placedAt, zone) : snapshot.issuedOn;
  const contract =
    order?.contract === undefined ? undefined : await read(contractById(tenant, order.contract));
  const { sku, description, quantity, unit, taxClass } = line;
  const priced = await settled([{ sku, description, quantity, unit, taxClass }], {
    tenant,
    customer,
    contract,
    currency: snapshot.currency,
    on,
  });
  if (!priced.ok) return [];
  const [{ unitPrice, baseQuantity, discounts, price }] = priced.value as [(typeof priced.value)[number]];
  return discounts || price?.model !== 'unit'
    ? []
    : [{ from: 'list', of: price.list!, unitPrice, baseQuantity }];
};

const NO_CASES = { version: 0, cases: [] };
/** Whom we do not trust with it: whoever is blocked or erased, and an invoice whose payment a bank took back. */
const trusted = async (head: Invoice, on: LocalDate, { tenant }: Deps): Promise<boolean> => {
  const [customer, standing] = await readEach(
    customerById(tenant, head.customerId),
    standingOf(tenant, head.customerId),
  );
  const blocked = standing?.block && (standing.block.until === undefined || standing.block.until >= on);
  return !customer?.erased && !blocked && !head.chargebacks?.some(({ state }) => state === 'OPEN');
};

/** At its page: credited in the commit that opens it, where the rules let it and our own data prove it; else it waits for a person as any. */
export const openByCustomer = async (
  id: Dispute['id'],
  invoiceId: Invoice['id'],
  wanted: OpenDispute,
  deps: Deps,
): Promise<Result<Dispute, NotOpened>> => {
  const rules = await rulesOf(deps);
  const kept = rules.atOnce && (await creditAtOnce(id, invoiceId, wanted, rules, deps));
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
  const claim = await claimOf(head, snapshot, said, deps);
  if (!claim || !(await trusted(head, by.on, deps))) return undefined;
  const { proof, amounts } = claim;
  const tally: AtOnceTally = (await read(tallyOf(deps.tenant, head.customerId))) ?? {
    ...NO_CASES,
    customerId: head.customerId,
  };
  const may = allowed(rules.atOnce!, said.reason, amounts.amount, { tally, on: by.on });
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

const creditedLines = (proof: readonly Proof[]) => proof.map(({ line, netMinor }) => ({ line, netMinor }));
/** What is proven of what was said, with its tax; undefined where that is nothing, or another amount than was named. */
export const claimOf = async (
  head: Invoice,
  snapshot: Snapshot,
  said: Said,
  deps: Deps,
): Promise<{ proof: Proof[]; amounts: Pick<Dispute, 'amount' | 'lines' | 'taxes'> } | undefined> => {
  if (head.state === 'VOID' || head.state === 'WRITTEN_OFF') return undefined;
  const proof = await proofOf(head, snapshot, said, deps);
  if (proof.length === 0) return undefined;
  const amounts = disputedOf(snapshot, await takenOf(head, deps), { lines: creditedLines(proof) });
  if (!amounts.ok) return undefined;
  const { amount } = amounts.value;
  const named = said.amount === undefined || said.amount.minor === amount.minor;
  return named ? { proof, amounts: amounts.value } : undefined;
};
