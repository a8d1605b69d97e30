import { describe, expect, test } from 'vitest';
import {
  invoiceMail,
  orderConfirmed,
  receipt,
  reminder,
  type Level,
  type Mail,
} from '../../../shared/dispatch/mails.tsx';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import type { Language } from '../../../shared/kernel/party.ts';
import type { Order } from '../../../shared/orders/order.ts';
import { manyLines, SELLER, snapshot } from '../documents/snapshots.ts';

const URL = 'https://pay.example.com/pay/acme.01k9xq4n5e8y7v3m2c1b0a9z8w.AbCdEfGhIjKlMnOpQrStUv?a=1&b=2';
const euro = (minor: number) => ({ minor, currency: 'EUR' });
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

const order = (of: Snapshot): Order => ({
  id: of.orderId,
  version: 1,
  entity: 'main',
  source: 'shop',
  sourceOrderId: of.sourceOrderId,
  customerId: of.buyer.id,
  currency: of.currency,
  poNumber: of.poNumber,
  paymentTermsDays: 30,
  state: 'CONFIRMED',
  holds: [],
  lines: of.lines.map((line) => ({ ...line, fulfilled: '0' })),
  totals: of.totals,
  exposureMinor: of.totals.grossMinor,
  fulfilments: [],
  placedAt: '2026-03-30T08:00:00.000Z',
});
const item = {
  number: 'INV-2026-000117',
  dueOn: '2026-04-30',
  open: euro(83_768),
  daysOverdue: 3,
  payUrl: URL,
  reference: 'RF66INV2026000117',
};
const reminded = (level: Level, over: Partial<Parameters<typeof reminder>[0]> = {}): Mail =>
  reminder({
    level,
    items: [item],
    total: euro(83_768),
    seller: SELLER,
    language: 'en',
    customerName: 'Müller & Söhne',
    ...over,
  });
const received = (language: Language = 'en', customerName = 'Müller & Söhne'): Mail =>
  receipt({
    amount: euro(50_000),
    receivedOn: '2026-04-02',
    unapplied: euro(2_000),
    seller: SELLER,
    language,
    customerName,
    allocations: [
      { number: 'INV-1', amount: euro(40_000), stillOpen: euro(1_200) },
      { number: 'INV-2', amount: euro(8_000), stillOpen: euro(0) },
    ],
  });

/** What a person reads: tags gone, characters as they are. */
const seen = (html: string): string =>
  plain(
    html
      .replace(/<style[\s\S]*?<\/style>/, '')
      .replaceAll(/<[^>]+>/g, '\n')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'"),
  );

describe('each mail says the same in HTML and in plain text', () => {
  const s = snapshot();
  test.each<[string, Mail, string, string[]]>([
    [
      'order',
      orderConfirmed(order(s), s.buyer.name, 'en', SELLER),
      'Order SO-4711 confirmed',
      ['Stainless steel bracket, 40 mm', '40 pcs', '€500.00', '€726.80', '€110.88', '€837.68', 'PO-88231'],
    ],
    [
      'invoice',
      invoiceMail(s, URL),
      'Invoice INV-2026-000117: €837.68, due 30 April 2026',
      [
        '€837.68',
        '30 April 2026',
        'DE89 3704 0044 0532 0130 00',
        'COBADEFFXXX',
        'RF66 INV2 0260 0011 7',
        'SO-4711',
      ],
    ],
    [
      'Rechnung',
      invoiceMail(snapshot({ over: { language: 'de' } }), URL),
      'Rechnung INV-2026-000117: 837,68 €, fällig 30.04.2026',
      ['837,68 €', '30.04.2026', 'Guten Tag Müller & Söhne Maschinenbau GmbH,'],
    ],
    [
      'receipt',
      received(),
      'We received your payment of €500.00',
      [
        'INV-1',
        '€400.00',
        '€12.00 still open',
        'INV-2',
        'Paid in full',
        '€20.00 could not be assigned',
        '2 April 2026',
      ],
    ],
    [
      'first reminder',
      reminded(1),
      'Reminder: Invoice INV-2026-000117 is due',
      ['we have not yet received', '€837.68', '30 April 2026', '3 days', 'RF66 INV2 0260 0011 7'],
    ],
    [
      'second reminder',
      reminded(2),
      'Second reminder: Invoice INV-2026-000117 is overdue',
      ['although we reminded you'],
    ],
    [
      'last reminder',
      reminded(3, { language: 'de' }),
      'Letzte Mahnung: Rechnung INV-2026-000117',
      ['innerhalb der nächsten sieben Tage', '837,68 €', '3 Tage'],
    ],
  ])('%s', (_, mail, subject, said) => {
    expect(plain(mail.subject)).toBe(subject);
    for (const part of [...said, 'Nordlicht Handels GmbH', 'DE136695976', SELLER.email]) {
      expect(seen(mail.html)).toContain(part);
      expect(plain(mail.text)).toContain(part);
    }
  });

  test('the button is the link, whole', () => {
    const mail = invoiceMail(s, URL);
    expect(mail.html).toContain(`href="${URL.replaceAll('&', '&amp;')}"`);
    expect(mail.text.split('\n')).toContain(URL);
  });

  test('several overdue invoices have a link each and no common button', () => {
    const items = [1, 2, 3].map((at) => ({
      ...item,
      number: `INV-${at}`,
      payUrl: `https://pay.example.com/${at}`,
    }));
    const mail = reminded(2, { items, total: euro(251_304) });
    expect(mail.subject).toBe('Second reminder: 3 invoices are overdue');
    for (const { payUrl } of items) {
      expect(mail.html.split(`href="${payUrl}"`)).toHaveLength(2);
      expect(mail.text.split('\n').map((row) => row.trim())).toContain(payUrl);
    }
    expect(mail.html).not.toContain('class="button"');
    expect(seen(mail.html)).toContain('€2,513.04');
  });

  test('nothing is asked for a free invoice', () => {
    const mail = invoiceMail(snapshot({ inputs: [{ ...manyLines(1)[0]!, unitPrice: '0' }] }), URL);
    expect(mail.html + mail.text).not.toContain(URL);
    expect(mail.text).toContain('There is nothing to pay.');
  });

  test('a long basket is cut and says by how many', () => {
    const mail = orderConfirmed(order(snapshot({ inputs: manyLines(40) })), 'X', 'en', SELLER);
    expect(mail.text).toContain('- + 15: …');
    expect(mail.text.split('\n').filter((row) => row.startsWith('- Article'))).toHaveLength(25);
  });
});

describe('names from partners stay text', () => {
  const evil = 'Evil <script>alert(1)</script> & "Co"\r\nBcc: all@example.com\u2028x';
  const s = snapshot({
    over: {
      sourceOrderId: evil,
      number: 'INV-1',
      buyer: { ...snapshot().buyer, name: evil },
      seller: { ...SELLER, name: evil },
    },
  });
  const mails: Mail[] = [
    orderConfirmed(
      { ...order(s), poNumber: evil, lines: [{ ...order(s).lines[0]!, description: evil }] },
      evil,
      'en',
      { ...SELLER, name: evil },
    ),
    invoiceMail(s, URL),
    received('de', evil),
    reminded(3, { customerName: evil, items: [{ ...item, number: evil }] }),
  ];
  test.each(mails.map((mail, at) => [at, mail] as const))('mail %i', (_, mail) => {
    expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(mail.html).not.toContain('<script');
    expect(mail.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Co&quot;');
    expect(mail.text.split('\n').filter((row) => row.startsWith('Bcc:'))).toEqual([]);
    expect(mail.text).not.toMatch(/[\r\u2028]/);
  });
});

test('a mail loads nothing from anywhere', () => {
  expect(invoiceMail(snapshot(), URL).html).not.toMatch(/<(img|script|link|iframe|form)\b|url\(|@import/);
});
