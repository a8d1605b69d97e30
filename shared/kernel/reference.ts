/** ISO 11649 creditor reference: "RF", two check digits (mod 97-10), up to 21 letters and digits. */

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

/** Groups of four, as it is printed. */
export const printed = (reference: string): string => reference.replace(/(.{4})(?=.)/g, '$1 ');

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
