/** Finance takes invoices back, corrects and debits them; what is above a limit waits for a second person. */
import { ask } from '../approvals/asking.ts';
import { fileName } from '../documents/document.ts';
import { creditNoteById, creditNotes, deliveryOf, documentsOf, snapshotById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { within } from '../kernel/limits.ts';
import { money, toText } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { list, listed, readEach, untilFresh } from '../runtime/table.ts';
import type { correctionsApi } from './api.ts';
import { correctionOf, correctOnce } from './correcting.ts';
import { debitOnce } from './debiting.ts';
import { creditOnce, planOf } from './take-back.ts';
import { voidInvoice } from './voiding.ts';

export const actions: ActionsOf<typeof correctionsApi, Deps> = {
  creditInvoice: async ({ id, ...wanted }, deps) => {
    const planned = await planOf(id, wanted, deps);
    if (!planned.ok) return planned;
    const { invoice, part } = planned.value;
    const { currency } = invoice.total;
    const worth = money(part.totals.grossMinor, currency);
    if (within(deps.may?.limits, 'refund', worth)) {
      const noteId = newId('crn');
      return untilFresh((tries) =>
        creditOnce(id, wanted, noteId, deps, tries === 0 ? { planned: planned.value } : {}),
      );
    }
    const summary = `${toText(worth)} ${currency} of invoice ${invoice.number} credited: ${wanted.reason}.`;
    return ask(
      { operation: 'corrections.credit', subject: id, scope: 'invoices:write', summary, input: wanted },
      deps,
    );
  },
  correctInvoice: async ({ id, ...wanted }, deps) => {
    const planned = await correctionOf(id, wanted, deps);
    if (!planned.ok) return planned;
    const { invoice, part, basket } = planned.value;
    const { currency } = invoice.total;
    // What the customer owes less, or gets back: the new invoice asks for the rest again.
    const worth = money(Math.max(0, part.totals.grossMinor - basket.totals.grossMinor), currency);
    if (within(deps.may?.limits, 'refund', worth)) {
      const ids = { note: newId('crn'), invoice: newId('inv') };
      return untilFresh((tries) =>
        correctOnce(id, wanted, ids, deps, tries === 0 ? { planned: planned.value } : {}),
      );
    }
    const summary = `Invoice ${invoice.number} corrected to ${toText(worth)} ${currency} less: ${wanted.reason}.`;
    return ask(
      { operation: 'corrections.correct', subject: id, scope: 'invoices:write', summary, input: wanted },
      deps,
    );
  },
  debitInvoice: async ({ id, ...wanted }, deps) => {
    const invoiceId = newId('inv');
    return untilFresh(() => debitOnce(id, wanted, invoiceId, deps));
  },
  voidInvoice,
  listCreditNotes: async (page, { tenant }) => listed(await list(creditNotes(tenant), page)),
  getCreditNote: async ({ id }, { tenant }) => {
    const [note, snapshot, delivery, documents] = await readEach(
      creditNoteById(tenant, id),
      snapshotById(tenant, id),
      deliveryOf(tenant, id),
      documentsOf(tenant, id),
    );
    if (!note || !snapshot) return unknown(id);
    return ok({ ...note, snapshot, ...(delivery && { delivery }), ...(documents && { documents }) });
  },
  getCreditNoteDocument: async ({ id, format }, { tenant }) => {
    const [note, documents] = await readEach(creditNoteById(tenant, id), documentsOf(tenant, id));
    if (!note) return unknown(id);
    const key = documents?.[format];
    if (key === undefined)
      return refuse('corrections.no_document', `Credit note ${note.number} has no ${format} (yet).`);
    return ok({ url: await linkTo(key, fileName(note.number, format), 300), expiresInSeconds: 300 });
  },
};
const unknown = (id: string) => refuse('corrections.unknown', `There is no credit note ${id}.`);
