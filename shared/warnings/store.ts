/**
 * Table: WARNING `${t}#WARNING#${id}`/WARNING (g1 `${t}#WARNINGS`/id; g2 `${t}#WARNINGS_${state}`/id; g3 of a customer `${t}#WARNINGS_OF#${customer}`/id) ·
 * WATCH `${t}#WATCH#${subject}`/WATCH: what is remembered of something from night to night · POLICY `${t}#WARNINGPOLICY`/POLICY, its versions beside it ·
 * TOLD `${t}#WARNINGMAILS`/TOLD, and each morning's D#${number}
 * 1. one: 1 read · 2. all, or of a state, newest first: 1 query + 1 batch · 3. of a customer: 1 query + 1 batch · 4. what is remembered of something: 1 read ·
 * 5. the policy: 1 read · 6. what was told, a morning: 1 read each
 */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { idFrom } from '../kernel/ids.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { WarningPolicy } from './policy.ts';
import { Warning } from './warning.ts';
import { Digest, Told, Watch } from './watch.ts';

export const warningById = (tenant: string, id: string): Read<Warning> => ({
  key: { pk: `${tenant}#WARNING#${id}`, sk: 'WARNING' },
  parse: docOf(Warning),
});
export const warningsOf = (tenant: string, state?: Warning['state']): Listing<Warning> => ({
  index: state ? 'g2' : 'g1',
  partition: state ? `${tenant}#WARNINGS_${state}` : `${tenant}#WARNINGS`,
  order: 'newest first',
  parse: docOf(Warning),
});
/** Of the days from one to another, both included: ids begin with the day that they were raised on. */
export const warningsBetween = (tenant: string, from: LocalDate, to: LocalDate): Listing<Warning> => ({
  index: 'g1',
  partition: `${tenant}#WARNINGS`,
  from: firstId(from),
  to: firstId(addDays(to, 1)),
  parse: docOf(Warning),
});
const firstId = (day: LocalDate) => idFrom('wrn', Date.parse(`${day}T00:00:00Z`), new Uint8Array(10));
export const warningsAbout = (tenant: string, customer: string): Listing<Warning> => ({
  index: 'g3',
  partition: `${tenant}#WARNINGS_OF#${customer}`,
  parse: docOf(Warning),
});
export const putWarning = (tenant: string, one: Warning): Write<'table.stale'> =>
  saved(warningById(tenant, one.id).key, 'warning', one, `warning ${one.id}`, {
    g1p: `${tenant}#WARNINGS`,
    g1s: one.id,
    g2p: `${tenant}#WARNINGS_${one.state}`,
    g2s: one.id,
    ...(one.customerId !== undefined && {
      g3p: `${tenant}#WARNINGS_OF#${one.customerId}`,
      g3s: one.id,
    }),
  });

export const watchOf = (tenant: string, subject: string): Read<Watch> => ({
  key: { pk: `${tenant}#WATCH#${subject}`, sk: 'WATCH' },
  parse: docOf(Watch),
});
export const putWatch = (tenant: string, watch: Watch): Write<'table.stale'> =>
  saved(watchOf(tenant, watch.subject).key, 'watch', watch, `what is watched of ${watch.subject}`);

export const warningPolicy = (tenant: string): Read<WarningPolicy> => ({
  key: { pk: `${tenant}#WARNINGPOLICY`, sk: 'POLICY' },
  parse: docOf(WarningPolicy),
});
/** Each version is kept beside the one that holds. */
export const putWarningPolicy = (tenant: string, policy: WarningPolicy): Write<'table.stale'>[] => [
  saved(warningPolicy(tenant).key, 'warning-policy', policy, 'the policy of warnings'),
  {
    put: {
      pk: `${tenant}#WARNINGPOLICY`,
      sk: `V#${String(policy.version).padStart(6, '0')}`,
      kind: 'warning-policy-version',
      doc: policy,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the policy of warnings',
  },
];

export const toldOf = (tenant: string): Read<Told> => ({
  key: { pk: `${tenant}#WARNINGMAILS`, sk: 'TOLD' },
  parse: docOf(Told),
});
export const digestOf = (tenant: string, number: number): Read<Digest> => ({
  key: { pk: `${tenant}#WARNINGMAILS`, sk: `D#${String(number).padStart(6, '0')}` },
  parse: docOf(Digest),
});
export const putDigest = (tenant: string, digest: Digest, told: Told): Write<'table.stale'>[] => [
  saved(toldOf(tenant).key, 'warnings-told', told, 'what was told of warnings'),
  {
    put: { ...digestOf(tenant, digest.number).key, kind: 'warning-digest', doc: digest },
    if: 'absent',
    clash: 'table.stale',
    about: `the warnings of ${digest.on}`,
  },
];
