/** What is had by the period: all of it, one with what may be changed, and a change with its bill before it is done. */
import type { LocalDate } from '../kernel/dates.ts';
import type { Allowed } from '../subscriptions/by-customer.ts';
import type { SubscriptionView } from '../subscriptions/subscription.ts';
import { day, quantity, times } from '../documents/format.ts';
import { addDays } from '../kernel/dates.ts';
import { Facts } from '../portal/frame.tsx';
import { PAGE_WORDS, type PageWords } from './pagewords.ts';
import { myPage, Note, type Around } from './shell.tsx';
import { WORDS } from './words.ts';

export interface SubscriptionRow {
  readonly id: string;
  readonly plan: string;
  readonly quantity: string;
  readonly state: SubscriptionView['state'];
  /** Of a period, as it is said. */
  readonly price: string;
  readonly end?: LocalDate | undefined;
}
export interface SubscriptionShown extends SubscriptionRow {
  readonly next?: LocalDate | undefined;
  readonly minimumUntil?: LocalDate | undefined;
  readonly pausedUntil?: LocalDate | undefined;
  /** Day and time, as they are said. */
  readonly noticeAt?: string | undefined;
  /** The day of a price that is to come. */
  readonly announced?: LocalDate | undefined;
  readonly allowed: Omit<Allowed, 'plans'> & {
    readonly plans: readonly { readonly plan: string; readonly name: string; readonly price: string }[];
  };
  readonly today: LocalDate;
  readonly said?: keyof PageWords['subscriptions']['said'] | undefined;
}

const titleOf = (
  { plan, quantity: many }: Pick<SubscriptionRow, 'plan' | 'quantity'>,
  { language }: Around,
) => times(plan, many, language);

export const subscriptionsPage = (around: Around, rows: readonly SubscriptionRow[]): string => {
  const { language } = around;
  const words = PAGE_WORDS[language].subscriptions;
  const title = WORDS[language].nav.subscriptions;
  return myPage(around, {
    at: 'subscriptions',
    title,
    children: (
      <div class="card">
        <h1>{title}</h1>
        {rows.length === 0 && <p class="lead">{words.none}</p>}
        <ul class="rows">
          {rows.map((row) => (
            <li>
              <span>
                <a class="strong" href={`/my/subscriptions/${row.id}`}>
                  {titleOf(row, around)}
                </a>
                <span class="qty">
                  {words.states[row.state]}
                  {row.end !== undefined && ` · ${words.last}: ${day(addDays(row.end, -1), language)}`}
                </span>
              </span>
              <span class="num">{row.price}</span>
            </li>
          ))}
        </ul>
      </div>
    ),
  });
};

export const subscriptionPage = (around: Around, view: SubscriptionShown): string => {
  const { language } = around;
  const words = PAGE_WORDS[language].subscriptions;
  const { said } = view;
  const date = (label: string, on: LocalDate | undefined) =>
    on === undefined ? [] : [{ label, value: day(on, language) }];
  return myPage(around, {
    within: 'subscriptions',
    title: view.plan,
    children: (
      <div class="cards two">
        <div class="card">
          <h1>{titleOf(view, around)}</h1>
          {said !== undefined && <Note good={said === 'done'}>{words.said[said]}</Note>}
          <div class="tags">
            <span class={view.state === 'ACTIVE' ? 'tag good' : 'tag'}>{words.states[view.state]}</span>
          </div>
          <Facts
            facts={[
              { label: words.quantity, value: quantity(view.quantity, language) },
              { label: words.price, value: view.price },
              ...date(words.next, view.next),
              ...date(words.pausedUntil, view.pausedUntil),
              ...date(words.minimum, view.minimumUntil),
              ...date(words.last, view.end === undefined ? undefined : addDays(view.end, -1)),
              ...(view.noticeAt === undefined ? [] : [{ label: words.noticed, value: view.noticeAt }]),
            ]}
          />
          {view.announced !== undefined && (
            <p class="note">{words.announced(view.plan, day(view.announced, language))}</p>
          )}
          <p class="small under">
            <a href="/my/subscriptions">{words.all}</a>
          </p>
        </div>
        <Changes view={view} words={words} />
      </div>
    ),
  });
};

/** Forms that only ask for a page: what they would do is shown first. */
const Changes = ({ view, words }: { view: SubscriptionShown; words: PageWords['subscriptions'] }) => {
  const { allowed, today } = view;
  const { quantity: range, plans, pauseUntil, resume, cancel } = allowed;
  const ask = { method: 'get', action: `/my/subscriptions/${view.id}/preview`, class: 'block' } as const;
  return (
    <div class="card part">
      <h2>{words.change}</h2>
      {range && (
        <form {...ask}>
          <label for="quantity">{words.newQuantity(String(range.least), String(range.most))}</label>
          <input
            id="quantity"
            name="quantity"
            type="number"
            min={String(range.least)}
            max={String(range.most)}
            value={view.quantity}
            required
          />
          <Show wish="quantity" label={words.show} />
        </form>
      )}
      {plans.length > 0 && (
        <form {...ask}>
          <fieldset>
            <legend>{words.otherPlan}</legend>
            {plans.map(({ plan, name, price }, at) => (
              <label class="choice">
                <input type="radio" name="plan" value={plan} checked={at === 0} />
                <span>
                  {name}
                  <span class="qty">{price}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Show wish="plan" label={words.show} />
        </form>
      )}
      {pauseUntil !== undefined && (
        <form {...ask}>
          <label for="until">{words.pauseUntil}</label>
          <input id="until" name="until" type="date" min={addDays(today, 1)} max={pauseUntil} required />
          <Show wish="pause" label={words.show} />
        </form>
      )}
      {resume !== undefined && (
        <form {...ask}>
          <Show wish="resume" label={resume === 'pause' ? words.goOn : words.takeBack} />
        </form>
      )}
      {!range && plans.length === 0 && pauseUntil === undefined && resume === undefined && (
        <p class="small under">{words.fixed}</p>
      )}
      {cancel && (
        <form {...ask}>
          <Show wish="cancel" label={words.cancel} />
        </form>
      )}
    </div>
  );
};

const Show = ({ wish, label }: { wish: string; label: string }) => (
  <button class="button second" type="submit" name="wish" value={wish}>
    {label}
  </button>
);
