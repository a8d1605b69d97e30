/** An order as its customer sees it: what was ordered, what has come, what is waited for. Pure, without script, for a phone first. */
import type { Entity } from '../access/tenant.ts';
import { amount, day, labelled, measured } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { compare, subtract } from '../kernel/decimal.ts';
import { money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { Order } from '../orders/order.ts';
import { BasketTable } from './basket.tsx';
import { Facts, page, type Fact } from './frame.tsx';
import { ORDER_WORDS } from './orderwords.ts';
import type { Seller } from './payview.ts';
import { WORDS } from './words.ts';

export interface OrderView {
  readonly order: Order;
  readonly seller: Pick<Entity, 'name' | 'logo' | 'email'> & Pick<Seller, 'colour'>;
  readonly language: Language;
  readonly placedOn: LocalDate;
  /** The last day of the link. */
  readonly until: LocalDate;
}

export const orderPage = (view: OrderView): string => {
  const { order, seller, language, until } = view;
  const words = ORDER_WORDS[language];
  return page({
    language,
    seller,
    title: words.title(order.sourceOrderId, seller.name),
    footer: [words.questions(seller.email), words.until(day(until, language))],
    children: (
      <div class="cards two">
        <div class="card">
          <State view={view} />
          <Lines view={view} />
        </div>
        <Deliveries view={view} />
      </div>
    ),
  });
};

const State = ({ view: { order, language, placedOn } }: { view: OrderView }) => {
  const words = ORDER_WORDS[language];
  const waits = order.state === 'HELD' || order.state === 'RESERVING';
  return (
    <>
      <h1>{words.order(order.sourceOrderId)}</h1>
      <p class="owed">{words.total}</p>
      <p class="amount">{amount(money(order.totals.grossMinor, order.currency), language)}</p>
      <div class="tags">
        <span class={waits ? 'tag late' : 'tag'}>{words.states[order.state]}</span>
        <span class="tag">{words.placed(day(placedOn, language))}</span>
        {order.poNumber !== undefined && (
          <span class="tag">{labelled(WORDS[language].poNumber, order.poNumber, language)}</span>
        )}
      </div>
    </>
  );
};

const Lines = ({ view: { order, language } }: { view: OrderView }) => (
  <BasketTable
    of={{
      language,
      currency: order.currency,
      summary: ORDER_WORDS[language].items(order.lines.length),
      open: order.lines.length <= 10,
      lines: order.lines.map((line) => ({ ...line, said: progress(line, language) })),
      discounts: order.totals,
      taxes: order.totals.taxes,
      grossMinor: order.totals.grossMinor,
    }}
  />
);

/** Ordered; then what is not as one would think. */
const progress = (line: Order['lines'][number], language: Language): string[] => {
  const words = ORDER_WORDS[language];
  const say = (quantity: string) => measured({ ...line, quantity }, language);
  const { quantity, fulfilled, returned, backordered = '0' } = line;
  return [
    say(quantity),
    ...(compare(fulfilled, '0') > 0 ? [words.delivered(say(fulfilled))] : []),
    ...(compare(backordered, '0') > 0 ? [words.backordered(say(backordered))] : []),
    ...(returned === undefined ? [] : [words.returned(say(returned))]),
    ...(compare(fulfilled, '0') > 0 && compare(quantity, fulfilled) > 0
      ? [words.open(say(subtract(quantity, fulfilled)))]
      : []),
  ];
};

const Deliveries = ({ view: { order, language } }: { view: OrderView }) => {
  const words = ORDER_WORDS[language];
  const facts = order.fulfilments.map(({ deliveredOn, lines }): Fact => ({
    label: day(deliveredOn, language),
    value: words.items(lines.length),
  }));
  return (
    <section class="card">
      <h2>{words.deliveries}</h2>
      {facts.length === 0 ? <p class="small under">{words.none}</p> : <Facts facts={facts} />}
    </section>
  );
};
