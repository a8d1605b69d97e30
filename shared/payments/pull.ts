/** Which of a provider's events are looked through, and when: every night those of the last days, page by page (rules §3.16). */
import type { Instant } from '../kernel/dates.ts';
import type { Pull } from './payment.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The schedule runs oftener than that, to ask about attempts. */
const REST_MS = 20 * HOUR_MS;
/** Providers send an event again for three days; it is looked for a little longer. */
const OVERLAP_MS = 4 * DAY_MS;
/** What providers keep their events for (docs.stripe.com/api/events: thirty days). */
const MOST_MS = 29 * DAY_MS;

/** The pass that goes on or begins now; undefined while the last one is fresh. */
export const passOf = (before: Pull | undefined, now: Instant): Pull | undefined => {
  if (before?.cursor !== undefined) return { ...before, version: before.version + 1 };
  const at = Date.parse(now);
  if (before?.doneAt !== undefined && at - Date.parse(before.doneAt) < REST_MS) return undefined;
  const from = before ? Date.parse(before.begunAt) - OVERLAP_MS : at - OVERLAP_MS;
  return {
    version: (before?.version ?? 0) + 1,
    since: new Date(Math.max(from, at - MOST_MS)).toISOString(),
    begunAt: now,
    ...(before?.doneAt !== undefined && { doneAt: before.doneAt }),
  };
};

/** After a page: where to go on, or that all of it was looked through. */
export const advanced = ({ cursor: _, ...pass }: Pull, next: string | undefined, now: Instant): Pull =>
  next === undefined ? { ...pass, doneAt: now } : { ...pass, cursor: next };
