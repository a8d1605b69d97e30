/** The same page holds the words of every language: nothing runs into its neighbour, nothing is set smaller to fit. */
import { beforeAll, expect, test } from 'vitest';
import type { Drawn } from '../../../shared/documents/document.ts';
import { pdfOf } from '../../../shared/documents/pdf.ts';
import { CreditReason } from '../../../shared/invoices/invoice.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { FONTS } from '../../support/fonts.ts';
import { faultsOf } from './faults.ts';
import { pagesOf, type Printed } from './pdf-text.ts';
import { BUYER, manyLines, snapshot } from './snapshots.ts';

const URL = 'https://pay.example.com/pay/acme.01k9xq4n5e8y7v3m2c1b0a9z8w.AbCdEfGhIjKlMnOpQrStUv';
const UNITS = [
  'C62',
  'PR',
  'SET',
  'DZN',
  'XPK',
  'XBX',
  'XCT',
  'XPX',
  'HUR',
  'MIN',
  'DAY',
  'WEE',
  'MON',
  'ANN',
  'LS',
];
const abroad = {
  ...BUYER,
  vatId: 'FR40303265045',
  address: { line1: '12, rue de l’Église', postalCode: '75001', city: 'Paris', country: 'FR' },
};
const long = manyLines(40).map((line, at) => ({
  ...line,
  unit: UNITS[at % UNITS.length]!,
  unitPrice: String(90 + at * 41.25),
}));
const special = (category: 'AE' | 'G' | 'O' | 'E' | 'Z') => ({
  inputs: manyLines(2),
  treat: () => ({ category, ratePpm: 0 }) as const,
});

const QUOTE = 'qte_01k9xq4n5e8y7v3m2c1b0a9z8w';
const EARLY = {
  percent: '2',
  mode: 'taxed' as const,
  until: '2026-04-10',
  acceptedUntil: '2026-04-10',
  discount: { minor: 1_454, currency: 'EUR' },
  taxMinor: 0,
};

const LATER = { notes: new Map([['2', '4 × 10 kg']]) };
const printed = async (of: Drawn): Promise<Printed[][]> =>
  pagesOf(await pdfOf(of, FONTS, { payUrl: of.credits ? undefined : URL }));
const pagesIn = async (language: Language): Promise<Printed[][]> => {
  const over = { language };
  const credits = { number: 'INV-2026-000101', issuedOn: '2026-03-01' };
  const all = [
    snapshot({ over }),
    snapshot({ untaxedPpm: 20_000, over: { ...over, early: EARLY } }),
    snapshot({ inputs: manyLines(1), over: { ...over, buyer: abroad } }),
    snapshot({ inputs: long, over: { ...over, proForma: true, advance: true, number: 'SHOP-2026-10042' } }),
    {
      ...snapshot({ over: { ...over, proForma: true, advance: true, quote: { validUntil: '2026-03-31' } } }),
      number: QUOTE,
    },
    snapshot({ inputs: long, discounts: [{ reason: 'Bon', percent: '5' }], over }),
    ...(['AE', 'G', 'O', 'E', 'Z'] as const).map((category) => snapshot({ ...special(category), over })),
    { ...snapshot({ inputs: long, over: { ...over, proForma: true, advance: true } }), confirms: LATER },
    ...CreditReason.options.map((reason) => snapshot({ over: { ...over, credits: { ...credits, reason } } })),
  ];
  return (await Promise.all(all.map(printed))).flat();
};
let sizes: ReadonlySet<number>;
beforeAll(async () => {
  sizes = new Set((await pagesIn('en')).flat().map(({ size }) => size));
});

test.each(Language.options)(
  '%s: words stay apart, in their size and in glyphs that the font has',
  async (language) => {
    expect((await pagesIn(language)).flatMap((page) => faultsOf(page, sizes))).toEqual([]);
  },
);
