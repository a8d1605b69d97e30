/** What the numbers of a series prove, from what the table has under each: pure, so that every fault can be tried. */
import { seriesOf as prefixesOf, type Entity } from '../access/tenant.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { numberOf, seriesName } from '../numbering/series.ts';
import type { NumberFault, Proven, SeriesAudit } from './numbering-audit.ts';

/** So many numbers of one series are looked at in one night: what is left follows in the next. */
export const MOST_A_NIGHT = 5_000;
const MOST_FAULTS = 50;

/** Every series that an entity may have had since the books began, oldest year first. */
export const seriesOf = (entity: Entity, from: LocalDate, to: LocalDate): string[] => {
  const years = Array.from(
    { length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1 },
    (_, at) => `${Number(from.slice(0, 4)) + at}-01-01`,
  );
  return years.flatMap((year) => prefixesOf(entity).map((prefix) => seriesName(prefix, year)));
};

/** The numbers that tonight looks at: from the mark to the last given, and the one that must not be given yet. */
export const toProve = (
  series: string,
  next: number,
  proven: Proven | undefined,
): { from: number; numbers: string[] } => {
  const from = (proven?.upTo ?? 0) + 1;
  const to = Math.min(next - 1, from + MOST_A_NIGHT - 1);
  return {
    from,
    numbers: Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => numberOf(series, from + at)),
  };
};

export interface Found {
  readonly number: string;
  readonly issuedOn: LocalDate;
}
interface Evidence {
  readonly series: string;
  readonly entity: Entity['id'];
  /** Undefined where the series is not there. */
  readonly next: number | undefined;
  readonly from: number;
  readonly numbers: readonly string[];
  readonly proven: Proven | undefined;
  /** The document that has the number, by number; a number without one stands with undefined. */
  readonly documents: ReadonlyMap<string, Found | undefined>;
  /** Whether the number after the last is given already. */
  readonly beyond: boolean;
}

/** The mark goes as far as nothing is wrong: a fault is found again each night until it is put right. */
export const judged = (
  { series, entity, next, from, numbers, proven, documents, beyond }: Evidence,
  today: LocalDate,
): { audit: SeriesAudit; mark: Proven | undefined } => {
  const faults: NumberFault[] = [];
  let lastOn = proven?.lastOn;
  let upTo = from - 1;
  if (next === undefined) faults.push({ number: numberOf(series, 1), fault: 'series_gone' });
  for (const number of numbers) {
    const fault = faultOf(number, documents, lastOn);
    if (fault) faults.push({ number, fault });
    else if (faults.length === 0) upTo += 1;
    lastOn = documents.get(number)?.issuedOn ?? lastOn;
    if (faults.length === 0)
      proven = { version: 1, upTo, on: today, ...(lastOn !== undefined && { lastOn }) };
  }
  if (beyond) faults.push({ number: numberOf(series, next!), fault: 'beyond' });
  return {
    audit: {
      series,
      entity,
      from,
      given: (next ?? 1) - 1,
      provenUpTo: upTo,
      faults: faults.slice(0, MOST_FAULTS),
    },
    mark: upTo >= from ? proven : undefined,
  };
};

const faultOf = (
  number: string,
  documents: Evidence['documents'],
  before: LocalDate | undefined,
): NumberFault['fault'] | undefined => {
  if (!documents.has(number)) return 'missing';
  const document = documents.get(number);
  if (document?.number !== number) return 'not_its_own';
  return before !== undefined && document.issuedOn < before ? 'back_in_time' : undefined;
};
