import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inflateSync } from 'node:zlib';
import { ciiOf } from '../../../shared/documents/cii.ts';
import { figure } from '../../../shared/documents/format.ts';
import { pdfOf } from '../../../shared/documents/pdf.ts';
import { WORDS } from '../../../shared/documents/words.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { money } from '../../../shared/kernel/money.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { FONTS } from '../../support/fonts.ts';
import { pagesOf, wordsOf } from './pdf-text.ts';
import { LINES, anySnapshot, manyLines, SELLER, snapshot } from './snapshots.ts';

const URL = 'https://pay.example.com/pay/acme.01k9xq4n5e8y7v3m2c1b0a9z8w.AbCdEfGhIjKlMnOpQrStUv';
const CARRIED = Language.options.map((language) => WORDS[language].carried);
const pdf = (of: Parameters<typeof pdfOf>[0]) => pdfOf(of, FONTS, { payUrl: URL });

describe('an invoice of one page', () => {
  test('says for which days a service was, on the line and above', async () => {
    const [line] = snapshot().lines;
    const period = { from: '2028-02-01', until: '2028-02-29' };
    const [page] = wordsOf(await pdf(snapshot({ over: { lines: [{ ...line!, period }], language: 'de' } })));
    expect(page!.split('01.02.2028 – 29.02.2028')).toHaveLength(3);
    expect(page).toContain('Zeitraum');
    expect(page).not.toContain('Lieferdatum');
  });
  test('says who owes what to whom, until when and how to pay it', async () => {
    const [page, ...more] = wordsOf(await pdf(snapshot()));
    expect(more).toEqual([]);
    for (const said of [
      'Invoice',
      'INV-2026-000117',
      'Nordlicht Handels GmbH · Speicherstraße 14 · 20457 Hamburg',
      'Müller & Söhne Maschinenbau GmbH',
      'Halle 3',
      '50667 Köln',
      '31 March 2026',
      '30 March 2026',
      '30 April 2026',
      'C-1001',
      'SO-4711',
      'PO-88231',
      'Stainless steel bracket, 40 mm',
      'Item no. BRK-40',
      '40 pcs',
      '12.50',
      '19%',
      '500.00',
      'VAT 19%',
      '95.00',
      'VAT 7%',
      '15.88',
      '726.80',
      '€837.68',
      'DE89 3704 0044 0532 0130 00',
      'COBADEFFXXX',
      'RF66 INV2 0260 0011 7',
      'VAT ID DE136695976',
      'Amtsgericht Hamburg HRB 123456',
      'Payable by 30 April 2026 (30 days net), without deduction.',
      'Page 1 of 1',
    ])
      expect(page!.split('\n')).toContain(said);
  });

  test.each([
    [
      'de',
      ['Rechnung', '31.03.2026', '19 %', '837,68 €', 'Mit der Banking-', 'Seite 1 von 1'],
      'Zahlbar bis 30.04.2026 (30 Tage netto), ohne Abzug.',
    ],
    [
      'fr',
      ['Facture', 'Échéance', '31/03/2026', '19 %', '837,68 €', '40 pces', 'Page 1 sur 1', 'Total TTC'],
      'Payable au plus tard le 30/04/2026 (30 jours net), sans escompte.',
    ],
    [
      'es',
      ['Factura', 'Vencimiento', '31/03/2026', '19 %', '837,68 €', '40 uds.', 'Página 1 de 1', 'IVA 19 %'],
      'Pago a 30 días, con vencimiento el 30/04/2026, sin descuento por pronto pago.',
    ],
    [
      'it',
      ['Fattura', 'Scadenza', '31/03/2026', '19%', '837,68 €', '40 pz', 'Pagina 1 di 1', 'Totale imponibile'],
      'Pagamento entro il 30/04/2026 (30 giorni data fattura), senza sconti.',
    ],
    [
      'nl',
      [
        'Factuur',
        'Vervaldatum',
        '31-03-2026',
        '19%',
        '€ 837,68',
        '40 st.',
        'Pagina 1 van 1',
        'Totaal excl. btw',
      ],
      'Te betalen uiterlijk 30-04-2026 (binnen 30 dagen), zonder aftrek.',
    ],
  ] as const)('speaks the customer’s language: %s', async (language, said, terms) => {
    const [page] = wordsOf(await pdf(snapshot({ over: { language } })));
    for (const one of [...said, terms]) expect(page!.split('\n')).toContain(one);
  });

  test('gives a yen invoice no cents and no SEPA code', async () => {
    const [page] = wordsOf(
      await pdf(
        snapshot({
          inputs: [{ ...manyLines(1)[0]!, quantity: '3', unitPrice: '1500' }],
          over: { currency: 'JPY' },
        }),
      ),
    );
    expect(page!.split('\n')).toEqual(expect.arrayContaining(['4,500', 'JPY 5,355', 'Scan to']));
    expect(page).not.toContain('banking app');
  });

  test('gives who pays early a code of its own, where a transfer has one', async () => {
    const offered = (currency: string): Snapshot['early'] => ({
      percent: '2',
      mode: 'gross',
      until: '2026-04-10',
      acceptedUntil: '2026-04-10',
      discount: { minor: 1_675, currency },
      taxMinor: 267,
    });
    const codes = async (over: Partial<Snapshot>): Promise<[number, boolean]> => {
      const text = wordsOf(await pdf(snapshot({ over }))).join('\n');
      return [text.split('banking app').length - 1, /Paid by 10\sApril 2026: only €820\.93/.test(text)];
    };
    expect(await codes({})).toEqual([1, false]);
    expect(await codes({ early: offered('EUR') })).toEqual([2, true]);
    expect(await codes({ currency: 'GBP', early: offered('GBP') })).toEqual([0, false]);
  });

  test('quotes the law for an intra-Community supply', async () => {
    const buyer = {
      ...snapshot().buyer,
      address: { line1: 'Rennweg 1', postalCode: '1030', city: 'Wien', country: 'AT' },
      vatId: 'ATU12345678',
    };
    const [page] = wordsOf(await pdf(snapshot({ over: { buyer } })));
    expect(page!.split('\n')).toEqual(
      expect.arrayContaining([
        'VAT-exempt intra-Community supply of goods (Article 138 of Directive 2006/112/EC).',
        'ATU12345678',
        'Austria',
        'K 0%',
      ]),
    );
  });

  test('asks for nothing when everything was free', async () => {
    const [page] = wordsOf(await pdf(snapshot({ inputs: [{ ...manyLines(1)[0]!, unitPrice: '0' }] })));
    expect(page).toContain('Nothing to pay');
    expect(page).not.toContain('IBAN DE89 3704 0044 0532 0130 00\nBIC COBADEFFXXX\nHow to pay');
    expect(page).not.toContain('How to pay');
  });

  test('shows a logo, and the name where the picture cannot be read', async () => {
    const pixel =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const drawn = async (logo: string) =>
      Buffer.from(await pdf(snapshot({ over: { seller: { ...SELLER, logo } } }))).toString('latin1');
    expect(await drawn(pixel)).toContain('/Subtype /Image');
    const broken = await drawn('data:image/png;base64,AAAA');
    expect(broken).not.toContain('/Subtype /Image');
    expect(wordsOf(Buffer.from(broken, 'latin1'))[0]!.split('\n')[0]).toBe('Nordlicht Handels GmbH');
  });
});

describe('the file', () => {
  test('is the same for the same snapshot, whatever was made between', async () => {
    const first = await pdf(snapshot());
    await pdf(snapshot({ inputs: manyLines(7), over: { language: 'de' } }));
    expect(Buffer.compare(Buffer.from(first), Buffer.from(await pdf(snapshot())))).toBe(0);
    expect(Buffer.from(first).toString('latin1')).toContain('(D:20260331000000Z)');
  });

  test('carries title, language, tags, a link to pay and embedded fonts', async () => {
    const raw = Buffer.from(await pdf(snapshot())).toString('latin1');
    for (const part of [
      '/StructTreeRoot',
      '/Marked true',
      '/Lang (en)',
      '/DisplayDocTitle true',
      '(Invoice INV-2026-000117)',
      '/S /Table',
      '/S /TH',
      '/FontFile2',
      `(${URL})`,
    ])
      expect(raw).toContain(part);
  });
});

describe('an invoice of many pages', () => {
  test('repeats its head, carries its sum, and keeps the total with lines', async () => {
    const long = snapshot({ inputs: manyLines(120) });
    const pages = wordsOf(await pdf(long)).map((page) => page.split('\n'));
    expect(pages.length).toBeGreaterThan(4);
    let net = 0;
    let lines = 0;
    pages.forEach((page, at) => {
      expect(page).toContain('Unit price');
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
      const carried = page.flatMap((text, index) => (text === 'Carried forward' ? [page[index + 1]] : []));
      const before = at === 0 ? [] : [figure(money(net, 'EUR'), 'en')];
      const here = long.lines.filter(({ sku }) => page.includes(`Item no. ${sku}`));
      net += here.reduce((sum, line) => sum + line.netMinor, 0);
      lines += here.length;
      expect(carried).toEqual([
        ...before,
        ...(at === pages.length - 1 ? [] : [figure(money(net, 'EUR'), 'en')]),
      ]);
      expect(here.length).toBeGreaterThan(0);
    });
    expect([lines, net]).toEqual([120, long.totals.netMinor]);
    expect(pages.at(-1)).toEqual(expect.arrayContaining(['Total', 'How to pay']));
  });

  test('never prints a total on a page without a line, whatever the number of lines', async () => {
    for (let count = 1; count <= 30; count++) {
      const pages = wordsOf(await pdf(snapshot({ inputs: manyLines(count) })));
      const last = pages.find((page) => page.split('\n').includes('Total'))!;
      expect(last, `${count} lines`).toMatch(/Item no\. SKU-\d+/);
    }
  });
});

test.each([
  ['en', 'Payable: €251.30 by 31 March 2026, €586.38 by 10 May 2026, without deduction.'],
  ['de', 'Zahlbar: 251,30 € bis 31.03.2026, 586,38 € bis 10.05.2026, ohne Abzug.'],
  [
    'fr',
    'Payable en plusieurs fois : 251,30 € au plus tard le 31/03/2026, 586,38 € au plus tard le 10/05/2026, sans escompte.',
  ],
  [
    'es',
    'Pago aplazado: 251,30 € hasta el 31/03/2026, 586,38 € hasta el 10/05/2026, sin descuento por pronto pago.',
  ],
  ['it', 'Pagamento a rate: 251,30 € entro il 31/03/2026, 586,38 € entro il 10/05/2026, senza sconti.'],
  [
    'nl',
    'Te betalen in termijnen: € 251,30 uiterlijk 31-03-2026, € 586,38 uiterlijk 10-05-2026, zonder aftrek.',
  ],
] as const)('instalments say what is payable when (%s)', async (language, said) => {
  const lines = [
    { percent: '30', days: 0 },
    { days: 0, months: 1, endOfMonth: true, extraDays: 10 },
  ];
  const terms = { id: 'thirds', version: 1, name: 'Thirds', lines };
  const words = wordsOf(await pdf(snapshot({ over: { language, terms } }))).join(' ');
  expect(words.replaceAll('\u00a0', ' ')).toContain(said);
});

test('discounts stand under their line and above the net total; a price for more than one says for how many', async () => {
  const [first, second] = LINES as [(typeof LINES)[number], (typeof LINES)[number]];
  const of = snapshot({
    inputs: [
      { ...first, discounts: [{ reason: 'Volume', percent: '10' }] },
      { ...second, unitPrice: '226.80', baseQuantity: '12' },
    ],
    discounts: [{ reason: 'Welcome', percent: '5' }],
  });
  // 500.00 − 50.00 and 226.80: 676.80 less 5 % = 642.96.
  expect(of.totals.netMinor).toBe(64_296);
  const words = wordsOf(await pdf(of)).join(' ');
  for (const said of ['Volume', '10%', '−50.00', 'Welcome', '676.80', '−33.84', '642.96', '226.80 / 12'])
    expect(words).toContain(said);
});

test('any invoice becomes a PDF whose words stay on its pages', async () => {
  await fc.assert(
    fc.asyncProperty(anySnapshot(['EUR', 'JPY', 'KWD']), async (any) => {
      const pages = pagesOf(await pdf(any));
      const all = pages.flat();
      for (const { x, y, size } of all) expect(x >= 0 && x < 595 && y > 0 && y < 842 && size > 0).toBe(true);
      expect(all.map(({ text }) => text)).toContain(any.number);
      for (const page of pages.slice(0, -1))
        for (const { text, y } of page) if (CARRIED.includes(text)) expect(y).toBeGreaterThan(66);
      expect(pages.flat().filter(({ text }) => /^(Page|Seite|Página|Pagina) /.test(text))).toHaveLength(
        pages.length,
      );
    }),
    { numRuns: 60, seed: 20_261_122 },
  );
});

test('the file is PDF/A-3 by what it says, and carries the invoice for systems under the name that readers look for', async () => {
  const of = snapshot();
  const cii = ciiOf(of);
  const file = Buffer.from(await pdfOf(of, FONTS, { payUrl: URL, cii })).toString('latin1');
  const xmp = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(file)![0];
  for (const said of [
    '<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>',
    '<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>',
    '<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>',
  ])
    expect(xmp).toContain(said);
  expect(file).toMatch(/\/AFRelationship \/Alternative/);
  expect(file).toMatch(/\/S \/GTS_PDFA1/);
  const streams = [...file.matchAll(/\/Type \/EmbeddedFile[\s\S]*?stream\n([\s\S]*?)\nendstream/g)];
  expect(streams).toHaveLength(1);
  expect(inflateSync(Buffer.from(streams[0]![1]!, 'latin1')).toString()).toBe(cii);
});
