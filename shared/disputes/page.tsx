/** The page about a wrong invoice: what was said and where it stands, what is still to be paid, and a form. It works without script. */
import { amount, measured } from '../documents/format.ts';
import { toText, type Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { page } from '../portal/frame.tsx';
import type { PayView } from '../portal/payview.ts';
import type { Dispute } from './dispute.ts';
import type { DisputeUpload } from './file.ts';
import { PAGE_WORDS, type Notice } from './pagewords.ts';
import { DisputeReason } from './policy.ts';
import { isUndecided } from './rules.ts';
import { CaseTags, Thread, UploadForm } from './thread.tsx';

export interface DisputeView {
  readonly language: Language;
  readonly seller: PayView['seller'];
  readonly number: string;
  readonly lines: readonly (PayView['invoice']['lines'][number] & { readonly id: string })[];
  readonly currency: string;
  readonly cases: readonly (Pick<
    Dispute,
    'id' | 'state' | 'reason' | 'disputed' | 'decided' | 'thread' | 'files'
  > & {
    /** By which form a file is sent; none where no more are taken. */
    readonly upload?: DisputeUpload | undefined;
  })[];
  /** What is asked for beside what is disputed; nothing where all of that is. */
  readonly toPay: Money;
  /** What can still be disputed. */
  readonly more: boolean;
  /** The number of this form: a second click sends the same one. */
  readonly form: number;
  readonly action: string;
  readonly payUrl: string;
  readonly notice?: Notice | undefined;
}

export const disputePage = (view: DisputeView): string => {
  const { language, seller, number, cases, more, notice, payUrl } = view;
  const words = PAGE_WORDS[language];
  return page({
    language,
    seller,
    title: words.title(number),
    children: (
      <div class="card single">
        <h1>{words.title(number)}</h1>
        {notice !== undefined && (
          <p
            class={DONE.includes(notice) ? 'note good' : 'note'}
            role={DONE.includes(notice) ? 'status' : 'alert'}
          >
            {words.notices[notice]}
          </p>
        )}
        {cases.length > 0 && <Cases view={view} />}
        {more && <Form view={view} />}
        <a class="button second" href={payUrl}>
          {words.back}
        </a>
      </div>
    ),
  });
};

const DONE: readonly Notice[] = ['received', 'uploaded', 'withdrawn'];

const Cases = ({ view }: { view: DisputeView }) => {
  const { language, cases, toPay, payUrl } = view;
  const words = PAGE_WORDS[language];
  return (
    <section class="block">
      <h2>{words.cases}</h2>
      {cases.map((one) => (
        <Case one={one} view={view} />
      ))}
      {toPay.minor > 0 ? (
        <>
          <p class="under strong">{words.toPay(amount(toPay, language))}</p>
          <a class="button" href={payUrl}>
            {words.payRest}
          </a>
        </>
      ) : (
        <p class="under">{words.nothingToPay}</p>
      )}
    </section>
  );
};

const Case = ({
  one,
  view: { language, action },
}: {
  one: DisputeView['cases'][number];
  view: DisputeView;
}) => {
  const words = PAGE_WORDS[language];
  const { id, thread, upload } = one;
  return (
    <section class="block">
      <CaseTags one={one} language={language} />
      <Thread one={one} action={action} language={language} />
      {isUndecided(one) && (
        <form method="post" action={action} class="part">
          <label for={`say-${id}`}>{words.answer}</label>
          <textarea id={`say-${id}`} name="text" rows={3} maxlength={1000} required></textarea>
          <input type="hidden" name="turn" value={String(thread.length)} />
          <button class="button second" type="submit" name="case" value={id}>
            {words.send}
          </button>
          <button class="button second" type="submit" name="withdraw" value={id} formnovalidate>
            {words.withdraw}
          </button>
        </form>
      )}
      {upload && <UploadForm id={id} upload={upload} words={words} />}
    </section>
  );
};

const Form = ({ view: { language, lines, currency, form, action } }: { view: DisputeView }) => {
  const words = PAGE_WORDS[language];
  return (
    <form method="post" action={action} class="part block">
      <p class="lead">{words.lead}</p>
      <div class="field">
        <label for="reason">{words.reason}</label>
        <select id="reason" name="reason">
          {DisputeReason.options.map((one) => (
            <option value={one}>{words.reasons[one]}</option>
          ))}
        </select>
      </div>
      {lines.length > 0 && (
        <fieldset>
          <legend>{words.lines}</legend>
          {lines.map((line) => (
            <div class="pick">
              <input type="checkbox" id={`line-${line.id}`} name="line" value={line.id} />
              <label for={`line-${line.id}`}>
                {line.description}
                <span class="qty">{measured(line, language)}</span>
              </label>
              <span class="num">{amount({ minor: line.netMinor, currency }, language)}</span>
            </div>
          ))}
        </fieldset>
      )}
      <div class="field">
        <label for="text">{words.text}</label>
        <textarea
          id="text"
          name="text"
          rows={4}
          minlength={2}
          maxlength={1000}
          required
          aria-describedby="hint"
        ></textarea>
        <p class="small" id="hint">
          {words.textHint}
        </p>
      </div>
      <div class="field">
        <label for="amount">{`${words.amount} (${currency})`}</label>
        <input
          id="amount"
          name="amount"
          type="number"
          inputmode="decimal"
          min="0"
          step={toText({ minor: 1, currency })}
        />
      </div>
      <div class="field">
        <label for="contact">{words.contact}</label>
        <input id="contact" name="contact" type="text" maxlength={120} />
      </div>
      <input type="hidden" name="form" value={String(form)} />
      <button class="button" type="submit">
        {words.send}
      </button>
    </form>
  );
};
