/**
 * What documents say, per language. A text that is missing does not compile; another language is another
 * record.
 */
import type { Language } from '../kernel/party.ts';
import type { TaxCategory } from '../pricing/price.ts';

export interface Words {
  readonly invoice: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly deliveredOn: string;
  readonly dueOn: string;
  readonly customer: string;
  readonly order: string;
  readonly poNumber: string;
  readonly buyerVatId: string;
  readonly amountDue: string;
  readonly reference: string;
  readonly position: string;
  readonly item: string;
  readonly sku: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly vat: string;
  readonly net: string;
  readonly carried: string;
  readonly taxes: string;
  readonly taxBase: string;
  readonly tax: string;
  readonly subtotal: string;
  readonly total: string;
  readonly payment: string;
  readonly paid: string;
  readonly payee: string;
  readonly bank: string;
  readonly quote: string;
  readonly scanToTransfer: string;
  readonly scanToPay: string;
  readonly payOnline: string;
  readonly notes: string;
  readonly vatId: string;
  readonly logo: string;
  readonly terms: (days: number, dueOn: string) => string;
  readonly discount: string;
  readonly page: (page: number, pages: number) => string;
  readonly continued: (number: string) => string;
  /** Names of the categories of EN 16931, and the sentence that the law asks for with them. */
  readonly categories: Readonly<Record<TaxCategory, string>>;
  readonly sentences: Readonly<Partial<Record<TaxCategory, string>>>;
  /** Exemptions by their VATEX code; another one is printed as the tax rules gave it. */
  readonly exemptions: Readonly<Record<string, string>>;
  /** UN/ECE Recommendation 20; a code that is not here is printed as it is. */
  readonly units: Readonly<Record<string, string>>;
}

const en: Words = {
  invoice: 'Invoice',
  number: 'Invoice no.',
  issuedOn: 'Invoice date',
  deliveredOn: 'Delivery date',
  dueOn: 'Due date',
  customer: 'Customer no.',
  order: 'Order',
  poNumber: 'Your PO',
  buyerVatId: 'Your VAT ID',
  amountDue: 'Amount due',
  reference: 'Payment reference',
  position: '#',
  item: 'Item',
  sku: 'Item no.',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  vat: 'VAT',
  net: 'Net',
  carried: 'Carried forward',
  taxes: 'VAT summary',
  taxBase: 'Net',
  tax: 'VAT',
  subtotal: 'Net total',
  total: 'Total',
  payment: 'How to pay',
  paid: 'Nothing to pay: the total of this invoice is zero.',
  payee: 'Payee',
  bank: 'Bank',
  quote: 'Reference',
  scanToTransfer: 'Scan with your\nbanking app',
  scanToPay: 'Scan to\npay online',
  payOnline: 'Pay online',
  notes: 'Notes',
  vatId: 'VAT ID',
  logo: 'Logo of',
  terms: (days, dueOn) =>
    days === 0
      ? 'Payable at once, without deduction.'
      : `Payable by ${dueOn} (${days} ${days === 1 ? 'day' : 'days'} net), without deduction.`,
  discount: 'Discount',
  page: (page, pages) => `Page ${page} of ${pages}`,
  continued: (number) => `Invoice ${number} (continued)`,
  categories: {
    S: 'VAT',
    Z: 'Zero rated',
    E: 'Exempt',
    AE: 'Reverse charge',
    K: 'Intra-Community supply',
    G: 'Export',
    O: 'Outside the scope of VAT',
  },
  sentences: {
    AE: 'Reverse charge: VAT is to be accounted for by the recipient (Article 196 of Directive 2006/112/EC).',
    K: 'VAT-exempt intra-Community supply of goods (Article 138 of Directive 2006/112/EC).',
    G: 'VAT-exempt export of goods to a third country.',
    O: 'Not subject to VAT.',
  },
  exemptions: { 'VATEX-EU-132': 'Exempt from VAT under Article 132 of Directive 2006/112/EC.' },
  units: {
    C62: 'pcs',
    H87: 'pcs',
    EA: 'pcs',
    PR: 'pairs',
    SET: 'sets',
    DZN: 'dozen',
    XPK: 'packs',
    XBX: 'boxes',
    XCT: 'cartons',
    XPX: 'pallets',
    BX: 'boxes',
    HUR: 'h',
    MIN: 'min',
    DAY: 'days',
    WEE: 'weeks',
    MON: 'months',
    ANN: 'years',
    KGM: 'kg',
    GRM: 'g',
    TNE: 't',
    LTR: 'l',
    MLT: 'ml',
    MTR: 'm',
    CMT: 'cm',
    MMT: 'mm',
    KMT: 'km',
    MTK: 'm²',
    MTQ: 'm³',
    KWH: 'kWh',
    MWH: 'MWh',
    LS: 'flat',
    P1: '%',
  },
};

const de: Words = {
  invoice: 'Rechnung',
  number: 'Rechnungsnr.',
  issuedOn: 'Rechnungsdatum',
  deliveredOn: 'Lieferdatum',
  dueOn: 'Fällig am',
  customer: 'Kundennr.',
  order: 'Auftrag',
  poNumber: 'Ihre Bestellung',
  buyerVatId: 'Ihre USt-IdNr.',
  amountDue: 'Zahlbetrag',
  reference: 'Zahlungsreferenz',
  position: 'Pos.',
  item: 'Artikel',
  sku: 'Art.-Nr.',
  quantity: 'Menge',
  unitPrice: 'Einzelpreis',
  vat: 'USt.',
  net: 'Netto',
  carried: 'Übertrag',
  taxes: 'Umsatzsteuer',
  taxBase: 'Netto',
  tax: 'Steuer',
  subtotal: 'Summe netto',
  total: 'Gesamtbetrag',
  payment: 'So bezahlen Sie',
  paid: 'Nichts zu zahlen: Der Gesamtbetrag dieser Rechnung ist null.',
  payee: 'Empfänger',
  bank: 'Bank',
  quote: 'Referenz',
  scanToTransfer: 'Mit der Banking-\nApp scannen',
  scanToPay: 'Scannen und\nonline bezahlen',
  payOnline: 'Online bezahlen',
  notes: 'Hinweise',
  vatId: 'USt-IdNr.',
  logo: 'Logo von',
  terms: (days, dueOn) =>
    days === 0
      ? 'Zahlbar sofort ohne Abzug.'
      : `Zahlbar bis ${dueOn} (${days} ${days === 1 ? 'Tag' : 'Tage'} netto) ohne Abzug.`,
  discount: 'Rabatt',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  continued: (number) => `Rechnung ${number} (Fortsetzung)`,
  categories: {
    S: 'USt.',
    Z: 'Nullsatz',
    E: 'Steuerbefreit',
    AE: 'Reverse Charge',
    K: 'Innergem. Lieferung',
    G: 'Ausfuhr',
    O: 'Nicht steuerbar',
  },
  sentences: {
    AE: 'Steuerschuldnerschaft des Leistungsempfängers (Artikel 196 der Richtlinie 2006/112/EG).',
    K: 'Steuerfreie innergemeinschaftliche Lieferung (Artikel 138 der Richtlinie 2006/112/EG).',
    G: 'Steuerfreie Ausfuhrlieferung in ein Drittland.',
    O: 'Nicht steuerbar.',
  },
  exemptions: { 'VATEX-EU-132': 'Steuerbefreit nach Artikel 132 der Richtlinie 2006/112/EG.' },
  units: {
    C62: 'Stk.',
    H87: 'Stk.',
    EA: 'Stk.',
    PR: 'Paar',
    SET: 'Sätze',
    DZN: 'Dtzd.',
    XPK: 'Pack',
    XBX: 'Kisten',
    XCT: 'Kartons',
    XPX: 'Paletten',
    BX: 'Kisten',
    HUR: 'Std.',
    MIN: 'Min.',
    DAY: 'Tage',
    WEE: 'Wochen',
    MON: 'Monate',
    ANN: 'Jahre',
    KGM: 'kg',
    GRM: 'g',
    TNE: 't',
    LTR: 'l',
    MLT: 'ml',
    MTR: 'm',
    CMT: 'cm',
    MMT: 'mm',
    KMT: 'km',
    MTK: 'm²',
    MTQ: 'm³',
    KWH: 'kWh',
    MWH: 'MWh',
    LS: 'pausch.',
    P1: '%',
  },
};

export const WORDS: Readonly<Record<Language, Words>> = { en, de };
