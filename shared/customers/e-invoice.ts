/**
 * What a profile of e-invoices wants of its two sides, so that it is asked for where it can be mended: at the customer, at the
 * entity, and last before an invoice is issued, because what is frozen is never mended. The rules are named as their authors
 * do: KoSIT's for XRechnung 3.0.2 (BR-DE), OpenPeppol's for BIS Billing 3.0, release 2026.5 (PEPPOL, DE-R, DK-R …).
 */
import { endpointFault, isLeitwegId, type Reader } from '../access/endpoint.ts';
import type { Entity } from '../access/tenant.ts';
import { exponentOf } from '../kernel/currencies.ts';
import type { Refusal } from '../kernel/result.ts';
import type { Customer, CustomerProfile, EInvoiceProfile } from './customer.ts';

type Faults = NonNullable<Refusal['errors']>;
type Buyer = Pick<CustomerProfile, 'address' | 'eInvoice'>;
type Seller = Pick<Entity, 'id' | 'address' | 'phone' | 'endpoint' | 'contact'>;

/** Sellers of these countries have rules in Peppol that are not written: DK-R, GR-R, IS-R, NO-R. */
const UNWRITTEN = ['DK', 'GR', 'IS', 'NO'];
const READERS: Readonly<Record<EInvoiceProfile, Reader>> = {
  en16931: 'en16931',
  xrechnung: 'en16931',
  'peppol-bis-3': 'peppol',
};

/** XRechnung, or Peppol between two German sides, which wants the same of them (DE-R-001 to DE-R-031). */
export const isGerman = (profile: EInvoiceProfile, seller: string, buyer: string): boolean =>
  profile === 'xrechnung' || (profile === 'peppol-bis-3' && seller === 'DE' && buyer === 'DE');

/** What the customer's own record lacks, whoever sells to it. */
export const recordFaults = ({ eInvoice, currency }: CustomerProfile): Faults => {
  if (!eInvoice) return [];
  const { profile, buyerReference, endpoint } = eInvoice;
  const faults: { pointer: string; detail: string | undefined }[] = [];
  const wrong = endpoint && endpointFault(endpoint, [READERS[profile]]);
  if (wrong) faults.push({ pointer: `/eInvoice/endpoint/${wrong.member}`, detail: wrong.detail });
  if (endpoint?.scheme === '0204' && buyerReference !== undefined && !isLeitwegId(buyerReference))
    faults.push({
      pointer: '/eInvoice/buyerReference',
      detail: 'is not a Leitweg-ID, or its check digits are wrong',
    });
  if (profile === 'xrechnung' && buyerReference === undefined)
    faults.push({ pointer: '/eInvoice/buyerReference', detail: 'is wanted by XRechnung (BR-DE-15)' });
  if (profile === 'peppol-bis-3' && !endpoint)
    faults.push({ pointer: '/eInvoice/endpoint', detail: 'is wanted by Peppol (PEPPOL-EN16931-R010)' });
  faults.push({ pointer: '/currency', detail: currencyFault(profile, currency) });
  return faults.flatMap(({ pointer, detail }) => (detail === undefined ? [] : [{ pointer, detail }]));
};

/** What is missing between the customer and one entity that sells to it. What the entity lacks is said of it by its id. */
export const sellerFaults = ({ address, eInvoice }: Buyer, entity: Seller): Faults => {
  if (!eInvoice) return [];
  const { profile, buyerReference } = eInvoice;
  const faults: { pointer: string; detail: string }[] = [];
  const lacks = (detail: string) =>
    faults.push({ pointer: '/eInvoice/profile', detail: `cannot be: entity ${entity.id} ${detail}` });
  const wrong = entity.endpoint && endpointFault(entity.endpoint, [READERS[profile]]);
  if (wrong) lacks(`has an endpoint whose ${wrong.member} ${wrong.detail}`);
  const german = isGerman(profile, entity.address.country, address.country);
  if (german && buyerReference === undefined && profile !== 'xrechnung')
    faults.push({
      pointer: '/eInvoice/buyerReference',
      detail: 'is wanted by Peppol between German sides (DE-R-015)',
    });
  if (german && !/(\d.*){3}/.test(entity.contact?.phone ?? entity.phone ?? ''))
    lacks('names no contact with a phone of three digits at least (BR-DE-6, BR-DE-27)');
  if (profile !== 'peppol-bis-3') return faults;
  if (!entity.endpoint) lacks('has no endpoint (PEPPOL-EN16931-R020)');
  if (UNWRITTEN.includes(entity.address.country))
    lacks(`is in ${entity.address.country}, whose own rules of Peppol are not written`);
  return faults;
};

/** Both rule sets check lines and discounts to 0.02 (R120, R040): an amount without cents is rounded further than that. */
export const currencyFault = (profile: EInvoiceProfile, currency: string): string | undefined =>
  profile === 'en16931' || exponentOf(currency) === 2
    ? undefined
    : `is ${currency}, and the profile wants amounts of two decimals`;

/** All that stands against an invoice of this customer by this entity. */
export const issueFaults = (
  customer: Customer,
  entity: Seller,
  { currency, discountPercent = '' }: { currency: string; discountPercent?: string | undefined },
): Faults => {
  if (!customer.eInvoice) return [];
  const { profile } = customer.eInvoice;
  const faults = [...recordFaults({ ...customer, currency }), ...sellerFaults(customer, entity)];
  const german = isGerman(profile, entity.address.country, customer.address.country);
  if (german && /\.\d{3}/.test(discountPercent))
    faults.push({
      pointer: '/eInvoice/profile',
      detail: `cannot say a discount of ${discountPercent} % for early payment: two decimals at most (BR-DE-18)`,
    });
  return faults;
};
