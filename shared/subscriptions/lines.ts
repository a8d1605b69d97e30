/** Charges and usage as lines of an order, each with the days that it is for. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { money, toText } from '../kernel/money.ts';
import { rated } from '../pricing/models.ts';
import type { LineInput, PriceSource, ServicePeriod } from '../pricing/price.ts';
import type { Charge, Plans } from './difference.ts';
import type { Plan } from './plan.ts';
import type { Span } from './subscription.ts';
import type { Used } from './usage.ts';

/** A line of an order, as `price` takes it, with the days that it is for. */
export type OrderLine = Omit<LineInput, 'unitPrice'> & {
  readonly unitPrice: string;
  readonly baseQuantity?: string;
  readonly price: PriceSource;
  readonly period: ServicePeriod;
};

/** The lines of a bill, and which charge each is; what is free has none. */
export const linesOf = (
  { charges, used }: { readonly charges: readonly Charge[]; readonly used: readonly Used[] },
  currency: string,
  plans: Plans,
): { line: OrderLine; charge?: Charge }[] => [
  ...charges
    .filter(({ minor }) => minor > 0)
    .map((charge) => ({ charge, line: chargeLine(charge, currency, plans(charge)) })),
  ...used.map(({ meter, quantity, plan, ...days }) => {
    const { used: steps, ...amount } = rated(meter.price, quantity);
    return {
      line: {
        ...described(plan, meter.meter, meter.name, meter.unit),
        quantity,
        ...amount,
        price: { ...sourceOf(plan, meter.price.model), ...(steps && { used: steps }) },
        period: inclusive(days),
      },
    };
  }),
];

/** A part of a period has the price of its days: the quantity is what was had, and its whole price multiplies out. */
const chargeLine = (charge: Charge, currency: string, plan: Plan): OrderLine => {
  const { quantity, full, minor } = charge;
  const whole = charge.from === full.from && charge.to === full.to;
  const { used, ...amount } = whole
    ? rated(plan.price, quantity)
    : { unitPrice: toText(money(minor, currency)), baseQuantity: quantity, used: undefined };
  return {
    ...described(plan, plan.plan, plan.name, plan.unit),
    quantity,
    ...amount,
    price: { ...sourceOf(plan, plan.price.model), ...(used && { used }) },
    period: inclusive(charge),
  };
};
const described = (plan: Plan, sku: string, description: string, unit: string) => ({
  sku,
  description,
  unit,
  taxClass: plan.taxClass,
  supply: plan.supply,
});
const sourceOf = ({ plan, version }: Plan, model: PriceSource['model']): PriceSource => ({
  source: 'plan',
  list: plan,
  version,
  model,
});
/** As documents write a period: its first and its last day. */
const inclusive = (days: Span) => ({ from: days.from, until: lastDay(days) });
/** Of a period; its first day where it has none. */
export const lastDay = ({ from, to }: Span): LocalDate => (to > from ? addDays(to, -1) : from);
