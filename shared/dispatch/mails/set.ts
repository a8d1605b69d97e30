/** What all letters have in common, and how one is set as HTML and as text. */
import { groups } from '../../documents/format.ts';
import type { Language } from '../../kernel/party.ts';
import { printed } from '../../kernel/reference.ts';
import { WORDS } from '../words.ts';
import { htmlOf } from './html.tsx';
import { oneLine, type Letter, type Mail, type Pair, type Sender } from './letter.ts';
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

export const set = (letter: Letter): Mail => ({
  subject: oneLine(letter.subject),
  text: textOf(letter),
  html: htmlOf(letter),
});
