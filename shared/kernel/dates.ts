/** Business days are dates without a zone; events are instants. A date is made from an instant only in a stated zone. */
import * as z from 'zod';

/** As the document says it: days that the calendar has, from 1900 to 2999. */
const DAY_PATTERN = (() => {
  const years = '(?:19|2\\d)';
  const leap = `${years}(?:0[48]|[2468][048]|[13579][26])|2[048]00`;
  const long = '(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])';
  const short = '(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)';
  return `^(?:(?:${leap})-02-29|${years}\\d\\d-(?:${long}|${short}|02-(?:0[1-9]|1\\d|2[0-8])))$`;
})();
/** Of the years that business is done in: days are counted from it in both directions, and no calendar of ours ends on the way. */
export const LocalDate = z.iso
  .date({ abort: true })
  .refine((day) => day >= '1900-01-01' && day <= '2999-12-31', 'must be from 1900-01-01 to 2999-12-31')
  .meta({
    id: 'LocalDate',
    description: 'A calendar day, YYYY-MM-DD.',
    example: '2026-03-31',
    pattern: DAY_PATTERN,
  });
export type LocalDate = z.infer<typeof LocalDate>;
export const Instant = z.iso
  .datetime()
  .meta({ id: 'Instant', description: 'A moment, RFC 3339 in UTC.', example: '2026-03-31T09:30:00.000Z' });
export type Instant = z.infer<typeof Instant>;

export const Zone = z
  .string()
  .refine((zone) => zone.includes('/') && isZone(zone), 'must be an IANA time zone such as "Europe/Berlin"')
  .meta({ id: 'Zone', description: 'IANA time zone name.', example: 'Europe/Berlin' });

const DAY = 86_400_000;
const MINUTE = 60_000;
const utc = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  new Date(utc(date) + days * DAY).toISOString().slice(0, 10);
/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((utc(to) - utc(from)) / DAY);

/** The calendar day in a zone at an instant: what a legal document of an entity in that zone is dated. */
export const localDate = (instant: Instant, zone: string): LocalDate =>
  formatter(zone).format(new Date(instant));

/**
 * The first moment of a day in a zone, to the minute: where clocks skip midnight, the moment that they skip to. Found by halving,
 * because a zone's offset at a moment is told and its midnight is not.
 */
export const startOfDay = (date: LocalDate, zone: string): Instant => {
  let before = utc(date) - DAY;
  let reached = utc(date) + DAY;
  while (reached - before > MINUTE) {
    const middle = before + Math.floor((reached - before) / MINUTE / 2) * MINUTE;
    if (localDate(new Date(middle).toISOString(), zone) >= date) reached = middle;
    else before = middle;
  }
  return new Date(reached).toISOString();
};

/** The same day so many months later (earlier where negative), or the last of a shorter month: 31 January and one is 28 February. */
export const addMonths = (date: LocalDate, months: number): LocalDate => {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const count = year * 12 + month - 1 + months;
  const there = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
  const last = endOfMonth(`${there}-01`);
  const same = `${there}${date.slice(7)}`;
  return same < last ? same : last;
};
export const endOfMonth = (date: LocalDate): LocalDate => addDays(`${nextMonth(monthOf(date))}-01`, -1);

export const monthOf = (date: LocalDate): string => date.slice(0, 7);
/** Every month from `first` to `last`, both included, as YYYY-MM. */
export const monthsBetween = (first: string, last: string): string[] => {
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
};
export const nextMonth = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

const formatters = new Map<string, Intl.DateTimeFormat>();
const formatter = (zone: string): Intl.DateTimeFormat => {
  const known =
    formatters.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  formatters.set(zone, known);
  return known;
};
const isZone = (zone: string): boolean => {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
};
