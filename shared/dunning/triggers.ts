/** What of a customer's doings a policy follows, and what that does to the next notices. Pure. */
import type { Account } from '../credit/credit.ts';
import type { Customer } from '../customers/customer.ts';
import { askedMinor } from '../invoices/clarifying.ts';
import { isWithAgency } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { isCollected } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Payment } from '../payments/payment.ts';
import type { DunningPolicy } from './policy.ts';
import { levelAt, levelOf } from './rules.ts';
import type { Trigger, TriggerCause } from './trigger.ts';

/** What a customer did; `about` makes it one: told twice it happened once. Of these invoices, or of all that is overdue. */
export interface Happened {
  readonly cause: TriggerCause;
  readonly about: string;
  readonly invoices?: readonly string[];
}

/** Whether an invoice has notices of a policy at all, sooner or later. */
export const mayBeAsked = (invoice: Invoice): boolean =>
  !invoice.deposit && !invoice.plan && !isWithAgency(invoice) && invoice.open.minor > 0;
/** Whether its payer is asked for it now. */
export const isAsked = (invoice: Invoice, today: LocalDate): boolean =>
  mayBeAsked(invoice) && !isCollected(invoice, today) && askedMinor(invoice, today) > 0;

interface Known {
  readonly customer: Pick<Customer, 'undeliverable'>;
  readonly open: readonly Invoice[];
  readonly today: LocalDate;
  readonly account?: Pick<Account, 'limit' | 'exposure'> | undefined;
  /** Of the newest payments; needed for the first lateness alone. */
  readonly payments: readonly Pick<Payment, 'paidOn' | 'allocations'>[];
}

/** What the night finds without anybody having told of it, the mildest first. A customer of whom nothing is overdue did nothing. */
export const foundAtNight = ({ customer, open, today, account, payments }: Known): Happened[] => {
  const overdue = open.filter((one) => isAsked(one, today));
  if (overdue.length === 0) return [];
  const bounced = (customer.undeliverable ?? [])
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  const limit = account?.limit?.minor ?? 0;
  const wasLate = payments.some(({ paidOn, allocations }) => allocations.some(({ dueOn }) => dueOn < paidOn));
  const isFirst = !wasLate && open.every(({ reminded }) => reminded === 0);
  return [
    ...(isFirst ? [{ cause: 'first_late' as const, about: 'first' }] : []),
    ...(bounced === undefined ? [] : [{ cause: 'mail_bounced' as const, about: bounced }]),
    // Once a month, as long as it is so.
    ...(limit > 0 ? [{ cause: 'limit_used' as const, about: today.slice(0, 7) }] : []),
  ];
};

/** Whether a policy follows it; of the limit only from its percent on. */
export const followedBy = (
  { triggers = {} }: Pick<DunningPolicy, 'triggers'>,
  { cause }: Pick<Happened, 'cause'>,
  account: Known['account'],
): Trigger | undefined => {
  if (cause !== 'limit_used') return triggers[cause];
  const { limit_used: trigger } = triggers;
  const limit = account?.limit?.minor ?? 0;
  return trigger && limit > 0 && 100 * account!.exposure.minor > trigger.percent * limit
    ? trigger
    : undefined;
};

/**
 * The head whose next notice is said otherwise; undefined where nothing of it changes, or no level is left. A level is left out, and never
 * the last, nor one that it was asked for at.
 */
export const triggered = (
  invoice: Invoice,
  policy: DunningPolicy,
  { level: from = 1, skip, tone, channel }: Trigger,
): Invoice | undefined => {
  const before = levelOf(invoice, policy);
  if (!before) return undefined;
  const at = levelAt(invoice);
  const to = Math.min(policy.levels.length, Math.max(at + (skip ? 1 : 0), from));
  const said = tone !== undefined || channel !== undefined;
  if (
    to === at &&
    (!said || (before.tone === (tone ?? before.tone) && before.channel === (channel ?? before.channel)))
  )
    return undefined;
  const ahead = to - invoice.reminded - 1;
  const { next, ahead: _, ...dunning } = invoice.dunning ?? {};
  const kept = next?.level === to ? next : {};
  const saidNow = { ...kept, ...(tone !== undefined && { tone }), ...(channel !== undefined && { channel }) };
  return {
    ...invoice,
    version: invoice.version + 1,
    dunning: {
      ...dunning,
      policy: policy.policy,
      version: policy.version,
      ...(ahead > 0 && { ahead }),
      ...(Object.keys(saidNow).length > 0 && { next: { ...saidNow, level: to } }),
    },
  };
};

const WORDS: Readonly<Record<TriggerCause, string>> = {
  first_late: 'It is late for the first time',
  part_payment: 'It paid a part of an invoice that is overdue',
  autopay_failed: 'An invoice could not be charged',
  mail_bounced: 'An address of it takes no mail',
  promise_broken: 'It did not pay what it had promised',
  limit_used: 'Its credit limit is used',
};
export const whyOf = ({ cause }: Pick<Happened, 'cause'>, task: string): string => `${WORDS[cause]}: ${task}`;
