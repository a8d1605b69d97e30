/** The port to who carries documents: what it is asked, and what of its answers is taken for what. */
import { describe, expect, test } from 'vitest';
import { Entity } from '../../../shared/access/tenant.ts';
import { SELLER } from '../../../bin/demo/company.ts';
import { overHttp, parcelOf, type Parcel } from '../../../shared/dispatch/carrier.ts';
import type { Mail } from '../../../shared/dispatch/mail.ts';
import { channelOf, mayBePosted } from '../../../shared/dispatch/channel.ts';

const at = '2026-01-20T09:00:00.000Z';
const mail: Mail = {
  id: `mail_${'0'.repeat(26)}`,
  version: 1,
  purpose: 'invoice',
  state: 'QUEUED',
  at,
  history: [],
};
const BIS = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const ubl = { filename: 'I-1.xml', contentType: 'application/xml', content: Buffer.from(`<x>${BIS}</x>`) };
const pdf = { filename: 'I-1.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') };
const seller = Entity.parse({ ...SELLER, endpoint: { scheme: '0088', id: '4006381333931' } });
const endpoint = { scheme: '0088', id: '4012345000009' };
const customer = {
  name: 'Shop',
  address: { line1: 'Weg 1', postalCode: '1', city: 'B', country: 'DE' },
  eInvoice: { profile: 'peppol-bis-3' as const, endpoint },
};

describe('what is carried', () => {
  test('by Peppol is the UBL, between participants, with the type of the document', () => {
    expect(parcelOf(mail, 'peppol', [pdf, ubl], { customer, seller })).toEqual({
      key: `${mail.id}.0`,
      filename: 'I-1.xml',
      mediaType: 'application/xml',
      content: ubl.content,
      route: {
        kind: 'invoice',
        from: 'iso6523-actorid-upis::0088:4006381333931',
        to: 'iso6523-actorid-upis::0088:4012345000009',
        documentType: `busdox-docid-qns::urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##${BIS}::2.1`,
        process: 'cenbii-procid-ubl::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
      },
    });
    const note = parcelOf({ ...mail, purpose: 'credit_note' }, 'peppol', [ubl], { customer, seller });
    expect((note as Parcel).route).toMatchObject({
      documentType: expect.stringContaining('CreditNote-2::CreditNote##'),
    });
  });
  test('by letter is the PDF, with both addresses; after a refusal under another key', () => {
    const refused: Mail = { ...mail, history: [{ state: 'REJECTED', at, via: 'letter', reason: 'x' }] };
    expect(parcelOf(refused, 'letter', [pdf, ubl], { customer, seller })).toEqual({
      key: `${mail.id}.1`,
      filename: 'I-1.pdf',
      mediaType: 'application/pdf',
      content: pdf.content,
      route: {
        kind: 'invoice',
        from: { name: seller.name, address: seller.address },
        to: { name: 'Shop', address: customer.address },
      },
    });
  });
  test('a reminder that asks for something else is another parcel, and the same one is not', () => {
    const keyOf = (content: string) =>
      (
        parcelOf({ ...mail, purpose: 'reminder' }, 'letter', [{ ...pdf, content: Buffer.from(content) }], {
          customer,
          seller,
        }) as Parcel
      ).key;
    expect([keyOf('a') === keyOf('a'), keyOf('a') === keyOf('b')]).toEqual([true, false]);
    expect(keyOf('a')).toMatch(new RegExp(`^${mail.id}\\.0\\.[0-9a-f]{16}$`));
  });
  test('a reminder is posted where nobody is left, until it was refused as a letter', () => {
    const refused = (via: 'letter' | 'peppol') => [{ state: 'REJECTED' as const, at, via, reason: 'x' }];
    expect(mayBePosted({ purpose: 'reminder', history: refused('peppol') })).toBe(true);
    expect(mayBePosted({ purpose: 'reminder', history: refused('letter') })).toBe(false);
    expect(mayBePosted({ purpose: 'receipt', history: [] })).toBe(false);
  });
  test.each([
    ['the document has no such form', [pdf], { customer, seller }],
    ['the customer has no participant id of Peppol', [ubl], { customer: {}, seller }],
    [
      'entity main has no participant id of Peppol',
      [ubl],
      { customer, seller: { ...seller, endpoint: undefined } },
    ],
    [
      'the e-invoice is not by Peppol BIS Billing 3.0',
      [{ ...ubl, content: Buffer.from('urn:cen.eu:en16931:2017') }],
      { customer, seller },
    ],
  ])('is not, because %s', (why, attachments, between) => {
    expect(parcelOf(mail, 'peppol', attachments, between as never)).toBe(why);
  });
});

describe('the channel', () => {
  test('is the customer’s for documents, and mail for everything else and for what was refused', () => {
    const of = (over: Partial<Mail>, channel: 'peppol' | undefined = 'peppol') =>
      channelOf({ ...mail, ...over }, { channel });
    expect(of({})).toBe('peppol');
    expect(of({ purpose: 'credit_note' })).toBe('peppol');
    expect(of({ purpose: 'reminder' })).toBe('mail');
    expect(channelOf({ ...mail, purpose: 'reminder' }, { channel: 'letter' })).toBe('letter');
    expect(channelOf({ ...mail, purpose: 'reminder', byMail: true }, { channel: 'letter' })).toBe('mail');
    expect(channelOf({ ...mail, purpose: 'receipt' }, { channel: 'letter' })).toBe('mail');
    expect(of({ byMail: true })).toBe('mail');
    expect(channelOf(mail, {})).toBe('mail');
    // What was claimed stays where it is, whatever the customer says meanwhile.
    expect(of({ state: 'SENDING' })).toBe('mail');
    expect(channelOf({ ...mail, state: 'SENDING', via: 'letter' }, {})).toBe('letter');
  });
});

describe('over HTTP', () => {
  const parcel: Parcel = {
    key: 'k.0',
    route: { kind: 'invoice' },
    filename: 'a.pdf',
    mediaType: 'application/pdf',
    content: Buffer.from('%PDF'),
  };
  const answering = (status: number, body: unknown = {}) => {
    const asked: { url: string; init: { method: string; headers: Record<string, string>; body?: string } }[] =
      [];
    const carrier = overHttp({ baseUrl: 'https://ap.example/v1/', apiKey: 'secret' }, async (url, init) => {
      asked.push({ url, init });
      return Response.json(body, { status });
    });
    return { asked, carrier };
  };
  test('hands over under a key, with the document in base64', async () => {
    const { asked, carrier } = answering(202, { id: 'doc 1', state: 'SUBMITTED' });
    expect(await carrier.submit(parcel)).toEqual({ id: 'doc 1', state: 'SUBMITTED' });
    await carrier.ask('doc 1');
    expect(asked).toEqual([
      {
        url: 'https://ap.example/v1/documents',
        init: {
          method: 'POST',
          headers: {
            authorization: 'Bearer secret',
            'content-type': 'application/json',
            'idempotency-key': 'k.0',
          },
          body: JSON.stringify({
            route: { kind: 'invoice' },
            filename: 'a.pdf',
            mediaType: 'application/pdf',
            content: 'JVBERg==',
          }),
        },
      },
      {
        url: 'https://ap.example/v1/documents/doc%201',
        init: { method: 'GET', headers: { authorization: 'Bearer secret' } },
      },
    ]);
  });
  test('a refusal is certain; an outage, a limit or an answer that is none is asked again', async () => {
    for (const status of [400, 409, 413, 422])
      expect(await answering(status).carrier.submit(parcel)).toMatchObject({
        state: 'REJECTED',
        reason: `the service answered ${status}`,
      });
    for (const status of [401, 403, 404, 408, 425, 429, 500, 503])
      await expect(answering(status).carrier.submit(parcel)).rejects.toThrow(`answered ${status}`);
    await expect(answering(200, { state: 'LOST' }).carrier.submit(parcel)).rejects.toThrow();
    // That it does not know one any more is no refusal of the receiver.
    await expect(answering(404).carrier.ask('x')).rejects.toThrow('answered 404');
  });
  test('of a reason so much is kept, on one line', async () => {
    const { carrier } = answering(200, { id: 'x', state: 'REJECTED', reason: `no\nsuch ${'x'.repeat(500)}` });
    const { reason } = await carrier.ask('x');
    expect([reason!.slice(0, 8), reason!.length]).toEqual(['no such ', 200]);
  });
});
