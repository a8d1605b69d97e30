/**
 * Table: PROMISE `${t}#PROMISES`/id (g1 until it has ended `${t}#PROMISES_OPEN`/id; g2 `${t}#PROMISES_OF#${customer}`/id) ·
 * RULES `${t}#PROMISERULES`/RULES, its versions beside it
 * 1. one: 1 read · 2. all, newest first, or from a moment on: 1 query · 3. those that have not ended: 1 query + 1 batch · 4. of a customer: 1 query + 1 batch ·
 * 5. rules: 1 read
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { PaymentPromise, PromiseRules } from './promise.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#PROMISES`, sk: id });

export const promiseById = (tenant: string, id: string): Read<PaymentPromise> => ({
  key: key(tenant, id),
  parse: docOf(PaymentPromise),
});
export const promises = (tenant: string): Listing<PaymentPromise> => ({
  partition: `${tenant}#PROMISES`,
  order: 'newest first',
  parse: docOf(PaymentPromise),
});
/** Ids are made of the moment. */
export const promisesFrom = (tenant: string, id: string): Listing<PaymentPromise> => ({
  partition: `${tenant}#PROMISES`,
  from: id,
  parse: docOf(PaymentPromise),
});
export const openPromises = (tenant: string): Listing<PaymentPromise> => ({
  index: 'g1',
  partition: `${tenant}#PROMISES_OPEN`,
  parse: docOf(PaymentPromise),
});
export const promisesOf = (tenant: string, customer: string, from?: string): Listing<PaymentPromise> => ({
  index: 'g2',
  partition: `${tenant}#PROMISES_OF#${customer}`,
  ...(from === undefined ? { order: 'newest first' } : { from }),
  parse: docOf(PaymentPromise),
});
export const putPromise = (tenant: string, promise: PaymentPromise): Write<'table.stale'> =>
  saved(key(tenant, promise.id), 'payment-promise', promise, `promise ${promise.id}`, {
    ...(promise.endedOn === undefined && { g1p: `${tenant}#PROMISES_OPEN`, g1s: promise.id }),
    g2p: `${tenant}#PROMISES_OF#${promise.customerId}`,
    g2s: promise.id,
  });

export const promiseRules = (tenant: string): Read<PromiseRules> => ({
  key: { pk: `${tenant}#PROMISERULES`, sk: 'RULES' },
  parse: docOf(PromiseRules),
});
/** Each version is kept beside the one that holds. */
export const putPromiseRules = (tenant: string, rules: PromiseRules): Write<'table.stale'>[] => [
  saved(promiseRules(tenant).key, 'promise-rules', rules, 'the rules of promises'),
  {
    put: {
      pk: `${tenant}#PROMISERULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'promise-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the rules of promises',
  },
];
