/** What the page says that switches mails off, per language. A text that is missing does not compile. */
import type { CourtesyMail } from '../customers/customer.ts';
import type { Language } from '../kernel/party.ts';

export interface MailWords {
  readonly kinds: Readonly<Record<CourtesyMail, string>>;
  readonly on: (name: string) => string;
  readonly off: (name: string) => string;
  readonly always: string;
  readonly switchOff: string;
  readonly switchOn: string;
}

export const MAIL_WORDS: Readonly<Record<Language, MailWords>> = {
  en: {
    kinds: {
      receipt: 'Receipts for payments',
      statement: 'Statements of account',
      instalment: 'Notes before an instalment',
    },
    on: (name) => `These mails go to all addresses of ${name}.`,
    off: (name) => `These mails do not go to ${name} any more.`,
    always: 'Order confirmations, invoices, credit notes and reminders still come.',
    switchOff: 'Stop these mails',
    switchOn: 'Get them again',
  },
  de: {
    kinds: {
      receipt: 'Zahlungsbestätigungen',
      statement: 'Kontoauszüge',
      instalment: 'Hinweise vor einer Rate',
    },
    on: (name) => `Diese E-Mails gehen an alle Adressen von ${name}.`,
    off: (name) => `Diese E-Mails gehen nicht mehr an ${name}.`,
    always: 'Auftragsbestätigungen, Rechnungen, Rechnungskorrekturen und Mahnungen kommen weiterhin.',
    switchOff: 'Diese E-Mails abbestellen',
    switchOn: 'Wieder erhalten',
  },
  fr: {
    kinds: {
      receipt: 'Reçus de paiement',
      statement: 'Relevés de compte',
      instalment: 'Rappels avant une échéance',
    },
    on: (name) => `Ces e-mails sont envoyés à toutes les adresses de ${name}.`,
    off: (name) => `Ces e-mails ne sont plus envoyés à ${name}.`,
    always: 'Les confirmations de commande, factures, avoirs et rappels sont toujours envoyés.',
    switchOff: 'Ne plus recevoir ces e-mails',
    switchOn: 'Les recevoir à nouveau',
  },
  es: {
    kinds: {
      receipt: 'Recibos de pago',
      statement: 'Extractos de cuenta',
      instalment: 'Avisos antes de un plazo',
    },
    on: (name) => `Estos correos se envían a todas las direcciones de ${name}.`,
    off: (name) => `Estos correos ya no se envían a ${name}.`,
    always: 'Las confirmaciones de pedido, facturas, rectificativas y recordatorios siguen llegando.',
    switchOff: 'No recibir más estos correos',
    switchOn: 'Volver a recibirlos',
  },
  it: {
    kinds: {
      receipt: 'Ricevute di pagamento',
      statement: 'Estratti conto',
      instalment: 'Avvisi prima di una rata',
    },
    on: (name) => `Queste e-mail vengono inviate a tutti gli indirizzi di ${name}.`,
    off: (name) => `Queste e-mail non vengono più inviate a ${name}.`,
    always: 'Le conferme d’ordine, le fatture, le note di credito e i solleciti continuano ad arrivare.',
    switchOff: 'Non ricevere più queste e-mail',
    switchOn: 'Riceverle di nuovo',
  },
  nl: {
    kinds: {
      receipt: 'Betalingsbewijzen',
      statement: 'Rekeningoverzichten',
      instalment: 'Berichten voor een termijn',
    },
    on: (name) => `Deze e-mails gaan naar alle adressen van ${name}.`,
    off: (name) => `Deze e-mails gaan niet meer naar ${name}.`,
    always: 'Orderbevestigingen, facturen, creditnota’s en herinneringen blijven komen.',
    switchOff: 'Deze e-mails stopzetten',
    switchOn: 'Weer ontvangen',
  },
};
