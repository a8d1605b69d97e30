/**
 * Table: CREDIT `${t}#CREDIT#${account}`/${currency}: `limit`, `exposure` and `moves`, moved in place (g1 `${t}#CREDITS`/account#currency;
 * g2 while there is something to review `${t}#REVIEW`/day#account#currency) · STANDING `${t}#STANDING#${customer}`/STANDING ·
 * RULES `${t}#CREDITRULES`/RULES
 * 1. one account: 1 read · 2. all currencies of an account: 1 query · 3. all accounts: 1 query + 1 batch · 4. accounts to review up to a
 * day: 1 query + 1 batch · 5. standing, rules: 1 read each · 6. what a customer owes, oldest due first: 1 query + 1 batch
 * Exposure moves by a signed delta inside the transaction of the fact that moves it. Only the nightly sum of the books sets
 * it right, by a delta as well, and only while nothing else moved it (`correct`).
 */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { Instalment, overdueMinor } from '../kernel/instalments.ts';
import { Money, money, zero, type Currency } from '../kernel/money.ts';
import { docOf, saved, type Item, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Account, CreditRules, Standing, type Limit, type Move } from './credit.ts';

const key = (tenant: string, account: string, currency: Currency) => ({
  pk: `${tenant}#CREDIT#${account}`,
  sk: currency,
});
/** The same at every move, so that the index is written once. */
const listed = (tenant: string, account: string, currency: Currency) => ({
  kind: 'credit',
  g1p: `${tenant}#CREDITS`,
  g1s: `${account}#${currency}`,
});

const parse = (item: Item): Account => {
  const currency = item.sk;
  const limit = item['limit'] as number | undefined;
  const exposure = money((item['exposure'] as number | undefined) ?? 0, currency);
  return Account.parse({
    creditId: item.pk.split('#')[2],
    currency,
    exposure,
    moves: item['moves'] ?? 0,
    ...(limit !== undefined && { limit: money(limit, currency) }),
    ...(item['basis'] !== undefined && { basis: item['basis'] }),
    ...(item['validUntil'] !== undefined && { validUntil: item['validUntil'] }),
    ...(item['nextReview'] !== undefined && { nextReview: item['nextReview'] }),
    available: limit === undefined ? zero(currency) : money(Math.max(0, limit - exposure.minor), currency),
  });
};

export const creditOf = (tenant: string, account: string, currency: Currency): Read<Account> => ({
  key: key(tenant, account, currency),
  parse,
});
export const creditAccounts = (tenant: string, account: string): Listing<Account> => ({
  partition: `${tenant}#CREDIT#${account}`,
  parse,
});
export const allAccounts = (tenant: string): Listing<Account> => ({
  index: 'g1',
  partition: `${tenant}#CREDITS`,
  parse,
});
export const toReview = (tenant: string, upTo: LocalDate): Listing<Account> => ({
  index: 'g2',
  partition: `${tenant}#REVIEW`,
  to: `${upTo}$`,
  parse,
});

/** An absent term is no term: what was set before is taken away. */
export const setLimit = (
  tenant: string,
  account: string,
  { limit, basis, validUntil, nextReview }: Limit,
): Write<'table.stale'> => {
  const due = [validUntil, nextReview].filter((day) => day !== undefined).toSorted()[0];
  return {
    update: key(tenant, account, limit.currency),
    set: {
      limit: limit.minor,
      ...listed(tenant, account, limit.currency),
      ...(basis !== undefined && { basis }),
      ...(validUntil !== undefined && { validUntil }),
      ...(nextReview !== undefined && { nextReview }),
      ...(due !== undefined && {
        g2p: `${tenant}#REVIEW`,
        g2s: `${due}#${account}#${limit.currency}`,
      }),
    },
    remove: [
      ...(basis === undefined ? ['basis'] : []),
      ...(validUntil === undefined ? ['validUntil'] : []),
      ...(nextReview === undefined ? ['nextReview'] : []),
      ...(due === undefined ? ['g2p', 'g2s'] : []),
    ],
    clash: 'table.stale',
    about: 'the credit limit',
  };
};

/** Always succeeds: what is owed is owed. */
export const moveExposure = (
  tenant: string,
  account: string,
  currency: Currency,
  delta: number,
): Write<'table.stale'>[] =>
  delta === 0
    ? []
    : [
        {
          update: key(tenant, account, currency),
          set: listed(tenant, account, currency),
          add: { exposure: delta, moves: 1 },
          clash: 'table.stale',
          about: 'the credit exposure',
        },
      ];

/** Several moves of one commit, one write per account: a transaction touches an item once. */
export const moveExposures = (
  tenant: string,
  currency: Currency,
  moves: readonly Move[],
): Write<'table.stale'>[] =>
  [...Map.groupBy(moves, ({ account }) => account)].flatMap(([account, own]) =>
    moveExposure(
      tenant,
      account,
      currency,
      own.reduce((sum, { minor }) => sum + minor, 0),
    ),
  );

/** Takes credit only while exposure + delta ≤ cap still holds at the moment of the commit, and the limit is what was judged. */
export const takeCredit = (
  tenant: string,
  account: string,
  currency: Currency,
  delta: number,
  limit: number,
  capMinor: number = limit,
): Write<'credit.taken'> => ({
  update: key(tenant, account, currency),
  set: listed(tenant, account, currency),
  add: { exposure: delta, moves: 1 },
  clash: 'credit.taken',
  about: 'the free credit',
  if: { exposure: { is: '<=', value: capMinor - delta, orAbsent: true }, limit: { is: '=', value: limit } },
});

/**
 * The condition of `takeCredit` where another account is moved: a document burdens the account of its day, and what more it asks for
 * is judged by the one that its customer has since it joined a group or was merged.
 */
export const creditLeft = (
  tenant: string,
  account: string,
  currency: Currency,
  delta: number,
  limit: number,
  capMinor: number,
): Write<'credit.taken'> => {
  const { if: holds, clash, about } = takeCredit(tenant, account, currency, delta, limit, capMinor);
  return { check: key(tenant, account, currency), if: holds, clash, about };
};

/** Makes the exposure what the books add up to, unless it moved since it was compared with them. */
export const correct = (
  tenant: string,
  { creditId, currency, moves }: Account,
  delta: number,
): Write<'table.stale'> => ({
  update: key(tenant, creditId, currency),
  set: listed(tenant, creditId, currency),
  add: { exposure: delta, moves: 1 },
  if: { moves: { is: '=', value: moves, orAbsent: moves === 0 } },
  clash: 'table.stale',
  about: 'the credit exposure',
});

export const standingOf = (tenant: string, customer: string): Read<Standing> => ({
  key: { pk: `${tenant}#STANDING#${customer}`, sk: 'STANDING' },
  parse: docOf(Standing),
});
export const putStanding = (tenant: string, standing: Standing): Write<'table.stale'> =>
  saved(
    standingOf(tenant, standing.customerId).key,
    'standing',
    standing,
    `standing of ${standing.customerId}`,
  );

export const creditRules = (tenant: string): Read<CreditRules> => ({
  key: { pk: `${tenant}#CREDITRULES`, sk: 'RULES' },
  parse: docOf(CreditRules),
});
/** Each version is kept beside the one that holds. */
export const putRules = (tenant: string, rules: CreditRules): Write<'table.stale'>[] => [
  saved(creditRules(tenant).key, 'credit-rules', rules, 'the credit rules'),
  {
    put: {
      pk: `${tenant}#CREDITRULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'credit-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the credit rules',
  },
];

/** What an open document says of itself in index g2, for whoever asks what a customer owes (invoices/store.ts writes it). */
export const owedKeys = (tenant: string, customer: string, dueOn: LocalDate, id: string) => ({
  g2p: `${tenant}#OPEN#${customer}`,
  g2s: `${dueOn}#${id}`,
});
const Owed = z.object({ dueOn: LocalDate, open: Money, instalments: z.array(Instalment).optional() });
/** Open documents that were due before a day, oldest first. */
export const owedBefore = (
  tenant: string,
  customer: string,
  day: LocalDate,
): Listing<z.infer<typeof Owed>> => ({
  index: 'g2',
  partition: `${tenant}#OPEN#${customer}`,
  to: day,
  // Of what is due in parts, those that were.
  parse: (item) => {
    const owed = docOf(Owed)(item);
    return { ...owed, open: money(overdueMinor(owed, day), owed.open.currency) };
  },
});

const InDispute = z.object({
  open: Money,
  disputes: z.array(z.object({ state: z.string(), minor: z.int() })).optional(),
});
/** Of each open document, what its customer says is wrong and nobody has decided on: no more than is open. */
export const disputedOf = (tenant: string, customer: string): Listing<Money> => ({
  index: 'g2',
  partition: `${tenant}#OPEN#${customer}`,
  parse: (item) => {
    const { open, disputes = [] } = docOf(InDispute)(item);
    const minor = disputes.reduce((sum, one) => sum + (one.state === 'OPEN' ? one.minor : 0), 0);
    return money(Math.min(minor, open.minor), open.currency);
  },
});
