/**
 * The invoice as UN/CEFACT Cross Industry Invoice D16B by EN 16931: what Factur-X and ZUGFeRD carry inside the PDF. As in
 * ubl.ts every element is named with its business term and no figure is computed again. The schema fixes the order.
 */
import type { Snapshot } from '../invoices/invoice.ts';
import { payable } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { written } from '../kernel/decimal.ts';
import { money, toText } from '../kernel/money.ts';
import type { Address } from '../kernel/party.ts';
import type { Allowance, PricedLine, TaxGroup, TaxTreatment } from '../pricing/price.ts';
import { termsNote } from './terms.ts';
import { outOfScope } from './ubl-parties.ts';
import { exemptionOf, plain, typeCode } from './ubl.ts';
import { unitCode } from './units.ts';
import { allowed, el, xml, type Element } from './xml.ts';

const NAMESPACES = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};

/** For currencies of two decimals at most, as `ublOf`: whoever has a UBL has a CII. */
export const ciiOf = (snapshot: Snapshot): string =>
  xml(
    el(
      'rsm:CrossIndustryInvoice',
      [
        el('rsm:ExchangedDocumentContext', [
          el('ram:GuidelineSpecifiedDocumentContextParameter', [el('ram:ID', 'urn:cen.eu:en16931:2017')]), // BT-24
        ]),
        head(snapshot),
        el('rsm:SupplyChainTradeTransaction', [
          ...snapshot.lines.map((line) => lineOf(line, snapshot)),
          agreement(snapshot),
          delivery(snapshot),
          settlement(snapshot),
        ]),
      ],
      NAMESPACES,
    ),
  );

const date = (name: string, on: LocalDate, type: 'udt' | 'qdt' = 'udt'): Element =>
  el(name, [el(`${type}:DateTimeString`, on.replaceAll('-', ''), { format: '102' })]);

const head = (snapshot: Snapshot): Element => {
  const text = (snapshot.credits ?? snapshot.preceding)?.text;
  return el('rsm:ExchangedDocument', [
    el('ram:ID', snapshot.number), // BT-1
    el('ram:TypeCode', typeCode(snapshot)), // BT-3
    date('ram:IssueDateTime', snapshot.issuedOn), // BT-2
    text !== undefined && el('ram:IncludedNote', [el('ram:Content', text)]), // BT-22
  ]);
};

const lineOf = (line: PricedLine, { currency }: Snapshot): Element =>
  el('ram:IncludedSupplyChainTradeLineItem', [
    el('ram:AssociatedDocumentLineDocument', [el('ram:LineID', line.id)]), // BT-126
    el('ram:SpecifiedTradeProduct', [
      el('ram:SellerAssignedID', line.sku), // BT-155
      el('ram:Name', allowed(line.description).trim() || line.sku), // BT-153
    ]),
    el('ram:SpecifiedLineTradeAgreement', [
      el('ram:NetPriceProductTradePrice', [
        el('ram:ChargeAmount', plain(line.unitPrice)), // BT-146
        line.baseQuantity !== undefined &&
          el('ram:BasisQuantity', plain(line.baseQuantity), { unitCode: unitCode(line.unit) }), // BT-149, BT-150
      ]),
    ]),
    el('ram:SpecifiedLineTradeDelivery', [
      el('ram:BilledQuantity', plain(line.quantity), { unitCode: unitCode(line.unit) }), // BT-129, BT-130
    ]),
    el('ram:SpecifiedLineTradeSettlement', [
      el('ram:ApplicableTradeTax', [el('ram:TypeCode', 'VAT'), ...category(line.tax)]), // BT-151, BT-152
      ...(line.allowances ?? []).map((one) => allowance(one, currency)), // BG-27
      el('ram:SpecifiedTradeSettlementLineMonetarySummation', [
        amount('ram:LineTotalAmount', line.netMinor, currency), // BT-131
      ]),
    ]),
  ]);

/** BG-20 and BG-27; UNTDID 5189: 95 is a discount. Without its base a percentage says nothing that can be checked. */
const allowance = (
  { minor, reason, percentPpm, baseMinor }: Allowance,
  currency: string,
  taxed: readonly Element[] = [],
): Element =>
  el('ram:SpecifiedTradeAllowanceCharge', [
    el('ram:ChargeIndicator', [el('udt:Indicator', 'false')]),
    percentPpm !== undefined &&
      baseMinor !== undefined &&
      el('ram:CalculationPercent', written({ units: BigInt(percentPpm), scale: 4 })),
    baseMinor !== undefined && amount('ram:BasisAmount', baseMinor, currency),
    amount('ram:ActualAmount', minor, currency),
    el('ram:ReasonCode', '95'),
    el('ram:Reason', reason),
    ...taxed,
  ]);

const amount = (name: string, minor: number, currency: string, attributes = {}): Element =>
  el(name, toText(money(minor, currency)), attributes);

/** BR-O-05: what is outside the scope of VAT has no rate, not even 0. */
const category = ({ category: code, ratePpm }: TaxTreatment, between: readonly Element[] = []): Element[] => [
  el('ram:CategoryCode', code),
  ...between,
  ...(code === 'O' ? [] : [el('ram:RateApplicablePercent', written({ units: BigInt(ratePpm), scale: 4 }))]),
];

const agreement = (snapshot: Snapshot): Element => {
  const { seller, buyer, poNumber, sourceOrderId, orderId } = snapshot;
  const registered = (vatId: string | undefined): Element | false =>
    vatId !== undefined &&
    !outOfScope(snapshot) &&
    el('ram:SpecifiedTaxRegistration', [el('ram:ID', vatId, { schemeID: 'VA' })]);
  return el('ram:ApplicableHeaderTradeAgreement', [
    poNumber !== undefined && el('ram:BuyerReference', poNumber), // BT-10
    el('ram:SellerTradeParty', [
      el('ram:ID', seller.id), // BT-29
      el('ram:Name', seller.name), // BT-27
      seller.registration !== undefined && el('ram:Description', seller.registration), // BT-33
      el('ram:SpecifiedLegalOrganization', [el('ram:TradingBusinessName', seller.name)]), // BT-28
      contact(seller.name, seller.email, seller.phone), // BG-6
      address(seller.address), // BG-5
      endpoint(seller.email), // BT-34
      registered(seller.vatId), // BT-31
    ]),
    el('ram:BuyerTradeParty', [
      el('ram:ID', buyer.externalId), // BT-46
      el('ram:Name', buyer.name), // BT-44
      contact(undefined, buyer.email, undefined), // BG-9
      address(buyer.address), // BG-8
      endpoint(buyer.email), // BT-49
      registered(buyer.vatId), // BT-48
    ]),
    reference('ram:SellerOrderReferencedDocument', poNumber === undefined ? orderId : sourceOrderId), // BT-14
    reference('ram:BuyerOrderReferencedDocument', poNumber ?? sourceOrderId), // BT-13
  ]);
};

const reference = (name: string, id: string): Element => el(name, [el('ram:IssuerAssignedID', id)]);
const endpoint = (email: string): Element =>
  el('ram:URIUniversalCommunication', [el('ram:URIID', email, { schemeID: 'EM' })]);
const contact = (name: string | undefined, email: string, phone: string | undefined): Element =>
  el('ram:DefinedTradeContact', [
    name !== undefined && el('ram:PersonName', name),
    phone !== undefined && el('ram:TelephoneUniversalCommunication', [el('ram:CompleteNumber', phone)]),
    el('ram:EmailURIUniversalCommunication', [el('ram:URIID', email)]),
  ]);
const address = ({ postalCode, line1, line2, city, country }: Address): Element =>
  el('ram:PostalTradeAddress', [
    el('ram:PostcodeCode', postalCode),
    el('ram:LineOne', line1),
    line2 !== undefined && el('ram:LineTwo', line2),
    el('ram:CityName', city),
    el('ram:CountryID', country),
  ]);

const delivery = ({ deliveredOn, lines, buyer }: Snapshot): Element =>
  el('ram:ApplicableHeaderTradeDelivery', [
    // BR-IC-12 wants the country of arrival (BT-80); goods go to the buyer's address.
    lines.some(({ tax }) => tax.category === 'K') &&
      el('ram:ShipToTradeParty', [
        el('ram:PostalTradeAddress', [el('ram:CountryID', buyer.address.country)]),
      ]),
    el('ram:ActualDeliverySupplyChainEvent', [date('ram:OccurrenceDateTime', deliveredOn)]), // BT-72
  ]);

const settlement = (snapshot: Snapshot): Element => {
  const { reference: quoted, currency, credits, preceding, totals, dueOn, prepaidMinor } = snapshot;
  const follows = credits ?? preceding;
  const { allowances = [] } = totals;
  const taken = allowances.reduce((sum, { minor }) => sum + minor, 0);
  return el('ram:ApplicableHeaderTradeSettlement', [
    !credits && el('ram:PaymentReference', quoted), // BT-83
    el('ram:InvoiceCurrencyCode', currency), // BT-5
    !credits && means(snapshot),
    ...totals.taxes.map((group) => tax(group, currency)),
    ...allowances.map(({ category: code, ratePpm, ...one }) =>
      allowance(one, currency, [
        el('ram:CategoryTradeTax', [el('ram:TypeCode', 'VAT'), ...category({ category: code, ratePpm })]), // BT-95, BT-96
      ]),
    ), // BG-20
    !credits &&
      el('ram:SpecifiedTradePaymentTerms', [
        el('ram:Description', termsNote(snapshot)), // BT-20
        date('ram:DueDateDateTime', dueOn), // BT-9
      ]),
    el('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
      amount('ram:LineTotalAmount', totals.netMinor + taken, currency), // BT-106
      taken > 0 && amount('ram:AllowanceTotalAmount', taken, currency), // BT-107
      amount('ram:TaxBasisTotalAmount', totals.netMinor, currency), // BT-109
      amount('ram:TaxTotalAmount', totals.taxMinor, currency, { currencyID: currency }), // BT-110
      amount('ram:GrandTotalAmount', totals.grossMinor, currency), // BT-112
      prepaidMinor !== undefined && amount('ram:TotalPrepaidAmount', prepaidMinor, currency), // BT-113
      amount('ram:DuePayableAmount', payable(snapshot).minor, currency), // BT-115
    ]),
    follows &&
      el('ram:InvoiceReferencedDocument', [
        el('ram:IssuerAssignedID', follows.number), // BT-25
        date('ram:FormattedIssueDateTime', follows.issuedOn, 'qdt'), // BT-26
      ]),
  ]);
};

/** UNTDID 4461: 58 is a SEPA credit transfer, which exists in euro only; 30 any credit transfer. */
const means = ({ currency, seller: { name, bank } }: Snapshot): Element =>
  el('ram:SpecifiedTradeSettlementPaymentMeans', [
    el('ram:TypeCode', currency === 'EUR' ? '58' : '30'), // BT-81
    el('ram:PayeePartyCreditorFinancialAccount', [
      el('ram:IBANID', bank.iban), // BT-84
      el('ram:AccountName', name), // BT-85
    ]),
    el('ram:PayeeSpecifiedCreditorFinancialInstitution', [el('ram:BICID', bank.bic)]), // BT-86
  ]);

const tax = (group: TaxGroup, currency: string): Element => {
  const exemption = exemptionOf(group);
  return el('ram:ApplicableTradeTax', [
    amount('ram:CalculatedAmount', group.taxMinor, currency), // BT-117
    el('ram:TypeCode', 'VAT'),
    exemption && el('ram:ExemptionReason', exemption.reason), // BT-120
    amount('ram:BasisAmount', group.baseMinor, currency), // BT-116
    ...category(group, exemption?.code === undefined ? [] : [el('ram:ExemptionReasonCode', exemption.code)]), // BT-118, BT-121, BT-119
  ]);
};
