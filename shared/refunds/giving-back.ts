/** Loads, decides and commits a refund, for one person or for two; and what comes of it. */
import { isValidIBAN } from 'ibantools';
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Ended } from '../approvals/asking.ts';
import { customerById } from '../customers/store.ts';
import { creditNoteById, invoiceById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, readAll, readEach, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { Refund, RefundPayment } from './refund.ts';
import { amountOf, ibanOf, isStrange, refunded, throughOf, type Effect, type Way } from './rules.ts';
import { writesOf } from './store.ts';

type Refused =
  | 'payments.unknown'
  | 'refunds.nobody'
  | 'refunds.nothing_unapplied'
  | 'refunds.not_cleared'
  | 'refunds.amount'
  | 'refunds.account_needed'
  | 'refunds.iban_invalid';
/** What would be done now: how much, how, and whether the account is one that two have to agree to. */
export interface Plan {
  readonly payment: Payment & { readonly customerId: Refund['customerId'] };
  readonly amount: Money;
  readonly way: Way;
  readonly strange: boolean;
}

export const planOf = async (
  paymentId: string,
  wanted: RefundPayment,
  { tenant }: Deps,
): Promise<Result<Plan, Refused>> => {
  // Money that goes to a mistyped account is hard to get back.
  if (wanted.iban !== undefined && !isValidIBAN(wanted.iban))
    return refuse('refunds.iban_invalid', 'The check digits of the IBAN are wrong.', [
      { pointer: '/iban', detail: 'is not a valid IBAN' },
    ]);
  const payment = await read(paymentById(tenant, paymentId));
  if (!payment) return refuse('payments.unknown', `There is no payment ${paymentId}.`);
  const amount = amountOf(payment, wanted);
  if (!amount.ok) return amount;
  const owned = payment as Plan['payment'];
  const capture =
    wanted.iban === undefined ? throughOf(amount.value, await capturesOf(payment, tenant)) : undefined;
  if (capture) return ok({ payment: owned, amount: amount.value, way: { capture }, strange: false });
  const customer = (await read(customerById(tenant, owned.customerId)))!;
  const iban = wanted.iban ?? ibanOf(payment, customer.ibans);
  if (iban === undefined)
    return refuse('refunds.account_needed', 'It goes back by transfer, and no one account is known for it.', [
      {
        pointer: '/iban',
        detail:
          customer.ibans.length > 1
            ? `is needed: one of ${customer.ibans.length} in the profile`
            : 'is needed',
      },
    ]);
  return ok({
    payment: owned,
    amount: amount.value,
    way: { to: { name: customer.name, iban } },
    strange: isStrange(iban, payment, customer.ibans),
  });
};

/** The receipt itself where a provider brought it; for a credit note, the card payments of the invoice that it credits. */
const capturesOf = async (payment: Payment, tenant: string): Promise<Payment[]> => {
  if (payment.provider !== undefined) return [payment];
  if (payment.source.kind !== 'credit_note') return [];
  const note = await read(creditNoteById(tenant, payment.source.id));
  const cards = note ? await cardsOf(note.invoiceId, tenant) : [];
  return readAll([...new Set(cards)].map((id) => paymentById(tenant, id)));
};
/** What providers collected for an invoice, and of the deposits that it took up. */
const cardsOf = async (invoiceId: string, tenant: string): Promise<string[]> => {
  const { settlements = [] } = (await read(invoiceById(tenant, invoiceId))) ?? {};
  const by = (...wanted: string[]) =>
    settlements.flatMap(({ method, paymentId }) => (wanted.includes(method) ? [paymentId] : []));
  const deposits = await Promise.all(by('deposit').map((id) => cardsOf(id, tenant)));
  return [...by('card', 'direct_debit'), ...deposits.flat()];
};

/** What is asked for is the amount and the account of now: who agrees to them agrees to no others. */
export const asked = ({ payment, amount, way }: Plan, wanted: RefundPayment) => {
  const where = 'to' in way ? `to ${way.to.iban} of ${way.to.name}` : `by ${way.capture.provider}`;
  return {
    operation: 'refunds.refund',
    subject: payment.id,
    scope: 'refunds:write' as const,
    summary: `${toText(amount)} ${amount.currency} of payment ${payment.id} given back ${where}: ${wanted.reason}.`,
    input: { ...wanted, amount, ...('to' in way && { iban: way.to.iban }) },
  };
};

/** `table.stale` while somebody else touched the money: it is decided anew on what is unapplied then. */
export const giveBackOnce = async (
  { payment, amount, way }: Plan,
  wanted: RefundPayment,
  id: Refund['id'],
  deps: Deps,
  ended?: Ended,
): Promise<Result<Refund, 'once.taken' | 'table.stale'>> => {
  const under = follow(deps, [payment]);
  const effect = refunded(payment, amount, wanted, way, {
    id,
    on: await todayOf(payment.entity, deps),
    at: deps.now,
    by: deps.requestedBy ?? deps.actor,
    approvedBy: deps.requestedBy === undefined ? undefined : deps.actor,
    trace: under.trace,
  });
  return keep('refunds.refund', effect, under, { ended });
};

/** The whole effect in one commit, or nothing. */
export const keep = async (
  action: string,
  effect: Effect,
  deps: Deps,
  { ended, also = [] }: { ended?: Ended | undefined; also?: readonly Write<'table.stale'>[] } = {},
): Promise<Result<Refund, 'once.taken' | 'table.stale'>> => {
  const { refund, entry, facts } = effect;
  const kept = await commit(
    deps,
    { action, subject: refund.paymentId, entry, events: facts, answer: ended?.answer ?? refund },
    [...writesOf(deps.tenant, effect), ...also, ...(ended ? [ended.write] : [])],
  );
  return kept.ok ? ok(refund) : kept;
};

/** Whose money it is, and whose capture where that is another receipt. */
export const receiptsOf = async (
  { paymentId, through }: Refund,
  { tenant }: Deps,
): Promise<[Payment, Payment | undefined]> => {
  const [payment, capture] = await readEach(
    paymentById(tenant, paymentId),
    paymentById(tenant, through?.paymentId ?? paymentId),
  );
  return [payment!, through && capture];
};

/** The day in the books of the entity. */
export const todayOf = async (entity: string, { tenant, now }: Deps): Promise<LocalDate> =>
  localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);
