/** What the night reads of payments and disputes to judge by. */
import { idsOf, type Customer } from '../customers/customer.ts';
import { UNDECIDED } from '../disputes/dispute.ts';
import { disputes } from '../disputes/store.ts';
import { invoiceById } from '../invoices/store.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { paidBy } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { each, readAll } from '../runtime/table.ts';
import type { WarningPolicy } from './policy.ts';
import { disputedFrom, paidFrom, type PaidPart } from './rules.ts';

interface Disputed {
  readonly customerId: string;
  readonly entity: string;
  readonly openedOn: LocalDate;
  /** What of it nobody has decided on. */
  readonly undecided: Money | undefined;
}
export interface Night {
  readonly policy: WarningPolicy;
  readonly today: LocalDate;
  /** Undefined where they could not be read. */
  readonly disputes: readonly Disputed[] | undefined;
}

/** Once for all customers and entities: newest first, as far back as anything is compared with. Days of two zones may differ by one. */
export const recentDisputes = async (
  policy: WarningPolicy,
  today: LocalDate,
  { tenant }: Deps,
): Promise<Disputed[]> => {
  const found: Disputed[] = [];
  if (!policy.disputeSpike) return found;
  const from = addDays(disputedFrom(today), -1);
  for await (const { customerId, entity, openedOn, state, disputed } of each(disputes(tenant))) {
    if (openedOn < from) break;
    found.push({
      customerId,
      entity,
      openedOn,
      undecided: UNDECIDED.includes(state) ? disputed : undefined,
    });
  }
  return found;
};

/** Receipts of one customer that are looked at in a night: of whom there are more the earlier time is not known, and nothing is said. */
const MOST_RECEIPTS = 5_000;

/**
 * Its own invoices in its currency that money paid. Deposits are paid before anything is owed, credit notes and money that was here
 * before say nothing of how long it takes, and what others owe is no habit of this one.
 */
export const partsPaidBy = async (
  customer: Customer,
  today: LocalDate,
  { tenant }: Deps,
): Promise<PaidPart[]> => {
  const found: Omit<PaidPart, 'issuedOn'>[] = [];
  let receipts = 0;
  for (const id of idsOf(customer))
    for await (const { paidOn, method, allocations } of each(paidBy(tenant, id, paidFrom(today)))) {
      if ((receipts += 1) > MOST_RECEIPTS) return [];
      if (method === 'credit_note') continue;
      for (const { invoiceId, amount, deposit, recovery, fromCredit, customerId } of allocations)
        if (amount.currency === customer.currency && !deposit && !recovery && !fromCredit && !customerId)
          found.push({ invoiceId, minor: amount.minor, paidOn });
    }
  const issued = new Map<string, LocalDate>();
  const ids = [...new Set(found.map(({ invoiceId }) => invoiceId))];
  for (let at = 0; at < ids.length; at += 100)
    for (const { id, issuedOn } of await readAll(
      ids.slice(at, at + 100).map((one) => invoiceById(tenant, one)),
    ))
      issued.set(id, issuedOn);
  return found.flatMap((one) => {
    const issuedOn = issued.get(one.invoiceId);
    return issuedOn === undefined ? [] : [{ ...one, issuedOn }];
  });
};
