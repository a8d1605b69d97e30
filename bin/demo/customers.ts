/** The invented customers of the wholesaler: where they are, how they order, how they pay. */
import type { Random } from './random.ts';
import { vatIdOf } from './vat.ts';

/** How a customer pays. `card` by the link; the rest by transfer, with or without the reference. */
export type Habit =
  | 'prompt'
  | 'punctual'
  | 'late'
  | 'very late'
  | 'card'
  | 'no reference'
  | 'short'
  | 'over'
  | 'bounced';

export interface DemoCustomer {
  readonly externalId: string;
  readonly habit: Habit;
  readonly iban: string;
  readonly profile: {
    name: string;
    address: Record<string, string>;
    vatId?: string;
    emails: string[];
    language: 'en' | 'de';
    currency: string;
    paymentTermsDays: number;
    ibans: string[];
  };
  readonly limitMinor: number;
  /** Orders a month, roughly. */
  readonly rhythm: number;
}

const COUNTRIES = [
  {
    country: 'DE',
    currency: 'EUR',
    language: 'de',
    cities: [
      ['Bremen', '28195'],
      ['Leipzig', '04109'],
      ['Köln', '50667'],
      ['Kiel', '24103'],
      ['Ulm', '89073'],
    ],
    bank: 18,
    weight: 5,
  },
  {
    country: 'AT',
    currency: 'EUR',
    language: 'de',
    cities: [
      ['Wien', '1010'],
      ['Graz', '8010'],
      ['Linz', '4020'],
    ],
    bank: 16,
    weight: 2,
  },
  {
    country: 'NL',
    currency: 'EUR',
    language: 'en',
    cities: [
      ['Utrecht', '3511 AB'],
      ['Delft', '2611 CD'],
    ],
    bank: 14,
    weight: 2,
  },
  {
    country: 'GB',
    currency: 'GBP',
    language: 'en',
    cities: [
      ['Leeds', 'LS1 4AP'],
      ['Bristol', 'BS1 4DJ'],
      ['York', 'YO1 7HH'],
    ],
    bank: 18,
    weight: 2,
  },
  {
    country: 'CH',
    currency: 'CHF',
    language: 'de',
    cities: [
      ['Basel', '4001'],
      ['Zug', '6300'],
    ],
    bank: 17,
    weight: 1,
  },
] as const;
const FIRST = [
  'Alster',
  'Birken',
  'Cedar',
  'Delta',
  'Elmwood',
  'Falken',
  'Garten',
  'Hafen',
  'Insel',
  'Juniper',
  'Kasten',
  'Linden',
  'Marsch',
  'Nebel',
  'Orchard',
  'Pappel',
  'Quarry',
  'Rosen',
  'Silber',
  'Taunus',
  'Ulmen',
  'Violet',
  'Weser',
  'Zimt',
];
const SECOND = [
  'Feinkost',
  'Haushalt',
  'Interiors',
  'Papeterie',
  'Trading',
  'Warenhaus',
  'Living',
  'Bürobedarf',
  'Supplies',
  'Wohnen',
];
const HABITS: readonly Habit[] = [
  'prompt',
  'punctual',
  'punctual',
  'late',
  'card',
  'no reference',
  'punctual',
  'very late',
  'card',
  'short',
  'late',
  'prompt',
];
const FORMS: Readonly<Record<string, string>> = { DE: 'GmbH', AT: 'GmbH', NL: 'B.V.', GB: 'Ltd', CH: 'AG' };

export const customersOf = (count: number, random: Random): DemoCustomer[] => {
  const places = COUNTRIES.flatMap((place) => Array.from({ length: place.weight }, () => place));
  return Array.from({ length: count }, (_, index) => {
    // Every country, and the habits that a demo must show, come in whatever the size.
    const place = index < COUNTRIES.length ? COUNTRIES[index]! : random.pick(places);
    const habit: Habit =
      index === 5 || index === 11 ? 'over' : index === 7 ? 'bounced' : HABITS[index % HABITS.length]!;
    const [city, postalCode] = random.pick<readonly [string, string]>(place.cities);
    const name = `${FIRST[index % FIRST.length]} ${SECOND[(index * 7 + Math.floor(index / FIRST.length)) % SECOND.length]} ${FORMS[place.country]}`;
    const externalId = `C-${1001 + index}`;
    const iban = ibanOf(place.country, place.bank, index + 1);
    const email =
      habit === 'bounced'
        ? `bounce+${externalId.toLowerCase()}@simulator.amazonses.com`
        : `rechnung@${externalId.toLowerCase()}.example`;
    return {
      externalId,
      habit,
      iban,
      rhythm: random.pick([1, 1, 1, 2]),
      limitMinor: random.between(4, 12) * 500_000,
      profile: {
        name,
        address: { line1: `Hauptstraße ${random.between(1, 140)}`, postalCode, city, country: place.country },
        ...(random.chance(0.85) && {
          vatId: vatIdOf(place.country, index),
        }),
        emails: [email],
        language: place.language,
        currency: place.currency,
        paymentTermsDays: random.pick([14, 14, 30, 30, 45]),
        ibans: [iban],
      },
    };
  });
};

/** A well-formed IBAN of a bank that does not exist, with right check digits (ISO 13616). */
const ibanOf = (country: string, digits: number, serial: number): string => {
  const letters = country === 'GB' || country === 'NL' ? 'TEST' : '';
  const body = letters + String(serial * 1_000_003).padStart(digits - letters.length, '9');
  const number = [...`${body}${country}00`].map((c) => String(parseInt(c, 36))).join('');
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${body}`;
};
