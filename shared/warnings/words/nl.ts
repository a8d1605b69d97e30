/** What warnings say in Dutch. */
import type { Words } from '../words.ts';

export const NL: Words = {
  subject: (count, day) => `Waarschuwingen van ${day}: ${count} nieuw`,
  title: 'Vroege waarschuwingen',
  opening: 'Dit is slechter geworden. Wat al gemeld is, wordt niet herhaald.',
  amounts: 'De bedragen zijn wat nog openstaat.',
  more: (count) => `En nog ${count}.`,
  kinds: {
    score_drop: 'Score gedaald',
    terms_creep: 'Betaalt later',
    limit_use: 'Kredietlimiet benut',
    dispute_spike: 'Meer geschillen',
  },
  reasons: {
    score_drop: (figure, against) => `De gedragsscore daalde in 30 dagen van ${against} naar ${figure}.`,
    terms_creep: (figure, against) =>
      `Facturen worden gemiddeld na ${figure} dagen betaald, eerder na ${against}.`,
    limit_use: (figure, against) => `${figure}% van de kredietlimiet is benut: ${against}% is bereikt.`,
    dispute_spike: (figure, against) => `Geschillen in 30 dagen: ${figure}; daarvoor gemiddeld ${against}.`,
  },
};
