/**
 * Table: DEDUCTION `${t}#DEDUCTIONS`/id (g1 while PENDING `${t}#DEDUCTIONS_OPEN`/id; g2 `${t}#DEDUCTIONS_OF#${customer}`/id) ·
 * RULES `${t}#DEDUCTIONRULES`/RULES, its versions beside it · CAP `${t}#DEDCAP#${month}`/`${currency}#${customer}`: what the rules wrote off, moved in place
 * 1. one: 1 read · 2. all, newest first: 1 query · 3. those in clarification: 1 query + 1 batch · 4. of a customer: 1 query + 1 batch · 5. rules: 1 read
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Deduction } from './deduction.ts';
import { DeductionRules } from './policy.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#DEDUCTIONS`, sk: id });

export const deductionById = (tenant: string, id: string): Read<Deduction> => ({
  key: key(tenant, id),
  parse: docOf(Deduction),
});
export const deductions = (tenant: string): Listing<Deduction> => ({
  partition: `${tenant}#DEDUCTIONS`,
  order: 'newest first',
  parse: docOf(Deduction),
});
export const pendingDeductions = (tenant: string): Listing<Deduction> => ({
  index: 'g1',
  partition: `${tenant}#DEDUCTIONS_OPEN`,
  parse: docOf(Deduction),
});
export const deductionsOf = (tenant: string, customer: string): Listing<Deduction> => ({
  index: 'g2',
  partition: `${tenant}#DEDUCTIONS_OF#${customer}`,
  order: 'newest first',
  parse: docOf(Deduction),
});
export const putDeduction = (tenant: string, deduction: Deduction): Write<'table.stale'> =>
  saved(key(tenant, deduction.id), 'deduction', deduction, `deduction ${deduction.id}`, {
    ...(deduction.state === 'PENDING' && { g1p: `${tenant}#DEDUCTIONS_OPEN`, g1s: deduction.id }),
    g2p: `${tenant}#DEDUCTIONS_OF#${deduction.customerId}`,
    g2s: deduction.id,
  });

/** Counts what the rules write off of a customer in a month, only while it stays within the cap. */
export const spend = (
  { tenant, month, currency }: { tenant: string; month: string; currency: string },
  customerId: string,
  minor: number,
  capMinor: number,
): Write<'deductions.cap'> => ({
  update: { pk: `${tenant}#DEDCAP#${month}`, sk: `${currency}#${customerId}` },
  set: { kind: 'deduction-cap' },
  add: { minor },
  if: { minor: { is: '<=', value: capMinor - minor, orAbsent: true } },
  clash: 'deductions.cap',
  about: `the cap of ${month}`,
});

export const deductionRules = (tenant: string): Read<DeductionRules> => ({
  key: { pk: `${tenant}#DEDUCTIONRULES`, sk: 'RULES' },
  parse: docOf(DeductionRules),
});
/** Each version is kept beside the one that holds. */
export const putDeductionRules = (tenant: string, rules: DeductionRules): Write<'table.stale'>[] => [
  saved(deductionRules(tenant).key, 'deduction-rules', rules, 'the rules of deductions'),
  {
    put: {
      pk: `${tenant}#DEDUCTIONRULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'deduction-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the rules of deductions',
  },
];
