/**
 * The reference of a document follows from its number and leads back to it, without anything that is kept: in the form that the seller's account
 * carries. A number that does not fit the form gets an ISO 11649 reference.
 */
import type { Bank } from '../access/bank.ts';
import { belgianReference, creditorReference, isQrIban, qrReference } from '../kernel/reference.ts';
import { numberInReference, numberOf, plainNumber } from './series.ts';

/** The account that Swiss bills name: the QR-IBAN where there is one. */
export const swissAccount = ({ iban, qrIban }: Pick<Bank, 'iban' | 'qrIban'>): string => qrIban ?? iban;

export const referenceOf = (number: string, bank: Pick<Bank, 'iban' | 'qrIban'>): string => {
  const parts = partsOf(number);
  if (parts && isQrIban(swissAccount(bank)) && parts.ordinal < 10 ** QR_ORDINAL)
    return qrReference(
      lettersOf(parts.prefix) + parts.year + String(parts.ordinal).padStart(QR_ORDINAL, '0'),
    );
  if (parts && bank.iban.startsWith('BE') && parts.ordinal < 1_000_000)
    return belgianReference(
      parts.year.slice(2) + String(parts.ordinal).padStart(6, '0') + tagOf(parts.prefix),
    );
  return creditorReference(number);
};

/** The number in a QR reference whose check digit holds, or undefined. */
export const numberInQr = (reference: string): string | undefined => {
  const prefix = reference
    .slice(0, 2 * MOST_LETTERS)
    .replaceAll(/../g, (pair) => (pair === '00' ? '' : (LETTERS[Number(pair) - 11] ?? '?')));
  const number = `${prefix}${reference.slice(12, 16)}${String(Number(reference.slice(16, 26))).padStart(6, '0')}`;
  const found = numberInReference(number);
  return found !== undefined && referenceOf(found, QR_ACCOUNT) === reference ? found : undefined;
};
const QR_ACCOUNT = { iban: 'CH4431999123000889012' };

/** The numbers that a Belgian reference may be of: its two digits for the series are the same for one of a hundred others. */
export const numbersInBelgian = (digits: string, prefixes: readonly string[]): string[] =>
  prefixes
    .filter((prefix) => tagOf(prefix) === digits.slice(8, 10) && Number(digits.slice(2, 8)) > 0)
    .map((prefix) => numberOf(`${prefix}-20${digits.slice(0, 2)}`, Number(digits.slice(2, 8))));

const partsOf = (number: string): { prefix: string; year: string; ordinal: number } | undefined => {
  const [prefix, year, ordinal] = numberInReference(plainNumber(number))?.split('-') ?? [];
  return prefix === undefined ? undefined : { prefix, year: year!, ordinal: Number(ordinal) };
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Of a series; a deposit's has one more than an invoice's may have. */
const MOST_LETTERS = 6;
const QR_ORDINAL = 10;
/** Two digits a letter, from 11 for A. */
const lettersOf = (prefix: string): string =>
  [...prefix]
    .map((letter) => String(LETTERS.indexOf(letter) + 11))
    .join('')
    .padEnd(2 * MOST_LETTERS, '0');

/** By a prime, and from the last letter on: what the series of deposits and debit notes have before an entity's own letters always tells them apart. */
const tagOf = (prefix: string): string => {
  let [sum, weight] = [0, 1];
  for (const letter of [...prefix].reverse()) {
    sum = (sum + (LETTERS.indexOf(letter) + 1) * weight) % 97;
    weight = (weight * 31) % 97;
  }
  return String(sum).padStart(2, '0');
};
