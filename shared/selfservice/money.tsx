/** What was paid and what of it is free; statements of account; and whose account is looked at. */
import { amount, day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { WORDS as PAGES } from '../portal/words.ts';
import { myPage, Note, Pager, Token, type Around } from './shell.tsx';
import { WORDS, type Words } from './words.ts';

export interface PaymentRow {
  readonly on: LocalDate;
  readonly method: string;
  readonly amount: Money;
  readonly free: Money;
  readonly settled: readonly { readonly number: string; readonly url: string; readonly amount: Money }[];
}

export const paymentsPage = (
  around: Around,
  view: {
    readonly since: LocalDate;
    readonly rows: readonly PaymentRow[];
    /** Where free money is used for what is open, by currency. */
    readonly uses: readonly string[];
    readonly next?: string | undefined;
    readonly later: boolean;
  },
): string => {
  const { language } = around;
  const { payments, nav } = WORDS[language];
  return myPage(around, {
    at: 'payments',
    title: nav.payments,
    children: (
      <div class="card">
        <h1>{payments.since(day(view.since, language))}</h1>
        {view.rows.length === 0 && <p class="lead">{payments.none}</p>}
        <ul class="rows">
          {view.rows.map((row) => (
            <Paid row={row} language={language} />
          ))}
        </ul>
        {view.uses.map((url) => (
          <a class="button" href={url}>
            {payments.use}
          </a>
        ))}
        <Pager
          language={language}
          {...(view.later && { first: '/my/payments' })}
          {...(view.next !== undefined && { next: `/my/payments?${view.next}` })}
        />
      </div>
    ),
  });
};

const Paid = ({ row, language }: { row: PaymentRow } & Pick<Around, 'language'>) => {
  const { payments } = WORDS[language];
  return (
    <li>
      <span class="strong">
        {day(row.on, language)} · {PAGES[language].methods[row.method] ?? row.method}
      </span>
      <span class="num strong">{amount(row.amount, language)}</span>
      {row.settled.map((one) => (
        <>
          <a class="small" href={one.url}>
            {payments.settled(one.number)}
          </a>
          <span class="num small">{amount(one.amount, language)}</span>
        </>
      ))}
      {row.free.minor > 0 && (
        <>
          <span class="small">{payments.free}</span>
          <span class="num small">{amount(row.free, language)}</span>
        </>
      )}
    </li>
  );
};

export interface StatementRow {
  readonly kind: keyof Words['statements']['kinds'];
  readonly asOf: LocalDate;
  readonly balance: Money;
  readonly url?: string | undefined;
}

export const statementsPage = (
  around: Around,
  view: {
    readonly rows: readonly StatementRow[];
    readonly today: LocalDate;
    readonly from: LocalDate;
    readonly entities: readonly { readonly id: string; readonly name: string }[];
    /** The form that is sent twice is one statement. */
    readonly form: string;
    readonly said?: 'made' | 'refused' | undefined;
  },
): string => {
  const { language, token } = around;
  const { statements, nav } = WORDS[language];
  return myPage(around, {
    at: 'statements',
    title: nav.statements,
    children: (
      <div class="cards two">
        <div class="card">
          <h1>{nav.statements}</h1>
          {view.said !== undefined && <Note good={view.said === 'made'}>{statements[view.said]}</Note>}
          {view.rows.length === 0 && <p class="lead">{statements.none}</p>}
          <ul class="rows">
            {view.rows.map(({ kind, asOf, balance, url }) => (
              <li>
                <span>
                  {url === undefined ? (
                    `${statements.of(day(asOf, language))} (${statements.soon})`
                  ) : (
                    <a href={url}>{statements.of(day(asOf, language))}</a>
                  )}
                  <span class="qty">{statements.kinds[kind]}</span>
                </span>
                <span class="num">{amount(balance, language)}</span>
              </li>
            ))}
          </ul>
        </div>
        <form method="post" action="/my/statements" class="card part">
          <h2>{statements.make}</h2>
          <p class="small under">{statements.lead}</p>
          <fieldset>
            <legend>{statements.kind}</legend>
            {(['open_items', 'activity'] as const).map((kind, at) => (
              <label class="choice">
                <input type="radio" name="kind" value={kind} checked={at === 0} />
                {statements.kinds[kind]}
              </label>
            ))}
          </fieldset>
          {view.entities.length > 1 && (
            <div class="field">
              <select name="entity" aria-label={PAGES[language].payee}>
                {view.entities.map(({ id, name }) => (
                  <option value={id}>{name}</option>
                ))}
              </select>
            </div>
          )}
          <div class="field">
            <label for="from">{statements.from}</label>
            <input id="from" name="from" type="date" value={view.from} max={view.today} />
          </div>
          <div class="field">
            <label for="to">{statements.to}</label>
            <input id="to" name="to" type="date" value={view.today} max={view.today} />
          </div>
          <input type="hidden" name="form" value={view.form} />
          <Token token={token} />
          <button class="button" type="submit">
            {statements.make}
          </button>
        </form>
      </div>
    ),
  });
};

export const whosePage = (
  around: Around,
  accounts: readonly { readonly id: string; readonly name: string; readonly here: boolean }[],
): string => {
  const { whose, nav } = WORDS[around.language];
  return myPage(around, {
    at: 'whose',
    title: nav.whose,
    children: (
      <form method="post" action="/my/whose" class="card single part">
        <h1>{nav.whose}</h1>
        <fieldset>
          <legend>{whose.lead}</legend>
          {accounts.map(({ id, name, here }) => (
            <label class="choice">
              <input type="radio" name="customer" value={id} checked={here} />
              {name}
            </label>
          ))}
        </fieldset>
        <Token token={around.token} />
        <button class="button" type="submit">
          {whose.look}
        </button>
      </form>
    ),
  });
};
