/** What an invoice is made of before it has a number: read together for all deliveries of a batch. */
import { entityOf, inForce, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { seriesName, type Series } from '../numbering/series.ts';
import { seriesByName } from '../numbering/store.ts';
import { billables } from '../orders/parts.ts';
import { orderById } from '../orders/store.ts';
import type { Unbilled } from '../orders/unbilled.ts';
import type { Deps } from '../runtime/context.ts';
import { rateHeld } from '../rates/holding.ts';
import { latestOf } from '../rates/rules.ts';
import { ratesFor } from '../rates/store.ts';
import { pairOf } from './accounting.ts';
import { read, readAll, readGroups, recall } from '../runtime/table.ts';
import { invoiceIdOf } from './ids.ts';
import type { Invoice } from './invoice.ts';
import { ordersOf, suppliedLast, type Draft } from './content.ts';
import { issueDate } from './rules.ts';
import { invoiceById } from './store.ts';

export interface Delivered {
  readonly orderId: string;
  readonly customerId: string;
  readonly fulfilmentId: string;
  /** All of them, where several are invoiced together. */
  readonly deliveries?: readonly Pick<Delivered, 'orderId' | 'fulfilmentId'>[] | undefined;
}

export interface Asked {
  readonly data: Delivered;
  readonly deps: Deps;
}

export interface Drafted extends Draft {
  readonly id: Invoice['id'];
  readonly deps: Deps;
  /** Of deliveries that waited: their waiting ends with the commit. */
  readonly collected?: readonly Unbilled[] | undefined;
}

/** What each invoice is made of; undefined where one of them is not complete in the books. */
export const draftsOf = async (tenant: string, asked: readonly Asked[]): Promise<Drafted[] | undefined> => {
  const settings = await recall(tenantById(tenant));
  const found = await readGroups(
    asked.flatMap(({ data }) => deliveriesOf(data).map(({ orderId }) => orderById(tenant, orderId))),
    asked.map(({ data }) => customerById(tenant, data.customerId)),
  );
  const [orders, customers] = [new Map(found[0].map(byId)), new Map(found[1].map(byId))];
  const drafts = asked.flatMap(({ data, deps }) => {
    const portions = deliveriesOf(data).flatMap(({ orderId, fulfilmentId }) => {
      const of = orders.get(orderId);
      const part = of && billables(of).find(({ id }) => id === fulfilmentId);
      return part ? [{ order: of, fulfilment: part }] : [];
    });
    const [first, ...also] = portions.length === deliveriesOf(data).length ? portions : [];
    const { order, fulfilment } = first ?? {};
    const entity = order && settings && entityOf(settings, order.entity);
    const customer = customers.get(data.customerId);
    return order && fulfilment && entity && customer
      ? [
          {
            order,
            fulfilment,
            ...(also.length > 0 && { also }),
            entity: inForce(entity, deps.now),
            customer,
            deps,
            id: invoiceIdOf(fulfilment),
          },
        ]
      : [];
  });
  if (drafts.length !== asked.length) return undefined;
  return Promise.all(
    drafts.map(async (draft) => ({
      ...draft,
      ...(await ratesOf(draft, draft.deps)),
      ...(await depositsOf(draft, tenant)),
    })),
  );
};
/** Only whose order names deposits pays for reading them. */
export const depositsOf = async (draft: Draft, tenant: string): Promise<Pick<Draft, 'deposits'>> => {
  const ids = ordersOf(draft).flatMap(({ deposits = [] }) => deposits);
  return ids.length === 0 ? {} : { deposits: await readAll(ids.map((id) => invoiceById(tenant, id))) };
};
/** Only who invoices in another currency pays for asking. */
export const ratesOf = async (draft: Draft, deps: Deps): Promise<Pick<Draft, 'rate' | 'booking'>> => {
  const { entity, order } = draft;
  const today = localDate(deps.now, entity.zone);
  const rate = await rateOf(draft, deps.tenant, today);
  // A document has one rate. One that is missing stops no invoice: its value is not known, and no difference on it is ever booked.
  const booking = rate ?? (await rateHeld(deps.tenant, entity.currency, order.currency, today));
  return { rate, booking };
};
/** Of who says the tax in its own currency, too. */
const rateOf = async (draft: Draft, tenant: string, today: LocalDate): Promise<Draft['rate']> => {
  const pair = pairOf(draft.entity, draft.order.currency);
  if (!pair) return undefined;
  const { base, quote, maxAgeDays } = pair;
  return latestOf(await readAll(ratesFor(tenant, base, suppliedLast(draft) ?? today, maxAgeDays)), quote);
};
const deliveriesOf = ({ orderId, fulfilmentId, deliveries = [{ orderId, fulfilmentId }] }: Delivered) =>
  deliveries;
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
