/** Snapshots for tests: one that stands for all, and any that our own pricing and tax rules can make. */
import * as fc from 'fast-check';
import { earlyOf, ofRest } from '../../../shared/invoices/early.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { creditorReference } from '../../../shared/kernel/reference.ts';
import type { Discount, TaxTreatment } from '../../../shared/pricing/price.ts';
import { price, type Settled } from '../../../shared/pricing/rules.ts';
import { treatmentOf } from '../../../shared/pricing/tax/rules.ts';

export const SELLER: Snapshot['seller'] = {
  id: 'main',
  name: 'Nordlicht Handels GmbH',
  address: { line1: 'Speicherstraße 14', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  vatId: 'DE136695976',
  registration: 'Amtsgericht Hamburg HRB 123456',
  email: 'rechnung@nordlicht.example',
  phone: '+49 40 123456-0',
  bank: { name: 'Hamburger Sparkasse', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
};
export const BUYER: Snapshot['buyer'] = {
  id: 'cus_01k9xq4n5e8y7v3m2c1b0a9z8w',
  externalId: 'C-1001',
  name: 'Müller & Söhne Maschinenbau GmbH',
  address: { line1: 'Industriestraße 5', line2: 'Halle 3', postalCode: '50667', city: 'Köln', country: 'DE' },
  email: 'buchhaltung@mueller.example',
};

const input = (over: Partial<Settled>): Settled => ({
  sku: 'BRK-40',
  description: 'Stainless steel bracket, 40 mm',
  quantity: '40',
  unit: 'C62',
  unitPrice: '12.50',
  taxClass: 'standard',
  ...over,
});

interface Wanted {
  readonly inputs?: readonly Settled[];
  readonly treat?: (line: Settled) => TaxTreatment;
  readonly discounts?: readonly Discount[] | undefined;
  readonly untaxedPpm?: number;
  readonly over?: Partial<Snapshot>;
}

/** Prices by the real rules: what a test changes is what it is about. */
export const snapshot = ({
  inputs = LINES,
  treat,
  discounts,
  untaxedPpm,
  over = {},
}: Wanted = {}): Snapshot => {
  const currency = over.currency ?? 'EUR';
  const issuedOn = over.issuedOn ?? '2026-03-31';
  const [seller, buyer] = [over.seller ?? SELLER, over.buyer ?? BUYER];
  const parties = {
    seller: seller.address.country,
    buyer: buyer.address.country,
    buyerVatId: buyer.vatId,
    on: issuedOn,
  };
  const priced = price(
    inputs,
    currency,
    (line) => (treat ? { ok: true as const, value: treat(line) } : treatmentOf(line.taxClass, parties)),
    { discounts, untaxedPpm },
  );
  if (!priced.ok) throw new Error(priced.detail);
  const number = over.number ?? 'INV-2026-000117';
  return {
    number,
    issuedOn,
    dueOn: addDays(issuedOn, 30),
    deliveredOn: '2026-03-30',
    currency,
    language: 'en',
    seller,
    buyer,
    orderId: 'ord_01k9xq4n5e8y7v3m2c1b0a9z8w',
    sourceOrderId: 'SO-4711',
    poNumber: 'PO-88231',
    paymentTermsDays: 30,
    reference: creditorReference(number),
    lines: priced.value.lines,
    totals: priced.value.totals,
    ...over,
  };
};

/** 40 × 12.50 at 19 % = 595.00 and 12 × 18.90 at 7 % = 242.68: gross 837.68, net 726.80. */
export const LINES: readonly Settled[] = [
  input({}),
  input({
    sku: 'COF-1',
    description: 'Coffee beans, 1 kg',
    quantity: '12',
    unit: 'KGM',
    unitPrice: '18.90',
    taxClass: 'reduced',
  }),
];

export const manyLines = (count: number): Settled[] =>
  Array.from({ length: count }, (_, at) =>
    input({
      sku: `SKU-${at + 1}`,
      description: `Article ${at + 1}${' with a long description that takes another line'.repeat(at % 4)}`,
      quantity: String((at % 9) + 1),
      unitPrice: `${at + 1}.25`,
    }),
  );

/** One line of any script, with what XML and HTML have to escape. */
const words = (max: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }),
      fc.string({
        unit: fc.constantFrom(
          '<',
          '&',
          '>',
          '"',
          "'",
          ']',
          'ß',
          'Ω',
          '漢',
          '😀',
          'W',
          ' ',
          '\u00a0',
          '\u202e',
        ),
        minLength: 1,
        maxLength: max,
      }),
    )
    .map((text) =>
      text
        // U+FFFD stands for bytes that were no UTF-8: readers refuse a file with it.
        .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\ufffd]/gu, '')
        .slice(0, max)
        .trim(),
    )
    .filter((text) => /[^\s\ufffe\uffff\ud800-\udfff]/u.test(text));

const decimal = (whole: number, places: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: whole }), fc.stringMatching(new RegExp(`^[0-9]{0,${places}}$`)))
    .map(([major, minor]) => (minor === '' ? String(major) : `${major}.${minor}`));

/** Percentages of anything; amounts that no line or document is too small for are in `pricing.test.ts`. */
const someDiscounts = fc.option(
  fc.array(
    fc.record({
      reason: words(100),
      percent: fc.constantFrom('3', '12.5', '33.3333', '100'),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  { nil: undefined },
);

const line = fc.record({
  sku: words(60),
  description: words(200),
  quantity: decimal(9_999, 6).filter((text) => Number(text) > 0),
  unit: fc.constantFrom('C62', 'HUR', 'KGM', 'XPK', 'ZZZ', 'Q9'),
  unitPrice: decimal(99_999, 6),
  baseQuantity: fc.option(
    decimal(99, 2).filter((text) => Number(text) > 0),
    { nil: undefined },
  ),
  discounts: someDiscounts,
  taxClass: fc.constantFrom('standard', 'reduced', 'zero', 'exempt'),
  period: fc.option(
    fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 366 })).map(([after, length]) => {
      const from = addDays('2026-01-01', after);
      return { from, until: addDays(from, length) };
    }),
    { nil: undefined },
  ),
}) satisfies fc.Arbitrary<Settled>;

const VAT_ID: Readonly<Record<string, string>> = {
  DE: 'DE136695976',
  AT: 'ATU12345678',
  NL: 'NL123456789B01',
  FR: 'FR40303265045',
  GB: 'GB123456789',
  GR: 'EL123456789',
  US: '',
  JP: '',
};
const SPECIAL: Readonly<Record<string, TaxTreatment>> = {
  AE: { category: 'AE', ratePpm: 0, reasonCode: 'VATEX-EU-AE', reason: 'Reverse charge' },
  O: { category: 'O', ratePpm: 0 },
  E: { category: 'E', ratePpm: 0, reason: 'Exempt' },
};

/** Any invoice that the rules can issue, and reverse charge and out of scope beside them. */
export const anySnapshot = (
  currencies: readonly string[] = ['EUR', 'EUR', 'GBP', 'USD', 'JPY', 'HUF'],
  maxLines = 12,
): fc.Arbitrary<Snapshot> =>
  fc
    .record({
      inputs: fc.array(line, { minLength: 1, maxLength: maxLines }),
      discounts: someDiscounts,
      currency: fc.constantFrom(...currencies),
      language: fc.constantFrom(...Language.options),
      from: fc.constantFrom('DE', 'AT', 'NL', 'FR', 'GB'),
      to: fc.constantFrom('DE', 'AT', 'NL', 'FR', 'GB', 'GR', 'US', 'JP'),
      business: fc.boolean(),
      special: fc.constantFrom(undefined, undefined, undefined, 'AE', 'O', 'E'),
      names: fc.tuple(words(100), words(100), words(80)),
      second: fc.option(words(100), { nil: undefined }),
      poNumber: fc.option(words(60), { nil: undefined }),
      registration: fc.option(words(100), { nil: undefined }),
      phone: fc.option(words(40), { nil: undefined }),
      number: fc
        .integer({ min: 1, max: 999_999 })
        .map((value) => `INV-2026-${String(value).padStart(6, '0')}`),
      days: fc.integer({ min: 0, max: 180 }),
      follows: fc.option(
        fc.tuple(fc.constantFrom('corrected', 'debited'), fc.option(words(300), { nil: undefined })),
        {
          nil: undefined,
        },
      ),
      prepaid: fc.constantFrom(0, 0, 0.3, 1),
      early: fc.constantFrom(undefined, undefined, 'gross', 'net', 'taxed', 'taxed'),
      supplied: fc.constantFrom(undefined, undefined, 'several', 'advance'),
    })
    .map(
      ({
        inputs,
        discounts,
        currency,
        language,
        from,
        to,
        business,
        special,
        names,
        second,
        poNumber,
        registration,
        phone,
        number,
        days,
        follows,
        prepaid,
        early,
        supplied,
      }) => {
        const [sellerName, buyerName, city] = names;
        const vatId = business || special === 'AE' ? VAT_ID[to] || VAT_ID['AT'] : undefined;
        const made = snapshot({
          inputs,
          discounts,
          ...(early === 'taxed' && { untaxedPpm: 25_000 }),
          ...(special !== undefined && { treat: () => SPECIAL[special]! }),
          over: {
            currency,
            language,
            number,
            paymentTermsDays: days,
            dueOn: addDays('2026-03-31', days),
            poNumber,
            seller: {
              ...SELLER,
              name: sellerName,
              address: { ...SELLER.address, country: from },
              vatId: VAT_ID[from]!,
              registration,
              phone,
            },
            buyer: {
              ...BUYER,
              name: buyerName,
              address: { ...BUYER.address, line2: second, city, country: to },
              vatId,
            },
          },
        });
        const paid = Math.floor(made.totals.grossMinor * prepaid);
        const terms = { earlyPayment: { percent: '2.5', days: 8, mode: early! } };
        const taken = follows || paid === 0 ? undefined : ofDeposits(paid);
        const offered =
          early && ofRest(earlyOf(terms, made.issuedOn, made), made.totals.grossMinor, taken?.prepaidMinor);
        return {
          ...made,
          ...(follows && { preceding: { ...INVOICED, as: follows[0], text: follows[1] } }),
          ...(follows?.[0] === 'corrected' && paid > 0 && { prepaidMinor: paid }),
          ...taken,
          ...(taken && prepaid === 1 && supplied === 'advance' && { prepayment: true as const }),
          ...(offered && { early: offered }),
          ...(supplied === 'advance' && { advance: true as const }),
          ...(supplied === 'several' && ofSeveral(made)),
        };
      },
    );
/** Deposits paid so much of it; where it is more than a unit, two of them. */
const ofDeposits = (prepaidMinor: number): Pick<Snapshot, 'prepaidMinor' | 'deposits'> => {
  const first = Math.ceil(prepaidMinor / 2);
  const all = [first, prepaidMinor - first].filter((minor) => minor > 0);
  return {
    prepaidMinor,
    deposits: all.map((minor, at) => ({
      number: `AINV-2026-00000${at + 1}`,
      issuedOn: '2026-03-01',
      minor,
    })),
  };
};
/** Its lines are of two deliveries of two orders. */
export const ofSeveral = ({ lines, orderId, sourceOrderId, poNumber }: Snapshot) => ({
  lines: lines.map((one, at) => ({ ...one, delivery: at % 2 })),
  deliveries: ['2026-03-02', '2026-03-30'].map((deliveredOn, at) => ({
    orderId: at === 0 ? orderId! : ('ord_01k9xq4n5e8y7v3m2c1b0a9z8x' as const),
    fulfilmentId: 'ful_01k9xq4n5e8y7v3m2c1b0a9z8w' as const,
    sourceOrderId: `${sourceOrderId}${at === 0 ? '' : ` & ${at}`}`,
    ...(poNumber !== undefined && { poNumber }),
    deliveredOn,
  })),
});
const INVOICED = { number: 'INV-2026-000007', issuedOn: '2026-02-27', reason: 'price' } as const;
