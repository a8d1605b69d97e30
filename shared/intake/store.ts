/**
 * Table: SOURCE `${t}#SOURCES`/${source} · MESSAGE `${t}#INBOX#${id}`/MESSAGE (g1 `${t}#INBOX`/receivedAt#id; g2 by state
 * `${t}#INBOX#${state}`/receivedAt#id; g3 while it waits `${t}#AWAITS`/source#order#id) · RAW `${t}#INBOX#${id}`/RAW ·
 * MOVE `${t}#INTAKEN#${source}#${order}#${move}`/MOVE → message: what a shipment was done for, for ever
 * 1. source: 1 read · 2. sources: 1 query · 3. message: 1 read · 4. inbox: 1 query + 1 batch · 5. who waits: 1 query + 1 batch
 */
import type { Instant } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Message, Source } from './intake.ts';

const RAW_DAYS = 90;

export const sourceByName = (tenant: string, source: string): Read<Source> => ({
  key: { pk: `${tenant}#SOURCES`, sk: source },
  parse: docOf(Source),
});
export const sources = (tenant: string): Listing<Source> => ({
  partition: `${tenant}#SOURCES`,
  parse: docOf(Source),
});
export const putSource = (tenant: string, source: Source): Write<'table.stale'> =>
  saved({ pk: `${tenant}#SOURCES`, sk: source.source }, 'source', source, `source ${source.source}`);

const key = (tenant: string, id: string) => ({ pk: `${tenant}#INBOX#${id}`, sk: 'MESSAGE' });
export const messageById = (tenant: string, id: string): Read<Message> => ({
  key: key(tenant, id),
  parse: docOf(Message),
});
export const inbox = (tenant: string, state?: Message['state']): Listing<Message> => ({
  index: state === undefined ? 'g1' : 'g2',
  partition: `${tenant}#INBOX${state === undefined ? '' : `#${state}`}`,
  order: 'newest first',
  parse: docOf(Message),
});
/** All that wait, or those for one order, in the order in which they came. */
export const waitingFor = (tenant: string, source?: string, order?: string): Listing<Message> => ({
  index: 'g3',
  partition: `${tenant}#AWAITS`,
  ...(source !== undefined && { begins: `${source}#${order}#` }),
  parse: docOf(Message),
});
export const putMessage = (tenant: string, message: Message): Write<'table.stale'> =>
  saved(key(tenant, message.id), 'inbox', message, `message ${message.id}`, {
    g1p: `${tenant}#INBOX`,
    g1s: `${message.receivedAt}#${message.id}`,
    g2p: `${tenant}#INBOX#${message.state}`,
    g2s: `${message.receivedAt}#${message.id}`,
    ...(message.awaits !== undefined && {
      g3p: `${tenant}#AWAITS`,
      g3s: `${message.source}#${message.awaits}#${message.receivedAt}#${message.id}`,
    }),
  });

export const rawOf = (tenant: string, id: string): Read<string> => ({
  key: { ...key(tenant, id), sk: 'RAW' },
  parse: (item) => String(item['raw']),
});
/** Deflated: payloads are mostly names of fields. Ninety days, as long as anybody asks what a partner sent. */
export const keepRaw = (tenant: string, id: string, raw: string, now: Instant): Write<'intake.known'> => ({
  put: {
    ...key(tenant, id),
    sk: 'RAW',
    kind: 'inbox-raw',
    raw,
    ttl: Math.floor(Date.parse(now) / 1000) + RAW_DAYS * 86_400,
  },
  clash: 'intake.known',
  about: `message ${id}`,
});

const moveKey = (tenant: string, source: string, order: string, move: string) => ({
  pk: `${tenant}#INTAKEN#${source}#${order}#${move}`,
  sk: 'MOVE',
});
/** Two messages may carry one fact: what was done for a shipment is done (rules §3.16). */
export const moveOf = (tenant: string, source: string, order: string, move: string): Read<string> => ({
  key: moveKey(tenant, source, order, move),
  parse: (item) => String(item['messageId']),
});
export const putMove = (
  tenant: string,
  { source, id }: Pick<Message, 'source' | 'id'>,
  order: string,
  move: string,
): Write<'table.stale'> => ({
  put: { ...moveKey(tenant, source, order, move), kind: 'inbox-move', messageId: id },
  clash: 'table.stale',
  about: `move ${move}`,
});
