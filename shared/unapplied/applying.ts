/** Uses what a customer has with us for invoices: each receipt in a commit of its own, with the line that brought it. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { BankLine } from '../bank/statement.ts';
import { lineById, putLine } from '../bank/store.ts';
import type { Lost } from '../cash/keeping.ts';
import { MAX_TARGETS } from '../cash/match.ts';
import { decided } from '../cash/verdict.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { openInvoices } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { inOpenMonth } from '../ledger/posting.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { actsOf, rateFor } from '../payments/exchanging.ts';
import type { Attempt, Payment } from '../payments/payment.ts';
import { applyRest, type Effect, type Target } from '../payments/rules.ts';
import { unappliedOf, writesOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commitAll, each, list, readAll, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { creditFirst, takes, targetsOf, type Credit } from './rules.ts';

/** More receipts of one customer are not used in one go, oldest first. */
const MOST_RECEIPTS = 50;
/** More open invoices are not looked through: the oldest due are. */
const MOST_OPEN = 500;

/** What a customer has with us, credits first; each with the line that brought it. */
export const creditsOf = async (customerId: string, { tenant }: Deps): Promise<Credit[]> => {
  const { data } = await list(unappliedOf(tenant, customerId), { limit: MOST_RECEIPTS });
  const ids = data.flatMap(({ source }) => (source.kind === 'bank_line' ? [source.id] : []));
  const lines = await readAll(ids.map((id) => lineById(tenant, id)));
  return data
    .map((payment) => ({ payment, line: lines.find(({ id }) => id === payment.source.id) }))
    .sort(creditFirst);
};

export const openOf = async (customerId: string, { tenant }: Deps): Promise<Invoice[]> => {
  const found: Invoice[] = [];
  for await (const invoice of each(openInvoices(tenant, customerId))) {
    found.push(invoice);
    if (found.length === MOST_OPEN) break;
  }
  return found;
};

export interface How {
  readonly action: string;
  readonly tier: 'policy' | 'person';
  readonly reason: string;
  /** Which invoices the money may be for, where it is not the customer's own. */
  readonly takes?: typeof takes;
  /** Whether an invoice with these attempts is being paid, and left alone. */
  readonly isPaying: (attempts: readonly Attempt[], now: string) => boolean;
}

/** Each receipt as far as it goes, in the order of the invoices. Who pays an invoice just now is not met (rules §3.5). */
export const useCredits = async (
  credits: readonly Credit[],
  invoices: readonly Invoice[],
  how: How,
  deps: Deps,
): Promise<Result<Effect[], Lost>> => {
  const isFree = unlessPending(how, deps);
  const done: Effect[] = [];
  let open = [...invoices];
  for (const credit of credits) {
    const { payment } = credit;
    const wanted: Invoice[] = [];
    const mayTake = how.takes ?? takes;
    for (const invoice of open.filter((one) => mayTake(payment, one))) {
      if (wanted.length === MAX_TARGETS) break;
      if (targetsOf(payment, wanted, how.reason).reduce(paid, 0) >= payment.unapplied.minor) break;
      if (await isFree(invoice)) wanted.push(invoice);
    }
    if (wanted.length === 0) continue;
    const used = await useOne(credit, targetsOf(payment, wanted, how.reason), how, deps);
    if (!used.ok) return used;
    done.push(used.value);
    open = open.map((one) => used.value.invoices.find(({ id }) => id === one.id) ?? one);
  }
  return ok(done);
};
const paid = (sum: number, { amount }: Target): number => sum + amount!.minor;

/** One query an invoice, once in a run. */
const unlessPending = ({ isPaying }: How, { tenant, now }: Deps) => {
  const known = new Map<string, boolean>();
  return async ({ id }: Invoice): Promise<boolean> => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const free = !isPaying(await attemptsOn(tenant, id), now);
    known.set(id, free);
    return free;
  };
};

const useOne = async (
  { payment, line }: Credit,
  targets: readonly Target[],
  how: How,
  deps: Deps,
): Promise<Result<Effect, Lost>> => {
  const { rate } = payment.rate ? payment : await rateFor(targets, payment, deps);
  const on = await todayOf(payment, deps);
  const effect = applyRest(payment, payment.customerId, targets, on, payment.creditId, rate);
  const kept = await keepEffect(
    effect,
    { action: how.action },
    line ? [putLine(deps.tenant, used(line, targets, how, deps))] : [],
    follow(deps, effect.invoices, [payment]),
  );
  return kept.ok ? ok(effect) : kept;
};

/** The whole effect in one commit, or nothing; `answer`: what its caller is told. */
export const keepEffect = async (
  effect: Effect,
  { action, answer = effect.payment }: { action: string; answer?: unknown },
  also: readonly Write<'table.stale'>[],
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const { payment, facts } = effect;
  const [entry, exchange] = await inOpenMonth([effect.entry, effect.exchange], deps);
  return commitAll<Lost>(
    actsOf(deps, { action, subject: payment.id, entry, events: facts, answer }, exchange),
    [...writesOf(deps.tenant, effect), ...also],
  );
};

/** So many times it is written on a line that its rest was used. */
const MOST_EVIDENCE = 30;
/** A line that waited is decided by it; on one that was decided it stands beside the evidence. */
const used = (line: BankLine, targets: readonly Target[], { tier, reason }: How, deps: Deps): BankLine => {
  const numbers = targets.map(({ invoice }) => invoice.number).join(', ');
  const { match } = line;
  if (line.state === 'EXCEPTION')
    return decided(
      line,
      'MATCHED',
      { tier, reason: `${numbers}: ${reason}`, evidence: [`Before: ${match!.reason}`], candidates: [] },
      deps,
    );
  const evidence = [...match!.evidence, `What was left: ${numbers}. ${reason}`].slice(-MOST_EVIDENCE);
  return { ...line, version: line.version + 1, match: { ...match!, evidence } };
};

/** The day in the books of the receipt's entity. */
export const todayOf = async (
  { entity }: Pick<Payment, 'entity'>,
  { tenant, now }: Deps,
): Promise<LocalDate> => localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);
