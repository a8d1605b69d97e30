/** What an invoice lacked is an invoice of its own series that names it: a debit note (rules §3.6). */
import { debitSeries } from '../access/tenant.ts';
import { accountOf } from '../credit/credit.ts';
import { moveExposures } from '../credit/store.ts';
import type { Invoice, InvoiceView } from '../invoices/invoice.ts';
import { issueEntry } from '../invoices/booking.ts';
import { invoiceById, putInvoice, putSnapshot, snapshotById } from '../invoices/store.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, readEach } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { ofMoney } from './correcting.ts';
import type { DebitInvoice } from './correction.ts';
import { debited, type DebitedRefusal } from './following.ts';
import { issuedAfter, viewOf } from './issuing.ts';
import { followed } from './rules.ts';

/** Loads, decides and commits; `table.stale` while another took the number or touched the invoice. */
export const debitOnce = async (
  id: Invoice['id'],
  wanted: DebitInvoice,
  debitId: Invoice['id'],
  deps: Deps,
): Promise<
  Result<
    InvoiceView,
    | DebitedRefusal
    | 'invoices.unknown'
    | 'invoices.voided'
    | 'corrections.replaced'
    | 'corrections.prepayment'
    | 'once.taken'
    | 'table.stale'
  >
> => {
  const { tenant } = deps;
  const [before, snapshot] = await readEach(invoiceById(tenant, id), snapshotById(tenant, id));
  if (!before || !snapshot || before.deposit) return refuse('invoices.unknown', `There is no invoice ${id}.`);
  if (before.prepayment) return ofMoney(before);
  if (before.voided)
    return refuse('invoices.voided', `${before.number} was made void: invoice its deliveries anew.`);
  const place = before.followedBy?.find(({ as }) => as === 'corrected');
  if (place)
    return refuse('corrections.replaced', `Another invoice took its place: debit ${place.invoiceId}.`);
  const basket = debited(snapshot, wanted.lines);
  if (!basket.ok) return basket;
  const under = follow(deps, [before]);
  const { invoice, numbers, facts, ...issued } = await issuedAfter(
    before,
    snapshot,
    debitId,
    under,
    debitSeries,
    {
      basket: basket.value,
      said: { as: 'debited', reason: wanted.reason, text: wanted.text },
    },
  );
  const view = viewOf(invoice, invoice.issuedOn);
  const done = await commit(
    under,
    {
      action: 'corrections.debit',
      subject: id,
      entry: issueEntry(invoice, issued.snapshot),
      events: facts,
      answer: view,
    },
    [
      ...numbers,
      putInvoice(tenant, followed({ ...before, version: before.version + 1 }, invoice)),
      putInvoice(tenant, invoice),
      putSnapshot(tenant, debitId, issued.snapshot),
      ...moveExposures(tenant, invoice.total.currency, [
        { account: accountOf(invoice), minor: invoice.total.minor },
      ]),
    ],
  );
  return done.ok ? ok(view) : done;
};
