/** Days that people name in mails, in five languages, as dates after the day on which they wrote. */
import { addDays, daysBetween, endOfMonth, type LocalDate } from '../kernel/dates.ts';

export interface Day {
  readonly on: LocalDate;
  /** As it stands there. */
  readonly found: string;
  /** It can be no other day. */
  readonly sure: boolean;
}

const WEEKDAYS = [
  'monday|montag|lundi|lunes|lunedì|lunedi',
  'tuesday|dienstag|mardi|martes|martedì|martedi',
  'wednesday|mittwoch|mercredi|miércoles|miercoles|mercoledì|mercoledi',
  'thursday|donnerstag|jeudi|jueves|giovedì|giovedi',
  'friday|freitag|vendredi|viernes|venerdì|venerdi',
  'saturday|samstag|sonnabend|samedi|sábado|sabado|sabato',
  'sunday|sonntag|dimanche|domingo|domenica',
];
const MONTHS = [
  'january|januar|jänner|janvier|enero|gennaio|jan',
  'february|februar|février|fevrier|febrero|febbraio|feb',
  'march|märz|mars|marzo|mar',
  'april|avril|abril|aprile|apr',
  'may|mai|mayo|maggio',
  'june|juni|juin|junio|giugno|jun',
  'july|juli|juillet|julio|luglio|jul',
  'august|août|aout|agosto|aug',
  'september|septembre|septiembre|settembre|sept|sep',
  'october|oktober|octobre|octubre|ottobre|oct|okt',
  'november|novembre|noviembre|nov',
  'december|dezember|décembre|decembre|diciembre|dicembre|dec|dez',
];
const wordsOf = (all: readonly string[]): string => all.join('|');
const placeIn = (all: readonly string[], word: string): number =>
  all.findIndex((names) => names.split('|').includes(word.toLowerCase()));
/** `\b` knows letters of ASCII alone. */
const word = (pattern: string): RegExp => new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, 'giu');

const WEEKDAY = word(
  `(next |nächsten |kommenden |diesen |this )?(${wordsOf(WEEKDAYS)})( prochain| próximo| proximo| prossimo| que viene)?`,
);
const ISO = /(?<![\d.,/-])(\d{4})-(\d{2})-(\d{2})(?![\d-])/g;
const NUMERIC = /(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?(?![\d]|[.,/-]\d)/g;
const NAMED = word(
  `(\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?(?: de| of)? (${wordsOf(MONTHS)})\\.?(?:(?: de| del|,)? (\\d{4}))?`,
);
const MONTH_FIRST = word(`(${wordsOf(MONTHS)}) (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?`);
const TODAY = word("today|heute|aujourd['’]hui|hoy|oggi");
const TOMORROW = word('tomorrow|morgen|demain|mañana|domani');
const END_OF_MONTH = word(
  '(?:the )?end of (?:the|this) month|month[- ]end|(?:zum |am )?ende des monats|(?:zum )?monatsende|(?:à la )?fin du mois|fin de mois|(?:a )?final(?:es)? de(?:l| este)? mes|(?:a )?fine mese|fine del mese',
);
/** A time, and no day. */
const VAGUE = word(
  'soon|shortly|asap|next week|next month|in the coming days|within the next|bald|demnächst|nächste[nr]? woche|nächsten monat|in den nächsten tagen|bientôt|la semaine prochaine|le mois prochain|dans les prochains jours|pronto|la semana que viene|la próxima semana|el próximo mes|en los próximos días|presto|la (?:settimana prossima|prossima settimana)|il mese prossimo|nei prossimi giorni',
);

/** Monday is 0. */
const weekdayOf = (date: LocalDate): number => ((daysBetween('2024-01-01', date) % 7) + 7) % 7;

export const isVague = (text: string): boolean => text.search(VAGUE) >= 0;

/** Each day once. `monthFirst`: the writer may put the month first, so that 5/12 can be two days. */
export const daysIn = (text: string, today: LocalDate, monthFirst = false): Day[] => {
  const found = new Map<LocalDate, Day>();
  let rest = text;
  const take = (
    pattern: RegExp,
    dayOf: (parts: RegExpMatchArray) => Omit<Day, 'found'> | undefined,
  ): void => {
    rest = rest.replace(pattern, (...parts) => {
      const match = parts.slice(0, -2) as unknown as RegExpMatchArray;
      const day = dayOf(match);
      if (!day) return match[0];
      const before = found.get(day.on);
      found.set(day.on, {
        ...day,
        sure: day.sure && before?.sure !== false,
        found: before?.found ?? match[0].trim(),
      });
      return '*';
    });
  };
  take(ISO, ([, year, month, day]) => dated(Number(year), Number(month), Number(day)));
  take(NAMED, ([, day, month, year]) => inYear(placeIn(MONTHS, month!) + 1, Number(day), year, today));
  take(MONTH_FIRST, ([, month, day, year]) => inYear(placeIn(MONTHS, month!) + 1, Number(day), year, today));
  take(NUMERIC, ([, first, sign, second, year]) => {
    const day = inYear(Number(second), Number(first), year, today);
    const turned =
      monthFirst && sign === '/' ? inYear(Number(first), Number(second), year, today) : undefined;
    if (!day) return turned;
    return turned && turned.on !== day.on ? { ...day, sure: false } : day;
  });
  take(END_OF_MONTH, () => ({ on: endOfMonth(today), sure: true }));
  take(TOMORROW, () => ({ on: addDays(today, 1), sure: true }));
  take(TODAY, () => ({ on: today, sure: true }));
  take(WEEKDAY, (parts) => {
    const [, before, name, after] = parts;
    const ahead = (placeIn(WEEKDAYS, name!) - weekdayOf(today) + 7) % 7;
    // On a Friday "Friday" is today or in a week; "next Friday" is for some the one after.
    const said = `${before ?? ''}${after ?? ''}`.trim().toLowerCase();
    return { on: addDays(today, ahead || 7), sure: ahead !== 0 && said !== 'next' && said !== 'nächsten' };
  });
  return [...found.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
};

const dated = (year: number, month: number, day: number): Omit<Day, 'found'> | undefined => {
  const on = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const real = month >= 1 && month <= 12 && day >= 1 && on <= endOfMonth(`${on.slice(0, 7)}-01`);
  return real ? { on, sure: true } : undefined;
};
/** Without a year it is the one that is nearest: nobody writes of a day that is half a year away and leaves it out. */
const inYear = (
  month: number,
  day: number,
  year: string | undefined,
  today: LocalDate,
): Omit<Day, 'found'> | undefined => {
  if (year !== undefined && year !== '')
    return dated(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
  const now = Number(today.slice(0, 4));
  return [now - 1, now, now + 1]
    .flatMap((each) => dated(each, month, day) ?? [])
    .sort((a, b) => Math.abs(daysBetween(today, a.on)) - Math.abs(daysBetween(today, b.on)))[0];
};
