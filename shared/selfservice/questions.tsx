/** Questions: a form, all that were asked, and one with what was said. */
import { day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { WORDS as PAGES } from '../portal/words.ts';
import { MOST_LETTERS, Topic, type Question } from '../questions/question.ts';
import { PAGE_WORDS, type PageWords } from './pagewords.ts';
import { myPage, Note, Token, type Around } from './shell.tsx';
import { WORDS } from './words.ts';

export type QuestionSaid = keyof PageWords['questions']['said'];
export interface QuestionRow {
  readonly id: string;
  readonly topic: Question['topic'];
  readonly number?: string | undefined;
  readonly state: Question['state'];
  readonly askedOn: LocalDate;
}
export interface QuestionsView {
  readonly rows: readonly QuestionRow[];
  /** What it may be about. */
  readonly invoices: readonly { readonly id: string; readonly number: string }[];
  /** The form that is sent twice is one question. */
  readonly form: string;
  readonly said?: QuestionSaid | undefined;
}

const Said = ({ said, words }: { said: QuestionSaid | undefined; words: PageWords['questions'] }) =>
  said === undefined ? null : <Note good={said === 'sent' || said === 'rated'}>{words.said[said]}</Note>;

const titleOf = ({ topic, number }: Pick<QuestionRow, 'topic' | 'number'>, { language }: Around): string =>
  number === undefined ? PAGE_WORDS[language].questions.topics[topic] : PAGES[language].invoice(number);

const Words = ({ id, label }: { id: string; label: string }) => (
  <div class="field">
    <label for={id}>{label}</label>
    <textarea id={id} name="text" rows={5} minlength={2} maxlength={MOST_LETTERS} required></textarea>
  </div>
);

export const questionsPage = (around: Around, view: QuestionsView): string => {
  const { language, token } = around;
  const words = PAGE_WORDS[language].questions;
  const title = WORDS[language].nav.questions;
  return myPage(around, {
    at: 'questions',
    title,
    children: (
      <div class="cards two">
        <div class="card">
          <h1>{title}</h1>
          <Said said={view.said} words={words} />
          {view.rows.length === 0 && <p class="lead">{words.none}</p>}
          <ul class="rows">
            {view.rows.map((row) => (
              <li>
                <span>
                  <a class="strong" href={`/my/questions/${row.id}`}>
                    {titleOf(row, around)}
                  </a>
                  <span class="qty">
                    {day(row.askedOn, language)} · {words.states[row.state]}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </div>
        <form method="post" action="/my/questions" class="card part">
          <h2>{words.ask}</h2>
          <p class="small under">{words.lead}</p>
          <div class="field">
            <label for="topic">{words.topic}</label>
            <select id="topic" name="topic">
              {Topic.options.map((one) => (
                <option value={one}>{words.topics[one]}</option>
              ))}
            </select>
          </div>
          {view.invoices.length > 0 && (
            <div class="field">
              <label for="invoice">{words.about}</label>
              <select id="invoice" name="invoice">
                <option value="">{words.general}</option>
                {view.invoices.map(({ id, number }) => (
                  <option value={id}>{number}</option>
                ))}
              </select>
            </div>
          )}
          <Words id="text" label={words.text} />
          <input type="hidden" name="form" value={view.form} />
          <Token token={token} />
          <button class="button" type="submit">
            {words.send}
          </button>
          <p class="small under">{words.wrong}</p>
        </form>
      </div>
    ),
  });
};

export interface QuestionShown extends QuestionRow {
  readonly answerBy: LocalDate;
  readonly thread: readonly {
    readonly side: 'customer' | 'us';
    readonly on: LocalDate;
    readonly text: string;
  }[];
  readonly stars?: number | undefined;
  /** An answer is there, and nobody said how it was found. */
  readonly mayRate: boolean;
  readonly form: string;
  readonly said?: QuestionSaid | undefined;
}

export const questionPage = (around: Around, view: QuestionShown): string => {
  const { language, token } = around;
  const words = PAGE_WORDS[language].questions;
  const own = `/my/questions/${view.id}`;
  return myPage(around, {
    within: 'questions',
    title: titleOf(view, around),
    children: (
      <div class="card">
        <h1>{titleOf(view, around)}</h1>
        <Said said={view.said} words={words} />
        <div class="tags">
          <span class={view.state === 'ANSWERED' ? 'tag good' : 'tag'}>{words.states[view.state]}</span>
          {view.stars !== undefined && <span class="tag">{words.stars(String(view.stars))}</span>}
        </div>
        <ol class="steps">
          {view.thread.map(({ side, on, text }) => (
            <li>
              <span>
                {text}
                <span class="qty">
                  {side === 'customer' ? words.you : words.we} · {day(on, language)}
                </span>
              </span>
            </li>
          ))}
        </ol>
        {view.state === 'ASKED' && <p class="small">{words.answerBy(day(view.answerBy, language))}</p>}
        {view.mayRate && (
          <form method="post" action={own} class="part block">
            <fieldset>
              <legend>{words.rate}</legend>
              {[5, 4, 3, 2, 1].map((stars) => (
                <label class="choice">
                  <input type="radio" name="stars" value={String(stars)} required />
                  {words.stars(String(stars))}
                </label>
              ))}
            </fieldset>
            <div class="field">
              <label for="word">{words.word}</label>
              <input id="word" name="word" type="text" maxlength={300} />
            </div>
            <Token token={token} />
            <button class="button second" type="submit" name="do" value="rate">
              {words.tell}
            </button>
          </form>
        )}
        {view.state !== 'CLOSED' && (
          <form method="post" action={own} class="part block">
            <Words id="text" label={words.more} />
            <input type="hidden" name="form" value={view.form} />
            <Token token={token} />
            <button class="button second" type="submit" name="do" value="say">
              {words.send}
            </button>
          </form>
        )}
        <p class="small under">
          <a href="/my/questions">{words.all}</a>
        </p>
      </div>
    ),
  });
};
