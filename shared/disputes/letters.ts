/** The mail of a turn of a dispute: what we have, what we need, and what became of it. */
import type { Customer } from '../customers/customer.ts';
import type { Letter, Sender } from '../dispatch/mails/letter.ts';
import { opened } from '../dispatch/mails/set.ts';
import { amount, day, labelled } from '../documents/format.ts';
import type { Dispute, Turn } from './dispute.ts';
import { WORDS, type Words } from './words.ts';

/** What a customer is told of; what it says itself, and who of us sees to it, is no mail. */
const TOLD = {
  opened: 'opened',
  said: 'said',
  asked: 'asked',
  accepted: 'accepted',
  partial: 'partial',
  rejected: 'rejected',
  silent: 'silent',
  withdrawn: 'withdrawn',
} as const satisfies Partial<Record<Turn['what'], keyof Words['mails']>>;

export const turnLetter = (
  { invoiceNumber, disputed }: Pick<Dispute, 'invoiceNumber' | 'disputed'>,
  { what, text, amount: worth = disputed, until }: Turn,
  url: string,
  { name, language }: Pick<Customer, 'name' | 'language'>,
  seller: Sender,
): Letter => {
  const words = WORDS[language];
  const { title, opening, label } = words.mails[TOLD[what as keyof typeof TOLD]];
  const letter = opened({ title, opening: opening(invoiceNumber) }, language, seller, name);
  return {
    ...letter,
    subject: labelled(title, invoiceNumber, language),
    // What the customer said itself it knows.
    opening: [...letter.opening, ...(text === undefined || what === 'opened' ? [] : [text])],
    highlight: {
      label,
      value: amount(worth, language),
      ...(until !== undefined && {
        note: (what === 'asked' ? words.tellBy : words.answerBy)(day(until, language)),
      }),
    },
    button: { label: words.see, url },
  };
};
