/** What a payer agrees to who lets it be kept what pays: the words are the proof, so whoever changes one raises the version. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import type { Instant } from '../kernel/dates.ts';
import type { Language } from '../kernel/party.ts';
import type { Consent } from '../payments/on-file.ts';
import type { Provider } from '../payments/psp/port.ts';

export const CONSENT_VERSION = 1;

/** Days: how long before a debit it is announced. */
export const CONSENT: Readonly<Record<Language, (seller: string, days: number) => string>> = {
  en: (seller, days) =>
    `Keep this payment method, and charge my invoices from ${seller} to it when they fall due. I am told by mail before each ` +
    `charge, ${daysIn.en(days)} before a debit of a bank account. I may skip a charge or stop this at any time.`,
  de: (seller, days) =>
    `Dieses Zahlungsmittel speichern und meine Rechnungen von ${seller} bei Fälligkeit damit einziehen. Ich werde vor jeder ` +
    `Abbuchung per E-Mail informiert, bei Lastschriften ${daysIn.de(days)} vorher. Ich kann jede Abbuchung auslassen oder das jederzeit beenden.`,
  fr: (seller, days) =>
    `Conserver ce moyen de paiement et y prélever mes factures de ${seller} à leur échéance. Je suis prévenu par e-mail avant ` +
    `chaque prélèvement, ${daysIn.fr(days)} avant celui d’un compte bancaire. Je peux en sauter un ou tout arrêter à tout moment.`,
  es: (seller, days) =>
    `Guardar este medio de pago y cobrar con él mis facturas de ${seller} a su vencimiento. Se me avisa por correo antes de cada ` +
    `cobro, ${daysIn.es(days)} antes si es un adeudo bancario. Puedo omitir un cobro o detenerlo todo en cualquier momento.`,
  it: (seller, days) =>
    `Conservare questo metodo di pagamento e addebitarvi le mie fatture di ${seller} alla scadenza. Sono avvisato per e-mail prima ` +
    `di ogni addebito, ${daysIn.it(days)} prima se è su un conto bancario. Posso saltare un addebito o fermare tutto in ogni momento.`,
  nl: (seller, days) =>
    `Bewaar deze betaalmethode en schrijf mijn facturen van ${seller} ervan af op de vervaldag. Ik krijg vóór elke afschrijving een ` +
    `e-mail, bij een incasso ${daysIn.nl(days)} van tevoren. Ik kan een afschrijving overslaan of dit op elk moment stoppen.`,
};

const daysIn: Readonly<Record<Language, (days: number) => string>> = {
  en: (days) => (days === 1 ? 'one day' : `${days} days`),
  de: (days) => (days === 1 ? 'einen Tag' : `${days} Tage`),
  fr: (days) => (days === 1 ? 'un jour' : `${days} jours`),
  es: (days) => (days === 1 ? 'un día' : `${days} días`),
  it: (days) => (days === 1 ? 'un giorno' : `${days} giorni`),
  nl: (days) => (days === 1 ? 'één dag' : `${days} dagen`),
};

type Asking = Pick<Entity, 'name' | 'autopay'>;

/** The words to agree to; absent where the entity keeps nothing, or its provider cannot. */
export const consentOf = (
  { name, autopay }: Asking,
  provider: Pick<Provider, 'keeping'> | undefined,
  language: Language,
): string | undefined =>
  autopay && provider?.keeping ? CONSENT[language](name, autopay.noticeDays ?? 14) : undefined;

/** What was agreed to, as it was shown; undefined where the box was not ticked, or nothing was asked. */
export const agreedTo = (
  form: URLSearchParams,
  text: string | undefined,
  of: { language: Language; customerId: Customer['id']; at: Instant; channel: Consent['channel'] },
): Consent | undefined =>
  text !== undefined && form.get('keep') === '1'
    ? {
        version: CONSENT_VERSION,
        language: of.language,
        text,
        at: of.at,
        by: `payer:${of.customerId}`,
        channel: of.channel,
      }
    : undefined;
