/** What the pages about subscriptions and agreements say, per language; apart from those that every mail with a code brings along. */
import type { Language } from '../kernel/party.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import type { Question } from '../questions/question.ts';
import type { SubscriptionView } from '../subscriptions/subscription.ts';
import { de } from './pagewords/de.ts';
import { en } from './pagewords/en.ts';
import { es } from './pagewords/es.ts';
import { fr } from './pagewords/fr.ts';
import { it } from './pagewords/it.ts';
import { nl } from './pagewords/nl.ts';

export interface PageWords {
  readonly subscriptions: {
    readonly none: string;
    readonly all: string;
    readonly states: Readonly<Record<SubscriptionView['state'], string>>;
    readonly quantity: string;
    /** Of a period, without tax. */
    readonly price: string;
    readonly next: string;
    readonly minimum: string;
    readonly last: string;
    readonly noticed: string;
    readonly pausedUntil: string;
    readonly announced: (plan: string, day: string) => string;
    readonly change: string;
    readonly fixed: string;
    readonly newQuantity: (least: string, most: string) => string;
    readonly otherPlan: string;
    readonly pauseUntil: string;
    readonly show: string;
    readonly goOn: string;
    readonly takeBack: string;
    /** § 312k (2) BGB wants these words, or others that are as plain, on the first button. */
    readonly cancel: string;
    readonly said: Readonly<Record<'done' | 'stale' | 'refused' | 'bound', string>>;
  };
  readonly preview: {
    readonly titles: Readonly<Record<'quantity' | 'plan' | 'pause' | 'resume' | 'cancel', string>>;
    readonly leads: Readonly<
      Record<'quantity' | 'plan' | 'pause' | 'resume' | 'cancel', (plan: string, day: string) => string>
    >;
    readonly bill: (day: string) => string;
    readonly credit: (days: string) => string;
    readonly nothing: string;
    readonly unpriced: string;
    readonly mail: string;
    readonly confirm: string;
    /** § 312k (2) BGB: "jetzt kündigen", or as plain. */
    readonly confirmCancel: string;
    readonly back: string;
  };
  readonly plans: {
    readonly none: string;
    readonly states: Readonly<Record<PaymentPlan['state'], string>>;
    readonly of: (total: string) => string;
    readonly owed: string;
    readonly ask: string;
    readonly lead: string;
    readonly invoices: string;
    readonly count: (most: string) => string;
    readonly every: string;
    readonly everys: Readonly<Record<'month' | 'two_weeks' | 'week', string>>;
    readonly first: string;
    readonly show: string;
    readonly shown: string;
    readonly grace: (days: string) => string;
    readonly agree: string;
    readonly back: string;
    readonly said: Readonly<Record<'done' | 'stale' | 'refused', string>>;
  };
  readonly disputes: {
    readonly none: string;
    readonly lead: string;
    readonly open: string;
    readonly answer: (day: string) => string;
  };
  readonly questions: {
    readonly none: string;
    readonly states: Readonly<Record<Question['state'], string>>;
    readonly topics: Readonly<Record<Question['topic'], string>>;
    readonly ask: string;
    readonly lead: string;
    readonly topic: string;
    readonly about: string;
    readonly general: string;
    readonly text: string;
    readonly send: string;
    readonly wrong: string;
    readonly you: string;
    readonly we: string;
    readonly answerBy: (day: string) => string;
    readonly rate: string;
    readonly stars: (stars: string) => string;
    readonly word: string;
    readonly tell: string;
    readonly more: string;
    readonly all: string;
    readonly said: Readonly<Record<'sent' | 'rated' | 'refused' | 'tooMany', string>>;
  };
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { en, de, fr, es, it, nl };
