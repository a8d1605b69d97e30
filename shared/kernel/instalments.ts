/** Parts of a debt that fall due one after another. What is settled settles the oldest first, so what is open is the youngest. */
import * as z from 'zod';
import { LocalDate } from './dates.ts';
import type { Money } from './money.ts';

export const Instalment = z
  .object({
    dueOn: LocalDate,
    minor: z.int().min(1),
    remindOn: LocalDate.optional().meta({ description: 'When a reminder of it is looked at first.' }),
  })
  .meta({ id: 'Instalment' });
export type Instalment = Readonly<z.infer<typeof Instalment>>;

export interface Debt {
  readonly dueOn: LocalDate;
  readonly open: Pick<Money, 'minor'>;
  /** By rising day; absent where all of it is due on one. */
  readonly instalments?: readonly Instalment[] | undefined;
}

/** What is open, by the days on which it falls due; the oldest first, none where nothing is open. */
export const openParts = ({ dueOn, open, instalments = [] }: Debt): readonly Instalment[] => {
  if (open.minor <= 0) return [];
  if (instalments.length === 0) return [{ dueOn, minor: open.minor }];
  let left = open.minor;
  return instalments
    .toReversed()
    .flatMap((part) => {
      const minor = Math.min(part.minor, left);
      left -= minor;
      return minor > 0 ? [{ ...part, minor }] : [];
    })
    .toReversed();
};

/** Of what is open, what fell due before a day. */
export const overdueMinor = (debt: Debt, day: LocalDate): number =>
  openParts(debt).reduce((sum, { dueOn, minor }) => sum + (dueOn < day ? minor : 0), 0);

/** Without so much of the last of them: what is forgiven is not owed at the end. */
export const lessLast = (parts: readonly Instalment[], minor: number): readonly Instalment[] => {
  let left = parts.reduce((sum, part) => sum + part.minor, 0) - minor;
  return parts.flatMap((part) => {
    const kept = Math.min(part.minor, Math.max(0, left));
    left -= kept;
    return kept > 0 ? [{ ...part, minor: kept }] : [];
  });
};

/** By rising day, one of each. */
export const joined = (parts: readonly Instalment[]): Instalment[] =>
  [...Map.groupBy(parts, ({ dueOn }) => dueOn).values()]
    .map((same) => ({ ...same[0]!, minor: same.reduce((sum, { minor }) => sum + minor, 0) }))
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
