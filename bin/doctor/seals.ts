/** The audit trail against its seals: a day's acts are those that were there when it was sealed. */
import { createHash } from 'node:crypto';
import type { Books, Raw } from './books.ts';
import { rule, type Finding } from './finding.ts';

export interface Seal {
  readonly day: string;
  readonly records: number;
  readonly digest: string;
  readonly previous: string;
  readonly chain: string;
}

const changed = rule(
  'audit.changed',
  'Somebody wrote to the audit trail: compare the day with point-in-time recovery of the table, and keep both.',
);
const torn = rule(
  'audit.chain',
  'A seal was written over, or one is missing: the copies in the bucket under `seals/` are what was sealed.',
);
const outside = rule(
  'audit.unsealed',
  'No seal will cover this act: what is booked must be in the index of facts, so that it is found by its moment.',
);

export function* seals({ tenant, seals: all, records }: Books): Generator<Finding> {
  for (const act of records)
    if (isIndexed(act) && act['g1s'] !== act['id'])
      yield outside(tenant, `${String(act['action'])} is not in the index`, String(act['id']));
  const byDay = Map.groupBy(records, dayOf);
  let before: Seal | undefined;
  for (const seal of all.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    const acts = (byDay.get(seal.day) ?? []).toSorted(inOrder);
    const digest = sha256(acts.map((act) => `${JSON.stringify(sorted(act))}\n`).join(''));
    if (digest !== seal.digest)
      yield changed(tenant, `${seal.records} acts were sealed, there are ${acts.length} others`, seal.day);
    const { previous, day, records: count } = seal;
    if (sha256(JSON.stringify([previous, day, count, seal.digest])) !== seal.chain)
      yield torn(tenant, 'a seal does not follow from itself', day);
    if (before && before.chain !== previous) yield torn(tenant, `it does not follow ${before.day}`, day);
    before = seal;
  }
}

const isIndexed = (act: Raw): boolean => act['events'] !== undefined || act['entry'] !== undefined;

/** What was announced or booked counts by its commit, which its id begins with; the rest by its request. */
const dayOf = (act: Raw): string =>
  isIndexed(act)
    ? new Date(momentOf(String(act['id']))).toISOString().slice(0, 10)
    : String(act['at']).slice(0, 10);
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
export const momentOf = (id: string): number => {
  const begin = id.indexOf('_') + 1;
  let ms = 0;
  for (const letter of id.slice(begin, begin + 10)) ms = ms * 32 + LETTERS.indexOf(letter);
  return ms;
};

const placeOf = (act: Raw): string => (isIndexed(act) ? `0${String(act['id'])}` : `1${act.sk}`);
const inOrder = (a: Raw, b: Raw): number => (placeOf(a) < placeOf(b) ? -1 : 1);

export const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map(([key, inner]) => [key, sorted(inner)]));
};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
