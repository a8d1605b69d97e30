/** Pure decisions about invoices: what one says, what a payment does to it, when it is overdue. */
import { dueOnOf, partsOver } from '../agreements/rules.ts';
import { addDays, daysBetween, type Instant, type LocalDate } from '../kernel/dates.ts';
import { openParts } from '../kernel/instalments.ts';
import { least, minus, money, plus, zero, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { referenceOf } from '../numbering/references.ts';
import { numberOf, seriesName, type Series } from '../numbering/series.ts';
import { share } from '../pricing/models.ts';
import { frozen } from './accounting.ts';
import { contentOf, portionsOf, type Draft, type Framed } from './content.ts';
import { profiled } from './incomplete.ts';
import { buyerOf, sellerOf } from './parties.ts';
import { bookedAt, relieved } from './exchange.ts';
import { earlyOf, keptOf, keptTax, ofRest } from './early.ts';
import type { Invoice, Settlement, Snapshot } from './invoice.ts';
import { LINK_DAYS, plannedParts } from './planning.ts';
import { saidOf, sharesOf, unasked } from './shares.ts';

/** Never before the last date of the series (rules §3.1): a clock that went back does not break the sequence. */
export const issueDate = (today: LocalDate, series: Series | undefined): LocalDate =>
  series?.lastOn !== undefined && series.lastOn > today ? series.lastOn : today;

/** The snapshot under the number that the series gives next. */
export const snapshotOf = (draft: Draft, series: Pick<Series, 'next'>, issuedOn: LocalDate): Snapshot => {
  const { order, customer, entity, rate, booking } = draft;
  const number = numberOf(seriesName(entity.series, issuedOn), series.next);
  const { lines, ...content } = contentOf(draft, issuedOn);
  const { totals } = content;
  const taken = saidOf(sharesOf(draft.deposits ?? [], totals.grossMinor, order.currency));
  const early = ofRest(
    earlyOf(order.terms, issuedOn, { totals, currency: order.currency }),
    totals.grossMinor,
    taken.prepaidMinor,
  );
  const instalments = partsOver(order.terms, issuedOn, money(totals.grossMinor, order.currency));
  return {
    ...framed(draft, issuedOn),
    ...content,
    number,
    ...(customer.eInvoice && { eInvoice: profiled(customer.eInvoice, entity) }),
    poNumber: portionsOf(draft).every((one) => one.order.poNumber === order.poNumber)
      ? order.poNumber
      : undefined,
    ...taken,
    ...(early && { early }),
    ...(instalments && { instalments }),
    reference: referenceOf(number, entity.bank),
    ...frozen(entity.currency, rate),
    ...bookedAt(booking, { totals, currency: order.currency }),
    lines: lines.map((line, index) => ({ ...line, id: String(index + 1) })),
  };
};

/** Who sells to whom, for which order and on which terms. */
export const framed = ({ order, customer, entity }: Framed, issuedOn: LocalDate) => {
  return {
    issuedOn,
    dueOn: order.terms ? dueOnOf(order.terms, issuedOn) : addDays(issuedOn, order.paymentTermsDays),
    currency: order.currency,
    language: customer.language,
    seller: sellerOf(entity),
    buyer: buyerOf(customer),
    orderId: order.id,
    sourceOrderId: order.sourceOrderId,
    paymentTermsDays: order.paymentTermsDays,
    ...(order.terms && { terms: order.terms }),
  };
};

/** What a document asks for: its total less what was paid before it was made (BT-115). */
export const payable = ({
  totals,
  currency,
  prepaidMinor = 0,
}: Pick<Snapshot, 'totals' | 'currency' | 'prepaidMinor'>): Money =>
  money(totals.grossMinor - prepaidMinor, currency);

/** The head of a fresh invoice. An invoice of free items is paid by being issued. */
export const headOf = (
  snapshot: Snapshot,
  made: {
    id: Invoice['id'];
    fulfilmentId?: Invoice['fulfilmentId'];
    deliveries?: Invoice['deliveries'];
    external?: Invoice['external'];
    linkHash: string;
    at: Instant;
    trace: string;
    creditId?: Invoice['creditId'];
    preceding?: Invoice['preceding'];
    firstReminder: number | undefined;
  },
): Invoice => {
  const total = money(snapshot.totals.grossMinor, snapshot.currency);
  const { number, reference, issuedOn, dueOn, orderId, language, instalments } = snapshot;
  const remind = (day: LocalDate) =>
    made.firstReminder === undefined ? {} : { remindOn: addDays(day, made.firstReminder) };
  return {
    id: made.id,
    version: 1,
    entity: snapshot.seller.id,
    number,
    reference,
    customerId: snapshot.buyer.id,
    ...(made.creditId !== undefined && { creditId: made.creditId }),
    customerName: snapshot.buyer.name,
    ...(orderId !== undefined && { orderId }),
    ...(made.fulfilmentId !== undefined && { fulfilmentId: made.fulfilmentId }),
    ...(made.deliveries && { deliveries: made.deliveries }),
    ...(made.external && { external: made.external }),
    issuedOn,
    dueOn,
    total,
    open: total,
    ...(instalments && { instalments: instalments.map((part) => ({ ...part, ...remind(part.dueOn) })) }),
    ...(snapshot.early && { early: snapshot.early }),
    ...(snapshot.booked && { booked: snapshot.booked }),
    state: total.minor === 0 ? 'PAID' : 'ISSUED',
    settlements: [],
    credits: [],
    ...(made.preceding && { preceding: made.preceding }),
    language,
    link: { hash: made.linkHash, expiresOn: addDays(instalments?.at(-1)?.dueOn ?? dueOn, LINK_DAYS) },
    reminded: 0,
    ...(total.minor > 0 && remind(dueOn)),
    issuedAt: made.at,
    trace: made.trace,
  };
};

export interface Paid {
  readonly invoice: Invoice;
  readonly applied: Money;
  /** Kept for paying early, and what of it corrects the tax. */
  readonly kept?: { readonly discount: Money; readonly taxMinor: number } | undefined;
  /** What the money, without what was kept, relieves of the value in the books; undefined where there is none. */
  readonly bookedMinor?: number | undefined;
  readonly rest: Money;
}

/**
 * Applies up to what is open, and lets the payer keep the early-payment discount; `begunOn`: the day that counts for it, where
 * the money is there only later. Paid is decided by ≥ and in the invoice's own currency (rules §3.3, §3.14).
 */
export const pay = (
  invoice: Invoice,
  amount: Money,
  by: Omit<Settlement, 'amount' | 'discount'>,
  begunOn?: LocalDate,
): Result<Paid, 'invoices.not_payable'> => {
  if (invoice.open.minor === 0)
    return refuse('invoices.not_payable', `Invoice ${invoice.number} is ${invoice.state}: nothing is open.`);
  if (amount.currency !== invoice.open.currency || amount.minor <= 0)
    return refuse(
      'invoices.not_payable',
      `Invoice ${invoice.number} takes a positive amount in ${invoice.open.currency}.`,
    );
  const applied = least(amount, invoice.open);
  // What is no money keeps nothing for itself, but what was kept on the invoice whose place this one took.
  const discount =
    ['credit_note', 'write_off', 'deposit', 'difference'].includes(by.method) && begunOn === undefined
      ? undefined
      : keptOf(invoice, applied, begunOn ?? by.paidOn);
  const settled = discount ? plus(applied, discount) : applied;
  const bookedMinor = relieved(invoice, settled);
  return ok({
    invoice: moved(invoice, minus(invoice.open, settled), [
      ...invoice.settlements,
      {
        ...by,
        amount: applied,
        ...(discount && { discount }),
        ...(bookedMinor !== undefined && { bookedMinor }),
      },
    ]),
    applied,
    ...(discount && { kept: { discount, taxMinor: keptTax(invoice.early!, discount) } }),
    ...(bookedMinor !== undefined && {
      bookedMinor:
        bookedMinor - share(bookedMinor, String(settled.minor - applied.minor), String(settled.minor)),
    }),
    rest: minus(amount, applied),
  });
};

/** Takes what a payment settled back: the invoice is open again at its old due date and reminder level (rules §3.7). */
export const reopen = (invoice: Invoice, paymentId: string): Invoice => {
  const back = invoice.settlements.filter((settlement) => settlement.paymentId === paymentId);
  if (invoice.deposit?.closed) return unasked(invoice, paymentId);
  return moved(
    invoice,
    back.reduce(
      (open, { amount, discount = zero(amount.currency) }) => plus(open, plus(amount, discount)),
      invoice.open,
    ),
    invoice.settlements.filter((settlement) => settlement.paymentId !== paymentId),
  );
};

const moved = (invoice: Invoice, open: Money, settlements: Invoice['settlements']): Invoice => {
  if (open.minor < 0 || open.minor > invoice.total.minor)
    throw new Error(`open amount of ${invoice.number} would be ${open.minor}`);
  const instalments = plannedParts(invoice, open, settlements);
  const due = instalments ? { ...invoice, instalments } : invoice;
  return {
    ...due,
    ...fallsDue(due, open),
    version: invoice.version + 1,
    open,
    state: stateOf(open, invoice.total, settlements),
    settlements,
  };
};

/** Another part is the oldest that is open: it has a due day and reminders of its own. */
const fallsDue = (invoice: Invoice, open: Money): Partial<Invoice> => {
  const [next] = openParts({ ...invoice, open });
  return !next || next.dueOn === invoice.dueOn
    ? {}
    : { dueOn: next.dueOn, reminded: 0, remindOn: next.remindOn };
};

const stateOf = (open: Money, total: Money, settlements: Invoice['settlements']): Invoice['state'] => {
  if (open.minor === total.minor) return total.minor === 0 ? 'PAID' : 'ISSUED';
  if (open.minor > 0) return 'PART_PAID';
  if (settlements.some(({ method }) => method === 'write_off')) return 'WRITTEN_OFF';
  return settlements.every(({ method }) => method === 'credit_note') ? 'CREDITED' : 'PAID';
};

/** Overdue starts on the local day after the due date (rules §3.15). */
export const overdueDays = ({ dueOn, open }: Pick<Invoice, 'dueOn' | 'open'>, today: LocalDate): number =>
  open.minor > zero(open.currency).minor ? Math.max(0, daysBetween(dueOn, today)) : 0;

/** It is charged by itself today or later: nobody is reminded of it until then. */
export const isCollected = ({ collecting }: Pick<Invoice, 'collecting'>, today: LocalDate): boolean =>
  collecting !== undefined && collecting.on >= today;
