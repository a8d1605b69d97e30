/**
 * Table: QUESTION `${t}#QUESTIONS`/id (g1 while an answer is owed `${t}#QUESTIONS_OPEN`/id; g2 `${t}#QUESTIONS_OF#${customer}`/id)
 * 1. one: 1 read · 2. all, newest first, or of days: 1 query · 3. those that wait, oldest first: 1 query + 1 batch · 4. of a customer: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Question } from './question.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#QUESTIONS`, sk: id });

export const questionById = (tenant: string, id: string): Read<Question> => ({
  key: key(tenant, id),
  parse: docOf(Question),
});
export const questions = (tenant: string): Listing<Question> => ({
  partition: `${tenant}#QUESTIONS`,
  order: 'newest first',
  parse: docOf(Question),
});
/** Ids are made of the moment: from the first of a day on, before the first of another. */
export const questionsBetween = (tenant: string, from: string, to: string): Listing<Question> => ({
  partition: `${tenant}#QUESTIONS`,
  from,
  to,
  parse: docOf(Question),
});
export const openQuestions = (tenant: string): Listing<Question> => ({
  index: 'g1',
  partition: `${tenant}#QUESTIONS_OPEN`,
  parse: docOf(Question),
});
export const questionsOf = (tenant: string, customer: string): Listing<Question> => ({
  index: 'g2',
  partition: `${tenant}#QUESTIONS_OF#${customer}`,
  order: 'newest first',
  parse: docOf(Question),
});
export const putQuestion = (tenant: string, question: Question): Write<'table.stale'> =>
  saved(key(tenant, question.id), 'question', question, `question ${question.id}`, {
    ...(question.state === 'ASKED' && { g1p: `${tenant}#QUESTIONS_OPEN`, g1s: question.id }),
    g2p: `${tenant}#QUESTIONS_OF#${question.customerId}`,
    g2s: question.id,
  });
