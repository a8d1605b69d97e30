import type { Words } from '../words.ts';

export const fr: Words = {
  greeting: (name) => `Bonjour ${name},`,
  closing: 'Cordialement',
  questions: (email) => `Une question\u202f? Répondez à cet e-mail ou écrivez à ${email}.`,
  off: 'Ne plus recevoir ce type d’e-mails',
  amountDue: 'Net à payer',
  dueOn: 'Échéance',
  reference: 'Référence',
  order: 'Commande',
  poNumber: 'Votre référence',
  number: 'Facture',
  net: 'Total HT',
  vat: 'TVA',
  total: 'Total TTC',
  payee: 'Bénéficiaire',
  bank: 'Banque',
  pay: 'Consulter et payer',
  payShort: 'Payer',
  overdue: 'Retard',
  days: (days) => `${days} ${days < 2 ? 'jour' : 'jours'}`,
  paidInFull: 'Soldée',
  stillOpen: 'restent à payer',
  vatId: 'N° de TVA',
  confirmed: {
    subject: (order) => `Commande ${order} confirmée`,
    title: 'Votre commande est confirmée',
    opening: 'Nous vous remercions de votre commande et vous la confirmons comme suit.',
    after: 'Vous recevrez la facture avec la livraison.',
  },
  amended: {
    subject: (order) => `Commande ${order} modifiée`,
    title: 'Votre commande a été modifiée',
    opening: 'Nous avons modifié votre commande. Elle se présente désormais comme suit.',
    after: 'Ce qui a déjà été livré reste inchangé. Vous recevrez la facture avec la livraison.',
  },
  viewOrder: 'Consulter la commande',
  discount: 'Remise',
  backordered: (quantity) => `livraison ultérieure\u00a0: ${quantity}`,
  invoice: {
    subject: (number, amount, due) => `Facture ${number}\u00a0: ${amount}, échéance le ${due}`,
    free: (number) => `Facture ${number}`,
    title: (number) => `Facture ${number}`,
    opening: (order) => `Vous trouverez ci-joint la facture relative à votre commande ${order}.`,
    after: 'Vous pouvez payer en ligne ou par virement en indiquant cette référence\u00a0:',
    nothing: 'Il n’y a rien à payer.',
  },
  credit: {
    subject: (number, amount) => `Avoir ${number}\u00a0: ${amount}`,
    title: (number) => `Avoir ${number}`,
    opening: (invoice) =>
      `Nous avons établi l’avoir suivant sur la facture ${invoice}. Vous le trouverez ci-joint.`,
    after: 'Vous n’avez rien à faire.',
    label: 'Montant de l’avoir',
    settled: 'Déduit de la facture',
    owed: 'Conservé à votre crédit',
  },
  receipt: {
    subject: (amount) => `Nous avons bien reçu votre paiement de ${amount}`,
    title: 'Merci de votre paiement',
    opening: (amount, on) => `Nous avons reçu ${amount} le ${on}.`,
    label: 'Paiement reçu',
    unapplied: (amount) =>
      `Nous n’avons pas pu affecter ${amount} à une facture ouverte et conservons ce montant à votre crédit\u202f; ` +
      'dites-nous s’il était destiné à autre chose.',
  },
  creditUsed: {
    subject: (amount) => `Votre crédit de ${amount} a été utilisé`,
    title: 'Votre crédit a été utilisé',
    opening: (amount) => `Nous avons utilisé ${amount} de votre crédit pour ces factures.`,
    label: 'Crédit utilisé',
  },
  reminder: {
    1: {
      subject: (what, count) => `Rappel\u00a0: ${what} ${count === 1 ? 'arrivée' : 'arrivées'} à échéance`,
      title: 'Rappel de paiement',
      opening: 'Sauf erreur de notre part, le montant ci-dessous ne nous est pas encore parvenu.',
      after: 'Si vous avez payé entre-temps, nous vous en remercions et vous prions d’ignorer ce rappel.',
    },
    2: {
      subject: (what) => `Deuxième rappel\u00a0: ${what} en retard de paiement`,
      title: 'Deuxième rappel',
      opening:
        'Malgré notre premier rappel, le montant ci-dessous reste dû. Nous vous prions de le régler sans délai.',
      after: 'La livraison ou la facture pose un problème\u202f? Dites-le-nous, nous nous en occuperons.',
    },
    3: {
      subject: (what) => `Dernier rappel\u00a0: ${what}`,
      title: 'Dernier rappel',
      opening:
        'Malgré nos rappels, le montant ci-dessous ne nous est pas parvenu. ' +
        'Nous vous prions de payer dans les sept jours.',
      after:
        'À défaut de paiement, nous pourrons facturer des intérêts de retard légaux et des frais de recouvrement, ' +
        'et suspendre les prochaines livraisons.',
    },
  },
  several: (count) => `${count} factures`,
  courtesy: {
    subject: (what) => `Échéance proche\u00a0: ${what}`,
    title: 'Une information avant l’échéance',
    opening:
      'Rien n’est en retard. Nous vous informons simplement à temps que le montant ci-dessous arrive bientôt à échéance.',
    after:
      'Si vous avez déjà prévu le paiement, nous vous en remercions. Si quelque chose n’est pas clair, dites-le-nous dès maintenant.',
  },
  deposit: {
    subject: (what) => `Rappel\u00a0: ${what}`,
    title: 'Rappel de votre acompte',
    opening:
      'Nous n’avons pas encore reçu l’acompte ci-dessous. Ce n’est pas une dette\u00a0: dès sa réception, nous poursuivrons votre commande.',
    after:
      'Si vous avez payé entre-temps, nous vous en remercions. Si vous ne souhaitez plus la commande, dites-le-nous.',
    several: (count) => `${count} acomptes`,
  },
};
