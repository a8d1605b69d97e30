/** The commit in which a line is decided. */
import type { BankLine } from '../bank/statement.ts';
import { putLine } from '../bank/store.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { inOpenMonth } from '../ledger/posting.ts';
import { actsOf } from '../payments/exchanging.ts';
import type { Effect } from '../payments/rules.ts';
import type { Act } from '../runtime/act.ts';
import type { Deps } from '../runtime/context.ts';
import { commitAll } from '../runtime/table.ts';

export type Lost = 'once.taken' | 'table.stale';

export const unknown = (id: string) => refuse('cash.line_unknown', `There is no bank line ${id}.`);
export const booked = ({ entry, exchange, facts }: Effect) => ({ entry, exchange, events: facts });

/** The line and everything that its decision moved, or nothing. */
export const keepLine = async (
  line: BankLine,
  { exchange: gained, ...act }: Omit<Act, 'answer' | 'entry'> & Partial<Pick<Effect, 'entry' | 'exchange'>>,
  writes: readonly Write<'table.stale'>[],
  deps: Deps,
): Promise<Result<BankLine, Lost>> => {
  const [entry, exchange] = await inOpenMonth([act.entry, gained], deps);
  const acts = actsOf(deps, { ...act, entry, answer: line }, exchange);
  const kept = await commitAll(acts, [...writes, putLine(deps.tenant, line)]);
  return kept.ok ? ok(line) : kept;
};
