/** The invented customers of the wholesaler: where they are, how they order, how they pay. */
import { ibanOf } from './iban.ts';
import { PLACES, type Place } from './places.ts';
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
    language: Place['language'];
    currency: string;
    paymentTermsDays: number;
    ibans: string[];
    channel?: 'letter';
  };
  readonly limitMinor: number;
  /** Orders a month, roughly. */
  readonly rhythm: number;
}

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

export const customersOf = (count: number, random: Random): DemoCustomer[] => {
  const places = PLACES.flatMap((place) => Array.from({ length: place.weight }, () => place));
  return Array.from({ length: count }, (_, index) => {
    // Every country, and the habits that a demo must show, come in whatever the size.
    const place = index < PLACES.length ? PLACES[index]! : random.pick(places);
    const habit: Habit =
      index === 5 || index === 11 ? 'over' : index === 7 ? 'bounced' : HABITS[index % HABITS.length]!;
    const [city, postalCode] = random.pick<readonly [string, string]>(place.cities);
    const name = `${FIRST[index % FIRST.length]} ${SECOND[(index * 7 + Math.floor(index / FIRST.length)) % SECOND.length]} ${place.form}`;
    const externalId = `C-${1001 + index}`;
    const iban = ibanOf(place.country, index + 1);
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
        address: { line1: place.street(random.between(1, 140)), postalCode, city, country: place.country },
        ...(random.chance(0.85) && {
          vatId: vatIdOf(place.country, index),
        }),
        emails: [email],
        language: place.language,
        currency: place.currency,
        paymentTermsDays: random.pick([14, 14, 30, 30, 45]),
        ibans: [iban],
        // One wants paper.
        ...(index === 6 && { channel: 'letter' as const }),
      },
    };
  });
};
