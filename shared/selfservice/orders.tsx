/** Orders: how each stands, its days of delivery, and what was invoiced of it. Why one is looked at is ours. */
import { amount, day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Order } from '../orders/order.ts';
import { ORDER_WORDS } from '../portal/orderwords.ts';
import { WORDS as PAGES } from '../portal/words.ts';
import { myPage, Pager, type Around } from './shell.tsx';
import { WORDS } from './words.ts';

export interface OrderRow {
  /** As the customer knows it: its number, or what was subscribed to. */
  readonly name: string;
  readonly placedOn: LocalDate;
  readonly state: Order['state'];
  readonly total: Money;
  readonly deliveries: readonly LocalDate[];
  readonly invoices: readonly { readonly id: string; readonly number: string }[];
  /** Line by line, while its page can be reached. */
  readonly url?: string | undefined;
}

export const ordersPage = (
  around: Around,
  view: { readonly rows: readonly OrderRow[]; readonly next?: string | undefined; readonly later: boolean },
): string => {
  const { language } = around;
  const title = WORDS[language].nav.orders;
  return myPage(around, {
    at: 'orders',
    title,
    children: (
      <div class="card">
        <h1>{title}</h1>
        {view.rows.length === 0 && <p class="lead">{WORDS[language].invoices.none}</p>}
        <ul class="rows">
          {view.rows.map((row) => (
            <Row row={row} language={language} />
          ))}
        </ul>
        <Pager
          language={language}
          {...(view.later && { first: '/my/orders' })}
          {...(view.next !== undefined && { next: `/my/orders?${view.next}` })}
        />
      </div>
    ),
  });
};

const Row = ({ row, language }: { row: OrderRow } & Pick<Around, 'language'>) => {
  const words = ORDER_WORDS[language];
  const { name, url, deliveries } = row;
  return (
    <li>
      <span>
        {url === undefined ? (
          <span class="strong">{name}</span>
        ) : (
          <a class="strong" href={url}>
            {name}
          </a>
        )}
        <span class="qty">
          {words.placed(day(row.placedOn, language))} · {words.states[row.state]}
        </span>
        {deliveries.length > 0 && (
          <span class="qty">
            {words.deliveries} · {deliveries.map((on) => day(on, language)).join(', ')}
          </span>
        )}
      </span>
      <span class="num strong">{amount(row.total, language)}</span>
      {row.invoices.map(({ id, number }) => (
        <a class="small" href={`/my/invoices/${id}`}>
          {PAGES[language].invoice(number)}
        </a>
      ))}
    </li>
  );
};
