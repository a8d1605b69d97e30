/** Pages that links in mails about a change of addresses lead to: one button each, which does nothing before it is pressed. */
import type { Language } from '../kernel/party.ts';
import { Mark, page } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import { ADDRESS_WORDS } from './addresswords.ts';
import { momentOf } from './moments.ts';
import { MY_STYLE } from './shell.tsx';

export interface StopView {
  readonly language: Language;
  readonly seller?: Seller | undefined;
  /** A change that waits, that was stopped, or that is over otherwise. */
  readonly state:
    | { readonly is: 'waits'; readonly action: string; readonly what: string; readonly by: string }
    | { readonly is: 'stopped' | 'over' };
}
/** Where the link in the mail that tells of a change leads: one button, which stops it. */
export const stopPage = ({ language, seller, state }: StopView): string => {
  const words = ADDRESS_WORDS[language];
  return page({
    language,
    seller,
    title: words.stop,
    sheet: MY_STYLE,
    children: (
      <div class="card single">
        {state.is === 'stopped' && <Mark kind="done" />}
        <h1>{words.stop}</h1>
        {state.is === 'waits' ? (
          <form method="post" action={state.action} class="part">
            <p class="strong">{state.what}</p>
            <p class="under">
              {words.by}: {state.by}
            </p>
            <button class="button" type="submit">
              {words.stop}
            </button>
          </form>
        ) : (
          <p class="lead" role="status">
            {state.is === 'stopped' ? words.said.stopped : words.link.over}
          </p>
        )}
      </div>
    ),
  });
};

export interface AnswerView {
  readonly language: Language;
  readonly seller: Seller;
  readonly customer: string;
  readonly action: string;
  readonly state: 'asks' | 'over' | { readonly from: string; readonly zone: string };
}
/** Where the link in a mail to a new address leads: one button, which does nothing before it is pressed. */
export const answerPage = ({ language, seller, customer, action, state }: AnswerView): string => {
  const { link } = ADDRESS_WORDS[language];
  return page({
    language,
    seller,
    title: link.title,
    sheet: MY_STYLE,
    children: (
      <div class="card single">
        {typeof state === 'object' && <Mark kind="done" />}
        <h1>{link.title}</h1>
        {state === 'asks' && (
          <form method="post" action={action} class="part">
            <p class="lead">{link.lead(customer, seller.name)}</p>
            <button class="button" type="submit">
              {link.yes}
            </button>
          </form>
        )}
        {state === 'over' && <p class="lead">{link.over}</p>}
        {typeof state === 'object' && (
          <p class="lead" role="status">
            {link.done(momentOf(state.from, state.zone, language))}
          </p>
        )}
      </div>
    ),
  });
};
