/** What credit notes say beside what invoices say (words.ts), per language. */
import type { CreditReason } from '../invoices/invoice.ts';
import type { Language } from '../kernel/party.ts';

interface CreditWords {
  readonly title: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly credited: string;
  readonly invoice: string;
  readonly reason: string;
  readonly continued: (number: string) => string;
  /** Which invoice is taken back; the law asks for it to be named without doubt (Article 219 of Directive 2006/112/EC). */
  readonly corrects: (number: string, on: string) => string;
  readonly settles: string;
  readonly reasons: Readonly<Record<CreditReason, string>>;
}

export const CREDIT_WORDS: Readonly<Record<Language, CreditWords>> = {
  en: {
    title: 'Credit note',
    number: 'Credit note no.',
    issuedOn: 'Date',
    credited: 'Credited',
    invoice: 'For invoice',
    reason: 'Reason',
    continued: (number) => `Credit note ${number} (continued)`,
    corrects: (number, on) => `This credit note corrects invoice ${number} of ${on}.`,
    settles: 'It is set off against what is open of that invoice; what was paid before stays to your credit.',
    reasons: {
      returned: 'Goods returned',
      not_delivered: 'Not delivered',
      price: 'Price corrected',
      quantity: 'Quantity corrected',
      quality: 'Defect or complaint',
      wrong_invoice: 'Invoice issued in error',
      goodwill: 'Goodwill',
    },
  },
  de: {
    title: 'Rechnungskorrektur',
    number: 'Korrekturnr.',
    issuedOn: 'Datum',
    credited: 'Korrekturbetrag',
    invoice: 'Zu Rechnung',
    reason: 'Grund',
    continued: (number) => `Rechnungskorrektur ${number} (Fortsetzung)`,
    corrects: (number, on) => `Diese Rechnungskorrektur berichtigt die Rechnung ${number} vom ${on}.`,
    settles:
      'Sie wird mit dem offenen Betrag dieser Rechnung verrechnet; was schon bezahlt war, bleibt Ihr Guthaben.',
    reasons: {
      returned: 'Ware zurückgegeben',
      not_delivered: 'Nicht geliefert',
      price: 'Preis berichtigt',
      quantity: 'Menge berichtigt',
      quality: 'Mangel oder Reklamation',
      wrong_invoice: 'Rechnung irrtümlich gestellt',
      goodwill: 'Kulanz',
    },
  },
};
