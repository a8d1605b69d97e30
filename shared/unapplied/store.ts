/**
 * Table: RULES `${t}#UNAPPLIEDRULES`/RULES, its versions beside it · ASKED `${t}#UNAPPLIEDASKED#${payment}`/ASKED: a second person was asked for
 * its refund, once
 * 1. rules: 1 read · 2. whether somebody was asked: 1 read
 */
import { docOf, saved, type Read, type Write } from '../kernel/storage.ts';
import { UnappliedRules } from './policy.ts';

export const unappliedRules = (tenant: string): Read<UnappliedRules> => ({
  key: { pk: `${tenant}#UNAPPLIEDRULES`, sk: 'RULES' },
  parse: docOf(UnappliedRules),
});
/** Each version is kept beside the one that holds. */
export const putUnappliedRules = (tenant: string, rules: UnappliedRules): Write<'table.stale'>[] => [
  saved(unappliedRules(tenant).key, 'unapplied-rules', rules, 'the rules for unapplied money'),
  {
    put: {
      pk: `${tenant}#UNAPPLIEDRULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'unapplied-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the rules for unapplied money',
  },
];

export const askedFor = (tenant: string, payment: string): Read<boolean> => ({
  key: { pk: `${tenant}#UNAPPLIEDASKED#${payment}`, sk: 'ASKED' },
  parse: () => true,
});
export const noteAsked = (tenant: string, payment: string): Write<'table.stale'> => ({
  put: { ...askedFor(tenant, payment).key, kind: 'unapplied-asked' },
  clash: 'table.stale',
  about: `that a refund of ${payment} was asked for`,
});
