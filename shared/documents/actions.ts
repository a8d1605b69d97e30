/** Makes the documents of an invoice or a credit note from its frozen snapshot, keeps them, and says so. */
import { tokenOf } from '../invoices/link.ts';
import { putDocuments, snapshotById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { announcing } from '../runtime/act.ts';
import type { Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { secret } from '../runtime/secrets.ts';
import { read, write } from '../runtime/table.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import type { documentsApi } from './api.ts';
import { makeProForma, makeQuoteProForma } from './asked.ts';
import { ciiOf } from './cii.ts';
import { CreditNoteRendered, DocumentsRendered, type DocumentKind } from './document.ts';
import { FONTS } from './fonts.ts';
import { keepDocument } from './keeping.ts';
import { pdfOf } from './pdf.ts';
import { ublOf } from './ubl.ts';

export const actions: ActionsOf<typeof documentsApi, Deps> = { makeProForma, makeQuoteProForma };

export const renderInvoice = async ({ invoiceId }: { invoiceId: Invoice['id'] }, deps: Deps) =>
  render(invoiceId, deps, await payUrlOf(deps, invoiceId), ({ buyer, number }) =>
    announce(DocumentsRendered, invoiceId, { invoiceId, customerId: buyer.id, number }),
  );

/** A request for a deposit has the head and the payment link of an invoice. */
export const renderDeposit = ({ depositId }: { depositId: Invoice['id'] }, deps: Deps) =>
  renderInvoice({ invoiceId: depositId }, deps);

export const renderCreditNote = (
  { creditNoteId, invoiceId }: Pick<CreditNote, 'invoiceId'> & { creditNoteId: CreditNote['id'] },
  deps: Deps,
) =>
  render(creditNoteId, deps, undefined, ({ buyer, number }) =>
    announce(CreditNoteRendered, creditNoteId, { creditNoteId, invoiceId, customerId: buyer.id, number }),
  );

const payUrlOf = async ({ tenant }: Deps, invoiceId: string): Promise<string> =>
  `${env('publicUrl')}/pay/${tokenOf(await secret('linkKey'), tenant, invoiceId)}`;

/** Kept by content: the same snapshot and template make the same bytes under the same key, however often. */
const render = async (
  id: string,
  deps: Deps,
  payUrl: string | undefined,
  fact: (snapshot: Snapshot) => Fact,
): Promise<Result<void, 'invoices.documented'>> => {
  const snapshot = await read(snapshotById(deps.tenant, id));
  if (!snapshot) throw new Error(`${id} has no snapshot`);
  const kept = (kind: DocumentKind, bytes: Uint8Array | string): Promise<string> =>
    keepDocument(deps.tenant, id, { number: snapshot.number, kind, bytes });
  // EN 16931 has no document that asks for a deposit.
  const ubl = snapshot.deposit ? refuse('documents.for_people', 'It is no invoice.') : ublOf(snapshot);
  if (!ubl.ok && !snapshot.deposit) log.warn('documents.no_einvoice', { document: id, code: ubl.code });
  const documents = {
    pdf: await kept('pdf', await pdfOf(snapshot, FONTS, { payUrl, ...(ubl.ok && { cii: ciiOf(snapshot) }) })),
    ...(ubl.ok && { ubl: await kept('ubl', ubl.value) }),
  };
  const put = putDocuments(deps.tenant, id, documents);
  const done = await write(announcing(put, deps, [fact(snapshot)]));
  return done.ok || done.code === 'invoices.documented' ? ok(undefined) : done;
};
