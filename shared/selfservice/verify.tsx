/** Whether an invoice and the account on it are genuine: a form, and one of two answers. */
import type { Language } from '../kernel/party.ts';
import { Mark, page } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import { GENUINE } from '../portal/verifywords.ts';
import { MORE } from './morewords.ts';
import { MY_STYLE } from './shell.tsx';

export interface VerifyView {
  readonly language: Language;
  readonly seller?: Seller | undefined;
  readonly action: string;
  /** Absent before anything was asked. */
  readonly said?: 'unknown' | { readonly number: string; readonly seller: string };
}

export const verifyPage = ({ language, seller, action, said }: VerifyView): string => {
  const { verify } = MORE[language];
  const title = GENUINE[language];
  return page({
    language,
    ...(seller && { seller }),
    title,
    sheet: MY_STYLE,
    children: (
      <div class="card single">
        {said !== undefined && (
          <section role="status">
            <Mark kind={said === 'unknown' ? 'fail' : 'done'} />
            <h2>{said === 'unknown' ? verify.unknown : verify.ours}</h2>
            <p class="lead">
              {said === 'unknown' ? verify.unknownText : verify.oursText(said.number, said.seller)}
            </p>
          </section>
        )}
        <h1>{title}</h1>
        <p class="lead">{verify.lead}</p>
        <form method="post" action={action} class="part">
          <div class="field">
            <label for="number">{verify.number}</label>
            <input id="number" name="number" maxlength={40} autocomplete="off" required />
          </div>
          <div class="field">
            <label for="date">{verify.date}</label>
            <input id="date" name="date" type="date" />
          </div>
          <div class="field">
            <label for="amount">{verify.amount}</label>
            <input id="amount" name="amount" inputmode="decimal" maxlength={16} autocomplete="off" />
          </div>
          <div class="field">
            <label for="digits">{verify.digits}</label>
            <input id="digits" name="digits" maxlength={4} minlength={4} autocomplete="off" required />
          </div>
          <button class="button" type="submit">
            {verify.ask}
          </button>
        </form>
      </div>
    ),
  });
};
