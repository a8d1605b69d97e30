/** What the pages say of interest and costs for late payment, per language; what each is called is `claims/words.ts`. */
import type { Language } from '../kernel/party.ts';

export interface BesideWords {
  readonly title: string;
  readonly invoice: string;
  /** How interest comes about. */
  readonly days: (count: number) => string;
  readonly atPercent: (percent: string) => string;
  readonly only: (amount: string) => string;
  readonly contest: string;
  readonly part: (amount: string) => string;
  readonly of: (number: string) => string;
  readonly paid: string;
  readonly notOwed: (amount: string) => string;
}

export const BESIDE_WORDS: Readonly<Record<Language, BesideWords>> = {
  en: {
    title: 'Because it is late',
    invoice: 'Invoice',
    days: (count) => (count === 1 ? '1 day' : `${count} days`),
    atPercent: (percent) => `${percent} a year`,
    only: (amount) => `Only the invoice: ${amount}`,
    contest: 'If you see interest or costs otherwise, pay the invoice alone and answer our mail.',
    part: (amount) => `${amount} of it are interest and costs for late payment.`,
    of: (number) => `Interest and costs for invoice ${number}`,
    paid: 'The invoice is paid',
    notOwed: (amount) =>
      `${amount} were meant for interest or costs that are not owed any more: it is your credit.`,
  },
  de: {
    title: 'Wegen Verzugs',
    invoice: 'Rechnung',
    days: (count) => (count === 1 ? '1 Tag' : `${count} Tage`),
    atPercent: (percent) => `${percent} im Jahr`,
    only: (amount) => `Nur die Rechnung: ${amount}`,
    contest:
      'Sehen Sie Zinsen oder Kosten anders, zahlen Sie nur die Rechnung und antworten Sie auf unsere E-Mail.',
    part: (amount) => `${amount} davon sind Zinsen und Kosten wegen Verzugs.`,
    of: (number) => `Zinsen und Kosten zur Rechnung ${number}`,
    paid: 'Die Rechnung ist bezahlt',
    notOwed: (amount) =>
      `${amount} waren für Zinsen oder Kosten gedacht, die nicht mehr geschuldet sind: Das ist Ihr Guthaben.`,
  },
  fr: {
    title: 'En raison du retard',
    invoice: 'Facture',
    days: (count) => (count < 2 ? `${count} jour` : `${count} jours`),
    atPercent: (percent) => `${percent} par an`,
    only: (amount) => `La facture seule\u00a0: ${amount}`,
    contest:
      'Si vous contestez les intérêts ou les frais, réglez la facture seule et répondez à notre e-mail.',
    part: (amount) => `dont ${amount} d’intérêts et de frais de retard.`,
    of: (number) => `Intérêts et frais de la facture ${number}`,
    paid: 'La facture est réglée',
    notOwed: (amount) =>
      `${amount} étaient destinés à des intérêts ou frais qui ne sont plus dus\u00a0: c’est votre avoir.`,
  },
  es: {
    title: 'Por el retraso',
    invoice: 'Factura',
    days: (count) => (count === 1 ? '1 día' : `${count} días`),
    atPercent: (percent) => `${percent} al año`,
    only: (amount) => `Solo la factura: ${amount}`,
    contest:
      'Si no está de acuerdo con los intereses o los gastos, pague solo la factura y responda a nuestro correo.',
    part: (amount) => `De ello, ${amount} son intereses y gastos de demora.`,
    of: (number) => `Intereses y gastos de la factura ${number}`,
    paid: 'La factura está pagada',
    notOwed: (amount) => `${amount} eran para intereses o gastos que ya no se deben: es su saldo a favor.`,
  },
  it: {
    title: 'Per il ritardo',
    invoice: 'Fattura',
    days: (count) => (count === 1 ? '1 giorno' : `${count} giorni`),
    atPercent: (percent) => `${percent} annuo`,
    only: (amount) => `Solo la fattura: ${amount}`,
    contest: 'Se contesta interessi o spese, paghi la sola fattura e risponda alla nostra e-mail.',
    part: (amount) => `Di cui ${amount} di interessi e spese di mora.`,
    of: (number) => `Interessi e spese della fattura ${number}`,
    paid: 'La fattura è pagata',
    notOwed: (amount) => `${amount} erano per interessi o spese che non sono più dovuti: sono a Suo credito.`,
  },
  nl: {
    title: 'Omdat het te laat is',
    invoice: 'Factuur',
    days: (count) => (count === 1 ? '1 dag' : `${count} dagen`),
    atPercent: (percent) => `${percent} per jaar`,
    only: (amount) => `Alleen de factuur: ${amount}`,
    contest:
      'Bent u het niet eens met rente of kosten? Betaal dan alleen de factuur en beantwoord onze e-mail.',
    part: (amount) => `Daarvan is ${amount} rente en kosten wegens te late betaling.`,
    of: (number) => `Rente en kosten van factuur ${number}`,
    paid: 'De factuur is betaald',
    notOwed: (amount) =>
      `${amount} was bedoeld voor rente of kosten die niet meer verschuldigd zijn: het is uw tegoed.`,
  },
};
