/**
 * Table: DISPUTE `${t}#DISPUTES`/id (g1 while it is not over, or a scanner has to say something of a file, `${t}#DISPUTES_OPEN`/id; g2 `${t}#DISPUTES_OF#${customer}`/id) ·
 * RULES `${t}#DISPUTERULES`/RULES, its versions beside it
 * COUNT `${t}#DISPUTEDAYS`/day#entity#currency#reason · TALLY `${t}#DISPUTETALLY#${customer}`/TALLY and CAP `${t}#DISPUTECAP#${month}`/currency#reason: what was credited at once
 * Bucket: `_new/evidence/${t}/${case}/${file}/${side}/${name}` until it is taken in, then `_kept/evidence/${t}/${case}/${file}/${sha256}`
 * 1. one: 1 read · 2. all, newest first: 1 query · 3. those of g1: 1 query + 1 batch · 4. of a customer: 1 query + 1 batch · 5. rules: 1 read ·
 * 6. what was counted from a day to another: 1 query
 */
import { docOf, EVIDENCE, saved, UPLOADS, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { DisputeCount, type Added } from './count.ts';
import { DECIDED, Dispute, DisputeId, UNDECIDED } from './dispute.ts';
import { AtOnceTally } from './proof.ts';
import { FileId, type DisputeFile } from './file.ts';
import { DisputeRules, type Cap } from './policy.ts';

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
    ...(([...UNDECIDED, ...DECIDED].includes(dispute.state) ||
      dispute.files?.some(({ state }) => state === 'PENDING')) && {
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

export const tallyOf = (tenant: string, customer: string): Read<AtOnceTally> => ({
  key: { pk: `${tenant}#DISPUTETALLY#${customer}`, sk: 'TALLY' },
  parse: docOf(AtOnceTally),
});
export const putTally = (tenant: string, tally: AtOnceTally): Write<'table.stale'> =>
  saved(tallyOf(tenant, tally.customerId).key, 'dispute-tally', tally, 'what was credited at once');
/** Counts what is credited at once to all customers in a month, only while it stays within the cap. */
export const spend = (
  { tenant, month }: { readonly tenant: string; readonly month: string },
  { currency, reason, perMonthMinor }: Cap,
  minor: number,
): Write<'disputes.cap'> => ({
  update: { pk: `${tenant}#DISPUTECAP#${month}`, sk: `${currency}#${reason}` },
  set: { kind: 'dispute-cap' },
  add: { minor },
  if: { minor: { is: '<=', value: perMonthMinor - minor, orAbsent: true } },
  clash: 'disputes.cap',
  about: `the cap of ${month}`,
});

export const countDay = (tenant: string, { add, ...of }: Added): Write<'table.stale'> => ({
  update: { pk: `${tenant}#DISPUTEDAYS`, sk: [of.day, of.entity, of.currency, of.reason].join('#') },
  set: { kind: 'dispute-count', ...of },
  add,
  clash: 'table.stale',
  about: `the figures of ${of.day}`,
});
export const countsBetween = (tenant: string, from: string, to: string): Listing<DisputeCount> => ({
  partition: `${tenant}#DISPUTEDAYS`,
  from,
  // Just above the `#` that follows the day.
  to: `${to}$`,
  parse: (item) =>
    DisputeCount.parse({
      opened: 0,
      openedMinor: 0,
      decided: 0,
      creditedMinor: 0,
      atOnce: 0,
      ...item,
      days: Object.entries(item).flatMap(([name, cases]) =>
        /^d\d+$/.test(name) ? [[Number(name.slice(1)), cases]] : [],
      ),
    }),
});

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
