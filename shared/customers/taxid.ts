/**
 * Tax identifiers by country: their form, and their check digits where the procedure is public.
 * Sources: EU Commission, "VIES FAQ, Q11: structure of VAT identification numbers"; OECD, "Tax Identification Numbers by
 * jurisdiction"; the procedures as the tax offices publish them (BZSt, AEAT, DGFiP, HMRC, ESTV, Brønnøysund, ATO, IRS).
 */

interface Form {
  /** Of the number without the country's prefix. */
  readonly form: RegExp;
  readonly example: string;
  readonly holds?: (digits: string) => boolean;
}

const digitsOf = (text: string): number[] => [...text].map(Number);
const weighed = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
const crossSum = (value: number): number => Math.floor(value / 10) + (value % 10);
/** ISO/IEC 7812: every second digit from the right is doubled. */
const luhn = (text: string): boolean =>
  digitsOf(text)
    .reverse()
    .reduce((sum, digit, index) => sum + (index % 2 === 0 ? digit : crossSum(digit * 2)), 0) %
    10 ===
  0;
/** ISO/IEC 7064, MOD 11,10. */
const mod1110 = (text: string): boolean => {
  let product = 10;
  for (const digit of digitsOf(text.slice(0, -1))) product = (((digit + product) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === Number(text.at(-1));
};
const lastIs = (text: string, check: number): boolean => Number(text.at(-1)) === check;

/** Spanish NIF: the letter of a person by remainder of 23; of a company by a Luhn digit, as digit or letter. */
const spanish = (text: string): boolean => {
  const person = /^([XYZ]?)(\d{7,8})([A-Z])$/.exec(text);
  if (person) {
    const [, foreign = '', number = '', letter] = person;
    const lead = foreign === '' ? '' : String('XYZ'.indexOf(foreign));
    return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(lead + number) % 23] === letter;
  }
  const body = text.slice(1, -1);
  const sum = digitsOf(body).reduce(
    (all, digit, at) => all + (at % 2 === 0 ? crossSum(digit * 2) : digit),
    0,
  );
  const check = (10 - (sum % 10)) % 10;
  return text.at(-1) === String(check) || text.at(-1) === 'JABCDEFGHI'[check];
};
const dutch = (text: string): boolean => {
  const plain = [...`NL${text}`].map((one) => (/\d/.test(one) ? one : String(parseInt(one, 36)))).join('');
  return weighed(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(text[8]) || BigInt(plain) % 97n === 1n;
};
const british = (text: string): boolean => {
  if (!/^\d+$/.test(text)) return true;
  const rest = (weighed(text, [8, 7, 6, 5, 4, 3, 2]) + Number(text.slice(7, 9))) % 97;
  return rest === 0 || rest === 42;
};
const mod11 = (text: string, weights: readonly number[]): number => (11 - (weighed(text, weights) % 11)) % 11;

const FORMS: Readonly<Record<string, Form>> = {
  AT: {
    form: /^U\d{8}$/,
    example: 'ATU12345675',
    holds: (text) => {
      const sum = digitsOf(text.slice(1, 8)).reduce(
        (all, digit, index) => all + (index % 2 === 0 ? digit : crossSum(digit * 2)),
        0,
      );
      return lastIs(text, (10 - ((sum + 4) % 10)) % 10);
    },
  },
  AU: {
    form: /^\d{11}$/,
    example: '51824753556',
    holds: (text) => (weighed(text, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
  },
  BE: {
    form: /^[01]\d{9}$/,
    example: 'BE0403019261',
    holds: (text) => 97 - (Number(text.slice(0, 8)) % 97) === Number(text.slice(8)),
  },
  BG: { form: /^\d{9,10}$/, example: 'BG123456789' },
  CH: {
    form: /^E?\d{9}(MWST|TVA|IVA)?$/,
    example: 'CHE-116.281.710',
    holds: (text) => {
      const plain = text.replace(/\D/g, '');
      return Number(plain[8]) === mod11(plain, [5, 4, 3, 2, 7, 6, 5, 4]);
    },
  },
  CY: { form: /^\d{8}[A-Z]$/, example: 'CY12345678X' },
  CZ: { form: /^\d{8,10}$/, example: 'CZ12345678' },
  DE: { form: /^\d{9}$/, example: 'DE136695976', holds: mod1110 },
  DK: {
    form: /^[1-9]\d{7}$/,
    example: 'DK13585628',
    holds: (text) => weighed(text, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  EE: {
    form: /^\d{9}$/,
    example: 'EE100931558',
    holds: (text) => weighed(text, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  },
  EL: {
    form: /^\d{9}$/,
    example: 'EL094259216',
    holds: (text) => lastIs(text, (weighed(text, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10),
  },
  ES: { form: /^([XYZ]?\d{7,8}[A-Z]|[A-W]\d{7}[\dA-J])$/, example: 'ESA28015865', holds: spanish },
  FI: {
    form: /^\d{8}$/,
    example: 'FI20774740',
    holds: (text) => Number(text[7]) === mod11(text, [7, 9, 10, 5, 8, 4, 2]),
  },
  FR: {
    form: /^[A-HJ-NP-Z\d]{2}\d{9}$/,
    example: 'FR40303265045',
    holds: (text) =>
      luhn(text.slice(2)) &&
      (!/^\d\d/.test(text) || Number(text.slice(0, 2)) === (12 + 3 * (Number(text.slice(2)) % 97)) % 97),
  },
  GB: { form: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, example: 'GB980780684', holds: british },
  HR: { form: /^\d{11}$/, example: 'HR33392005961', holds: mod1110 },
  HU: {
    form: /^\d{8}$/,
    example: 'HU12892312',
    holds: (text) => weighed(text, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0,
  },
  IE: { form: /^(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/, example: 'IE6433435F' },
  IT: { form: /^\d{11}$/, example: 'IT00743110157', holds: luhn },
  LT: { form: /^(\d{9}|\d{12})$/, example: 'LT119511515' },
  LU: {
    form: /^\d{8}$/,
    example: 'LU15027442',
    holds: (text) => Number(text.slice(0, 6)) % 89 === Number(text.slice(6)),
  },
  LV: { form: /^\d{11}$/, example: 'LV40003521600' },
  MT: {
    form: /^\d{8}$/,
    example: 'MT11679112',
    holds: (text) => (37 - (weighed(text, [3, 4, 6, 7, 8, 9]) % 37)) % 37 === Number(text.slice(6)) % 37,
  },
  NL: { form: /^\d{9}B\d{2}$/, example: 'NL004495445B01', holds: dutch },
  NO: {
    form: /^\d{9}(MVA)?$/,
    example: 'NO995525828MVA',
    holds: (text) => weighed(text, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  PL: {
    form: /^\d{10}$/,
    example: 'PL8567346215',
    holds: (text) => weighed(text, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(text[9]),
  },
  PT: {
    form: /^\d{9}$/,
    example: 'PT501964843',
    holds: (text) => lastIs(text, mod11(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 10),
  },
  RO: {
    form: /^\d{2,10}$/,
    example: 'RO18547290',
    holds: (text) =>
      lastIs(
        text,
        ((weighed(text.slice(0, -1).padStart(9, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10,
      ),
  },
  SE: { form: /^\d{10}01$/, example: 'SE556188840401', holds: (text) => luhn(text.slice(0, 10)) },
  SI: {
    form: /^[1-9]\d{7}$/,
    example: 'SI50223054',
    holds: (text) => lastIs(text, mod11(text, [8, 7, 6, 5, 4, 3, 2]) % 10),
  },
  SK: { form: /^\d{10}$/, example: 'SK2022749619', holds: (text) => Number(text) % 11 === 0 },
  US: { form: /^\d{9}$/, example: '94-3404242' },
};
/** Greece writes EL before its numbers, and is GR everywhere else. */
const countryOf = (code: string): string => (code === 'GR' ? 'EL' : code);

/** As it is compared: upper case, without blanks and signs. */
export const plainTaxId = (value: string): string => value.toUpperCase().replace(/[^A-Z0-9]/g, '');

/**
 * What is wrong with a tax identifier of that country (ISO 3166-1); undefined where nothing is, and for countries that are
 * not in the table, whose numbers are taken as they come.
 */
export const taxIdFault = (country: string, value: string): string | undefined => {
  const prefix = countryOf(country);
  const known = FORMS[prefix];
  if (!known) return undefined;
  const plain = plainTaxId(value);
  const number = plain.startsWith(prefix) ? plain.slice(prefix.length) : plain;
  if (!known.form.test(number)) return `is not of the form of ${country}, such as ${known.example}`;
  return known.holds === undefined || known.holds(number) ? undefined : 'has wrong check digits';
};

/** The same for a VAT identifier, whose first two letters say the country. */
export const vatIdFault = (vatId: string): string | undefined =>
  taxIdFault(vatId.slice(0, 2) === 'EL' ? 'GR' : vatId.slice(0, 2), vatId);
/** Every country of the table with a number that holds: for the test of the table itself. */
export const TAX_ID_EXAMPLES: readonly (readonly [string, string])[] = Object.entries(FORMS).map(
  ([prefix, { example }]) => [prefix === 'EL' ? 'GR' : prefix, example],
);
