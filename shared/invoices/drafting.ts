/** What an invoice is made of before it has a number: read together for all deliveries of a batch. */
import { entityOf, inForce, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { seriesName, type Series } from '../numbering/series.ts';
import { seriesByName } from '../numbering/store.ts';
import { orderById } from '../orders/store.ts';
import type { Deps } from '../runtime/context.ts';
import { latestOf } from '../rates/rules.ts';
import { ratesFor } from '../rates/store.ts';
import { pairOf } from './accounting.ts';
import { read, readAll, readGroups, recall } from '../runtime/table.ts';
import { invoiceIdOf } from './ids.ts';
import type { Invoice } from './invoice.ts';
import { issueDate, type Draft } from './rules.ts';

export interface Delivered {
  readonly orderId: string;
  readonly customerId: string;
  readonly fulfilmentId: string;
}

export interface Asked {
  readonly data: Delivered;
  readonly deps: Deps;
}

export interface Drafted extends Draft {
  readonly id: Invoice['id'];
  readonly deps: Deps;
}

/** What each invoice is made of; undefined where one of them is not complete in the books. */
export const draftsOf = async (tenant: string, asked: readonly Asked[]): Promise<Drafted[] | undefined> => {
  const settings = await recall(tenantById(tenant));
  const found = await readGroups(
    asked.map(({ data }) => orderById(tenant, data.orderId)),
    asked.map(({ data }) => customerById(tenant, data.customerId)),
  );
  const [orders, customers] = [new Map(found[0].map(byId)), new Map(found[1].map(byId))];
  const drafts = asked.flatMap(({ data, deps }) => {
    const order = orders.get(data.orderId);
    const fulfilment = order?.fulfilments.find(({ id }) => id === data.fulfilmentId);
    const entity = order && settings && entityOf(settings, order.entity);
    const customer = customers.get(data.customerId);
    return fulfilment && entity && customer
      ? [
          {
            order,
            fulfilment,
            entity: inForce(entity, deps.now),
            customer,
            deps,
            id: invoiceIdOf(fulfilment),
          },
        ]
      : [];
  });
  if (drafts.length !== asked.length) return undefined;
  return Promise.all(drafts.map(async (draft) => ({ ...draft, rate: await rateOf(draft, tenant) })));
};
/** Only who invoices in another currency, and says the tax in its own, pays for asking. */
const rateOf = async (
  { entity, order, fulfilment }: Pick<Drafted, 'entity' | 'order' | 'fulfilment'>,
  tenant: string,
): Promise<Drafted['rate']> => {
  const pair = pairOf(entity, order.currency);
  if (!pair) return undefined;
  const { base, quote, maxAgeDays } = pair;
  return latestOf(await readAll(ratesFor(tenant, base, fulfilment.deliveredOn, maxAgeDays)), quote);
};
const byId = <T extends { id: string }>(one: T): [string, T] => [one.id, one];

/** The numbers that come next, and the day that they are of. */
export interface Numbers extends Pick<Series, 'name' | 'next'> {
  readonly issuedOn: LocalDate;
}
export const numbersOf = async (
  { zone, series }: Pick<Entity, 'zone' | 'series'>,
  { tenant, now }: Deps,
): Promise<Numbers> => {
  const today = localDate(now, zone);
  const name = seriesName(series, today);
  const kept = await read(seriesByName(tenant, name));
  return { name, next: kept?.next ?? 1, issuedOn: issueDate(today, kept) };
};
