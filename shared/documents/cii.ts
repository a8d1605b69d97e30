/**
 * The invoice as UN/CEFACT Cross Industry Invoice D16B by EN 16931: what Factur-X and ZUGFeRD carry inside the PDF. As in
 * ubl.ts every element is named with its business term and no figure is computed again. The schema fixes the order.
 */
import type { Snapshot } from '../invoices/invoice.ts';
import { ownTax } from '../invoices/accounting.ts';
import { payable } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { written } from '../kernel/decimal.ts';
import { money, toText } from '../kernel/money.ts';
import type { Allowance, ServicePeriod, TaxGroup, TaxTreatment } from '../pricing/price.ts';
import { address, agreement } from './cii-parties.ts';
import { daysOf, lineDays, lineNote } from './deliveries.ts';
import { noteOf } from './deposit-notes.ts';
import { baseOf, german, meansCode, paymentTerms, profileOf, typeCode } from './profiles.ts';
import { exemptionOf } from './exemptions.ts';
import { plain } from './ubl.ts';
import { unitCode } from './units.ts';
import { DISCOUNT, movedMinor, movedOf } from './untaxed.ts';
import { allowed, el, xml, type Element } from './xml.ts';

const NAMESPACES = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};

/** For currencies of two decimals at most, as `ublOf`: whoever has a UBL has a CII. */
export const ciiOf = (snapshot: Snapshot): string => {
  const { specification, process } = profileOf(snapshot).cii;
  return xml(
    el(
      'rsm:CrossIndustryInvoice',
      [
        el('rsm:ExchangedDocumentContext', [
          process !== undefined &&
            el('ram:BusinessProcessSpecifiedDocumentContextParameter', [el('ram:ID', process)]), // BT-23
          el('ram:GuidelineSpecifiedDocumentContextParameter', [el('ram:ID', specification)]), // BT-24
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
};

const date = (name: string, on: LocalDate, type: 'udt' | 'qdt' = 'udt'): Element =>
  el(name, [el(`${type}:DateTimeString`, on.replaceAll('-', ''), { format: '102' })]);

const head = (snapshot: Snapshot): Element => {
  const text = noteOf(snapshot);
  return el('rsm:ExchangedDocument', [
    el('ram:ID', snapshot.number), // BT-1
    el('ram:TypeCode', typeCode(snapshot)), // BT-3
    date('ram:IssueDateTime', snapshot.issuedOn), // BT-2
    text !== undefined && el('ram:IncludedNote', [el('ram:Content', text)]), // BT-22
  ]);
};

const lineOf = (line: Snapshot['lines'][number], snapshot: Snapshot): Element => {
  const [note, during] = [lineNote(line, snapshot), lineDays(line, snapshot)];
  return el('ram:IncludedSupplyChainTradeLineItem', [
    el('ram:AssociatedDocumentLineDocument', [
      el('ram:LineID', line.id), // BT-126
      note !== undefined && el('ram:IncludedNote', [el('ram:Content', note)]), // BT-127
    ]),
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
      during && billed(during), // BG-26
      ...(line.allowances ?? []).map((one) => allowance(one, snapshot)), // BG-27
      el('ram:SpecifiedTradeSettlementLineMonetarySummation', [
        amount('ram:LineTotalAmount', line.netMinor, snapshot.currency), // BT-131
      ]),
    ]),
  ]);
};

/** BT-73 and BT-74, BT-134 and BT-135. */
const billed = ({ from, until }: ServicePeriod): Element =>
  el('ram:BillingSpecifiedPeriod', [date('ram:StartDateTime', from), date('ram:EndDateTime', until)]);

/** BG-20, BG-21 and BG-27. Without its base a percentage says nothing that can be checked. */
const allowance = (
  one: Allowance,
  snapshot: Snapshot,
  taxed: readonly Element[] = [],
  { is, code } = DISCOUNT,
): Element => {
  const { minor, reason, percentPpm } = one;
  const { currency } = snapshot;
  const baseMinor = baseOf(one, snapshot);
  return el('ram:SpecifiedTradeAllowanceCharge', [
    el('ram:ChargeIndicator', [el('udt:Indicator', String(is === 'charge'))]),
    percentPpm !== undefined &&
      baseMinor !== undefined &&
      el('ram:CalculationPercent', written({ units: BigInt(percentPpm), scale: 4 })),
    baseMinor !== undefined && amount('ram:BasisAmount', baseMinor, currency),
    amount('ram:ActualAmount', minor, currency),
    el('ram:ReasonCode', code),
    el('ram:Reason', reason),
    ...taxed,
  ]);
};

const amount = (name: string, minor: number, currency: string, attributes = {}): Element =>
  el(name, toText(money(minor, currency)), attributes);

/** BR-O-05: what is outside the scope of VAT has no rate, not even 0, except in the sums of who wants one there (BR-DE-14). */
const category = (
  { category: code, ratePpm }: TaxTreatment,
  between: readonly Element[] = [],
  rated = false,
): Element[] => [
  el('ram:CategoryCode', code),
  ...between,
  ...(code === 'O' && !rated
    ? []
    : [el('ram:RateApplicablePercent', written({ units: BigInt(ratePpm), scale: 4 }))]),
];

/** BT-95 and BT-96, BT-102 and BT-103. */
const categoryTax = (tax: TaxTreatment): Element =>
  el('ram:CategoryTradeTax', [el('ram:TypeCode', 'VAT'), ...category(tax)]);

const delivery = (snapshot: Snapshot): Element => {
  const { deliveredOn, lines, buyer } = snapshot;
  const intraCommunity = lines.some(({ tax }) => tax.category === 'K');
  return el('ram:ApplicableHeaderTradeDelivery', [
    // BR-IC-12 wants the country of arrival (BT-80), BR-DE-10 and 11 all of it; goods go to the buyer's address.
    intraCommunity &&
      el('ram:ShipToTradeParty', [
        german(snapshot)
          ? address(buyer.address)
          : el('ram:PostalTradeAddress', [el('ram:CountryID', buyer.address.country)]),
      ]),
    // Of what is still to come only an intra-Community supply has to say a day (BR-IC-11).
    (snapshot.advance === undefined || intraCommunity) &&
      el('ram:ActualDeliverySupplyChainEvent', [date('ram:OccurrenceDateTime', deliveredOn)]), // BT-72
  ]);
};

const settlement = (snapshot: Snapshot): Element => {
  const { reference: quoted, currency, credits, preceding, totals, dueOn, prepaidMinor } = snapshot;
  // D16B has room for one of them; of several deposits the note names all.
  const named = credits ?? preceding ?? snapshot.deposits?.[0];
  const { allowances = [] } = totals;
  const over = daysOf(snapshot);
  const own = ownTax(snapshot);
  const taken = allowances.reduce((sum, { minor }) => sum + minor, 0);
  const moved = movedMinor(totals);
  return el('ram:ApplicableHeaderTradeSettlement', [
    !credits && el('ram:PaymentReference', quoted), // BT-83
    own && el('ram:TaxCurrencyCode', own.currency), // BT-6
    el('ram:InvoiceCurrencyCode', currency), // BT-5
    means(snapshot),
    ...totals.taxes.map((group) => tax(group, currency, german(snapshot))),
    over && billed(over), // BG-14
    ...allowances.map(({ category: code, ratePpm, ...one }) =>
      allowance(one, snapshot, [categoryTax({ category: code, ratePpm })]),
    ), // BG-20
    ...movedOf(snapshot).map(({ reason, minor, ...one }) =>
      allowance({ reason, minor }, snapshot, [categoryTax(one.tax)], one),
    ), // BG-20, BG-21
    // KoSIT's release of the rules asks a credit note for a due day too (BR-CO-25); it has no terms to say.
    (!credits || german(snapshot)) &&
      el('ram:SpecifiedTradePaymentTerms', [
        !credits && el('ram:Description', paymentTerms(snapshot)), // BT-20
        date('ram:DueDateDateTime', dueOn), // BT-9
      ]),
    el('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
      amount('ram:LineTotalAmount', totals.netMinor + taken, currency), // BT-106
      moved > 0 && amount('ram:ChargeTotalAmount', moved, currency), // BT-108
      taken + moved > 0 && amount('ram:AllowanceTotalAmount', taken + moved, currency), // BT-107
      amount('ram:TaxBasisTotalAmount', totals.netMinor, currency), // BT-109
      amount('ram:TaxTotalAmount', totals.taxMinor, currency, { currencyID: currency }), // BT-110
      own && amount('ram:TaxTotalAmount', own.minor, own.currency, { currencyID: own.currency }), // BT-111
      amount('ram:GrandTotalAmount', totals.grossMinor, currency), // BT-112
      prepaidMinor !== undefined && amount('ram:TotalPrepaidAmount', prepaidMinor, currency), // BT-113
      amount('ram:DuePayableAmount', payable(snapshot).minor, currency), // BT-115
    ]),
    named &&
      el('ram:InvoiceReferencedDocument', [
        el('ram:IssuerAssignedID', named.number), // BT-25
        date('ram:FormattedIssueDateTime', named.issuedOn, 'qdt'), // BT-26
      ]),
  ]);
};

const means = (snapshot: Snapshot): Element | undefined => {
  const { credits, seller } = snapshot;
  const { name, bank } = seller;
  const code = meansCode(snapshot);
  if (code === undefined) return undefined;
  const said = el('ram:TypeCode', code); // BT-81
  if (credits) return el('ram:SpecifiedTradeSettlementPaymentMeans', [said]);
  return el('ram:SpecifiedTradeSettlementPaymentMeans', [
    said,
    el('ram:PayeePartyCreditorFinancialAccount', [
      el('ram:IBANID', bank.iban), // BT-84
      el('ram:AccountName', name), // BT-85
    ]),
    el('ram:PayeeSpecifiedCreditorFinancialInstitution', [el('ram:BICID', bank.bic)]), // BT-86
  ]);
};

const tax = (group: TaxGroup, currency: string, rated: boolean): Element => {
  const exemption = exemptionOf(group);
  return el('ram:ApplicableTradeTax', [
    amount('ram:CalculatedAmount', group.taxMinor, currency), // BT-117
    el('ram:TypeCode', 'VAT'),
    exemption && el('ram:ExemptionReason', exemption.reason), // BT-120
    amount('ram:BasisAmount', group.baseMinor, currency), // BT-116
    ...category(
      group,
      exemption?.code === undefined ? [] : [el('ram:ExemptionReasonCode', exemption.code)],
      rated,
    ), // BT-118, BT-121, BT-119
  ]);
};
