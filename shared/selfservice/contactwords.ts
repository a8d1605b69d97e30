/** What the page of addresses and mails says, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { Gets } from './rules.ts';

export interface ContactWords {
  readonly gets: Readonly<Record<Gets, string>>;
  readonly nothing: string;
  readonly dead: string;
  readonly title: string;
  readonly language: string;
  readonly mails: string;
  readonly save: string;
  readonly said: Readonly<Record<'saved' | 'refused', string>>;
}

/** Each as those say it who speak it. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
};

export const CONTACT_WORDS: Readonly<Record<Language, ContactWords>> = {
  en: {
    gets: { billing: 'Invoices, reminders and all other mails', orders: 'Order confirmations' },
    nothing: 'No mails at the moment',
    dead: 'Mails to it came back: nothing goes there',
    title: 'How we write to you',
    language: 'Language of mails, documents and pages',
    mails: 'Mails that you want',
    save: 'Save',
    said: { saved: 'Saved.', refused: 'That is not possible. Nothing was changed.' },
  },
  de: {
    gets: { billing: 'Rechnungen, Mahnungen und alle anderen E-Mails', orders: 'Auftragsbestätigungen' },
    nothing: 'Zurzeit keine E-Mails',
    dead: 'E-Mails kamen zurück: Dorthin geht nichts',
    title: 'Wie wir Ihnen schreiben',
    language: 'Sprache von E-Mails, Belegen und Seiten',
    mails: 'E-Mails, die Sie möchten',
    save: 'Speichern',
    said: { saved: 'Gespeichert.', refused: 'Das ist nicht möglich. Es wurde nichts geändert.' },
  },
  fr: {
    gets: { billing: 'Factures, rappels et tous les autres e-mails', orders: 'Confirmations de commande' },
    nothing: 'Aucun e-mail pour le moment',
    dead: 'Des e-mails sont revenus\u00a0: rien n’y est envoyé',
    title: 'Comment nous vous écrivons',
    language: 'Langue des e-mails, des documents et des pages',
    mails: 'E-mails que vous souhaitez',
    save: 'Enregistrer',
    said: { saved: 'C’est enregistré.', refused: 'Ce n’est pas possible. Rien n’a été modifié.' },
  },
  es: {
    gets: {
      billing: 'Facturas, recordatorios y todos los demás correos',
      orders: 'Confirmaciones de pedido',
    },
    nothing: 'Ningún correo por ahora',
    dead: 'Los correos fueron devueltos: no se envía nada allí',
    title: 'Cómo le escribimos',
    language: 'Idioma de correos, documentos y páginas',
    mails: 'Correos que desea',
    save: 'Guardar',
    said: { saved: 'Guardado.', refused: 'No es posible. No se ha cambiado nada.' },
  },
  it: {
    gets: { billing: 'Fatture, solleciti e tutte le altre e-mail', orders: 'Conferme d’ordine' },
    nothing: 'Nessuna e-mail al momento',
    dead: 'Le e-mail sono tornate indietro: lì non va nulla',
    title: 'Come Le scriviamo',
    language: 'Lingua di e-mail, documenti e pagine',
    mails: 'E-mail che desidera',
    save: 'Salva',
    said: { saved: 'Salvato.', refused: 'Non è possibile. Nulla è stato modificato.' },
  },
  nl: {
    gets: { billing: 'Facturen, herinneringen en alle andere e-mails', orders: 'Orderbevestigingen' },
    nothing: 'Op dit moment geen e-mails',
    dead: 'E-mails kwamen terug: daar gaat niets heen',
    title: 'Hoe wij u schrijven',
    language: 'Taal van e-mails, documenten en pagina’s',
    mails: 'E-mails die u wilt',
    save: 'Opslaan',
    said: { saved: 'Opgeslagen.', refused: 'Dat is niet mogelijk. Er is niets gewijzigd.' },
  },
};
