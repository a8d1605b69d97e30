/** When something got worse, and when that is over. Pure; days are local days, figures are rounded to tenths when they are said. */
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { WarningPolicy } from './policy.ts';
import type { Watch } from './watch.ts';
import type { ClearedWhy, Warning, WarningKind } from './warning.ts';

/** What one line of the policy says of something today. */
export interface Judged {
  readonly kind: WarningKind;
  /** Of one kind there may be several lines. */
  readonly line: string;
  readonly crossed: boolean;
  /** It could not be judged this night: what stands stays as it is. */
  readonly unknown?: true;
  readonly figure: number;
  readonly before?: number;
  readonly threshold: number;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

const SCORE_DAYS = 30;
/** Against what held thirty days before: unknown of who is scored for less long. */
export const scoreDrop = (
  { scoreDrop: line }: WarningPolicy,
  scores: Watch['scores'],
  today: LocalDate,
): Judged[] => {
  const now = scores.at(-1)?.score;
  if (!line || now === undefined) return [];
  const before = scores.findLast(({ on }) => on <= addDays(today, -SCORE_DAYS))?.score;
  const crossed = before !== undefined && before - now >= line.points;
  return [
    {
      kind: 'score_drop',
      line: 'score_drop',
      crossed,
      figure: now,
      ...(before !== undefined && { before }),
      threshold: line.points,
    },
  ];
};
/** With today's; where nothing changed it is the same. Of what is older than a month the last is kept. */
export const scoresWith = (
  scores: Watch['scores'],
  score: number | undefined,
  today: LocalDate,
): Watch['scores'] => {
  if (score === undefined || scores.at(-1)?.score === score) return scores;
  const all = [...scores.filter(({ on }) => on < today), { on: today, score }];
  const first = all.findLastIndex(({ on }) => on <= addDays(today, -SCORE_DAYS));
  return all.slice(Math.max(0, first));
};

const TERM_DAYS = 90;
/** So far back payments are looked at. */
export const paidFrom = (today: LocalDate): LocalDate => addDays(today, 1 - 2 * TERM_DAYS);
/** Part of an invoice that was paid on a day. */
export interface PaidPart {
  readonly invoiceId: string;
  readonly minor: number;
  readonly issuedOn: LocalDate;
  readonly paidOn: LocalDate;
}
/** Σ(amount × days from invoice to payment) ÷ Σ amount (rules §2), of ninety days up to today and of the ninety before. */
export const termsCreep = (
  { termsCreep: line }: WarningPolicy,
  parts: readonly PaidPart[],
  today: LocalDate,
): Judged[] => {
  if (!line) return [];
  const from = addDays(today, 1 - TERM_DAYS);
  const of = (some: readonly PaidPart[]) => {
    const total = some.reduce((sum, { minor }) => sum + minor, 0);
    const days = some.reduce(
      (sum, { minor, ...one }) => sum + minor * daysBetween(one.issuedOn, one.paidOn),
      0,
    );
    const invoices = new Set(some.map(({ invoiceId }) => invoiceId)).size;
    return invoices >= line.invoices && total > 0 ? days / total : undefined;
  };
  const now = of(parts.filter(({ paidOn }) => paidOn >= from && paidOn <= today));
  const before = of(parts.filter(({ paidOn }) => paidOn >= paidFrom(today) && paidOn < from));
  if (now === undefined || before === undefined) return [quiet('terms_creep', line.days)];
  const crossed = now - before >= line.days && (now - before) * 100 >= before * line.percent;
  return [
    {
      kind: 'terms_creep',
      line: 'terms_creep',
      crossed,
      figure: tenth(now),
      before: tenth(before),
      threshold: line.days,
    },
  ];
};
/** Too little is known for it to be said: it is not above its line. */
const quiet = (kind: WarningKind, threshold: number): Judged => ({
  kind,
  line: kind,
  crossed: false,
  figure: 0,
  threshold,
});

/** Of an account that has a limit; one of nothing is used whole by anything. */
export const limitUse = (
  { limitUse: lines }: WarningPolicy,
  account: { readonly limit?: { readonly minor: number } | undefined; readonly exposure: { minor: number } },
): Judged[] => {
  const { limit, exposure } = account;
  if (!lines || !limit) return [];
  const used = limit.minor === 0 ? (exposure.minor > 0 ? 100 : 0) : (100 * exposure.minor) / limit.minor;
  return [...new Set(lines.percents)].map((percent) => ({
    kind: 'limit_use',
    line: `limit_use:${percent}`,
    crossed:
      limit.minor === 0
        ? exposure.minor > 0 && percent <= 100
        : BigInt(exposure.minor) * 100n >= BigInt(limit.minor) * BigInt(percent),
    figure: tenth(used),
    threshold: percent,
  }));
};

const SPIKE_DAYS = 30;
const SPIKES_BEFORE = 3;
/** So far back disputes are looked at. */
export const disputedFrom = (today: LocalDate): LocalDate =>
  addDays(today, 1 - (SPIKES_BEFORE + 1) * SPIKE_DAYS);
export const disputeSpike = (
  { disputeSpike: line }: WarningPolicy,
  openedOn: readonly LocalDate[] | undefined,
  today: LocalDate,
): Judged[] => {
  if (!line) return [];
  if (!openedOn) return [{ ...quiet('dispute_spike', line.cases), unknown: true }];
  const from = addDays(today, 1 - SPIKE_DAYS);
  const now = openedOn.filter((day) => day >= from && day <= today).length;
  const earlier = openedOn.filter((day) => day >= disputedFrom(today) && day < from).length;
  return [
    {
      kind: 'dispute_spike',
      line: 'dispute_spike',
      crossed: now >= line.cases && now * SPIKES_BEFORE > line.times * earlier,
      figure: now,
      before: tenth(earlier / SPIKES_BEFORE),
      threshold: line.cases,
    },
  ];
};

export interface Turned {
  readonly live: Watch['live'];
  readonly raised: readonly Judged[];
  readonly cleared: readonly { readonly id: Warning['id']; readonly why: ClearedWhy }[];
}
/**
 * What the night changes of the warnings that stand. A line that is crossed is raised once; it is cleared when it was below for the days
 * that the policy says, counted by days and not by nights that ran, and only then may be raised again. What is not watched any more is
 * cleared at once.
 */
export const turned = (
  live: Watch['live'],
  judged: readonly Judged[],
  { today, quietDays, idFor }: { today: LocalDate; quietDays: number; idFor: (one: Judged) => Warning['id'] },
): Turned => {
  const next: Record<string, Watch['live'][string]> = {};
  const cleared: { id: Warning['id']; why: ClearedWhy }[] = [];
  for (const [line, stands] of Object.entries(live)) {
    const one = judged.find((each) => each.line === line);
    const { id, quietSince = today } = stands;
    if (!one) cleared.push({ id, why: 'not_watched' });
    else if (one.unknown) next[line] = stands;
    else if (one.crossed) next[line] = { id };
    else if (daysBetween(quietSince, today) >= quietDays) cleared.push({ id, why: 'quiet' });
    else next[line] = { id, quietSince };
  }
  const raised = judged.filter(({ line, crossed }) => crossed && live[line] === undefined);
  for (const one of raised) next[one.line] = { id: idFor(one) };
  return { live: next, raised, cleared };
};
