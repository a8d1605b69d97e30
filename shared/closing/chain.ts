/** What a month of entries adds up to, tied to the month before; and which entries are not what was sealed. */
import { canonical, chained, digester, type Told } from '../audit/chain.ts';
import type { Item } from '../kernel/storage.ts';
import type { Month } from '../kernel/period.ts';
import type { PeriodSeal, PeriodSnapshot } from '../ledger/period.ts';
import { createHash } from 'node:crypto';
import type { EntryFault, SealedEntry } from './closing.ts';
import { lastDayOf } from './rules.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One by one, in the order of the book. */
export const sealedOf = (acts: readonly Item[]): SealedEntry[] =>
  acts.map((act) => ({ id: String(act['id']), digest: sha256(canonical(act)) }));

export const digestOf = (acts: readonly Item[]): Told => {
  const { take, told } = digester();
  for (const act of acts) take(act);
  return told();
};

/** The entries are a link, and what they add up to is the next: neither is changed without the seal. */
export const sealOf = (
  month: Month,
  previous: string,
  acts: readonly Item[],
  snapshot: PeriodSnapshot,
): PeriodSeal => {
  const { records: entries, digest } = digestOf(acts);
  return linked(month, { previous, entries, digest, snapshotDigest: sha256(canonical(snapshot)) });
};

const linked = (
  month: Month,
  { previous, entries, digest, snapshotDigest }: Omit<PeriodSeal, 'seal'>,
): PeriodSeal => {
  const day = lastDayOf(month);
  const { chain } = chained(previous, day, { records: entries, digest });
  const seal = chained(chain, day, { records: entries, digest: snapshotDigest }).chain;
  return { entries, digest, snapshotDigest, previous, seal };
};

/** Whether a seal follows from what it says of itself and from the snapshot beside it. */
export const follows = (month: Month, seal: PeriodSeal, snapshot: PeriodSnapshot): boolean =>
  linked(month, seal).seal === seal.seal && sha256(canonical(snapshot)) === seal.snapshotDigest;

/** Entry by entry. What was moved out of its place is reordered where all others are as they were. */
export const differences = (sealed: readonly SealedEntry[], now: readonly SealedEntry[]): EntryFault[] => {
  const [then, today] = [byId(sealed), byId(now)];
  const faults: EntryFault[] = [];
  for (const { id, digest } of sealed) {
    const found = today.get(id);
    if (found === undefined) faults.push({ entry: id, fault: 'missing' });
    else if (found !== digest) faults.push({ entry: id, fault: 'changed' });
  }
  for (const { id } of now) if (!then.has(id)) faults.push({ entry: id, fault: 'added' });
  const kept = sealed.filter(({ id }) => today.has(id));
  const places = now.filter(({ id }) => then.has(id));
  places.forEach(({ id }, at) => {
    if (id !== kept[at]?.id) faults.push({ entry: id, fault: 'reordered' });
  });
  return faults;
};
const byId = (entries: readonly SealedEntry[]): Map<string, string> =>
  new Map(entries.map(({ id, digest }) => [id, digest]));
