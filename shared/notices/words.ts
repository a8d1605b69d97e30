/** What a formal notice says, per language; a text that is missing does not compile. It says what is owed, by when, and what follows: nobody is threatened with more. */
import type { Language } from '../kernel/party.ts';

export interface NoticeWords {
  readonly title: string;
  readonly subject: (number: string) => string;
  readonly opening: string;
  readonly demand: (amount: string, day: string) => string;
  readonly consequence: string;
  readonly payBy: string;
  readonly interest: string;
  readonly row: (is: {
    number: string;
    from: string;
    to: string;
    days: number;
    balance: string;
    percent: string;
    amount: string;
  }) => string;
  readonly basis: (law: string) => string;
}
export const NOTICE_WORDS: Readonly<Record<Language, NoticeWords>> = {
  en: {
    title: 'Formal notice before legal action',
    subject: (number) => `Formal notice ${number} before legal action`,
    opening: 'The invoices below are overdue, and our reminders of them were not followed by payment.',
    demand: (amount, day) =>
      `We ask you for the last time to pay ${amount} in full. The money has to reach us by ${day}.`,
    consequence:
      'If it does not, we will claim what is owed in court without another letter; the costs of that come on top, as far as the law puts them on you. If you believe that something of it is not owed, tell us before that day, and why.',
    payBy: 'Pay by',
    interest: 'How the interest was computed',
    row: ({ number, from, to, days, balance, percent, amount }) =>
      `${number}: ${from} to ${to}, ${days} days, ${balance} at ${percent}\u00a0% a year: ${amount}`,
    basis: (law) => `This notice rests on: ${law}.`,
  },
  de: {
    title: 'Letzte Mahnung vor Klage',
    subject: (number) => `Letzte Mahnung vor Klage ${number}`,
    opening: 'Die folgenden Rechnungen sind überfällig, und auf unsere Mahnungen ging keine Zahlung ein.',
    demand: (amount, day) =>
      `Wir fordern Sie letztmals auf, den Gesamtbetrag von ${amount} zu zahlen. Das Geld muss bis zum ${day} bei uns eingegangen sein.`,
    consequence:
      'Geht es nicht ein, machen wir die Forderung ohne weiteres Schreiben gerichtlich geltend; die Kosten dafür kommen hinzu, soweit Sie sie nach dem Gesetz tragen. Wenn Sie meinen, dass Sie etwas davon nicht schulden, sagen Sie uns vor diesem Tag, was und warum.',
    payBy: 'Zahlbar bis',
    interest: 'So wurden die Zinsen berechnet',
    row: ({ number, from, to, days, balance, percent, amount }) =>
      `${number}: ${from} bis ${to}, ${days} Tage, ${balance} zu ${percent}\u00a0% im Jahr: ${amount}`,
    basis: (law) => `Dieses Schreiben stützt sich auf: ${law}.`,
  },
  fr: {
    title: 'Mise en demeure de payer',
    subject: (number) => `Mise en demeure ${number}`,
    opening: 'Les factures ci-dessous sont échues et nos relances sont restées sans paiement.',
    demand: (amount, day) =>
      `Nous vous mettons en demeure de payer la somme totale de ${amount}. Elle doit nous parvenir au plus tard le ${day}.`,
    consequence:
      'À défaut, nous en demanderons le paiement en justice sans autre courrier\u202f; les frais s’y ajouteront dans la mesure où la loi les met à votre charge. Si vous estimez ne pas devoir une partie de cette somme, dites-nous laquelle et pourquoi avant cette date.',
    payBy: 'À payer avant le',
    interest: 'Calcul des intérêts',
    row: ({ number, from, to, days, balance, percent, amount }) =>
      `${number}\u00a0: du ${from} au ${to}, ${days} jours, ${balance} à ${percent}\u00a0% par an\u00a0: ${amount}`,
    basis: (law) => `Cette mise en demeure repose sur\u00a0: ${law}.`,
  },
  es: {
    title: 'Requerimiento de pago previo a la vía judicial',
    subject: (number) => `Requerimiento de pago ${number} previo a la vía judicial`,
    opening: 'Las facturas siguientes están vencidas y nuestros avisos no han tenido respuesta con un pago.',
    demand: (amount, day) =>
      `Le requerimos por última vez el pago total de ${amount}. El dinero debe llegarnos, a más tardar, el ${day}.`,
    consequence:
      'De lo contrario, reclamaremos la deuda por vía judicial sin otro aviso; los gastos se añadirán en la medida en que la ley los ponga a su cargo. Si cree que no debe alguna parte, díganos cuál y por qué antes de ese día.',
    payBy: 'Pagar hasta el',
    interest: 'Cálculo de los intereses',
    row: ({ number, from, to, days, balance, percent, amount }) =>
      `${number}: del ${from} al ${to}, ${days} días, ${balance} al ${percent}\u00a0% anual: ${amount}`,
    basis: (law) => `Este requerimiento se basa en: ${law}.`,
  },
  it: {
    title: 'Diffida e messa in mora',
    subject: (number) => `Diffida e messa in mora ${number}`,
    opening: 'Le fatture seguenti sono scadute e ai nostri solleciti non è seguito alcun pagamento.',
    demand: (amount, day) =>
      `La diffidiamo per l’ultima volta a pagare l’intera somma di ${amount}. Il denaro deve pervenirci entro il ${day}.`,
    consequence:
      'In mancanza, faremo valere il credito in giudizio senza altro avviso; le spese si aggiungeranno nella misura in cui la legge le pone a Suo carico. Se ritiene di non dovere una parte della somma, ci dica quale e perché prima di quel giorno.',
    payBy: 'Da pagare entro il',
    interest: 'Calcolo degli interessi',
    row: ({ number, from, to, days, balance, percent, amount }) =>
      `${number}: dal ${from} al ${to}, ${days} giorni, ${balance} al ${percent}\u00a0% annuo: ${amount}`,
    basis: (law) => `La presente si fonda su: ${law}.`,
  },
  nl: {
    title: 'Ingebrekestelling',
    subject: (number) => `Ingebrekestelling ${number}`,
    opening: 'De facturen hieronder zijn vervallen en op onze herinneringen is geen betaling gevolgd.',
    demand: (amount, day) =>
      `Wij sommeren u voor de laatste keer het volledige bedrag van ${amount} te betalen. Het geld moet uiterlijk op ${day} bij ons binnen zijn.`,
    consequence:
      'Is het dan niet binnen, dan vorderen wij het zonder verder bericht bij de rechter; de kosten daarvan komen erbij voor zover de wet die voor uw rekening laat. Vindt u dat u iets ervan niet verschuldigd bent, laat ons dan vóór die dag weten wat en waarom.',
    payBy: 'Betalen vóór of op',
    interest: 'Zo is de rente berekend',
    row: ({ number, from, to, days, balance, percent, amount }) =>
      `${number}: ${from} tot en met ${to}, ${days} dagen, ${balance} tegen ${percent}\u00a0% per jaar: ${amount}`,
    basis: (law) => `Deze ingebrekestelling berust op: ${law}.`,
  },
};
