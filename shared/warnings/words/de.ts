/** What warnings say in German. */
import type { Words } from '../words.ts';

export const DE: Words = {
  subject: (count, day) => `Frühwarnungen vom ${day}: ${count} neu`,
  title: 'Frühwarnungen',
  opening: 'Das hat sich verschlechtert. Was schon gemeldet wurde, steht hier nicht noch einmal.',
  amounts: 'Die Beträge sind das, was offen ist.',
  more: (count) => `Und ${count} weitere.`,
  kinds: {
    score_drop: 'Score gefallen',
    terms_creep: 'Zahlt später',
    limit_use: 'Kreditlimit ausgeschöpft',
    dispute_spike: 'Mehr Reklamationen',
  },
  reasons: {
    score_drop: (figure, against) => `Der Verhaltensscore fiel in 30 Tagen von ${against} auf ${figure}.`,
    terms_creep: (figure, against) =>
      `Rechnungen werden im Mittel nach ${figure} Tagen bezahlt, zuvor nach ${against}.`,
    limit_use: (figure, against) =>
      `${figure}\u00a0% des Kreditlimits sind ausgeschöpft: ${against}\u00a0% wurden erreicht.`,
    dispute_spike: (figure, against) => `Reklamationen in 30 Tagen: ${figure}; davor im Mittel ${against}.`,
  },
};
