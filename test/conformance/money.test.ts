/** Currencies, accounts, references, splits and totals against published lists and official documents (shared/samples/money). */
import { parse } from 'csv-parse/sync';
import { isValidIBAN } from 'ibantools';
import { describe, expect, test } from 'vitest';
import { CustomerProfile } from '../../shared/customers/customer.ts';
import { dueOn, earlyOf } from '../../shared/invoices/early.ts';
import { pay } from '../../shared/invoices/rules.ts';
import { exponentOf } from '../../shared/kernel/currencies.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import { allocate, fromText, money, toText } from '../../shared/kernel/money.ts';
import {
  belgianReference,
  creditorReference,
  isBelgianReference,
  isCreditorReference,
  isQrReference,
  qrReference,
} from '../../shared/kernel/reference.ts';
import { ok } from '../../shared/kernel/result.ts';
import { TaxCategory, type PricedLine, type TaxTreatment } from '../../shared/pricing/price.ts';
import { price, totalsOf } from '../../shared/pricing/rules.ts';
import { anInvoice } from '../support/drawn.ts';
import { sample, sampleJson } from '../support/samples.ts';

describe('ISO 4217', () => {
  const rows = parse<{ AlphabeticCode: string; MinorUnit: string; WithdrawalDate: string }>(
    sample('money/iso4217-codes-all.csv'),
    { columns: true, bom: true },
  ).filter(({ AlphabeticCode }) => AlphabeticCode !== '');
  const active = new Map(
    rows
      .filter(({ WithdrawalDate }) => WithdrawalDate === '')
      .map(({ AlphabeticCode, MinorUnit }) => [AlphabeticCode, MinorUnit]),
  );

  test('every active currency has its minor unit', () => {
    const wrong = [...active].filter(
      ([code, minor]) => exponentOf(code) !== (minor === '-' ? undefined : Number(minor)),
    );
    expect(wrong).toEqual([]);
    expect(active.size).toBeGreaterThan(170);
  });

  /** Gold, drawing rights and test codes: amounts in them have no minor unit, so nothing can be invoiced in them. */
  test('codes without a minor unit are no currencies here', () => {
    const without = [...active]
      .filter(([, minor]) => minor === '-')
      .map(([code]) => code)
      .sort();
    expect(without).toEqual([
      'XAG',
      'XAU',
      'XBA',
      'XBB',
      'XBC',
      'XBD',
      'XDR',
      'XPD',
      'XPT',
      'XSU',
      'XTS',
      'XUA',
      'XXX',
    ]);
  });

  /** The lev ended when Bulgaria took the euro; what was invoiced in it before may still be open. */
  const HISTORIC = ['BGN'];
  test('withdrawn currencies are refused, but for those that open items may still be in', () => {
    const withdrawn = new Set(
      rows.map(({ AlphabeticCode }) => AlphabeticCode).filter((code) => !active.has(code)),
    );
    expect([...withdrawn].filter((code) => exponentOf(code) !== undefined)).toEqual(HISTORIC);
    expect(withdrawn.size).toBeGreaterThan(100);
  });
});

test.each(
  sampleJson<{ totalMinor: number; exponent: number; weights: number[] }[]>('money/allocation.json').map(
    (each) => [`${each.totalMinor} over ${each.weights.join(':')}`, each] as const,
  ),
)('split of %s', (_, { totalMinor, exponent, weights }) => {
  const currency = ({ 0: 'JPY', 2: 'EUR', 3: 'KWD' } as Record<number, string>)[exponent]!;
  for (const sign of [1, -1]) {
    const parts = allocate(money(sign * totalMinor, currency), weights);
    const whole = weights.reduce((total, weight) => total + weight, 0);
    expect(parts.reduce((total, { minor }) => total + minor, 0)).toBe(sign * totalMinor);
    // In whole numbers: |part × Σ weights − total × weight| < Σ weights says "less than one minor unit off".
    for (const [index, { minor }] of parts.entries())
      expect(Math.abs(minor * whole - sign * totalMinor * weights[index]!)).toBeLessThan(whole);
  }
});

describe('references and accounts', () => {
  const references = sampleJson<Record<string, { value: string; valid: boolean }[]>>(
    'money/payment-references.json',
  );
  test.each(references['rf']!.map(({ value, valid }) => [value, valid] as const))(
    'creditor reference %s: %s',
    (value, valid) => {
      expect(isCreditorReference(value)).toBe(valid);
      const plain = value.replaceAll(' ', '').toUpperCase();
      if (valid) expect(creditorReference(plain.slice(4))).toBe(plain);
    },
  );
  test.each(references['qrr']!.map(({ value, valid }) => [value, valid] as const))(
    'QR reference %s: %s',
    (value, valid) => {
      expect(isQrReference(value)).toBe(valid);
      const plain = value.replaceAll(' ', '');
      if (valid) expect(qrReference(plain.slice(0, 26))).toBe(plain);
    },
  );
  test.each(references['be_ogm']!.map(({ value, valid }) => [value, valid] as const))(
    'Belgian reference %s: %s',
    (value, valid) => {
      expect(isBelgianReference(value)).toBe(valid);
      const plain = value.replaceAll(/\D/g, '');
      if (valid) expect(belgianReference(plain.slice(0, 10)).replaceAll(/\D/g, '')).toBe(plain);
    },
  );
  test('other schemes are not issued, and not taken for ours', () => {
    const others = Object.entries(references).filter(([scheme]) => scheme !== 'rf');
    expect(others.map(([scheme]) => scheme).sort()).toEqual([
      'be_ogm',
      'fi',
      'luhn_ocr',
      'no_kid_mod11',
      'qrr',
    ]);
    for (const { value } of others.flatMap(([, all]) => all))
      expect([value, isCreditorReference(value)]).toEqual([value, false]);
  });

  const { valid, invalid } = sampleJson<{ valid: string[]; invalid: string[] }>('money/iban.json');
  /** As a customer's account is taken: the contract's form, then the check digits and the country's structure. */
  const taken = (iban: string): boolean =>
    CustomerProfile.shape.ibans.safeParse([iban]).success && isValidIBAN(iban);
  test.each(valid)('IBAN %s is taken', (iban) => expect(taken(iban.replaceAll(' ', ''))).toBe(true));
  test.each(invalid)('IBAN %s is refused', (iban) => expect(taken(iban.replaceAll(' ', ''))).toBe(false));
});

interface Line {
  id: string;
  qty: string;
  net: string;
  price: string;
  baseQty: string | null;
  category: string;
  rate: string;
  allowances: unknown[];
}
interface Document {
  source: string;
  currency: string;
  lines: Line[];
  docAllowancesCharges: unknown[];
  allLineNetsReproducible: boolean;
  expect: {
    lineTotal: string;
    taxExclusive: string;
    taxTotal: string;
    taxInclusive: string;
    breakdown: { taxable: string; tax: string; category: string; rate: string }[];
  };
}

describe('EN 16931 totals of official invoices', () => {
  const documents = sampleJson<Document[]>('money/en16931-totals.json');
  const hasAllowances = ({ docAllowancesCharges, lines }: Document) =>
    docAllowancesCharges.length > 0 || lines.some(({ allowances }) => allowances.length > 0);
  const inScope = documents.filter((document) => !hasAllowances(document));

  /** Discounts and charges of a line or a document are no part of orders: a partner sends the price after them. */
  test('out of scope are the documents with allowances and charges, and only they', () => {
    expect(documents.filter(hasAllowances).map(({ source }) => source)).toEqual([
      'en16931-ubl/ubl-tc434-example3.xml',
      'en16931-ubl/ubl-tc434-example5.xml',
      'zugferd-xml/EN16931_1_Teilrechnung.ubl.xml',
      'zugferd-xml/EN16931_Rabatte.ubl.xml',
    ]);
    expect(inScope).toHaveLength(20);
  });

  /** Two examples take a line back with a negative amount that their quantity does not say: their given nets are taken. */
  const reproducible = inScope.filter(({ allLineNetsReproducible }) => allLineNetsReproducible);
  test.each(reproducible.map((document) => [document.source, document] as const))(
    '%s: each line’s net follows from quantity and price',
    (_, { lines, currency }) => {
      expect(lines.filter(({ baseQty }) => baseQty !== null && baseQty !== '1')).toEqual([]);
      const inputs = lines.map((line) => ({
        sku: line.id,
        description: line.id,
        quantity: line.qty,
        unit: 'C62',
        unitPrice: line.price,
        taxClass: 'standard' as const,
      }));
      const priced = price(inputs, currency, ({ sku }) => ok(treatment(lines.find(({ id }) => id === sku)!)));
      if (!priced.ok) throw new Error(priced.detail);
      expect(priced.value.lines.map(({ netMinor }) => netMinor)).toEqual(
        lines.map(({ net }) => fromText(net, currency).minor),
      );
    },
  );
  test('the line nets of all but two documents are reproduced', () => {
    expect(
      inScope.filter(({ allLineNetsReproducible }) => !allLineNetsReproducible).map(({ source }) => source),
    ).toEqual(['en16931-ubl/guide-example1.xml', 'en16931-ubl/ubl-tc434-example1.xml']);
  });

  test.each(inScope.map((document) => [document.source, document] as const))(
    '%s: groups, tax and totals',
    (_, { lines, currency, expect: wanted }) => {
      const text = (minor: number) => toText(money(minor, currency));
      const same = (amount: string) => toText(fromText(amount, currency));
      const totals = totalsOf(
        lines.map((line): PricedLine => ({
          id: line.id,
          sku: '',
          description: '',
          quantity: line.qty,
          unit: 'C62',
          unitPrice: line.price,
          taxClass: 'standard',
          tax: treatment(line),
          netMinor: fromText(line.net, currency).minor,
        })),
        currency,
      );
      expect({
        net: text(totals.netMinor),
        tax: text(totals.taxMinor),
        gross: text(totals.grossMinor),
      }).toEqual({
        net: same(wanted.taxExclusive),
        tax: same(wanted.taxTotal),
        gross: same(wanted.taxInclusive),
      });
      const groups = totals.taxes.map(
        ({ category, ratePpm, baseMinor, taxMinor }) =>
          `${category} ${ratePpm}: ${text(baseMinor)} ${text(taxMinor)}`,
      );
      expect(groups.sort()).toEqual(
        wanted.breakdown
          .map(
            (group) =>
              `${treatment(group).category} ${treatment(group).ratePpm}: ${same(group.taxable)} ${same(group.tax)}`,
          )
          .sort(),
      );
    },
  );
});

const treatment = ({ category, rate }: { category: string; rate: string }): TaxTreatment => ({
  category: TaxCategory.parse(category),
  ratePpm: Math.round(Number(rate) * 10_000),
});

describe('early-payment discounts', () => {
  interface Vector {
    readonly id: number;
    readonly net: string;
    readonly vatRate: string;
    readonly vat: string;
    readonly discountPercent: string;
    readonly discountDays: number;
    readonly discountOnGross: string;
    readonly payWithinDiscount: string;
    readonly vatCorrection: { readonly vatReduction: string };
    readonly cases: readonly {
      readonly paidDay: number;
      readonly amount: string;
      readonly expect: string;
      readonly openAmount?: string;
      readonly credit?: string;
    }[];
  }
  const { vectors } = sampleJson<{ vectors: Vector[] }>('money/early-payment-discount.json');
  const issuedOn = '2026-03-02';
  const eur = (text: string) => fromText(text, 'EUR');

  test.each(vectors)('$id: the amount, what corrects the tax, and what each payment settles', (vector) => {
    const tax = { category: 'S' as const, ratePpm: Math.round(Number(vector.vatRate) * 10_000) };
    const totals = totalsOf([{ netMinor: eur(vector.net).minor, tax } as PricedLine], 'EUR');
    expect(totals.taxMinor).toBe(eur(vector.vat).minor);
    const earlyPayment = {
      percent: vector.discountPercent,
      days: vector.discountDays,
      mode: 'gross' as const,
    };
    const early = earlyOf({ earlyPayment }, issuedOn, { totals, currency: 'EUR' })!;
    expect([toText(early.discount), toText(money(early.taxMinor, 'EUR'))]).toEqual([
      vector.discountOnGross,
      vector.vatCorrection.vatReduction,
    ]);
    const invoice = anInvoice(1, totals.grossMinor, { issuedOn, early });
    expect(toText(dueOn(invoice, issuedOn))).toBe(vector.payWithinDiscount);
    for (const { paidDay, amount, openAmount = '0.00', credit = '0.00', ...said } of vector.cases) {
      const by = { paymentId: 'p', paidOn: addDays(issuedOn, paidDay), method: 'bank_transfer', reason: 'x' };
      const paid = pay(invoice, eur(amount), by);
      if (!paid.ok) throw new Error(paid.detail);
      const { open, state } = paid.value.invoice;
      expect([said.expect, toText(open), toText(paid.value.rest), state]).toEqual([
        said.expect,
        openAmount,
        credit,
        openAmount === '0.00' ? 'PAID' : 'PART_PAID',
      ]);
    }
  });
});
