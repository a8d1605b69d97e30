/** Who is drawn to wait for a notice, and what notices brought against those that were kept. Pure. */
import { costs } from '../claims/late-charge.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { askedOf, type Message } from './messages.ts';
import type { Effect, HeldOut, Touch } from './touch.ts';

/** Cash of so many days after the first is what a notice brought; so long a kept one waits. */
const WINDOW_DAYS = 7;
const LEAST = 30;

/** So many payers in a thousand may be kept from this notice: none where anything hangs on its day. */
export const permilleOf = ({ cases, charges }: Pick<Message, 'cases' | 'charges'>): number =>
  costs(charges)
    ? 0
    : Math.min(
        ...cases.map(({ policy, step }) => {
          if (!step || step.courtesy) return 0;
          const { approval, escalate, service, legal } = step.level;
          return approval || escalate || service || legal ? 0 : (policy?.holdOut ?? 0);
        }),
      );

/** 0 to 999, evenly, the same for a payer all through a month (FNV-1a, 32 bits, with a last mix). */
export const lotOf = (customerId: string, month: string): number => {
  let hash = 0x811c9dc5;
  for (const letter of `${customerId} ${month}`) {
    hash ^= letter.codePointAt(0)!;
    hash = Math.imul(hash, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) % 1000;
};

/** `begins`: it is kept from today on. `waits`: it was kept before. Undefined where it goes out. */
export const kept = (
  message: Message,
  { customerId, today }: { readonly customerId: string; readonly today: LocalDate },
  before: HeldOut | undefined,
): 'begins' | 'waits' | undefined => {
  const permille = permilleOf(message);
  if (permille === 0) return undefined;
  if (before && daysBetween(before.on, today) <= WINDOW_DAYS) return before.on === today ? 'begins' : 'waits';
  const month = today.slice(0, 7);
  return before?.on.slice(0, 7) !== month && lotOf(customerId, month) < permille ? 'begins' : undefined;
};

export const touchOf = (
  { cases, level, tone, channel }: Message,
  { mailId, customerId, on, held }: Pick<Touch, 'mailId' | 'customerId' | 'on' | 'held'>,
): Touch => ({
  mailId,
  held,
  customerId,
  on,
  level,
  tone,
  channel,
  currency: cases[0]!.invoice.open.currency,
  debts: cases.map((one) => ({ invoiceId: one.invoice.id, minor: askedOf(one, on) })),
});

/** What is settled without money, or with money that was here before. */
const NO_CASH = ['credit_note', 'write_off', 'deposit', 'difference'];
type Head = Pick<Invoice, 'settlements'>;
/** Of each debt no more than was asked for: the rest was not what the notice brought. */
export const cashOf = ({ debts, on }: Touch, headOf: (id: string) => Head | undefined): number => {
  const until = addDays(on, WINDOW_DAYS);
  return debts.reduce((sum, { invoiceId, minor }) => {
    const came = (headOf(invoiceId)?.settlements ?? [])
      .filter(({ method, paidOn }) => !NO_CASH.includes(method) && paidOn >= on && paidOn <= until)
      .reduce((all, { amount }) => all + amount.minor, 0);
    return sum + Math.min(minor, came);
  }, 0);
};

export const isOver = ({ on }: Touch, today: LocalDate): boolean => addDays(on, WINDOW_DAYS) < today;

interface Counted {
  readonly touch: Touch;
  readonly cashMinor: number;
}
const askedMinor = ({ debts }: Touch): number => debts.reduce((sum, { minor }) => sum + minor, 0);

/** By words, level, channel and currency; the lowest level first. */
export const effectsOf = (all: readonly Counted[]): Effect[] => {
  const groups = Map.groupBy(all, ({ touch: { level, tone, channel, currency } }) =>
    [level, tone, channel, currency].join(' '),
  );
  return [...groups.keys()].toSorted().map((key) => {
    const same = groups.get(key)!;
    const [{ touch }] = same as [Counted];
    const [touched, heldOut] = [false, true].map((held) => {
      const these = same.filter((one) => one.touch.held === held);
      return {
        notices: these.length,
        asked: money(sumOf(these.map((one) => askedMinor(one.touch))), touch.currency),
        cash: money(sumOf(these.map(({ cashMinor }) => cashMinor)), touch.currency),
        paid: these.filter((one) => one.cashMinor >= askedMinor(one.touch)).length,
      };
    }) as [Effect['touched'], Effect['heldOut']];
    const enough = Math.min(touched.notices, heldOut.notices) >= LEAST;
    return {
      template: `reminder_${touch.tone}`,
      level: touch.level,
      channel: touch.channel,
      touched,
      heldOut,
      ...(enough && { difference: differenceOf(touched, heldOut) }),
    };
  });
};
const sumOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);

/** 95 % of a normal distribution are within so many standard deviations. */
const Z = 1.959964;
type Share = Pick<Effect['touched'], 'paid' | 'notices'>;
/** Wilson's score interval of a share. */
const scoreOf = ({ paid, notices }: Share): { share: number; low: number; high: number } => {
  const share = paid / notices;
  const middle = share + Z ** 2 / (2 * notices);
  const half = Z * Math.sqrt((share * (1 - share)) / notices + Z ** 2 / (4 * notices ** 2));
  const whole = 1 + Z ** 2 / notices;
  return { share, low: (middle - half) / whole, high: (middle + half) / whole };
};
/** Newcombe's interval of the difference of two shares (Statistics in Medicine 17, 1998, method 10). */
export const differenceOf = (one: Share, other: Share): NonNullable<Effect['difference']> => {
  const [a, b] = [scoreOf(one), scoreOf(other)];
  const ppm = (x: number): number => Math.round(x * 1_000_000);
  const between = a.share - b.share;
  return {
    ppm: ppm(between),
    lowPpm: ppm(between - Math.hypot(a.share - a.low, b.high - b.share)),
    highPpm: ppm(between + Math.hypot(a.high - a.share, b.share - b.low)),
  };
};
