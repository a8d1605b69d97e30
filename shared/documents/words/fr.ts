import type { CreditWords } from '../credit-words.ts';
import type { DepositWords } from '../deposit-words.ts';
import type { EarlyWords } from '../early-words.ts';
import type { FollowingWords } from '../following-words.ts';
import type { PaperWords } from '../paper-words.ts';
import type { OrderWords, ProFormaWords } from '../pro-forma-words.ts';
import type { Words } from '../words.ts';
import { METRIC } from './metric.ts';

export const fr: Words = {
  invoice: 'Facture',
  number: 'N° de facture',
  issuedOn: 'Date de facture',
  deliveredOn: 'Date de livraison',
  period: 'Période',
  dueOn: 'Échéance',
  customer: 'N° de client',
  order: 'Commande',
  poNumber: 'Votre référence',
  buyerVatId: 'Votre n° de TVA',
  amountDue: 'Net à payer',
  reference: 'Référence de paiement',
  position: 'N°',
  item: 'Désignation',
  sku: 'Réf.',
  quantity: 'Quantité',
  unitPrice: 'Prix unit. HT',
  vat: 'TVA',
  net: 'Montant HT',
  carried: 'Report',
  taxes: 'Détail de la TVA',
  taxBase: 'Base HT',
  tax: 'TVA',
  subtotal: 'Total HT',
  total: 'Total TTC',
  payment: 'Règlement',
  paid: 'Rien à payer\u00a0: le total de cette facture est nul.',
  payee: 'Bénéficiaire',
  bank: 'Banque',
  quote: 'Référence',
  scanToTransfer: 'Scannez avec votre\nappli bancaire',
  scanToPay: 'Scannez pour\npayer en ligne',
  vatId: 'N° de TVA',
  logo: 'Logo de',
  terms: (days, dueOn) =>
    days === 0
      ? 'Payable au comptant'
      : `Payable au plus tard le ${dueOn} (${days} ${days === 1 ? 'jour' : 'jours'} net)`,
  instalments: (parts) => `Payable en plusieurs fois\u00a0: ${parts}`,
  withoutDeduction: (sentence) => `${sentence}, sans escompte.`,
  instalment: (amount, dueOn) => `${amount} au plus tard le ${dueOn}`,
  discount: 'Remise',
  page: (page, pages) => `Page ${page} sur ${pages}`,
  continued: (number) => `Facture ${number} (suite)`,
  categories: {
    S: 'TVA',
    Z: 'Taux zéro',
    E: 'Exonéré',
    AE: 'Autoliquidation',
    K: 'Livraison intracom.',
    G: 'Exportation',
    O: 'Hors champ de la TVA',
  },
  sentences: {
    AE: 'Autoliquidation\u00a0: la TVA est due par le preneur (article 196 de la directive 2006/112/CE).',
    K: 'Livraison intracommunautaire de biens exonérée de TVA (article 138 de la directive 2006/112/CE).',
    G: 'Exportation de biens vers un pays tiers, exonérée de TVA.',
    O: 'Opération hors du champ d’application de la TVA.',
  },
  exemptions: {
    'VATEX-EU-132': 'Exonéré de TVA en vertu de l’article 132 de la directive 2006/112/CE.',
  },
  units: {
    ...METRIC,
    C62: ['pce', 'pces'],
    H87: ['pce', 'pces'],
    EA: ['pce', 'pces'],
    PR: ['paire', 'paires'],
    SET: ['lot', 'lots'],
    DZN: 'dz',
    XPK: ['paquet', 'paquets'],
    XBX: ['boîte', 'boîtes'],
    XCT: ['carton', 'cartons'],
    XPX: ['palette', 'palettes'],
    BX: ['boîte', 'boîtes'],
    HUR: 'h',
    MIN: 'min',
    DAY: ['jour', 'jours'],
    WEE: ['semaine', 'semaines'],
    MON: 'mois',
    ANN: ['an', 'ans'],
    LS: 'forfait',
  },
};

export const frCredit: CreditWords = {
  title: 'Avoir',
  number: 'N° d’avoir',
  issuedOn: 'Date',
  credited: 'Montant de l’avoir',
  invoice: 'Sur facture',
  reason: 'Motif',
  continued: (number) => `Avoir ${number} (suite)`,
  corrects: (number, on) => `Le présent avoir rectifie la facture ${number} du ${on}.`,
  settles:
    'Il est imputé sur le montant restant dû de cette facture\u202f; ce qui a déjà été réglé reste à votre crédit.',
  reasons: {
    returned: 'Marchandise retournée',
    not_delivered: 'Non livré',
    price: 'Prix rectifié',
    quantity: 'Quantité rectifiée',
    quality: 'Défaut ou réclamation',
    wrong_invoice: 'Facture émise par erreur',
    goodwill: 'Geste commercial',
  },
};

export const frFollowing: FollowingWords = {
  title: 'Note de débit',
  number: 'N° de note de débit',
  continued: (number) => `Note de débit ${number} (suite)`,
  subject: (number, amount, due) => `Note de débit ${number}\u00a0: ${amount}, échéance ${due}`,
  invoice: { corrected: 'Remplace', debited: 'Facture d’origine' },
  follows: {
    corrected: (number, on) =>
      `Cette facture annule et remplace la facture ${number} du ${on}, pour laquelle un avoir a été émis.`,
    debited: (number, on) => `Cette note de débit porte sur ce qui manquait à la facture ${number} du ${on}.`,
  },
  prepaid: 'Déjà réglé',
  covered: 'Rien à payer\u00a0: votre règlement précédent solde cette facture.',
};

export const frEarly: EarlyWords = {
  terms: (percent, discount, until, due) =>
    `Escompte de ${percent} (${discount}) pour règlement au plus tard le ${until}\u00a0: soit ${due}.`,
  until: (until, due) => `Jusqu’au ${until}, seulement ${due}`,
  kept: (discount) => `escompte de ${discount} déduit`,
  untaxed: 'Escompte',
  exempt: (discount) =>
    `La TVA est calculée sans l’escompte de ${discount}, qu’il soit déduit ou non (article 79, point a), de la directive 2006/112/CE).`,
};

export const frProForma: ProFormaWords = {
  title: 'Facture pro forma',
  issuedOn: 'Date',
  quote: 'Devis',
  validUntil: 'Valable jusqu’au',
  continued: (order) => `Facture pro forma pour ${order} (suite)`,
  noInvoice:
    'Ce document n’est pas une facture\u00a0: il ne vaut pas demande de paiement et n’ouvre pas droit à déduction de la TVA. La facture suivra.',
};

export const frDeposit: DepositWords = {
  title: 'Demande d’acompte',
  number: 'N° de demande',
  issuedOn: 'Date',
  continued: (number) => `Demande d’acompte ${number} (suite)`,
  line: (order, total, percent) =>
    `Acompte${percent === undefined ? '' : ` de ${percent}`} sur la commande ${order} (total ${total})`,
  noInvoice:
    'Ce document n’est pas une facture et ne mentionne pas de TVA\u00a0: il demande un paiement d’avance. Votre règlement sera déduit des factures de cette commande.',
  said: (number, on, amount, tax) =>
    `Acompte ${number} du ${on}\u00a0: ${amount} déduits${tax === undefined ? '' : ` (dont TVA ${tax})`}.`,
  prepayment: { title: 'Facture d’acompte', continued: (number) => `Facture d’acompte ${number} (suite)` },
  subject: (number, amount, due) => `Demande d’acompte ${number}\u00a0: ${amount}, échéance le ${due}`,
  heading: (number) => `Demande d’acompte ${number}`,
  opening: (order) =>
    `Avant de poursuivre votre commande ${order}, nous vous demandons un acompte. La demande est jointe à ce message.`,
};

export const frConfirmation: OrderWords = {
  title: 'Confirmation de commande',
  issuedOn: 'Date',
  continued: (order) => `Confirmation de commande ${order} (suite)`,
  noInvoice:
    'Nous confirmons votre commande telle qu’elle figure ici. Ce document n’est pas une facture et ne vaut pas demande de paiement.',
};

export const frPaper: PaperWords = {
  date: 'Date',
  items: 'Factures échues',
  dueOn: 'Échéance',
  days: 'Jours de retard',
  level: 'Rappel',
  open: 'Dû',
  oldest: 'Échue depuis le',
  count: 'Factures',
  deposits: 'Acomptes',
  numbers: 'les numéros ci-dessus',
  receipt: {
    title: 'Reçu',
    receivedOn: 'Reçu le',
    method: 'Moyen',
    items: 'Affectation du paiement',
    applied: 'Payé',
    discount: 'Escompte',
    open: 'Reste dû',
    unapplied: 'À votre crédit',
  },
};
