/** What the pages say of invoices that are due in parts, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export interface PlanWords {
  readonly heading: string;
  readonly whole: (amount: string) => string;
}

export const PLAN_WORDS: Readonly<Record<Language, PlanWords>> = {
  en: { heading: 'Your instalments', whole: (amount) => `Pay everything now: ${amount}` },
  de: { heading: 'Ihre Raten', whole: (amount) => `Alles jetzt bezahlen: ${amount}` },
  fr: { heading: 'Vos échéances', whole: (amount) => `Tout payer maintenant\u00a0: ${amount}` },
  es: { heading: 'Sus plazos', whole: (amount) => `Pagar todo ahora: ${amount}` },
  it: { heading: 'Le Sue rate', whole: (amount) => `Pagare tutto ora: ${amount}` },
  nl: { heading: 'Uw termijnen', whole: (amount) => `Alles nu betalen: ${amount}` },
};
