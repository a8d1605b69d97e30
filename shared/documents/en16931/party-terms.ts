/** Seller, buyer, payee, tax representative and place of delivery: BG-4 to BG-15. */
import type { GroupName, Term } from './model.ts';
import { day, group, row, VAT, type Row, type Shape } from './shape.ts';

type Part = Shape['groups'][number];
/** Lines 1 to 3, town, post code, subdivision, country. */
const address = (name: GroupName, ubl: string, terms: readonly Term[]): Part =>
  group(
    name,
    ubl,
    'ram:PostalTradeAddress',
    [
      ['cbc:StreetName', 'ram:LineOne'],
      ['cbc:AdditionalStreetName', 'ram:LineTwo'],
      ['cac:AddressLine/cbc:Line', 'ram:LineThree'],
      ['cbc:CityName', 'ram:CityName'],
      ['cbc:PostalZone', 'ram:PostcodeCode'],
      ['cbc:CountrySubentity', 'ram:CountrySubDivisionName'],
      ['cac:Country/cbc:IdentificationCode', 'ram:CountryID'],
    ].map(([inUbl, inCii], at) => row(terms[at]!, inUbl!, inCii!)),
  );
const contact = (name: GroupName, [person, phone, email]: readonly Term[]): Part =>
  group(name, 'cac:Contact', 'ram:DefinedTradeContact', [
    row(person!, 'cbc:Name', 'ram:PersonName ?? ram:DepartmentName'),
    row(phone!, 'cbc:Telephone', 'ram:TelephoneUniversalCommunication/ram:CompleteNumber'),
    row(email!, 'cbc:ElectronicMail', 'ram:EmailURIUniversalCommunication/ram:URIID'),
  ]);
const ID = 'ram:GlobalID[@schemeID] | ram:ID';
const NAMED = 'cac:PartyIdentification+/cbc:ID[@schemeID!=SEPA]';
const company = (term: Term): Row =>
  row(term, 'cac:PartyLegalEntity/cbc:CompanyID', 'ram:SpecifiedLegalOrganization/ram:ID');
const traded = (term: Term): Row =>
  row(term, 'cac:PartyName/cbc:Name', 'ram:SpecifiedLegalOrganization/ram:TradingBusinessName');
const vatId = (term: Term, once?: string): Row =>
  row(
    term,
    `cac:PartyTaxScheme[${VAT}]/cbc:CompanyID`,
    'ram:SpecifiedTaxRegistration+/ram:ID[@schemeID=VA]',
    {
      ...(once !== undefined && { once }),
    },
  );
const endpoint = (term: Term): Row => row(term, 'cbc:EndpointID', 'ram:URIUniversalCommunication/ram:URIID');

export const SELLER = (at: string): Part =>
  group(
    'BG-4',
    'cac:AccountingSupplierParty/cac:Party',
    `${at}/ram:SellerTradeParty`,
    [
      row('BT-27', 'cac:PartyLegalEntity/cbc:RegistrationName', 'ram:Name'),
      traded('BT-28'),
      row('BT-29', NAMED, ID),
      company('BT-30'),
      vatId('BT-31', 'UBL-SR-12'),
      row(
        'BT-32',
        'cac:PartyTaxScheme[cac:TaxScheme/cbc:ID!=VAT|TAX]/cbc:CompanyID',
        'ram:SpecifiedTaxRegistration+/ram:ID[@schemeID=FC]',
      ),
      row('BT-33', 'cac:PartyLegalEntity/cbc:CompanyLegalForm', 'ram:Description'),
      endpoint('BT-34'),
    ],
    [
      address('BG-5', 'cac:PostalAddress', ['BT-35', 'BT-36', 'BT-162', 'BT-37', 'BT-38', 'BT-39', 'BT-40']),
      contact('BG-6', ['BT-41', 'BT-42', 'BT-43']),
    ],
  );

export const BUYER = (at: string): Part =>
  group(
    'BG-7',
    'cac:AccountingCustomerParty/cac:Party',
    `${at}/ram:BuyerTradeParty`,
    [
      row('BT-44', 'cac:PartyLegalEntity/cbc:RegistrationName', 'ram:Name'),
      traded('BT-45'),
      row('BT-46', NAMED, ID),
      company('BT-47'),
      vatId('BT-48', 'UBL-SR-18'),
      endpoint('BT-49'),
    ],
    [
      address('BG-8', 'cac:PostalAddress', ['BT-50', 'BT-51', 'BT-163', 'BT-52', 'BT-53', 'BT-54', 'BT-55']),
      contact('BG-9', ['BT-56', 'BT-57', 'BT-58']),
    ],
  );

export const PAYEE = (at: string): Part =>
  group('BG-10', 'cac:PayeeParty', `${at}/ram:PayeeTradeParty`, [
    row('BT-59', 'cac:PartyName/cbc:Name', 'ram:Name'),
    row('BT-60', NAMED, ID),
    company('BT-61'),
  ]);

export const REPRESENTATIVE = (at: string): Part =>
  group(
    'BG-11',
    'cac:TaxRepresentativeParty',
    `${at}/ram:SellerTaxRepresentativeTradeParty`,
    [row('BT-62', 'cac:PartyName/cbc:Name', 'ram:Name'), vatId('BT-63')],
    [address('BG-12', 'cac:PostalAddress', ['BT-64', 'BT-65', 'BT-164', 'BT-66', 'BT-67', 'BT-68', 'BT-69'])],
  );

export const DELIVERY = (at: string): Part =>
  group(
    'BG-13',
    'cac:Delivery',
    at,
    [
      row('BT-70', 'cac:DeliveryParty/cac:PartyName/cbc:Name', 'ram:ShipToTradeParty/ram:Name'),
      row(
        'BT-71',
        'cac:DeliveryLocation/cbc:ID',
        'ram:ShipToTradeParty/ram:GlobalID[@schemeID] | ram:ShipToTradeParty/ram:ID',
      ),
      row(
        'BT-72',
        'cbc:ActualDeliveryDate',
        'ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString[@format=102]',
        day,
      ),
    ],
    [
      {
        ...address('BG-15', 'cac:DeliveryLocation/cac:Address', [
          'BT-75',
          'BT-76',
          'BT-165',
          'BT-77',
          'BT-78',
          'BT-79',
          'BT-80',
        ]),
        cii: 'ram:ShipToTradeParty/ram:PostalTradeAddress',
      },
    ],
  );
