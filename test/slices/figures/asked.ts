import type { Question } from '../../../shared/figures/rules.ts';

/** What is asked of drawn books, where nothing else is said. */
export const questionOf = (from: string, asOf: string, more: Partial<Question> = {}): Question => ({
  span: { from, asOf },
  booksFrom: '2025-01-01',
  currency: 'EUR',
  said: { forwardPercent: 100, overduePercent: 100 },
  ...more,
});
