/** Adds up what a period was under a policy: messages, holds, discounts, and when money came. */
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { weekday } from '../kernel/hours.ts';
import { zero, plus, type Money } from '../kernel/money.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Order } from '../orders/order.ts';
import type { Settled } from './discounts.ts';
import type { Said } from './replay.ts';
import type { Outcome } from './simulation.ts';

export interface Lived {
  readonly said: readonly Said[];
  /** Orders that are held, in the moment of their placing. */
  readonly held: readonly { readonly order: Order; readonly on: LocalDate }[];
  readonly settled: readonly { readonly invoice: Invoice; readonly by: Settled }[];
}
interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export const outcomeOf = ({ said, held, settled }: Lived, period: Period): Outcome => {
  const days = settled.flatMap(({ invoice: { issuedOn }, by: { paidOn } }) =>
    paidOn === undefined || paidOn > period.to ? [] : [daysBetween(issuedOn, paidOn)],
  );
  const taken = settled.flatMap(({ by: { discount, paidOn } }) =>
    discount && discount.minor > 0 && paidOn !== undefined && paidOn <= period.to ? [discount] : [],
  );
  return {
    messages: [...Map.groupBy(said, ({ level, channel }) => `${level} ${channel}`).values()]
      .map((same) => ({ level: same[0]!.level, channel: same[0]!.channel, messages: same.length }))
      .toSorted((a, b) => a.level - b.level || (a.channel < b.channel ? -1 : 1)),
    sent: said.length,
    customers: new Set(said.map(({ customerId }) => customerId)).size,
    bothered: said.filter(({ bothered }) => bothered).length,
    holds: { orders: held.length, money: totalled(held.map(({ order }) => grossOf(order))) },
    discounts: { invoices: taken.length, money: totalled(taken) },
    ...(days.length > 0 && {
      daysToPay: Math.round((10 * days.reduce((a, b) => a + b, 0)) / days.length) / 10,
    }),
    weeks: weeksOf({ said, held, settled }, period),
  };
};

const grossOf = ({ totals, currency }: Order): Money => ({ minor: totals.grossMinor, currency });

const mondayOf = (day: LocalDate): LocalDate => addDays(day, 1 - weekday(day));

const weeksOf = ({ said, held, settled }: Lived, { from, to }: Period): Outcome['weeks'] => {
  const messages = Map.groupBy(said, ({ on }) => mondayOf(on));
  const holds = Map.groupBy(held, ({ on }) => mondayOf(on));
  const cash = Map.groupBy(
    settled.flatMap(({ by }) => by.cash.filter(({ on }) => from <= on && on <= to)),
    ({ on }) => mondayOf(on),
  );
  const weeks: Outcome['weeks'] = [];
  for (let monday = mondayOf(from); monday <= to; monday = addDays(monday, 7))
    weeks.push({
      from: monday,
      messages: messages.get(monday)?.length ?? 0,
      holds: holds.get(monday)?.length ?? 0,
      cash: totalled((cash.get(monday) ?? []).map(({ amount }) => amount)),
    });
  return weeks;
};

const totalled = (all: readonly Money[]): Money[] =>
  [...Map.groupBy(all, ({ currency }) => currency)]
    .map(([currency, same]) => same.reduce(plus, zero(currency)))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
