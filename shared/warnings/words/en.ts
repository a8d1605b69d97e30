/** What warnings say in English. */
import type { Words } from '../words.ts';

export const EN: Words = {
  subject: (count, day) => `Early warnings of ${day}: ${count} new`,
  title: 'Early warnings',
  opening: 'This got worse. What was told before is not told again.',
  amounts: 'The amounts are what is open.',
  more: (count) => `And ${count} more.`,
  kinds: {
    score_drop: 'Score fell',
    terms_creep: 'Pays later',
    limit_use: 'Credit limit used',
    dispute_spike: 'More disputes',
  },
  reasons: {
    score_drop: (figure, against) => `The behaviour score fell from ${against} to ${figure} in 30 days.`,
    terms_creep: (figure, against) =>
      `Invoices are paid after ${figure} days in the mean, and were after ${against}.`,
    limit_use: (figure, against) => `${figure} % of the credit limit is used: ${against} % was reached.`,
    dispute_spike: (figure, against) => `Disputes in 30 days: ${figure}; before that ${against} in the mean.`,
  },
};
