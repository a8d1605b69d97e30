/**
 * Table: ENDPOINT `${t}#WEBHOOKS`/${id} · DELIVERY `${t}#WHD#${id}`/DELIVERY (g1 `${t}#WHDS#${endpoint}`/id; g2 by state
 * `${t}#WHDS#${endpoint}#${state}`/id) · LINE `${t}#WHLINE#${endpoint}#${subject}`/LINE: what waits, in its order
 * 1. endpoint: 1 read · 2. endpoints: 1 query · 3. delivery: 1 read · 4. deliveries of an endpoint: 1 query + 1 batch ·
 * 5. line: 1 read
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Delivery, Endpoint, Line } from './webhook.ts';

const DELIVERY_DAYS = 60;

export const endpointById = (tenant: string, id: string): Read<Endpoint> => ({
  key: { pk: `${tenant}#WEBHOOKS`, sk: id },
  parse: docOf(Endpoint),
});
/** Twenty at most: see `createEndpoint`. */
export const endpoints = (tenant: string): Listing<Endpoint> => ({
  partition: `${tenant}#WEBHOOKS`,
  parse: docOf(Endpoint),
});
export const putEndpoint = (tenant: string, endpoint: Endpoint): Write<'table.stale'> =>
  saved(
    { pk: `${tenant}#WEBHOOKS`, sk: endpoint.id },
    'webhook-endpoint',
    endpoint,
    `endpoint ${endpoint.id}`,
  );

export const deliveryById = (tenant: string, id: string): Read<Delivery> => ({
  key: { pk: `${tenant}#WHD#${id}`, sk: 'DELIVERY' },
  parse: docOf(Delivery),
});
export const deliveriesOf = (
  tenant: string,
  endpoint: string,
  state?: Delivery['state'],
): Listing<Delivery> => ({
  index: state === undefined ? 'g1' : 'g2',
  partition: `${tenant}#WHDS#${endpoint}${state === undefined ? '' : `#${state}`}`,
  order: 'newest first',
  parse: docOf(Delivery),
});
/** Sixty days after it last moved it is forgotten; what waits moves at least once a day. */
export const putDelivery = (tenant: string, delivery: Delivery): Write<'table.stale'> => {
  const { id, endpointId, state, at } = delivery;
  const one = saved(
    { pk: `${tenant}#WHD#${id}`, sk: 'DELIVERY' },
    'webhook-delivery',
    delivery,
    `delivery ${id}`,
    {
      g1p: `${tenant}#WHDS#${endpointId}`,
      g1s: id,
      g2p: `${tenant}#WHDS#${endpointId}#${state}`,
      g2s: id,
    },
  );
  return { ...one, put: { ...one.put!, ttl: Math.floor(Date.parse(at) / 1000) + DELIVERY_DAYS * 86_400 } };
};

export const lineOf = (tenant: string, endpoint: string, subject: string): Read<Line> => ({
  key: { pk: `${tenant}#WHLINE#${endpoint}#${subject}`, sk: 'LINE' },
  parse: docOf(Line),
});
export const putLine = (tenant: string, line: Line): Write<'table.stale'> => {
  const { endpointId, subject, nextAt, waiting } = line;
  const one = saved(
    { pk: `${tenant}#WHLINE#${endpointId}#${subject}`, sk: 'LINE' },
    'webhook-line',
    line,
    `line of ${subject}`,
  );
  // An empty line says nothing: it is forgotten like the deliveries that were in it.
  const forgotten = { ttl: Math.floor(Date.parse(nextAt) / 1000) + DELIVERY_DAYS * 86_400 };
  return { ...one, put: { ...one.put!, ...(waiting.length === 0 && forgotten) } };
};
