import type { OrderWords } from '../orderwords.ts';
import type { Words } from '../words.ts';

export const fr: Words = {
  invoiceFrom: (number, seller) => `Facture ${number} de ${seller}`,
  invoice: (number) => `Facture ${number}`,
  number: 'Facture',
  owed: 'Montant à payer',
  ofTotal: (total) => `sur un total de ${total}`,
  due: (day) => `Échéance le ${day}`,
  overdue: (days) => `${days} ${days < 2 ? 'jour' : 'jours'} de retard`,
  poNumber: 'Votre référence',
  pay: (amount) => `Payer ${amount}`,
  secure:
    'Vous payez sur la page sécurisée de notre prestataire de paiement. Nous ne voyons jamais votre carte.',
  part: {
    title: 'Payer une partie',
    least: (amount) => `Au moins ${amount}\u202f; le reste reste dû.`,
    pay: 'Payer ce montant',
  },
  pending:
    'Un paiement est en cours. Inutile de payer à nouveau\u202f; cette page l’affichera dès qu’il sera arrivé.',
  download: 'Télécharger la facture (PDF)',
  wrong: 'Cette facture comporte une erreur',
  details: (count) => `Détail (${count} ${count < 2 ? 'article' : 'articles'})`,
  item: 'Désignation',
  net: 'Total HT',
  vat: 'TVA',
  total: 'Total TTC',
  payments: 'Paiements reçus',
  methods: {
    card: 'Carte',
    bank_transfer: 'Virement',
    cash: 'Espèces',
    cheque: 'Chèque',
    agency: 'Société de recouvrement',
    credit_note: 'Avoir',
    deposit: 'Acompte',
  },
  open: 'Reste à payer',
  transfer: 'Payer par virement',
  transferHint:
    'Veuillez indiquer la référence telle quelle\u00a0: votre paiement sera ainsi enregistré sans délai.',
  scan: 'Scannez ce code avec votre application bancaire\u00a0: il remplit le virement.',
  payee: 'Bénéficiaire',
  bank: 'Banque',
  amount: 'Montant',
  reference: 'Référence',
  until: (day) =>
    `Ce lien est valable jusqu’au ${day}. Ne le transmettez pas\u00a0: quiconque le possède voit la facture.`,
  questions: (name) => `Une question sur cette facture\u202f? Écrivez à ${name}.`,
  processing: {
    title: 'Votre paiement est en cours de confirmation',
    text: 'Cela prend quelques secondes. La page s’actualise d’elle-même.',
    wait: 'Veuillez ne pas payer à nouveau.',
    again: 'Vérifier maintenant',
  },
  receipt: {
    title: 'Merci, votre paiement est confirmé',
    text: (amount, seller) => `${amount} payés à ${seller}.`,
    paidOn: 'Payé le',
    method: 'Mode de paiement',
    rest: (amount) => `Il reste ${amount} à payer sur cette facture.`,
  },
  paid: {
    title: 'Cette facture est payée',
    credited: 'Cette facture a fait l’objet d’un avoir',
    closed: 'Rien n’est dû sur cette facture',
    text: (number) => `La facture ${number} est soldée. Vous n’avez plus rien à faire.`,
  },
  deposit: {
    from: (number, seller) => `Acompte ${number} pour ${seller}`,
    heading: (number) => `Acompte ${number}`,
    download: 'Télécharger la demande (PDF)',
    until: (day) =>
      `Ce lien est valable jusqu’au ${day}. Ne le transmettez pas\u00a0: quiconque le possède voit la demande.`,
    questions: (name) => `Une question sur cet acompte\u202f? Écrivez à ${name}.`,
    rest: (amount) => `Il reste ${amount} à payer sur cet acompte.`,
    title: 'Cet acompte est réglé',
    closed: 'Plus rien n’est demandé',
    text: (number) =>
      `L’acompte ${number} est soldé. Votre règlement sera déduit des factures de votre commande.`,
  },
  failed: {
    title: 'Ce lien ne fonctionne pas',
    text:
      'Il a peut-être expiré, été remplacé ou est incomplet. Ouvrez le dernier e-mail concernant votre facture ' +
      'et utilisez le lien qu’il contient, ou demandez-en un nouveau à l’expéditeur.',
  },
  credit: {
    has: (amount) => `Vous disposez chez nous d’un crédit de ${amount}.`,
    use: (amount) => `Utiliser votre crédit\u00a0: ${amount}`,
  },
  notices: {
    failed: 'Le paiement n’a pas abouti et rien n’a été débité. Veuillez réessayer ou payer par virement.',
    canceled: 'Vous avez quitté le paiement avant la fin. Rien n’a été débité.',
    unavailable: 'Le paiement en ligne est impossible pour le moment. Veuillez payer par virement.',
    pending: 'Un paiement est déjà en cours. Inutile de payer à nouveau.',
    amount: 'Veuillez saisir un montant compris entre le minimum et la somme due.',
    credited: 'Votre crédit a été utilisé. Le reste à payer s’affiche ici.',
    promise:
      'Ce jour n’a pas pu être retenu\u00a0: il est trop éloigné, ou trop de jours ont déjà été promis. Choisissez-en un autre, ou parlez-nous.',
  },
};

export const frOrder: OrderWords = {
  title: (order, seller) => `Commande ${order} chez ${seller}`,
  order: (order) => `Commande ${order}`,
  total: 'Total de la commande',
  placed: (day) => `Passée le ${day}`,
  states: {
    RESERVING: 'En cours de vérification',
    HELD: 'En cours de vérification',
    CONFIRMED: 'Confirmée',
    PART_FULFILLED: 'Partiellement livrée',
    FULFILLED: 'Livrée',
    CANCELLED: 'Annulée',
  },
  items: (count) => `${count} ${count < 2 ? 'article' : 'articles'}`,
  delivered: (quantity) => `livré\u00a0: ${quantity}`,
  backordered: (quantity) => `livraison ultérieure\u00a0: ${quantity}`,
  returned: (quantity) => `retourné\u00a0: ${quantity}`,
  open: (quantity) => `reste à livrer\u00a0: ${quantity}`,
  deliveries: 'Livraisons',
  none: 'Rien n’a encore été livré.',
  questions: (email) => `Une question sur cette commande\u202f? Écrivez à ${email}.`,
  until: (day) =>
    `Ce lien est valable jusqu’au ${day}. Ne le transmettez pas\u00a0: quiconque le possède voit la commande.`,
};
