/** How refunds stand on receipts and in the books. */
import type { LocalDate } from '../kernel/dates.ts';
import { minus, money, plus, type Money } from '../kernel/money.ts';
import type { Payment } from '../payments/payment.ts';
import type { Refund } from './refund.ts';

/** The money leaves the receipt, and counts against the capture that it goes through; `sign` -1 takes that back. */
export const moved = (
  payment: Payment,
  capture: Payment | undefined,
  amount: Money,
  sign: 1 | -1,
): Payment[] => {
  const by = money(sign * amount.minor, amount.currency);
  const version = payment.version + 1;
  const none = money(0, amount.currency);
  const own: Payment = {
    ...payment,
    version,
    unapplied: minus(payment.unapplied, by),
    refunded: plus(payment.refunded ?? none, by),
  };
  if (!capture) return [own];
  const returned = plus(capture.returned ?? none, by);
  return capture.id === payment.id
    ? [{ ...own, returned }]
    : [own, { ...capture, version: capture.version + 1, returned }];
};

export const booked = ({ entity, amount, id }: Refund, on: LocalDate) => ({
  entity,
  on,
  currency: amount.currency,
  source: id,
});
export const inTransit = ({ amount, customerId }: Refund, sign: 1 | -1) => ({
  account: 'refundsInTransit' as const,
  minor: sign * amount.minor,
  customerId,
});
export const factOf = ({ id, paymentId, customerId, amount, method }: Refund) => ({
  refundId: id,
  paymentId,
  customerId,
  amount,
  method,
});
