/** What the page of an account says, per language, beside what all payment pages say (`words.ts`). */
import type { Language } from '../kernel/party.ts';

export interface AccountWords {
  readonly title: (seller: string) => string;
  readonly heading: string;
  readonly open: string;
  readonly overdue: (amount: string) => string;
  readonly choose: string;
  readonly see: string;
  readonly underWay: string;
  readonly payMarked: string;
  readonly payAll: (amount: string) => string;
  readonly secure: string;
  readonly nothingMarked: string;
  /** Money of theirs that is applied to no invoice yet. */
  readonly credit: (amount: string) => string;
  readonly more: (count: number) => string;
  readonly nothing: { readonly title: string; readonly text: (seller: string) => string };
  readonly pending: string;
  readonly rest: (amount: string) => string;
  readonly questions: (email: string) => string;
  readonly until: (day: string) => string;
}

export const ACCOUNT_WORDS: Readonly<Record<Language, AccountWords>> = {
  en: {
    title: (seller) => `Open invoices from ${seller}`,
    heading: 'Open invoices',
    open: 'Open in all',
    overdue: (amount) => `${amount} overdue`,
    choose: 'Which invoices do you want to pay?',
    see: 'See invoice',
    underWay: 'A payment is on its way',
    payMarked: 'Pay the marked ones',
    payAll: (amount) => `Pay all: ${amount}`,
    secure: 'You pay on the secure page of our payment provider, all at once. We never see your card.',
    nothingMarked: 'Please mark at least one invoice.',
    credit: (amount) => `You have ${amount} of credit with us that is not used yet.`,
    more: (count) => `${count} more can be paid after these.`,
    nothing: {
      title: 'Nothing is open',
      text: (seller) => `All invoices from ${seller} are settled. There is nothing left to do.`,
    },
    pending: 'A payment is on its way. You need not pay again; this page shows it as soon as it has arrived.',
    rest: (amount) => `${amount} of your invoices are still open.`,
    questions: (email) => `Questions about your invoices? Write to ${email}.`,
    until: (day) => `This link works until ${day}. Do not pass it on: whoever has it sees these invoices.`,
  },
  de: {
    title: (seller) => `Offene Rechnungen von ${seller}`,
    heading: 'Offene Rechnungen',
    open: 'Insgesamt offen',
    overdue: (amount) => `${amount} überfällig`,
    choose: 'Welche Rechnungen möchten Sie bezahlen?',
    see: 'Rechnung ansehen',
    underWay: 'Eine Zahlung ist unterwegs',
    payMarked: 'Markierte bezahlen',
    payAll: (amount) => `Alle bezahlen: ${amount}`,
    secure:
      'Sie zahlen alles auf einmal auf der sicheren Seite unseres Zahlungsdienstes. Ihre Karte sehen wir nie.',
    nothingMarked: 'Bitte markieren Sie mindestens eine Rechnung.',
    credit: (amount) => `Sie haben ein Guthaben von ${amount}, das noch nicht verrechnet ist.`,
    more: (count) => `${count} weitere können Sie danach bezahlen.`,
    nothing: {
      title: 'Es ist nichts offen',
      text: (seller) => `Alle Rechnungen von ${seller} sind beglichen. Es gibt nichts weiter zu tun.`,
    },
    pending:
      'Eine Zahlung ist unterwegs. Sie müssen nicht noch einmal zahlen; diese Seite zeigt sie, sobald sie eingegangen ist.',
    rest: (amount) => `${amount} Ihrer Rechnungen sind noch offen.`,
    questions: (email) => `Fragen zu Ihren Rechnungen? Schreiben Sie an ${email}.`,
    until: (day) =>
      `Dieser Link gilt bis ${day}. Geben Sie ihn nicht weiter: Wer ihn hat, sieht diese Rechnungen.`,
  },
  fr: {
    title: (seller) => `Factures ouvertes de ${seller}`,
    heading: 'Factures ouvertes',
    open: 'Total à payer',
    overdue: (amount) => `${amount} en retard`,
    choose: 'Quelles factures souhaitez-vous payer\u202f?',
    see: 'Voir la facture',
    underWay: 'Un paiement est en cours',
    payMarked: 'Payer les factures cochées',
    payAll: (amount) => `Tout payer\u00a0: ${amount}`,
    secure:
      'Vous payez en une fois sur la page sécurisée de notre prestataire. Nous ne voyons jamais votre carte.',
    nothingMarked: 'Veuillez cocher au moins une facture.',
    credit: (amount) => `Vous disposez d’un avoir de ${amount} qui n’est pas encore utilisé.`,
    more: (count) => `${count} autres pourront être payées ensuite.`,
    nothing: {
      title: 'Rien n’est dû',
      text: (seller) => `Toutes les factures de ${seller} sont réglées. Vous n’avez rien d’autre à faire.`,
    },
    pending:
      'Un paiement est en cours. Inutile de payer à nouveau\u202f; cette page l’affichera dès sa réception.',
    rest: (amount) => `${amount} de vos factures restent ouverts.`,
    questions: (email) => `Des questions sur vos factures\u202f? Écrivez à ${email}.`,
    until: (day) =>
      `Ce lien est valable jusqu’au ${day}. Ne le transmettez pas\u00a0: quiconque l’a voit ces factures.`,
  },
  es: {
    title: (seller) => `Facturas pendientes de ${seller}`,
    heading: 'Facturas pendientes',
    open: 'Total pendiente',
    overdue: (amount) => `${amount} vencidos`,
    choose: '¿Qué facturas quiere pagar?',
    see: 'Ver la factura',
    underWay: 'Hay un pago en curso',
    payMarked: 'Pagar las marcadas',
    payAll: (amount) => `Pagar todo: ${amount}`,
    secure: 'Paga todo de una vez en la página segura de nuestro proveedor. Nunca vemos su tarjeta.',
    nothingMarked: 'Marque al menos una factura.',
    credit: (amount) => `Tiene un saldo a favor de ${amount} que aún no se ha utilizado.`,
    more: (count) => `Otras ${count} se podrán pagar después.`,
    nothing: {
      title: 'No hay nada pendiente',
      text: (seller) => `Todas las facturas de ${seller} están pagadas. No tiene que hacer nada más.`,
    },
    pending: 'Hay un pago en curso. No hace falta que pague otra vez; esta página lo mostrará cuando llegue.',
    rest: (amount) => `Quedan pendientes ${amount} de sus facturas.`,
    questions: (email) => `¿Preguntas sobre sus facturas? Escriba a ${email}.`,
    until: (day) => `Este enlace vale hasta el ${day}. No lo comparta: quien lo tenga ve estas facturas.`,
  },
  it: {
    title: (seller) => `Fatture aperte di ${seller}`,
    heading: 'Fatture aperte',
    open: 'Totale da pagare',
    overdue: (amount) => `${amount} scaduti`,
    choose: 'Quali fatture vuole pagare?',
    see: 'Vedi la fattura',
    underWay: 'Un pagamento è in corso',
    payMarked: 'Paga quelle selezionate',
    payAll: (amount) => `Paga tutto: ${amount}`,
    secure: 'Paga tutto in una volta sulla pagina sicura del nostro fornitore. Non vediamo mai la sua carta.',
    nothingMarked: 'Selezioni almeno una fattura.',
    credit: (amount) => `Ha un credito di ${amount} non ancora utilizzato.`,
    more: (count) => `Altre ${count} si potranno pagare dopo.`,
    nothing: {
      title: 'Non c’è nulla da pagare',
      text: (seller) => `Tutte le fatture di ${seller} sono saldate. Non deve fare altro.`,
    },
    pending: 'Un pagamento è in corso. Non occorre pagare di nuovo; questa pagina lo mostrerà appena arriva.',
    rest: (amount) => `Restano aperti ${amount} delle sue fatture.`,
    questions: (email) => `Domande sulle sue fatture? Scriva a ${email}.`,
    until: (day) => `Questo link vale fino al ${day}. Non lo inoltri: chi lo possiede vede queste fatture.`,
  },
  nl: {
    title: (seller) => `Openstaande facturen van ${seller}`,
    heading: 'Openstaande facturen',
    open: 'Totaal open',
    overdue: (amount) => `${amount} te laat`,
    choose: 'Welke facturen wilt u betalen?',
    see: 'Factuur bekijken',
    underWay: 'Er is een betaling onderweg',
    payMarked: 'Aangevinkte betalen',
    payAll: (amount) => `Alles betalen: ${amount}`,
    secure:
      'U betaalt alles in één keer op de beveiligde pagina van onze betaaldienst. Uw kaart zien wij nooit.',
    nothingMarked: 'Vink ten minste één factuur aan.',
    credit: (amount) => `U hebt een tegoed van ${amount} dat nog niet is gebruikt.`,
    more: (count) => `Nog ${count} kunt u hierna betalen.`,
    nothing: {
      title: 'Er staat niets open',
      text: (seller) => `Alle facturen van ${seller} zijn voldaan. U hoeft niets meer te doen.`,
    },
    pending:
      'Er is een betaling onderweg. U hoeft niet nog eens te betalen; deze pagina toont haar zodra ze binnen is.',
    rest: (amount) => `Van uw facturen staat nog ${amount} open.`,
    questions: (email) => `Vragen over uw facturen? Schrijf naar ${email}.`,
    until: (day) => `Deze link werkt tot ${day}. Geef hem niet door: wie hem heeft, ziet deze facturen.`,
  },
};
