/**
 * What is gained or lost when foreign money settles an invoice that the books took at another rate (rules §3.14): applied × (rate of the
 * money's day − rate of the issue), rounded so that the parts of a receipt add up to it, and those of an invoice to its value.
 */
import type { Paid } from '../invoices/rules.ts';
import { otherOf } from '../invoices/exchange.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money, sum } from '../kernel/money.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { converted } from '../rates/rules.ts';
import { memo } from './booking.ts';
import type { Allocation, Payment } from './payment.ts';

/** Undefined where one of both values is not known: what is missing is not guessed. */
export const exchangeOf = (
  { rate, allocations }: Pick<Payment, 'rate' | 'allocations'>,
  now: readonly Allocation[],
  { invoice: { booked }, applied, bookedMinor }: Paid,
): Allocation['exchange'] => {
  if (!rate || !booked || bookedMinor === undefined) return undefined;
  const own = otherOf(rate, applied.currency);
  if (own !== booked.value.currency) return undefined;
  const before = [...allocations, ...now].filter(({ exchange }) => exchange !== undefined);
  const amounts = [...before.map(({ amount }) => amount), applied];
  const upTo = converted(sum(amounts, applied.currency).minor, applied.currency, rate);
  const minor = before.reduce((left, { exchange }) => left - exchange!.value.minor, upTo);
  return { value: money(minor, own), gainMinor: minor - bookedMinor };
};

/** In the currency of the books: Dr translation, Cr gains, or the other way round a loss. `sign` −1 takes it back. */
export const exchangeEntry = (
  { id, entity, customerId }: Pick<Payment, 'id' | 'entity' | 'customerId'>,
  allocations: readonly Allocation[],
  on: LocalDate,
  sign: 1 | -1,
): Entry | undefined => {
  const exchanged = allocations.filter(({ exchange }) => exchange && exchange.gainMinor !== 0);
  const [first] = exchanged;
  if (!first) return undefined;
  return entry({
    entity,
    on,
    currency: first.exchange!.value.currency,
    kind: 'exchange',
    source: id,
    memo: memo(exchanged, sign > 0 ? 'Exchange difference on' : 'Exchange difference taken back on'),
    lines: exchanged.flatMap(({ invoiceId, exchange }): Entry['lines'] => {
      const { gainMinor } = exchange!;
      const whose = { invoiceId, ...(customerId !== undefined && { customerId }) };
      return [
        { account: 'translation', minor: sign * gainMinor, ...whose },
        {
          account: gainMinor > 0 ? 'exchangeGains' : 'exchangeLosses',
          minor: -sign * gainMinor,
          ...whose,
        },
      ];
    }),
  });
};
