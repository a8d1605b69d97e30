/** Why a payer kept something back, by the words that it uses: stems in the languages of the house, the first reason that has one of them. */
import type { DeductionReason } from './policy.ts';

type Said = Exclude<DeductionReason, 'other' | 'unknown'>;

/** Without accents, as banks carry text; German umlauts in both spellings. What is part of any payment’s text (a VAT number) is no reason. */
const STEMS: Readonly<Record<Said, readonly string[]>> = {
  damaged: [
    'damag',
    'broken',
    'defect',
    'faulty',
    'beschad',
    'beschaed',
    'defekt',
    'mangel',
    'maengel',
    'bruchschad',
    'endommag',
    'casse',
    'abime',
    'danad',
    'danneggi',
    'difett',
    'kapot',
  ],
  short_delivery: [
    'shortage',
    'short deliver',
    'missing',
    'minderliefer',
    'unterliefer',
    'fehlmenge',
    'fehlend',
    'fehlteil',
    'manquant',
    'livraison incompl',
    'faltant',
    'entrega incompl',
    'mancant',
    'ammanc',
    'ontbrek',
  ],
  returned: [
    'return',
    'retour',
    'rucksend',
    'ruecksend',
    'ruckgab',
    'rueckgab',
    'devoluc',
    'devuelt',
    'merce resa',
    'reso merce',
  ],
  penalty: [
    'penalt',
    'late deliver',
    'vertragsstraf',
    'lieferverzug',
    'verspat',
    'verspaet',
    'penalit',
    'retard',
    'penalizac',
    'retraso',
    'penale',
    'ritardo',
    'boete',
    'te laat',
  ],
  bank_charge: [
    'bank charge',
    'bank fee',
    'bankgebuhr',
    'bankgebuehr',
    'bankspesen',
    'frais bancaire',
    'gastos bancari',
    'comision bancari',
    'spese bancari',
    'commissioni bancari',
    'bankkosten',
  ],
  discount: [
    'skonto',
    'skonti',
    'cash discount',
    'early payment',
    'escompte',
    'pronto pago',
    'sconto cassa',
    'betalingskorting',
  ],
  tax: [
    'withhold',
    'tax',
    'quellensteuer',
    'steuerabzug',
    'abzugsteuer',
    'retenue a la source',
    'retencion',
    'ritenuta',
    'bronbelasting',
    'bronheffing',
  ],
  promotion: [
    'promo',
    'advertis',
    'marketing',
    'bonus',
    'rebate',
    'werbekosten',
    'wkz',
    'rabatt',
    'rabais',
    'remise',
    'ristourne',
    'rappel',
    'sconto',
    'korting',
    'discount',
  ],
  price: ['price', 'pricing', 'overcharg', 'preis', 'prix', 'precio', 'prezz', 'prijs'],
};

const FOUND = Object.entries(STEMS).map(
  ([reason, stems]) => [reason as Said, new RegExp(`(?<!\\p{L})(?:${stems.join('|')})`, 'u')] as const,
);

/** Undefined where no word says it. */
export const reasonIn = (text: string): Said | undefined => {
  const plain = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[\s\-_/]+/g, ' ');
  return FOUND.find(([, words]) => words.test(plain))?.[0];
};
