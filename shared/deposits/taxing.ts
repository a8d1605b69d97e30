/** What came in for a deposit is invoiced where the law taxes it then (law.ts): under the next number of the invoices, paid, and mailed like one. */
import { tenantById } from '../access/store.ts';
import { entityOf, inForce, type Entity } from '../access/tenant.ts';
import { moveExposures } from '../credit/store.ts';
import { customerById } from '../customers/store.ts';
import { noRate, pairOf } from '../invoices/accounting.ts';
import { depositLeft } from '../invoices/deposit.ts';
import { numbersOf } from '../invoices/drafting.ts';
import { incomplete } from '../invoices/incomplete.ts';
import { InvoiceIssued, InvoicePaid, type Invoice } from '../invoices/invoice.ts';
import { hashOf } from '../invoices/link.ts';
import { taxesIn } from '../invoices/prepaid.ts';
import { headOf } from '../invoices/rules.ts';
import { invoiceById, putInvoice, putSnapshot } from '../invoices/store.ts';
import { takenUp } from '../invoices/take-up.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { least, sum } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { numberOf } from '../numbering/series.ts';
import { take } from '../numbering/store.ts';
import { OrderDepositsLeft } from '../orders/deposited.ts';
import { orderById, putOrder } from '../orders/store.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById } from '../payments/store.ts';
import { latestOf } from '../rates/rules.ts';
import { ratesFor } from '../rates/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { commitAll, read, readAll, readEach, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { taxedAtReceipt } from './law.ts';
import { prepaymentEntry, prepaymentOf } from './prepayment.ts';

type Refused = 'invoices.e_invoice_incomplete' | 'invoices.rate_missing' | 'once.taken' | 'table.stale';

/** Worker: its id follows from receipt and deposit, so a message that comes twice finds it. What an invoice took up meanwhile is taxed by that. */
export const invoiceReceipt = (
  { depositId, paymentId }: { depositId: Invoice['id']; paymentId: Payment['id'] },
  deps: Deps,
): Promise<Result<void, Refused>> =>
  untilFresh(async () => {
    const { tenant } = deps;
    const [head, payment] = await readEach(invoiceById(tenant, depositId), paymentById(tenant, paymentId));
    const entity = inForce(entityOf((await recall(tenantById(tenant)))!, head!.entity)!, deps.now);
    const amount = toBeTaxed(head!, payment!);
    const law = taxedAtReceipt(entity.address.country, localDate(deps.now, entity.zone));
    if (amount.minor === 0 || law === undefined) return ok(undefined);
    const order = (await read(orderById(tenant, head!.deposit!.orderId)))!;
    const groups = taxesIn(order.totals.taxes, amount);
    if (groups.every(({ taxMinor }) => taxMinor === 0)) return ok(undefined);
    const id = idOfCause('inv', payment!.receivedAt, paymentId, depositId, String(payment!.version));
    const [known, customer] = await readEach(invoiceById(tenant, id), customerById(tenant, order.customerId));
    if (known) return ok(undefined);
    const parties = { order, customer: customer!, entity };
    const lacking = incomplete(parties);
    if (lacking) return lacking;
    const rate = await rateOf(entity, order.currency, payment!.paidOn, tenant);
    if (!rate.ok) return rate;
    const { name, next, issuedOn } = await numbersOf(entity, deps);
    const number = numberOf(name, next);
    const snapshot = prepaymentOf(parties, head!, groups, {
      number,
      issuedOn,
      receivedOn: payment!.paidOn,
      rate: rate.value,
    });
    const under = follow(deps, [order]);
    const fresh: Invoice = {
      ...headOf(snapshot, {
        id,
        linkHash: hashOf(await secret('linkKey'), tenant, id),
        at: deps.now,
        trace: under.trace,
        creditId: head!.creditId,
        firstReminder: undefined,
      }),
      prepayment: { depositId, orderId: order.id, groups, taken: [], credited: [] },
    };
    const up = takenUp(fresh, [{ deposit: head!, minor: amount.minor }], issuedOn);
    const fact = { invoiceId: id, customerId: order.customerId, number };
    const events = [
      announce(InvoiceIssued, id, { ...fact, total: fresh.total, dueOn: fresh.dueOn }),
      announce(InvoicePaid, id, fact),
      // Who closed what is left before did not see this one.
      ...(['CANCELLED', 'FULFILLED'].includes(order.state)
        ? [announce(OrderDepositsLeft, order.id, { orderId: order.id, customerId: order.customerId })]
        : []),
    ];
    const named = { ...order, version: order.version + 1, deposits: [...order.deposits!, id] };
    const done = await commitAll(
      [
        { deps: under, act: { action: 'deposits.invoice', entry: prepaymentEntry(fresh, snapshot), events } },
        { deps: under, act: { action: 'invoices.take_deposits', subject: id, entry: up.entry } },
      ],
      [
        ...take(tenant, { name, next }, issuedOn, [id]),
        putInvoice(tenant, up.invoice),
        putSnapshot(tenant, id, snapshot),
        ...up.deposits.map((one) => putInvoice(tenant, one)),
        ...putOrder(tenant, named),
        // What was left of the deposit is left of its invoice: the sum of what they burden is the same.
        ...moveExposures(tenant, order.currency, up.moves),
      ],
    );
    if (done.ok) return done;
    return refuse(done.code === 'orders.duplicate' ? 'table.stale' : done.code, done.detail);
  });

/** What of this receipt is left of the deposit, and on no invoice of money yet. */
const toBeTaxed = (head: Invoice, { allocations, amount }: Payment) => {
  const came = allocations.filter(({ invoiceId }) => invoiceId === head.id);
  return least(
    sum(
      came.map((one) => one.amount),
      amount.currency,
    ),
    depositLeft(head),
  );
};

/** By the day of the receipt, where the entity says its tax in its own currency, too. */
const rateOf = async (entity: Entity, currency: string, day: LocalDate, tenant: string) => {
  const pair = pairOf(entity, currency);
  if (!pair) return ok(undefined);
  const { base, quote, maxAgeDays } = pair;
  const rate = latestOf(await readAll(ratesFor(tenant, base, day, maxAgeDays)), quote);
  return rate ? ok(rate) : noRate(base, quote, day);
};
