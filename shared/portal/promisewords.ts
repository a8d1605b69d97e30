/** What the page of an invoice says of a promise to pay, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export interface PromiseWords {
  readonly title: string;
  readonly day: (last: string) => string;
  readonly promise: string;
}

export const PROMISE_WORDS: Readonly<Record<Language, PromiseWords>> = {
  en: {
    title: 'Pay later',
    day: (last) => `I will pay on this day, by ${last} at the latest:`,
    promise: 'Promise this day',
  },
  de: {
    title: 'Später zahlen',
    day: (last) => `Ich zahle an diesem Tag, spätestens am ${last}:`,
    promise: 'Diesen Tag zusagen',
  },
  fr: {
    title: 'Payer plus tard',
    day: (last) => `Je paierai ce jour, au plus tard le ${last}\u00a0:`,
    promise: 'Promettre ce jour',
  },
  es: {
    title: 'Pagar más tarde',
    day: (last) => `Pagaré este día, a más tardar el ${last}:`,
    promise: 'Prometer este día',
  },
  it: {
    title: 'Pagare più tardi',
    day: (last) => `Pagherò in questo giorno, al più tardi il ${last}:`,
    promise: 'Promettere questo giorno',
  },
  nl: {
    title: 'Later betalen',
    day: (last) => `Ik betaal op deze dag, uiterlijk ${last}:`,
    promise: 'Deze dag toezeggen',
  },
};
