/** The Swiss QR-bill: what its code says (Implementation Guidelines QR-bill 2.3), and the page that it stands on. */
import { describe, expect, test } from 'vitest';
import { pdfOf } from '../../../shared/documents/pdf.ts';
import { svgOf } from '../../../shared/documents/qr.ts';
import { swissText, type SwissBill } from '../../../shared/documents/swiss-qr.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { FONTS } from '../../support/fonts.ts';
import { wordsOf } from './pdf-text.ts';
import { BUYER, SELLER, snapshot } from './snapshots.ts';

const ADDRESS = { line1: 'Musterstrasse 14', postalCode: '8000', city: 'Zürich', country: 'CH' };
const BILL: SwissBill = {
  creditor: { name: 'Bergbach AG', address: ADDRESS, iban: 'CH9300762011623852957' },
  debtor: {
    name: 'Pia Rüegg',
    address: { ...ADDRESS, line1: 'Marktgasse 28', postalCode: '9400', city: 'Rorschach' },
  },
  amount: { minor: 194_975, currency: 'CHF' },
  reference: 'RF18539007547034',
  message: 'INV-2026-000117',
};

describe('the code', () => {
  test('has its 31 lines, empty ones too, in their order', () => {
    const lines = [
      'SPC|0200|1|CH9300762011623852957',
      'S|Bergbach AG|Musterstrasse 14||8000|Zürich|CH',
      '||||||',
      '1949.75|CHF',
      'S|Pia Rüegg|Marktgasse 28||9400|Rorschach|CH',
      'SCOR|RF18539007547034|INV-2026-000117|EPD',
    ];
    expect(swissText(BILL)!.split('\r\n')).toEqual(lines.join('|').split('|'));
  });
  test('names a QR-IBAN with its reference', () => {
    const lines = swissText({
      ...BILL,
      creditor: { ...BILL.creditor, iban: 'CH4431999123000889012' },
      reference: '210000000003139471430009017',
    })!.split('\r\n');
    expect([lines[3], lines.slice(-4)]).toEqual([
      'CH4431999123000889012',
      ['QRR', '210000000003139471430009017', 'INV-2026-000117', 'EPD'],
    ]);
  });
  test('names no reference whose check digits are wrong, and cuts and cleans what is too long or not in its characters', () => {
    const lines = swissText({
      ...BILL,
      reference: 'RF19539007547034',
      message: `漢字 ${'x'.repeat(200)}`,
      debtor: { ...BILL.debtor, name: `Ștefan\n${'y'.repeat(90)}` },
    })!.split('\r\n');
    expect(lines.slice(-4)).toEqual(['NON', '', `.. ${'x'.repeat(137)}`, 'EPD']);
    expect(lines[21]).toBe(`Ștefan.${'y'.repeat(63)}`);
    expect(lines).toHaveLength(31);
  });
  test.each<[string, Partial<SwissBill>]>([
    ['an account elsewhere', { creditor: { ...BILL.creditor, iban: 'DE89370400440532013000' } }],
    [
      'a QR-IBAN with a reference of another kind',
      { creditor: { ...BILL.creditor, iban: 'CH4431999123000889012' } },
    ],
    ['a QR reference for another account', { reference: '210000000003139471430009017' }],
    ['dollars', { amount: { minor: 100, currency: 'USD' } }],
    ['nothing', { amount: { minor: 0, currency: 'CHF' } }],
    ['a thousand millions', { amount: { minor: 100_000_000_000, currency: 'CHF' } }],
  ])('is none for %s', (_, over) => expect(swissText({ ...BILL, ...over })).toBeUndefined());
  test('has the cross in its middle as a picture, and only this one', () => {
    const boxes = /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/.exec(
      svgOf(swissText(BILL)!, 'x', true),
    )!;
    const side = Number(/viewBox="0 0 (\d+)/.exec(svgOf(swissText(BILL)!, 'x'))![1]) - 8;
    expect(Number(boxes[1]) + Number(boxes[3]) / 2).toBeCloseTo(4 + side / 2, 2);
    expect(Number(boxes[3]) / side).toBeCloseTo(7 / 46, 3);
    expect(svgOf(swissText(BILL)!, 'x')).not.toContain('<rect');
  });
});

describe('the page', () => {
  const swiss = (over: Partial<Snapshot> = {}) =>
    snapshot({
      over: {
        seller: {
          ...SELLER,
          name: 'Bergbach AG',
          address: ADDRESS,
          bank: { ...SELLER.bank, iban: BILL.creditor.iban },
        },
        currency: 'CHF',
        language: 'fr',
        ...over,
      },
    });
  const pages = async (of: Snapshot, payUrl: string | undefined = 'https://pay.example.com/pay/x') =>
    wordsOf(await pdfOf(of, FONTS, { payUrl }));

  test('comes behind the invoice, with payment part and receipt in the customer’s language', async () => {
    const [own, elsewhere] = [await pages(swiss()), await pages(swiss({ seller: SELLER }))];
    expect(own).toHaveLength(elsewhere.length + 1);
    const bill = own.at(-1)!;
    for (const said of ['Récépissé', 'Section paiement', 'Point de dépôt', 'A détacher avant', 'Monnaie'])
      expect(bill).toContain(said);
    for (const said of [
      'CH93 0076 2011 6238 5295 7',
      'RF66 INV2 0260 0011 7',
      '726.80',
      BUYER.name,
      'Bergbach AG',
    ])
      expect([said, bill.split(said).length > 2]).toEqual([said, true]);
    expect(own[0]).not.toContain('Section paiement');
  });
  test('is in English where the guidelines have no words, and is none where there is no such account or nothing to pay', async () => {
    expect((await pages(swiss({ language: 'nl' }))).at(-1)).toContain('Payment part');
    expect(await pages(snapshot())).toHaveLength(1);
    const paid = wordsOf(await pdfOf(swiss({ language: 'en' }), FONTS, {}));
    expect(paid.join('')).not.toContain('Payment part');
  });
  test('is the same bytes each time', async () => {
    const [one, two] = [
      await pdfOf(swiss(), FONTS, { payUrl: 'x' }),
      await pdfOf(swiss(), FONTS, { payUrl: 'x' }),
    ];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  });
});
