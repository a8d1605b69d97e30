/** Instalments: what was agreed on, what may be asked for, and the days and amounts before somebody agrees. */
import { amount, day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { Facts } from '../portal/frame.tsx';
import type { PaymentPlan, Schedule } from '../plans/plan.ts';
import { WORDS as PAGES } from '../portal/words.ts';
import { PAGE_WORDS, type PageWords } from './pagewords.ts';
import { myPage, Note, Token, type Around } from './shell.tsx';
import { WORDS } from './words.ts';

interface Part {
  readonly dueOn: LocalDate;
  readonly amount: Money;
}
export interface PlanRow {
  readonly state: PaymentPlan['state'];
  readonly total: Money;
  readonly numbers: readonly string[];
  /** Of one that is open: what is still to come. */
  readonly left?: { readonly owed: Money; readonly parts: readonly Part[] };
}
/** Of one seller in one currency. */
export interface PlanOffer {
  readonly seller: string;
  readonly mostInstalments: number;
  readonly firstUntil: LocalDate;
  readonly invoices: readonly {
    readonly id: string;
    readonly number: string;
    readonly dueOn: LocalDate;
    readonly open: Money;
  }[];
}
export interface PlansView {
  readonly plans: readonly PlanRow[];
  readonly offers: readonly PlanOffer[];
  readonly today: LocalDate;
  readonly said?: keyof PageWords['plans']['said'] | undefined;
}

const Parts = ({ parts, language }: { parts: readonly Part[] } & Pick<Around, 'language'>) => (
  <ol class="steps">
    {parts.map((part) => (
      <li>
        <span>{day(part.dueOn, language)}</span>
        <span class="num">{amount(part.amount, language)}</span>
      </li>
    ))}
  </ol>
);

export const plansPage = (around: Around, { plans, offers, today, said }: PlansView): string => {
  const { language } = around;
  const words = PAGE_WORDS[language].plans;
  const title = WORDS[language].nav.plans;
  return myPage(around, {
    at: 'plans',
    title,
    children: (
      <div class="cards two">
        <div class="card">
          <h1>{title}</h1>
          {said !== undefined && <Note good={said === 'done'}>{words.said[said]}</Note>}
          {plans.length === 0 && <p class="lead">{words.none}</p>}
          {plans.map((plan) => (
            <section class="block">
              <h2>{words.of(amount(plan.total, language))}</h2>
              <div class="tags">
                <span class={plan.state === 'BROKEN' ? 'tag late' : 'tag good'}>
                  {words.states[plan.state]}
                </span>
              </div>
              <p class="small under">{plan.numbers.join(', ')}</p>
              {plan.left && (
                <>
                  <Facts
                    facts={[{ label: words.owed, value: amount(plan.left.owed, language), strong: true }]}
                  />
                  <Parts parts={plan.left.parts} language={language} />
                </>
              )}
            </section>
          ))}
        </div>
        {offers.map((offer, at) => (
          <Ask offer={offer} at={at} alone={offers.length === 1} today={today} language={language} />
        ))}
      </div>
    ),
  });
};

const Ask = ({
  offer,
  at,
  alone,
  today,
  language,
}: { offer: PlanOffer; at: number; alone: boolean; today: LocalDate } & Pick<Around, 'language'>) => {
  const words = PAGE_WORDS[language].plans;
  const named = (field: string) => `${field}-${at}`;
  return (
    <form method="get" action="/my/plans/preview" class="card part">
      <h2>{alone ? words.ask : `${words.ask} · ${offer.seller}`}</h2>
      <p class="small under">{words.lead}</p>
      <fieldset>
        <legend>{words.invoices}</legend>
        {offer.invoices.map(({ id, number, dueOn, open }) => (
          <div class="pick">
            <input type="checkbox" id={id} name="invoice" value={id} />
            <label for={id}>
              {number}
              <span class="qty">{PAGES[language].due(day(dueOn, language))}</span>
            </label>
            <span class="num">{amount(open, language)}</span>
          </div>
        ))}
      </fieldset>
      <div class="field">
        <label for={named('count')}>{words.count(String(offer.mostInstalments))}</label>
        <input
          id={named('count')}
          name="count"
          type="number"
          min="2"
          max={String(offer.mostInstalments)}
          value="2"
          required
        />
      </div>
      <div class="field">
        <label for={named('every')}>{words.every}</label>
        <select id={named('every')} name="every">
          {(['month', 'two_weeks', 'week'] as const).map((every) => (
            <option value={every}>{words.everys[every]}</option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={named('first')}>{words.first}</label>
        <input
          id={named('first')}
          name="first"
          type="date"
          min={today}
          max={offer.firstUntil}
          value={today}
          required
        />
      </div>
      <button class="button second" type="submit">
        {words.show}
      </button>
    </form>
  );
};

export interface PlanPreviewed {
  readonly invoices: readonly { readonly id: string; readonly number: string }[];
  readonly schedule: Extract<Schedule, { by: 'count' }>;
  readonly total: Money;
  readonly parts: readonly Part[];
  readonly graceBankDays: number;
  readonly seen: string;
}

export const planPreviewPage = (around: Around, view: PlanPreviewed): string => {
  const { language, token } = around;
  const words = PAGE_WORDS[language].plans;
  const { count, every, firstOn } = view.schedule;
  const hidden = { count: String(count), every, first: firstOn, seen: view.seen };
  return myPage(around, {
    within: 'plans',
    title: words.shown,
    children: (
      <form method="post" action="/my/plans" class="card single">
        <h1>{words.shown}</h1>
        <p class="lead">{words.of(amount(view.total, language))}</p>
        <p class="small under">{view.invoices.map(({ number }) => number).join(', ')}</p>
        <Parts parts={view.parts} language={language} />
        <p class="small under">{words.grace(String(view.graceBankDays))}</p>
        {view.invoices.map(({ id }) => (
          <input type="hidden" name="invoice" value={id} />
        ))}
        {Object.entries(hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Token token={token} />
        <button class="button" type="submit">
          {words.agree}
        </button>
        <p class="small under">
          <a href="/my/plans">{words.back}</a>
        </p>
      </form>
    ),
  });
};
