/** ISO 4217 minor-unit exponents (list one, held against a published copy by test/conformance/money.test.ts). Only what differs from 2 is said. */
const EXPONENT: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const TWO =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
  'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ' +
  'ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV ' +
  'MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD ' +
  'SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';

const exponents = new Map<string, number>(TWO.split(' ').map((code) => [code, 2]));
for (const [exponent, codes] of Object.entries(EXPONENT))
  for (const code of codes.split(' ')) exponents.set(code, Number(exponent));

/** Every code: the contract lists them. */
export const CURRENCIES: readonly string[] = [...exponents.keys()].sort();

/** Digits after the decimal point: 2 for EUR, 0 for JPY, 3 for KWD; undefined for a code that ISO 4217 does not list. */
export const exponentOf = (currency: string): number | undefined => exponents.get(currency);
