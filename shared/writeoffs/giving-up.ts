/** Loads, decides and commits a write-off: for a person, for two, or for the nightly job. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Ended } from '../approvals/asking.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, snapshotById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, readEach, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { amountOf, writtenOff } from './rules.ts';
import { writesOf } from './store.ts';
import type { WriteOff, WriteOffInvoice } from './writeoff.ts';

export type Refused =
  | 'invoices.unknown'
  | 'writeoffs.nothing_open'
  | 'writeoffs.amount'
  | 'once.taken'
  | 'table.stale';

interface More<C extends string> {
  /** The end of the approval that the commit belongs to. */
  readonly ended?: Ended;
  /** What the commit holds besides, for the job: its caps. */
  readonly within?: (amount: Money, on: LocalDate) => readonly Write<C>[];
}

/** `table.stale` while somebody else touched the invoice: it is decided anew on what is open then. */
export const writeOffOnce = async <C extends string = never>(
  invoiceId: Invoice['id'],
  wanted: WriteOffInvoice,
  id: WriteOff['id'],
  deps: Deps,
  { ended, within = () => [] }: More<C> = {},
): Promise<Result<WriteOff, Refused | C>> => {
  const { tenant } = deps;
  const [invoice, snapshot] = await readEach(invoiceById(tenant, invoiceId), snapshotById(tenant, invoiceId));
  if (!invoice || !snapshot || invoice.deposit)
    return refuse('invoices.unknown', `There is no invoice ${invoiceId}.`);
  const amount = amountOf(invoice, wanted);
  if (!amount.ok) return amount;
  const under = follow(deps, [invoice]);
  const on = await todayOf(invoice, deps);
  const effect = writtenOff(invoice, snapshot, amount.value, wanted, {
    id,
    on,
    at: deps.now,
    by: deps.requestedBy ?? deps.actor,
    ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
    trace: under.trace,
  });
  const { writeOff, entry, facts } = effect;
  const kept = await commit<Refused | C>(
    under,
    {
      action: 'writeoffs.write_off',
      subject: invoiceId,
      entry,
      events: facts,
      answer: ended?.answer ?? writeOff,
    },
    [...writesOf(tenant, effect), ...within(amount.value, on), ...(ended ? [ended.write] : [])],
  );
  return kept.ok ? ok(writeOff) : kept;
};

/** The day in the books of the invoice's entity. */
export const todayOf = async (
  { entity }: Pick<Invoice, 'entity'>,
  { tenant, now }: Deps,
): Promise<LocalDate> => localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);
