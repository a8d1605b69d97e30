/**
 * What the code of a Swiss QR-bill says (SIX, Swiss Implementation Guidelines QR-bill 2.3, chapter 4): payer's banks in Switzerland and
 * Liechtenstein read it, and bring its reference back unchanged.
 */
import type { Address } from '../kernel/party.ts';
import { toText, type Money } from '../kernel/money.ts';
import { isCreditorReference, isQrIban, isQrReference } from '../kernel/reference.ts';

export interface Party {
  readonly name: string;
  readonly address: Address;
}
export interface SwissBill {
  readonly creditor: Party & { readonly iban: string };
  readonly debtor: Party;
  readonly amount: Money;
  /** ISO 11649, or a QR reference. */
  readonly reference?: string | undefined;
  /** Unstructured, for people. */
  readonly message?: string | undefined;
}

/**
 * Undefined where the scheme does not reach: accounts of Switzerland and Liechtenstein, francs and euro, 0.01 to 999,999,999.99. A QR-IBAN goes
 * with a QR reference only, and no other account does.
 */
export const swissText = ({
  creditor,
  debtor,
  amount,
  reference,
  message,
}: SwissBill): string | undefined => {
  const qr = reference !== undefined && isQrReference(reference);
  if (!/^(CH|LI)/.test(creditor.iban) || isQrIban(creditor.iban) !== qr) return undefined;
  if (!/^(CHF|EUR)$/.test(amount.currency) || amount.minor < 1 || amount.minor > 99_999_999_999)
    return undefined;
  const structured = reference !== undefined && isCreditorReference(reference);
  return [
    'SPC',
    '0200',
    '1',
    creditor.iban,
    ...partyOf(creditor),
    // The ultimate creditor: for future use.
    ...Array<string>(7).fill(''),
    toText(amount),
    amount.currency,
    ...partyOf(debtor),
    ...(qr ? ['QRR', reference] : structured ? ['SCOR', reference] : ['NON', '']),
    shown(message ?? '', 140),
    'EPD',
  ].join('\r\n');
};

/** Structured, as all addresses must be since November 2025; the number may stand with the street. */
const partyOf = ({ name, address: { line1, postalCode, city, country } }: Party): string[] => [
  'S',
  shown(name, 70),
  shown(line1, 70),
  '',
  shown(postalCode, 16),
  shown(city, 35),
  country,
];

/** In the characters that the scheme has; any other is a point. */
const shown = (text: string, most: number): string =>
  Array.from(text.normalize('NFC').replaceAll(/[^\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u20ac]/gu, '.'))
    .slice(0, most)
    .join('')
    .trim();
