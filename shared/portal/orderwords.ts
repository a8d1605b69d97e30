/** What the page of an order says, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { Order } from '../orders/order.ts';
import { deOrder } from './words/de.ts';
import { enOrder } from './words/en.ts';
import { esOrder } from './words/es.ts';
import { frOrder } from './words/fr.ts';
import { itOrder } from './words/it.ts';
import { nlOrder } from './words/nl.ts';

export interface OrderWords {
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

export const ORDER_WORDS: Readonly<Record<Language, OrderWords>> = {
  en: enOrder,
  de: deOrder,
  fr: frOrder,
  es: esOrder,
  it: itOrder,
  nl: nlOrder,
};
