/** What a day of acts adds up to, and how it is tied to the day before. */
import { createHash } from 'node:crypto';
import type { LocalDate } from '../kernel/dates.ts';
import type { Item } from '../kernel/storage.ts';
import type { Sealed } from './seal.ts';

/** Of whoever has no day before. */
export const GENESIS = '0'.repeat(64);

export interface Told {
  readonly records: number;
  readonly digest: string;
}

export const chained = (previous: string, day: LocalDate, { records, digest }: Told): Sealed => ({
  day,
  records,
  digest,
  previous,
  chain: sha256(JSON.stringify([previous, day, records, digest])),
});

/** Whether a seal follows from what it says of itself. */
export const consistent = (seal: Sealed): boolean =>
  chained(seal.previous, seal.day, seal).chain === seal.chain;

/** Newest first: days whose seal is not of its own figures, or does not follow the day before. */
export const faultsIn = (seals: readonly Sealed[]): { day: LocalDate; why: string }[] =>
  seals.flatMap((seal, index) => {
    const before = seals[index + 1];
    if (!consistent(seal)) return [{ day: seal.day, why: 'the seal is not of its own figures' }];
    return before && seal.previous !== before.chain ? [{ day: seal.day, why: 'the chain is torn' }] : [];
  });

/**
 * Which of so many days, the oldest being 0, is looked at again, where one more comes every night: each of them once while they become twice
 * as many. A remainder by their number would be the same day's age for ever.
 */
export const turnAmong = (count: number): number => count - 2 ** Math.floor(Math.log2(count));

/** Takes acts one by one, so that a day of any size is held in no memory. */
export const digester = () => {
  const hash = createHash('sha256');
  let records = 0;
  return {
    take: (act: Item): void => {
      records += 1;
      hash.update(canonical(act)).update('\n');
    },
    told: (): Told => ({ records, digest: hash.digest('hex') }),
  };
};

/** JSON with its keys in order: one text for one item, however it was read. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
