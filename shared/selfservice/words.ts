/** What the pages behind a code say, and the mail that brings it, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { nl } from './words/nl.ts';

/** When what is open falls due. */
export type When = 'late' | 'week' | 'month' | 'later';
export type Show = 'open' | 'paid' | 'all';

export interface Words {
  readonly door: {
    readonly title: string;
    readonly choose: string;
    readonly type: string;
    readonly email: string;
    readonly send: string;
    /** Without a company: where the way in is. */
    readonly closed: string;
    /** A session that is over, or never was. */
    readonly over: string;
    readonly tooMany: string;
    /** A form that did not come from this page. */
    readonly strange: string;
  };
  readonly code: {
    readonly title: string;
    readonly lead: string;
    readonly label: string;
    readonly enter: string;
    readonly wrong: string;
    readonly again: string;
  };
  readonly mail: {
    readonly title: string;
    readonly opening: (seller: string) => string;
    readonly label: string;
    readonly note: string;
    readonly after: string;
  };
  readonly nav: {
    readonly label: string;
    readonly groups: Readonly<Record<'billing' | 'bought' | 'help' | 'own', string>>;
    readonly start: string;
    readonly invoices: string;
    readonly orders: string;
    readonly payments: string;
    readonly methods: string;
    readonly statements: string;
    readonly subscriptions: string;
    readonly plans: string;
    readonly disputes: string;
    readonly questions: string;
    readonly contacts: string;
    readonly whose: string;
    readonly leave: string;
  };
  readonly start: {
    readonly nothing: string;
    readonly open: string;
    readonly when: Readonly<Record<When, string>>;
    readonly pay: string;
    readonly waits: string;
    readonly overdue: (count: number) => string;
    readonly asked: (number: string) => string;
    readonly addresses: string;
    readonly credit: (amount: string) => string;
  };
  readonly invoices: {
    readonly show: Readonly<Record<Show, string>>;
    readonly none: string;
    readonly more: string;
    readonly first: string;
    readonly states: Readonly<
      Record<'ISSUED' | 'PART_PAID' | 'PAID' | 'CREDITED' | 'WRITTEN_OFF' | 'VOID', string>
    >;
    readonly of: (total: string) => string;
  };
  readonly invoice: {
    readonly issued: string;
    readonly delivered: string;
    readonly due: string;
    readonly promised: string;
    readonly disputed: string;
    readonly why: string;
    readonly total: string;
    readonly given: string;
    readonly discount: string;
    readonly prepaid: string;
    readonly pay: string;
    readonly xml: string;
    readonly claims: string;
    readonly claim: Readonly<Record<'interest' | 'fee' | 'compensation', string>>;
    readonly credits: string;
  };
  readonly payments: {
    readonly since: (day: string) => string;
    readonly none: string;
    readonly settled: (number: string) => string;
    readonly free: string;
    readonly use: string;
  };
  readonly statements: {
    readonly lead: string;
    readonly kind: string;
    readonly kinds: Readonly<Record<'open_items' | 'activity', string>>;
    readonly from: string;
    readonly to: string;
    readonly make: string;
    readonly made: string;
    readonly refused: string;
    readonly none: string;
    readonly soon: string;
    readonly of: (day: string) => string;
  };
  readonly whose: { readonly lead: string; readonly look: string };
}

export const WORDS: Readonly<Record<Language, Words>> = { en, de, fr, es, it, nl };
