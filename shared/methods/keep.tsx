/** The page by which a customer keeps a card or an account without paying: the words, a box that nobody ticked, and one button. */
import { day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Language } from '../kernel/party.ts';
import { Consent, Facts, Mark, page } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import { REFRESH_SECONDS } from '../portal/outcomes.tsx';
import { WORDS as PAGE_WORDS } from '../portal/words.ts';
import { KEEP_WORDS } from './keepwords.ts';
import { called } from './letters.ts';
import type { MethodOnFile } from './method.ts';
import { WORDS } from './words.ts';

export interface KeepView {
  readonly language: Language;
  readonly seller: Seller;
  /** `agree`, `canceled` and `unavailable` ask once more, and say why; `over`: the seller keeps nothing any more. */
  readonly said: 'asked' | 'agree' | 'canceled' | 'unavailable' | 'waiting' | 'kept' | 'over';
  /** The words that are agreed to. */
  readonly consent: string;
  readonly until: LocalDate;
  readonly method?: Pick<MethodOnFile, 'kind' | 'brand' | 'last4' | 'mandate' | 'creditor'> | undefined;
  /** Where the form posts to. */
  readonly action: string;
}

export const keepPage = (view: KeepView): string => {
  const { language, seller, said, until } = view;
  const words = KEEP_WORDS[language];
  const done = said === 'kept' || said === 'waiting' || said === 'over';
  return page({
    language,
    seller,
    title: words.title,
    ...(said === 'waiting' && { refresh: REFRESH_SECONDS }),
    footer: [
      ...(seller.email === undefined ? [] : [words.questions(seller.email)]),
      ...(done ? [] : [words.until(day(until, language))]),
    ],
    children: <div class="card single">{done ? <Outcome view={view} /> : <Asking view={view} />}</div>,
  });
};

const Asking = ({ view: { language, seller, said, consent, action } }: { view: KeepView }) => {
  const words = KEEP_WORDS[language];
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead(seller.name)}</p>
      {(said === 'agree' || said === 'canceled' || said === 'unavailable') && (
        <p class="note" role="alert">
          {words[said]}
        </p>
      )}
      <form method="post" action={action}>
        <Consent text={consent} />
        <button class="button" type="submit">
          {words.button}
        </button>
        <p class="small under">{words.hint}</p>
      </form>
    </>
  );
};

const Outcome = ({ view: { language, said, method } }: { view: KeepView }) => {
  const words = KEEP_WORDS[language];
  const { by, mandate, creditor } = WORDS[language];
  return (
    <>
      <Mark kind={said === 'kept' ? 'done' : said === 'waiting' ? 'wait' : 'fail'} />
      <h1>{said === 'kept' ? words.kept : words.title}</h1>
      <p class="lead" role="status">
        {said === 'kept' ? words.keptText : said === 'waiting' ? words.waiting : words.over}
      </p>
      {method && (
        <Facts
          facts={[
            { label: by, value: called(method, language), strong: true },
            ...(method.mandate === undefined ? [] : [{ label: mandate, value: method.mandate }]),
            ...(method.creditor === undefined ? [] : [{ label: creditor, value: method.creditor }]),
          ]}
        />
      )}
      {said === 'waiting' && (
        <a class="button second" href="">
          {PAGE_WORDS[language].processing.again}
        </a>
      )}
    </>
  );
};
