/** A change before it is done: from which day on, and the very bill. The button below it does what is shown, or nothing. */
import { amount, day, days, measured } from '../documents/format.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { BasketTable } from '../portal/basket.tsx';
import { Facts } from '../portal/frame.tsx';
import { WORDS as PAGES } from '../portal/words.ts';
import type { Wish } from '../subscriptions/by-customer.ts';
import type { PreviewedBill } from '../subscriptions/subscription.ts';
import { PAGE_WORDS } from './pagewords.ts';
import { myPage, Token, type Around } from './shell.tsx';

export interface Previewed {
  readonly id: string;
  readonly plan: string;
  readonly wish: Wish;
  /** From this day on; of an end the first that it is not had. */
  readonly from: LocalDate;
  readonly currency: string;
  readonly bills: readonly PreviewedBill[] | undefined;
  readonly seen: string;
}

export const previewPage = (around: Around, view: Previewed): string => {
  const { language, token } = around;
  const words = PAGE_WORDS[language].preview;
  const { wish, bills } = view;
  const own = `/my/subscriptions/${view.id}`;
  const on = wish.wish === 'cancel' ? addDays(view.from, -1) : wish.wish === 'pause' ? wish.until : view.from;
  return myPage(around, {
    within: 'subscriptions',
    title: words.titles[wish.wish],
    children: (
      <form method="post" action={own} class="card single">
        <h1>{words.titles[wish.wish]}</h1>
        <p class="lead">{words.leads[wish.wish](view.plan, day(on, language))}</p>
        {bills === undefined && <p class="note">{words.unpriced}</p>}
        {bills?.length === 0 && <p class="under">{words.nothing}</p>}
        {bills?.map((bill) => (
          <Bill bill={bill} currency={view.currency} around={around} />
        ))}
        <p class="small under">{words.mail}</p>
        {Object.entries(wish).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="seen" value={view.seen} />
        <Token token={token} />
        <button class="button" type="submit">
          {wish.wish === 'cancel' ? words.confirmCancel : words.confirm}
        </button>
        <p class="small under">
          <a href={own}>{words.back}</a>
        </p>
      </form>
    ),
  });
};

const Bill = ({
  bill: { on, lines, totals, credits },
  currency,
  around,
}: {
  bill: PreviewedBill;
  currency: string;
  around: Around;
}) => {
  const { language } = around;
  const words = PAGE_WORDS[language].preview;
  const facts = credits.map((credit) => ({
    label: words.credit(days(credit, language)),
    value: amount(money(credit.netMinor, currency), language),
  }));
  return (
    <section class="block">
      <h2>{words.bill(day(on, language))}</h2>
      {facts.length > 0 && <Facts facts={facts} />}
      {totals && (
        <BasketTable
          of={{
            language,
            currency,
            summary: PAGES[language].details(lines.length),
            open: true,
            lines: lines.map((line) => ({
              description: line.description,
              said: [measured(line, language), ...(line.period ? [days(line.period, language)] : [])],
              netMinor: line.netMinor,
            })),
            discounts: totals,
            netMinor: totals.netMinor,
            taxes: totals.taxes,
            grossMinor: totals.grossMinor,
          }}
        />
      )}
    </section>
  );
};
