/** What warnings say in French. */
import type { Words } from '../words.ts';

export const FR: Words = {
  subject: (count, day) => `Alertes du ${day}\u00a0: ${count} nouvelles`,
  title: 'Alertes précoces',
  opening: 'Voici ce qui s’est dégradé. Ce qui a déjà été signalé ne l’est pas de nouveau.',
  amounts: 'Les montants sont ce qui reste dû.',
  more: (count) => `Et ${count} de plus.`,
  kinds: {
    score_drop: 'Score en baisse',
    terms_creep: 'Paie plus tard',
    limit_use: 'Limite de crédit utilisée',
    dispute_spike: 'Plus de litiges',
  },
  reasons: {
    score_drop: (figure, against) =>
      `Le score de comportement est passé de ${against} à ${figure} en 30 jours.`,
    terms_creep: (figure, against) =>
      `Les factures sont payées après ${figure} jours en moyenne, contre ${against} auparavant.`,
    limit_use: (figure, against) =>
      `${figure}\u00a0% de la limite de crédit sont utilisés\u00a0: le seuil de ${against}\u00a0% est atteint.`,
    dispute_spike: (figure, against) =>
      `Litiges en 30 jours\u00a0: ${figure}\u202f; auparavant ${against} en moyenne.`,
  },
};
