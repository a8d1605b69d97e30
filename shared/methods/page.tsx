/** The page behind a notice: what is charged, when and to what; one button to skip it, and one to stop all. A GET shows it, a POST acts. */
import { amount, day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { Facts, Mark, page, type Fact } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import { called } from './letters.ts';
import type { MethodOnFile } from './method.ts';
import { WORDS } from './words.ts';

export interface ChoiceView {
  readonly language: Language;
  readonly seller: Seller;
  readonly number: string;
  readonly said: 'planned' | 'skipped' | 'stopped' | 'underWay' | 'over';
  readonly amount: Money;
  readonly on: LocalDate;
  readonly method?: Pick<MethodOnFile, 'kind' | 'brand' | 'last4' | 'mandate' | 'creditor'> | undefined;
  /** Where the forms post to, and where one pays. */
  readonly action: string;
  readonly payUrl: string;
}

export const choicePage = (view: ChoiceView): string => {
  const { language, seller, number, said } = view;
  const words = WORDS[language].page;
  return page({
    language,
    seller,
    title: words.title(number),
    children: (
      <div class="card single">
        {said !== 'planned' && <Mark kind={said === 'underWay' ? 'wait' : 'done'} />}
        <h1>{words.title(number)}</h1>
        <p class="lead" role="status">
          {said === 'planned'
            ? words.planned(amount(view.amount, language), day(view.on, language))
            : words[said]}
        </p>
        {said === 'planned' && <Choices view={view} />}
        <a class="button second" href={view.payUrl}>
          {words.pay}
        </a>
      </div>
    ),
  });
};

const Choices = ({ view: { language, seller, method, action } }: { view: ChoiceView }) => {
  const words = WORDS[language];
  const facts: Fact[] = [
    ...(method ? [{ label: words.by, value: called(method, language), strong: true }] : []),
    ...(method?.mandate === undefined ? [] : [{ label: words.mandate, value: method.mandate }]),
    ...(method?.creditor === undefined ? [] : [{ label: words.creditor, value: method.creditor }]),
  ];
  return (
    <>
      <Facts facts={facts} />
      <form method="post" action={action}>
        <button class="button" name="do" value="skip">
          {words.page.skip}
        </button>
        <p class="small under">{words.page.skipHint}</p>
        <button class="button second" name="do" value="stop">
          {words.page.stop}
        </button>
        <p class="small under">{words.page.stopHint(seller.name)}</p>
      </form>
    </>
  );
};
