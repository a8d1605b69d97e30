/** What the page of an order says, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { Order } from '../orders/order.ts';

interface Words {
  readonly title: (order: string, seller: string) => string;
  readonly order: (order: string) => string;
  readonly total: string;
  readonly placed: (day: string) => string;
  readonly states: Readonly<Record<Order['state'], string>>;
  readonly items: (count: number) => string;
  readonly delivered: (quantity: string) => string;
  readonly backordered: (quantity: string) => string;
  readonly returned: (quantity: string) => string;
  readonly open: (quantity: string) => string;
  readonly deliveries: string;
  readonly none: string;
  readonly questions: (email: string) => string;
  readonly until: (day: string) => string;
}

export const ORDER_WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: (order, seller) => `Order ${order} at ${seller}`,
    order: (order) => `Order ${order}`,
    total: 'Order total',
    placed: (day) => `Placed ${day}`,
    states: {
      RESERVING: 'Being checked',
      HELD: 'Being checked',
      CONFIRMED: 'Confirmed',
      PART_FULFILLED: 'Partly delivered',
      FULFILLED: 'Delivered',
      CANCELLED: 'Cancelled',
    },
    items: (count) => `${count} ${count === 1 ? 'item' : 'items'}`,
    delivered: (quantity) => `${quantity} delivered`,
    backordered: (quantity) => `${quantity} follow later`,
    returned: (quantity) => `${quantity} returned`,
    open: (quantity) => `${quantity} still to come`,
    deliveries: 'Deliveries',
    none: 'Nothing was delivered yet.',
    questions: (email) => `Questions about this order? Write to ${email}.`,
    until: (day) => `This link works until ${day}. Do not pass it on: whoever has it sees the order.`,
  },
  de: {
    title: (order, seller) => `Auftrag ${order} bei ${seller}`,
    order: (order) => `Auftrag ${order}`,
    total: 'Auftragswert',
    placed: (day) => `Vom ${day}`,
    states: {
      RESERVING: 'In Prüfung',
      HELD: 'In Prüfung',
      CONFIRMED: 'Bestätigt',
      PART_FULFILLED: 'Teilweise geliefert',
      FULFILLED: 'Geliefert',
      CANCELLED: 'Storniert',
    },
    items: (count) => `${count} ${count === 1 ? 'Position' : 'Positionen'}`,
    delivered: (quantity) => `${quantity} geliefert`,
    backordered: (quantity) => `${quantity} folgen später`,
    returned: (quantity) => `${quantity} zurückgegeben`,
    open: (quantity) => `${quantity} stehen noch aus`,
    deliveries: 'Lieferungen',
    none: 'Es wurde noch nichts geliefert.',
    questions: (email) => `Fragen zu diesem Auftrag? Schreiben Sie an ${email}.`,
    until: (day) =>
      `Dieser Link gilt bis ${day}. Geben Sie ihn nicht weiter: Wer ihn hat, sieht den Auftrag.`,
  },
};
