/** What all letters have in common, and how one is set as HTML and as text. */
import { groups } from '../../documents/format.ts';
import type { Language } from '../../kernel/party.ts';
import { printed } from '../../kernel/reference.ts';
import type { TemplateName } from '../template.ts';
import type { Facts, FactsOf, Said } from '../variables.ts';
import { WORDS } from '../words.ts';
import { htmlOf } from './html.tsx';
import { oneLine, type Letter, type Look, type Mail, type Pair, type Sender } from './letter.ts';
import { textOf } from './text.ts';

export const opened = (
  said: { title: string; opening: string; after?: string | undefined },
  language: Language,
  seller: Sender,
  customerName: string,
): Omit<Letter, 'subject'> => ({
  language,
  seller,
  title: said.title,
  greeting: WORDS[language].greeting(oneLine(customerName)),
  opening: [said.opening],
  rows: [],
  sums: [],
  after: said.after === undefined ? [] : [said.after],
  facts: [],
});

/** What a template of that name may say of it. */
export const saying = <N extends TemplateName>(
  name: N,
  facts: FactsOf<N>,
  { name: seller, email, phone }: Sender,
  customerName: string,
): { said: Said } => ({
  said: {
    name,
    facts: nulled({
      'customer.name': customerName,
      'seller.name': seller,
      'seller.email': email,
      'seller.phone': phone,
      ...facts,
    }),
  },
});
const nulled = (facts: Readonly<Record<string, string | number | undefined>>): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      value === undefined ? null : typeof value === 'string' ? oneLine(value) : value,
    ]),
  );

/** Of a list that may be long, the first five. */
export const firstOf = (all: readonly string[]): string =>
  [...all.slice(0, 5), ...(all.length > 5 ? ['…'] : [])].join(', ');

export const transfer = (
  { name, bank }: Sender,
  language: Language,
  reference: string | undefined,
): Pair[] => {
  const words = WORDS[language];
  return [
    [words.payee, name],
    ['IBAN', groups(bank.iban)],
    ['BIC', bank.bic],
    [words.bank, bank.name],
    ...(reference === undefined ? [] : [[words.reference, printed(reference)] as const]),
  ];
};

export const set = (letter: Letter, look: Look = {}): Mail => ({
  subject: oneLine(letter.subject),
  text: textOf(letter),
  html: htmlOf(letter, look),
});
