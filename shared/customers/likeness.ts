/**
 * Whether two records are one customer. Blocking keys find candidates without comparing everybody with everybody; what then
 * speaks for a pair is listed, and a person decides. Names are compared by the trigrams that they share (Dice 1945).
 */
import type { Customer, Duplicate } from './customer.ts';
import { plainTaxId } from './taxid.ts';

/** Endings that say what kind of company it is, and tell nobody apart. */
const FORMS = new Set(
  'gmbh ag kg ohg ug mbh co se sa sas sarl bv nv ltd limited plc llc inc corp oy ab as aps spa srl sl eg ev gbr'.split(
    ' ',
  ),
);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<=\b\p{L})\./gu, '')
    .replace(/str(?:asse|\.)?(?=\s|\d|$)/gu, 'strasse')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
/** What of a record it is found by. */
type Known = Pick<Customer, 'name' | 'address' | 'vatId' | 'taxIds'>;

const nameOf = ({ name }: Known): string[] => {
  const words = wordsOf(name).filter((word) => !FORMS.has(word));
  return words.length === 0 ? wordsOf(name) : words;
};
const taxIdsOf = ({ vatId, taxIds = [], address }: Known): string[] => [
  ...new Set(
    [...(vatId === undefined ? [] : [{ country: vatId.slice(0, 2), value: vatId }]), ...taxIds].map(
      ({ country = address.country, value }) => {
        const plain = plainTaxId(value);
        return plain.startsWith(country) ? plain : `${country}${plain}`;
      },
    ),
  ),
];

/** The key of a VAT number that begins with its country. */
export const keyOfTaxId = (vatId: string): string => `tax:${plainTaxId(vatId)}`;

/** Under which keys a record is found by one that may be the same; accounts are kept apart, by whom they pay for. */
export const blockingKeys = (customer: Known): string[] => {
  const { country, postalCode } = customer.address;
  return [
    ...taxIdsOf(customer).map((id) => `tax:${id}`),
    nameKey(nameOf(customer), country),
    `place:${country}:${plainTaxId(postalCode)}:${(nameOf(customer)[0] ?? '').slice(0, 4)}`,
  ];
};

/** Under which of these keys records of exactly this name stand: as it is written, and without the vowels that capitals stand for umlauts with. */
export const keysOfName = (name: string, country: string): string[] => {
  const plain = { name, address: { country } } as Known;
  const written = nameOf(plain);
  const folded = written.map((word) => word.replaceAll(/([aou])e/g, '$1'));
  return [...new Set([written, folded].map((words) => nameKey(words, country)))];
};
const nameKey = (words: readonly string[], country: string): string =>
  `name:${country}:${words.toSorted().join('').slice(0, 60)}`;

const trigrams = (words: readonly string[]): Set<string> => {
  const text = `  ${words.join(' ')} `;
  return new Set(Array.from({ length: text.length - 2 }, (_, at) => text.slice(at, at + 3)));
};
const numbersOf = (words: readonly string[]): string =>
  words
    .filter((word) => /^\d+$/.test(word))
    .toSorted()
    .join(' ');
/** 0 to 1. Branch 1 and branch 2 are two, however alike they sound. */
export const likeness = (a: readonly string[], b: readonly string[]): number => {
  if (numbersOf(a) !== numbersOf(b)) return 0;
  const [one, other] = [trigrams(a.toSorted()), trigrams(b.toSorted())];
  const shared = [...one].filter((part) => other.has(part)).length;
  return (2 * shared) / (one.size + other.size);
};

const LEAST = 60;
const percent = (share: number): number => Math.round(share * 100);

/** What speaks for a pair; undefined where it is too little to bother anybody. */
export const compared = (a: Customer, b: Customer): Pick<Duplicate, 'score' | 'reasons'> | undefined => {
  const both = (one: readonly string[], other: readonly string[]) => one.find((each) => other.includes(each));
  const tax = both(taxIdsOf(a), taxIdsOf(b));
  const iban = both(a.ibans, b.ibans);
  const name = likeness(nameOf(a), nameOf(b));
  const place = likeness(addressOf(a), addressOf(b));
  const found = [
    tax !== undefined && { code: 'tax_id', detail: `Both have ${tax}.`, weight: 90 },
    iban !== undefined && { code: 'iban', detail: `Both pay from …${iban.slice(-4)}.`, weight: 65 },
    name >= 0.7 && { code: 'name', detail: `The names are ${percent(name)} % alike.`, weight: 50 * name },
    place >= 0.7 && {
      code: 'address',
      detail: `The addresses are ${percent(place)} % alike.`,
      weight: 30 * place,
    },
  ].filter((one) => one !== false);
  const score = Math.min(100, Math.round(found.reduce((sum, { weight }) => sum + weight, 0)));
  return score < LEAST ? undefined : { score, reasons: found.map(({ code, detail }) => ({ code, detail })) };
};
const addressOf = ({ address }: Customer): string[] =>
  wordsOf(`${address.line1} ${address.postalCode} ${address.city} ${address.country}`);

/** The same pair whichever was found first. */
export const pairOf = (a: Customer['id'], b: Customer['id']): [Customer['id'], Customer['id']] =>
  a < b ? [a, b] : [b, a];
