/** What a provider's news does to an attempt, and whether money may still come of it. */
import type { Attempt, AttemptState } from './payment.ts';

/** SUCCEEDED is final; a late success overrules a failure, because money is the truth; else only newer news moves. */
export const advance = (
  attempt: Attempt,
  news: { state: AttemptState; providerRef: string; version: number; failure?: string | undefined },
): Attempt | undefined => {
  if (attempt.state === 'SUCCEEDED') return undefined;
  if (
    news.state !== 'SUCCEEDED' &&
    (news.version < attempt.providerVersion ||
      (news.state === attempt.state && attempt.providerRef !== undefined))
  )
    return undefined;
  const { checkAt, ...rest } = attempt;
  const final = news.state === 'SUCCEEDED' || news.state === 'FAILED' || news.state === 'CANCELED';
  return {
    ...rest,
    ...(!final && checkAt !== undefined && { checkAt }),
    version: attempt.version + 1,
    state: news.state,
    providerRef: news.providerRef,
    providerVersion: Math.max(news.version, attempt.providerVersion),
    failure: news.failure,
  };
};

/** A payer is in the middle of it, or the bank is: no reminder goes out. An abandoned try counts for a day. */
export const isPending = ({ state, createdAt }: Attempt, now: string): boolean =>
  state === 'PENDING' ||
  state === 'UNKNOWN' ||
  (state === 'INITIATED' && Date.parse(now) - Date.parse(createdAt) < 86_400_000);
