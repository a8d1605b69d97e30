/** BG-25: one line of the invoice, with its price, tax and item. */
import type { GroupName, Term } from './model.ts';
import { category, day, group, row, sum } from './shape.ts';

const SETTLED = 'ram:SpecifiedLineTradeSettlement';
const PRODUCT = 'ram:SpecifiedTradeProduct';
const AGREED = 'ram:SpecifiedLineTradeAgreement';
const GROSS = `${AGREED}/ram:GrossPriceProductTradePrice`;
const NET = `${AGREED}/ram:NetPriceProductTradePrice`;

const allowances = (
  name: GroupName,
  charge: boolean,
  [amount, base, percent, reason, why]: readonly Term[],
) =>
  group(
    name,
    `cac:AllowanceCharge[cbc:ChargeIndicator=${charge}]`,
    `${SETTLED}/ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator=${charge}]`,
    [
      row(amount!, 'cbc:Amount', 'ram:ActualAmount', sum),
      row(base!, 'cbc:BaseAmount', 'ram:BasisAmount', sum),
      row(percent!, 'cbc:MultiplierFactorNumeric', 'ram:CalculationPercent'),
      row(reason!, 'cbc:AllowanceChargeReason', 'ram:Reason'),
      row(why!, 'cbc:AllowanceChargeReasonCode', 'ram:ReasonCode'),
    ],
  );

export const LINE = group(
  'BG-25',
  'cac:InvoiceLine',
  'rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem',
  [
    row('BT-126', 'cbc:ID', 'ram:AssociatedDocumentLineDocument/ram:LineID'),
    row('BT-127', 'cbc:Note', 'ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content'),
    row(
      'BT-128',
      'cac:DocumentReference[cbc:DocumentTypeCode=130]/cbc:ID',
      `${SETTLED}/ram:AdditionalReferencedDocument[ram:TypeCode=130]/ram:IssuerAssignedID`,
    ),
    row('BT-129', 'cbc:InvoicedQuantity', 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity'),
    row(
      'BT-130',
      'cbc:InvoicedQuantity/@unitCode',
      'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode',
    ),
    row(
      'BT-131',
      'cbc:LineExtensionAmount',
      `${SETTLED}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount`,
      sum,
    ),
    row(
      'BT-132',
      'cac:OrderLineReference/cbc:LineID',
      `${AGREED}/ram:BuyerOrderReferencedDocument/ram:LineID`,
    ),
    row('BT-133', 'cbc:AccountingCost', `${SETTLED}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID`),
    row('BT-146', 'cac:Price/cbc:PriceAmount', `${NET}/ram:ChargeAmount`, sum),
    row(
      'BT-147',
      'cac:Price/cac:AllowanceCharge[cbc:ChargeIndicator!=true|false]/cbc:Amount',
      `${GROSS}/ram:AppliedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator=false]/ram:ActualAmount`,
      sum,
    ),
    row(
      'BT-148',
      'cac:Price/cac:AllowanceCharge[cbc:ChargeIndicator!=true|false]/cbc:BaseAmount',
      `${GROSS}/ram:ChargeAmount`,
      sum,
    ),
    row('BT-149', 'cac:Price/cbc:BaseQuantity', `${NET}/ram:BasisQuantity ?? ${GROSS}/ram:BasisQuantity`),
    row(
      'BT-150',
      'cac:Price/cbc:BaseQuantity/@unitCode',
      `${NET}/ram:BasisQuantity/@unitCode ?? ${GROSS}/ram:BasisQuantity/@unitCode`,
    ),
    row(
      'BT-151',
      category('cac:Item/cac:ClassifiedTaxCategory', 'ID'),
      `${SETTLED}/ram:ApplicableTradeTax[ram:TypeCode=VAT]/ram:CategoryCode`,
    ),
    row(
      'BT-152',
      category('cac:Item/cac:ClassifiedTaxCategory', 'Percent'),
      `${SETTLED}/ram:ApplicableTradeTax[ram:TypeCode=VAT]/ram:RateApplicablePercent`,
    ),
    row('BT-153', 'cac:Item/cbc:Name', `${PRODUCT}/ram:Name`),
    row('BT-154', 'cac:Item/cbc:Description', `${PRODUCT}/ram:Description`),
    row('BT-155', 'cac:Item/cac:SellersItemIdentification/cbc:ID', `${PRODUCT}/ram:SellerAssignedID`),
    row('BT-156', 'cac:Item/cac:BuyersItemIdentification/cbc:ID', `${PRODUCT}/ram:BuyerAssignedID`),
    row('BT-157', 'cac:Item/cac:StandardItemIdentification/cbc:ID', `${PRODUCT}/ram:GlobalID`),
    row(
      'BT-158',
      'cac:Item/cac:CommodityClassification+/cbc:ItemClassificationCode',
      `${PRODUCT}/ram:DesignatedProductClassification+/ram:ClassCode`,
    ),
    row(
      'BT-159',
      'cac:Item/cac:OriginCountry/cbc:IdentificationCode',
      `${PRODUCT}/ram:OriginTradeCountry/ram:ID`,
    ),
  ],
  [
    group('BG-26', 'cac:InvoicePeriod', `${SETTLED}/ram:BillingSpecifiedPeriod`, [
      row('BT-134', 'cbc:StartDate', 'ram:StartDateTime/udt:DateTimeString[@format=102]', day),
      row('BT-135', 'cbc:EndDate', 'ram:EndDateTime/udt:DateTimeString[@format=102]', day),
    ]),
    allowances('BG-27', false, ['BT-136', 'BT-137', 'BT-138', 'BT-139', 'BT-140']),
    allowances('BG-28', true, ['BT-141', 'BT-142', 'BT-143', 'BT-144', 'BT-145']),
    group('BG-32', 'cac:Item/cac:AdditionalItemProperty', `${PRODUCT}/ram:ApplicableProductCharacteristic`, [
      row('BT-160', 'cbc:Name', 'ram:Description'),
      row('BT-161', 'cbc:Value', 'ram:Value'),
    ]),
  ],
);
