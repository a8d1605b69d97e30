/** What documents, mails and pages say of a discount for paying early, per language. */
import type { Language } from '../kernel/party.ts';

interface EarlyWords {
  readonly terms: (said: { percent: string; discount: string; until: string; due: string }) => string;
  readonly until: (until: string, due: string) => string;
  readonly kept: (discount: string) => string;
}

export const EARLY_WORDS: Readonly<Record<Language, EarlyWords>> = {
  en: {
    terms: ({ percent, discount, until, due }) =>
      `${percent} early-payment discount (${discount}) if paid by ${until}: then ${due}.`,
    until: (until, due) => `Paid by ${until}: only ${due}`,
    kept: (discount) => `less ${discount} early-payment discount`,
  },
  de: {
    terms: ({ percent, discount, until, due }) =>
      `Bei Zahlung bis ${until} ${percent} Skonto (${discount}): dann ${due}.`,
    until: (until, due) => `Bis ${until} nur ${due}`,
    kept: (discount) => `abzüglich ${discount} Skonto`,
  },
};
