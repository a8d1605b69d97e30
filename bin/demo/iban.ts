/** Well-formed IBANs of banks that do not exist, with right check digits (ISO 13616) and those of the country before them. */
export const ibanOf = (country: string, serial: number): string => {
  const body = accountOf(country, String(serial * 1_000_003));
  const number = [...`${body}${country}00`].map((c) => String(parseInt(c, 36))).join('');
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${body}`;
};

const accountOf = (country: string, serial: string): string => {
  switch (country) {
    case 'AT':
      return serial.padStart(16, '9');
    case 'BE': {
      const body = serial.padStart(10, '9');
      return body + two(Number(body) % 97 || 97);
    }
    case 'CH':
      return serial.padStart(17, '9');
    case 'ES': {
      const account = serial.padStart(10, '0');
      return `99999999${spanish('0099999999')}${spanish(account)}${account}`;
    }
    case 'FR': {
      const body = `9999999999${serial.padStart(11, '0')}`;
      return body + two(97 - Number((BigInt(body) * 100n) % 97n));
    }
    case 'GB':
      return `TEST${serial.padStart(14, '9')}`;
    case 'IT':
      return `X9999999999${serial.padStart(12, '0')}`;
    case 'NL':
      return `TEST${serial.padStart(10, '9')}`;
    default:
      return serial.padStart(18, '9');
  }
};

const two = (value: number): string => String(value).padStart(2, '0');
const spanish = (ten: string): number => {
  const rest =
    [1, 2, 4, 8, 5, 10, 9, 7, 3, 6].reduce((sum, weight, at) => sum + weight * Number(ten[at]), 0) % 11;
  return rest < 2 ? rest : 11 - rest;
};
