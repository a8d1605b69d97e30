/** What recipients of files read in French. */
import type { Words } from '../words.ts';

export const FR: Words = {
  kinds: {
    open_items: 'Postes ouverts',
    cash_journal: 'Journal de trésorerie',
    ledger_journal: 'Journal des écritures',
    journal_batch: 'Lot d’écritures',
    ageing: 'Balance âgée par client',
    unapplied: 'Sommes non affectées',
    disputes: 'Litiges',
    credit: 'Limites de crédit et encours',
    exceptions: 'Cas à traiter',
    kpi_pack: 'Indicateurs',
    tax_summary: 'TVA collectée',
    numbering_audit: 'Numéros des pièces',
    statements: 'Relevés des clients',
    review_pack: 'Comparaison de deux périodes',
    finance_report: 'Rapport financier',
  },
  opening: (seller) => `${seller} met un fichier à votre disposition.`,
  empty: (seller) =>
    `${seller} met un fichier à votre disposition. Il est vide\u00a0: il n’y a rien à y inscrire.`,
  open: 'Obtenir le fichier',
  until: (day) => `Le lien reste ouvert jusqu’au ${day}.`,
  yours:
    'Le lien n’est que pour vous\u00a0: qui le détient obtient le fichier. Veuillez ne pas transférer ce message, et demandez-nous le fichier lorsque le lien aura expiré.',
  facts: {
    file: 'Fichier',
    company: 'Société',
    day: 'Jour',
    days: 'Période',
    between: (from, to) => `du ${from} au ${to}`,
    batch: 'Numéro du lot',
    rows: 'Lignes',
    total: 'Total de contrôle',
    sha256: 'Somme de contrôle (SHA-256)',
  },
  page: { opening: (seller) => `Ce fichier vient de ${seller}.`, fetch: 'Télécharger le fichier' },
  gone: {
    title: 'Ce lien n’ouvre aucun fichier',
    text: 'Il a expiré, a été retiré ou n’est pas complet. Demandez-en un nouveau au service financier de l’entreprise qui l’a envoyé.',
  },
};
