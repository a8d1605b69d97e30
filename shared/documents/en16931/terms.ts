/** The invoice of EN 16931-1 as a whole: where each of its business terms stands in both syntaxes. */
import { allowances, PAYMENT, PRECEDING, SUPPORTING, TAXES } from './head-terms.ts';
import { LINE } from './line-terms.ts';
import type { Term } from './model.ts';
import { BUYER, DELIVERY, PAYEE, REPRESENTATIVE, SELLER } from './party-terms.ts';
import { AGREEMENT, day, DELIVERED, group, row, SETTLEMENT, sum, type Row, type Shape } from './shape.ts';

const SUMS = `${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;
const TERMS = `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms`;
const total = (term: Term, ubl: string, cii: string): Row =>
  row(term, `cac:LegalMonetaryTotal/cbc:${ubl}`, `${SUMS}/ram:${cii}`, sum);

export const INVOICE: Shape = {
  rows: [
    row(
      'BT-24',
      'cbc:CustomizationID',
      'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID',
    ),
    row(
      'BT-23',
      'cbc:ProfileID',
      'rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID',
    ),
    row('BT-1', 'cbc:ID', 'rsm:ExchangedDocument/ram:ID'),
    row(
      'BT-2',
      'cbc:IssueDate',
      'rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString[@format=102]',
      day,
    ),
    row('BT-3', 'cbc:InvoiceTypeCode', 'rsm:ExchangedDocument/ram:TypeCode'),
    row('BT-5', 'cbc:DocumentCurrencyCode', `${SETTLEMENT}/ram:InvoiceCurrencyCode`),
    row('BT-6', 'cbc:TaxCurrencyCode', `${SETTLEMENT}/ram:TaxCurrencyCode`),
    row(
      'BT-7',
      'cbc:TaxPointDate',
      `${SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString[@format=102]`,
      day,
    ),
    row(
      'BT-8',
      'cac:InvoicePeriod/cbc:DescriptionCode',
      `${SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode`,
      {
        kind: 'point',
      },
    ),
    row('BT-9', 'cbc:DueDate', `${TERMS}/ram:DueDateDateTime/udt:DateTimeString[@format=102]`, {
      ...day,
      credit: 'cac:PaymentMeans/cbc:PaymentDueDate',
    }),
    row('BT-10', 'cbc:BuyerReference', `${AGREEMENT}/ram:BuyerReference`),
    row(
      'BT-11',
      'cac:ProjectReference/cbc:ID',
      `${AGREEMENT}/ram:SpecifiedProcuringProject[ram:Name=*|Project reference]/ram:ID`,
      {
        credit: 'cac:AdditionalDocumentReference[cbc:DocumentTypeCode=50]/cbc:ID',
      },
    ),
    row(
      'BT-12',
      'cac:ContractDocumentReference/cbc:ID',
      `${AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID`,
    ),
    row(
      'BT-13',
      'cac:OrderReference/cbc:ID',
      `${AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`,
    ),
    row(
      'BT-14',
      'cac:OrderReference[cbc:ID=*|NA]/cbc:SalesOrderID',
      `${AGREEMENT}/ram:SellerOrderReferencedDocument/ram:IssuerAssignedID`,
    ),
    row(
      'BT-15',
      'cac:ReceiptDocumentReference/cbc:ID',
      `${DELIVERED}/ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID`,
    ),
    row(
      'BT-16',
      'cac:DespatchDocumentReference/cbc:ID',
      `${DELIVERED}/ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID`,
    ),
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
    row(
      'BT-73',
      'cac:InvoicePeriod/cbc:StartDate',
      `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString[@format=102]`,
      day,
    ),
    row(
      'BT-74',
      'cac:InvoicePeriod/cbc:EndDate',
      `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString[@format=102]`,
      day,
    ),
    row('BT-83', 'cac:PaymentMeans/cbc:PaymentID', `${SETTLEMENT}/ram:PaymentReference`, {
      once: 'UBL-SR-44',
    }),
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
    row(
      'BT-110',
      'cac:TaxTotal/cbc:TaxAmount[@currencyID=$BT-5]',
      `${SUMS}/ram:TaxTotalAmount[@currencyID=$BT-5]`,
      sum,
    ),
    row(
      'BT-111',
      'cac:TaxTotal[!cac:TaxSubtotal]/cbc:TaxAmount[@currencyID=$BT-6]',
      `${SUMS}/ram:TaxTotalAmount[@currencyID=$BT-6]`,
      sum,
    ),
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
