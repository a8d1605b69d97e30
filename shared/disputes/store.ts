/**
 * Table: DISPUTE `${t}#DISPUTES`/id (g1 while it is not over `${t}#DISPUTES_OPEN`/id; g2 `${t}#DISPUTES_OF#${customer}`/id) ·
 * RULES `${t}#DISPUTERULES`/RULES, its versions beside it
 * Bucket: `_new/evidence/${t}/${case}/${file}/${side}/${name}` until it is taken in, then `_kept/evidence/${t}/${case}/${file}/${sha256}`
 * 1. one: 1 read · 2. all, newest first: 1 query · 3. those that are not over: 1 query + 1 batch · 4. of a customer: 1 query + 1 batch · 5. rules: 1 read
 */
import { docOf, EVIDENCE, saved, UPLOADS, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { DECIDED, Dispute, DisputeId, UNDECIDED } from './dispute.ts';
import { FileId, type DisputeFile } from './file.ts';
import { DisputeRules } from './policy.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#DISPUTES`, sk: id });

export const disputeById = (tenant: string, id: string): Read<Dispute> => ({
  key: key(tenant, id),
  parse: docOf(Dispute),
});
export const disputes = (tenant: string): Listing<Dispute> => ({
  partition: `${tenant}#DISPUTES`,
  order: 'newest first',
  parse: docOf(Dispute),
});
export const openDisputes = (tenant: string): Listing<Dispute> => ({
  index: 'g1',
  partition: `${tenant}#DISPUTES_OPEN`,
  parse: docOf(Dispute),
});
export const disputesOf = (tenant: string, customer: string): Listing<Dispute> => ({
  index: 'g2',
  partition: `${tenant}#DISPUTES_OF#${customer}`,
  order: 'newest first',
  parse: docOf(Dispute),
});
export const putDispute = (tenant: string, dispute: Dispute): Write<'table.stale'> =>
  saved(key(tenant, dispute.id), 'dispute', dispute, `dispute ${dispute.id}`, {
    ...([...UNDECIDED, ...DECIDED].includes(dispute.state) && {
      g1p: `${tenant}#DISPUTES_OPEN`,
      g1s: dispute.id,
    }),
    g2p: `${tenant}#DISPUTES_OF#${dispute.customerId}`,
    g2s: dispute.id,
  });

export const disputeRules = (tenant: string): Read<DisputeRules> => ({
  key: { pk: `${tenant}#DISPUTERULES`, sk: 'RULES' },
  parse: docOf(DisputeRules),
});
/** Each version is kept beside the one that holds. */
export const putDisputeRules = (tenant: string, rules: DisputeRules): Write<'table.stale'>[] => [
  saved(disputeRules(tenant).key, 'dispute-rules', rules, 'the rules of disputes'),
  {
    put: {
      pk: `${tenant}#DISPUTERULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'dispute-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the rules of disputes',
  },
];

/** Where somebody may put a file of a case, and where it lies once it is taken in: nobody outside may write there. */
export const uploadKey = (
  tenant: string,
  dispute: string,
  { id, side }: Pick<DisputeFile, 'id' | 'side'>,
  name: string,
): string => `${UPLOADS}${tenant}/${dispute}/${id}/${side}/${name}`;
export const evidenceKey = (
  tenant: string,
  dispute: string,
  { id, sha256 }: Pick<DisputeFile, 'id' | 'sha256'>,
): string => `${EVIDENCE}${tenant}/${dispute}/${id}/${sha256}`;

/** What the key of an upload or of a kept file says; undefined for any other key. */
export const placeIn = (
  key: string,
): { tenant: string; dispute: Dispute['id']; file: DisputeFile['id']; rest: string[] } | undefined => {
  const folder = [UPLOADS, EVIDENCE].find((one) => key.startsWith(one));
  if (folder === undefined) return undefined;
  const [tenant = '', dispute, file, ...rest] = key.slice(folder.length).split('/');
  const [whose, which] = [DisputeId.safeParse(dispute), FileId.safeParse(file)];
  return whose.success && which.success ? { tenant, dispute: whose.data, file: which.data, rest } : undefined;
};
