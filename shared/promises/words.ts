/** What the mail that confirms a promise says, per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export interface Words {
  readonly subject: (amount: string, day: string) => string;
  readonly title: string;
  readonly opening: (amount: string, what: string, day: string) => string;
  readonly label: string;
  readonly by: (day: string) => string;
  readonly after: string;
  readonly invoice: (number: string) => string;
  readonly several: (count: number) => string;
  readonly pay: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    subject: (amount, day) => `Your promise: ${amount} by ${day}`,
    title: 'Thank you for letting us know',
    opening: (amount, what, day) =>
      `We have noted that you will pay ${amount} of ${what} by ${day}. We will not remind you of it until then.`,
    label: 'You pay',
    by: (day) => `by ${day}`,
    after: 'If this is not right, or you cannot keep the day, please tell us.',
    invoice: (number) => `invoice ${number}`,
    several: (count) => `${count} invoices`,
    pay: 'View and pay',
  },
  de: {
    subject: (amount, day) => `Ihre Zahlungszusage: ${amount} bis ${day}`,
    title: 'Danke für Ihre Nachricht',
    opening: (amount, what, day) =>
      `Wir haben notiert, dass Sie ${amount} zu ${what} bis zum ${day} zahlen. Bis dahin erinnern wir Sie daran nicht.`,
    label: 'Sie zahlen',
    by: (day) => `bis ${day}`,
    after: 'Stimmt das nicht, oder können Sie den Tag nicht einhalten, sagen Sie uns bitte Bescheid.',
    invoice: (number) => `Rechnung ${number}`,
    several: (count) => `${count} Rechnungen`,
    pay: 'Ansehen und zahlen',
  },
  fr: {
    subject: (amount, day) => `Votre promesse de paiement\u00a0: ${amount} au plus tard le ${day}`,
    title: 'Merci de nous avoir prévenus',
    opening: (amount, what, day) =>
      `Nous avons noté que vous paierez ${amount} pour ${what} au plus tard le ${day}. Nous ne vous le rappellerons pas avant.`,
    label: 'Vous payez',
    by: (day) => `au plus tard le ${day}`,
    after: 'Si ce n’est pas exact, ou si vous ne pouvez pas tenir ce jour, dites-le-nous.',
    invoice: (number) => `la facture ${number}`,
    several: (count) => `${count} factures`,
    pay: 'Voir et payer',
  },
  es: {
    subject: (amount, day) => `Su promesa de pago: ${amount} hasta el ${day}`,
    title: 'Gracias por avisarnos',
    opening: (amount, what, day) =>
      `Hemos anotado que pagará ${amount} de ${what} hasta el ${day}. Hasta entonces no se lo recordaremos.`,
    label: 'Usted paga',
    by: (day) => `hasta el ${day}`,
    after: 'Si no es correcto, o no puede cumplir ese día, díganoslo, por favor.',
    invoice: (number) => `la factura ${number}`,
    several: (count) => `${count} facturas`,
    pay: 'Ver y pagar',
  },
  it: {
    subject: (amount, day) => `La Sua promessa di pagamento: ${amount} entro il ${day}`,
    title: 'Grazie per averci avvisato',
    opening: (amount, what, day) =>
      `Abbiamo annotato che pagherà ${amount} per ${what} entro il ${day}. Fino ad allora non Le invieremo solleciti.`,
    label: 'Lei paga',
    by: (day) => `entro il ${day}`,
    after: 'Se non è corretto, o se non può rispettare quel giorno, ci avvisi.',
    invoice: (number) => `la fattura ${number}`,
    several: (count) => `${count} fatture`,
    pay: 'Vedere e pagare',
  },
  nl: {
    subject: (amount, day) => `Uw betaalbelofte: ${amount} uiterlijk ${day}`,
    title: 'Dank voor uw bericht',
    opening: (amount, what, day) =>
      `Wij hebben genoteerd dat u ${amount} van ${what} uiterlijk ${day} betaalt. Tot dan herinneren wij u er niet aan.`,
    label: 'U betaalt',
    by: (day) => `uiterlijk ${day}`,
    after: 'Klopt dit niet, of haalt u die dag niet, laat het ons dan weten.',
    invoice: (number) => `factuur ${number}`,
    several: (count) => `${count} facturen`,
    pay: 'Bekijken en betalen',
  },
};
