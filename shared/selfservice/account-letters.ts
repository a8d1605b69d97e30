/** Mails of what a customer did on its own pages. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import type { Letter, Pair, Sender } from '../dispatch/mails/letter.ts';
import { opened } from '../dispatch/mails/set.ts';
import { day, quantity } from '../documents/format.ts';
import { addDays } from '../kernel/dates.ts';
import { called } from '../methods/letters.ts';
import type { MethodOnFile } from '../methods/method.ts';
import { perPeriod } from '../subscriptions/period-price.ts';
import type { Plan } from '../subscriptions/plan.ts';
import type { Subscription, Term } from '../subscriptions/subscription.ts';
import type { Question } from '../questions/question.ts';
import { ACCOUNT_MAILS } from './mailwords.ts';
import { METHOD_MAILS } from './methodmails.ts';
import { momentOf } from './moments.ts';
import { PAGE_WORDS } from './pagewords.ts';

type Reader = Pick<Customer, 'name' | 'language'>;
interface About {
  readonly subscription: Subscription;
  readonly plan: Plan;
  readonly url: string;
}

/** What § 312k (4) BGB asks for: what was said, when it came in, and when the contract ends. */
export const noticeLetter = (
  { subscription: { id, end, noticeAt, zone }, plan, url }: About,
  { name, language }: Reader,
  seller: Sender,
): Letter => {
  const words = ACCOUNT_MAILS[language];
  const last = day(addDays(end!, -1), language);
  return {
    ...opened(
      { title: words.notice.title, opening: words.notice.opening(plan.name), after: words.notYou },
      language,
      seller,
      name,
    ),
    subject: words.notice.subject(plan.name, last),
    highlight: { label: words.notice.last, value: last },
    button: { label: words.account, url },
    facts: [
      [words.contract, `${plan.name} (${id})`],
      [words.notice.cameIn, momentOf(noticeAt!, zone, language)],
    ],
  };
};

/** As it stands now, whatever was changed. */
export const subscriptionLetter = (
  { subscription: { id, pauses, end }, term, plan, url }: About & { readonly term: Term },
  { name, language }: Reader,
  seller: Sender,
): Letter => {
  const words = ACCOUNT_MAILS[language];
  const pause = pauses.at(-1)?.to;
  const fact = (label: string, value: string | undefined): Pair[] =>
    value === undefined ? [] : [[label, value]];
  return {
    ...opened(
      { title: words.changed.title, opening: words.changed.opening(plan.name), after: words.notYou },
      language,
      seller,
      name,
    ),
    subject: words.changed.subject(plan.name),
    button: { label: words.account, url },
    facts: [
      [words.contract, `${plan.name} (${id})`],
      [words.changed.quantity, quantity(term.quantity, language)],
      [words.changed.price, perPeriod(plan, term.quantity, language)],
      [words.changed.from, day(term.from, language)],
      ...fact(words.changed.pausedUntil, pause && day(pause, language)),
      ...fact(words.notice.last, end && day(addDays(end, -1), language)),
    ],
  };
};

/** What may be charged from now on, or no more; it has no figure that a thief could use. */
export const methodLetter = (
  { method, over, url }: { readonly method: MethodOnFile; readonly over: boolean; readonly url: string },
  { name, language }: Reader,
  seller: Sender & Pick<Entity, 'zone'>,
): Letter => {
  const words = ACCOUNT_MAILS[language];
  const { when } = METHOD_MAILS[language];
  const { subject, title, opening } = METHOD_MAILS[language][over ? 'ended' : 'kept'];
  const which = called(method, language);
  const at = method.ended?.at !== undefined && over ? method.ended.at : method.at;
  return {
    ...opened({ title, opening, after: words.notYou }, language, seller, name),
    subject: subject(which),
    highlight: { label: title, value: which },
    button: { label: words.account, url },
    facts: [[when, momentOf(at, seller.zone, language)]],
  };
};

/** Our last word of it. */
export const answerLetter = (
  {
    question: { topic, invoice, thread },
    turn,
    url,
  }: { readonly question: Question; readonly turn?: number | undefined; readonly url: string },
  { name, language }: Reader,
  seller: Sender,
): Letter => {
  const words = ACCOUNT_MAILS[language].answer;
  const { title, opening } = words;
  const about = invoice?.number ?? PAGE_WORDS[language].questions.topics[topic];
  const text = thread.slice(0, turn).findLast(({ side }) => side === 'us')?.text;
  const letter = opened({ title, opening }, language, seller, name);
  return {
    ...letter,
    subject: words.subject(about),
    opening: [...letter.opening, ...(text === undefined ? [] : [{ lines: text.split('\n') }])],
    button: { label: words.see, url },
  };
};
