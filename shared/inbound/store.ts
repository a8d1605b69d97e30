/**
 * Table: RECEIVED `${t}#RECEIVED#${id}`/RECEIVED (g1 `${t}#RECEIVED_${state}`/moment#id; g2 `${t}#RECEIVED_OF#${customer}`/id) ·
 * SENDER `${t}#SENDER#${hidden address}`/SENDER → customer, gone after 400 days · COUNT `${t}#RECEIVED_ON#${day}`/hidden name, gone after two days
 * 1. one: 1 read · 2. of a state, newest first: 1 query + 1 batch · 3. of a customer: 1 query + 1 batch · 4. whose an address is: 1 read
 */
import type { Instant } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { ReceivedMail } from './received.ts';

export const receivedById = (tenant: string, id: string): Read<ReceivedMail> => ({
  key: { pk: `${tenant}#RECEIVED#${id}`, sk: 'RECEIVED' },
  parse: docOf(ReceivedMail),
});
export const receivedIn = (tenant: string, state: ReceivedMail['state']): Listing<ReceivedMail> => ({
  index: 'g1',
  partition: `${tenant}#RECEIVED_${state}`,
  order: 'newest first',
  parse: docOf(ReceivedMail),
});
export const receivedOf = (tenant: string, customer: string): Listing<ReceivedMail> => ({
  index: 'g2',
  partition: `${tenant}#RECEIVED_OF#${customer}`,
  order: 'newest first',
  parse: docOf(ReceivedMail),
});
export const putReceived = (tenant: string, mail: ReceivedMail): Write<'table.stale'> =>
  saved(receivedById(tenant, mail.id).key, 'received-mail', mail, `mail ${mail.id}`, {
    g1p: `${tenant}#RECEIVED_${mail.state}`,
    g1s: `${mail.receivedAt}#${mail.id}`,
    ...(mail.customerId !== undefined && {
      g2p: `${tenant}#RECEIVED_OF#${mail.customerId}`,
      g2s: mail.id,
    }),
  });

const seconds = (at: Instant, days: number): number => Math.floor(Date.parse(at) / 1000) + days * 86_400;
/** Whose mails an address writes, as a person said; `address` is hidden. */
export const senderOf = (tenant: string, address: string): Read<string> => ({
  key: { pk: `${tenant}#SENDER#${address}`, sk: 'SENDER' },
  parse: (item) => String(item['customerId']),
});
export const putSender = (
  tenant: string,
  address: string,
  { customerId, at }: { readonly customerId: string; readonly at: Instant },
): Write<'table.stale'> => ({
  put: { ...senderOf(tenant, address).key, kind: 'mail-sender', customerId, ttl: seconds(at, 400) },
  clash: 'table.stale',
  about: 'whose an address is',
});
/** One more of a sender or of a customer on a day. */
export const countReceived = (tenant: string, name: string, at: Instant): Write<'table.stale'> => ({
  update: { pk: `${tenant}#RECEIVED_ON#${at.slice(0, 10)}`, sk: name },
  set: { kind: 'received-count', ttl: seconds(at, 2) },
  add: { n: 1 },
  clash: 'table.stale',
  about: 'how many mails came in',
});
