/** A priced basket as an order, and as a quote with the reasons for every figure. */
import type { AskQuote, Contract, Quote } from '../agreements/agreement.ts';
import { instalmentsOf } from '../agreements/rules.ts';
import type { Entity } from '../access/tenant.ts';
import type { Account, CreditId } from '../credit/credit.ts';
import { judge, type Circumstances } from '../credit/rules.ts';
import type { Customer } from '../customers/customer.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { explained, explainedTotals } from '../pricing/explain.ts';
import type { Priced } from '../pricing/rules.ts';
import { rateOf } from '../pricing/tax/rules.ts';
import { policyOf } from './billing.ts';
import type { Order, PlaceOrder } from './order.ts';

export interface Draft
  extends
    Priced,
    Pick<Order, 'paymentTermsDays' | 'terms' | 'discounts' | 'stacking' | 'contract' | 'quote'> {}
/** Who sells to whom, on which day and by which contract. */
export interface Parties {
  readonly entity: Entity;
  readonly customer: Customer;
  /** Whose limit and exposure it is, and by what its orders are judged. */
  readonly creditId: CreditId | undefined;
  readonly credit: Account | undefined;
  readonly around: Circumstances;
  /** The one that was named, if it is the customer's and in force: without it an order is amended, and no basket is priced. */
  readonly contract: Contract | undefined;
  readonly on: LocalDate;
}

/** Not assessed yet: without credit and on hold. */
export const orderOf = (
  input: PlaceOrder,
  { lines, totals, ...conditions }: Draft,
  { entity, customer, creditId }: Pick<Parties, 'entity' | 'customer' | 'creditId'>,
  made: { readonly id: Order['id']; readonly at: Instant; readonly trace: string },
): Order => {
  const policy = policyOf(input.billing, customer.billing, entity.billing);
  return {
    id: made.id,
    version: 1,
    entity: entity.id,
    source: input.source,
    sourceOrderId: input.sourceOrderId,
    customerId: customer.id,
    creditId,
    currency: input.currency,
    poNumber: input.poNumber,
    state: 'HELD',
    holds: [],
    lines: lines.map((line) => ({ ...line, fulfilled: '0' })),
    totals,
    ...conditions,
    ...(policy && { billing: policy }),
    ...(input.plan && { plan: input.plan }),
    exposureMinor: 0,
    fulfilments: [],
    placedAt: made.at,
    trace: made.trace,
  };
};

/** What placing it would answer now, and why; nothing is taken. */
export const quoteOf = (
  input: AskQuote,
  { lines, totals, ...conditions }: Draft,
  { entity, customer, credit, around, on }: Parties,
  at: Instant,
): Quote => {
  const { currency, poNumber } = input;
  const { holds } = judge(credit, totals.grossMinor, around);
  const seller = entity.address.country;
  return {
    entity: entity.id,
    customerId: customer.id,
    currency,
    ...(poNumber !== undefined && { poNumber }),
    lines: lines.map((line) => ({
      ...line,
      explanation: explained(
        line,
        currency,
        line.tax.category === 'S' ? rateOf(seller, line.taxClass, on)?.source : undefined,
      ),
    })),
    totals,
    explanation: explainedTotals(totals, currency),
    ...conditions,
    instalments: instalmentsOf(
      conditions.terms ?? { lines: [{ days: conditions.paymentTermsDays }] },
      on,
      money(totals.grossMinor, currency),
    ),
    decision: holds.length === 0 ? 'CONFIRMED' : 'HELD',
    holds,
    quotedAt: at,
  };
};
