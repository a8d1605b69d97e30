/** Seller, buyer and what they call the order, in CII, with their business terms. */
import type { Snapshot } from '../invoices/invoice.ts';
import type { Address, Endpoint } from '../kernel/party.ts';
import { orderSaid } from './deliveries.ts';
import { buyerReference, contactOf, endpoints } from './profiles.ts';
import { outOfScope } from './ubl-parties.ts';
import { el, type Element } from './xml.ts';

export const agreement = (snapshot: Snapshot): Element => {
  const { seller, buyer } = snapshot;
  const ordered = orderSaid(snapshot);
  const { name, email, phone } = contactOf(snapshot);
  const [to, quoted] = [endpoints(snapshot), buyerReference(snapshot)];
  const registered = (vatId: string | undefined): Element | false =>
    vatId !== undefined &&
    !outOfScope(snapshot) &&
    el('ram:SpecifiedTaxRegistration', [el('ram:ID', vatId, { schemeID: 'VA' })]);
  return el('ram:ApplicableHeaderTradeAgreement', [
    quoted !== undefined && el('ram:BuyerReference', quoted), // BT-10
    el('ram:SellerTradeParty', [
      el('ram:ID', seller.id), // BT-29
      el('ram:Name', seller.name), // BT-27
      seller.registration !== undefined && el('ram:Description', seller.registration), // BT-33
      el('ram:SpecifiedLegalOrganization', [el('ram:TradingBusinessName', seller.name)]), // BT-28
      contact(name, email, phone), // BG-6
      address(seller.address), // BG-5
      endpoint(to.seller), // BT-34
      registered(seller.vatId), // BT-31
    ]),
    el('ram:BuyerTradeParty', [
      el('ram:ID', buyer.externalId), // BT-46
      el('ram:Name', buyer.name), // BT-44
      contact(undefined, buyer.email, undefined), // BG-9
      address(buyer.address), // BG-8
      endpoint(to.buyer), // BT-49
      registered(buyer.vatId), // BT-48
    ]),
    ordered && reference('ram:SellerOrderReferencedDocument', ordered.seller), // BT-14
    ordered && reference('ram:BuyerOrderReferencedDocument', ordered.buyer), // BT-13
  ]);
};

const reference = (name: string, id: string | undefined): Element | undefined =>
  id === undefined ? undefined : el(name, [el('ram:IssuerAssignedID', id)]);
const endpoint = ({ scheme: schemeID, id }: Endpoint): Element =>
  el('ram:URIUniversalCommunication', [el('ram:URIID', id, { schemeID })]);
const contact = (name: string | undefined, email: string, phone: string | undefined): Element =>
  el('ram:DefinedTradeContact', [
    name !== undefined && el('ram:PersonName', name),
    phone !== undefined && el('ram:TelephoneUniversalCommunication', [el('ram:CompleteNumber', phone)]),
    el('ram:EmailURIUniversalCommunication', [el('ram:URIID', email)]),
  ]);
export const address = ({ postalCode, line1, line2, city, country }: Address): Element =>
  el('ram:PostalTradeAddress', [
    el('ram:PostcodeCode', postalCode),
    el('ram:LineOne', line1),
    line2 !== undefined && el('ram:LineTwo', line2),
    el('ram:CityName', city),
    el('ram:CountryID', country),
  ]);
