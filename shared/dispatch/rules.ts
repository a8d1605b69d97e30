/** When a mail may go out, what SES's news does to it, and what a reminder may still ask for. */
import { without } from '../kernel/fields.ts';
import type { Customer } from '../customers/customer.ts';
import type { DunningHold } from '../customers/hold.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { openParts } from '../kernel/instalments.ts';
import { askedMinor } from '../invoices/clarifying.ts';
import { promisedMinor } from '../invoices/promised.ts';
import { isWithAgency } from '../invoices/handed.ts';
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
  reminder ? { reminder: without(reminder, 'steps', 'claims', 'notice') } : {};

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
  /** A person said that nobody is reminded of it, or of anything of its payer. */
  readonly held?: DunningHold['why'] | undefined;
  /** It is told of before it is due. */
  readonly courtesy?: boolean;
}
export type NotOwed =
  | 'paid'
  | 'not_due'
  | 'order_cancelled'
  | 'agency'
  | DunningHold['why']
  | 'payment_pending'
  | 'charged_back'
  | 'charge_planned'
  | 'in_clarification'
  | 'promised'
  | 'unapplied_cash'
  | 'unmatched_money';

/**
 * The debts that may be asked for now: overdue, no payment under way, not covered by money that is here and only not
 * applied yet. Unapplied money counts against the oldest due first, as it would be applied; so does what is nobody's and may be of the payer.
 */
export const stillOwed = (
  debts: readonly Debt[],
  unapplied: readonly Payment[],
  today: LocalDate,
  now: Instant,
): { owed: Invoice[]; spared: { invoice: Invoice; why: NotOwed }[] } => {
  const owed: Invoice[] = [];
  const spared: { invoice: Invoice; why: NotOwed }[] = [];
  const sumOf = (some: readonly Payment[]) => some.reduce((sum, one) => sum + one.unapplied.minor, 0);
  let cover = sumOf(unapplied.filter(({ customerId }) => customerId !== undefined));
  // What may be the payer's, and whose it is nobody has said.
  let doubtful = sumOf(unapplied) - cover;
  for (const { invoice, attempts, cancelled, held, courtesy = false } of [...debts].sort((a, b) =>
    a.invoice.dueOn === b.invoice.dueOn
      ? a.invoice.id < b.invoice.id
        ? -1
        : 1
      : a.invoice.dueOn < b.invoice.dueOn
        ? -1
        : 1,
  )) {
    const asked = askedMinor(invoice, courtesy ? addDays(invoice.dueOn, 1) : today);
    const late = overdueDays(invoice, today) > 0;
    const covered = asked > 0 && cover + doubtful >= asked;
    const byCover = covered ? Math.min(cover, asked) : 0;
    cover -= byCover;
    if (covered) doubtful -= asked - byCover;
    const why: NotOwed | undefined =
      invoice.open.minor === 0
        ? 'paid'
        : late === courtesy || invoice.remindOn === undefined || invoice.remindOn > today
          ? 'not_due'
          : cancelled
            ? 'order_cancelled'
            : isWithAgency(invoice)
              ? 'agency'
              : held !== undefined
                ? held
                : attempts.some((attempt) => isPending(attempt, now))
                  ? 'payment_pending'
                  : // Its provider has not said yet whose the money is (rules §3.7).
                    invoice.chargebacks?.some(({ state }) => state === 'OPEN')
                    ? 'charged_back'
                    : isCollected(invoice, today)
                      ? 'charge_planned'
                      : // Its payer kept it back, and nobody has decided on that yet (rules §3.13), or promised it by a day (rules §3.12).
                        asked === 0
                        ? promisedMinor(invoice, today) > 0
                          ? 'promised'
                          : 'in_clarification'
                        : covered
                          ? byCover === asked
                            ? 'unapplied_cash'
                            : 'unmatched_money'
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
