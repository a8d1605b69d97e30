/** Two books of policies from one: as it holds, and with a draft in the place of one of them. */
import { claimedTwice, inForce, isVersion } from '../dunning/rules.ts';
import type { Assigned, DunningPolicy, PolicyBook } from '../dunning/policy.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { TrialOf } from './simulation.ts';

export interface Books {
  readonly a: readonly Assigned[];
  readonly b: readonly Assigned[];
  readonly draft: DunningPolicy;
}
interface Setting {
  readonly book: PolicyBook;
  readonly today: LocalDate;
  readonly now: Instant;
  readonly by: string;
  /** The version that A shall be, where one was named. */
  readonly version?: DunningPolicy | undefined;
}

/** Nobody may have two policies in the draft's book either. */
export const booksOf = (
  { policy, draft: said }: TrialOf<'dunning'>,
  { book, today, now, by, version }: Setting,
): Result<Books, 'dunning.assigned'> => {
  const held = inForce(book, today);
  const others = held.filter((one) => one.policy !== policy);
  const twice = claimedTwice({ version: book.version, assigned: held }, { policy, ...said });
  if (twice) return twice;
  const last = Math.max(0, version?.version ?? 0, ...book.assigned.map((one) => one.version));
  const draft: DunningPolicy = {
    ...said,
    policy,
    version: last + 1,
    activateOn: today,
    at: now,
    by,
  };
  return ok({
    a: version ? [...others, assignedOf(version)] : held,
    b: [...others, assignedOf(draft)],
    draft,
  });
};

const assignedOf = ({
  policy,
  version,
  activateOn,
  customers,
  segments,
  entities,
  courtesy,
}: DunningPolicy): Assigned => ({
  policy,
  version,
  activateOn,
  customers,
  segments,
  entities,
  daysBefore: courtesy?.daysBefore ?? 0,
});

/** What a version says, of those that were read or the draft. */
export const among =
  (versions: readonly DunningPolicy[]) =>
  (one: Pick<DunningPolicy, 'policy' | 'version'>): DunningPolicy =>
    versions.find((known) => isVersion(known, one))!;

/** How a payer was scored, and how late it was expected to pay, nobody knows of a day that is past: notes go to everybody. */
export const unconditioned = (policy: DunningPolicy): DunningPolicy => {
  const { courtesy } = policy;
  return courtesy ? { ...policy, courtesy: without(courtesy, 'scoreBelow', 'lateAtLeast') } : policy;
};
