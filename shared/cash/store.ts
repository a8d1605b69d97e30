/**
 * Table: AWAITING `${t}#AWAITS#${payout}`/${line}: a bank line that names a payout which no provider has announced yet
 * ALIAS `${t}#ALIAS#${hash of the payer}`/${customer}: who a payer was said to be · RULES `${t}#MATCHRULES`/RULES, its versions beside it ·
 * CAP `${t}#MATCHCAP#${month}`/`${currency}#${customer}`: differences that were taken in a month, moved in place
 * REMITTANCE `${t}#REM#${id}`/REMITTANCE (g1 `${t}#REMITTANCES`/id; g2 while open `${t}#ADVISED#${currency}#${minor}`/paidOn#id) ·
 * SOME `${t}#REM`/SOME: that any came
 * 1. lines that wait for a payout: 1 query, strongly consistent: the announcement that follows the line at once finds it
 * 2. who a payer may be: 1 query per key of the payer, only for lines that neither reference nor account explains · 3. one pair: 1 read ·
 * 4. rules: 1 read, remembered; whether any remittance came: 1 read · 5. remittance: 1 read · 6. list: 1 query + 1 batch ·
 * 7. open ones of an amount: 1 query + 1 batch, only where any came
 */
import type { Money } from '../kernel/money.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import type { Payout } from '../payments/payment.ts';
import { putPayout } from '../payments/store.ts';
import { Alias } from './alias.ts';
import { MatchingRules } from './policy.ts';
import { Remittance } from './remittance.ts';

const partition = (tenant: string, reference: string): string =>
  `${tenant}#AWAITS#${reference.toLowerCase()}`;

/** Ids of bank lines; those that were decided otherwise meanwhile are among them. */
export const linesAwaiting = (tenant: string, reference: string): Listing<string> => ({
  partition: partition(tenant, reference),
  parse: (item) => item.sk,
});
export const awaitPayout = (tenant: string, reference: string, lineId: string): Write<'table.stale'> => ({
  put: { pk: partition(tenant, reference), sk: lineId, kind: 'awaiting' },
  clash: 'table.stale',
  about: `line ${lineId}`,
});

/** The payout has arrived with this line. */
export const putReconciled = (tenant: string, payout: Payout, lineId: string): Write<'table.stale'> =>
  putPayout(tenant, { ...payout, version: payout.version + 1, state: 'RECONCILED', bankLineId: lineId });

const aliasPartition = (tenant: string, payer: string): string => `${tenant}#ALIAS#${payer}`;
/** `payer`: a hash, because names and accounts are nobody's business in a key. */
export const aliasesOf = (tenant: string, payer: string): Listing<Alias> => ({
  partition: aliasPartition(tenant, payer),
  parse: docOf(Alias),
});
export const aliasOf = (tenant: string, payer: string, customerId: string): Read<Alias> => ({
  key: { pk: aliasPartition(tenant, payer), sk: customerId },
  parse: docOf(Alias),
});
export const putAlias = (tenant: string, payer: string, alias: Alias): Write<'table.stale'> =>
  saved(aliasOf(tenant, payer, alias.customerId).key, 'alias', alias, `an alias of ${alias.customerId}`);

export const matchingRules = (tenant: string): Read<MatchingRules> => ({
  key: { pk: `${tenant}#MATCHRULES`, sk: 'RULES' },
  parse: docOf(MatchingRules),
});
/** Each version is kept beside the one that holds. */
export const putMatchingRules = (tenant: string, rules: MatchingRules): Write<'table.stale'>[] => [
  saved(matchingRules(tenant).key, 'matching-rules', rules, 'the matching rules'),
  {
    put: {
      pk: `${tenant}#MATCHRULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'matching-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the matching rules',
  },
];

interface Month {
  readonly tenant: string;
  readonly month: string;
  readonly currency: string;
}
const moved = ({ tenant, month, currency }: Month, customerId: string, minor: number) => ({
  update: { pk: `${tenant}#MATCHCAP#${month}`, sk: `${currency}#${customerId}` },
  set: { kind: 'matching-cap' },
  add: { minor },
  about: `the differences of ${month}`,
});
/** Counts what was taken of a customer in a month, only while it stays within the cap. */
export const spend = (
  when: Month,
  customerId: string,
  minor: number,
  capMinor: number,
): Write<'cash.cap'> => ({
  ...moved(when, customerId, minor),
  if: { minor: { is: '<=', value: capMinor - minor, orAbsent: true } },
  clash: 'cash.cap',
});
/** A match with a difference was taken back. */
export const giveBack = (when: Month, customerId: string, minor: number): Write<'table.stale'> => ({
  ...moved(when, customerId, 0 - minor),
  clash: 'table.stale',
});

export const remittanceById = (tenant: string, id: string): Read<Remittance> => ({
  key: { pk: `${tenant}#REM#${id}`, sk: 'REMITTANCE' },
  parse: docOf(Remittance),
});
export const remittances = (tenant: string): Listing<Remittance> => ({
  index: 'g1',
  partition: `${tenant}#REMITTANCES`,
  order: 'newest first',
  parse: docOf(Remittance),
});
const advisedPartition = (tenant: string, { minor, currency }: Money): string =>
  `${tenant}#ADVISED#${currency}#${minor}`;
/** Open ones, oldest first. */
export const advisedOf = (tenant: string, amount: Money): Listing<Remittance> => ({
  index: 'g2',
  partition: advisedPartition(tenant, amount),
  parse: docOf(Remittance),
});
export const putRemittance = (tenant: string, one: Remittance): Write<'table.stale'> =>
  saved(remittanceById(tenant, one.id).key, 'remittance', one, `remittance ${one.id}`, {
    g1p: `${tenant}#REMITTANCES`,
    g1s: one.id,
    ...(one.state === 'OPEN' && {
      g2p: advisedPartition(tenant, one.amount),
      g2s: `${one.paidOn}#${one.id}`,
    }),
  });
/** Whether any remittance came; nobody else pays for looking. */
export const anyRemittance = (tenant: string): Read<boolean> => ({
  key: { pk: `${tenant}#REM`, sk: 'SOME' },
  parse: () => true,
});
export const noteRemittances = (tenant: string): Write<'table.stale'> => ({
  put: { ...anyRemittance(tenant).key, kind: 'remittances' },
  clash: 'table.stale',
  about: 'that remittances came',
});
