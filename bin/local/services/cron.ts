/**
 * AWS schedule expressions: `cron(…)` with six fields, `rate(…)`, `at(…)`, in a time zone. A wall-clock
 * time is kept as the UTC instant that shows the same digits.
 */

const DAY_MS = 86_400_000;
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

export interface Schedule {
  /** The first moment after `afterMs`; undefined when there is none any more. */
  next(afterMs: number): number | undefined;
}

/** Throws for what AWS would refuse. `createdMs` is where a rate counts from. */
export const parseSchedule = (expression: string, zone: string, createdMs: number): Schedule => {
  const [, kind, text = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'cron') return cron(text, zone);
  if (kind === 'rate') return rate(text, createdMs);
  if (kind === 'at') return once(text, zone);
  throw new Error(`Not a schedule expression: ${expression}`);
};

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: DAY_MS };

const rate = (text: string, createdMs: number): Schedule => {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const period = Number(count) * (UNITS[unit ?? ''] ?? 0);
  if (!period) throw new Error(`Not a rate: ${text}`);
  return {
    next: (after) => createdMs + (Math.max(0, Math.floor((after - createdMs) / period)) + 1) * period,
  };
};

const once = (text: string, zone: string): Schedule => {
  const wall = Date.parse(`${text}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) || Number.isNaN(wall))
    throw new Error(`Not a moment: ${text}`);
  // In the gap of spring the clocks have moved on by an hour: so does the moment.
  const moment = instant(wall, zone) ?? wall - offset(wall - DAY_MS, zone);
  return { next: (after) => (moment > after ? moment : undefined) };
};

/**
 * A time that the clocks skip is skipped, one that they show twice runs once, at the first: as EventBridge
 * does.
 */
const cron = (text: string, zone: string): Schedule => {
  const nextWall = parseCron(text);
  offset(0, zone);
  return {
    next: (after) => {
      let wall = after + offset(after, zone);
      for (;;) {
        const found = nextWall(wall);
        if (found === undefined) return undefined;
        const moment = instant(found, zone);
        if (moment !== undefined && moment > after) return moment;
        wall = found;
      }
    },
  };
};

/** Answers the next wall-clock time after another one. */
const parseCron = (text: string): ((wall: number) => number | undefined) => {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`cron takes six fields: ${text}`);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields.map((field) => field.toUpperCase()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Error(`One of day-of-month and day-of-week, and only one, must be ?: ${text}`);
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = new Set(numbers(named(month, MONTHS), 1, 12));
  const years = numbers(year, 1970, 2199);
  const allYears = new Set(years);
  const day = dayOfWeek === '?' ? byDayOfMonth(dayOfMonth) : byDayOfWeek(named(dayOfWeek, DAYS));
  const fits = (date: Date) =>
    allYears.has(date.getUTCFullYear()) && months.has(date.getUTCMonth() + 1) && day(date);
  const lastYear = years.at(-1)!;

  return (wall) => {
    const from = Math.floor(wall / 60_000) * 60_000 + 60_000;
    // A weekday on 29 February can be 40 years away.
    const end = Math.min(Date.UTC(lastYear + 1, 0), from + 41 * 366 * DAY_MS);
    for (let start = Math.floor(from / DAY_MS) * DAY_MS; start < end; start += DAY_MS) {
      if (!fits(new Date(start))) continue;
      for (const h of hours)
        for (const m of minutes) {
          const found = start + h * 3_600_000 + m * 60_000;
          if (found >= from) return found;
        }
    }
    return undefined;
  };
};

const named = (field: string, names: string[]): string =>
  field.replaceAll(/[A-Z]{3}/g, (name) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`Unknown name ${name} in a cron expression`);
    return String(index + 1);
  });

/** Lists, ranges and steps, in ascending order. A range may wrap, as FRI-MON does. */
const numbers = (field: string, least: number, most: number): number[] => {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, base = '', to, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const from = base === '*' ? least : Number(base);
    const until = to === undefined ? (base === '*' || step !== undefined ? most : from) : Number(to);
    const by = Number(step ?? 1);
    const fine = base !== '' && by > 0 && [from, until].every((each) => each >= least && each <= most);
    if (!fine || (base === '*' && to !== undefined)) throw new Error(`Not a cron field: ${field}`);
    const length = until >= from ? until - from : until - from + (most - least + 1);
    for (let i = 0; i <= length; i += by) found.add(least + ((from - least + i) % (most - least + 1)));
  }
  return [...found].sort((a, b) => a - b);
};

const lastDay = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

const byDayOfMonth = (field: string): ((date: Date) => boolean) => {
  const [, before] = /^L(?:-(\d+))?$/.exec(field) ?? [undefined, undefined];
  if (field.startsWith('L') && /^L(-\d+)?$/.test(field))
    return (date) => date.getUTCDate() === lastDay(date) - Number(before ?? 0);
  const [, weekday] = /^(L|\d+)W$/.exec(field) ?? [];
  if (weekday !== undefined) {
    if (weekday !== 'L') numbers(weekday, 1, 31);
    return (date) =>
      date.getUTCDate() === nearestWeekday(date, weekday === 'L' ? lastDay(date) : Number(weekday));
  }
  const days = new Set(numbers(field, 1, 31));
  return (date) => days.has(date.getUTCDate());
};

/** The working day next to that day of the month, without leaving the month. */
const nearestWeekday = (date: Date, day: number): number | undefined => {
  const last = lastDay(date);
  if (day > last) return undefined;
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === last ? day - 2 : day + 1;
  return day;
};

const byDayOfWeek = (field: string): ((date: Date) => boolean) => {
  const [, lastOf] = /^(\d)?L$/.exec(field) ?? [undefined, undefined];
  if (/^[1-7]?L$/.test(field)) {
    // A bare L is the last day of the week, every Saturday; 6L is the last Friday of the month.
    if (lastOf === undefined) return (date) => date.getUTCDay() === 6;
    return (date) => date.getUTCDay() + 1 === Number(lastOf) && date.getUTCDate() > lastDay(date) - 7;
  }
  const [, weekday, nth] = /^([1-7])#([1-5])$/.exec(field) ?? [];
  if (weekday !== undefined)
    return (date) =>
      date.getUTCDay() + 1 === Number(weekday) && Math.ceil(date.getUTCDate() / 7) === Number(nth);
  const days = new Set(numbers(field, 1, 7));
  return (date) => days.has(date.getUTCDay() + 1);
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of the zone are ahead of UTC at that moment. Throws for an unknown zone. */
const offset = (moment: number, zone: string): number => {
  if (zone === 'UTC') return 0;
  let format = formats.get(zone);
  if (!format) {
    const digits = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      second: '2-digit',
      ...digits,
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
};

/** The first moment at which the zone's clocks show this; undefined when they skip it. */
const instant = (wall: number, zone: string): number | undefined =>
  [offset(wall - DAY_MS, zone), offset(wall + DAY_MS, zone)]
    .map((ahead) => wall - ahead)
    .filter((moment) => moment + offset(moment, zone) === wall)
    .sort((a, b) => a - b)[0];
