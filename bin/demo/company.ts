/** The invented wholesaler, its goods and its customers. Nobody here exists; every name and number is made up. */
import type { Random } from './random.ts';

export const TENANT = 'demo';

export const SELLER = {
  id: 'main',
  name: 'Nordwind Kontor GmbH',
  address: { line1: 'Speicherstraße 12', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  vatId: 'DE136695976',
  registration: 'Amtsgericht Hamburg HRB 000000',
  email: 'accounts@nordwind-kontor.example',
  phone: '+49 40 0000000',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  bank: { name: 'Beispielbank Hamburg', iban: 'DE75512108001245126199', bic: 'SOLADEST600' },
  series: 'INV',
  reminders: [3, 10, 20],
  provider: 'sandbox',
};

export const KEYS = [
  {
    name: 'partner',
    scopes: [
      'customers:read',
      'customers:write',
      'orders:read',
      'orders:write',
      'orders:release',
      'invoices:read',
      'payments:read',
      'payments:write',
      'credit:read',
      'credit:write',
    ],
  },
  {
    name: 'finance',
    scopes: [
      'customers:read',
      'orders:read',
      'invoices:read',
      'payments:read',
      'payments:write',
      'bank:read',
      'bank:write',
      'cash:read',
      'cash:write',
      'credit:read',
      'credit:write',
      'finance:read',
      'exports:write',
      'orders:release',
    ],
  },
];

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
    vat: 'DE',
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
    vat: 'ATU',
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
    vat: 'NL',
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
    vat: 'GB',
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
    vat: 'CHE',
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

export const GOODS = [
  ['KT-1001', 'Teekanne Steingut, 1,2 l', '24.90', 'standard'],
  ['KT-1002', 'Teetasse Steingut, 0,25 l', '6.45', 'standard'],
  ['KT-2001', 'Leinenserviette, natur', '3.20', 'standard'],
  ['KT-2002', 'Tischläufer Leinen 40 × 140 cm', '18.75', 'standard'],
  ['KT-3001', 'Notizbuch A5, 192 Seiten', '7.90', 'standard'],
  ['KT-3002', 'Füllhalter, Edelstahl', '31.50', 'standard'],
  ['KT-4001', 'Assam-Tee, 250 g', '8.1250', 'reduced'],
  ['KT-4002', 'Kräutertee, 100 g', '4.35', 'reduced'],
  ['KT-4003', 'Heidehonig, 500 g', '9.80', 'reduced'],
  ['KT-5001', 'Duftkerze Bienenwachs', '11.40', 'standard'],
  ['KT-5002', 'Laterne Zink, groß', '46.00', 'standard'],
  ['KT-6001', 'Küchenwaage digital', '38.20', 'standard'],
] as const;

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
      rhythm: random.pick([1, 1, 2, 2]),
      limitMinor: random.between(4, 12) * 500_000,
      profile: {
        name,
        address: { line1: `Hauptstraße ${random.between(1, 140)}`, postalCode, city, country: place.country },
        ...(random.chance(0.85) && {
          vatId: `${place.vat}${String(100_000_000 + index * 7919).slice(0, place.vat.length === 3 ? 8 : 9)}`,
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
