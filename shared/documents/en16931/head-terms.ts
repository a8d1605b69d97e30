/** Groups of the document as a whole: the invoice before it, payment, allowances and charges, VAT, documents beside it. */
import type { GroupName, Term } from './model.ts';
import { AGREEMENT, category, day, group, row, SETTLEMENT, sum } from './shape.ts';

/** BG-20 and BG-21 are the same thing with another sign, as are BG-27 and BG-28. */
export const allowances = (
  name: GroupName,
  charge: boolean,
  [amount, base, percent, code, rate, reason, why]: readonly Term[],
) =>
  group(
    name,
    `cac:AllowanceCharge[cbc:ChargeIndicator=${charge}]`,
    `${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator=${charge}]`,
    [
      row(amount!, 'cbc:Amount', 'ram:ActualAmount', sum),
      row(base!, 'cbc:BaseAmount', 'ram:BasisAmount', sum),
      row(percent!, 'cbc:MultiplierFactorNumeric', 'ram:CalculationPercent'),
      row(
        code!,
        category('cac:TaxCategory', 'ID'),
        'ram:CategoryTradeTax[ram:TypeCode=VAT]/ram:CategoryCode',
      ),
      row(
        rate!,
        category('cac:TaxCategory', 'Percent'),
        'ram:CategoryTradeTax[ram:TypeCode=VAT]/ram:RateApplicablePercent',
      ),
      row(reason!, 'cbc:AllowanceChargeReason', 'ram:Reason'),
      row(why!, 'cbc:AllowanceChargeReasonCode', 'ram:ReasonCode'),
    ],
  );

export const PAYMENT = group(
  'BG-16',
  'cac:PaymentMeans',
  `${SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans`,
  [
    row('BT-81', 'cbc:PaymentMeansCode', 'ram:TypeCode'),
    row('BT-82', 'cbc:PaymentMeansCode/@name', 'ram:Information'),
    row(
      'BT-84',
      'cac:PayeeFinancialAccount/cbc:ID',
      'ram:PayeePartyCreditorFinancialAccount/ram:IBANID ?? ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID',
    ),
    row(
      'BT-85',
      'cac:PayeeFinancialAccount/cbc:Name',
      'ram:PayeePartyCreditorFinancialAccount/ram:AccountName',
    ),
    row(
      'BT-86',
      'cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID',
      'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID',
    ),
    row(
      'BT-87',
      'cac:CardAccount[cbc:NetworkID=*|mapped]/cbc:PrimaryAccountNumberID',
      'ram:ApplicableTradeSettlementFinancialCard/ram:ID',
    ),
    row(
      'BT-88',
      'cac:CardAccount/cbc:HolderName',
      'ram:ApplicableTradeSettlementFinancialCard/ram:CardholderName',
    ),
    row(
      'BT-91',
      'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID',
      'ram:PayerPartyDebtorFinancialAccount/ram:IBANID',
    ),
  ],
);

export const TAXES = group('BG-23', 'cac:TaxTotal/cac:TaxSubtotal', `${SETTLEMENT}/ram:ApplicableTradeTax`, [
  row('BT-116', 'cbc:TaxableAmount', 'ram:BasisAmount', sum),
  row('BT-117', 'cbc:TaxAmount', 'ram:CalculatedAmount', sum),
  row('BT-118', category('cac:TaxCategory', 'ID'), '.[ram:TypeCode=VAT]/ram:CategoryCode'),
  row('BT-119', category('cac:TaxCategory', 'Percent'), '.[ram:TypeCode=VAT]/ram:RateApplicablePercent'),
  row('BT-120', 'cac:TaxCategory/cbc:TaxExemptionReason', 'ram:ExemptionReason'),
  row('BT-121', 'cac:TaxCategory/cbc:TaxExemptionReasonCode', 'ram:ExemptionReasonCode'),
]);

export const PRECEDING = group(
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

export const SUPPORTING = group(
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
