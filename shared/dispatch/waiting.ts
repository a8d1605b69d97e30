/** Whether a mail waits: for the breaker, for the recipient's hours. What it says holds for a moment, and is asked again. */
import type { Instant } from '../kernel/dates.ts';
import { nextOpen } from '../kernel/hours.ts';
import type { Mail } from './mail.ts';
import {
  NO_MAIL_RULES,
  type Counts,
  type Level,
  type MailingRow,
  type MailRules,
  type Override,
} from './mailing.ts';

/** All that is known of a company's mails. */
export interface Mailing {
  readonly rules: MailRules;
  readonly override?: Override | undefined;
  /** By the hour that they were counted in: `2026-11-26T09`. */
  readonly hours: readonly (Counts & { readonly hour: string })[];
}

export const mailingFrom = (rows: readonly MailingRow[]): Mailing => ({
  rules: rows.flatMap((row) => ('rules' in row ? [row.rules] : []))[0] ?? NO_MAIL_RULES,
  override: rows.flatMap((row) => ('override' in row ? [row.override] : []))[0],
  hours: rows.flatMap((row) => ('hour' in row ? [row] : [])),
});

const HOUR = 3_600_000;
const WINDOW_HOURS = 24;

export const hourOf = (at: Instant): string => at.slice(0, 13);
/** The first hour of the window that ends now. */
export const windowFrom = (now: Instant): string =>
  hourOf(new Date(Date.parse(now) - (WINDOW_HOURS - 1) * HOUR).toISOString());

export const countsOf = ({ hours }: Pick<Mailing, 'hours'>, now: Instant): Counts => {
  const from = windowFrom(now);
  return hours
    .filter(({ hour }) => hour >= from)
    .reduce(
      (sum, { sent, bounced, complained }) => ({
        sent: sum.sent + sent,
        bounced: sum.bounced + bounced,
        complained: sum.complained + complained,
      }),
      { sent: 0, bounced: 0, complained: 0 },
    );
};

export const ratePpm = (some: number, all: number): number =>
  all === 0 ? 0 : Math.floor((some * 1_000_000) / all);

/**
 * SES begins a review at 5 % of bounces or 0.1 % of complaints (rules §3.19), over all that an account sends. At half of that reminders
 * stop, which can be said later; at all of it everything does. One complaint is a person, two are a rate: with fewer than two thousand
 * mails in a day each complaint is more than 0.05 %.
 */
const HALF = { bouncesPpm: 25_000, complaintsPpm: 500 } as const;
const FULL = { bouncesPpm: 50_000, complaintsPpm: 1_000 } as const;
const FEWEST_COMPLAINTS = 2;

export const levelOf = ({ sent, bounced, complained }: Counts, minimumMails: number): Level => {
  if (sent < minimumMails) return 'closed';
  const complaints = complained >= FEWEST_COMPLAINTS ? complained : 0;
  const reaches = ({ bouncesPpm, complaintsPpm }: typeof HALF | typeof FULL) =>
    ratePpm(bounced, sent) >= bouncesPpm || ratePpm(complaints, sent) >= complaintsPpm;
  return reaches(FULL) ? 'open' : reaches(HALF) ? 'half' : 'closed';
};

/** What asks, and can be asked for on another day. */
export const canWait = ({ purpose }: Pick<Mail, 'purpose'>): boolean =>
  purpose === 'reminder' || purpose === 'statement' || purpose === 'instalment';

const AT_ONCE: ReadonlySet<Mail['purpose']> = new Set(['notice', 'code', 'account', 'agency']);

/**
 * Why the mail may not go out now. A notice waits for nothing: it warns a company of what somebody changes in it, and is too late after
 * a day; somebody waits before a page for a code, and how many are sent is counted there; an agency that is not told collects what was paid. What a customer did itself is confirmed at once
 * (§ 312k (4) BGB), and who did not do it has to hear of it. What a person released passes both; `canWait` alone minds hours.
 */
export const heldFor = (
  mail: Pick<Mail, 'purpose' | 'released'>,
  mailing: Mailing,
  zone: string,
  now: Instant,
): { for: 'breaker' } | { for: 'hours'; until: Instant } | undefined => {
  if (AT_ONCE.has(mail.purpose) || mail.released) return undefined;
  const { rules, override } = mailing;
  if (override === undefined || override.until <= now) {
    const level = levelOf(countsOf(mailing, now), rules.minimumMails);
    if (level === 'open' || (level === 'half' && canWait(mail))) return { for: 'breaker' };
  }
  if (rules.hours === undefined || !canWait(mail)) return undefined;
  const until = nextOpen(rules.hours, zone, now);
  return until === now ? undefined : { for: 'hours', until };
};

/** What somebody has a day to say no to is not behind a run of invoices. */
export const isPaced = ({ purpose }: Pick<Mail, 'purpose'>): boolean =>
  purpose !== 'notice' && purpose !== 'account';

/** Of the mails in a minute, how many of its kind may be. With one a minute all are in one line. */
export const shareOf = (mail: Pick<Mail, 'purpose'>, mailsPerMinute: number): number =>
  canWait(mail) ? Math.max(1, Math.floor(mailsPerMinute / 2)) : mailsPerMinute;
