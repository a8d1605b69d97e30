/**
 * The invoice as UBL 2.1 by EN 16931 (CustomizationID without any CIUS). Every element is named with its
 * business term, so that the mapping can be read beside the standard; the figures are the snapshot's and are
 * never computed again.
 */
import type { Snapshot } from '../invoices/invoice.ts';
import { exponentOf } from '../kernel/currencies.ts';
import { exact, written } from '../kernel/decimal.ts';
import { money, toText } from '../kernel/money.ts';
import type { Address } from '../kernel/party.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { PricedLine, TaxCategory, TaxGroup, TaxTreatment } from '../pricing/price.ts';
import { day } from './format.ts';
import { unitCode } from './units.ts';
import { WORDS } from './words.ts';
import { allowed, el, xml, type Element } from './xml.ts';

const EN16931 = 'urn:cen.eu:en16931:2017';
const NAMESPACES = {
  'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
};

/** Three decimals do not fit EN 16931 (BR-DEC-*): refused, never silently rounded (rules §3.2). */
export const ublOf = (snapshot: Snapshot): Result<string, 'documents.decimals'> => {
  const { currency } = snapshot;
  if ((exponentOf(currency) ?? 9) > 2)
    return refuse(
      'documents.decimals',
      `EN 16931 knows amounts of two decimals at most; ${currency} has more. Send the PDF.`,
    );
  return ok(xml(documentOf(snapshot)));
};

const documentOf = (snapshot: Snapshot): Element => {
  const {
    number,
    issuedOn,
    dueOn,
    currency,
    poNumber,
    sourceOrderId,
    orderId,
    deliveredOn,
    buyer,
    lines,
    language,
    paymentTermsDays,
    credits,
  } = snapshot;
  const root = credits ? 'CreditNote' : 'Invoice';
  const terms = WORDS[language].terms(paymentTermsDays, day(dueOn, language));
  const intraCommunity = lines.some(({ tax }) => tax.category === 'K');
  return el(
    root,
    [
      el('cbc:CustomizationID', EN16931), // BT-24
      el('cbc:ID', number), // BT-1
      el('cbc:IssueDate', issuedOn), // BT-2
      !credits && el('cbc:DueDate', dueOn), // BT-9
      // BT-3 by UNTDID 1001: credit note, commercial invoice
      credits ? el('cbc:CreditNoteTypeCode', '381') : el('cbc:InvoiceTypeCode', '380'),
      credits?.text !== undefined && el('cbc:Note', credits.text), // BT-22
      el('cbc:DocumentCurrencyCode', currency), // BT-5
      poNumber !== undefined && el('cbc:BuyerReference', poNumber), // BT-10
      el('cac:OrderReference', [
        el('cbc:ID', poNumber ?? sourceOrderId),
        el('cbc:SalesOrderID', poNumber === undefined ? orderId : sourceOrderId),
      ]), // BT-13, BT-14
      credits && corrected(credits),
      seller(snapshot),
      customer(snapshot),
      el('cac:Delivery', [
        el('cbc:ActualDeliveryDate', deliveredOn), // BT-72
        // BR-IC-12 wants the country of arrival (BT-80); goods go to the buyer's address.
        intraCommunity && el('cac:DeliveryLocation', [el('cac:Address', [country(buyer.address)])]),
      ]),
      !credits && means(snapshot),
      !credits && el('cac:PaymentTerms', [el('cbc:Note', terms)]), // BT-20
      taxes(snapshot),
      totals(snapshot),
      ...lines.map((line) => invoiceLine(line, snapshot)),
    ],
    { xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`, ...NAMESPACES },
  );
};

/** BG-3: the invoice that a credit note takes back. */
const corrected = ({ number, issuedOn }: Snapshot['credits'] & object): Element =>
  el('cac:BillingReference', [
    el('cac:InvoiceDocumentReference', [el('cbc:ID', number), el('cbc:IssueDate', issuedOn)]), // BT-25, BT-26
  ]);

/** BR-O-02 forbids VAT identifiers on an invoice that is outside the scope of VAT. */
export const outOfScope = ({ lines }: Snapshot): boolean => lines.some(({ tax }) => tax.category === 'O');

const seller = (snapshot: Snapshot): Element => {
  const { id, name, address, vatId, registration, email, phone } = snapshot.seller;
  return el('cac:AccountingSupplierParty', [
    el('cac:Party', [
      el('cbc:EndpointID', email, { schemeID: 'EM' }), // BT-34
      el('cac:PartyIdentification', [el('cbc:ID', id)]), // BT-29
      el('cac:PartyName', [el('cbc:Name', name)]), // BT-28
      postal(address), // BG-5
      !outOfScope(snapshot) && vat(vatId), // BT-31
      el('cac:PartyLegalEntity', [
        el('cbc:RegistrationName', name),
        registration !== undefined && el('cbc:CompanyLegalForm', registration),
      ]), // BT-27, BT-33
      el('cac:Contact', [
        el('cbc:Name', name),
        phone !== undefined && el('cbc:Telephone', phone),
        el('cbc:ElectronicMail', email),
      ]), // BG-6
    ]),
  ]);
};

const customer = (snapshot: Snapshot): Element => {
  const { externalId, name, address, vatId, email } = snapshot.buyer;
  return el('cac:AccountingCustomerParty', [
    el('cac:Party', [
      el('cbc:EndpointID', email, { schemeID: 'EM' }), // BT-49
      el('cac:PartyIdentification', [el('cbc:ID', externalId)]), // BT-46
      postal(address), // BG-8
      vatId !== undefined && !outOfScope(snapshot) && vat(vatId), // BT-48
      el('cac:PartyLegalEntity', [el('cbc:RegistrationName', name)]), // BT-44
      el('cac:Contact', [el('cbc:ElectronicMail', email)]), // BT-58
    ]),
  ]);
};

const postal = (address: Address): Element =>
  el('cac:PostalAddress', [
    el('cbc:StreetName', address.line1),
    address.line2 !== undefined && el('cbc:AdditionalStreetName', address.line2),
    el('cbc:CityName', address.city),
    el('cbc:PostalZone', address.postalCode),
    country(address),
  ]);

const country = (address: Address): Element =>
  el('cac:Country', [el('cbc:IdentificationCode', address.country)]);
const scheme = el('cac:TaxScheme', [el('cbc:ID', 'VAT')]);
const vat = (vatId: string): Element => el('cac:PartyTaxScheme', [el('cbc:CompanyID', vatId), scheme]);

/** UNTDID 4461: 58 is a SEPA credit transfer, which exists in euro only; 30 any credit transfer. */
const means = ({ currency, reference, seller: { name, bank } }: Snapshot): Element =>
  el('cac:PaymentMeans', [
    el('cbc:PaymentMeansCode', currency === 'EUR' ? '58' : '30'), // BT-81
    el('cbc:PaymentID', reference), // BT-83
    el('cac:PayeeFinancialAccount', [
      el('cbc:ID', bank.iban), // BT-84
      el('cbc:Name', name), // BT-85
      el('cac:FinancialInstitutionBranch', [el('cbc:ID', bank.bic)]), // BT-86
    ]),
  ]);

const amountIn =
  (currency: string) =>
  (name: string, minor: number): Element =>
    el(name, toText(money(minor, currency)), { currencyID: currency });

const taxes = ({ currency, totals: { taxMinor, taxes: groups } }: Snapshot): Element => {
  const amount = amountIn(currency);
  return el('cac:TaxTotal', [
    amount('cbc:TaxAmount', taxMinor), // BT-110
    ...groups.map((group) =>
      el('cac:TaxSubtotal', [
        amount('cbc:TaxableAmount', group.baseMinor), // BT-116
        amount('cbc:TaxAmount', group.taxMinor), // BT-117
        category('cac:TaxCategory', group, exemption(group)), // BT-118 to BT-121
      ]),
    ),
  ]);
};

/** BR-O-05: what is outside the scope of VAT has no rate, not even 0. */
const category = (
  name: string,
  { category: code, ratePpm }: TaxTreatment,
  reasons: readonly Element[] = [],
): Element =>
  el(name, [
    el('cbc:ID', code),
    code !== 'O' && el('cbc:Percent', written({ units: BigInt(ratePpm), scale: 4 })),
    ...reasons,
    scheme,
  ]);

/**
 * Codes of the CEF's VATEX list, for a treatment that came without one. E has no general code: its text is
 * enough.
 */
const VATEX: Readonly<Partial<Record<TaxCategory, string>>> = {
  AE: 'VATEX-EU-AE',
  K: 'VATEX-EU-IC',
  G: 'VATEX-EU-G',
  O: 'VATEX-EU-O',
};

/** Standard and zero rated lines must not give a reason (BR-S-10, BR-Z-10), all others must. */
export const exemptionOf = ({
  category: code,
  reasonCode = VATEX[code],
  reason = WORDS.en.sentences[code] ?? WORDS.en.categories[code],
}: TaxGroup): { code: string | undefined; reason: string } | undefined =>
  code === 'S' || code === 'Z' ? undefined : { code: reasonCode, reason };

const exemption = (group: TaxGroup): Element[] => {
  const said = exemptionOf(group);
  if (!said) return [];
  return [
    ...(said.code === undefined ? [] : [el('cbc:TaxExemptionReasonCode', said.code)]),
    el('cbc:TaxExemptionReason', said.reason),
  ];
};

const totals = ({ currency, totals: { netMinor, grossMinor } }: Snapshot): Element => {
  const amount = amountIn(currency);
  return el('cac:LegalMonetaryTotal', [
    amount('cbc:LineExtensionAmount', netMinor), // BT-106
    amount('cbc:TaxExclusiveAmount', netMinor), // BT-109
    amount('cbc:TaxInclusiveAmount', grossMinor), // BT-112
    amount('cbc:PayableAmount', grossMinor), // BT-115
  ]);
};

const invoiceLine = (line: PricedLine, { currency, credits }: Snapshot): Element =>
  el(credits ? 'cac:CreditNoteLine' : 'cac:InvoiceLine', [
    el('cbc:ID', line.id), // BT-126
    el(credits ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', plain(line.quantity), {
      unitCode: unitCode(line.unit),
    }), // BT-129, BT-130
    amountIn(currency)('cbc:LineExtensionAmount', line.netMinor), // BT-131
    el('cac:Item', [
      el('cbc:Name', allowed(line.description).trim() || line.sku), // BT-153 is mandatory (BR-25)
      el('cac:SellersItemIdentification', [el('cbc:ID', line.sku)]), // BT-155
      category('cac:ClassifiedTaxCategory', line.tax), // BT-151, BT-152
    ]),
    el('cac:Price', [el('cbc:PriceAmount', plain(line.unitPrice), { currencyID: currency })]), // BT-146
  ]);

export const plain = (decimal: string): string => written(exact(decimal));
