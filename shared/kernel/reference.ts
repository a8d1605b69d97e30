/**
 * What a payer quotes, with check digits. ISO 11649: "RF", two check digits (mod 97-10), up to 21 letters and digits. Swiss QR reference: 26 digits
 * and one check digit (mod 10, recursive). Belgian OGM: ten digits and two check digits (mod 97), written +++123/4567/89012+++.
 */

/** `INV-2026-000117` → `RF62INV2026000117`. The check digits let a bank, and our matcher, catch a mistyped one. */
export const creditorReference = (body: string): string => {
  const plain = body.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (plain.length === 0 || plain.length > 21)
    throw new RangeError(`${body} does not fit a creditor reference`);
  return `RF${String(98 - mod97(`${plain}RF00`)).padStart(2, '0')}${plain}`;
};

export const isCreditorReference = (text: string): boolean => {
  const plain = text.replace(/\s/g, '').toUpperCase();
  return /^RF\d{2}[A-Z0-9]{1,21}$/.test(plain) && mod97(plain.slice(4) + plain.slice(0, 4)) === 1;
};

/** The last digit of a Swiss QR reference: modulo 10, recursive (SIX, Implementation Guidelines QR-bill 2.3, annex B). */
const mod10 = (digits: string): number => {
  let carry = 0;
  for (const digit of digits) carry = CARRIES[(carry + Number(digit)) % 10]!;
  return (10 - carry) % 10;
};
const CARRIES = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/** `body`: 26 digits. */
export const qrReference = (body: string): string => {
  if (!/^\d{26}$/.test(body)) throw new RangeError(`${body} does not fit a QR reference`);
  return `${body}${mod10(body)}`;
};
export const isQrReference = (text: string): boolean => {
  const plain = text.replace(/\s/g, '');
  return /^\d{27}$/.test(plain) && !/^0+$/.test(plain) && mod10(plain.slice(0, 26)) === Number(plain[26]);
};

/** `body`: ten digits. The check digits are the remainder by 97, and 97 where there is none. */
export const belgianReference = (body: string): string => {
  if (!/^\d{10}$/.test(body)) throw new RangeError(`${body} does not fit a Belgian reference`);
  const check = String(Number(body) % 97 || 97).padStart(2, '0');
  return `+++${body.slice(0, 3)}/${body.slice(3, 7)}/${body.slice(7)}${check}+++`;
};
export const isBelgianReference = (text: string): boolean => {
  const [, plain] =
    /^(?:\+{3}|\*{3})?(\d{3}\/?\d{4}\/?\d{5})(?:\+{3}|\*{3})?$/.exec(text.replace(/\s/g, '')) ?? [];
  const digits = plain?.replaceAll('/', '');
  return digits !== undefined && (Number(digits.slice(0, 10)) % 97 || 97) === Number(digits.slice(10));
};

/** As it is printed: RF in groups of four, a QR reference as the Swiss print it, a Belgian one as it is. */
export const printed = (reference: string): string => {
  if (/^\d{27}$/.test(reference)) return reference.replace(/^(..)|(.{5})(?=.)/g, '$1$2 ');
  return reference.startsWith('+') ? reference : reference.replace(/(.{4})(?=.)/g, '$1 ');
};

/** A Swiss account for QR references alone: its institution is 30000 to 31999. */
export const isQrIban = (iban: string): boolean => /^(CH|LI)\d{2}3[01]\d{3}/.test(iban);

/** Letters count as 10…35 (ISO 7064); digit by digit, so that no number grows large. */
export const mod97 = (text: string): number => {
  let rest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const value = code < 58 ? code - 48 : code - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
};
