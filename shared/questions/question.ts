/** A question of a customer: about an invoice or in general, what was said, and how the answer was found. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Email, Text } from '../kernel/party.ts';

export const QuestionId = idOf('qst').meta({ id: 'QuestionId' });

export const Topic = z
  .enum(['invoice', 'payment', 'delivery', 'contract', 'account', 'other'])
  .meta({ id: 'QuestionTopic' });
export type Topic = z.infer<typeof Topic>;

/** Together they stay within one item of the table. */
export const MOST_TURNS = 30;
export const MOST_LETTERS = 2_000;

const QuestionTurn = z
  .object({
    side: z.enum(['customer', 'us']),
    by: z.string(),
    at: Instant,
    text: z.string().optional().meta({ description: 'Absent once its customer was erased.' }),
  })
  .meta({ id: 'QuestionTurn' });

export const Question = z
  .object({
    id: QuestionId,
    version: z.int().min(1),
    state: z.enum(['ASKED', 'ANSWERED', 'CLOSED']).meta({
      description:
        'ASKED: we owe an answer. ANSWERED: the customer may ask on. CLOSED: nothing more is said.',
    }),
    entity: EntityId,
    customerId: CustomerId,
    topic: Topic,
    invoice: z.object({ id: InvoiceId, number: z.string() }).optional(),
    email: Email.optional().meta({ description: 'Who asked, and gets the answer.' }),
    answerBy: LocalDate.meta({
      description: 'In the entity’s zone; of the last question while it is ASKED.',
    }),
    thread: z.array(QuestionTurn).min(1).max(MOST_TURNS),
    answeredAt: Instant.optional().meta({ description: 'When it was answered first.' }),
    closedAt: Instant.optional(),
    rating: z
      .object({ stars: z.int().min(1).max(5), text: z.string().optional(), at: Instant })
      .optional()
      .meta({ description: 'What the customer says of the answer, once.' }),
    askedAt: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Question' });
export type Question = Readonly<z.infer<typeof Question>>;

/** What a form of the customer's page says. */
export const Asked = z.strictObject({
  topic: Topic,
  text: Text(MOST_LETTERS, 2),
  invoice: InvoiceId.optional(),
});
export type Asked = Readonly<z.infer<typeof Asked>>;
export const Rated = z.strictObject({
  stars: z.coerce.number().int().min(1).max(5),
  text: Text(300).optional(),
});
export type Rated = Readonly<z.infer<typeof Rated>>;

export const TurnQuestion = z
  .discriminatedUnion('do', [
    z.strictObject({
      do: z.literal('answer'),
      text: Text(MOST_LETTERS, 2),
      close: z.boolean().default(false).meta({ description: 'Nothing more is to be said.' }),
    }),
    z.strictObject({ do: z.literal('close') }),
  ])
  .meta({
    id: 'TurnQuestion',
    description: 'answer: the customer gets it by mail. close: without a word, and without a mail.',
  });
export type TurnQuestion = Readonly<z.infer<typeof TurnQuestion>>;

const Month = z.object({
  month: z.string().meta({ example: '2026-05' }),
  asked: z.int(),
  open: z.int().meta({ description: 'Of those that were asked in it, that wait for an answer now.' }),
  answered: z.int(),
  medianMinutes: z.int().optional().meta({ description: 'From the question to the first answer.' }),
  rated: z.int(),
  meanStars: z.int().optional().meta({ description: 'In hundredths: 425 is four stars and a quarter.' }),
});
export type Month = Readonly<z.infer<typeof Month>>;
export const QuestionFigures = z
  .object({ from: LocalDate, to: LocalDate, months: z.array(Month) })
  .meta({ id: 'QuestionFigures', description: 'By the month in which it was asked, in UTC.' });

const fact = z.object({ questionId: QuestionId, customerId: CustomerId });
export const QuestionAsked = event(
  'question.asked',
  'A customer asked something, or asked on.',
  fact.extend({ topic: Topic, invoiceId: InvoiceId.optional() }),
);
export const QuestionAnswered = event('question.answered', 'A question of a customer was answered.', fact);
export const QuestionRated = event(
  'question.rated',
  'A customer said how it found an answer.',
  fact.extend({ stars: z.int() }),
);
export const QuestionClosed = event('question.closed', 'Nothing more is said of a question.', fact);

/** All that is announced of a question. */
export const QUESTION_EVENTS = [QuestionAsked, QuestionAnswered, QuestionRated, QuestionClosed];
