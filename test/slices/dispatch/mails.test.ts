import { describe, expect, test } from 'vitest';
import { onDark } from '../../../shared/access/brand.ts';
import * as letters from '../../../shared/dispatch/mails.tsx';
import * as documents from '../../../shared/dispatch/mails/documents.ts';
import type { Letter, Mail } from '../../../shared/dispatch/mails/letter.ts';
import { set } from '../../../shared/dispatch/mails/set.ts';
import type { Level } from '../../../shared/dispatch/words.ts';
import type { CreditNote } from '../../../shared/invoices/credit-note.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { Language } from '../../../shared/kernel/party.ts';
import type { Order } from '../../../shared/orders/order.ts';
import { manyLines, SELLER, snapshot } from '../documents/snapshots.ts';

/** As they are sent. */
const mailOf =
  <A extends unknown[]>(letter: (...of: A) => Letter) =>
  (...of: A): Mail =>
    set(letter(...of));
const orderConfirmed = mailOf(letters.orderConfirmed);
const receipt = mailOf(letters.receipt);
const reminder = mailOf(letters.reminder);
const invoiceMail = mailOf(documents.invoiceMail);
const creditNoteMail = mailOf(documents.creditNoteMail);

const URL = 'https://pay.example.com/pay/acme.01k9xq4n5e8y7v3m2c1b0a9z8w.AbCdEfGhIjKlMnOpQrStUv?a=1&b=2';
const euro = (minor: number) => ({ minor, currency: 'EUR' });
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const order = (of: Snapshot): Order => ({
  id: of.orderId!,
  version: 1,
  entity: 'main',
  source: 'shop',
  sourceOrderId: of.sourceOrderId!,
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
  issuedOn: '2026-03-31',
  dueOn: '2026-04-30',
  open: euro(83_768),
  daysOverdue: 3,
  times: 1,
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
const credited = (language: Language): Mail =>
  creditNoteMail(
    {
      settled: euro(50_000),
      owed: euro(33_768),
      total: euro(83_768),
      invoiceNumber: 'INV-2026-000101',
    } as CreditNote,
    snapshot({
      over: {
        language,
        credits: {
          number: 'INV-2026-000101',
          issuedOn: '2026-03-01',
          reason: 'quality',
        },
      },
    }),
  );
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

  /** A customer's mails from the order to the receipt, by their subjects and what only that language says in them. */
  const ROAD: Readonly<Record<Exclude<Language, 'en'>, readonly (readonly [string, string])[]>> = {
    de: [
      ['Auftrag SO-4711 bestätigt', 'Ihre Bestellung: PO-88231'],
      ['Auftrag SO-4711 geändert', 'Er lautet jetzt wie folgt.'],
      ['Rechnung INV-2026-000117: 837,68 €, fällig 30.04.2026', 'Fällig: 30.04.2026'],
      ['Rechnungskorrektur INV-2026-000117: 837,68 €', 'Mangel oder Reklamation'],
      ['Ihre Zahlung über 500,00 € ist eingegangen', '12,00 € noch offen'],
      ['Zahlungserinnerung: Rechnung INV-2026-000117 ist fällig', 'Überfällig: 3 Tage'],
      ['Zweite Mahnung: 2 Rechnungen sind überfällig', 'Gesamtbetrag: 1.675,36 €'],
      ['Letzte Mahnung: Rechnung INV-2026-000117', 'innerhalb der nächsten sieben Tage'],
    ],
    fr: [
      ['Commande SO-4711 confirmée', 'Votre référence : PO-88231'],
      ['Commande SO-4711 modifiée', 'Elle se présente désormais comme suit.'],
      ['Facture INV-2026-000117 : 837,68 €, échéance le 30/04/2026', 'Échéance : 30/04/2026'],
      ['Avoir INV-2026-000117 : 837,68 €', 'Défaut ou réclamation'],
      ['Nous avons bien reçu votre paiement de 500,00 €', '12,00 € restent à payer'],
      ['Rappel : Facture INV-2026-000117 arrivée à échéance', 'Retard : 3 jours'],
      ['Deuxième rappel : 2 factures en retard de paiement', 'Total TTC : 1 675,36 €'],
      ['Dernier rappel : Facture INV-2026-000117', 'dans les sept jours'],
    ],
    es: [
      ['Pedido SO-4711 confirmado', 'Su referencia: PO-88231'],
      ['Pedido SO-4711 modificado', 'Ahora queda como sigue.'],
      ['Factura INV-2026-000117: 837,68 €, vencimiento 30/04/2026', 'Vencimiento: 30/04/2026'],
      ['Factura rectificativa INV-2026-000117: 837,68 €', 'Defecto o reclamación'],
      ['Hemos recibido su pago de 500,00 €', '12,00 € pendientes de pago'],
      ['Recordatorio: Factura INV-2026-000117 vencida', 'Retraso: 3 días'],
      ['Segundo recordatorio: 2 facturas pendientes de pago', 'Total: 1675,36 €'],
      ['Último aviso: Factura INV-2026-000117', 'en los próximos siete días'],
    ],
    it: [
      ['Ordine SO-4711 confermato', 'Suo riferimento: PO-88231'],
      ['Ordine SO-4711 modificato', 'che ora risulta come segue.'],
      ['Fattura INV-2026-000117: 837,68 €, scadenza 30/04/2026', 'Scadenza: 30/04/2026'],
      ['Nota di credito INV-2026-000117: 837,68 €', 'Difetto o reclamo'],
      ['Abbiamo ricevuto il suo pagamento di 500,00 €', '12,00 € ancora da pagare'],
      ['Promemoria: Fattura INV-2026-000117 scaduta', 'Ritardo: 3 giorni'],
      ['Secondo sollecito: 2 fatture ancora da pagare', 'Totale: 1.675,36 €'],
      ['Ultimo sollecito: Fattura INV-2026-000117', 'entro i prossimi sette giorni'],
    ],
    nl: [
      ['Order SO-4711 bevestigd', 'Uw referentie: PO-88231'],
      ['Order SO-4711 gewijzigd', 'Deze luidt nu als volgt.'],
      ['Factuur INV-2026-000117: € 837,68, te betalen uiterlijk 30-04-2026', 'Vervaldatum: 30-04-2026'],
      ['Creditnota INV-2026-000117: € 837,68', 'Gebrek of klacht'],
      ['Wij hebben uw betaling van € 500,00 ontvangen', '€ 12,00 nog te betalen'],
      ['Herinnering: Factuur INV-2026-000117 is vervallen', 'Te laat: 3 dagen'],
      ['Tweede herinnering: 2 facturen staan nog open', 'Totaal incl. btw: € 1.675,36'],
      ['Laatste aanmaning: Factuur INV-2026-000117', 'binnen zeven dagen'],
    ],
  };
  test.each(Object.entries(ROAD))('%s, from the order to the last reminder', (key, said) => {
    const language = Language.parse(key);
    const mails = [
      orderConfirmed(order(s), s.buyer.name, language, SELLER),
      orderConfirmed(order(s), s.buyer.name, language, SELLER, { changed: true }),
      invoiceMail(snapshot({ over: { language } }), URL),
      credited(language),
      received(language),
      reminded(1, { language }),
      reminded(2, { language, items: [item, item], total: euro(167_536) }),
      reminded(3, { language }),
    ];
    expect(mails.map(({ subject }) => plain(subject))).toEqual(said.map(([subject]) => subject));
    mails.forEach(({ text, html }, at) => {
      const words = said[at]![1];
      expect(plain(text)).toContain(words);
      // A sum is a cell beside its label there.
      expect(seen(html).replaceAll(/\n+/g, ' ')).toMatch(new RegExp(words.replace(/ ?: /, '(?: ?:)? ')));
      expect(html).toContain(`<html lang="${language}">`);
      const english = /\b(Invoice|Kind regards|Questions|Hello|Amount due|Paid in full|View)\b/;
      expect(text + seen(html)).not.toMatch(english);
    });
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

test('a mail loads nothing from anywhere, and shows the logo that comes with it', () => {
  const LOADS = /<(img|script|link|iframe|form)\b|url\(|@import/;
  expect(invoiceMail(snapshot(), URL).html).not.toMatch(LOADS);
  const { html } = set(documents.invoiceMail(snapshot(), URL), { logo: 'cid:logo' });
  expect(html).toContain(`alt="${SELLER.name.replaceAll('&', '&amp;')}"`);
  expect(html.replace('<img class="logo" src="cid:logo"', '')).not.toMatch(LOADS);
});

test('the colour of an entity is that of the button, the name and the links; on dark screens its shade is', () => {
  const { html } = set(documents.invoiceMail(snapshot(), URL), { colour: '#7a1fa2' });
  expect(html.match(/(background|color):#7a1fa2/g)).toHaveLength(2);
  expect(html).toContain(`.button{background:${onDark('#7a1fa2')}!important}`);
  expect(html).not.toMatch(/#0f5c4d|#7fd1bb/);
});

test('a mail that may be switched off says where, in both of its parts', () => {
  const off = { label: 'Stop', url: 'https://pay.example.com/mails/x' };
  const { text, html } = set({ ...documents.invoiceMail(snapshot(), URL), off });
  expect(text.trimEnd().split('\n').at(-1)).toBe(`Stop: ${off.url}`);
  expect(html).toContain(`href="${off.url}"`);
});

test('mails that ask for money by an invoice say where it is proven, in both forms and as plain words; a request for a deposit, which nobody proves, does not', () => {
  const asking = documents.invoiceMail(snapshot(), URL);
  const check = { label: 'Is this invoice genuine?', url: 'https://q.example/verify?at=acme' };
  const { html, text } = set({ ...asking, check });
  for (const said of [html, text]) expect(said).toContain(`${check.label} ${check.url}`);
  expect(html).not.toContain(`href="${check.url}"`);
  const asked = (deposits?: true) =>
    letters.reminder({
      level: 1,
      items: [item],
      total: euro(83_768),
      seller: SELLER,
      language: 'en',
      customerName: 'M',
      ...(deposits && { deposits }),
    }).genuine;
  const deposit = documents.invoiceMail({ ...snapshot(), deposit: {} } as never, URL).genuine;
  expect([asking.genuine, deposit, asked(), asked(true)]).toEqual([true, undefined, true, undefined]);
});
