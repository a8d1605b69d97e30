/** How much may be asked for in advance, what the document says, and how a deposit ends. */
import { depositLeft, type Deposit } from '../invoices/deposit.ts';
import type { Draft } from '../invoices/content.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { framed } from '../invoices/rules.ts';
import { DEPOSIT_WORDS } from '../documents/deposit-words.ts';
import { amount as printed, percent as percentage } from '../documents/format.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { minus, money, portion, sum, toText, zero, type Money } from '../kernel/money.ts';
import { referenceOf } from '../numbering/references.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
import { uncovered } from '../orders/parts.ts';
import { ppm } from '../pricing/discounts.ts';
import type { DepositView, RequestDeposit } from './deposit.ts';

type Asked = Pick<Order, 'state' | 'sourceOrderId' | 'totals' | 'fulfilments' | 'bills' | 'currency'>;

/**
 * The amount that is asked for: never more, with what is asked for and paid already, than invoices of the order can still take up. An
 * order that is held may be paid in advance: often that is what lets it go on.
 */
export const depositOf = (
  order: Asked,
  before: readonly Invoice[],
  { percent, amount }: Pick<RequestDeposit, 'percent' | 'amount'>,
): Result<Money, 'deposits.order_over' | 'deposits.amount' | 'deposits.too_much'> => {
  const { currency, totals } = order;
  if (order.state === 'CANCELLED' || order.state === 'FULFILLED')
    return refuse(
      'deposits.order_over',
      `Order ${order.sourceOrderId} is ${order.state}: nothing is paid for it in advance any more.`,
    );
  const wrong = (pointer: string, detail: string) =>
    refuse('deposits.amount', 'A deposit is a part of the order, or an amount.', [{ pointer, detail }]);
  if ((percent === undefined) === (amount === undefined))
    return wrong(percent === undefined ? '' : '/amount', 'must be one of percent and amount');
  if (amount && amount.currency !== currency) return wrong('/amount/currency', `must be ${currency}`);
  const asked = amount ?? portion(money(totals.grossMinor, currency), ppm(percent!));
  if (asked.minor <= 0) return wrong('/percent', 'must come to more than nothing');
  const free = minus(money(uncovered(order), currency), boundBy(before, currency));
  return asked.minor <= free.minor
    ? ok(asked)
    : refuse('deposits.too_much', 'More would be paid in advance than is left to be invoiced.', [
        {
          pointer: percent === undefined ? '/amount' : '/percent',
          detail: `${toText(free)} ${currency} of the order are left to be asked for`,
        },
      ]);
};

/** What is asked for, and what was paid and no invoice has taken up. */
const boundBy = (deposits: readonly Invoice[], currency: string): Money =>
  money(
    deposits.reduce((all, one) => all + one.open.minor + depositLeft(one).minor, 0),
    currency,
  );

interface Issue {
  readonly number: string;
  readonly issuedOn: LocalDate;
}
/**
 * One line, by its part of the order, and no tax: it is no invoice, and no tax is due before money has come (Article 65 of Directive
 * 2006/112/EC). UNTDID 1001 has no code for it that EN 16931 takes, so it is a document for people alone.
 */
export const requestOf = (
  draft: Pick<Draft, 'order' | 'customer' | 'entity'>,
  asked: Money,
  { percent, dueInDays }: RequestDeposit,
  { number, issuedOn }: Issue,
): Snapshot => {
  const { order, customer } = draft;
  const frame = framed(draft, issuedOn);
  const days = dueInDays ?? order.paymentTermsDays;
  const of = money(order.totals.grossMinor, order.currency);
  const tax = { category: 'O', ratePpm: 0 } as const;
  const words = DEPOSIT_WORDS[customer.language];
  const part = percent === undefined ? undefined : percentage(ppm(percent), customer.language);
  return {
    ...without(frame, 'terms'),
    number,
    deposit: { of, ...(percent !== undefined && { percent }) },
    poNumber: order.poNumber,
    dueOn: addDays(issuedOn, days),
    paymentTermsDays: days,
    deliveredOn: issuedOn,
    advance: true,
    reference: referenceOf(number, frame.seller.bank),
    lines: [
      {
        id: '1',
        sku: order.sourceOrderId,
        description: words.line(order.sourceOrderId, printed(of, customer.language), part),
        quantity: '1',
        unit: 'C62',
        unitPrice: toText(asked),
        taxClass: 'out_of_scope',
        tax,
        netMinor: asked.minor,
      },
    ],
    totals: {
      netMinor: asked.minor,
      taxMinor: 0,
      grossMinor: asked.minor,
      taxes: [{ ...tax, baseMinor: asked.minor, taxMinor: 0 }],
    },
  };
};

/** Nothing more is asked for. Of one that was paid in full and taken up in full nothing changes but that. */
export const closedAs = (
  { open, ...head }: Invoice,
  closed: NonNullable<Deposit['closed']>,
): Pick<Invoice, 'open' | 'state' | 'deposit'> => ({
  open: zero(open.currency),
  state: open.minor === 0 && head.settlements.length > 0 ? head.state : 'CLOSED',
  deposit: { ...head.deposit!, closed },
});

/** `prepayments`: its invoices of money, of which something is left. */
export const viewOf = (head: Invoice, prepayments: readonly Invoice[]): DepositView => ({
  ...without(head, 'link', 'credits', 'early', 'instalments', 'reminded', 'remindOn'),
  left: sum([head, ...prepayments].map(depositLeft), head.total.currency),
});

/** It is asked for, or something is left of it; of an invoice of money, that no invoice took up. */
export const isAlive = (head: Invoice): boolean => head.open.minor > 0 || depositLeft(head).minor > 0;
