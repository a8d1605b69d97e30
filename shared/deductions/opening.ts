/** Worker: a payment that is short opens a case, and cases follow what is paid, taken back, credited or given up of their invoices. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { lineById } from '../bank/store.ts';
import { remittanceById } from '../cash/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, snapshotById } from '../invoices/store.ts';
import { localDate, monthOf, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read, recall, recallOr, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { writtenOff } from '../writeoffs/rules.ts';
import { writesOf } from '../writeoffs/store.ts';
import { DeductionWrittenOff, type Deduction } from './deduction.ts';
import { keep } from './keeping.ts';
import { NO_RULES, type DeductionRules } from './policy.ts';
import { caseOf, factOf, opened, regarded } from './rules.ts';
import { forgivenOf, shortOf, type Evidence, type Short } from './short.ts';
import { deductionById, deductionRules, spend } from './store.ts';

type Kept = Result<void, 'once.taken' | 'table.stale'>;

/** The day in the books of the invoice's entity. */
export const todayOf = async (
  { entity }: Pick<Invoice, 'entity'>,
  { tenant, now }: Pick<Deps, 'tenant' | 'now'>,
): Promise<LocalDate> => localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);

/** Of a payment: what it settled. A company without rules pays one read that is remembered, and one per invoice. */
export const regardShort = async (
  {
    paymentId,
    allocations,
  }: {
    paymentId: Payment['id'];
    allocations: readonly { readonly invoiceId: Invoice['id'] }[];
  },
  deps: Deps,
): Promise<Kept> => {
  for (const { invoiceId } of allocations) {
    const kept = await untilFresh(() => regard(invoiceId, deps, paymentId));
    if (!kept.ok) return kept;
  }
  return ok(undefined);
};
/** Money went back of an invoice, or it was credited, given up or made void. */
export const regardDeducted = ({ invoiceId }: { invoiceId: Invoice['id'] }, deps: Deps): Promise<Kept> =>
  untilFresh(() => regard(invoiceId, deps));

const regard = async (invoiceId: Invoice['id'], deps: Deps, paymentId?: Payment['id']): Promise<Kept> => {
  const head = (await read(invoiceById(deps.tenant, invoiceId)))!;
  if (!head.deduction) return paymentId === undefined ? ok(undefined) : open(head, paymentId, deps);
  const before = (await read(deductionById(deps.tenant, head.deduction.id)))!;
  const effect = regarded(before, head);
  return effect
    ? keep({ action: `deductions.${effect.deduction.state.toLowerCase()}`, ...effect, of: [head] }, deps)
    : ok(undefined);
};

const open = async (head: Invoice, paymentId: Payment['id'], deps: Deps): Promise<Kept> => {
  const rules = await recallOr(deductionRules(deps.tenant), NO_RULES);
  if (!rules.least) return ok(undefined);
  const payment = await read(paymentById(deps.tenant, paymentId));
  if (!payment) return ok(undefined);
  const evidence = await evidenceOf(payment, head, deps);
  const short = shortOf(head, evidence, rules);
  if (!short) return ok(undefined);
  const id = idOfCause('ded', payment.receivedAt, head.id, paymentId);
  const before = await read(deductionById(deps.tenant, id));
  // It was decided on, or is over for good; only a payment that was taken back may come again.
  if (before && before.cancelled !== 'unmatched') return ok(undefined);
  const deduction = caseOf(
    head,
    short,
    {
      id,
      by: deps.actor,
      at: deps.now,
      trace: follow(deps, [head, payment]).trace,
      on: await todayOf(head, deps),
      source: {
        paymentId,
        ...(evidence.line && { bankLineId: evidence.line.id }),
        ...(evidence.claim && { remittanceId: evidence.line?.match?.remittanceId }),
      },
    },
    before,
  );
  const forgiven = await forgive(head, short, deduction, rules, deps);
  if (forgiven) return forgiven;
  return keep({ action: 'deductions.open', ...opened(head, deduction), of: [head, payment] }, deps);
};

/** What brought the money, and what its payer said of the invoice. */
export const evidenceOf = async (
  payment: Payment,
  { number }: Pick<Invoice, 'number'>,
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<Evidence> => {
  const { kind, id } = payment.source;
  const line = kind === 'bank_line' ? await read(lineById(tenant, id)) : undefined;
  const said = line?.match?.remittanceId;
  const remittance = said === undefined ? undefined : await read(remittanceById(tenant, said));
  return { payment, line, claim: remittance?.claims.find((claim) => claim.number === number) };
};

/** Given up as it opens, within what the rules allow; undefined where that is not so, or the month's sum is used up. */
const forgive = async (
  head: Invoice,
  short: Short,
  deduction: Deduction,
  rules: DeductionRules,
  deps: Deps,
): Promise<Kept | undefined> => {
  const most = forgivenOf(short, rules);
  const snapshot = most && (await read(snapshotById(deps.tenant, head.id)));
  if (!most || !snapshot) return undefined;
  const { openedOn: on, id, reason } = deduction;
  const effect = writtenOff(
    head,
    snapshot,
    most.amount,
    { reason: 'deduction', note: reason },
    {
      id: idOfCause('wro', deduction.at, id),
      on,
      at: deps.now,
      by: deps.actor,
      trace: follow(deps, [head]).trace,
    },
  );
  const writeOffId = effect.writeOff.id;
  const over: Deduction = {
    ...deduction,
    state: 'AUTO_WRITE_OFF',
    decided: { by: deps.actor, at: deps.now, on, writeOffId },
  };
  const { minor, currency } = most.amount;
  const month = { tenant: deps.tenant, month: monthOf(on), currency };
  const kept = await keep(
    {
      action: 'deductions.write_off',
      deduction: over,
      facts: [
        ...effect.facts,
        announce(DeductionWrittenOff, id, { ...factOf(over), writeOffId, byRule: true }),
      ],
      entry: effect.entry,
      writes: [...writesOf(deps.tenant, effect), spend(month, head.customerId, minor, most.monthlyMinor)],
      of: [head],
    },
    deps,
  );
  return kept.ok || kept.code !== 'deductions.cap' ? (kept as Kept) : undefined;
};
