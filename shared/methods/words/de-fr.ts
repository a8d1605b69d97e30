import type { Words } from '../words.ts';

export const de: Words = {
  card: 'Karte',
  account: 'Bankkonto',
  by: 'Einzug von',
  mandate: 'Mandatsreferenz',
  creditor: 'Gläubiger-ID',
  notice: {
    subject: (number, amount, day) => `Rechnung ${number}: ${amount} werden am ${day} eingezogen`,
    card: {
      title: 'Ihre Karte wird belastet',
      opening: (day) => `Wie vereinbart belasten wir Ihre Karte am ${day} mit dieser Rechnung.`,
    },
    direct_debit: {
      title: 'Ihr Konto wird belastet',
      opening: (day) => `Wie vereinbart ziehen wir diese Rechnung am ${day} von Ihrem Bankkonto ein.`,
    },
    sooner: 'Wenn Sie vorher zahlen, wird nichts eingezogen.',
    view: 'Ansehen',
    choice: 'Auslassen oder beenden',
    after:
      'Sie müssen nichts tun. Wenn Sie diesen Einzug nicht wünschen, sagen Sie es uns vor diesem Tag über die Schaltfläche.',
  },
  failed: {
    subject: (number) => `Ihre Zahlung der Rechnung ${number} ist fehlgeschlagen`,
    title: 'Ihre Zahlung ist fehlgeschlagen',
    opening: 'Wir konnten die folgende Rechnung nicht einziehen. Bitte zahlen Sie sie online.',
    after: 'Wenn Sie beim Zahlen ein anderes Zahlungsmittel speichern, ziehen wir künftig davon ein.',
  },
  authentication: {
    subject: (number) => `Bitte bestätigen Sie Ihre Zahlung der Rechnung ${number}`,
    title: 'Ihre Bank bittet um Bestätigung',
    opening:
      'Ihre Bank möchte, dass Sie diese Zahlung selbst bestätigen. Bitte zahlen Sie die folgende Rechnung online.',
    after: 'Das dauert eine Minute auf der sicheren Seite unseres Zahlungsdienstes.',
  },
  ceiling: {
    subject: (number) => `Bitte zahlen Sie die Rechnung ${number} selbst`,
    title: 'Mehr als vereinbart',
    opening:
      'Mit dieser Rechnung würde mehr eingezogen, als vereinbart ist. Wir ziehen sie nicht ein. Bitte zahlen Sie sie online.',
    after: 'Spätere Rechnungen ziehen wir wie bisher ein.',
  },
  page: {
    title: (number) => `Einzug der Rechnung ${number}`,
    planned: (amount, day) => `${amount} werden am ${day} eingezogen.`,
    skip: 'Diese Rechnung nicht einziehen',
    skipHint: 'Sie zahlen sie selbst bis zur Fälligkeit.',
    stop: 'Alle Einzüge beenden',
    stopHint: (seller) => `Keine Rechnung von ${seller} wird mehr von selbst eingezogen.`,
    skipped: 'Diese Rechnung wird nicht eingezogen. Bitte zahlen Sie sie selbst.',
    stopped: 'Rechnungen werden nicht mehr von selbst eingezogen. Bitte zahlen Sie sie selbst.',
    underWay: 'Der Einzug ist unterwegs und lässt sich nicht mehr aufhalten.',
    over: 'Für diese Rechnung ist kein Einzug geplant.',
    pay: 'Ansehen und zahlen',
  },
};

export const fr: Words = {
  card: 'Carte',
  account: 'Compte bancaire',
  by: 'Prélevé sur',
  mandate: 'Référence du mandat',
  creditor: 'Identifiant du créancier',
  notice: {
    subject: (number, amount, day) => `Facture ${number}\u00a0: ${amount} seront prélevés le ${day}`,
    card: {
      title: 'Votre carte va être débitée',
      opening: (day) => `Comme convenu, nous débiterons votre carte du montant de cette facture le ${day}.`,
    },
    direct_debit: {
      title: 'Votre compte va être prélevé',
      opening: (day) => `Comme convenu, nous prélèverons cette facture sur votre compte bancaire le ${day}.`,
    },
    sooner: 'Si vous payez avant, rien n’est prélevé.',
    view: 'Voir',
    choice: 'Sauter ou arrêter',
    after:
      'Vous n’avez rien à faire. Si vous ne voulez pas de ce prélèvement, dites-le-nous par le bouton avant ce jour.',
  },
  failed: {
    subject: (number) => `Votre paiement de la facture ${number} a échoué`,
    title: 'Votre paiement a échoué',
    opening: 'Nous n’avons pas pu prélever la facture ci-dessous. Merci de la payer en ligne.',
    after: 'Si vous conservez un autre moyen de paiement en payant, nous l’utiliserons désormais.',
  },
  authentication: {
    subject: (number) => `Merci de confirmer votre paiement de la facture ${number}`,
    title: 'Votre banque vous demande de confirmer',
    opening:
      'Votre banque souhaite que vous confirmiez vous-même ce paiement. Merci de payer en ligne la facture ci-dessous.',
    after: 'Cela prend une minute sur la page sécurisée de notre prestataire.',
  },
  ceiling: {
    subject: (number) => `Merci de payer vous-même la facture ${number}`,
    title: 'Plus que ce qui est convenu',
    opening:
      'Avec cette facture, le prélèvement dépasserait ce qui est convenu. Nous ne la prélevons pas. Merci de la payer en ligne.',
    after: 'Les factures suivantes sont prélevées comme avant.',
  },
  page: {
    title: (number) => `Prélèvement de la facture ${number}`,
    planned: (amount, day) => `${amount} seront prélevés le ${day}.`,
    skip: 'Ne pas prélever cette facture',
    skipHint: 'Vous la payez vous-même avant son échéance.',
    stop: 'Arrêter tous les prélèvements',
    stopHint: (seller) => `Plus aucune facture de ${seller} n’est prélevée automatiquement.`,
    skipped: 'Cette facture ne sera pas prélevée. Merci de la payer vous-même.',
    stopped: 'Les factures ne sont plus prélevées automatiquement. Merci de les payer vous-même.',
    underWay: 'Le prélèvement est en cours et ne peut plus être arrêté.',
    over: 'Aucun prélèvement n’est prévu pour cette facture.',
    pay: 'Voir et payer',
  },
};
