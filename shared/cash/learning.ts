/** What people and checked references say of payers is kept; what they take back is held against the pair for a while. */
import type { BankLine } from '../bank/statement.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Write } from '../kernel/storage.ts';
import { hiddenKey, type Deps } from '../runtime/context.ts';
import { readEach } from '../runtime/table.ts';
import type { Alias } from './alias.ts';
import type { Decision } from './decision.ts';
import { aliasOf, putAlias } from './store.ts';
import { confirmed, declined, payerKeysOf } from './trust.ts';

/** By which partitions a payer is found. */
export const payersKeys = (tenant: string, line: Pick<BankLine, 'counterparty'>): string[] =>
  payerKeysOf(line).map((key) => hiddenKey(tenant, key));

type Pair = (before: Alias | undefined) => Alias;
const each = async (line: BankLine, customerId: string, pair: Pair, { tenant }: Deps) => {
  const keys = payersKeys(tenant, line);
  const before = await readEach(...keys.map((key) => aliasOf(tenant, key, customerId)));
  return keys.map((key, at): Write<'table.stale'> => putAlias(tenant, key, pair(before[at])));
};

/** Writes for the commit in which somebody says that the payer of the line is this customer. */
export const confirms = (line: BankLine, customerId: string, deps: Deps): Promise<Write<'table.stale'>[]> =>
  each(line, customerId, (before) => confirmed(before, customerId as Alias['customerId']), deps);

/** Writes for the commit in which somebody takes it back. */
export const declines = (line: BankLine, customerId: string, on: LocalDate, deps: Deps) =>
  each(line, customerId, (before) => declined(before, customerId as Alias['customerId'], on), deps);

/** A line that was matched by checked references says whose account it came from. */
export const learns = async (
  line: BankLine,
  decision: Decision,
  deps: Deps,
): Promise<Write<'table.stale'>[]> =>
  decision.is === 'apply'
    ? confirms({ ...line, counterparty: { iban: line.counterparty.iban } }, decision.customerId, deps)
    : [];
