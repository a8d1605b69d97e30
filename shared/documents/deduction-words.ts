/** What documents, mails and pages say of what a payer kept back, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export interface DeductionWords {
  readonly label: string;
  readonly clarified: (amount: string) => string;
  readonly rejected: (amount: string) => string;
}

export const DEDUCTION_WORDS: Readonly<Record<Language, DeductionWords>> = {
  en: {
    label: 'In clarification',
    clarified: (amount) => `${amount} of it is in clarification and need not be paid yet.`,
    rejected: (amount) => `The deduction of ${amount} was not accepted.`,
  },
  de: {
    label: 'In Klärung',
    clarified: (amount) => `${amount} davon sind in Klärung und noch nicht zu zahlen.`,
    rejected: (amount) => `Der Abzug von ${amount} wurde nicht anerkannt.`,
  },
  fr: {
    label: 'En cours de clarification',
    clarified: (amount) => `${amount} sont en cours de clarification et ne sont pas encore à payer.`,
    rejected: (amount) => `La déduction de ${amount} n’a pas été acceptée.`,
  },
  es: {
    label: 'En aclaración',
    clarified: (amount) => `${amount} están en aclaración y aún no hay que pagarlos.`,
    rejected: (amount) => `La deducción de ${amount} no fue aceptada.`,
  },
  it: {
    label: 'In corso di chiarimento',
    clarified: (amount) => `${amount} sono in corso di chiarimento e per ora non vanno pagati.`,
    rejected: (amount) => `La detrazione di ${amount} non è stata accettata.`,
  },
  nl: {
    label: 'Wordt uitgezocht',
    clarified: (amount) => `${amount} daarvan wordt nog uitgezocht en hoeft nog niet te worden betaald.`,
    rejected: (amount) => `De inhouding van ${amount} is niet aanvaard.`,
  },
};
