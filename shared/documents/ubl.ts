/**
 * The invoice as UBL 2.1 by EN 16931 and the profiles that are built on it (profiles.ts). Every element is named with its
 * business term, so that the mapping can be read beside the standard; the figures are the snapshot's and are
 * never computed again.
 */
import type { Snapshot } from '../invoices/invoice.ts';
import { ownTax } from '../invoices/accounting.ts';
import { payable } from '../invoices/rules.ts';
import { exponentOf } from '../kernel/currencies.ts';
import { exact, written } from '../kernel/decimal.ts';
import { money, toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Allowance, ServicePeriod, TaxGroup, TaxTreatment } from '../pricing/price.ts';
import { daysOf, lineDays, lineNote, orderSaid } from './deliveries.ts';
import { noteOf } from './deposit-notes.ts';
import { exemptionOf } from './exemptions.ts';
import { baseOf, buyerReference, german, meansCode, paymentTerms, profileOf, typeCode } from './profiles.ts';
import { country, customer, postal, scheme, seller } from './ubl-parties.ts';
import { unitCode } from './units.ts';
import { DISCOUNT, movedMinor, movedOf } from './untaxed.ts';
import { allowed, el, xml, type Element } from './xml.ts';

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
  const { specification, process } = profileOf(snapshot).ubl;
  const { number, issuedOn, dueOn, currency, deliveredOn, buyer, lines } = snapshot;
  const [ordered, over] = [orderSaid(snapshot), daysOf(snapshot)];
  const { credits, preceding } = snapshot;
  const own = ownTax(snapshot);
  const follows = credits ?? preceding;
  const note = noteOf(snapshot);
  const quoted = buyerReference(snapshot);
  const root = credits ? 'CreditNote' : 'Invoice';
  const intraCommunity = lines.some(({ tax }) => tax.category === 'K');
  return el(
    root,
    [
      el('cbc:CustomizationID', specification), // BT-24
      process !== undefined && el('cbc:ProfileID', process), // BT-23
      el('cbc:ID', number), // BT-1
      el('cbc:IssueDate', issuedOn), // BT-2
      !credits && el('cbc:DueDate', dueOn), // BT-9
      el(`cbc:${root}TypeCode`, typeCode(snapshot)), // BT-3
      note !== undefined && el('cbc:Note', note), // BT-22
      el('cbc:DocumentCurrencyCode', currency), // BT-5
      own && el('cbc:TaxCurrencyCode', own.currency), // BT-6
      quoted !== undefined && el('cbc:BuyerReference', quoted), // BT-10
      over && billed(over), // BG-14
      ordered &&
        el('cac:OrderReference', [
          el('cbc:ID', ordered.buyer),
          ordered.seller !== undefined && el('cbc:SalesOrderID', ordered.seller),
        ]), // BT-13, BT-14
      follows && precedes(follows),
      ...(snapshot.deposits ?? []).map(precedes),
      seller(snapshot),
      customer(snapshot),
      // Of what is still to come only an intra-Community supply has to say a day (BR-IC-11).
      (snapshot.advance === undefined || intraCommunity) &&
        el('cac:Delivery', [
          el('cbc:ActualDeliveryDate', deliveredOn), // BT-72
          // BR-IC-12 wants the country of arrival (BT-80), BR-DE-10 and 11 all of it; goods go to the buyer's address.
          intraCommunity &&
            el('cac:DeliveryLocation', [
              german(snapshot)
                ? postal('cac:Address', buyer.address)
                : el('cac:Address', [country(buyer.address)]),
            ]),
        ]),
      means(snapshot),
      !credits && el('cac:PaymentTerms', [el('cbc:Note', paymentTerms(snapshot))]), // BT-20
      ...documentAllowances(snapshot),
      taxes(snapshot),
      own && el('cac:TaxTotal', [amountIn(own.currency)('cbc:TaxAmount', own.minor)]), // BT-111
      totals(snapshot),
      ...lines.map((line) => invoiceLine(line, snapshot)),
    ],
    { xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`, ...NAMESPACES },
  );
};

/** BT-73 and BT-74, BT-134 and BT-135. */
const billed = ({ from, until }: ServicePeriod): Element =>
  el('cac:InvoicePeriod', [el('cbc:StartDate', from), el('cbc:EndDate', until)]);

/** BG-3: the invoice that is taken back, replaced or added to. */
const precedes = ({ number, issuedOn }: Pick<Snapshot, 'number' | 'issuedOn'>): Element =>
  el('cac:BillingReference', [
    el('cac:InvoiceDocumentReference', [el('cbc:ID', number), el('cbc:IssueDate', issuedOn)]), // BT-25, BT-26
  ]);

const means = (snapshot: Snapshot): Element | undefined => {
  const { reference, credits, seller } = snapshot;
  const { name, bank } = seller;
  const code = meansCode(snapshot);
  if (code === undefined) return undefined;
  const said = el('cbc:PaymentMeansCode', code); // BT-81
  if (credits) return el('cac:PaymentMeans', [said]);
  return el('cac:PaymentMeans', [
    said,
    el('cbc:PaymentID', reference), // BT-83
    el('cac:PayeeFinancialAccount', [
      el('cbc:ID', bank.iban), // BT-84
      el('cbc:Name', name), // BT-85
      el('cac:FinancialInstitutionBranch', [el('cbc:ID', bank.bic)]), // BT-86
    ]),
  ]);
};

const amountIn =
  (currency: string) =>
  (name: string, minor: number): Element =>
    el(name, toText(money(minor, currency)), { currencyID: currency });

const taxes = (snapshot: Snapshot): Element => {
  const { currency, totals } = snapshot;
  const { taxMinor, taxes: groups } = totals;
  const amount = amountIn(currency);
  return el('cac:TaxTotal', [
    amount('cbc:TaxAmount', taxMinor), // BT-110
    ...groups.map((group) =>
      el('cac:TaxSubtotal', [
        amount('cbc:TaxableAmount', group.baseMinor), // BT-116
        amount('cbc:TaxAmount', group.taxMinor), // BT-117
        category('cac:TaxCategory', group, exemption(group), german(snapshot)), // BT-118 to BT-121
      ]),
    ),
  ]);
};

/** BR-O-05: what is outside the scope of VAT has no rate, not even 0, except in the sums of who wants one there (BR-DE-14). */
const category = (
  name: string,
  { category: code, ratePpm }: TaxTreatment,
  reasons: readonly Element[] = [],
  rated = false,
): Element =>
  el(name, [
    el('cbc:ID', code),
    (rated || code !== 'O') && el('cbc:Percent', written({ units: BigInt(ratePpm), scale: 4 })),
    ...reasons,
    scheme,
  ]);

const exemption = (group: TaxGroup): Element[] => {
  const said = exemptionOf(group);
  if (!said) return [];
  return [
    ...(said.code === undefined ? [] : [el('cbc:TaxExemptionReasonCode', said.code)]),
    el('cbc:TaxExemptionReason', said.reason),
  ];
};

/** BG-20: of each discount the part that falls on one tax group; and with BG-21 what of them bears no tax. */
const documentAllowances = (snapshot: Snapshot): Element[] => [
  ...(snapshot.totals.allowances ?? []).map(({ category: code, ratePpm, ...one }) =>
    allowance(one, snapshot, [category('cac:TaxCategory', { category: code, ratePpm })]),
  ),
  ...movedOf(snapshot).map((one) =>
    allowance(
      { reason: one.reason, minor: one.minor },
      snapshot,
      [category('cac:TaxCategory', one.tax)],
      one,
    ),
  ),
];

const allowance = (
  one: Allowance,
  snapshot: Snapshot,
  tax: readonly Element[] = [],
  { is, code } = DISCOUNT,
): Element => {
  const { reason, percentPpm, minor } = one;
  const amount = amountIn(snapshot.currency);
  const baseMinor = baseOf(one, snapshot);
  return el('cac:AllowanceCharge', [
    el('cbc:ChargeIndicator', String(is === 'charge')),
    el('cbc:AllowanceChargeReasonCode', code), // BT-98, BT-105, BT-140
    el('cbc:AllowanceChargeReason', reason), // BT-97, BT-104, BT-139
    // Without its base a percentage says nothing that can be checked.
    percentPpm !== undefined &&
      baseMinor !== undefined &&
      el('cbc:MultiplierFactorNumeric', written({ units: BigInt(percentPpm), scale: 4 })), // BT-138
    amount('cbc:Amount', minor), // BT-92, BT-99, BT-136
    baseMinor !== undefined && amount('cbc:BaseAmount', baseMinor), // BT-137
    ...tax, // BT-95 and BT-96, BT-102 and BT-103
  ]);
};

const totals = (snapshot: Snapshot): Element => {
  const { currency, prepaidMinor } = snapshot;
  const { netMinor, grossMinor, allowances = [] } = snapshot.totals;
  const amount = amountIn(currency);
  const taken = allowances.reduce((total, { minor }) => total + minor, 0);
  const moved = movedMinor(snapshot.totals);
  return el('cac:LegalMonetaryTotal', [
    amount('cbc:LineExtensionAmount', netMinor + taken), // BT-106
    amount('cbc:TaxExclusiveAmount', netMinor), // BT-109
    amount('cbc:TaxInclusiveAmount', grossMinor), // BT-112
    taken + moved > 0 && amount('cbc:AllowanceTotalAmount', taken + moved), // BT-107
    moved > 0 && amount('cbc:ChargeTotalAmount', moved), // BT-108
    prepaidMinor !== undefined && amount('cbc:PrepaidAmount', prepaidMinor), // BT-113
    amount('cbc:PayableAmount', payable(snapshot).minor), // BT-115
  ]);
};

const invoiceLine = (line: Snapshot['lines'][number], snapshot: Snapshot): Element => {
  const { currency, credits } = snapshot;
  const [note, during] = [lineNote(line, snapshot), lineDays(line, snapshot)];
  return el(credits ? 'cac:CreditNoteLine' : 'cac:InvoiceLine', [
    el('cbc:ID', line.id), // BT-126
    note !== undefined && el('cbc:Note', note), // BT-127
    el(credits ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', plain(line.quantity), {
      unitCode: unitCode(line.unit),
    }), // BT-129, BT-130
    amountIn(currency)('cbc:LineExtensionAmount', line.netMinor), // BT-131
    during && billed(during), // BG-26
    ...(line.allowances ?? []).map((one) => allowance(one, snapshot)), // BG-27
    el('cac:Item', [
      el('cbc:Name', allowed(line.description).trim() || line.sku), // BT-153 is mandatory (BR-25)
      el('cac:SellersItemIdentification', [el('cbc:ID', line.sku)]), // BT-155
      category('cac:ClassifiedTaxCategory', line.tax), // BT-151, BT-152
    ]),
    el('cac:Price', [
      el('cbc:PriceAmount', plain(line.unitPrice), { currencyID: currency }), // BT-146
      line.baseQuantity !== undefined &&
        el('cbc:BaseQuantity', plain(line.baseQuantity), { unitCode: unitCode(line.unit) }), // BT-149, BT-150
    ]),
  ]);
};

export const plain = (decimal: string): string => written(exact(decimal));
