/** The mail that brings a code. It has no link: who gets it unasked has nothing to click. */
import type { Customer } from '../customers/customer.ts';
import type { Letter, Sender } from '../dispatch/mails/letter.ts';
import { opened } from '../dispatch/mails/set.ts';
import { WORDS } from './words.ts';

export const codeLetter = (
  digits: string,
  { name, language }: Pick<Customer, 'name' | 'language'>,
  seller: Sender,
): Letter => {
  const { title, opening, label, note, after } = WORDS[language].mail;
  return {
    ...opened({ title, opening: opening(seller.name), after }, language, seller, name),
    subject: title,
    highlight: { label, value: `${digits.slice(0, 3)} ${digits.slice(3)}`, note },
  };
};
