/** The invoice of EN 16931-1 as a whole: where each of its business terms stands in both syntaxes. */
import { BUYER, DELIVERY, PAYEE, REPRESENTATIVE, SELLER } from './party-terms.ts';
import { LINE } from './line-terms.ts';
import type { GroupName, Syntax, Term } from './model.ts';
import { category, day, group, row, sum, type Row, type Shape } from './shape.ts';

const AGREEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement';
const DELIVERED = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery';
const SETTLEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const SUMS = `${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;
const TERMS = `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms`;
const total = (term: Term, ubl: string, cii: string): Row =>
  row(term, `cac:LegalMonetaryTotal/cbc:${ubl}`, `${SUMS}/ram:${cii}`, sum);

/** BG-20 and BG-21 are the same thing with another sign, as are BG-27 and BG-28. */
const allowances = (name: GroupName, charge: boolean, [amount, base, percent, code, rate, reason, why]: readonly Term[]) =>
  group(
    name,
    `cac:AllowanceCharge[cbc:ChargeIndicator=${charge}]`,
    `${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator=${charge}]`,
    [
      row(amount!, 'cbc:Amount', 'ram:ActualAmount', sum),
      row(base!, 'cbc:BaseAmount', 'ram:BasisAmount', sum),
      row(percent!, 'cbc:MultiplierFactorNumeric', 'ram:CalculationPercent'),
      row(code!, category('cac:TaxCategory', 'ID'), 'ram:CategoryTradeTax[ram:TypeCode=VAT]/ram:CategoryCode'),
      row(rate!, category('cac:TaxCategory', 'Percent'), 'ram:CategoryTradeTax[ram:TypeCode=VAT]/ram:RateApplicablePercent'),
      row(reason!, 'cbc:AllowanceChargeReason', 'ram:Reason'),
      row(why!, 'cbc:AllowanceChargeReasonCode', 'ram:ReasonCode'),
    ],
  );

const PAYMENT = group('BG-16', 'cac:PaymentMeans', `${SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans`, [
  row('BT-81', 'cbc:PaymentMeansCode', 'ram:TypeCode'),
  row('BT-82', 'cbc:PaymentMeansCode/@name', 'ram:Information'),
  row(
    'BT-84',
    'cac:PayeeFinancialAccount/cbc:ID',
    'ram:PayeePartyCreditorFinancialAccount/ram:IBANID ?? ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID',
  ),
  row('BT-85', 'cac:PayeeFinancialAccount/cbc:Name', 'ram:PayeePartyCreditorFinancialAccount/ram:AccountName'),
  row(
    'BT-86',
    'cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID',
    'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID',
  ),
  row('BT-87', 'cac:CardAccount[cbc:NetworkID=*|mapped]/cbc:PrimaryAccountNumberID', 'ram:ApplicableTradeSettlementFinancialCard/ram:ID'),
  row('BT-88', 'cac:CardAccount/cbc:HolderName', 'ram:ApplicableTradeSettlementFinancialCard/ram:CardholderName'),
  row('BT-91', 'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID', 'ram:PayerPartyDebtorFinancialAccount/ram:IBANID'),
]);

const TAXES = group('BG-23', 'cac:TaxTotal/cac:TaxSubtotal', `${SETTLEMENT}/ram:ApplicableTradeTax`, [
  row('BT-116', 'cbc:TaxableAmount', 'ram:BasisAmount', sum),
  row('BT-117', 'cbc:TaxAmount', 'ram:CalculatedAmount', sum),
  row('BT-118', category('cac:TaxCategory', 'ID'), '.[ram:TypeCode=VAT]/ram:CategoryCode'),
  row('BT-119', category('cac:TaxCategory', 'Percent'), '.[ram:TypeCode=VAT]/ram:RateApplicablePercent'),
  row('BT-120', 'cac:TaxCategory/cbc:TaxExemptionReason', 'ram:ExemptionReason'),
  row('BT-121', 'cac:TaxCategory/cbc:TaxExemptionReasonCode', 'ram:ExemptionReasonCode'),
]);

const PRECEDING = group(
  'BG-3',
  'cac:BillingReference',
  `${SETTLEMENT}/ram:InvoiceReferencedDocument`,
  [
    row('BT-25', 'cac:InvoiceDocumentReference/cbc:ID', 'ram:IssuerAssignedID'),
    row(
      'BT-26',
      'cac:InvoiceDocumentReference/cbc:IssueDate',
      'ram:FormattedIssueDateTime/qdt:DateTimeString[@format=102]',
      day,
    ),
  ],
);

const SUPPORTING = group(
  'BG-24',
  'cac:AdditionalDocumentReference[cbc:DocumentTypeCode!=130][cbc:DocumentTypeCode!=50]',
  `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode!=130][ram:TypeCode!=50|916]`,
  [
    row('BT-122', 'cbc:ID', 'ram:IssuerAssignedID'),
    row('BT-123', 'cbc:DocumentDescription', 'ram:Name'),
    row('BT-124', 'cac:Attachment/cac:ExternalReference/cbc:URI', 'ram:URIID'),
    row('BT-125', 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject', 'ram:AttachmentBinaryObject'),
  ],
);

export const INVOICE: Shape = {
  rows: [
    row('BT-24', 'cbc:CustomizationID', 'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'),
    row(
      'BT-23',
      'cbc:ProfileID',
      'rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID',
    ),
    row('BT-1', 'cbc:ID', 'rsm:ExchangedDocument/ram:ID'),
    row('BT-2', 'cbc:IssueDate', 'rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString[@format=102]', day),
    row('BT-3', 'cbc:InvoiceTypeCode', 'rsm:ExchangedDocument/ram:TypeCode'),
    row('BT-5', 'cbc:DocumentCurrencyCode', `${SETTLEMENT}/ram:InvoiceCurrencyCode`),
    row('BT-6', 'cbc:TaxCurrencyCode', `${SETTLEMENT}/ram:TaxCurrencyCode`),
    row('BT-7', 'cbc:TaxPointDate', `${SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString[@format=102]`, day),
    row('BT-8', 'cac:InvoicePeriod/cbc:DescriptionCode', `${SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode`, {
      kind: 'point',
    }),
    row('BT-9', 'cbc:DueDate', `${TERMS}/ram:DueDateDateTime/udt:DateTimeString[@format=102]`, {
      ...day,
      credit: 'cac:PaymentMeans/cbc:PaymentDueDate',
    }),
    row('BT-10', 'cbc:BuyerReference', `${AGREEMENT}/ram:BuyerReference`),
    row('BT-11', 'cac:ProjectReference/cbc:ID', `${AGREEMENT}/ram:SpecifiedProcuringProject[ram:Name=*|Project reference]/ram:ID`, {
      credit: 'cac:AdditionalDocumentReference[cbc:DocumentTypeCode=50]/cbc:ID',
    }),
    row('BT-12', 'cac:ContractDocumentReference/cbc:ID', `${AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID`),
    row('BT-13', 'cac:OrderReference/cbc:ID', `${AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`),
    row('BT-14', 'cac:OrderReference[cbc:ID=*|NA]/cbc:SalesOrderID', `${AGREEMENT}/ram:SellerOrderReferencedDocument/ram:IssuerAssignedID`),
    row('BT-15', 'cac:ReceiptDocumentReference/cbc:ID', `${DELIVERED}/ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID`),
    row('BT-16', 'cac:DespatchDocumentReference/cbc:ID', `${DELIVERED}/ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID`),
    row(
      'BT-17',
      'cac:OriginatorDocumentReference/cbc:ID',
      `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode=50]/ram:IssuerAssignedID`,
    ),
    row(
      'BT-18',
      'cac:AdditionalDocumentReference[cbc:DocumentTypeCode=130]/cbc:ID',
      `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode=130]/ram:IssuerAssignedID`,
    ),
    row('BT-19', 'cbc:AccountingCost', `${SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID`),
    row('BT-20', 'cac:PaymentTerms/cbc:Note', `${TERMS}/ram:Description`),
    row('BT-73', 'cac:InvoicePeriod/cbc:StartDate', `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString[@format=102]`, day),
    row('BT-74', 'cac:InvoicePeriod/cbc:EndDate', `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString[@format=102]`, day),
    row('BT-83', 'cac:PaymentMeans/cbc:PaymentID', `${SETTLEMENT}/ram:PaymentReference`, { once: 'UBL-SR-44' }),
    row('BT-89', 'cac:PaymentMeans/cac:PaymentMandate/cbc:ID', `${TERMS}/ram:DirectDebitMandateID`),
    row(
      'BT-90',
      'cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification+/cbc:ID[@schemeID=SEPA] | cac:PayeeParty/cac:PartyIdentification+/cbc:ID[@schemeID=SEPA]',
      `${SETTLEMENT}/ram:CreditorReferenceID`,
    ),
    total('BT-106', 'LineExtensionAmount', 'LineTotalAmount'),
    total('BT-107', 'AllowanceTotalAmount', 'AllowanceTotalAmount'),
    total('BT-108', 'ChargeTotalAmount', 'ChargeTotalAmount'),
    total('BT-109', 'TaxExclusiveAmount', 'TaxBasisTotalAmount'),
    row('BT-110', 'cac:TaxTotal/cbc:TaxAmount[@currencyID=$BT-5]', `${SUMS}/ram:TaxTotalAmount[@currencyID=$BT-5]`, sum),
    row('BT-111', 'cac:TaxTotal[!cac:TaxSubtotal]/cbc:TaxAmount[@currencyID=$BT-6]', `${SUMS}/ram:TaxTotalAmount[@currencyID=$BT-6]`, sum),
    total('BT-112', 'TaxInclusiveAmount', 'GrandTotalAmount'),
    total('BT-113', 'PrepaidAmount', 'TotalPrepaidAmount'),
    total('BT-114', 'PayableRoundingAmount', 'RoundingAmount'),
    total('BT-115', 'PayableAmount', 'DuePayableAmount'),
  ],
  groups: [
    group('BG-1', 'cbc:Note', 'rsm:ExchangedDocument/ram:IncludedNote', [
      row('BT-21', '.', 'ram:SubjectCode', { kind: 'subject' }),
      row('BT-22', '.', 'ram:Content', { kind: 'note' }),
    ]),
    PRECEDING,
    SELLER(AGREEMENT),
    BUYER(AGREEMENT),
    PAYEE(SETTLEMENT),
    REPRESENTATIVE(AGREEMENT),
    DELIVERY(DELIVERED),
    PAYMENT,
    allowances('BG-20', false, ['BT-92', 'BT-93', 'BT-94', 'BT-95', 'BT-96', 'BT-97', 'BT-98']),
    allowances('BG-21', true, ['BT-99', 'BT-100', 'BT-101', 'BT-102', 'BT-103', 'BT-104', 'BT-105']),
    TAXES,
    SUPPORTING,
    LINE,
  ],
};

const UNSCHEMED = 'cac:TaxCategory[!cac:TaxScheme]';
/** Elements that may not stand where they would have no meaning, by the rule that forbids them. */
export const FORBIDDEN: Readonly<Record<Syntax, readonly { readonly rule: string; readonly path: string }[]>> = {
  ubl: [
    {
      rule: 'UBL-SR-43',
      path: 'cac:AdditionalDocumentReference[cbc:DocumentTypeCode!=130]/cbc:DocumentTypeCode',
    },
    { rule: 'UBL-SR-43', path: 'cac:AdditionalDocumentReference[!cbc:DocumentTypeCode]/cbc:ID/@schemeID' },
    { rule: 'BR-32', path: `cac:AllowanceCharge[cbc:ChargeIndicator=false]/${UNSCHEMED}` },
    { rule: 'BR-37', path: `cac:AllowanceCharge[cbc:ChargeIndicator=true]/${UNSCHEMED}` },
    { rule: 'BR-47', path: `cac:TaxTotal/cac:TaxSubtotal/${UNSCHEMED}` },
    { rule: 'BR-CO-04', path: 'cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory[!cac:TaxScheme]' },
    { rule: 'BR-CO-19', path: 'cac:InvoicePeriod[!cbc:StartDate][!cbc:EndDate][!cbc:DescriptionCode]' },
  ],
  cii: [
    {
      rule: 'BR-CO-19',
      path: `${SETTLEMENT}/ram:BillingSpecifiedPeriod[!ram:StartDateTime][!ram:EndDateTime]`,
    },
  ],
};
