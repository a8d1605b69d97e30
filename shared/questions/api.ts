/** People of the company answer what customers ask on their own pages. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { CountedDays } from '../kernel/counted.ts';
import { Question, QuestionFigures, QuestionId, TurnQuestion } from './question.ts';

const params = z.strictObject({ id: QuestionId });

export const questionsApi = {
  listQuestions: get('/v1/questions', {
    scope: 'customers:read',
    summary:
      'Questions of customers, newest first: all, or of one; or those that wait for an answer, oldest first',
    query: Page.extend({ state: z.literal('ASKED').optional(), customer: CustomerId.optional() }).refine(
      ({ state, customer }) => state === undefined || customer === undefined,
      { error: 'either state or customer', path: ['state'] },
    ),
    output: listOf(Question),
  }),
  getQuestion: get('/v1/questions/{id}', {
    scope: 'customers:read',
    summary: 'One question with all that was said',
    params,
    output: Question,
    refusals: { 'questions.unknown': 404 },
  }),
  turnQuestion: post('/v1/questions/{id}', {
    scope: 'disputes:write',
    summary: 'Answer a question, or close it',
    description:
      'The answer goes to who asked by mail, and stands on its pages. Either way the task of kind `question` is done; who asks on opens it again.',
    params,
    body: TurnQuestion,
    output: Question,
    refusals: { 'questions.unknown': 404, 'questions.closed': 409, 'questions.full': 409 },
  }),
  getQuestionFigures: get('/v1/question-figures', {
    scope: 'customers:read',
    summary: 'How many questions were asked, how long answers took, and how they were found, by month',
    query: CountedDays,
    output: QuestionFigures,
    refusals: { 'questions.days': 422 },
  }),
};
