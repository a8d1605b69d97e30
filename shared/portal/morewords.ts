/** What leads from the page of a link to all that needs a code, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export const MORE_WORDS: Readonly<Record<Language, { readonly more: string }>> = {
  en: { more: 'All your invoices and payments' },
  de: { more: 'Alle Ihre Rechnungen und Zahlungen' },
  fr: { more: 'Toutes vos factures et tous vos paiements' },
  es: { more: 'Todas sus facturas y pagos' },
  it: { more: 'Tutte le Sue fatture e i pagamenti' },
  nl: { more: 'Al uw facturen en betalingen' },
};
