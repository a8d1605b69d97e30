/** Which money may be used for which invoices without anybody who says so, and what a person says instead (rules §3.5, §3.10). */
import type { BankLine } from '../bank/statement.ts';
import { MAX_TARGETS } from '../cash/match.ts';
import { mostOf } from '../cash/tolerance.ts';
import { dueOn } from '../invoices/early.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { entry } from '../ledger/rules.ts';
import { memo, total } from '../payments/booking.ts';
import { both, netted } from '../payments/clawback.ts';
import type { Allocation, Payment } from '../payments/payment.ts';
import { applyRest, takeBack, type Effect, type Target } from '../payments/rules.ts';
import { reopenedFact } from '../payments/told.ts';
import type { Applying, RefundingOfCredit, UnappliedRules } from './policy.ts';

/** Money that a customer has with us, with the bank line that brought it. */
export interface Credit {
  readonly payment: Payment;
  readonly line?: BankLine | undefined;
}

/** The customer may say what it is for: it is the customer's, and no person took back what it was for. */
export const isOwn = ({ payment: { customerId, unapplied, held } }: Credit): boolean =>
  customerId !== undefined && unapplied.minor > 0 && held === undefined;

/** The company's rules may say it, too: a line that waits speaks for nothing else. */
export const isFree = (credit: Credit): boolean =>
  isOwn(credit) &&
  (credit.payment.source.kind !== 'bank_line' ||
    credit.line?.state === 'MATCHED' ||
    (credit.line?.state === 'EXCEPTION' && credit.line.match?.free === true));

/** What is no money goes first, then the oldest (rules §3.5: credits before cash). */
export const creditFirst = ({ payment: a }: Credit, { payment: b }: Credit): number =>
  Number(b.method === 'credit_note') - Number(a.method === 'credit_note') || (a.id < b.id ? -1 : 1);

/** The rules may use it for somebody else's invoices: what is no money is for the customer's own. */
export const isMoney = (credit: Credit): boolean => isFree(credit) && credit.payment.method !== 'credit_note';

type Having = Pick<Payment, 'entity' | 'customerId' | 'unapplied'>;
/** Of the same customer, legal entity and currency; never a deposit, nor what is charged back. */
export const takes = (money: Having, invoice: Invoice): boolean =>
  invoice.customerId === money.customerId && isPayable(money, invoice);
/** The same of one of these customers. */
export const forChild =
  (children: ReadonlySet<string>) =>
  (money: Having, invoice: Invoice): boolean =>
    children.has(invoice.customerId) && isPayable(money, invoice);

const isPayable = ({ entity, unapplied }: Having, invoice: Invoice): boolean =>
  invoice.entity === entity &&
  invoice.open.currency === unapplied.currency &&
  invoice.open.minor > 0 &&
  !invoice.deposit &&
  !invoice.chargebacks?.some(({ state }) => state !== 'WON');

const DAY_OF: Readonly<Record<Exclude<Applying, 'hold'>, 'dueOn' | 'issuedOn'>> = {
  oldest_due: 'dueOn',
  oldest_invoice: 'issuedOn',
};
/** By the day of the rule, then by number: the order is always one. */
export const inOrder =
  (apply: Exclude<Applying, 'hold'>) =>
  (a: Invoice, b: Invoice): number => {
    const day = DAY_OF[apply];
    return a[day] === b[day] ? (a.number < b.number ? -1 : 1) : a[day] < b[day] ? -1 : 1;
  };

/** As far as the money goes; what was there early enough pays the discounted amount (rules §3.4). */
export const targetsOf = (payment: Payment, invoices: readonly Invoice[], reason: string): Target[] => {
  let rest = payment.unapplied.minor;
  const targets: Target[] = [];
  for (const invoice of invoices) {
    if (rest === 0 || targets.length === MAX_TARGETS) break;
    const due = payment.method === 'credit_note' ? invoice.open : dueOn(invoice, payment.paidOn);
    targets.push({ invoice, amount: due, fromCredit: true, reason });
    rest -= Math.min(rest, due.minor);
  }
  return targets;
};

export const reasonOf = ({ apply, version }: UnappliedRules): string =>
  `${apply === 'oldest_due' ? 'Oldest due' : 'Oldest invoice'} first, by the company’s rules for unapplied money (version ${version}).`;

export const reasonForChild = (parent: string, { version }: Pick<UnappliedRules, 'version'>): string =>
  `Of what its parent (${parent}) has with us: oldest due of all children first, by the company’s rules for unapplied money (version ${version}).`;

/** Old enough, and worth it. */
export const toGiveBack = (
  { unapplied, bookedOn }: Pick<Payment, 'unapplied' | 'bookedOn'>,
  { afterDays, from }: RefundingOfCredit,
  today: LocalDate,
): boolean => {
  const least = mostOf(from, unapplied.currency);
  return least > 0 && unapplied.minor >= least && daysBetween(bookedOn, today) >= afterDays;
};
export const isAlone = (amount: Money, { upTo }: RefundingOfCredit): boolean =>
  amount.minor <= mostOf(upTo, amount.currency);

/** What a credit note settles of its own invoice is no choice of anybody; what it was used for afterwards is. */
export const movable = ({ method, allocations }: Payment): Allocation[] =>
  method === 'credit_note' ? allocations.filter(({ fromCredit }) => fromCredit) : [...allocations];

/** What stays as it is: the same amount of the same invoice. */
export const staying = (
  allocations: readonly Allocation[],
  said: readonly { readonly invoiceId: string; readonly amount?: Money | undefined }[],
  currency: string,
): Allocation[] =>
  allocations.filter(({ invoiceId }) => {
    const own = allocations.filter((one) => one.invoiceId === invoiceId);
    const wanted = said.find((one) => one.invoiceId === invoiceId)?.amount;
    return wanted?.minor === total(own, currency).minor && wanted.currency === currency;
  });

export interface Reassigned {
  readonly owner: Payment['customerId'];
  readonly targets: readonly Target[];
  readonly creditId?: Payment['creditId'];
  readonly rate?: Payment['rate'];
}
/**
 * Taken back and applied anew in one entry, which says only what is left of both. `invoices`: those that `gone` settles, as they are
 * now. Due days and reminders of what is open again are as before; the other allocations are not touched.
 */
export const reassigned = (
  before: Payment,
  gone: readonly Allocation[],
  invoices: readonly Invoice[],
  { owner, targets, creditId, rate }: Reassigned,
  on: LocalDate,
): Effect => {
  const kept = before.allocations.filter((one) => !gone.includes(one));
  const back = gone.length === 0 ? undefined : takeBack({ ...before, allocations: [...gone] }, invoices, on);
  const now: Payment = back ? { ...back.payment, allocations: kept } : before;
  const open = new Map(back?.invoices.map((invoice) => [invoice.id, invoice]));
  const again =
    targets.length > 0 || owner !== before.customerId
      ? applyRest(
          now,
          owner,
          targets.map((one) => ({ ...one, invoice: open.get(one.invoice.id) ?? one.invoice })),
          on,
          creditId,
          rate,
        )
      : undefined;
  const heads = new Map([...(back?.invoices ?? []), ...(again?.invoices ?? [])].map((one) => [one.id, one]));
  const was = (id: string) => invoices.find((one) => one.id === id);
  const after = [...heads.values()].map((head) => {
    const version = was(head.id)?.version;
    return version === undefined ? head : { ...head, version: version + 1 };
  });
  const payment = again?.payment ?? now;
  return {
    payment: { ...payment, version: before.version + 1 },
    invoices: after,
    entry: entry({
      entity: before.entity,
      on,
      currency: before.amount.currency,
      kind: 'reassign',
      source: before.id,
      memo: memo(payment.allocations, 'Re-assigned to'),
      lines: netted(back?.entry?.lines ?? [], again?.entry?.lines ?? []),
    }),
    exchange: both(back?.exchange, again?.exchange),
    exposures: [...(back?.exposures ?? []), ...(again?.exposures ?? [])],
    facts: [
      ...after
        .filter(({ id, open: { minor } }) => minor > (was(id)?.open.minor ?? minor))
        .flatMap(reopenedFact),
      ...(again?.facts ?? []),
    ],
  };
};
