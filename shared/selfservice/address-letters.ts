/** Mails about a change of addresses: that it was asked for, what became of it, and the code or the link that the new address answers by. */
import type { Entity } from '../access/tenant.ts';
import type { AddressChange } from '../addresses/change.ts';
import type { Customer } from '../customers/customer.ts';
import { oneLine, type Letter, type Sender } from '../dispatch/mails/letter.ts';
import { opened } from '../dispatch/mails/set.ts';
import { ADDRESS_MAILS } from './addressmails.ts';
import { ADDRESS_WORDS } from './addresswords.ts';
import { ACCOUNT_MAILS } from './mailwords.ts';
import { METHOD_MAILS } from './methodmails.ts';
import { momentOf } from './moments.ts';
import { wishIn } from './wishes.ts';
import { WORDS } from './words.ts';

type Reader = Pick<Customer, 'name' | 'language'>;
type From = Sender & Pick<Entity, 'zone'>;

/** To every address that the customer had when it was asked for. `url` stops it, and wants no code: who asks for codes in their place keeps theirs from opening. */
export const askedLetter = (
  { change, url }: { readonly change: AddressChange; readonly url: string },
  { name, language }: Reader,
  seller: From,
): Letter => {
  const words = ADDRESS_MAILS[language].asked;
  const { wish, by, replyId, replaces, askedAt, from } = change;
  const pages = ADDRESS_WORDS[language];
  const opening = (replyId === undefined ? words.byPage : words.byMail)(by);
  const stop = wish.email === undefined ? words.stopRemove : words.stop;
  return {
    ...opened({ title: words.title, opening, after: stop }, language, seller, name),
    subject: words.subject,
    highlight: {
      label: words.title,
      value: wishIn(wish, language),
      ...(replaces !== undefined && { note: words.replaces }),
    },
    button: { label: pages.stop, url },
    facts: [
      [pages.by, by],
      [pages.at, momentOf(askedAt, seller.zone, language)],
      [pages.from, momentOf(from, seller.zone, language)],
    ],
  };
};

/** Undefined where the mail of another one says it, or where it still waits. */
export const endedLetter = (
  { change, url }: { readonly change: AddressChange; readonly url: string },
  { name, language }: Reader,
  seller: From,
): Letter | undefined => {
  const { wish, state, endedAt } = change;
  if (state === 'PENDING' || state === 'REPLACED') return undefined;
  const { subject, title, opening } = ADDRESS_MAILS[language].ended[state];
  const { notYou, account } = ACCOUNT_MAILS[language];
  return {
    ...opened({ title, opening, ...(state === 'APPLIED' && { after: notYou }) }, language, seller, name),
    subject,
    highlight: { label: title, value: wishIn(wish, language) },
    button: { label: account, url },
    facts:
      endedAt === undefined ? [] : [[METHOD_MAILS[language].when, momentOf(endedAt, seller.zone, language)]],
  };
};

/** It has no link: who gets it unasked has nothing to click. */
export const changeCodeLetter = (
  digits: string,
  { wish }: Pick<AddressChange, 'wish'>,
  { name, language }: Reader,
  seller: Sender,
): Letter => {
  const words = ADDRESS_MAILS[language].code;
  const { title, label, note } = WORDS[language].mail;
  const opening = (wish.email === undefined ? words.toRemove : words.toNew)(oneLine(name), seller.name);
  return {
    ...opened({ title, opening, after: words.none }, language, seller, name),
    subject: title,
    highlight: { label, value: `${digits.slice(0, 3)} ${digits.slice(3)}`, note },
  };
};

/** To an address that a mail named. What the button leads to asks once more. */
export const changeLinkLetter = (url: string, { name, language }: Reader, seller: Sender): Letter => {
  const { title, lead, yes } = ADDRESS_WORDS[language].link;
  const opening = lead(oneLine(name), seller.name);
  return {
    ...opened({ title, opening, after: ADDRESS_MAILS[language].code.none }, language, seller, name),
    subject: title,
    button: { label: yes, url },
  };
};
