/** What leads to the page that says whether an invoice is genuine, per language. */
import type { Language } from '../kernel/party.ts';

export const GENUINE: Readonly<Record<Language, string>> = {
  en: 'Is this invoice genuine?',
  de: 'Ist diese Rechnung echt?',
  fr: 'Cette facture est-elle authentique\u202f?',
  es: '¿Es auténtica esta factura?',
  it: 'Questa fattura è autentica?',
  nl: 'Is deze factuur echt?',
};

/** A company's own page, whoever asks. */
export const verifyPath = (tenant: string): string => `/verify?at=${tenant}`;
