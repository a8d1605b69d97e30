/**
 * Table: CLAIM `${t}#CLM#${id}`/CLAIM (g1 `${t}#CLAIMS`/id; g2 `${t}#CLAIMS_OF#${customer}`/id; as long as something is open g3
 * `${t}#CLAIMS_OPEN#${customer}`/id) · CHARGED `${t}#CHARGED#${invoice}`/CHARGED, what was
 * charged of an invoice, with the ids of its claims · RULES `${t}#LATECHARGES`/RULES, its versions beside it
 * 1. one: 1 read · 2. all, newest first: 1 query + 1 batch · 3. of a customer: 1 query + 1 batch · 4. of an invoice: 1 read + 1 batch · 5. rules: 1 read ·
 * 6. open ones of a customer: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Charged, Claim } from './claim.ts';
import { LateChargeRules } from './late-charge.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#CLM#${id}`, sk: 'CLAIM' });

export const claimById = (tenant: string, id: string): Read<Claim> => ({
  key: key(tenant, id),
  parse: docOf(Claim),
});
export const claims = (tenant: string): Listing<Claim> => ({
  index: 'g1',
  partition: `${tenant}#CLAIMS`,
  order: 'newest first',
  parse: docOf(Claim),
});
export const claimsOf = (tenant: string, customer: string): Listing<Claim> => ({
  index: 'g2',
  partition: `${tenant}#CLAIMS_OF#${customer}`,
  order: 'newest first',
  parse: docOf(Claim),
});
/** Oldest first; also those whose invoice is paid. */
export const openClaims = (tenant: string, customer: string): Listing<Claim> => ({
  index: 'g3',
  partition: `${tenant}#CLAIMS_OPEN#${customer}`,
  parse: docOf(Claim),
});
export const putClaim = (tenant: string, claim: Claim): Write<'table.stale'> =>
  saved(key(tenant, claim.id), 'claim', claim, `claim ${claim.id}`, {
    g1p: `${tenant}#CLAIMS`,
    g1s: claim.id,
    g2p: `${tenant}#CLAIMS_OF#${claim.customerId}`,
    g2s: claim.id,
    ...(claim.open.minor > 0 && { g3p: `${tenant}#CLAIMS_OPEN#${claim.customerId}`, g3s: claim.id }),
  });

const chargedKey = (tenant: string, invoice: string) => ({
  pk: `${tenant}#CHARGED#${invoice}`,
  sk: 'CHARGED',
});
export const chargedOf = (tenant: string, invoice: string): Read<Charged> => ({
  key: chargedKey(tenant, invoice),
  parse: docOf(Charged),
});
export const putCharged = (tenant: string, charged: Charged): Write<'table.stale'> =>
  saved(
    chargedKey(tenant, charged.invoiceId),
    'charged',
    charged,
    `what was charged of ${charged.invoiceId}`,
  );

export const lateChargeRules = (tenant: string): Read<LateChargeRules> => ({
  key: { pk: `${tenant}#LATECHARGES`, sk: 'RULES' },
  parse: docOf(LateChargeRules),
});
/** Each version is kept beside the one that holds. */
export const putLateChargeRules = (tenant: string, rules: LateChargeRules): Write<'table.stale'>[] => [
  saved(lateChargeRules(tenant).key, 'late-charge-rules', rules, 'the rules of late charges'),
  {
    put: {
      pk: `${tenant}#LATECHARGES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'late-charge-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the rules of late charges',
  },
];
