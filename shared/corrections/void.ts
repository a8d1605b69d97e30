/** When an issued invoice may be made void in place of being credited, and what that does to it, its deliveries and the books (rules §3.6). */
import { accountOf, type Move } from '../credit/credit.ts';
import type { Mail } from '../dispatch/mail.ts';
import { advance, neverLeft } from '../dispatch/rules.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { issueEntry } from '../invoices/booking.ts';
import type { Voided } from '../invoices/state.ts';
import { monthOf, type Instant, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { zero } from '../kernel/money.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import type { Fulfilment, Order } from '../orders/order.ts';
import { isPending } from '../payments/attempts.ts';
import type { Attempt } from '../payments/payment.ts';
import { lawAgainst } from './void-law.ts';

/** All that says whether an invoice left the house, or others lean on it. */
export interface Around {
  readonly invoice: Invoice;
  readonly country: string;
  readonly mail: Pick<Mail, 'state' | 'at' | 'reason' | 'waits'> | undefined;
  readonly attempts: readonly Attempt[];
}

/** Every condition that fails, not the first alone: who is refused sees at once that no waiting helps. Undefined where none does. */
export const mayNotBeVoid = (
  around: Around,
  today: LocalDate,
  now: Instant,
): Refusal<'corrections.not_voidable'> | undefined => {
  const failing = [...failingOf(around, today, now)];
  return failing.length === 0
    ? undefined
    : refuse(
        'corrections.not_voidable',
        `Invoice ${around.invoice.number} cannot be made void: credit it instead.`,
        failing.map((detail) => ({ pointer: '', detail })),
      );
};

function* failingOf(
  { invoice, country, mail, attempts }: Around,
  today: LocalDate,
  now: Instant,
): Generator<string> {
  const { issuedOn, reminded, settlements, credits, preceding, followedBy, external, fulfilmentId } = invoice;
  if (mail && !neverLeft(mail)) yield `dispatched: the mail with it is ${mail.state} since ${mail.at}`;
  else if (reminded > 0) yield 'dispatched: its customer was reminded of it';
  if (settlements.length > 0 || credits.length > 0)
    yield `applied: ${settlements.length} settlements and ${credits.length} credit notes stand against it`;
  if (attempts.some((attempt) => isPending(attempt, now))) yield 'applied: a payment of it is under way';
  if (preceding || followedBy) yield 'followed: another document names it, or it names one';
  if (external) yield 'external: another system issued it';
  // What a plan or an advance billed is not waiting for a word that would bill it anew.
  if (fulfilmentId?.startsWith('bil_'))
    yield 'billed_apart: it is a part of an order that is billed by a plan or in advance';
  if (monthOf(issuedOn) !== monthOf(today))
    yield `period: the month of its issue, ${monthOf(issuedOn)}, is over`;
  const law = lawAgainst(country, today);
  if (law !== undefined) yield `law: ${law}`;
}

/** Nothing is open and nobody is reminded; number, total and snapshot stay. */
export const voidOf = (invoice: Invoice, voided: Voided): Invoice => ({
  ...without(invoice, 'remindOn'),
  version: invoice.version + 1,
  open: zero(invoice.total.currency),
  state: 'VOID',
  voided,
});

/** The entry of its issue the other way round, on the day that it is made void. */
export const voidEntry = (
  invoice: Invoice,
  snapshot: Snapshot,
  { on, reason }: Pick<Voided, 'on' | 'reason'>,
): Entry | undefined => {
  const issued = issueEntry(invoice, snapshot);
  return (
    issued &&
    entry({
      ...issued,
      on,
      kind: 'void',
      memo: `Invoice ${invoice.number} void: ${reason}`,
      lines: issued.lines.map((line) => ({ ...line, minor: 0 - line.minor })),
    })
  );
};

/** The orders with their deliveries given back, and these deliveries: they wait to be invoiced anew. */
export const givenBack = (
  invoice: Pick<Invoice, 'id' | 'orderId' | 'fulfilmentId' | 'deliveries'>,
  orders: readonly Order[],
): { orders: Order[]; deliveries: { order: Order; delivery: Fulfilment }[] } => {
  const named = new Set<string>(
    invoice.deliveries?.map(({ fulfilmentId }) => fulfilmentId) ?? [invoice.fulfilmentId!],
  );
  const after = orders.map((order) => ({
    ...order,
    version: order.version + 1,
    fulfilments: order.fulfilments.map((one) =>
      named.has(one.id) ? { ...one, voided: [...(one.voided ?? []), invoice.id] } : one,
    ),
  }));
  return {
    orders: after,
    deliveries: after.flatMap((order) =>
      order.fulfilments.flatMap((delivery) => (named.has(delivery.id) ? [{ order, delivery }] : [])),
    ),
  };
};

/** The invoice burdens its account no more; its deliveries burden those of their orders again. */
export const movesOf = (
  invoice: Invoice,
  deliveries: readonly { order: Order; delivery: Fulfilment }[],
): Move[] => [
  { account: accountOf(invoice), minor: 0 - invoice.total.minor },
  ...deliveries.map(({ order, delivery }) => ({ account: accountOf(order), minor: delivery.exposureMinor })),
];

/** The mail with it is held back under its own key: whoever is about to claim it meets this version, and finds it held back. */
export const heldBack = (
  { id: invoiceId, customerId, trace }: Invoice,
  mail: Mail | undefined,
  made: { readonly id: Mail['id']; readonly now: Instant },
): Mail | undefined =>
  advance(
    mail ?? {
      id: made.id,
      version: 0,
      purpose: 'invoice',
      customerId,
      invoiceId,
      state: 'QUEUED',
      at: made.now,
      history: [],
      trace,
    },
    'SUPPRESSED',
    made.now,
    'the invoice was made void',
  );
