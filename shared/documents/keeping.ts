/** Where documents are kept: by content, so that the same one, made again, finds itself there. */
import { keep } from '../runtime/blobs.ts';
import { sha256 } from '../runtime/context.ts';
import { fileName, MEDIA, TEMPLATE_VERSION, type DocumentKind } from './document.ts';

/** Answers its key in the bucket; `id` is of what it is about. */
export const keepDocument = async (
  tenant: string,
  id: string,
  { number, kind, bytes }: { number: string; kind: DocumentKind; bytes: Uint8Array | string },
): Promise<string> => {
  const key = `${tenant}/invoices/${id}/v${TEMPLATE_VERSION}-${sha256(bytes).slice(0, 16)}/${fileName(number, kind)}`;
  await keep(key, bytes, MEDIA[kind]);
  return key;
};
