/**
 * The port to a service that carries documents: an access point of Peppol, or a printer of letters. Over HTTP with JSON; asking twice
 * under one key is asking once. What it answers is read strictly; what is certainly refused is said, anything else is thrown and asked again.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Entity } from '../access/tenant.ts';
import type { Channel, Customer } from '../customers/customer.ts';
import { MEDIA } from '../documents/document.ts';
import type { Mail } from './mail.ts';

export interface Account {
  /** `https://ap.example.com/v1`: the paths below stand behind it. */
  readonly baseUrl: string;
  readonly apiKey: string;
}
export type Service = Extract<Channel, 'letter' | 'peppol'>;
export const isService = (channel: Channel): channel is Service =>
  channel === 'letter' || channel === 'peppol';

/** What became of a document. SUBMITTED: the service has it. ACCEPTED: the receiver's access point, or the post, has taken it. */
export const Word = z.object({
  id: z.string().min(1).max(200),
  state: z.enum(['SUBMITTED', 'ACCEPTED', 'DELIVERED', 'REJECTED']),
  reason: z
    .string()
    .transform((text) => text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200))
    .optional(),
});
export type Word = z.infer<typeof Word>;

export interface Parcel {
  readonly key: string;
  readonly route: object;
  readonly filename: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}
export interface Carrier {
  readonly submit: (parcel: Parcel) => Promise<Word>;
  readonly ask: (id: string) => Promise<Word>;
}
type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>;

/** Not these: it takes the document later, or once its address and key in the vault are right. */
const LATER = new Set([401, 403, 404, 408, 425, 429]);

export const overHttp = ({ baseUrl, apiKey }: Account, fetch: Fetch): Carrier => {
  const at = (path: string): string => `${baseUrl.replace(/\/$/, '')}/documents${path}`;
  const authorization = `Bearer ${apiKey}`;
  const wordOf = async (response: Response): Promise<Word> => {
    if (!response.ok) throw new Error(`the service answered ${response.status}`);
    return Word.parse(await response.json());
  };
  return {
    submit: async ({ key, content, ...parcel }) => {
      const response = await fetch(at(''), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ ...parcel, content: Buffer.from(content).toString('base64') }),
      });
      const { status } = response;
      return status >= 400 && status < 500 && !LATER.has(status)
        ? { id: key, state: 'REJECTED', reason: `the service answered ${status}` }
        : wordOf(response);
    },
    ask: async (id) =>
      wordOf(await fetch(at(`/${encodeURIComponent(id)}`), { method: 'GET', headers: { authorization } })),
  };
};

const BIS = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const participant = ({ scheme, id }: { scheme: string; id: string }): string =>
  `iso6523-actorid-upis::${scheme}:${id}`;
const documentType = (kind: 'Invoice' | 'CreditNote'): string =>
  `busdox-docid-qns::urn:oasis:names:specification:ubl:schema:xsd:${kind}-2::${kind}##${BIS}::2.1`;

/** What is carried where; or why it cannot be, in words for a person. */
export const parcelOf = (
  mail: Pick<Mail, 'id' | 'purpose' | 'history'>,
  channel: Service,
  attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Uint8Array;
  }[],
  {
    customer,
    seller,
  }: { customer: Partial<Pick<Customer, 'eInvoice' | 'name' | 'address'>>; seller: Entity },
): Parcel | string => {
  const mediaType = channel === 'peppol' ? MEDIA.ubl : MEDIA.pdf;
  const found = attachments.find(({ contentType }) => contentType === mediaType);
  if (!found) return 'the document has no such form';
  const { filename, content } = found;
  // A service that refused it once is asked anew only after a person has seen to it: that is another parcel.
  const refused = mail.history.filter(({ state }) => state === 'REJECTED').length;
  // A reminder is decided on anew each time: what asks for something else is another parcel, too.
  const asks =
    mail.purpose === 'reminder' ? [createHash('sha256').update(content).digest('hex').slice(0, 16)] : [];
  const parcel = { key: [mail.id, refused, ...asks].join('.'), filename, mediaType, content };
  if (channel === 'letter') {
    const { name, address } = customer;
    const from = { name: seller.name, address: seller.address };
    return { ...parcel, route: { kind: mail.purpose, from, to: { name, address } } };
  }
  const receiver = customer.eInvoice?.endpoint;
  if (!receiver) return 'the customer has no participant id of Peppol';
  if (!seller.endpoint) return `entity ${seller.id} has no participant id of Peppol`;
  if (!Buffer.from(content).includes(BIS)) return 'the e-invoice is not by Peppol BIS Billing 3.0';
  return {
    ...parcel,
    route: {
      kind: mail.purpose,
      from: participant(seller.endpoint),
      to: participant(receiver),
      documentType: documentType(mail.purpose === 'credit_note' ? 'CreditNote' : 'Invoice'),
      process: 'cenbii-procid-ubl::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
    },
  };
};
