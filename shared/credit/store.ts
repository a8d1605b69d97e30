/**
 * Table: CREDIT `${t}#CREDIT#${customer}`/${currency}: `limit` and `exposure` in minor units, both moved in place.
 * 1. one account: 1 read · 2. all currencies of a customer: 1 query
 * Exposure moves by a signed delta inside the transaction of the fact that moves it; it is never set.
 */
import { money, zero, type Currency } from '../kernel/money.ts';
import type { Item, Listing, Read, Write } from '../kernel/storage.ts';
import { CreditAccount } from './credit.ts';

const key = (tenant: string, customer: string, currency: Currency) => ({
  pk: `${tenant}#CREDIT#${customer}`,
  sk: currency,
});

const parse = (item: Item): CreditAccount => {
  const currency = item.sk;
  const limit = item['limit'] as number | undefined;
  const exposure = money((item['exposure'] as number | undefined) ?? 0, currency);
  return CreditAccount.parse({
    customerId: item.pk.split('#')[2],
    currency,
    exposure,
    ...(limit !== undefined && { limit: money(limit, currency) }),
    available: limit === undefined ? zero(currency) : money(Math.max(0, limit - exposure.minor), currency),
  });
};

export const creditOf = (tenant: string, customer: string, currency: Currency): Read<CreditAccount> => ({
  key: key(tenant, customer, currency),
  parse,
});
export const creditAccounts = (tenant: string, customer: string): Listing<CreditAccount> => ({
  partition: `${tenant}#CREDIT#${customer}`,
  parse,
});

export const setLimit = (
  tenant: string,
  customer: string,
  currency: Currency,
  minor: number,
): Write<'table.stale'> => ({
  update: key(tenant, customer, currency),
  set: { limit: minor, kind: 'credit' },
  clash: 'table.stale',
  about: 'the credit limit',
});

/** Always succeeds: what is owed is owed. */
export const moveExposure = (
  tenant: string,
  customer: string,
  currency: Currency,
  delta: number,
): Write<'table.stale'>[] =>
  delta === 0
    ? []
    : [
        {
          update: key(tenant, customer, currency),
          set: { kind: 'credit' },
          add: { exposure: delta },
          clash: 'table.stale',
          about: 'the credit exposure',
        },
      ];

/** Takes credit only while exposure + delta ≤ limit still holds at the moment of the commit. */
export const takeCredit = (
  tenant: string,
  customer: string,
  currency: Currency,
  delta: number,
  limit: number,
): Write<'credit.taken'> => ({
  update: key(tenant, customer, currency),
  add: { exposure: delta },
  clash: 'credit.taken',
  about: 'the free credit',
  if: { exposure: { is: '<=', value: limit - delta, orAbsent: true }, limit: { is: '=', value: limit } },
});
