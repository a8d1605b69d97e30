/**
 * Table: BOOK `${t}#DUNNINGPOLICIES`/BOOK: what holds and will hold of every policy · VERSION `${t}#DUNNINGPOLICIES`/V#${policy}#${version}
 * TRIGGERED `${t}#TRIGGERED#${customer}`/${cause}#${about}: that it was followed, once · ESCALATED `${t}#ESCALATED`/${invoice}: others were asked to act on it; its time is over once that is taken back
 * TOUCH `${t}#TOUCHES#${month}`/${mail}: a notice that is measured, or was kept to measure others · HELDOUT `${t}#HELDOUT`/${customer}: since when a payer waits, or waited last
 * 1. the book: 1 read · 2. one version, which never changes: 1 read, remembered · 3. what was handed on: 1 query · 4. whether a cause was followed: 1 read · 5. notices of a month: 1 query a page · 6. who waits: 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { DunningPolicy, PolicyBook } from './policy.ts';
import { HeldOut, Touch } from './touch.ts';
import type { TriggerCause } from './trigger.ts';

const key = (tenant: string, sk: string) => ({ pk: `${tenant}#DUNNINGPOLICIES`, sk });

export const policyBook = (tenant: string): Read<PolicyBook> => ({
  key: key(tenant, 'BOOK'),
  parse: docOf(PolicyBook),
});
type Named = Pick<DunningPolicy, 'policy' | 'version'>;
export const policyVersion = (tenant: string, { policy, version }: Named): Read<DunningPolicy> => ({
  key: key(tenant, `V#${policy}#${String(version).padStart(6, '0')}`),
  parse: docOf(DunningPolicy),
});
export const putPolicy = (
  tenant: string,
  book: PolicyBook,
  policy: DunningPolicy,
): Write<'table.stale'>[] => [
  saved(policyBook(tenant).key, 'dunning-policies', book, 'the dunning policies'),
  {
    put: { ...policyVersion(tenant, policy).key, kind: 'dunning-policy-version', doc: policy },
    if: 'absent',
    clash: 'table.stale',
    about: `version ${policy.version} of the dunning policy ${policy.policy}`,
  },
];

/** Ids of invoices. */
export const escalatedIn = (tenant: string): Listing<string> => ({
  partition: `${tenant}#ESCALATED`,
  parse: (item) => item.sk,
});
export const putEscalated = (tenant: string, invoiceId: string): Write<'table.stale'> => ({
  put: { pk: `${tenant}#ESCALATED`, sk: invoiceId, kind: 'escalated' },
  clash: 'table.stale',
  about: `that ${invoiceId} was handed on`,
});

interface Happened {
  readonly cause: TriggerCause;
  readonly about: string;
}
export const triggeredBy = (tenant: string, customer: string, { cause, about }: Happened): Read<true> => ({
  key: { pk: `${tenant}#TRIGGERED#${customer}`, sk: `${cause}#${about}` },
  parse: () => true,
});
/** Who follows the same at the same moment finds it followed. */
export const putTriggered = (
  tenant: string,
  customer: string,
  happened: Happened,
  by: Named & { readonly at: string },
): Write<'table.stale'> => ({
  put: { ...triggeredBy(tenant, customer, happened).key, kind: 'triggered', doc: by },
  if: 'absent',
  clash: 'table.stale',
  about: `that ${happened.cause} of ${customer} was followed`,
});

const touchKey = (tenant: string, month: string) => `${tenant}#TOUCHES#${month}`;
export const touchesOf = (tenant: string, month: string): Listing<Touch> => ({
  partition: touchKey(tenant, month),
  parse: docOf(Touch),
});
/** Once for each mail, that goes out or would have. */
export const putTouch = (tenant: string, touch: Touch): Write<'table.stale'> => ({
  put: {
    pk: touchKey(tenant, touch.on.slice(0, 7)),
    sk: touch.mailId,
    kind: 'touch',
    doc: touch,
  },
  if: 'absent',
  clash: 'table.stale',
  about: `the notice ${touch.mailId}, which is measured`,
});
export const heldOutOf = (tenant: string, customer: string): Read<HeldOut> => ({
  key: { pk: `${tenant}#HELDOUT`, sk: customer },
  parse: docOf(HeldOut),
});
export const putHeldOut = (tenant: string, held: HeldOut): Write<'table.stale'> => ({
  put: { ...heldOutOf(tenant, held.customerId).key, kind: 'held-out', doc: held },
  clash: 'table.stale',
  about: `that ${held.customerId} waits for a notice`,
});
