import type { Syntax } from './model.ts';
import { AGREEMENT, SETTLEMENT } from './shape.ts';

const UNSCHEMED = 'cac:TaxCategory[!cac:TaxScheme]';
/** Elements that may not stand where they would have no meaning, by the rule that forbids them. */
export const FORBIDDEN: Readonly<
  Record<Syntax, readonly { readonly rule: string; readonly path: string }[]>
> = {
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
    ...[
      'cac:AccountingSupplierParty/cac:Party',
      'cac:AccountingCustomerParty/cac:Party',
      'cac:TaxRepresentativeParty',
    ].flatMap((party) =>
      ['[!cbc:CompanyID]', '[!cac:TaxScheme/cbc:ID]'].map((lacking) => ({
        rule: 'UBL-SR-53',
        path: `${party}/cac:PartyTaxScheme${lacking}`,
      })),
    ),
    { rule: 'BR-CO-19', path: 'cac:InvoicePeriod[!cbc:StartDate][!cbc:EndDate][!cbc:DescriptionCode]' },
  ],
  cii: [
    {
      rule: 'CII-DT-018',
      path: `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode!=916][ram:TypeCode!=130][ram:TypeCode!=50]/ram:TypeCode`,
    },
    {
      rule: 'BR-CO-19',
      path: `${SETTLEMENT}/ram:BillingSpecifiedPeriod[!ram:StartDateTime][!ram:EndDateTime]`,
    },
  ],
};
