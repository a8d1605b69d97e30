/** What an invoice says that follows another one (words.ts has the rest), per language. */
import type { Snapshot } from '../invoices/invoice.ts';
import type { Language } from '../kernel/party.ts';

type As = (Snapshot['preceding'] & object)['as'];
interface FollowingWords {
  /** Of a debit note; a corrected invoice is called an invoice. */
  readonly title: string;
  readonly number: string;
  readonly continued: (number: string) => string;
  readonly subject: (number: string, amount: string, due: string) => string;
  readonly invoice: Readonly<Record<As, string>>;
  /** Which invoice it follows; the law asks for it to be named without doubt (Article 219 of Directive 2006/112/EC). */
  readonly follows: Readonly<Record<As, (number: string, on: string) => string>>;
  readonly prepaid: string;
  readonly covered: string;
}

export const FOLLOWING_WORDS: Readonly<Record<Language, FollowingWords>> = {
  en: {
    title: 'Debit note',
    number: 'Debit note no.',
    continued: (number) => `Debit note ${number} (continued)`,
    subject: (number, amount, due) => `Debit note ${number}: ${amount}, due ${due}`,
    invoice: { corrected: 'Instead of', debited: 'For invoice' },
    follows: {
      corrected: (number, on) =>
        `This invoice takes the place of invoice ${number} of ${on}, which we have credited.`,
      debited: (number, on) => `This debit note charges what was missing on invoice ${number} of ${on}.`,
    },
    prepaid: 'Already paid',
    covered: 'Nothing to pay: what you had paid before settles this invoice.',
  },
  de: {
    title: 'Nachberechnung',
    number: 'Nachberechnungsnr.',
    continued: (number) => `Nachberechnung ${number} (Fortsetzung)`,
    subject: (number, amount, due) => `Nachberechnung ${number}: ${amount}, fällig am ${due}`,
    invoice: { corrected: 'Statt Rechnung', debited: 'Zu Rechnung' },
    follows: {
      corrected: (number, on) =>
        `Diese Rechnung ersetzt die Rechnung ${number} vom ${on}, die wir storniert haben.`,
      debited: (number, on) => `Diese Nachberechnung ergänzt die Rechnung ${number} vom ${on}.`,
    },
    prepaid: 'Bereits bezahlt',
    covered: 'Nichts zu zahlen: Diese Rechnung ist durch Ihre frühere Zahlung beglichen.',
  },
};
