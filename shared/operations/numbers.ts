/** What the numbers of a series prove, from what the table has under each: pure, so that every fault can be tried. */
import { seriesOf as prefixesOf, type Entity } from '../access/tenant.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { numberOf, seriesName } from '../numbering/series.ts';
import type { NumberFault, NumberingAudit, Proven, SeriesAudit } from './numbering-audit.ts';

/** So many numbers of one series are looked at together; several series are, beside each other. */
export const AT_A_TIME = 1_000;
const MOST_FAULTS = 50;

/** Every series that an entity may have had since the books began, oldest year first. */
export const seriesOf = (entity: Entity, from: LocalDate, to: LocalDate): string[] => {
  const years = Array.from(
    { length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1 },
    (_, at) => `${Number(from.slice(0, 4)) + at}-01-01`,
  );
  return years.flatMap((year) => prefixesOf(entity).map((prefix) => seriesName(prefix, year)));
};

/** How far a night has come in a series. */
export interface Walk {
  /** The last number that was looked at. */
  readonly read: number;
  /** The last before which nothing is wrong, and the day of its document. */
  readonly upTo: number;
  readonly upToOn: LocalDate | undefined;
  /** The day of the last document that there is, whatever was wrong before it. */
  readonly lastOn: LocalDate | undefined;
  readonly faults: readonly NumberFault[];
}
/** A night begins behind the mark. */
export const begunAt = ({ upTo, lastOn }: Partial<Proven> = {}): Walk => ({
  read: upTo ?? 0,
  upTo: upTo ?? 0,
  upToOn: lastOn,
  lastOn,
  faults: [],
});

/** The numbers that are looked at next; none where all that were given are. */
export const ahead = (series: string, next: number, { read }: Walk): string[] =>
  Array.from({ length: Math.max(0, Math.min(next - 1 - read, AT_A_TIME)) }, (_, at) =>
    numberOf(series, read + 1 + at),
  );

export interface Found {
  readonly number: string;
  readonly issuedOn: LocalDate;
}
/** The document that has the number, by number; a number without one stands with undefined. */
type UnderNumbers = ReadonlyMap<string, Found | undefined>;

/** Number → which fault of it was explained. */
export type Noted = ReadonlyMap<string, NumberFault['fault']>;

/** The mark goes as far as nothing is wrong that nobody explained, and the look goes on behind it: a fault is found again each night until it is put right or noted. */
export const walked = (
  walk: Walk,
  numbers: readonly string[],
  documents: UnderNumbers,
  noted: Noted = new Map(),
): Walk => {
  let { upTo, upToOn, lastOn } = walk;
  const faults = [...walk.faults];
  for (const number of numbers) {
    const fault = faultOf(number, documents, lastOn);
    if (fault && fault !== noted.get(number) && faults.length < MOST_FAULTS) faults.push({ number, fault });
    lastOn = documents.get(number)?.issuedOn ?? lastOn;
    if (faults.length > 0) continue;
    upTo += 1;
    upToOn = lastOn;
  }
  return { read: walk.read + numbers.length, upTo, upToOn, lastOn, faults };
};

interface Evidence {
  readonly series: string;
  readonly entity: Entity['id'];
  /** Undefined where the series is not there. */
  readonly next: number | undefined;
  readonly proven: Proven | undefined;
  readonly walk: Walk;
  /** Whether the number after the last is given already. */
  readonly beyond: boolean;
}
export const judged = (
  { series, entity, next, proven, walk, beyond }: Evidence,
  today: LocalDate,
): { audit: SeriesAudit; mark: Proven | undefined } => {
  const { read, upTo, upToOn } = walk;
  const faults: NumberFault[] = [
    ...(next === undefined ? [{ number: numberOf(series, 1), fault: 'series_gone' as const }] : []),
    ...walk.faults,
    ...(beyond ? [{ number: numberOf(series, next!), fault: 'beyond' as const }] : []),
  ];
  const before = proven?.upTo ?? 0;
  return {
    audit: {
      series,
      entity,
      from: before + 1,
      given: (next ?? 1) - 1,
      readUpTo: read,
      provenUpTo: upTo,
      faults: faults.slice(0, MOST_FAULTS),
    },
    mark:
      upTo > before
        ? {
            version: (proven?.version ?? 0) + 1,
            upTo,
            on: today,
            ...(upToOn !== undefined && { lastOn: upToOn }),
          }
        : undefined,
  };
};

/** What a night's audit says of an entity: `unread` where there are numbers that it did not come to. */
export const densityOf = ({ series }: Pick<NumberingAudit, 'series'>, entity: Entity['id']) => {
  const own = series.filter((one) => one.entity === entity);
  return {
    checked: own.reduce(
      (sum, { from, readUpTo, provenUpTo }) => sum + Math.max(0, (readUpTo ?? provenUpTo) - from + 1),
      0,
    ),
    violations: own.flatMap(({ faults }) =>
      faults.map(({ number, fault }) => ({ what: `the number is ${fault}`, where: [number] })),
    ),
    unread: own.some(({ given, provenUpTo }) => given > provenUpTo),
  };
};

const faultOf = (
  number: string,
  documents: UnderNumbers,
  before: LocalDate | undefined,
): NumberFault['fault'] | undefined => {
  if (!documents.has(number)) return 'missing';
  const document = documents.get(number);
  if (document?.number !== number) return 'not_its_own';
  return before !== undefined && document.issuedOn < before ? 'back_in_time' : undefined;
};
