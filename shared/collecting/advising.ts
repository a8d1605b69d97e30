/** What worked before: of contacts and reminders, those that money or an answer followed within seven days; and what is best done next. */
import { addDays, localDate, type Instant } from '../kernel/dates.ts';
import { isOpen, momentOf, wallOf, weekday as weekdayOf, type Hours } from '../kernel/hours.ts';
import type { Contact, ContactChannel, Outcome } from './contact.ts';
import type { NextBestAction, Tally } from './row.ts';

export const FOLLOWED_DAYS = 7;
const DAY = 86_400_000;
/** An own history weighs as much as the company's once there is so much of it. */
const PRIOR = 5;
/** What is taken for likely where the company knows nothing, either. */
const UNKNOWN = { tried: 4, worked: 1 };

export interface Touch {
  readonly channel: ContactChannel;
  readonly at: Instant;
  readonly outcome: Outcome;
}
const ANSWERS: readonly Contact['result'][] = ['reached', 'promised', 'disputed', 'refused'];
const follows = (at: Instant, other: Instant): boolean => {
  const after = Date.parse(other) - Date.parse(at);
  return after > 0 && after <= FOLLOWED_DAYS * DAY;
};
/** What followed a contact, or a reminder: money first, then an answer, its own among them. */
export const outcomeOf = (
  touch: { readonly at: Instant; readonly result?: Contact['result'] },
  contacts: readonly Pick<Contact, 'at' | 'direction' | 'result'>[],
  paidAt: readonly Instant[],
): Outcome => {
  if (paidAt.some((at) => follows(touch.at, at))) return 'money';
  const own = touch.result !== undefined && ANSWERS.includes(touch.result);
  const came = contacts.some(({ at, direction }) => direction === 'in' && follows(touch.at, at));
  return own || came ? 'answer' : 'nothing';
};

/** Under which keys a touch is counted. */
export const keysOf = ({ channel, at }: Pick<Touch, 'channel' | 'at'>, zone: string): string[] => {
  const [weekday, hour] = placeOf(at, zone);
  return [channel, `${channel} d${weekday}`, `${channel} h${hour}`];
};
const placeOf = (at: Instant, zone: string): [weekday: number, hour: number] => {
  const [date, time] = wallOf(at, zone).split(' ');
  return [weekdayOf(date!), Number(time!.slice(0, 2))];
};

type Counts = Tally['by'];
export const counted = (before: Counts, touches: readonly Touch[], zone: string): Counts => {
  const by = { ...before };
  for (const touch of touches)
    for (const key of keysOf(touch, zone)) {
      const { tried, worked } = by[key] ?? { tried: 0, worked: 0 };
      by[key] = { tried: tried + 1, worked: worked + (touch.outcome === 'nothing' ? 0 : 1) };
    }
  return by;
};

const NONE = { tried: 0, worked: 0 };
/** Drawn towards what the company has seen, which is drawn towards what is taken for likely. */
const shareOf = (own: Counts, company: Counts, key: string): number => {
  const [mine, ours] = [own[key] ?? NONE, company[key] ?? NONE];
  const base = (ours.worked + UNKNOWN.worked) / (ours.tried + UNKNOWN.tried);
  return (mine.worked + PRIOR * base) / (mine.tried + PRIOR);
};
/** Equal ones: the first of the list. */
const bestOf = <T>(all: readonly T[], share: (one: T) => number): T =>
  all.reduce((best, one) => (share(one) > share(best) ? one : best));

export interface Asked {
  readonly touches: readonly Touch[];
  readonly company: Counts;
  /** Nothing is asked for now: why. */
  readonly nothing: string | undefined;
  readonly takesMail: boolean;
  readonly hours: Hours | undefined;
  readonly zone: string;
  readonly now: Instant;
}
const CHANNELS: readonly ContactChannel[] = ['phone', 'mail', 'letter', 'visit'];
const WEEKDAYS = ['', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

export const nextBest = (asked: Asked): NextBestAction => {
  const { touches, company, nothing, takesMail, zone } = asked;
  const own = counted({}, touches, zone);
  const channels = CHANNELS.map((channel) => ({
    channel,
    ...(own[channel] ?? NONE),
    percent: (100 * shareOf(own, company, channel)).toFixed(1),
    company: company[channel] ?? NONE,
  }));
  if (nothing !== undefined) return { why: nothing, channels };
  // A visit or a letter is tried where it is known to work, and a mail only where one arrives.
  const may = CHANNELS.filter(
    (channel) =>
      channel === 'phone' ||
      (channel === 'mail' ? takesMail : (own[channel]?.tried ?? 0) + (company[channel]?.tried ?? 0) > 0),
  );
  const channel = bestOf(may, (one) => shareOf(own, company, one));
  const slots = slotsFrom(asked);
  const at =
    slots.length === 0
      ? undefined
      : bestOf(
          slots,
          ({ weekday, hour }) =>
            shareOf(own, company, `${channel} d${weekday}`) * shareOf(own, company, `${channel} h${hour}`),
        );
  return { channel, ...(at && { at: at.at }), why: whyOf(channel, at, own, company), channels };
};

interface Slot {
  readonly at: Instant;
  readonly weekday: number;
  readonly hour: number;
}
/** Office hours where the company has said none. */
const OFFICE = { from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5], closed: [] };
/** Full hours of the next seven days in which the customer may be written to, or called. */
const slotsFrom = ({ hours = OFFICE, zone, now }: Asked): Slot[] => {
  const today = localDate(now, zone);
  return Array.from({ length: 7 * 24 }, (_, nth): Slot => {
    const date = addDays(today, Math.floor(nth / 24));
    const hour = nth % 24;
    return {
      at: momentOf(date, `${String(hour).padStart(2, '0')}:00`, zone),
      weekday: weekdayOf(date),
      hour,
    };
  }).filter(({ at }) => at > now && isOpen(hours, zone, at));
};

const whyOf = (channel: ContactChannel, at: Slot | undefined, own: Counts, company: Counts): string => {
  const said = (key: string): string => {
    const [mine, ours] = [own[key] ?? NONE, company[key] ?? NONE];
    return `${mine.worked} of ${mine.tried} (company: ${ours.worked} of ${ours.tried})`;
  };
  const first = `By ${channel}, ${said(channel)} were followed by money or an answer within ${FOLLOWED_DAYS} days.`;
  return at === undefined
    ? first
    : `${first} On ${WEEKDAYS[at.weekday]} ${said(`${channel} d${at.weekday}`)}; from ${at.hour} o’clock ${said(`${channel} h${at.hour}`)}.`;
};
