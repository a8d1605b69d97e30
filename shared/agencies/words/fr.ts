/** What agencies read in French. */
import type { Words } from '../words.ts';

export const FR: Words = {
  case: 'Dossier',
  yours: 'Votre référence',
  debtor: 'Débiteur',
  toCollect: 'À recouvrer',
  stillToCollect: 'Reste à recouvrer',
  files: 'Ouvrir les fichiers',
  filesUntil: (day) => `Le lien reste ouvert jusqu’au ${day}.`,
  reason: 'Motif',
  handedOver: {
    title: 'Un nouveau dossier pour vous',
    opening: (debtor) =>
      `Nous vous confions nos créances sur ${debtor}. Les fichiers contiennent toutes les factures, les intérêts, les frais et ce qui a été envoyé jusqu’ici. Veuillez recouvrer ce qui est demandé.`,
  },
  moved: {
    title: 'Du nouveau dans un dossier',
    opening: (debtor) =>
      `Quelque chose a changé dans le dossier contre ${debtor}. Veuillez ne pas demander plus que ce qui reste à recouvrer.`,
  },
  recalled: {
    title: 'Nous reprenons un dossier',
    opening: (debtor) =>
      `Veuillez cesser le recouvrement auprès de ${debtor} et nous dire ce que vous avez encaissé jusqu’ici.`,
  },
  changes: {
    payment: 'Paiement reçu chez nous',
    credit_note: 'Avoir',
    write_off: 'Passé en perte',
    claim: 'Intérêts ou frais',
    paused: 'En clarification\u00a0: veuillez suspendre',
    resumed: 'Clarifié\u00a0: veuillez reprendre',
    void: 'Annulée',
  },
  back: 'est reparti et reste à recouvrer',
  page: {
    title: 'Fichiers d’un dossier',
    opening: (seller) => `${seller} vous a confié ce dossier.`,
    csv: 'Le tout en CSV',
    json: 'Le tout en JSON',
    invoice: (number) => `Facture ${number}`,
    rows: 'Lignes',
    sha256: 'Somme de contrôle (SHA-256)',
  },
};
