/**
 * The profiles of e-invoices as data: what their documents call themselves, and where they want more than EN 16931. Sources:
 * XRechnung 3.0.2 (KoSIT), Peppol BIS Billing 3.0 (OpenPeppol), ZUGFeRD 2.3 / Factur-X 1.0.7, part 1 §5 for the names inside a PDF.
 */
import type { EInvoiceProfile } from '../customers/customer.ts';
import { isGerman } from '../customers/e-invoice.ts';
import type { Early, Snapshot } from '../invoices/invoice.ts';
import { partsDue } from '../invoices/due.ts';
import { payable } from '../invoices/rules.ts';
import { daysBetween } from '../kernel/dates.ts';
import { exact } from '../kernel/decimal.ts';
import { money, toText } from '../kernel/money.ts';
import type { Endpoint } from '../kernel/party.ts';
import { share } from '../pricing/models.ts';
import type { Allowance } from '../pricing/price.ts';
import { termsNote } from './terms.ts';

/** BT-24 and BT-23. */
export interface Names {
  readonly specification: string;
  readonly process?: string;
}
/** What the XML in a PDF is called, as the standard does: readers look for this name. */
export interface Hybrid {
  readonly name: 'factur-x.xml' | 'xrechnung.xml';
  readonly level: 'EN 16931' | 'XRECHNUNG';
  readonly version: '1.0' | '3.0';
}
interface Profile {
  readonly ubl: Names;
  /** Peppol is written in UBL alone: the PDF of such an invoice carries plain EN 16931. */
  readonly cii: Names;
  readonly hybrid: Hybrid;
}

const EN16931 = 'urn:cen.eu:en16931:2017';
const process = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const XRECHNUNG = { specification: `${EN16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`, process };
const PLAIN: Profile = {
  ubl: { specification: EN16931 },
  cii: { specification: EN16931 },
  hybrid: { name: 'factur-x.xml', level: 'EN 16931', version: '1.0' },
};
const PROFILES: Readonly<Record<EInvoiceProfile, Profile>> = {
  en16931: PLAIN,
  xrechnung: {
    ubl: XRECHNUNG,
    cii: XRECHNUNG,
    hybrid: { name: 'xrechnung.xml', level: 'XRECHNUNG', version: '3.0' },
  },
  'peppol-bis-3': {
    ...PLAIN,
    ubl: { specification: `${EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`, process },
  },
};
export const profileOf = ({ eInvoice }: Pick<Snapshot, 'eInvoice'>): Profile =>
  eInvoice ? PROFILES[eInvoice.profile] : PLAIN;

/** XRechnung and its like in Peppol: a rate of 0 also outside the scope of VAT, whole addresses, means of payment in each document. */
export const german = ({ eInvoice, seller, buyer }: Snapshot): boolean =>
  eInvoice !== undefined && isGerman(eInvoice.profile, seller.address.country, buyer.address.country);

/** BT-3 by UNTDID 1001: credit note, prepayment, debit note, commercial invoice. XRechnung knows no debit notes, and partial invoices (BR-DE-17). */
export const typeCode = (snapshot: Snapshot): string => {
  if (snapshot.credits) return '381';
  if (snapshot.prepayment) return german(snapshot) ? '326' : '386';
  return snapshot.preceding?.as === 'debited' && !german(snapshot) ? '383' : '380';
};

/** BT-10. */
export const buyerReference = ({ eInvoice, poNumber }: Snapshot): string | undefined =>
  eInvoice?.buyerReference ?? poNumber;

/** BT-34, BT-49: the mail address where no other was agreed on. */
export const endpoints = ({
  eInvoice,
  seller,
  buyer,
}: Pick<Snapshot, 'eInvoice' | 'seller' | 'buyer'>): { seller: Endpoint; buyer: Endpoint } => ({
  seller: eInvoice?.seller ?? { scheme: 'EM', id: seller.email },
  buyer: eInvoice?.buyer ?? { scheme: 'EM', id: buyer.email },
});

/** BG-6. */
export const contactOf = ({
  eInvoice,
  seller: { name, phone, email },
}: Pick<Snapshot, 'eInvoice' | 'seller'>): { name: string; phone: string | undefined; email: string } =>
  eInvoice?.contact ?? { name, phone, email };

/**
 * UNTDID 4461: 58 is a SEPA credit transfer, which exists in euro only; 30 any credit transfer. A credit note asks for no money;
 * where the rules want means all the same (BR-DE-1), 97 says that the two sides settle what they owe each other.
 */
export const meansCode = (snapshot: Snapshot): '30' | '58' | '97' | undefined => {
  if (snapshot.credits) return german(snapshot) ? '97' : undefined;
  return snapshot.currency === 'EUR' ? '58' : '30';
};

/** Both profiles want the base of a discount beside its percentage and never alone (PEPPOL-EN16931-R041, R042). */
export const baseOf = (
  { percentPpm, baseMinor }: Allowance,
  { eInvoice }: Pick<Snapshot, 'eInvoice'>,
): number | undefined =>
  percentPpm === undefined && eInvoice && eInvoice.profile !== 'en16931' ? undefined : baseMinor;

/**
 * BT-20. A discount for early payment is said as XRechnung says it (BR-DE-18), in a line for machines that ends with a line
 * break; several due dates stand before it. Of the gross amount where no base is named.
 */
export const paymentTerms = (snapshot: Snapshot): string => {
  const { terms, currency, issuedOn, early } = snapshot;
  if (!terms || !early || !german(snapshot)) return termsNote(snapshot);
  const base = earlyBase(snapshot, early.mode);
  const due = partsDue(snapshot).map(
    ({ dueOn, minor }) => `${dueOn}: ${toText(money(minor, currency))} ${currency}\n`,
  );
  const days = daysBetween(issuedOn, early.until);
  return `${due.length > 1 ? due.join('') : ''}#SKONTO#TAGE=${days}#PROZENT=${twoPlaces(early.percent)}${base}#\n`;
};
/** What the percentage is of, where that is not the whole of the invoice: its net, or what deposits left of either. */
const earlyBase = (snapshot: Snapshot, mode: Early['mode']): string => {
  const { totals, currency, deposits } = snapshot;
  if (mode === 'gross' && !deposits) return '';
  const whole = mode === 'gross' ? totals.grossMinor : totals.netMinor;
  const base = deposits ? share(whole, String(payable(snapshot).minor), String(totals.grossMinor)) : whole;
  return `#BASISBETRAG=${toText(money(base, currency))}`;
};
const twoPlaces = (percent: string): string => {
  const { units, scale } = exact(percent);
  return (Number(units) / 10 ** scale).toFixed(2);
};
