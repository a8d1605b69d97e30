/** On the page of an invoice: its payer says by which day it will pay. A form, and no script. */
import { day } from '../documents/format.ts';
import type { Language } from '../kernel/party.ts';
import type { PayView } from './payview.ts';
import { PROMISE_WORDS } from './promisewords.ts';

export const Later = ({
  of: { from, to },
  language,
  action,
}: {
  of: NonNullable<PayView['promisable']>;
  language: Language;
  action: string;
}) => {
  const words = PROMISE_WORDS[language];
  return (
    <details>
      <summary>{words.title}</summary>
      <form method="post" action={action} class="part">
        <label for="payOn">{words.day(day(to, language))}</label>
        <input id="payOn" name="payOn" type="date" required min={from} max={to} />
        <button class="button second" type="submit">
          {words.promise}
        </button>
      </form>
    </details>
  );
};
