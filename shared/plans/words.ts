/** What mails of payment plans say, per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export interface Words {
  readonly plan: {
    readonly subject: (what: string, count: number) => string;
    readonly title: string;
    readonly opening: (what: string) => string;
    readonly next: string;
    readonly total: string;
    readonly broken: string;
  };
  readonly instalment: {
    readonly subject: (amount: string, day: string) => string;
    readonly title: string;
    readonly opening: (what: string) => string;
    readonly label: string;
    readonly after: string;
  };
  readonly dueOn: (day: string) => string;
  readonly invoice: (number: string) => string;
  readonly several: (count: number) => string;
  readonly pay: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    plan: {
      subject: (what, count) => `Your payment plan for ${what}: ${count} instalments`,
      title: 'Your payment plan',
      opening: (what) =>
        `We have agreed that you pay ${what} in instalments. They take the place of the due dates before.`,
      next: 'First instalment',
      total: 'All instalments',
      broken:
        'Please pay each instalment by its day. If one is not here a few bank days later, the plan ends and all of it is due at once.',
    },
    instalment: {
      subject: (amount, day) => `Your next instalment: ${amount} by ${day}`,
      title: 'Your next instalment',
      opening: (what) => `An instalment of your payment plan for ${what} falls due soon.`,
      label: 'Next instalment',
      after: 'If you have paid it already, thank you: you need not do anything.',
    },
    dueOn: (day) => `Due ${day}`,
    invoice: (number) => `invoice ${number}`,
    several: (count) => `${count} invoices`,
    pay: 'View the plan and pay',
  },
  de: {
    plan: {
      subject: (what, count) => `Ihre Ratenzahlung für ${what}: ${count} Raten`,
      title: 'Ihre Ratenzahlung',
      opening: (what) =>
        `Wir haben vereinbart, dass Sie ${what} in Raten zahlen. Die Raten treten an die Stelle der bisherigen Fälligkeiten.`,
      next: 'Erste Rate',
      total: 'Alle Raten',
      broken:
        'Bitte zahlen Sie jede Rate bis zu ihrem Tag. Ist eine wenige Bankarbeitstage später nicht da, endet die Vereinbarung, und der gesamte Betrag ist sofort fällig.',
    },
    instalment: {
      subject: (amount, day) => `Ihre nächste Rate: ${amount} bis ${day}`,
      title: 'Ihre nächste Rate',
      opening: (what) => `Eine Rate Ihrer Ratenzahlung für ${what} wird bald fällig.`,
      label: 'Nächste Rate',
      after: 'Haben Sie schon gezahlt, vielen Dank: Sie brauchen nichts weiter zu tun.',
    },
    dueOn: (day) => `Fällig am ${day}`,
    invoice: (number) => `Rechnung ${number}`,
    several: (count) => `${count} Rechnungen`,
    pay: 'Raten ansehen und zahlen',
  },
  fr: {
    plan: {
      subject: (what, count) => `Votre échéancier pour ${what}\u00a0: ${count} échéances`,
      title: 'Votre échéancier de paiement',
      opening: (what) =>
        `Nous avons convenu que vous payez ${what} en plusieurs fois. Ces échéances remplacent les précédentes.`,
      next: 'Première échéance',
      total: 'Total des échéances',
      broken:
        'Merci de régler chaque échéance à sa date. Si l’une d’elles n’est pas reçue quelques jours bancaires plus tard, l’échéancier prend fin et la totalité est due immédiatement.',
    },
    instalment: {
      subject: (amount, day) => `Votre prochaine échéance\u00a0: ${amount} pour le ${day}`,
      title: 'Votre prochaine échéance',
      opening: (what) => `Une échéance de votre échéancier pour ${what} arrive bientôt.`,
      label: 'Prochaine échéance',
      after: 'Si vous l’avez déjà réglée, merci\u00a0: vous n’avez rien à faire.',
    },
    dueOn: (day) => `Échéance le ${day}`,
    invoice: (number) => `la facture ${number}`,
    several: (count) => `${count} factures`,
    pay: 'Consulter l’échéancier et payer',
  },
  es: {
    plan: {
      subject: (what, count) => `Su plan de pagos de ${what}: ${count} plazos`,
      title: 'Su plan de pagos',
      opening: (what) =>
        `Hemos acordado que pague ${what} a plazos. Los plazos sustituyen a los vencimientos anteriores.`,
      next: 'Primer plazo',
      total: 'Todos los plazos',
      broken:
        'Le rogamos que pague cada plazo en su fecha. Si alguno no ha llegado unos días hábiles después, el plan termina y todo el importe vence de inmediato.',
    },
    instalment: {
      subject: (amount, day) => `Su próximo plazo: ${amount} hasta el ${day}`,
      title: 'Su próximo plazo',
      opening: (what) => `Pronto vence un plazo de su plan de pagos de ${what}.`,
      label: 'Próximo plazo',
      after: 'Si ya lo ha pagado, gracias: no tiene que hacer nada.',
    },
    dueOn: (day) => `Vence el ${day}`,
    invoice: (number) => `la factura ${number}`,
    several: (count) => `${count} facturas`,
    pay: 'Ver el plan y pagar',
  },
  it: {
    plan: {
      subject: (what, count) => `Il Suo piano di pagamento per ${what}: ${count} rate`,
      title: 'Il Suo piano di pagamento',
      opening: (what) =>
        `Abbiamo concordato che Lei paghi ${what} a rate. Le rate sostituiscono le scadenze precedenti.`,
      next: 'Prima rata',
      total: 'Tutte le rate',
      broken:
        'La preghiamo di pagare ogni rata entro la sua data. Se una non è arrivata dopo alcuni giorni lavorativi bancari, il piano termina e l’intero importo è dovuto subito.',
    },
    instalment: {
      subject: (amount, day) => `La Sua prossima rata: ${amount} entro il ${day}`,
      title: 'La Sua prossima rata',
      opening: (what) => `Una rata del Suo piano di pagamento per ${what} sta per scadere.`,
      label: 'Prossima rata',
      after: 'Se ha già pagato, grazie: non deve fare nulla.',
    },
    dueOn: (day) => `Scade il ${day}`,
    invoice: (number) => `la fattura ${number}`,
    several: (count) => `${count} fatture`,
    pay: 'Vedere il piano e pagare',
  },
  nl: {
    plan: {
      subject: (what, count) => `Uw betalingsregeling voor ${what}: ${count} termijnen`,
      title: 'Uw betalingsregeling',
      opening: (what) =>
        `We hebben afgesproken dat u ${what} in termijnen betaalt. De termijnen komen in de plaats van de eerdere vervaldagen.`,
      next: 'Eerste termijn',
      total: 'Alle termijnen',
      broken:
        'Betaal elke termijn alstublieft op zijn dag. Is er een enkele bankwerkdagen later niet ontvangen, dan eindigt de regeling en is alles meteen verschuldigd.',
    },
    instalment: {
      subject: (amount, day) => `Uw volgende termijn: ${amount} uiterlijk ${day}`,
      title: 'Uw volgende termijn',
      opening: (what) => `Een termijn van uw betalingsregeling voor ${what} vervalt binnenkort.`,
      label: 'Volgende termijn',
      after: 'Hebt u al betaald, dank u wel: u hoeft niets te doen.',
    },
    dueOn: (day) => `Te betalen op ${day}`,
    invoice: (number) => `factuur ${number}`,
    several: (count) => `${count} facturen`,
    pay: 'Regeling bekijken en betalen',
  },
};
