/** When a mail may go out, what SES's news does to it, and what a reminder may still ask for. */
import { without } from '../kernel/fields.ts';
import type { Channel, Customer } from '../customers/customer.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { openParts } from '../kernel/instalments.ts';
import { askedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { isCollected, overdueDays } from '../invoices/rules.ts';
import type { Attempt, Payment } from '../payments/payment.ts';
import { isPending } from '../payments/attempts.ts';
import type { Mail, MailState } from './mail.ts';

/**
 * SES cannot be asked whether it took a mail, so a claim that is not confirmed is left alone for as long as SES's own
 * Send event may need to arrive; after that nobody sent it:
 *   claim ── send ── SENT          the sender lives
 *   claim ── send ── ✝ … Send event → SENT          it died after SES took the mail
 *   claim ── ✝ … lease ends → claim ── send          it died before
 */
export const LEASE_MS = 5 * 60_000;

export const mayClaim = (mail: Mail, now: Instant): boolean =>
  mail.state === 'QUEUED' || (mail.state === 'SENDING' && Date.parse(now) - Date.parse(mail.at) >= LEASE_MS);

/** What SES calls it, and the state that it means. */
export const STATE_OF: Readonly<Record<string, MailState>> = {
  Send: 'SENT',
  Delivery: 'DELIVERED',
  Bounce: 'BOUNCED',
  Complaint: 'COMPLAINED',
};

/** Why a mail that has nobody to go to is held back. */
export const NO_ADDRESS = 'no address takes mail';

/** Why a mail that its customer switched off is held back. */
export const SWITCHED_OFF = 'switched off by the customer';
/** Decided at the second of sending. What the law or a contract asks to be told has no switch (`customers/customer.ts`). */
export const isOff = (
  { mailsOff = [] }: Partial<Pick<Customer, 'mailsOff'>>,
  purpose: Mail['purpose'],
): boolean => mailsOff.some(({ kind }) => kind === purpose);

/** Whether it is certain that nobody got it: it was not claimed, or had no address. A mail that a restore held back may have gone out. */
export const neverLeft = ({ state, reason, waits }: Pick<Mail, 'state' | 'reason' | 'waits'>): boolean =>
  // A service that did not answer may have taken it.
  (state === 'QUEUED' && waits?.for !== 'service') || (state === 'SUPPRESSED' && reason === NO_ADDRESS);

/** What goes by other ways than mail, too: documents by all of them, a reminder as a letter. */
const CARRIED: Readonly<Partial<Record<Mail['purpose'], (channel: Channel) => boolean>>> = {
  invoice: () => true,
  credit_note: () => true,
  reminder: (channel) => channel === 'letter',
};
/** By which channel the mail goes: that of the customer where its kind is carried, until what carries it has refused it. A claim stays where it is. */
export const channelOf = (mail: Mail, { channel = 'mail' }: Pick<Customer, 'channel'>): Channel =>
  mail.state === 'SENDING'
    ? (mail.via ?? 'mail')
    : mail.byMail || !CARRIED[mail.purpose]?.(channel)
      ? 'mail'
      : channel;

/** A reminder that no address takes goes by letter, unless who posts letters has refused it. */
export const mayBePosted = ({ purpose, history }: Pick<Mail, 'purpose' | 'history'>): boolean =>
  purpose === 'reminder' && !history.some(({ state, via }) => state === 'REJECTED' && via === 'letter');

const RANK: Readonly<Record<MailState, number>> = {
  QUEUED: 0,
  SENDING: 1,
  SENT: 2,
  // Beside SENT: what went out was not held back, and what was held back did not go out, whoever comes later and says so.
  SUPPRESSED: 2,
  ACCEPTED: 3,
  DELIVERED: 4,
  BOUNCED: 5,
  COMPLAINED: 6,
};

/** Forward only: events come late, twice and out of order. Undefined where nothing changes. */
export const advance = (mail: Mail, state: MailState, at: Instant, reason?: string): Mail | undefined => {
  if (RANK[state] <= RANK[mail.state]) return undefined;
  return {
    ...without(mail, 'waits'),
    version: mail.version + 1,
    state,
    at,
    ...(reason !== undefined && { reason }),
    history: [...mail.history, { state, at }],
  };
};

/** Where the mail set out to last. */
export const sentTo = ({ history }: Mail): readonly string[] =>
  history.findLast(({ to }) => to !== undefined)?.to ?? [];

const lower = (addresses: readonly string[]) => new Set(addresses.map((one) => one.toLowerCase()));

/**
 * Addresses of its present round bounced for good. It has BOUNCED when all of them did: SES tells of each by itself, and what one
 * person of the customer has got is delivered. Undefined where nothing changes.
 */
export const bounced = (mail: Mail, addresses: readonly string[], at: Instant): Mail | undefined => {
  const known = lower(mail.failed ?? []);
  const fresh = addresses.filter((one) => !known.has(one.toLowerCase()));
  if (fresh.length === 0) return undefined;
  const failed = [...(mail.failed ?? []), ...fresh];
  const all = lower(failed);
  const moved = sentTo(mail).every((one) => all.has(one.toLowerCase()))
    ? advance(mail, 'BOUNCED', at)
    : { ...mail, version: mail.version + 1 };
  return moved && { ...moved, failed };
};

/** A reminder that counts no steps: it asks for nothing until it is claimed anew. */
export const uncounted = ({ reminder }: Mail): Pick<Mail, 'reminder'> =>
  reminder ? { reminder: without(reminder, 'steps', 'claims') } : {};

/** What reached nobody sets out once more; under a new round where something of it had gone out. */
export const queuedAgain = (mail: Mail, at: Instant): Mail => {
  return {
    ...without(mail, 'failed', 'reason', 'via', 'carried', 'released', 'pdf'),
    ...uncounted(mail),
    version: mail.version + 1,
    state: 'QUEUED',
    at,
    history: [...mail.history, { state: 'QUEUED', at }],
    ...(mail.state === 'BOUNCED' && { round: (mail.round ?? 1) + 1 }),
  };
};

/**
 * A reminder that reached nobody was no step: the debt is asked for as before, from today on. Undefined where a later reminder
 * counted its own step meanwhile, or another part of the invoice is due.
 */
export const unserved = (
  invoice: Invoice,
  { dueOn, reminded: count }: Pick<Invoice, 'dueOn' | 'reminded'>,
  today: LocalDate,
): Invoice | undefined =>
  invoice.reminded === count && invoice.dueOn === dueOn
    ? {
        ...invoice,
        version: invoice.version + 1,
        reminded: count - 1,
        ...(invoice.open.minor > 0 && { remindOn: today }),
      }
    : undefined;

export interface Debt {
  readonly invoice: Invoice;
  readonly attempts: readonly Attempt[];
  /** It is a deposit for an order that was cancelled, and not closed yet. */
  readonly cancelled?: boolean;
}
export type NotOwed =
  | 'paid'
  | 'not_due'
  | 'order_cancelled'
  | 'payment_pending'
  | 'charged_back'
  | 'charge_planned'
  | 'in_clarification'
  | 'unapplied_cash';

/**
 * The debts that may be asked for now: overdue, no payment under way, not covered by money that is here and only not
 * applied yet. Unapplied money counts against the oldest due first, as it would be applied.
 */
export const stillOwed = (
  debts: readonly Debt[],
  unapplied: readonly Payment[],
  today: LocalDate,
  now: Instant,
): { owed: Invoice[]; spared: { invoice: Invoice; why: NotOwed }[] } => {
  const owed: Invoice[] = [];
  const spared: { invoice: Invoice; why: NotOwed }[] = [];
  let cover = unapplied.reduce((total, payment) => total + payment.unapplied.minor, 0);
  for (const { invoice, attempts, cancelled } of [...debts].sort((a, b) =>
    a.invoice.dueOn === b.invoice.dueOn
      ? a.invoice.id < b.invoice.id
        ? -1
        : 1
      : a.invoice.dueOn < b.invoice.dueOn
        ? -1
        : 1,
  )) {
    const asked = askedMinor(invoice, today);
    const covered = asked > 0 && cover >= asked;
    if (covered) cover -= asked;
    const why: NotOwed | undefined =
      invoice.open.minor === 0
        ? 'paid'
        : overdueDays(invoice, today) === 0 || invoice.remindOn === undefined || invoice.remindOn > today
          ? 'not_due'
          : cancelled
            ? 'order_cancelled'
            : attempts.some((attempt) => isPending(attempt, now))
              ? 'payment_pending'
              : // Its provider has not said yet whose the money is (rules §3.7).
                invoice.chargebacks?.some(({ state }) => state === 'OPEN')
                ? 'charged_back'
                : isCollected(invoice, today)
                  ? 'charge_planned'
                  : // Its payer kept it back, and nobody has decided on that yet (rules §3.13).
                    asked === 0
                    ? 'in_clarification'
                    : covered
                      ? 'unapplied_cash'
                      : undefined;
    if (why) spared.push({ invoice, why });
    else owed.push(invoice);
  }
  return { owed, spared };
};

/** The head after a reminder went out: its next look is at the policy's next offset, none after the last. */
export const reminded = (invoice: Invoice, offsets: readonly number[], today: LocalDate): Invoice => {
  const { remindOn: _, ...rest } = invoice;
  const next = offsets[invoice.reminded + 1];
  const nextOn =
    next === undefined
      ? // No reminder of this part is left: the next one has its own.
        openParts(invoice).find(({ remindOn }) => remindOn !== undefined && remindOn > today)?.remindOn
      : addDays(invoice.dueOn, next);
  return {
    ...rest,
    version: invoice.version + 1,
    reminded: invoice.reminded + 1,
    ...(nextOn !== undefined && { remindOn: nextOn > today ? nextOn : addDays(today, 1) }),
  };
};
