/** What may be said of a question, by whom and how often; and what its months look like. */
import { addBankDays } from '../kernel/bank-days.ts';
import { median } from '../kernel/counted.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import {
  MOST_TURNS,
  QuestionAnswered,
  QuestionAsked,
  QuestionClosed,
  QuestionRated,
  type Month,
  type Question,
  type Rated,
} from './question.ts';

/** Within so many days of the banks a person answers. */
const ANSWER_BANK_DAYS = 2;
/** What one customer may say in a day: a form is no chat, and a task is for a person. */
export const MOST_A_DAY = 10;

export const answerBy = (today: LocalDate): LocalDate => addBankDays(today, ANSWER_BANK_DAYS);

/** How often the customer spoke on a day of UTC, in its newest questions. */
export const saidOn = (questions: readonly Pick<Question, 'thread'>[], now: Instant): number =>
  questions.flatMap(({ thread }) => thread.filter(({ side, at }) => side === 'customer' && sameDay(at, now)))
    .length;
const sameDay = (a: Instant, b: Instant): boolean => a.slice(0, 10) === b.slice(0, 10);

export interface By {
  readonly by: string;
  readonly at: Instant;
  readonly today: LocalDate;
}
export interface Effect {
  readonly question: Question;
  readonly facts: readonly Fact[];
}
type Over = 'questions.closed' | 'questions.full';

const about = ({ id, customerId }: Question) => ({ questionId: id, customerId });
/** The first word of it, too. */
export const askedFact = (question: Question): Fact =>
  announce(QuestionAsked, question.id, {
    ...about(question),
    topic: question.topic,
    ...(question.invoice && { invoiceId: question.invoice.id }),
  });

const said = (
  question: Question,
  side: 'customer' | 'us',
  text: string,
  { by, at }: By,
): Result<Question, Over> => {
  if (question.state === 'CLOSED') return refuse('questions.closed', 'Nothing more is said of it.');
  if (question.thread.length >= MOST_TURNS)
    return refuse('questions.full', `${MOST_TURNS} turns are as many as there may be: ask anew.`);
  const { version, thread } = question;
  return ok({ ...question, version: version + 1, thread: [...thread, { side, by, at, text }] });
};

export const askedOn = (before: Question, text: string, by: By): Result<Effect, Over> => {
  const done = said(before, 'customer', text, by);
  if (!done.ok) return done;
  const question: Question = { ...done.value, state: 'ASKED', answerBy: answerBy(by.today) };
  return ok({ question, facts: [askedFact(question)] });
};

export const answered = (before: Question, text: string, close: boolean, by: By): Result<Effect, Over> => {
  const done = said(before, 'us', text, by);
  if (!done.ok) return done;
  const { answeredAt = by.at } = before;
  const question: Question = {
    ...done.value,
    answeredAt,
    state: close ? 'CLOSED' : 'ANSWERED',
    ...(close && { closedAt: by.at }),
  };
  const facts = [announce(QuestionAnswered, before.id, about(before))];
  return ok({
    question,
    facts: close ? [...facts, announce(QuestionClosed, before.id, about(before))] : facts,
  });
};

export const closed = (before: Question, { at }: By): Result<Effect, 'questions.closed'> =>
  before.state === 'CLOSED'
    ? refuse('questions.closed', 'It is closed already.')
    : ok({
        question: { ...before, version: before.version + 1, state: 'CLOSED', closedAt: at },
        facts: [announce(QuestionClosed, before.id, about(before))],
      });

/** Once, and not before there is an answer. */
export const rated = (
  before: Question,
  { stars, text }: Rated,
  { at }: By,
): Result<Effect, 'questions.not_to_be_rated'> =>
  before.rating || before.answeredAt === undefined
    ? refuse('questions.not_to_be_rated', 'An answer is rated once.')
    : ok({
        question: {
          ...before,
          version: before.version + 1,
          rating: { stars, at, ...(text !== undefined && { text }) },
        },
        facts: [announce(QuestionRated, before.id, { ...about(before), stars })],
      });

/** By the month in which it was asked; the lower one of two in the middle. */
export const monthsOf = (
  questions: readonly Pick<Question, 'state' | 'askedAt' | 'answeredAt' | 'rating'>[],
): Month[] => {
  const months = Map.groupBy(questions, ({ askedAt }) => askedAt.slice(0, 7));
  return [...months.keys()].toSorted().map((month) => {
    const all = months.get(month)!;
    const minutes = all.flatMap(({ askedAt, answeredAt }) =>
      answeredAt === undefined ? [] : Math.floor((Date.parse(answeredAt) - Date.parse(askedAt)) / 60_000),
    );
    const stars = all.flatMap(({ rating }) => (rating ? [rating.stars] : []));
    const total = stars.reduce((sum, one) => sum + one, 0);
    return {
      month,
      asked: all.length,
      open: all.filter(({ state }) => state === 'ASKED').length,
      answered: minutes.length,
      ...(minutes.length > 0 && { medianMinutes: median(minutes)! }),
      rated: stars.length,
      ...(stars.length > 0 && { meanStars: Math.round((total * 100) / stars.length) }),
    };
  });
};
