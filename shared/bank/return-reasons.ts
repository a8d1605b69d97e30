/**
 * Why money comes back, by the codes of ISO 20022 (external return reasons) and of Nacha, in words and in the kinds that decide what
 * is done next (rules §3.7): without funds it may be tried once more, a closed account ends a mandate, what was not authorised is a dispute.
 */
import type { BankLine } from './statement.ts';

type Kind = NonNullable<NonNullable<BankLine['returned']>['kind']>;

const REASONS: Readonly<Record<string, readonly [Kind, string]>> = {
  AC01: ['account_wrong', 'the account number is wrong'],
  AC03: ['account_wrong', 'the account number is wrong'],
  AC04: ['account_closed', 'the account is closed'],
  AC06: ['account_blocked', 'the account is blocked'],
  AC13: ['unauthorised', 'the debtor is a consumer'],
  AG01: ['account_blocked', 'the account does not allow this payment'],
  AG02: ['technical', 'the kind of payment is not allowed'],
  AM04: ['funds', 'there are no sufficient funds'],
  AM05: ['technical', 'it was there twice'],
  BE01: ['account_wrong', 'name and account do not belong together'],
  BE04: ['technical', 'the address is missing'],
  BE05: ['technical', 'the creditor is not known'],
  CNOR: ['technical', 'the bank of the creditor is not registered'],
  DNOR: ['technical', 'the bank of the debtor is not registered'],
  FF05: ['technical', 'the kind of debit is wrong'],
  FOCR: ['requested', 'it was called back'],
  FRAD: ['unauthorised', 'it is said to be fraud'],
  CUST: ['requested', 'the payer asked for it'],
  DUPL: ['requested', 'it was there twice'],
  MD01: ['unauthorised', 'there is no mandate'],
  MD06: ['unauthorised', 'the payer disputes it'],
  MD07: ['account_closed', 'the payer has died'],
  MS02: ['unauthorised', 'the payer refused it'],
  MS03: ['unspecified', 'the bank gives no reason'],
  RC01: ['account_wrong', 'the bank is not known'],
  RR01: ['technical', 'the account is not identified'],
  RR02: ['technical', 'name or address of the payer is missing'],
  RR03: ['technical', 'name or address of the creditor is missing'],
  RR04: ['technical', 'a regulator does not allow it'],
  SL01: ['technical', 'the bank offers the payer a service that refuses it'],
  R01: ['funds', 'there are no sufficient funds'],
  R02: ['account_closed', 'the account is closed'],
  R03: ['account_wrong', 'there is no such account'],
  R04: ['account_wrong', 'the account number is wrong'],
  R05: ['unauthorised', 'a consumer did not authorise it'],
  R07: ['unauthorised', 'the authorisation was taken back'],
  R08: ['unauthorised', 'the payer stopped it'],
  R09: ['funds', 'funds are not collected yet'],
  R10: ['unauthorised', 'the payer did not authorise it'],
  R16: ['account_blocked', 'the account is frozen'],
  R20: ['account_blocked', 'the account does not allow this payment'],
  R23: ['requested', 'the receiver refused the credit'],
  R29: ['unauthorised', 'a company did not authorise it'],
  R68: ['technical', 'the return came too late'],
};

export const kindOf = (reason: string | undefined): Kind | undefined =>
  reason === undefined ? undefined : REASONS[reason]?.[0];
/** `AC04: the account is closed`; the bank's own words where the code is not known. */
export const inWords = ({ reason, words }: NonNullable<BankLine['returned']>): string =>
  [reason, (reason === undefined ? undefined : REASONS[reason]?.[1]) ?? words].filter(Boolean).join(': ') ||
  'no reason given';
