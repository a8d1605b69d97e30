/** Seller and buyer in UBL, with their business terms. */
import type { Snapshot } from '../invoices/invoice.ts';
import type { Address, Endpoint } from '../kernel/party.ts';
import { contactOf, endpoints } from './profiles.ts';
import { el, type Element } from './xml.ts';

/** BR-O-02 forbids VAT identifiers on an invoice that is outside the scope of VAT. */
export const outOfScope = ({ lines }: Snapshot): boolean => lines.some(({ tax }) => tax.category === 'O');

export const seller = (snapshot: Snapshot): Element => {
  const { id, name, address, vatId, registration } = snapshot.seller;
  const contact = contactOf(snapshot);
  return el('cac:AccountingSupplierParty', [
    el('cac:Party', [
      endpoint(endpoints(snapshot).seller), // BT-34
      el('cac:PartyIdentification', [el('cbc:ID', id)]), // BT-29
      el('cac:PartyName', [el('cbc:Name', name)]), // BT-28
      postal('cac:PostalAddress', address), // BG-5
      !outOfScope(snapshot) && vat(vatId), // BT-31
      el('cac:PartyLegalEntity', [
        el('cbc:RegistrationName', name),
        registration !== undefined && el('cbc:CompanyLegalForm', registration),
      ]), // BT-27, BT-33
      el('cac:Contact', [
        el('cbc:Name', contact.name),
        contact.phone !== undefined && el('cbc:Telephone', contact.phone),
        el('cbc:ElectronicMail', contact.email),
      ]), // BG-6
    ]),
  ]);
};

export const customer = (snapshot: Snapshot): Element => {
  const { externalId, name, address, vatId, email } = snapshot.buyer;
  return el('cac:AccountingCustomerParty', [
    el('cac:Party', [
      endpoint(endpoints(snapshot).buyer), // BT-49
      el('cac:PartyIdentification', [el('cbc:ID', externalId)]), // BT-46
      postal('cac:PostalAddress', address), // BG-8
      vatId !== undefined && !outOfScope(snapshot) && vat(vatId), // BT-48
      el('cac:PartyLegalEntity', [el('cbc:RegistrationName', name)]), // BT-44
      el('cac:Contact', [el('cbc:ElectronicMail', email)]), // BT-58
    ]),
  ]);
};

const endpoint = ({ scheme: schemeID, id }: Endpoint): Element => el('cbc:EndpointID', id, { schemeID });
export const postal = (name: string, address: Address): Element =>
  el(name, [
    el('cbc:StreetName', address.line1),
    address.line2 !== undefined && el('cbc:AdditionalStreetName', address.line2),
    el('cbc:CityName', address.city),
    el('cbc:PostalZone', address.postalCode),
    country(address),
  ]);

export const country = (address: Address): Element =>
  el('cac:Country', [el('cbc:IdentificationCode', address.country)]);
export const scheme = el('cac:TaxScheme', [el('cbc:ID', 'VAT')]);
const vat = (vatId: string): Element => el('cac:PartyTaxScheme', [el('cbc:CompanyID', vatId), scheme]);
