/** What the steps of an erasure have in common: a page of one kind of thing, each taken out by itself. */
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { write } from '../runtime/table.ts';
import type { Counts, Erasure, Kept } from './erasure.ts';

export interface Part {
  readonly counts?: Partial<Counts>;
  readonly kept?: readonly Kept[];
  readonly writes?: readonly Write<'table.stale'>[];
  /** More of the same follows from here. */
  readonly cursor?: string | undefined;
}
export type Step = (id: Erasure['customerId'], erasure: Erasure, deps: Deps) => Promise<Part>;

export const PAGE = 100;
export const ofAll = async <T>(rows: readonly T[], act: (row: T) => Promise<boolean>): Promise<number> => {
  let done = 0;
  for (const row of rows) if (await act(row)) done += 1;
  return done;
};
/** Who changed it at the same moment wins, and the part is done again on what it is then. */
export const kept = async (one: Write<'table.stale'>): Promise<true> => {
  const done = await write(one);
  if (!done.ok) throw new Error(done.detail);
  return true;
};
