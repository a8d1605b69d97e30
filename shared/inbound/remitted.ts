/**
 * Remittance advice in XML as lines that are read like those of a CSV: a number and what was paid of it. Known are the rows of UBL
 * (`RemittanceAdviceLine`, OASIS UBL 2.1) and of ISO 20022 (`Strd`, as in camt.054, pain.001 and remt.001); of other XML every text is a line.
 */
import { treeOf, type Element } from '../documents/read-xml.ts';

/** Some thousands of rows. The tree of a file that is made to be large takes a hundred times its bytes. */
export const MOST_XML_BYTES = 1_048_576;
const ROWS = ['RemittanceAdviceLine', 'Strd'];
/** Where numbers of documents stand in a row. What else stands there, an amount that is due or a note, is not what was paid. */
const NUMBERS = ['ID', 'Nb', 'Ref'];
const PAID = ['DebitLineAmount', 'CreditLineAmount', 'RmtdAmt'];

/** Undefined where it cannot be read: too large, broken, not UTF-8, with a DTD, too deep. */
export const linesOfXml = (bytes: Uint8Array): string | undefined => {
  if (bytes.length > MOST_XML_BYTES) return undefined;
  try {
    const root = treeOf(new TextDecoder().decode(bytes), () => new Error('unreadable'));
    const rows = within(root).filter(({ name }) => ROWS.includes(name));
    return (rows.length > 0 ? rows.flatMap(lineOf) : within(root).map(wordsOf))
      .filter((line) => line !== '')
      .join('\n');
  } catch {
    // What the reader says of it may quote it.
    return undefined;
  }
};

/** What is kept back, a row below zero, pays nothing: without it the rest does not add up to the money, and a person looks. */
const lineOf = (row: Element): string[] => {
  const all = within(row);
  const numbers = all.filter(({ name }) => NUMBERS.includes(name)).map(wordsOf);
  const amounts = all.filter(({ name }) => PAID.includes(name)).map(wordsOf);
  if (amounts.some((text) => !(Number(text) > 0))) return [];
  const [amount] = amounts;
  const one =
    amounts.length === 1 && amount !== undefined ? [amount.includes('.') ? amount : `${amount}.00`] : [];
  return [[...numbers, ...one].join(' ')];
};

/** It and all below it, in the order in which they stand. */
const within = (element: Element, found: Element[] = []): Element[] => {
  found.push(element);
  for (const child of element.children) within(child, found);
  return found;
};
const wordsOf = ({ text }: Element): string => text.replaceAll(/\s+/g, ' ').trim();
