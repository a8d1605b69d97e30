/** The one commit of a line with all that its decision moves, and what both the worker and people read for it. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { BankLine } from '../bank/statement.ts';
import { putLine } from '../bank/store.ts';
import { actFor } from '../claims/owing.ts';
import type { Shared } from '../claims/sharing.ts';
import { putClaim } from '../claims/store.ts';
import { creditIdOf } from '../credit/credit.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { localDate, monthOf, type LocalDate } from '../kernel/dates.ts';
import { sum } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { inOpenMonth } from '../ledger/posting.ts';
import { actsOf } from '../payments/exchanging.ts';
import type { Payment } from '../payments/payment.ts';
import type { Effect, Target } from '../payments/rules.ts';
import { paymentById } from '../payments/store.ts';
import type { Act } from '../runtime/act.ts';
import type { Deps } from '../runtime/context.ts';
import { commitAll, read, recall } from '../runtime/table.ts';
import { giveBack } from './store.ts';
import { letGoOf } from './tolerance.ts';

export type Lost = 'once.taken' | 'table.stale';

/** What of the money paid claims. */
interface Late {
  readonly beside: Pick<Shared, 'claims' | 'entry'> | undefined;
}

/** The line and everything that its decision moved, or nothing. */
export const keepLine = async <C extends string = never>(
  line: BankLine,
  {
    exchange: gained,
    beside,
    ...act
  }: Omit<Act, 'answer' | 'entry'> & Partial<Pick<Effect, 'entry' | 'exchange'>> & Partial<Late>,
  writes: readonly Write<'table.stale' | C>[],
  deps: Deps,
): Promise<Result<BankLine, Lost | C>> => {
  const [entry, exchange, late] = await inOpenMonth([act.entry, gained, beside?.entry], deps);
  const acts = actsOf(deps, { ...act, entry, answer: line }, exchange);
  const kept = await commitAll<Lost | C>(
    [...acts, ...(late ? actFor(late, deps) : [])],
    [
      ...writes,
      ...(beside?.claims ?? []).map((claim) => putClaim(deps.tenant, claim)),
      putLine(deps.tenant, line),
    ],
  );
  return kept.ok ? ok(line) : kept;
};

export const booked = ({ entry, exchange, facts }: Effect) => ({ entry, exchange, events: facts });
export const unknown = (id: string) => refuse('cash.line_unknown', `There is no bank line ${id}.`);

export const paymentOf = async ({ paymentId }: BankLine, { tenant }: Deps): Promise<Payment | undefined> =>
  paymentId === undefined ? undefined : read(paymentById(tenant, paymentId));

export const today = async (
  { entity }: Pick<BankLine, 'entity'>,
  { tenant, now }: Deps,
): Promise<LocalDate> => localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);

/** Whose credit the payer's rest frees: where the invoices stand that it pays, else where the payer stands today. */
export const creditFor = async (
  customerId: string | undefined,
  targets: readonly Target[],
  { tenant }: Deps,
): Promise<Payment['creditId']> => {
  if (customerId === undefined) return undefined;
  const first = targets.find(({ invoice }) => invoice.customerId === customerId);
  if (first) return first.invoice.creditId;
  const customer = await read(customerById(tenant, customerId));
  return customer && creditIdOf(customer);
};

/** What of differences is taken back leaves the month's sum, too. */
export const notTaken = (
  { allocations, bookedOn, amount: { currency } }: Payment,
  invoices: readonly Invoice[],
  { tenant }: Deps,
): Write<'table.stale'>[] => {
  const { minor } = sum(letGoOf({ allocations }), currency);
  // Only of one invoice that a line named alone.
  const whose = invoices.find(({ id }) =>
    allocations.some((one) => one.invoiceId === id && letGoOf({ allocations: [one] }).length > 0),
  );
  return minor === 0
    ? []
    : [giveBack({ tenant, month: monthOf(bookedOn), currency }, whose!.customerId, minor)];
};
