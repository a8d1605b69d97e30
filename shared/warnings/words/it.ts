/** What warnings say in Italian. */
import type { Words } from '../words.ts';

export const IT: Words = {
  subject: (count, day) => `Avvisi del ${day}: ${count} nuovi`,
  title: 'Avvisi tempestivi',
  opening: 'Questo è peggiorato. Ciò che è già stato comunicato non viene ripetuto.',
  amounts: 'Gli importi sono quanto è ancora aperto.',
  more: (count) => `E altri ${count}.`,
  kinds: {
    score_drop: 'Punteggio in calo',
    terms_creep: 'Paga più tardi',
    limit_use: 'Limite di credito utilizzato',
    dispute_spike: 'Più contestazioni',
  },
  reasons: {
    score_drop: (figure, against) =>
      `Il punteggio di comportamento è sceso da ${against} a ${figure} in 30 giorni.`,
    terms_creep: (figure, against) =>
      `Le fatture vengono pagate in media dopo ${figure} giorni, prima dopo ${against}.`,
    limit_use: (figure, against) =>
      `È utilizzato il ${figure}% del limite di credito: è stato raggiunto il ${against}%.`,
    dispute_spike: (figure, against) => `Contestazioni in 30 giorni: ${figure}; prima ${against} in media.`,
  },
};
