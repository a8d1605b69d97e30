/** Days and times as pages and mails say them. */
import { day } from '../documents/format.ts';
import { localDate, type Instant } from '../kernel/dates.ts';
import { wallOf } from '../kernel/hours.ts';
import type { Language } from '../kernel/party.ts';

/** `27.11.2026, 10:33 (Europe/Berlin)`: with its zone, because it may be a term's. */
export const momentOf = (at: Instant, zone: string, language: Language): string =>
  `${day(localDate(at, zone), language)}, ${wallOf(at, zone).slice(11)} (${zone})`;
