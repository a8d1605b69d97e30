/** What mails and pages say of what a payer promised, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export const PROMISED: Readonly<
  Record<Language, { readonly said: (amount: string, day: string) => string }>
> = {
  en: { said: (amount, day) => `${amount} of it were promised by ${day}: we await them.` },
  de: { said: (amount, day) => `${amount} davon sind bis zum ${day} zugesagt: Wir erwarten sie.` },
  fr: { said: (amount, day) => `${amount} sont promis pour le ${day}\u00a0: nous les attendons.` },
  es: { said: (amount, day) => `${amount} están prometidos hasta el ${day}: los esperamos.` },
  it: { said: (amount, day) => `${amount} sono promessi entro il ${day}: li attendiamo.` },
  nl: { said: (amount, day) => `${amount} daarvan zijn uiterlijk ${day} toegezegd: wij wachten erop.` },
};
