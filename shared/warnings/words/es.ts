/** What warnings say in Spanish. */
import type { Words } from '../words.ts';

export const ES: Words = {
  subject: (count, day) => `Avisos del ${day}: ${count} nuevos`,
  title: 'Avisos tempranos',
  opening: 'Esto ha empeorado. Lo que ya se comunicó no se repite.',
  amounts: 'Los importes son lo que está pendiente.',
  more: (count) => `Y ${count} más.`,
  kinds: {
    score_drop: 'Baja la puntuación',
    terms_creep: 'Paga más tarde',
    limit_use: 'Límite de crédito usado',
    dispute_spike: 'Más reclamaciones',
  },
  reasons: {
    score_drop: (figure, against) =>
      `La puntuación de comportamiento bajó de ${against} a ${figure} en 30 días.`,
    terms_creep: (figure, against) =>
      `Las facturas se pagan a los ${figure} días de media; antes, a los ${against}.`,
    limit_use: (figure, against) =>
      `Se usa el ${figure}\u00a0% del límite de crédito: se alcanzó el ${against}\u00a0%.`,
    dispute_spike: (figure, against) => `Reclamaciones en 30 días: ${figure}; antes, ${against} de media.`,
  },
};
