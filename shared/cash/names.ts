/**
 * Whether two names may be of one payer: at least one telling word in common, because banks cut names, leave
 * accents out and write companies in capitals.
 */
export const alike = (name: string | undefined, other: string): boolean => {
  const words = new Set(wordsOf(other));
  return wordsOf(name ?? '').some((word) => words.has(word));
};
const FORMS = new Set(
  'GMBH MBH UND AND THE LTD LLC INC PLC LLP UAB SARL SAS SRL SPA OHG KGAA GBR GESMBH LIMITED GROUP HOLDING SERVICE SERVICES SHOP TEAM PROJEKT STUDIO COMPANY'.split(
    ' ',
  ),
);
const wordsOf = (text: string): string[] =>
  plain(text)
    .split(/[^A-Z0-9]+/)
    .filter((word) => word.length >= 3 && !FORMS.has(word));
/** A name as it is compared letter by letter: banks write it in capitals, with other blanks and without accents. */
export const plainName = (text: string): string => plain(text).replaceAll(/[^A-Z0-9]/g, '');
const plain = (text: string): string =>
  text
    .toUpperCase()
    .replaceAll('Ä', 'AE')
    .replaceAll('Ö', 'OE')
    .replaceAll('Ü', 'UE')
    .replaceAll('Ø', 'OE')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '');
