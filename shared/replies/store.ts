/**
 * Table: REPLY `${t}#REPLY#${id}`/REPLY (g1 `${t}#REPLIES_OF#${customer}`/id)
 * 1. one: 1 read · 2. of a customer, newest first: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Reply } from './reply.ts';

export const replyById = (tenant: string, id: string): Read<Reply> => ({
  key: { pk: `${tenant}#REPLY#${id}`, sk: 'REPLY' },
  parse: docOf(Reply),
});
export const repliesOf = (tenant: string, customer: string): Listing<Reply> => ({
  index: 'g1',
  partition: `${tenant}#REPLIES_OF#${customer}`,
  order: 'newest first',
  parse: docOf(Reply),
});
export const putReply = (tenant: string, reply: Reply): Write<'table.stale'> =>
  saved(replyById(tenant, reply.id).key, 'reply', reply, `reply ${reply.id}`, {
    g1p: `${tenant}#REPLIES_OF#${reply.customerId}`,
    g1s: reply.id,
  });
