/** What pages say of an invoice that is with a collection agency, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

interface AgencyWords {
  readonly inCharge: (agency: string, contact: string) => string;
  /** Where our own page takes no money for it. */
  readonly payThere: (agency: string) => string;
}
export const AGENCY_WORDS: Readonly<Record<Language, AgencyWords>> = {
  en: {
    inCharge: (agency, contact) =>
      `This invoice is with ${agency}. Please speak with them about it: ${contact}.`,
    payThere: (agency) => `Please pay it to ${agency}.`,
  },
  de: {
    inCharge: (agency, contact) =>
      `Diese Rechnung bearbeitet ${agency}. Bitte wenden Sie sich dorthin: ${contact}.`,
    payThere: (agency) => `Bitte zahlen Sie an ${agency}.`,
  },
  fr: {
    inCharge: (agency, contact) =>
      `Cette facture est confiée à ${agency}. Veuillez vous adresser à\u00a0: ${contact}.`,
    payThere: (agency) => `Veuillez payer à ${agency}.`,
  },
  es: {
    inCharge: (agency, contact) =>
      `Esta factura está en manos de ${agency}. Diríjase a este contacto: ${contact}.`,
    payThere: (agency) => `Páguela por favor a ${agency}.`,
  },
  it: {
    inCharge: (agency, contact) =>
      `Questa fattura è affidata a ${agency}. La preghiamo di rivolgersi a: ${contact}.`,
    payThere: (agency) => `La preghiamo di pagare a ${agency}.`,
  },
  nl: {
    inCharge: (agency, contact) =>
      `Deze factuur is in handen van ${agency}. Neem contact op met: ${contact}.`,
    payThere: (agency) => `Betaal deze factuur aan ${agency}.`,
  },
};
