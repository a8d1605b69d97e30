/** Prices a basket as it stands now, with everything that is read for it: the same for a quote, an order and an amendment. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { AskQuote, Exemptions, FrozenTerms, Quote } from '../agreements/agreement.ts';
import { inForce, untaxedPpm } from '../agreements/rules.ts';
import { settled, termsOn } from '../agreements/settle.ts';
import { contractById, exemptionsOf } from '../agreements/store.ts';
import { taxOf } from '../agreements/taxes.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import { price } from '../pricing/rules.ts';
import type { TaxPort } from '../pricing/tax/rules.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { readAll, recall } from '../runtime/table.ts';
import type { Planned } from './amend.ts';
import { buyerOf } from './buyer.ts';
import type { Parties } from './made.ts';
import type { Order, PlaceOrder } from './order.ts';
import type { Wanted } from './stock.ts';
import { putQuote, quoteById } from './store.ts';

export interface Setting extends Parties {
  readonly quote: Quote | undefined;
  readonly tax: TaxPort;
}
type Named = Pick<PlaceOrder, 'customer' | 'currency' | 'entity' | 'contract' | 'quote'>;

export const settingOf = async (input: Named, deps: Deps) => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const entity = entityOf(tenant, input.entity);
  if (!entity)
    return refuse('orders.entity_unknown', 'There is no such legal entity.', [
      { pointer: '/entity', detail: `must be one of ${tenant.entities.map(({ id }) => id).join(', ')}` },
    ]);
  const on = localDate(deps.now, entity.zone);
  const buyer = await buyerOf(input, on, deps, agreed(entity, input, deps));
  if (!buyer)
    return refuse('orders.customer_unknown', 'There is no such customer: create it first.', [
      { pointer: '/customer', detail: 'is not known' },
    ]);
  const {
    customer,
    more: [exemptions, contract, quote],
    ...account
  } = buyer;
  const tax = taxOf(entity, customer, await exemptionsNow(exemptions, entity, customer, deps), on);
  const binds = contract && idsOf(customer).includes(contract.customer) && inForce(contract, on);
  return ok({ entity, customer, ...account, contract: binds ? contract : undefined, quote, on, tax });
};

/** Read together with the customer: what is not named is not asked for. */
const agreed =
  (entity: Entity, { contract, quote }: Named, { tenant }: Deps) =>
  (customerId: string) =>
    [
      exemptionsOf(tenant, customerId, entity.address.country),
      // A key that is there anyhow stands in for what is not named.
      contract === undefined ? nothing(tenant, customerId) : contractById(tenant, contract),
      quote === undefined ? nothing(tenant, customerId) : quoteById(tenant, quote),
    ] as const;
const nothing = (tenant: string, customerId: string) => ({
  key: customerById(tenant, customerId).key,
  parse: (): undefined => undefined,
});

/** One buyer has one tax: who was merged is asked about under all its ids, nobody else pays for it. */
const exemptionsNow = async (
  said: Exemptions | undefined,
  { address }: Entity,
  customer: Customer,
  { tenant }: Deps,
): Promise<Exemptions[]> =>
  customer.aliases
    ? readAll(idsOf(customer).map((id) => exemptionsOf(tenant, id, address.country)))
    : said
      ? [said]
      : [];

/** Lines, totals and terms of a basket. A kept quote brings them all, as they were told. */
export const drafted = async (input: AskQuote | PlaceOrder, setting: Setting, deps: Deps) => {
  const { customer, contract } = setting;
  if (input.contract !== undefined && !contract)
    return refuse('orders.contract_unknown', `The customer has no such contract on ${setting.on}.`, [
      { pointer: '/contract', detail: 'is not known, or not in force' },
    ]);
  if ('quote' in input && input.quote !== undefined) return fromQuote(input, setting);
  if (input.lines === undefined)
    return refuse('orders.no_lines', 'An order without a quote has lines.', [
      { pointer: '/lines', detail: 'is required' },
    ]);
  const terms = await termsOn(
    deps.tenant,
    input.paymentTerms ?? (input.paymentTermsDays === undefined ? contract?.paymentTerms : undefined),
    setting.on,
  );
  if (!terms.ok) return terms;
  const discounts = [...(contract?.discounts ?? []), ...(input.discounts ?? [])];
  const { currency } = input;
  const bought = await settled(input.lines, {
    tenant: deps.tenant,
    customer,
    contract,
    currency,
    on: setting.on,
  });
  if (!bought.ok) return bought;
  const priced = price(bought.value, currency, setting.tax, {
    discounts,
    stacking: input.stacking,
    untaxedPpm: untaxedPpm(terms.value),
  });
  if (!priced.ok) return priced;
  return ok({
    ...priced.value,
    ...conditions(input.paymentTermsDays ?? customer.paymentTermsDays, terms.value),
    ...(discounts.length > 0 && { discounts }),
    ...(input.stacking && { stacking: input.stacking }),
    ...(contract && { contract: contract.id }),
  });
};

const conditions = (paymentTermsDays: number, terms: FrozenTerms | undefined) => ({
  paymentTermsDays,
  ...(terms && { terms }),
});

const fromQuote = (
  input: PlaceOrder,
  { customer, entity, quote, on }: Setting,
): Result<
  Pick<Order, 'totals' | 'paymentTermsDays' | 'terms' | 'discounts' | 'stacking' | 'contract' | 'quote'> & {
    lines: Quote['lines'];
  },
  'orders.quote_unknown' | 'orders.quote_used' | 'orders.quote_only'
> => {
  if (
    !quote ||
    !idsOf(customer).includes(quote.customerId) ||
    quote.entity !== entity.id ||
    quote.currency !== input.currency ||
    quote.validUntil! < on
  )
    return refuse('orders.quote_unknown', `The customer has no such quote on ${on}.`, [
      { pointer: '/quote', detail: 'is not known, of another entity or currency, or expired' },
    ]);
  if (quote.orderId !== undefined)
    return refuse('orders.quote_used', `The quote was ordered as ${quote.orderId}.`, [
      { pointer: '/quote', detail: 'is ordered once' },
    ]);
  const own = (
    ['lines', 'discounts', 'stacking', 'paymentTerms', 'paymentTermsDays', 'contract'] as const
  ).filter((name) => input[name] !== undefined);
  if (own.length > 0)
    return refuse(
      'orders.quote_only',
      'A quote brings these; leave them out.',
      own.map((name) => ({ pointer: `/${name}`, detail: 'is the quote’s' })),
    );
  const { totals, paymentTermsDays, terms, discounts, stacking, contract } = quote;
  return ok({
    lines: quote.lines.map((line) => ({
      ...line,
      price: { ...(line.price ?? { source: 'given' }), quote: quote.id! },
    })),
    totals,
    paymentTermsDays,
    ...(terms && { terms }),
    ...(discounts && { discounts }),
    ...(stacking && { stacking }),
    ...(contract && { contract }),
    quote: quote.id!,
  });
};

/** Planned lines with their prices: what stays keeps price and tax, what is new gets those of today, by a contract if it is in force. */
export const repriced = async (
  order: Order,
  lines: readonly Planned[],
  setting: Setting,
  { tenant }: Deps,
) => {
  const { customer, contract, on, tax } = setting;
  const { currency } = order;
  const anew = lines.filter((line) => 'anew' in line).map(({ anew: _, ...line }) => line);
  const bought = await settled(anew, { tenant, customer, contract, currency, on });
  if (!bought.ok) return inChanges(bought);
  const settledLines = new Map(bought.value.map((line) => [line.id, line]));
  const before = new Map(order.lines.map((line) => [line.id, line]));
  const priced = price(
    lines.map((line) => ('anew' in line ? settledLines.get(line.id)! : line)),
    currency,
    (line) => {
      const known = before.get(line.id!);
      return known ? ok(known.tax) : tax(line);
    },
    { discounts: order.discounts, stacking: order.stacking, untaxedPpm: untaxedPpm(order.terms) },
  );
  return priced.ok ? priced : inChanges(priced);
};
/** Places in the order's lines say nothing to whoever sent changes. */
const inChanges = <C extends string>({ code, detail, errors }: Refusal<C>): Refusal<C> =>
  refuse(code, detail, [{ pointer: '/changes', detail: errors?.[0]?.detail ?? detail }]);

/** What an entity whose stock is kept elsewhere asks for, undefined where none is kept. */
export const wantedOf = async (entity: string, { tenant, now }: Deps): Promise<Wanted | undefined> => {
  const inventory = entityOf((await recall(tenantById(tenant)))!, entity)?.inventory;
  return (
    inventory && {
      reservation: newId('rsv'),
      until: new Date(Date.parse(now) + inventory.holdHours * 3_600_000).toISOString(),
    }
  );
};

/** The quote that an order takes, in the same commit: it is ordered once. */
export const ordered = (quote: Quote | undefined, order: Order, { tenant }: Deps) =>
  quote?.id === undefined || order.quote === undefined
    ? []
    : [
        {
          ...putQuote(tenant, { ...quote, id: quote.id, version: quote.version! + 1, orderId: order.id }),
          clash: 'orders.quote_used' as const,
        },
      ];
