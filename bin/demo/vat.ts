/** Well-formed VAT identifiers with right check digits, of nobody in particular (procedures as in VIES and of the ESTV). */
const weighed = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);

/** Nine digits whose last one makes the weighed sum right; serials whose check would be ten are stepped over. */
const mod11 = (serial: number, weights: readonly number[], check: (rest: number) => number): string => {
  for (let body = 10_000_000 + serial * 7919; ; body++) {
    const digit = check(weighed(String(body), weights) % 11);
    if (digit < 10) return `${body}${digit}`;
  }
};
const german = (body: string): string => {
  let product = 10;
  for (const digit of body) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return `${body}${(11 - product) % 10}`;
};
const austrian = (body: string): string => {
  const doubled = (digit: number) => Math.floor((digit * 2) / 10) + ((digit * 2) % 10);
  const sum = [...body].reduce(
    (all, one, at) => all + (at % 2 === 0 ? Number(one) : doubled(Number(one))),
    0,
  );
  return `${body}${(10 - ((sum + 4) % 10)) % 10}`;
};
/** ISO/IEC 7812: the digit behind them makes the sum right. */
const luhn = (body: string): string => {
  const sum = [...body].reverse().reduce((all, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return all + Math.floor(value / 10) + (value % 10);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const french = (siren: string): string =>
  `${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;
const belgian = (body: string): string => `${body}${String(97 - (Number(body) % 97)).padStart(2, '0')}`;
const british = (body: string): string =>
  `${body}${String(97 - (weighed(body, [8, 7, 6, 5, 4, 3, 2]) % 97)).padStart(2, '0')}`;

export const vatIdOf = (country: string, serial: number): string => {
  switch (country) {
    case 'AT':
      return `ATU${austrian(String(1_000_000 + serial * 7919))}`;
    case 'BE':
      return `BE${belgian(String(4_000_000 + serial * 7919).padStart(8, '0'))}`;
    case 'ES':
      return `ESB${luhn(String(1_000_000 + serial * 7919))}`;
    case 'FR':
      return `FR${french(luhn(String(30_000_000 + serial * 7919)))}`;
    case 'IT':
      return `IT${luhn(`${1_000_000 + serial * 7919}015`)}`;
    case 'NL':
      return `NL${mod11(serial, [9, 8, 7, 6, 5, 4, 3, 2], (rest) => rest)}B01`;
    case 'GB':
      return `GB${british(String(1_000_000 + serial * 7919))}`;
    case 'CH':
      return `CHE${mod11(serial, [5, 4, 3, 2, 7, 6, 5, 4], (rest) => (11 - rest) % 11)}`;
    default:
      return `DE${german(String(10_000_000 + serial * 7919))}`;
  }
};
