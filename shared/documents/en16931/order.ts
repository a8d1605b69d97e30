/** The order of elements inside of others that UBL 2.1 and CII D16B want, where more than one of ours may stand there. */
import type { Syntax } from './model.ts';

const words = (text: string): readonly string[] => text.split(/\s+/);
const PARTY =
  'EndpointID PartyIdentification PartyName PostalAddress PartyTaxScheme PartyLegalEntity Contact';
const ADDRESS = 'StreetName AdditionalStreetName CityName PostalZone CountrySubentity AddressLine Country';
const ALLOWANCE =
  'ChargeIndicator AllowanceChargeReasonCode AllowanceChargeReason MultiplierFactorNumeric Amount BaseAmount TaxCategory';
const CATEGORY = 'ID Percent TaxExemptionReasonCode TaxExemptionReason TaxScheme';
const TRADE_PARTY =
  'ID GlobalID Name Description SpecifiedLegalOrganization DefinedTradeContact PostalTradeAddress URIUniversalCommunication SpecifiedTaxRegistration';
const TRADE_PRICE = 'ChargeAmount BasisQuantity AppliedTradeAllowanceCharge';

const lists = (of: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(of).map(([name, order]) => [name, words(order)]));

export const ORDER: Readonly<Record<Syntax, Readonly<Record<string, readonly string[]>>>> = {
  ubl: lists({
    '':
      'CustomizationID ProfileID ID IssueDate DueDate InvoiceTypeCode Note TaxPointDate DocumentCurrencyCode TaxCurrencyCode ' +
      'AccountingCost BuyerReference InvoicePeriod OrderReference BillingReference DespatchDocumentReference ' +
      'ReceiptDocumentReference OriginatorDocumentReference ContractDocumentReference AdditionalDocumentReference ' +
      'ProjectReference AccountingSupplierParty AccountingCustomerParty PayeeParty TaxRepresentativeParty Delivery ' +
      'PaymentMeans PaymentTerms AllowanceCharge TaxTotal LegalMonetaryTotal InvoiceLine',
    'cac:Party': PARTY,
    'cac:PayeeParty': PARTY,
    'cac:TaxRepresentativeParty': PARTY,
    'cac:PostalAddress': ADDRESS,
    'cac:Address': ADDRESS,
    'cac:PartyLegalEntity': 'RegistrationName CompanyID CompanyLegalForm',
    'cac:PartyTaxScheme': 'CompanyID TaxScheme',
    'cac:Contact': 'Name Telephone ElectronicMail',
    'cac:InvoicePeriod': 'StartDate EndDate DescriptionCode',
    'cac:OrderReference': 'ID SalesOrderID',
    'cac:InvoiceDocumentReference': 'ID IssueDate',
    'cac:AdditionalDocumentReference': 'ID DocumentTypeCode DocumentDescription Attachment',
    'cac:DocumentReference': 'ID DocumentTypeCode',
    'cac:Attachment': 'EmbeddedDocumentBinaryObject ExternalReference',
    'cac:Delivery': 'ActualDeliveryDate DeliveryLocation DeliveryParty',
    'cac:DeliveryLocation': 'ID Address',
    'cac:PaymentMeans':
      'PaymentMeansCode PaymentDueDate PaymentID CardAccount PayeeFinancialAccount PaymentMandate',
    'cac:CardAccount': 'PrimaryAccountNumberID NetworkID HolderName',
    'cac:PayeeFinancialAccount': 'ID Name FinancialInstitutionBranch',
    'cac:PaymentMandate': 'ID PayerFinancialAccount',
    'cac:AllowanceCharge': ALLOWANCE,
    'cac:TaxCategory': CATEGORY,
    'cac:ClassifiedTaxCategory': CATEGORY,
    'cac:TaxTotal': 'TaxAmount TaxSubtotal',
    'cac:TaxSubtotal': 'TaxableAmount TaxAmount TaxCategory',
    'cac:LegalMonetaryTotal':
      'LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount ' +
      'PayableRoundingAmount PayableAmount',
    'cac:InvoiceLine':
      'ID Note InvoicedQuantity LineExtensionAmount AccountingCost InvoicePeriod OrderLineReference DocumentReference ' +
      'AllowanceCharge Item Price',
    'cac:Item':
      'Description Name BuyersItemIdentification SellersItemIdentification StandardItemIdentification OriginCountry ' +
      'CommodityClassification ClassifiedTaxCategory AdditionalItemProperty',
    'cac:AdditionalItemProperty': 'Name Value',
    'cac:Price': 'PriceAmount BaseQuantity AllowanceCharge',
  }),
  cii: lists({
    '': 'ExchangedDocumentContext ExchangedDocument SupplyChainTradeTransaction',
    'rsm:ExchangedDocumentContext':
      'BusinessProcessSpecifiedDocumentContextParameter GuidelineSpecifiedDocumentContextParameter',
    'rsm:ExchangedDocument': 'ID TypeCode IssueDateTime IncludedNote',
    'ram:IncludedNote': 'Content SubjectCode',
    'rsm:SupplyChainTradeTransaction':
      'IncludedSupplyChainTradeLineItem ApplicableHeaderTradeAgreement ApplicableHeaderTradeDelivery ApplicableHeaderTradeSettlement',
    'ram:IncludedSupplyChainTradeLineItem':
      'AssociatedDocumentLineDocument SpecifiedTradeProduct SpecifiedLineTradeAgreement SpecifiedLineTradeDelivery SpecifiedLineTradeSettlement',
    'ram:AssociatedDocumentLineDocument': 'LineID IncludedNote',
    'ram:SpecifiedTradeProduct':
      'GlobalID SellerAssignedID BuyerAssignedID Name Description ApplicableProductCharacteristic DesignatedProductClassification OriginTradeCountry',
    'ram:ApplicableProductCharacteristic': 'Description Value',
    'ram:SpecifiedLineTradeAgreement':
      'BuyerOrderReferencedDocument GrossPriceProductTradePrice NetPriceProductTradePrice',
    'ram:GrossPriceProductTradePrice': TRADE_PRICE,
    'ram:NetPriceProductTradePrice': TRADE_PRICE,
    'ram:AppliedTradeAllowanceCharge': 'ChargeIndicator ActualAmount',
    'ram:SpecifiedLineTradeSettlement':
      'ApplicableTradeTax BillingSpecifiedPeriod SpecifiedTradeAllowanceCharge SpecifiedTradeSettlementLineMonetarySummation ' +
      'AdditionalReferencedDocument ReceivableSpecifiedTradeAccountingAccount',
    'ram:ApplicableTradeTax':
      'CalculatedAmount TypeCode ExemptionReason BasisAmount CategoryCode ExemptionReasonCode TaxPointDate DueDateTypeCode ' +
      'RateApplicablePercent',
    'ram:BillingSpecifiedPeriod': 'StartDateTime EndDateTime',
    'ram:SpecifiedTradeAllowanceCharge':
      'ChargeIndicator CalculationPercent BasisAmount ActualAmount ReasonCode Reason CategoryTradeTax',
    'ram:CategoryTradeTax': 'TypeCode CategoryCode RateApplicablePercent',
    'ram:ApplicableHeaderTradeAgreement':
      'BuyerReference SellerTradeParty BuyerTradeParty SellerTaxRepresentativeTradeParty SellerOrderReferencedDocument ' +
      'BuyerOrderReferencedDocument ContractReferencedDocument AdditionalReferencedDocument SpecifiedProcuringProject',
    'ram:SellerTradeParty': TRADE_PARTY,
    'ram:BuyerTradeParty': TRADE_PARTY,
    'ram:PayeeTradeParty': TRADE_PARTY,
    'ram:ShipToTradeParty': TRADE_PARTY,
    'ram:SellerTaxRepresentativeTradeParty': TRADE_PARTY,
    'ram:SpecifiedLegalOrganization': 'ID TradingBusinessName',
    'ram:DefinedTradeContact':
      'PersonName DepartmentName TelephoneUniversalCommunication EmailURIUniversalCommunication',
    'ram:PostalTradeAddress':
      'PostcodeCode LineOne LineTwo LineThree CityName CountryID CountrySubDivisionName',
    'ram:AdditionalReferencedDocument': 'IssuerAssignedID URIID TypeCode Name AttachmentBinaryObject',
    'ram:InvoiceReferencedDocument': 'IssuerAssignedID FormattedIssueDateTime',
    'ram:SpecifiedProcuringProject': 'ID Name',
    'ram:ApplicableHeaderTradeDelivery':
      'ShipToTradeParty ActualDeliverySupplyChainEvent DespatchAdviceReferencedDocument ReceivingAdviceReferencedDocument',
    'ram:ApplicableHeaderTradeSettlement':
      'CreditorReferenceID PaymentReference TaxCurrencyCode InvoiceCurrencyCode PayeeTradeParty ' +
      'SpecifiedTradeSettlementPaymentMeans ApplicableTradeTax BillingSpecifiedPeriod SpecifiedTradeAllowanceCharge ' +
      'SpecifiedTradePaymentTerms SpecifiedTradeSettlementHeaderMonetarySummation InvoiceReferencedDocument ' +
      'ReceivableSpecifiedTradeAccountingAccount',
    'ram:SpecifiedTradeSettlementPaymentMeans':
      'TypeCode Information ApplicableTradeSettlementFinancialCard PayerPartyDebtorFinancialAccount ' +
      'PayeePartyCreditorFinancialAccount PayeeSpecifiedCreditorFinancialInstitution',
    'ram:ApplicableTradeSettlementFinancialCard': 'ID CardholderName',
    'ram:PayeePartyCreditorFinancialAccount': 'IBANID AccountName ProprietaryID',
    'ram:SpecifiedTradePaymentTerms': 'Description DueDateDateTime DirectDebitMandateID',
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation':
      'LineTotalAmount ChargeTotalAmount AllowanceTotalAmount TaxBasisTotalAmount TaxTotalAmount RoundingAmount GrandTotalAmount ' +
      'TotalPrepaidAmount DuePayableAmount',
  }),
};
