/** The mail of a turn of a case: what the agency gets, what is new, or that we take it back. */
import { opened } from '../dispatch/mails/set.ts';
import type { Letter, Row, Sender } from '../dispatch/mails/letter.ts';
import { amount, day, labelled } from '../documents/format.ts';
import { money } from '../kernel/money.ts';
import type { Agency } from './agency.ts';
import type { AgencyCase, AgencyTurn, Change } from './case.ts';
import { WORDS, type Words } from './words.ts';

const SAID = { handed_over: 'handedOver', moved: 'moved', recalled: 'recalled' } as const;

export const turnLetter = (
  agencyCase: Pick<AgencyCase, 'id' | 'filesUntil' | 'handed'>,
  { what, changes, open, text }: AgencyTurn,
  debtor: string,
  url: string,
  { agency, seller }: { readonly agency: Agency; readonly seller: Sender },
): Letter => {
  const { language } = agency;
  const words = WORDS[language];
  const said = words[SAID[what as keyof typeof SAID]];
  const isNew = what === 'handed_over';
  const letter = opened({ title: said.title, opening: said.opening(debtor) }, language, seller, agency.name);
  const until = agencyCase.filesUntil;
  return {
    ...letter,
    subject: labelled(said.title, agencyCase.id, language),
    rows: changes.map((change) => rowOf(change, open.currency, words, agency)),
    ...(what !== 'recalled' && {
      highlight: {
        label: isNew ? words.toCollect : words.stillToCollect,
        value: amount(isNew ? agencyCase.handed! : open, language),
        ...(isNew && until !== undefined && { note: words.filesUntil(day(until, language)) }),
      },
    }),
    ...(isNew && { button: { label: words.files, url } }),
    facts: [
      [words.debtor, debtor],
      ...(agency.reference === undefined ? [] : [[words.yours, agency.reference] as const]),
      ...(text === undefined ? [] : [[words.reason, text] as const]),
    ],
  };
};

/** What there is less to be collected has its amount; of what there is more it is said. */
const rowOf = (
  { number, what, minor }: Change,
  currency: string,
  words: Words,
  { language }: Agency,
): Row => ({
  name: number,
  details: [words.changes[what], ...(minor < 0 && isMoney(what) ? [words.back] : [])],
  amount: amount(money(Math.abs(minor), currency), language),
});
const isMoney = (what: Change['what']): boolean => what !== 'paused' && what !== 'resumed';
