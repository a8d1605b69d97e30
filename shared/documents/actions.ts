/** Makes an invoice's documents from its frozen snapshot, keeps them, and says so. */
import bold from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf';
import regular from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf';
import { tokenOf } from '../invoices/link.ts';
import { putDocuments, snapshotById } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import { announcing } from '../runtime/act.ts';
import { keep } from '../runtime/blobs.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { secret } from '../runtime/secrets.ts';
import { read, write } from '../runtime/table.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { DocumentsRendered, fileName, MEDIA, TEMPLATE_VERSION } from './document.ts';
import { pdfOf } from './pdf.ts';
import { ublOf } from './ubl.ts';

/** Kept by content: the same snapshot and template make the same bytes under the same key, however often. */
export const renderDocuments = async (
  { invoiceId }: { invoiceId: Invoice['id'] },
  deps: Deps,
): Promise<Result<void, 'invoices.documented'>> => {
  const snapshot = await read(snapshotById(deps.tenant, invoiceId));
  if (!snapshot) throw new Error(`invoice ${invoiceId} has no snapshot`);
  const url = `${env('publicUrl')}/pay/${tokenOf(await secret('linkKey'), deps.tenant, invoiceId)}`;
  const kept = async (kind: 'pdf' | 'ubl', bytes: Uint8Array | string): Promise<string> => {
    const key = `${deps.tenant}/invoices/${invoiceId}/v${TEMPLATE_VERSION}-${sha256(bytes).slice(0, 16)}/${fileName(snapshot.number, kind)}`;
    await keep(key, bytes, MEDIA[kind]);
    return key;
  };
  const ubl = ublOf(snapshot);
  if (!ubl.ok) log.warn('documents.no_einvoice', { invoice: invoiceId, code: ubl.code });
  const documents = {
    pdf: await kept('pdf', await pdfOf(snapshot, { regular, bold }, url)),
    ...(ubl.ok && { ubl: await kept('ubl', ubl.value) }),
  };
  const { buyer, number } = snapshot;
  const facts = [announce(DocumentsRendered, invoiceId, { invoiceId, customerId: buyer.id, number })];
  const done = await write(announcing(putDocuments(deps.tenant, invoiceId, documents), deps, facts));
  return done.ok || done.code === 'invoices.documented' ? ok(undefined) : done;
};
