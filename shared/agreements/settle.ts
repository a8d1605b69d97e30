/** Finds the prices and terms that agreements give a basket. Reads nothing where the basket brings its own. */
import { idsOf, type Customer } from '../customers/customer.ts';
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { rated } from '../pricing/models.ts';
import type { LineInput } from '../pricing/price.ts';
import type { Settled } from '../pricing/rules.ts';
import { all, list, read, recall } from '../runtime/table.ts';
import type { Contract, FrozenTerms, PriceList } from './agreement.ts';
import { frozen, inForce, listsFor } from './rules.ts';
import { openDueDays, priceListHeads, priceListVersion, termsById } from './store.ts';

export interface Asked {
  readonly tenant: string;
  readonly customer: Customer;
  readonly contract: Contract | undefined;
  readonly currency: string;
  readonly on: LocalDate;
}

/** Lines with their prices and where each is from; a sku that no list in force has is refused, never free. */
export const settled = async <L extends LineInput & Pick<Settled, 'price'>>(
  lines: readonly L[],
  asked: Asked,
): Promise<Result<(Omit<L, 'unitPrice'> & Settled)[], 'pricing.price_unknown'>> => {
  const wanted = new Set(lines.filter(({ unitPrice }) => unitPrice === undefined).map(({ sku }) => sku));
  const { found, passedOver } = wanted.size === 0 ? NOTHING : await pricesOf(wanted, asked);
  const priced: (Omit<L, 'unitPrice'> & Settled)[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.unitPrice !== undefined) {
      priced.push({ ...line, unitPrice: line.unitPrice, price: line.price ?? { source: 'given' } });
      continue;
    }
    const by = found.get(line.sku);
    if (!by)
      return refuse('pricing.price_unknown', 'A line has no price, and no list in force has its sku.', [
        {
          pointer: `/lines/${index}/unitPrice`,
          detail: [`no price of ${line.sku}`, ...passedOver].join('; '),
        },
      ]);
    priced.push({ ...line, ...listPrice(line, by, asked.contract, passedOver) });
  }
  return ok(priced);
};
const NOTHING = { found: new Map<string, PriceList>(), passedOver: [] as string[] };

const listPrice = (line: LineInput, by: PriceList, contract: Contract | undefined, passedOver: string[]) => {
  const { rule } = by.entries.find(({ sku }) => sku === line.sku)!;
  const { used, ...amount } = rated(rule, line.quantity);
  const discounts = [...(by.discounts ?? []), ...(line.discounts ?? [])];
  return {
    ...amount,
    ...(discounts.length > 0 && { discounts, asked: line.discounts ?? [] }),
    price: {
      source: 'list' as const,
      list: by.id,
      version: by.version,
      model: rule.model,
      ...(contract?.priceList === by.id && { contract: contract.id }),
      ...(used && { used }),
      ...(passedOver.length > 0 && { passedOver }),
    },
  };
};

/** List by list in their order, until every sku has one. Heads are read anew, a version that never changes is remembered. */
export const pricesOf = async (
  wanted: ReadonlySet<string>,
  { tenant, customer, contract, currency, on }: Asked,
) => {
  const found = new Map<string, PriceList>();
  const passedOver: string[] = [];
  let overdue: number | undefined;
  for (const { id, version, requires } of listsFor(await all(priceListHeads(tenant)), customer, contract, {
    on,
    currency,
  })) {
    if (found.size === wanted.size) break;
    if (requires) {
      overdue ??= await overdueDays(tenant, idsOf(customer), on);
      if (overdue > requires.nothingOverdueDays) {
        passedOver.push(`${id}: an invoice is overdue for ${overdue} days`);
        continue;
      }
    }
    const body = await recall(priceListVersion(tenant, id, version));
    // Only a contract's list can be: a contract names no currency.
    if (body!.currency !== currency) {
      passedOver.push(`${id}: its prices are in ${body!.currency}`);
      continue;
    }
    for (const { sku } of body!.entries) if (wanted.has(sku) && !found.has(sku)) found.set(sku, body!);
  }
  return { found, passedOver };
};

/** Of the oldest open document of a customer under any of its ids; 0 where nothing is overdue. */
const overdueDays = async (tenant: string, ids: readonly string[], on: LocalDate): Promise<number> => {
  const oldest = await Promise.all(ids.map((id) => list(openDueDays(tenant, id), { limit: 1 })));
  return Math.max(0, ...oldest.flatMap(({ data }) => data.map((dueOn) => daysBetween(dueOn, on))));
};

/** The terms of that name on a day, or those that follow them; undefined where the customer's own days apply. */
export const termsOn = async (
  tenant: string,
  id: string | undefined,
  on: LocalDate,
): Promise<Result<FrozenTerms | undefined, 'agreements.terms_unknown'>> => {
  let wanted = id;
  for (let hops = 0; wanted !== undefined && hops < 5; hops++) {
    const terms: Awaited<ReturnType<typeof readTerms>> = await readTerms(tenant, wanted);
    if (!terms || terms.validFrom > on)
      return refuse('agreements.terms_unknown', `There are no payment terms ${wanted} on ${on}.`, [
        { pointer: '/paymentTerms', detail: 'are not known, or not in force yet' },
      ]);
    if (inForce(terms, on)) return ok(frozen(terms));
    wanted = terms.afterwards;
  }
  return ok(undefined);
};
const readTerms = (tenant: string, id: string) => read(termsById(tenant, id));
